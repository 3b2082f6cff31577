//! Who else uses a lock: readers alone, who keep one another waiting for nothing, or writers, and how often these come.
//!
//! The lock is one in a field or static of the package. Where a use of it is not understood, nothing is said.

use super::Guard;
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::context::runs::Runs;
use crate::model::effects::summary::Effect;
use crate::model::flow::{Place, Root};
use crate::model::library::locks::{self, Mode, Touch};
use crate::model::library::steps;
use crate::model::library::vocabulary::assembles;
use crate::model::library::what::What;
use crate::model::names::Res;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{DefId, DefKind, ExprAt, FileNo, Origin};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, Name};

/// What has a lock.
#[derive(Clone, Copy)]
enum Owner {
    Field(DefId, Name),
    Static(DefId),
}

/// What a place of the code does with a lock.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Reads,
    Writes,
    Unknown,
}

impl Use {
    fn by(exclusive: bool) -> Use {
        if exclusive { Use::Writes } else { Use::Reads }
    }
}

impl Guard<'_> {
    /// Whether it only reads, and nobody writes what its lock guards but code that sets it up: no reader waits for another.
    pub fn keeps_readers_alone(self) -> bool {
        let writers = self.writers().filter(|_| self.mode() == Mode::Shared);
        writers.is_some_and(|writers| writers.iter().all(|at| self.krate.makes_ready(*at)))
    }

    /// Whether it only reads, and nobody at all writes what its lock guards.
    pub fn is_of_unwritten(self) -> bool {
        self.mode() == Mode::Shared && self.writers().is_some_and(|writers| writers.is_empty())
    }

    /// Whether its lock lies in a struct that no two threads can have at once: whoever writes is then the same thread.
    pub fn is_of_one_thread(self) -> bool {
        let krate = self.krate;
        let lock = self.lock_taken().filter(|_| self.keeps_threads_waiting());
        let Some((owner, at)) = lock.and_then(|at| Some((krate.field_of_struct(at)?.0, at))) else { return false };
        let is_lock = matches!(krate.type_of(at), Ty::Ext(path, _) if locks::lock(&path).is_some());
        is_lock && krate.stays_on_thread(owner)
    }

    /// Whether it only reads, and whoever writes has borrowed the value that has the lock exclusively: nobody can write
    /// as long as somebody else reads.
    pub fn is_written_exclusively(self) -> bool {
        let writers = self.writers().filter(|_| self.mode() == Mode::Shared);
        writers
            .is_some_and(|writers| !writers.is_empty() && writers.iter().all(|at| self.krate.is_of_exclusive_self(*at)))
    }

    /// Whether its method takes the whole value that has the lock, and works it off: it goes over what is there, and
    /// receives nothing. Who has another handle of that value has done with it.
    pub fn is_worked_off(self) -> bool {
        let krate = self.krate;
        let Some(Place { root: Root::Local(binding), .. }) = self.data.lock else { return false };
        let body = krate.outermost(krate.body_at(self.data.at));
        let Some(def) = krate.def_of(body).filter(|_| krate.index.binding(binding).body == body) else { return false };
        let ItemKind::Fn(function) = &krate.item_of(def).kind else { return false };
        let whole = function.receiver.is_some_and(|own| !own.by_ref && own.ty.is_none());
        let goes_on = || {
            let mut around = krate.ancestors(self.data.at);
            around.any(|at| matches!(krate.kind(at), ExprKind::Loop { .. } | ExprKind::While { .. }))
        };
        let copied = |call: ExprAt| krate.receiver_of(call).is_none_or(|value| krate.is_copy_of_another(value));
        let given_whole = || !krate.without_tests(def, krate.all_callers(def).into_iter()).any(copied);
        whole && !goes_on() && self.lock_owner().is_some() && self.writers().is_some() && given_whole()
    }

    /// The places outside of tests that write what the lock guards; `None` where not all who use it are seen.
    fn writers(self) -> Option<Vec<ExprAt>> {
        let krate = self.krate;
        let mut writers = Vec::new();
        for at in krate.uses_of_lock(self.lock_owner()?)?.into_iter().filter(|at| !krate.in_test(*at)) {
            match krate.use_of_lock(at) {
                Use::Reads => {}
                Use::Writes => writers.push(at),
                Use::Unknown => return None,
            }
        }
        Some(writers)
    }

    /// The lock where it is taken, in a function that gives its guard too.
    fn lock_taken(self) -> Option<ExprAt> {
        let krate = self.krate;
        let lock = krate.receiver_of(krate.acquiring_call(self.data.at)?)?;
        Some(krate.without_refs(lock))
    }

    /// The field or static that has the lock.
    fn lock_owner(self) -> Option<Owner> {
        let krate = self.krate;
        let lock = self.lock_taken()?;
        match krate.kind(lock) {
            ExprKind::Field { .. } => krate.field_of_struct(lock).map(|(def, field)| Owner::Field(def, field)),
            ExprKind::Path(_) => match krate.res(lock) {
                Res::Def(def) if krate.index.def(def).kind == DefKind::Static => Some(Owner::Static(def)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Crate {
    /// Every place that names a lock, or may; `None` where a pattern takes it out of its struct.
    fn uses_of_lock(&self, owner: Owner) -> Option<Vec<ExprAt>> {
        match owner {
            Owner::Field(def, field) => {
                let parted = self.taken_from_field(def, field).next().is_some();
                (!parted).then(|| self.uses_of_field(def, field).collect())
            }
            Owner::Static(def) => {
                let name = self.index.def(def).name;
                let named = |kind: &ExprKind| match kind {
                    ExprKind::Path(path) => path.segments.last().is_some_and(|last| last.name == name),
                    _ => false,
                };
                let mut uses = Vec::new();
                for (n, file) in self.files.iter().enumerate() {
                    let ids = (0..).zip(&file.parsed.tree.exprs).filter(|(_, expr)| named(&expr.kind));
                    uses.extend(ids.map(|(id, _)| ExprAt { file: FileNo(n as u32), id: ExprId(id) }));
                }
                uses.retain(|at| self.index.local(*at).is_none() && self.res(*at) == Res::Def(def));
                Some(uses)
            }
        }
    }

    /// Every `x.field` that is a field of a struct, as far as types are known.
    pub(in crate::model) fn uses_of_field(&self, def: DefId, field: Name) -> impl Iterator<Item = ExprAt> {
        let may_be_own = move |at: &ExprAt| match self.kind(*at) {
            ExprKind::Field { base, .. } => {
                let base = ExprAt { id: *base, ..*at };
                self.is_struct(base, def) || self.core_type(&self.type_of(base)) == Ty::Unknown
            }
            _ => false,
        };
        self.field_uses(field).iter().copied().filter(may_be_own)
    }

    /// Whether a place is a field of `self` in the code of a method that has it as `&mut self`.
    fn is_of_exclusive_self(&self, at: ExprAt) -> bool {
        let body = self.body_at(at);
        let Some(def) = self.def_of(body).filter(|_| self.outermost(body) == body) else { return false };
        let exclusive = self.as_function(def).takes_self_alone();
        let inner = |at: &ExprAt| match self.kind(*at) {
            ExprKind::Field { base, .. } => Some(ExprAt { id: *base, ..*at }),
            _ => None,
        };
        let root = std::iter::successors(Some(at), inner).last();
        exclusive
            && root
                .and_then(|root| self.index.local(root))
                .is_some_and(|own| self.index.binding(own).origin == Origin::SelfParam)
    }

    fn use_of_lock(&self, at: ExprAt) -> Use {
        let Some(outer) = self.parent_expr(at) else { return Use::Unknown };
        match self.kind(outer) {
            ExprKind::Ref { mutable: false, .. } => self.use_of_lock(outer),
            ExprKind::For { iter, .. } if *iter == at.id => Use::Reads,
            ExprKind::Method(method) if method.receiver == at.id => {
                match (self.acquired_by(outer), self.callee(outer)) {
                    (Some(acquire), _) => Use::by(acquire.guard.mode != Mode::Shared),
                    (None, Callee::Method(ty, name)) => locks::touches(&ty, self.text(name))
                        .map_or(Use::Unknown, |touch| Use::by(touch == Touch::Writes)),
                    _ => Use::Unknown,
                }
            }
            ExprKind::Call { .. } | ExprKind::Method(_) => self.use_by_callee(outer, at),
            _ => Use::Unknown,
        }
    }

    /// What a function of the package does with a lock that it is lent.
    fn use_by_callee(&self, call: ExprAt, lock: ExprAt) -> Use {
        let lent = |n: &u32| self.argument_for(call, *n) == Some(lock);
        let place = (0..self.args(call).len() as u32).find(lent);
        let (Some(n), Some(code)) = (place, self.code_of(call)) else { return Use::Unknown };
        let place = Place { root: Root::Param(n), path: Box::from([]) };
        let writes = |effect: &Effect| match effect.what {
            What::Locks(mode, _) => mode != Mode::Shared,
            What::Touches(touch) => touch == Touch::Writes,
            What::Blocks(_) => false,
        };
        let summary = self.summary(code);
        Use::by(summary.effects.iter().any(|effect| effect.on.as_ref() == Some(&place) && writes(effect)))
    }

    /// Whether code runs when what it belongs to is made or begins: so many times as are there, or as its name says.
    pub(super) fn makes_ready(&self, at: ExprAt) -> bool {
        let bounded =
            matches!(self.how_often(at).runs, Runs::Never | Runs::AtMost(_) | Runs::EachItem | Runs::EachOwner);
        let function = self.def_of(self.outermost(self.body_at(at)));
        bounded || function.is_some_and(|def| assembles(&words_of_name(self.text(self.index.def(def).name))))
    }

    /// Whether a value is a handle that was made of another one.
    fn is_copy_of_another(&self, at: ExprAt) -> bool {
        let made = self.made_from(at);
        self.method_name(made).is_some_and(steps::clones) || self.clones_argument(made)
    }
}
