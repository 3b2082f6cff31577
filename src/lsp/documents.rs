//! The documents that are open in the client, with the text they have there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem};

use super::text::{Encoding, Text};
use super::uri;
use crate::files;

/// The files that are judged together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Root {
    pub folder: PathBuf,
    /// Whether the folder has a package's manifest; without one, the open documents beside each other are the whole.
    pub package: bool,
}

impl Root {
    fn of(file: &Path) -> Root {
        match files::package_of(file) {
            Some(folder) => Root { folder, package: true },
            None => Root { folder: file.parent().unwrap_or(file).to_path_buf(), package: false },
        }
    }
}

/// One open document.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the client writes it, which may be another spelling than ours.
    pub uri: String,
    pub version: i32,
    pub text: Arc<str>,
    /// `None` for a document that is not judged: one that is not Rust.
    pub root: Option<Root>,
}

/// All open documents, by path.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// Takes a document in; a text that is no file has no package and is left out.
    pub fn open(&mut self, item: TextDocumentItem) -> Option<&Document> {
        let path = uri::path(&item.uri.0)?;
        let is_rust = path.extension().is_some_and(|e| e == "rs") || String::from(item.language_id) == "rust";
        let document = Document {
            uri: item.uri.0,
            version: item.version,
            text: item.text.into(),
            root: is_rust.then(|| Root::of(&path)),
        };
        Some(self.0.entry(path).insert_entry(document).into_mut())
    }

    /// Makes changes in order, each on the text that the one before it left.
    pub fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<&Document> {
        let document = self.0.get_mut(&uri::path(uri)?)?;
        for change in changes {
            document.text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let text = Text::new(&document.text, encoding);
                    let (start, end) = (text.offset(part.range.start), text.offset(part.range.end));
                    format!("{}{}{}", &document.text[..start], part.text, &document.text[end.max(start)..]).into()
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text.into(),
            };
        }
        document.version = version;
        Some(document)
    }

    /// Lets a document go; the file on the disk counts again.
    pub fn close(&mut self, uri: &str) -> Option<Document> {
        self.0.remove(&uri::path(uri)?)
    }

    /// Finds out again which package each document belongs to.
    pub fn regroup(&mut self) {
        for (path, document) in &mut self.0 {
            document.root = document.root.take().map(|_| Root::of(path));
        }
    }

    pub fn at(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// The documents that are judged together, by path.
    pub fn below(&self, root: &Root) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.0.iter().filter(move |(_, document)| document.root.as_ref() == Some(root))
    }

    /// The texts of all documents that are judged, but not together with these, by path.
    pub fn beside(&self, root: &Root) -> impl Iterator<Item = (&PathBuf, &Arc<str>)> {
        let others = self.0.iter().filter(move |(_, open)| open.root.as_ref().is_some_and(|other| other != root));
        others.map(|(path, open)| (path, &open.text))
    }

    /// Every group of documents that are judged together.
    pub fn roots(&self) -> impl Iterator<Item = &Root> {
        self.0.values().filter_map(|document| document.root.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{
        Position, Range, TextDocumentContentChangePartial as Partial, TextDocumentContentChangeWholeDocument as Whole,
    };

    use super::*;

    fn open(text: &str) -> Documents {
        let mut documents = Documents::default();
        let item = TextDocumentItem::new("file:///nowhere/a.rs".into(), "rust".into(), 1, text.to_owned());
        documents.open(item);
        documents
    }

    #[test]
    fn changes_are_made_one_on_the_other() {
        let mut documents = open("let ä = 1;\nlet b = 2;\n");
        let put = |line, from, to, text: &str| -> TextDocumentContentChangeEvent {
            let at = |character| Position { line, character };
            Partial { range: Range { start: at(from), end: at(to) }, text: text.to_owned(), ..Partial::default() }
                .into()
        };
        let changes = vec![put(0, 4, 5, "a😀"), put(0, 7, 7, "!"), put(1, 8, 9, "")];
        let changed = documents.change("file:///nowhere/a.rs", 2, changes, Encoding::Utf16).expect("it is open");
        assert_eq!((&*changed.text, changed.version), ("let a😀! = 1;\nlet b = ;\n", 2));
        let whole = vec![Whole { text: "x".to_owned() }.into()];
        assert_eq!(documents.change("file:///nowhere/a.rs", 3, whole, Encoding::Utf16).map(|d| &*d.text), Some("x"));
    }

    #[test]
    fn a_change_of_what_is_not_open_is_left_out() {
        assert!(open("").change("file:///nowhere/b.rs", 2, Vec::new(), Encoding::Utf8).is_none());
    }
}
