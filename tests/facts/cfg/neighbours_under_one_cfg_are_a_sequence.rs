//! Two neighbours under the same `#[cfg]` run one after the other: the return behind the break is never reached.
pub fn run() {
    loop {
        #[cfg(unix)]
        break;
        #[cfg(unix)]
        return;
    }
}
