//! Literals: their values, read from the source, since the blanked text has none.

use super::Lower;
use crate::syntax::tree::*;

impl<'s> Lower<'s> {
    /// A string literal as it stands in the source.
    pub(in crate::syntax) fn string(&mut self, text: &'s str) -> Lit {
        Lit::Str(match string_value(text) {
            Value::Plain(inside) => self.intern_slice(inside),
            Value::Made(made) => self.intern(&made),
        })
    }

    pub(super) fn literal(&mut self, lit: &syn::Lit) -> ExprId {
        let span = self.token(lit.span());
        let text = self.slice(span.start, span.end);
        let lit = match lit {
            syn::Lit::Str(_) => self.string(text),
            syn::Lit::Int(_) => Lit::Int(int_value(text)),
            syn::Lit::Float(lit) => Lit::Float(self.intern(lit.base10_digits())),
            syn::Lit::Bool(lit) => Lit::Bool(lit.value),
            syn::Lit::Char(_) => Lit::Char,
            syn::Lit::Byte(_) | syn::Lit::ByteStr(_) | syn::Lit::CStr(_) => bytes_or_char(text),
            _ => return self.add_expr(span.start, span.end, ExprKind::Other),
        };
        self.add_expr(span.start, span.end, ExprKind::Lit(lit))
    }
}

/// A character of three bytes stands in the blanked text as a byte literal.
pub(in crate::syntax) fn bytes_or_char(text: &str) -> Lit {
    if text.starts_with('\'') { Lit::Char } else { Lit::Bytes }
}

enum Value<'s> {
    /// What stands between the quotes is the value.
    Plain(&'s str),
    /// It has escapes.
    Made(String),
}

/// The value of a string literal as it stands in the source, whatever its prefix, hashes and suffix.
fn string_value(literal: &str) -> Value<'_> {
    let raw = literal.starts_with('r');
    let open = literal.find('"').map_or(0, |at| at + 1);
    let close = literal.rfind('"').unwrap_or(literal.len());
    let inside = literal.get(open..close).unwrap_or("");
    if raw || !inside.contains(['\\', '\r']) { Value::Plain(inside) } else { Value::Made(unescape(inside)) }
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => escape(&mut rest, &mut value),
            '\r' if rest.as_str().starts_with('\n') => {}
            c => value.push(c),
        }
    }
    value
}

/// What follows a backslash. An escape that Rust does not know is nothing.
fn escape(rest: &mut std::str::Chars<'_>, value: &mut String) {
    match rest.next() {
        Some('n') => value.push('\n'),
        Some('r') => value.push('\r'),
        Some('t') => value.push('\t'),
        Some('0') => value.push('\0'),
        Some(c @ ('\\' | '\'' | '"')) => value.push(c),
        Some('x') => {
            let digits: String = rest.by_ref().take(2).collect();
            value.extend(code_point(&digits));
        }
        Some('u') => {
            let digits: String = rest.by_ref().take_while(|c| *c != '}').collect();
            value.extend(code_point(&digits));
        }
        Some('\n' | '\r') => {
            let length = rest.as_str().len() - rest.as_str().trim_start().len();
            *rest = rest.as_str()[length..].chars();
        }
        _ => {}
    }
}

fn code_point(digits: &str) -> Option<char> {
    let digits: String = digits.chars().filter(|c| c.is_ascii_hexdigit()).collect();
    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
}

/// The value of an integer literal. `None`: it is negative or does not fit.
pub(in crate::syntax) fn int_value(literal: &str) -> Option<u128> {
    let digits: String = literal.chars().filter(|c| *c != '_').collect();
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits.as_str()),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    u128::from_str_radix(&digits[..end], radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(literal: &str) -> String {
        match string_value(literal) {
            Value::Plain(text) => text.to_owned(),
            Value::Made(text) => text,
        }
    }

    #[test]
    fn integers_lose_underscores_radix_and_suffix() {
        assert_eq!(int_value("1_000u64"), Some(1000));
        assert_eq!(int_value("0xff_u8"), Some(255));
        assert_eq!(int_value("0b101"), Some(5));
        assert_eq!(int_value("340282366920938463463374607431768211456"), None);
        assert_eq!(int_value("-1"), None);
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(value(r#""a\n\x41\u{e9}\"""#), "a\nAé\"");
        assert_eq!(value(r##"r#"a\n"#"##), "a\\n");
        assert_eq!(value("\"a\\\n   b\""), "ab");
        assert_eq!(value("\"\""), "");
    }
}
