//! Permits: whether a call takes one of a semaphore, itself or in the functions of the package that it calls.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::{self, Call};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

impl<'c> Expr<'c> {
    /// Whether a call takes a permit, itself or in the function of the package that it calls; `None` where only its name
    /// tells.
    pub fn takes_permit(self) -> Option<bool> {
        let taken =
            self.base.permit_at(self.at, &mut |body| solver::solve(self.base, &self.base.permits, &permit_in, body));
        match taken {
            Taken::No => Some(false),
            Taken::Maybe => None,
            Taken::Surely => Some(true),
        }
    }

    /// The first permit that code in here takes by a call of its own, in closures and `async` blocks too; of a call, in the
    /// function of the package that it runs.
    pub fn permit_inside(self) -> Option<Expr<'c>> {
        let base = self.base;
        let mut permit = None;
        let mut look = |here| {
            let takes = matches!(base.kind(here), ExprKind::Method(_)) && base.known_call(here) == Some(Call::Permit);
            permit = permit.or(takes.then_some(here));
            permit.is_none()
        };
        base.each_below(self.at, &mut look);
        if let Some((file, block)) =
            base.code_of(self.at).and_then(|b| Some((base.index.body(b).file, base.root_block(b)?)))
        {
            base.each_in_block(file, block, &mut look);
        }
        permit.map(|at| base.expr(at))
    }
}

/// Whether code takes a permit.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::model) enum Taken {
    #[default]
    No,
    /// Only a name says so.
    Maybe,
    Surely,
}

impl Base {
    /// Whether a call takes a permit, itself or in the function of the package that it calls, of which `ask` tells.
    fn permit_at(&self, at: ExprAt, ask: &mut dyn FnMut(BodyId) -> Taken) -> Taken {
        if !matches!(self.kind(at), ExprKind::Method(_) | ExprKind::Call { .. }) {
            return Taken::No;
        }
        match self.known_call(at) {
            Some(Call::Permit) => return Taken::Surely,
            Some(_) => return Taken::No,
            None => {}
        }
        let named = |name: &str| if library::may_take_permit(name) { Taken::Maybe } else { Taken::No };
        match self.callee(at) {
            Callee::Def(def) => match self.code_of(at).or(self.index.def(def).body) {
                Some(body) => ask(body),
                None => named(self.text(self.index.def(def).name)),
            },
            Callee::Method(_, name) | Callee::Unnamed(name) => named(self.text(name)),
            Callee::External(path) => named(path.rsplit("::").next().unwrap_or(&path)),
            Callee::Unknown => Taken::No,
        }
    }
}

/// Whether the code of a body takes a permit, what it spawns and the closures in it apart.
fn permit_in(solver: &mut Solver<'_, Taken>, body: BodyId) -> Taken {
    let base = solver.base;
    let mut most = Taken::No;
    let Some(block) = base.root_block(body) else { return most };
    base.each_in_block(base.index.body(body).file, block, &mut |here| {
        most = most.max(base.permit_at(here, &mut |inner| solver.ask(inner)));
        most != Taken::Surely && base.index.body_of(here).is_none()
    });
    most
}
