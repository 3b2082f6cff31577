//! A timeline as text for terminals: lanes side by side, time downward.

use conclint::map::{Lasting, Reaches};

use super::sheet::{Bar, Row, Sheet, shares, wrapped};

/// How many columns it takes at most.
const WIDTH: usize = 96;
/// The columns for the lines' numbers.
const NUMBERS: usize = 4;
/// The columns of a lane beside its bars and its text.
const BESIDE: usize = 3;
/// The columns that an arrow takes at least, with the space before it.
const ARROW: usize = 5;

pub fn write(sheet: &Sheet) -> String {
    let bars: usize = sheet.lanes.iter().map(|head| head.depth + BESIDE).sum();
    let rooms = shares(&sheet.needs(ARROW), WIDTH - NUMBERS - bars);
    let mut lanes = Vec::new();
    let mut x = NUMBERS;
    for (head, room) in sheet.lanes.iter().zip(&rooms) {
        lanes.push(x);
        x += head.depth + BESIDE + room;
    }
    let page = Page { sheet, lanes, rooms };
    let mut out = page.heads();
    for n in 0..sheet.rows.len() {
        out.push_str(&page.row(n));
    }
    if !sheet.notes.is_empty() {
        out.push('\n');
    }
    for note in &sheet.notes {
        let begin = format!("{:>3} line {}: ", note.mark.text(), note.line);
        for (n, line) in wrapped(&note.text, WIDTH - begin.chars().count()).iter().enumerate() {
            let begin = if n == 0 { begin.clone() } else { " ".repeat(begin.chars().count()) };
            out.push_str(&format!("{begin}{line}\n"));
        }
    }
    out
}

struct Page<'s> {
    sheet: &'s Sheet,
    /// The column of each lane's line.
    lanes: Vec<usize>,
    /// How many columns the text of each lane has.
    rooms: Vec<usize>,
}

impl Page<'_> {
    /// The column of a lane's line.
    fn x(&self, lane: usize) -> usize {
        self.lanes[lane]
    }

    /// The column at which a lane's text begins.
    fn text_at(&self, lane: usize) -> usize {
        self.x(lane) + self.sheet.lanes[lane].depth + 2
    }

    fn heads(&self) -> String {
        let names: Vec<Vec<String>> =
            self.sheet.lanes.iter().zip(&self.rooms).map(|(head, room)| wrapped(&head.name, *room)).collect();
        let height = names.iter().map(Vec::len).max().unwrap_or_default();
        let mut out = String::new();
        for n in 0..height {
            let mut line = Line::default();
            for (lane, name) in names.iter().enumerate() {
                line.put(self.x(lane), name.get(n).map_or("", String::as_str));
            }
            out.push_str(&line.finish());
        }
        out
    }

    fn row(&self, n: usize) -> String {
        let row = &self.sheet.rows[n];
        let room = self.rooms[row.lane] - if row.leaves_right() { ARROW } else { 0 };
        let texts = wrapped(&row.words(), room);
        let beside = row.beside.as_ref().map(|(lane, text)| (*lane, wrapped(text, self.rooms[*lane])));
        let height = texts.len().max(beside.as_ref().map_or(0, |(_, texts)| texts.len()));
        let mut out = String::new();
        for part in 0..height {
            let mut line = self.lines(n, part, part + 1 == height);
            if part == 0 {
                let number = row.line.map_or_else(String::new, |number| format!("{number:>3}"));
                line.put(0, &number);
                let mark = if row.line.is_some() { "●" } else { "┴" };
                line.put(self.x(row.lane), mark);
                if let Reaches::From(lane) = row.reaches {
                    line.put(self.x(lane), if self.sheet.lanes[lane].last == n { "┴" } else { "│" });
                }
                self.arrows(&mut line, row, self.text_at(row.lane) + texts[0].chars().count() + 1);
            }
            line.put(self.text_at(row.lane), texts.get(part).map_or("", String::as_str));
            if let Some((lane, texts)) = &beside {
                line.put(self.text_at(*lane), texts.get(part).map_or("", String::as_str));
            }
            out.push_str(&line.finish());
        }
        out
    }

    /// The lanes' lines in a row, with the bars.
    fn lines(&self, n: usize, part: usize, is_end: bool) -> Line {
        let mut line = Line::default();
        for (lane, head) in self.sheet.lanes.iter().enumerate() {
            let ends = head.last == n && part > 0;
            if (head.first..=head.last).contains(&n) && !ends {
                line.put(self.x(lane), "│");
            }
            for bar in self.sheet.bars_at(lane, n) {
                line.put(self.x(lane) + 1 + bar.level, sign(bar, n, part, is_end));
            }
        }
        line
    }

    /// The arrows of a row; those to the right begin at `from`.
    fn arrows(&self, line: &mut Line, row: &Row, from: usize) {
        let own = self.x(row.lane);
        let arrow = |line: &mut Line, other: usize, is_to: bool| {
            let x = self.x(other);
            let is_right = x > own;
            let (first, last) = if is_right { (from, x - 1) } else { (x + 1, own - 1) };
            line.across(first, last);
            let (at_other, at_own) = if is_right { (last, first) } else { (first, last) };
            match (is_to, is_right) {
                (true, true) => line.put(at_other, "▶"),
                (true, false) => line.put(at_other, "◀"),
                (false, true) => line.put(at_own, "◀"),
                (false, false) => line.put(at_own, "▶"),
            }
        };
        match &row.reaches {
            Reaches::To(lanes) => lanes.iter().for_each(|lane| arrow(line, *lane, true)),
            Reaches::From(lane) => arrow(line, *lane, false),
            Reaches::Nobody | Reaches::Asked => {}
        }
    }
}

/// What a bar looks like in a part of a row.
fn sign(bar: &Bar, n: usize, part: usize, is_end: bool) -> &'static str {
    let begins = n == bar.first && part == 0;
    let ends = n == bar.last && is_end;
    match (bar.what, begins, ends) {
        (Lasting::Loop, true, true) => "[",
        (Lasting::Loop, true, false) => "╭",
        (Lasting::Loop, false, true) => "╰",
        (Lasting::Loop, false, false) => "│",
        (Lasting::Guard, true, true) => "▪",
        (Lasting::Guard, true, false) => "┏",
        (Lasting::Guard, false, true) => "┗",
        (Lasting::Guard, false, false) => "┃",
    }
}

/// A line of text in the making, by columns.
#[derive(Default)]
struct Line(Vec<char>);

impl Line {
    fn put(&mut self, at: usize, text: &str) {
        for (n, c) in text.chars().enumerate() {
            self.set(at + n, c);
        }
    }

    fn set(&mut self, at: usize, c: char) {
        if self.0.len() <= at {
            self.0.resize(at + 1, ' ');
        }
        self.0[at] = c;
    }

    /// A line from column to column, over those that go down.
    fn across(&mut self, first: usize, last: usize) {
        for at in first..=last {
            let over = self.0.get(at).copied().unwrap_or(' ');
            self.set(at, if over == '│' || over == '┃' { '┼' } else { '─' });
        }
    }

    fn finish(self) -> String {
        format!("{}\n", self.0.into_iter().collect::<String>().trim_end())
    }
}
