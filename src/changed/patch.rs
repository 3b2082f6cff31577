//! The lines that a patch adds or changes, in the new files' numbers.
//!
//! It reads what `git diff --unified=0` prints, and nothing else.

/// Lines of one file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lines {
    /// First and last, from 1, in order.
    ranges: Vec<(u32, u32)>,
}

impl Lines {
    /// Every line of a file.
    pub fn all() -> Lines {
        Lines { ranges: vec![(1, u32::MAX)] }
    }

    /// Whether any line from `first` to `last` is one of these.
    pub fn touch(&self, first: u32, last: u32) -> bool {
        self.ranges.iter().any(|range| range.0 <= last && first <= range.1)
    }
}

/// The files that a patch changes, each with its lines. A file that is only gone, renamed or made executable is none.
pub fn read(patch: &str) -> Vec<(String, Lines)> {
    let mut files: Vec<(String, Lines)> = Vec::new();
    let mut lines = patch.split('\n');
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix("+++ ") {
            // A file that is gone is called /dev/null, without the prefix.
            files.push((unquoted(path).strip_prefix(PREFIX).unwrap_or_default().to_owned(), Lines::default()));
        } else if let (Some(hunk), Some((_, lines_of))) = (Hunk::read(line), files.last_mut()) {
            lines_of.ranges.push(hunk.touched());
            // What stands in the hunk may look like anything, a header too.
            let content = (&mut lines).filter(|line| !line.starts_with('\\'));
            content.take((hunk.old + hunk.new) as usize).for_each(drop);
        }
    }
    files.retain(|(path, lines)| !path.is_empty() && !lines.ranges.is_empty());
    files
}

/// What git is told to put before the new file's path.
pub const PREFIX: &str = "new/";

struct Hunk {
    /// How many lines are taken out.
    old: u32,
    /// Where the new lines begin; where there are none, the line before the gap.
    start: u32,
    /// How many lines are put in.
    new: u32,
}

impl Hunk {
    /// `@@ -12,3 +14,2 @@ fn around()`; a count of one is left out.
    fn read(line: &str) -> Option<Hunk> {
        let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
        let (new, _) = rest.split_once(" @@")?;
        let pair = |text: &str| match text.split_once(',') {
            Some((start, count)) => Some((start.parse::<u32>().ok()?, count.parse::<u32>().ok()?)),
            None => Some((text.parse().ok()?, 1)),
        };
        let ((_, old), (start, new)) = (pair(old)?, pair(new)?);
        Some(Hunk { old, start, new })
    }

    /// The new lines; where lines were only taken out, the two between which they stood.
    fn touched(&self) -> (u32, u32) {
        match self.new {
            0 => (self.start, self.start + 1),
            new => (self.start, self.start + new - 1),
        }
    }
}

/// A path as git prints it: in quotes with escapes where it holds anything odd, with a tab behind it where it holds a space.
fn unquoted(path: &str) -> String {
    let path = path.trim_end_matches(['\t', '\r']);
    let Some(inner) = path.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return path.to_owned() };
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'\\' { escape(&mut rest) } else { byte });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The byte that an escape stands for, read from behind its backslash.
fn escape(rest: &mut std::str::Bytes<'_>) -> u8 {
    match rest.next().unwrap_or(b'\\') {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'v' => 0x0b,
        digit @ b'0'..=b'3' => rest.take(2).fold(digit - b'0', |byte, next| byte * 8 + (next.wrapping_sub(b'0') & 7)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(ranges: &[(u32, u32)]) -> Lines {
        Lines { ranges: ranges.to_vec() }
    }

    #[test]
    fn new_and_changed_lines_count_in_the_new_file() {
        let patch = "diff --git old/a.rs new/a.rs\nindex 1..2 100644\n--- old/a.rs\n+++ new/a.rs\n@@ -1 +1,2 @@\n-x\n+y\n+z\n@@ -9,2 +10 @@ fn f() {\n-x\n-y\n+z\n";
        assert_eq!(read(patch), [("a.rs".to_owned(), lines(&[(1, 2), (10, 10)]))]);
    }

    #[test]
    fn where_lines_are_taken_out_their_neighbours_count() {
        let patch = "--- old/a.rs\n+++ new/a.rs\n@@ -5,2 +4,0 @@\n-x\n-y\n";
        let touched = lines(&[(4, 5)]);
        assert_eq!(read(patch), [("a.rs".to_owned(), touched.clone())]);
        assert!(touched.touch(1, 4) && touched.touch(5, 9));
        assert!(!touched.touch(1, 3) && !touched.touch(6, 9));
    }

    #[test]
    fn what_stands_in_a_hunk_is_no_header() {
        let patch = "--- old/a.rs\n+++ new/a.rs\n@@ -1,2 +1,2 @@\n--- old/b.rs\n-@@ -1 +1 @@\n\\ No newline at end of file\n+++ new/b.rs\n+@@ -3 +3 @@\n\\ No newline at end of file\n--- old/c.rs\n+++ new/c.rs\n@@ -0,0 +1 @@\n+x\n";
        let wanted = [("a.rs".to_owned(), lines(&[(1, 2)])), ("c.rs".to_owned(), lines(&[(1, 1)]))];
        assert_eq!(read(patch), wanted);
    }

    #[test]
    fn files_that_are_gone_or_only_renamed_are_left_out() {
        let gone = "diff --git old/a.rs new/a.rs\n--- old/a.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n";
        let renamed = "diff --git old/a.rs new/b.rs\nsimilarity index 100%\nrename from a.rs\nrename to b.rs\n";
        assert_eq!(read(&format!("{gone}{renamed}")), []);
    }

    #[test]
    fn odd_paths_are_read() {
        assert_eq!(unquoted("new/a b.rs\t"), "new/a b.rs");
        assert_eq!(unquoted("\"new/a\\\"\\\\\\tb\\303\\244.rs\""), "new/a\"\\\tbä.rs");
        assert_eq!(unquoted("new/ä.rs"), "new/ä.rs");
    }
}
