//! How deep a parser may have to recurse, counted while a text is scanned.
//!
//! Brackets are one cause. The others need none: rows of signs, long sums and calls, nested generics, closures in closures.
//! All of them take a token for each step, so the tokens since the last separator are counted, over all open brackets.

/// How many brackets may be open at once. Of 53,000 published files, two have more than 40.
const MAX_BRACKETS: usize = 256;
/// How many tokens may be on the way. Of 53,000 published files, two have more than 1,500.
const MAX_RUN: u32 = 10_000;

pub(super) struct Depth {
    levels: Vec<Level>,
    total: u32,
    last: Last,
}

/// What stands in one pair of brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Tokens since the last comma, semicolon or end of a block.
    run: u32,
    /// What a comma does not end: open angle brackets and closures.
    kept: u32,
}

/// The kind of a token, as far as it tells what the next one can be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Operand,
    Operator,
    Brace,
}

impl Depth {
    pub(super) fn new() -> Depth {
        Depth { levels: vec![Level::default()], total: 0, last: Last::Operator }
    }

    pub(super) fn is_too_deep(&self) -> bool {
        self.total > MAX_RUN || self.levels.len() > MAX_BRACKETS
    }

    /// A number, string or character, which like a word begins something new behind a block.
    pub(super) fn literal(&mut self) {
        if self.last == Last::Brace {
            self.separate(true);
        }
        self.token(Last::Operand);
    }

    pub(super) fn token(&mut self, kind: Last) {
        if let Some(level) = self.levels.last_mut() {
            level.run += 1;
            self.total += 1;
        }
        self.last = kind;
    }

    pub(super) fn open(&mut self) {
        self.token(Last::Operator);
        self.levels.push(Level::default());
    }

    pub(super) fn close(&mut self, bracket: u8) {
        if self.levels.len() > 1
            && let Some(level) = self.levels.pop()
        {
            self.total -= level.run + level.kept;
        }
        self.token(match bracket {
            b'}' => Last::Brace,
            _ => Last::Operand,
        });
    }

    pub(super) fn word(&mut self, word: &[u8]) {
        if self.last == Last::Brace && !matches!(word, b"else" | b"as") {
            self.separate(true);
        }
        self.token(match word {
            b"move" | b"return" | b"async" | b"break" | b"static" => Last::Operator,
            _ => Last::Operand,
        });
    }

    /// A sign and the byte behind it.
    pub(super) fn sign(&mut self, sign: u8, next: u8) {
        match sign {
            b',' => self.separate(false),
            b';' => self.separate(true),
            b'#' if self.last == Last::Brace => self.separate(true),
            b'|' if self.last != Last::Operand => self.keep(),
            b'<' if next != b'<' && next != b'=' => self.keep(),
            b'>' => self.release(),
            _ => {}
        }
        self.token(Last::Operator);
    }

    /// Ends the run of tokens that could nest in one another.
    fn separate(&mut self, kept_too: bool) {
        if let Some(level) = self.levels.last_mut() {
            self.total -= level.run;
            level.run = 0;
            if kept_too {
                self.total -= level.kept;
                level.kept = 0;
            }
        }
    }

    fn keep(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.kept += 1;
            self.total += 1;
        }
    }

    fn release(&mut self) {
        if let Some(level) = self.levels.last_mut()
            && level.kept > 0
        {
            level.kept -= 1;
            self.total -= 1;
        }
    }
}
