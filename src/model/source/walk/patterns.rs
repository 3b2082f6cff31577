//! Patterns: the variables that they bind, and how each leads from the whole value to its part.

use crate::model::source::tables::{Binding, BindingId, Origin, Parent, Step};
use crate::model::source::walk::Walk;
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprId, ExprKind, Name, PatId, PatKind, TypeId, TypeKind};

impl<'a> Walk<'a> {
    /// Binds the names of a pattern. `steps` leads from the origin's value to this pattern.
    pub(super) fn pattern(
        &mut self,
        id: PatId,
        origin: Origin,
        steps: &mut Vec<Step>,
        ty: Option<TypeId>,
        stmt: Option<(BlockId, u32)>,
    ) {
        let tree = self.tree;
        let pat = &tree.pats[id.0 as usize];
        match &pat.kind {
            PatKind::Bind { name, by_ref, mutable, sub } => {
                let text = self.names.text(*name);
                // A unit variant or a constant is written like a binding; Rust's own naming tells them apart.
                if !(text.starts_with(|c: char| c.is_uppercase()) && sub.is_none()) {
                    let bound = self.bind(*name, pat.span, *mutable, *by_ref, origin);
                    let binding = &mut self.index.bindings[bound.0 as usize];
                    (binding.steps, binding.ty, binding.stmt) = (steps.as_slice().into(), ty, stmt);
                    self.here().pat_binding.insert(id, bound);
                }
                if let Some(sub) = sub {
                    self.pattern(*sub, origin, steps, ty, stmt);
                }
            }
            PatKind::Tuple(elements) => {
                let rest = elements.iter().position(|e| matches!(tree.pats[e.0 as usize].kind, PatKind::Rest));
                if let (None, Some(parts)) = (rest, self.parts_given(origin, steps, elements.len())) {
                    for (n, (&element, &part)) in elements.iter().zip(parts).enumerate() {
                        self.pattern(element, Origin::Value(part), steps, self.tuple_type(ty, n as u32), stmt);
                    }
                    return;
                }
                for (n, &element) in elements.iter().enumerate() {
                    // After `..` the place counts from the end, which nobody asks for.
                    let place = if rest.is_some_and(|r| n > r) { u32::MAX } else { n as u32 };
                    self.stepped(element, origin, steps, Step::Tuple(place), self.tuple_type(ty, place), stmt);
                }
            }
            PatKind::TupleStruct { path, elements } => {
                let name = path.segments.last().map(|s| s.name);
                for (n, &element) in elements.iter().enumerate() {
                    let Some(name) = name else { continue };
                    self.stepped(element, origin, steps, Step::Variant(name, n as u32), None, stmt);
                }
            }
            PatKind::Struct { fields, .. } => {
                steps.push(Step::Struct(id));
                for &(name, field) in fields {
                    self.stepped(field, origin, steps, Step::Field(name), None, stmt);
                }
                steps.pop();
            }
            PatKind::Slice(elements) => {
                for &element in elements {
                    self.stepped(element, origin, steps, Step::Element, None, stmt);
                }
            }
            PatKind::Ref(inner) => self.pattern(*inner, origin, steps, None, stmt),
            PatKind::Typed { pat, ty } => self.pattern(*pat, origin, steps, Some(*ty), stmt),
            PatKind::Or(choices) => self.or_pattern(choices, origin, steps, stmt),
            PatKind::Value(value) => self.expr(*value, Parent::None),
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Range | PatKind::Other => {}
        }
    }

    /// The expressions of a tuple that is made and taken apart in one statement: `let (a, b) = (x, y)` says what two of them
    /// would.
    fn parts_given(&self, origin: Origin, steps: &[Step], n: usize) -> Option<&'a [ExprId]> {
        let Origin::Value(value) = origin else { return None };
        match &self.tree.exprs[value.0 as usize].kind {
            ExprKind::Tuple(parts) if steps.is_empty() && parts.len() == n => Some(parts),
            _ => None,
        }
    }

    /// Every choice binds the same names: the first one's bindings stand for all.
    fn or_pattern(
        &mut self,
        choices: &'a [PatId],
        origin: Origin,
        steps: &mut Vec<Step>,
        stmt: Option<(BlockId, u32)>,
    ) {
        let mark = self.env.len();
        for (n, &choice) in choices.iter().enumerate() {
            if n == 0 {
                self.pattern(choice, origin, steps, None, stmt);
            } else {
                let kept = self.env.len();
                self.pattern(choice, origin, steps, None, stmt);
                let bound_before = kept > mark;
                if bound_before {
                    self.env.truncate(kept);
                }
            }
        }
    }

    fn tuple_type(&self, ty: Option<TypeId>, place: u32) -> Option<TypeId> {
        match &self.tree.types[ty?.0 as usize].kind {
            TypeKind::Tuple(parts) => parts.get(place as usize).copied(),
            // What is taken apart behind a reference is borrowed from there.
            TypeKind::Ref { inner, .. } => self.tuple_type(Some(*inner), place),
            _ => None,
        }
    }

    fn stepped(
        &mut self,
        pat: PatId,
        origin: Origin,
        steps: &mut Vec<Step>,
        step: Step,
        ty: Option<TypeId>,
        stmt: Option<(BlockId, u32)>,
    ) {
        steps.push(step);
        self.pattern(pat, origin, steps, ty, stmt);
        steps.pop();
    }

    /// A new binding, in force from here on.
    pub(super) fn bind(&mut self, name: Name, span: Span, mutable: bool, by_ref: bool, origin: Origin) -> BindingId {
        let id = BindingId(self.index.bindings.len() as u32);
        self.index.bindings.push(Binding {
            file: self.file,
            name,
            span,
            body: self.body,
            scope: self.scope,
            mutable,
            by_ref,
            ty: None,
            origin,
            steps: Box::default(),
            stmt: None,
            uses: Vec::new(),
        });
        self.env.push(name, id);
        id
    }
}
