//! Two guards of one lock, one after the other: what the first one showed, and what is done with the second.

use crate::model::Crate;
use crate::model::facts::guard::Guard;
use crate::model::flow::{NodeId, Root};
use crate::model::library::locks::{How, LockKind};
use crate::model::library::{calls, reads};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Origin};
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, UnaryOp};

/// How many guards of its function before and behind it, in the order of the source, a guard is compared with.
const NEAR: usize = 256;

/// What is done with what a guard guards.
#[derive(Clone, Copy)]
pub enum Change<'c> {
    /// Another value is put in its place, or in that of a part.
    Assigned { at: Expr<'c>, value: Expr<'c> },
    /// A method puts something into it, and what it gives is dropped; whether it matters that it does so `again`.
    Entered { at: Expr<'c>, value: Option<Expr<'c>>, again: bool },
}

impl<'c> Change<'c> {
    /// The assignment or call.
    pub fn expr(self) -> Expr<'c> {
        match self {
            Change::Assigned { at, .. } | Change::Entered { at, .. } => at,
        }
    }

    /// What is put there.
    pub fn value(self) -> Option<Expr<'c>> {
        match self {
            Change::Assigned { value, .. } => Some(value),
            Change::Entered { value, .. } => value,
        }
    }
}

impl<'c> Guard<'c> {
    /// Whether its lock is a mutex or an `RwLock` that others may have as well: that of a `self` which is shared, of a
    /// parameter, or a static.
    pub fn is_of_shared_lock(self) -> bool {
        if !matches!(self.lock_kind(), LockKind::Mutex | LockKind::RwLock) {
            return false;
        }
        match self.data.lock.as_ref().map(|lock| lock.root) {
            Some(Root::Static(_) | Root::Outside(_)) => true,
            Some(Root::Local(binding)) => match self.krate.index.binding(binding).origin {
                Origin::SelfParam => self.guard_expr().function().is_some_and(|f| f.takes_shared_self()),
                Origin::Param(_) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// The guards of the same lock that the same body has had before, and has no more when it takes this one.
    pub fn earlier(self) -> impl Iterator<Item = Guard<'c>> {
        let body = self.krate.body_at(self.data.at);
        let here = self.guard_expr().first_point();
        let mut all: Vec<Guard<'c>> = self.krate.guards_of_body(body).collect();
        let own = all.iter().position(|other| other.data.at == self.data.at).unwrap_or_default();
        let near = own.saturating_sub(NEAR)..all.len().min(own + NEAR);
        // What is only tried for shows nothing where it is not had.
        let same = move |other: &Guard<'c>| {
            matches!(other.data.how, How::Blocks | How::Awaits)
                && other.data.at != self.data.at
                && other.data.lock.is_some()
                && other.data.lock == self.data.lock
        };
        let gone = move |other: &Guard<'c>| {
            let (Some(there), Some(here)) = (other.guard_expr().first_point(), here) else { return false };
            there.may_reach(here) && !here.may_reach(there) && other.krate.held_at(*other, here.node) == Some(Held::No)
        };
        all.drain(near).filter(same).filter(gone).collect::<Vec<_>>().into_iter()
    }

    /// The guard of the same lock by which a function of the package answers, and the call of it: an `if` or `match` that decides
    /// whether control comes to this guard goes by that answer, and the function has released its guard when it gives it.
    pub fn asked_before(self) -> Option<(Guard<'c>, Expr<'c>, Expr<'c>)> {
        let krate = self.krate;
        let (around, (guard, call)) = self.decided_where(|head| {
            let mut found = None;
            krate.each_below(head.at, &mut |at| {
                let call = krate.expr(at);
                found = found.or_else(|| self.looked_at_by(call).map(|guard| (guard, call)));
                found.is_none()
            });
            found
        })?;
        Some((guard, call, around))
    }

    /// The guard of the same lock by which a function of the package answers that is called here.
    fn looked_at_by(self, call: Expr<'c>) -> Option<Guard<'c>> {
        let krate = self.krate;
        let body = krate.body_called(call.at)?;
        let answer = krate.root_block(body).and_then(|block| krate.tail_of(krate.index.body(body).file, block))?;
        let answers = |guard: &Guard<'c>| match guard.variable() {
            None => krate.expr(answer).holds(guard.guard_expr()),
            Some(binding) => krate.variable(binding).mentions().any(|mention| krate.expr(answer).holds(mention)),
        };
        krate.guards_of_body(body).find(|guard| {
            let place = guard.data.lock.as_ref().and_then(|lock| krate.place_for_callers(lock, body));
            let same = place.and_then(|place| krate.place_at_call(&place, call.at, body));
            same.is_some() && same == self.data.lock && answers(guard)
        })
    }

    /// All that is done with what it guards, where all of it changes something and nothing looks.
    pub fn only_changes(self) -> Option<Vec<Change<'c>>> {
        let own = |at| self.krate.expr(at);
        let places: Vec<Expr<'c>> = match self.variable() {
            Some(binding) => self.krate.variable(binding).mentions().map(|m| own(m.at)).collect(),
            None => vec![self.guard_expr()],
        };
        let mut changes = Vec::new();
        for place in places {
            match self.change_through(place) {
                Through::Changes(change) => changes.push(change),
                Through::Drops => {}
                Through::Looks => return None,
            }
        }
        Some(changes)
    }

    /// The first change of what it guards, whatever else is done with it.
    pub(in crate::model) fn first_change(self) -> Option<Change<'c>> {
        let places: Vec<Expr<'c>> = match self.variable() {
            Some(binding) => self.krate.variable(binding).mentions().collect(),
            None => vec![self.guard_expr()],
        };
        places.into_iter().find_map(|place| match self.change_through(self.krate.expr(place.at)) {
            Through::Changes(change) => Some(change),
            Through::Drops | Through::Looks => None,
        })
    }

    fn change_through(self, place: Expr<'c>) -> Through<'c> {
        let krate = self.krate;
        let mut now = place.at;
        loop {
            let Some(outer) = krate.parent_expr(now) else { return Through::Looks };
            let at = krate.expr(outer);
            let part = |id| krate.expr(ExprAt { id, ..outer });
            match krate.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Deref, .. } | ExprKind::Field { .. } | ExprKind::Ref { .. } => {
                    now = outer
                }
                ExprKind::Index { base, .. } if *base == now.id => now = outer,
                ExprKind::Assign { left, right } if *left == now.id => {
                    return Through::Changes(Change::Assigned { at, value: part(*right) });
                }
                ExprKind::Method(method) if method.receiver == now.id => {
                    let name = krate.text(method.name);
                    if reads::opens_place(name) {
                        now = outer;
                        continue;
                    }
                    let is_statement =
                        at.stands_in().is_some_and(|s| s.expr() == Some(at) && s.given_by_block().is_none());
                    if !is_statement || !reads::puts_in(name) {
                        return Through::Looks;
                    }
                    let value = method.args.last().map(|id| part(*id));
                    let again = !reads::puts_in_once(name, method.args.len());
                    return Through::Changes(Change::Entered { at, value, again });
                }
                ExprKind::Call { .. } if krate.callee_name(outer) == Some(calls::DROP) => return Through::Drops,
                _ => return Through::Looks,
            }
        }
    }

    /// What was awaited, with what this guard showed given to it, to make a value.
    pub fn awaited_with(self, value: Expr<'c>) -> Option<Expr<'c>> {
        let shown = self.guard_expr();
        let waits = |part: &Expr<'c>| part.awaited_by().is_some() && !shown.holds(*part) && part.is_made_of(shown);
        value.part_made_with(|part| waits(&part))
    }

    /// Whether all that is read through it lies in other fields than the one that a change writes to.
    pub fn shows_other_fields_than(self, change: Change<'c>) -> bool {
        let krate = self.krate;
        let written = match (krate.kind(change.expr().at), krate.receiver_of(change.expr().at)) {
            (ExprKind::Assign { left, .. }, _) => ExprAt { id: *left, ..change.expr().at },
            (_, Some(receiver)) => receiver,
            _ => return false,
        };
        let mut target = Vec::new();
        let mut now = written;
        while let Some(inner) = krate.opened_place(now) {
            target.extend(krate.field_taken(now));
            now = inner;
        }
        target.reverse();
        let places: Vec<ExprAt> = match self.variable() {
            Some(binding) => krate.variable(binding).mentions().map(|mention| mention.at).collect(),
            None => vec![self.guard_expr().at],
        };
        let mut read = places.iter().filter(|at| !krate.is_dropped(**at)).map(|at| krate.fields_above(*at));
        let apart = |path: Vec<&str>| path.iter().zip(&target).any(|(read, written)| read != written);
        !places.is_empty() && read.all(apart)
    }

    /// Whether control comes from it to a later guard only past a write, still under this one, to what an `if` or `match` goes
    /// by: whoever comes second sees that, and does not get so far.
    pub fn claims(self, around: Expr<'c>, later: Guard<'c>) -> bool {
        let krate = self.krate;
        let Some(variable) = self.variable().map(|binding| krate.variable(binding)) else { return false };
        let (Some(head), Some(end)) = (around.goes_by(), later.guard_expr().first_point()) else { return false };
        let read: Vec<Vec<&str>> = variable
            .mentions()
            .filter(|mention| head.holds(*mention))
            .map(|mention| krate.fields_above(mention.at))
            .collect();
        let flow = krate.flow(end.body);
        let written = |mention: Expr<'c>| match self.change_through(mention) {
            Through::Changes(Change::Assigned { at, .. }) if mention.body() == end.body => match krate.kind(at.at) {
                ExprKind::Assign { left, .. } => flow.ids().find(|n| flow.node(*n).kind.expr() == Some(*left)),
                _ => None,
            },
            _ => None,
        };
        let same = |mention: &Expr<'c>| read.contains(&krate.fields_above(mention.at));
        let claims: Vec<NodeId> = variable.mentions().filter(same).filter_map(written).collect();
        !claims.is_empty() && !flow.path(flow.start, end.node, |node| claims.contains(&node))
    }

    /// The guard of another lock that is held when this one is taken and when an earlier one was.
    pub fn both_under(self, earlier: Expr<'c>) -> Option<Span> {
        let body = self.krate.body_at(self.data.at);
        let (first, second) = (earlier.first_point()?, self.guard_expr().first_point()?);
        let others = self.krate.guards_of_function(body);
        let others =
            others.filter(|other| self.krate.body_at(other.data.value) == body && other.data.lock != self.data.lock);
        let over_both = |other: &Guard<'c>| {
            let held = |node| self.krate.held_at(*other, node).is_some_and(|held| held != Held::No);
            held(first.node) && held(second.node)
        };
        others.filter(|other| other.lock_kind() != LockKind::Cell).find(over_both).map(Guard::span)
    }

    /// The `if` or `match` behind an earlier guard of the same lock that decides, by what that guard showed, whether control
    /// comes to this one: it lies in a branch of it, or another branch exits.
    pub fn decided_by(self, earlier: Guard<'c>) -> Option<Expr<'c>> {
        let shown = earlier.guard_expr();
        self.decided_where(|head| head.is_made_of(shown).then_some(())).map(|(around, ())| around)
    }

    /// The first `if` or `match` that decides whether control comes to this guard of which something is known by what it goes
    /// by: the guard lies in a branch of it, or another branch exits.
    fn decided_where<T>(self, known: impl Fn(Expr<'c>) -> Option<T>) -> Option<(Expr<'c>, T)> {
        let here = self.guard_expr();
        let goes_by =
            |around: Expr<'c>| Some((around, around.goes_by().filter(|head| !head.holds(here)).and_then(&known)?));
        if let Some(found) = here.conditions().find_map(goes_by) {
            return Some(found);
        }
        let at = here.first_point()?;
        let mut found = None;
        here.each_of_body(|part| {
            let exits = |n| part.side(n).is_some_and(|side| !side.may_reach(at));
            let reaches = |n| part.side(n).is_some_and(|side| side.may_reach(at));
            if found.is_none() && part.side(0).is_some() && (0..2).any(exits) && (0..2).any(reaches) {
                found = goes_by(part);
            }
            found.is_none()
        });
        found
    }
}

impl Crate {
    /// What a field, a `*` or a method that opens a place is asked of.
    fn opened_place(&self, at: ExprAt) -> Option<ExprAt> {
        let part = |id| Some(ExprAt { id, ..at });
        match self.kind(at) {
            ExprKind::Field { base, .. } => part(*base),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => part(*operand),
            ExprKind::Method(method) if reads::opens_place(self.text(method.name)) => part(method.receiver),
            _ => None,
        }
    }

    fn field_taken(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Field { name, .. } => Some(self.text(*name)),
            _ => None,
        }
    }

    /// The fields that are asked of a place, from the outermost in.
    fn fields_above(&self, place: ExprAt) -> Vec<&str> {
        let mut path = Vec::new();
        let mut now = place;
        while let Some(outer) = self.parent_expr(now).filter(|outer| self.opened_place(*outer) == Some(now)) {
            path.extend(self.field_taken(outer));
            now = outer;
        }
        path
    }
}

/// What a mention of a guard does.
enum Through<'c> {
    Changes(Change<'c>),
    Drops,
    Looks,
}
