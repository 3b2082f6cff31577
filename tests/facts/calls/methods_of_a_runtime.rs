//! A spawn through a runtime, its handle or a builder is known by the type that it is called on.
use tokio::runtime::{Handle, Runtime};

async fn job() {}

pub fn all(runtime: &Runtime) {
    runtime.spawn(job());
    let handle = Handle::current();
    handle.spawn_blocking(|| ());
    runtime.block_on(job());
    std::thread::Builder::new().name("a".to_owned()).spawn(|| ()).ok();
}
