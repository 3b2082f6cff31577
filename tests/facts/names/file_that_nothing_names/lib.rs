//! Of a file that nothing names there is no fact, nor of what only it brings in; one that a macro or a path may name is read.
mod tower;

#[path = "by_path.rs"]
mod shown;

pub async fn ring() {
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}
