//! Through a library's glob a name means what the dictionary knows under it, and an own function of that file comes first.
use std::thread::*;
use std::time::Duration;
use tokio::time::*;

fn interval(every: Duration) -> Duration {
    every * 2
}

pub async fn tick() {
    let pause = interval(Duration::from_secs(3));
    timeout(pause, async {}).await.ok();
    park_timeout(pause);
}
