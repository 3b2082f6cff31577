//! Rows of a configuration that nothing in its folder can mean: a name was misspelt, or what it named is gone.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Config, InForce, RuleKind, Stated, lock_path};
use crate::files::{Package, Selection};

impl InForce {
    /// A sentence for each pattern that no file below the folder of its configuration fits, and for each row whose names
    /// stand in none. Where not all of that folder was `given`, nothing is known: another part of the workspace may have
    /// them.
    pub fn unmatched(&self, selection: &Selection, given: &[PathBuf]) -> Vec<String> {
        self.idle(selection, given, |config, own| {
            let mut idle = patterns(config, own);
            idle.extend(names(config, own));
            idle
        })
    }

    /// The same for each lock of a rule that is not among these, which are the ones that a run has seen taken.
    pub fn untaken(&self, selection: &Selection, given: &[PathBuf], taken: &BTreeSet<String>) -> Vec<String> {
        self.idle(selection, given, |config, _| {
            let orders = config.map_rules.iter().filter_map(|rule| match &rule.value.kind {
                RuleKind::Locks(order) => Some((rule.line, order)),
                _ => None,
            });
            let locks = orders.flat_map(|(line, order)| [&order.before, &order.after].map(|name| (line, name)));
            let told = |(line, name): (u32, &String)| Stated {
                value: format!("nobody takes a lock `{name}` in what was read; write it as conclint map names it"),
                line,
            };
            locks.filter(|(_, name)| !taken.contains(&lock_path(name))).map(told).collect()
        })
    }

    /// What `find` has to say of each configuration whose whole folder was given, with the packages that it holds for.
    fn idle(
        &self,
        selection: &Selection,
        given: &[PathBuf],
        find: impl Fn(&Config, &[&Package]) -> Vec<Stated<String>>,
    ) -> Vec<String> {
        let given: Vec<PathBuf> = given.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for package in &selection.packages {
            let config = self.of(&package.info.root);
            let Some(source) = config.source.as_ref().filter(|source| seen.insert(source.path.clone())) else {
                continue;
            };
            let whole = config.folder().is_some_and(|folder| is_whole(folder, &given));
            if !whole || !selection.failures.is_empty() {
                continue;
            }
            let all = selection.packages.iter().chain(&selection.siblings);
            let own: Vec<&Package> =
                all.filter(|package| self.of(&package.info.root).source.as_ref() == Some(source)).collect();
            let mut idle = find(config, &own);
            idle.sort_by_key(|one| one.line);
            found.extend(idle.into_iter().map(|one| format!("{}:{}: {}", source.name, one.line, one.value)));
        }
        found
    }
}

/// What is wrong with the patterns that no file fits.
fn patterns(config: &Config, own: &[&Package]) -> Vec<Stated<String>> {
    let files: Vec<&Path> = own.iter().flat_map(|package| &package.files).map(|file| file.path.as_path()).collect();
    let overrides = config.overrides.iter().map(|part| &part.paths);
    let bans = config.bans.iter().map(|ban| &ban.value.allowed_in);
    let rules = config.map_rules.iter().flat_map(|rule| {
        let only_in = if let RuleKind::TasksOnlyIn { files, .. } = &rule.value.kind { Some(files) } else { None };
        rule.value.paths.iter().chain(only_in)
    });
    let all = std::iter::once(&config.exclude).chain(overrides).chain(bans).chain(rules);
    let idle = all.flat_map(|paths| paths.idle(&files));
    idle.map(|pattern| {
        let value = format!("no file fits the pattern `{}`; correct or remove it", pattern.value);
        Stated { value, line: pattern.line }
    })
    .collect()
}

/// What is wrong with the rows whose names stand in no file.
fn names(config: &Config, own: &[&Package]) -> Vec<Stated<String>> {
    let mut rows = rows(config, own);
    if rows.is_empty() || !strike_out(&mut rows, own) {
        return Vec::new();
    }
    let told = |row: Stated<Row>| {
        let name = row.value.name;
        let value = format!("`{name}` matches nothing in what was read; correct the name or remove the row");
        Stated { value, line: row.line }
    };
    rows.into_iter().map(told).collect()
}

/// A name of a row, and the words of it that have not been met yet.
struct Row {
    name: String,
    words: Vec<String>,
}

/// The names of the rows that declare functions and orders of locks, and of bans and rules of what these packages have
/// themselves: what comes from elsewhere and is not used is what these ask for.
fn rows(config: &Config, own: &[&Package]) -> Vec<Stated<Row>> {
    let function = |path: &str| path.rsplit("::").next().map(str::to_owned).into_iter().collect();
    // Of a field its type must be there as well; a module or crate need not be named.
    let is_type = |word: &&str| word.starts_with(char::is_uppercase);
    let lock = |path: &str| {
        let mut words = path.rsplit("::");
        let last = words.next().into_iter();
        last.chain(words.next().filter(is_type)).map(str::to_owned).collect()
    };
    let functions = config.declared.iter().map(|one| {
        let name = one.value.path.clone();
        Stated { value: Row { words: function(&name), name }, line: one.line }
    });
    let orders = config.lock_orders.iter().flat_map(|one| {
        [&one.value.before, &one.value.after].map(|name| {
            let value = Row { words: lock(name), name: name.clone() };
            Stated { value, line: one.line }
        })
    });
    let is_own =
        |name: &str| name == "crate" || own.iter().any(|package| package.info.lib_name.as_deref() == Some(name));
    let begins_here = |path: &str| path.split_once("::").is_some_and(|(first, _)| is_own(first));
    let bans = config.bans.iter().filter(|ban| begins_here(&ban.value.path));
    let bans = bans.map(|one| {
        let name = one.value.path.clone();
        Stated { value: Row { words: function(&name), name }, line: one.line }
    });
    let rules = config.map_rules.iter().flat_map(|rule| {
        let row = |name: &String, words| Stated { value: Row { words, name: name.clone() }, line: rule.line };
        match &rule.value.kind {
            RuleKind::NoLockAcross(path) if begins_here(path) => vec![row(path, function(path))],
            RuleKind::TasksOnlyIn { modules, .. } => {
                let one = |Stated { value, line }: &Stated<String>| Stated {
                    value: Row { words: function(value), name: value.clone() },
                    line: *line,
                };
                modules.iter().map(one).collect()
            }
            _ => Vec::new(),
        }
    });
    functions.chain(orders).chain(bans).chain(rules).collect()
}

/// Whether a folder was given, or one around it.
fn is_whole(folder: &Path, given: &[PathBuf]) -> bool {
    fs::canonicalize(folder).is_ok_and(|folder| given.iter().any(|path| folder.starts_with(path)))
}

/// Takes out the rows all of whose words stand in the files of these packages; whether all files could be read.
fn strike_out(rows: &mut Vec<Stated<Row>>, packages: &[&Package]) -> bool {
    packages.iter().all(|package| {
        package.files.iter().all(|file| {
            if rows.is_empty() {
                return true;
            }
            let Ok(text) = file.read() else { return false };
            rows.iter_mut().for_each(|row| row.value.words.retain(|word| !has_word(&text, word)));
            rows.retain(|row| !row.value.words.is_empty());
            true
        })
    })
}

/// Whether a text has a word that is no part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_no_part_of_a_longer_one() {
        assert!(has_word("self.pool.get()", "pool"));
        assert!(!has_word("self.pools.get(); my_pool()", "pool"));
    }
}
