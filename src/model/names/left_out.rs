//! Files that are left out of the program: the `mod` that would bring them in is commented out, or was never written.
//!
//! Cargo never compiles them, nor what only they bring in. A file that no `mod` reaches is none of them where a file that
//! could declare it has its name in any other place: a macro may bring it in.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::source::tables::{FileNo, Index};
use crate::model::{Base, File};
use crate::syntax::comments::{Comment, CommentKind};
use crate::syntax::tree::{Item, ItemKind};
use crate::syntax::{FileId, Names, Span};

/// Why a file is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeftOut {
    /// The comment has the `mod` for it, or for the file that brings it in.
    Commented(Span),
    /// Nothing names it, or the file that brings it in.
    Unnamed,
}

/// The files that are left out.
pub fn left_out(index: &Index, files: &[File], reached: &[bool], names: &Names) -> FxHashMap<FileNo, LeftOut> {
    // Where a `mod x;` looks for its file hangs on how its own was brought in: by a `#[path]`, by an `include!`.
    let unjoined = index.outlines.iter().map(|&def| index.def(def)).filter(|def| def.inner.is_none());
    let unjoined: FxHashSet<&str> = unjoined.map(|def| names.text(def.name)).collect();
    let by_path: FxHashMap<&Path, &File> = files.iter().map(|file| (Path::new(&file.within), file)).collect();
    let mut found: FxHashMap<FileNo, LeftOut> = FxHashMap::default();
    for (n, file) in files.iter().enumerate().filter(|(n, _)| !reached[*n]) {
        let Some(declared) = Declared::new(&by_path, files, file) else { continue };
        let why = match declared.commented_out() {
            Some(comment) => Some(LeftOut::Commented(comment)),
            None if unjoined.contains(declared.name) => None,
            None => declared.named_nowhere(files, file).then_some(LeftOut::Unnamed),
        };
        found.extend(why.map(|why| (FileNo(n as u32), why)));
    }
    if found.is_empty() {
        return found;
    }
    // What brings a file in may be left out itself, at any depth.
    let outer = |file: usize| {
        let parent = index.scope(index.file_scope[file]).parent?;
        Some(index.scope(parent).file)
    };
    loop {
        let stays = |file: &File| !found.keys().any(|no| files[no.0 as usize].within == file.within);
        let next: Vec<(FileNo, LeftOut)> = (0..files.len())
            .filter(|n| !found.contains_key(&FileNo(*n as u32)))
            .filter_map(|n| Some((n, *found.get(&outer(n)?)?)))
            // What else brings it in may be part of the program.
            .filter(|&(n, _)| {
                let declared = Declared::new(&by_path, files, &files[n]);
                !declared.is_some_and(|it| unjoined.contains(it.name) || it.named_by(files, stays))
            })
            .map(|(n, why)| (FileNo(n as u32), why))
            .collect();
        if next.is_empty() {
            return found;
        }
        found.extend(next);
    }
}

/// The name by which a `mod` brings a file in, and the files that could declare it by cargo's rules.
struct Declared<'f> {
    name: &'f str,
    declarers: Vec<&'f File>,
}

impl<'f> Declared<'f> {
    fn new(by_path: &FxHashMap<&Path, &'f File>, files: &'f [File], file: &'f File) -> Option<Declared<'f>> {
        let path = Path::new(&file.within);
        let (name, folder) = match path.file_stem()?.to_str()? {
            "mod" => (path.parent()?.file_name()?.to_str()?, path.parent()?.parent()?),
            stem => (stem, path.parent()?),
        };
        let starts_here = |other: &&File| {
            let is_root = other.root && Path::new(&other.within).parent() == Some(folder);
            is_root || Path::new(&other.within) == folder.join("mod.rs")
        };
        let beside: PathBuf = folder.with_extension("rs");
        let declarers = files.iter().filter(starts_here).chain(by_path.get(beside.as_path()).copied()).collect();
        Some(Declared { name, declarers })
    }

    /// The comment that has the `mod`; `None` where code may have it too.
    fn commented_out(&self) -> Option<Span> {
        let mut comment = None;
        for declarer in &self.declarers {
            let text = &declarer.source.text;
            let comments = declarer.parsed.comments.all();
            for (at, _) in text.match_indices(&format!("mod {};", self.name)) {
                let around = comments.iter().find(|c| c.span.start as usize <= at && at < c.span.end as usize)?;
                comment = comment.or_else(|| holds_item(declarer, around, self.name).then_some(around.span));
            }
        }
        comment
    }

    /// Whether the file is one of the library or a program which nothing can bring in: no file that could declare it has its
    /// name, or a macro that makes items of what it is given, and no file of the package has its path in a string.
    fn named_nowhere(&self, files: &[File], file: &File) -> bool {
        let of_program =
            file.within.starts_with("src/") && !file.within.starts_with("src/bin/") && !file.kind.is_apart();
        let makes_items = |item: &Item| matches!(item.kind, ItemKind::MacroBody { .. } | ItemKind::Other);
        let is_plain = |declarer: &&File| {
            let parsed = &declarer.parsed;
            parsed.errors.is_empty() && !parsed.tree.items.iter().any(makes_items)
        };
        let plain = !self.declarers.is_empty() && self.declarers.iter().all(is_plain);
        of_program && plain && !self.named_by(files, |_| true)
    }

    /// Whether one of these files could declare the file and has its name, or has its path in a string.
    fn named_by(&self, files: &[File], counts: impl Fn(&File) -> bool) -> bool {
        let paths = [format!("{}.rs\"", self.name), format!("{}/mod.rs\"", self.name)];
        let by_name = |declarer: &&File| counts(declarer) && has_word(&declarer.source.text, self.name);
        let by_path = |other: &File| counts(other) && paths.iter().any(|path| other.source.text.contains(path));
        self.declarers.iter().any(by_name) || files.iter().any(by_path)
    }
}

/// Whether a text has a word, not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// Whether a line of a comment is the `mod` of a name, not a sentence about it.
fn holds_item(file: &File, comment: &Comment, name: &str) -> bool {
    let item = |line: &str| {
        let code = line.trim_start_matches(['/', '*', ' ', '\t']);
        let (visible, said) = code.split_once("mod ").unwrap_or_default();
        let visible = visible.trim();
        let plain = visible.is_empty() || visible == "pub" || visible.starts_with("pub(") && visible.ends_with(')');
        plain && said.strip_prefix(name).is_some_and(|rest| rest.starts_with(';'))
    };
    comment.kind == CommentKind::Plain && file.source.text_of(comment.span).lines().any(item)
}

impl Base {
    /// Why the program goes without a file.
    pub fn left_out_by(&self, file: FileId) -> Option<LeftOut> {
        self.left_out.get(&self.file_no(file)?).copied()
    }
}
