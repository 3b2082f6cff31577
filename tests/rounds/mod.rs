//! The rounds of `docs/accuracy.md`: what readers said of findings on code that was seen for the first time.

// Each program that has it uses its own part of this.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// How many of the rounds took findings that nobody had rated on applications of earlier rounds.
pub const SEEN_BEFORE: usize = 1;

/// What a reader said of a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Right,
    Trivial,
    Wrong,
}

/// How many findings were right, trivial and wrong.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally(pub [u32; 3]);

impl Tally {
    pub fn count(&mut self, verdict: Verdict) {
        self.0[verdict as usize] += 1;
    }

    pub fn add(&mut self, other: Tally) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
    }

    pub fn all(self) -> u32 {
        self.0.iter().sum()
    }

    /// `R right, T trivial, W wrong`.
    pub fn words(self) -> String {
        let [right, trivial, wrong] = self.0;
        format!("{right} right, {trivial} trivial, {wrong} wrong")
    }
}

/// `R, T, W` as the tables have it; empty where nothing was judged.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [right, trivial, wrong] = self.0;
        if self.all() == 0 { Ok(()) } else { write!(f, "{right}, {trivial}, {wrong}") }
    }
}

/// Outside tests and in tests, by lint; `all` too.
pub type Table = BTreeMap<String, [Tally; 2]>;

/// The build of each round and its table, in the order of the page, which is that of the builds.
pub fn rounds() -> Vec<(String, Table)> {
    let page = include_str!("../../docs/accuracy.md");
    let rounds = page.split("\n### ").skip(1);
    let one = |text: &str| {
        let build = text.lines().next().and_then(|line| line.rsplit(' ').next()).expect("a round names its build");
        let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| lint"));
        (build.to_owned(), rows.map(table_row).collect())
    };
    rounds.map(one).collect()
}

fn table_row(line: &str) -> (String, [Tally; 2]) {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let tally = |cell: &str| {
        let mut numbers = cell.split(", ").filter_map(|number| number.parse().ok());
        Tally([(); 3].map(|()| numbers.next().unwrap_or_default()))
    };
    (cells[1].to_owned(), [tally(cells[2]), tally(cells[3])])
}

/// What all rounds together say: outside tests and in tests.
pub fn sum(rounds: &[(String, Table)]) -> [Tally; 2] {
    let mut sum = [Tally::default(); 2];
    for all in rounds.iter().filter_map(|(_, table)| table.get("all")) {
        sum.iter_mut().zip(all).for_each(|(sum, more)| sum.add(*more));
    }
    sum
}
