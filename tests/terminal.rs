//! What only a terminal gets: links to the places, and the line that shows how far a long run has come.
#![cfg(unix)]

mod scratch;

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use scratch::*;

/// A terminal: the side that sees what is printed, and the side that a program prints to.
fn terminal() -> (OwnedFd, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("the system has terminals to give");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("it is ours");
    let name = ptsname(&master, Vec::new()).expect("it has a name").into_string().expect("the name is UTF-8");
    let slave = File::options().read(true).write(true).open(name).expect("it can be opened");
    (master, slave)
}

/// All that was printed to a terminal whose other side is closed.
fn seen(master: OwnedFd) -> String {
    let (mut master, mut bytes, mut part) = (File::from(master), Vec::new(), [0; 4096]);
    // The end is told as an error.
    while let Ok(n @ 1..) = master.read(&mut part) {
        bytes.extend_from_slice(&part[..n]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The program, waiting for its standard input, with standard error on a terminal.
fn waiting(scratch: &Scratch, args: &[&str]) -> (Child, OwnedFd) {
    let (master, slave) = terminal();
    let mut command = scratch.bare(&[args, &["-", "--stdin-filename", "a.rs"]].concat());
    command.env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(slave);
    (command.spawn().expect("the program starts"), master)
}

/// What the program has printed to the terminal if its input comes after so long.
fn shown_after(wait: Duration, args: &[&str]) -> String {
    let scratch = Scratch::new(&[]);
    let (mut child, master) = waiting(&scratch, args);
    thread::sleep(wait);
    child.stdin.take().expect("it is piped").write_all(DENIED.as_bytes()).expect("it is read");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[closed-channel-spin]"));
    seen(master)
}

#[test]
fn a_long_run_shows_its_progress_in_one_line_that_goes_away() {
    let shown = shown_after(Duration::from_millis(1600), &[]);
    assert!(shown.contains("looking for files"), "{shown:?}");
    assert!(!shown.contains('\n'), "it is one line: {shown:?}");
    let (_, after) = shown.rsplit_once("\u{1b}[2K").unwrap_or_else(|| panic!("the line is cleared: {shown:?}"));
    assert!(after.trim().is_empty(), "nothing is left: {shown:?}");
}

#[test]
fn a_short_or_quiet_run_shows_no_progress() {
    assert_eq!(shown_after(Duration::ZERO, &[]), "");
    assert_eq!(shown_after(Duration::from_millis(1400), &["-q"]), "");
}

/// What a command prints to a terminal that is so wide.
fn printed(scratch: &Scratch, args: &[&str], columns: u16) -> String {
    let (master, slave) = terminal();
    tcsetwinsize(&slave, Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).expect("it has a size");
    let mut command = scratch.bare(args);
    command.env("TERM", "xterm").env_remove("COLUMNS").stdin(Stdio::null()).stderr(Stdio::null()).stdout(slave);
    let reader = thread::spawn(move || seen(master));
    let status = command.status().expect("the program runs");
    // The terminal's other side is open as long as the command holds it.
    drop(command);
    assert!(status.success());
    reader.join().expect("it only reads")
}

#[test]
fn help_is_coloured_and_as_wide_as_the_terminal() {
    let scratch = Scratch::new(&[]);
    for columns in [60, 80] {
        let shown = printed(&scratch, &["--help"], columns);
        assert!(shown.contains("\u{1b}[1m"), "{shown:?}");
        let longest = without_colours(&shown).lines().map(|line| line.trim_end().chars().count()).max();
        let most = usize::from(columns);
        assert!(longest.is_some_and(|longest| longest <= most && longest > most - 15), "{longest:?} of {columns}");
    }
}

#[test]
fn the_list_of_lints_is_as_wide_as_the_terminal() {
    let scratch = Scratch::new(&[]);
    let shown = printed(&scratch, &["lints"], 110);
    assert!(shown.lines().all(|line| line.trim_end().chars().count() <= 110), "{shown}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let piped = scratch.run(&["lints"]).stdout;
    assert_eq!(words(&shown), words(&piped), "the words are the same");
    assert_eq!(piped.lines().count(), conclint::lints::ALL.len(), "in a pipe each lint has its line");
}

/// A text that was printed, without the sequences that colour it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn places_are_links_where_a_terminal_can_follow_them() {
    let scratch = Scratch::new(&[("a b/ö#.rs", DENIED)]);
    let run = |env: &[(&str, &str)], args: &[&str]| scratch.command(args, env, b"").stdout;
    let forced = [("FORCE_HYPERLINK", "1")];
    let link = |text: &str| format!("[scratch]/a%20b/%C3%B6%23.rs\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
    let human = run(&forced, &[]);
    assert!(human.contains("\u{1b}]8;;file://"), "{human:?}");
    assert!(human.contains(&format!("{}:5:28\n", link("a b/ö#.rs"))), "{human:?}");
    assert!(run(&forced, &["--format", "short"]).contains(&format!("{}:5:28: deny", link("a b/ö#.rs"))));
    let page = conclint::lints::ALL.iter().find(|lint| lint.name == "closed-channel-spin").map(|lint| lint.url());
    let name = format!("\u{1b}]8;;{}\u{1b}\\closed-channel-spin\u{1b}]8;;\u{1b}\\", page.unwrap_or_default());
    assert!(human.contains(&format!("error[{name}]: once")), "the lint leads to its page: {human:?}");
    assert!(run(&forced, &["--format", "short"]).contains(&format!("deny[{name}] once")));
    assert!(!run(&[], &[]).contains('\u{1b}'), "a pipe follows no link");
    assert!(!run(&[("FORCE_HYPERLINK", "0")], &[]).contains('\u{1b}'));
    for format in ["json", "github", "rustc", "checkstyle"] {
        assert!(!run(&forced, &["--format", format]).contains("\u{1b}]8"), "{format} is for programs");
    }
}
