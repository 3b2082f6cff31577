//! Where a loop's item goes: the variables that carry it, and the arm that was chosen by it.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::facts::spawn::source::Feed;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, PatId, PatKind};

impl Crate {
    /// Whether an item that `source` gives in this loop reaches an expression.
    pub(in crate::model) fn reaches(&self, a_loop: ExprAt, source: ExprAt, target: ExprAt) -> bool {
        let carriers = self.carriers(a_loop, source);
        self.mentions_any(target, &carriers)
    }

    /// The variables of a loop that hold the item, or something made of it.
    pub(in crate::model) fn carriers(&self, a_loop: ExprAt, source: ExprAt) -> FxHashSet<BindingId> {
        self.carriers_in(self.span(a_loop), source)
    }

    /// The variables of a stretch of code that hold what an expression gives, or something made of it.
    pub(in crate::model) fn carriers_in(&self, span: Span, source: ExprAt) -> FxHashSet<BindingId> {
        let in_loop: Vec<BindingId> = self.bindings_in(span);
        let mut carriers = FxHashSet::default();
        // Values flow forward; a second look finds what a later declaration feeds back.
        for _ in 0..2 {
            for &id in &in_loop {
                let binding = self.index.binding(id);
                let from = match binding.origin {
                    Origin::Value(e) | Origin::Outcome(e) | Origin::ItemOf(e) => ExprAt { file: binding.file, id: e },
                    _ => continue,
                };
                if self.span(from).holds(self.span(source)) || self.mentions_any(from, &carriers) {
                    carriers.insert(id);
                }
            }
        }
        carriers
    }

    /// The variables that are declared in a stretch of a file.
    pub(in crate::model) fn bindings_in(&self, span: Span) -> Vec<BindingId> {
        let Some(file) = self.file_no(span.file) else { return Vec::new() };
        self.index.bindings_in(file).filter(|(_, b)| span.holds(b.span)).map(|(id, _)| id).collect()
    }

    /// The variables in which a body has what it is given.
    pub(in crate::model) fn params_of(&self, body: BodyId) -> FxHashSet<BindingId> {
        let bindings = self.index.bindings_in(self.index.body(body).file);
        let own = bindings.filter(|(_, b)| b.body == body && matches!(b.origin, Origin::Param(_)));
        own.map(|(id, _)| id).collect()
    }

    /// Whether an expression mentions one of these variables.
    pub(in crate::model) fn mentions_any(&self, at: ExprAt, wanted: &FxHashSet<BindingId>) -> bool {
        if wanted.is_empty() {
            return false;
        }
        let span = self.span(at);
        wanted.iter().any(|&b| {
            let info = self.index.binding(b);
            info.uses.iter().any(|&u| span.holds(self.span(ExprAt { file: info.file, id: u })))
        })
    }

    /// The arm of a `match` on the item in which a spawn stands, when there are other arms than for failures.
    pub(in crate::model) fn arm_on_item(&self, spawn: ExprAt, feed: &Feed) -> Option<Span> {
        let carriers = self.carriers(feed.a_loop, feed.at);
        let asked = self.span(feed.at);
        let in_loop = self.ancestors(spawn).take_while(|&a| a != feed.a_loop);
        self.arm_of_kind(spawn, in_loop, |scrutinee| {
            self.mentions_any(scrutinee, &carriers) || self.span(scrutinee).holds(asked)
        })
    }

    /// The same for an item that a function is given, in one of these variables.
    pub(in crate::model) fn arm_on(&self, spawn: ExprAt, given: &FxHashSet<BindingId>) -> Option<Span> {
        let body = self.body_at(spawn);
        let own = self.ancestors(spawn).take_while(|&a| self.body_at(a) == body);
        self.arm_of_kind(spawn, own, |scrutinee| self.mentions_any(scrutinee, given))
    }

    /// The arm in which a place stands, of the innermost of these `match` that picks a variant of what `is_item` knows.
    fn arm_of_kind(
        &self,
        place: ExprAt,
        mut around: impl Iterator<Item = ExprAt>,
        is_item: impl Fn(ExprAt) -> bool,
    ) -> Option<Span> {
        let span = self.span(place);
        around.find_map(|outer| {
            let ExprKind::Match { scrutinee, arms } = self.kind(outer) else { return None };
            let arm = arms.iter().find(|arm| arm.span.holds(span))?;
            let on_item = is_item(ExprAt { id: *scrutinee, ..outer });
            (on_item && self.names_a_variant(outer, arm.pat)).then_some(arm.span)
        })
    }

    /// Whether a pattern picks one variant of an enum, beyond `Some` and `Ok`.
    fn names_a_variant(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, elements } => {
                let last = path.segments.last().map_or("", |s| self.text(s.name));
                match last {
                    "Some" | "Ok" | "Err" => elements.iter().any(|&e| self.names_a_variant(at, e)),
                    _ => true,
                }
            }
            PatKind::Struct { .. } => true,
            PatKind::Path(_) => true,
            PatKind::Or(choices) => choices.iter().any(|&c| self.names_a_variant(at, c)),
            PatKind::Ref(inner) | PatKind::Typed { pat: inner, .. } => self.names_a_variant(at, *inner),
            _ => false,
        }
    }
}
