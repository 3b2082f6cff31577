//! How long what starts a task lives: how often it starts, and what it works for.

use crate::model::context::runs::{Cause, HowOften};
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::spawn::Spawn;
use crate::model::library;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind};

impl<'c> Spawn<'c> {
    /// How often the spawn starts something in the life of a process.
    pub fn how_often(self) -> HowOften {
        self.krate.how_often(self.data.at)
    }

    /// The `'static` thing that the task works for: its method's `&'static self`, a `&'static` parameter, a static condition
    /// variable that it waits on, or statics, when it takes nothing else along.
    pub fn for_static(self) -> Option<Span> {
        let krate = self.krate;
        let def = krate.def_of(krate.body_at(self.data.at))?;
        if krate.takes_static_self(def) {
            return Some(krate.index.def(def).span);
        }
        if let Some(wait) = krate.wait_for_static(self.data.argument) {
            return Some(krate.call_span(wait));
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

    /// Whether the task takes along something that who starts it has: not only what statics hold, or what it makes itself.
    pub fn works_for_starter(self) -> bool {
        let krate = self.krate;
        krate.taken_along(self.data.argument).into_iter().any(|taken| !krate.comes_from_static(taken))
    }

    /// Whether what starts the task again does so after an error, and none can come once it is started: there is one for
    /// each success.
    pub fn one_for_each_success(self, often: &HowOften) -> bool {
        let (krate, spawn) = (self.krate, self.krate.span(self.data.at));
        let Cause::Callback(by) = often.cause else { return false };
        let Some(file) = krate.file_no(by.file) else { return false };
        let mut fails = false;
        krate.each_in_body(krate.body_at(self.data.at), &mut |here| {
            fails |=
                matches!(krate.kind(here), ExprKind::Try(_) | ExprKind::Return(_)) && krate.span(here).end > spawn.end;
            krate.index.body_of(here).is_none()
        });
        !fails && library::callbacks::runs_again_on_error(krate.source(file).text_of(by))
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
}

impl<'c> Spawn<'c> {
    /// The receive that ends the task when the iteration which has started it drops the sender: until the next one starts,
    /// at the latest.
    pub fn ends_with_iteration(self) -> Option<Receive<'c>> {
        let krate = self.krate;
        let task = krate.code_of(self.data.argument)?;
        let a_loop = self.enclosing_loop().ok()?;
        let of_iteration = |receive: &Receive<'c>| {
            krate.channels_behind(receive.data.source).into_iter().any(|(channel, site)| {
                let given = krate.body_at(site) == task || self.task().holds(krate.expr(site));
                given && Channel { krate, data: &krate.channels[channel] }.senders_end_with_iteration(a_loop)
            })
        };
        let own = krate.receives().filter(|receive| krate.body_at(receive.data.at) == task);
        own.filter(|receive| receive.ends_its_code()).find(of_iteration)
    }
}
