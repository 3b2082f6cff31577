//! The language server as an editor meets it: a client that talks to the program over its standard input and output.

mod client;
mod scratch;

use std::fs;
use std::path::Path;
use std::time::Duration;

use conclint::lint::{Family, Lint};
use conclint::lints::{ALL, named};
use serde_json::{Value, json};

use client::{Client, edit, range, scratch_uri, with_related};
use scratch::{DENIED, LIB, MANIFEST, QUIET, Scratch, WARNED};

/// A package with a warning, an error, and a file in which nothing is found.
fn harbour() -> Scratch {
    Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        ("src/quay.rs", WARNED),
        ("src/tower.rs", DENIED),
        ("src/yard.rs", QUIET),
    ])
}

/// The page of a lint, as its room has it.
fn page(name: &str) -> &'static str {
    named(name).expect("there is such a lint").page
}

/// Where the page of a lint can be read.
fn url_of(name: &str) -> String {
    named(name).expect("there is such a lint").url()
}

// ---- Diagnostics --------------------------------------------------------------------------------------------------

#[test]
fn a_finding_is_shown_with_all_that_belongs_to_it() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    let shown = client.diagnostics("src/quay.rs");
    assert_eq!(shown["version"], 1);
    let [found] = shown["diagnostics"].as_array().expect("a list").as_slice() else { panic!("one finding: {shown}") };
    assert_eq!(found["range"], range((12, 16), (12, 46)));
    assert_eq!(found["severity"], 2, "a warning");
    assert_eq!((&found["code"], &found["source"]), (&json!("timer-reset"), &json!("conclint")));
    assert_eq!(found["codeDescription"]["href"], url_of("timer-reset"), "the code is a link to the page");
    let message = found["message"].as_str().expect("a text");
    assert!(message.starts_with("this timer starts from zero in every iteration"), "{message}");
    assert!(message.contains("\nhelp: make one interval before the loop"), "{message}");
    assert!(message.contains("\n    let mut ticks = tokio::time::interval"), "{message}");
    let related: Vec<(&str, &Value)> = found["relatedInformation"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["message"].as_str().unwrap_or_default(), &one["location"]["range"]["start"]["line"]))
        .collect();
    assert_eq!(
        related,
        [
            ("the timer is made again in every iteration", &json!(12)),
            ("each iteration of this loop", &json!(6)),
            ("whenever this completes first, the time already waited is lost", &json!(8)),
        ],
        "the evidence in order"
    );
    assert_eq!(found["relatedInformation"][0]["location"]["uri"], client.uri("src/quay.rs"));
    client.quit();
}

#[test]
fn the_other_files_of_the_package_are_shown_and_cleared() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", QUIET);
    assert_eq!(client.codes("src/yard.rs"), [""; 0]);
    assert_eq!(client.codes("src/quay.rs"), ["timer-reset"]);
    let shown = client.diagnostics("src/tower.rs");
    assert_eq!(shown["diagnostics"][0]["severity"], 1, "an error");
    assert_eq!(shown.get("version"), None, "it is not open");

    scratch.write("src/tower.rs", QUIET);
    client.changed_on_disk("src/tower.rs");
    assert_eq!(client.codes("src/tower.rs"), [""; 0]);
    client.quit();
}

#[test]
fn unsaved_text_is_judged() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", QUIET);
    assert_eq!(client.codes("src/yard.rs"), [""; 0]);
    client.change("src/yard.rs", 2, json!([{ "text": DENIED }]));
    let shown = client.diagnostics("src/yard.rs");
    assert_eq!((&shown["version"], &shown["diagnostics"][0]["code"]), (&json!(2), &json!("closed-channel-spin")));
    client.quit();
}

#[test]
fn of_many_changes_the_last_is_judged() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", QUIET);
    assert_eq!(client.diagnostics("src/yard.rs")["version"], 1);
    for version in 2..30 {
        let text = if version % 2 == 0 { DENIED } else { QUIET };
        client.change("src/yard.rs", version, json!([{ "text": text }]));
    }
    client.change("src/yard.rs", 30, json!([{ "text": DENIED }]));
    let shown = loop {
        let shown = client.diagnostics("src/yard.rs");
        if shown["version"] == 30 {
            break shown;
        }
    };
    assert_eq!(shown["diagnostics"][0]["code"], "closed-channel-spin");
    client.quit();
}

#[test]
fn saving_is_no_reason_to_wait() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", QUIET);
    client.diagnostics("src/yard.rs");
    client.change("src/yard.rs", 2, json!([{ "text": WARNED }]));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": client.uri("src/yard.rs") } }));
    assert_eq!(client.codes("src/yard.rs"), ["timer-reset"]);
    client.quit();
}

#[test]
fn questions_are_answered_while_files_are_judged() {
    let scratch = harbour();
    let modules: String = (0..150).map(|n| format!("pub mod m{n};\n")).collect();
    scratch.write("src/lib.rs", &modules);
    for n in 0..150 {
        scratch.write(&format!("src/m{n}.rs"), &WARNED.repeat(10));
    }
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", "// conclint: allow(timer-reset) -- it is fine\n");
    let hover = client.hover("src/yard.rs", 0, 20);
    assert!(hover["contents"]["value"].as_str().is_some_and(|page| page.starts_with("# timer-reset")), "{hover}");
    assert!(client.unread("textDocument/publishDiagnostics").is_none(), "the judging took no time at all");
    assert_eq!(client.diagnostics("src/m149.rs")["diagnostics"].as_array().map(Vec::len), Some(10));
    client.quit();
}

#[test]
fn a_client_that_shows_no_related_places_reads_them_in_the_message() {
    let scratch = harbour();
    let mut client = Client::start_with(&scratch, &[], json!({}));
    client.open("src/quay.rs", WARNED);
    let shown = client.diagnostics("src/quay.rs");
    let message = shown["diagnostics"][0]["message"].as_str().expect("a text").to_owned();
    assert!(message.contains("\nnote: src/quay.rs:7: each iteration of this loop\n"), "{message}");
    assert_eq!(shown["diagnostics"][0].get("relatedInformation"), None);
    assert_eq!(shown["diagnostics"][0].get("codeDescription"), None, "nor links of codes");
    client.quit();
}

#[test]
fn levels_are_those_of_the_command_line() {
    let scratch = harbour();
    let mut client = Client::start_with(&scratch, &["-D", "warnings", "-A", "closed-channel-spin"], json!({}));
    client.open("src/quay.rs", WARNED);
    assert_eq!(client.diagnostics("src/quay.rs")["diagnostics"][0]["severity"], 1);
    client.open("src/tower.rs", DENIED);
    assert_eq!(client.codes("src/tower.rs"), [""; 0]);
    client.quit();
}

#[test]
fn what_a_baseline_holds_back_is_not_shown() {
    let scratch = harbour();
    scratch.run(&["--write-baseline"]);
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    assert_eq!(client.codes("src/quay.rs"), [""; 0]);
    client.change(
        "src/quay.rs",
        2,
        json!([{ "text": format!("{WARNED}{}", DENIED.replace("use tokio::sync::mpsc;", "")) }]),
    );
    assert_eq!(client.codes("src/quay.rs"), ["closed-channel-spin"], "only what is new");
    client.quit();
}

#[test]
fn a_file_without_a_package_is_judged_alone() {
    let scratch = Scratch::new(&[("a.rs", DENIED), ("b.rs", DENIED)]);
    let mut client = Client::start(&scratch);
    client.open("a.rs", DENIED);
    assert_eq!(client.codes("a.rs"), ["closed-channel-spin"]);
    client.hover("a.rs", 0, 0);
    assert!(client.unread("textDocument/publishDiagnostics").is_none(), "nothing is said of b.rs");
    client.quit();
}

#[test]
fn the_other_packages_of_the_workspace_are_known() {
    let rigging = "use std::future::Future;\n\npub fn hoist<F: Future<Output = ()> + Send + 'static>(work: F) {\n    tokio::spawn(work);\n}\n";
    let dependency = "\n[dependencies]\nrigging = { path = \"../rigging\" }\n";
    let scratch = Scratch::new(&[
        ("rigging/Cargo.toml", &MANIFEST.replace("harbour", "rigging")),
        ("rigging/src/lib.rs", rigging),
        ("ship/Cargo.toml", &format!("{MANIFEST}{dependency}")),
        ("ship/src/lib.rs", SAIL),
    ]);
    let mut client = Client::start(&scratch);
    client.open("ship/src/lib.rs", SAIL);
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"]);
    client.quit();
}

/// A ship that starts an endless task through a sibling, all of it written some time ago.
fn rigged() -> Scratch {
    let dependency = "\n[dependencies]\nrigging = { path = \"../rigging\" }\n";
    let scratch = Scratch::new(&[
        ("rigging/Cargo.toml", &MANIFEST.replace("harbour", "rigging")),
        ("rigging/src/lib.rs", &rigging("tokio::spawn")),
        ("ship/Cargo.toml", &format!("{MANIFEST}{dependency}")),
        ("ship/src/lib.rs", SAIL),
    ]);
    age(&scratch, "rigging/src/lib.rs", 60);
    scratch
}

const SAIL: &str = "pub struct Ship;\n\nimpl Ship {\n    pub fn sail(&self, knots: u32) {\n        rigging::hoist(async move {\n            loop {\n                tokio::task::yield_now().await;\n                println!(\"{knots} knots\");\n            }\n        });\n    }\n}\n";

fn rigging(start: &str) -> String {
    format!(
        "use std::future::Future;\n\npub fn hoist<F: Future<Output = ()> + Send + 'static>(work: F) {{\n    {start}(work);\n}}\n"
    )
}

/// Has a file look as if it had been written so many seconds ago.
fn age(scratch: &Scratch, path: &str, seconds: u64) {
    let file = fs::File::options().write(true).open(scratch.path(path)).expect("it was written");
    let noon = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    file.set_modified(noon - Duration::from_secs(seconds)).expect("its times can be set");
}

/// The lints of what is shown once this version of the ship is judged.
fn codes_at(client: &mut Client<'_>, version: i32) -> Vec<String> {
    client.change("ship/src/lib.rs", version, json!([{ "text": format!("{SAIL}{}", "\n".repeat(version as usize)) }]));
    let shown = client.wait("textDocument/publishDiagnostics", |shown| shown["version"] == version);
    let all = shown["diagnostics"].as_array().expect("a list").iter();
    all.map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_sibling_is_read_again_when_its_file_looks_changed() {
    let scratch = rigged();
    let mut client = Client::start(&scratch);
    client.open("ship/src/lib.rs", SAIL);
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"]);
    scratch.write("rigging/src/lib.rs", &rigging("mem::forget2"));
    age(&scratch, "rigging/src/lib.rs", 60);
    assert_eq!(codes_at(&mut client, 2), ["detached-spawn"], "of the same length and age it is not read again");
    age(&scratch, "rigging/src/lib.rs", 59);
    assert_eq!(codes_at(&mut client, 3), [""; 0], "it is of another age");
    scratch.write("rigging/conclint.toml", "[[spawn]]\npath = \"crate::hoist\"\n");
    assert_eq!(codes_at(&mut client, 4), ["detached-spawn"], "its configuration says so");
    client.quit();
}

#[test]
fn a_change_of_a_sibling_on_the_disk_has_its_users_judged() {
    let scratch = rigged();
    let mut client = Client::start(&scratch);
    client.open("ship/src/lib.rs", SAIL);
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"]);
    scratch.write("rigging/src/lib.rs", &rigging("drop"));
    client.changed_on_disk("rigging/src/lib.rs");
    assert_eq!(client.codes("ship/src/lib.rs"), [""; 0]);
    scratch.write("rigging/src/lib.rs", &rigging("tokio::spawn"));
    client.changed_on_disk("rigging/src/lib.rs");
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"]);
    client.quit();
}

#[test]
fn an_open_document_of_a_sibling_counts_as_it_is_in_the_client() {
    let scratch = rigged();
    let mut client = Client::start(&scratch);
    client.open("ship/src/lib.rs", SAIL);
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"]);
    client.open("rigging/src/lib.rs", &rigging("drop"));
    assert_eq!(client.codes("rigging/src/lib.rs"), [""; 0]);
    assert_eq!(codes_at(&mut client, 2), [""; 0]);
    client.change("rigging/src/lib.rs", 2, json!([{ "text": rigging("tokio::spawn") }]));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": client.uri("rigging/src/lib.rs") } }));
    assert_eq!(client.codes("ship/src/lib.rs"), ["detached-spawn"], "its users are judged when it is saved");
    client.change("rigging/src/lib.rs", 3, json!([{ "text": rigging("drop") }]));
    assert_eq!(codes_at(&mut client, 3), [""; 0]);
    client.close("rigging/src/lib.rs");
    assert_eq!(codes_at(&mut client, 4), ["detached-spawn"], "closed, it counts as it is on the disk");
    client.quit();
}

#[test]
fn places_in_a_sibling_are_shown_as_related() {
    let farm = "use std::sync::Mutex;\n\npub struct Farm {\n    pub eggs: Mutex<u32>,\n}\n\nimpl Farm {\n    pub fn lay(&self) {\n        *self.eggs.lock().unwrap() += 1;\n    }\n}\n";
    let sell = "pub fn sell(farm: &farm::Farm) {\n    let eggs = farm.eggs.lock().unwrap();\n    farm.lay();\n    drop(eggs);\n}\n";
    let scratch = Scratch::new(&[
        ("farm/Cargo.toml", &MANIFEST.replace("harbour", "farm")),
        ("farm/src/lib.rs", farm),
        ("market/Cargo.toml", &format!("{MANIFEST}\n[dependencies]\nfarm = {{ path = \"../farm\" }}\n")),
        ("market/src/lib.rs", sell),
    ]);
    age(&scratch, "farm/src/lib.rs", 60);
    let mut client = Client::start(&scratch);
    client.open("market/src/lib.rs", sell);
    for version in 1..3 {
        let shown = client.wait("textDocument/publishDiagnostics", |shown| shown["version"] == version);
        let related = &shown["diagnostics"][0]["relatedInformation"][2];
        assert_eq!(related["location"]["uri"], client.uri("farm/src/lib.rs"), "{shown}");
        assert_eq!(related["location"]["range"], range((8, 19), (8, 23)), "{shown}");
        client.change("market/src/lib.rs", 2, json!([{ "text": sell }]));
    }
    client.quit();
}

#[test]
fn what_could_not_be_read_is_logged_once() {
    let scratch = harbour();
    std::fs::write(scratch.path("src/blob.rs"), b"\xff\n").expect("the folder can be written to");
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    let log = client.wait("window/logMessage", |_| true);
    assert!(log["message"].as_str().is_some_and(|text| text.contains("it is not UTF-8")), "{log}");
    client.change("src/quay.rs", 2, json!([{ "text": QUIET }]));
    client.wait("textDocument/publishDiagnostics", |shown| shown["version"] == 2);
    client.hover("src/quay.rs", 0, 0);
    assert!(client.unread("window/logMessage").is_none());
    client.quit();
}

#[test]
fn the_configuration_is_in_force_and_said_when_it_is_wrong() {
    let scratch = harbour();
    scratch.write("conclint.toml", "levels = { timer-reset = \"deny\" }\nexclude = [\"src/tower.rs\"]\n");
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    client.open("src/tower.rs", DENIED);
    client.wait("textDocument/publishDiagnostics", |shown| shown["diagnostics"][0]["severity"] == 1);
    assert_eq!(client.codes("src/tower.rs"), [""; 0]);

    scratch.write("conclint.toml", "levels = { timer-rest = \"deny\" }\n");
    client.changed_on_disk("conclint.toml");
    let said = client.wait("window/showMessage", |_| true);
    assert_eq!(said["type"], 1, "an error");
    assert!(said["message"].as_str().is_some_and(|text| text.contains("did you mean `timer-reset`?")), "{said}");
    client.hover("src/quay.rs", 0, 0);
    let shown = client.unread("textDocument/publishDiagnostics");
    assert!(shown.is_none_or(|shown| shown["params"]["uri"] != scratch_uri(&scratch, "src/quay.rs")), "{shown:?}");

    scratch.write("conclint.toml", "levels = { timer-reset = \"allow\" }\n");
    client.changed_on_disk("conclint.toml");
    client.wait("textDocument/publishDiagnostics", |shown| {
        shown["uri"] == scratch_uri(&scratch, "src/quay.rs") && shown["diagnostics"] == json!([])
    });
    assert_eq!(client.codes("src/tower.rs"), ["closed-channel-spin"], "it is excluded no longer");
    client.quit();
}

#[test]
fn a_rule_of_the_map_is_shown_while_a_file_is_edited() {
    let scratch = harbour();
    scratch.write(
        "conclint.toml",
        "[[map.rule]]\nname = \"owned\"\nreason = \"shutdown waits for them\"\nevery-task-owned = true\n",
    );
    let starts = "pub fn light() {\n    std::thread::spawn(|| println!(\"lit\"));\n}\n";
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", starts);
    let shown = client.wait("textDocument/publishDiagnostics", |shown| shown["diagnostics"] != json!([]));
    let first = &shown["diagnostics"][0];
    assert_eq!((&first["code"], &first["severity"]), (&json!("map-rule"), &json!(1)));
    let message = first["message"].as_str().expect("it has a message");
    assert!(message.contains("against the rule `owned`: shutdown waits for them"), "{message}");
    scratch.write("conclint.toml", "");
    client.changed_on_disk("conclint.toml");
    client.wait("textDocument/publishDiagnostics", |shown| shown["diagnostics"] == json!([]));
    client.quit();
}

// ---- Positions ----------------------------------------------------------------------------------------------------

#[test]
fn columns_are_counted_as_client_and_server_agreed() {
    let text = DENIED.replace("    loop {", "    /* Kräne 😀 */ loop {");
    let before = "    /* Kräne 😀 */ ";
    let offers = json!({ "general": { "positionEncodings": ["utf-32", "utf-8", "utf-16"] } });
    let units = |encoding: &str| match encoding {
        "utf-8" => before.len(),
        _ => before.encode_utf16().count(),
    };
    for (capabilities, encoding) in [(offers, "utf-8"), (json!({}), "utf-16")] {
        let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &text)]);
        let mut client = Client::start_with(&scratch, &[], with_related(capabilities));
        assert_eq!(client.welcome["capabilities"]["positionEncoding"], encoding);
        client.open("src/lib.rs", &text);
        let found = client.diagnostics("src/lib.rs")["diagnostics"][0].clone();
        let loops = found["relatedInformation"].as_array().expect("a list").iter();
        let columns: Vec<&Value> = loops
            .map(|one| &one["location"]["range"]["start"])
            .chain([&found["range"]["start"]])
            .filter(|start| start["line"] == 3)
            .map(|start| &start["character"])
            .collect();
        assert!(!columns.is_empty(), "something is said of the loop: {found}");
        assert!(columns.iter().all(|column| **column == units(encoding)), "{encoding}: {columns:?}");

        let end = units(encoding) + "loop".len();
        let whole = json!([{ "range": range((3, units(encoding)), (3, end)), "text": "while false" }]);
        client.change("src/lib.rs", 2, whole);
        assert_eq!(client.codes("src/lib.rs"), [""; 0], "the loop was replaced, and nothing beside it");
        client.quit();
    }
}

// ---- Actions ------------------------------------------------------------------------------------------------------

#[test]
fn a_finding_can_be_allowed_with_a_comment() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    let shown = client.diagnostics("src/quay.rs");
    let actions = client.actions("src/quay.rs", range((12, 20), (12, 20)), json!(null));
    let allow =
        actions.iter().find(|a| a["title"] == "Allow `timer-reset` here with a comment").expect("it is offered");
    assert_eq!((&allow["kind"], &allow["diagnostics"]), (&json!("quickfix"), &shown["diagnostics"]));
    let change = &allow["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": client.uri("src/quay.rs"), "version": 1 }));
    let edited = edit(WARNED, &change["edits"]);
    let line = "            // conclint: allow(timer-reset) -- ";
    assert_eq!(edited.lines().nth(12), Some(line));
    assert_eq!(edited.replace(&format!("{line}\n"), ""), WARNED, "nothing else changes");

    assert!(client.actions("src/quay.rs", range((0, 0), (0, 3)), json!(null)).is_empty(), "no finding is there");
    assert!(client.actions("src/quay.rs", range((12, 20), (12, 20)), json!(["source"])).is_empty());
    assert!(!client.actions("src/quay.rs", range((12, 20), (12, 20)), json!(["quickfix"])).is_empty());
    client.quit();
}

#[test]
fn the_comment_allows_the_finding_wherever_it_stands() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    let inside =
        DENIED.replace("        if let", "        if jobs.is_empty() {\n            continue;\n        } else if let");
    let later = DENIED
        .replace("if let Some(job) = jobs.recv().await", "if let Some(job) =\n            jobs.recv().await\n       ");
    for text in [DENIED.to_owned(), inside, later] {
        client.open("src/tower.rs", &text);
        let shown = client.diagnostics("src/tower.rs");
        assert_eq!(shown["diagnostics"].as_array().map(Vec::len), Some(1), "{text}");
        let at = &shown["diagnostics"][0]["range"];
        let actions = client.actions("src/tower.rs", at.clone(), json!(null));
        let is_allow = |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with("Allow"));
        let edits = &actions.iter().find(is_allow).expect("it is offered")["edit"]["documentChanges"][0]["edits"];
        let edited = edit(&text, edits).replace("-- ", "-- the sender outlives us");
        client.change("src/tower.rs", 2, json!([{ "text": edited }]));
        assert_eq!(client.codes("src/tower.rs"), [""; 0], "{edited}");
        client.close("src/tower.rs");
        client.wait("textDocument/publishDiagnostics", |shown| {
            shown["uri"] == scratch_uri(&scratch, "src/tower.rs") && shown.get("version").is_none()
        });
    }
    client.quit();
}

/// What a room has before and after fixing, without the marks: how far fixing must go for each finding, line by line.
fn room(lint: &Lint) -> Option<(String, String, Vec<&'static str>)> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(lint.name.replace('-', "_"));
    let marked = fs::read_to_string(room.join("before.rs")).ok()?;
    let after = fs::read_to_string(room.join("after.rs")).expect("what has a before has an after");
    let before = marked.lines().map(|line| line.split(" //~ ").next().unwrap_or(line).to_owned() + "\n").collect();
    let marks = marked.lines().filter_map(|line| line.split_once(" //~ "));
    Some((before, after, marks.map(|(_, far)| if far == "--fix" { "safe" } else { "risky" }).collect()))
}

/// A file without imports and empty lines: a quick fix mends one finding, and imports that have lost their last use stay.
fn without_imports(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("use "));
    code.map(|line| format!("{line}\n")).collect()
}

#[test]
fn quick_fixes_make_of_before_what_stands_in_after() {
    let rooms = ALL.iter().filter_map(|lint| Some((lint, room(lint)?)));
    for (lint, (before, after, marks)) in rooms {
        let scratch = Scratch::new(&[("before.rs", &before)]);
        // A lint about comments has nothing to say of those that name a lint which is off.
        let levels = if lint.family == Family::Meta { vec![] } else { vec!["-A", "all", "-W", lint.name] };
        let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
        let mut client = Client::start_with(&scratch, &levels, with_related(capabilities));
        client.open("before.rs", &before);
        let mut text = before;
        for version in 1.. {
            client.wait("textDocument/publishDiagnostics", |shown| shown["version"] == version);
            let whole = range((0, 0), (text.lines().count(), 0));
            let mut fixes = client.actions("before.rs", whole, json!(["quickfix"]));
            fixes.retain(|action| !action["title"].as_str().is_some_and(|title| title.starts_with("Allow")));
            if version == 1 {
                let far = |fix: &Value| if fix["isPreferred"] == true { "safe" } else { "risky" };
                assert_eq!(fixes.iter().map(far).collect::<Vec<_>>(), marks, "{}: what is offered", lint.name);
            }
            let Some(fix) = fixes.first() else { break };
            assert!(version as usize <= marks.len(), "{}: a fix does not mend in\n{text}", lint.name);
            text = edit(&text, &fix["edit"]["documentChanges"][0]["edits"]);
            client.change("before.rs", version + 1, json!([{ "text": text }]));
        }
        assert_eq!(without_imports(&text), without_imports(&after), "{}", lint.name);
        client.quit();
    }
}

#[test]
fn no_action_is_offered_for_a_text_that_was_not_judged_yet() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    client.diagnostics("src/quay.rs");
    client.change("src/quay.rs", 2, json!([{ "text": format!("\n{WARNED}") }]));
    assert!(client.actions("src/quay.rs", range((0, 0), (20, 0)), json!(null)).is_empty());
    client.diagnostics("src/quay.rs");
    assert!(!client.actions("src/quay.rs", range((0, 0), (20, 0)), json!(null)).is_empty());
    client.quit();
}

#[test]
fn a_client_without_versions_gets_plain_changes() {
    let scratch = harbour();
    let mut client = Client::start_with(&scratch, &[], json!({}));
    let windows = WARNED.replace('\n', "\r\n");
    client.open("src/quay.rs", &windows);
    client.diagnostics("src/quay.rs");
    let actions = client.actions("src/quay.rs", range((12, 20), (12, 20)), json!(null));
    let is_allow = |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with("Allow"));
    let allow = actions.iter().find(is_allow).expect("a finding can be allowed");
    let edits = &allow["edit"]["changes"][client.uri("src/quay.rs")];
    assert_eq!(
        edits[0]["newText"], "            // conclint: allow(timer-reset) -- \r\n",
        "line breaks are the file's"
    );
    client.quit();
}

// ---- Pages --------------------------------------------------------------------------------------------------------

#[test]
fn pages_are_shown_for_findings_and_for_names_in_comments() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    let text = format!("// conclint: allow(closed-channel-spin) -- never closed\n{WARNED}// timer-reset\n");
    client.open("src/quay.rs", &text);
    client.diagnostics("src/quay.rs");

    let on_name = client.hover("src/quay.rs", 0, 25);
    assert_eq!(on_name["contents"]["kind"], "markdown");
    assert_eq!(on_name["contents"]["value"], page("closed-channel-spin"));
    assert_eq!(on_name["range"], range((0, 19), (0, 38)));

    let on_finding = client.hover("src/quay.rs", 13, 20);
    assert_eq!(on_finding["contents"]["value"], page("timer-reset"));
    assert_eq!(on_finding["range"], range((13, 16), (13, 46)));

    let beside_name = client.hover("src/quay.rs", 0, 15);
    let idle = page("unused-suppression");
    assert_eq!(
        beside_name["contents"]["value"], idle,
        "beside the name the finding is that the comment allows nothing"
    );
    assert_eq!(client.hover("src/quay.rs", 5, 3), Value::Null);
    assert_eq!(client.hover("src/quay.rs", 17, 6), Value::Null, "that comment does not speak to conclint");
    assert_eq!(client.hover("src/quay.rs", 99, 99), Value::Null);
    client.quit();
}

// ---- The map ------------------------------------------------------------------------------------------------------

#[test]
fn a_spawn_tells_who_owns_its_task_how_often_it_starts_and_how_it_ends() {
    let scratch = harbour();
    let text = "use tokio::sync::mpsc;\n\npub fn open() -> mpsc::Sender<u8> {\n    let (ships, mut arrivals) = mpsc::channel(16);\n    tokio::spawn(async move {\n        while let Some(ship) = arrivals.recv().await {\n            println!(\"{ship}\");\n        }\n    });\n    ships\n}\n";
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", text);
    client.diagnostics("src/yard.rs");

    let on_spawn = client.hover("src/yard.rs", 4, 10);
    let told = "```text\ntask `block in open` 5:5: one for each call, without owner, \
                ends when what it receives from closes (line 6)\n";
    assert!(on_spawn["contents"]["value"].as_str().is_some_and(|text| text.starts_with(told)), "{on_spawn}");
    assert_eq!(on_spawn["range"], range((4, 4), (4, 16)));
    let on_channel = client.hover("src/yard.rs", 3, 40);
    let shown = on_channel["contents"]["value"].as_str().expect("a text");
    assert!(shown.contains("channel `ships/arrivals`") && shown.contains("received from by task `block in open`"));
    assert_eq!(client.hover("src/yard.rs", 4, 20), Value::Null, "the task's code begins behind what starts it");
    assert_eq!(client.hover("src/yard.rs", 9, 5), Value::Null, "nothing begins here");

    let endless = text.replace("async move {", "async move {loop {}");
    client.change("src/yard.rs", 2, json!([{ "text": endless }]));
    let after = client.hover("src/yard.rs", 4, 10);
    assert!(after["contents"]["value"].as_str().is_some_and(|text| text.contains("never ends")), "{after}");
    client.quit();
}

#[test]
fn questions_that_wait_for_one_map_are_all_answered() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/lib.rs", "pub fn go() {\n    std::thread::spawn(|| loop {});\n}\n");
    let asked = client.position("src/lib.rs", 1, 8);
    let asked: Vec<i32> = (0..3).map(|_| client.begin("textDocument/hover", asked.clone())).collect();
    let answers: Vec<Value> = asked.into_iter().map(|id| client.answer(id)["result"].clone()).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0] && !answer.is_null()), "{answers:?}");
    client.quit();
}

// ---- Documents and folders ----------------------------------------------------------------------------------------

#[test]
fn closing_clears() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/quay.rs", WARNED);
    assert_eq!(client.codes("src/quay.rs"), ["timer-reset"]);
    assert_eq!(client.codes("src/tower.rs"), ["closed-channel-spin"]);
    client.close("src/quay.rs");
    assert_eq!(client.codes("src/quay.rs"), [""; 0]);
    assert_eq!(client.codes("src/tower.rs"), [""; 0], "no document of the package is open any more");
    client.quit();
}

#[test]
fn a_closed_document_counts_as_it_is_on_the_disk() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.open("src/yard.rs", DENIED);
    assert_eq!(client.codes("src/yard.rs"), ["closed-channel-spin"]);
    client.open("src/lib.rs", LIB);
    client.diagnostics("src/lib.rs");
    client.close("src/yard.rs");
    client.wait("textDocument/publishDiagnostics", |shown| {
        shown["uri"] == scratch_uri(&scratch, "src/yard.rs") && shown["diagnostics"] == json!([])
    });
    client.quit();
}

#[test]
fn of_a_package_outside_the_workspace_only_open_documents_are_shown() {
    let scratch = harbour();
    for file in ["Cargo.toml", "src/lib.rs", "src/quay.rs", "src/tower.rs", "src/yard.rs"] {
        let text = std::fs::read_to_string(scratch.path(file)).expect("it was written");
        scratch.write(&format!("registry/{file}"), &text);
    }
    scratch.write("work/Cargo.toml", MANIFEST);
    let mut client = Client::start_in(&scratch, "work", &[], with_related(json!({})));
    client.open("registry/src/quay.rs", WARNED);
    assert_eq!(client.codes("registry/src/quay.rs"), ["timer-reset"]);
    client.hover("registry/src/quay.rs", 0, 0);
    assert!(client.unread("textDocument/publishDiagnostics").is_none(), "nothing is said of tower.rs");

    let folder = json!({ "uri": client.uri("registry"), "name": "registry" });
    let event = json!({ "event": { "added": [folder], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(client.codes("registry/src/tower.rs"), ["closed-channel-spin"]);
    client.quit();
}

#[test]
fn a_new_manifest_makes_a_new_package() {
    let scratch = Scratch::new(&[("src/lib.rs", "pub mod tower;\n"), ("src/tower.rs", DENIED)]);
    let mut client = Client::start(&scratch);
    client.open("src/lib.rs", "pub mod tower;\n");
    assert_eq!(client.codes("src/lib.rs"), [""; 0]);
    scratch.write("Cargo.toml", MANIFEST);
    client.changed_on_disk("Cargo.toml");
    assert_eq!(client.codes("src/tower.rs"), ["closed-channel-spin"]);
    client.quit();
}

#[test]
fn what_is_no_rust_file_is_left_alone() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    let item = |uri: &str, language: &str| json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": DENIED } });
    client.notify("textDocument/didOpen", item("untitled:Untitled-1", "rust"));
    client.notify("textDocument/didOpen", item(&client.uri("notes.txt"), "plaintext"));
    assert_eq!(client.hover("notes.txt", 0, 0), Value::Null);
    client.open("src/yard.rs", QUIET);
    client.diagnostics("src/yard.rs");
    client.quit();
}

// ---- The protocol -------------------------------------------------------------------------------------------------

#[test]
fn a_client_that_can_watch_files_is_asked_to() {
    let scratch = harbour();
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start_with(&scratch, &[], capabilities);
    let asked = client.wait("client/registerCapability", |_| true);
    let registration = &asked["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert!(registration["registerOptions"]["watchers"].as_array().is_some_and(|list| !list.is_empty()), "{asked}");
    client.send(json!({ "jsonrpc": "2.0", "id": 1, "result": null }));
    client.quit();
}

#[test]
fn a_session_that_ends_in_order_is_a_success() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    assert_eq!(client.request("shutdown", json!(null)), Value::Null);
    let late = client.ask("textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600, "nothing is asked after a shutdown");
    client.notify("exit", json!(null));
    assert_eq!(client.ended(), (0, String::new()));
}

#[test]
fn a_session_that_breaks_off_is_a_failure() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    client.notify("exit", json!(null));
    assert_eq!(client.ended(), (1, String::new()));

    let mut client = Client::start(&scratch);
    client.stdin = None;
    assert_eq!(client.ended(), (1, String::new()));
}

#[test]
fn what_is_no_message_is_answered_with_a_sentence() {
    let scratch = harbour();
    for input in ["hello\r\n\r\n", "Content-Length: 9\r\n\r\nnot json!", "Content-Length: x\r\n\r\n", "\r\n\r\n"] {
        let mut client = Client::start(&scratch);
        client.raw(input.as_bytes());
        let (code, stderr) = client.ended();
        assert_eq!((code, stderr.lines().count()), (2, 1), "{input:?}: {stderr}");
        assert!(stderr.starts_with("conclint: the input is no message of the language server protocol"), "{stderr}");
    }
}

#[test]
fn parameters_that_make_no_sense_do_not_end_the_session() {
    let scratch = harbour();
    let mut client = Client::start(&scratch);
    assert_eq!(client.ask("textDocument/hover", json!({ "position": 7 }))["error"]["code"], -32602);
    assert_eq!(client.ask("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(client.ask("initialize", json!({ "capabilities": {} }))["error"]["code"], -32600);
    client.notify("textDocument/didOpen", json!({ "textDocument": "src/quay.rs" }));
    client.notify("textDocument/didChange", json!([1, 2]));
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.change("src/never-opened.rs", 2, json!([{ "text": "" }]));
    client.close("src/never-opened.rs");
    client.open("src/quay.rs", WARNED);
    assert_eq!(client.codes("src/quay.rs"), ["timer-reset"]);
    client.request("shutdown", json!(null));
    client.notify("exit", json!(null));
    let (code, stderr) = client.ended();
    assert_eq!(code, 0);
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert!(lines[0].starts_with("conclint: `textDocument/didOpen` was left out"), "{stderr}");
    assert!(lines[1].starts_with("conclint: `textDocument/didChange` was left out"), "{stderr}");
}

#[test]
fn nothing_is_answered_before_the_session_begins() {
    let scratch = harbour();
    let mut client = Client::spawn(&scratch, &[]);
    client.notify("textDocument/didOpen", json!({}));
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    let answer = client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(answer["result"]["serverInfo"]["name"], "conclint");
    client.notify("exit", json!(null));
    assert_eq!(client.ended().0, 1);
}
