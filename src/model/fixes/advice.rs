//! The change to make, as code with the user's own names.

use crate::model::Crate;
use crate::model::facts::channel::owner::Owner;
use crate::model::facts::channel::{Channel, Half};
use crate::model::facts::receive::{Answer, From, Receive};
use crate::model::fixes::spin::WRITTEN_ANSWER;
use crate::model::flow::loops::Loop;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::{self, ChannelKind, Side, TimerKind, end_type};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::spelled::in_one_line;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, ItemKind, PatKind, StmtKind};

/// What a function is called that nobody knows.
const WRITTEN_MAKER: &str = "new";
/// What a sender is called that had no name.
const WRITTEN_SENDER: &str = "tx";
/// What a value of a channel is called that has no name.
const WRITTEN_ITEM: &str = "value";

impl Receive<'_> {
    /// Code that leaves the loop when the source has closed; `case` is where the closed answer goes now.
    pub fn leaving(self, a_loop: Loop<'_>, case: Span) -> String {
        let krate = self.krate;
        let asked = krate.asked(self.data.at);
        let leave = if krate.may_break(a_loop.at) { "break" } else { "break …" };
        let text = |at: ExprAt| in_one_line(krate.text_at(at));
        if self.data.answer == Answer::Ends || self.inner_loop(a_loop) {
            return format!("{leave}; // after the inner loop");
        }
        let (given, branch) = (self.is_given_to_call(), krate.select_branch(self.data.at));
        if given && branch.is_none() {
            let name = krate.let_name(asked).map(|name| krate.text(krate.index.binding(name).name).to_owned());
            let answer = name.unwrap_or_else(|| krate.unused_name(asked, WRITTEN_ANSWER));
            return format!("let {answer} = {};\nif {answer}.{}() {{ {leave}; }}", text(asked), self.closed_test());
        }
        if case != self.span() && !given {
            let pattern = self.closed_pattern();
            return match self.is_timed() {
                true => format!("Ok({pattern}) => {leave},"),
                false => format!("{pattern} => {leave},"),
            };
        }
        if let Some((select, n)) = branch
            && let Some(branch) = krate.select(select).map(|s| &s.branches[n as usize])
        {
            let name =
                branch.pat.and_then(|p| krate.pattern_name(select, p)).unwrap_or_else(|| WRITTEN_ANSWER.to_owned());
            let asks = match branch.kind {
                BranchKind::Recv => format!("recv({}) -> {name}", text(asked)),
                _ => format!("{name} = {}", text(asked)),
            };
            return format!("{asks} => {{\n    if {name}.{}() {{ {leave}; }}\n    …\n}}", self.closed_test());
        }
        match self.data.from {
            From::Channel(ChannelKind::Watch) => format!("if {}.is_err() {{ {leave}; }}", text(asked)),
            _ => {
                let pattern = krate.pattern_of(asked).unwrap_or_else(|| self.open_pattern(krate.name_given(asked)));
                format!("let {pattern} = {} else {{ {leave} }};", text(asked))
            }
        }
    }

    /// Whether a timeout around it gives its answer in an `Ok`.
    fn is_timed(self) -> bool {
        let timed = |around: Expr<'_>| matches!(around.timer_kind(), Some(TimerKind::Timeout | TimerKind::TimeoutAt));
        self.expr().ancestors().take_while(|around| around.as_loop().is_none()).any(timed)
    }

    /// Whether the answer goes into a call of the package which lets the closed case through.
    fn is_given_to_call(self) -> bool {
        let krate = self.krate;
        let flow = krate.flow(krate.body_at(self.data.at));
        let is_call = |node: &NodeId| matches!(flow.node(*node).kind, NodeKind::Eval(_));
        matches!(krate.closed_fate(self.data), Continuation::At(nodes) if nodes.iter().all(is_call))
    }

    /// Whether the receive is the head of a loop inside the one that continues.
    fn inner_loop(self, a_loop: Loop<'_>) -> bool {
        self.krate.loop_around(self.data.at).is_some_and(|inner| inner != a_loop.at)
    }

    fn closed_pattern(self) -> String {
        let error = match self.data.from {
            From::Channel(kind) => library::closed_error(kind, self.data.how),
            _ => None,
        };
        match (self.data.answer, error) {
            (Answer::Err(closed), Some(error)) => {
                format!("Err({}::{closed})", self.krate.short_path_at(error, self.data.at))
            }
            (Answer::Err(_), None) => "Err(_)".to_owned(),
            (Answer::OkNone, _) if !self.hands_on_errors() => "Ok(None)".to_owned(),
            _ => "None".to_owned(),
        }
    }

    /// Whether a `?` has taken the errors out of the answer before anybody looks at it.
    fn hands_on_errors(self) -> bool {
        let outer = self.krate.parent_expr(self.krate.asked(self.data.at));
        outer.is_some_and(|outer| matches!(self.krate.kind(outer), ExprKind::Try(_)))
    }

    fn open_pattern(self, name: Option<&str>) -> String {
        let name = name.unwrap_or(WRITTEN_ITEM);
        match self.data.answer {
            Answer::Err(_) => format!("Ok({name})"),
            _ => format!("Some({name})"),
        }
    }

    pub(in crate::model) fn closed_test(self) -> &'static str {
        self.data.answer.closed_test()
    }

    /// The statement that drops a sender, or the field that has it, to stand before the drain; `None` where it would not
    /// compile.
    pub fn before(self, drain: Expr<'_>, owner: Variable<'_>, field: Option<&str>) -> Option<String> {
        let krate = self.krate;
        let head = krate.first_line(drain.at);
        let place = match field {
            Some(field) => format!("{}.{field}", owner.name()),
            None => owner.name().to_owned(),
        };
        krate.may_drop_before(owner.id, drain.at, field).then(|| format!("drop({place});\n{head}"))
    }
}

impl<'c> Channel<'c> {
    /// The `let` that keeps the sender of a receiver.
    pub fn kept(self, receiver: &str) -> String {
        let krate = self.krate;
        let made = krate.text_at(self.data.at);
        // It may be renamed before somebody receives.
        let (mutable, name) = match self.data.receiver {
            Half::Named(binding) => {
                let bound = krate.index.binding(binding);
                (bound.mutable, krate.text(bound.name))
            }
            _ => (false, receiver),
        };
        let tx = match self.data.sender {
            Half::Named(binding) => krate.text(krate.index.binding(binding).name).trim_start_matches('_').to_owned(),
            _ => String::new(),
        };
        let tx = if tx.is_empty() { krate.unused_name(self.data.at, WRITTEN_SENDER) } else { tx };
        format!("let ({tx}, {}{name}) = {made};", if mutable { "mut " } else { "" })
    }

    /// The change by which a struct no longer keeps the sender of its own receiver: who makes it gives the sender back.
    pub fn sender_given_back(self, name: &str, sender: &str) -> String {
        let (maker, own) = self.maker(name);
        let made = if own { "Self" } else { name };
        format!("fn {maker}(…) -> ({made}, {}) // without `{sender}` in it", self.sender_type())
    }

    /// Whether it has a kind of sender that does not keep it open.
    pub fn has_weak_sender(self) -> bool {
        !end_type(self.kind(), Side::WeakSender, self.data.bounded).is_empty()
    }

    /// The change by which a task no longer keeps the sender of its own receiver; `None` where the loop, or code behind it,
    /// needs the sender and no weak one can take its place.
    pub fn sender_dropped(self, sender: Variable<'_>, a_loop: Loop<'_>) -> Option<String> {
        let name = sender.name();
        match self.has_weak_sender() {
            true => Some(format!("let {name} = {name}.downgrade(); // where it sends: `{name}.upgrade()`")),
            false => {
                let fits = self.krate.may_drop_before(sender.id, a_loop.at, None);
                fits.then(|| format!("drop({name}); // before the loop"))
            }
        }
    }

    /// The name of the function that makes the channel, or of one to write where a trait says what that gives; and whether
    /// it is a function of the struct itself.
    fn maker(self, name: &str) -> (&'c str, bool) {
        let krate = self.krate;
        let Some(def) = krate.def_of(krate.body_at(self.data.at)) else { return (WRITTEN_MAKER, false) };
        let def = krate.index.def(def);
        let own = krate.text(def.name);
        let Some(owner) = def.owner.map(|owner| krate.index.impl_info(owner)) else { return (own, false) };
        match &krate.tree(owner.file).items[owner.item.0 as usize].kind {
            ItemKind::Impl(written) if written.of_trait.is_none() => {
                let ty =
                    krate.source(owner.file).text_of(krate.tree(owner.file).types[written.self_ty.0 as usize].span);
                (own, ty.split('<').next() == Some(name))
            }
            _ => (WRITTEN_MAKER, false),
        }
    }

    fn sender_type(self) -> String {
        let made = match self.data.sender {
            Half::Named(binding) => {
                self.krate.core_type(&self.krate.type_of_binding(binding)).path().map(str::to_owned)
            }
            _ => None,
        };
        let own = made.filter(|path| library::end_of_type(path) == Some((self.kind(), Side::Sender)));
        let path = own.unwrap_or_else(|| end_type(self.kind(), Side::Sender, self.data.bounded).to_owned());
        format!("{}<…>", self.krate.short_path_at(&path, self.data.at))
    }
}

impl Owner<'_> {
    /// The statement that makes a weak pointer for the task.
    pub fn weak(self) -> String {
        let name = self.pointer.name();
        let ty = self.pointer.base.type_of_binding(self.pointer.id);
        let shared = ty.path().and_then(|path| path.rsplit("::").next()).unwrap_or("Arc").to_owned();
        format!("let {name} = {shared}::downgrade(&{name}); // for each message: `{name}.upgrade()`")
    }
}

impl Crate {
    /// The pattern of the `if let` or `let … else` that looks at a value, as the user wrote it.
    /// The name that a `let` gives to what a call gives, or to what methods make of that: `let item = rx.recv().unwrap();`.
    fn name_given(&self, at: ExprAt) -> Option<&str> {
        let outer = |at: &ExprAt| self.parent_expr(*at).filter(|outer| self.receiver_of(*outer) == Some(*at));
        let last = std::iter::successors(Some(at), outer).last()?;
        self.let_name(last).map(|name| self.text(self.index.binding(name).name))
    }

    fn pattern_of(&self, at: ExprAt) -> Option<String> {
        let pat = match self.parent(at) {
            Parent::Expr(id) => match self.kind(ExprAt { id, ..at }) {
                ExprKind::Let { pat, .. } => *pat,
                _ => return None,
            },
            Parent::Stmt(block, n) => match &self.stmts(at.file, block)[n as usize].kind {
                StmtKind::Let { pat, otherwise: Some(_), .. } => *pat,
                _ => return None,
            },
            Parent::None => return None,
        };
        Some(self.source(at.file).text_of(self.tree(at.file).pats[pat.0 as usize].span).to_owned())
    }

    /// The first line of the statement that an expression stands in.
    fn first_line(&self, at: ExprAt) -> String {
        let text = self.text_at(at);
        let line = text.lines().next().unwrap_or(text);
        let line = line.split(" //").next().unwrap_or(line).trim_end();
        if text.lines().count() > 1 { format!("{line} …") } else { line.to_owned() }
    }

    fn pattern_name(&self, at: ExprAt, pat: crate::syntax::tree::PatId) -> Option<String> {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Bind { name, .. } => Some(self.text(*name).to_owned()),
            _ => None,
        }
    }
}
