fn helper() {
    std::thread::spawn(|| ());
}
