//! Of two functions under opposite `#[cfg]`, a caller means the one that is there when it is: by statement, function or module.
#[cfg(unix)]
fn park() {
    std::thread::sleep(std::time::Duration::from_secs(1));
}

#[cfg(windows)]
fn park() {}

#[cfg(target_os = "windows")]
fn on_windows() {
    park();
}

#[cfg(all(unix, feature = "harbour"))]
fn on_unix() {
    park();
}

pub fn either() {
    #[cfg(windows)]
    park();
    #[cfg(not(windows))]
    {
        park();
    }
}

#[cfg(not(any(unix, feature = "bare")))]
mod elsewhere {
    fn there() {
        super::park();
    }
}
