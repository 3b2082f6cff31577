//! Rules of architecture (`[[map.rule]]`): what breaks each kind, what its finding says, and that it is a finding like any
//! other.

mod scratch;

use std::process::Command;

use scratch::{MANIFEST, Scratch, package, snapshot};

/// A program that has each kind of node.
const QUAY: &str = include_str!("map/quay.rs");

fn rule(name: &str, kind: &str) -> String {
    format!("[[map.rule]]\nname = \"{name}\"\nreason = \"we said so.\"\n{kind}\n")
}

/// The office under one rule.
fn office(kind: &str) -> Scratch {
    ruled(QUAY, kind)
}

fn ruled(lib: &str, kind: &str) -> Scratch {
    let scratch = package(lib);
    scratch.write("conclint.toml", &rule("calm", kind));
    scratch
}

/// What the rules have found: `path:line:column: what happens`, without the rule and its reason.
fn broken(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let run = scratch.run(&[&["--format", "short", "-q", "-A", "all", "-D", "map-rule"], args].concat());
    assert_eq!(run.stderr, "", "{args:?}");
    run.stdout
        .lines()
        .map(|line| {
            let line = line.replace(" deny[map-rule]", "");
            line.split_once(", against the rule").map_or(line.clone(), |(before, _)| before.to_owned())
        })
        .collect()
}

const NOTHING: [&str; 0] = [];

/// Makes the folder a repository with all that is in it.
fn committed(scratch: &Scratch) {
    for args in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "tide"]] {
        let name = ["-c", "user.name=quay", "-c", "user.email=quay@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(name).args(args).current_dir(&scratch.dir).status();
        assert!(done.expect("git is installed").success(), "{args:?}");
    }
}

// ---- The kinds ----------------------------------------------------------------------------------------------------

#[test]
fn a_finding_shows_the_place_the_rule_and_the_reason() {
    let rules: String = [
        rule("tasks have owners", "every-task-owned = true"),
        rule("no queue without end", "most-unbounded-channels = 0"),
        rule("tasks are started by rt", "tasks-only-in = [\"src/rt.rs\"]"),
        rule("log before berths", "before = \"Office.log\"\nafter = \"Office.berths\""),
        rule("no lock across the log", "no-lock-across = \"crate::diary\""),
    ]
    .concat();
    let lib = QUAY.replace("        berths.insert(berth, ship);", "        berths.insert(berth, diary::noted(ship));")
        + "\nmod diary {\n    pub fn noted(ship: String) -> String {\n        ship\n    }\n}\n\n\
           pub fn gulls() -> (std::sync::mpsc::Sender<u8>, std::sync::mpsc::Receiver<u8>) {\n    \
           std::sync::mpsc::channel()\n}\n";
    let scratch = package(&lib);
    scratch.write("conclint.toml", &rules);
    scratch.write("src/rt.rs", "pub fn idle() {}\n");
    let run = scratch.run(&["-q", "-A", "all", "-D", "map-rule"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    snapshot("map-rules", &run.stdout);
    snapshot(
        "map-rules-config",
        &scratch
            .run(&["config"])
            .stdout
            .replace("\r", "")
            .split_once("\nmap.rule")
            .map_or(String::new(), |(_, rules)| format!("map.rule{rules}")),
    );
}

#[test]
fn a_task_without_owner_breaks_the_rule_that_each_has_one() {
    assert_eq!(
        broken(&office("every-task-owned = true"), &[]),
        ["src/lib.rs:35:9: task `block in Office::open` has no owner"],
        "a field, a set and the callers own the others"
    );
    let elsewhere = office("every-task-owned = true\npaths = [\"src/rt.rs\"]");
    elsewhere.write("src/rt.rs", "pub fn idle() {}\n");
    assert_eq!(broken(&elsewhere, &[]), NOTHING);
    let wrapper = "pub fn launch(work: impl Future<Output = ()> + Send + 'static) {\n    tokio::spawn(work);\n}\n\n\
                   pub fn open() {\n    launch(async { println!(\"open\") });\n}\n";
    assert_eq!(
        broken(&ruled(wrapper, "every-task-owned = true"), &[]),
        ["src/lib.rs:6:5: task `block in open` has no owner"],
        "a wrapper starts what its callers give it"
    );
}

#[test]
fn tasks_are_started_where_the_rule_lets_them() {
    let lib = "mod rt;\n\npub fn open() {\n    rt::launch(async { println!(\"open\") });\n    \
               std::thread::spawn(|| println!(\"shut\"));\n}\n";
    let rt = "pub fn launch(work: impl Future<Output = ()> + Send + 'static) {\n    tokio::spawn(work);\n}\n";
    let scratch = ruled(lib, "tasks-only-in = [\"src/rt.rs\"]");
    scratch.write("src/rt.rs", rt);
    let thread = "src/lib.rs:5:5: thread `block in open` is started here";
    assert_eq!(broken(&scratch, &[]), [thread], "the wrapper starts what it is given");
    scratch.write("conclint.toml", &rule("calm", "tasks-only-in = [\"src/lib.rs\"]"));
    assert_eq!(broken(&scratch, &[]), ["src/rt.rs:2:5: task `block in launch` is started here"]);
    let declared = "[[spawn]]\npath = \"crate::rt::launch\"\n";
    scratch.write("conclint.toml", &(rule("calm", "tasks-only-in = [\"src/rt.rs\"]") + declared));
    assert_eq!(broken(&scratch, &[]), [thread], "a declared function starts where it stands");
}

#[test]
fn tasks_are_started_in_a_module_that_the_rule_names() {
    let starts =
        |name: &str| format!("    pub fn {name}() {{\n        std::thread::spawn(|| println!(\"{name}\"));\n    }}\n");
    let lib = format!(
        "mod rt {{\n{}    pub mod slow {{\n{}    }}\n}}\n\nmod dock {{\n{}}}\n",
        starts("fast"),
        starts("slow"),
        starts("load")
    );
    let [fast, slow, load] = [("3", "fast"), ("7", "slow"), ("14", "load")]
        .map(|(line, name)| format!("src/lib.rs:{line}:9: thread `block in {name}` is started here"));
    for (modules, wanted) in [
        ("\"crate::rt\"", vec![&load]),
        ("\"harbour::rt\", \"crate::dock\"", vec![]),
        ("\"crate::rt::slow\"", vec![&fast, &load]),
        ("\"crate::dock\"", vec![&fast, &slow]),
    ] {
        let scratch = ruled(&lib, &format!("tasks-only-in = [{modules}]"));
        assert_eq!(broken(&scratch, &[]).iter().collect::<Vec<_>>(), wanted, "{modules}");
    }
    let scratch = ruled(&lib, "tasks-only-in = [\"src/rt.rs\", \"crate::dock\"]");
    scratch.write("src/rt.rs", "pub fn idle() {}\n");
    assert_eq!(broken(&scratch, &[]), [fast, slow], "a file and a module");
    let shown = scratch.run(&["-q", "-A", "all", "-D", "map-rule"]).stdout;
    assert!(shown.contains("outside of src/rt.rs and crate::dock"), "{shown}");
}

#[test]
fn so_many_channels_may_be_unbounded() {
    let lib = "use std::sync::mpsc;\n\npub fn ask() {\n    let (one, two) = mpsc::channel::<u8>();\n    \
               let (three, four) = mpsc::channel::<u8>();\n    let (five, six) = mpsc::sync_channel::<u8>(1);\n    \
               drop((one, two, three, four, five, six));\n}\n";
    let [first, second] =
        ["4:22: channel `one/two`", "5:25: channel `three/four`"].map(|l| format!("src/lib.rs:{l} is unbounded"));
    for (most, wanted) in
        [(0, vec![first, second.clone()]), (1, vec![second + " beyond the 1 that may be"]), (2, Vec::new())]
    {
        assert_eq!(broken(&ruled(lib, &format!("most-unbounded-channels = {most}")), &[]), wanted, "{most}");
    }
    let scratch = ruled(lib, "most-unbounded-channels = 1");
    let why = |line: &str| scratch.run(&["why", &format!("src/lib.rs:{line}"), "map-rule"]).stdout;
    assert!(
        why("4").contains("it is not shown, unless other packages have more of them: there may be 1"),
        "{}",
        why("4")
    );
    assert!(why("5").contains("map-rule reports") && !why("5").contains("not shown"), "{}", why("5"));
    scratch.write(
        "src/lib.rs",
        &lib.replace("    let (one", "    // conclint: allow(map-rule) -- nobody sends\n    let (one"),
    );
    assert_eq!(broken(&scratch, &[]), NOTHING, "what is allowed does not count");
}

#[test]
fn a_lock_is_named_as_the_map_names_it_or_by_a_path() {
    let moor = "src/lib.rs:46:18: lock `Office.log` is taken while `Office.berths` is held";
    for (before, after) in [
        ("Office.log", "Office.berths"),
        ("Office::log", "crate::Office.berths"),
        ("harbour::Office::log", "Office.berths"),
    ] {
        let (right, wrong) = (
            format!("before = \"{after}\"\nafter = \"{before}\""),
            format!("before = \"{before}\"\nafter = \"{after}\""),
        );
        assert_eq!(broken(&office(&wrong), &[]), [moor], "{before} before {after}");
        assert_eq!(broken(&office(&right), &[]), NOTHING, "{after} before {before}");
    }
}

#[test]
fn a_variable_and_a_counted_field_are_locks_too() {
    let lib = "use std::sync::Mutex;\n\npub struct Pair(Mutex<u32>, Mutex<u32>);\n\nimpl Pair {\n    pub fn sum(&self) -> u32 {\n        \
               let one = self.0.lock().unwrap();\n        *one + *self.1.lock().unwrap()\n    }\n}\n\n\
               pub fn count() -> u32 {\n    let ships = Mutex::new(1);\n    let cranes = Mutex::new(2);\n    \
               let one = ships.lock().unwrap();\n    *one + *cranes.lock().unwrap()\n}\n";
    for (before, after, found) in [
        ("Pair.1", "Pair.0", "src/lib.rs:8:24: lock `Pair.1` is taken while `Pair.0` is held"),
        ("cranes", "ships", "src/lib.rs:16:20: lock `cranes` is taken while `ships` is held"),
    ] {
        assert_eq!(broken(&ruled(lib, &format!("before = \"{before}\"\nafter = \"{after}\"")), &[]), [found]);
        assert_eq!(broken(&ruled(lib, &format!("before = \"{after}\"\nafter = \"{before}\"")), &[]), NOTHING);
    }
}

#[test]
fn no_lock_is_held_across_a_call_into_what_is_named() {
    let lib = "use std::sync::Mutex;\n\nmod db {\n    pub fn put(row: u32) {\n        println!(\"{row}\");\n    }\n}\n\n\
               pub struct Store {\n    rows: Mutex<u32>,\n}\n\nimpl Store {\n    pub fn save(&self) {\n        \
               let rows = self.rows.lock().unwrap();\n        self.write(*rows);\n        drop(rows);\n        db::put(1);\n    }\n\n    \
               fn write(&self, row: u32) {\n        db::put(row);\n    }\n}\n";
    let across = |path: &str| format!("src/lib.rs:16:14: lock `Store.rows` is held across a call into `{path}`");
    for path in ["crate::db", "crate::db::put", "harbour::db"] {
        let scratch = ruled(lib, &format!("no-lock-across = \"{path}\""));
        assert_eq!(broken(&scratch, &[]), [across(path)]);
        let shown = scratch.run(&["-q", "-A", "all", "-D", "map-rule"]).stdout;
        assert!(shown.contains("1. `Store.rows` is taken here") && shown.contains("2. here it is called"), "{shown}");
    }
    assert_eq!(broken(&ruled(lib, "no-lock-across = \"std::fs\""), &[]), NOTHING);
    let later = lib.replace("        self.write(*rows);\n", "        std::thread::spawn(|| db::put(2));\n");
    assert_eq!(broken(&ruled(&later, "no-lock-across = \"crate::db\""), &[]), NOTHING, "another thread calls it");
}

#[test]
fn a_lock_is_not_held_across_what_other_packages_call() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"log\", \"desk\", \"quay\"]\n"),
        ("conclint.toml", &rule("calm", "no-lock-across = \"log::put\"")),
        ("log/Cargo.toml", &MANIFEST.replace("harbour", "log")),
        ("log/src/lib.rs", "pub fn put(line: &str) {\n    println!(\"{line}\");\n}\n"),
        ("desk/Cargo.toml", &(MANIFEST.replace("harbour", "desk") + "[dependencies]\nlog = { path = \"../log\" }\n")),
        (
            "desk/src/lib.rs",
            "pub fn note(line: &str) {\n    write(line);\n}\n\nfn write(line: &str) {\n    log::put(line);\n}\n\npub fn later(line: String) -> std::thread::JoinHandle<()> {\n    std::thread::spawn(move || log::put(&line))\n}\n\npub async fn slowly(line: &str) {\n    log::put(line);\n}\n",
        ),
        ("quay/Cargo.toml", &(MANIFEST.replace("harbour", "quay") + "[dependencies]\ndesk = { path = \"../desk\" }\n")),
        (
            "quay/src/lib.rs",
            "use std::sync::Mutex;\n\npub struct Quay {\n    ships: Mutex<u32>,\n}\n\nimpl Quay {\n    pub fn moor(&self) {\n        let ships = self.ships.lock().unwrap();\n        desk::note(\"moored\");\n        drop(ships);\n        desk::note(\"done\");\n    }\n\n    pub fn wait(&self) {\n        let _ships = self.ships.lock().unwrap();\n        let _ = desk::later(String::new());\n        drop(desk::slowly(\"nobody awaits it\"));\n    }\n}\n",
        ),
    ]);
    let moor = "quay/src/lib.rs:10:9: lock `Quay.ships` is held across a call into `log::put`";
    assert_eq!(broken(&scratch, &[]), [moor]);
    assert_eq!(broken(&scratch, &[]), [moor], "what was kept says the same");
    assert_eq!(broken(&scratch, &["quay"]), [moor], "the others are read for their interfaces alone");
    let shown = scratch.run(&["-q", "-A", "all", "-D", "map-rule"]).stdout;
    assert!(shown.contains("desk/src/lib.rs:2:5") || shown.contains("desk/src/lib.rs:6:5"), "{shown}");
    scratch.write("desk/src/lib.rs", "pub fn note(line: &str) {\n    println!(\"{line}\");\n}\n\npub fn later(_: String) {}\n\npub async fn slowly(_: &str) {}\n");
    assert_eq!(broken(&scratch, &[]), NOTHING);
}

// ---- Like any other finding -----------------------------------------------------------------------------------------

#[test]
fn test_code_breaks_no_rule() {
    let lib = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn lit() {\n        std::thread::spawn(|| println!(\"lit\"));\n    }\n}\n";
    let scratch = ruled(lib, "every-task-owned = true");
    scratch.write("tests/lamp.rs", "#[test]\nfn lit() {\n    std::thread::spawn(|| println!(\"lit\"));\n}\n");
    assert_eq!(broken(&scratch, &[]), NOTHING);
}

#[test]
fn levels_allows_and_baselines_are_those_of_any_finding() {
    let scratch = office("every-task-owned = true");
    let code = |scratch: &Scratch, args: &[&str]| scratch.run(&[&["-q"], args].concat()).code;
    assert_eq!((code(&scratch, &[]), code(&scratch, &["-A", "map-rule"]), code(&scratch, &["-W", "meta"])), (1, 0, 0));
    scratch.write("conclint.toml", &(rule("calm", "every-task-owned = true") + "[levels]\nmap-rule = \"allow\"\n"));
    assert_eq!(code(&scratch, &[]), 0);

    let scratch = office("every-task-owned = true");
    assert_eq!(scratch.run(&["-q", "--write-baseline"]).code, 0);
    assert_eq!(code(&scratch, &[]), 0, "the baseline has it");
    scratch.write("conclint.toml", &rule("quiet", "every-task-owned = true"));
    assert_eq!(code(&scratch, &[]), 0, "another name of the rule changes no fingerprint");

    let scratch = office("every-task-owned = true");
    assert_eq!(scratch.run(&["-q", "--add-allows"]).code, 0);
    let text = std::fs::read_to_string(scratch.path("src/lib.rs")).expect("it is there");
    assert!(text.contains("// conclint: allow(map-rule) -- not reviewed yet"), "{text}");
    assert_eq!(code(&scratch, &["-D", "warnings"]), 0, "the comment allows what it says");
}

#[test]
fn a_manifest_holds_rules_too() {
    let scratch = package(QUAY);
    let rule = rule("calm", "every-task-owned = true").replace("map.rule", "package.metadata.conclint.map.rule");
    scratch.write("Cargo.toml", &format!("{MANIFEST}\n{rule}"));
    assert_eq!(broken(&scratch, &[]).len(), 1);
    let shown = scratch.run(&["-q", "-A", "all", "-D", "map-rule"]).stdout;
    assert!(shown.contains("; Cargo.toml:7 has the rule"), "{shown}");
}

#[test]
fn a_rule_that_has_changed_is_not_answered_by_what_was_kept() {
    let scratch = office("every-task-owned = true");
    scratch.write("src/rt.rs", "pub fn idle() {}\n");
    let found = |scratch: &Scratch| broken(scratch, &[]).len();
    assert_eq!((found(&scratch), found(&scratch)), (1, 1));
    for (kind, count) in [
        ("tasks-only-in = [\"src/rt.rs\"]", 4),
        ("tasks-only-in = [\"src/lib.rs\"]", 0),
        ("every-task-owned = true", 1),
        ("most-unbounded-channels = 0", 0),
    ] {
        scratch.write("conclint.toml", &rule("calm", kind));
        assert_eq!((found(&scratch), found(&scratch)), (count, count), "{kind}");
    }
    scratch.write("conclint.toml", "");
    assert_eq!(found(&scratch), 0);
}

/// Two packages with an unbounded channel each, under one rule that lets the program have one.
fn two_packages() -> Scratch {
    let opens = |name: &str| format!("pub fn {name}() {{\n    drop(std::sync::mpsc::channel::<u8>());\n}}\n");
    Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crane\", \"quay\"]\n"),
        ("conclint.toml", &rule("few", "most-unbounded-channels = 1")),
        ("crane/Cargo.toml", &MANIFEST.replace("harbour", "crane")),
        ("crane/src/lib.rs", &opens("hoist")),
        ("quay/Cargo.toml", &MANIFEST.replace("harbour", "quay")),
        ("quay/src/lib.rs", &opens("moor")),
    ])
}

#[test]
fn channels_are_counted_over_all_packages() {
    let scratch = two_packages();
    let quay = "quay/src/lib.rs:2:10: channel `mpsc` is unbounded beyond the 1 that may be";
    assert_eq!(broken(&scratch, &[]), [quay]);
    assert_eq!(broken(&scratch, &[]), [quay], "what was kept is counted too");
    assert_eq!(broken(&scratch, &["--threads", "1", "--no-cache"]), [quay]);
    assert_eq!(broken(&scratch, &["quay"]), NOTHING, "what is given is counted");
    scratch.write("quay/conclint.toml", &rule("few", "most-unbounded-channels = 1"));
    assert_eq!(broken(&scratch, &[]), NOTHING, "each configuration counts for itself");
}

#[test]
fn shards_together_count_as_one_run() {
    let scratch = two_packages();
    let folders: Vec<String> = (1..=2)
        .map(|number| {
            let folder = format!("kept-{number}");
            let run = scratch.run(&["-q", "--shard", &format!("{number}/2"), "--cache-dir", &folder]);
            assert_eq!(run.code, 0, "one channel may be: {}", run.stdout);
            folder
        })
        .collect();
    for format in ["json", "jsonl", "sarif", "rustc", "gitlab", "junit", "checkstyle", "github", "short", "human"] {
        let whole = scratch.run(&["--no-cache", "--format", format]);
        let parts = ["--format", format, "--cache-dir", "joined", "merge", &folders[0], &folders[1]];
        let merged = scratch.run(&parts);
        assert!(whole.stdout.contains("map-rule"), "{format}: {}", whole.stdout);
        assert_eq!((whole.code, whole.stdout, whole.stderr), (merged.code, merged.stdout, merged.stderr), "{format}");
    }
}

#[test]
fn a_changed_line_is_reported_and_an_old_one_is_not() {
    let scratch = office("every-task-owned = true");
    committed(&scratch);
    scratch.write(
        "src/lib.rs",
        &format!("{QUAY}\npub fn gulls() {{\n    std::thread::spawn(|| println!(\"cry\"));\n}}\n"),
    );
    let found = broken(&scratch, &["--changed"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("thread `block in gulls` has no owner"), "{found:?}");
}

#[test]
fn a_new_channel_is_reported_where_an_old_one_is_too_much_by_it() {
    let opens = |names: &[&str]| -> String {
        let one = |name: &&str| format!("pub fn {name}() {{\n    drop(std::sync::mpsc::channel::<u8>());\n}}\n\n");
        names.iter().map(one).collect()
    };
    let scratch = ruled(&opens(&["hoist"]), "most-unbounded-channels = 1\npaths = [\"src/\"]");
    committed(&scratch);
    assert_eq!(broken(&scratch, &["--changed"]), NOTHING);
    scratch.write("src/lib.rs", &opens(&["moor", "hoist"]));
    let found = broken(&scratch, &["--changed"]);
    assert_eq!(
        found,
        ["src/lib.rs:6:10: channel `mpsc` is unbounded beyond the 1 that may be"],
        "it shows the new one"
    );
}

// ---- What matches nothing -------------------------------------------------------------------------------------------

#[test]
fn a_rule_that_nothing_can_break_is_told() {
    for (kind, said) in [
        ("every-task-owned = true\npaths = [\"src/old/\"]", "conclint.toml:5: no file fits the pattern `src/old/`"),
        ("tasks-only-in = [\"src/rt.rs\"]", "conclint.toml:4: no file fits the pattern `src/rt.rs`"),
        ("tasks-only-in = [\"crate::rts\"]", "conclint.toml:4: `crate::rts` matches nothing in what was read"),
        (
            "before = \"Office.births\"\nafter = \"Office.log\"",
            "conclint.toml:2: nobody takes a lock `Office.births` in what was read; write it as conclint map names it",
        ),
        ("before = \"Offices.log\"\nafter = \"Office.berths\"", "conclint.toml:2: nobody takes a lock `Offices.log`"),
        ("before = \"Office.clerk\"\nafter = \"Office.berths\"", "conclint.toml:2: nobody takes a lock `Office.clerk`"),
        ("before = \"crate::rt::Office.log\"\nafter = \"Office.berths\"", "`crate::rt::Office.log`"),
        ("no-lock-across = \"crate::dbs\"", "conclint.toml:2: `crate::dbs` matches nothing in what was read"),
    ] {
        let run = office(kind).run(&["--format", "short", "-A", "all"]);
        assert_eq!(run.code, 0, "{kind}");
        assert!(run.stderr.contains(said), "{kind}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{kind}: {}", run.stderr);
    }
    let scratch = office("before = \"Office.births\"\nafter = \"Office.log\"");
    let said = |args: &[&str]| scratch.run(&[&["--format", "short", "-A", "all"], args].concat()).stderr;
    assert_eq!(said(&[]), said(&[]), "what was kept says it too");
    assert_eq!(said(&["src/lib.rs"]), "", "another file may take it");
    assert_eq!(said(&["--shard", "1/1"]), "");
    let run = office("no-lock-across = \"reqwest\"").run(&["--format", "short"]);
    assert_eq!(run.stderr, "", "a library that is not used is what the rule asks for");
}

#[test]
fn without_rules_nothing_is_said() {
    let scratch = package(QUAY);
    assert_eq!(broken(&scratch, &[]), NOTHING);
    let why = scratch.run(&["why", "src/lib.rs:35", "map-rule"]).stdout;
    assert!(!why.contains("map-rule reports"), "{why}");
}
