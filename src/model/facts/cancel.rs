//! Calls that cancel a token: what is given the same token from then on is cancelled before it has begun.

use crate::model::flow::points::walk;
use crate::model::library::{self, calls, steps, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{DefId, ExprAt, Origin, Step};
use crate::model::types::Ty;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// What is stored of a call that cancels a token.
#[derive(Debug)]
pub struct CancelData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// A call that cancels a token.
    Cancel, CancelData, cancels
}

impl<'c> Cancel<'c> {
    /// The call.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The token, as it is called there.
    pub fn token_cancelled(self) -> Option<Expr<'c>> {
        self.krate.receiver_of(self.data.at).map(|at| self.krate.expr(at))
    }

    /// Where the token, or a child of it, is given to new work behind the call, before another takes its place.
    pub fn given_behind(self) -> Option<Expr<'c>> {
        let token = self.token_cancelled()?;
        let call = self.krate.expr(self.data.at);
        let made = token.root().and_then(Variable::bound_value);
        let starts: Vec<_> = call.point()?.next().collect();
        let mut given = None;
        walk(&starts, |point| {
            let Some(here) = point.expr() else { return true };
            let on = here.called_on().filter(|on| on.shares_place(token) && here.gives_token());
            given = given.or_else(|| on.map(|_| here));
            let renewed = Some(here) == made || here.assigned_place().is_some_and(|left| token.shares_place(left));
            given.is_none() && !renewed
        });
        given
    }

    /// Where another method of the value gives new work the token that a method of the value has cancelled.
    pub fn given_elsewhere(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let own = krate.expr(self.data.at).function().filter(|own| own.takes_self_alone())?;
        let (owner, field) = self.field_cancelled()?;
        let asks = |method: Function<'c>, mention: &Expr<'c>| {
            mention.function().is_some_and(|around| around.span() == method.span()) && mention.only_asks_for_stop()
        };
        let given = krate.mentions_of_field(owner, field).filter_map(|mention| {
            let method = mention.function().filter(|method| method.span() != own.span())?;
            let lives_on = method.takes_shared_self() || method.takes_self_alone();
            let begins = lives_on && !vocabulary::ends_part(&words_of_name(method.name()));
            let of_self = mention.root().is_some_and(Variable::is_self);
            let call = krate.parent_expr(mention.at).map(|call| krate.expr(call))?;
            let gives = call.called_on() == Some(mention) && call.gives_token() && !krate.in_test(call.at);
            let asked = || krate.mentions_of_field(owner, field).any(|other| asks(method, &other));
            (begins && of_self && gives && !asked()).then_some(call)
        });
        given.into_iter().next()
    }

    /// Where another token takes the place of the cancelled one.
    pub fn renewed_at(self) -> Option<Span> {
        let krate = self.krate;
        let (owner, field) = self.field_cancelled()?;
        let replaced = |mention: &Expr<'c>| {
            let lent = krate.parent_expr(mention.at).is_some_and(|at| krate.lends_mutably(at));
            lent || mention.is_assigned()
        };
        let taken = krate.taken_from_field(owner, field).flat_map(|binding| krate.variable(binding).mentions());
        let handed = |mention: &Expr<'c>| {
            let outer = krate.parent_expr(mention.at);
            outer.is_some_and(|at| krate.args(at).contains(&mention.at.id) || krate.expr(at).is_assigned())
        };
        let direct = krate.mentions_of_field(owner, field).find(replaced);
        direct.or_else(|| taken.into_iter().find(handed)).map(Expr::span)
    }

    /// The function around it, when its name says that it ends something.
    pub fn ends_owner(self) -> Option<Function<'c>> {
        let around = self.krate.expr(self.data.at).function()?;
        vocabulary::ends_part(&words_of_name(around.name())).then_some(around)
    }

    /// The struct and the field of it that is cancelled, in a method of it: `self.token`, or taken out of `self`.
    fn field_cancelled(self) -> Option<(DefId, Name)> {
        let krate = self.krate;
        let token = self.token_cancelled()?;
        let (whole, field) = match krate.kind(token.at) {
            ExprKind::Field { base, name } => (ExprAt { id: *base, ..token.at }, *name),
            _ => {
                let info = krate.index.binding(krate.index.local(token.at)?);
                let Origin::Value(whole) = info.origin else { return None };
                let field = info.steps.iter().rev().find_map(|step| match step {
                    Step::Field(name) => Some(*name),
                    _ => None,
                })?;
                (ExprAt { file: info.file, id: whole }, field)
            }
        };
        let of_self = krate.expr(whole).local().is_some_and(Variable::is_self);
        match krate.core_type(&krate.type_of(whole)) {
            Ty::Def(owner, _) if of_self => Some((owner, field)),
            _ => None,
        }
    }
}

impl<'c> Expr<'c> {
    /// Whether a call makes a token of the one that it is called on, for others to have: a clone or a child.
    fn gives_token(self) -> bool {
        let base = self.base;
        let makes = |name: &str| steps::clones(name) || calls::makes_child(name);
        // What is called on it right there is done with it then: `token.clone().cancelled()`.
        let used_up = base.parent_expr(self.at).is_some_and(|outer| base.receiver_of(outer) == Some(self.at));
        base.method_name(self.at).is_some_and(makes) && !used_up
    }

    /// What is given this value by an assignment.
    fn assigned_place(self) -> Option<Expr<'c>> {
        match self.base.kind(self.base.parent_expr(self.at)?) {
            ExprKind::Assign { left, .. } if *left != self.at.id => {
                Some(self.base.expr(ExprAt { id: *left, ..self.at }))
            }
            _ => None,
        }
    }
}

impl Crate {
    /// Every mention of a field of a struct by its name.
    pub(in crate::model) fn mentions_of_field(&self, owner: DefId, field: Name) -> impl Iterator<Item = Expr<'_>> {
        let of_owner = move |at: &&ExprAt| match self.kind(**at) {
            ExprKind::Field { base, .. } => self.is_struct(ExprAt { id: *base, ..**at }, owner),
            _ => false,
        };
        self.field_uses(field).iter().filter(of_owner).map(|at| self.expr(*at))
    }

    /// Whether it is a reference by which a value may be changed: `&mut x`.
    fn lends_mutably(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Ref { mutable: true, .. })
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<CancelData> {
    let named = krate.calls_named(krate.names.find(calls::CANCELS));
    let on_token = |at: &ExprAt| krate.receiver_of(*at).is_some_and(|on| krate.is_of(on, library::TOKEN));
    named.into_iter().filter(on_token).map(|at| CancelData { at }).collect()
}
