//! `conclint map` as a page and as a picture of one node: what is in them, what they never do, what is said of wrong words.

mod scratch;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quick_xml::events::Event;
use scratch::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A program that has each kind of node.
const QUAY: &str = include_str!("map/quay.rs");

/// Where the page's own parts lie.
const PARTS: &str = "src/report/map/html";

// ---- The page -----------------------------------------------------------------------------------------------------

fn page(scratch: &Scratch) -> String {
    let run = scratch.run(&["map", "--format", "html"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

/// The texts of all elements of this name.
fn elements<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let texts = page.split(open.as_str()).skip(1).map(|rest| {
        let (_, rest) = rest.split_once('>').expect("a tag is closed");
        rest.split_once(close.as_str()).expect("an element ends").0
    });
    texts.collect()
}

#[test]
fn the_page_has_the_document_that_programs_get() {
    let scratch = package(QUAY);
    let page = page(&scratch);
    let scripts = elements(&page, "script");
    let inside: Value = serde_json::from_str(scripts[0]).expect("it is JSON");
    assert_eq!(inside, scratch.json(&["map"]));
    assert_eq!(elements(&page, "title")[0], "Concurrency map of harbour");
}

#[test]
fn the_page_is_the_same_on_any_number_of_threads() {
    let scratch = package(QUAY);
    let run = |threads: &str| scratch.run(&["--threads", threads, "map", "--format", "html"]).stdout;
    assert_eq!(run("1"), run("4"));
}

#[test]
fn the_page_runs_and_loads_only_what_it_brings() {
    let page = page(&package(QUAY));
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let digest = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    let (style, scripts) = (elements(&page, "style"), elements(&page, "script"));
    assert_eq!((style.len(), scripts.len()), (1, 3), "the style, the document, the layout and our code");
    let wanted = format!(
        "default-src 'none'; img-src data:; style-src {}; script-src {} {}; base-uri 'none'; form-action 'none'",
        digest(style[0]),
        digest(scripts[1]),
        digest(scripts[2])
    );
    assert_eq!(policy, Some(wanted.as_str()), "the digests stand in {PARTS}/mod.rs");
}

#[test]
fn the_page_asks_for_nothing() {
    let page = page(&package(QUAY));
    let (scripts, style) = (elements(&page, "script"), elements(&page, "style"));
    let markup =
        [style[0], scripts[0], scripts[1], scripts[2]].iter().fold(page.clone(), |page, part| page.replace(*part, ""));
    for part in [" src=", "<img", "<iframe", "<object", "<embed", "<base", "http-equiv=\"refresh\""] {
        assert!(!markup.contains(part), "{part}");
    }
    // An empty picture, which keeps a browser from looking for one.
    assert_eq!(markup.matches("<link").count(), markup.matches("<link rel=\"icon\" href=\"data:,\">").count());
    assert!(!style[0].contains("@import") && !style[0].contains("url("));
    for code in &scripts[1..] {
        let ways = ["fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import(", "importScripts"];
        let risks = ["eval(", "new Function(", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"];
        for part in ways.iter().chain(&risks) {
            assert!(!code.contains(part), "{part}");
        }
    }
}

/// What would be code, a comment or an end, if a page took it as it is.
const EVIL: &str = "</script><!--<script>alert(1)</script>\\u003c&lt;'\"";

#[test]
fn no_name_can_become_code() {
    let capacity = format!("r##\"{EVIL}\"##.len()");
    let lib = format!(
        "use tokio::sync::mpsc;\n\npub async fn names() {{\n    let (tx, mut rx) = mpsc::channel::<u8>({capacity});\n    \
         tokio::spawn(async move {{ tx.send(1).await }});\n    while let Some(one) = rx.recv().await {{\n        \
         println!(\"{{one}}\");\n    }}\n}}\n"
    );
    let manifest = MANIFEST.replace("\"harbour\"", "'harbour</title><script>alert(2)</script>{{map}}'");
    let scratch = Scratch::new(&[("Cargo.toml", &manifest), ("src/lib.rs", &lib)]);
    let page = page(&scratch);
    assert_eq!(elements(&page, "script").len(), 3, "only the page's own");
    assert_eq!(page.matches("</script").count(), 3);
    assert_eq!(page.matches("</title").count(), 1);
    assert!(!page.contains("<!--"));
    let inside: Value = serde_json::from_str(elements(&page, "script")[0]).expect("it is JSON");
    assert_eq!(inside, scratch.json(&["map"]));
    let capacities: Vec<&Value> =
        inside["nodes"].as_array().expect("a list").iter().map(|n| &n["channel"]["capacity"]).collect();
    assert!(capacities.contains(&&Value::from(capacity)), "{capacities:?}");
}

#[cfg(unix)]
#[test]
fn no_path_can_become_code() {
    let evil = "pub fn light() {\n    std::thread::spawn(|| println!(\"light\"));\n}\n";
    let scratch = package("#[path = \"<img src=x onerror=alert(1)></script>.rs\"]\npub mod tower;\n");
    scratch.write("src/<img src=x onerror=alert(1)></script>.rs", evil);
    let page = page(&scratch);
    assert!(!page.contains("<img"), "the path stands in the page as it is");
    assert_eq!(elements(&page, "script").len(), 3);
    assert!(elements(&page, "script")[0].contains("\\u003cimg src=x onerror=alert(1)>\\u003c/script>.rs"));
}

/// The page has words for each name that the document may have.
#[test]
fn the_page_knows_every_name_of_the_schema() {
    let schema: Value = serde_json::from_str(&text_of("docs/map.schema.json")).expect("it is JSON");
    let words = text_of(&format!("{PARTS}/words.js"));
    let tables = [
        ("KINDS", &schema["$defs"]["node"]["properties"]["kind"]),
        ("VERBS", &schema["$defs"]["edge"]["properties"]["kind"]),
        ("OFTEN", &schema["$defs"]["task"]["properties"]["often"]),
        ("OWNERS", &schema["$defs"]["task"]["properties"]["owner"]["properties"]["kind"]),
        ("ENDS", &schema["$defs"]["task"]["properties"]["ends"]["items"]["properties"]["how"]),
        ("CLOSES", &schema["$defs"]["channel"]["properties"]["closes"]),
        ("HELD", &schema["$defs"]["lock"]["properties"]["held_across"]["items"]["properties"]["kind"]),
        ("TIMERS", &schema["$defs"]["timer"]["properties"]["of"]),
    ];
    for (table, names) in tables {
        let (_, rest) = words.split_once(&format!("const {table} = {{")).unwrap_or_else(|| panic!("no {table}"));
        let own: BTreeSet<&str> = rest.split_once('}').expect("the table ends").0.split(',').filter_map(key).collect();
        for name in names["enum"].as_array().expect("the schema lists them") {
            let name = name.as_str().expect("a name");
            assert!(own.contains(name), "{table} of words.js has no word for {name}: {own:?}");
        }
    }
}

/// The key of an entry: `task: "tasks"`.
fn key(entry: &str) -> Option<&str> {
    Some(entry.split_once(':')?.0.trim().trim_matches('"'))
}

fn text_of(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file is in the repository")
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let signs = bytes.chunks(3).flat_map(|three| {
        let whole = three.iter().chain([0, 0].iter()).take(3).fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        let sign = move |n: usize| char::from(SIGNS[(whole >> (18 - 6 * n)) as usize % 64]);
        (0..4).map(move |n| if n <= three.len() { sign(n) } else { '=' })
    });
    signs.collect()
}

// ---- The part around a node ---------------------------------------------------------------------------------------

#[test]
fn a_part_has_a_node_and_what_it_has_to_do_with() {
    let scratch = package(QUAY);
    let around = |line: &str, format: &str| {
        let run = scratch.run(&["map", "--around", line, "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line} as {format}");
        run.stdout
    };
    snapshot("map-around-text", &around("src/lib.rs:33", "text"));
    snapshot("map-around-json", &around("src/lib.rs:33", "json"));
    snapshot("map-around-mermaid", &around("src/lib.rs:33", "mermaid"));
    snapshot("map-around-dot", &around("src/lib.rs:33", "dot"));
    snapshot("map-around-svg", &around("src/lib.rs:33", "svg"));
    snapshot("map-around-lock", &around("src/lib.rs:14", "svg"));
    let json: Value = serde_json::from_str(&around("src/lib.rs:33", "json")).expect("it is JSON");
    let centre = json["nodes"].as_array().expect("a list").iter().find(|node| node["id"] == json["around"]);
    assert_eq!(centre.expect("it is one of its nodes")["name"], "write_down");
    let schema: Value = serde_json::from_str(&text_of("docs/map.schema.json")).expect("it is JSON");
    assert!(jsonschema::validator_for(&schema).expect("it is a schema").is_valid(&json));
    assert!(around("src/lib.rs:33", "html").contains("\"around\":\""));
    // What is done to a channel stands at another line than the channel.
    assert_eq!(around("src/lib.rs:62", "text"), around("src/lib.rs:32", "text"));
    assert!(around("src/lib.rs:32", "text").contains("sent into by nobody in sight"));
    // A timer is in no picture of the whole, and in that of the part.
    assert!(around("src/lib.rs:37", "mermaid").contains("timer tokio::time::sleep"));
}

#[test]
fn a_part_leaves_test_code_out_unless_it_is_asked_for() {
    let scratch = package(
        "use std::sync::Mutex;\n\npub static LOAD: Mutex<u32> = Mutex::new(0);\n\npub fn lift() {\n    \
         *LOAD.lock().unwrap() += 1;\n}\n\n#[test]\nfn lifts() {\n    lift();\n    assert_eq!(*LOAD.lock().unwrap(), 1);\n}\n",
    );
    let around = |place: &str, more: &[&str]| scratch.run(&[&["map", "--around", place][..], more].concat()).stdout;
    let without = around("src/lib.rs:3", &[]);
    assert!(
        !without.contains("lifts") && without.ends_with("left out: 1 node in test code (--tests draws them)\n"),
        "{without}"
    );
    assert!(around("src/lib.rs:3", &["--tests"]).contains("taken by function `lifts` (line 12)"));
    assert!(around("src/lib.rs:10", &[]).contains("takes lock `LOAD` (line 12)"), "it is asked for by its line");
}

#[test]
fn wrong_words_of_a_part_are_told_in_a_sentence() {
    let scratch = package(QUAY);
    scratch.write("src/quiet.rs", QUIET);
    scratch.write("src/twins.rs", "pub fn twins() { std::thread::spawn(|| 1); std::thread::spawn(|| 2); }\n");
    let svg = "svg draws one node with what it has to do with; say which, as --around src/lib.rs:40";
    let nearest = "nothing on the map stands at src/lib.rs:34; the nearest are task `write_down` (line 33) and \
                   task `block in Office::open` (line 35)";
    for (args, said) in [
        (&["--format", "svg"][..], svg),
        (&["--around", "src/lib.rs:34"], nearest),
        (
            &["--around", "src/lib.rs:1"],
            "nothing on the map stands at src/lib.rs:1; the nearest is lock `Office.berths` (line 13)",
        ),
        (&["--around", "src/quiet.rs:1"], "nothing on the map stands in src/quiet.rs"),
        (
            &["--around", "src/twins.rs:1"],
            "src/twins.rs:1 means several things on the map, thread `block in twins` at src/twins.rs:1:18",
        ),
        (&["--around", "src:1"], "src is a folder; name a file in it and a line"),
        (&["--around", "nosuch.rs:1"], "no such path: nosuch.rs"),
        (&["--around", "src/lib.rs"], "write a file and a line, as src/lib.rs:40"),
        (
            &["--around", "src/lib.rs:33", "--diff", "main"],
            "the argument '--around <FILE:LINE>' cannot be used with '--diff <REF|FOLDER>'",
        ),
        (
            &["--around", "src/lib.rs:33", "--format", "markdown"],
            "markdown lists what has changed; say since when, as --diff main",
        ),
        (
            &["--diff", "main", "--format", "html"],
            "a diff has no picture; print it as text, json or markdown, not html",
        ),
    ] {
        let run = scratch.run(&[&["map"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
    }
    let one = scratch.run(&["map", "--around", "src/twins.rs:1:44"]);
    assert!(one.stdout.starts_with("thread `block in twins` src/twins.rs:1:44"), "{}{}", one.stdout, one.stderr);
}

// ---- The picture --------------------------------------------------------------------------------------------------

#[derive(Clone, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

impl Area {
    fn holds(&self, other: &Area) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// The boxes of a picture, the whole first, and its texts, each as wide as the widest common font has it.
fn areas(picture: &str) -> (Vec<Area>, Vec<Area>) {
    let mut reader = quick_xml::Reader::from_str(picture);
    let (mut boxes, mut texts, mut open) = (Vec::new(), Vec::new(), None);
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Eof => return (boxes, texts),
            Event::Empty(tag) if tag.name().as_ref() == "rect" => {
                let [left, top, w, h] = ["x", "y", "width", "height"].map(|name| number(&tag, name));
                boxes.push(Area { left, top, right: left + w, bottom: top + h, text: String::new() });
            }
            Event::Start(tag) if tag.name().as_ref() == "text" => open = Some((number(&tag, "x"), number(&tag, "y"))),
            Event::Text(text) => {
                if let Some((left, base)) = open.take() {
                    let text = quick_xml::escape::unescape(&text).expect("its entities are known").into_owned();
                    let right = left + 7.4 * text.chars().count() as f64;
                    texts.push(Area { left, top: base - 10.0, right, bottom: base + 3.0, text });
                }
            }
            _ => {}
        }
    }
}

fn number(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> f64 {
    let value = tag.try_get_attribute(name).expect("it is XML").unwrap_or_else(|| panic!("{tag:?} has no {name}"));
    value.value.parse().expect("it is a number")
}

#[test]
fn a_picture_holds_its_texts() {
    let many: String =
        (0..90).map(|n| format!("pub fn lift_by_crane_{n}() {{\n    *LOAD.lock().unwrap() += 1;\n}}\n")).collect();
    let long = "a_name_that_is_far_longer_than_any_box_in_a_picture_may_be_wide_whatever_it_holds";
    let wide = "größe_の名前はとても長いのでこの箱には収まらないかもしれませんが切られるべきです_終わり";
    let lib = format!(
        "use std::sync::Mutex;\n\npub static LOAD: Mutex<u32> = Mutex::new(0);\n{many}\
         pub fn {long}() {{\n    std::thread::spawn(|| {wide}());\n}}\n\nfn {wide}() {{\n    \
         *LOAD.lock().unwrap() += 1;\n}}\n"
    );
    let start = 3 + 90 * 3 + 2;
    for (program, line) in [(QUAY, 33), (QUAY, 32), (QUAY, 14), (QUAY, 87), (&lib, 3), (&lib, start)] {
        let place = format!("src/lib.rs:{line}");
        let picture = package(program).run(&["map", "--around", &place, "--format", "svg"]).stdout;
        let (boxes, texts) = areas(&picture);
        assert!(boxes.len() > 2 && texts.len() > 3, "{place}: {picture}");
        for (n, text) in texts.iter().enumerate() {
            assert!(boxes[0].holds(text), "`{}` stands out of the picture", text.text);
            for one in &boxes[1..] {
                assert!(one.holds(text) || !one.meets(text), "`{}` crosses the side of {one:?}", text.text);
            }
            let other = texts[..n].iter().find(|other| other.meets(text));
            assert!(other.is_none(), "`{}` meets {other:?}", text.text);
        }
        for (n, one) in boxes[1..].iter().enumerate() {
            assert!(boxes[0].holds(one) && !boxes[1..=n].iter().any(|other| other.meets(one)), "{one:?}");
        }
    }
}

#[test]
fn a_picture_is_legible_in_light_and_dark() {
    let picture = package(QUAY).run(&["map", "--around", "src/lib.rs:33", "--format", "svg"]).stdout;
    let style = elements(&picture, "style")[0];
    let (light, dark) = style.split_once("@media (prefers-color-scheme:dark)").expect("it has both");
    for class in ["text", ".faint", ".ground", ".box", ".line", ".head", ".centre", ".reported"] {
        let is_there = |part: &str| part.contains(&format!("{class}{{"));
        assert!(is_there(light) && is_there(dark), "{class} has one colour for both");
    }
}
