//! A finding in plain words, for formats that have one text for all of it.

use crate::judged::{Judged, Place};
use crate::lint::{Help, Safety};

/// The help's sentence, and below it the code.
pub fn help(help: &Help) -> String {
    let parts = [Some(help.text.as_str()), help.code.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// How safe a fix is, in a word.
pub fn safety(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "safe",
        Safety::Risky => "unsafe",
    }
}

/// The evidence, a line a place, and the help; paths are written as `path` says.
pub fn evidence(finding: &Judged, path: impl Fn(&str) -> String) -> String {
    let line = |place: &Place| format!("{}:{}:{}", path(&place.path), place.start.line, place.start.column);
    let mut lines = Vec::new();
    if !finding.place.text.is_empty() {
        lines.push(format!("{}: {}", line(&finding.place), finding.place.text));
    }
    let numbered = finding.evidence.len() > 1;
    for (nth, place) in finding.evidence.iter().enumerate() {
        let number = if numbered { format!("{}. ", nth + 1) } else { String::new() };
        lines.push(format!("{}: {number}{}", line(place), place.text));
    }
    lines.extend(finding.help.iter().map(|h| format!("help: {}", help(h))));
    lines.join("\n")
}

/// A text with what would move the cursor or turn the line around made harmless, each character as long as it was.
pub fn printable(text: &str) -> String {
    let harmless = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    };
    let is_harmful = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_harmful(c) { harmless(c) } else { c }).collect()
}

/// `1 file`, `2 files`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
