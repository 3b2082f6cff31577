//! The map as one page that needs nothing beside it, no network either: the document of the JSON format, and what draws it.
//!
//! The page may run and load only what it brings: its policy names the digest of each part, so that nothing that stands in a
//! source's path or name could become code.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Shown, json, text};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// What is ours of the page's code, in the order in which it is read.
const SCRIPTS: [&str; 8] = [
    include_str!("words.js"),
    include_str!("tree.js"),
    include_str!("layout.js"),
    include_str!("draw.js"),
    include_str!("view.js"),
    include_str!("places.js"),
    include_str!("details.js"),
    include_str!("page.js"),
];

/// The layout: `dist/dagre.min.js` of the package of npm that [`LIBRARY`] names, as it is there.
const LAYOUT: &str = include_str!("dagre/dagre.min.js");
const LICENCE: &str = include_str!("dagre/LICENSE.txt");
const LIBRARY: &str = "@dagrejs/dagre 3.1.3";

/// The digests of the style, the layout and our code, by SHA-256 as base64; a test says what they must be.
const STYLE_DIGEST: &str = "tM649+n0oUR3OGfblER9hwxpmi/TVWTx2gRu3Em3ZIg=";
const LAYOUT_DIGEST: &str = "sNZdaUrivCHJ+zf83zUoGmXF0+C3MD5Xbbqp9KgQTYs=";
const SCRIPT_DIGEST: &str = "QYB+CsME5luZXAPEsQYNTH9iLAT0IDYkEbN78QLWJE8=";

/// How many packages the title names.
const NAMED: usize = 3;

pub fn write<W: Write>(shown: &Shown<'_>, out: &mut W) -> io::Result<()> {
    let mut parts = PAGE.split("{{");
    out.write_all(parts.next().unwrap_or_default().as_bytes())?;
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or(("", part));
        out.write_all(piece(name, shown)?.as_bytes())?;
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

/// What stands in the page in the stead of a name.
fn piece(name: &str, shown: &Shown<'_>) -> io::Result<String> {
    Ok(match name {
        "policy" => policy(),
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        "lint-pages" => lint_pages(),
        "title" => escaped(&title(shown)),
        "summary" => escaped(&text::summary(shown)),
        "style" => STYLE.to_owned(),
        "library" => LIBRARY.to_owned(),
        "licence" => escaped(LICENCE),
        // Nothing in a string of JSON needs this sign as it is, and without it no text can end the element.
        "map" => serde_json::to_string(&json::of(shown))?.replace('<', "\\u003c"),
        "layout" => layout().to_owned(),
        "script" => script(),
        _ => String::new(),
    })
}

fn policy() -> String {
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{STYLE_DIGEST}'; \
         script-src 'sha256-{LAYOUT_DIGEST}' 'sha256-{SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'"
    )
}

/// Where the lints' pages can be read, with a hole for the name.
fn lint_pages() -> String {
    let (repository, version) = (env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
    format!("{repository}/blob/v{version}/lints/{{lint}}/README.md")
}

/// The library without its last comments, which name files that are not there.
fn layout() -> &'static str {
    LAYOUT.split("\n/*!").next().unwrap_or(LAYOUT)
}

fn script() -> String {
    format!("\"use strict\";\n{}", SCRIPTS.concat())
}

fn title(shown: &Shown<'_>) -> String {
    let names: BTreeSet<&str> = shown.map.nodes.iter().map(|node| node.package.as_str()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let what = match names.as_slice() {
        [] => return "Concurrency map".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] if names.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        all => format!("{} packages", all.len()),
    };
    format!("Concurrency map of {what}")
}

/// A text as it may stand in the page, in attributes too.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
