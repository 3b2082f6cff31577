//! How long what starts a task lives: how often it starts, and what it works for.

use crate::model::Crate;
use crate::model::context::runs::{Cause, HowOften};
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{self, vocabulary};
use crate::model::source::handles::{Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{ExprAt, FileNo};
use crate::syntax::Span;
use crate::syntax::tree::{Arm, ExprKind, ItemKind, PatId, PatKind, Path, TypeId, TypeKind};

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

    /// The function whose callers in other packages, or in a library, decide how often the task is started.
    pub fn opened_by(self, often: &HowOften) -> Option<Function<'c>> {
        let Cause::Outside(at) = often.cause else { return None };
        let krate = self.krate;
        let mut defs = krate.index.defs_in(krate.file_no(at.file)?);
        defs.find(|(_, info)| info.span == at).map(|(def, _)| krate.as_function(def))
    }

    /// The parameter by which others stop what the function around the spawn does.
    pub fn stop_of_starter(self) -> Option<Variable<'c>> {
        let krate = self.krate;
        let orders = |name: &str| vocabulary::orders_stop(&words_of_name(name));
        self.expr().function()?.parameters().find(|parameter| {
            let binding = krate.index.binding(parameter.id);
            binding
                .ty
                .and_then(|ty| krate.last_name_of(binding.file, ty))
                .is_some_and(|ty| orders(ty) || orders(parameter.name()) && !vocabulary::is_plain_data(ty))
        })
    }

    /// The message by which others end the function around the spawn, after it has started the task: an arm for it returns.
    pub fn end_of_starter(self) -> Option<Span> {
        let (krate, spawn) = (self.krate, self.krate.span(self.data.at));
        let mut end = None;
        krate.each_in_body(krate.body_at(self.data.at), &mut |here| {
            if let ExprKind::Match { arms, .. } = krate.kind(here) {
                let ends = |arm: &&Arm| {
                    let body = ExprAt { id: arm.body, ..here };
                    krate.span(here).start > spawn.end
                        && krate.names_order_to_stop(here, arm.pat)
                        && krate.find_below(body, &|at| matches!(krate.kind(at), ExprKind::Return(_))).is_some()
                };
                let pattern = |arm: &Arm| krate.tree(here.file).pats[arm.pat.0 as usize].span;
                end = end.or(arms.iter().find(ends).map(pattern));
            }
            end.is_none() && krate.index.body_of(here).is_none()
        });
        end
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

impl Crate {
    /// Whether a pattern is for a message that says to stop.
    fn names_order_to_stop(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, elements } => {
                let wraps = path.segments.last().is_some_and(|last| matches!(self.text(last.name), "Some" | "Ok"));
                let said = elements.iter().any(|&inner| self.names_order_to_stop(at, inner));
                if wraps { said } else { self.orders_stop(path) }
            }
            PatKind::Path(path) | PatKind::Struct { path, .. } => self.orders_stop(path),
            PatKind::Or(choices) => choices.iter().any(|&choice| self.names_order_to_stop(at, choice)),
            _ => false,
        }
    }

    fn orders_stop(&self, path: &Path) -> bool {
        path.segments.last().is_some_and(|last| vocabulary::orders_stop(&words_of_name(self.text(last.name))))
    }

    /// The last name of a written type, behind references.
    fn last_name_of(&self, file: FileNo, ty: TypeId) -> Option<&str> {
        match &self.tree(file).types[ty.0 as usize].kind {
            TypeKind::Path(path) => path.segments.last().map(|last| self.text(last.name)),
            TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => {
                bounds.first().and_then(|bound| bound.segments.last()).map(|last| self.text(last.name))
            }
            TypeKind::Ref { inner, .. } => self.last_name_of(file, *inner),
            _ => None,
        }
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
