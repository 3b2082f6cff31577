//! Arguments of macros: expressions with commas or semicolons between them, and what macros put before them.

use super::exprs::Shape;
use super::{Key, Kind, Reader};
use crate::syntax::macros::captures;
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    /// The values, and behind each string the variables that it captures in braces.
    pub(super) fn args(&mut self, close: usize) -> Option<MacroBody> {
        let mut values = Vec::new();
        let mut names = Vec::new();
        while self.at != close {
            let name = self.arg_key()?;
            names.extend(name);
            self.arg_value(close, &mut values, &names)?;
            if self.takes_pair(b'=', b'>') {
                self.arg_value(close, &mut values, &names)?;
            }
            if self.at != close && !self.takes_sign(b';') {
                self.sign(b',')?;
            }
        }
        values.shrink_to_fit();
        Some(MacroBody::Args(values))
    }

    /// What stands before a value: `target:`, `"key" =`, `field.name =`. The name that it gives the value.
    fn arg_key(&mut self) -> Option<Option<Name>> {
        let colon = self.second() == Kind::Sign(b':') && !self.second_is_pair(b':', b':');
        let equals = self.is_assigned();
        if self.is_sign(b'@') || equals && self.is(Kind::Open(b'{')) {
            return None;
        }
        let literal = matches!(
            self.kind(),
            Kind::Str | Kind::Bytes | Kind::Char | Kind::Int | Kind::Float | Kind::Key(Key::True | Key::False)
        );
        if (colon || equals) && literal {
            self.at += 2;
            return Some(None);
        }
        let is_word = matches!(self.kind(), Kind::Word | Kind::Key(_));
        if colon && is_word {
            let (name, _) = self.any_name();
            self.at += 1;
            self.shown_as();
            return Some(Some(name));
        }
        if equals || self.second() == Kind::Sign(b'.') {
            return Some(self.assigned_field());
        }
        Some(None)
    }

    /// The `?` or `%` by which a key of the `log` macros says how its value is shown, and the sign behind it.
    fn shown_as(&mut self) {
        let shown = (self.is_sign(b'?') || self.is_sign(b'%')) && self.second() == Kind::Sign(b'=');
        if shown || self.is(Kind::Word) && self.is_assigned() {
            self.at += 2;
        }
    }

    /// Whether a single `=` follows the next token.
    fn is_assigned(&self) -> bool {
        self.second() == Kind::Sign(b'=') && !self.second_is_pair(b'=', b'=') && !self.second_is_pair(b'=', b'>')
    }

    /// `a.b.c =`: the last name. A place of `self` is assigned to, not named.
    fn assigned_field(&mut self) -> Option<Name> {
        if !matches!(self.kind(), Kind::Word | Kind::Key(_)) || self.is_key(Key::SelfValue) {
            return None;
        }
        let mut at = self.at;
        while self.tokens[at + 1].kind == Kind::Sign(b'.')
            && matches!(self.tokens[at + 2].kind, Kind::Word | Kind::Key(_))
        {
            at += 2;
        }
        let sign = at + 1;
        let named = self.tokens[sign].kind == Kind::Sign(b'=')
            && !self.pair_at(sign, b'=', b'=')
            && !self.pair_at(sign, b'=', b'>');
        if !named {
            return None;
        }
        self.at = at;
        let (name, _) = self.any_name();
        self.at += 1;
        Some(name)
    }

    fn arg_value(&mut self, close: usize, values: &mut Vec<ExprId>, names: &[Name]) -> Option<()> {
        if self.is_sign(b'#') {
            return None;
        }
        if !self.takes_sign(b'?') {
            self.takes_sign(b'%');
        }
        let start = self.at;
        let made = self.expr_with(true)?;
        if made.shape == Shape::Let {
            return None;
        }
        values.push(made.id);
        if self.at == start + 1 && self.tokens[start].kind == Kind::Str {
            self.captured(start, close, values, names)?;
        }
        Some(())
    }

    /// Adds the variables that a string captures, but for those that an argument gives under that name.
    fn captured(&mut self, at: usize, close: usize, values: &mut Vec<ExprId>, names: &[Name]) -> Option<()> {
        let found = captures(self.text_at(at));
        if found.is_empty() {
            return Some(());
        }
        // What the arguments to come are named is known once they have been read.
        let mut coming = names.to_vec();
        let named = |at: usize| matches!(self.tokens[at].kind, Kind::Sign(b'=' | b':'));
        if (self.at..close).any(named) {
            let back = self.at;
            self.without_trace(|reader| reader.coming_names(close, &mut coming))?;
            self.at = back;
        }
        let span = self.token_span(at);
        for text in found {
            let name = self.lower.intern_slice(text);
            if !coming.contains(&name) {
                let path = self.lower.plain_path(name, span);
                values.push(self.lower.add_expr(span.start, span.end, ExprKind::Path(path)));
            }
        }
        Some(())
    }

    /// The names of the arguments behind the value that has just been read.
    fn coming_names(&mut self, close: usize, names: &mut Vec<Name>) -> Option<()> {
        let value = |reader: &mut Self| {
            if !reader.takes_sign(b'?') {
                reader.takes_sign(b'%');
            }
            reader.expr()
        };
        if self.takes_pair(b'=', b'>') {
            value(self)?;
        }
        while self.at != close {
            if !self.takes_sign(b';') {
                self.sign(b',')?;
            }
            if self.at == close {
                break;
            }
            names.extend(self.arg_key()?);
            value(self)?;
            if self.takes_pair(b'=', b'>') {
                value(self)?;
            }
        }
        Some(())
    }
}
