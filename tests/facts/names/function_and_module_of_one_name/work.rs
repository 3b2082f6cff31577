use crate::rest;

pub async fn run() {
    rest(rest::SHORT).await;
}
