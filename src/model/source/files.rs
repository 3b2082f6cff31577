//! The files of a package, their trees and their texts, by number.

use crate::model::source::tables::FileNo;
use crate::model::{Base, File};
use crate::syntax::tree::Tree;
use crate::syntax::{FileId, Names, Source};

impl Base {
    /// The package's files, sorted by path.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The names that the files use.
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub(in crate::model) fn tree(&self, file: FileNo) -> &Tree {
        &self.files[file.0 as usize].parsed.tree
    }

    pub(in crate::model) fn source(&self, file: FileNo) -> &Source {
        &self.files[file.0 as usize].source
    }

    pub(in crate::model) fn file_no(&self, id: FileId) -> Option<FileNo> {
        self.files.binary_search_by_key(&id, |f| f.source.file).ok().map(|n| FileNo(n as u32))
    }
}
