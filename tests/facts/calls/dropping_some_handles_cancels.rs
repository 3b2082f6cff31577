//! Dropping the handle cancels the task of one library and detaches that of another; `detach` detaches any.
async fn job() {}

pub fn all() {
    smol::spawn(job());
    smol::spawn(job()).detach();
    async_std::task::spawn(job());
    let executor = smol::Executor::new();
    executor.spawn(job());
    rayon::spawn(|| ());
}
