pub async fn swing() {
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
}
