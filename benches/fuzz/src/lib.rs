//! What every target does with the text that a fuzzer has made: all lints at all levels, the map, and each format.

pub mod mutate;

use std::io::sink;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use conclint::files::{self, Given, Selection};
use conclint::judged::Outcome;
use conclint::levels::Levels;
use conclint::lint::Level;
use conclint::lints;
use conclint::report::{self, Format, Ground, MapFormat, Shown, Style};
use conclint::run::{self, Settings};
use conclint::syntax::{FileId, Interner, Keep, Source, parse_by_syn, parse_keeping};

/// The formats of a whole map.
const MAP_FORMATS: [MapFormat; 5] =
    [MapFormat::Text, MapFormat::Json, MapFormat::Mermaid, MapFormat::Dot, MapFormat::Html];

/// A text as the only file of a package.
pub fn selection(text: &str) -> Selection {
    let path = std::env::temp_dir().join("conclint-fuzz-nowhere").join("fuzzed.rs");
    files::select(&[Given::Text(path, text.to_owned())])
}

/// Every lint on, one thread, and nothing read or kept.
pub fn settings() -> Settings {
    let flags = Levels::new(&[(Level::Warn, "all".to_owned())], lints::ALL).expect("it is a group of levels");
    Settings { flags, threads: NonZeroUsize::new(1), ..Settings::default() }
}

/// Judges a text, draws its map, and writes what is found in every format.
///
/// # Panics
///
/// If conclint says that something failed which it asks to have reported.
pub fn judge(text: &str) -> Outcome {
    let (outcome, drawings) = run::map(&selection(text), settings());
    expect_whole(&outcome);
    for format in Format::ALL {
        report::write(&outcome, format, &style(), &mut sink()).expect("nothing is written");
    }
    let map = drawings.join(&outcome);
    let shown = Shown { map: &map, left_out: 0, around: None };
    for format in MAP_FORMATS {
        report::write_map(&shown, format, &mut sink()).expect("nothing is written");
    }
    outcome
}

/// Reads a text from tokens and by syn.
///
/// # Panics
///
/// If the trees or the mistakes are not the same.
pub fn read_both_ways(text: &str) {
    let names = Interner::new();
    let source = Source::new(FileId(0), "fuzzed.rs", text).of_edition(2021);
    for keep in [Keep::Everything, Keep::Signatures] {
        let (ours, syns) = (parse_keeping(&source, &names, keep), parse_by_syn(&source, &names, keep));
        assert_eq!(format!("{ours:?}"), format!("{syns:?}"), "both ways must read it alike");
    }
}

fn style() -> Style {
    let nowhere = std::env::temp_dir();
    let ground = Ground { here: nowhere.clone(), repository: nowhere, host: String::new() };
    let elapsed = Duration::ZERO;
    Style { color: true, links: true, quiet: false, full: true, elapsed, ground, lints: lints::ALL }
}

/// # Panics
///
/// If a part of the run failed by a fault of conclint's own.
pub fn expect_whole(outcome: &Outcome) {
    let fault = outcome.failures.iter().chain(&outcome.warnings).find(|sentence| sentence.contains("please report"));
    assert!(fault.is_none(), "{fault:?}");
}

/// A folder of this process's own, which is there.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("conclint-fuzz-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder for temporary files can be written to");
    folder
}
