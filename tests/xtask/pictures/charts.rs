//! Charts: how exact each round was, and how long runs take.

use super::rounds::{Table, Tally};
use super::svg::Svg;

const WIDTH: f64 = 720.0;
const BAR: f64 = 18.0;
const ROW: f64 = 28.0;
/// Where the bars begin; what they are called stands before that.
const LEFT: f64 = 250.0;
/// How long the longest bar is.
const LONGEST: f64 = 340.0;
const TOP: f64 = 62.0;

/// The table of `docs/compared.md` that the chart of times shows begins with this cell.
const TIMES: &str = "| run over the same tree";

/// A bar for each round, parted into right, trivial and wrong; tests and the rest together.
pub fn precision(rounds: &[(String, Table)]) -> String {
    let title = "What readers said of findings that nobody had seen before, by round";
    let mut svg = begun(title, rounds.len());
    for (n, (colour, label)) in PARTS.iter().enumerate() {
        let x = 16.0 + 200.0 * n as f64;
        svg.bar(colour, x, 38.0, 12.0, 12.0);
        svg.text("text", x + 18.0, 49.0, "start", label);
    }
    let tally = |table: &Table| table.get("all").map_or(Tally::default(), |[a, b]| together(*a, *b));
    for (n, (build, table)) in rounds.iter().enumerate() {
        let (y, tally) = (TOP + ROW * n as f64, tally(table));
        svg.text("text", LEFT - 10.0, y + 13.0, "end", &format!("build {build}, {} findings", tally.all()));
        let mut x = LEFT;
        for ((colour, _), count) in PARTS.iter().zip(tally.0) {
            let width = LONGEST * f64::from(count) / f64::from(tally.all().max(1));
            svg.bar(colour, x, y, width, BAR);
            x += width;
        }
        svg.text("faint", LEFT + LONGEST + 10.0, y + 13.0, "start", &tally.to_string());
    }
    svg.finish()
}

/// What a finding may be, in the order of the tables.
const PARTS: [(&str, &str); 3] = [("good", "right"), ("middling", "true, and trivial"), ("bad", "wrong")];

fn together(mut one: Tally, other: Tally) -> Tally {
    one.add(other);
    one
}

/// A bar for each row of the table of times, which gives each run's seconds in its second cell.
pub fn time(compared: &str) -> Result<String, String> {
    let table =
        compared.split_once(TIMES).ok_or(format!("docs/compared.md has no table that begins with `{TIMES}`"))?.1;
    let rows: Vec<(&str, f64)> = table.lines().skip(2).map_while(row).collect();
    let most = scale(rows.iter().map(|(_, seconds)| *seconds).collect());
    if most == 0.0 {
        return Err("the table of times in docs/compared.md has no rows".to_owned());
    }
    let mut svg = begun("Processor seconds of a run over the same tree: shorter is better", rows.len());
    svg.text("faint", 16.0, 49.0, "start", "how they were measured stands in docs/compared.md");
    for (n, (name, seconds)) in rows.into_iter().enumerate() {
        let y = TOP + ROW * n as f64;
        let colour = if name.starts_with("conclint") { "good" } else { "other" };
        svg.text("text", LEFT - 10.0, y + 13.0, "end", name);
        let width = (LONGEST * seconds / most).clamp(1.0, LONGEST);
        svg.bar(colour, LEFT, y, width, BAR);
        let cut = if seconds > most { ", bar cut" } else { "" };
        svg.text("faint", LEFT + width + 10.0, y + 13.0, "start", &format!("{seconds} s{cut}"));
    }
    Ok(svg.finish())
}

/// How many seconds the longest bar stands for: one that would make all others invisible is cut to the next.
fn scale(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    match seconds.as_slice() {
        [.., next, most] if *most > next * 5.0 => *next,
        [.., most] => *most,
        [] => 0.0,
    }
}

/// The name and the seconds of a row: `| conclint | 0.12 | …`.
fn row(line: &str) -> Option<(&str, f64)> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    Some((cells.next()?, cells.next()?.parse().ok()?))
}

fn begun(title: &str, rows: usize) -> Svg {
    let mut svg = Svg::new(WIDTH as u32, (TOP + ROW * rows as f64 + 8.0) as u32, title);
    svg.text("text", 16.0, 26.0, "start", title);
    svg
}
