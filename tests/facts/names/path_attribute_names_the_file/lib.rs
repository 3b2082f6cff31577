//! `#[path]` says where a module lies, and the module's own `super` leads back here.
#[path = "odd/engine_v2.rs"]
mod engine;

use std::sync::mpsc::Receiver;

pub fn drive(jobs: Receiver<u8>) {
    engine::run(jobs);
}
