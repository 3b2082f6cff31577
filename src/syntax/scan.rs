//! One pass over the bytes of a file, before it is lexed: finds comments, measures nesting, and makes the blanked text.
//!
//! The blanked text has the bytes of the source in their places, but comments, line breaks and what stands in quotes are
//! spaces. It is one line long, so a token's column is its place in the file, and doc comments cost the parser nothing.
//! It knows where tokens begin, not what they mean.

use super::comments::{Comment, CommentKind};
use super::depth::{Depth, Last};
use super::{ParseError, Source, Span, Unread};

/// What the pass found.
pub(super) struct Scan {
    pub blank: String,
    pub comments: Vec<Comment>,
    /// Strings and comments without an end: they were cut at the end of their line.
    pub faults: Vec<ParseError>,
}

/// Reads the whole text once, or twice if a string has no end.
pub(super) fn scan(source: &Source) -> Result<Scan, Unread> {
    let mut scanner = Scanner::new(source, false);
    scanner.pass();
    if scanner.endless_string {
        // Which string lacks its end cannot be known, since the next quote ends it: those that pass a line are cut.
        scanner = Scanner::new(source, true);
        scanner.pass();
    }
    match scanner.too_deep {
        Some(at) => Err(Unread::TooDeep(source.span(at, at + 1))),
        None => Ok(scanner.finish()),
    }
}

struct Scanner<'s> {
    source: &'s Source,
    bytes: &'s [u8],
    at: usize,
    line: u32,
    /// Whether code was met on this line.
    code: bool,
    /// As long as the source; all spaces but for what was kept.
    blank: Vec<u8>,
    comments: Vec<Comment>,
    depth: Depth,
    too_deep: Option<usize>,
    /// Whether strings end with their line.
    cut_strings: bool,
    endless_string: bool,
    /// How many raw strings and block comments without an end were met, each of which was looked for to the end of the text.
    endless: u32,
    faults: Vec<ParseError>,
}

/// After so many raw strings and block comments without an end no other is believed to have one: each search goes to the end
/// of the text.
const MOST_ENDLESS: u32 = 64;

impl<'s> Scanner<'s> {
    fn new(source: &'s Source, cut_strings: bool) -> Scanner<'s> {
        Scanner {
            source,
            bytes: source.text.as_bytes(),
            at: 0,
            line: 1,
            code: false,
            blank: vec![b' '; source.text.len()],
            comments: Vec::new(),
            depth: Depth::new(),
            too_deep: None,
            cut_strings,
            endless_string: false,
            endless: 0,
            faults: Vec::new(),
        }
    }

    fn pass(&mut self) {
        self.head();
        self.run();
    }

    /// Skips the byte order mark, the `#!` line of a script and the front matter of a cargo script.
    fn head(&mut self) {
        let text: &str = &self.source.text;
        if text.starts_with('\u{feff}') {
            self.blank_to(3);
        }
        if text[self.at..].starts_with("#!") && !is_inner_attribute(&text[self.at + 2..]) {
            self.blank_to(line_end(text, self.at));
        }
        let rest = text[self.at..].trim_start();
        if rest.starts_with("---") {
            let open = text.len() - rest.len();
            if let Some(close) = text[open..].find("\n---") {
                self.blank_to(line_end(text, open + close + 1));
            }
        }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' | b' ' | b'\t' | b'\r' | 0x0b | 0x0c => self.space(),
                b'/' if self.peek(1) == b'/' => self.line_comment(),
                b'/' if self.peek(1) == b'*' => self.block_comment(),
                b'"' => self.string(1),
                b'\'' => self.quote(),
                b'(' | b'[' | b'{' => self.open(),
                b')' | b']' | b'}' => self.close(byte),
                b'0'..=b'9' => self.number(),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
                _ => self.punct(byte),
            }
            if self.depth.is_too_deep() {
                self.too_deep = Some(self.at.saturating_sub(1));
                return;
            }
        }
    }

    fn finish(self) -> Scan {
        let blank = String::from_utf8(self.blank).unwrap_or_default();
        let mut comments = self.comments;
        mark_before_code(&mut comments);
        Scan { blank, comments, faults: self.faults }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Goes over white space.
    fn space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => {}
                b'\n' => self.line_break(),
                _ => return,
            }
            self.at += 1;
        }
    }

    fn line_break(&mut self) {
        self.line += 1;
        self.code = false;
    }

    /// Goes on to `to` and leaves spaces for what is passed over.
    fn blank_to(&mut self, to: usize) {
        let to = to.min(self.bytes.len());
        for &byte in &self.bytes[self.at..to] {
            if byte == b'\n' {
                self.line_break();
            }
        }
        self.at = to;
    }

    /// Goes on to `to` and keeps what is passed over.
    fn keep_to(&mut self, to: usize) {
        let to = to.min(self.bytes.len());
        self.blank[self.at..to].copy_from_slice(&self.bytes[self.at..to]);
        self.at = to;
    }

    /// Counts a number, a string or a character.
    fn literal(&mut self) {
        self.depth.literal();
        self.meet_code();
    }

    fn meet_code(&mut self) {
        self.code = true;
        if let Some(comment) = self.comments.last_mut()
            && comment.last_line == self.line
        {
            comment.before_code = true;
        }
    }

    fn open(&mut self) {
        self.depth.open();
        self.meet_code();
        self.keep_to(self.at + 1);
    }

    fn close(&mut self, bracket: u8) {
        self.depth.close(bracket);
        self.meet_code();
        self.keep_to(self.at + 1);
    }

    fn punct(&mut self, sign: u8) {
        let next = self.peek(1);
        self.depth.sign(sign, next);
        self.meet_code();
        // A shift is one token here: its second sign opens no angle bracket.
        let shift = sign == b'<' && next == b'<';
        self.keep_to(self.at + if shift { 2 } else { 1 });
    }

    fn number(&mut self) {
        self.literal();
        let length = word_length(&self.bytes[self.at..]);
        self.keep_to(self.at + length);
    }

    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = word_length(rest);
        let word = &rest[..length];
        let next = self.peek(length);
        match (word, next) {
            (b"b" | b"c", b'"') => return self.string(length + 1),
            (b"b", b'\'') => return self.byte_char(),
            (b"r" | b"br" | b"cr", b'"' | b'#') => {
                let hashes = rest[length..].iter().take_while(|b| **b == b'#').count();
                if self.peek(length + hashes) == b'"' {
                    return self.raw_string(length, hashes);
                }
            }
            _ => {}
        }
        self.depth.word(word);
        self.meet_code();
        self.keep_to(self.at + length);
    }

    /// A string with escapes, whose opening quote is the last of `prefix` bytes.
    fn string(&mut self, prefix: usize) {
        self.literal();
        let start = self.at;
        self.keep_to(self.at + prefix);
        let mut end = self.at;
        while end < self.bytes.len() && self.bytes[end] != b'"' {
            if self.cut_strings && self.bytes[end] == b'\n' {
                return self.cut_string(start, end);
            }
            end += if self.bytes[end] == b'\\' { 2 } else { 1 };
        }
        self.endless_string |= end >= self.bytes.len();
        self.quoted_to(end, 1);
    }

    /// Ends a string where its line ends: the quote takes the place of the line break.
    fn cut_string(&mut self, start: usize, end: usize) {
        self.fault(start, "this string has no end");
        self.blank_to(end + 1);
        self.blank[end] = b'"';
    }

    fn raw_string(&mut self, prefix: usize, hashes: usize) {
        let closes = |rest: &[u8]| {
            rest.first() == Some(&b'"') && rest.len() > hashes && rest[1..=hashes].iter().all(|byte| *byte == b'#')
        };
        let open = self.at + prefix + hashes + 1;
        let rest = &self.bytes[open..];
        let rest = if self.endless < MOST_ENDLESS { rest } else { &[] };
        self.literal();
        match (0..rest.len()).find(|at| closes(&rest[*at..])) {
            Some(length) => {
                self.keep_to(open);
                self.quoted_to(open + length, 1 + hashes);
            }
            None => {
                self.endless += 1;
                self.fault(self.at, "this string has no end");
                self.blank_to(open);
            }
        }
    }

    fn fault(&mut self, at: usize, message: &str) {
        let span = self.source.span(at, at + 1);
        let message = message.to_owned();
        self.faults.push(ParseError { span, message });
    }

    /// Blanks what stands before `end` and keeps the closing quote.
    fn quoted_to(&mut self, end: usize, quote: usize) {
        let code = self.code;
        self.blank_to(end);
        self.code |= code;
        self.keep_to(self.at + quote);
    }

    /// A quote begins a character or a lifetime.
    fn quote(&mut self) {
        let rest = &self.source.text[self.at + 1..];
        let Some(first) = rest.chars().next() else {
            self.literal();
            return self.keep_to(self.at + 1);
        };
        if first == '\\' {
            return self.escaped_char(0);
        }
        if first != '\'' && rest[first.len_utf8()..].starts_with('\'') {
            self.literal();
            return self.plain_char(first);
        }
        self.depth.token(Last::Operator);
        self.meet_code();
        self.keep_to(self.at + 1);
    }

    /// Keeps the length of a character literal in bytes, with a content that is one byte to a character.
    fn plain_char(&mut self, c: char) {
        let stand_in: &[u8] = match c.len_utf8() {
            1 if c == '\n' => {
                self.line += 1;
                b"' '"
            }
            1 => return self.keep_to(self.at + 3),
            2 => br"'\n'",
            3 => br"b'\n'",
            _ => br"'\x41'",
        };
        let end = self.at + stand_in.len();
        self.blank[self.at..end].copy_from_slice(stand_in);
        self.at = end;
    }

    fn byte_char(&mut self) {
        match self.peek(2) {
            b'\\' => self.escaped_char(1),
            _ => {
                self.literal();
                self.keep_to(self.at + 1);
                if self.peek(2) == b'\'' {
                    self.keep_to(self.at + 3);
                } else {
                    self.keep_to(self.at + 1);
                }
            }
        }
    }

    /// `'\n'`, `'\''`, `'\u{1F600}'`, with a `b` before it when `prefix` is 1.
    fn escaped_char(&mut self, prefix: usize) {
        self.literal();
        let mut end = self.at + prefix + 3;
        while end < self.bytes.len() && self.bytes[end] != b'\'' && self.bytes[end] != b'\n' {
            end += 1;
        }
        if self.bytes.get(end) == Some(&b'\'') {
            end += 1;
        }
        self.keep_to(end);
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let end = line_end(&self.source.text, start);
        let kind = match &self.bytes[start..end] {
            [_, _, b'!', ..] => CommentKind::InnerDoc,
            [_, _, b'/', b'/', ..] => CommentKind::Plain,
            [_, _, b'/', ..] => CommentKind::Doc,
            _ => CommentKind::Plain,
        };
        let text_end = if self.bytes[..end].ends_with(b"\r") { end - 1 } else { end };
        self.comment(start, text_end, end, kind);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut end = start + 2;
        let mut open = 1;
        while open > 0 && end < self.bytes.len() && self.endless < MOST_ENDLESS {
            match &self.bytes[end..] {
                [b'/', b'*', ..] => {
                    open += 1;
                    end += 2;
                }
                [b'*', b'/', ..] => {
                    open -= 1;
                    end += 2;
                }
                _ => end += 1,
            }
        }
        if open > 0 {
            self.endless += 1;
            self.fault(start, "this comment has no end");
            end = line_end(&self.source.text, start);
        }
        let kind = match &self.bytes[start..end] {
            [_, _, b'!', ..] => CommentKind::InnerDoc,
            [_, _, b'*', b'*' | b'/', ..] => CommentKind::Plain,
            [_, _, b'*', ..] => CommentKind::Doc,
            _ => CommentKind::Plain,
        };
        self.comment(start, end, end, kind);
    }

    fn comment(&mut self, start: usize, text_end: usize, end: usize, kind: CommentKind) {
        let line = self.line;
        let after_code = self.code;
        self.blank_to(end);
        self.comments.push(Comment {
            span: self.source.span(start, text_end),
            line,
            last_line: self.line,
            kind,
            after_code,
            before_code: false,
        });
    }
}

/// Another comment behind a comment on its last line counts as code for it.
fn mark_before_code(comments: &mut [Comment]) {
    for at in 1..comments.len() {
        if comments[at - 1].last_line == comments[at].line {
            comments[at - 1].before_code = true;
        }
    }
}

/// How many bytes of a word or number these begin with.
fn word_length(bytes: &[u8]) -> usize {
    const IN_WORD: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = byte >= 0x80 || byte == b'_' as usize || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        table
    };
    bytes.iter().position(|byte| !IN_WORD[*byte as usize]).unwrap_or(bytes.len())
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |length| from + length)
}

/// Whether what follows `#!` makes it an attribute and not the first line of a script.
fn is_inner_attribute(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = &rest[line_end(rest, 0)..];
        } else if let Some(inside) = rest.strip_prefix("/*") {
            rest = inside.find("*/").map_or("", |end| &inside[end + 2..]);
        } else {
            return rest.starts_with('[');
        }
    }
}

impl Source {
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end.min(self.text.len()) as u32 }
    }
}
