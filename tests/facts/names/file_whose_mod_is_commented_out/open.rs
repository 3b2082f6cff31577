pub async fn swing() {
    crate::ring().await;
}
