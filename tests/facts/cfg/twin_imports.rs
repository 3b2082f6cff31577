//! Of two imports of one name under opposite `#[cfg]`, the first stands for both.
#[cfg(not(feature = "smol"))]
use tokio::spawn;

#[cfg(feature = "smol")]
use smol::spawn;

async fn work() {}

pub fn start() {
    spawn(work());
}
