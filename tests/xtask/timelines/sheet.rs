//! A timeline in rows, before it is text or a picture: in each row one thing happens, in one lane.

use conclint::judged;
use conclint::map::{Lasting, Moment, Place, Reaches, Timeline};
use conclint::run::Reported;

use super::order;

/// How much of a line of code is shown that the map knows nothing of.
const MOST_CODE: usize = 40;
/// A space at which no line is broken.
const TIED: char = '\u{a0}';
/// What is longer than a line is broken into pieces no shorter than this.
const LEAST_PIECE: usize = 4;

pub struct Sheet {
    pub lanes: Vec<Head>,
    pub rows: Vec<Row>,
    pub bars: Vec<Bar>,
    pub notes: Vec<Note>,
}

/// A lane, and the rows from which and to which it runs.
pub struct Head {
    pub name: String,
    pub is_task: bool,
    pub first: usize,
    pub last: usize,
    /// Of how many bars it has room for.
    pub depth: usize,
}

pub struct Row {
    /// `None` where a task ends.
    pub line: Option<u32>,
    pub lane: usize,
    pub text: String,
    pub marks: Vec<Mark>,
    pub reaches: Reaches,
    /// What is said in the lane that begins here.
    pub beside: Option<(usize, String)>,
}

impl Row {
    /// What it says, with its marks.
    pub fn words(&self) -> String {
        self.marks.iter().fold(self.text.clone(), |text, mark| format!("{text}{TIED}{}", mark.text()))
    }

    /// Whether an arrow goes on to the right behind its text.
    pub fn leaves_right(&self) -> bool {
        match &self.reaches {
            Reaches::To(lanes) => lanes.iter().any(|lane| *lane > self.lane),
            Reaches::From(lane) => *lane > self.lane,
            Reaches::Nobody | Reaches::Asked => false,
        }
    }
}

/// What a place is to a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is what is reported.
    Reported,
    /// It is evidence, in the order in which things happen.
    Evidence(usize),
}

impl Mark {
    pub fn text(self) -> String {
        match self {
            Mark::Reported => "✗".to_owned(),
            Mark::Evidence(n) => format!("({n})"),
        }
    }
}

/// A loop or a guard, in rows.
pub struct Bar {
    pub lane: usize,
    pub what: Lasting,
    /// How many bars are left of it.
    pub level: usize,
    pub first: usize,
    pub last: usize,
}

/// What is said of a place by a finding.
pub struct Note {
    pub mark: Mark,
    pub line: u32,
    pub text: String,
}

impl Sheet {
    pub fn of(timeline: &Timeline<Place>, reported: Option<&Reported>) -> Sheet {
        let timeline = &order::in_time(timeline);
        let mut rows: Vec<Row> = timeline.moments.iter().map(|moment| row(moment, timeline)).collect();
        let notes = notes(reported, &timeline.moments, &mut rows);
        let mut sheet = Sheet { lanes: heads(timeline), rows, bars: Vec::new(), notes };
        sheet.end_tasks(timeline);
        sheet.run_lanes(timeline);
        sheet.put_bars(timeline);
        sheet
    }

    /// Says of each task how it ends, where that is known, in a row behind its last.
    fn end_tasks(&mut self, timeline: &Timeline<Place>) {
        for (lane, known) in timeline.lanes.iter().enumerate().filter_map(|(n, lane)| Some((n, lane.known.last()?))) {
            if known.contains("unknown") {
                continue;
            }
            if let Some(row) = self.rows.iter_mut().rfind(|row| row.reaches == Reaches::From(lane)) {
                row.beside = Some((lane, plain(known)));
                continue;
            }
            let own = |row: &Row| row.lane == lane || row.beside.as_ref().is_some_and(|(other, _)| *other == lane);
            let last = self.rows.iter().rposition(own).map_or(self.rows.len(), |n| n + 1);
            let (text, reaches) = (plain(known), Reaches::Nobody);
            self.rows.insert(last, Row { line: None, lane, text, marks: Vec::new(), reaches, beside: None });
        }
    }

    fn run_lanes(&mut self, timeline: &Timeline<Place>) {
        let end = self.rows.len().saturating_sub(1);
        for (n, head) in self.lanes.iter_mut().enumerate() {
            let touches = |row: &Row| match &row.reaches {
                Reaches::To(lanes) => lanes.contains(&n),
                Reaches::From(lane) => *lane == n,
                Reaches::Nobody | Reaches::Asked => false,
            };
            let met = |row: &Row| row.lane == n || touches(row);
            head.first = self.rows.iter().position(met).unwrap_or_default();
            head.last = self.rows.iter().rposition(met).unwrap_or_default();
            if timeline.lanes[n].known.last().is_some_and(|ends| ends.starts_with("never")) {
                head.last = end;
            }
        }
    }

    fn put_bars(&mut self, timeline: &Timeline<Place>) {
        for stretch in &timeline.stretches {
            let is_in = |row: &Row| {
                let line = row.line.unwrap_or_default();
                row.lane == stretch.lane && (stretch.from.line..=stretch.to.line).contains(&line)
            };
            let begins = |row: &Row| row.lane == stretch.lane && row.line == Some(stretch.from.line);
            let Some(first) = self.rows.iter().position(begins) else { continue };
            let last = self.rows.iter().rposition(is_in).unwrap_or(first);
            let beside = |bar: &&Bar| bar.lane == stretch.lane && bar.first <= last && first <= bar.last;
            let level = self.bars.iter().filter(beside).map(|bar| bar.level + 1).max().unwrap_or_default();
            let head = &mut self.lanes[stretch.lane];
            head.depth = head.depth.max(level + 1);
            self.bars.push(Bar { lane: stretch.lane, what: stretch.what, level, first, last });
        }
    }

    /// How many columns the texts of each lane take where none is broken, with `arrow` behind those that an arrow leaves to the
    /// right.
    pub fn needs(&self, arrow: usize) -> Vec<usize> {
        let of_lane = |lane: usize| {
            let name = self.lanes[lane].name.chars().count();
            let own = self.rows.iter().filter(|row| row.lane == lane);
            let own = own.map(|row| row.words().chars().count() + if row.leaves_right() { arrow } else { 0 });
            let beside = self.rows.iter().filter_map(|row| row.beside.as_ref()).filter(|(other, _)| *other == lane);
            let beside = beside.map(|(_, text)| text.chars().count());
            own.chain(beside).chain([name]).max().unwrap_or_default()
        };
        (0..self.lanes.len()).map(of_lane).collect()
    }

    /// The bars that a lane has in a row, by level.
    pub fn bars_at(&self, lane: usize, row: usize) -> impl Iterator<Item = &Bar> {
        self.bars.iter().filter(move |bar| bar.lane == lane && (bar.first..=bar.last).contains(&row))
    }
}

fn heads(timeline: &Timeline<Place>) -> Vec<Head> {
    let head = |lane: &conclint::map::Lane| {
        let (name, is_task) = (plain(&lane.name), !lane.known.is_empty());
        Head { name, is_task, first: 0, last: 0, depth: 0 }
    };
    timeline.lanes.iter().map(head).collect()
}

fn row(moment: &Moment<Place>, timeline: &Timeline<Place>) -> Row {
    let started = match &moment.reaches {
        Reaches::To(lanes) if moment.text.starts_with("starts") => lanes.first(),
        _ => None,
    };
    let beside = started.and_then(|&lane| {
        let known = &timeline.lanes[lane].known;
        let told: Vec<&str> =
            known.iter().rev().skip(1).rev().filter(|one| !one.contains("unknown")).map(String::as_str).collect();
        Some((lane, plain(&told.join(", ")))).filter(|(_, text)| !text.is_empty())
    });
    let text = match moment.reaches {
        Reaches::Asked => cut(&plain(&moment.text)),
        _ => plain(&moment.text),
    };
    let (line, lane, marks) = (Some(moment.at.line), moment.lane, Vec::new());
    Row { line, lane, text, marks, reaches: moment.reaches.clone(), beside }
}

/// What the finding says, with a mark on the row of each place that has one.
fn notes(reported: Option<&Reported>, moments: &[Moment<Place>], rows: &mut [Row]) -> Vec<Note> {
    let Some(Reported { message, place, evidence }) = reported else { return Vec::new() };
    let text = match place.text.as_str() {
        "" => message.clone(),
        here => format!("{message} ({here})"),
    };
    let mut notes = Vec::new();
    put(Mark::Reported, place, &text, moments, rows, &mut notes);
    for (n, place) in evidence.iter().enumerate() {
        put(Mark::Evidence(n + 1), place, &place.text, moments, rows, &mut notes);
    }
    notes
}

/// Puts a mark on the row of each lane that is nearest to a place on its line.
fn put(
    mark: Mark,
    place: &judged::Place,
    text: &str,
    moments: &[Moment<Place>],
    rows: &mut [Row],
    notes: &mut Vec<Note>,
) {
    let line = place.start.line;
    let on_line = || moments.iter().filter(|moment| moment.at.line == line);
    let far = |moment: &Moment<Place>| moment.at.column.abs_diff(place.start.column);
    let nearest = on_line().map(far).min();
    for (moment, row) in moments.iter().zip(rows).filter(|(moment, _)| moment.at.line == line) {
        if Some(far(moment)) == nearest && !row.marks.contains(&mark) {
            row.marks.push(mark);
        }
    }
    notes.push(Note { mark, line, text: plain(text) });
}

/// The beginning of a line of code.
fn cut(text: &str) -> String {
    match text.chars().count() {
        n if n <= MOST_CODE => text.to_owned(),
        _ => format!("{}…", text.chars().take(MOST_CODE - 1).collect::<String>().trim_end()),
    }
}

/// Code needs no marks where all is set as code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// How many columns each lane has where there are so many in all: each what it needs, as long as there is enough.
pub fn shares(needs: &[usize], all: usize) -> Vec<usize> {
    let mut shares = vec![0; needs.len()];
    let mut open: Vec<usize> = (0..needs.len()).collect();
    let mut left = all;
    while !open.is_empty() {
        let fair = left / open.len();
        let (modest, greedy): (Vec<usize>, Vec<usize>) = open.iter().partition(|lane| needs[**lane] <= fair);
        if modest.is_empty() {
            greedy.iter().for_each(|lane| shares[*lane] = fair);
            break;
        }
        for lane in modest {
            shares[lane] = needs[lane];
            left -= needs[lane];
        }
        open = greedy;
    }
    shares
}

/// A text in lines of at most so many characters, broken between words where it can be; one line at least.
pub fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(pieces(word, most.max(LEAST_PIECE))),
        }
    }
    if lines.is_empty() { vec![String::new()] } else { lines.iter().map(|line| line.replace(TIED, " ")).collect() }
}

/// A word in pieces that fit, broken before a point where there is one.
fn pieces(word: &str, most: usize) -> Vec<String> {
    let mut rest: Vec<char> = word.chars().collect();
    let mut pieces = Vec::new();
    while rest.len() > most {
        let point = rest[..most].iter().rposition(|c| *c == '.').filter(|at| *at > 0);
        let tail = rest.split_off(point.unwrap_or(most));
        pieces.push(rest.into_iter().collect());
        rest = tail;
    }
    pieces.push(rest.into_iter().collect());
    pieces
}
