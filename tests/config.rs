//! Configuration: which file is in force, what each key does, and the sentence for each thing that can be wrong.

mod configs;
mod scratch;

use scratch::{DENIED, MANIFEST, Scratch, WARNED, package, snapshot};

/// A package with one finding at deny in `src/tower.rs`, one at warn in `src/quay.rs`.
fn harbour() -> Scratch {
    Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod quay;\npub mod tower;\n"),
        ("src/quay.rs", WARNED),
        ("src/tower.rs", DENIED),
    ])
}

/// The findings as `path lint level`, in order.
fn findings(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let run = scratch.run(&[&["--format", "json"], args].concat());
    assert_eq!(run.stderr, "", "{args:?}");
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("the document is JSON");
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let all = document["findings"].as_array().expect("it has a list of findings");
    all.iter().map(|f| format!("{} {} {}", text(f, "path"), text(f, "lint"), text(f, "level"))).collect()
}

const TOWER: &str = "src/tower.rs closed-channel-spin deny";
const QUAY: &str = "src/quay.rs timer-reset warn";

// ---- Which file is in force ---------------------------------------------------------------------------------------

const QUIET: &str = "levels = { all = \"allow\" }\n";
const QUIET_PACKAGE: &str = "[package.metadata.conclint]\nlevels = { all = \"allow\" }\n";
const QUIET_WORKSPACE: &str = "[workspace.metadata.conclint]\nlevels = { all = \"allow\" }\n";

#[test]
fn each_of_the_three_places_is_read() {
    assert_eq!(findings(&harbour(), &[]), [QUAY, TOWER], "nothing is configured");
    for (path, text) in [
        ("conclint.toml", QUIET.to_owned()),
        ("Cargo.toml", format!("{MANIFEST}{QUIET_PACKAGE}")),
        ("Cargo.toml", format!("{MANIFEST}{QUIET_WORKSPACE}")),
    ] {
        let scratch = harbour();
        scratch.write(path, &text);
        assert!(findings(&scratch, &[]).is_empty(), "{text}");
        assert!(findings(&scratch, &["src/tower.rs"]).is_empty(), "a file alone goes by its package: {text}");
    }
}

/// A workspace with a member in `crates/quay` and one in `crates/tower`.
fn workspace(root: &str) -> Scratch {
    Scratch::new(&[
        ("Cargo.toml", &format!("[workspace]\nmembers = [\"crates/*\"]\n{root}")),
        ("crates/quay/Cargo.toml", MANIFEST),
        ("crates/quay/src/lib.rs", WARNED),
        ("crates/tower/Cargo.toml", MANIFEST),
        ("crates/tower/src/lib.rs", DENIED),
    ])
}

#[test]
fn the_nearest_upwards_wins_and_nothing_is_merged() {
    let scratch = workspace(QUIET_WORKSPACE);
    assert!(findings(&scratch, &[]).is_empty(), "the workspace speaks for its members");
    scratch.write("crates/tower/conclint.toml", "levels = { task = \"deny\" }\n");
    let tower = "crates/tower/src/lib.rs closed-channel-spin deny";
    assert_eq!(findings(&scratch, &[]), [tower], "the nearer file stands for all that the farther one said");
    assert_eq!(findings(&scratch, &["crates/tower/src/lib.rs"]), [tower]);
}

#[test]
fn in_one_folder_the_file_wins_then_the_package_then_the_workspace() {
    let loud = "levels = { warnings = \"deny\" }\n";
    let scratch = harbour();
    scratch.write(
        "Cargo.toml",
        &format!("{MANIFEST}[package.metadata.conclint]\n{loud}[workspace.metadata.conclint]\n{QUIET}"),
    );
    assert_eq!(findings(&scratch, &[]), ["src/quay.rs timer-reset deny", TOWER], "the package's own table is nearer");
    scratch.write("conclint.toml", QUIET);
    let run = scratch.run(&["-q"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "the file wins");
    assert!(run.stderr.contains("Cargo.toml configures conclint too"), "what is not used is said: {}", run.stderr);
}

#[test]
fn a_lone_file_goes_by_its_folder() {
    let scratch = Scratch::new(&[("yard/conclint.toml", QUIET), ("yard/deep/tower.rs", DENIED), ("tower.rs", DENIED)]);
    assert!(findings(&scratch, &["yard/deep/tower.rs"]).is_empty());
    assert_eq!(findings(&scratch, &["tower.rs"]).len(), 1);
    let run = scratch.run_with(&["-q", "-", "--stdin-filename", "yard/new.rs"], DENIED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "so does standard input");
}

#[test]
fn config_names_the_file_and_isolated_reads_none() {
    let scratch = harbour();
    scratch.write("conclint.toml", QUIET);
    scratch.write("ci/strict.toml", "levels = { warnings = \"deny\" }\nexclude = [\"src/tower.rs\"]\n");
    let strict = ["src/quay.rs timer-reset deny"];
    assert_eq!(findings(&scratch, &["--config", "ci/strict.toml"]), strict, "patterns start where the run does");
    assert_eq!(findings(&scratch, &["--isolated"]), [QUAY, TOWER]);
    scratch.write("ci/Cargo.toml", "[workspace.metadata.conclint]\nlevels = { warnings = \"deny\" }\n");
    assert_eq!(findings(&scratch, &["--config", "ci/Cargo.toml"]), [strict[0], TOWER], "a manifest will do");
}

#[test]
fn a_configuration_that_cannot_be_had_is_an_error() {
    let scratch = harbour();
    scratch.write("rock/conclint.toml/here", "");
    for (args, wanted) in [
        (&["--config", "none.toml"][..], "none.toml could not be read: no such file or directory"),
        (&["--config", "Cargo.toml"], "Cargo.toml does not configure conclint"),
        (&["--config", "src/Cargo.toml"], "no such file: src/Cargo.toml"),
        (&["--config", "src"], "src could not be read: is a directory"),
        (&["--config"], "--config"),
        (&["--config", "a.toml", "--isolated"], "cannot be used with"),
        (&["--isolated=no"], "--isolated"),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr.lines().count(), 1, "one sentence: {}", run.stderr);
        assert!(run.stderr.contains(wanted), "{args:?}: {}", run.stderr);
    }
}

// ---- What the keys do ---------------------------------------------------------------------------------------------

#[test]
fn levels_set_lints_families_and_groups_and_the_narrower_wins() {
    for (levels, wanted) in [
        ("{ timer-reset = \"deny\" }", &["src/quay.rs timer-reset deny", TOWER][..]),
        ("{ channel = \"warn\" }", &[QUAY, "src/tower.rs closed-channel-spin warn"]),
        ("{ timer-reset = \"warn\", all = \"allow\" }", &[QUAY]),
        ("{ closed-channel-spin = \"deny\", channel = \"allow\", time = \"allow\", all = \"warn\" }", &[TOWER]),
        ("{ warnings = \"allow\" }", &[TOWER]),
    ] {
        let scratch = harbour();
        scratch.write("conclint.toml", &format!("levels = {levels}\n"));
        assert_eq!(findings(&scratch, &[]), wanted, "{levels}");
    }
}

#[test]
fn the_command_line_has_the_last_word() {
    let scratch = harbour();
    scratch.write(
        "conclint.toml",
        "levels = { all = \"allow\" }\n[[override]]\npaths = [\"src/quay.rs\"]\nlevels = { timer-reset = \"deny\" }\n",
    );
    assert_eq!(findings(&scratch, &[]), ["src/quay.rs timer-reset deny"]);
    assert_eq!(findings(&scratch, &["-W", "all"]), [QUAY, "src/tower.rs closed-channel-spin warn"]);
}

#[test]
fn overrides_speak_of_their_files_and_the_last_one_wins() {
    let scratch = harbour();
    scratch.write(
        "conclint.toml",
        "levels = { channel = \"warn\" }\n\
         [[override]]\npaths = [\"src/\"]\nlevels = { all = \"allow\" }\n\
         [[override]]\npaths = [\"/src/t*.rs\"]\nlevels = { channel = \"deny\" }\n",
    );
    assert_eq!(findings(&scratch, &[]), [TOWER]);
}

#[test]
fn patterns_start_from_the_folder_of_the_configuration() {
    let scratch = workspace("");
    scratch.write("conclint.toml", "exclude = [\"crates/quay/src\"]\n");
    let tower = ["crates/tower/src/lib.rs closed-channel-spin deny"];
    assert_eq!(findings(&scratch, &[]), tower);
    let run = scratch.run_in("crates/quay", &["--format", "short"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "wherever the run starts");
}

#[test]
fn excluded_files_are_silent_even_when_they_are_named() {
    let scratch = harbour();
    scratch.write("conclint.toml", "exclude = [\"tower.rs\"]\n");
    assert_eq!(findings(&scratch, &[]), [QUAY]);
    assert_eq!(findings(&scratch, &["src/tower.rs", "src/quay.rs"]), [QUAY], "as a hook names files");
    let run = scratch.run(&["src/tower.rs"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "nothing to judge is no error: {}", run.stdout);
    let run = scratch.run_with(&["-q", "-", "--stdin-filename", "src/tower.rs"], DENIED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "so is standard input that stands for one");
    assert!(scratch.run(&["facts", "src/tower.rs"]).stdout.contains("receive"), "what is asked about is shown");
}

#[test]
fn excluded_files_still_say_what_names_mean() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod jobs;\nmod made;\n"),
        ("src/made.rs", "pub type Jobs = tokio::sync::mpsc::Receiver<String>;\n"),
        (
            "src/jobs.rs",
            &DENIED.replace("mpsc::Receiver<String>", "crate::made::Jobs").replace("use tokio::sync::mpsc;", ""),
        ),
    ]);
    scratch.write("conclint.toml", "exclude = [\"made.rs\"]\n");
    assert_eq!(findings(&scratch, &[]), ["src/jobs.rs closed-channel-spin deny"]);
}

#[test]
fn test_code_can_be_skipped() {
    let scratch = harbour();
    scratch.write("tests/serve.rs", WARNED);
    scratch.write("src/quay.rs", &format!("#[cfg(test)]\nmod tests {{\n{WARNED}}}\n"));
    let all = ["src/quay.rs timer-reset warn", TOWER, "tests/serve.rs timer-reset warn"];
    assert_eq!(findings(&scratch, &[]), all, "test code is judged unless it is said otherwise");
    scratch.write("conclint.toml", "tests = \"check\"\n");
    assert_eq!(findings(&scratch, &[]), all);
    scratch.write("conclint.toml", "tests = \"skip\"\n");
    assert_eq!(findings(&scratch, &[]), [TOWER]);
}

// ---- What the project says of functions ---------------------------------------------------------------------------

/// A task forever whose handle is dropped at once, by a spawn that nobody knows.
const LAUNCHED: &str = "use acme_rt::launch;\n\npub struct Quay;\n\nimpl Quay {\n    \
                        pub fn watch(&self, mut gate: acme_rt::Gate) {\n        launch(\"gate\", async move {\n            \
                        loop {\n                gate.turn().await;\n            }\n        });\n    }\n}\n";

const DETACHED: &str = "src/lib.rs detached-spawn warn";

/// The lints that speak of a package whose library is `lib`, under a configuration.
fn lints_of(lib: &str, config: &str) -> Vec<String> {
    let scratch = package(lib);
    scratch.write("conclint.toml", config);
    findings(&scratch, &["-A", "pedantic"])
}

#[test]
fn a_declared_spawn_is_a_spawn() {
    assert!(lints_of(LAUNCHED, "").is_empty(), "a library that nobody knows says nothing");
    let spawn = "[[spawn]]\npath = \"acme_rt::launch\"\n";
    assert_eq!(lints_of(LAUNCHED, spawn), [DETACHED]);
    assert_eq!(lints_of(LAUNCHED, &format!("{spawn}kind = \"thread\"\non-drop = \"detach\"\n")), [DETACHED]);
    let cancelled = "src/lib.rs task-cancelled-by-drop deny";
    assert_eq!(lints_of(LAUNCHED, &format!("{spawn}on-drop = \"cancel\"\n")), [cancelled]);
    assert!(lints_of(LAUNCHED, &format!("{spawn}on-drop = \"join\"\n")).is_empty(), "dropping it waits");
}

#[test]
fn a_declared_path_is_found_by_what_names_mean() {
    let spawn = "[[spawn]]\npath = \"acme_rt::launch\"\n";
    for text in [
        LAUNCHED.replace("use acme_rt::launch;", "use acme_rt::*;"),
        LAUNCHED.replace("use acme_rt::launch;", "use acme_rt::launch as go;").replace("    launch(", "    go("),
        LAUNCHED.replace("use acme_rt::launch;", "").replace("    launch(", "    acme_rt::launch("),
    ] {
        assert_eq!(lints_of(&text, spawn), [DETACHED], "{text}");
    }
    for text in [
        LAUNCHED.replace("use acme_rt::launch;", "use other_rt::launch;"),
        LAUNCHED.replace("use acme_rt::launch;", "fn launch<F>(_name: &str, _work: F) {}"),
    ] {
        assert!(lints_of(&text, spawn).is_empty(), "{text}");
    }
    let renamed = package(&LAUNCHED.replace("acme_rt", "rt"));
    renamed
        .write("Cargo.toml", &format!("{MANIFEST}[dependencies]\nrt = {{ package = \"acme-rt\", version = \"1\" }}\n"));
    renamed.write("conclint.toml", spawn);
    assert_eq!(findings(&renamed, &[]), [DETACHED], "a dependency is known by its package");
}

#[test]
fn what_is_declared_wins_over_what_the_model_would_make_of_the_function() {
    let lib = "pub mod rt {\n    use std::future::Future;\n\n    \
               pub fn launch<F: Future<Output = ()> + Send + 'static>(_name: &str, work: F) {\n        \
               tokio::spawn(work);\n    }\n}\n\n";
    for call in ["crate::rt::launch", "self::rt::launch"] {
        let lib = format!("{lib}{}", LAUNCHED.replace("acme_rt::launch", call));
        assert_eq!(lints_of(&lib, ""), [DETACHED], "the model sees through it");
        for path in ["crate::rt::launch", "harbour::rt::launch"] {
            let spawn = format!("[[spawn]]\npath = \"{path}\"\n");
            assert_eq!(lints_of(&lib, &spawn), [DETACHED], "{path}");
            assert!(lints_of(&lib, &format!("{spawn}on-drop = \"join\"\n")).is_empty(), "{path}");
            assert!(lints_of(&lib, &format!("[[blocking]]\npath = \"{path}\"\n")).is_empty(), "it is no spawn: {path}");
        }
    }
}

#[test]
fn a_declared_method_is_found_by_the_type_of_its_receiver() {
    let lib = LAUNCHED
        .replace("use acme_rt::launch;", "use acme_rt::Pool;")
        .replace("&self, ", "&self, pool: &Pool, ")
        .replace("    launch(", "    pool.launch(");
    let spawn = "[[spawn]]\npath = \"acme_rt::Pool::launch\"\n";
    assert_eq!(lints_of(&lib, spawn), [DETACHED]);
    assert!(lints_of(&lib.replace("use acme_rt::Pool", "use other_rt::Pool"), spawn).is_empty());
    let own = lib.replace(
        "use acme_rt::Pool;",
        "pub struct Pool;\n\nimpl Pool {\n    pub fn launch<F>(&self, _name: &str, work: F) {\n        keep(work);\n    }\n}\n",
    );
    assert!(lints_of(&own, spawn).is_empty());
    assert_eq!(lints_of(&own, "[[spawn]]\npath = \"crate::Pool::launch\"\n"), [DETACHED]);
}

#[test]
fn a_declared_sleep_is_a_sleep() {
    let lib = WARNED.replace("use tokio::time::sleep;", "use acme_rt::nap;").replace("sleep(", "nap(");
    assert!(lints_of(&lib, "").is_empty());
    assert_eq!(lints_of(&lib, "[[sleep]]\npath = \"acme_rt::nap\"\n"), ["src/lib.rs timer-reset warn"]);
}

#[test]
fn a_declared_channel_has_the_ends_of_its_kind() {
    let lib = "pub async fn serve() {\n    let (_tx, mut jobs) = acme_rt::pipe();\n    loop {\n        \
               if let Some(job) = jobs.recv().await {\n            println!(\"{job:?}\");\n        }\n    }\n}\n";
    let channel = "[[channel]]\npath = \"acme_rt::pipe\"\nkind = \"tokio::sync::mpsc\"\nbounded = true\n";
    let scratch = package(lib);
    assert!(!scratch.run(&["facts", "src/lib.rs"]).stdout.contains("channel"));
    scratch.write("conclint.toml", channel);
    let facts = scratch.run(&["facts", "src/lib.rs"]).stdout;
    assert!(facts.contains("channel tokio::sync::mpsc, bounded, sender _tx"), "{facts}");
    assert!(facts.contains("receive from jobs, tokio::sync::mpsc, await"), "{facts}");
    scratch.write("conclint.toml", &channel.replace("true", "false"));
    assert!(scratch.run(&["facts", "src/lib.rs"]).stdout.contains("tokio::sync::mpsc, unbounded"));
    let own = lib
        .replace("acme_rt::pipe()", "pipe()")
        .replace("pub async", "fn pipe() -> Pair {\n    made()\n}\n\npub async");
    scratch.write("src/lib.rs", &own);
    scratch.write("conclint.toml", &channel.replace("acme_rt", "crate"));
    assert!(scratch.run(&["facts", "src/lib.rs"]).stdout.contains("channel tokio::sync::mpsc, bounded, sender _tx"));
}

#[test]
fn what_blocks_and_what_locks_is_seen() {
    let scratch = package(
        "pub fn load() -> u32 {\n    acme_db::query(\"ships\");\n    *crate::table() + acme_db::row(1)\n}\n\nfn table() -> Guard {\n    take()\n}\n",
    );
    scratch.write(
        "conclint.toml",
        "[[blocking]]\npath = \"acme_db::query\"\n[[lock]]\npath = \"crate::table\"\nkind = \"blocking\"\n\
         [[lock]]\npath = \"acme_db::row\"\n",
    );
    let facts = scratch.run(&["facts", "src/lib.rs"]).stdout;
    for line in
        ["2:5 call acme_db::query, blocks", "call crate::table, lock(blocking)", "call acme_db::row, lock(async)"]
    {
        assert!(facts.contains(line), "{line}: {facts}");
    }
}

// ---- The order of locks ------------------------------------------------------------------------------------------

/// Two locks that are taken in one order only.
const YARD: &str = "use std::sync::Mutex;\n\npub static RATES: Mutex<u32> = Mutex::new(1);\n\npub struct Yard {\n    \
                    tracks: Mutex<u32>,\n}\n\nimpl Yard {\n    pub fn bill(&self) {\n        \
                    let rates = RATES.lock().unwrap();\n        self.count(*rates);\n    }\n\n    \
                    fn count(&self, more: u32) {\n        *self.tracks.lock().unwrap() += more;\n    }\n}\n";

#[test]
fn a_lock_that_is_taken_against_its_declared_order_is_denied_without_a_second_witness() {
    let scratch = package(YARD);
    assert!(findings(&scratch, &[]).is_empty(), "one order is none");
    let against = "src/lib.rs lock-order-inversion deny";
    for (before, after) in [
        ("Yard::tracks", "crate::RATES"),
        ("crate::Yard::tracks", "harbour::RATES"),
        ("harbour::Yard::tracks", "RATES"),
    ] {
        scratch.write("conclint.toml", &format!("[[lock-order]]\nbefore = \"{before}\"\nafter = \"{after}\"\n"));
        assert_eq!(findings(&scratch, &[]), [against], "{before} before {after}");
        let said = scratch.run(&["--format", "short", "-q"]).stdout;
        let order = format!("conclint.toml:2 says `{before}` before `{after}`");
        assert!(said.contains(&order) && said.contains("`self.tracks`") && said.contains("`RATES`"), "{said}");
        scratch.write("conclint.toml", &format!("[[lock-order]]\nbefore = \"{after}\"\nafter = \"{before}\"\n"));
        assert!(findings(&scratch, &[]).is_empty(), "they are taken as is declared: {after} before {before}");
    }
    for (before, after) in
        [("Shed::tracks", "RATES"), ("Yard::rails", "RATES"), ("crate::store::Yard::tracks", "RATES")]
    {
        scratch.write("conclint.toml", &format!("[[lock-order]]\nbefore = \"{before}\"\nafter = \"{after}\"\n"));
        let run = scratch.run(&["--format", "short", "-q"]);
        assert_eq!(run.stdout, "", "it is another lock: {before}");
    }
}

// ---- What the project bans ----------------------------------------------------------------------------------------

const NAPS: &str = "pub fn nap() {\n    std::thread::sleep(std::time::Duration::from_millis(3));\n}\n";

#[test]
fn a_ban_says_its_reason_and_where_it_does_not_hold() {
    let ban =
        "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"\"\"\nit stops every task;\n  take `rt::nap`.\"\"\"\n";
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod rt;\npub mod yard;\n"),
        ("src/rt.rs", NAPS),
        ("src/yard.rs", NAPS),
        ("tests/nap.rs", NAPS),
        ("conclint.toml", &format!("{ban}allowed-in = [\"src/rt.rs\"]\n")),
    ]);
    let run = scratch.run(&["--format", "short", "-q"]);
    assert_eq!(run.code, 1, "it is denied: {}", run.stdout);
    assert_eq!(
        run.stdout.lines().next(),
        Some(
            "src/yard.rs:2:5: deny[banned-path] `std::thread::sleep` is banned here: it stops every task; take `rt::nap`"
        ),
        "the reason is one line without a full stop"
    );
    let yard = "src/yard.rs banned-path deny";
    assert_eq!(findings(&scratch, &[]), [yard, "tests/nap.rs banned-path deny"]);
    scratch.write("conclint.toml", &format!("tests = \"skip\"\n{ban}"));
    assert_eq!(findings(&scratch, &[]), ["src/rt.rs banned-path deny", yard]);
    let why = scratch.run(&["why", "src/yard.rs:2", "banned-path"]).stdout;
    assert!(why.contains("banned-path reports"), "{why}");
    scratch.write("conclint.toml", &format!("levels = {{ meta = \"allow\" }}\n{ban}"));
    assert!(findings(&scratch, &[]).is_empty(), "its level is set like any other's");
}

#[test]
fn a_package_without_any_word_of_the_dictionary_is_read_for_a_ban() {
    let scratch = package("pub fn load() -> std::io::Result<Vec<u8>> {\n    std::fs::read(\"ships\")\n}\n");
    assert!(findings(&scratch, &[]).is_empty());
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::fs\"\nreason = \"go through the store\"\n");
    assert_eq!(findings(&scratch, &[]), ["src/lib.rs banned-path deny"]);
}

#[test]
fn in_a_workspace_a_member_is_known_by_its_name() {
    let scratch = workspace("");
    scratch.write("crates/quay/src/lib.rs", "pub fn open() {}\n\npub fn close() {\n    open();\n}\n");
    scratch.write("crates/tower/src/lib.rs", "pub fn open() {\n    quay::open();\n}\n");
    scratch.write("crates/quay/Cargo.toml", &MANIFEST.replace("harbour", "quay"));
    scratch.write("conclint.toml", "[[ban]]\npath = \"quay::open\"\nreason = \"the gate opens itself\"\n");
    let wanted = ["crates/quay/src/lib.rs banned-path deny", "crates/tower/src/lib.rs banned-path deny"];
    assert_eq!(findings(&scratch, &[]), wanted, "inside it and from outside");
}

// ---- What is in force ---------------------------------------------------------------------------------------------

const FULL: &str = "\
levels = { timer-reset = \"deny\", channel = \"warn\", pedantic = \"warn\" }
exclude = [\"vendor/\"]
tests = \"skip\"

[[override]]
paths = [\"src/tower.rs\"]
levels = { channel = \"allow\" }

[[spawn]]
path = \"acme_rt::launch\"
on-drop = \"cancel\"

[[sleep]]
path = \"acme_rt::nap\"

[[blocking]]
path = \"acme_db::query\"

[[channel]]
path = \"acme_rt::pipe\"
kind = \"flume\"
bounded = false

[[lock]]
path = \"acme_db::row\"
kind = \"blocking\"

[[lock-order]]
before = \"Yard::tracks\"
after = \"crate::RATES\"

[[ban]]
path = \"std::thread::sleep\"
reason = \"take `acme_rt::nap`\"
allowed-in = [\"src/rt.rs\"]
";

#[test]
fn config_prints_what_is_in_force_and_where_it_comes_from() {
    let scratch = harbour();
    let mut all = String::new();
    let mut show = |args: &[&str]| {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        all.push_str(&format!("$ conclint {}\n{}\n", args.join(" "), run.stdout));
        run.stdout
    };
    assert!(show(&["config"]).starts_with("no configuration, effective for .\n"));
    scratch.write("conclint.toml", FULL);
    show(&["config"]);
    let tower = show(&["config", "src/tower.rs"]);
    assert!(tower.contains("closed-channel-spin = allow"), "an override speaks of it: {tower}");
    let strict = show(&["-D", "warnings", "config", "--isolated"]);
    assert!(strict.contains("timer-reset = deny") && strict.contains("the command line"), "{strict}");
    snapshot("config", &all);
    scratch.write("vendor/a.rs", DENIED);
    assert!(
        scratch.run(&["config", "vendor/a.rs"]).stdout.contains("vendor/a.rs is excluded: nothing in it is reported")
    );
}

#[test]
fn config_tells_the_packages_of_each_configuration_apart() {
    let scratch = workspace(QUIET_WORKSPACE);
    scratch.write("crates/tower/conclint.toml", "tests = \"skip\"\n");
    let run = scratch.run(&["config"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for head in ["Cargo.toml, effective for crates/quay\n", "crates/tower/conclint.toml, effective for crates/tower\n"]
    {
        assert!(run.stdout.contains(head), "{head}: {}", run.stdout);
    }
    for (args, wanted) in [
        (&["config", "none"][..], "no such path: none; check how it is spelt"),
        (&["config", "-D", "tasks"], "did you mean `task`?"),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(wanted), "{args:?}: {}", run.stderr);
    }
}

// ---- What can be wrong --------------------------------------------------------------------------------------------

#[test]
fn each_wrong_thing_gets_a_sentence_and_its_line() {
    let scratch = harbour();
    for (text, wanted) in configs::WRONG {
        scratch.write("conclint.toml", &format!("# What we ask of ourselves.\n{text}\n"));
        let run = scratch.run(&[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "nothing is judged: {text}");
        let lines: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(lines.len(), 3, "a sentence, the line, a mark: {text}\n{}", run.stderr);
        assert!(lines[0].starts_with("conclint: conclint.toml:"), "{text}: {}", lines[0]);
        assert!(lines[0].contains(wanted), "{text}: {}", lines[0]);
        let number = lines[0].split(':').nth(2).unwrap_or_default();
        let shown = lines[1].split_once(" | ").map(|(n, line)| (n.trim(), line));
        let line = number.parse().ok().and_then(|n: usize| format!("#\n{text}").lines().nth(n - 1).map(str::to_owned));
        assert_eq!(shown, Some((number, line.as_deref().unwrap_or_default())), "the line is shown: {text}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let scratch = workspace("");
    scratch.write("crates/quay/conclint.toml", "test = \"skip\"\nexlude = []\n");
    scratch
        .write("crates/tower/Cargo.toml", &format!("{MANIFEST}[package.metadata.conclint]\nlevels.tasks = \"deny\"\n"));
    let run = scratch.run(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let told: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("conclint: ")).collect();
    assert_eq!(
        told,
        [
            "conclint: crates/quay/conclint.toml:1: there is no key `test`; did you mean `tests`?",
            "conclint: crates/quay/conclint.toml:2: there is no key `exlude`; did you mean `exclude`?",
            "conclint: crates/tower/Cargo.toml:6: no lint, family or group is called `tasks`; did you mean `task`?",
        ]
    );
}

#[test]
fn a_wrong_manifest_is_told_where_it_would_matter() {
    let scratch = harbour();
    scratch.write("Cargo.toml", &format!("{MANIFEST}metadata.conclint = 3\n"));
    let run = scratch.run(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`conclint` is no table; write [package.metadata.conclint]"), "{}", run.stderr);
    scratch.write("Cargo.toml", &format!("{MANIFEST}[package.metadata.conclint\n"));
    let run = scratch.run(&[]);
    assert_eq!(run.code, 2, "what the project asks for cannot be read: {}", run.stderr);
    scratch.write("Cargo.toml", &format!("{MANIFEST}[dependencies\n"));
    assert_eq!(scratch.run(&["src/quay.rs"]).code, 0, "a manifest that does not speak of conclint is only odd");
}

// ---- What other tools are told ------------------------------------------------------------------------------------

/// A test that waits for a message as long as that takes.
const WAITING_TEST: &str = r#"use tokio::sync::mpsc;

#[tokio::test]
async fn a_ship_arrives() {
    let (harbour, mut ships) = mpsc::channel(1);
    tokio::spawn(async move { harbour.send(1).await });
    assert_eq!(ships.recv().await, Some(1));
}
"#;

#[test]
fn tests_that_nextest_ends_need_no_limit_of_their_own() {
    let waiting = || {
        Scratch::new(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"quay\"]\n"),
            ("quay/Cargo.toml", MANIFEST),
            ("quay/src/lib.rs", WAITING_TEST),
        ])
    };
    let args = ["-A", "all", "-W", "test"];
    let found = ["quay/src/lib.rs test-without-timeout warn"];
    assert_eq!(findings(&waiting(), &args), found);
    for (path, text, ends) in [
        (".config/nextest.toml", "[profile.ci]\nslow-timeout = { period = \"30s\", terminate-after = 2 }\n", true),
        ("nextest.toml", "[profile.default.slow-timeout]\nperiod = \"30s\"\nterminate-after = 2\n", true),
        (".config/nextest.toml", "[profile.ci]\nslow-timeout = \"30s\"\n# terminate-after = 2\n", false),
    ] {
        let scratch = waiting();
        scratch.write(path, text);
        assert_eq!(findings(&scratch, &args).is_empty(), ends, "{text}");
    }
}

/// A workspace of two members whose configuration declares what both, one and none of them have.
fn declaring() -> Scratch {
    let scratch = workspace("");
    scratch.write(
        "conclint.toml",
        concat!(
            "[[lock]]\npath = \"crate::store::Store::rows\"\n\n",
            "[[blocking]]\npath = \"acme_db::query\"\n\n",
            "[[lock-order]]\nbefore = \"Ledger::fees\"\nafter = \"Ledger::fares\"\n",
        ),
    );
    scratch.write("crates/quay/src/ledger.rs", "pub struct Ledger { fees: u32 }\nfn ask() { acme_db::query(); }\n");
    scratch
}

#[test]
fn a_row_that_matches_nothing_is_told() {
    let scratch = declaring();
    let said = scratch.run(&["-q"]).stderr;
    let rest = "matches nothing in what was read; correct the name or remove the row";
    assert!(said.contains(&format!("conclint.toml:2: `crate::store::Store::rows` {rest}")), "{said}");
    assert!(said.contains(&format!("conclint.toml:8: `Ledger::fares` {rest}")), "{said}");
    assert_eq!(said.matches(rest).count(), 2, "{said}");
    scratch.write("crates/tower/src/store.rs", "impl Store { fn rows(&self) {} }\nstruct Fares { fares: Ledger }\n");
    assert!(!scratch.run(&["-q"]).stderr.contains(rest));
}

#[test]
fn a_run_over_a_part_says_nothing_of_rows() {
    let scratch = declaring();
    for part in ["crates/quay", "crates/quay/src/ledger.rs"] {
        assert!(!scratch.run(&["-q", part]).stderr.contains("matches nothing"), "{part}");
    }
}

#[test]
fn a_pattern_that_no_file_fits_is_told() {
    let scratch = declaring();
    scratch.write(
        "conclint.toml",
        concat!(
            "exclude = [\"vendr/\", \"target/\", \"*_pb.rs\", \"!src/new.rs\", \"crates/quay/**\"]\n\n",
            "[[override]]\npaths = [\"crates/tower/\", \"crates/**/exmaples/\"]\nlevels = { task = \"allow\" }\n\n",
            "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it blocks\"\nallowed-in = [\"crates/towr/src/lib.rs\"]\n",
        ),
    );
    scratch.write("target/built.rs", "");
    let said = scratch.run(&["-q"]).stderr;
    let wanted: String =
        [(1, "vendr/"), (1, "*_pb.rs"), (1, "!src/new.rs"), (4, "crates/**/exmaples/"), (10, "crates/towr/src/lib.rs")]
            .map(|(line, pattern)| {
                format!("conclint: conclint.toml:{line}: no file fits the pattern `{pattern}`; correct or remove it\n")
            })
            .concat();
    assert_eq!(said, wanted, "what lies there, built or excluded, is fitted");
    assert_eq!(scratch.run(&["-q", "crates/tower"]).stderr, "", "of a part nothing is known");
}

#[test]
fn a_ban_of_what_the_project_does_not_have_is_told() {
    let scratch = declaring();
    scratch.write(
        "conclint.toml",
        concat!(
            "[[ban]]\npath = \"crate::ledger::Leger\"\nreason = \"it is old\"\n\n",
            "[[ban]]\npath = \"crate::ledger::Ledger\"\nreason = \"it is old\"\n\n",
            "[[ban]]\npath = \"openssl::ssl\"\nreason = \"rustls is used\"\n",
        ),
    );
    let said = scratch.run(&["-q"]).stderr;
    let wanted = "conclint: conclint.toml:2: `crate::ledger::Leger` matches nothing in what was read; correct the name or remove the row\n";
    assert_eq!(said, wanted, "what is banned from elsewhere is not to be there");
}
