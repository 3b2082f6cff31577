//! Calls that block their thread until something else happens: a future has run, a message has come, a thread has ended.

use crate::model::callee::Callee;
use crate::model::library::what::Blocks;
use crate::model::library::{calls, tasks, types};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle, library};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a call that blocks.
#[derive(Debug)]
pub struct BlockData {
    pub(in crate::model) at: ExprAt,
    what: Blocks,
}

handle! {
    /// A call that blocks its thread until something else happens. Sleeps and locks are facts of their own.
    Block, BlockData, blocks
}

impl<'c> Block<'c> {
    /// The call, from its path (or a method's name) to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What the thread is blocked by.
    pub fn what(self) -> Blocks {
        self.data.what
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The name of the `drop` of a type that runs it: what drops a value of the type blocks there.
    pub fn destructor(self) -> Option<Span> {
        let krate = self.krate;
        let def = krate.def_of(krate.body_at(self.data.at))?;
        let info = krate.index.def(def);
        let of_trait = krate.trait_of(info.owner?)?;
        let drops = of_trait.segments.last().is_some_and(|last| krate.text(last.name) == calls::DESTRUCTOR);
        drops.then_some(info.span)
    }

    /// The thread, or the call that makes room for one, whose closure it stands in.
    pub fn in_thread_of_own(self) -> Option<Expr<'c>> {
        let spawns = |around: &Expr<'_>| self.krate.spawn_at(around.at).is_some() || around.makes_room_to_block();
        self.call().ancestors().find(spawns)
    }

    /// Whether the type that is dropped has the runtime that is blocked on: it is for code without one.
    pub fn on_own_runtime(self) -> Option<Span> {
        let runtime = self.krate.receiver_of(self.data.at)?;
        let root = self.krate.expr(runtime).root().is_some_and(|root| root.is_self());
        let ty = self.krate.core_type(&self.krate.type_of(runtime));
        let owned = ty.path().is_some_and(types::blocks_when_dropped);
        (root && owned).then(|| self.krate.span(runtime))
    }

    /// The block that is run as its future, where that waits for nothing: it is only there to run inside of a runtime.
    pub fn future_without_wait(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let future = krate.args(self.data.at).first().map(|&id| ExprAt { id, ..self.data.at })?;
        let mut waits = !matches!(krate.kind(future), ExprKind::Async { .. });
        krate.each_below(future, &mut |at| {
            waits |= match krate.kind(at) {
                ExprKind::Await(_) => true,
                ExprKind::Macro(call) => !library::prints(krate.macro_name(call)),
                _ => false,
            };
            !waits
        });
        (!waits).then(|| krate.expr(future))
    }

    /// Whether its future takes an async lock in a field of the package's structs which is never held for more than a
    /// moment: the thread waits for one that runs (learnt from Pumpkin).
    pub fn waits_for_a_moment(self) -> bool {
        let krate = self.krate;
        let future = krate.args(self.data.at).first().map(|&id| krate.made_from(ExprAt { id, ..self.data.at }));
        let lock = future.and_then(|at| krate.field_locked(at));
        lock.is_some_and(|(def, field)| krate.held_for_moments(def, field))
    }

    /// Whether it panics on a thread that polls tasks: tokio's runtimes do not run inside one another.
    pub fn refuses_nesting(self) -> bool {
        matches!(self.krate.callee(self.data.at), Callee::Method(ty, _) if tasks::refuses_nesting(&ty))
    }
}

impl Expr<'_> {
    /// Whether it hands its thread's other tasks to another thread before it runs its closure.
    fn makes_room_to_block(&self) -> bool {
        self.callee_name().is_some_and(tasks::makes_room)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<BlockData> {
    let names = library::blocking_names().into_iter().filter_map(|text| krate.names.find(text));
    let blocks = |at| {
        let what = krate.blocking_call(at).or_else(|| krate.waits_for_others(at).then_some(Blocks::Other));
        let what = what.filter(|what| *what != Blocks::Sleep)?;
        // What is awaited gives its thread back, whatever it is called.
        (!krate.is_awaited(at)).then_some(BlockData { at, what })
    };
    krate.calls_named(names).into_iter().filter_map(blocks).collect()
}
