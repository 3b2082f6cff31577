//! A limit that a function makes each time that a loop calls it: `match timeout(period, inbox.recv()).await` in
//! a method that tells by a variant of an enum what came first, called in the head of a `match` in a loop.

use crate::model::Crate;
use crate::model::facts::sleep::Sleep;
use crate::model::flow::NodeId;
use crate::model::flow::loops::Loop;
use crate::model::library::calls;
use crate::model::library::vocabulary::{names_beat, speaks_of_idleness, speaks_of_period, speaks_of_quiet};
use crate::model::names::{Res, Space};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{DefId, ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{Arm, ExprKind, Name, PatKind};

/// What the loop of the caller does by what its call tells.
pub struct ForCaller<'c> {
    pub a_loop: Loop<'c>,
    /// The call that makes the limit.
    pub call: Expr<'c>,
    /// The arm that works when the time has elapsed.
    pub late: Span,
    /// The arm that begins the next iteration when something else has come.
    pub other: Span,
}

/// A variant of an enum of the package.
type Variant = (DefId, Name);

impl<'c> Sleep<'c> {
    /// The loop that does work which is due from time to time only where this limit has elapsed, while whatever else comes
    /// makes a new limit each time; where a name says that it is a period, and no other arm writes to where the work does.
    pub fn elapses_for_caller(self) -> Option<ForCaller<'c>> {
        let krate = self.krate;
        let (late, others) = krate.told_by_limit(self)?;
        let body = krate.body_at(self.data.at);
        let call = krate.only_caller(body).filter(|call| !krate.in_test(*call))?;
        let a_loop = krate.loop_around(call)?;
        let decision = krate.matched(krate.parent_expr(call)?)?;
        let ExprKind::Match { arms, .. } = krate.kind(decision) else { return None };
        let side = |n: usize| {
            let start = krate.flow(krate.body_at(call)).side_of(decision.id, n as u32)?;
            let works = krate.find_below(ExprAt { id: arms[n].body, ..call }, &|at| krate.is_any_call(at)).is_some();
            (works && krate.continues(a_loop, start)).then_some(start)
        };
        let place = |fits: &dyn Fn(&Variant) -> bool| {
            arms.iter().position(|arm| krate.variant_in_arm(call, arm).is_some_and(|variant| fits(&variant)))
        };
        let own = place(&|variant| *variant == late)?;
        let other = (0..arms.len()).find(|n| {
            let variant = krate.variant_in_arm(call, &arms[*n]);
            variant.is_some_and(|variant| others.contains(&variant)) && side(*n).is_some()
        })?;
        let (own_start, other_start) = (side(own)?, side(other)?);
        let named = self.named_for_period(ExprAt { id: arms[own].body, ..call }, late.1);
        (named && !krate.write_to_same(a_loop, own_start, other_start)).then(|| ForCaller {
            a_loop: Loop { krate, at: a_loop },
            call: krate.expr(call),
            late: arms[own].span,
            other: arms[other].span,
        })
    }

    /// Whether the name of its length, of what is told when it has elapsed or of what is done then says that it is a
    /// period, and none that it is quiet.
    fn named_for_period(self, work: ExprAt, told: Name) -> bool {
        let krate = self.krate;
        let mut names = vec![words_of_name(krate.text(told))];
        let mut note = |at: ExprAt| {
            names.extend(match krate.kind(at) {
                ExprKind::Field { name, .. } => Some(words_of_name(krate.text(*name))),
                ExprKind::Path(path) => path.segments.last().map(|last| words_of_name(krate.text(last.name))),
                ExprKind::Method(method) => Some(words_of_name(krate.text(method.name))),
                _ => None,
            });
            true
        };
        if let Some(length) = krate.length_of(self.data) {
            krate.each_below(length, &mut note);
        }
        krate.each_below(work, &mut note);
        names.iter().any(|words| speaks_of_period(words) || names_beat(words))
            && !names.iter().any(|words| speaks_of_quiet(words) || speaks_of_idleness(words))
    }
}

impl Crate {
    /// By which variant a function tells that a limit has elapsed around a receive from what its caller has, and by which
    /// that something came: where that is all that it does.
    fn told_by_limit(&self, limit: Sleep<'_>) -> Option<(Variant, Vec<Variant>)> {
        let at = limit.data.at;
        let received = |id| {
            let future = ExprAt { id, ..at };
            let from = self.receive_kind(future).and_then(|_| self.root_of(self.receiver_of(future)?));
            from.is_some_and(|root| matches!(self.index.binding(root).origin, Origin::SelfParam | Origin::Param(_)))
        };
        if !limit.data.row.limits() || self.loop_around(at).is_some() || !self.args(at).iter().any(|&id| received(id)) {
            return None;
        }
        let whole = self.matched(self.parent_expr(at)?)?;
        let is_all = self.root_block(self.body_at(at)).and_then(|block| match self.stmts(at.file, block) {
            [_] => self.tail_of(at.file, block),
            _ => None,
        });
        let ExprKind::Match { arms, .. } = self.kind(whole) else { return None };
        if is_all != Some(whole) {
            return None;
        }
        let told = |arm: &Arm| self.variant_made(ExprAt { id: arm.body, ..at });
        let (mut late, mut others) = (None, Vec::new());
        for arm in arms {
            match self.is_error(at, arm) {
                true => late = told(arm),
                false => others.push(told(arm)?),
            }
        }
        late.filter(|late| !others.contains(late)).map(|late| (late, others))
    }

    /// The `match` of which an await is the head.
    fn matched(&self, awaited: ExprAt) -> Option<ExprAt> {
        let outer = self.parent_expr(awaited).filter(|_| matches!(self.kind(awaited), ExprKind::Await(_)))?;
        matches!(self.kind(outer), ExprKind::Match { scrutinee, .. } if *scrutinee == awaited.id).then_some(outer)
    }

    fn is_error(&self, at: ExprAt, arm: &Arm) -> bool {
        match &self.tree(at.file).pats[arm.pat.0 as usize].kind {
            PatKind::TupleStruct { path, .. } => {
                path.segments.last().is_some_and(|last| calls::makes_error(self.text(last.name)))
            }
            _ => false,
        }
    }

    /// The variant whose values an arm is for.
    fn variant_in_arm(&self, at: ExprAt, arm: &Arm) -> Option<Variant> {
        let path = match &self.tree(at.file).pats[arm.pat.0 as usize].kind {
            PatKind::TupleStruct { path, .. } | PatKind::Path(path) | PatKind::Struct { path, .. } => path,
            _ => return None,
        };
        match self.res_path(at.file, self.scope_at(at), path, Space::Value) {
            Res::Variant(def, name) => Some((def, name)),
            _ => None,
        }
    }

    /// The variant that an expression is or makes.
    fn variant_made(&self, at: ExprAt) -> Option<Variant> {
        let path = match self.kind(at) {
            ExprKind::Call { callee, .. } => ExprAt { id: *callee, ..at },
            _ => at,
        };
        match self.res(path) {
            Res::Variant(def, name) => Some((def, name)),
            _ => None,
        }
    }

    fn is_any_call(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_))
    }

    /// Whether both sides write to one place, themselves or in what they call.
    fn write_to_same(&self, a_loop: ExprAt, one: NodeId, other: NodeId) -> bool {
        let body = self.body_at(a_loop);
        let flow = self.flow(body);
        let Some(number) = flow.loop_of(a_loop.id) else { return true };
        let writes = |start: NodeId| {
            let nodes = flow.rest_of_iteration(start, number).into_iter();
            nodes.flat_map(|node| self.written_at(body, node)).map(|write| write.to).collect::<Vec<_>>()
        };
        let theirs = writes(other);
        writes(one).iter().any(|place| theirs.contains(place))
    }
}
