//! Of two imports of one name, or a module beside one, the one stands for both that a build without own flags has.
#[cfg(shuttle)]
use shuttle::thread::spawn;
#[cfg(not(shuttle))]
use std::thread::spawn;

#[cfg(shuttle)]
mod time {
    pub use crate::mock::sleep;
}
#[cfg(not(shuttle))]
use std::thread as time;

pub fn start() {
    spawn(|| time::sleep(std::time::Duration::from_secs(1)));
}
