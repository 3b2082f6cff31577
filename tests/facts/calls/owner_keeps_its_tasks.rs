//! A set, a scope and a tracker own what is spawned through them.
use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;

async fn job() {}

pub fn set(set: &mut JoinSet<()>, tracker: &TaskTracker) {
    set.spawn(job());
    tracker.spawn(job());
}

pub fn scope<'s>(scope: &'s std::thread::Scope<'s, '_>) {
    scope.spawn(|| ());
}
