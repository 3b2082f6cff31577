//! Paths that a terminal can follow, by the escape sequence that is known as OSC 8.

use std::fmt;

use super::ground::Ground;
use super::words::printable;

/// A finding's path as it is printed, with or without a link behind it.
pub struct Linked<'a> {
    pub path: &'a str,
    /// Where it lies, if it is to be a link.
    pub ground: Option<&'a Ground>,
}

impl fmt::Display for Linked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = printable(self.path);
        match self.ground {
            Some(ground) => write!(f, "\u{1b}]8;;{}\u{1b}\\{path}\u{1b}]8;;\u{1b}\\", ground.url(self.path)),
            None => f.write_str(&path),
        }
    }
}
