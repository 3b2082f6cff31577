//! A loop left where its source has closed.
//!
//! Only a place that nothing but closing leads to is made to leave the loop; where other answers come there as well, a
//! `match` gets an arm of its own for closing.

use crate::model::Crate;
use crate::model::facts::receive::{Answer, From, Receive};
use crate::model::fixes::edit::{Change, Edit};
use crate::model::flow::loops::Loop;
use crate::model::flow::{Leave, NodeKind};
use crate::model::library::{self, ChannelKind, ReceiveHow, calls};
use crate::model::source::tables::{BodyKind, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::values::cases::Continuation;
use crate::syntax::tree::{Arm, BlockId, ExprKind, ItemKind, PatId, PatKind, StmtKind, UnaryOp};

/// What an answer is called that had no name.
pub(super) const WRITTEN_ANSWER: &str = "answer";

impl Receive<'_> {
    /// A `break` where the closed case begins; never sure, since what comes behind the loop has not run before.
    pub fn left_when_closed(self, a_loop: Loop<'_>) -> Option<Change> {
        self.leaves(a_loop, Receive::leaves_at_once)
    }

    /// The same in the branch of a `select!` that is passed over once the source has closed.
    pub fn left_in_branch(self, a_loop: Loop<'_>) -> Option<Change> {
        self.leaves(a_loop, Receive::looks_in_branch)
    }

    fn leaves(self, a_loop: Loop<'_>, edits: impl Fn(Self, ExprAt) -> Option<Vec<Edit>>) -> Option<Change> {
        let possible = self.krate.is_editable(self.data.at) && self.krate.may_break(a_loop.at);
        let edits = edits(self, a_loop.at).filter(|_| possible)?;
        Some(Change { edits, sure: false })
    }

    fn leaves_at_once(self, a_loop: ExprAt) -> Option<Vec<Edit>> {
        let krate = self.krate;
        let node = match krate.closed_fate(self.data) {
            Continuation::At(nodes) => match nodes.as_slice() {
                [node] => *node,
                _ => return None,
            },
            Continuation::Ignored(_) => return self.asks(a_loop),
            _ => return None,
        };
        let at = |id| ExprAt { id, ..self.data.at };
        match krate.flow(krate.body_at(self.data.at)).node(node).kind {
            NodeKind::Arm(id, n) if krate.loop_around(at(id)) == Some(a_loop) => self.leaves_in_arm(at(id), n),
            NodeKind::Branch(..) => self.looks_in_branch(a_loop),
            NodeKind::Leave(Leave::Condition | Leave::Ended, id) => self.leaves_behind(at(id), a_loop),
            _ => None,
        }
    }

    /// The n-th side of a decision is where closing leads to.
    fn leaves_in_arm(self, decides: ExprAt, n: u32) -> Option<Vec<Edit>> {
        let krate = self.krate;
        match krate.kind(decides) {
            ExprKind::If { cond, then, otherwise } => {
                if !self.only_closing(ExprAt { id: *cond, ..decides }, n) {
                    return None;
                }
                match (n, otherwise) {
                    (0, _) => Some(krate.leave_block(decides, *then)),
                    (_, None) => Some(vec![krate.put_else(decides, *then, "break;")]),
                    (_, Some(otherwise)) => match krate.kind(ExprAt { id: *otherwise, ..decides }) {
                        ExprKind::Block { block, .. } => Some(krate.leave_block(decides, *block)),
                        _ => None,
                    },
                }
            }
            ExprKind::Match { scrutinee, arms } => {
                let arm = arms.get(n as usize)?;
                let opened =
                    || arms[..n as usize].iter().any(|a| a.guard.is_none() && self.is_open_pattern(decides, a.pat));
                let only_closed =
                    self.is_closed_pattern(decides, arm.pat) || krate.fits_always(decides, arm.pat) && opened();
                if arm.guard.is_none() && only_closed {
                    return krate.leave_arm(decides, arm);
                }
                let direct = krate.made_from(ExprAt { id: *scrutinee, ..decides }) == krate.asked(self.data.at);
                direct.then_some(vec![krate.put_arm_before(
                    decides,
                    arm,
                    &format!("{} => break,", self.closed_text()?),
                )])
            }
            _ => {
                let Parent::Stmt(block, n) = krate.parent(decides) else { return None };
                let stmt = krate.stmt(StmtAt { file: decides.file, block, n });
                let StmtKind::Let { pat, otherwise: Some(otherwise), .. } = stmt.kind else { return None };
                self.is_open_pattern(decides, pat).then(|| krate.leave_block(decides, otherwise))
            }
        }
    }

    /// Whether a condition holds (0) or does not (1) in the closed case alone.
    fn only_closing(self, cond: ExprAt, n: u32) -> bool {
        let krate = self.krate;
        match krate.kind(cond) {
            ExprKind::Let { pat, .. } if n == 0 => self.is_closed_pattern(cond, *pat),
            ExprKind::Let { pat, .. } => self.is_open_pattern(cond, *pat),
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.only_closing(ExprAt { id: *operand, ..cond }, 1 - n),
            ExprKind::Method(method) => {
                let holds_closed = calls::asks_for_failure(krate.text(method.name));
                let holds_open = calls::asks_for_value(krate.text(method.name));
                self.has_one_failure() && (holds_closed && n == 0 || holds_open && n == 1)
            }
            _ => false,
        }
    }

    /// Whether there is no other answer without a value than that of a closed source.
    fn has_one_failure(self) -> bool {
        let lags = matches!(self.data.from, From::Channel(ChannelKind::Broadcast | ChannelKind::AsyncBroadcast));
        match self.data.answer {
            Answer::None => true,
            Answer::Err(_) => !lags && !matches!(self.data.how, ReceiveHow::Timed | ReceiveHow::Try),
            Answer::OkNone | Answer::Ends | Answer::Other => false,
        }
    }

    /// Whether a pattern fits the closed case and nothing else.
    fn is_closed_pattern(self, at: ExprAt, pat: PatId) -> bool {
        let krate = self.krate;
        match (&krate.tree(at.file).pats[pat.0 as usize].kind, self.data.answer) {
            (PatKind::Bind { name, sub: None, .. }, Answer::None) => krate.text(*name) == "None",
            (PatKind::Path(path), Answer::None) => path.segments.last().is_some_and(|s| krate.text(s.name) == "None"),
            (PatKind::TupleStruct { path, elements }, Answer::Err(closed)) => {
                let is_err = path.segments.last().is_some_and(|s| krate.text(s.name) == "Err");
                let [inner] = elements.as_slice() else { return false };
                let names_closed = || match &krate.tree(at.file).pats[inner.0 as usize].kind {
                    PatKind::Path(path) => path.segments.last().is_some_and(|s| krate.text(s.name) == closed),
                    _ => false,
                };
                is_err && (self.has_one_failure() && krate.fits_always(at, *inner) || names_closed())
            }
            _ => false,
        }
    }

    /// Whether a pattern fits every answer but that of a closed source.
    fn is_open_pattern(self, at: ExprAt, pat: PatId) -> bool {
        let krate = self.krate;
        let PatKind::TupleStruct { path, elements } = &krate.tree(at.file).pats[pat.0 as usize].kind else {
            return false;
        };
        let opens = path.segments.last().is_some_and(|s| matches!(krate.text(s.name), "Some" | "Ok"));
        opens && self.has_one_failure() && elements.iter().all(|&e| krate.fits_always(at, e))
    }

    /// The pattern of the closed case, as it can be written anywhere.
    fn closed_text(self) -> Option<String> {
        match (self.data.answer, self.data.from) {
            (Answer::None, _) => Some("None".to_owned()),
            (Answer::Err(_), _) if self.has_one_failure() => Some("Err(_)".to_owned()),
            (Answer::Err(closed), From::Channel(kind)) => {
                library::closed_error(kind, self.data.how).map(|error| format!("Err({error}::{closed})"))
            }
            _ => None,
        }
    }

    /// Nobody looks at the answer: the statement becomes a look.
    fn asks(self, a_loop: ExprAt) -> Option<Vec<Edit>> {
        let krate = self.krate;
        if let Some((select, _)) = krate.select_branch(self.data.at) {
            return if krate.loop_around(select) == Some(a_loop) { self.looks_in_branch(a_loop) } else { None };
        }
        let asked = krate.asked(self.data.at);
        if !self.has_one_failure() || krate.loop_around(asked) != Some(a_loop) {
            return None;
        }
        let Parent::Stmt(block, n) = krate.parent(asked) else { return None };
        let stmt = StmtAt { file: asked.file, block, n };
        match &krate.stmt(stmt).kind {
            StmtKind::Expr { semi: true, .. } => {}
            StmtKind::Let { pat, otherwise: None, .. }
                if matches!(krate.tree(asked.file).pats[pat.0 as usize].kind, PatKind::Wild) => {}
            _ => return None,
        }
        let look = krate.conditional(stmt, &format!("{}.{}()", krate.text_at(asked), self.closed_test()), "break;");
        Some(vec![Edit { span: krate.stmt(stmt).span, text: look }])
    }

    /// The branch of a `select!` takes every answer, and looks at it first.
    fn looks_in_branch(self, a_loop: ExprAt) -> Option<Vec<Edit>> {
        let krate = self.krate;
        let (select, n) = krate.branch_of(self.data.at)?;
        if !self.has_one_failure() || krate.loop_around(select) != Some(a_loop) {
            return None;
        }
        let branch = &krate.select(select)?.branches[n as usize];
        let pat = branch.pat?;
        let handler = ExprAt { id: branch.handler, ..select };
        let pattern = &krate.tree(select.file).pats[pat.0 as usize];
        let rename = |name: &str| Edit { span: pattern.span, text: name.to_owned() };
        let look = |name: &str| {
            krate.put_first_in_arm(handler, &[&format!("if {name}.{}() {{", self.closed_test()), "    break;", "}"])
        };
        let name = krate.unused_name(select, WRITTEN_ANSWER);
        match &pattern.kind {
            PatKind::Wild => Some(vec![rename(&name), look(&name)]),
            PatKind::Bind { name, sub: None, .. } => Some(vec![look(krate.text(*name))]),
            PatKind::TupleStruct { .. } if self.is_open_pattern(select, pat) => {
                let open = krate.source(select.file).text_of(pattern.span);
                let line = format!("let {open} = {name} else {{ break }};");
                Some(vec![rename(&name), krate.put_first_in_arm(handler, &[&line])])
            }
            _ => None,
        }
    }

    /// The inner loop that takes everything is the last thing of the iteration, and nothing else leaves it.
    fn leaves_behind(self, ended: ExprAt, a_loop: ExprAt) -> Option<Vec<Edit>> {
        let krate = self.krate;
        let inner = krate.parent_expr(ended).filter(|p| krate.loop_body(*p).is_some())?;
        if krate.loop_around(inner) != Some(a_loop) || krate.exits_of(inner).len() != 1 {
            return None;
        }
        let body = krate.loop_body(a_loop)?;
        let stmt = krate.stmt_of(inner).filter(|stmt| stmt.block == body)?;
        krate.next_stmt(stmt).is_none().then(|| krate.put_last(a_loop.file, body, "break;"))
    }
}

impl Crate {
    /// Whether a `break` without a value may stand in a loop: what has its value can do without, and code may come after.
    pub(super) fn may_break(&self, a_loop: ExprAt) -> bool {
        if !matches!(self.kind(a_loop), ExprKind::Loop { .. }) {
            return true;
        }
        let mut gives = false;
        self.each_below(a_loop, &mut |here| {
            gives |= matches!(self.kind(here), ExprKind::Break { value: Some(_), .. })
                && self.loop_around(here) == Some(a_loop);
            !gives
        });
        !gives && self.is_unit(a_loop)
    }

    /// Whether an expression stands where a value of `()` fits.
    fn is_unit(&self, at: ExprAt) -> bool {
        let Parent::Stmt(block, n) = self.parent(at) else { return self.parent(at) == Parent::None };
        let stmt = StmtAt { file: at.file, block, n };
        if !matches!(self.stmt(stmt).kind, StmtKind::Expr { .. }) {
            return false;
        }
        if self.next_stmt(stmt).is_some() {
            return true;
        }
        match self.index.file(at.file).block_parent[block.0 as usize] {
            Parent::Expr(id) => {
                let outer = ExprAt { id, ..at };
                match self.kind(outer) {
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => true,
                    ExprKind::Async { .. } => true,
                    ExprKind::Block { .. } if self.index.body_of(outer).is_some() => true,
                    ExprKind::Block { .. } => match self.parent_expr(outer).map(|p| (p, self.kind(p))) {
                        Some((_, ExprKind::Closure(closure))) => closure.ret.is_none(),
                        Some((decides, ExprKind::Match { .. } | ExprKind::If { .. })) => self.is_unit(decides),
                        Some(_) => false,
                        None => self.is_unit(outer),
                    },
                    ExprKind::If { .. } => self.is_unit(outer),
                    _ => false,
                }
            }
            _ => self.gives_unit(self.body_at(at)),
        }
    }

    /// Whether a function is declared to give nothing.
    fn gives_unit(&self, body: crate::model::source::tables::BodyId) -> bool {
        if self.index.body(body).kind != BodyKind::Fn {
            return false;
        }
        let Some(def) = self.def_of(body).map(|def| self.index.def(def)) else { return false };
        match &self.tree(def.file).items[def.item.0 as usize].kind {
            ItemKind::Fn(function) => function.ret.is_none_or(|ty| {
                let text = self.source(def.file).text_of(self.tree(def.file).types[ty.0 as usize].span);
                text.split_whitespace().collect::<String>() == "()"
            }),
            _ => false,
        }
    }

    /// A block that ends in a `break`.
    fn leave_block(&self, at: ExprAt, block: BlockId) -> Vec<Edit> {
        let last = self.stmts(at.file, block).last();
        if let Some(StmtKind::Expr { expr, .. }) = last.map(|stmt| &stmt.kind) {
            let last = ExprAt { id: *expr, ..at };
            if matches!(self.kind(last), ExprKind::Continue { .. }) {
                return vec![self.replaced(last, "break")];
            }
        }
        self.put_last(at.file, block, "break;")
    }

    /// An arm whose body ends in a `break`.
    fn leave_arm(&self, at: ExprAt, arm: &Arm) -> Option<Vec<Edit>> {
        let body = ExprAt { id: arm.body, ..at };
        match self.kind(body) {
            ExprKind::Continue { .. } => Some(vec![self.replaced(body, "break")]),
            ExprKind::Tuple(parts) if parts.is_empty() => Some(vec![self.replaced_arm(body, "break")]),
            ExprKind::Block { label: None, block } if self.stmts(at.file, *block).is_empty() => {
                let has_comment = self.text_at(body).contains('/');
                (!has_comment).then(|| vec![self.replaced_arm(body, "break")])
            }
            ExprKind::Block { label: None, block } => Some(self.leave_block(at, *block)),
            ExprKind::Macro(_) | ExprKind::Call { .. } | ExprKind::Method(_) => {
                let said = format!("{};", self.text_at(body));
                Some(vec![self.replaced_arm(body, &self.block_of(body, &[&said, "break;"]))])
            }
            _ => None,
        }
    }

    /// The branch of a `select!` that a receive is the source of, by a method or by the form of the branch.
    fn branch_of(&self, at: ExprAt) -> Option<(ExprAt, u32)> {
        self.select_branch(at).or_else(|| self.branch_of_source(at))
    }
}
