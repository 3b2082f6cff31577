//! Text that cannot be split into tokens: cut at the items that begin at the margin, and its brackets made to match.

use std::str::FromStr;

use proc_macro2::TokenStream;

use super::split::is_item_word;

/// How many bad characters a piece may have before it is given up.
const MAX_FAULTS: usize = 40;

/// The stretches of the blanked text, each from an item at the margin to the next, in bytes.
/// The source tells where lines begin: the blanked text has no line breaks.
pub(super) fn pieces(source: &str, blank: &str) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    let mut attribute = false;
    let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
    for line in std::iter::once(0).chain(breaks) {
        let Some(rest) = blank.get(line..) else {
            continue;
        };
        let begins_attribute = rest.starts_with("#[");
        if !attribute && (begins_attribute || begins_item(rest)) && line > 0 {
            starts.push(line);
        }
        if !rest.starts_with(' ') && !rest.is_empty() {
            attribute = begins_attribute;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([blank.len()]);
    starts.iter().copied().zip(ends).collect()
}

fn begins_item(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    is_item_word(&rest[..end])
}

/// A stretch of the blanked text that is read by itself.
pub(super) struct Piece {
    start: usize,
    /// What is lexed. It may be longer than the stretch by the brackets that close it.
    pub text: String,
    /// The places in the file, in bytes, of what had to be left out.
    pub faults: Vec<u32>,
}

impl Piece {
    pub(super) fn new(start: usize, text: &str) -> Piece {
        Piece { start, text: text.to_owned(), faults: Vec::new() }
    }

    /// `None`: too much of it is not Rust.
    pub(super) fn tokens(&mut self) -> Option<TokenStream> {
        if let Ok(tokens) = TokenStream::from_str(&self.text) {
            return Some(tokens);
        }
        self.match_brackets();
        for _ in 0..MAX_FAULTS {
            match TokenStream::from_str(&self.text) {
                Ok(tokens) => return Some(tokens),
                Err(error) => {
                    let at = error.span().start().column;
                    let (at, _) = self.text.char_indices().nth(at)?;
                    self.leave_out(at);
                }
            }
        }
        None
    }

    /// Puts spaces in the place of one character.
    fn leave_out(&mut self, at: usize) {
        let Some(c) = self.text[at..].chars().next() else {
            return;
        };
        let spaces = " ".repeat(c.len_utf8());
        self.text.replace_range(at..at + c.len_utf8(), &spaces);
        self.faults.push((self.start + at) as u32);
    }

    /// Leaves out the brackets that have no partner, and closes at the end what is open there.
    fn match_brackets(&mut self) {
        let mut open: Vec<(usize, u8)> = Vec::new();
        let mut odd = Vec::new();
        let bytes = self.text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            // A bracket in a character literal is none.
            let quoted = at > 0 && bytes[at - 1] == b'\'' && bytes.get(at + 1) == Some(&b'\'');
            match byte {
                _ if quoted => {}
                b'(' | b'[' | b'{' => open.push((at, closer(byte))),
                b')' | b']' | b'}' => match open.iter().rposition(|(_, closer)| *closer == byte) {
                    Some(partner) if byte == b'}' || partner + 1 == open.len() => {
                        odd.extend(open.drain(partner..).skip(1).map(|(at, _)| at));
                    }
                    _ => odd.push(at),
                },
                _ => {}
            }
        }
        let missing: Vec<u8> = open.iter().rev().map(|(_, closer)| *closer).collect();
        let faults = open.iter().map(|(at, _)| (self.start + at) as u32);
        self.faults.extend(faults);
        for at in odd {
            self.leave_out(at);
        }
        self.text.extend(missing.into_iter().map(char::from));
    }
}

fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
