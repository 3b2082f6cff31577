use std::time::Duration;

pub const SHORT: Duration = Duration::from_millis(80);

pub fn tokio() {}

pub async fn rest(time: Duration) {
    tokio::time::sleep(time).await;
}

pub async fn deeply() {
    super::rest(Duration::from_secs(60)).await;
}
