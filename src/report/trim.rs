//! Lines that are too long to be read, cut to what is around their marks.

use std::ops::Range;

/// How many characters a line may have that is shown whole.
const LONGEST: usize = 160;

/// How many characters are kept on each side of a mark.
const AROUND: usize = 40;

/// How many characters of a mark are kept.
const MARKED: usize = 80;

const CUT: char = '…';

/// A text whose long lines are cut.
pub struct Trimmed {
    pub text: String,
    kept: Vec<Kept>,
}

/// A stretch that was kept, by where it begins in the whole text and in the trimmed one, in bytes.
struct Kept {
    whole: usize,
    trimmed: usize,
    length: usize,
}

impl Trimmed {
    /// Cuts the long lines of a text so that the marked stretches, given in bytes, stay.
    pub fn new(whole: &str, marks: &[Range<usize>]) -> Trimmed {
        let mut trimmed = Trimmed { text: String::with_capacity(whole.len().min(1 << 16)), kept: Vec::new() };
        let mut start = 0;
        for line in whole.split_inclusive('\n') {
            let body = line.trim_end_matches(['\n', '\r']);
            let on_line = marks.iter().filter(|mark| mark.start >= start && mark.start <= start + body.len());
            let on_line: Vec<Range<usize>> =
                on_line.map(|mark| mark.start - start..(mark.end - start).min(body.len())).collect();
            let stretches = stretches(body, &on_line);
            trimmed.line(line, start, body.len(), &stretches);
            start += line.len();
        }
        trimmed
    }

    fn line(&mut self, line: &str, start: usize, body: usize, stretches: &[Range<usize>]) {
        let mut at = 0;
        for stretch in stretches {
            if stretch.start > at {
                self.text.push(CUT);
            }
            self.keep(start + stretch.start, &line[stretch.clone()]);
            at = stretch.end;
        }
        if at < body {
            self.text.push(CUT);
        }
        self.keep(start + body, &line[body..]);
    }

    fn keep(&mut self, whole: usize, text: &str) {
        self.kept.push(Kept { whole, trimmed: self.text.len(), length: text.len() });
        self.text.push_str(text);
    }

    /// Where a place of the whole text is in the trimmed one; of what was cut, the end of what was kept before it.
    pub fn at(&self, whole: usize) -> usize {
        let kept = self.kept.iter().rev().find(|kept| kept.whole <= whole);
        kept.map_or(0, |kept| kept.trimmed + (whole - kept.whole).min(kept.length))
    }

    /// Where a place of the trimmed text is in the whole one.
    pub fn back(&self, trimmed: usize) -> usize {
        let kept = self.kept.iter().rev().find(|kept| kept.trimmed <= trimmed);
        kept.map_or(0, |kept| kept.whole + (trimmed - kept.trimmed).min(kept.length))
    }
}

/// A line without marks that is as long as can be read.
pub fn shortened(line: &str) -> String {
    let end = forward(line, 0, LONGEST);
    if end == line.len() { line.to_owned() } else { format!("{}{CUT}", &line[..end]) }
}

fn is_long(line: &str) -> bool {
    line.len() > LONGEST && line.chars().count() > LONGEST
}

/// What is kept of a line: all of one that can be read, else what is around its marks, or its beginning where it has none.
fn stretches(line: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    if !is_long(line) {
        return Vec::from_iter(Some(0..line.len()));
    }
    let around = |mark: &Range<usize>| {
        let end = mark.end.min(forward(line, mark.start, MARKED));
        backward(line, mark.start, AROUND)..forward(line, end, AROUND)
    };
    let mut wanted: Vec<Range<usize>> = marks.iter().map(around).collect();
    if wanted.is_empty() {
        wanted.push(0..forward(line, 0, LONGEST));
    }
    wanted.sort_by_key(|stretch| stretch.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for stretch in wanted {
        match joined.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => joined.push(stretch),
        }
    }
    joined
}

/// So many characters further on, or the end.
fn forward(line: &str, at: usize, characters: usize) -> usize {
    line[at..].char_indices().nth(characters).map_or(line.len(), |(more, _)| at + more)
}

/// So many characters before, or the beginning.
fn backward(line: &str, at: usize, characters: usize) -> usize {
    line[..at].char_indices().rev().take(characters).last().map_or(at, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_stays_and_can_be_found() {
        let text = format!("let a = [{}MARK{}];\nshort();\n", "ö, ".repeat(500), "x, ".repeat(500));
        let at = text.find("MARK").expect("it is there");
        let trimmed = Trimmed::new(&text, std::slice::from_ref(&(at..at + 4)));
        let (first, rest) = trimmed.text.split_once('\n').expect("a line stays a line");
        assert!(first.starts_with('…') && first.ends_with('…') && first.chars().count() <= LONGEST, "{first}");
        assert_eq!(rest, "short();\n");
        assert!(trimmed.text[trimmed.at(at)..].starts_with("MARK"));
        assert_eq!(trimmed.back(trimmed.at(at)), at);
        let short = text.find("short").expect("it is there");
        assert!(trimmed.text[trimmed.at(short)..].starts_with("short"));
        assert_eq!(trimmed.back(trimmed.at(short)), short);
    }

    #[test]
    fn two_marks_far_apart_leave_out_what_is_between() {
        let text = format!("A{}B", ".".repeat(2000));
        let trimmed = Trimmed::new(&text, &[0..1, 2001..2002]);
        assert_eq!(trimmed.text, format!("A{0}…{0}B", ".".repeat(AROUND)));
        assert_eq!((trimmed.at(2001), trimmed.at(1000)), (trimmed.text.len() - 1, 1 + AROUND));
    }

    #[test]
    fn short_lines_are_as_they_were() {
        let text = "fn a() {\r\n    b(\"ö\");\n}";
        let trimmed = Trimmed::new(text, &[0..2, 5..5]);
        assert_eq!(trimmed.text, text);
        assert!((0..text.len()).all(|at| trimmed.at(at) == at && trimmed.back(at) == at));
    }
}
