//! A stretch of one file, in bytes.

/// The number of a file in this run: its place in the sorted list of all files.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A stretch of one file: bytes `start..end` from the file's beginning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// From the start of `self` to the end of `other`, which must lie in the same file and not before.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start, end: other.end.max(self.end) }
    }

    /// Whether `other` lies wholly inside this stretch.
    pub fn holds(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The empty stretch where this one begins.
    pub fn head(self) -> Span {
        Span { end: self.start, ..self }
    }
}
