//! A call on `self` is the type's own method: the task's loop is found behind it.
pub struct Pump;

impl Pump {
    pub fn start(self) {
        tokio::spawn(async move { self.run().await });
    }

    async fn run(&self) {
        loop {
            self.step().await;
        }
    }

    async fn step(&self) {}
}
