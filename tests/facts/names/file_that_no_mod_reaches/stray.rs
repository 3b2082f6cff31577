pub fn alone() {
    std::thread::sleep(std::time::Duration::from_secs(2));
    crate::used::go();
}
