//! An async closure is a body of its own whose loop nothing leaves, but what a call of the variable runs is a question mark.
pub fn start() {
    let beat = async move || {
        loop {
            tokio::task::yield_now().await;
        }
    };
    tokio::spawn(beat());
}
