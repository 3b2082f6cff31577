//! When what is judged: a while after the last change, one group of files at a time, and never what is out of date.

use std::collections::BTreeMap;
use std::time::Instant;

use super::documents::Root;
use crate::run::Stop;

/// What waits to be judged, and what is being judged.
#[derive(Default)]
pub struct Queue {
    due: BTreeMap<Root, Instant>,
    running: Option<(Root, Stop)>,
}

impl Queue {
    /// Asks for a group to be judged at this time. A run of it that is under way is out of date and told to stop.
    pub fn want(&mut self, root: &Root, when: Instant) {
        self.due.insert(root.clone(), when);
        self.stop(root);
    }

    /// Nobody wants to know of this group any more.
    pub fn forget(&mut self, root: &Root) {
        self.due.remove(root);
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
        Some(self.running.insert((root, Stop::default())).clone())
    }

    /// The run that was under way has ended: whether what it found still counts.
    pub fn end(&mut self) -> bool {
        self.running.take().is_some_and(|(_, stop)| !stop.asked())
    }

    fn stop(&self, root: &Root) {
        if let Some((_, stop)) = self.running.as_ref().filter(|(running, _)| running == root) {
            stop.ask();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
        assert!(!queue.end());
        assert!(queue.start(now).is_some() && queue.end() && queue.start(now).is_some(), "both are still wanted");
    }

    #[test]
    fn what_is_forgotten_is_not_judged() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        queue.want(&root("a"), now);
        queue.forget(&root("a"));
        assert!(queue.start(now).is_none());
    }
}
