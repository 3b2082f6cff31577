//! An initialiser that names a function by its path runs it once, whoever asks for the static.
use std::sync::{LazyLock, Once, OnceLock};
use std::thread;

static TIDES: LazyLock<u32> = LazyLock::new(watch_tides);

lazy_static::lazy_static! {
    static ref MOORINGS: u32 = watch_moorings();
}

fn watch_tides() -> u32 {
    thread::spawn(|| ());
    1
}

fn watch_moorings() -> u32 {
    thread::spawn(|| ());
    1
}

pub fn lights() -> &'static u32 {
    static LIGHTS: OnceLock<u32> = OnceLock::new();
    LIGHTS.get_or_init(watch_lights)
}

fn watch_lights() -> u32 {
    thread::spawn(|| ());
    1
}

static BELL: Once = Once::new();

pub fn ring() {
    BELL.call_once(|| watch_bell());
}

fn watch_bell() {
    thread::spawn(|| ());
}
