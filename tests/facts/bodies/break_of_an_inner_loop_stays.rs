//! A break leaves only the innermost loop: nothing leaves the outer one, and the task runs forever.
pub fn start() {
    tokio::spawn(async {
        loop {
            loop {
                if ready().await {
                    break;
                }
            }
        }
    });
}

async fn ready() -> bool {
    false
}
