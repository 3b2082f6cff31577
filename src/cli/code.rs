//! Rust code in a few colours, for pages on a terminal.
//!
//! It goes by words and marks, line by line: enough to read a page by, and wrong in what pages do not hold.

use anstyle::{AnsiColor, Style};

const PLAIN: Style = Style::new();
const KEYWORD: Style = AnsiColor::Magenta.on_default();
const TEXT: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Yellow.on_default();
const MACRO: Style = AnsiColor::Blue.on_default();
const COMMENT: Style = Style::new().dimmed();

const KEYWORDS: [&str; 34] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "struct",
    "trait", "true", "type", "use", "where", "while",
];

/// The parts of a line with their styles; together they are the line.
pub fn runs(line: &str) -> Vec<(Style, &str)> {
    let mut runs = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (style, length) = part(rest, first);
        let (part, after) = rest.split_at(length);
        runs.push((style, part));
        rest = after;
    }
    runs
}

/// The style and the length in bytes of what a line begins with.
fn part(rest: &str, first: char) -> (Style, usize) {
    let while_true = |fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        '/' if rest.starts_with("//") => (COMMENT, rest.len()),
        '"' => (TEXT, text_length(rest)),
        '0'..='9' => (NUMBER, while_true(in_word)),
        c if in_word(c) => {
            let length = while_true(in_word);
            match &rest[..length] {
                word if KEYWORDS.contains(&word) => (KEYWORD, length),
                _ if rest[length..].starts_with('!') && !rest[length..].starts_with("!=") => (MACRO, length + 1),
                _ => (PLAIN, length),
            }
        }
        c => (PLAIN, c.len_utf8()),
    }
}

/// How long the string literal at the head of `rest` is; one that goes on in the next line ends with this one.
fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let found: Vec<(Style, &str)> = runs(r#"let a = select!(self, "b \" // c", 10_u8) != d; // let"#)
            .into_iter()
            .filter(|r| r.0 != PLAIN)
            .collect();
        let wanted = [
            (KEYWORD, "let"),
            (MACRO, "select!"),
            (KEYWORD, "self"),
            (TEXT, r#""b \" // c""#),
            (NUMBER, "10_u8"),
            (COMMENT, "// let"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn the_parts_are_the_line() {
        for line in ["", "    x", "\"ends not", "é != ü;", "a!=b"] {
            assert_eq!(runs(line).into_iter().map(|(_, part)| part).collect::<String>(), line);
        }
    }
}
