//! A `spawn` of an unknown library that is given a future is a task whose handle nobody can judge; with a name it is nothing.
pub fn start() {
    let pool = elsewhere::pool();
    pool.spawn(async {
        loop {
            elsewhere::step().await;
        }
    });
    pool.spawn("a process");
    elsewhere::spawn(async {});
}
