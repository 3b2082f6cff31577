//! Attributes: where they stand, and what is kept of them once what they are on has been read.

use super::{Key, Kind, Reader};
use crate::syntax::Span;
use crate::syntax::tree::*;

/// The attributes before something, or first in its braces: the numbers of their `#`.
pub(super) type Attrs = Vec<usize>;

/// One attribute, as numbers of tokens.
#[derive(Clone, Copy)]
struct Meta {
    /// The first token of the path, and what stands behind it.
    path: (usize, usize),
    /// Where it ends.
    end: usize,
}

impl Reader<'_, '_> {
    /// Goes over the attributes that come next.
    pub(super) fn outer_attrs(&mut self) -> Option<Attrs> {
        let mut attrs = Vec::new();
        while self.is_sign(b'#') {
            attrs.push(self.at);
            self.at += 1;
            self.skip_brackets()?;
        }
        Some(attrs)
    }

    /// Goes over the attributes of what the braces around the next token belong to.
    pub(super) fn inner_attrs(&mut self, attrs: &mut Attrs) -> Option<()> {
        while self.is_sign(b'#') && self.second() == Kind::Sign(b'!') {
            attrs.push(self.at);
            self.at += 2;
            self.skip_brackets()?;
        }
        Some(())
    }

    fn skip_brackets(&mut self) -> Option<()> {
        let close = self.enter(b'[')?;
        self.at = close + 1;
        Some(())
    }

    /// Goes over attributes of which nothing is kept.
    pub(super) fn skip_attrs(&mut self) -> Option<()> {
        let attrs = self.outer_attrs()?;
        self.check_attrs(&attrs)
    }

    /// Whether all of them are attributes of which nothing need be kept.
    pub(super) fn check_attrs(&mut self, attrs: &[usize]) -> Option<()> {
        self.without_trace(|reader| {
            for &attr in attrs {
                reader.attr(attr)?;
            }
            Some(())
        })
    }

    /// Where the outer attributes begin.
    pub(super) fn attrs_start(&self, attrs: &[usize]) -> Option<u32> {
        let first = *attrs.first()?;
        (self.tokens[first + 1].kind != Kind::Sign(b'!')).then(|| self.tokens[first].start)
    }

    pub(super) fn attrs(&mut self, attrs: &[usize]) -> Option<Vec<Attr>> {
        let mut made = Vec::with_capacity(attrs.len());
        for &attr in attrs {
            made.push(self.attr(attr)?);
        }
        Some(made)
    }

    fn attr(&mut self, hash: usize) -> Option<Attr> {
        let meta = self.meta(hash)?;
        let path = self.meta_path(meta);
        let behind = meta.path.1;
        if behind == meta.end {
            return Some(Attr { path, args: self.lower.empty });
        }
        if let Some((open, close)) = self.list(meta) {
            let text = self.tokens_text(open + 1, close);
            return Some(Attr { path, args: self.lower.intern(&text) });
        }
        let next = std::mem::replace(&mut self.at, behind + 1);
        let value = self.expr();
        let whole = self.at == meta.end;
        self.at = next;
        let span = self.lower.expr_span(value?);
        let args = self.lower.intern_slice(self.lower.slice(span.start, span.end));
        whole.then_some(Attr { path, args })
    }

    /// The parts of the attribute whose `#` is this token.
    fn meta(&self, hash: usize) -> Option<Meta> {
        let open = if self.tokens[hash + 1].kind == Kind::Sign(b'!') { hash + 2 } else { hash + 1 };
        self.meta_in(open + 1, self.tokens[open].mate())
    }

    /// The attribute that these tokens are.
    fn meta_in(&self, start: usize, end: usize) -> Option<Meta> {
        let mut at = start;
        loop {
            match self.tokens[at].kind {
                // `#[unsafe(no_mangle)]`
                Kind::Key(Key::Unsafe) if at == start && at + 1 < end && !self.pair_at(at + 1, b':', b':') => at += 1,
                Kind::Word | Kind::Key(Key::Super | Key::SelfValue | Key::SelfType | Key::Crate) if at < end => at += 1,
                _ => return None,
            }
            if !self.pair_at(at, b':', b':') {
                break;
            }
            at += 2;
        }
        let meta = Meta { path: (start, at), end };
        let assigned =
            self.tokens[at].kind == Kind::Sign(b'=') && !self.pair_at(at, b'=', b'=') && !self.pair_at(at, b'=', b'>');
        (at == end || self.list(meta).is_some() || assigned).then_some(meta)
    }

    /// The brackets behind the path, if they are all that is there.
    fn list(&self, meta: Meta) -> Option<(usize, usize)> {
        let open = meta.path.1;
        let is_list = open < meta.end
            && matches!(self.tokens[open].kind, Kind::Open(_))
            && self.tokens[open].mate() + 1 == meta.end;
        is_list.then(|| (open, self.tokens[open].mate()))
    }

    fn meta_path(&mut self, meta: Meta) -> Name {
        let (start, end) = meta.path;
        if end == start + 1 {
            let text = self.text_at(start);
            return self.lower.intern_slice(text.strip_prefix("r#").unwrap_or(text));
        }
        let words = (start..end).filter(|at| !matches!(self.tokens[*at].kind, Kind::Sign(_)));
        let words: Vec<&str> = words.map(|at| self.text_at(at)).collect();
        self.lower.intern(&words.join("::"))
    }

    /// Whether the path is this one word.
    fn is_named(&self, meta: Meta, word: &str) -> bool {
        meta.path.1 == meta.path.0 + 1 && self.text_at(meta.path.0) == word
    }

    /// The predicate of the `#[cfg(…)]` among these; of several, all hold.
    pub(super) fn cfg(&mut self, attrs: &[usize]) -> Option<Option<Name>> {
        let mut texts = Vec::new();
        for &attr in attrs {
            let meta = self.meta(attr)?;
            if let Some((open, close)) = self.list(meta)
                && self.is_named(meta, "cfg")
            {
                texts.push(self.tokens_text(open + 1, close));
            }
        }
        Some(self.lower.all_of(texts))
    }

    /// Whether attributes say that something is in no build.
    pub(super) fn in_no_build(&self, attrs: &[usize]) -> Option<bool> {
        for &attr in attrs {
            let meta = self.meta(attr)?;
            if let Some((open, close)) = self.list(meta)
                && self.is_named(meta, "cfg")
            {
                let mut inside = open + 1..close;
                let speaks = |at: usize| matches!(self.text_at(at), "features" | "any");
                if inside.any(speaks) && self.never_holds(open, close)? {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    /// Whether a predicate, which stands in these brackets, never holds.
    fn never_holds(&self, open: usize, close: usize) -> Option<bool> {
        let text = &self.blank[self.tokens[open].end() as usize..self.tokens[close].start as usize];
        let parsed: syn::Result<syn::Meta> = syn::parse2(text.parse().ok()?);
        Some(parsed.is_ok_and(|cfg| crate::syntax::lower::never_holds(&cfg)))
    }

    /// Tokens in one spelling: `all(unix, feature = "a", not(test))`.
    fn tokens_text(&self, start: usize, end: usize) -> String {
        let mut text = String::new();
        let mut space = false;
        for at in start..end {
            match self.tokens[at].kind {
                Kind::Open(bracket) => {
                    text.push(char::from(bracket));
                    space = false;
                }
                Kind::Close(bracket) => {
                    text.push(char::from(bracket));
                    space = true;
                }
                Kind::Sign(b',') => {
                    text.push_str(", ");
                    space = false;
                }
                Kind::Sign(sign @ (b':' | b'.' | b'#' | b'!' | b'&' | b'<' | b'>')) => {
                    text.push(char::from(sign));
                    space = false;
                }
                Kind::Sign(sign) => {
                    text.extend([' ', char::from(sign), ' ']);
                    space = false;
                }
                // Its quote is a sign to syn.
                Kind::Lifetime => {
                    text.push_str(self.text_at(at));
                    space = true;
                }
                _ => {
                    if space {
                        text.push(' ');
                    }
                    text.push_str(self.text_at(at));
                    space = true;
                }
            }
        }
        text
    }

    /// Keeps those of these attributes that set the level of a lint in the code that they are on.
    pub(super) fn lint_levels(&mut self, attrs: &[usize], covers: Span) -> Option<()> {
        for &attr in attrs {
            let meta = self.meta(attr)?;
            let span = self.lower.span(self.tokens[attr].start, self.tokens[meta.end].end());
            self.lint_level(meta, span, covers);
        }
        Some(())
    }

    fn lint_level(&mut self, meta: Meta, span: Span, covers: Span) {
        let Some((open, close)) = self.list(meta) else { return };
        if self.is_named(meta, "cfg_attr") {
            for (start, end) in self.parts(open + 1, close).into_iter().skip(1) {
                if let Some(inner) = self.meta_in(start, end) {
                    self.lint_level(inner, span, covers);
                }
            }
            return;
        }
        let silences = self.is_named(meta, "allow") || self.is_named(meta, "expect");
        if silences || ["warn", "deny", "forbid"].iter().any(|word| self.is_named(meta, word)) {
            let mut lints = Vec::new();
            for (start, end) in self.parts(open + 1, close) {
                if let Some(lint) = self.meta_in(start, end)
                    && lint.path.1 == end
                {
                    lints.push(self.meta_path(lint));
                }
            }
            self.lower.tree.lint_levels.push(LintLevel { span, covers, silences, lints });
        }
    }

    /// What stands between commas.
    fn parts(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let (mut from, mut at) = (start, start);
        while at < end {
            if self.tokens[at].kind == Kind::Sign(b',') {
                parts.push((from, at));
                from = at + 1;
            }
            at = self.after(at);
        }
        parts.push((from, end));
        parts
    }
}
