//! A glance at a text before it is parsed: does anything in it look like the call from which a fact could start?
//!
//! It may say yes for nothing (in a comment, a string, a name of the package's own) but never no where a fact stands.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::model::dictionary;

/// Whether a text calls, invokes or goes through anything that has one of the dictionary's words in its name.
pub fn may_hold_facts(text: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(dictionary::WORDS).expect("the dictionary's words make an automaton"));
    WORDS.find_iter(text).any(|found| is_use(text.as_bytes(), found.start(), found.end()))
}

/// Whether the identifier around `start..end` is used as a call, macro or path, and is not being defined.
///
/// Bindings to system libraries define millions of names; a word inside one of those is no fact.
fn is_use(text: &[u8], start: usize, end: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = text[..start].iter().rev().take_while(|byte| is_part(byte)).count();
    let after = text[end..].iter().take_while(|byte| is_part(byte)).count();
    if text[start].is_ascii_uppercase() && before > 0 || text.get(end).is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let next = text[end + after..].iter().find(|byte| !byte.is_ascii_whitespace());
    let used = matches!(next, Some(b'(' | b'!' | b'<' | b':' | b')' | b',' | b';'));
    used && !text[..start - before].ends_with(b"fn ")
}

#[cfg(test)]
mod tests {
    use super::may_hold_facts;

    #[test]
    fn calls_macros_and_paths_are_uses() {
        for text in [
            "tokio::spawn(run())",
            "thread::sleep (d)",
            "task::spawn_blocking(|| 1)",
            "let (tx, rx) = mpsc::unbounded_channel::<u8>();",
            "tokio::select! { _ = a => {} }",
            "iter.map(tokio::spawn)",
            "use std::thread::sleep;",
            "Delay::new(d).await",
            "rx.try_recv()",
        ] {
            assert!(may_hold_facts(text), "{text}");
        }
    }

    #[test]
    fn definitions_and_words_inside_other_words_are_not() {
        for text in [
            "pub fn sleep(ms: u32);",
            "self.selector()",
            "SetRetryDelay(1)",
            "DelayRetryAction::None",
            "let channel = 3 + 4",
            "// spawn a thread",
            "fn add(a: u8) -> u8 { a }",
        ] {
            assert!(!may_hold_facts(text), "{text}");
        }
    }
}
