//! How long the owner of a task lives: as long as the process, where the task is started once in it, works for something
//! `'static`, or is started by what never returns.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, locks};
use crate::model::source::tables::{BindingId, ExprAt, FileNo, Origin, Parent};
use crate::syntax::tree::{BlockId, ExprKind, StmtKind, TypeId, TypeKind};

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
