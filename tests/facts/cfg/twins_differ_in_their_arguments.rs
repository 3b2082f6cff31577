//! Where nothing else tells, the one of two twins is called that takes as many arguments; by a feature alone nobody can tell.
pub struct Quay;

impl Quay {
    #[cfg(feature = "tides")]
    fn open(&self, tide: u32) {
        std::thread::sleep(std::time::Duration::from_secs(tide.into()));
    }

    #[cfg(not(feature = "tides"))]
    fn open(&self) {}

    pub fn opens(&self) {
        self.open(3);
        self.open();
        Quay::open(self);
    }
}

#[cfg(feature = "tides")]
fn close() {}

#[cfg(not(feature = "tides"))]
fn close() {
    std::thread::sleep(std::time::Duration::from_secs(3));
}

pub fn closes() {
    close();
}
