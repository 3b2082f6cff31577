//! An async closure is a body of its own whose loop nothing leaves, and a call of its variable runs it.
pub fn start() {
    let beat = async move || {
        loop {
            tokio::task::yield_now().await;
        }
    };
    tokio::spawn(beat());
}
