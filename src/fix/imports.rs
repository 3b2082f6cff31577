//! Imports that a fix has left without use: what a name was imported for is written by its full path now, or gone.
//!
//! Names are looked for as words of the text, comments and strings included, so that an import stays in all doubt.

use std::ops::Range;

use crate::files::Package;
use crate::syntax::tree::{Bound, Import, Item, ItemKind};
use crate::syntax::{self, FileId, Interner, Source};

/// The text of a file without the imports that it used before and uses no more; `None` where there are none.
///
/// An import that another file can see into is kept: one that is public, or whose name a file below mentions.
pub fn tidied(package: &Package, shown: &str, before: &str, after: &str) -> Option<String> {
    let names = Interner::default();
    let source = Source::new(FileId(0), shown, after).of_edition(package.info.edition);
    let parsed = syntax::parse(&source, &names).ok()?;
    let names = names.freeze();
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for item in &parsed.tree.items {
        let ItemKind::Use(leaves) = &item.kind else { continue };
        let is_unused = |leaf: &&Import| match leaf.bound {
            Bound::Name(name) => {
                let name = names.text(name);
                let left = mentions(after, name);
                let own = usize::from(is_mention(after, leaf.span.end as usize - name.len(), name));
                let lost_its_use = left == own && mentions(before, name) > left;
                !item.public && lost_its_use && !is_seen_from_below(package, shown, name)
            }
            Bound::Nothing | Bound::Glob => false,
        };
        let unused: Vec<&Import> = leaves.iter().filter(is_unused).collect();
        let left = || leaves.iter().find(|leaf| !is_unused(leaf));
        match leaves.len() - unused.len() {
            0 if !leaves.is_empty() => cuts.push(whole_lines(after, item)),
            1 if !unused.is_empty() => {
                cuts.extend(around(after, item, left()).unwrap_or_else(|| entries(after, &unused)))
            }
            _ => cuts.extend(entries(after, &unused)),
        }
    }
    cuts.sort_by_key(|cut| cut.start);
    cuts.dedup();
    let apart = cuts.windows(2).all(|two| two[0].end <= two[1].start);
    (!cuts.is_empty() && apart).then(|| without(after, &cuts))
}

/// How often a name stands in a text by itself, at the head of a path, or behind a path to a module around.
fn mentions(text: &str, name: &str) -> usize {
    text.match_indices(name).filter(|(at, _)| is_mention(text, *at, name)).count()
}

fn is_mention(text: &str, at: usize, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (Some(before), Some(after)) = (text.get(..at), text.get(at + name.len()..)) else { return false };
    let is_whole = !before.ends_with(is_word) && !after.starts_with(is_word);
    let behind = before.strip_suffix("::").map(|path| path.rsplit(|c| !is_word(c)).next().unwrap_or_default());
    is_whole && behind.is_none_or(|module| matches!(module, "super" | "self" | "crate"))
}

/// Whether a file of a module below this one mentions the name and may mean the import.
fn is_seen_from_below(package: &Package, shown: &str, name: &str) -> bool {
    let Some(file) = package.file_shown(shown) else { return true };
    let stem = file.within.strip_suffix(".rs").unwrap_or(&file.within);
    let below = match stem.rsplit_once('/') {
        Some((folder, "mod" | "lib" | "main")) => format!("{folder}/"),
        _ => format!("{stem}/"),
    };
    let others = package.files.iter().filter(|other| other.within.starts_with(&below) && other.shown != shown);
    others.map(|other| other.read()).any(|text| text.is_ok_and(|t| t.contains("super::") && mentions(&t, name) > 0))
}

/// An item with the rest of its lines, where nothing else stands there.
fn whole_lines(text: &str, item: &Item) -> Range<usize> {
    let (start, end) = (item.span.start as usize, item.span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let next = text[end..].find('\n').map_or(text.len(), |n| end + n + 1);
    if !(text[line..start].trim().is_empty() && text[end..next].trim().is_empty()) {
        return start..end;
    }
    // Of two empty lines one is enough, and none where a block begins.
    let above = text[..line].trim_end_matches([' ', '\t', '\r', '\n']);
    let opens = above.is_empty() || above.ends_with('{') || text[above.len()..line].matches('\n').count() > 1;
    let below = text[next..].find('\n').map_or(text.len(), |n| next + n + 1);
    let is_blank = text[next..below].trim().is_empty();
    if opens && is_blank { line..below } else { line..next }
}

/// All of a flat list of imports but the one entry that is left, the brackets included; `None` where they must stay.
fn around(text: &str, item: &Item, left: Option<&Import>) -> Option<Vec<Range<usize>>> {
    let (whole, left) = (item.span.start as usize..item.span.end as usize, left?);
    let open = whole.start + text[whole.clone()].find('{')?;
    let close = whole.start + text[whole.clone()].rfind('}')?;
    let is_flat = text[open + 1..close].find(['{', '}']).is_none();
    let entry = path_start(text, left.span.start as usize)..left.span.end as usize;
    let stays = &text[entry.clone()] == "self" || text[entry.clone()].starts_with("self ");
    (is_flat && !stays).then(|| vec![open..entry.start, entry.end..close + 1])
}

fn entries(text: &str, leaves: &[&Import]) -> Vec<Range<usize>> {
    leaves.iter().map(|leaf| entry(text, leaf)).collect()
}

/// Where the path begins that ends in the name at a place.
fn path_start(text: &str, mut start: usize) -> usize {
    while let Some(path) = text[..start].strip_suffix("::") {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '#';
        start = path.rfind(|c| !is_word(c)).map_or(0, |n| n + 1);
        if path.len() == start {
            break;
        }
    }
    start
}

/// An entry of a list of imports, with the path and the brackets that lead to it alone, and a comma beside it.
fn entry(text: &str, leaf: &Import) -> Range<usize> {
    let (mut start, mut end) = (leaf.span.start as usize, leaf.span.end as usize);
    loop {
        start = path_start(text, start);
        let (before, after) = (text[..start].trim_end(), text[end..].trim_start_matches([',', ' ', '\n', '\r', '\t']));
        if !(before.ends_with('{') && after.starts_with('}') && before[..before.len() - 1].ends_with("::")) {
            break;
        }
        (start, end) = (before.len() - 1, text.len() - after.len() + 1);
    }
    let after = text[end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        // On a line of its own it goes with its line.
        let rest = rest.trim_start_matches([' ', '\t']);
        let starts_line = text[..start].trim_end_matches([' ', '\t']).ends_with('\n');
        let rest = if starts_line { rest.trim_start() } else { rest };
        return start..text.len() - rest.len();
    }
    let before = text[..start].trim_end();
    if before.ends_with(',') { before.len() - 1..end } else { start..end }
}

fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for cut in cuts {
        out.push_str(&text[done..cut.start]);
        done = cut.end;
    }
    out + &text[done..]
}
