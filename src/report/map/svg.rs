//! One node with what it has to do with, as a picture: on the left who does something to it, in the middle the node, on the
//! right what it does something to.
//!
//! Each neighbour has a row, and each thing that is done a line in it, with its words above. So no text meets another,
//! whatever font is there: a column of it is taken for as wide as any common one has it.

use std::io::{self, Write};

use super::text::{all_near, verb};
use crate::map::{Link, Map, Node, Place, What, facts_of, label};
use crate::report::printable;
use crate::report::xml::{Attributes, Xml};

/// The widest that a common monospaced font has a column at the size of [`STYLE`].
const COLUMN: f64 = 7.5;
/// From one line of text to the next.
const LINE: f64 = 17.0;
const PADDING: f64 = 10.0;
const MARGIN: f64 = 16.0;
/// Between two rows.
const GAP: f64 = 14.0;
/// In which lines bend from their row to the node.
const BEND: f64 = 56.0;
/// How many columns a text in a box has at most, and one on a line.
const BOX_COLUMNS: usize = 44;
const LABEL_COLUMNS: usize = 40;
/// How many neighbours one side shows.
const MOST: usize = 40;

const STYLE: &str = "text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}\
.name{font-weight:600}.faint{fill:#59636e}.ground{fill:#ffffff;stroke:#d0d7de}.box{fill:#f6f8fa;stroke:#8b949e}\
.centre{stroke:#0a6b74;stroke-width:2}.unknown{stroke-dasharray:5 4}.line{fill:none;stroke:#59636e}.head{fill:#59636e}\
.reported{fill:#cf222e}@media (prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9198a1}\
.ground{fill:#0d1117;stroke:#30363d}.box{fill:#161b22;stroke:#6e7681}.centre{stroke:#56d4dd}.line{stroke:#9198a1}\
.head{fill:#9198a1}.reported{fill:#ff7b72}}";

pub fn write<W: Write>(map: &Map, node: usize, out: &mut W) -> io::Result<()> {
    Picture::of(map, node).draw(out)
}

struct Picture {
    title: String,
    centre: Card,
    left: Vec<Row>,
    right: Vec<Row>,
}

/// A neighbour, and what is done between it and the node.
struct Row {
    card: Card,
    /// The words, and whether the node does it.
    lines: Vec<(String, bool)>,
}

impl Picture {
    fn of(map: &Map, node: usize) -> Picture {
        let mut centre = whole(&map.nodes[node]);
        let mut rows: Vec<(Option<usize>, Row)> = Vec::new();
        for link in map.links().of(node) {
            let words = words(&link, &map.nodes[node].at);
            if link.other == Some(node) {
                // What it does to itself is found on both of its sides.
                let own = link.is_own.then(|| Text { text: format!("{} itself", verb(link.kind)), class: "faint" });
                centre.texts.extend(own);
                continue;
            }
            match rows.iter_mut().find(|(other, _)| other.is_some() && *other == link.other) {
                Some((_, row)) => row.lines.push((words, link.is_own)),
                None => {
                    let card = link.other.map_or_else(|| unknown(&link), |other| short(&map.nodes[other]));
                    rows.push((link.other, Row { card, lines: vec![(words, link.is_own)] }));
                }
            }
        }
        let rows = rows.into_iter().map(|(_, row)| row);
        let (right, left): (Vec<Row>, Vec<Row>) = rows.partition(|row| row.lines[0].1);
        Picture { title: label(&map.nodes[node]), centre, left: fewer(left), right: fewer(right) }
    }

    fn draw<W: Write>(&self, out: &mut W) -> io::Result<()> {
        let (left, right) = (Side::of(&self.left), Side::of(&self.right));
        // Each line ends at a place of its own.
        let ends = left.ends.max(right.ends) as f64 * 8.0;
        let (w, h) = (self.centre.width(), self.centre.height().max(ends));
        let height = h.max(left.height).max(right.height) + 2.0 * MARGIN;
        let centre = Area { x: MARGIN + left.width(), y: (height - h) / 2.0, w, h };
        let width = centre.x + w + right.width() + MARGIN;
        let mut xml = Xml::new(out)?;
        let (across, down) = (number(width), number(height));
        let view = format!("0 0 {across} {down}");
        xml.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", &view),
                ("width", &across),
                ("height", &down),
                ("role", "img"),
                ("aria-label", &self.title),
            ],
        )?;
        xml.text("title", &[], &self.title)?;
        xml.text("style", &[], STYLE)?;
        rectangle(&mut xml, "ground", Area { x: 0.5, y: 0.5, w: width - 1.0, h: height - 1.0 })?;
        left.draw(&mut xml, &self.left, centre, true, height)?;
        right.draw(&mut xml, &self.right, centre, false, height)?;
        self.centre.draw(&mut xml, centre)?;
        xml.close("svg")?;
        xml.end()
    }
}

/// As many rows as a side shows, and how many there are beside.
fn fewer(mut rows: Vec<Row>) -> Vec<Row> {
    if rows.len() > MOST {
        let texts = vec![Text { text: format!("and {} more", rows.len() - MOST + 1), class: "faint" }];
        rows.truncate(MOST - 1);
        rows.push(Row { card: Card { texts, class: "box" }, lines: Vec::new() });
    }
    rows
}

/// How much room the rows on one side take.
struct Side {
    cards: f64,
    labels: f64,
    height: f64,
    /// How many lines end at the node.
    ends: usize,
}

impl Side {
    fn of(rows: &[Row]) -> Side {
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        let lines = || rows.iter().flat_map(|row| &row.lines);
        let gaps = GAP * rows.len().saturating_sub(1) as f64;
        Side {
            cards: widest(&mut rows.iter().map(|row| row.card.width())),
            labels: widest(&mut lines().map(|(words, _)| columns(words) as f64 * COLUMN + 2.0 * PADDING)),
            height: rows.iter().map(Row::height).sum::<f64>() + gaps,
            ends: lines().count(),
        }
    }

    fn width(&self) -> f64 {
        if self.cards == 0.0 { 0.0 } else { self.cards + self.labels + BEND }
    }

    /// Draws the rows beside the node, whose place is `centre`, in a picture of this height.
    fn draw<W: Write>(
        &self,
        xml: &mut Xml<W>,
        rows: &[Row],
        centre: Area,
        is_left: bool,
        height: f64,
    ) -> io::Result<()> {
        let mut y = (height - self.height) / 2.0;
        let mut ends = 0;
        let outward = if is_left { -1.0 } else { 1.0 };
        let inner = if is_left { centre.x } else { centre.x + centre.w };
        let edge = inner + outward * (BEND + self.labels);
        for row in rows {
            for (n, (words, is_own)) in row.lines.iter().enumerate() {
                let share = row.height() / row.lines.len() as f64;
                let line = Line {
                    from: (edge, y + (n as f64 + 0.5) * share + 6.0),
                    bend: inner + outward * BEND,
                    to: (inner, centre.y + (ends as f64 + 0.5) * centre.h / self.ends as f64),
                    is_unknown: row.card.class.contains("unknown"),
                    is_own: *is_own,
                };
                line.draw(xml, words)?;
                ends += 1;
            }
            let x = if is_left { edge - self.cards } else { edge };
            let h = row.card.height();
            row.card.draw(xml, Area { x, y: y + (row.height() - h) / 2.0, w: self.cards, h })?;
            y += row.height() + GAP;
        }
        Ok(())
    }
}

impl Row {
    fn height(&self) -> f64 {
        self.card.height().max(self.lines.len() as f64 * (LINE + 5.0))
    }
}

/// A line between a neighbour and the node.
struct Line {
    /// At the neighbour's box.
    from: (f64, f64),
    /// How far it is straight, which is where its words stand.
    bend: f64,
    /// At the node.
    to: (f64, f64),
    is_unknown: bool,
    is_own: bool,
}

impl Line {
    fn draw<W: Write>(&self, xml: &mut Xml<W>, words: &str) -> io::Result<()> {
        let ((x, y), (end, height)) = (self.from, self.to);
        let middle = number((self.bend + end) / 2.0);
        let [x_of, y_of, bend, end_of, height_of] = [x, y, self.bend, end, height].map(number);
        let path = format!("M{x_of} {y_of}H{bend}C{middle} {y_of} {middle} {height_of} {end_of} {height_of}");
        let class = if self.is_unknown { "line unknown" } else { "line" };
        xml.empty("path", &[("class", class), ("d", &path)])?;
        let is_left = x < end;
        // The head is at the neighbour where the node does it.
        let (tip, is_rightward) = if self.is_own { ((x, y), !is_left) } else { ((end, height), is_left) };
        let back = if is_rightward { -8 } else { 8 };
        let head = format!("M{} {}l{back} -4v8z", number(tip.0), number(tip.1));
        xml.empty("path", &[("class", "head"), ("d", &head)])?;
        let start = number(if is_left { x + PADDING } else { self.bend + PADDING });
        xml.text("text", &[("class", "faint"), ("x", &start), ("y", &number(y - 5.0))], words)
    }
}

/// A box with its texts.
struct Card {
    texts: Vec<Text>,
    class: &'static str,
}

struct Text {
    text: String,
    class: &'static str,
}

impl Card {
    fn width(&self) -> f64 {
        let columns = self.texts.iter().map(|line| columns(&line.text)).max().unwrap_or_default();
        columns as f64 * COLUMN + 2.0 * PADDING
    }

    fn height(&self) -> f64 {
        self.texts.len() as f64 * LINE + PADDING
    }

    fn draw<W: Write>(&self, xml: &mut Xml<W>, area: Area) -> io::Result<()> {
        rectangle(xml, self.class, area)?;
        let top = area.y + (area.h - self.height()) / 2.0;
        for (n, Text { text, class }) in self.texts.iter().enumerate() {
            let (x, y) = (number(area.x + PADDING), number(top + 17.0 + LINE * n as f64));
            xml.text("text", &[("class", class), ("x", &x), ("y", &y)], text)?;
        }
        Ok(())
    }
}

/// A box of the node itself, with all that is known of it.
fn whole(node: &Node) -> Card {
    let mut card = short(node);
    let facts = facts_of(node).into_iter().flat_map(|fact| wrapped(&printable(&fact.replace('`', ""))));
    card.texts.splice(1..1, facts.map(|text| Text { text, class: "fact" }));
    card.class = if is_known(node) { "box centre" } else { "box centre unknown" };
    card
}

/// A box of a neighbour: its name, its place and what reports it.
fn short(node: &Node) -> Card {
    let name = cut(&printable(&format!("{} {}", node.what.name(), node.name)), BOX_COLUMNS);
    let place = cut_front(&printable(&format!("{}:{}", node.at.path, node.at.line)), BOX_COLUMNS);
    let mut texts = vec![Text { text: name, class: "name" }, Text { text: place, class: "faint" }];
    texts.extend(node.findings.iter().map(|lint| Text { text: format!("reported by {lint}"), class: "reported" }));
    Card { texts, class: if is_known(node) { "box" } else { "box unknown" } }
}

fn is_known(node: &Node) -> bool {
    !matches!(&node.what, What::Lock(lock) if !lock.is_known)
}

fn unknown(link: &Link<'_>) -> Card {
    let text = cut(&format!("{}?", printable(&link.edges[0].text)), BOX_COLUMNS);
    Card { texts: vec![Text { text, class: "name" }], class: "box unknown" }
}

/// What is done, and where: of another file its name alone.
fn words(link: &Link<'_>, here: &Place) -> String {
    let told = |at: &Place| match at.path.rsplit(['/', '\\']).next() {
        Some(name) if at.path != here.path => Place { path: format!("…/{name}"), ..at.clone() },
        _ => at.clone(),
    };
    let places: Vec<Place> = link.edges.iter().map(|edge| told(&edge.at)).collect();
    let places = all_near(&places.iter().collect::<Vec<_>>(), here);
    cut(&format!("{} ({places})", verb(link.kind)), LABEL_COLUMNS)
}

#[derive(Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

fn rectangle<W: Write>(xml: &mut Xml<W>, class: &str, area: Area) -> io::Result<()> {
    let [x, y, w, h] = [area.x, area.y, area.w, area.h].map(number);
    let attributes: Attributes<'_> =
        &[("class", class), ("x", &x), ("y", &y), ("width", &w), ("height", &h), ("rx", "6")];
    xml.empty("rect", attributes)
}

/// A number with one digit behind the point where it has any.
fn number(n: f64) -> String {
    format!("{}", (n * 10.0).round() / 10.0)
}

/// How many columns a text takes; a character that some fonts have wider takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

/// As much of a text as so many columns hold.
fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most { text.to_owned() } else { format!("{}…", head(text.chars(), most - 2)) }
}

/// The same from its end.
fn cut_front(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let tail = head(text.chars().rev(), most - 2);
    format!("…{}", tail.chars().rev().collect::<String>())
}

fn head(chars: impl Iterator<Item = char>, most: usize) -> String {
    let mut room = most;
    let fits = |c: &char| {
        let taken = columns(c.encode_utf8(&mut [0; 4]));
        let fits = taken <= room;
        room = room.saturating_sub(taken);
        fits
    };
    chars.take_while(fits).collect()
}

/// A text in lines that fit into a box, broken between words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= BOX_COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word, BOX_COLUMNS)),
        }
    }
    lines
}
