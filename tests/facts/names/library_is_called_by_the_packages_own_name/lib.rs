//! Tests and examples call the library by the package's name, and mean its modules.
pub mod pump {
    pub async fn run() {
        loop {
            tokio::task::yield_now().await;
        }
    }
}
