//! By which ways a body comes to run: the calls of a function, the place where a closure is handed over or an `async`
//! block stands, and what is called from outside.

use crate::files::FileKind;
use crate::model::Base;
use crate::model::context::runs::{Cause, Runs};
use crate::model::flow::NodeId;
use crate::model::library;
use crate::model::source::handles::{Expr, Function};
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt};
use crate::syntax::tree::{Attr, ExprKind, Item};

/// One way in which code comes to run.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) enum Way {
    /// Nothing of the package leads there.
    Start(Runs, Cause),
    /// From a place in another body, so many times whenever that runs.
    From { body: BodyId, at: ExprAt, times: Times },
}

/// How often a place is come to while its body runs once.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) enum Times {
    Once,
    EachItem(Cause),
    Again(Cause),
}

impl Times {
    /// What is done so many times in a place that is come to so many times.
    pub(in crate::model) fn each(self, inner: Times) -> Times {
        match (self, inner) {
            (Times::Again(_), _) | (Times::EachItem(_), Times::Once | Times::EachItem(_)) => self,
            _ => inner,
        }
    }
}

impl Function<'_> {
    /// Whether a library calls it on what it has, as often as something comes: a method of one of its traits, or a function
    /// that an attribute registers.
    pub fn answers_library(self) -> bool {
        let info = self.base.index.def(self.def);
        let by_trait = |owner| self.base.trait_of(owner).is_some() && self.base.declared_by_trait(self.def).is_none();
        let on_instance = self.base.has_receiver(self.def) && info.owner.is_some_and(by_trait);
        on_instance || self.attributes().any(|(path, args)| library::exports(path, args))
    }
}

impl<'c> Function<'c> {
    /// The places that call it or name it as a value, where all of them are seen: it is not public. `None` where others may
    /// call it, or nobody does.
    pub fn calls_of_private(self) -> Option<Vec<Expr<'c>>> {
        let places = self.base.all_callers(self.def);
        let seen = !places.is_empty() && !self.base.item_of(self.def).open;
        seen.then(|| places.into_iter().map(|at| self.base.expr(at)).collect())
    }
}

impl Base {
    /// Who of those that the package does not show can call a function, by the place that opens it: attributes that
    /// register it, a trait of a library, a library that exports it while nobody inside calls it, or an example that
    /// shows others how to.
    pub(in crate::model) fn external_callers(&self, def: DefId) -> Option<Cause> {
        let info = self.index.def(def);
        let item = self.item_of(def);
        let owner = info.owner.map(|owner| self.index.impl_info(owner));
        let around = owner.map(|o| &self.tree(o.file).items[o.item.0 as usize]);
        let registered =
            |item: &Item| item.attrs.iter().any(|a| library::exports(self.text(a.path), self.text(a.args)));
        let by_trait = info.owner.is_some_and(|o| self.trait_of(o).is_some()) && self.declared_by_trait(def).is_none();
        if by_trait || registered(item) || around.is_some_and(registered) {
            return Some(Cause::Outside(info.span));
        }
        let calls = self.all_callers(def);
        let uncalled = self.without_tests(def, calls.iter().copied()).next().is_none();
        let outside = match self.target_of(def) {
            FileKind::Bin => uncalled && self.is_read_by_macro(item),
            _ => uncalled || self.is_exported(def) && calls.iter().any(|&at| self.is_example(at)),
        };
        outside.then_some(Cause::Outside(info.span))
    }

    /// By which ways a body comes to run.
    pub(in crate::model) fn ways_to(&self, body: BodyId) -> Vec<Way> {
        let info = self.index.body(body);
        match info.kind {
            BodyKind::Init => vec![Way::Start(Runs::AtMost(1), Cause::Initialiser(info.span))],
            BodyKind::Async(id) => vec![self.way_at(ExprAt { file: info.file, id })],
            BodyKind::Closure(id) => self.ways_of_value(ExprAt { file: info.file, id }),
            BodyKind::Fn => match info.def {
                Some(def) => self.ways_to_function(def),
                None => vec![Way::Start(Runs::Unknown, Cause::HandedOn(info.span))],
            },
        }
    }

    /// The way by which an expression comes to be evaluated.
    pub(in crate::model) fn way_at(&self, at: ExprAt) -> Way {
        let body = self.body_at(at);
        if let Some(flag) = self.flag_before(at) {
            return Way::Start(Runs::AtMost(1), Cause::Flag(self.span(flag)));
        }
        if let Some(check) = self.done_before(at) {
            return Way::Start(Runs::EachOwner, Cause::OwnFlag(self.span(check)));
        }
        match body.0 {
            u32::MAX => Way::Start(Runs::Unknown, Cause::HandedOn(self.span(at))),
            _ => Way::From { body, at, times: self.times_in_body(at) },
        }
    }

    fn ways_to_function(&self, def: DefId) -> Vec<Way> {
        let info = self.index.def(def);
        let calls = self.all_callers(def);
        let mut ways: Vec<Way> = Vec::new();
        for at in self.without_tests(def, calls.into_iter()) {
            match self.kind(at) {
                ExprKind::Path(_) => ways.extend(self.ways_of_value(at)),
                _ => ways.push(self.way_at(at)),
            }
        }
        let is_root = self.index.scope(info.scope).parent.is_none();
        if self.begins_process(def) && (is_root || ways.is_empty()) {
            ways.push(Way::Start(Runs::AtMost(1), Cause::Entry(info.span)));
            return ways;
        }
        if ways.is_empty() {
            ways.extend(self.without_tests(def, self.possible_callers(def).into_iter()).map(|at| self.way_at(at)));
            if let (true, Some(&at)) = (ways.is_empty(), self.unread_mentions(info.name).first()) {
                return vec![Way::Start(Runs::Unknown, Cause::HandedOn(self.span(at)))];
            }
            // A call that may mean the function is a caller where none from outside can explain it; where one can, a method
            // of the same name says nothing.
            match self.is_exported(def) {
                true => ways.clear(),
                false if !ways.is_empty() => return ways,
                false => {}
            }
        }
        ways.extend(self.external_callers(def).map(|cause| Way::Start(Runs::Many, cause)));
        ways
    }

    /// Every place that calls a function or names it as a value: by itself, or as what its trait declares.
    pub(in crate::model) fn all_callers(&self, def: DefId) -> Vec<ExprAt> {
        let meant = std::iter::once(def).chain(self.declared_by_trait(def));
        let each = |def| {
            [
                self.callers(def),
                self.callers_of_twins(def),
                self.callers_by_alias(def).to_vec(),
                self.function_values(def),
            ]
        };
        meant.flat_map(each).flatten().collect()
    }

    /// These places without those of tests, which say nothing of how often a program does something.
    pub(in crate::model) fn without_tests(
        &self,
        def: DefId,
        places: impl Iterator<Item = ExprAt>,
    ) -> impl Iterator<Item = ExprAt> {
        let own = self.index.def(def).test;
        places.filter(move |&at| own || !self.in_test(at))
    }

    fn is_example(&self, at: ExprAt) -> bool {
        self.files[at.file.0 as usize].kind == FileKind::Example
    }

    /// Whether the process begins with a function.
    pub(in crate::model) fn begins_process(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let by_attr = |attr: &Attr| library::starts_process(self.text(attr.path));
        info.owner.is_none() && self.text(info.name) == "main" || self.item_of(def).attrs.iter().any(by_attr)
    }

    /// Whether a macro reads a function or the impl around it: it may call it by names that nobody sees.
    fn is_read_by_macro(&self, item: &Item) -> bool {
        item.attrs.iter().any(|attr| !library::is_inert(self.text(attr.path)))
    }

    /// How often a place is come to while its own body runs once.
    pub(in crate::model) fn times_in_body(&self, at: ExprAt) -> Times {
        let mut times = Times::Once;
        let mut inner = at;
        while let Some(a_loop) = self.loop_around(inner) {
            if self.comes_again(at, a_loop) {
                let head = self.loop_span(a_loop);
                if self.is_fed_from_outside(a_loop) {
                    return Times::Again(Cause::Loop(head));
                }
                times = Times::EachItem(Cause::Collection(head));
            }
            inner = a_loop;
        }
        times
    }

    /// Whether a loop around a place can begin another iteration after it.
    fn comes_again(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let flow = self.flow(self.body_at(at));
        let node: Option<NodeId> =
            std::iter::once(at).chain(self.ancestors(at)).take_while(|&a| a != a_loop).find_map(|a| flow.node_of(a.id));
        match (node, flow.loop_of(a_loop.id)) {
            (Some(node), Some(number)) => flow.continues(node, number),
            _ => true,
        }
    }

    /// Whether a loop goes on as long as others feed it, or without an end; one over a collection does not.
    fn is_fed_from_outside(&self, a_loop: ExprAt) -> bool {
        let ExprKind::For { iter, .. } = self.kind(a_loop) else { return true };
        self.iterates_without_end(ExprAt { id: *iter, ..a_loop })
    }

    /// Whether an iterator has as many items as others send, or no end.
    pub(in crate::model) fn iterates_without_end(&self, iter: ExprAt) -> bool {
        let endless = |at: ExprAt| {
            self.endless_iterator(at)
                || self.method_name(at).is_some_and(library::fed_from_outside)
                || self.core_type(&self.type_of(at)).path().is_some_and(|p| library::end_of_type(p).is_some())
        };
        let mut at = iter;
        loop {
            if endless(at) {
                return true;
            }
            at = match self.kind(at) {
                ExprKind::Method(method) if library::takes_a_part(self.text(method.name)) => return false,
                ExprKind::Method(method) => ExprAt { id: method.receiver, ..at },
                ExprKind::Ref { operand: inner, .. } | ExprKind::Try(inner) => ExprAt { id: *inner, ..at },
                _ => return false,
            };
        }
    }
}
