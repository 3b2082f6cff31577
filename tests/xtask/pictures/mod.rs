//! The pictures of the documents, each made from what it shows: runs of the program, the rounds of `docs/accuracy.md`, the
//! times of `docs/compared.md`.
//!
//! `cargo xtask pictures` writes them; `tests/docs.rs` says when one is no longer what it was made from.

// The tests use the parts, and the program the whole.
#![allow(dead_code)]

mod around;
mod charts;
mod package;
#[path = "../../rounds/mod.rs"]
pub mod rounds;
mod svg;
mod terminal;

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;

/// Where the pictures lie, from the root.
pub const FOLDER: &str = "docs/pictures";

#[derive(Args)]
pub struct Pictures {}

/// A picture: the name of its file, and its text.
pub type Picture = (&'static str, String);

/// Writes every picture, and says which have changed.
pub fn pictures(root: &Path) -> Result<String, String> {
    let program = || {
        let mut program = Command::new("cargo");
        program.args(["run", "--quiet", "--bin", "conclint", "--manifest-path"]).arg(root.join("Cargo.toml")).arg("--");
        program
    };
    let mut told = String::new();
    for (name, text) in all(root, program)? {
        let path = root.join(FOLDER).join(name);
        let is_new = fs::read_to_string(&path).ok().as_deref() != Some(text.as_str());
        if is_new {
            fs::write(&path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        }
        told.push_str(&format!("{FOLDER}/{name}{}\n", if is_new { " is new" } else { "" }));
    }
    Ok(told)
}

/// Every picture; the program is conclint each time, to which arguments can be added.
pub fn all(root: &Path, program: impl Fn() -> Command) -> Result<Vec<Picture>, String> {
    let compared = root.join("docs/compared.md");
    let text = fs::read_to_string(&compared).map_err(|e| format!("cannot read {}: {e}", compared.display()))?;
    Ok(vec![
        ("around.svg", around::around(root, program())?),
        ("finding.svg", terminal::still(root, program())?),
        ("precision.svg", charts::precision(&rounds::rounds())),
        ("time.svg", charts::time(&text)?),
    ])
}
