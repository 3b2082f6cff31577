//! Patterns: the variables that they bind, and what they take out of the place or value that they are held against.

use super::{At, Builder, Want};
use crate::model::flow::{NodeKind, Place, Source, Step, Use};
use crate::model::source::tables::{BindingId, Step as Taken};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, PatId, PatKind, UnaryOp};

impl<'a> Builder<'a> {
    /// Binds the variables of a pattern to what somebody gives: a caller, an iterator, a `select!`.
    pub(super) fn bind(&mut self, pat: PatId, from: Source, mut at: At) -> At {
        let frame = self.frames.len() - 1;
        for binding in self.bindings_in(pat) {
            at = self.bind_one(binding, from, frame, at);
        }
        at
    }

    /// Binds the variables of a pattern to an expression's value or its parts. What they take out of a place is a use of
    /// that part of it.
    pub(super) fn bind_from(&mut self, pat: PatId, value: ExprId, frame: usize, at: At) -> At {
        let place = self.place_of(value);
        self.bind_parts(pat, value, place, frame, at)
    }

    /// Binds the one name of a `let` to a value that was asked for to be taken.
    pub(super) fn bind_taken(&mut self, pat: PatId, value: ExprId, frame: usize, at: At) -> At {
        self.bind_parts(pat, value, None, frame, at)
    }

    fn bind_parts(&mut self, pat: PatId, value: ExprId, place: Option<Place>, frame: usize, mut at: At) -> At {
        for binding in self.bindings_in(pat) {
            let whole = self.krate.index.binding(binding).steps.is_empty();
            if let Some(place) = &place {
                let how = self.taken_by(binding, value);
                let part = self.part_taken(place, binding);
                at = self.uses(value, part, how, at);
            }
            let from = if whole { Source::Whole(value) } else { Source::Part(value) };
            at = self.bind_one(binding, from, frame, at);
        }
        at
    }

    /// What a pattern wants of what it is held against, before its variables take their parts.
    pub(super) fn look_at(&self, pat: PatId) -> Want {
        match &self.krate.tree(self.file).pats[pat.0 as usize].kind {
            PatKind::Wild => Want::Ignore,
            PatKind::Typed { pat, .. } => self.look_at(*pat),
            _ => Want::Look,
        }
    }

    fn bind_one(&mut self, binding: BindingId, from: Source, frame: usize, at: At) -> At {
        let place = self.local(binding);
        self.hold(frame, place);
        self.then(at, NodeKind::Set(place, from))
    }

    /// How a variable of a pattern takes its part of a place.
    fn taken_by(&self, binding: BindingId, value: ExprId) -> Use {
        let info = self.krate.index.binding(binding);
        if info.by_ref {
            return if info.mutable { Use::BorrowMut } else { Use::Borrow };
        }
        let whole = self.krate.type_of(self.expr_at(value));
        match (&whole, info.steps.is_empty()) {
            (_, true) => self.taken(&whole, Want::Value),
            // A pattern held against a reference borrows.
            (Ty::Ref(_), false) => Use::Borrow,
            (Ty::Unknown, false) => Use::Unknown,
            _ => match self.krate.type_of_binding(binding) {
                Ty::Unknown => Use::Unknown,
                part => self.taken(&part, Want::Value),
            },
        }
    }

    fn part_taken(&self, place: &Place, binding: BindingId) -> Place {
        self.krate.index.binding(binding).steps.iter().fold(place.clone(), |place, step| match *step {
            Taken::Tuple(n) => place.then(Step::Tuple(n)),
            Taken::Variant(name, n) => place.then(Step::Variant(name, n)),
            Taken::Field(name) => place.then(Step::Field(name)),
            Taken::Element => place.then(Step::Element),
            Taken::Struct(_) => place,
        })
    }

    /// The variables that a pattern binds, in order.
    fn bindings_in(&self, pat: PatId) -> Vec<BindingId> {
        let mut found = Vec::new();
        self.krate.pattern_bindings(self.file, pat, &mut found);
        found
    }

    /// Whether a pattern fits every value: later arms are for what a guard before them lets pass.
    pub(super) fn always_fits(&self, pat: PatId) -> bool {
        match &self.krate.tree(self.file).pats[pat.0 as usize].kind {
            PatKind::Wild => true,
            PatKind::Bind { sub, .. } => {
                // A constant or a unit variant is written like a variable.
                let binds = self.krate.index.file(self.file).pat_binding.contains_key(&pat);
                binds && sub.is_none_or(|sub| self.always_fits(sub))
            }
            PatKind::Typed { pat, .. } | PatKind::Ref(pat) => self.always_fits(*pat),
            PatKind::Tuple(parts) => parts.iter().all(|&part| self.always_fits(part)),
            PatKind::Rest => true,
            _ => false,
        }
    }

    /// The value of a `let`. What it borrows of a temporary lives as long as its variables do: `let x = &make();`, and
    /// `let x = &make().part;` too. What the temporary was made from goes with the statement: in `let x = &a.lock().copy();`
    /// the guard does.
    pub(super) fn init(&mut self, id: ExprId, want: Want, block: usize, at: At) -> At {
        match self.kind(id) {
            ExprKind::Ref { operand, .. } => {
                let extended = self.extended.replace((self.whole_of(*operand), block));
                let at = self.expr(id, want, at);
                self.extended = extended;
                at
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                parts.iter().fold(at, |at, &part| self.init(part, Want::Value, block, at))
            }
            ExprKind::Struct { fields, rest, .. } => {
                let at = fields.iter().fold(at, |at, field| self.init(field.1, Want::Value, block, at));
                self.exprs(*rest, Want::Look, at)
            }
            _ => self.expr(id, want, at),
        }
    }

    /// What a part is a part of: fields, elements and what a pointer points at live as long as the whole does.
    fn whole_of(&self, id: ExprId) -> ExprId {
        match self.kind(id) {
            ExprKind::Field { base: whole, .. }
            | ExprKind::Index { base: whole, .. }
            | ExprKind::Unary { op: UnaryOp::Deref, operand: whole } => self.whole_of(*whole),
            _ => id,
        }
    }
}
