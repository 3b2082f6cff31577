//! The timelines on the lints' pages: of the bad and of the good example, what its tasks and functions do, drawn from the facts
//! that lints stand on.
//!
//! `cargo xtask timelines` writes them: as pictures for the site, and as text into the pages, where `conclint explain` prints
//! it. `tests/timelines.rs` says when one is no longer what its example shows.

// The tests use the parts, and the program the whole.
#![allow(dead_code)]

mod example;
mod order;
mod picture;
mod sheet;
mod text;

use std::fs;
use std::path::Path;

use clap::Args;
use conclint::lint::Lint;
use conclint::lints;

/// Where the pictures lie, from the root.
pub const FOLDER: &str = "docs/pictures/timelines";
/// The heading on the pages.
const HEADING: &str = "## Timeline\n";
/// What comes next on a page, the one or the other.
const NEXT: [&str; 2] = ["## Fix\n", "## Silent when\n"];
/// The headings of the examples.
const EXAMPLES: [&str; 2] = ["Bad", "Good"];

/// The lints without a timeline, and why.
pub const WITHOUT: &[(&str, &str)] = &[
    ("banned-path", "it is about a name that the project's configuration forbids"),
    ("map-rule", "it is about what the project's configuration says of a place in its map"),
    ("unused-suppression", "it is about a comment"),
];

#[derive(Args)]
pub struct Timelines {}

/// What a lint's page and its pictures should be.
pub struct Made {
    pub lint: &'static str,
    /// The page's path from the root, and its text.
    pub page: (String, String),
    /// The paths of the pictures from the root, and their texts.
    pub pictures: Vec<(String, String)>,
}

/// Writes every timeline, and says which have changed.
pub fn timelines(root: &Path) -> Result<String, String> {
    let mut told = String::new();
    for lint in with_timelines() {
        let Made { page, pictures, .. } = made(root, lint)?;
        for (name, text) in pictures.into_iter().chain([page]) {
            let path = root.join(&name);
            if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
                let folder = path.parent().unwrap_or(root);
                fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
                fs::write(&path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
                told.push_str(&format!("{name} is new\n"));
            }
        }
    }
    Ok(told)
}

/// The lints whose pages have timelines.
pub fn with_timelines() -> impl Iterator<Item = &'static Lint> {
    lints::ALL.iter().copied().filter(|lint| WITHOUT.iter().all(|(name, _)| *name != lint.name))
}

/// The page of a lint with its timelines, and their pictures.
pub fn made(root: &Path, lint: &'static Lint) -> Result<Made, String> {
    let room = format!("lints/{}", lint.name.replace('-', "_"));
    let name = format!("{room}/README.md");
    let page = fs::read_to_string(root.join(&name)).map_err(|e| format!("cannot read {name}: {e}"))?;
    let mut section = HEADING.to_owned();
    let mut pictures = Vec::new();
    for heading in EXAMPLES {
        let code = example::code(&page, heading).ok_or_else(|| format!("{name} has no code below `{heading}`"))?;
        let sheet = example::sheet(lint, &root.join(&room), code)?;
        section.push_str(&format!("\n{heading}:\n\n```text\n{}```\n", text::write(&sheet)));
        let title = format!("Timeline of the {} example of {}", heading.to_lowercase(), lint.name);
        let file = format!("{FOLDER}/{}-{}.svg", lint.name, heading.to_lowercase());
        pictures.push((file, picture::draw(&sheet, heading, &title)));
    }
    let page = with_section(&page, &section).ok_or_else(|| format!("{name} has no heading `Silent when`"))?;
    Ok(Made { lint: lint.name, page: (name, page), pictures })
}

/// A page with this section in place of the one that it has, else before what follows the examples.
fn with_section(page: &str, section: &str) -> Option<String> {
    let next = NEXT.iter().filter_map(|heading| page.find(&format!("\n{heading}"))).min()? + 1;
    let begin = page.find(&format!("\n{HEADING}")).map_or(next, |at| at + 1);
    Some(format!("{}{section}\n{}", &page[..begin], &page[next..]))
}
