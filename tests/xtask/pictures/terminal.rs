//! A still of a terminal: what the program prints about a small package, colours included.

use std::path::Path;
use std::process::Command;

use super::package::Package;
use super::svg::Svg;

/// The code that the picture is about.
const CODE: &str = "docs/pictures/harbour.rs";

const CELL: f64 = 7.8;
const LINE: f64 = 17.0;
const MARGIN: f64 = 16.0;

/// The picture of `conclint src/` in that package. The time at the end is left out, since it is another in each run.
pub fn still(root: &Path, program: Command) -> Result<String, String> {
    let said = run(root, program)?;
    let lines: Vec<Vec<Run>> = said.lines().map(runs).collect();
    let columns = |line: &Vec<Run>| line.iter().map(|run| run.text.chars().count()).sum();
    let widest: usize = lines.iter().map(columns).max().unwrap_or_default();
    let height = MARGIN * 2.0 + LINE * (lines.len() + 1) as f64;
    let mut svg = Svg::new(
        (MARGIN * 2.0 + CELL * widest as f64) as u32,
        height as u32,
        "conclint in a terminal: a deadlock and a timer that never fires, each with the evidence in order and the change to make",
    );
    let mut y = MARGIN + LINE * 0.8;
    prompt(&mut svg, y);
    for line in &lines {
        y += LINE;
        draw(&mut svg, y, line);
    }
    Ok(svg.finish())
}

fn prompt(svg: &mut Svg, y: f64) {
    svg.cells("faint", MARGIN, y, CELL, "$");
    svg.cells("text bold", MARGIN + CELL * 2.0, y, CELL * 13.0, "conclint src/");
}

fn draw(svg: &mut Svg, y: f64, line: &[Run]) {
    let mut column = 0;
    for run in line {
        let cells = run.text.chars().count();
        let blank = run.text.len() - run.text.trim_start().len();
        let shown = run.text.trim();
        if !shown.is_empty() {
            let x = MARGIN + CELL * (column + blank) as f64;
            svg.cells(run.classes, x, y, CELL * shown.chars().count() as f64, shown);
        }
        column += cells;
    }
}

/// What a run prints in colours.
fn run(root: &Path, mut program: Command) -> Result<String, String> {
    let package = Package::of(CODE, root)?;
    program.args(["--color", "always", "src/"]).current_dir(&package.folder);
    for name in ["NO_COLOR", "FORCE_HYPERLINK", "GITHUB_ACTIONS"] {
        program.env_remove(name);
    }
    let output = program.output().map_err(|e| format!("{program:?} could not be started: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (findings, last) = said.trim_end().rsplit_once('\n').unwrap_or(("", &said));
    match last.rsplit_once("; ") {
        Some((summary, _time)) if !findings.is_empty() => Ok(format!("{findings}\n{summary}")),
        _ => Err(format!("{program:?} found nothing: {said}{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// A stretch of a line in one colour.
struct Run {
    classes: &'static str,
    text: String,
}

/// A line parted by its escape sequences, which are not shown.
fn runs(line: &str) -> Vec<Run> {
    let (mut runs, mut is_bold, mut colour) = (Vec::new(), false, "text");
    for (n, part) in line.split("\u{1b}[").enumerate() {
        let (codes, text) = if n == 0 { ("", part) } else { part.split_once('m').unwrap_or(("", part)) };
        match codes {
            "" => {}
            "0" => (is_bold, colour) = (false, "text"),
            "1" => is_bold = true,
            codes => colour = named(codes),
        }
        if !text.is_empty() {
            runs.push(Run { classes: classes(colour, is_bold), text: text.to_owned() });
        }
    }
    runs
}

/// The use of a colour, by its escape sequence.
fn named(codes: &str) -> &'static str {
    match codes {
        "38;5;9" | "31" => "error",
        "38;5;11" | "33" => "warning",
        "36" | "34" | "38;5;14" => "mark",
        _ => "text",
    }
}

fn classes(colour: &'static str, is_bold: bool) -> &'static str {
    match (colour, is_bold) {
        ("error", true) => "error bold",
        ("warning", true) => "warning bold",
        ("text", true) => "text bold",
        (colour, _) => colour,
    }
}
