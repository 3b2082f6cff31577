//! A file module inside an inline one lies in the inline one's folder.
mod net {
    pub mod pump;

    pub fn start() {
        std::thread::spawn(pump::run);
    }
}
