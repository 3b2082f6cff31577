//! Streams of futures that are polled only while somebody waits for the next item: `buffered`, `FuturesUnordered`.
//!
//! A stream of which nobody sees what its futures are is none of them here.

use crate::model::callee::Callee;
use crate::model::facts::Branch;
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::{Point, walk};
use crate::model::library::{self, futures};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// How many methods lead from what is taken from to what buffers the futures.
const LONGEST: usize = 8;

/// What is stored of a place that takes from such a stream.
#[derive(Debug)]
pub struct BufferedData {
    /// The call that waits for the next item.
    pub(in crate::model) at: ExprAt,
    /// What is given the futures: the call that buffers them, or the one that makes an empty set.
    buffer: ExprAt,
}

handle! {
    /// A place that waits for the next item of a stream of futures.
    Buffered, BufferedData, buffereds
}

impl<'c> Buffered<'c> {
    /// The call that waits for the next item, from its method's name to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call that waits for the next item.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The stream as the user wrote it.
    pub fn stream_text(self) -> String {
        self.krate.receiver_of(self.data.at).map(|on| self.krate.place_text(on)).unwrap_or_default()
    }

    /// How many futures it polls at a time, where the source says it.
    pub fn at_a_time(self) -> Option<u128> {
        let krate = self.krate;
        krate.capacities().find(|capacity| capacity.data.at == self.data.buffer)?.so_many()
    }

    /// What makes its futures: what is pushed into it, the closure that makes one of each item.
    pub fn makers(self) -> Vec<Expr<'c>> {
        let krate = self.krate;
        let mut makers = Vec::new();
        let mut now = Some(self.data.buffer);
        while let Some(at) = now {
            let makes = krate.method_name(at).is_some_and(futures::makes_each);
            makers.extend(krate.args(at).first().filter(|_| makes).map(|&id| krate.expr(ExprAt { id, ..at })));
            now = krate.receiver_of(at).filter(|_| makers.is_empty());
        }
        let stream = krate.receiver_of(self.data.at).and_then(|on| krate.place(krate.without_refs(on)));
        let names = futures::PUSHING.iter().filter_map(|name| krate.names.find(name));
        let pushes = krate.calls_named(names).into_iter().filter(|_| makers.is_empty() && stream.is_some());
        let own = pushes.filter(|push| {
            push.file == self.data.at.file
                && krate.receiver_of(*push).and_then(|on| krate.place(krate.without_refs(on))) == stream
        });
        let pushed: Vec<_> = own.filter_map(|push| Some(ExprAt { id: *krate.args(push).last()?, ..push })).collect();
        makers.extend(pushed.into_iter().map(|at| krate.expr(krate.made_from(at)).bare_future()));
        makers
    }

    /// The loop in each iteration of which it takes an item.
    pub fn taken_in(self) -> Option<Loop<'c>> {
        self.expr().loop_around()
    }

    /// What the iteration waits for when it has its item, and before it asks for the next one; where it is known that this
    /// can take time.
    pub fn waits_between(self, a_loop: Loop<'c>) -> Option<Expr<'c>> {
        let krate = self.krate;
        let start = match self.expr().branch() {
            Some(branch) => Branch::start(branch)?,
            None => self.expr().awaited_by()?.point()?,
        };
        let own = start;
        let mut found: Option<Expr<'c>> = None;
        walk(&[start], |point| {
            if point != own && self.takes_time(point) && point.continues(a_loop) {
                let first =
                    point.expr().filter(|here| found.is_none_or(|known| here.span().start < known.span().start));
                found = first.or(found);
            }
            point.is_in(a_loop) && point.loop_begun().is_none_or(|begun| begun.expr() != a_loop.expr())
        });
        let ExprKind::Await(inner) = krate.kind(found?.at) else { return None };
        Some(krate.expr(ExprAt { id: *inner, ..found?.at }))
    }

    /// Whether a point awaits something of which it is known that it takes time, and that is not the stream itself.
    fn takes_time(self, point: Point<'c>) -> bool {
        let krate = self.krate;
        let NodeKind::Await(_) = point.kind() else { return false };
        let Some(ExprKind::Await(inner)) = point.expr().map(|await_| krate.kind(await_.at)) else { return false };
        let inner = ExprAt { id: *inner, ..self.data.at };
        let place = |call| krate.receiver_of(call).and_then(|on| krate.place(krate.without_refs(on)));
        let other = place(inner).is_none() || place(inner) != place(self.data.at);
        let known = !matches!(krate.callee(inner), Callee::Unknown | Callee::Unnamed(_));
        other && known && krate.awaits_at(point.body, point.node).other
    }
}

impl Crate {
    /// What buffers the futures of a stream.
    fn buffer_behind(&self, stream: ExprAt) -> Option<ExprAt> {
        let mut now = stream;
        for _ in 0..LONGEST {
            now = self.expr(self.made_from(self.expr(now).bare_future().at)).bare_future().at;
            let ty = self.core_type(&self.type_of(now));
            if ty.path().is_some_and(futures::polls_when_asked) {
                return Some(now);
            }
            let ExprKind::Method(method) = self.kind(now) else {
                // A pinned variable of another one.
                if self.made_from(now) != now {
                    continue;
                }
                return None;
            };
            let name = self.text(method.name);
            if futures::BUFFERING.contains(&name) && self.body_called(now).is_none() && method.args.len() == 1 {
                return Some(now);
            }
            if !library::is_adaptor(name) && !library::same_future(name) {
                return None;
            }
            now = ExprAt { id: method.receiver, ..now };
        }
        None
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<BufferedData> {
    let names = futures::TAKING.iter().filter_map(|name| krate.names.find(name));
    let takes = |at: ExprAt| {
        let waits = krate.args(at).is_empty() && krate.is_awaited(at);
        let stream = krate.receiver_of(at).filter(|_| waits)?;
        Some(BufferedData { at, buffer: krate.buffer_behind(stream)? })
    };
    krate.calls_named(names).into_iter().filter_map(takes).collect()
}
