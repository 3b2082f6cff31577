//! What is wrong with a configuration, and where.

use std::ops::Range;

/// The text of a file that holds a configuration, and the name by which the user knows it.
#[derive(Clone, Copy)]
pub struct Page<'t> {
    pub name: &'t str,
    pub text: &'t str,
}

impl Page<'_> {
    /// The line, from 1, on which a stretch of bytes begins.
    pub fn line(self, at: &Range<usize>) -> u32 {
        self.text.as_bytes().iter().take(at.start).filter(|byte| **byte == b'\n').count() as u32 + 1
    }

    /// The sentence with its place, and below it the line with the stretch marked.
    pub fn wrong(self, at: &Range<usize>, sentence: &str) -> String {
        let number = self.line(at);
        let line = self.text.lines().nth(number as usize - 1).unwrap_or_default();
        let begin = self.text.get(..at.start).map_or(0, |before| before.rfind('\n').map_or(0, |n| n + 1));
        let before = self.text.get(begin..at.start).unwrap_or_default();
        let marked = self.text.get(at.start..at.end.min(begin + line.len())).unwrap_or_default();
        // A tab takes as many columns below the line as in it.
        let indent: String = before.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
        let mark = "^".repeat(marked.chars().count().max(1));
        let gutter = " ".repeat(number.to_string().len());
        format!("{}:{number}: {sentence}\n  {number} | {line}\n  {gutter} | {indent}{mark}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_shown_with_the_place_marked() {
        let page = Page { name: "conclint.toml", text: "# über\ntests = \"skp\"\n" };
        let at = page.text.find("\"skp\"").map(|n| n..n + 5).expect("it is there");
        assert_eq!(page.wrong(&at, "no"), "conclint.toml:2: no\n  2 | tests = \"skp\"\n    |         ^^^^^");
        assert_eq!(page.wrong(&(40..41), "end"), "conclint.toml:3: end\n  3 | \n    | ^", "past the end is the end");
    }
}
