//! What the edges and nodes of the map tell: starts, messages, stops, timers, and what is made.

use std::collections::BTreeMap;

use crate::map::{Capacity, Does, Edge, Reaches, Timer, Timing, What, length};
use crate::model::library;
use crate::model::map::timeline::{Line, Told};
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;

impl Line<'_> {
    pub(super) fn add_edges(&mut self) {
        let mut by_place: BTreeMap<(usize, Span, Does), Vec<&Edge<Span>>> = BTreeMap::new();
        for edge in &self.draw.map.edges {
            by_place.entry((edge.from, edge.at, edge.kind)).or_default().push(edge);
        }
        for ((lane, at, kind), edges) in by_place {
            let others = edges.iter().filter_map(|edge| edge.to);
            let (text, reaches) = match kind {
                Does::Starts => (self.words_of_start(edges[0]), Reaches::To(others.collect())),
                Does::Sends => (sent(edges[0]), self.lanes_that(lane, Does::Receives, others)),
                Does::Receives => (format!("receives from `{}`", edges[0].text), Reaches::Nobody),
                Does::Cancels => (format!("cancels `{}`", edges[0].text), self.lanes_that(lane, Does::Awaits, others)),
                Does::Wakes => {
                    (format!("wakes who waits for `{}`", edges[0].text), self.lanes_that(lane, Does::Awaits, others))
                }
                // A future of a `Notify` is told where it is made and where it is awaited.
                Does::Awaits if self.is_notified(edges[0]) => continue,
                Does::Awaits => (self.words_of_wait(edges[0]), Reaches::Nobody),
                Does::Joins => self.words_of_join(edges[0]),
                // How long each lock is held is told by the guards.
                Does::Takes | Does::HoldsWhile => continue,
            };
            self.moments.push(Told { reaches, ..Told::new(lane, at, text) });
        }
    }

    fn node_met(&self, edge: &Edge<Span>) -> Option<&What<Span>> {
        edge.to.map(|to| &self.draw.map.nodes[to].what)
    }

    fn is_notified(&self, edge: &Edge<Span>) -> bool {
        matches!(self.node_met(edge), Some(What::Signal(of)) if *of == *library::types::NOTIFY)
    }

    fn words_of_start(&self, edge: &Edge<Span>) -> String {
        match self.node_met(edge) {
            Some(task) => format!("starts the {}", task.name()),
            None => "starts a task".to_owned(),
        }
    }

    fn words_of_wait(&self, edge: &Edge<Span>) -> String {
        match self.node_met(edge) {
            Some(What::Timer(timer)) => timed(timer),
            _ => format!("waits for `{}`", edge.text),
        }
    }

    fn words_of_join(&self, edge: &Edge<Span>) -> (String, Reaches) {
        match (self.node_met(edge), edge.to) {
            (Some(What::Task(_)), Some(task)) => ("waits for its end".to_owned(), Reaches::From(task)),
            _ => (format!("waits for the tasks in `{}`", edge.text), Reaches::Nobody),
        }
    }

    /// The other lanes that do something to one of these nodes.
    fn lanes_that(&self, lane: usize, kind: Does, nodes: impl Iterator<Item = usize>) -> Reaches {
        let nodes: Vec<usize> = nodes.collect();
        let does = |edge: &&Edge<Span>| edge.kind == kind && edge.to.is_some_and(|to| nodes.contains(&to));
        let mut lanes: Vec<usize> = self.draw.map.edges.iter().filter(does).map(|edge| edge.from).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes.retain(|other| *other != lane);
        if lanes.is_empty() { Reaches::Nobody } else { Reaches::To(lanes) }
    }

    pub(super) fn add_made(&mut self) {
        let made: Vec<(ExprAt, usize)> = self.draw.made.iter().map(|(at, node)| (*at, *node)).collect();
        for (at, node) in made {
            let node = &self.draw.map.nodes[node];
            let text = match &node.what {
                What::Channel(channel) => format!("makes `{}`, {}", node.name, room(&channel.capacity)),
                _ => format!("makes `{}`", node.name),
            };
            let place = node.at;
            self.tell(at, place, &text);
        }
    }
}

fn sent(edge: &Edge<Span>) -> String {
    let waits = if edge.waits { ", waits for room" } else { "" };
    format!("sends to `{}`{waits}", edge.text)
}

fn room(capacity: &Capacity) -> String {
    match capacity {
        Capacity::Unbounded => "without a bound".to_owned(),
        Capacity::Bounded(Some(slots)) => format!("bounded to {slots}"),
        Capacity::Bounded(None) => "with a bound".to_owned(),
        Capacity::One => "for one value".to_owned(),
    }
}

fn timed(timer: &Timer) -> String {
    let length = timer.length.map(length);
    match (timer.kind, length) {
        (Timing::Sleep, Some(length)) => format!("sleeps {length}"),
        (Timing::Sleep, None) => "sleeps for a while".to_owned(),
        (Timing::Interval, Some(length)) => format!("makes an interval of {length}"),
        (Timing::Interval, None) => "makes an interval".to_owned(),
        (Timing::Limit, Some(length)) => format!("waits {length} at most"),
        (Timing::Limit, None) => "waits for a limited time".to_owned(),
    }
}
