//! How a value is made into text.

/// The trait by which a value shows itself in `{}`.
pub const TRAIT: &str = "Display";

/// Its method.
pub const METHOD: &str = "fmt";

/// A method that gives the text of its receiver.
pub fn gives_text(method: &str) -> bool {
    method == "to_string"
}

/// Whether a format string shows some value by another trait: which of its arguments that is, is not read.
pub fn debugs(text: &str) -> bool {
    text.contains("?}")
}
