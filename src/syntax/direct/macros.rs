//! Macro calls: those whose bodies read as the first reading that `crate::syntax::macros` tries. All others are syn's.

use super::heads::Head;
use super::{Key, Kind, Reader};
use crate::syntax::Span;
use crate::syntax::lower::Place;
use crate::syntax::macros::is_not_code;
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    /// A macro call and the whole of its span.
    pub(super) fn macro_call(&mut self) -> Option<(Span, MacroCall)> {
        let start = self.at;
        let mark = self.mark();
        let open = self.after_plain_path()? + 1;
        let Kind::Open(bracket) = self.tokens[open].kind else { return None };
        let close = self.tokens[open].mate();
        let span = self.lower.span(self.tokens[start].start, self.tokens[close].end());
        let path = self.macro_path(open - 1);
        self.at = open + 1;
        if let Some(body) = self.macro_body(bracket, open, close)
            && self.at == close
        {
            self.at = close + 1;
            return Some((span, MacroCall { path, body }));
        }
        self.drop_since(mark);
        self.at = close + 1;
        self.by_syn(span.start, span.end, |lower, call: &syn::Macro| lower.macro_call(call))
    }

    /// The path that ends before the `!` which is this token.
    fn macro_path(&mut self, bang: usize) -> Path {
        let start = self.start();
        let global = self.takes_pair(b':', b':');
        let mut segments = Vec::with_capacity((bang - self.at) / 3 + 1);
        while self.at < bang {
            let (name, _) = self.any_name();
            segments.push(Segment { name, args: Vec::new(), assoc: Vec::new() });
            self.takes_pair(b':', b':');
        }
        Path { span: self.lower.span(start, self.last_end()), global, qself: None, segments }
    }

    /// What stands in the brackets, up to the closing one.
    fn macro_body(&mut self, bracket: u8, open: usize, close: usize) -> Option<MacroBody> {
        let name = self.text_at(open - 2);
        let name = name.strip_prefix("r#").unwrap_or(name);
        if is_not_code(name) {
            return Some(MacroBody::Opaque(self.words_until(close)));
        }
        if self.at == close {
            return Some(MacroBody::Args(Vec::new()));
        }
        match name {
            "thread_local" | "lazy_static" | "cfg_if" => None,
            "cfg" => {
                self.at = close;
                Some(MacroBody::Args(Vec::new()))
            }
            "matches" | "assert_matches" | "debug_assert_matches" => self.matches(close),
            _ if name.contains("select") => self.select(close),
            _ if bracket == b'{' => {
                let stmts = self.stmts(close)?;
                let (start, end) = (self.tokens[open].start, self.tokens[close].end());
                Some(MacroBody::Block(self.lower.add_block(start, end, stmts)))
            }
            _ => self.args(close),
        }
    }

    /// Every word up to a token, at any depth, in order.
    fn words_until(&mut self, close: usize) -> Vec<Name> {
        let mut names = Vec::new();
        while self.at < close {
            match self.kind() {
                Kind::Word | Kind::Key(_) => names.push(self.any_name().0),
                Kind::Lifetime => {
                    let text = self.text_at(self.at);
                    names.push(self.lower.intern_slice(&text[1..]));
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        names.shrink_to_fit();
        names
    }

    /// `value, PAT if guard`, and the message of an assertion.
    fn matches(&mut self, close: usize) -> Option<MacroBody> {
        let value = self.expr()?;
        self.sign(b',')?;
        let pat = self.pats()?;
        let guard = match self.takes_key(Key::If) {
            true => Some(self.expr()?),
            false => None,
        };
        if self.takes_sign(b',') {
            self.at = close;
        }
        Some(MacroBody::Matches { value, pat, guard })
    }

    /// `select!` of tokio and futures; crossbeam's branches are left to syn.
    fn select(&mut self, close: usize) -> Option<MacroBody> {
        let mut biased = false;
        while self.is(Kind::Word) && self.second() == Kind::Sign(b';') {
            biased |= self.is_word("biased");
            self.at += 2;
        }
        let mut branches = Vec::new();
        while self.at != close {
            branches.push(self.branch()?);
            self.takes_sign(b',');
        }
        branches.shrink_to_fit();
        Some(MacroBody::Select(Select { biased, branches }))
    }

    fn branch(&mut self) -> Option<Branch> {
        let start = self.start();
        let alone = self.is_key(Key::Else) || self.is_word("complete") && self.second_is_pair(b'=', b'>');
        if alone {
            let kind = if self.is_key(Key::Else) { BranchKind::Else } else { BranchKind::Complete };
            self.at += 1;
            return self.handler(start, Branch { kind, ..no_branch() });
        }
        // `rng = …`, `default => …`, `recv(…)`, `send(…)`
        let other = ["rng", "random", "default", "recv", "send"];
        if other.iter().any(|word| self.is_word(word)) {
            return None;
        }
        let pat = Some(self.pats()?);
        self.sign(b'=')?;
        let source = Some(self.expr()?);
        self.takes_sign(b',');
        let guard = match self.takes_key(Key::If) {
            true => Some(self.expr()?),
            false => None,
        };
        self.handler(start, Branch { pat, source, guard, ..no_branch() })
    }

    /// What a branch does, from the arrow on.
    fn handler(&mut self, start: u32, branch: Branch) -> Option<Branch> {
        self.pair(b'=', b'>')?;
        let handler = self.statement_expr()?.id;
        let span = Span { start, ..self.lower.expr_span(handler) };
        Some(Branch { span, handler, ..branch })
    }

    /// A macro call among items, whose first token is `begin`: a definition here, what it holds by syn.
    pub(super) fn macro_item(&mut self, begin: usize, head: Head, place: Place, into: &mut Vec<ItemId>) -> Option<()> {
        let first = self.at;
        let bang = self.after_plain_path()?;
        if self.tokens[bang].kind != Kind::Sign(b'!') {
            return None;
        }
        self.at = bang + 1;
        let named = self.is(Kind::Word).then(|| self.any_name());
        let Kind::Open(bracket) = self.kind() else { return None };
        self.at = self.after(self.at);
        let call_end = self.last_end();
        if bracket != b'{' {
            self.sign(b';')?;
        }
        if bang == first + 1 && self.text_at(first) == "macro_rules" {
            let span = self.lower.span(self.tokens[first].start, call_end);
            let id = self.lower.nameless(span, ItemKind::MacroRules);
            self.lint_levels(&head.attrs, span)?;
            let attrs = self.attrs(&head.attrs)?;
            let item = &mut self.lower.tree.items[id.0 as usize];
            item.attrs = attrs;
            if let Some((name, span)) = named {
                item.name = name;
                item.name_span = span;
            }
            into.push(id);
            return Some(());
        }
        let (start, end) = (self.tokens[begin].start, self.last_end());
        match place {
            Place::Module => self.by_syn(start, end, |lower, item: &syn::Item| lower.item(item, place, into)),
            Place::Impl => self.by_syn(start, end, |lower, item: &syn::ImplItem| lower.impl_member(item, into)),
            Place::Trait => self.by_syn(start, end, |lower, item: &syn::TraitItem| lower.trait_member(item, into)),
        }
    }
}

/// A branch of which nothing has been read.
fn no_branch() -> Branch {
    let span = Span { file: crate::syntax::FileId(0), start: 0, end: 0 };
    Branch { span, kind: BranchKind::Future, pat: None, source: None, guard: None, handler: ExprId(0) }
}
