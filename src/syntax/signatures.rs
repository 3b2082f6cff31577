//! Signatures alone: the blanked text with nothing inside the bodies of functions, for files of which only the items are
//! asked. Most of a parser's work is bodies.

use std::ops::Range;

/// The blanked text with spaces for the bodies of its functions; every byte that is left keeps its place.
pub(super) fn without_bodies(blank: &str) -> String {
    let mut out = blank.as_bytes().to_vec();
    bodies(blank).for_each(|body| out[body].fill(b' '));
    // Whole characters were taken out: a body ends before its brace.
    String::from_utf8(out).unwrap_or_else(|_| blank.to_owned())
}

/// What stands inside the braces of each function that is not itself inside another, in order.
pub(super) fn bodies(blank: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = blank.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            if byte == b'\'' {
                at = after_quote(bytes, at);
            } else if is_part(byte) {
                let start = at;
                at = word_end(bytes, at);
                if &bytes[start..at] == b"fn"
                    && let Some(body) = body(bytes, at)
                {
                    at = body.end;
                    return Some(body);
                }
            } else {
                at += 1;
            }
        }
        None
    })
}

/// How far behind `fn` a body may begin, in bytes.
const LONGEST_HEAD: usize = 1 << 16;

/// What stands inside the braces of the function whose `fn` ends here; `None` where none begins or it has no body.
fn body(bytes: &[u8], after: usize) -> Option<Range<usize>> {
    let name = after + bytes[after..].iter().take_while(|byte| **byte == b' ').count();
    // A type such as `fn(u32)` has no name, nor has a pattern of a macro.
    bytes.get(name).filter(|byte| is_part(**byte))?;
    let (mut at, mut depth) = (name, 0_u32);
    loop {
        match *bytes.get(at)? {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.checked_sub(1)?,
            b';' | b'}' if depth == 0 => return None,
            b'{' if depth == 0 => break,
            b'\'' => {
                at = after_quote(bytes, at);
                continue;
            }
            _ if at > after + LONGEST_HEAD => return None,
            _ => {}
        }
        at += 1;
    }
    let start = at + 1;
    let mut braces = 1_u32;
    at = start;
    loop {
        match *bytes.get(at)? {
            b'{' => braces += 1,
            b'}' if braces == 1 => return Some(start..at),
            b'}' => braces -= 1,
            b'\'' => {
                at = after_quote(bytes, at);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The place behind a character literal, or behind the quote of a lifetime.
fn after_quote(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at + 1), bytes.get(at + 2)) {
        (Some(b'\\'), Some(_)) => {
            let rest = &bytes[at + 3..];
            at + 3 + rest.iter().position(|byte| *byte == b'\'').map_or(0, |length| length + 1)
        }
        (Some(_), Some(b'\'')) => at + 3,
        _ => at + 1,
    }
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| is_part(**byte)).count()
}

pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn bodies_go_and_everything_else_stays_in_its_place() {
        let code = "pub fn a<'x>(f: fn(u8) -> [u8; 2]) where T: X { if y { '{' } else { '\\'' } } struct B { c: u8 }";
        let bare = without_bodies(code);
        assert_eq!(bare.len(), code.len());
        assert_eq!(
            bare.split_whitespace().collect::<Vec<_>>().join(" "),
            "pub fn a<'x>(f: fn(u8) -> [u8; 2]) where T: X { } struct B { c: u8 }"
        );
        assert_eq!(bare.find("struct"), code.find("struct"));
    }

    #[test]
    fn what_has_no_body_or_no_end_is_left_alone() {
        for code in ["trait A { fn b(); const C: fn() = d; }", "fn a() {", "macro_rules! m { (fn $n:ident) => { x } }"]
        {
            assert_eq!(without_bodies(code), code);
        }
    }

    #[test]
    fn functions_inside_impls_and_modules_lose_theirs() {
        let code = "mod m { impl A for B { fn c(&self) -> u8 { 1 } } fn d() { ä } }";
        let bare = without_bodies(code);
        assert_eq!(
            bare.split_whitespace().collect::<Vec<_>>().join(" "),
            "mod m { impl A for B { fn c(&self) -> u8 { } } fn d() { } }"
        );
    }
}
