mod deep;

pub async fn toll() {
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
}
