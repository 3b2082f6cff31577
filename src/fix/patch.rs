//! Edits of one text: made together, and where each place of the old text lies in the new one.

use std::ops::Range;

use crate::judged::Patch;

/// The edits of one file that are made in one round: sorted, and never touching.
pub struct Patches<'p>(Vec<&'p Patch>);

impl<'p> Patches<'p> {
    /// These patches, in order; none may touch another.
    pub fn new(mut patches: Vec<&'p Patch>) -> Patches<'p> {
        patches.sort_by_key(|patch| (patch.start.offset, patch.end.offset));
        Patches(patches)
    }

    /// The text with all edits made; `None` where one does not lie in it.
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for patch in &self.0 {
            let (start, end) = range(patch);
            out.push_str(text.get(done..start)?);
            text.get(start..end)?;
            out.push_str(&patch.text);
            done = end;
        }
        out.push_str(text.get(done..)?);
        Some(out)
    }

    /// Where a place of the old text is in the new one: one byte, or all of the text that was put over it.
    pub fn moved(&self, offset: u32) -> Range<u32> {
        let mut moved = offset;
        for patch in &self.0 {
            let (start, end, text) = (patch.start.offset, patch.end.offset, patch.text.len() as u32);
            if end <= offset {
                moved = moved + text - (end - start);
            } else if start <= offset {
                let start = moved - (offset - start);
                return start..start + text.max(1);
            }
        }
        moved..moved + 1
    }
}

/// Whether two edits of one file lie so far apart that the order in which they are made does not matter.
pub fn apart(a: (u32, u32), b: (u32, u32)) -> bool {
    a.1 < b.0 || b.1 < a.0
}

fn range(patch: &Patch) -> (usize, usize) {
    (patch.start.offset as usize, patch.end.offset as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judged::Position;

    fn patch(start: u32, end: u32, text: &str) -> Patch {
        let at = |offset| Position { line: 1, column: offset + 1, offset };
        Patch { path: "a.rs".to_owned(), start: at(start), end: at(end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_made_together_in_any_order() {
        let (late, early) = (patch(6, 11, "moon"), patch(0, 0, "oh "));
        assert_eq!(Patches::new(vec![&late, &early]).apply("hello world").as_deref(), Some("oh hello moon"));
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_character_is_none() {
        let (outside, inside) = (patch(3, 9, ""), patch(1, 2, ""));
        assert_eq!(Patches::new(vec![&outside]).apply("abc"), None);
        assert_eq!(Patches::new(vec![&inside]).apply("é!"), None);
    }

    #[test]
    fn a_place_moves_with_the_text_before_it() {
        let (put_in, replaced) = (patch(2, 2, "xyz"), patch(5, 8, "q"));
        let patches = Patches::new(vec![&put_in, &replaced]);
        assert_eq!(patches.moved(1), 1..2, "what stands before stays");
        assert_eq!(patches.moved(2), 5..6, "what stands where text is put in comes after it");
        assert_eq!(patches.moved(6), 8..9, "what was replaced is where the new text is");
        assert_eq!(patches.moved(8), 9..10, "what stands after it moves");
    }
}
