pub async fn knell() {
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
}
