//! Permits: whether a call takes one of a semaphore, itself or in the functions of the package that it calls.

use crate::model::Base;
use crate::model::callee::{Callee, DEPTH};
use crate::model::library::{self, Call};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

impl<'c> Expr<'c> {
    /// Whether a call takes a permit, itself or in the function of the package that it calls; `None` where only its name
    /// tells.
    pub fn takes_permit(self) -> Option<bool> {
        self.base.takes_permit(self.at, DEPTH)
    }

    /// The first permit that code in here takes by a call of its own, in closures and `async` blocks too.
    pub fn permit_inside(self) -> Option<Expr<'c>> {
        let base = self.base;
        let mut permit = None;
        base.each_below(self.at, &mut |here| {
            let takes = matches!(base.kind(here), ExprKind::Method(_)) && base.known_call(here) == Some(Call::Permit);
            permit = permit.or(takes.then_some(here));
            permit.is_none()
        });
        permit.map(|at| base.expr(at))
    }
}

impl Base {
    /// Whether a call takes a permit, itself or in the function of the package that it calls; `None` where only its name
    /// tells.
    fn takes_permit(&self, at: ExprAt, depth: u32) -> Option<bool> {
        if !matches!(self.kind(at), ExprKind::Method(_) | ExprKind::Call { .. }) {
            return Some(false);
        }
        if let Some(known) = self.known_call(at) {
            return Some(known == Call::Permit);
        }
        let named = |name: &str| if library::may_take_permit(name) { None } else { Some(false) };
        match self.callee(at) {
            Callee::Def(def) => match self.code_of(at).or(self.index.def(def).body) {
                Some(body) if depth > 0 => self.permit_taken_in(body, depth - 1),
                Some(_) => Some(false),
                None => named(self.text(self.index.def(def).name)),
            },
            Callee::Method(_, name) | Callee::Unnamed(name) => named(self.text(name)),
            Callee::External(path) => named(path.rsplit("::").next().unwrap_or(&path)),
            Callee::Unknown => Some(false),
        }
    }

    /// Whether code takes a permit, what it spawns and the closures in it apart.
    fn permit_taken_in(&self, body: BodyId, depth: u32) -> Option<bool> {
        let mut answer = Some(false);
        let Some(block) = self.root_block(body) else { return answer };
        self.each_in_block(self.index.body(body).file, block, &mut |here| {
            match self.takes_permit(here, depth) {
                Some(false) => {}
                Some(true) => answer = Some(true),
                None if answer == Some(false) => answer = None,
                None => {}
            }
            answer != Some(true) && self.index.body_of(here).is_none()
        });
        answer
    }
}
