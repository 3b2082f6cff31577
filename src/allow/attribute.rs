//! Attributes for other tools that silence a lint which means the same as one of ours: `#[allow(clippy::…)]`.
//!
//! They are those tools' own: they need no reason, and nobody is told when they are good for nothing.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::stretches::Stretches;
use super::{Claim, Known};
use crate::syntax::{FileId, Names, Parsed, Span};

/// What the attributes of a package's files say of lints that mean the same as ours.
#[derive(Debug, Default)]
pub struct Attributes {
    /// By the lint and the file that they are about.
    all: HashMap<(&'static str, FileId), Around>,
    /// For each file the `mod` by which it is part of another: what is said around that is said of the file.
    brought_in: HashMap<FileId, Span>,
}

/// What the attributes of one file say of one lint.
#[derive(Debug, Default)]
struct Around {
    /// From the outside in: of several on the same thing the last is in force.
    levels: Vec<Level>,
    covers: Stretches,
}

/// What one attribute says of one of our lints.
#[derive(Debug)]
struct Level {
    attribute: Span,
    covers: Span,
    silences: bool,
}

impl Attributes {
    /// Reads the attributes of these files; `brought_in_by` gives the `mod` by which a file is part of another.
    pub fn new<'f>(
        files: impl Iterator<Item = (FileId, &'f Parsed)> + Clone,
        names: &Names,
        lints: &[Known],
        brought_in_by: impl Fn(FileId) -> Option<Span>,
    ) -> Attributes {
        let mut all: HashMap<_, Around> = HashMap::new();
        for lint in lints {
            let same: Vec<_> = lint.same_as.iter().filter_map(|name| names.find(name)).collect();
            let levels = files.clone().flat_map(|(_, parsed)| &parsed.tree.lint_levels);
            let about = levels.filter(|level| level.lints.iter().any(|name| same.contains(name)));
            for level in about {
                let around = all.entry((lint.name, level.covers.file)).or_default();
                let (attribute, covers, silences) = (level.span, level.covers, level.silences);
                around.levels.push(Level { attribute, covers, silences });
            }
        }
        for around in all.values_mut() {
            let inwards = |level: &Level| (level.covers.start, Reverse(level.covers.end), level.attribute.start);
            around.levels.sort_by_key(inwards);
            around.covers = Stretches::new(around.levels.iter().map(|level| (level.covers.start, level.covers.end)));
        }
        let mut brought_in = HashMap::new();
        if !all.is_empty() {
            brought_in.extend(files.filter_map(|(file, _)| Some((file, brought_in_by(file)?))));
        }
        Attributes { all, brought_in }
    }

    /// The attribute that silences a finding: the first of its places of which any attribute speaks decides.
    pub fn silencing(&self, claim: &Claim) -> Option<Span> {
        let level = claim.spans.iter().find_map(|span| self.level_at(claim.lint, *span))?;
        level.silences.then_some(level.attribute)
    }

    /// The innermost attribute around a place, or around the `mod` that brings its file in.
    fn level_at(&self, lint: &'static str, place: Span) -> Option<&Level> {
        let mut place = place.head();
        // Files that bring one another in go round, and a round trip is no longer than the list of files.
        for _ in 0..=self.brought_in.len() {
            let innermost = |around: &'_ Around| {
                let begun = around.covers.begun_at(place.start);
                around.covers.last_reaching(place.start, begun)
            };
            if let Some(around) = self.all.get(&(lint, place.file))
                && let Some(level) = innermost(around)
            {
                return around.levels.get(level);
            }
            place = self.brought_in.get(&place.file)?.head();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{self, Interner, Source};

    const LINTS: [Known; 1] = [Known { name: "banned-path", same_as: &["clippy::disallowed_methods"] }];

    /// Whether what stands at `HERE` in the last of these files is silenced; each file is brought in by the one before, at
    /// its `mod next;`.
    fn silenced(texts: &[&str]) -> bool {
        let names = Interner::default();
        let sources: Vec<Source> =
            texts.iter().enumerate().map(|(n, text)| Source::new(FileId(n as u32), "a.rs", *text)).collect();
        let parsed: Vec<Parsed> =
            sources.iter().map(|source| syntax::parse(source, &names).expect("it is Rust")).collect();
        let place = |file: FileId, word: &str| {
            let start = texts[file.0 as usize].find(word).expect("the text has it") as u32;
            Span { file, start, end: start + word.len() as u32 }
        };
        let files = parsed.iter().enumerate().map(|(n, parsed)| (FileId(n as u32), parsed));
        let brought_in_by = |file: FileId| file.0.checked_sub(1).map(|before| place(FileId(before), "mod next;"));
        let attributes = Attributes::new(files, &names.freeze(), &LINTS, brought_in_by);
        let here = place(FileId(texts.len() as u32 - 1), "HERE");
        attributes.silencing(&Claim { lint: "banned-path", spans: vec![here] }).is_some()
    }

    const ALLOW: &str = "#[allow(clippy::disallowed_methods)]";

    #[test]
    fn it_covers_what_it_is_on() {
        for text in [
            "@ fn f() { HERE(); }",
            "@ mod m { fn f() { HERE(); } }",
            "impl A { @ fn f() { HERE(); } }",
            "fn f() { @ HERE(); }",
            "fn f() { @ a.b(HERE); }",
            "fn f() { @ let x = HERE(); }",
            "fn f() { g(@ HERE()); }",
            "fn f() { @ { HERE(); } }",
            "fn f() { @ g!(HERE()); }",
            "fn f() { match x { @ A => HERE(), } }",
            "fn f() { S { @ a: HERE() } }",
            "struct S { @ a: HERE }",
            "@ static X: u8 = HERE();",
            "thread_local! { @ static X: u8 = HERE(); }",
        ] {
            assert!(silenced(&[&text.replace('@', ALLOW)]), "{text}");
            assert!(!silenced(&[&text.replace('@', "")]), "{text}");
        }
    }

    #[test]
    fn it_covers_nothing_beside_that() {
        for text in [
            "@ fn g() {} fn f() { HERE(); }",
            "fn f() { @ g(); HERE(); }",
            "fn f() { match x { @ A => g(), B => HERE(), } }",
            "fn f() { g(@ a, HERE) }",
        ] {
            assert!(!silenced(&[&text.replace('@', ALLOW)]), "{text}");
        }
    }

    #[test]
    fn inside_it_covers_what_is_around_it() {
        for text in ["@ fn f() { HERE(); }", "mod m { @ fn f() { HERE(); } }", "fn f() { @ HERE(); }"] {
            assert!(silenced(&[&text.replace('@', &ALLOW.replace('#', "#!"))]), "{text}");
        }
    }

    #[test]
    fn it_is_read_in_any_form() {
        for attribute in [
            "#[expect(clippy::disallowed_methods)]",
            "#[allow(dead_code, clippy :: disallowed_methods, reason = \"rare\")]",
            "#[cfg_attr(unix, allow(clippy::disallowed_methods))]",
            "#[cfg_attr(all(unix, test), inline, cfg_attr(test, expect(clippy::disallowed_methods)))]",
        ] {
            assert!(silenced(&[&format!("{attribute} fn f() {{ HERE(); }}")]), "{attribute}");
        }
        for attribute in [
            "#[allow(clippy::all)]",
            "#[allow(disallowed_methods)]",
            "#[warn(clippy::disallowed_methods)]",
            "#[doc = \"allow(clippy::disallowed_methods)\"]",
        ] {
            assert!(!silenced(&[&format!("{attribute} fn f() {{ HERE(); }}")]), "{attribute}");
        }
    }

    #[test]
    fn the_innermost_is_in_force_and_of_several_the_last() {
        let deny = "#[deny(clippy::disallowed_methods)]";
        assert!(!silenced(&[&format!("{ALLOW} mod m {{ {deny} fn f() {{ HERE(); }} }}")]));
        assert!(silenced(&[&format!("{deny} mod m {{ {ALLOW} fn f() {{ HERE(); }} }}")]));
        assert!(silenced(&[&format!("{deny} {ALLOW} fn f() {{ HERE(); }}")]));
        assert!(!silenced(&[&format!("{ALLOW} {deny} fn f() {{ HERE(); }}")]));
    }

    #[test]
    fn what_is_said_of_a_module_is_said_of_its_file() {
        let inner = format!("{}\nmod next;", ALLOW.replace('#', "#!"));
        assert!(silenced(&[&inner, "fn f() { HERE(); }"]));
        assert!(silenced(&[&inner, "mod next;", "fn f() { HERE(); }"]));
        assert!(silenced(&[&format!("{ALLOW} mod next;"), "fn f() { HERE(); }"]));
        assert!(!silenced(&[&format!("{ALLOW} mod other {{}} mod next;"), "fn f() { HERE(); }"]));
        assert!(!silenced(&[&inner, "#![deny(clippy::disallowed_methods)] fn f() { HERE(); }"]));
    }
}
