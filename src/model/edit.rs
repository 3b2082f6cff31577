//! A change of the source text that a fact can say how to make.
//!
//! It knows bytes only: whether the change is right is for the lint that asked to know.

use crate::syntax::Span;

/// A stretch of one file and the text to put in its place. An empty stretch is where text is put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}
