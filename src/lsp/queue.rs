//! When what is judged: right after the first change and a while after the last one, one group of files at a time, and never
//! what is out of date.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use super::documents::Root;
use crate::run::Stop;

/// How long after the last change of a text it is judged, where it takes long to judge it, or nobody knows yet how long.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);
/// The same where it takes next to nothing, and after the first change of several: those that a client sends one by one belong
/// together.
const SHORTEST_PAUSE: Duration = Duration::from_millis(30);

/// What waits to be judged, and what is being judged.
#[derive(Default)]
pub struct Queue {
    due: BTreeMap<Root, Instant>,
    running: Option<Run>,
    /// How long the last run of each group took that came to its end.
    took: HashMap<Root, Duration>,
    /// When each group was changed last.
    changed: HashMap<Root, Instant>,
}

/// A run that is under way.
struct Run {
    root: Root,
    stop: Stop,
    began: Instant,
}

impl Queue {
    /// Asks for a group to be judged once nothing more has changed for a while: for as long as its last run took, since a run
    /// that the next change stops is work for nothing, and little work may be. A change that comes after such a while is
    /// answered as soon as may be: it is often the only one, and else one run is for nothing.
    pub fn want_after_pause(&mut self, root: &Root, now: Instant) {
        let took = self.took.get(root).map(|took| *took.clamp(&SHORTEST_PAUSE, &LONGEST_PAUSE));
        let before = self.changed.insert(root.clone(), now);
        let pause = match took {
            None => LONGEST_PAUSE,
            Some(pause) if before.is_some_and(|before| now.saturating_duration_since(before) <= pause) => pause,
            Some(_) => SHORTEST_PAUSE,
        };
        self.want(root, now + pause);
    }

    /// Asks for a group to be judged at this time. A run of it that is under way is out of date and told to stop.
    pub fn want(&mut self, root: &Root, when: Instant) {
        self.due.insert(root.clone(), when);
        self.stop(root);
    }

    /// Nobody wants to know of this group any more.
    pub fn forget(&mut self, root: &Root) {
        self.due.remove(root);
        self.took.remove(root);
        self.changed.remove(root);
        self.stop(root);
    }

    /// When to call [`Queue::start`] next; `None` as long as there is nothing to do or a run is under way.
    pub fn wakes(&self) -> Option<Instant> {
        if self.running.is_some() { None } else { self.due.values().min().copied() }
    }

    /// The group to judge now, if one is due and nothing is under way.
    pub fn start(&mut self, now: Instant) -> Option<(Root, Stop)> {
        if self.running.is_some() {
            return None;
        }
        let (root, _) = self.due.iter().filter(|(_, due)| **due <= now).min_by_key(|(_, due)| **due)?;
        let root = root.clone();
        self.due.remove(&root);
        let run = self.running.insert(Run { root: root.clone(), stop: Stop::default(), began: now });
        Some((root, run.stop.clone()))
    }

    /// The run that was under way has ended: whether what it found still counts.
    pub fn end(&mut self, now: Instant) -> bool {
        let Some(run) = self.running.take().filter(|run| !run.stop.asked()) else { return false };
        self.took.insert(run.root, now.saturating_duration_since(run.began));
        true
    }

    fn stop(&self, root: &Root) {
        if let Some(run) = self.running.as_ref().filter(|run| run.root == *root) {
            run.stop.ask();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(folder: &str) -> Root {
        Root { folder: folder.into(), package: true }
    }

    #[test]
    fn a_later_change_puts_the_run_off() {
        let (mut queue, start, step) = (Queue::default(), Instant::now(), Duration::from_millis(100));
        queue.want(&root("a"), start + step);
        queue.want(&root("a"), start + 2 * step);
        assert_eq!(queue.wakes(), Some(start + 2 * step));
        assert!(queue.start(start + step).is_none(), "it is too early");
        assert!(queue.start(start + 2 * step).is_some());
        assert_eq!(queue.wakes(), None, "a run is under way");
    }

    #[test]
    fn a_run_that_a_change_overtakes_does_not_count() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        queue.want(&root("a"), now);
        let (_, stop) = queue.start(now).expect("it is due");
        queue.want(&root("b"), now);
        assert!(!stop.asked(), "the change is of another group");
        queue.want(&root("a"), now);
        assert!(stop.asked());
        assert!(!queue.end(now));
        assert!(queue.start(now).is_some() && queue.end(now) && queue.start(now).is_some(), "both are still wanted");
    }

    #[test]
    fn the_first_change_after_a_quiet_while_is_judged_right_away() {
        let (mut queue, start) = (Queue::default(), Instant::now());
        let (took, key) = (Duration::from_millis(200), Duration::from_millis(90));
        queue.want(&root("a"), start);
        queue.start(start).expect("it is due");
        assert!(queue.end(start + took));
        let mut due_after = |now: Instant| {
            queue.want_after_pause(&root("a"), now);
            queue.wakes().expect("it is wanted") - now
        };
        let first = start + Duration::from_secs(5);
        assert_eq!(due_after(first), SHORTEST_PAUSE);
        assert_eq!(due_after(first + key), took, "somebody types");
        assert_eq!(due_after(first + 2 * key), took);
        assert_eq!(due_after(first + 2 * key + 2 * took), SHORTEST_PAUSE);
    }

    #[test]
    fn the_pause_is_as_long_as_the_last_run_within_limits() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        let mut pause_after = |took: Duration| {
            queue.want(&root("a"), now);
            queue.start(now).expect("it is due");
            assert!(queue.end(now + took));
            queue.want_after_pause(&root("a"), now);
            queue.want_after_pause(&root("a"), now);
            let due = queue.wakes().expect("it is wanted");
            queue.due.clear();
            due - now
        };
        assert_eq!(pause_after(Duration::from_millis(70)), Duration::from_millis(70));
        assert_eq!(pause_after(Duration::from_millis(7)), SHORTEST_PAUSE);
        assert_eq!(pause_after(Duration::from_secs(3)), LONGEST_PAUSE);
        queue.want_after_pause(&root("b"), now);
        assert_eq!(queue.wakes(), Some(now + LONGEST_PAUSE), "nobody knows how long it takes");
    }

    #[test]
    fn what_is_forgotten_is_not_judged() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        queue.want(&root("a"), now);
        queue.forget(&root("a"));
        assert!(queue.start(now).is_none());
    }
}
