//! What code a future, closure or function stands for, and when that code runs.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, Call, Callback, futures, gives};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt, Origin, Root};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, MacroBody};

/// How many steps lead from an expression to its code: a variable, a wrapper, a function that gives a future.
const LONGEST: usize = 20;

/// What stands for code.
#[derive(Clone, Copy)]
enum Stands {
    Code(BodyId),
    For(ExprAt),
    Function(DefId),
}

impl<'c> Expr<'c> {
    /// Visits the code that a future or closure stands for, outermost first, and goes into a part where `visit` says so.
    pub fn each_of_code(self, mut visit: impl FnMut(Expr<'c>) -> bool) {
        let base = self.base;
        if let Some(body) = base.code_of(self.at) {
            base.each_in_body(body, &mut |here| visit(base.expr(here)));
        }
    }
}

impl Base {
    /// The code that a future, closure or function stands for: what runs when it is awaited or called.
    pub(in crate::model) fn code_of(&self, at: ExprAt) -> Option<BodyId> {
        self.code_behind(Stands::For(at))
    }

    /// The body of the package's function that a call calls.
    pub(in crate::model) fn body_called(&self, call: ExprAt) -> Option<BodyId> {
        match self.callee(call) {
            Callee::Def(def) => self.index.def(def).body,
            _ => None,
        }
    }

    /// The code of a function; of one that only gives a future, the future's.
    pub(in crate::model) fn code_of_function(&self, def: DefId) -> Option<BodyId> {
        self.code_behind(Stands::Function(def))
    }

    fn code_behind(&self, first: Stands) -> Option<BodyId> {
        let (mut now, mut function) = (first, None);
        for _ in 0..LONGEST {
            let next = match now {
                Stands::Code(body) => return Some(body),
                Stands::For(at) => self.stands_for(at),
                Stands::Function(def) => {
                    function = self.index.def(def).body;
                    function.map(|body| self.future_given(body).map_or(Stands::Code(body), Stands::For))
                }
            };
            // What a function gives and nothing is known of is what the function itself does.
            let Some(next) = next else { return function };
            now = next;
        }
        function
    }

    /// What an expression stands for, one step on.
    fn stands_for(&self, at: ExprAt) -> Option<Stands> {
        let with = |id| Some(Stands::For(ExprAt { id, ..at }));
        match self.kind(at) {
            ExprKind::Async { .. } => self.index.body_of(at).map(Stands::Code),
            // `|| async { … }` runs the block, not the closure around it.
            ExprKind::Closure(closure) => match self.kind(ExprAt { id: closure.body, ..at }) {
                ExprKind::Async { .. } => with(closure.body),
                _ => self.index.body_of(at).map(Stands::Code),
            },
            ExprKind::Path(_) => match self.index.local(at) {
                Some(_) => Some(self.made_from(at)).filter(|made| *made != at).map(Stands::For),
                None => match self.res(at) {
                    Res::Def(def) => Some(Stands::Function(def)),
                    _ => None,
                },
            },
            ExprKind::Call { args, .. } if self.known_call(at) == Some(Call::Wrap) => with(*args.first()?),
            ExprKind::Call { .. } => match self.callee(at) {
                Callee::Def(def) => Some(Stands::Function(def)),
                _ => self.called_closure(at).map(Stands::For),
            },
            ExprKind::Method(method) => match self.callee(at) {
                Callee::Def(def) => Some(Stands::Function(def)),
                _ if futures::runs_receiver(self.text(method.name)) => with(method.receiver),
                _ => None,
            },
            ExprKind::Block { block, .. } => self.tail_of(at.file, *block).map(Stands::For),
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => with(*operand),
            ExprKind::Macro(call) if gives::pins(self.macro_name(call)) => match &call.body {
                MacroBody::Args(args) => with(*args.first()?),
                _ => None,
            },
            _ => None,
        }
    }

    /// The closure that a call calls, on the spot or by its variable.
    pub(in crate::model) fn called_closure(&self, call: ExprAt) -> Option<ExprAt> {
        let ExprKind::Call { callee, .. } = self.kind(call) else { return None };
        let made = self.made_from(ExprAt { id: *callee, ..call });
        matches!(self.kind(made), ExprKind::Closure(_)).then_some(made)
    }

    /// The closures that a function of the package is given and calls itself, or that a library's method is given and runs
    /// before it returns, once at most: `unwrap_or_else(|| …)`; and those that a chain of an iterator runs for the items of
    /// a collection. The methods of futures that have the same names run theirs when they are awaited.
    pub(in crate::model) fn closures_run_by(&self, call: ExprAt) -> Vec<BodyId> {
        if let Callee::Def(def) = self.callee(call) {
            return self.closures_called_by(call, def);
        }
        let ExprKind::Method(method) = self.kind(call) else { return Vec::new() };
        let is_closure = |&&id: &&ExprId| matches!(self.kind(ExprAt { id, ..call }), ExprKind::Closure(_));
        let mut closures = method.args.iter().filter(is_closure).peekable();
        if closures.peek().is_none() {
            return Vec::new();
        }
        let receiver = ExprAt { id: method.receiver, ..call };
        let ty = self.type_of(receiver);
        let runs = library::given_to_method(ty.path(), self.method_name(receiver), self.text(method.name));
        let awaited = self.parent_expr(call).is_some_and(|outer| matches!(self.kind(outer), ExprKind::Await(_)));
        let may_be_future = matches!(ty, Ty::Future { .. } | Ty::Param(_) | Ty::Bounds(_));
        if awaited || may_be_future {
            return Vec::new();
        }
        if runs != Some(Callback::Once) {
            return self.closures_for_items(call);
        }
        closures.filter_map(|&id| self.index.body_of(ExprAt { id, ..call })).collect()
    }

    /// The closures among the arguments of a call that the function of the package calls by its parameters.
    fn closures_called_by(&self, call: ExprAt, def: DefId) -> Vec<BodyId> {
        let is_closure = |&&id: &&ExprId| matches!(self.kind(ExprAt { id, ..call }), ExprKind::Closure(_));
        let mut closures = self.args(call).iter().filter(is_closure).peekable();
        let code = self.index.def(def).body.filter(|_| closures.peek().is_some());
        let Some(code) = code.filter(|&code| self.runs_at_call(code)) else { return Vec::new() };
        let info = self.index.body(code);
        let params = self.index.bindings_in(info.file).filter(|(_, own)| own.body == code && own.steps.is_empty());
        let called: Vec<ExprId> = params
            .filter(|(_, own)| own.uses.iter().any(|&id| self.is_called_in(ExprAt { file: own.file, id }, code)))
            .filter_map(|(_, own)| if let Origin::Param(n) = own.origin { self.argument_for(call, n) } else { None })
            .map(|at| at.id)
            .collect();
        let run = closures.filter(|id| called.contains(id));
        run.filter_map(|&id| self.index.body_of(ExprAt { id, ..call })).collect()
    }

    /// Whether a use of a variable calls it, in this body itself.
    fn is_called_in(&self, used: ExprAt, code: BodyId) -> bool {
        let outer = self.parent_expr(used).map(|outer| self.kind(outer));
        self.body_at(used) == code && matches!(outer, Some(ExprKind::Call { callee, .. }) if *callee == used.id)
    }

    /// The future that a function which is not `async` gives as its last expression.
    fn future_given(&self, body: BodyId) -> Option<ExprAt> {
        let info = self.index.body(body);
        let Root::Block(block) = info.root else { return None };
        let tail = self.tail_of(info.file, block).filter(|_| !info.is_async)?;
        let gives_future = matches!(self.kind(tail), ExprKind::Async { .. })
            || matches!(self.kind(tail), ExprKind::Call { .. }) && self.known_call(tail) == Some(Call::Wrap)
            || self.method_name(tail).is_some_and(library::same_future);
        gives_future.then_some(tail)
    }

    /// Whether a function's code runs at the call, not when its future is awaited.
    pub(in crate::model) fn runs_at_call(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        let entry = info.kind == BodyKind::Fn && info.def.is_some_and(|d| self.is_entry(d));
        entry || (!info.is_async && !matches!(info.kind, BodyKind::Async(_)))
    }

    /// The expression that has what a call of a function gives once that is done: the call, or the await of its future; `None`
    /// where the future is not awaited there.
    pub(in crate::model) fn gives_at(&self, call: ExprAt, body: BodyId) -> Option<ExprAt> {
        match self.runs_at_call(body) {
            true => Some(call),
            false => self.parent_expr(call).filter(|outer| matches!(self.kind(*outer), ExprKind::Await(_))),
        }
    }

    /// Whether an item's signature takes `&'static self`.
    pub(in crate::model) fn takes_static_self(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        matches!(&self.tree(info.file).items[info.item.0 as usize].kind,
            ItemKind::Fn(f) if f.receiver.is_some_and(|r| r.is_static))
    }
}
