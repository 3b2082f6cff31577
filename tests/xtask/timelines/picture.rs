//! A timeline as a picture: lanes side by side, time downward, and below what the finding says.
//!
//! A column of text is taken for as wide as any common monospaced font has it, so that no text meets another.

use conclint::map::{Lasting, Reaches};

use super::sheet::{Bar, Head, Mark, Note, Sheet, shares, wrapped};

/// The widest that a common monospaced font has a column at the size of [`STYLE`].
const COLUMN: f64 = 7.5;
/// From one line of text to the next.
const LINE: f64 = 16.0;
/// Between the texts of two rows.
const GAP: f64 = 7.0;
const MARGIN: f64 = 12.0;
/// The room for the lines' numbers.
const NUMBERS: f64 = 30.0;
/// From a lane's line to its first bar, and from one bar to the next.
const BAR: f64 = 10.0;
/// From what stands left of a text to the text.
const BESIDE: f64 = 10.0;
/// The whole is this wide at least, so that what the finding says has room.
const LEAST_WIDTH: f64 = 360.0;
/// The columns of text that a lane has at least.
const LEAST: usize = 14;
/// The least that an arrow takes, with the room around it.
const ARROW: f64 = 36.0;

const STYLE: &str = "text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}\
.name{font-weight:600}.faint{fill:#59636e}.ground{fill:#ffffff;stroke:#d0d7de}.head{fill:#f6f8fa;stroke:#8b949e}\
.task{stroke:#0a6b74;stroke-width:2}.lane{stroke:#8b949e}.before{stroke:#8b949e;stroke-dasharray:2 4}\
.loop{fill:none;stroke:#0a6b74;stroke-width:1.5}.guard{fill:#bf8700}.dot{fill:#59636e}.arrow{stroke:#1f2328}\
.tip{fill:#1f2328}.bad{fill:#cf222e;font-weight:600}.good{fill:#1a7f37;font-weight:600}.evidence{fill:#8a5a00}\
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9198a1}.ground{fill:#0d1117;stroke:#30363d}\
.head{fill:#161b22;stroke:#6e7681}.task{stroke:#56d4dd}.lane,.before{stroke:#6e7681}.loop{stroke:#56d4dd}\
.guard{fill:#d29922}.dot{fill:#9198a1}.arrow{stroke:#e6edf3}.tip{fill:#e6edf3}.bad{fill:#ff7b72}.good{fill:#3fb950}\
.evidence{fill:#e3b341}}";

/// Draws a timeline below a heading; the title is what a reader hears who does not see the picture.
pub fn draw(sheet: &Sheet, heading: &str, title: &str) -> String {
    let layout = Layout::of(sheet);
    let mut svg = Svg::default();
    let class = if heading == "Bad" { "bad" } else { "good" };
    svg.text(class, MARGIN, MARGIN + 11.0, heading);
    layout.lanes(&mut svg);
    for bar in &sheet.bars {
        layout.bar(&mut svg, bar);
    }
    for n in 0..sheet.rows.len() {
        layout.row(&mut svg, n);
    }
    let height = layout.notes(&mut svg);
    svg.finish(layout.width, height, title)
}

/// Where everything stands.
struct Layout<'s> {
    sheet: &'s Sheet,
    /// Of each lane the place of its line.
    lanes: Vec<f64>,
    heads: Vec<Vec<String>>,
    head_height: f64,
    rows: Vec<Place>,
    width: f64,
}

/// A row: its texts, and its upper and lower edge.
struct Place {
    texts: Vec<String>,
    beside: Vec<String>,
    top: f64,
    bottom: f64,
}

impl Layout<'_> {
    fn of(sheet: &Sheet) -> Layout<'_> {
        let all = match sheet.lanes.len() {
            0 | 1 => 42,
            2 => 48,
            n => 22 * n,
        };
        let columns: Vec<usize> = shares(&sheet.needs(0), all).into_iter().map(|share| share.max(LEAST)).collect();
        let mut lanes = Vec::new();
        let mut x = MARGIN + NUMBERS;
        for (head, columns) in sheet.lanes.iter().zip(&columns) {
            lanes.push(x);
            x += bars_of(head) + *columns as f64 * COLUMN + if sheet.lanes.len() > 1 { ARROW } else { 0.0 };
        }
        let heads: Vec<Vec<String>> =
            sheet.lanes.iter().zip(&columns).map(|(head, columns)| wrapped(&head.name, *columns)).collect();
        let head_height = heads.iter().map(Vec::len).max().unwrap_or_default() as f64 * LINE + 10.0;
        let mut top = MARGIN + 22.0 + head_height + 8.0;
        let mut rows = Vec::new();
        for row in &sheet.rows {
            let texts = wrapped(&row.words(), columns[row.lane]);
            let beside = row.beside.as_ref().map_or_else(Vec::new, |(lane, text)| wrapped(text, columns[*lane]));
            let bottom = top + texts.len().max(beside.len()) as f64 * LINE + GAP;
            rows.push(Place { texts, beside, top, bottom });
            top = bottom;
        }
        Layout { sheet, lanes, heads, head_height, rows, width: (x + MARGIN).max(LEAST_WIDTH) }
    }

    /// The height of a row's first line, where its dot and its arrows are.
    fn y(&self, row: usize) -> f64 {
        self.rows[row].top + LINE / 2.0
    }

    fn text_at(&self, lane: usize) -> f64 {
        self.lanes[lane] + bars_of(&self.sheet.lanes[lane])
    }

    fn lanes(&self, svg: &mut Svg) {
        let top = MARGIN + 22.0;
        for (n, head) in self.sheet.lanes.iter().enumerate() {
            let x = self.lanes[n];
            let width = self.heads[n].iter().map(|line| line.chars().count()).max().unwrap_or_default() as f64 * COLUMN;
            let class = if head.is_task { "head task" } else { "head" };
            let radius = if head.is_task { 10.0 } else { 2.0 };
            svg.rectangle(class, [x - 8.0, top, width + 16.0, self.head_height - 2.0], radius);
            for (part, line) in self.heads[n].iter().enumerate() {
                svg.text("name", x, top + 16.0 + part as f64 * LINE, line);
            }
            if self.rows.is_empty() {
                continue;
            }
            svg.line("before", (x, top + self.head_height - 2.0), (x, self.y(head.first)));
            let last = &self.rows[head.last];
            let goes_on = head.last + 1 == self.rows.len() && self.ends_never(n);
            let end = if goes_on { last.bottom } else { self.y(head.last) };
            svg.line("lane", (x, self.y(head.first)), (x, end));
        }
    }

    fn ends_never(&self, lane: usize) -> bool {
        self.sheet.rows.iter().any(|row| row.lane == lane && row.line.is_none() && row.text.starts_with("never"))
    }

    fn bar(&self, svg: &mut Svg, bar: &Bar) {
        let x = self.lanes[bar.lane] + BAR * (bar.level as f64 + 1.0);
        let (top, bottom) = (self.rows[bar.first].top + 1.0, self.rows[bar.last].bottom - GAP - 1.0);
        match bar.what {
            Lasting::Loop => svg.path("loop", &format!("M{} {top}h-4V{bottom}h4", x + 3.0)),
            Lasting::Guard => svg.rectangle("guard", [x - 2.0, top, 5.0, bottom - top], 2.0),
        }
    }

    fn row(&self, svg: &mut Svg, n: usize) {
        let (row, place) = (&self.sheet.rows[n], &self.rows[n]);
        let (x, y) = (self.lanes[row.lane], self.y(n));
        match row.line {
            Some(line) => {
                svg.text("faint", MARGIN, y + 4.0, &format!("{line:>2}"));
                svg.circle("dot", x, y);
            }
            None if row.text.starts_with("never") => {}
            None => svg.line("lane", (x - 5.0, y), (x + 5.0, y)),
        }
        let class = match row.marks.first() {
            _ if row.marks.contains(&Mark::Reported) => "bad",
            Some(_) => "evidence",
            None if row.line.is_none() => "faint",
            None => "",
        };
        for (part, text) in place.texts.iter().enumerate() {
            svg.text(class, self.text_at(row.lane), y + 4.0 + part as f64 * LINE, text);
        }
        for (part, text) in place.beside.iter().enumerate() {
            let lane = row.beside.as_ref().map_or(row.lane, |(lane, _)| *lane);
            svg.text("faint", self.text_at(lane), y + 4.0 + part as f64 * LINE, text);
        }
        let from = self.text_at(row.lane) + place.texts[0].chars().count() as f64 * COLUMN + 4.0;
        match &row.reaches {
            Reaches::To(lanes) => lanes.iter().for_each(|lane| self.arrow(svg, (row.lane, from), *lane, y, true)),
            Reaches::From(lane) => {
                let end = self.lanes[*lane];
                if self.sheet.lanes[*lane].last == n {
                    svg.line("lane", (end - 5.0, y), (end + 5.0, y));
                }
                self.arrow(svg, (row.lane, from), *lane, y, false);
            }
            Reaches::Nobody | Reaches::Asked => {}
        }
    }

    /// An arrow between a row's own lane, whose text ends at a place, and another.
    fn arrow(&self, svg: &mut Svg, (own, text_end): (usize, f64), other: usize, y: f64, is_to: bool) {
        let there = self.lanes[other];
        let here = if there > self.lanes[own] { text_end } else { self.lanes[own] - 5.0 };
        svg.line("arrow", (here, y), (there, y));
        let (tip, behind) = if is_to { (there, here) } else { (here, there) };
        let back = if tip > behind { -7 } else { 7 };
        svg.path("tip", &format!("M{} {}l{back} -4v8z", number(tip), number(y)));
    }

    /// Writes what the finding says, and gives the height of the whole.
    fn notes(&self, svg: &mut Svg) -> f64 {
        let mut y = self.rows.last().map_or(MARGIN, |row| row.bottom) + 4.0;
        if self.sheet.notes.is_empty() {
            return y + MARGIN / 2.0;
        }
        svg.line("before", (MARGIN, y), (self.width - MARGIN, y));
        y += 6.0;
        let indent = 4.0 * COLUMN;
        let columns = ((self.width - 2.0 * MARGIN - indent) / COLUMN) as usize;
        for Note { mark, line, text } in &self.sheet.notes {
            let class = if *mark == Mark::Reported { "bad" } else { "evidence" };
            svg.text(class, MARGIN, y + 12.0, &mark.text());
            for text in wrapped(&format!("line {line}: {text}"), columns) {
                svg.text("", MARGIN + indent, y + 12.0, &text);
                y += LINE;
            }
            y += 3.0;
        }
        y + MARGIN / 2.0
    }
}

/// The room that a lane's line and its bars take.
fn bars_of(head: &Head) -> f64 {
    BAR * head.depth as f64 + BESIDE
}

#[derive(Default)]
struct Svg(String);

impl Svg {
    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let (x, y) = (number(x), number(y));
        self.0.push_str(&format!("<text{class} x=\"{x}\" y=\"{y}\">{}</text>\n", escaped(text)));
    }

    fn rectangle(&mut self, class: &str, area: [f64; 4], radius: f64) {
        let [x, y, width, height] = area.map(number);
        self.0.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>\n"
        ));
    }

    fn circle(&mut self, class: &str, x: f64, y: f64) {
        let (x, y) = (number(x), number(y));
        self.0.push_str(&format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>\n"));
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        self.0.push_str(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>\n"));
    }

    fn path(&mut self, class: &str, path: &str) {
        self.0.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>\n"));
    }

    fn finish(self, width: f64, height: f64, title: &str) -> String {
        let (w, h, title) = (number(width), number(height), escaped(title));
        let ground = [width - 1.0, height - 1.0].map(number);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
             aria-label=\"{title}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             <rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n{}</svg>\n",
            ground[0], ground[1], self.0
        )
    }
}

/// A number with one digit behind the point where it has any.
fn number(n: f64) -> String {
    format!("{}", (n * 10.0).round() / 10.0)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
