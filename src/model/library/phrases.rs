//! Phrases: patterns over words, and words out of comments, messages and identifiers.
//!
//! Which phrases mean what is data in `vocabulary.rs`. Sentences, grammar and spelling are not known here: only which words
//! stand near which.

/// A pattern over words.
///
/// Its parts are divided by spaces: `word`, `stem*`, `noun+` (with or without a plural `s`), `#` (begins with a digit),
/// `_` (any word), alternatives `a|b*`, `<name>` (a class), `..n` (up to so many words between), `!x` (here stands no
/// `x`), `-x` (not right behind `x`).
#[derive(Debug)]
pub struct Phrase {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Any,
    Word(Vec<Stem>),
    Class(&'static str),
    Gap(usize),
    Not(Box<Part>),
    NotBehind(Vec<Stem>),
}

#[derive(Debug)]
enum Stem {
    Whole(&'static str),
    Start(&'static str),
    Plural(&'static str),
    Digit,
}

/// Gives the phrases of a class by its name.
pub type Classes = fn(&str) -> &'static [Phrase];

impl Phrase {
    /// Reads a phrase as it is written in the tables.
    pub fn new(text: &'static str) -> Phrase {
        Phrase { parts: text.split(' ').map(part).collect() }
    }

    /// Whether the phrase stands anywhere among the words.
    pub fn stands_in(&self, words: &[String], classes: Classes) -> bool {
        (0..words.len()).any(|at| fits(&self.parts, words, at, classes))
    }
}

fn part(text: &'static str) -> Part {
    if let Some(rest) = text.strip_prefix("..") {
        return Part::Gap(rest.parse().unwrap_or(0));
    }
    if let Some(rest) = text.strip_prefix('!') {
        return Part::Not(Box::new(part(rest)));
    }
    if let Some(rest) = text.strip_prefix('-') {
        return Part::NotBehind(stems(rest));
    }
    match text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
        Some(class) => Part::Class(class),
        None if text == "_" => Part::Any,
        None => Part::Word(stems(text)),
    }
}

fn stems(text: &'static str) -> Vec<Stem> {
    text.split('|')
        .map(|word| match (word.strip_suffix('*'), word.strip_suffix('+')) {
            (Some(start), _) => Stem::Start(start),
            (_, Some(noun)) => Stem::Plural(noun),
            _ if word == "#" => Stem::Digit,
            _ => Stem::Whole(word),
        })
        .collect()
}

impl Stem {
    fn is(&self, word: &str) -> bool {
        match self {
            Stem::Whole(whole) => word == *whole,
            Stem::Start(start) => word.starts_with(start),
            Stem::Plural(noun) => word.strip_prefix(noun).is_some_and(|rest| matches!(rest, "" | "s" | "es")),
            Stem::Digit => word.starts_with(|c: char| c.is_ascii_digit()),
        }
    }
}

fn any(stems: &[Stem], word: &str) -> bool {
    stems.iter().any(|s| s.is(word))
}

/// Whether the parts fit from this word on.
fn fits(parts: &[Part], words: &[String], at: usize, classes: Classes) -> bool {
    let Some((first, rest)) = parts.split_first() else { return true };
    match first {
        Part::Gap(n) => (0..=*n).any(|skip| at + skip <= words.len() && fits(rest, words, at + skip, classes)),
        Part::Not(inner) => ends(inner, words, at, classes).is_empty() && fits(rest, words, at, classes),
        Part::NotBehind(stems) => {
            let behind = at.checked_sub(1).and_then(|n| words.get(n));
            !behind.is_some_and(|w| any(stems, w)) && fits(rest, words, at, classes)
        }
        part => ends(part, words, at, classes).into_iter().any(|end| fits(rest, words, end, classes)),
    }
}

/// The places behind what one part can take from here.
fn ends(part: &Part, words: &[String], at: usize, classes: Classes) -> Vec<usize> {
    let one = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
    match part {
        Part::Any => one(at < words.len()),
        Part::Word(stems) => one(words.get(at).is_some_and(|w| any(stems, w))),
        Part::Class(name) => {
            let phrases = classes(name).iter().filter(|p| fits(&p.parts, words, at, classes));
            // The phrases of a class have no gaps, so each takes as many words as it has parts.
            phrases.map(|p| at + p.parts.len()).collect()
        }
        Part::Gap(_) | Part::Not(_) | Part::NotBehind(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::spelled::{words_of, words_of_name};

    fn no_classes(_: &str) -> &'static [Phrase] {
        &[]
    }

    fn stands(phrase: &'static str, text: &str) -> bool {
        Phrase::new(phrase).stands_in(&words_of(text), no_classes)
    }

    #[test]
    fn words_are_lower_case_and_negations_stand_alone() {
        assert_eq!(
            words_of("It shouldn't; we can't wait ~50ms."),
            ["it", "should", "not", "we", "cannot", "wait", "~", "50ms"]
        );
        assert_eq!(words_of_name("is_idleTimeout2"), ["is", "idle", "timeout2"]);
    }

    #[test]
    fn a_gap_is_no_longer_than_it_says() {
        assert!(stands("give ..2 time", "give the server time"));
        assert!(!stands("give ..2 time", "give the other server time"));
    }

    #[test]
    fn what_may_not_follow_is_seen() {
        assert!(stands("no !longer", "no letter"));
        assert!(!stands("no !longer", "no longer there"));
        assert!(stands("no !longer", "there is no"));
        assert!(!stands("-this delay", "this delay"));
    }

    #[test]
    fn stems_plurals_and_digits() {
        assert!(stands("for #", "for 20ms"));
        assert!(stands("server+ start*", "the servers started"));
        assert!(!stands("server+", "serverless"));
    }
}
