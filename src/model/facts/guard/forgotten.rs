//! Permits that are forgotten, so that their slots come back only where somebody adds them again.

use crate::model::facts::guard::permit::Permit;
use crate::model::flow::NodeId;
use crate::model::library::locks::GuardUse;
use crate::model::library::permits;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::Span;

/// A permit that is forgotten, and whose slot is not always added again.
#[derive(Clone, Debug)]
pub struct Forgotten {
    /// The call that forgets it.
    pub span: Span,
    /// Where the code begins that adds the slot on some ways only: the same call, or calls of the function around it. Empty
    /// where nobody adds any.
    pub lost_from: Vec<Span>,
}

impl Permit<'_> {
    /// Where the permit is forgotten so that its slot is lost on some way on, or for good.
    pub fn forgotten(self) -> Asked<Forgotten> {
        let krate = self.0.krate;
        let forgets = self.forgetting_call().ok_or(Silence::NotMine)?;
        let span = krate.call_span(forgets);
        let body = krate.body_at(forgets);
        let node = krate.flow(body).node_of(forgets.id).ok_or(Silence::NotMine)?;
        let lost_from = match self.slot_after(body, node) {
            Slot::Always => return Err(Silence::NotMine),
            Slot::Sometimes => vec![span],
            Slot::Never => self.lost_in_callers(body),
        };
        let nobody = krate.names.find(permits::ADDS).is_none();
        if lost_from.is_empty() && !nobody { Err(Silence::NotMine) } else { Ok(Forgotten { span, lost_from }) }
    }

    fn forgetting_call(self) -> Option<ExprAt> {
        let krate = self.0.krate;
        let value = self.0.data.value;
        let forgets = |at: ExprAt| {
            let call = krate.parent_expr(at).filter(|call| krate.receiver_of(*call) == Some(at))?;
            (krate.guard_use(call) == Some(GuardUse::Forgets)).then_some(call)
        };
        forgets(value).or_else(|| {
            let carriers = krate.route(value).carriers;
            carriers.iter().find_map(|carrier| {
                let info = krate.index.binding(carrier.binding);
                info.uses.iter().find_map(|&id| forgets(ExprAt { file: info.file, id }))
            })
        })
    }

    /// The calls of the function that forgets it behind which the slot is added on some ways only.
    fn lost_in_callers(self, body: BodyId) -> Vec<Span> {
        let krate = self.0.krate;
        let around = krate.def_of(krate.outermost(body)).map(|def| krate.callers(def)).unwrap_or_default();
        let lost = around.into_iter().filter(|call| {
            let outer = krate.body_at(*call);
            let waits = krate.parent_expr(*call).filter(|_| krate.is_awaited(*call)).unwrap_or(*call);
            let flow = krate.flow(outer);
            let node = flow.node_of(waits.id).or_else(|| flow.node_of(call.id));
            node.is_some_and(|node| self.slot_after(outer, node) == Slot::Sometimes)
        });
        lost.map(|call| krate.call_span(call)).collect()
    }

    /// Whether a slot is added after a node before its body ends or comes to the node again.
    fn slot_after(self, body: BodyId, node: NodeId) -> Slot {
        let krate = self.0.krate;
        let flow = krate.flow(body);
        let adds: Vec<bool> = flow.ids().map(|n| krate.adds_slots_at(body, n)).collect();
        let after = flow.reachable(node, |_| true);
        if !flow.ids().any(|n| n != node && after[n.0 as usize] && adds[n.0 as usize]) {
            return Slot::Never;
        }
        let stops = |n: NodeId| adds[n.0 as usize];
        let next = &flow.node(node).next;
        let again = next.iter().any(|&n| !stops(n) && flow.path(n, node, stops));
        if again || flow.path(node, flow.end, stops) { Slot::Sometimes } else { Slot::Always }
    }
}

/// Whether a slot is added again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Always,
    Sometimes,
    Never,
}
