//! Ends: which variables hold the halves of which channel, and how long a variable holds on to its half.
//!
//! A half is followed through renames, clones, `Arc`, block tails and captures. One that goes into a call, a field or
//! an `Option` is let go as far as its variable is concerned; fields are `holder.rs`'s subject.

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::{ChannelData, Half};
use crate::model::flow::{Flow, NodeId, NodeKind};
use crate::model::library::{self, Call, Inner, Side};
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, Name, PatId, PatKind, StmtKind};

/// A variable that holds an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The place of the channel in the package's list.
    pub channel: usize,
    pub side: Side,
    /// Whether it holds a clone, not the half that the constructor gave.
    pub cloned: bool,
}

/// Which channel each variable that holds an end belongs to.
#[derive(Default, Debug)]
pub struct Ends {
    of: FxHashMap<BindingId, End>,
    /// For each channel its variables, in the order in which they were found.
    lists: FxHashMap<usize, Vec<BindingId>>,
}

impl Ends {
    pub fn get(&self, binding: BindingId) -> Option<End> {
        self.of.get(&binding).copied()
    }

    /// The variables that hold one side of a channel.
    pub fn holding(&self, channel: usize, side: Side) -> impl Iterator<Item = BindingId> + '_ {
        self.lists.get(&channel).into_iter().flatten().copied().filter(move |b| self.of[b].side == side)
    }

    fn add(&mut self, binding: BindingId, end: End) -> bool {
        if self.of.contains_key(&binding) {
            return false;
        }
        self.of.insert(binding, end);
        self.lists.entry(end.channel).or_default().push(binding);
        true
    }
}

/// Where a value goes from a mention of its variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carry {
    /// Into another variable.
    Let(BindingId),
    /// Into a field of a struct literal.
    Field(ExprAt, Name),
    Elsewhere,
}

/// Finds the variables of every channel.
pub(in crate::model) fn follow(krate: &Crate, channels: &[ChannelData]) -> Ends {
    let mut ends = Ends::default();
    for (n, channel) in channels.iter().enumerate() {
        for (half, side) in [(channel.sender, Side::Sender), (channel.receiver, Side::Receiver)] {
            let Half::Named(binding) = half else { continue };
            let mut todo = vec![(binding, End { channel: n, side, cloned: false })];
            while let Some((binding, end)) = todo.pop() {
                if !ends.add(binding, end) {
                    continue;
                }
                for (next, cloned) in krate.heirs(binding, side) {
                    todo.push((next, End { cloned: end.cloned || cloned, ..end }));
                }
            }
        }
    }
    ends
}

impl Crate {
    /// Variables that get an end from this one, and whether as a clone.
    fn heirs(&self, binding: BindingId, side: Side) -> Vec<(BindingId, bool)> {
        let info = self.index.binding(binding);
        let mut found = Vec::new();
        for &id in &info.uses {
            if let (Carry::Let(next), cloned) = self.carried(ExprAt { file: info.file, id }, side) {
                found.push((next, cloned));
            }
        }
        found
    }

    /// The field of a struct literal that an end goes into from a mention of its variable, whatever wraps it there.
    pub(in crate::model) fn carried_into_field(&self, mention: ExprAt) -> Option<(ExprAt, Name)> {
        // Wrapped in an `Option` or a lock a receiver is followed, and so is a sender on its way into a field.
        match self.carried(mention, Side::Receiver) {
            (Carry::Field(literal, name), _) => Some((literal, name)),
            _ => None,
        }
    }

    /// Where an end goes from a mention of its variable, and whether as a clone.
    pub(in crate::model) fn carried(&self, mention: ExprAt, side: Side) -> (Carry, bool) {
        let (mut at, mut cloned) = (mention, false);
        loop {
            if let Some(binding) = self.let_name(at) {
                return (Carry::Let(binding), cloned);
            }
            let parent = match self.parent(at) {
                Parent::Expr(id) => ExprAt { id, ..at },
                Parent::Stmt(..) => match self.block_of_tail(at) {
                    Some(outer) => outer,
                    None => return (Carry::Elsewhere, cloned),
                },
                Parent::None => return (Carry::Elsewhere, cloned),
            };
            match self.kind(parent) {
                ExprKind::Struct { fields, .. } => {
                    let field = fields.iter().find(|(_, value)| *value == at.id);
                    return (field.map_or(Carry::Elsewhere, |(name, _)| Carry::Field(parent, *name)), cloned);
                }
                ExprKind::Method(method) if method.receiver == at.id && self.copies(self.text(method.name), side) => {
                    cloned = true;
                }
                ExprKind::Ref { .. } if self.is_clone_call(parent) => {}
                ExprKind::Ref { .. } if side == Side::Receiver => {}
                ExprKind::Call { .. } if self.clones_argument(parent) => cloned = true,
                ExprKind::Call { .. } if self.wraps_end(parent, side) => {}
                ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } if parent != at => {}
                _ => return (Carry::Elsewhere, cloned),
            }
            at = parent;
        }
    }

    fn copies(&self, method: &str, side: Side) -> bool {
        matches!(method, "clone" | "clone_sync" | "clone_async" | "to_owned")
            || side == Side::Receiver && matches!(method, "into_stream" | "fuse")
    }

    /// Whether the parent of a reference is `Arc::clone(&x)`.
    fn is_clone_call(&self, reference: ExprAt) -> bool {
        self.parent_expr(reference).is_some_and(|p| self.clones_argument(p))
    }

    /// `Arc::clone(&x)`, `Sender::clone(&x)`, `Clone::clone(&x)`.
    fn clones_argument(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if path.ends_with("::clone")) && self.args(call).len() == 1
    }

    /// Whether a call only puts a wrapper around an end: `Arc::new(tx)`; for a receiver also a lock or an `Option`.
    fn wraps_end(&self, call: ExprAt, side: Side) -> bool {
        let Callee::External(path) = self.callee(call) else { return false };
        let Some((owner, name)) = path.rsplit_once("::") else { return false };
        match library::wrapper(owner) {
            Some(Inner::Deref) => matches!(name, "new" | "pin" | "from"),
            Some(Inner::Guarded | Inner::AsyncGuarded) => side == Side::Receiver && name == "new",
            Some(Inner::Some) => side == Side::Receiver && name == "Some",
            _ => false,
        }
    }

    /// The variable of the `let` whose value this expression is, when its pattern is one name.
    pub(in crate::model) fn let_name(&self, at: ExprAt) -> Option<BindingId> {
        let Parent::Stmt(block, n) = self.parent(at) else { return None };
        let StmtKind::Let { pat, init, .. } = &self.stmt(StmtAt { file: at.file, block, n }).kind else { return None };
        (*init == Some(at.id)).then(|| self.name_of_pattern(at, *pat))?
    }

    /// The variable that a pattern of one name binds.
    pub(in crate::model) fn name_of_pattern(&self, at: ExprAt, pat: PatId) -> Option<BindingId> {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Bind { sub: None, .. } => self.index.file(at.file).pat_binding.get(&pat).copied(),
            PatKind::Typed { pat, .. } => self.name_of_pattern(at, *pat),
            _ => None,
        }
    }

    /// The expression whose value is the tail that this expression is.
    pub(in crate::model) fn block_of_tail(&self, at: ExprAt) -> Option<ExprAt> {
        let Parent::Stmt(block, _) = self.parent(at) else { return None };
        if self.tail_of(at.file, block) != Some(at) {
            return None;
        }
        match self.index.file(at.file).block_parent[block.0 as usize] {
            Parent::Expr(id) => {
                let outer = ExprAt { id, ..at };
                matches!(self.kind(outer), ExprKind::Block { .. } | ExprKind::If { .. }).then_some(outer)
            }
            _ => None,
        }
    }

    /// The node at which a variable gets its value; the start of the body for one of a body around it.
    pub(in crate::model) fn bound_at(&self, binding: BindingId, body: BodyId) -> Option<NodeId> {
        let flow = self.flow(body);
        if self.index.binding(binding).body != body {
            return Some(flow.start);
        }
        let bind = NodeKind::Bind(binding);
        let bound = flow.nodes.iter().position(|n| n.kind == bind).map(|n| NodeId(n as u32));
        // `self` is there from the beginning.
        bound.or_else(|| (self.index.binding(binding).origin == Origin::SelfParam).then_some(flow.start))
    }

    /// Whether a variable may still hold its end when control comes to a node of a body.
    pub(in crate::model) fn holds_at(&self, binding: BindingId, body: BodyId, node: NodeId) -> bool {
        let flow = self.flow(body);
        let Some(from) = self.bound_at(binding, body) else { return false };
        let taken = self.taking_calls(binding);
        flow.path(from, node, |n| lets_go(flow, n, binding, &taken))
    }

    /// Whether a variable of any type may still have its value when control comes to a node; calls of its methods are
    /// taken to borrow it.
    pub(in crate::model) fn alive_at(&self, binding: BindingId, body: BodyId, node: NodeId) -> bool {
        let flow = self.flow(body);
        let Some(from) = self.bound_at(binding, body) else { return false };
        flow.path(from, node, |n| lets_go(flow, n, binding, &[]))
    }

    /// The places where a variable lets go of its end: moved, dropped, given a new value.
    pub(in crate::model) fn let_go(&self, binding: BindingId, body: BodyId) -> Vec<(NodeId, NodeKind)> {
        let flow = self.flow(body);
        let taken = self.taking_calls(binding);
        let nodes = (0..flow.nodes.len() as u32).map(NodeId);
        nodes.filter(|&n| lets_go(flow, n, binding, &taken)).map(|n| (n, flow.node(n).kind)).collect()
    }

    /// Calls that may take a variable though they do not name it as an argument: methods that are not known to borrow,
    /// and macros that cannot be read.
    fn taking_calls(&self, binding: BindingId) -> Vec<ExprAt> {
        let info = self.index.binding(binding);
        let mut found = Vec::new();
        for &id in &info.uses {
            let at = ExprAt { file: info.file, id };
            if matches!(self.kind(at), ExprKind::Macro(_)) {
                found.push(at);
                continue;
            }
            if let Some(parent) = self.parent_expr(at)
                && let ExprKind::Method(method) = self.kind(parent)
                && method.receiver == id
                && !library::borrows_sender(self.text(method.name))
            {
                found.push(parent);
            }
        }
        found
    }

    /// Whether a mention of a variable gives it to `drop`.
    pub(in crate::model) fn is_dropped(&self, mention: ExprAt) -> bool {
        self.parent_expr(mention)
            .is_some_and(|p| matches!(self.kind(p), ExprKind::Call { .. }) && self.known_call(p) == Some(Call::Drop))
    }

    /// The channel whose receiver a value is, when a variable of this package holds it: by variable or parameter.
    pub(in crate::model) fn channels_behind(&self, at: ExprAt) -> Vec<(usize, ExprAt)> {
        let mut found = Vec::new();
        self.channels_behind_deep(at, at, 3, &mut found);
        found
    }

    fn channels_behind_deep(&self, at: ExprAt, site: ExprAt, depth: u32, found: &mut Vec<(usize, ExprAt)>) {
        let Some(place) = self.place(at).filter(|p| p.fields.is_empty()) else { return };
        if let Some(end) = self.ends.get(place.root) {
            if end.side == Side::Receiver {
                found.push((end.channel, site));
            }
            return;
        }
        let info = self.index.binding(place.root);
        match info.origin {
            Origin::Value(value) if info.steps.is_empty() && depth > 0 => {
                let value = ExprAt { file: info.file, id: value };
                self.channels_behind_deep(value, site, depth - 1, found);
            }
            Origin::Param(n) if info.steps.is_empty() && depth > 0 => {
                for call in self.callers_of_body(info.body) {
                    if let Some(arg) = self.argument_for(call, n) {
                        self.channels_behind_deep(arg, call, depth - 1, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The calls of a function of the package, by its body; none for closures.
    pub(in crate::model) fn callers_of_body(&self, body: BodyId) -> Vec<ExprAt> {
        let def = self.index.body(body).def.filter(|&d| self.index.def(d).body == Some(body));
        def.map_or_else(Vec::new, |d| self.callers(d))
    }

    /// The argument that a call gives for the n-th parameter, counted without the receiver.
    pub(in crate::model) fn argument_for(&self, call: ExprAt, n: u32) -> Option<ExprAt> {
        let args = self.args(call);
        let with_self = match self.callee(call) {
            Callee::Def(def) => self.has_receiver(def),
            _ => false,
        };
        // `Type::method(value, …)` gives the receiver as its first argument.
        let skip = u32::from(with_self && matches!(self.kind(call), ExprKind::Call { .. }));
        args.get((n + skip) as usize).map(|&id| ExprAt { id, ..call })
    }
}

fn lets_go(flow: &Flow, node: NodeId, binding: BindingId, taken: &[ExprAt]) -> bool {
    match flow.node(node).kind {
        NodeKind::Move(b, _) | NodeKind::Assign(b, _) | NodeKind::Drop(b) => b == binding,
        NodeKind::Eval(id) => taken.iter().any(|at| at.id == id),
        _ => false,
    }
}
