//! Inputs: what a caller hands in, of which each item has a task or a future of its own, all at once.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::source::FeedKind;
use crate::model::facts::spawn::{HandleUse, Spawn};
use crate::model::library::vocabulary::names_permit;
use crate::model::library::{OnDrop, Unit, calls, futures, permits, types};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{Binding, BindingId, BodyKind, ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, MacroBody, TypeKind};

/// How many methods and variables lead from what is gone over to what the caller hands in.
const LONGEST: usize = 12;

/// The parameter that decides how many are started.
#[derive(Clone, Copy)]
pub struct Input<'c> {
    krate: &'c Crate,
    over: ExprAt,
    param: BindingId,
}

impl<'c> Input<'c> {
    /// What is gone over.
    pub fn span(self) -> Span {
        self.krate.span(self.over)
    }

    /// The parameter.
    pub fn handed_in(self) -> Variable<'c> {
        self.krate.variable(self.param)
    }
}

impl<'c> Expr<'c> {
    /// The variable from around it, called a permit, that code takes along or waits for.
    pub fn brings_permit(self) -> Option<Expr<'c>> {
        let (base, span) = (self.base, self.span());
        let called_permit = |here| {
            let info = base.index.local(here).map(|binding| base.index.binding(binding));
            let by_name = |info: &Binding| names_permit(&words_of_name(base.text(info.name)));
            let is_permit = || base.type_of(here).path().is_some_and(permits::is_permit);
            info.is_some_and(|info| !span.holds(info.span) && (by_name(info) || is_permit()))
        };
        let mut permit = None;
        base.each_below(self.at, &mut |here| {
            permit = permit.or(Some(here).filter(|here| called_permit(*here)));
            // What is written in an `async` block or a closure lies in a body of its own.
            if let Some(code) = base.index.body_of(here) {
                permit = permit.or_else(|| base.find_in_body(code, &called_permit));
            }
            permit.is_none()
        });
        permit.map(|at| base.expr(at))
    }
}

impl<'c> Spawn<'c> {
    /// What a caller hands in, where each item of it has a task of its own and no iteration waits for the one before.
    pub fn input(self) -> Option<Input<'c>> {
        let krate = self.krate;
        let (at, argument) = (self.data.at, self.data.argument);
        // A scope joins its threads before the caller goes on; a fixed pool has so many.
        let scoped = self.data.row.unit == Unit::Thread && self.data.row.on_drop == OnDrop::Owned;
        if scoped || self.data.row.unit == Unit::Pool || krate.goes_on_receiving(argument) {
            return None;
        }
        let looped = krate.feed_of(at, argument).ok().filter(|feed| feed.kind == FeedKind::Collection);
        match looped {
            Some(feed) => krate.input_of(feed.at),
            None => match krate.mapped_over(at) {
                Some(over) => krate.input_of(over),
                None => self.input_through().map(|(_, input)| input),
            },
        }
    }

    /// What a caller of the spawn's function hands in, where each item of it is given to that function, and the call.
    fn input_through(self) -> Option<(ExprAt, Input<'c>)> {
        let krate = self.krate;
        let (at, argument) = (self.data.at, self.data.argument);
        let body = krate.index.body(krate.body_at(at));
        // Who only hands on what is started has its callers judged as spawns of their own.
        let hands_on = body.kind != BodyKind::Fn || body.is_async || krate.forwarded_param(argument).is_some();
        if hands_on || krate.loop_around(at).is_some() {
            return None;
        }
        let params = krate.params_in(argument);
        krate.callers(body.def?).into_iter().filter(|&call| !krate.in_test(call)).find_map(|call| {
            params.iter().find_map(|&n| {
                let given = ExprAt { id: *krate.args(call).get(n as usize)?, ..call };
                krate.input_in_loop(call, given, self.handle_use()).map(|input| (call, input))
            })
        })
    }

    /// The call that gives each item to the function of the spawn, when the caller goes over them.
    pub fn input_given(self) -> Option<Expr<'c>> {
        self.input_through().map(|(call, _)| self.krate.expr(call))
    }

    /// Whether what starts it stands in a loop's own code, not in a closure that is called for each item.
    pub fn is_looped(self) -> bool {
        self.krate.loop_around(self.data.at).is_some()
    }

    /// The wait with which a task begins that is started whenever a value is dropped, and not only with the last of them.
    pub fn sleeps_after_drop(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let outer = krate.outermost(krate.body_at(self.data.at));
        let owner = krate.index.def(krate.def_of(outer)?).owner?;
        let code = krate.code_of(self.data.argument).filter(|_| krate.is_drop_impl(owner))?;
        let mut picks_one = false;
        krate.each_in_body(outer, &mut |here| {
            picks_one |= krate.callee_name(here).is_some_and(calls::is_the_last);
            !picks_one && here != self.data.argument
        });
        let (mut first, file) = (None, krate.index.body(code).file);
        krate.each_in_body(code, &mut |here| {
            if let ExprKind::Await(inner) = krate.kind(here) {
                first = first.or(Some(ExprAt { id: *inner, file }));
            }
            first.is_none()
        });
        let sleep = first.filter(|&wait| !picks_one && krate.sleep_row(wait).is_some())?;
        Some(krate.expr(sleep))
    }
}

impl Crate {
    /// What a call is given each item of, in a closure whose results are all taken at once, or in a loop that neither waits
    /// nor keeps what starts.
    fn input_in_loop(&self, call: ExprAt, given: ExprAt, handle: HandleUse) -> Option<Input<'_>> {
        if let Some(over) = self.mapped_over(call) {
            return self.input_of(over);
        }
        let feed = self.feed_of(call, given).ok().filter(|feed| feed.kind == FeedKind::Collection)?;
        let waits = |here: ExprAt| {
            matches!(self.kind(here), ExprKind::Await(_)) || self.expr(here).takes_permit() != Some(false)
        };
        let leaves = matches!(handle, HandleUse::Dropped(_)) && self.find_below(feed.a_loop, &waits).is_none();
        self.input_of(feed.at).filter(|_| leaves)
    }

    /// The parameter that an iterator or collection is of, where the caller decides how many items it has.
    pub(in crate::model) fn input_of(&self, over: ExprAt) -> Option<Input<'_>> {
        let mut now = over;
        for _ in 0..LONGEST {
            now = match self.kind(now) {
                ExprKind::Method(method) => {
                    let keeps_all = calls::goes_over_all(self.text(method.name));
                    let own = matches!(self.callee(now), Callee::Def(_));
                    ExprAt { id: Some(method.receiver).filter(|_| keeps_all && !own)?, ..now }
                }
                ExprKind::Ref { operand, .. } => ExprAt { id: *operand, ..now },
                ExprKind::Path(_) => {
                    let made = self.made_from(now);
                    if made == now {
                        let param = self.index.local(now).filter(|&param| self.is_of_any_length(param, now))?;
                        return Some(Input { krate: self, over, param });
                    }
                    made
                }
                _ => return None,
            };
        }
        None
    }

    /// Whether a variable is a function's parameter that can hold any number of items: neither an array nor an `Option`,
    /// and no list that those who call it have written out.
    fn is_of_any_length(&self, binding: BindingId, mention: ExprAt) -> bool {
        let info = self.index.binding(binding);
        let types = &self.tree(info.file).types;
        let fixed = info.ty.is_some_and(|ty| match types[ty.0 as usize].kind {
            TypeKind::Ref { inner, .. } => matches!(types[inner.0 as usize].kind, TypeKind::Array(_)),
            TypeKind::Array(_) => true,
            _ => false,
        });
        let of_function = self.index.body(info.body).kind == BodyKind::Fn;
        let one_at_most = self.type_of_binding(binding).path().is_some_and(types::holds_one_at_most);
        let written_out = |at: ExprAt| match self.kind(at) {
            ExprKind::Array(_) => true,
            ExprKind::Macro(call) => matches!(&call.body, MacroBody::Args(_)),
            _ => false,
        };
        let made = self.origins(mention).into_iter().filter(|made| !self.in_test(made.at) && !self.in_test(made.site));
        let made: Vec<ExprAt> = made.map(|made| made.at).collect();
        let is_param = matches!(info.origin, Origin::Param(_)) && self.text(info.name) != "self";
        is_param && of_function && !fixed && !one_at_most && (made.is_empty() || !made.into_iter().all(written_out))
    }

    /// What a closure around a call makes something of each item of, where all that it makes is taken at once: by
    /// `collect`, `for_each` or a wait for all.
    fn mapped_over(&self, at: ExprAt) -> Option<ExprAt> {
        let closure = self.body_expr(self.body_at(at))?;
        if !matches!(self.kind(closure), ExprKind::Closure(_)) {
            return None;
        }
        let call = self.parent_expr(closure)?;
        let ExprKind::Method(method) = self.kind(call) else { return None };
        let over = ExprAt { id: method.receiver, ..call };
        let name = self.text(method.name);
        let given = method.args.contains(&closure.id) && futures::makes_each(name);
        let for_each = calls::does_for_each(name) && method.args.contains(&closure.id) && !self.is_awaited(call);
        (for_each || given && self.taken_at_once(call)).then_some(over)
    }

    /// Whether an iterator is used up in one go.
    fn taken_at_once(&self, iterator: ExprAt) -> bool {
        let mut now = iterator;
        for _ in 0..LONGEST {
            let Some(outer) = self.parent_expr(now) else {
                return self.let_name(now).is_some_and(|made| {
                    let mut uses = self.index.binding(made).uses.iter().map(|&id| ExprAt { id, ..now });
                    uses.any(|mention| self.is_awaited_with_all(mention))
                });
            };
            match self.kind(outer) {
                ExprKind::Method(method) if method.receiver == now.id && calls::collects(self.text(method.name)) => {
                    return !self.is_awaited(outer);
                }
                ExprKind::Method(method)
                    if method.receiver == now.id && calls::goes_over_all(self.text(method.name)) =>
                {
                    now = outer;
                }
                _ => return self.is_awaited_with_all(now),
            }
        }
        false
    }

    /// Whether a function that awaits all it is given is given this.
    fn is_awaited_with_all(&self, at: ExprAt) -> bool {
        let call = self.parent_expr(at).filter(|&call| self.args(call).contains(&at.id));
        call.is_some_and(|call| matches!(self.callee(call), Callee::External(path) if futures::awaits_all(&path)))
    }

    /// Whether a task goes on as long as something is sent to it: there are as many as things to listen to.
    fn goes_on_receiving(&self, argument: ExprAt) -> bool {
        let Some(code) = self.code_of(argument) else { return false };
        let mut goes_on = false;
        self.each_in_body(code, &mut |here| {
            let loops =
                matches!(self.kind(here), ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. });
            goes_on |= loops && self.feeds(here).iter().any(|feed| feed.kind != FeedKind::Collection);
            goes_on |= matches!(self.kind(here), ExprKind::Loop { .. });
            !goes_on
        });
        goes_on
    }
}
