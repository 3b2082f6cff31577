//! An example of a page as a program of its own, and what is found in it.

use std::path::Path;

use conclint::config::{Choice, InForce};
use conclint::files::{Given, select};
use conclint::lint::Lint;
use conclint::lints;
use conclint::run::{self, Settings};

use super::sheet::Sheet;

/// The block of Rust below a heading of a page.
pub fn code<'p>(page: &'p str, heading: &str) -> Option<&'p str> {
    let after = page.split_once(&format!("\n## {heading}\n"))?.1;
    let code = after.split_once("```rust\n")?.1;
    Some(code.split_once("```")?.0)
}

/// What an example of a lint shows, with what the lint alone reports in it.
pub fn sheet(lint: &Lint, room: &Path, code: &str) -> Result<Sheet, String> {
    // Beside no manifest: the text is a package of its own.
    let place = std::env::temp_dir().join("conclint-timeline").join("example.rs");
    let selection = select(&[Given::Text(place, code.to_owned())]);
    let roots = selection.packages.iter().map(|package| package.info.root.as_path());
    let config = room.join("conclint.toml");
    let choice = if config.is_file() { Choice::File(config) } else { Choice::Isolated };
    let configs = InForce::of_folders(&choice, roots, lints::ALL).map_err(|wrongs| wrongs.join("\n"))?;
    let example = run::example(&selection, lint, &Settings { configs, ..Settings::default() })?;
    Ok(Sheet::of(&example.timeline, example.reported.as_ref()))
}
