//! Text that a terminal can follow, by the escape sequence that is known as OSC 8.

use std::fmt;

use super::ground::Ground;
use super::words::printable;
use crate::lint::Lint;
use crate::spelling::one_line;

/// A finding's path as it is printed, with or without a link behind it.
pub struct Linked<'a> {
    pub path: &'a str,
    /// Where it lies, if it is to be a link.
    pub ground: Option<&'a Ground>,
}

impl fmt::Display for Linked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = printable(&one_line(self.path));
        match self.ground {
            Some(ground) => f.write_str(&link(&ground.url(self.path), &path)),
            None => f.write_str(&path),
        }
    }
}

/// A lint's name, which leads to its page where links are wanted.
pub fn name(lint: &Lint, links: bool) -> String {
    if links { link(&lint.url(), lint.name) } else { lint.name.to_owned() }
}

fn link(url: &str, text: &str) -> String {
    format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}
