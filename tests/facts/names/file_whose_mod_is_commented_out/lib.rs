//! Of a file whose `mod` is commented out nothing is known, nor of what only it brings in: cargo never compiles them.
// pub mod shut;
mod open;

// The mod told; below is no item.

pub async fn ring() {
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}
