//! A guard that nobody named, in the head of a `match`, `if let`, `while let` or `for`: it lives through the body.

use crate::model::callee::Callee;
use crate::model::facts::guard::Guard;
use crate::model::flow::{NodeKind, Place};
use crate::model::library::locks::LockKind;
use crate::model::library::steps;
use crate::model::library::what::What;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, PatId};

/// A guard that lives through the body behind the head it was taken in.
#[derive(Clone, Copy, Debug)]
pub struct Scrutinee {
    /// The expression with the head.
    pub(in crate::model) at: ExprAt,
    /// Its keyword: `match`, `if let`, `while let`, `for`.
    pub keyword: &'static str,
    /// From the keyword to the end of the head.
    pub span: Span,
}

/// What the body does while it needlessly has the lock.
#[derive(Clone, Copy, Debug)]
pub enum Meanwhile {
    /// It waits for something else.
    Waits(Span),
    /// It runs, or hands on, what it took from behind the lock.
    Runs(Span),
}

impl Guard<'_> {
    /// The head of the `match`, `if let`, `while let` or `for` through whose body this guard lives as a temporary.
    pub fn scrutinee(self) -> Asked<Scrutinee> {
        let krate = self.krate;
        // Nobody waits for what one thread alone can borrow.
        if self.lock_kind() == LockKind::Cell {
            return Err(Silence::NotMine);
        }
        let life = self.life()?;
        if life.flow.place_id(&Place::temp(self.data.value.id)).is_none() {
            return Err(Silence::NotMine);
        }
        let mut inner = self.data.value;
        for outer in krate.ancestors(self.data.value) {
            if krate.body_at(outer) != life.body {
                break;
            }
            let keyword = match krate.kind(outer) {
                ExprKind::Match { scrutinee, .. } if *scrutinee == inner.id => "match",
                ExprKind::For { iter, .. } if *iter == inner.id => "for",
                ExprKind::Let { .. } => {
                    inner = outer;
                    continue;
                }
                ExprKind::If { cond, .. } if *cond == inner.id && self.is_let(inner) => "if let",
                ExprKind::While { cond, .. } if *cond == inner.id && self.is_let(inner) => "while let",
                // What stands in a block or closure of its own goes with it.
                ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Loop { .. } => break,
                _ => {
                    inner = outer;
                    continue;
                }
            };
            let span = krate.span(outer);
            let span = Span { end: krate.span(inner).end, ..span };
            return Ok(Scrutinee { at: outer, keyword, span });
        }
        Err(Silence::NotMine)
    }

    fn is_let(self, at: ExprAt) -> bool {
        matches!(self.krate.kind(at), ExprKind::Let { .. })
    }

    /// Whether the pattern may have what it binds from behind the guard, so that the guard has to live.
    pub fn is_borrowed_by_pattern(self, head: &Scrutinee) -> Asked<bool> {
        let krate = self.krate;
        let value = match krate.kind(head.at) {
            ExprKind::Match { scrutinee, .. } => *scrutinee,
            ExprKind::For { iter, .. } => *iter,
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => {
                match krate.kind(ExprAt { id: *cond, ..head.at }) {
                    ExprKind::Let { value, .. } => *value,
                    _ => return Err(Silence::NotMine),
                }
            }
            _ => return Err(Silence::NotMine),
        };
        let value = ExprAt { id: value, ..head.at };
        if value == self.data.value {
            return Ok(true);
        }
        // What a call gives that takes its value out, or makes a new one, borrows nothing.
        match krate.kind(value) {
            ExprKind::Method(method) => {
                let name = krate.text(method.name);
                let owned = steps::gives_owned(name) || krate.receive_of_guarded(value);
                match owned {
                    true => Ok(false),
                    false if steps::gives_borrowed(name) => Ok(true),
                    false => Err(Silence::Unknown("whether what the guard gives borrows from it", krate.span(value))),
                }
            }
            ExprKind::Await(_) | ExprKind::Binary { .. } => Ok(false),
            ExprKind::Call { .. } if self.puts_another_in_place(value) => Ok(false),
            ExprKind::Field { .. } | ExprKind::Ref { .. } | ExprKind::Unary { .. } => match krate.type_of(value) {
                Ty::Ext(path, _) if !path.contains("::") => Ok(false),
                _ => Ok(true),
            },
            _ => Err(Silence::Unknown("whether what the guard gives borrows from it", krate.span(value))),
        }
    }

    /// Whether a call takes the whole of what it is lent, and leaves another value there.
    fn puts_another_in_place(self, call: ExprAt) -> bool {
        matches!(self.krate.callee(call), Callee::External(path) if steps::puts_another_in_place(&path))
    }

    /// What the body behind the head does while the guard is held.
    pub fn meanwhile(self, head: &Scrutinee) -> Asked<Meanwhile> {
        let krate = self.krate;
        let life = self.life()?;
        let file = head.at.file;
        let body = krate.span(head.at);
        let bound = self.bound_in(head);
        for (node, _) in life.points() {
            let id = match life.flow.node(node).kind {
                NodeKind::Await(id) | NodeKind::Eval(id) => id,
                _ => continue,
            };
            let at = ExprAt { file, id };
            let span = krate.span(at);
            if !body.holds(span) || head.span.holds(span) {
                continue;
            }
            if matches!(life.flow.node(node).kind, NodeKind::Await(_)) {
                return Ok(Meanwhile::Waits(krate.await_span(at)));
            }
            let effects = krate.effects_at(life.body, node);
            let blocks = effects.iter().any(|effect| matches!(effect.what, What::Blocks(_)));
            if blocks && !self.joins(at, &bound) {
                return Ok(Meanwhile::Waits(krate.call_span(at)));
            }
            if self.runs(at, &bound) {
                return Ok(Meanwhile::Runs(krate.call_span(at)));
            }
        }
        Err(Silence::NotMine)
    }

    /// Whether a call waits for the thread whose handle the head took out: no other can wait for that one, and whether it
    /// needs the lock is not known.
    fn joins(self, at: ExprAt, bound: &[BindingId]) -> bool {
        let krate = self.krate;
        let waits = krate.method_name(at).is_some_and(steps::waits_for_receiver);
        let handle = krate.receiver_of(at).and_then(|receiver| krate.index.local(receiver));
        waits && handle.is_some_and(|handle| bound.contains(&handle))
    }

    /// The variables that the patterns of the head bind.
    fn bound_in(self, head: &Scrutinee) -> Vec<BindingId> {
        let krate = self.krate;
        let pats: Vec<PatId> = match krate.kind(head.at) {
            ExprKind::Match { arms, .. } => arms.iter().map(|arm| arm.pat).collect(),
            ExprKind::For { pat, .. } => vec![*pat],
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => {
                match krate.kind(ExprAt { id: *cond, ..head.at }) {
                    ExprKind::Let { pat, .. } => vec![*pat],
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        let mut found = Vec::new();
        for pat in pats {
            krate.pattern_bindings(head.at.file, pat, &mut found);
        }
        found
    }

    /// Whether a call runs a variable of these, or a function of the package is given it to work on.
    fn runs(self, at: ExprAt, bound: &[BindingId]) -> bool {
        let krate = self.krate;
        let is_bound = |id| krate.index.local(ExprAt { id, ..at }).is_some_and(|binding| bound.contains(&binding));
        match krate.kind(at) {
            ExprKind::Call { callee, args } => {
                let own = matches!(krate.callee(at), Callee::Def(_));
                is_bound(*callee) || own && args.iter().any(|arg| is_bound(*arg))
            }
            ExprKind::Method(method) => {
                let own = matches!(krate.callee(at), Callee::Def(_));
                own && (is_bound(method.receiver) || method.args.iter().any(|arg| is_bound(*arg)))
            }
            _ => false,
        }
    }
}

impl crate::model::Base {
    /// Whether a method call receives from a channel, whose messages belong to whoever gets them.
    fn receive_of_guarded(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let Ty::Ext(path, _) = self.head(&self.type_of(receiver)) else { return false };
        let Some((kind, _)) = crate::model::library::end_of_type(&path) else { return false };
        self.method_name(at).is_some_and(|name| crate::model::library::receive_method(kind, name).is_some())
    }
}
