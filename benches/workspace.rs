//! What interfaces add and what they cost: a folder judged with its packages knowing one another, and each apart.
//!
//! `cargo bench --bench workspace -- FOLDER [THREADS]` prints the time of each way, and every spawn that only one of them
//! sees; `--apart` or `--together` times that way alone, so that its peak of memory is its own.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use conclint::files::{self, Given};
use conclint::run::{self, Settings};

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let ways = [("apart", true), ("together", false)];
    let asked = args.iter().find_map(|arg| ways.into_iter().find(|(name, _)| *arg == format!("--{name}")));
    args.retain(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.first().map_or(".", String::as_str));
    let threads: Option<NonZeroUsize> = args.get(1).and_then(|n| n.parse().ok());
    let select = || files::select(&[Given::Path(folder.clone())]);
    let settings = |apart| Settings { threads, apart, ..Settings::default() };
    if let Some((name, apart)) = asked {
        return timed(name, || run::check(&select(), &settings(apart)).findings.len());
    }
    let mut seen = Vec::new();
    for (name, apart) in ways {
        timed(name, || run::check(&select(), &settings(apart)).findings.len());
        let spawns = spawns(&run::facts(select(), &settings(apart), None).0);
        println!("{name:9} {} spawns", spawns.len());
        seen.push(spawns);
    }
    seen[0].difference(&seen[1]).for_each(|spawn| println!("- {spawn}"));
    seen[1].difference(&seen[0]).for_each(|spawn| println!("+ {spawn}"));
}

fn timed(name: &str, work: impl Fn() -> usize) {
    let started = Instant::now();
    let findings = work();
    println!("{name:9} {:6.2} s, {findings} findings", started.elapsed().as_secs_f64());
}

/// The lines of the facts that speak of a spawn, each behind the path of its file.
fn spawns(facts: &str) -> BTreeSet<String> {
    let mut path = "";
    let mut found = BTreeSet::new();
    for line in facts.lines() {
        match line.strip_prefix("  ") {
            None => path = line,
            Some(fact) if fact.split_once(' ').is_some_and(|(_, fact)| fact.starts_with("spawn ")) => {
                found.insert(format!("{path}:{fact}"));
            }
            Some(_) => {}
        }
    }
    found
}
