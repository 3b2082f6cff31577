//! Rows of a configuration that nothing in its folder can mean: a name was misspelt, or what it named is gone.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Config, InForce, Stated};
use crate::files::{Package, Selection};

impl InForce {
    /// A sentence for each declared row whose names stand in no file below the folder of its configuration. Where not all of
    /// that folder was `given`, nothing is known: another part of the workspace may have them.
    pub fn unmatched(&self, selection: &Selection, given: &[PathBuf]) -> Vec<String> {
        let given: Vec<PathBuf> = given.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for package in &selection.packages {
            let config = self.of(&package.info.root);
            let Some(source) = config.source.as_ref().filter(|source| seen.insert(source.path.clone())) else {
                continue;
            };
            let mut rows = rows(config);
            let whole = config.folder().is_some_and(|folder| is_whole(folder, &given));
            if rows.is_empty() || !whole || !selection.failures.is_empty() {
                continue;
            }
            let all = selection.packages.iter().chain(&selection.siblings);
            let own = all.filter(|package| self.of(&package.info.root).source.as_ref() == Some(source));
            if !strike_out(&mut rows, own) {
                continue;
            }
            found.extend(rows.iter().map(|row| {
                let (file, line, name) = (&source.name, row.line, &row.value.name);
                format!("{file}:{line}: `{name}` matches nothing in what was read; correct the name or remove the row")
            }));
        }
        found
    }
}

/// A name of a row, and the words of it that have not been met yet.
struct Row {
    name: String,
    words: Vec<String>,
}

/// The names of the rows that declare functions and orders of locks.
fn rows(config: &Config) -> Vec<Stated<Row>> {
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
    let mut all: Vec<Stated<Row>> = functions.chain(orders).collect();
    all.sort_by_key(|row| row.line);
    all
}

/// Whether a folder was given, or one around it.
fn is_whole(folder: &Path, given: &[PathBuf]) -> bool {
    fs::canonicalize(folder).is_ok_and(|folder| given.iter().any(|path| folder.starts_with(path)))
}

/// Takes out the rows all of whose words stand in the files of these packages; whether all files could be read.
fn strike_out<'p>(rows: &mut Vec<Stated<Row>>, mut packages: impl Iterator<Item = &'p Package>) -> bool {
    packages.all(|package| {
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
