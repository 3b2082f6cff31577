//! Packages that use one another: what each knows of the others by their interfaces, and in which order they are read.

mod scratch;

use std::sync::Arc;

use conclint::files::{self, FileKind, Given};
use conclint::model::names::siblings::{Interface, Item};
use conclint::model::{Crate, File, PackageInfo, interface};
use conclint::run::{self, Interfaces, Settings};
use conclint::syntax::{self, FileId, Interner, Source};
use scratch::Scratch;

/// A library with ways to start work, in modules that nobody outside names.
const RIGGING: &str = r#"//! Ways to start work.

mod tasks;
mod ropes;

pub use ropes::{pair, reversed, Coil};
pub use tasks::{hoist, nap, Crew, Hands};

pub mod prelude {
    pub use crate::tasks::*;
    pub use tokio::time::sleep as rest;
}
"#;

const TASKS: &str = r#"use std::future::Future;
use std::time::Duration;

/// Starts work and forgets it.
pub fn hoist<F>(work: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(work);
}

pub async fn nap(length: Duration) {
    tokio::time::sleep(length).await;
}

pub struct Crew {
    pub name: String,
}

impl Crew {
    pub fn new(name: &str) -> Crew {
        Crew { name: name.to_owned() }
    }

    pub fn set_to<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        tokio::spawn(work);
    }
}

pub trait Hands {
    fn lend<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        tokio::spawn(work);
    }
}

impl Hands for Crew {}
"#;

const ROPES: &str = r#"use tokio::sync::mpsc;

pub fn pair() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(8)
}

pub fn reversed() -> (mpsc::Receiver<u32>, mpsc::Sender<u32>) {
    let (tx, rx) = mpsc::channel(8);
    (rx, tx)
}

pub struct Coil {
    pub rope: mpsc::Receiver<u32>,
}
"#;

/// A task that never ends, started through something, for the `knots` of who starts it.
fn endless(start: &str) -> String {
    format!(
        "{start}(async move {{\n        loop {{\n            tokio::time::sleep(std::time::Duration::from_secs(60)).await;\n        \
         println!(\"{{knots}} knots\");\n        }}\n    }});\n"
    )
}

fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n{rest}")
}

const VIRTUAL: &str = "[workspace]\nresolver = \"2\"\nmembers = [\"libs/*\", \"ship\"]\n";

/// A virtual workspace: a ship that uses the rigging by this line of its manifest.
fn fleet(dependency: &str, ship: &str) -> Scratch {
    let scratch = Scratch::new(&[
        ("Cargo.toml", VIRTUAL),
        ("libs/rigging/src/lib.rs", RIGGING),
        ("libs/rigging/src/tasks.rs", TASKS),
        ("libs/rigging/src/ropes.rs", ROPES),
        ("ship/src/lib.rs", ship),
    ]);
    scratch.write("libs/rigging/Cargo.toml", &manifest("rigging", "[dependencies]\ntokio = \"1\"\n"));
    scratch.write("ship/Cargo.toml", &manifest("ship", &format!("[dependencies]\ntokio = \"1\"\n{dependency}\n")));
    scratch
}

const BY_PATH: &str = "rigging = { path = \"../libs/rigging\" }";

/// A ship that does this each time that it is asked to sail, from the fourth line on.
fn ship(imports: &str, body: &str) -> String {
    ship_with(imports, "", body)
}

fn ship_with(imports: &str, parameters: &str, body: &str) -> String {
    format!(
        "{imports}\nimpl Ship {{\n    pub fn sail(&self, {parameters}knots: u32) {{\n        {body}    }}\n}}\n\npub struct Ship;\n"
    )
}

/// `lint at path:line` of every finding, in order.
fn found(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let document = scratch.json(args);
    let findings = document["findings"].as_array().expect("it has findings");
    let one = |f: &serde_json::Value| format!("{} at {}:{}", text(&f["lint"]), text(&f["path"]), f["start"]["line"]);
    findings.iter().map(one).collect()
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().expect("it is a text")
}

fn facts(scratch: &Scratch, file: &str) -> String {
    let run = scratch.run(&["facts", file]);
    assert_eq!(run.stderr, "", "{file}");
    run.stdout
}

#[track_caller]
fn says(facts: &str, line: &str) {
    assert!(facts.lines().any(|l| l.contains(line)), "no line says `{line}`:\n{facts}");
}

const DETACHED: [&str; 1] = ["detached-spawn at ship/src/lib.rs:4"];

#[test]
fn a_wrapper_in_a_sibling_is_a_spawn_of_its_caller() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    assert_eq!(found(&scratch, &["."]), DETACHED);
    says(&facts(&scratch, "ship/src/lib.rs"), "spawn task, rigging::tasks::hoist");
}

#[test]
fn a_method_of_a_sibling_s_type_is_one_too() {
    let on_new = format!("let crew = Crew::new(\"port\");\n    {}", endless("crew.set_to"));
    let scratch = fleet(BY_PATH, &ship("use rigging::Crew;", &on_new));
    assert_eq!(found(&scratch, &["."]), ["detached-spawn at ship/src/lib.rs:5"]);
    let by_type = ship_with("use rigging::Crew;", "crew: &Crew, ", &endless("crew.set_to"));
    assert_eq!(found(&fleet(BY_PATH, &by_type), &["."]), DETACHED);
}

#[test]
fn a_trait_s_own_body_is_known_by_type_bound_and_object() {
    for (taken, what) in [
        ("crew: &Crew, ", "the type keeps the trait's body"),
        ("crew: &impl Hands, ", "a type that is known by the trait alone"),
        ("crew: &dyn Hands, ", "an object of the trait"),
    ] {
        let code = ship_with("use rigging::{Crew, Hands};", taken, &endless("crew.lend"));
        assert_eq!(found(&fleet(BY_PATH, &code), &["."]), DETACHED, "{what}");
    }
    let bound =
        ship_with("use rigging::Hands;", "crew: H, ", &endless("crew.lend")).replace("sail(", "sail<H: Hands>(");
    assert_eq!(found(&fleet(BY_PATH, &bound), &["."]), DETACHED, "a type parameter with the trait as its bound");
}

#[test]
fn without_the_sibling_the_call_is_unknown() {
    let scratch = fleet("rigging = \"1\"", &ship("use rigging::hoist;", &endless("hoist")));
    assert_eq!(found(&scratch, &["."]), [""; 0], "a dependency from a registry is no sibling");
    let scratch =
        fleet("rigging = { git = \"https://example.org/rigging\" }", &ship("use rigging::hoist;", &endless("hoist")));
    assert_eq!(found(&scratch, &["."]), [""; 0], "nor is one by git");
}

#[test]
fn a_renamed_dependency_is_known_by_its_new_name() {
    let renamed = "tackle = { path = \"../libs/rigging\", package = \"rigging\" }";
    let scratch = fleet(renamed, &ship("use tackle::hoist;", &endless("hoist")));
    assert_eq!(found(&scratch, &["."]), DETACHED);
}

#[test]
fn a_dependency_is_inherited_from_the_workspace() {
    let scratch = fleet("rigging.workspace = true", &ship("use rigging::hoist;", &endless("hoist")));
    scratch.write(
        "Cargo.toml",
        &format!("{VIRTUAL}\n[workspace.dependencies]\nrigging = {{ path = \"libs/rigging\" }}\n"),
    );
    assert_eq!(found(&scratch, &["."]), DETACHED);
}

#[test]
fn a_library_is_known_by_the_name_that_its_manifest_gives_it() {
    let scratch = fleet(BY_PATH, &ship("use yards::hoist;", &endless("hoist")));
    scratch.write("libs/rigging/Cargo.toml", &manifest("rigging", "[lib]\nname = \"yards\"\n"));
    assert_eq!(found(&scratch, &["."]), DETACHED);
}

#[test]
fn optional_and_target_s_dependencies_count() {
    for section in ["[target.'cfg(unix)'.dependencies]", "[build-dependencies]", "[dev-dependencies]"] {
        let scratch = fleet("", &ship("use rigging::hoist;", &endless("hoist")));
        let rest = format!("{section}\nrigging = {{ path = \"../libs/rigging\" }}\n");
        scratch.write("ship/Cargo.toml", &manifest("ship", &rest));
        assert_eq!(found(&scratch, &["."]), DETACHED, "{section}");
    }
    let optional = "rigging = { path = \"../libs/rigging\", optional = true }";
    assert_eq!(found(&fleet(optional, &ship("use rigging::hoist;", &endless("hoist"))), &["."]), DETACHED);
}

#[test]
fn a_sibling_that_was_not_given_is_read_for_what_it_shows() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    let run = scratch.run(&["ship"]);
    assert!(
        run.stdout.contains("1 warning in 1 file of 1 package;"),
        "nothing else is judged or counted: {}",
        run.stdout
    );
    assert_eq!(found(&scratch, &["ship/src/lib.rs"]), DETACHED, "one file of it");
    let run = scratch.run(&["why", "ship/src/lib.rs:4"]);
    assert!(run.stdout.contains("detached-spawn reports"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn re_exports_are_followed_through_packages() {
    let scratch = fleet("deck = { path = \"../libs/deck\" }", &ship("use deck::work::launch;", &endless("launch")));
    scratch.write("libs/deck/Cargo.toml", &manifest("deck", "[dependencies]\nrigging = { path = \"../rigging\" }\n"));
    scratch.write("libs/deck/src/lib.rs", "pub mod work;\n");
    scratch.write("libs/deck/src/work.rs", "pub use rigging::hoist as launch;\n");
    assert_eq!(found(&scratch, &["."]), DETACHED);
    scratch.write("libs/deck/src/lib.rs", "pub mod work {\n    pub use rigging::prelude::*;\n    pub use inner::*;\n    mod inner {\n        pub use rigging::hoist as launch;\n    }\n}\n");
    assert_eq!(found(&scratch, &["."]), DETACHED, "and through stars");
    scratch.write("ship/src/lib.rs", &ship("use deck::work::*;", &endless("hoist")));
    assert_eq!(found(&scratch, &["."]), DETACHED, "and stars of stars");
    scratch.write("libs/deck/src/work.rs", "");
    scratch.write("libs/deck/src/lib.rs", "pub use rigging as ropes;\npub use tokio;\n");
    scratch.write("ship/src/lib.rs", &ship("use deck::ropes;", &endless("ropes::hoist")));
    assert_eq!(found(&scratch, &["."]), DETACHED, "a package under another name");
    scratch.write("ship/src/lib.rs", &ship("use deck::tokio;", &endless("tokio::spawn")));
    assert_eq!(found(&scratch, &["."]), DETACHED, "a library under a sibling's");
}

#[test]
fn a_wrapper_of_a_wrapper_is_one() {
    let scratch = fleet("deck = { path = \"../libs/deck\" }", &ship("use deck::heave;", &endless("heave")));
    scratch.write("libs/deck/Cargo.toml", &manifest("deck", "[dependencies]\nrigging = { path = \"../rigging\" }\n"));
    let code = "use std::future::Future;\n\npub fn heave<F: Future<Output = ()> + Send + 'static>(work: F) {\n    rigging::hoist(work);\n}\n";
    scratch.write("libs/deck/src/lib.rs", code);
    assert_eq!(found(&scratch, &["."]), DETACHED);
}

#[test]
fn a_sibling_s_sleep_is_a_sleep() {
    let code = "use std::time::Duration;\n\npub async fn sail() {\n    rigging::nap(Duration::from_secs(3)).await;\n    rigging::prelude::rest(Duration::from_secs(3)).await;\n}\n";
    let facts = facts(&fleet(BY_PATH, code), "ship/src/lib.rs");
    says(&facts, "4:5 sleep");
    says(&facts, "5:5 sleep");
}

#[test]
fn a_sibling_s_pair_is_a_channel_whichever_end_comes_first() {
    let code = "pub async fn sail() {\n    let (tx, mut rx) = rigging::pair();\n    let (mut back, forth) = rigging::reversed();\n    \
                tx.send(1).await.ok();\n    forth.send(1).await.ok();\n    rx.recv().await;\n    back.recv().await;\n}\n";
    let facts = facts(&fleet(BY_PATH, code), "ship/src/lib.rs");
    says(&facts, "2:24 channel tokio::sync::mpsc");
    says(&facts, "3:29 channel tokio::sync::mpsc");
    says(&facts, "receive from rx");
    says(&facts, "receive from back");
}

#[test]
fn the_fields_of_a_sibling_s_struct_have_types() {
    let code = "use rigging::Coil;\n\npub async fn sail(mut coil: Coil) {\n    loop {\n        if let Some(turn) = coil.rope.recv().await {\n            println!(\"{turn}\");\n        }\n    }\n}\n";
    assert_eq!(found(&fleet(BY_PATH, code), &["."]), ["closed-channel-spin at ship/src/lib.rs:5"]);
}

#[test]
fn a_circle_through_tests_is_cut_there() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    let rest = "[dev-dependencies]\nship = { path = \"../../ship\" }\nrigging = { path = \".\" }\n";
    scratch.write("libs/rigging/Cargo.toml", &manifest("rigging", rest));
    scratch.write("libs/rigging/tests/all.rs", "#[test]\nfn sails() {\n    ship::Ship.sail(5);\n}\n");
    assert_eq!(found(&scratch, &["."]), DETACHED);
}

#[test]
fn packages_in_a_circle_are_read_all_the_same() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    scratch
        .write("libs/rigging/Cargo.toml", &manifest("rigging", "[dependencies]\nship = { path = \"../../ship\" }\n"));
    let run = scratch.run(&["."]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "cargo would not build it; nothing hangs or fails here");
}

#[test]
fn two_packages_of_one_name_are_two() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    scratch.write("old/rigging/Cargo.toml", &manifest("rigging", ""));
    scratch.write("old/rigging/src/lib.rs", "pub fn hoist<F>(_work: F) {}\n");
    let facts = facts(&scratch, "ship/src/lib.rs");
    says(&facts, "spawn task, rigging::tasks::hoist");
    assert_eq!(found(&scratch, &["."]), DETACHED, "the one at the path counts");
    scratch.write("ship/Cargo.toml", &manifest("ship", "[dependencies]\nrigging = { path = \"../old/rigging\" }\n"));
    assert_eq!(found(&scratch, &["."]), [""; 0], "the other one drops what it is given");
}

#[test]
fn a_fork_of_a_library_stays_the_library() {
    let scratch = fleet("", &ship("", &endless("tokio::spawn")));
    scratch.write("ship/Cargo.toml", &manifest("ship", "[dependencies]\ntokio = { path = \"../libs/tokio\" }\n"));
    scratch.write("libs/tokio/Cargo.toml", &manifest("tokio", ""));
    scratch.write("libs/tokio/src/lib.rs", "pub fn spawn<F>(_work: F) {}\n");
    assert_eq!(found(&scratch, &["ship"]), DETACHED);
}

#[test]
fn a_sibling_that_is_broken_or_gone_is_unknown() {
    let code = ship("use rigging::hoist;", &endless("hoist"));
    let scratch = fleet(BY_PATH, &code);
    scratch.write("libs/rigging/Cargo.toml", "[package\nname = ");
    let run = scratch.run(&["ship"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stderr.lines().count(), 1, "one sentence: {}", run.stderr);
    assert!(run.stderr.contains("libs/rigging/Cargo.toml:1 is not TOML"), "{}", run.stderr);
    let scratch = fleet("rigging = { path = \"../nowhere\" }", &code);
    let run = scratch.run(&["ship"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let scratch = fleet(BY_PATH, &code);
    scratch.write("libs/rigging/src/tasks.rs", "pub fn hoist<F>(work: F) where F: { tokio::spawn(work); ");
    let run = scratch.run(&["ship"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "what nobody asked for is not told");
}

#[test]
fn what_a_project_declares_of_a_sibling_s_function_holds_for_those_that_call_it() {
    let scratch = fleet(BY_PATH, &ship("use rigging::run;", &endless("run")));
    scratch.write("libs/rigging/src/lib.rs", "pub fn run<F>(work: F) {\n    hidden!(work)\n}\n");
    assert_eq!(found(&scratch, &["."]), [""; 0]);
    scratch.write("libs/rigging/conclint.toml", "[[spawn]]\npath = \"crate::run\"\n");
    assert_eq!(found(&scratch, &["."]), DETACHED);
    assert_eq!(found(&scratch, &["ship"]), DETACHED, "also where the sibling was not given");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let scratch = fleet(BY_PATH, &ship("use rigging::hoist;", &endless("hoist")));
    for n in 0..12 {
        let uses: String = (0..n).map(|m| format!("hull{m} = {{ path = \"../hull{m}\" }}\n")).collect();
        let rest = format!("[dependencies]\nrigging = {{ path = \"../rigging\" }}\n{uses}");
        scratch.write(&format!("libs/hull{n}/Cargo.toml"), &manifest(&format!("hull{n}"), &rest));
        let from = if n == 0 { "rigging::hoist".to_owned() } else { format!("hull{}::launch", n - 1) };
        let code = ship(&format!("pub use {from} as launch;"), &endless("launch"));
        scratch.write(&format!("libs/hull{n}/src/lib.rs"), &code);
    }
    let bytes = |threads: &str| {
        let run = scratch.run(&["--format", "json", "--threads", threads, "."]);
        assert_eq!(run.stderr, "");
        run.stdout
    };
    let one = bytes("1");
    assert_eq!(found(&scratch, &["."]).len(), 13, "each package starts one");
    for threads in ["2", "3", "8"] {
        for _ in 0..3 {
            assert!(bytes(threads) == one, "{threads} threads give other bytes than one");
        }
    }
}

/// A library that starts a task for its caller, and a program that calls it.
fn hired(main: &str) -> Scratch {
    let scratch = Scratch::new(&[("Cargo.toml", "[workspace]\nmembers = [\"lookout\", \"port\"]\n")]);
    scratch.write("lookout/Cargo.toml", &manifest("lookout", ""));
    let start = endless("tokio::spawn");
    let code = format!(
        "//! A lookout.\n\npub struct Lookout;\nimpl Lookout {{\n    pub fn post(&self, knots: u32) {{\n        start(knots);\n    }}\n}}\nfn start(knots: u32) {{\n    {start}}}\n"
    );
    scratch.write("lookout/src/lib.rs", &code);
    scratch.write("port/Cargo.toml", &manifest("port", "[dependencies]\nlookout = { path = \"../lookout\" }\n"));
    scratch.write("port/src/main.rs", main);
    scratch
}

const POSTED: [&str; 1] = ["detached-spawn at lookout/src/lib.rs:10"];

#[test]
fn a_task_that_another_package_s_main_starts_lives_as_long_as_the_process() {
    let scratch = hired("fn main() {\n    lookout::Lookout.post(5);\n}\n");
    assert_eq!(found(&scratch, &["."]), [""; 0], "no other package leads to it");
    assert_eq!(found(&scratch, &["lookout"]), POSTED, "one package alone has callers that nobody knows");
    let code = std::fs::read_to_string(scratch.path("lookout/src/lib.rs")).expect("it was written");
    scratch.write(
        "lookout/src/lib.rs",
        &format!("{code}\nimpl Lookout {{\n    pub fn post_again(&self) {{\n        self.post(7);\n    }}\n}}\n"),
    );
    assert_eq!(
        found(&scratch, &["."]),
        POSTED,
        "a public function that no package calls has callers that nobody knows"
    );
}

#[test]
fn a_public_function_in_a_private_module_has_no_callers_outside() {
    let scratch = hired("fn main() {\n    lookout::Lookout.post(5);\n}\n");
    let code = |module: &str| {
        format!(
            "{module}\n\npub struct Lookout;\n\nimpl Lookout {{\n    pub fn post(&self, knots: u32) {{\n        mast::Mast.man(knots);\n    }}\n}}\n"
        )
    };
    let mast = ship("//! A mast.", &endless("tokio::spawn")).replace("Ship", "Mast").replace("sail", "man");
    // The file in between has no word of a fact, and counts all the same.
    scratch.write("lookout/src/lib.rs", &code("mod mast;"));
    scratch.write("lookout/src/mast.rs", &mast);
    assert_eq!(found(&scratch, &["."]), [""; 0]);
    scratch.write("lookout/src/lib.rs", &code("pub mod mast;"));
    assert_eq!(found(&scratch, &["."]), ["detached-spawn at lookout/src/mast.rs:4"], "others can call it as well");
}

#[test]
fn a_task_that_another_package_starts_again_and_again_is_reported() {
    let scratch = hired("fn main() {\n    for _ in 0..3 {\n        lookout::Lookout.post(5);\n    }\n}\n");
    assert_eq!(found(&scratch, &["."]), POSTED);
    scratch.write("port/src/main.rs", "fn main() {}\n\npub fn hire() {\n    lookout::Lookout.post(5);\n}\n");
    assert_eq!(found(&scratch, &["."]), POSTED, "its caller runs as often as others like");
}

#[test]
fn who_calls_is_followed_through_packages() {
    let scratch = hired("fn main() {\n    harbour::open();\n}\n");
    scratch.write("Cargo.toml", "[workspace]\nmembers = [\"lookout\", \"port\", \"harbour\"]\n");
    scratch.write("harbour/Cargo.toml", &manifest("harbour", "[dependencies]\nlookout = { path = \"../lookout\" }\n"));
    scratch.write("harbour/src/lib.rs", "pub fn open() {\n    lookout::Lookout.post(5);\n}\n");
    scratch.write("port/Cargo.toml", &manifest("port", "[dependencies]\nharbour = { path = \"../harbour\" }\n"));
    assert_eq!(found(&scratch, &["."]), [""; 0]);
    scratch.write("port/src/main.rs", "fn main() {\n    for _ in 0..3 {\n        harbour::open();\n    }\n}\n");
    assert_eq!(found(&scratch, &["."]), POSTED, "a loop two packages away starts one each time");
}

#[test]
fn why_says_that_a_circle_is_not_looked_into() {
    let scratch = fleet(BY_PATH, "pub fn launch_it() {}\n");
    scratch.write(
        "libs/rigging/Cargo.toml",
        &manifest("rigging", "[dev-dependencies]\nship = { path = \"../../ship\" }\n"),
    );
    scratch.write("libs/rigging/tests/all.rs", "#[test]\nfn sails() {\n    ship::spawn_it(async {});\n}\n");
    let run = scratch.run(&["why", "libs/rigging/tests/all.rs:3"]);
    assert!(run.stdout.contains("`ship::spawn_it` lies in a package that uses this one in turn"), "{}", run.stdout);
}

/// The interface of the rigging, as its package leaves it.
fn rigging() -> Interface {
    let names = Interner::new();
    let texts = [("src/lib.rs", RIGGING), ("src/ropes.rs", ROPES), ("src/tasks.rs", TASKS)];
    let file = |(n, (path, text)): (usize, &(&str, &str))| {
        let source = Arc::new(Source::new(FileId(n as u32), (*path).to_owned(), (*text).to_owned()));
        let parsed = syntax::parse(&source, &names).expect("it is Rust");
        File { source, parsed: parsed.into(), kind: FileKind::Lib, within: (*path).to_owned(), root: n == 0 }
    };
    let files = texts.iter().enumerate().map(file).collect();
    let info = PackageInfo { lib_name: Some("rigging".to_owned()), edition: 2021, ..PackageInfo::default() };
    interface::of(&Crate::new(&info, files, names), "rigging")
}

#[test]
fn an_interface_is_data_that_comes_back_as_it_was_written() {
    let left = rigging();
    let written = serde_json::to_string(&left).expect("it can be written");
    let read: Interface = serde_json::from_str(&written).expect("it can be read");
    assert_eq!(read, left);
    assert_eq!(serde_json::to_string(&rigging()).expect("it can be written"), written, "the same text each time");
}

#[test]
fn an_interface_names_items_where_they_are_defined() {
    let left = rigging();
    let names: Vec<&str> = left.items.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "rigging::ropes::Coil",
            "rigging::ropes::pair",
            "rigging::ropes::reversed",
            "rigging::tasks::Crew",
            "rigging::tasks::Crew::lend",
            "rigging::tasks::Crew::new",
            "rigging::tasks::Crew::set_to",
            "rigging::tasks::Hands",
            "rigging::tasks::Hands::lend",
            "rigging::tasks::hoist",
            "rigging::tasks::nap",
        ]
    );
    assert_eq!(left.values["rigging::hoist"], "rigging::tasks::hoist");
    assert_eq!(left.types["rigging::Coil"], "rigging::ropes::Coil");
    assert_eq!(left.values["rigging::prelude::rest"], "tokio::time::sleep");
    assert_eq!(left.globs["rigging::prelude"], ["rigging::tasks"]);
    let Item::Function(nap) = &left.items["rigging::tasks::nap"] else { panic!("it is a function") };
    assert!(nap.is_future && !nap.receiver && nap.params.len() == 1);
}

// ---- Locks --------------------------------------------------------------------------------------------------------

const FARM: &str = r#"//! A farm.

use std::sync::{Mutex, MutexGuard};

pub struct Farm {
    pub eggs: Mutex<Vec<u32>>,
    hens: Mutex<u32>,
    milk: tokio::sync::Mutex<u32>,
}

pub static WELL: Mutex<u32> = Mutex::new(0);

impl Farm {
    pub fn hold(&self) -> MutexGuard<'_, Vec<u32>> {
        self.eggs.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub fn count(&self) -> usize {
        self.counted()
    }

    fn counted(&self) -> usize {
        self.eggs.lock().unwrap().len()
    }

    pub fn feed(&self) {
        *self.hens.lock().unwrap() += 1;
    }

    pub async fn tidy(&self) {
        self.eggs.lock().unwrap().clear();
    }

    pub async fn fetch(&self) -> tokio::sync::MutexGuard<'_, u32> {
        self.milk.lock().await
    }

    pub fn litres(&self) -> impl std::future::Future<Output = u32> + '_ {
        async move { *self.milk.lock().await }
    }

    pub fn rest(&self) {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

pub trait Barn {
    fn pick(&self, eggs: &Mutex<Vec<u32>>) {
        eggs.lock().unwrap().pop();
    }
}

impl Barn for Farm {}

pub fn heaviest(eggs: &Mutex<Vec<u32>>) -> Option<u32> {
    eggs.lock().unwrap().iter().copied().max()
}

pub fn draw() -> u32 {
    *WELL.lock().unwrap()
}
"#;

/// A farm, and a market that uses it; a dairy between them that only hands on what it is asked.
fn farm(market: &str) -> Scratch {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"farm\", \"dairy\", \"market\"]\n"),
        ("farm/src/lib.rs", FARM),
        ("dairy/src/lib.rs", "pub fn ask(farm: &farm::Farm) -> usize {\n    farm.count()\n}\n"),
        ("market/src/lib.rs", market),
    ]);
    let uses = |names: &[&str]| {
        let lines = names.iter().map(|name| format!("{name} = {{ path = \"../{name}\" }}\n"));
        format!("[dependencies]\ntokio = \"1\"\n{}", lines.collect::<String>())
    };
    scratch.write("farm/Cargo.toml", &manifest("farm", &uses(&[])));
    scratch.write("dairy/Cargo.toml", &manifest("dairy", &uses(&["farm"])));
    scratch.write("market/Cargo.toml", &manifest("market", &uses(&["farm", "dairy"])));
    scratch
}

/// A function of the market that does this with a farm, from the third line on.
fn sells(head: &str, body: &[&str]) -> String {
    let body: String = body.iter().map(|line| format!("    {line}\n")).collect();
    format!("use farm::Farm;\n{head} {{\n{body}}}\n")
}

const SELLS: &str = "pub fn sell(farm: &Farm)";
const LATER: &str = "pub async fn sell(farm: &Farm)";
const BARN: &str = "pub fn sell(farm: &Farm, barn: &dyn farm::Barn)";
const AGAIN: [&str; 1] = ["double-lock at market/src/lib.rs:4"];

#[test]
fn a_sibling_s_function_takes_the_lock_that_its_caller_holds() {
    let held = "let mut eggs = farm.eggs.lock().unwrap();";
    for (head, body, what) in [
        (SELLS, [held, "farm.count();", "eggs.push(1);"], "through two functions of the sibling"),
        (SELLS, [held, "Farm::count(farm);", "eggs.push(1);"], "with the receiver as an argument"),
        (SELLS, [held, "farm::heaviest(&farm.eggs);", "eggs.push(1);"], "with the lock as an argument"),
        (SELLS, [held, "farm.pick(&farm.eggs);", "eggs.push(1);"], "the body that a trait gives it"),
        (SELLS, [held, "dairy::ask(farm);", "eggs.push(1);"], "through two packages"),
        (LATER, [held, "farm.tidy().await;", "eggs.push(1);"], "a future that is awaited"),
        (SELLS, ["let mut eggs = farm.hold();", "farm.count();", "eggs.push(1);"], "a guard that the sibling gives"),
        (SELLS, ["let mut eggs = farm.hold();", "farm.hold().clear();", "eggs.push(1);"], "two of these"),
        (LATER, ["let mut milk = farm.fetch().await;", "farm.litres().await;", "*milk = 1;"], "a lock of tokio"),
        (SELLS, ["let well = farm::WELL.lock().unwrap();", "farm::draw();", "drop(well);"], "a static"),
    ] {
        assert_eq!(found(&farm(&sells(head, &body)), &["-A", "lock-across-await", "."]), AGAIN, "{what}");
    }
}

#[test]
fn what_a_sibling_does_with_other_locks_or_later_is_right() {
    let held = "let mut eggs = farm.eggs.lock().unwrap();";
    for (head, body, what) in [
        (SELLS, [held, "farm.feed();", "eggs.push(1);"], "another field"),
        (BARN, [held, "barn.pick(&farm.eggs);", "eggs.push(1);"], "a trait's method, and nobody knows of which type"),
        (SELLS, [held, "drop(eggs);", "farm.count();"], "the guard was dropped before"),
        (LATER, [held, "let _ = farm.tidy();", "eggs.push(1);"], "a future that nobody awaits"),
        (LATER, ["let mut milk = farm.fetch().await;", "let _ = farm.litres();", "*milk = 1;"], "one of tokio's"),
        (SELLS, ["let other = Farm::default();", "let _eggs = other.hold();", "farm.count();"], "another farm"),
        (SELLS, ["let well = farm::WELL.lock().unwrap();", "farm.count();", "drop(well);"], "no static"),
    ] {
        assert_eq!(found(&farm(&sells(head, &body)), &["market"]), [""; 0], "{what}");
    }
}

#[test]
fn the_evidence_leads_into_the_sibling() {
    let scratch = farm(&sells(SELLS, &["let mut eggs = farm.hold();", "dairy::ask(farm);", "eggs.push(1);"]));
    let document = scratch.json(&["market"]);
    let finding = &document["findings"][0];
    assert_eq!(finding["message"], "this deadlocks: `farm.eggs` is still locked when it is locked again");
    let labels = finding["labels"].as_array().expect("a list");
    let label = |l: &serde_json::Value| format!("{}:{} {}", text(&l["path"]), l["start"]["line"], text(&l["text"]));
    assert_eq!(
        labels.iter().map(label).collect::<Vec<_>>(),
        [
            "market/src/lib.rs:4 this call takes it again",
            "market/src/lib.rs:3 `farm.eggs` is locked here, and the guard lives on",
            "dairy/src/lib.rs:2 through this call",
            "farm/src/lib.rs:19 through this call",
            "farm/src/lib.rs:23 here it waits",
        ]
    );
    let shown = scratch.run(&["market"]).stdout;
    for line in ["dairy/src/lib.rs:2:10", "farm/src/lib.rs:19:14", "23 │         self.eggs.lock().unwrap().len()"] {
        assert!(shown.contains(line), "{line} is not shown:\n{shown}");
    }
    let one = scratch.run(&["--format", "json", "--threads", "1", "."]).stdout;
    for _ in 0..3 {
        assert_eq!(scratch.run(&["--format", "json", "--threads", "2", "."]).stdout, one);
    }
}

#[test]
fn kept_interfaces_are_as_good_as_new_ones() {
    let scratch = farm(&sells(SELLS, &["let mut eggs = farm.hold();", "dairy::ask(farm);", "eggs.push(1);"]));
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for file in ["farm/src/lib.rs", "dairy/src/lib.rs"] {
        let file = std::fs::File::options().write(true).open(scratch.path(file)).expect("it was written");
        file.set_modified(long_ago).expect("its times can be set");
    }
    let kept = Arc::new(Interfaces::default());
    let run = |interfaces: Option<Arc<Interfaces>>| {
        let selection = files::select(&[Given::Package(scratch.path("market"))]);
        let outcome = run::check(&selection, &Settings { interfaces, ..Settings::default() });
        let [finding] = outcome.findings.as_slice() else { panic!("there are {} findings", outcome.findings.len()) };
        (finding.message.clone(), finding.evidence.clone(), finding.reach.clone(), finding.fingerprint.clone())
    };
    let new = run(None);
    assert_eq!(run(Some(kept.clone())), new, "they are made");
    let farm = std::fs::File::options().write(true).open(scratch.path("farm/src/lib.rs")).expect("it was written");
    let blank = vec![b' '; FARM.len()];
    std::io::Write::write_all(&mut &farm, &blank)
        .and_then(|()| farm.set_modified(long_ago))
        .expect("it can be written");
    assert_eq!(run(Some(kept)), new, "they are kept: nobody has seen that the farm is gone");
}

#[test]
fn what_blocks_in_a_sibling_blocks_its_caller() {
    let market = "pub fn nap(farm: &farm::Farm) {\n    farm.rest();\n}\n";
    says(&facts(&farm(market), "market/src/lib.rs"), "summary of nap: blocks by a sleep 2:10 > farm src/lib.rs:43:9");
}

#[test]
fn twins_in_a_sibling_do_what_both_of_them_do() {
    let scratch = farm(&sells(SELLS, &["let mut eggs = farm.eggs.lock().unwrap();", "farm.count();", "eggs.push(1);"]));
    let other = "    pub fn count(&self) -> usize {\n        0\n    }\n\n    #[cfg(unix)]\n    pub fn count";
    scratch.write("farm/src/lib.rs", &FARM.replace("    pub fn count", &format!("    #[cfg(not(unix))]\n{other}")));
    assert_eq!(found(&scratch, &["market"]), [""; 0]);
}
