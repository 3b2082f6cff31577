//! What to say of a line at which no fact stands.

use super::{Asking, Spot};
use crate::lint::Lint;
use crate::model::show::absent::{self, Absent};
use crate::run::ask::fact_name;
use crate::syntax::{FileId, Source, Span};

/// What there is where no lint is asked about anything.
#[derive(Default)]
pub struct Nothing {
    /// Why the line may hold no fact.
    pub notes: Vec<Note>,
    /// The facts of the file that are nearest to the line, nearest first.
    pub near: Vec<Near>,
}

/// A reason why a line holds no fact.
pub struct Note {
    /// The reason.
    pub sentence: String,
    /// What it is about; `None` for the whole file.
    pub spot: Option<Spot>,
}

/// A fact that stands elsewhere in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// What it is: `spawn`, `sleep` …
    pub fact: &'static str,
    /// Where it begins, from 1.
    pub line: u32,
}

/// How many facts are named.
const NAMED: usize = 3;

impl Asking<'_> {
    /// What there is at a line that has no fact, and which of the facts of the file are nearest.
    ///
    /// `only` is the lint that alone was asked for.
    pub(super) fn nothing(
        &self,
        asked: &[FileId],
        only: Option<&Lint>,
        facts: impl Iterator<Item = (Span, &'static str)>,
    ) -> Nothing {
        let mut near: Vec<Near> = facts.map(|(span, fact)| Near { fact, line: self.lines(span).0 }).collect();
        near.sort_by_key(|near| (near.line.abs_diff(self.line), near.line, near.fact));
        near.dedup();
        near.truncate(NAMED);
        let sources = asked.iter().map(|file| self.sources.get(*file));
        Nothing { notes: sources.flat_map(|source| self.notes(source, only)).collect(), near }
    }

    fn notes(&self, source: &Source, only: Option<&Lint>) -> Vec<Note> {
        let count = source.text.lines().count();
        if self.line as usize > count {
            let sentence = format!("{} has {count} lines", source.path);
            return vec![Note { sentence, spot: None }];
        }
        let krate = &self.known.krate;
        if let Some(comment) = krate.left_out_by(source.file) {
            let sentence = "the file is left out of the program, since its `mod` is commented out".to_owned();
            return vec![Note { sentence, spot: Some(self.spot(comment)) }];
        }
        let found = krate.absences(source.line_span(self.line));
        let mut notes: Vec<Note> = found.into_iter().map(|absent| self.note(absent, only)).collect();
        if notes.is_empty() {
            let sentence = "nothing on this line is called like what a lint looks at".to_owned();
            notes.push(Note { sentence, spot: None });
        }
        if !krate.in_module_tree(source.file) {
            let sentence = "the file is part of no crate, since no `mod` reaches it: paths from `crate` or `super` lead \
                            nowhere in it";
            notes.push(Note { sentence: sentence.to_owned(), spot: None });
        }
        notes
    }

    fn note(&self, Absent { span, why }: Absent, only: Option<&Lint>) -> Note {
        let declare = |name: &str| match table(name) {
            Some(table) => format!("; if it is a wrapper, name it in conclint.toml under `[[{table}]]`"),
            None => String::new(),
        };
        let sentence = match why {
            absent::Why::Unread(message) => format!("this stretch could not be read: {message}"),
            absent::Why::Fact { noun, name } => match only {
                Some(lint) => {
                    let wanted = fact_name(lint);
                    format!("`{name}` here is a {noun}, and `{}` looks at each {wanted}", lint.name)
                }
                None => format!("`{name}` here is a {noun}"),
            },
            absent::Why::Own { name, declared } => {
                let place = self.sources.place(declared, "");
                let at = format!("{}:{}:{}", place.path, place.start.line, place.start.column);
                format!("`{name}` here is the package's own function, declared at {at}{}", declare(&name))
            }
            absent::Why::NoRow(path) => {
                let name = path.rsplit("::").next().unwrap_or(&path);
                format!("`{path}` is no call that conclint knows{}", declare(name))
            }
            absent::Why::Circular(path) => {
                format!("`{path}` lies in a package that uses this one in turn, so it is not looked into")
            }
            absent::Why::Untraced(name) => {
                format!(
                    "`{name}` leads to no library and to no function of the package: no `use` in scope brings it in"
                )
            }
            absent::Why::Untyped { name, value } => {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                format!(
                    "the type of `{value}` is not known, so neither is what `{name}` does; give it a type annotation where \
                     it is made"
                )
            }
            absent::Why::Variable(name) => format!("`{name}` here is a variable, and what it holds is not known"),
            absent::Why::Macro(name) => {
                format!(
                    "what the macro `{name}!` makes is not seen: only macros of std and of known libraries are read"
                )
            }
        };
        Note { sentence, spot: Some(self.spot(span)) }
    }
}

/// The table of the configuration that names functions like this one.
fn table(name: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["spawn", "unblock", "execute"]) {
        Some("spawn")
    } else if has(&["sleep", "Delay", "Timer", "timeout"]) {
        Some("sleep")
    } else if has(&["channel", "bounded"]) {
        Some("channel")
    } else {
        None
    }
}
