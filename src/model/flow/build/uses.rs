//! Uses of places: which place an expression names, how what is wanted of it uses the place, and what becomes of values
//! that nobody takes.

use super::{At, Builder, Want};
use crate::model::flow::{NodeKind, Place, Step, Use};
use crate::model::library::locks::GuardUse;
use crate::model::library::{self, steps};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, Method, Name, UnaryOp};

impl<'a> Builder<'a> {
    /// The place that an expression names, from a variable or a temporary on; `None` for what is a value.
    ///
    /// A field of what a call gives is a part of a temporary.
    pub(super) fn place_of(&self, id: ExprId) -> Option<Place> {
        match self.kind(id) {
            ExprKind::Path(_) => self.krate.index.local(self.expr_at(id)).map(Place::local),
            ExprKind::Field { base, name } => Some(self.base_of(*base)?.then(self.field(*name))),
            ExprKind::Index { base, .. } => Some(self.base_of(*base)?.then(Step::Element)),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => Some(self.base_of(*operand)?.then(Step::Inside)),
            _ => None,
        }
    }

    fn base_of(&self, id: ExprId) -> Option<Place> {
        self.place_of(id).or_else(|| self.may_be_held(id).then(|| Place::temp(id)))
    }

    fn field(&self, name: Name) -> Step {
        self.krate.text(name).parse().map_or(Step::Field(name), Step::Tuple)
    }

    /// What stands in the way to a place runs before the place is used: calls, indexes.
    pub(super) fn way_to(&mut self, id: ExprId, want: Want, at: At) -> At {
        match self.kind(id) {
            ExprKind::Field { base, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand: base } => {
                self.part_of(*base, want, at)
            }
            ExprKind::Index { base, index } => {
                let at = self.part_of(*base, want, at);
                self.expr(*index, Want::Operand, at)
            }
            _ => at,
        }
    }

    fn part_of(&mut self, base: ExprId, want: Want, at: At) -> At {
        match self.place_of(base) {
            Some(_) => self.way_to(base, want, at),
            None => self.expr(base, if want == Want::BorrowMut { Want::BorrowMut } else { Want::Borrow }, at),
        }
    }

    /// Uses the place that an expression names.
    pub(super) fn use_place(&mut self, id: ExprId, place: Place, want: Want, at: At) -> At {
        let at = self.way_to(id, want, at);
        let how = match want {
            Want::Ignore => return at,
            Want::Borrow | Want::Look => Use::Borrow,
            Want::BorrowMut => Use::BorrowMut,
            Want::Unknown => Use::Unknown,
            Want::Value | Want::Operand | Want::Nothing if self.is_behind_pointer(id) => Use::Copy,
            Want::Value | Want::Operand | Want::Nothing => self.taken(&self.krate.type_of(self.expr_at(id)), want),
        };
        self.uses(id, place, how, at)
    }

    /// Whether a value is taken from behind a pointer that it cannot be moved out of: only a `Box` can.
    fn is_behind_pointer(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Unary { op: UnaryOp::Deref, operand } => match self.krate.type_of(self.expr_at(*operand)) {
                Ty::Unknown => false,
                Ty::Ext(path, _) => !library::is_box(&path),
                _ => true,
            },
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => self.is_behind_pointer(*base),
            _ => false,
        }
    }

    /// A use of a place, which can be found by the expression that names it.
    pub(super) fn uses(&mut self, id: ExprId, place: Place, how: Use, at: At) -> At {
        let place = self.place_id(place);
        let at = self.then(at, NodeKind::Use(place, how, id));
        if let Some(node) = at {
            self.use_of.insert(id, node);
        }
        at
    }

    /// How taking a value of a type uses its place.
    pub(super) fn taken(&self, ty: &Ty, want: Want) -> Use {
        match self.copies(ty) {
            Some(true) => Use::Copy,
            None if want == Want::Operand => Use::Unknown,
            _ => Use::Move,
        }
    }

    /// Whether values of a type are copied where others would be moved; `None` where that is not known.
    fn copies(&self, ty: &Ty) -> Option<bool> {
        match ty {
            Ty::Ref(_) => Some(true),
            Ty::Ext(path, _) => library::is_copied(path),
            Ty::Def(def, _) => {
                let info = self.krate.index.def(*def);
                let item = &self.krate.tree(info.file).items[info.item.0 as usize];
                let is_type = matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. });
                let derives = |attr: &crate::syntax::tree::Attr| {
                    self.krate.text(attr.path) == "derive"
                        && self.krate.text(attr.args).split([',', ' ']).any(|name| name == "Copy")
                };
                is_type.then(|| item.attrs.iter().any(derives))
            }
            Ty::Tuple(parts) => {
                parts.iter().map(|part| self.copies(part)).min_by_key(|copies| *copies != Some(false))?
            }
            _ => None,
        }
    }

    /// Whether the value of an expression can be something that is held: what a literal or a comparison gives is not.
    fn may_be_held(&self, id: ExprId) -> bool {
        matches!(
            self.kind(id),
            ExprKind::Call { .. }
                | ExprKind::Method(_)
                | ExprKind::Await(_)
                | ExprKind::Try(_)
                | ExprKind::Macro(_)
                | ExprKind::Struct { .. }
                | ExprKind::Tuple(_)
                | ExprKind::Block { .. }
                | ExprKind::If { .. }
                | ExprKind::Match { .. }
                | ExprKind::Async { .. }
                | ExprKind::Closure(_)
        )
    }

    /// A value that was made, where nobody takes it: a temporary, which goes with its statement or condition, or with a
    /// frame further out: `let x = &make();` keeps it for the block.
    pub(super) fn made(&mut self, id: ExprId, want: Want, at: At) -> At {
        if let Some(node) = at
            && !matches!(want, Want::Value | Want::Operand)
            && self.may_be_held(id)
        {
            let place = self.place_id(Place::temp(id));
            let frame = self.extended.filter(|extended| extended.0 == id).map_or(self.home, |extended| extended.1);
            if !self.frames[frame].held.contains(&place) {
                self.hold(frame, place);
            }
            self.born.insert(id, node);
            if want == Want::Unknown {
                return self.then(at, NodeKind::Use(place, Use::Unknown, id));
            }
        }
        at
    }

    /// What a method wants of its receiver: its own signature says so, or the library's rows.
    pub(super) fn receiver_want(&self, method: &Method) -> Want {
        let receiver = self.expr_at(method.receiver);
        if self.krate.index.methods.contains_key(&method.name) {
            let ty = self.krate.type_of(receiver);
            if let Some(def) = self.krate.method_def(&ty, method.name, self.krate.scope_at(receiver)) {
                let info = self.krate.index.def(def);
                if let ItemKind::Fn(function) = &self.krate.tree(info.file).items[info.item.0 as usize].kind {
                    return match function.receiver {
                        Some(receiver) if receiver.by_ref && receiver.mutable => Want::BorrowMut,
                        Some(receiver) if receiver.by_ref => Want::Borrow,
                        // `self: Arc<Self>` and the like take the pointer.
                        Some(_) => Want::Value,
                        None => Want::Unknown,
                    };
                }
            }
        }
        let name = self.krate.text(method.name);
        if let Ty::Guard(guard) = self.krate.type_of(receiver)
            && guard.row.derefs
        {
            // A method of what is guarded cannot take the guard.
            return match self.krate.guard_method(&Ty::Guard(guard), name) {
                // A trait of the package may have it for guards.
                None if self.may_take(method.name) => Want::Unknown,
                Some((_, GuardUse::Releases | GuardUse::Becomes { .. } | GuardUse::Forgets)) => Want::Value,
                _ => Want::BorrowMut,
            };
        }
        match name {
            _ if steps::takes_receiver(name) => Want::Value,
            _ if steps::borrows_receiver(name) || library::borrows_sender(name) => Want::Borrow,
            _ => Want::Unknown,
        }
    }

    /// Whether some method of the package of this name takes its receiver by value.
    fn may_take(&self, name: Name) -> bool {
        let own = self.krate.index.methods.get(&name).into_iter().flatten();
        own.into_iter().any(|def| {
            let info = self.krate.index.def(*def);
            matches!(&self.krate.tree(info.file).items[info.item.0 as usize].kind,
                ItemKind::Fn(function) if function.receiver.is_some_and(|receiver| !receiver.by_ref))
        })
    }

    /// The variables of this body that a closure or async block written in it uses, each in the strongest way that code
    /// of the inner body does; with `move`, what it uses it takes.
    pub(super) fn captures(&mut self, id: ExprId, mut at: At) -> At {
        let Some(inner) = self.krate.index.body_of(self.expr_at(id)) else { return at };
        for (place, how) in self.captured(inner) {
            let place = self.place_id(place);
            at = self.then(at, NodeKind::Use(place, how, id));
        }
        at
    }

    fn captured(&self, inner: BodyId) -> Vec<(Place, Use)> {
        let krate = self.krate;
        let outer = krate.index.body(inner).parent;
        let mut found: Vec<(Place, Use)> = Vec::new();
        for &(binding, mention) in krate.captures.get(&inner).into_iter().flatten() {
            // What belongs to a body between the two is that body's to tell.
            let Some((place, how)) = self.captured_by(inner, outer, binding, mention) else { continue };
            match found.iter_mut().find(|(known, _)| *known == place) {
                Some((_, known)) => *known = (*known).max(how),
                None => found.push((place, how)),
            }
        }
        found
    }

    /// What a mention in an inner body does to the place that the closure or async block around it captures.
    fn captured_by(
        &self,
        inner: BodyId,
        outer: Option<BodyId>,
        binding: BindingId,
        mention: ExprAt,
    ) -> Option<(Place, Use)> {
        let krate = self.krate;
        let (used, how) = self.use_around(binding, mention);
        // From edition 2021 on, what is not used is not captured: `let _ = permit` takes nothing along.
        let how = match how {
            None if krate.edition() >= 2021 => return None,
            how => how.unwrap_or(Use::Borrow),
        };
        // What is behind a guard is reached through it, and so the guard is captured.
        let whole = krate.edition() < 2021 || matches!(krate.type_of_binding(binding), Ty::Guard(_));
        let place = if whole { Place::local(binding) } else { used };
        let place = up_to_pointer(place);
        let moves = krate.moves_on_the_way(mention, inner, outer);
        let copied = || self.copies(&krate.type_of_binding(binding)) == Some(true) && place.path.is_empty();
        let how = match how {
            _ if moves && copied() => Use::Copy,
            _ if moves => Use::Move,
            // What is only copied inside is borrowed by the closure.
            Use::Copy => Use::Borrow,
            how => how,
        };
        Some((place, how))
    }

    /// The largest place around a mention of a variable, and how the mention uses it.
    fn use_around(&self, binding: BindingId, mention: ExprAt) -> (Place, Option<Use>) {
        let krate = self.krate;
        if matches!(krate.kind(mention), ExprKind::Macro(_)) {
            return (Place::local(binding), Some(Use::Unknown));
        }
        let flow = krate.flow(krate.body_at(mention));
        let mut at = mention;
        loop {
            if let Some((place, how)) = flow.use_of(at.id) {
                return (place.clone(), Some(how));
            }
            let is_part = |parent: &ExprAt| match krate.kind(*parent) {
                ExprKind::Field { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => true,
                ExprKind::Index { base, .. } => *base == at.id,
                _ => false,
            };
            match krate.parent_expr(at).filter(is_part) {
                Some(parent) => at = parent,
                None => return (Place::local(binding), None),
            }
        }
    }
}

/// A closure captures no further than to the first pointer or element.
fn up_to_pointer(place: Place) -> Place {
    let length = place.path.iter().position(|step| matches!(step, Step::Inside | Step::Element | Step::Variant(..)));
    match length {
        Some(length) => Place { path: place.path[..length].into(), ..place },
        None => place,
    }
}
