//! Input that is made to bring a run down: it ends, what cannot be read is named, the rest is judged.
//!
//! `benches/hostile.py` has the same in the sizes that take a release build.

mod scratch;

use std::fs;
use std::time::{Duration, Instant};

use scratch::*;

const ROOT: &str = "pub mod hostile;\npub mod judged;\n";
const USES: &str = "use std::sync::{Arc, Mutex};\nuse tokio::sync::mpsc;\n";
const QUAY: &str = "pub struct Quay { a: Mutex<u32>, b: Mutex<u32> }
impl Quay { pub fn both(&self) { let a = self.a.lock().unwrap(); let b = self.b.lock().unwrap(); } }
pub fn ask(q: &Quay) { let g = q.a.lock().unwrap(); f0(q); drop(g); f0(q); }
pub async fn wait(q: &Quay) { loop { f0(q); tokio::task::yield_now().await; } }
";

/// How long a run of an unoptimised build on one of these may take; none needs a tenth of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A package of a file that is judged and one that is not as files should be.
fn beside(hostile: &[u8]) -> Scratch {
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", ROOT), ("src/judged.rs", DENIED)]);
    fs::write(scratch.path("src/hostile.rs"), hostile).expect("the folder can be written to");
    scratch
}

/// Runs every lint, and makes sure that the good file is judged whatever the other one is.
fn judged(scratch: &Scratch, args: &[&str]) -> Run {
    let begun = Instant::now();
    let run = scratch.run(&[&["--format", "short", "-D", "all"], args].concat());
    assert!(begun.elapsed() < PATIENCE, "it took {:?}", begun.elapsed());
    assert!(run.stdout.contains("src/judged.rs:5"), "{}{}", run.stdout, run.stderr);
    assert!(!run.stderr.contains("please report"), "{}", run.stderr);
    run
}

/// The same of code, which is read: whatever is found in it, nothing fails.
fn stands(what: &str, code: &str) {
    let run = judged(&beside(format!("{USES}{QUAY}{code}").as_bytes()), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{what}");
}

/// The same of a file that cannot be read, which is named.
fn names(hostile: &[u8], sentence: &str) {
    let run = judged(&beside(hostile), &[]);
    assert_eq!(run.code, 2, "{sentence}");
    assert!(run.stderr.contains(sentence), "{}", run.stderr);
}

fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

// ---- Nesting and length -------------------------------------------------------------------------------------------

#[test]
fn what_is_nested_too_deep_is_named() {
    for open in ["(", "vec![", "if x { ", "!", "x + ", "a.b().", "else if x {} ", "|x| ", "async { ", "&&", "Some("] {
        let code = format!("pub fn f() {{ tokio::spawn(async {{}}); {}", open.repeat(20_000));
        names(code.as_bytes(), "src/hostile.rs could not be read: the code is nested too deep");
    }
    let types = format!("pub type A = {}u8{};", "Option<".repeat(20_000), ">".repeat(20_000));
    names(format!("{USES}{types}").as_bytes(), "the code is nested too deep");
}

#[test]
fn the_deepest_that_is_read_can_be_judged() {
    let locks = format!("pub struct A {{ pub a: {}u8{} }}", "Arc<Mutex<".repeat(300), ">>".repeat(300));
    stands("locks in types", &format!("pub fn f0(q: &Quay) {{}}\n{locks}"));
    for (open, close, times) in [
        ("{ let g = q.a.lock().unwrap(); ", "}", 60),
        ("loop { q.both(); ", "}", 100),
        ("async move { ", "}.await", 100),
        ("tokio::spawn(async move { ", "});", 60),
        ("!", "", 3_000),
        ("&", "", 3_000),
        ("if x == 1 { q.both() } else ", "{}", 300),
    ] {
        let (open, inner) = (open.repeat(times), if close.is_empty() { "x" } else { "" });
        stands("nesting", &format!("pub fn f0(q: &Quay) {{ {open}{inner}{} }}", close.repeat(times)));
    }
}

#[test]
fn a_function_without_an_end_in_sight_is_named_and_left_out() {
    let code = "    tokio::spawn(async { loop { work().await; } });\n".repeat(8_000);
    let run = judged(&beside(format!("{USES}pub fn yard() {{\n{code}}}\n{DENIED}").as_bytes()), &["--full"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    // What stands beside it in the file is judged.
    assert_eq!(run.stdout.matches("src/hostile.rs").count(), 1, "{}", run.stdout);
    let human = beside(format!("pub fn yard() {{\n{code}}}\n").as_bytes()).run(&[]);
    let said = "src/hostile.rs:1 is only partly readable: this function is too long to be looked into";
    assert!(human.stdout.contains(said), "{}", human.stdout);
}

#[test]
fn of_what_one_function_has_too_much_the_first_is_looked_into() {
    const COUNT: usize = 2_500;
    let each = each(COUNT, |n| format!("    if A.load(Relaxed) == {n} {{ A.store(1, Relaxed); }}\n"));
    let head = "use std::sync::atomic::{AtomicU32, Ordering::Relaxed};\nstatic A: AtomicU32 = AtomicU32::new(0);\n";
    let scratch = beside(format!("{head}pub fn yard() {{\n{each}}}\n").as_bytes());
    judged(&scratch, &["--full"]);
    let human = scratch.run(&["-W", "all"]);
    let said =
        "src/hostile.rs:3 is only partly readable: this function has so many atomic operations that only the first";
    assert!(human.stdout.contains(said), "{}", human.stdout.lines().last().unwrap_or_default());
    for line in [4, COUNT] {
        let why = scratch.run(&["why", &format!("src/hostile.rs:{line}")]);
        assert!(why.stdout.contains("not all is looked at: this function has so many"), "{}", why.stdout);
    }
    let why = scratch.run(&["why", "src/hostile.rs:1"]);
    assert!(!why.stdout.contains("not all is looked at"), "{}", why.stdout);
}

#[test]
fn chains_of_calls_may_be_as_long_as_a_program_is() {
    // What the last function does is the same for the first one, whoever is asked first.
    const N: usize = 6_000;
    let links = each(N, |n| format!("async fn f{n}(q: &Quay) {{ f{}(q).await }}\n", n + 1));
    let end = format!("async fn f{N}(q: &Quay) {{ loop {{ q.both(); tokio::task::yield_now().await; }} }}\n");
    stands("forwards", &format!("{links}{end}"));
    let links = each(N, |n| format!("async fn f{}(q: &Quay) {{ f{n}(q).await }}\n", n + 1));
    stands("backwards", &format!("async fn f0(q: &Quay) {{ loop {{ q.both(); }} }}\n{links}"));
}

#[test]
fn a_type_that_hangs_on_its_own_method_is_unknown() {
    stands("an impl", "impl Quay::f0 { pub fn f0(&self) { self.f0(); Quay::f0(); } }\npub fn f0(q: &Quay) {}");
}

#[test]
fn arms_in_blocks_are_no_nesting() {
    let arms = each(3_000, |n| format!("{n} => {{ q.both(); }}\n\"{n}\" => {{}}\n'{}' => {{}}\n", n % 10));
    stands("arms", &format!("pub fn f0(q: &Quay) {{ match x {{ {arms} _ => {{}} }} }}"));
}

#[test]
fn strings_and_comments_without_an_end_are_looked_for_no_more_than_needed() {
    let run = judged(&beside("r#\"\n/* \n".repeat(50_000).as_bytes()), &[]);
    assert!(run.code == 1 || run.stderr.contains("src/hostile.rs"), "{}", run.stderr);
}

// ---- Chains and circles -------------------------------------------------------------------------------------------

#[test]
fn calls_in_a_chain_or_circle_come_to_rest() {
    const N: usize = 1_000;
    stands(
        "chain",
        &(each(N, |n| format!("pub fn f{n}(q: &Quay) {{ f{}(q); }}\n", n + 1))
            + "pub fn f1000(q: &Quay) { q.both(); }"),
    );
    stands("circle", &each(N, |n| format!("pub fn f{n}(q: &Quay) {{ q.both(); f{}(q); }}\n", (n + 1) % N)));
    let all = each(40, |n| format!("f{n}(q);"));
    stands("all call all", &each(40, |n| format!("pub fn f{n}(q: &Quay) {{ q.both(); {all} }}\n")));
    let own = |n: usize| {
        let next = (n + 1) % 300;
        format!(
            "static L{n}: Mutex<u32> = Mutex::new(0);\npub fn f{n}(q: &Quay) {{ let g = L{n}.lock().unwrap(); f{next}(q); }}\n"
        )
    };
    stands("a lock each", &each(300, own));
}

#[test]
fn names_that_lead_round_lead_nowhere() {
    const HEAD: &str = "pub fn f0(q: &Quay) {}\n";
    let circles = [
        "pub type A = B;\npub type B = A;\npub fn f(a: &A) { let g = a.lock().unwrap(); }\n",
        "pub type A<T> = B<(T, T)>;\npub type B<T> = A<(T, T)>;\npub fn f(a: A<u8>) { let g = a.lock().unwrap(); }\n",
        "pub const A: u64 = B;\npub const B: u64 = A;\npub fn f() { loop { std::thread::sleep(std::time::Duration::from_secs(A)); } }\n",
        "pub mod a { pub use super::b::go; }\npub mod b { pub use super::a::go; }\npub fn f() { a::go(async { loop {} }); }\n",
        "pub mod a { pub use super::b::*; }\npub mod b { pub use super::a::*; }\npub fn f() { a::go(async { loop {} }); }\n",
        "pub trait A: B {}\npub trait B: A {}\npub fn f(a: impl A) { a.lock().unwrap(); }\n",
        "pub struct A(B);\npub struct B(A);\npub fn f(a: A) { a.0.0.0.0.lock().unwrap(); }\n",
        "macro_rules! a { ($($t:tt)*) => { b!($($t)* $($t)*) } }\nmacro_rules! b { ($($t:tt)*) => { a!($($t)*) } }\npub fn f() { a!(tokio::spawn(async {})); }\n",
        "#[path = \"hostile.rs\"] pub mod me;\n#[path = \"lib.rs\"] pub mod up;\n",
        "#[path = \"../../../../../../etc/passwd\"] pub mod a;\n#[path = \"/dev/zero\"] pub mod b;\n#[path = \"\"] pub mod c;\n",
    ];
    for circle in circles {
        stands(circle, &format!("{HEAD}{circle}"));
    }
    let links = each(2_000, |n| format!("pub type A{n} = A{};\n", n + 1));
    stands(
        "aliases",
        &format!("{HEAD}{links}pub type A2000 = Mutex<u32>;\npub fn f(a: &A0) {{ let g = a.lock().unwrap(); }}"),
    );
}

#[test]
fn globs_that_lead_to_all_modules_and_back_are_looked_through() {
    const N: usize = 1_000;
    let module = |n: usize| {
        let next = (n + 1) % N;
        format!(
            "mod m{n} {{ use super::*; pub use self::deep::*; mod deep {{ use super::*; pub fn f{n}(q: &Quay) {{ q.both(); }} }} pub fn g{n}(q: &Quay) {{ let g = q.a.lock().unwrap(); f{next}(q); }} }}\npub use m{n}::*;\n"
        )
    };
    let run = judged(&beside(format!("{USES}{QUAY}{}", each(N, module)).as_bytes()), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    // Each module locks, and takes the same lock again by the function that another one has.
    let found = run.stdout.lines().filter(|line| line.contains("src/hostile.rs") && line.contains("double-lock"));
    assert!(found.count() >= N, "{}", run.stdout.lines().take(5).collect::<String>());
}

#[test]
fn files_that_are_parts_of_each_other_are_judged() {
    let code =
        format!("{USES}{QUAY}pub fn f0(q: &Quay) {{ unknown::call(); tokio::spawn(async {{}}); }}\npub mod inner;\n");
    let scratch = beside(code.as_bytes());
    scratch.write("src/hostile/inner.rs", &format!("#[path = \"../hostile.rs\"] pub mod up;\n{DENIED}"));
    let run = judged(&scratch, &[]);
    assert!(run.stdout.contains("src/hostile/inner.rs:6"), "{}", run.stdout);
}

// ---- Bytes --------------------------------------------------------------------------------------------------------

#[test]
fn bytes_that_are_no_text_are_named() {
    names(b"pub fn f() { /* \xff */ }\n", "src/hostile.rs could not be read: it is not UTF-8 (byte 16)");
    names(&[0xfe, 0xff, 0, b'f'], "it is not UTF-8");
    names(&[0; 1000], "this is not Rust");
    for text in [
        "\u{feff}fn f() {}\n",
        "#!/usr/bin/env run\nfn f() {}\n",
        "---\n[dependencies]\n---\nfn f() {}\n",
        "",
        "fn f() { \0 }\n",
    ] {
        let run = judged(&beside(text.as_bytes()), &[]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{text:?}");
    }
    let run = judged(&beside(DENIED.replace('\n', "\r\n").as_bytes()), &[]);
    assert!(run.stdout.contains("src/hostile.rs:5"), "{}", run.stdout);
}

#[test]
fn a_manifest_that_is_broken_is_named_and_its_files_are_judged() {
    let scratch = beside(b"");
    for (manifest, said) in [
        (&b"[package\nname ="[..], "Cargo.toml:1 is not TOML"),
        (b"[package]\nname = \"\xff\"\n", "Cargo.toml could not be read: it is not UTF-8"),
        (&[b"a = ".to_vec(), vec![b'['; 100_000]].concat(), "Cargo.toml:1 is not TOML"),
        (b"", ""),
        (b"[package]\nname = 1\nedition = []\n[lib]\npath = 7\n[dependencies]\na = 1\n", ""),
        (b"[package]\nname = \"a\"\n[dependencies]\na = { path = \".\" }\nb = { path = \"../../../..\" }\n", ""),
        (b"[package]\nname = \"a\"\nworkspace = \".\"\n[lib]\npath = \"../../../../etc/passwd\"\n", ""),
    ] {
        fs::write(scratch.path("Cargo.toml"), manifest).expect("the folder can be written to");
        let run = judged(&scratch, &[]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn packages_that_use_one_another_in_a_circle_are_judged() {
    let scratch = beside(QUIET.as_bytes());
    scratch.write("Cargo.toml", &format!("{MANIFEST}[dependencies]\na = {{ path = \"a\" }}\n"));
    for (name, other) in [("a", "../b"), ("b", "../a")] {
        let manifest = format!(
            "[package]\nname = \"{name}\"\n[dependencies]\nx = {{ path = \"{other}\" }}\ny = {{ path = \"..\" }}\n"
        );
        scratch.write(&format!("{name}/Cargo.toml"), &manifest);
        scratch.write(&format!("{name}/src/lib.rs"), DENIED);
    }
    let run = judged(&scratch, &[]);
    assert!(run.stdout.contains("a/src/lib.rs:5") && run.stdout.contains("b/src/lib.rs:5"), "{}", run.stdout);
}

// ---- The disk -----------------------------------------------------------------------------------------------------

#[cfg(unix)]
mod disk {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    fn pipe(scratch: &Scratch, path: &str) {
        let made = std::process::Command::new("mkfifo").arg(scratch.path(path)).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
    }

    #[test]
    fn a_pipe_a_socket_and_a_device_are_not_waited_for() {
        let scratch = beside(b"");
        fs::remove_file(scratch.path("src/hostile.rs")).expect("it is there");
        pipe(&scratch, "src/hostile.rs");
        pipe(&scratch, "script");
        let _socket = UnixListener::bind(scratch.path("src/socket.rs")).expect("the folder can be written to");
        symlink("/dev/zero", scratch.path("src/zero.rs")).expect("links can be made");
        // Below a folder they are passed over, as links are.
        let run = judged(&scratch, &[]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""));
        for named in ["src/hostile.rs", "script", "src/socket.rs", "src/zero.rs", "/dev/zero"] {
            let run = judged(&scratch, &[".", named]);
            assert_eq!(run.code, 2, "{named}");
            assert_eq!(
                run.stderr,
                format!("conclint: {named} is a pipe, a socket or a device; name files or folders\n")
            );
        }
    }

    #[test]
    fn what_configures_a_run_is_not_waited_for_either() {
        let scratch = beside(DENIED.as_bytes());
        for name in ["src/conclint.toml", "src/Cargo.toml", "src/.gitignore", "src/.ignore", "conclint-baseline.json"] {
            pipe(&scratch, name);
            let run = scratch.run(&["--format", "short"]);
            assert!(!run.stderr.contains("please report"), "{name}: {}", run.stderr);
            fs::remove_file(scratch.path(name)).expect("it is there");
        }
    }

    #[test]
    fn links_are_followed_only_where_they_are_named() {
        let scratch = beside(b"");
        symlink("../src", scratch.path("src/round")).expect("links can be made");
        symlink("/", scratch.path("src/out")).expect("links can be made");
        symlink("b.rs", scratch.path("src/a.rs")).expect("links can be made");
        symlink("a.rs", scratch.path("src/b.rs")).expect("links can be made");
        symlink("nothing.rs", scratch.path("src/nowhere.rs")).expect("links can be made");
        let run = judged(&scratch, &[]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""));
        for named in ["src/a.rs", "src/nowhere.rs"] {
            let run = judged(&scratch, &[".", named]);
            assert_eq!(run.code, 2);
            assert!(run.stderr.contains(named), "{}", run.stderr);
        }
    }

    #[test]
    fn what_may_not_be_read_is_named() {
        let scratch = beside(b"");
        scratch.write("src/closed/a.rs", DENIED);
        let close = |path: &str, mode| {
            fs::set_permissions(scratch.path(path), fs::Permissions::from_mode(mode)).expect("it is ours");
        };
        close("src/hostile.rs", 0);
        close("src/closed", 0);
        if fs::read(scratch.path("src/hostile.rs")).is_ok() {
            eprintln!("skipped: this user may read everything");
        } else {
            let run = judged(&scratch, &[]);
            assert_eq!(run.code, 2);
            assert!(run.stderr.contains("src/hostile.rs could not be read: permission denied"), "{}", run.stderr);
            assert!(run.stderr.contains("src/closed"), "{}", run.stderr);
        }
        close("src/closed", 0o755);
    }

    #[test]
    fn names_that_are_no_text_play_no_tricks() {
        let scratch = beside(b"");
        let src = scratch.path("src");
        for name in [&b"\xff\xfe.rs"[..], b"a\nb.rs", b"\x1b[2J.rs", b"-W.rs", "\u{202e}b.rs".as_bytes()] {
            fs::write(src.join(OsStr::from_bytes(name)), DENIED).expect("the folder can be written to");
        }
        for format in ["short", "human", "json", "sarif", "junit", "github"] {
            let run = scratch.run(&["--format", format]);
            assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
            // A program that reads JSON or XML unescapes what it shows.
            let shown = !matches!(format, "json" | "sarif" | "junit");
            assert!(!shown || !run.stdout.contains(['\u{1b}', '\u{202e}']), "{format}: {}", run.stdout);
            assert!(!run.stdout.contains('\u{1b}'), "{format}: {}", run.stdout);
        }
        let short = judged(&scratch, &[]);
        assert_eq!(
            short.stdout.lines().filter(|line| line.contains("closed-channel-spin")).count(),
            6,
            "{}",
            short.stdout
        );
    }
}

#[test]
fn a_finding_keeps_no_more_of_a_long_file_than_the_lines_around_its_places() {
    use conclint::files::{Given, select};
    let filler = "    // nothing happens here\n".repeat(3_000);
    let scratch = beside(
        format!("pub async fn f(lock: &std::sync::Mutex<u8>) {{\n    let guard = lock.lock();\n{filler}    g().await;\n    drop(guard);\n}}\n")
            .as_bytes(),
    );
    let outcome = conclint::run::check(
        &select(&[Given::Path(scratch.path("src/hostile.rs"))]),
        &conclint::run::Settings::default(),
    );
    let found = outcome.findings.first().expect("a guard is held at an await");
    let kept: Vec<&str> = found.excerpts.iter().map(|excerpt| excerpt.text.trim()).collect();
    assert_eq!(kept, ["let guard = lock.lock();", "g().await;"]);
    let human = scratch.run(&["src/hostile.rs"]).stdout;
    assert!(kept.iter().all(|line| human.contains(line)), "{human}");
}

// ---- Files that change --------------------------------------------------------------------------------------------

#[test]
fn a_file_that_goes_while_others_are_read_is_named() {
    use conclint::files::{Given, select};
    let scratch = beside(DENIED.as_bytes());
    let selection = select(&[Given::Path(scratch.dir.clone())]);
    fs::remove_file(scratch.path("src/hostile.rs")).expect("it is there");
    let outcome = conclint::run::check(&selection, &conclint::run::Settings::default());
    assert!(outcome.failures.iter().any(|said| said.contains("src/hostile.rs could not be read: no such file")));
    assert!(outcome.findings.iter().any(|found| found.place.path.ends_with("judged.rs")));
}

#[test]
fn a_file_that_has_grown_since_it_was_found_is_read_as_it_is() {
    use conclint::files::{Given, select};
    let scratch = beside(b"");
    let selection = select(&[Given::Path(scratch.dir.clone())]);
    scratch.write("src/hostile.rs", DENIED);
    let outcome = conclint::run::check(&selection, &conclint::run::Settings::default());
    assert!(outcome.failures.is_empty() && outcome.findings.len() == 2);
}
