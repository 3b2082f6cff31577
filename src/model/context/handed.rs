//! Code as a value: a closure or a function's name is followed to what receives it, and that says how often it runs.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::context::runs::{Cause, Runs};
use crate::model::context::ways::{Times, Way};
use crate::model::library::{self, Call, Callback, futures, gives, steps};
use crate::model::source::tables::{BindingId, DefId, ExprAt, Origin, Parent};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, MacroBody, StmtKind};

/// How often a value is followed from one place to the next.
const DEPTH: u32 = 8;

impl Base {
    /// By which ways the code of a closure, or of a function that is named, comes to run.
    pub(in crate::model) fn ways_of_value(&self, at: ExprAt) -> Vec<Way> {
        let mut ways = Vec::new();
        self.follow_code(at, DEPTH, &mut ways);
        ways
    }

    fn follow_code(&self, at: ExprAt, depth: u32, ways: &mut Vec<Way>) {
        let lost = Way::Start(Runs::Unknown, Cause::HandedOn(self.span(at)));
        let parent = match self.parent(at) {
            _ if depth == 0 => return ways.push(lost),
            Parent::Expr(id) => ExprAt { id, ..at },
            Parent::Stmt(block, n) => match &self.stmts(at.file, block)[n as usize].kind {
                StmtKind::Let { pat, .. } => match self.index.file(at.file).pat_binding.get(pat) {
                    Some(&binding) => return self.follow_variable(binding, depth, ways),
                    None => return,
                },
                // A value that a block gives goes on where the block stands; one that a statement drops never runs.
                StmtKind::Expr { semi: false, .. } => match self.index.file(at.file).block_parent[block.0 as usize] {
                    Parent::Expr(id) => ExprAt { id, ..at },
                    _ => return ways.push(lost),
                },
                _ => return,
            },
            Parent::None => return ways.push(lost),
        };
        match self.kind(parent) {
            ExprKind::Call { callee, .. } if *callee == at.id => ways.push(self.way_at(parent)),
            ExprKind::Call { .. } => self.follow_argument(at, parent, depth, ways),
            ExprKind::Method(method) if method.receiver == at.id => match futures::same_code(self.text(method.name)) {
                true => self.follow_code(parent, depth - 1, ways),
                false => ways.push(lost),
            },
            ExprKind::Method(_) => self.follow_argument(at, parent, depth, ways),
            ExprKind::Ref { .. }
            | ExprKind::Cast { .. }
            | ExprKind::Block { .. }
            | ExprKind::If { .. }
            | ExprKind::Match { .. } => self.follow_code(parent, depth - 1, ways),
            ExprKind::Macro(call) if matches!(call.body, MacroBody::Args(_)) && gives::pins(self.macro_name(call)) => {
                self.follow_code(parent, depth - 1, ways);
            }
            _ => ways.push(lost),
        }
    }

    fn follow_variable(&self, binding: BindingId, depth: u32, ways: &mut Vec<Way>) {
        let info = self.index.binding(binding);
        for &id in &info.uses {
            self.follow_code(ExprAt { file: info.file, id }, depth - 1, ways);
        }
    }

    /// Code that a call is given.
    fn follow_argument(&self, at: ExprAt, call: ExprAt, depth: u32, ways: &mut Vec<Way>) {
        match self.known_call(call) {
            known if known == Some(Call::Once) || self.fills_some_cell(call) => {
                let at = self.call_span(call);
                // A cell in a field, or in a list, is one for each owner.
                return ways.push(match self.is_in_variable(call) {
                    true => Way::Start(Runs::EachOwner, Cause::OwnFlag(at)),
                    false => Way::Start(Runs::AtMost(1), Cause::Initialiser(at)),
                });
            }
            Some(Call::Wrap) => return self.follow_code(call, depth - 1, ways),
            _ => {}
        }
        let times = self.times_given(at, call);
        ways.push(match self.way_at(call) {
            Way::From { body, at, times: outer } => Way::From { body, at, times: outer.each(times) },
            start => start,
        });
    }

    /// How often a call runs the code that it is given.
    fn times_given(&self, at: ExprAt, call: ExprAt) -> Times {
        let again = Times::Again(Cause::Callback(self.call_span(call)));
        let by_row = match self.callee(call) {
            Callee::Def(def) => return if self.runs_argument_once(def, at, call) { Times::Once } else { again },
            _ if self.spawn_at(call).is_some_and(|spawn| spawn.argument == at) => Some(Callback::Once),
            _ if matches!(self.known_call(call), Some(Call::BlockOn | Call::Owner | Call::Sleep(_) | Call::Once)) => {
                Some(Callback::Once)
            }
            Callee::External(path) => library::given_to_function(&path),
            Callee::Method(ty, name) => library::given_to_method(Some(&ty), None, self.text(name)),
            Callee::Unnamed(name) => {
                let made_by = self.receiver_of(call).and_then(|receiver| self.method_name(receiver));
                library::given_to_method(self.receiver_path(call).as_deref(), made_by, self.text(name))
            }
            Callee::Unknown => None,
        };
        match by_row {
            Some(Callback::Once) => Times::Once,
            _ if self.driven_in_place(at, DEPTH) => Times::Once,
            Some(Callback::EachItem) if self.goes_over_collection(call) => {
                Times::EachItem(Cause::Collection(self.call_span(call)))
            }
            _ => again,
        }
    }

    /// Whether a method of an unknown value fills a cell that is filled once: `clients[host].get_or_init(…)` (learnt from
    /// feldera).
    fn fills_some_cell(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::Unnamed(name) if steps::fills_cell(self.text(name)))
    }

    /// Whether a method is called on a variable, or on a part of one.
    fn is_in_variable(&self, call: ExprAt) -> bool {
        self.receiver_of(call).and_then(|at| self.root_of(at)).is_some()
    }

    fn receiver_path(&self, call: ExprAt) -> Option<String> {
        let ty = self.type_of(self.receiver_of(call)?);
        ty.path().map(str::to_owned)
    }

    /// Whether a method is called on an iterator over what is there already.
    fn goes_over_collection(&self, call: ExprAt) -> bool {
        let Some(mut at) = self.receiver_of(call) else { return false };
        if self.iterates_without_end(at) {
            return false;
        }
        loop {
            match self.kind(at) {
                ExprKind::Range { end: Some(_), .. } | ExprKind::Array(_) => return true,
                ExprKind::Method(method) if library::goes_over_collection(self.text(method.name)) => return true,
                ExprKind::Method(method) => at = ExprAt { id: method.receiver, ..at },
                _ => return matches!(self.type_of(at), Ty::Seq(_)),
            }
        }
    }

    /// Whether a function of the package runs what a call gives it not more than once for each call: it takes an `FnOnce`,
    /// or only one place in it calls the parameter, and no loop is around that.
    fn runs_argument_once(&self, def: DefId, at: ExprAt, call: ExprAt) -> bool {
        if self.spawn_wrapper(def).is_some() {
            return true;
        }
        let Some(n) = self.args(call).iter().position(|&id| id == at.id) else { return false };
        let by_path = self.has_receiver(def) && matches!(self.kind(call), ExprKind::Call { .. });
        let Some(n) = (n as u32).checked_sub(u32::from(by_path)) else { return false };
        if self.param_bounds(def, n).contains(&"FnOnce") {
            return true;
        }
        let Some(body) = self.index.def(def).body else { return false };
        let mut params = self.index.bindings_in(self.index.def(def).file).filter(|(_, b)| b.body == body);
        let Some((_, param)) = params.find(|(_, b)| b.origin == Origin::Param(n)) else { return false };
        let [only] = param.uses.as_slice() else { return param.uses.is_empty() };
        let only = ExprAt { file: param.file, id: *only };
        let called = self
            .parent_expr(only)
            .filter(|&parent| matches!(self.kind(parent), ExprKind::Call { callee, .. } if *callee == only.id));
        called.is_some_and(|call| self.body_at(call) == body && matches!(self.times_in_body(call), Times::Once))
    }
}
