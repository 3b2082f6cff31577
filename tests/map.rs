//! `conclint map`: what is on it, how it is printed, and what is said of wrong words.

mod scratch;

use std::collections::BTreeSet;
use std::path::Path;

use scratch::*;
use serde_json::Value;

/// A program that has each kind of node.
const QUAY: &str = include_str!("map/quay.rs");

const SCHEMA: &str = "docs/map.schema.json";

fn quay() -> Scratch {
    package(QUAY)
}

fn nodes(map: &Value) -> Vec<&Value> {
    map["nodes"].as_array().expect("a map has nodes").iter().collect()
}

/// The edges as "kind: from -> to", without places.
fn edges(map: &Value) -> BTreeSet<String> {
    let name = |id: &Value| {
        let node = nodes(map).into_iter().find(|node| node["id"] == *id);
        node.map_or("?".to_owned(), |node| format!("{} {}", word(&node["kind"]), word(&node["name"])))
    };
    let all = map["edges"].as_array().expect("a map has edges");
    all.iter()
        .map(|edge| format!("{}: {} -> {}", word(&edge["kind"]), name(&edge["from"]), name(&edge["to"])))
        .collect()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// The one node of this kind and name.
fn node<'m>(map: &'m Value, kind: &str, name: &str) -> &'m Value {
    let fits = |node: &&Value| node["kind"] == kind && node["name"] == name;
    let found: Vec<&Value> = nodes(map).into_iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "there is one {kind} {name}: {found:?}");
    found[0]
}

#[test]
fn the_text_is_a_tree() {
    let run = quay().run(&["map"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    snapshot("map-text", &run.stdout);
}

#[test]
fn the_data_has_every_node_and_edge() {
    let scratch = quay();
    let run = scratch.run(&["map", "--format", "json"]);
    snapshot("map-json", &run.stdout);
    let map: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let kinds: BTreeSet<&str> = nodes(&map).into_iter().map(|node| word(&node["kind"])).collect();
    let wanted = ["channel", "function", "lock", "semaphore", "set", "task", "thread", "timer", "token"];
    assert_eq!(kinds, wanted.into_iter().collect());
    let edges = edges(&map);
    for wanted in [
        "starts: function Office::open -> task write_down",
        "receives: task write_down -> channel ships/arrivals",
        "awaits: task write_down -> token Office.stop",
        "cancels: function Office::close -> token Office.stop",
        "holds-while: lock Office.berths -> lock Office.log",
        "takes: function Office::moor -> lock Office.berths",
        "takes: task block in unload -> semaphore cranes",
        "joins: function unload -> set work",
        "sends: function ask -> ?",
        "receives: function ask -> channel answer/told",
    ] {
        assert!(edges.contains(wanted), "{wanted} is not among {edges:#?}");
    }
}

#[test]
fn a_task_says_who_has_it_and_how_it_ends() {
    let map = quay().json(&["map"]);
    let clerk = &node(&map, "task", "write_down")["task"];
    assert_eq!(clerk["owner"], serde_json::json!({ "kind": "field", "name": "Office.clerk" }));
    let ways: Vec<&str> = clerk["ends"].as_array().expect("a list").iter().map(|end| word(&end["how"])).collect();
    assert_eq!(ways, ["token", "closed"]);
    let light = node(&map, "task", "block in Office::open");
    assert_eq!(light["task"]["owner"]["kind"], "detached");
    assert_eq!(light["task"]["ends"][0]["how"], "never");
    assert_eq!(light["findings"], serde_json::json!([]), "it is pedantic here");
    let map = quay().json(&["map", "-W", "pedantic"]);
    let light = node(&map, "task", "block in Office::open");
    assert_eq!(light["findings"], serde_json::json!(["detached-spawn"]));
}

#[test]
fn the_map_is_the_same_on_any_number_of_threads() {
    let scratch = quay();
    let run = |threads: &str| scratch.run(&["--threads", threads, "map", "--format", "json"]).stdout;
    assert_eq!(run("1"), run("4"));
}

#[test]
fn a_node_keeps_its_id_when_code_above_it_moves() {
    let scratch = quay();
    let ids = |map: &Value| -> Vec<String> { nodes(map).into_iter().map(|n| word(&n["id"]).to_owned()).collect() };
    let before = scratch.json(&["map"]);
    scratch.write("src/lib.rs", &QUAY.replace("pub struct Office", "pub fn idle() {}\n\n\npub struct Office"));
    let after = scratch.json(&["map"]);
    assert_ne!(nodes(&before)[0]["line"], nodes(&after)[0]["line"]);
    assert_eq!(ids(&before), ids(&after));
    let different: BTreeSet<String> = ids(&before).into_iter().collect();
    assert_eq!(different.len(), nodes(&before).len(), "no two nodes have one id");
}

#[test]
fn test_code_is_drawn_where_it_is_asked_for() {
    let scratch = quay();
    let without = scratch.json(&["map"]);
    assert_eq!(without["left_out_in_tests"], 2);
    let with = scratch.json(&["map", "--tests"]);
    assert_eq!(with["left_out_in_tests"], 0);
    assert_eq!(nodes(&with).len(), nodes(&without).len() + 2);
}

#[test]
fn the_schema_says_what_programs_are_given() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let text = std::fs::read_to_string(path).expect("the schema is shipped");
    let schema: Value = serde_json::from_str(&text).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let map = quay().json(&["map", "--tests"]);
    let wrong: Vec<String> = validator.iter_errors(&map).map(|e| e.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    // Every key that the schema has is one of the program's, and the other way round.
    let mut without = schema.clone();
    strip_to_closed(&mut without);
    let closed = jsonschema::validator_for(&without).expect("it is a schema");
    assert!(closed.is_valid(&map), "{:?}", closed.iter_errors(&map).next().map(|e| e.to_string()));
    for (kind, part) in [("task", "task"), ("channel", "channel"), ("lock", "lock"), ("set", "set"), ("timer", "timer")]
    {
        let mut missing = map.clone();
        let nodes = missing["nodes"].as_array_mut().expect("a list");
        let one = nodes.iter_mut().find(|node| node["kind"] == kind).expect("there is one");
        one.as_object_mut().expect("an object").remove(part);
        assert!(!validator.is_valid(&missing), "a {kind} without `{part}` is none");
    }
}

/// Lets a schema take no key that it does not name.
fn strip_to_closed(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") && object.get("type").is_some_and(|t| t == "object") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(strip_to_closed);
        }
        Value::Array(list) => list.iter_mut().for_each(strip_to_closed),
        _ => {}
    }
}

#[test]
fn wrong_words_are_told_in_a_sentence() {
    let scratch = quay();
    scratch.write("empty/readme.txt", "nothing to see\n");
    for (args, said) in [
        (&["map", "nosuch"][..], "conclint: no such path: nosuch"),
        (&["map", "--format", "nosuch"], "conclint: invalid value 'nosuch' for '--format <FORMAT>'; it can be"),
        (&["map", "--format", "mermaidd"], "did you mean `mermaid`?"),
        (&["map", "empty"], "conclint: no Rust file found below empty; name a file, or a folder that holds some"),
        (&["map", "--nosuch"], "unexpected argument '--nosuch' found"),
    ] {
        let run = scratch.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stdout);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_program_without_concurrency_has_an_empty_map() {
    let run = package(QUIET).run(&["map"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "nothing is on the map\n"));
}

/// Names and arguments with every sign that a picture's language takes for its own.
const SIGNS: &str = r##"use std::collections::HashMap;

use tokio::sync::mpsc;

pub async fn signs(senders: HashMap<&'static str, mpsc::Sender<u8>>) {
    let (tx, mut rx) = mpsc::channel::<u8>(r#"<a> & "b"; %c {d} |e| `f` \g"#.len());
    tokio::spawn(async move { tx.send(1).await });
    senders[r#"]"#].send(2).await.unwrap();
    senders["\n<br/>#lt; end"].send(3).await.unwrap();
    while let Some(one) = rx.recv().await {
        println!("{one}");
    }
}
"##;

#[test]
fn a_flowchart_renders_whatever_stands_in_the_code() {
    let run = package(SIGNS).run(&["map", "--format", "mermaid"]);
    snapshot("map-mermaid", &run.stdout);
    let mut lines = run.stdout.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    for line in lines.map(str::trim) {
        // Between its quotes a text holds none of the signs that end it, or begin something else.
        let quoted = line.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map(|(text, _)| text);
        let text = quoted.unwrap_or_default().replace("<br/>", "");
        let plain = text.split('#').skip(1).fold(text.clone(), |text, part| match part.split_once(';') {
            Some((number, _)) if number.parse::<u32>().is_ok() => text.replace(&format!("#{number};"), ""),
            _ => panic!("`#` stands for itself in {line}"),
        });
        assert!(!plain.contains(['"', '<', '>', '&', '`', '\\', '|', '{', '}']), "{line}");
        assert!(quoted.is_some() || line == "end", "{line}");
    }
}

#[test]
fn a_graph_holds_its_texts_in_strings() {
    let run = package(SIGNS).run(&["map", "--format", "dot"]);
    snapshot("map-dot", &run.stdout);
    for line in run.stdout.lines().filter(|line| line.contains("label=")) {
        let text =
            line.split_once("label=\"").and_then(|(_, rest)| rest.split_once("\"")).expect("a label is a string");
        assert!(!text.0.is_empty(), "{line}");
        let mut escaped = false;
        let quotes = line.chars().filter(|&c| {
            let counts = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            counts
        });
        assert_eq!(quotes.count(), 2, "{line}");
    }
}

#[test]
fn a_flowchart_folds_what_is_too_much() {
    let one = |n: usize| format!("pub fn f{n}() {{\n    std::thread::spawn(move || println!(\"{n}\"));\n}}\n");
    let many: String = (0..80).map(one).collect();
    let scratch = package(&format!("mod more;\n{many}"));
    scratch.write("src/more.rs", &one(80));
    let chart = scratch.run(&["map", "--format", "mermaid"]).stdout;
    let boxes = chart.lines().filter(|line| line.starts_with("    ") || line.starts_with("  note")).count();
    assert_eq!(boxes, 60, "{chart}");
    assert!(
        chart.contains("note[\"105 nodes are folded into files; conclint map --format json has each\"]"),
        "{chart}"
    );
    let whole = scratch.run(&["map", "--format", "dot"]).stdout;
    assert_eq!(whole.matches("shape=").count(), 162);
}

#[test]
fn a_flowchart_of_many_files_folds_what_is_too_much_by_packages() {
    let one = |n: usize| format!("pub fn f{n}() {{\n    std::thread::spawn(move || println!(\"{n}\"));\n}}\n");
    let scratch = package(&(0..50).map(|n| format!("mod m{n};\n")).collect::<String>());
    (0..50).for_each(|n| scratch.write(&format!("src/m{n}.rs"), &one(n)));
    let chart = scratch.run(&["map", "--format", "mermaid"]).stdout;
    let group =
        chart.split("subgraph ").find(|group| group.contains("[\"harbour\"]")).expect("the package has a group");
    assert!(group.contains("other files<br/>42 functions\"]]"), "{group}");
    assert!(chart.contains("note[\"42 nodes are folded into packages; conclint"), "{chart}");
    assert_eq!(chart.matches("([\"thread").count(), 50);
}

/// The office before: nobody has the clerk, who goes by nothing but the channel, and the locks are never taken together.
fn before() -> String {
    let old = QUAY
        .replace(
            "self.clerk = Some(tokio::spawn(write_down(arrivals, self.stop.clone())));",
            "tokio::spawn(write_down(arrivals));",
        )
        .replace(
            "mut arrivals: mpsc::Receiver<String>, stop: CancellationToken",
            "mut arrivals: mpsc::Receiver<String>",
        )
        .replace("            _ = stop.cancelled() => break,\n", "")
        .replace("        let mut berths = self.berths.lock().unwrap();\n", "")
        .replace("        berths.insert(berth, ship);", "        self.berths.lock().unwrap().insert(berth, ship);")
        .replace("mpsc::channel(16)", "mpsc::unbounded_channel()")
        .replace("mpsc::Sender<String>", "mpsc::UnboundedSender<String>")
        .replace("mpsc::Receiver<String>", "mpsc::UnboundedReceiver<String>")
        .replace("JoinSet::new()", "JoinSet::new(); std::thread::spawn(|| println!(\"unloading\"))");
    format!("// What stood here has moved.\n\n{old}")
}

/// A repository with the office as it was, and the office as it is on the disk.
fn changed_quay() -> Scratch {
    let scratch = package(&before());
    for args in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "As it was"]] {
        let git = std::process::Command::new("git")
            .args(["-c", "user.name=quay", "-c", "user.email=quay@example.org", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(scratch.path("."))
            .status();
        assert!(git.expect("git starts").success(), "{args:?}");
    }
    scratch.write("src/lib.rs", QUAY);
    scratch
}

#[test]
fn a_diff_says_what_a_branch_changes() {
    let scratch = changed_quay();
    let run = scratch.run(&["map", "--diff", "main"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    snapshot("map-diff", &run.stdout);
    for said in [
        "task `write_down` now ends by the token or when what it receives from closes",
        "task `write_down` is now kept in `Office.clerk` (before: without owner)",
        "channel `ships/arrivals` is now bounded to 16 (before: unbounded)",
        "lock `Office.log` is now taken while lock `Office.berths` is held",
        "task `write_down` now waits for token `Office.stop`",
        "-1 thread `block in unload` without owner, one for each call, ends when its work is done (src/lib.rs:",
    ] {
        assert!(run.stdout.contains(said), "{said} is not in\n{}", run.stdout);
    }
    snapshot("map-diff-markdown", &scratch.run(&["map", "--diff", "HEAD", "--format", "markdown"]).stdout);
    let from_below = scratch.run_in("src", &["map", "--diff", "main", "--format", "json"]);
    let json = scratch.json(&["map", "--diff", "main"]);
    let below: Value = serde_json::from_str(&from_below.stdout).expect("it is JSON");
    let sentences = |map: &Value| -> Vec<String> {
        map["changes"].as_array().expect("a list").iter().map(|one| word(&one["sentence"]).to_owned()).collect()
    };
    assert_eq!(sentences(&json), sentences(&below));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/map-diff.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is shipped");
    let mut schema: Value = serde_json::from_str(&text).expect("it is JSON");
    strip_to_closed(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    assert!(validator.is_valid(&json), "{:?}", validator.iter_errors(&json).next().map(|e| e.to_string()));
}

#[test]
fn a_diff_with_a_folder_is_the_same() {
    let scratch = changed_quay();
    let by_commit = scratch.run(&["map", "--diff", "main"]).stdout;
    scratch.write("old/Cargo.toml", MANIFEST);
    scratch.write("old/src/lib.rs", &before());
    let by_folder = scratch.run(&["map", "src", "--diff", "old"]).stdout;
    let plain = |text: &str| text.replace("old/", "").replace("since old", "since main");
    assert_eq!(plain(&by_folder), by_commit);
    let other_way = scratch.run(&["map", "old", "--diff", "src"]).stdout;
    assert!(other_way.contains("+1 thread `block in unload` without owner"), "{other_way}");
}

#[test]
fn code_that_moves_is_no_change() {
    let scratch = package(QUAY);
    scratch.write("old/Cargo.toml", MANIFEST);
    let (head, office) = QUAY.split_once("pub async fn unload").expect("it unloads");
    scratch.write("old/src/lib.rs", &format!("mod dock;\n{head}"));
    scratch.write("old/src/dock.rs", &format!("use std::sync::Arc;\nuse std::time::Duration;\nuse tokio::sync::{{Semaphore, mpsc, oneshot}};\nuse tokio::task::JoinSet;\n\n\npub async fn unload{office}"));
    let run = scratch.run(&["map", "src", "--diff", "old"]);
    assert_eq!(run.stdout, "nothing on the map has changed since old\n");
    let run = scratch.run(&["map", "src", "--diff", "old", "--format", "markdown"]);
    assert_eq!(run.stdout, "### Concurrency map\n\nnothing on the map has changed since old\n");
}

#[test]
fn an_endless_task_without_owner_is_called_so() {
    let scratch = changed_quay();
    let light = "        tokio::spawn(async move {\n            loop {\n                tokio::time::sleep(Duration::from_secs(60)).await;";
    assert!(QUAY.contains(light));
    let more = format!("{light}\n            }}\n        }});\n{light}");
    scratch.write("src/lib.rs", &QUAY.replace(light, &more));
    let told = scratch.run(&["map", "--diff", "main"]).stdout;
    assert!(
        told.contains("+1 endless task `block in Office::open` without owner, one for each call (src/lib.rs:"),
        "{told}"
    );
}

#[test]
fn wrong_words_of_a_diff_are_told_in_a_sentence() {
    let scratch = changed_quay();
    for (args, said) in [
        (
            &["map", "--diff", "nosuch"][..],
            "conclint: git knows no commit `nosuch`; name a branch, a tag or a commit, as --diff=main",
        ),
        (
            &["map", "--diff", "main", "--format", "dot"],
            "conclint: a diff has no picture; print it as text, json or markdown, not dot",
        ),
        (&["map", "--format", "markdown"], "conclint: markdown lists what has changed; say since when, as --diff main"),
        (&["map", "--diff"], "a value is required for '--diff <REF|FOLDER>' but none was supplied"),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
    }
    let nowhere = package(QUAY);
    let run = nowhere.run(&["map", "--diff", "main"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--diff needs a git repository"), "{}", run.stderr);
}

#[test]
fn the_page_shows_real_maps() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/map.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let flowchart = quay().run(&["map", "--format", "mermaid"]).stdout;
    snapshot("map-flowchart", &flowchart);
    let diff = changed_quay().run(&["map", "--diff", "main"]).stdout;
    let part = quay().run(&["map", "--around", "src/lib.rs:33"]).stdout;
    for (language, shown) in
        [("text", quay().run(&["map"]).stdout), ("text", flowchart), ("text", part), ("text", diff)]
    {
        assert!(page.contains(&format!("```{language}\n{shown}```\n")), "docs/map.md does not show\n{shown}");
    }
}

#[test]
fn what_another_package_starts_and_locks_is_known() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crane\", \"dock\"]\n"),
        ("crane/Cargo.toml", &MANIFEST.replace("harbour", "crane")),
        (
            "crane/src/lib.rs",
            "use std::future::Future;\nuse std::sync::Mutex;\n\npub static LOAD: Mutex<u32> = Mutex::new(0);\n\n\
             pub fn start(work: impl Future<Output = ()> + Send + 'static) {\n    tokio::spawn(work);\n}\n\n\
             pub async fn turn() {\n    loop {\n        tokio::task::yield_now().await;\n    }\n}\n",
        ),
        (
            "dock/Cargo.toml",
            &format!("{}\n[dependencies]\ncrane = {{ path = \"../crane\" }}\n", MANIFEST.replace("harbour", "dock")),
        ),
        (
            "dock/src/lib.rs",
            "pub fn open() {\n    crane::start(lift());\n    tokio::spawn(async { crane::turn().await });\n}\n\n\
             async fn lift() {\n    *crane::LOAD.lock().unwrap() += 1;\n}\n\n\
             pub fn empty() {\n    *crane::LOAD.lock().unwrap() = 0;\n}\n",
        ),
    ]);
    let map = scratch.json(&["map"]);
    assert_eq!(node(&map, "task", "lift")["task"]["ends"][0]["how"], "done");
    let turn = nodes(&map).into_iter().find(|node| node["kind"] == "task" && node["name"] != "lift");
    let turn = turn.expect("the other task is on the map");
    assert_eq!(turn["task"]["ends"][0]["how"], "never", "{turn}");
    let edges = edges(&map);
    for wanted in ["takes: task lift -> lock LOAD", "takes: function empty -> lock LOAD"] {
        assert!(edges.contains(wanted), "{wanted} is not among {edges:#?}");
    }
    assert_eq!(node(&map, "lock", "LOAD")["lock"]["known"], true);
}

#[test]
fn the_help_names_every_flag_of_its_own_first() {
    let help = quay().run(&["map", "--help"]).stdout;
    let own = help.split("\nLevels:").next().unwrap_or_default();
    for flag in ["--diff <REF|FOLDER>", "--around <FILE:LINE>", "--format <FORMAT>", "--tests", "[PATHS]..."] {
        assert!(own.contains(flag), "{flag} is not in\n{own}");
    }
}

#[test]
fn why_ends_with_what_the_map_has_of_the_line() {
    let scratch = quay();
    let said = |line: u32| {
        let run = scratch.run(&["why", &format!("src/lib.rs:{line}")]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}");
        run.stdout.split_once("on the map:\n").map(|(_, map)| map.to_owned())
    };
    let task = "  task `block in Office::open` 35:9: one for each call, without owner, never ends (line 36)\n    \
                in fn Office::open\n    started by function `Office::open` (line 35)\n    \
                waits for timer `tokio::time::sleep` (line 37)\n";
    assert_eq!(said(35).as_deref(), Some(task));
    assert!(said(13).is_some_and(|map| map.contains("taken by function `Office::moor`")), "a lock: who takes it");
    assert!(said(32).is_some_and(|map| map.contains("received from by task `write_down`")), "a channel");
    assert_eq!(said(37), None, "of a timer the line says all");
    assert_eq!(said(44), None, "a function that takes a lock begins no lock");
    let asked = scratch.run(&["why", "src/lib.rs:35", "detached-spawn"]).stdout;
    assert!(!asked.contains("on the map"), "one lint was asked about: {asked}");
}

/// The office with its map kept in `kept.json`.
fn kept_quay(args: &[&str]) -> Scratch {
    let scratch = quay();
    let kept = scratch.run(&[&["map", "--format", "json"], args].concat());
    scratch.write("kept.json", &kept.stdout);
    scratch
}

#[test]
fn a_kept_map_is_the_same_until_the_program_is_another() {
    let scratch = kept_quay(&[]);
    for format in ["text", "markdown", "json"] {
        let run = scratch.run(&["map", "--check", "kept.json", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
    }
    let same = scratch.run(&["map", "--check", "kept.json"]).stdout;
    assert_eq!(same, "nothing on the map has changed since kept.json\n");
    scratch.write("src/lib.rs", &format!("// What stands below has moved.\n\n{QUAY}"));
    assert_eq!(scratch.run(&["map", "--check", "kept.json"]).code, 0, "moved code is no change");

    scratch.write("src/lib.rs", &before());
    let run = scratch.run(&["map", "--check", "kept.json"]);
    assert_eq!(run.code, 1);
    snapshot("map-check", &run.stdout);
    assert_eq!(
        run.stderr,
        "conclint: the map is not what kept.json keeps; if that is right, write it again: \
         conclint map --format json > kept.json\n"
    );
    snapshot("map-check-markdown", &scratch.run(&["map", "--check", "kept.json", "--format", "markdown"]).stdout);
    let json = scratch.run(&["map", "--check", "kept.json", "--format", "json"]);
    let changes: Value = serde_json::from_str(&json.stdout).expect("it is JSON");
    assert_eq!(changes["changes"].as_array().map(Vec::len), Some(run.stdout.matches("\n  ").count()));
}

#[test]
fn a_check_says_what_a_diff_says() {
    let scratch = changed_quay();
    let old = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &before())]);
    scratch.write("kept.json", &old.run(&["map", "--format", "json"]).stdout);
    for format in ["text", "markdown", "json"] {
        let diff = scratch.run(&["map", "--diff", "main", "--format", format]);
        let check = scratch.run(&["map", "--check", "kept.json", "--format", format]);
        assert_eq!((diff.code, check.code), (0, 1));
        assert_eq!(diff.stdout, check.stdout.replace("kept.json", "main"), "{format}");
    }
}

#[test]
fn a_map_that_is_kept_with_tests_is_compared_with_tests() {
    let scratch = kept_quay(&["--tests"]);
    assert_eq!(scratch.run(&["map", "--check", "kept.json"]).code, 0);
    let scratch = kept_quay(&[]);
    let run = scratch.run(&["map", "src", "--check", "kept.json", "--tests"]);
    assert_eq!(run.code, 1, "the code of tests is new");
    assert!(run.stderr.ends_with("conclint map src --tests --format json > kept.json\n"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_map_is_told_in_a_sentence() {
    let scratch = kept_quay(&[]);
    let kept = std::fs::read_to_string(scratch.path("kept.json")).expect("it was kept");
    let anew = "; write it again with conclint map --format json";
    let diff = scratch.run(&["map", "--check", "kept.json", "--format", "json"]).stdout;
    for (text, said) in [
        (String::new(), "kept.json is no map that conclint has kept: EOF while parsing"),
        (kept[..kept.len() / 2].to_owned(), "kept.json is no map that conclint has kept: EOF while parsing"),
        ("[]".to_owned(), "kept.json is no map that conclint has kept: it has no version"),
        (
            kept.replacen("\"version\": 1", "\"version\": 2", 1),
            "kept.json is a map of version 2, and this conclint reads version 1",
        ),
        ("{\"version\": 1}".to_owned(), "kept.json is no map that conclint has kept: missing field `nodes`"),
        (diff, "kept.json is no map that conclint has kept: it says what has changed on one"),
        (
            kept.replacen("\"never\"", "\"seldom\"", 1),
            "kept.json is no map that conclint has kept: it says `seldom`, which means nothing here",
        ),
        (
            kept.replacen("\"from\": \"", "\"from\": \"f", 1),
            "kept.json is no map that conclint has kept: no node has the id f",
        ),
        (
            kept.replacen("\"task\": {", "\"toil\": {", 1),
            "kept.json is no map that conclint has kept: it has a task without what is known of it",
        ),
    ] {
        scratch.write("kept.json", &text);
        let run = scratch.run(&["map", "--check", "kept.json"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{said}");
        assert!(run.stderr.starts_with(&format!("conclint: {said}")), "{said}: {}", run.stderr);
        assert!(run.stderr.trim_end().ends_with(anew), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
    for (args, said) in [
        (&["map", "--check", "nosuch.json"][..], "conclint: nosuch.json could not be read: "),
        (&["map", "--check", "src"], "conclint: src could not be read: "),
        (
            &["map", "--check", "kept.json", "--format", "dot"],
            "conclint: a diff has no picture; print it as text, json or markdown, not dot",
        ),
        (&["map", "--check", "kept.json", "--diff", "main"], "cannot be used with"),
        (&["map", "--check"], "a value is required for '--check <FILE>'"),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
    }
}

/// Two tasks that meet at a barrier, one that is woken, a fan-out, a stream that is bounded, a lock that is held while the
/// package's own code is called, and a send that waits.
const YARD: &str = "use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures::stream::{self, StreamExt};
use tokio::sync::{Barrier, Notify, mpsc};

pub struct Yard {
    ships: Mutex<HashMap<u32, String>>,
    bell: Arc<Notify>,
}

impl Yard {
    pub async fn open(&self, loads: mpsc::Sender<u32>) {
        let meeting = Arc::new(Barrier::new(2));
        let (other, bell) = (meeting.clone(), self.bell.clone());
        tokio::spawn(async move {
            bell.notified().await;
            other.wait().await;
        });
        self.bell.notify_one();
        meeting.wait().await;
        let _ = loads.send(1).await;
        let _ = loads.try_send(2);
    }

    pub fn count(&self) -> usize {
        let ships = self.ships.lock().unwrap();
        weigh(&ships)
    }

    pub async fn load(&self, ids: Vec<u32>) -> Vec<u32> {
        let all = futures::future::join_all(ids.iter().map(|id| fetch(*id))).await;
        let few: Vec<u32> = stream::iter(ids).map(fetch).buffer_unordered(8).collect().await;
        all.into_iter().chain(few).collect()
    }
}

fn weigh(ships: &HashMap<u32, String>) -> usize {
    ships.values().map(String::len).sum()
}

async fn fetch(id: u32) -> u32 {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    id
}
";

#[test]
fn signals_fan_outs_and_calls_under_a_lock_are_on_the_map() {
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", YARD)]);
    let map: Value = serde_json::from_str(&scratch.run(&["map", "--format", "json"]).stdout).expect("it is JSON");
    assert_eq!(node(&map, "signal", "meeting")["signal"]["of"], "tokio::sync::Barrier");
    assert_eq!(node(&map, "signal", "Yard.bell")["signal"]["of"], "tokio::sync::Notify");
    let edges = edges(&map);
    for edge in [
        "awaits: task block in Yard::open -> signal meeting",
        "awaits: function Yard::open -> signal meeting",
        "awaits: task block in Yard::open -> signal Yard.bell",
        "wakes: function Yard::open -> signal Yard.bell",
    ] {
        assert!(edges.contains(edge), "{edge}: {edges:#?}");
    }
    assert_eq!(node(&map, "set", "join_all")["set"]["at_a_time"], Value::Null);
    assert_eq!(node(&map, "set", "buffer_unordered")["set"]["at_a_time"], "8");
    let calls = &node(&map, "lock", "Yard.ships")["lock"]["calls"];
    assert_eq!((calls[0]["function"].as_str(), calls[0]["at"]["line"].as_u64()), (Some("weigh"), Some(28)), "{calls}");
    let all = map["edges"].as_array().expect("a list").iter();
    let waits: Vec<&Value> = all.filter(|edge| edge["kind"] == "sends").map(|edge| &edge["waits"]).collect();
    assert_eq!(waits, [&Value::Bool(true), &Value::Bool(false)], "who tries does not wait");
}

#[test]
fn a_diff_names_what_is_called_under_a_lock_and_what_waits_no_longer() {
    let old = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", YARD)]);
    let new = YARD
        .replace("loads.send(1).await", "loads.try_send(1)")
        .replace("weigh(&ships)", "let ships = ships.clone();\n        weigh(&ships)")
        .replace("let ships = self.ships.lock().unwrap();", "let ships = self.ships.lock().unwrap().clone();")
        .replace(
            "futures::future::join_all(ids.iter().map(|id| fetch(*id))).await",
            "stream::iter(&ids).map(|id| fetch(*id)).buffered(4).collect::<Vec<_>>().await",
        );
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &new)]);
    let before = old.path("").display().to_string();
    let said = scratch.run(&["map", "--diff", &before]).stdout;
    for sentence in [
        "`weigh` is no longer called while lock `Yard.ships` is held",
        "function `Yard::open` no longer waits for room where it sends into `loads`",
        "set `buffered` is now: buffered, 4 at a time (before: join_all)",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
}

#[test]
fn what_an_attribute_starts_is_a_runtime() {
    let main = "#[tokio::main]\nasync fn main() {\n    tokio::spawn(async {}).await.unwrap();\n}\n";
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/main.rs", main)]);
    let map: Value = serde_json::from_str(&scratch.run(&["map", "--format", "json"]).stdout).expect("it is JSON");
    assert_eq!(node(&map, "runtime", "main")["line"], 2);
}

#[test]
fn what_one_package_gives_to_another_is_one_node() {
    let workspace = "[workspace]\nmembers = [\"ship\", \"port\"]\n";
    let manifest = |name: &str, more: &str| {
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2021\"\n[dependencies]\ntokio = \"1\"\ntokio-util = \"0.7\"\n{more}"
        )
    };
    let port = "use tokio::sync::mpsc::{Receiver, Sender};
use tokio_util::sync::CancellationToken;

pub async fn unload(mut loads: Receiver<u8>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            load = loads.recv() => if load.is_none() { break },
        }
    }
}

pub struct Crane {
    loads: Sender<u8>,
}

impl Crane {
    pub fn new(height: u8, loads: Sender<u8>) -> Crane {
        let _ = height;
        Crane { loads }
    }

    pub async fn lift(&self) {
        let _ = self.loads.send(1).await;
    }
}
";
    let ship = "use port::Crane;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub async fn sail() {
    let (tx, rx) = mpsc::channel(4);
    let stop = CancellationToken::new();
    let task = tokio::spawn(port::unload(rx, stop.clone()));
    Crane::new(3, tx.clone()).lift().await;
    stop.cancel();
    task.await.unwrap();
}
";
    let scratch = Scratch::new(&[
        ("Cargo.toml", workspace),
        ("port/Cargo.toml", &manifest("port", "")),
        ("port/src/lib.rs", port),
        ("ship/Cargo.toml", &manifest("ship", "port = { path = \"../port\" }\n")),
        ("ship/src/lib.rs", ship),
    ]);
    let map: Value = serde_json::from_str(&scratch.run(&["map", "--format", "json"]).stdout).expect("it is JSON");
    let edges = edges(&map);
    for edge in [
        "receives: function unload -> channel tx/rx",
        "sends: function Crane::lift -> channel tx/rx",
        "awaits: function unload -> token stop",
        "cancels: function sail -> token stop",
    ] {
        assert!(edges.contains(edge), "{edge}: {edges:#?}");
    }
    let text = scratch.run(&["map"]).stdout;
    assert!(text.contains("received from by function `unload`"), "{text}");
}

#[test]
fn what_only_tests_have_made_is_unknown_to_the_program() {
    let text = "use tokio_util::sync::CancellationToken;

pub async fn rest(stop: &CancellationToken) {
    stop.cancelled().await;
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn rests() {
        let stop = tokio_util::sync::CancellationToken::new();
        stop.cancel();
        super::rest(&stop).await;
    }
}
";
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", text)]);
    let said = scratch.run(&["map"]).stdout;
    assert!(said.contains("fn rest\n      waits for `stop`, which is unknown (line 4)\n"), "{said}");
    let tests = scratch.run(&["map", "--tests"]).stdout;
    assert!(tests.contains("waits for token `stop`"), "{tests}");
}
