//! A closure runs as often as what takes it says: a thread and an option once, a range for each item, an unknown call again and again.
use std::thread;

fn main() {
    thread::spawn(|| {
        thread::spawn(|| ());
    });
    Some(1).map(|_| thread::spawn(|| ()));
    (0..4).for_each(|_| drop(thread::spawn(|| ())));
    let open = || drop(thread::spawn(|| ()));
    open();
    harbour_web::serve(|| drop(thread::spawn(|| ())));
    twice(|| drop(thread::spawn(|| ())));
    with_lock(|| drop(thread::spawn(|| ())));
    let kept = Kept { run: Box::new(|| drop(thread::spawn(|| ()))) };
    (kept.run)();
}

struct Kept {
    run: Box<dyn Fn()>,
}

fn twice(run: impl Fn()) {
    run();
    run();
}

fn with_lock(run: impl FnOnce()) {
    run();
}
