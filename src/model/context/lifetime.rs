//! How long the owner of a task lives: as long as the process, where the task is started once in it, works for something
//! `'static`, or is started by what never returns.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, locks};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, FileNo, Origin, Parent};
use crate::syntax::tree::{BlockId, ExprId, ExprKind, Lit, Name, StmtKind, TypeId, TypeKind, UnaryOp};

/// How many steps lead from a condition to the field that it tells of.
const STEPS: u32 = 8;

/// A field, with its struct where that is known.
#[derive(Clone, Copy)]
struct OwnField {
    owner: Option<DefId>,
    name: Name,
}

impl OwnField {
    fn may_be(self, other: OwnField) -> bool {
        self.name == other.name && (self.owner == other.owner || self.owner.is_none() || other.owner.is_none())
    }
}

/// In how many bodies behind a check the field is looked for that it tells of.
const BODIES: usize = 64;

impl Base {
    /// Whether a task is started on a runtime that this function has made, or that is a field of `self`: it ends with it.
    pub(in crate::model) fn in_own_runtime(&self, at: ExprAt) -> bool {
        let mut driving = self.ancestors(at).filter(|&a| self.method_name(a).is_some_and(library::futures::drives));
        self.ends_with_runtime(at) || driving.any(|call| self.ends_with_runtime(call))
    }

    /// Whether a method is called on a runtime that goes away with this function, or with `self`.
    fn ends_with_runtime(&self, at: ExprAt) -> bool {
        let Some(runtime) = self.receiver_of(at) else { return false };
        if !self.type_of(runtime).path().is_some_and(library::ends_its_tasks) {
            return false;
        }
        match self.kind(runtime) {
            ExprKind::Path(_) => self.index.local(runtime).is_some_and(|b| {
                matches!(self.index.binding(b).origin, Origin::Value(_)) && !self.comes_from_static(b)
            }),
            ExprKind::Field { base, .. } => self
                .index
                .local(ExprAt { id: *base, ..at })
                .is_some_and(|b| self.index.binding(b).origin == Origin::SelfParam),
            _ => false,
        }
    }

    /// The call on a static that only the first caller in the process gets past, when `at` stands behind it.
    pub(in crate::model) fn flag_before(&self, at: ExprAt) -> Option<ExprAt> {
        let mut inner = at;
        for outer in self.ancestors(at) {
            if let ExprKind::If { cond, .. } = self.kind(outer)
                && *cond != inner.id
                && let Some(flag) = self.takes_flag(ExprAt { id: *cond, ..at })
            {
                return Some(flag);
            }
            inner = outer;
        }
        let mut blocks = std::iter::once(at).chain(self.ancestors(at)).filter_map(|a| match self.parent(a) {
            Parent::Stmt(block, n) => Some((block, n)),
            _ => None,
        });
        blocks.find_map(|(block, n)| self.flag_above(at.file, block, n))
    }

    /// `if STARTED.swap(true) { return; }` among the first `n` statements of a block.
    fn flag_above(&self, file: FileNo, block: BlockId, n: u32) -> Option<ExprAt> {
        self.stmts(file, block).iter().take(n as usize).find_map(|stmt| {
            let StmtKind::Expr { expr, .. } = &stmt.kind else { return None };
            let at = ExprAt { file, id: *expr };
            let ExprKind::If { cond, .. } = self.kind(at) else { return None };
            let leaves = self.find_below(at, &|e| matches!(self.kind(e), ExprKind::Return(_)));
            leaves.and_then(|_| self.takes_flag(ExprAt { id: *cond, ..at }))
        })
    }

    /// The call in a condition that sets a static and tells whether it was set before.
    fn takes_flag(&self, cond: ExprAt) -> Option<ExprAt> {
        self.find_below(cond, &|e| {
            let sets = self.method_name(e).is_some_and(library::reads::sets_and_tells);
            sets && self.receiver_of(e).is_some_and(|r| self.is_static(r))
        })
    }

    /// The check above a place that returns where a field tells that this has been done: the function goes on to set that
    /// field, by itself or by what it calls, and nothing in the package takes it back.
    pub(in crate::model) fn done_before(&self, at: ExprAt) -> Option<ExprAt> {
        let mut blocks = std::iter::once(at).chain(self.ancestors(at)).filter_map(|a| match self.parent(a) {
            Parent::Stmt(block, n) => Some((block, n)),
            _ => None,
        });
        blocks.find_map(|(block, n)| {
            self.stmts(at.file, block).iter().take(n as usize).find_map(|stmt| {
                let StmtKind::Expr { expr, .. } = &stmt.kind else { return None };
                let check = ExprAt { file: at.file, id: *expr };
                let ExprKind::If { cond, otherwise: None, .. } = self.kind(check) else { return None };
                self.find_below(check, &|e| matches!(self.kind(e), ExprKind::Return(_)))?;
                let field = self.field_that_tells(ExprAt { id: *cond, ..at })?;
                (self.is_set_from(self.body_at(at), field) && !self.is_taken_back(field))
                    .then_some(ExprAt { id: *cond, ..at })
            })
        })
    }

    /// The field whose value a condition tells as it is: `self.started`, `*started` of its lock, `inner.instance.is_some()`.
    fn field_that_tells(&self, cond: ExprAt) -> Option<OwnField> {
        let mut at = cond;
        for _ in 0..STEPS {
            at = match self.kind(at) {
                ExprKind::Field { name, .. } => {
                    return Some(OwnField { owner: self.field_of_struct(at).map(|(owner, _)| owner), name: *name });
                }
                ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
                | ExprKind::Ref { operand: inner, .. }
                | ExprKind::Await(inner)
                | ExprKind::Try(inner) => ExprAt { id: *inner, ..at },
                ExprKind::Method(method) if !library::reads::tells_absence(self.text(method.name)) => {
                    ExprAt { id: method.receiver, ..at }
                }
                ExprKind::Path(_) => match self.index.binding(self.index.local(at)?).origin {
                    Origin::Value(value) => ExprAt { id: value, ..at },
                    _ => return None,
                },
                _ => return None,
            };
        }
        None
    }

    /// Whether a body gives a field a value that says that something is there, by itself or by what it calls.
    fn is_set_from(&self, body: BodyId, field: OwnField) -> bool {
        let (mut todo, mut seen, mut found) = (vec![body], FxHashSet::default(), false);
        while let Some(body) = todo.pop().filter(|_| !found) {
            if seen.insert(body) && seen.len() < BODIES {
                self.each_in_body(body, &mut |here| {
                    found |= self.sets_field(here, field) == Some(true);
                    todo.extend(self.body_called(here));
                    true
                });
            }
        }
        found
    }

    /// Whether code of the package sets a field to what says that nothing is there, or takes out what it holds.
    fn is_taken_back(&self, field: OwnField) -> bool {
        // What sets it names it in the same file, where not itself then by a variable that it was borrowed for.
        let mut files: Vec<FileNo> = self.field_uses(field.name).iter().map(|at| at.file).collect();
        files.dedup();
        files.into_iter().any(|file| {
            (0..self.tree(file).exprs.len() as u32)
                .any(|id| self.sets_field(ExprAt { file, id: ExprId(id) }, field) == Some(false))
        })
    }

    /// Whether an expression sets a field: to something, or back to nothing.
    fn sets_field(&self, at: ExprAt, field: OwnField) -> Option<bool> {
        let is_field = |id| self.field_that_tells(ExprAt { id, ..at }).is_some_and(|one| one.may_be(field));
        let nothing = |id| match self.kind(ExprAt { id, ..at }) {
            ExprKind::Lit(Lit::Bool(value)) => !value,
            ExprKind::Path(_) => self.text_at(ExprAt { id, ..at }) == "None",
            _ => false,
        };
        match self.kind(at) {
            ExprKind::Assign { left, right } => is_field(*left).then(|| !nothing(*right)),
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                let sets = library::reads::sets_and_tells(name) || library::calls::sets(name);
                let takes = library::reads::takes_what_it_reads(name) && !sets;
                let given = method.args.iter().any(|&id| nothing(id));
                ((sets || takes) && is_field(method.receiver)).then_some(sets && !given)
            }
            _ => None,
        }
    }

    /// The variables from outside that a task's code, or the call that makes it, mentions.
    pub(in crate::model) fn taken_along(&self, argument: ExprAt) -> Vec<BindingId> {
        let span = self.span(argument);
        let mut taken: Vec<BindingId> = Vec::new();
        self.each_below(argument, &mut |here| {
            if let Some(binding) = self.index.local(here)
                && !span.holds(self.index.binding(binding).span)
                && !taken.contains(&binding)
            {
                taken.push(binding);
            }
            true
        });
        taken
    }

    /// Whether a variable is a parameter of a type such as `&'static Watcher`; a `&'static str` is only a name.
    pub(in crate::model) fn is_static_param(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let (Origin::Param(_), Some(ty)) = (info.origin, info.ty) else { return false };
        let types = &self.tree(info.file).types;
        match types[ty.0 as usize].kind {
            TypeKind::Ref { is_static: true, inner, .. } => match &types[inner.0 as usize].kind {
                TypeKind::Path(path) => path.segments.last().is_none_or(|s| self.text(s.name) != "str"),
                TypeKind::Dyn(_) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the value of a variable is made of a static alone: `QUEUE.take()`, `Arc::clone(&SHARED)`.
    pub(in crate::model) fn comes_from_static(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let Origin::Value(value) = info.origin else { return false };
        let at = ExprAt { file: info.file, id: value };
        let mut locals = false;
        self.each_below(at, &mut |here| {
            locals |= self.index.local(here).is_some();
            !locals
        });
        !locals && self.find_static(at).is_some()
    }

    /// The first static that an expression mentions, closures in it included.
    pub(in crate::model) fn find_static(&self, at: ExprAt) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(at, &mut |here| {
            found = found.or(self.is_static(here).then_some(here));
            found.is_none()
        });
        found
    }

    /// The first wait on a condition variable that is a static: whoever notifies it can do so as long as the process lives.
    pub(in crate::model) fn wait_for_static(&self, at: ExprAt) -> Option<ExprAt> {
        let waits = |here| match self.callee(here) {
            Callee::Method(ty, name) => locks::condvar_wait(&ty, self.text(name)).is_some(),
            _ => false,
        };
        let mut found = None;
        self.each_below(at, &mut |here| {
            let on_static = |receiver| self.is_static(receiver) && waits(here);
            found = found.or(self.receiver_of(here).is_some_and(on_static).then_some(here));
            found.is_none()
        });
        found
    }

    /// Whether a written type has no value, or promises one that has none: `!`, `Result<Infallible, E>`.
    pub(in crate::model) fn has_no_value(&self, file: FileNo, ty: TypeId) -> bool {
        match &self.tree(file).types[ty.0 as usize].kind {
            TypeKind::Never => true,
            TypeKind::Path(path) => path.segments.last().is_some_and(|last| {
                self.text(last.name) == "Infallible" || last.args.first().is_some_and(|&a| self.has_no_value(file, a))
            }),
            _ => false,
        }
    }
}
