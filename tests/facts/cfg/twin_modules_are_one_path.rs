//! Two modules of one name are one path: what they hold under one name are twins, and each sees its own.
#[cfg(unix)]
mod os {
    pub fn wait() {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }

    pub fn twice() {
        wait();
        super::os::wait();
    }
}

#[cfg(not(unix))]
mod os {
    pub fn wait() {}

    pub fn twice() {
        wait();
        super::os::wait();
    }
}

#[cfg(unix)]
pub fn on_unix() {
    os::twice();
}

#[cfg(not(unix))]
pub fn elsewhere() {
    os::twice();
}
