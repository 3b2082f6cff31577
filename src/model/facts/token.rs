//! Tokens of cancellation that are made with no parent: who can cancel one, and to whom it is handed.

use crate::model::callee::Callee;
use crate::model::facts::stopper::{Given, StopKind, Stopper};
use crate::model::library::{self, calls, types};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::types::Ty;
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// How many variables are followed that have clones of one token.
const MOST: usize = 16;

/// What is stored of a call that makes a token.
#[derive(Debug)]
pub struct TokenData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// A call that makes a token of cancellation with no parent.
    Token, TokenData, tokens
}

impl<'c> Token<'c> {
    /// The call.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The variable that has it.
    pub fn variable(self) -> Option<Variable<'c>> {
        let call = self.krate.expr(self.data.at);
        call.let_around().filter(|variable| variable.bound_value() == Some(call))
    }

    /// The first place where it, or a child of it, is handed to work, where all that has it only waits for it, asks it, or
    /// hands it on so: then nothing can cancel it.
    pub fn only_listened_to(self) -> Option<Expr<'c>> {
        let (mut variables, mut n, mut handed) = (vec![self.variable()?], 0, None);
        while let Some(variable) = variables.get(n).copied() {
            n += 1;
            for mention in variable.mentions() {
                if mention.listens(n > 1, &mut variables)? {
                    handed = handed.or(Some(mention));
                }
            }
            if n > MOST {
                return None;
            }
        }
        handed
    }

    /// The parameter by which the function around it is stopped: another token.
    pub fn token_of_caller(self) -> Option<Stopper<'c>> {
        let (krate, at) = (self.krate, self.data.at);
        let body = krate.outermost(krate.body_at(at));
        let given = |stopper: &Stopper<'_>| stopper.how_given() == Given::Param && stopper.variable().body() == body;
        krate.stoppers().filter(given).find(|stopper| stopper.kind() == StopKind::Token)
    }

    /// Where it is given to a call, itself or cloned.
    pub fn given_to(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let given = |at: ExprAt| {
            let call = krate.parent_expr(at)?;
            let is_argument = matches!(krate.kind(call), ExprKind::Call { .. } | ExprKind::Method(_))
                && krate.args(call).contains(&at.id);
            is_argument.then(|| krate.expr(call))
        };
        match self.variable() {
            Some(variable) => variable.mentions().find_map(|mention| {
                let mention = mention.cloned_by().unwrap_or(mention);
                given(mention.at)
            }),
            None => given(self.data.at),
        }
    }

    /// The statement that has to do with both: what cancels one cancels the other, it may be.
    pub fn linked_to(self, other: Stopper<'c>) -> Option<Span> {
        let looks = other.looks();
        let own = self.variable();
        let (krate, at) = (self.krate, self.data.at);
        let mut places = own.into_iter().flat_map(Variable::mentions).chain([krate.expr(at)]);
        let links = |place: &Expr<'c>| {
            let statement = krate.stmt_of(place.at).map(|stmt| krate.stmt(stmt).span);
            // A block or closure that has both is one statement further out.
            let around = place.bodies_around().map(Expr::span).chain(statement);
            let mut around = around.filter(|span| !span.holds(other.span()));
            around.any(|span| looks.iter().any(|look| span.holds(look.span())))
        };
        places.find(links).map(Expr::span)
    }

    /// Where the caller's token is waited for before it: what comes then is for after the stop.
    pub fn made_after_stop(self, other: Stopper<'c>) -> Option<Span> {
        let start = self.span().start;
        let waits = |look: &Expr<'c>| {
            let call = self.krate.parent_expr(look.at).map(|at| self.krate.expr(at));
            call.is_some_and(|call| call.waits_for_stop() && call.awaited_by().is_some_and(|by| by != call))
        };
        other.looks().into_iter().find(|look| look.span().start < start && waits(look)).map(Expr::span)
    }

    /// Where it, or a clone of it, is cancelled, or is given to a guard that does so.
    pub fn cancelled_at(self) -> Option<Span> {
        let own = self.variable()?;
        let clones = own.mentions().filter_map(|mention| mention.cloned_by()).filter_map(Expr::let_around);
        let all: Vec<Variable<'_>> = std::iter::once(own).chain(clones).collect();
        let cancels = |mention: &Expr<'_>| {
            let on = mention.cloned_by().unwrap_or(*mention);
            let call = self.krate.parent_expr(on.at).filter(|call| self.krate.receiver_of(*call) == Some(on.at));
            call.and_then(|call| self.krate.method_name(call)).is_some_and(calls::cancels)
        };
        all.into_iter().flat_map(Variable::mentions).find(cancels).map(Expr::span)
    }

    /// Where it is put into a value or replaces another one.
    pub fn kept(self) -> Option<Span> {
        let krate = self.krate;
        let keeps = |at: ExprAt| {
            let mut around = krate.ancestors(at).take_while(|outer| krate.index.body_of(*outer).is_none());
            around.find(|outer| matches!(krate.kind(*outer), ExprKind::Struct { .. } | ExprKind::Assign { .. }))
        };
        let own = self.variable().into_iter().flat_map(Variable::mentions).map(|mention| mention.at);
        own.chain([self.data.at]).find_map(keeps).map(|at| krate.span(at))
    }
}

impl<'c> Expr<'c> {
    /// Whether a mention of a token hands it to work; `None` where it may cancel it or let others do so. Variables that
    /// have clones are added.
    fn listens(self, is_clone: bool, variables: &mut Vec<Variable<'c>>) -> Option<bool> {
        let base = self.base;
        let Some(call) = base.parent_expr(self.at).filter(|call| base.receiver_of(*call) == Some(self.at)) else {
            variables.push(self.taken_by().filter(|_| is_clone)?);
            return Some(true);
        };
        let name = base.method_name(call)?;
        if calls::makes_child(name) {
            return Some(true);
        }
        if calls::waits_for_stop(name) {
            return Some(false);
        }
        let clone = self.cloned_by()?;
        if let Some(found) = clone.put_in_field() {
            return found.only_listened_to().then_some(true);
        }
        let bound = clone.let_around().filter(|variable| variable.bound_value() == Some(clone));
        let handed = bound.is_none();
        variables.push(bound.or_else(|| clone.taken_by())?);
        Some(handed)
    }

    /// The field of a struct of the package that it is put in, by a literal.
    fn put_in_field(self) -> Option<OfField<'c>> {
        let base = self.base;
        let literal = base.parent_expr(self.at)?;
        let ExprKind::Struct { fields, .. } = base.kind(literal) else { return None };
        let (name, _) = fields.iter().find(|(_, value)| *value == self.at.id)?;
        Some(OfField { base, owner: base.struct_of_literal(literal)?, name: *name })
    }

    /// The parameter of a function of the package that takes it.
    fn taken_by(self) -> Option<Variable<'c>> {
        let base = self.base;
        let outer = base.parent_expr(self.at)?;
        let n = base.args(outer).iter().position(|id| *id == self.at.id)?;
        let Callee::Def(def) = base.callee(outer) else { return None };
        base.param_binding(def, n as u32).map(|binding| base.variable(binding))
    }
}

/// A field of a struct of the package.
struct OfField<'c> {
    base: &'c Base,
    owner: DefId,
    name: Name,
}

impl OfField<'_> {
    /// Whether all code that can see the field only waits for the token in it, or asks it.
    fn only_listened_to(&self) -> bool {
        let base = self.base;
        let may_be = |at: &&ExprAt| match base.kind(**at) {
            ExprKind::Field { base: of, .. } => match base.core_type(&base.type_of(ExprAt { id: *of, ..**at })) {
                Ty::Def(def, _) => def == self.owner,
                Ty::Ext(..) => false,
                _ => true,
            },
            _ => false,
        };
        let listens = |at: &ExprAt| {
            let call = base.parent_expr(*at).filter(|call| base.receiver_of(*call) == Some(*at));
            let name = call.and_then(|call| base.method_name(call));
            name.is_some_and(|name| calls::waits_for_stop(name) || calls::awaits_stop(name))
        };
        let seen = base.is_exported(self.owner) || base.taken_from_field(self.owner, self.name).next().is_some();
        let mut uses = base.field_uses(self.name).iter().filter(may_be).peekable();
        !seen && uses.peek().is_some() && uses.all(listens)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<TokenData> {
    let names = types::TOKEN_MAKERS.iter().filter_map(|name| krate.names.find(name));
    let makes = |at: &ExprAt| matches!(krate.type_of(*at), Ty::Ext(path, _) if *path == *library::TOKEN);
    krate.calls_named(names).into_iter().filter(makes).map(|at| TokenData { at }).collect()
}
