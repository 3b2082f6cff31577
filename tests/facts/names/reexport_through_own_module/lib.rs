//! What an own module re-exports is what it was: spawn, channel and sleep are seen through `rt` and its glob.
mod rt;
mod work;

use rt::prelude::*;

pub fn start() {
    let (to, from) = unbounded_channel::<u8>();
    rt::spawn(work::run(from));
    to.send(1).ok();
}
