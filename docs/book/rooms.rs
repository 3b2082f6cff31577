//! A preprocessor for mdbook: puts each lint's page below "The lints", with pictures for its timelines, and points links that
//! leave `docs` to where a reader of the site finds the same thing.
//!
//! mdbook starts it with the book as JSON on standard input, and takes the changed book from standard output.

use std::error::Error;
use std::io;

use conclint::lint::Lint;
use conclint::lints;
use serde_json::{Value, json};

/// The chapter below which the lints' pages go.
const LINTS: &str = "lints.md";
/// The site's front page, which stands there for the repository's own README.
const INDEX: &str = "index.md";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("supports") {
        return Ok(());
    }
    let (_context, mut book): (Value, Value) = serde_json::from_reader(io::stdin())?;
    for item in book["items"].as_array_mut().ok_or("the book has no chapters")? {
        if let Some(chapter) = item.get_mut("Chapter") {
            prepare(chapter);
        }
    }
    serde_json::to_writer(io::stdout(), &book)?;
    Ok(())
}

fn prepare(chapter: &mut Value) {
    let path = chapter["path"].as_str().unwrap_or_default().to_owned();
    let content = chapter["content"].as_str().unwrap_or_default();
    chapter["content"] = relinked(content, "docs", "").into();
    if path == LINTS {
        let pages: Vec<Value> = lints::ALL.iter().enumerate().map(|(nth, lint)| page(lint, nth, chapter)).collect();
        chapter["sub_items"] = pages.into();
    }
}

/// A chapter that is the page of a room.
fn page(lint: &Lint, nth: usize, parent: &Value) -> Value {
    let room = format!("lints/{}", lint.name.replace('-', "_"));
    let level = format!("\n*{}, {}*\n", lint.family.name(), lint.level.name());
    let content = match lint.page.split_once('\n') {
        Some((heading, rest)) => format!("{heading}\n{level}{rest}"),
        None => lint.page.to_owned(),
    };
    let number = parent["number"].as_array().map(|number| {
        let mut number = number.clone();
        number.push((nth + 1).into());
        number
    });
    json!({ "Chapter": {
        "name": lint.name,
        "content": pictured(&relinked(&content, &room, "../"), lint.name),
        "number": number,
        "sub_items": [],
        "path": format!("lints/{}.md", lint.name),
        "source_path": format!("../{room}/README.md"),
        "parent_names": [parent["name"]],
    } })
}

/// A page with the pictures of its timelines in place of their text, which is for terminals.
fn pictured(page: &str, lint: &str) -> String {
    let mut page = page.to_owned();
    for heading in ["Bad", "Good"] {
        let opening = format!("\n{heading}:\n\n```text\n");
        let Some(begin) = page.find(&opening) else { continue };
        let after = begin + opening.len();
        let Some(end) = page[after..].find("```\n").map(|at| after + at + 4) else { continue };
        let example = heading.to_lowercase();
        let picture = format!("\n![Timeline of the {example} example](../pictures/timelines/{lint}-{example}.svg)\n");
        page.replace_range(begin..end, &picture);
    }
    page
}

/// The text with each relative link turned to the site's page for the same file, or to the repository.
///
/// `home` is the folder of the file that the text stands in; `up` leads from its place in the site to the site's root.
fn relinked(text: &str, home: &str, up: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((target, after)) = after.split_once(')') else { break };
        out.push_str(before);
        out.push_str("](");
        out.push_str(&turned(target, home, up));
        out.push(')');
        rest = after;
    }
    out.push_str(rest);
    out
}

fn turned(target: &str, home: &str, up: &str) -> String {
    if target.contains("://") || target.starts_with(['#', '<']) {
        return target.to_owned();
    }
    let (path, anchor) = target.split_once('#').map_or((target, String::new()), |(p, a)| (p, format!("#{a}")));
    let mut parts: Vec<&str> = home.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    match parts.as_slice() {
        ["docs", page] => format!("{up}{page}{anchor}"),
        ["docs", "pictures", picture] => format!("{up}pictures/{picture}"),
        ["README.md"] => format!("{up}{INDEX}{anchor}"),
        ["lints", room, "README.md"] => format!("{up}lints/{}.md{anchor}", room.replace('_', "-")),
        parts => format!("{REPOSITORY}/blob/main/{}{anchor}", parts.join("/")),
    }
}
