//! Files that are left out of the program: the `mod` that would bring them in is commented out.
//!
//! Cargo never compiles them, nor what only they bring in. A file that no `mod` reaches for another reason is none of them: a
//! macro may bring it in.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::model::source::tables::{FileNo, Index};
use crate::model::{Base, File};
use crate::syntax::comments::{Comment, CommentKind};
use crate::syntax::{FileId, Span};

/// The files that are left out, each with the comment that has the `mod` for it, or for the file that brings it in.
pub fn left_out(index: &Index, files: &[File], reached: &[bool]) -> FxHashMap<FileNo, Span> {
    let by_path: FxHashMap<&Path, &File> = files.iter().map(|file| (Path::new(&file.within), file)).collect();
    let mut found: FxHashMap<FileNo, Span> = FxHashMap::default();
    for (n, file) in files.iter().enumerate().filter(|(n, _)| !reached[*n]) {
        if let Some(comment) = commented_out(&by_path, files, file) {
            found.insert(FileNo(n as u32), comment);
        }
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
        let more = (0..files.len()).filter(|n| !found.contains_key(&FileNo(*n as u32)));
        let next = more.filter_map(|n| Some((FileNo(n as u32), *found.get(&outer(n)?)?))).collect::<Vec<_>>();
        if next.is_empty() {
            return found;
        }
        found.extend(next);
    }
}

/// The comment that has the `mod` for a file, in a file that could declare it; `None` where code may have it too.
fn commented_out(by_path: &FxHashMap<&Path, &File>, files: &[File], file: &File) -> Option<Span> {
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
    let declarers = files.iter().filter(starts_here).chain(by_path.get(beside.as_path()).copied());
    let mut comment = None;
    for declarer in declarers {
        let text = &declarer.source.text;
        let comments = declarer.parsed.comments.all();
        for (at, _) in text.match_indices(&format!("mod {name};")) {
            let around = comments.iter().find(|c| c.span.start as usize <= at && at < c.span.end as usize)?;
            comment = comment.or_else(|| holds_item(declarer, around, name).then_some(around.span));
        }
    }
    comment
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
    /// The comment that has the `mod` for a file, where the program goes without the file for that.
    pub fn left_out_by(&self, file: FileId) -> Option<Span> {
        self.left_out.get(&self.file_no(file)?).copied()
    }
}
