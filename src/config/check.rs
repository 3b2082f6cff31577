//! Whether a table is as its keys say: no key unknown, none missing, each value of its kind.
//!
//! What passes here is read by `read.rs` without another look.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{DECLARING, Holds, Key, LEVELS};
use super::read::{count, tables, value};
use super::rules;
use super::wrong::Page;
use crate::files::Patterns;
use crate::levels::Levels;
use crate::lint::{Level, Lint};
use crate::spelling;

/// The sentences about everything that is wrong in a table, in the order of the file.
pub fn wrongs(page: Page<'_>, table: &Spanned<DeTable<'_>>, keys: &[Key], lints: &[&'static Lint]) -> Vec<String> {
    let mut check = Check { lints, found: Vec::new() };
    check.table(None, table, keys);
    check.twice(page, table.get_ref(), &DECLARING);
    check.twice(page, table.get_ref(), &["ban"]);
    check.orders(page, table.get_ref());
    check.found.extend(rules::wrongs(page, table.get_ref()));
    check.found.sort_by_key(|(at, _)| at.start);
    check.found.into_iter().map(|(at, sentence)| page.wrong(&at, &sentence)).collect()
}

struct Check<'l> {
    lints: &'l [&'static Lint],
    found: Vec<(Range<usize>, String)>,
}

impl Check<'_> {
    fn wrong(&mut self, at: Range<usize>, sentence: String) {
        self.found.push((at, sentence));
    }

    /// `name` is the table as it is written: `[[spawn]]`, `[map]`.
    fn table(&mut self, name: Option<&str>, table: &Spanned<DeTable<'_>>, keys: &[Key]) {
        for (key, value) in table.get_ref() {
            match keys.iter().find(|k| k.name == &**key.get_ref()) {
                Some(known) => self.value(name, known, value),
                None => self.wrong(key.span(), unknown(key.get_ref(), name, keys)),
            }
        }
        for key in keys.iter().filter(|k| k.needed && !table.get_ref().keys().any(|has| **has.get_ref() == *k.name)) {
            let name = name.unwrap_or_default();
            self.wrong(table.span(), format!("this `{name}` has no `{}`; add it", key.name));
        }
    }

    /// `within` is the table that has the key.
    fn value(&mut self, within: Option<&str>, key: &Key, value: &Spanned<DeValue<'_>>) {
        match (key.holds, value.get_ref()) {
            (Holds::Levels, DeValue::Table(levels)) => self.levels(levels),
            (Holds::Patterns | Holds::Files | Holds::FilesOrModules, DeValue::Array(patterns)) => {
                for pattern in patterns.iter() {
                    self.pattern(key, pattern);
                }
                let meant = match key.holds {
                    Holds::FilesOrModules => Some("the files or modules"),
                    Holds::Files => Some("the files"),
                    _ => key.needed.then_some("the files"),
                };
                if let Some(meant) = meant.filter(|_| patterns.is_empty()) {
                    self.wrong(value.span(), format!("`{}` is empty; name {meant} that are meant", key.name));
                }
            }
            (Holds::OneOf(words), DeValue::String(word)) => {
                if let Some(sentence) = not_among(key.name, word, &words()) {
                    self.wrong(value.span(), sentence);
                }
            }
            (Holds::Text, DeValue::String(text)) => {
                if text.trim().is_empty() {
                    self.wrong(value.span(), format!("`{}` is empty; say it in a few words", key.name));
                }
            }
            (Holds::ItemOrCrate, DeValue::String(krate)) if is_path(&format!("{krate}::a")) && krate != "crate" => {}
            (Holds::Item | Holds::ItemOrCrate, DeValue::String(path)) => {
                if !is_path(path) {
                    let sentence = format!(
                        "`{path}` is no full path; it begins with a crate, as acme_rt::spawn, or, for an item of the package, \
                         crate::rt::spawn"
                    );
                    self.wrong(value.span(), sentence);
                }
            }
            (Holds::Lock, DeValue::String(path)) => {
                if !is_names(path) {
                    let sentence =
                        format!("`{path}` is no lock; write a field as Db::state, or a static as crate::rates::CACHE");
                    self.wrong(value.span(), sentence);
                }
            }
            (Holds::MapLock, DeValue::String(path)) => {
                if !rules::is_lock(path, is_names) {
                    let sentence = format!(
                        "`{path}` is no lock; write it as the map names it: a field as Office.berths, a static as RATES"
                    );
                    self.wrong(value.span(), sentence);
                }
            }
            (Holds::YesOrNo, DeValue::Boolean(_)) | (Holds::Yes, DeValue::Boolean(true)) => {}
            (Holds::Yes, DeValue::Boolean(false)) => {
                self.wrong(value.span(), format!("`{}` is false; write true, or remove the rule", key.name));
            }
            (Holds::Count, number @ DeValue::Integer(written)) => {
                if count(number).is_none() {
                    self.wrong(value.span(), format!("`{}` cannot be {written}; write a number from 0 on", key.name));
                }
            }
            (Holds::Table(keys), DeValue::Table(inner)) => {
                self.table(Some(&format!("[{}]", key.name)), &Spanned::new(value.span(), inner.clone()), keys);
            }
            (Holds::Tables(keys) | Holds::OneOfKinds(keys, _), DeValue::Array(tables)) => {
                for table in tables.iter() {
                    match table.get_ref() {
                        DeValue::Table(inner) => {
                            let name = listed_as(within, key);
                            self.table(Some(&name), &Spanned::new(table.span(), inner.clone()), keys)
                        }
                        _ => self.not_as_said(within, key, table),
                    }
                }
            }
            _ => self.not_as_said(within, key, value),
        }
    }

    fn levels(&mut self, levels: &DeTable<'_>) {
        for (name, level) in levels {
            // Any level will do to learn whether the name means something.
            if let Err(sentence) = Levels::default().say(Level::Warn, name.get_ref(), "", self.lints) {
                self.wrong(name.span(), sentence);
            }
            match level.get_ref() {
                DeValue::String(word) => {
                    if let Some(sentence) = not_among(name.get_ref(), word, &LEVELS) {
                        self.wrong(level.span(), sentence);
                    }
                }
                other => {
                    let sentence = format!("`{}` is {}; write {}", name.get_ref(), kind(other), choice(&LEVELS));
                    self.wrong(level.span(), sentence);
                }
            }
        }
    }

    fn pattern(&mut self, key: &Key, pattern: &Spanned<DeValue<'_>>) {
        let DeValue::String(text) = pattern.get_ref() else {
            return self.wrong(
                pattern.span(),
                format!("`{}` holds {}; write a list of patterns, as [\"vendor/\"]", key.name, kind(pattern.get_ref())),
            );
        };
        if matches!(key.holds, Holds::FilesOrModules) && text.contains("::") {
            if !is_path(text) {
                let sentence = format!("`{text}` is no path of a module; write one as \"crate::rt\"");
                self.wrong(pattern.span(), sentence);
            }
            return;
        }
        if matches!(key.holds, Holds::Files) && text.contains("::") {
            let sentence = format!("`{text}` is a path of code; name files, as \"src/rt.rs\" or \"src/rt/\"");
            return self.wrong(pattern.span(), sentence);
        }
        if let Err((_, why)) = Patterns::new("".as_ref(), [&**text]) {
            let sentence =
                format!("`{text}` is no pattern of a .gitignore: {why}; write one as \"vendor/\" or \"src/old/*.rs\"");
            self.wrong(pattern.span(), sentence);
        }
    }

    /// One function can only be one thing, and one ban has one reason.
    fn twice(&mut self, page: Page<'_>, table: &DeTable<'_>, keys: &[&str]) {
        let mut paths: Vec<&Spanned<DeValue<'_>>> =
            keys.iter().flat_map(|key| tables(table, key)).filter_map(|inner| value(inner, "path")).collect();
        paths.sort_by_key(|path| path.span().start);
        for (n, path) in paths.iter().enumerate() {
            let before = paths[..n].iter().find(|one| one.get_ref().as_str() == path.get_ref().as_str());
            if let (Some(before), Some(text)) = (before, path.get_ref().as_str()) {
                let line = page.line(&before.span());
                self.wrong(path.span(), format!("line {line} is about `{text}` already; keep one of the two"));
            }
        }
    }

    /// Two locks have one order, and a lock has none with itself.
    fn orders(&mut self, page: Page<'_>, table: &DeTable<'_>) {
        type Row<'t, 'i> = (&'t Spanned<DeValue<'i>>, &'t str, &'t str);
        let mut known: Vec<Row<'_, '_>> = Vec::new();
        for inner in tables(table, "lock-order") {
            let text = |key| value(inner, key).and_then(|stated| stated.get_ref().as_str());
            let (Some(at), Some(before), Some(after)) = (value(inner, "before"), text("before"), text("after")) else {
                continue;
            };
            let line = |(at, ..): &Row<'_, '_>| page.line(&at.span());
            let same = known.iter().find(|(_, one, two)| (*one, *two) == (before, after)).map(line);
            let turned = known.iter().find(|(_, one, two)| (*one, *two) == (after, before)).map(line);
            if before == after {
                self.wrong(at.span(), format!("`{before}` stands on both sides; name two locks"));
            } else if let Some(line) = same {
                self.wrong(at.span(), format!("line {line} gives this order already; keep one of the two"));
            } else if let Some(line) = turned {
                self.wrong(at.span(), format!("line {line} gives the other order already; keep one of the two"));
            }
            known.push((at, before, after));
        }
    }

    fn not_as_said(&mut self, within: Option<&str>, key: &Key, value: &Spanned<DeValue<'_>>) {
        let wanted = match key.holds {
            Holds::Levels => "a table of levels, as { timer-reset = \"deny\" }".to_owned(),
            Holds::Patterns | Holds::Files => "a list of patterns, as [\"vendor/\"]".to_owned(),
            Holds::FilesOrModules => "a list of patterns and modules, as [\"src/rt/\", \"crate::rt\"]".to_owned(),
            Holds::Item | Holds::ItemOrCrate => "the path of an item, as \"acme_rt::spawn\"".to_owned(),
            Holds::Lock => "a lock, as \"Db::state\"".to_owned(),
            Holds::Text => "a text".to_owned(),
            Holds::YesOrNo => "true or false".to_owned(),
            Holds::OneOf(words) => choice(&words()),
            Holds::Yes => "true".to_owned(),
            Holds::Count => "a whole number from 0 on".to_owned(),
            Holds::MapLock => "a lock, as \"Office.berths\"".to_owned(),
            Holds::Table(_) => format!("`[{}]` over its keys", key.name),
            Holds::Tables(_) | Holds::OneOfKinds(..) => format!("`{}` over its keys", listed_as(within, key)),
        };
        self.wrong(value.span(), format!("`{}` is {}; write {wanted}", key.name, kind(value.get_ref())));
    }
}

/// How a table of a list is written: `[[spawn]]`, `[[map.rule]]`.
fn listed_as(within: Option<&str>, key: &Key) -> String {
    let outer = within.map(|outer| format!("{}.", outer.trim_matches(['[', ']']))).unwrap_or_default();
    format!("[[{outer}{}]]", key.name)
}

/// Whether a text is a path of two names or more.
fn is_path(text: &str) -> bool {
    text.contains("::") && is_names(text)
}

/// Whether a text is names joined by `::`, of which the first could be a crate's or an item's.
fn is_names(text: &str) -> bool {
    let is_name = |part: &str| {
        part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && part.starts_with(|c: char| c.is_alphabetic() || c == '_')
    };
    let first = text.split("::").next().unwrap_or_default();
    text.split("::").all(is_name) && !matches!(first, "self" | "super" | "Self")
}

fn unknown(key: &str, table: Option<&str>, keys: &[Key]) -> String {
    let place = table.map_or(String::new(), |name| format!(" in `{name}`"));
    let names: Vec<&str> = keys.iter().map(|k| k.name).collect();
    match spelling::nearest(key, names.iter().copied()) {
        Some(near) => format!("there is no key `{key}`{place}; did you mean `{near}`?"),
        None => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("there is no key `{key}`{place}; there is {}", listed(&names, "and"))
        }
    }
}

/// What to say of a word that is not one of these.
fn not_among(name: &str, word: &str, words: &[&'static str]) -> Option<String> {
    if words.contains(&word) {
        return None;
    }
    Some(match spelling::nearest(word, words.iter().copied()) {
        Some(near) => format!("`{name}` cannot be \"{word}\"; did you mean \"{near}\"?"),
        None => format!("`{name}` cannot be \"{word}\"; write {}", choice(words)),
    })
}

fn choice(words: &[&str]) -> String {
    listed(&words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>(), "or")
}

/// `a, b and c`.
fn listed(parts: &[String], joint: &str) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {joint} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What TOML calls a value, with its article.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
