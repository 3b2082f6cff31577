//! The timelines on the lints' pages show what their examples do, as text and as pictures that can be read.

#[path = "xtask/timelines/mod.rs"]
mod timelines;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conclint::lints::ALL;
use quick_xml::events::Event;
use timelines::{FOLDER, Made, WITHOUT, made, with_timelines};

/// How wide a common monospaced font has a column in a picture.
const COLUMN: f64 = 7.5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn all() -> impl Iterator<Item = Made> {
    with_timelines().map(|lint| made(root(), lint).unwrap_or_else(|sentence| panic!("{}: {sentence}", lint.name)))
}

/// The blocks of text below the heading.
fn blocks(page: &str) -> Vec<&str> {
    let section = page.split_once("\n## Timeline\n").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default();
    section.split("```text\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect()
}

#[test]
fn timelines_are_what_their_examples_do() {
    let mut old = Vec::new();
    for Made { page, pictures, .. } in all() {
        old.extend(pictures.into_iter().chain([page]).filter(|(path, text)| read(path) != *text).map(|(path, _)| path));
    }
    assert!(old.is_empty(), "`cargo xtask timelines` writes these again: {}", old.join(", "));
}

#[test]
fn every_lint_has_a_timeline_or_a_reason_to_have_none() {
    let names: BTreeSet<&str> = ALL.iter().map(|lint| lint.name).collect();
    for (name, why) in WITHOUT {
        assert!(names.contains(name) && !why.is_empty(), "no lint is called {name}");
    }
    for lint in ALL {
        let is_without = WITHOUT.iter().any(|(name, _)| *name == lint.name);
        assert_eq!(blocks(lint.page).len(), if is_without { 0 } else { 2 }, "{}", lint.name);
    }
    let mut wanted: BTreeSet<String> = all().flat_map(|made| made.pictures).map(|(path, _)| path).collect();
    for entry in fs::read_dir(root().join(FOLDER)).expect("the pictures lie there") {
        let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
        assert!(wanted.remove(&format!("{FOLDER}/{name}")), "{name} belongs to no lint");
    }
    assert_eq!(wanted, BTreeSet::new());
}

#[test]
fn the_bad_example_says_what_is_found_and_the_good_one_does_not() {
    for lint in with_timelines() {
        let [bad, good] = blocks(lint.page)[..] else { panic!("{} has no two timelines", lint.name) };
        // In the drawing, and below it.
        assert_eq!(bad.matches('✗').count(), 2, "{}: where the finding stands, and what it says:\n{bad}", lint.name);
        assert!(!good.contains('✗'), "{}:\n{good}", lint.name);
        assert!(bad != good && good.contains('●'), "{}:\n{good}", lint.name);
    }
}

#[test]
fn the_text_fits_a_terminal() {
    for lint in with_timelines() {
        for block in blocks(lint.page) {
            // A terminal shows code behind four spaces.
            let widest = block.lines().map(|line| line.chars().count() + 4).max().unwrap_or_default();
            assert!(widest <= 100, "{} is {widest} columns wide:\n{block}", lint.name);
            assert!(block.lines().count() <= 30, "{} is long:\n{block}", lint.name);
            assert!(block.lines().all(|line| line.trim_end() == line), "{}:\n{block}", lint.name);
        }
    }
}

/// A text of a picture: from where to where it stands, in pixels.
struct Text {
    x: f64,
    y: f64,
    end: f64,
    text: String,
}

/// The size of a picture, and its texts.
fn drawn(svg: &str) -> (f64, f64, Vec<Text>) {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut size, mut texts, mut at) = ((0.0, 0.0), Vec::new(), None);
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Start(tag) => {
                let number = |name: &str| -> f64 {
                    let found = tag.try_get_attribute(name).expect("attributes can be read").expect("it has a place");
                    found.value.parse().expect("a number")
                };
                match tag.name().as_ref() {
                    "svg" => size = (number("width"), number("height")),
                    "text" => at = Some((number("x"), number("y"), String::new())),
                    _ => {}
                }
            }
            Event::Text(text) => {
                if let Some((_, _, said)) = &mut at {
                    said.push_str(&text);
                }
            }
            Event::GeneralRef(_) => {
                if let Some((_, _, said)) = &mut at {
                    said.push('&');
                }
            }
            Event::End(_) => {
                texts.extend(at.take().map(|(x, y, text)| {
                    let end = x + text.chars().count() as f64 * COLUMN;
                    Text { x, y, end, text }
                }));
            }
            Event::Eof => return (size.0, size.1, texts),
            _ => {}
        }
    }
}

#[test]
fn no_text_of_a_picture_meets_another_or_its_edge() {
    for (path, svg) in all().flat_map(|made| made.pictures) {
        let (width, height, texts) = drawn(&svg);
        assert!(texts.len() > 2, "{path} is empty");
        for (n, one) in texts.iter().enumerate() {
            assert!(one.end <= width && one.y <= height, "{path}: `{}` leaves {width} × {height}", one.text);
            let meets = |other: &&Text| (other.y - one.y).abs() < 11.0 && one.x < other.end && other.x < one.end;
            if let Some(other) = texts[n + 1..].iter().find(meets) {
                panic!("{path}: `{}` meets `{}`", one.text, other.text);
            }
        }
    }
}

#[test]
fn pictures_have_colours_for_dark_pages_and_words_for_who_sees_none() {
    for (path, svg) in all().flat_map(|made| made.pictures) {
        assert!(svg.contains("@media (prefers-color-scheme:dark)"), "{path}");
        assert!(svg.contains("<title>Timeline of the "), "{path}");
    }
}

#[test]
fn the_page_on_the_map_explains_a_timeline_that_is_there() {
    let map = read("docs/map.md");
    let section = map.split_once("## The timeline of an example\n").expect("it has this section").1;
    let shown =
        section.split_once("```text\n").and_then(|(_, rest)| rest.split_once("```")).expect("a block of text").0;
    let page = read("lints/join_before_drain/README.md");
    assert!(blocks(&page)[0].starts_with(shown), "the page shows now:\n{}", blocks(&page)[0]);
}
