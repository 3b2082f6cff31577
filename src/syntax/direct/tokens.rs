//! The blanked text as a list of tokens: brackets know their mates, and a sign knows whether another stands right behind it.
//!
//! It knows the tokens that plain code is made of. `None`: the text has others, or its brackets do not match.

/// What a token is. Signs are single characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Behind the last token.
    End,
    /// A word that is no keyword.
    Word,
    Key(Key),
    /// A lifetime or a label, with its quote.
    Lifetime,
    Str,
    /// A byte, a string of bytes or a C string.
    Bytes,
    Char,
    Int,
    Float,
    Sign(u8),
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
}

macro_rules! keys {
    ($($key:ident $text:literal)*) => {
        /// Words that are no names, as syn has them.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Key {
            $($key,)*
            /// One that plain code does not use.
            Unused,
        }

        fn key(word: &[u8]) -> Option<Key> {
            match word {
                $($text => Some(Key::$key),)*
                b"abstract" | b"become" | b"box" | b"do" | b"final" | b"macro" | b"override" | b"priv" | b"typeof"
                | b"unsized" | b"virtual" => Some(Key::Unused),
                _ => None,
            }
        }
    };
}

keys! {
    Underscore b"_"
    As b"as"
    Async b"async"
    Await b"await"
    Break b"break"
    Const b"const"
    Continue b"continue"
    Crate b"crate"
    Dyn b"dyn"
    Else b"else"
    Enum b"enum"
    Extern b"extern"
    False b"false"
    Fn b"fn"
    For b"for"
    If b"if"
    Impl b"impl"
    In b"in"
    Let b"let"
    Loop b"loop"
    Match b"match"
    Mod b"mod"
    Move b"move"
    Mut b"mut"
    Pub b"pub"
    Ref b"ref"
    Return b"return"
    SelfType b"Self"
    SelfValue b"self"
    Static b"static"
    Struct b"struct"
    Super b"super"
    Trait b"trait"
    True b"true"
    Try b"try"
    Type b"type"
    Unsafe b"unsafe"
    Use b"use"
    Where b"where"
    While b"while"
    Yield b"yield"
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Whether another sign follows a sign without a space.
    pub joint: bool,
    /// In bytes of the text.
    pub start: u32,
    /// Where it ends; of an open bracket the number of its mate.
    end: u32,
}

impl Token {
    pub fn end(&self) -> u32 {
        match self.kind {
            Kind::Open(_) => self.start + 1,
            _ => self.end,
        }
    }

    /// The number of the bracket that closes this one; of any other token, its end.
    pub fn mate(&self) -> usize {
        self.end as usize
    }
}

/// How many tokens can be looked at behind the last.
const AHEAD: usize = 4;

pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut lexer =
        Lexer { bytes: text.as_bytes(), at: 0, tokens: Vec::with_capacity(text.len() / 8), open: Vec::new() };
    while lexer.at < lexer.bytes.len() {
        lexer.one()?;
    }
    if !lexer.open.is_empty() {
        return None;
    }
    for _ in 0..AHEAD {
        lexer.push(Kind::End, lexer.at);
    }
    Some(lexer.tokens)
}

struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
    tokens: Vec<Token>,
    /// The numbers of the brackets that are open.
    open: Vec<u32>,
}

impl Lexer<'_> {
    /// Reads one token, or the spaces before it.
    fn one(&mut self) -> Option<()> {
        match self.bytes[self.at] {
            b' ' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word()?,
            b'0'..=b'9' => self.number()?,
            b'"' => self.string(1, 0, Kind::Str)?,
            b'\'' => self.quote()?,
            open @ (b'(' | b'[' | b'{') => {
                self.open.push(self.tokens.len() as u32);
                self.push(Kind::Open(open), self.at + 1);
            }
            close @ (b')' | b']' | b'}') => self.close(close)?,
            sign if is_sign(sign) => self.push(Kind::Sign(sign), self.at + 1),
            _ => return None,
        }
        Some(())
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let joint = matches!(kind, Kind::Sign(_)) && self.bytes.get(end).copied().is_some_and(is_sign);
        self.tokens.push(Token { kind, joint, start: self.at as u32, end: end as u32 });
        self.at = end;
    }

    fn close(&mut self, close: u8) -> Option<()> {
        let open = self.open.pop()?;
        let mate = self.tokens.len() as u32;
        let token = &mut self.tokens[open as usize];
        let expected = match token.kind {
            Kind::Open(b'(') => b')',
            Kind::Open(b'[') => b']',
            _ => b'}',
        };
        token.end = mate;
        self.push(Kind::Close(close), self.at + 1);
        (close == expected).then_some(())
    }

    fn word(&mut self) -> Option<()> {
        let end = self.word_end(self.at);
        let word = &self.bytes[self.at..end];
        match (word, self.bytes.get(end)) {
            (b"b" | b"c", Some(b'"')) => return self.string(2, 0, Kind::Bytes),
            (b"b", Some(b'\'')) => {
                let end = self.char_end(end)?;
                return self.literal(Kind::Bytes, end);
            }
            (b"r" | b"br" | b"cr", Some(b'"' | b'#')) => {
                let hashes = self.bytes[end..].iter().take_while(|byte| **byte == b'#').count();
                if self.bytes.get(end + hashes) == Some(&b'"') {
                    let kind = if word == b"r" { Kind::Str } else { Kind::Bytes };
                    return self.string(word.len() + hashes + 1, hashes, kind);
                }
                // `r#word`: the name of something that is called as a keyword is.
                let name = end + 1;
                let end = self.word_end(name);
                let raw = word == b"r" && hashes == 1 && !matches!(&self.bytes[name..end], b"" | b"_");
                return raw.then(|| self.push(Kind::Word, end));
            }
            // A word beyond ASCII.
            (_, Some(0x80..)) => return None,
            // A prefix that no edition knows.
            (_, Some(b'"' | b'#')) => return None,
            _ => {}
        }
        let kind = key(word).map_or(Kind::Word, Kind::Key);
        self.push(kind, end);
        Some(())
    }

    fn word_end(&self, from: usize) -> usize {
        from + self.bytes[from..].iter().take_while(|byte| is_part(**byte)).count()
    }

    /// A string whose opening quote is the last of `prefix` bytes; what stands in it has been blanked.
    fn string(&mut self, prefix: usize, hashes: usize, kind: Kind) -> Option<()> {
        let inside = self.at + prefix;
        let length = self.bytes[inside..].iter().position(|byte| *byte == b'"')?;
        let end = inside + length + 1 + hashes;
        let closed = self.bytes.get(inside + length + 1..end)?.iter().all(|byte| *byte == b'#');
        if closed { self.literal(kind, end) } else { None }
    }

    /// A literal without a suffix.
    fn literal(&mut self, kind: Kind, end: usize) -> Option<()> {
        if self.bytes.get(end).copied().is_some_and(|byte| is_part(byte) || byte >= 0x80) {
            return None;
        }
        self.push(kind, end);
        Some(())
    }

    /// A character or a lifetime.
    fn quote(&mut self) -> Option<()> {
        if self.bytes.get(self.at + 1) == Some(&b'\\') || self.bytes.get(self.at + 2) == Some(&b'\'') {
            let end = self.char_end(self.at)?;
            return self.literal(Kind::Char, end);
        }
        let name = self.at + 1;
        let end = self.word_end(name);
        let first = self.bytes.get(name)?;
        if end == name || first.is_ascii_digit() || matches!(self.bytes.get(end), Some(b'\'' | b'#' | 0x80..)) {
            return None;
        }
        self.push(Kind::Lifetime, end);
        Some(())
    }

    /// Where the character literal ends whose first quote stands here.
    fn char_end(&self, quote: usize) -> Option<usize> {
        let inside = match self.bytes.get(quote + 1)? {
            b'\\' => 1 + self.escape_length(quote + 2, quote > self.at)?,
            b'\'' => return None,
            _ => 1,
        };
        let end = quote + 1 + inside;
        (self.bytes.get(end) == Some(&b'\'')).then_some(end + 1)
    }

    /// How long what follows a backslash is.
    fn escape_length(&self, at: usize, is_byte: bool) -> Option<usize> {
        let hex = |from: usize| self.bytes[from..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        match self.bytes.get(at)? {
            b'n' | b'r' | b't' | b'\\' | b'0' | b'\'' | b'"' => Some(1),
            // A character has seven bits there, a byte eight.
            b'x' => (hex(at + 1) >= 2 && (is_byte || self.bytes[at + 1] < b'8')).then_some(3),
            b'u' if !is_byte && self.bytes.get(at + 1) == Some(&b'{') => {
                let digits = hex(at + 2);
                let digit_text = std::str::from_utf8(&self.bytes[at + 2..at + 2 + digits]).ok()?;
                let is_char = u32::from_str_radix(digit_text, 16).ok().and_then(char::from_u32).is_some();
                (is_char && digits <= 6 && self.bytes.get(at + 2 + digits) == Some(&b'}')).then_some(digits + 3)
            }
            _ => None,
        }
    }

    fn number(&mut self) -> Option<()> {
        let bytes = self.bytes;
        let mut end = self.word_end(self.at);
        let text = &bytes[self.at..end];
        if matches!(text, [b'0', b'x' | b'o' | b'b', ..]) {
            let radix = match text[1] {
                b'x' => 16,
                b'o' => 8,
                _ => 2,
            };
            let digits = text[2..].iter().take_while(|byte| **byte == b'_' || (**byte as char).is_digit(radix));
            let count = digits.clone().filter(|byte| **byte != b'_').count();
            let suffix = &text[2 + digits.count()..];
            return (count > 0 && (suffix.is_empty() || is_int_suffix(suffix))).then(|| self.push(Kind::Int, end));
        }
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
        let mut suffix = &text[digits..];
        let mut float = false;
        if suffix.is_empty() && bytes.get(end) == Some(&b'.') {
            let after = bytes.get(end + 1).copied().unwrap_or(b' ');
            if after.is_ascii_digit() {
                let part = end + 1;
                end = self.word_end(part);
                let text = &bytes[part..end];
                suffix = &text[text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count()..];
                float = true;
            } else if after != b'.' && !is_part(after) {
                if after >= 0x80 {
                    return None;
                }
                float = true;
                end += 1;
            }
        }
        if let [b'e' | b'E', exponent @ ..] = suffix {
            float = true;
            if exponent.is_empty() && matches!(bytes.get(end), Some(b'+' | b'-')) {
                let part = end + 1;
                end = self.word_end(part);
                suffix = after_digits(&bytes[part..end])?;
            } else {
                suffix = after_digits(exponent)?;
            }
        }
        match suffix {
            b"" => {}
            // A number without a dot is an integer to syn, whatever its suffix.
            b"f32" | b"f64" => {}
            _ if !float && is_int_suffix(suffix) => {}
            _ => return None,
        }
        self.literal(if float { Kind::Float } else { Kind::Int }, end)
    }
}

/// What stands behind digits, of which there must be one.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length > 0).then(|| &text[length..])
}

fn is_int_suffix(suffix: &[u8]) -> bool {
    matches!(
        suffix,
        b"u8" | b"u16" | b"u32" | b"u64" | b"u128" | b"usize" | b"i8" | b"i16" | b"i32" | b"i64" | b"i128" | b"isize"
    )
}

fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#'
            | b'$'
            | b'%'
            | b'&'
            | b'*'
            | b'+'
            | b','
            | b'-'
            | b'.'
            | b'/'
            | b':'
            | b';'
            | b'<'
            | b'='
            | b'>'
            | b'?'
            | b'@'
            | b'^'
            | b'|'
            | b'~'
    )
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
