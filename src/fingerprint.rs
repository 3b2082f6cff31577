//! The mark by which a finding is known again after the file around it was edited.
//!
//! It is made of the lint's name, the file's path in its package, the name of the function around the finding, the text
//! of the finding's first line, and its rank among those for which all this is equal. It never changes with the version.

/// A 64-bit FNV-1a hash: small, and the same everywhere and forever.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mark(u64);

/// What FNV-1a begins with.
const START: Mark = Mark(0xcbf2_9ce4_8422_2325);

impl Mark {
    /// The mark of a finding at byte `offset` of `text`, the file at `within` in its package.
    pub fn new(lint: &str, within: &str, functions: &Functions<'_>, text: &str, offset: usize) -> Mark {
        Mark::within(lint, within, functions.around(text, offset).unwrap_or(""), text, offset)
    }

    /// The same of what is known to stand in a function of this name; of what stands in none the name is empty.
    pub fn within(what: &str, within: &str, function: &str, text: &str, offset: usize) -> Mark {
        let mark = START.with(what).with(within).with(function);
        line_at(text, offset).split_whitespace().fold(mark, Mark::with)
    }

    /// Sixteen hexadecimal digits; `rank` counts from 0 the findings of one file that have the same mark.
    pub fn ranked(self, rank: u32) -> String {
        format!("{:016x}", self.with(&rank.to_string()).0)
    }

    fn with(self, text: &str) -> Mark {
        let bytes = text.bytes().chain([0xff]);
        Mark(bytes.fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }
}

/// A mark that is unique in a repository: the one of a finding, joined with the path of its file.
pub fn joined(path: &str, mark: &str) -> String {
    format!("{:016x}", START.with(path).with(mark).0)
}

fn line_at(text: &str, offset: usize) -> &str {
    let start = text[..offset].rfind('\n').map_or(0, |n| n + 1);
    text[start..].lines().next().unwrap_or("")
}

/// The lines of a text that declare functions.
#[derive(Debug)]
pub struct Functions<'t>(Vec<FnLine<'t>>);

#[derive(Debug)]
struct FnLine<'t> {
    /// Where the line begins.
    start: usize,
    depth: usize,
    name: &'t str,
    /// The last one before it that is indented less.
    outer: Option<usize>,
}

impl<'t> Functions<'t> {
    /// Looks for functions in a text.
    pub fn of(text: &'t str) -> Functions<'t> {
        let mut all: Vec<FnLine<'t>> = Vec::new();
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.lines().next().unwrap_or("");
            if let Some(name) = fn_name(line) {
                let depth = depth(line);
                let outer = outwards(&all, all.len().checked_sub(1)).find(|n| all[*n].depth < depth);
                all.push(FnLine { start, depth, name, outer });
            }
            start += whole.len();
        }
        Functions(all)
    }

    /// The name of the function around `offset`, by indentation: only a mark needs it, and a guess is as good there.
    fn around(&self, text: &str, offset: usize) -> Option<&'t str> {
        let inner = depth(line_at(text, offset));
        let line = text[..offset].rfind('\n').map_or(0, |n| n + 1);
        let last = self.0.partition_point(|one| one.start < line).checked_sub(1);
        outwards(&self.0, last).find(|n| self.0[*n].depth < inner).map(|n| self.0[n].name)
    }
}

/// A line, and each that is indented less than the one after it.
fn outwards<'a>(all: &'a [FnLine<'_>], from: Option<usize>) -> impl Iterator<Item = usize> + use<'a> {
    std::iter::successors(from, |n| all[*n].outer)
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The name that a line declares, where it begins a function.
fn fn_name(line: &str) -> Option<&str> {
    const BEFORE: [&str; 6] = ["pub", "async", "const", "unsafe", "default", "extern"];
    let (head, rest) = line.split_once("fn ")?;
    let is_head =
        |word: &str| BEFORE.contains(&word) || word.starts_with("pub(") || word.ends_with(')') || word.starts_with('"');
    if !head.split_whitespace().all(is_head) {
        return None;
    }
    rest.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "fn first() {\n    spawn(a);\n}\n\npub(crate) async fn second() {\n    if x {\n        spawn(a);\n    }\n}\n";

    fn mark(text: &str, nth: usize) -> Mark {
        let (offset, _) = text.match_indices("spawn").nth(nth).expect("the text has it");
        Mark::new("detached-spawn", "src/a.rs", &Functions::of(text), text, offset)
    }

    #[test]
    fn it_survives_edits_elsewhere() {
        let edited = format!("// new\nfn zero() {{\n}}\n{}", TEXT.replace("if x", "if  y"));
        assert_eq!(mark(TEXT, 0), mark(&edited, 0));
        assert_eq!(mark(TEXT, 1), mark(&edited, 1));
    }

    #[test]
    fn the_function_around_tells_equal_lines_apart() {
        assert_ne!(mark(TEXT, 0), mark(TEXT, 1));
        assert_ne!(mark(TEXT, 0).ranked(0), mark(TEXT, 0).ranked(1));
    }

    #[test]
    fn it_is_the_same_for_ever() {
        assert_eq!(mark(TEXT, 1).ranked(0), "7067bd1e61196e4f");
    }
}
