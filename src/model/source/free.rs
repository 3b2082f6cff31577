//! Names for what a change or an advice brings into a function: none that the function has already.

use crate::model::Base;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;

impl Expr<'_> {
    /// A name like this one that no variable has in the function around.
    pub fn free_name(self, wish: &str) -> String {
        self.base.unused_name(self.at, wish)
    }
}

impl Base {
    /// The name wished for, or one made of it, that no code of the function around a place mentions but in paths.
    pub(in crate::model) fn unused_name(&self, at: ExprAt, wish: &str) -> String {
        let around = self.index.body(self.outermost(self.body_at(at))).span;
        let text = self.source(at.file).text_of(around);
        let is_free = |name: &str| !text.match_indices(name).any(|(at, _)| is_variable(text, at, name));
        let numbered = (2..).map(|n| format!("{wish}{n}"));
        std::iter::once(wish.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default()
    }
}

/// Whether a name that is found in a text stands there by itself and is no part of a path.
fn is_variable(text: &str, at: usize, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = (&text[..at], &text[at + name.len()..]);
    let is_whole = !before.ends_with(is_word) && !after.starts_with(is_word);
    is_whole && !before.ends_with("::") && !after.starts_with("::")
}
