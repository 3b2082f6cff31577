//! Rules of architecture: what a project says must hold of its concurrency map.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::RULE_KINDS;
use super::read::{tables_of, value};
use super::wrong::Page;
use super::{Order, Paths, Stated};

/// One rule.
#[derive(Clone, Debug)]
pub struct MapRule {
    /// What the project calls it.
    pub name: String,
    /// Why it holds: one line without a full stop.
    pub reason: String,
    /// The files in which it holds; `None` for all.
    pub paths: Option<Paths>,
    /// What must hold.
    pub kind: RuleKind,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// Each task and thread has an owner.
    EveryTaskOwned,
    /// So many channels may be unbounded, in all packages together.
    MostUnboundedChannels(u32),
    /// Tasks and threads are started in these files and modules alone.
    TasksOnlyIn {
        /// The files, by patterns.
        files: Paths,
        /// The modules, by their paths.
        modules: Vec<Stated<String>>,
    },
    /// Which of two locks is taken first, as the project writes them.
    Locks(Order),
    /// The item, module or crate that is not called while a lock is held.
    NoLockAcross(String),
}

/// A lock as a path: the map writes a field as `Office.berths`.
pub fn lock_path(text: &str) -> String {
    text.replacen('.', "::", 1)
}

/// Whether a text names a lock as the map does: a field of a struct with fields that are counted has a number.
pub fn is_lock(text: &str, is_names: impl Fn(&str) -> bool) -> bool {
    let counted =
        text.rsplit_once('.').filter(|(_, field)| !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit()));
    is_names(&counted.map_or_else(|| lock_path(text), |(holder, _)| holder.to_owned()))
}

/// What is wrong with the rules as a whole, where each key by itself is right: none or several kinds, a name that is
/// given twice, two orders of two locks.
pub fn wrongs(page: Page<'_>, table: &DeTable<'_>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut named: Vec<(&str, Range<usize>)> = Vec::new();
    let mut orders: Vec<(String, String, Range<usize>)> = Vec::new();
    for rule in tables_of(table, &["map", "rule"]) {
        let inner = rule.get_ref().as_table();
        let Some(inner) = inner else { continue };
        found.extend(kind_wrong(inner, rule.span()));
        if let Some((name, at)) = text(inner, "name") {
            if let Some((_, before)) = named.iter().find(|(one, _)| *one == name) {
                let line = page.line(before);
                found.push((at.clone(), format!("line {line} calls a rule `{name}` already; give each its own name")));
            }
            named.push((name, at));
        }
        if let (Some((written, at)), Some((after, _))) = (text(inner, "before"), text(inner, "after")) {
            let (before, after) = (lock_path(written), lock_path(after));
            let turned = orders.iter().find(|(one, two, _)| *one == after && *two == before);
            if before == after {
                found.push((at.clone(), format!("`{written}` stands on both sides; name two locks")));
            } else if let Some((.., other)) = turned {
                let line = page.line(other);
                found.push((at.clone(), format!("line {line} gives the other order already; keep one of the two")));
            }
            orders.push((before, after, at));
        }
    }
    found
}

/// What is wrong with the kind of a rule, where there is not exactly one.
fn kind_wrong(rule: &DeTable<'_>, at: Range<usize>) -> Option<(Range<usize>, String)> {
    let has = |key: &&&str| value(rule, key).is_some();
    let kinds: Vec<&[&str]> = RULE_KINDS.iter().copied().filter(|kind| kind.iter().any(|key| has(&key))).collect();
    // A kind that is misspelt is told where it stands.
    let plain = rule.iter().all(|(key, _)| ["name", "reason", "paths"].contains(&AsRef::<str>::as_ref(key.get_ref())));
    let sentence = match kinds.as_slice() {
        [] if !plain => return None,
        [] => {
            let all: Vec<String> = RULE_KINDS.iter().map(|kind| format!("`{}`", kind.join("` with `"))).collect();
            format!("this `[[map.rule]]` does not say what must hold; add one of {}", all.join(", "))
        }
        [kind] => {
            let missing = kind.iter().find(|key| !has(key))?;
            format!("this `[[map.rule]]` has no `{missing}`; add it")
        }
        [one, other, ..] => {
            let first = |kind: &[&str]| kind.iter().find(|key| has(key)).copied().unwrap_or_default().to_owned();
            format!("this `[[map.rule]]` has `{}` and `{}`; make a rule of each", first(one), first(other))
        }
    };
    Some((at, sentence))
}

fn text<'t>(table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, Range<usize>)> {
    let stated: &Spanned<DeValue<'_>> = value(table, key)?;
    Some((stated.get_ref().as_str()?, stated.span()))
}
