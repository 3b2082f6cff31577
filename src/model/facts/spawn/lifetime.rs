//! How long what starts a task lives: what makes it start once, and what it works for.

use crate::model::callee;
use crate::model::facts::spawn::Spawn;
use crate::model::library::Call;
use crate::model::source::tables::BodyKind;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind};

impl<'c> Spawn<'c> {
    /// What lets the spawn run at most once in the process: the initialiser that it stands in, or the flag before it.
    pub fn once(self) -> Option<Span> {
        let (krate, at) = (self.krate, self.data.at);
        let by_call = krate.ancestors(at).find(|&a| {
            matches!(krate.kind(a), ExprKind::Call { .. } | ExprKind::Method(_))
                && krate.known_call(a) == Some(Call::Once)
        });
        let body = krate.index.body(krate.outermost(krate.body_at(at)));
        let by_flag = || krate.flag_before(at).map(|a| krate.span(a));
        by_call.map(|a| krate.span(a)).or((body.kind == BodyKind::Init).then_some(body.span)).or_else(by_flag)
    }

    /// The `'static` thing that the task works for: its method's `&'static self`, a `&'static` parameter, or statics,
    /// when it takes nothing else along.
    pub fn for_static(self) -> Option<Span> {
        let krate = self.krate;
        let def = krate.def_of(krate.body_at(self.data.at))?;
        if krate.takes_static_self(def) {
            return Some(krate.index.def(def).span);
        }
        let taken = krate.taken_along(self.data.argument);
        if let Some(&lent) = taken.iter().find(|&&b| krate.is_static_param(b)) {
            return Some(krate.index.binding(lent).span);
        }
        let from_statics = taken.iter().all(|&b| krate.comes_from_static(b));
        let first = taken.first().map(|&b| krate.index.binding(b).span);
        match first {
            Some(span) => from_statics.then_some(span),
            None => krate.find_static(self.data.argument).map(|a| krate.span(a)),
        }
    }

    /// The public functions that alone lead to the spawn, each call on the way made once: their callers in other packages
    /// decide how often the task is started.
    pub fn started_from_outside(self) -> Option<Vec<String>> {
        self.krate.reached_from_outside(self.data.at)
    }

    /// The function that starts the task, when its type says that it never returns: the task lives no longer than it.
    pub fn never_returns(self) -> Option<Span> {
        let krate = self.krate;
        let info = krate.index.def(krate.def_of(krate.body_at(self.data.at))?);
        let ItemKind::Fn(function) = &krate.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let never = function.ret.is_some_and(|ty| krate.has_no_value(info.file, ty));
        (never && !function.is_async).then_some(info.span)
    }

    /// The program's `main`, when the spawn stands in it, or in functions that `main` alone calls, and once.
    pub fn in_main(self) -> Option<Span> {
        let krate = self.krate;
        let id = krate.def_of(krate.body_at(self.data.at))?;
        if krate.is_main(id) {
            return Some(krate.index.def(id).span);
        }
        let again = krate.repeated(self.data.at);
        krate.called_by_main(id, callee::DEPTH).filter(|_| !again).map(|main| krate.index.def(main).span)
    }
}
