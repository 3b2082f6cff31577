//! Places in a text as the protocol counts them: lines and characters from 0, in the units that were agreed on.

use gen_lsp_types::{Position, Range};

/// What the characters of a position are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    Utf8,
    /// What every client understands.
    #[default]
    Utf16,
}

impl Encoding {
    /// How many units a text takes.
    fn length(self, text: &str) -> u32 {
        let units = match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        };
        units as u32
    }
}

/// A text and where its lines begin. A line ends at `\n`, at `\r\n` and, as the protocol has it, at a lone `\r`.
pub struct Text<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Text<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Text<'t> {
        let bytes = text.as_bytes();
        let ends_line = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|at| ends_line(*at)).map(|at| at + 1)).collect();
        Text { text, starts, encoding }
    }

    /// The position of an offset in bytes; one past the end is the end, one inside a character is its beginning.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        Position { line: line as u32, character: self.encoding.length(&self.text[self.starts[line]..offset]) }
    }

    /// The offset in bytes of a position; one past the end of its line is that end.
    pub fn offset(&self, position: Position) -> usize {
        let line = self.line(position.line);
        let Some(start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let mut left = position.character;
        for (at, c) in line.char_indices() {
            let units = self.encoding.length(c.encode_utf8(&mut [0; 4]));
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + line.len()
    }

    /// A stretch from one offset to another; of one that covers several lines, its first line.
    ///
    /// A task's whole body under one squiggle hides the places inside it that the finding is about.
    pub fn first_line(&self, start: u32, end: u32) -> Range {
        let from = self.position(start);
        let line_end = self.starts.get(from.line as usize).map_or(0, |at| at + self.line(from.line).len()) as u32;
        Range { start: from, end: self.position(end.min(line_end).max(start)) }
    }

    /// A stretch from one offset to another.
    pub fn range(&self, start: u32, end: u32) -> Range {
        Range { start: self.position(start), end: self.position(end) }
    }

    /// The empty stretch at the end of a line (from 0).
    pub fn line_end(&self, line: u32) -> Range {
        let end = Position { line, character: self.encoding.length(self.line(line)) };
        Range { start: end, end }
    }

    /// A line (from 0) without its line break; empty where there is none.
    pub fn line(&self, line: u32) -> &'t str {
        self.whole_line(line).trim_end_matches(['\n', '\r'])
    }

    /// What ends the lines of the text: what ends its first.
    pub fn line_break(&self) -> &'t str {
        let first = self.whole_line(0);
        match &first[self.line(0).len()..] {
            "" => "\n",
            found => found,
        }
    }

    fn whole_line(&self, line: u32) -> &'t str {
        let Some(start) = self.starts.get(line as usize) else { return "" };
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.text.len());
        &self.text[*start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn characters_are_counted_in_the_units_agreed_on() {
        let text = "a\nä😀b\n";
        let (bytes, units) = (Text::new(text, Encoding::Utf8), Text::new(text, Encoding::Utf16));
        let b = text.find('b').expect("it is there") as u32;
        assert_eq!(bytes.position(b), at(1, 6));
        assert_eq!(units.position(b), at(1, 3));
        assert_eq!(bytes.offset(at(1, 6)), b as usize);
        assert_eq!(units.offset(at(1, 3)), b as usize);
    }

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        let text = Text::new("a\r\nb\rc\nd", Encoding::Utf16);
        assert_eq!([0, 1, 2, 3, 4].map(|line| text.line(line)), ["a", "b", "c", "d", ""]);
        assert_eq!(text.position(7), at(3, 0));
        assert_eq!(text.line_break(), "\r\n");
    }

    #[test]
    fn what_lies_outside_is_brought_inside() {
        let text = Text::new("ä\nb", Encoding::Utf16);
        assert_eq!(text.position(1), at(0, 0), "inside a character");
        assert_eq!(text.position(99), at(1, 1));
        assert_eq!(text.offset(at(0, 99)), 2);
        assert_eq!(text.offset(at(9, 0)), 4);
        assert_eq!(Text::new("", Encoding::Utf8).position(3), at(0, 0));
    }

    #[test]
    fn of_several_lines_the_first_is_marked() {
        let text = Text::new("spawn(\n    work,\n);\n", Encoding::Utf8);
        assert_eq!(text.first_line(0, 17), Range { start: at(0, 0), end: at(0, 6) });
        assert_eq!(text.first_line(11, 15), Range { start: at(1, 4), end: at(1, 8) });
    }
}
