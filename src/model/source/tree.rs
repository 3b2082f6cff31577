//! Finding one's way in a tree: what holds an expression, which loop it runs in, what follows it, where its value goes.

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::source::spelled::in_one_line;
use crate::model::source::tables::{
    Binding, BindingId, BodyId, BodyKind, DefId, ExprAt, FileNo, Index, Origin, Parent, Root, ScopeId,
};
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprKind, Lit, MacroBody, MacroCall, PatId, PatKind, Select, Stmt, StmtKind};

/// Where a value goes right away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::model) enum Onward {
    /// It is a part of this expression.
    Within(ExprAt),
    /// A `let` gives it this name.
    Named(BindingId),
    /// It is the value of the block, and so of this expression.
    Given(ExprAt),
    Dropped,
    Elsewhere,
}

impl Base {
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

    /// Whether an expression stands in a statement of its body that only some builds have: under a `#[cfg(…)]`.
    pub(in crate::model) fn is_built_conditionally(&self, at: ExprAt) -> bool {
        let body = self.body_at(at);
        let around = std::iter::once(at).chain(self.ancestors(at)).take_while(|around| self.body_at(*around) == body);
        around.filter_map(|around| self.stmt_of(around)).any(|stmt| self.stmt(stmt).cfg.is_some())
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

    /// Whether an attribute such as `#[tokio::main]` makes an async function one that runs when it is called.
    pub(in crate::model) fn is_entry(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        item.attrs.iter().any(|a| self.text(a.path).ends_with("::main"))
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

    /// Whether an expression is an `unsafe` block.
    pub(in crate::model) fn begins_unsafe(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Block { .. }) && self.text_at(at).starts_with("unsafe")
    }

    /// Whether a function is an `unsafe` one.
    pub(in crate::model) fn is_unsafe(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        let before = Span { end: item.name_span.start, ..item.span };
        self.source(info.file).text_of(before).split_whitespace().any(|word| word == "unsafe")
    }

    /// Whether a condition is the literal `true`.
    pub(in crate::model) fn literally_true(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Lit(Lit::Bool(true)))
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
        let root = std::iter::successors(Some(at), |&at| self.place_beneath(at)).last()?;
        self.index.local(root)
    }

    /// The place of which an expression is a field, an element, a reference, or what a method of it gives.
    pub(in crate::model) fn place_beneath(&self, at: ExprAt) -> Option<ExprAt> {
        let id = match self.kind(at) {
            ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner)
            | ExprKind::Await(inner)
            | ExprKind::Cast { operand: inner, .. } => *inner,
            ExprKind::Method(method) => method.receiver,
            _ => return None,
        };
        Some(ExprAt { id, ..at })
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

    /// The same for all expressions of a body.
    pub(in crate::model) fn each_in_body(&self, body: BodyId, f: &mut dyn FnMut(ExprAt) -> bool) {
        let info = self.index.body(body);
        match info.root {
            Root::Expr(id) => self.each_below(ExprAt { file: info.file, id }, f),
            Root::Block(block) => self.each_in_block(info.file, block, f),
        }
    }

    /// The first expression of a body of which `wanted` holds, in closures and `async` blocks as well.
    pub(in crate::model) fn find_in_body(&self, body: BodyId, wanted: &dyn Fn(ExprAt) -> bool) -> Option<ExprAt> {
        let mut found = None;
        self.each_in_body(body, &mut |here| {
            found = found.or_else(|| wanted(here).then_some(here));
            found.is_none()
        });
        found
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

    /// The expression that a variable was made from, through variables that only rename it.
    pub(in crate::model) fn made_from(&self, at: ExprAt) -> ExprAt {
        let mut now = at;
        for _ in 0..8 {
            let Some(binding) = self.index.local(now) else { return now };
            let binding = self.index.binding(binding);
            match binding.origin {
                Origin::Value(value) if binding.steps.is_empty() => now = ExprAt { file: binding.file, id: value },
                _ => return now,
            }
        }
        now
    }

    /// The block at the root of a body, when it has one.
    pub(in crate::model) fn root_block(&self, body: BodyId) -> Option<BlockId> {
        match self.index.body(body).root {
            Root::Block(block) => Some(block),
            Root::Expr(id) => match self.kind(ExprAt { file: self.index.body(body).file, id }) {
                ExprKind::Block { block, .. } => Some(*block),
                _ => None,
            },
        }
    }

    /// The function or static whose code a body is.
    pub(in crate::model) fn def_of(&self, body: BodyId) -> Option<DefId> {
        self.index.body(body).def
    }

    /// The variable of the `let` whose value this expression is, when its pattern is one name; of `let (a, b) = (x, y)` too.
    pub(in crate::model) fn let_name(&self, at: ExprAt) -> Option<BindingId> {
        let Parent::Stmt(block, n) = self.parent(at) else { return self.let_name_in_tuple(at) };
        let StmtKind::Let { pat, init, .. } = &self.stmt(StmtAt { file: at.file, block, n }).kind else { return None };
        (*init == Some(at.id)).then(|| self.name_of_pattern(at, *pat))?
    }

    fn let_name_in_tuple(&self, at: ExprAt) -> Option<BindingId> {
        let tuple = self.parent_expr(at)?;
        let ExprKind::Tuple(parts) = self.kind(tuple) else { return None };
        let Parent::Stmt(block, n) = self.parent(tuple) else { return None };
        let StmtKind::Let { pat, init, .. } = &self.stmt(StmtAt { file: at.file, block, n }).kind else { return None };
        let PatKind::Tuple(pats) = &self.tree(at.file).pats[pat.0 as usize].kind else { return None };
        let place = parts.iter().position(|part| *part == at.id)?;
        let whole = *init == Some(tuple.id) && pats.len() == parts.len();
        self.name_of_pattern(at, *pats.get(place).filter(|_| whole)?)
    }

    /// The expression whose value a variable is bound to, whole; `None` where it gets a part of one.
    pub(in crate::model) fn value_bound(&self, info: &Binding) -> Option<ExprAt> {
        match info.origin {
            Origin::Value(id) if info.steps.is_empty() => Some(ExprAt { file: info.file, id }),
            _ => None,
        }
    }

    /// The variable that a pattern of one name binds.
    pub(in crate::model) fn name_of_pattern(&self, at: ExprAt, pat: PatId) -> Option<BindingId> {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Bind { sub: None, .. } => self.index.file(at.file).pat_binding.get(&pat).copied(),
            PatKind::Typed { pat, .. } => self.name_of_pattern(at, *pat),
            _ => None,
        }
    }

    /// What the expression or statement right around an expression does with its value.
    pub(in crate::model) fn onward(&self, at: ExprAt) -> Onward {
        let (block, n) = match self.parent(at) {
            Parent::None => return Onward::Elsewhere,
            Parent::Expr(id) => return Onward::Within(ExprAt { id, ..at }),
            Parent::Stmt(block, n) => (block, n),
        };
        match &self.stmt(StmtAt { file: at.file, block, n }).kind {
            StmtKind::Let { pat, .. } => match self.let_name(at) {
                Some(variable) => Onward::Named(variable),
                None if matches!(self.tree(at.file).pats[pat.0 as usize].kind, PatKind::Wild) => Onward::Dropped,
                None => Onward::Elsewhere,
            },
            StmtKind::Expr { semi: true, .. } => Onward::Dropped,
            _ => self.block_of_tail(at).map_or(Onward::Elsewhere, Onward::Given),
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

    /// The text of an expression without its spaces.
    pub(in crate::model) fn squeezed(&self, at: ExprAt) -> String {
        self.text_at(at).chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// `x` of `&x`, `&mut x`, `*x`.
    pub(in crate::model) fn without_refs(&self, at: ExprAt) -> ExprAt {
        match self.kind(at) {
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.without_refs(ExprAt { id: *operand, ..at })
            }
            _ => at,
        }
    }

    /// A place as the user wrote it, without what only borrows it.
    pub(in crate::model) fn place_text(&self, at: ExprAt) -> String {
        match self.kind(at) {
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.place_text(ExprAt { id: *operand, ..at })
            }
            _ => in_one_line(self.text_at(at)),
        }
    }

    /// The variables that a pattern binds, in order.
    pub(in crate::model) fn pattern_bindings(&self, file: FileNo, pat: PatId, found: &mut Vec<BindingId>) {
        if let Some(&binding) = self.index.file(file).pat_binding.get(&pat) {
            found.push(binding);
        }
        let mut each = |ids: &[PatId]| ids.iter().for_each(|&id| self.pattern_bindings(file, id, found));
        match &self.tree(file).pats[pat.0 as usize].kind {
            PatKind::Bind { sub, .. } => each(sub.as_slice()),
            PatKind::TupleStruct { elements, .. } | PatKind::Tuple(elements) | PatKind::Slice(elements) => {
                each(elements)
            }
            PatKind::Struct { fields, .. } => each(&fields.iter().map(|f| f.1).collect::<Vec<_>>()),
            PatKind::Ref(pat) | PatKind::Typed { pat, .. } => each(&[*pat]),
            // The first choice's bindings stand for all.
            PatKind::Or(choices) => each(&choices[..choices.len().min(1)]),
            _ => {}
        }
    }

    /// A mention of a variable inside an expression.
    pub(in crate::model) fn mentioned_in(&self, binding: BindingId, at: ExprAt) -> Option<ExprAt> {
        let info = self.index.binding(binding);
        let whole = self.span(at);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).find(|&u| whole.holds(self.span(u)))
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
