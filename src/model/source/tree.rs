//! Finding one's way in a tree: what holds an expression, which loop it runs in, what follows it, where its value goes.

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::library;
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, BodyId, BodyKind, ExprAt, FileNo, Index, Parent, ScopeId};
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprKind, Lit, MacroBody, MacroCall, Select, Stmt, StmtKind};

impl Crate {
    pub(in crate::model) fn kind(&self, at: ExprAt) -> &ExprKind {
        &self.tree(at.file).exprs[at.id.0 as usize].kind
    }

    pub(in crate::model) fn span(&self, at: ExprAt) -> Span {
        self.tree(at.file).exprs[at.id.0 as usize].span
    }

    pub(in crate::model) fn text(&self, name: crate::syntax::Name) -> &str {
        self.names.text(name)
    }

    pub(in crate::model) fn scope_at(&self, at: ExprAt) -> ScopeId {
        self.index.file(at.file).expr_scope[at.id.0 as usize]
    }

    /// The body whose code an expression is.
    pub(in crate::model) fn body_at(&self, at: ExprAt) -> BodyId {
        self.index.file(at.file).expr_body[at.id.0 as usize]
    }

    pub(in crate::model) fn parent(&self, at: ExprAt) -> Parent {
        self.index.file(at.file).expr_parent[at.id.0 as usize]
    }

    /// The expression that directly holds this one; `None` where a statement does.
    pub(in crate::model) fn parent_expr(&self, at: ExprAt) -> Option<ExprAt> {
        match self.parent(at) {
            Parent::Expr(id) => Some(ExprAt { file: at.file, id }),
            _ => None,
        }
    }

    /// The expressions around this one, innermost first, through statements and blocks and out of closures.
    pub(in crate::model) fn ancestors(&self, at: ExprAt) -> impl Iterator<Item = ExprAt> + '_ {
        let mut now = at;
        std::iter::from_fn(move || {
            let mut parent = self.parent(now);
            loop {
                match parent {
                    Parent::None => return None,
                    Parent::Expr(id) => {
                        now = ExprAt { file: at.file, id };
                        return Some(now);
                    }
                    Parent::Stmt(block, _) => {
                        parent = self.index.file(at.file).block_parent[block.0 as usize];
                    }
                }
            }
        })
    }

    /// The statement that holds an expression, innermost.
    pub(in crate::model) fn stmt_of(&self, at: ExprAt) -> Option<StmtAt> {
        let mut now = at;
        loop {
            match self.parent(now) {
                Parent::None => return None,
                Parent::Expr(id) => now.id = id,
                Parent::Stmt(block, n) => return Some(StmtAt { file: at.file, block, n }),
            }
        }
    }

    pub(in crate::model) fn stmt(&self, at: StmtAt) -> &Stmt {
        &self.tree(at.file).blocks[at.block.0 as usize].stmts[at.n as usize]
    }

    pub(in crate::model) fn stmts(&self, file: FileNo, block: BlockId) -> &[Stmt] {
        &self.tree(file).blocks[block.0 as usize].stmts
    }

    /// The value of a block: its last expression without a semicolon.
    pub fn tail_of(&self, file: FileNo, block: BlockId) -> Option<ExprAt> {
        let stmts = &self.tree(file).blocks[block.0 as usize].stmts;
        match stmts.last()?.kind {
            StmtKind::Expr { expr, semi: false } => Some(ExprAt { file, id: expr }),
            _ => None,
        }
    }

    /// The next statement of the same block.
    pub(in crate::model) fn next_stmt(&self, at: StmtAt) -> Option<StmtAt> {
        let next = StmtAt { n: at.n + 1, ..at };
        (next.n < self.stmts(at.file, at.block).len() as u32).then_some(next)
    }

    /// The innermost loop of the same body around an expression; the head of a `for` does not lie in it.
    pub(in crate::model) fn loop_around(&self, at: ExprAt) -> Option<ExprAt> {
        let body = self.body_at(at);
        let mut inner = at;
        for outer in self.ancestors(at) {
            if self.body_at(outer) != body {
                return None;
            }
            match self.kind(outer) {
                ExprKind::Loop { .. } | ExprKind::While { .. } => return Some(outer),
                ExprKind::For { iter, .. } if *iter != inner.id => return Some(outer),
                _ => {}
            }
            inner = outer;
        }
        None
    }

    /// The last name of a macro's path.
    pub(in crate::model) fn macro_name(&self, call: &MacroCall) -> &str {
        call.path.segments.last().map_or("", |s| self.names.text(s.name))
    }

    /// The `select!` of a macro call.
    pub(in crate::model) fn select(&self, at: ExprAt) -> Option<&Select> {
        match self.kind(at) {
            ExprKind::Macro(MacroCall { body: MacroBody::Select(select), .. }) => Some(select),
            _ => None,
        }
    }

    /// The text of an expression, as it stands in the file.
    pub(in crate::model) fn text_at(&self, at: ExprAt) -> &str {
        self.source(at.file).text_of(self.span(at))
    }

    /// Whether an iterator has no end: `0..`, `repeat(x)`, `iter.cycle()`.
    pub(in crate::model) fn endless_iterator(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Range { start: Some(_), end: None } => true,
            ExprKind::Method(method) => matches!(self.text(method.name), "cycle"),
            ExprKind::Call { callee, .. } => {
                matches!(self.res(ExprAt { id: *callee, ..at }), Res::External(path)
                    if matches!(&*path, "std::iter::repeat" | "std::iter::repeat_with"))
            }
            _ => false,
        }
    }

    /// Whether a condition is the literal `true`.
    pub(in crate::model) fn literally_true(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Lit(Lit::Bool(true)))
    }

    /// Whether the value of a path expression goes elsewhere from here: an argument, a field, a return, another variable.
    pub(in crate::model) fn consumed(&self, at: ExprAt) -> bool {
        match self.parent(at) {
            Parent::None => true,
            Parent::Stmt(block, n) => match &self.stmts(at.file, block)[n as usize].kind {
                StmtKind::Let { .. } => true,
                StmtKind::Expr { semi, .. } => !semi,
                StmtKind::Item(_) => false,
            },
            Parent::Expr(id) => self.consumed_by(at, ExprAt { id, ..at }),
        }
    }

    fn consumed_by(&self, at: ExprAt, parent: ExprAt) -> bool {
        match self.kind(parent) {
            ExprKind::Call { callee, .. } => *callee != at.id,
            ExprKind::Method(method) => method.receiver != at.id,
            ExprKind::Assign { right, .. } => *right == at.id,
            ExprKind::For { iter, .. } => *iter == at.id,
            ExprKind::Match { scrutinee, .. } => *scrutinee != at.id,
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => *cond != at.id,
            ExprKind::Macro(call) => {
                !library::plain_macro(self.macro_name(call))
                    || matches!(self.macro_name(call), "vec" | "join" | "smallvec")
            }
            ExprKind::Await(_)
            | ExprKind::Return(_)
            | ExprKind::Break { .. }
            | ExprKind::Yield(_)
            | ExprKind::Tuple(_)
            | ExprKind::Array(_)
            | ExprKind::Struct { .. }
            | ExprKind::Closure(_)
            | ExprKind::Block { .. } => true,
            _ => false,
        }
    }

    /// The variables of this body that a closure or async block written in it takes with it.
    pub(in crate::model) fn captured_by_move(&self, at: ExprAt) -> Vec<BindingId> {
        let Some(inner) = self.index.body_of(at) else { return Vec::new() };
        let outer = self.body_at(at);
        let mut moved = Vec::new();
        for &(binding, mention) in self.captures.get(&inner).into_iter().flatten() {
            if !moved.contains(&binding) && self.takes(inner, outer, mention) {
                moved.push(binding);
            }
        }
        moved
    }

    /// Whether a mention inside nested bodies moves the variable out of `outer`: some body on the way is `move`, or the
    /// mention itself consumes it.
    fn takes(&self, inner: BodyId, outer: BodyId, mention: ExprAt) -> bool {
        if self.consumed(mention) && !matches!(self.kind(mention), ExprKind::Macro(_)) {
            return true;
        }
        let mut at = self.body_at(mention);
        loop {
            let body = self.index.body(at);
            if body.moves {
                return true;
            }
            if at == inner {
                return false;
            }
            match body.parent {
                Some(parent) if parent != outer => at = parent,
                _ => return false,
            }
        }
    }

    /// Whether `inner` is `outer` or a closure or async block somewhere in it.
    pub(in crate::model) fn within_body(&self, mut inner: BodyId, outer: BodyId) -> bool {
        loop {
            if inner == outer {
                return true;
            }
            match self.index.body(inner).parent {
                Some(parent) => inner = parent,
                None => return false,
            }
        }
    }

    /// The function, static or file's own body that a body is written in.
    pub(in crate::model) fn outermost(&self, mut body: BodyId) -> BodyId {
        while let Some(parent) = self.index.body(body).parent {
            body = parent;
        }
        body
    }

    /// The expression that makes a closure or async block.
    pub(in crate::model) fn body_expr(&self, body: BodyId) -> Option<ExprAt> {
        let info = self.index.body(body);
        match info.kind {
            BodyKind::Closure(id) | BodyKind::Async(id) => Some(ExprAt { file: info.file, id }),
            BodyKind::Fn | BodyKind::Init => None,
        }
    }

    /// The variable at the root of a place: `x` of `x`, `&mut x.field[0]`, `x.clone()`, `x.as_ref().unwrap()`.
    pub(in crate::model) fn root_of(&self, at: ExprAt) -> Option<BindingId> {
        match self.kind(at) {
            ExprKind::Path(_) => self.index.local(at),
            ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner)
            | ExprKind::Await(inner)
            | ExprKind::Cast { operand: inner, .. } => self.root_of(ExprAt { id: *inner, ..at }),
            ExprKind::Method(method) => self.root_of(ExprAt { id: method.receiver, ..at }),
            _ => None,
        }
    }

    /// Calls `f` for this expression and every one below it, outer before inner; `f` says whether to go further down.
    pub(in crate::model) fn each_below(&self, at: ExprAt, f: &mut dyn FnMut(ExprAt) -> bool) {
        if !f(at) {
            return;
        }
        self.tree(at.file).each_child(at.id, &mut |id| self.each_below(ExprAt { id, ..at }, f));
    }

    /// The same for all expressions of a block.
    pub(in crate::model) fn each_in_block(&self, file: FileNo, block: BlockId, f: &mut dyn FnMut(ExprAt) -> bool) {
        self.tree(file).each_in_block(block, &mut |id| self.each_below(ExprAt { file, id }, f));
    }

    /// The first expression below (and with) this one of which `wanted` holds, in code of the same body.
    pub(in crate::model) fn find_below(&self, at: ExprAt, wanted: &dyn Fn(ExprAt) -> bool) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(at, &mut |here| {
            if found.is_none() && wanted(here) {
                found = Some(here);
            }
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }
}

/// A statement of the package.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct StmtAt {
    pub file: FileNo,
    pub block: BlockId,
    pub n: u32,
}

/// For each closure and async block, the variables of bodies around it that it mentions, however deep inside.
pub(in crate::model) fn captures(index: &Index) -> FxHashMap<BodyId, Vec<(BindingId, ExprAt)>> {
    let mut out: FxHashMap<BodyId, Vec<(BindingId, ExprAt)>> = FxHashMap::default();
    for (n, binding) in index.bindings.iter().enumerate() {
        let id = BindingId(n as u32);
        for &mention in &binding.uses {
            let at = ExprAt { file: binding.file, id: mention };
            let mut body = index.file(at.file).expr_body[mention.0 as usize];
            while body != binding.body {
                out.entry(body).or_default().push((id, at));
                match index.body(body).parent {
                    Some(parent) => body = parent,
                    None => break,
                }
            }
        }
    }
    out
}
