//! The field's words: what readers see says a thing in the words that compilers and tokio have for it.
//!
//! Code between back quotes and in blocks is not looked at, nor what only contributors call things inside the code.

use std::path::{Path, PathBuf};

use super::{documents, is_fixture, is_test_file, none, outside_code, read, rust_files, tokens};

/// Words of our own, and what stands for them. `_` is up to three words.
const PRIVATE: &[(&[&str], &str)] = &[
    (&["each turn", "every turn", "per turn", "goes round", "go round", "comes round"], "iteration, continues"),
    (&["rival", "rivals", "win", "wins", "won"], "other branch, completes first, counts"),
    (&["ask _ again", "asks _ again", "asked _ again", "again and again"], "polls"),
    (&["answer", "answers", "answered"], "returns, the value by its name"),
    (&["leaves", "leave the loop", "leave this loop", "leaving the loop", "way out", "ways out"], "exits"),
    (&["both ends", "pair of ends", "ends of a channel", "end of a channel", "halves"], "sender, receiver, endpoint"),
    (&["let go", "lets go", "letting go", "given up", "carried", "home"], "moved, dropped, flows to, escapes to"),
    (&["fate", "fates", "outcome", "outcomes"], "cases, sinks, result"),
    (&["mend", "mends", "mended", "mending"], "fix"),
    (&["take _ out", "takes _ out", "taken out", "taken back"], "remove, revert"),
    (&["hold _ back", "holds _ back", "held back", "holding _ back"], "suppress"),
    (&["speak", "speaks", "spoke", "spoken", "hear", "hears", "heard"], "reports, diagnostics"),
    (&["said", "told"], "specified, reported, known"),
    (&["heed", "heeds", "heeded", "judge", "judges", "judged", "judging"], "apply, check"),
    (&["in force"], "effective"),
    (&["for ever", "anew"], "forever, again, recreated"),
    (&["at once"], "immediately, at a time, together"),
    (&["behind"], "after"),
    (&["surely right", "may change behaviour"], "safe, unsafe"),
    (&["ticker", "tickers"], "interval"),
    (&["length", "lengths"], "duration; size of what is no time"),
    (&["the register", "a register"], "the list of lints"),
    (&["excuse", "excuses", "excused"], "exemption"),
];

/// Where such a word means something else, and why.
const MEANT_OTHERWISE: &[(&str, &str, &str)] = &[
    ("docs/adding-a-lint.md", "answer", "what a fact gives to the question of a lint"),
    ("docs/architecture.md", "answer", "what a fact gives to the question of a lint"),
    ("docs/style.md", "answer", "what a fact gives to the question of a lint"),
];

/// What no file is called: its subject would say more.
const NO_NAMES: &[&str] = &["keeper", "holder", "held", "lost", "dead", "drain", "feed"];

/// Where the comments of the code are what a user reads.
const FLAGS: &str = "src/cli/args";

#[test]
fn what_a_reader_sees_is_in_the_words_of_the_field() {
    let mut broken = Vec::new();
    for page in documents() {
        let text = read(&page.to_string_lossy());
        for line in outside_code(&text) {
            look(&page, line, &mut broken);
        }
    }
    for file in rust_files(&["src", "lints"]) {
        if is_fixture(&file) || is_test_file(&file) || file.starts_with("src/model/library") {
            continue;
        }
        for token in tokens(&file).iter().filter(|token| token.is_string() && token.modules == 0) {
            if !token.is_doc || file.starts_with(FLAGS) {
                look(&file, &without_holes(&token.string()), &mut broken);
            }
        }
    }
    none(broken);
}

#[test]
fn every_word_that_is_meant_otherwise_stands_there() {
    let unused = MEANT_OTHERWISE.iter().filter(|(page, word, _)| {
        let text = read(page);
        !outside_code(&text).iter().any(|line| words(line).iter().any(|own| own.starts_with(word)))
    });
    none(unused.map(|(page, word, _)| format!("{page} has no `{word}`")).collect());
}

#[test]
fn files_are_called_by_their_subject() {
    let is_named = |file: &PathBuf| file.file_stem().is_some_and(|stem| NO_NAMES.iter().any(|name| stem == *name));
    none(
        rust_files(&["src", "lints"])
            .iter()
            .filter(|file| is_named(file))
            .map(|file| file.display().to_string())
            .collect(),
    )
}

/// What of our own words stands in a line.
fn look(file: &Path, line: &str, broken: &mut Vec<String>) {
    let line_words = words(line);
    for (phrases, instead) in PRIVATE {
        for phrase in *phrases {
            let parts: Vec<&str> = phrase.split(' ').collect();
            let stands = (0..line_words.len()).any(|at| begins_with(&line_words[at..], &parts));
            let meant_otherwise =
                MEANT_OTHERWISE.iter().any(|(page, word, _)| file == Path::new(page) && phrase.starts_with(word));
            if stands && !meant_otherwise && line.trim().contains(' ') {
                broken.push(format!("{}: `{phrase}`, better {instead}: {}", file.display(), line.trim()));
            }
        }
    }
}

fn begins_with(words: &[String], phrase: &[&str]) -> bool {
    match phrase.split_first() {
        None => true,
        Some((&"_", rest)) => (0..=3.min(words.len()))
            .any(|skipped| words[..skipped].iter().all(|word| word != ".") && begins_with(&words[skipped..], rest)),
        Some((first, rest)) => words.first().is_some_and(|word| word == first) && begins_with(&words[1..], rest),
    }
}

/// The words of a line outside code and the targets of links; a point stands for every mark.
fn words(line: &str) -> Vec<String> {
    let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" . ");
    let mut words = Vec::new();
    for (n, piece) in prose.split("](").enumerate() {
        let piece = if n == 0 { piece } else { piece.split_once(')').map_or("", |(_, rest)| rest) };
        let mut word = String::new();
        for c in piece.chars().chain([' ']) {
            if c.is_alphanumeric() || matches!(c, '\'' | '-' | '_') {
                word.extend(c.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !c.is_whitespace() {
                words.push(".".to_owned());
            }
        }
    }
    words
}

/// A message without the holes of its format.
fn without_holes(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn a_phrase_is_found_through_words_between() {
    let stands = |line: &str, phrase: &str| {
        let (words, parts): (Vec<String>, Vec<&str>) = (words(line), phrase.split(' ').collect());
        (0..words.len()).any(|at| begins_with(&words[at..], &parts))
    };
    assert!(stands("it holds all of them back", "holds _ back"));
    assert!(stands("it is held back.", "held back"));
    assert!(!stands("it holds. All come back", "holds _ back"), "a sentence ends between");
    assert!(!stands("`told` is a name, [here](told.md)", "told"), "code and links are no prose");
}
