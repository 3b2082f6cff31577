pub fn pull() {
    tokio::spawn(async { super::toll().await });
}
