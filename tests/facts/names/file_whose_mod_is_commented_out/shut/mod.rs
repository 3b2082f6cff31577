mod inner;

pub async fn toll() {
    crate::ring().await;
}
