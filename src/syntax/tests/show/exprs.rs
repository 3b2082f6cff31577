//! Expressions and macro bodies as a short text.

use super::Read;
use crate::syntax::tree::*;

impl Read {
    pub(super) fn maybe(&self, id: Option<ExprId>) -> String {
        id.map_or("?".to_owned(), |id| self.expr(id))
    }

    fn label(&self, label: Option<Name>) -> String {
        label.map_or(String::new(), |label| format!("'{} ", self.name(label)))
    }

    pub(in crate::syntax::tests) fn expr(&self, id: ExprId) -> String {
        let expr = |id: &ExprId| self.expr(*id);
        match &self.parsed.tree.exprs[id.0 as usize].kind {
            ExprKind::Path(path) => self.path(path),
            ExprKind::Lit(Lit::Str(name)) => format!("{:?}", self.name(*name)),
            ExprKind::Lit(Lit::Int(value)) => value.map_or("int".to_owned(), |value| value.to_string()),
            ExprKind::Lit(Lit::Float(name)) => self.name(*name).to_owned(),
            ExprKind::Lit(Lit::Bool(value)) => value.to_string(),
            ExprKind::Lit(Lit::Char) => "char".to_owned(),
            ExprKind::Lit(Lit::Bytes) => "bytes".to_owned(),
            ExprKind::Call { callee, args } => {
                format!("{}({})", expr(callee), self.list(args, Self::expr))
            }
            ExprKind::Method(method) => {
                let turbofish = match method.turbofish.as_slice() {
                    [] => String::new(),
                    types => format!("::<{}>", self.list(types, Self::ty)),
                };
                let (receiver, name) = (expr(&method.receiver), self.name(method.name));
                assert_eq!(self.text(method.name_span).trim_start_matches("r#"), name);
                format!("{receiver}.{name}{turbofish}({})", self.list(&method.args, Self::expr))
            }
            ExprKind::Field { base, name } => format!("{}.{}", expr(base), self.name(*name)),
            ExprKind::Index { base, index } => format!("{}[{}]", expr(base), expr(index)),
            ExprKind::Unary { op, operand } => format!("({op:?} {})", expr(operand)),
            ExprKind::Binary { op, left, right } => {
                format!("({op:?} {} {})", expr(left), expr(right))
            }
            ExprKind::Assign { left, right } => format!("({} = {})", expr(left), expr(right)),
            ExprKind::AssignOp { op, left, right } => {
                format!("({op:?}= {} {})", expr(left), expr(right))
            }
            ExprKind::Ref { mutable, operand } => {
                format!("&{}{}", if *mutable { "mut " } else { "" }, expr(operand))
            }
            ExprKind::Await(inner) => format!("{}.await", expr(inner)),
            ExprKind::Try(inner) => format!("{}?", expr(inner)),
            ExprKind::Block { label, block } => self.label(*label) + &self.block(*block),
            ExprKind::Async { moves, block } => {
                format!("async {}{}", if *moves { "move " } else { "" }, self.block(*block))
            }
            ExprKind::Closure(closure) => self.closure(closure),
            ExprKind::If { cond, then, otherwise } => format!(
                "if {} {}{}",
                expr(cond),
                self.block(*then),
                otherwise.map_or(String::new(), |other| format!(" else {}", self.expr(other)))
            ),
            ExprKind::Let { pat, value } => format!("(let {} = {})", self.pat(*pat), expr(value)),
            ExprKind::Match { scrutinee, arms } => {
                let arms = arms.iter().map(|arm| {
                    let cfg = arm.cfg.map_or(String::new(), |cfg| format!("[{}] ", self.name(cfg)));
                    let guard = arm.guard.map_or(String::new(), |guard| format!(" if {}", self.expr(guard)));
                    format!("{cfg}{}{guard} => {}", self.pat(arm.pat), expr(&arm.body))
                });
                format!("match {} {{{}}}", expr(scrutinee), arms.collect::<Vec<_>>().join(" "))
            }
            ExprKind::While { label, cond, body } => {
                format!("{}while {} {}", self.label(*label), expr(cond), self.block(*body))
            }
            ExprKind::Loop { label, body } => {
                format!("{}loop {}", self.label(*label), self.block(*body))
            }
            ExprKind::For { label, pat, iter, body } => {
                format!("{}for {} in {} {}", self.label(*label), self.pat(*pat), expr(iter), self.block(*body))
            }
            ExprKind::Break { label, value } => {
                format!("break {}{}", self.label(*label), self.maybe(*value))
            }
            ExprKind::Continue { label } => format!("continue {}", self.label(*label)),
            ExprKind::Return(value) => format!("return {}", self.maybe(*value)),
            ExprKind::Yield(value) => format!("yield {}", self.maybe(*value)),
            ExprKind::Tuple(all) => format!("tuple({})", self.list(all, Self::expr)),
            ExprKind::Array(all) => format!("[{}]", self.list(all, Self::expr)),
            ExprKind::Repeat { element, count } => format!("[{}; {}]", expr(element), expr(count)),
            ExprKind::Struct { path, fields, rest } => {
                let fields = fields.iter().map(|(name, value)| format!("{}: {}", self.name(*name), expr(value)));
                let rest = rest.map_or(String::new(), |rest| format!(" ..{}", self.expr(rest)));
                format!("{}{{{}{rest}}}", self.path(path), fields.collect::<Vec<_>>().join(" "))
            }
            ExprKind::Range { start, end } => {
                format!("({}..{})", self.maybe(*start), self.maybe(*end))
            }
            ExprKind::Cast { operand, ty } => format!("({} as {})", expr(operand), self.ty(*ty)),
            ExprKind::Macro(call) => {
                format!("{}!{}", self.path(&call.path), self.macro_body(&call.body))
            }
            ExprKind::Other => "other".to_owned(),
        }
    }

    fn closure(&self, closure: &Closure) -> String {
        let params = closure.params.iter().map(|param| self.param(param));
        format!(
            "{}{}|{}|{}{}",
            if closure.is_async { "async " } else { "" },
            if closure.moves { "move " } else { "" },
            params.collect::<Vec<_>>().join(", "),
            closure.ret.map_or(String::new(), |ty| format!("->{}", self.ty(ty))),
            self.expr(closure.body)
        )
    }

    fn macro_body(&self, body: &MacroBody) -> String {
        match body {
            MacroBody::Args(args) => format!("({})", self.list(args, Self::expr)),
            MacroBody::Block(block) => self.block(*block),
            MacroBody::Items(items) => format!("items{{{}}}", self.items(items)),
            MacroBody::Select(select) => {
                let branches = select.branches.iter().map(|branch| self.branch(branch));
                let biased = if select.biased { "biased " } else { "" };
                format!("{{{biased}{}}}", branches.collect::<Vec<_>>().join(", "))
            }
            MacroBody::Matches { value, pat, guard } => {
                format!("({}, {}, {})", self.expr(*value), self.pat(*pat), self.maybe(*guard))
            }
            MacroBody::Opaque(names) => {
                format!("opaque({})", self.list(names, |read, name| read.name(name).to_owned()))
            }
        }
    }

    fn branch(&self, branch: &Branch) -> String {
        let kind = match branch.kind {
            BranchKind::Send { value } => format!("Send({})", self.expr(value)),
            kind => format!("{kind:?}"),
        };
        format!(
            "{kind} {} {} {} {}",
            branch.pat.map_or("?".to_owned(), |pat| self.pat(pat)),
            self.maybe(branch.source),
            self.maybe(branch.guard),
            self.expr(branch.handler)
        )
    }
}
