pub async fn chime() {
    crate::ring().await;
}
