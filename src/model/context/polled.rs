//! Who polls asynchronous code: whether it is polled at all, and whether what polls it has its thread to itself.

use crate::files::FileKind;
use crate::model::Base;
use crate::model::context::runs::Runs;
use crate::model::library::{self, Call, Unit, reads};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// The length of `async`, in bytes.
const ASYNC: u32 = 5;

/// How many plain functions that call one another are followed.
const DEEPEST_WAY: u32 = 4;

/// How many functions and blocks that await one another are followed.
const DEPTH: u32 = 6;

impl Expr<'_> {
    /// The `async` block, or the name of the `async` function, that it is code of: whoever polls that runs it. `None` for
    /// the code of a plain function or closure, which its caller runs.
    pub fn polled_in(self) -> Option<Span> {
        let info = self.base.index.body(self.base.body_at(self.at));
        match (info.kind, info.def) {
            (BodyKind::Async(id), _) => {
                let block = self.base.span(ExprAt { id, ..self.at });
                Some(Span { end: block.start + ASYNC, ..block })
            }
            (BodyKind::Fn, Some(def)) if info.is_async => Some(self.base.index.def(def).span),
            _ => None,
        }
    }

    /// A call of the plain function that it is code of, in code that is polled: the first one. `None` where it is polled
    /// itself, or nobody who is seen calls it so.
    pub fn polled_through(self) -> Option<Self> {
        let base = self.base;
        let info = base.index.body(base.body_at(self.at));
        let def = info.def.filter(|_| info.kind == BodyKind::Fn && !info.is_async)?;
        let callers = base.without_tests(def, base.all_callers(def).into_iter());
        let mut polled = callers.map(|at| base.expr(at)).filter(|call| call.polled_in().is_some());
        polled.find(|call| matches!(base.kind(call.at), ExprKind::Call { .. } | ExprKind::Method(_)))
    }

    /// The polled code that comes to it, through closures that run where they stand and through plain functions, and the
    /// calls of those, outermost first: the first such way that is found. `None` where nobody who is seen does so.
    pub fn polled_by_way_of(self) -> Option<(Self, Vec<Self>)> {
        let (polled, way) = self.base.way_from_polled(self.at, DEEPEST_WAY)?;
        Some((self.base.expr(polled), way.into_iter().map(|at| self.base.expr(at)).collect()))
    }

    /// Whether it is code of a program that starts no task at all, as far as its package shows.
    pub fn starts_no_task(self) -> bool {
        let base = self.base;
        base.files[self.at.file.0 as usize].kind == FileKind::Bin
            && base.spawning_calls().iter().all(|spawn| spawn.row.unit != Unit::Task)
    }

    /// The call or function that gives the thread which polls it to this code alone: `block_on`, a pool for code that
    /// blocks, a `main` whose runtime has threads of its own for tasks. `None` where other tasks share the thread, or that
    /// is not known.
    pub fn polled_alone(self) -> Option<Span> {
        self.base.thread_for_body(self.base.body_at(self.at), DEPTH).map(|alone| alone.span)
    }

    /// The call that blocks a thread until this code has its answer, where plain code asks for it again and again: who
    /// waits for that thread meanwhile waits as for any other function. A program that is one such call is none of it.
    pub fn asked_by_blocking(self) -> Option<Span> {
        let base = self.base;
        let alone = base.thread_for_body(base.body_at(self.at), DEPTH)?;
        let again = |call| matches!(base.how_often(call).runs, Runs::EachOwner | Runs::Unknown | Runs::Many);
        alone.blocks_on.filter(|call| again(*call)).map(|_| alone.span)
    }
}

/// What gives code a thread of its own.
#[derive(Clone, Copy)]
struct Alone {
    span: Span,
    /// The call that blocks the thread until the code is done, where it is one.
    blocks_on: Option<ExprAt>,
}

impl Base {
    /// The place in polled code that leads to a place, and the calls of plain functions on the way, outermost first.
    fn way_from_polled(&self, at: ExprAt, depth: u32) -> Option<(ExprAt, Vec<ExprAt>)> {
        let depth = depth.checked_sub(1)?;
        let at = self.out_of_closures(at);
        if self.expr(at).polled_in().is_some() {
            return Some((at, Vec::new()));
        }
        let info = self.index.body(self.body_at(at));
        let def = info.def.filter(|_| info.kind == BodyKind::Fn)?;
        let callers = self.without_tests(def, self.all_callers(def).into_iter());
        let mut calls = callers.filter(|at| matches!(self.kind(*at), ExprKind::Call { .. } | ExprKind::Method(_)));
        calls.find_map(|call| {
            let (polled, mut way) = self.way_from_polled(call, depth)?;
            way.push(call);
            Some((polled, way))
        })
    }

    /// The call that runs the closure which a place is code of, where that does so right there: `items.map(|item| …)`,
    /// `stream.for_each(|item| …).await`. Else the place: what is awaited may have given the closure to a pool of its own
    /// (learnt from foyer-storage).
    fn out_of_closures(&self, at: ExprAt) -> ExprAt {
        let mut now = at;
        for _ in 0..DEPTH {
            let body = self.body_at(now);
            let closure = self.body_expr(body).filter(|_| matches!(self.index.body(body).kind, BodyKind::Closure(_)));
            let call = closure.and_then(|closure| self.parent_expr(closure));
            let runs = |call: &ExprAt| {
                let known =
                    self.method_name(*call).is_some_and(|n| library::is_adaptor(n) || library::is_end_of_chain(n));
                matches!(self.kind(*call), ExprKind::Method(_))
                    && self.body_called(*call).is_none()
                    && (known || !self.closures_run_by(*call).is_empty())
            };
            match call.filter(runs) {
                Some(call) => now = call,
                None => break,
            }
        }
        now
    }

    /// The place that gives a body's code a thread of its own.
    fn thread_for_body(&self, body: BodyId, depth: u32) -> Option<Alone> {
        let info = self.index.body(body);
        let depth = depth.checked_sub(1)?;
        match (info.kind, info.def) {
            (BodyKind::Async(id), _) => self.thread_for_future(ExprAt { file: info.file, id }, depth),
            (BodyKind::Fn, Some(def)) => self.thread_for_function(def, depth),
            _ => None,
        }
    }

    /// The place that gives a future a thread of its own: where it is blocked on, or what awaits it right there.
    fn thread_for_future(&self, at: ExprAt, depth: u32) -> Option<Alone> {
        let around = self.ancestors(at).find(|around| self.known_call(*around) != Some(Call::Wrap))?;
        match self.kind(around) {
            ExprKind::Await(_) => self.thread_for_body(self.body_at(around), depth),
            ExprKind::Call { .. } | ExprKind::Method(_) if self.known_call(around) == Some(Call::BlockOn) => {
                Some(Alone { span: self.call_span(around), blocks_on: Some(around) })
            }
            ExprKind::Call { .. } | ExprKind::Method(_) => self
                .spawn_at(around)
                .filter(|spawn| matches!(spawn.row.unit, Unit::Blocking | Unit::Thread))
                .map(|_| Alone { span: self.call_span(around), blocks_on: None }),
            _ => None,
        }
    }

    /// The place that gives a function's code a thread of its own: its attribute, or the same for each of its callers.
    fn thread_for_function(&self, def: DefId, depth: u32) -> Option<Alone> {
        let item = self.item_of(def);
        if item.attrs.iter().any(|attr| reads::has_own_thread(self.text(attr.path), self.text(attr.args))) {
            return Some(Alone { span: self.index.def(def).span, blocks_on: None });
        }
        if self.external_callers(def).is_some() || self.begins_process(def) {
            return None;
        }
        let mut callers = self.without_tests(def, self.all_callers(def).into_iter());
        let first = self.thread_for_future(callers.next()?, depth)?;
        let mut blocks_on = first.blocks_on;
        for at in callers {
            let next = self.thread_for_future(at, depth)?;
            blocks_on = blocks_on.and(next.blocks_on);
        }
        Some(Alone { blocks_on, ..first })
    }
}
