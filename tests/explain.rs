//! `explain` and `why`: what a user reads who asks what a lint means, and why it spoke or was silent.

mod scratch;

use scratch::{Scratch, snapshot};

// ---- explain ------------------------------------------------------------------------------------------------------

#[test]
fn a_page_is_markdown_where_colours_are_not_wanted() {
    let scratch = Scratch::new(&[]);
    let page = conclint::lints::timer_reset::LINT.page;
    for (args, env) in [
        (&["explain", "timer-reset"][..], &[][..]),
        (&["explain", "timer-reset"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
        (&["explain", "timer-reset", "--color", "never"], &[("CLICOLOR_FORCE", "1")]),
    ] {
        let run = scratch.command(args, env, b"");
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, page, ""), "{args:?}");
    }
}

#[test]
fn a_page_in_colours() {
    let scratch = Scratch::new(&[]);
    let run = scratch.run(&["explain", "timer-reset", "--color", "always"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(!run.stdout.contains("```") && !run.stdout.contains("## "), "no marks of Markdown are left");
    assert_eq!(run.stdout, scratch.run(&["--color", "always", "explain", "timer-reset"]).stdout);
    assert_eq!(run.stdout, scratch.command(&["explain", "timer-reset"], &[("CLICOLOR_FORCE", "1")], b"").stdout);
    snapshot("explain_in_colours", &run.stdout.replace('\u{1b}', "␛"));
}

#[test]
fn a_family_is_explained_by_its_lints() {
    let run = Scratch::new(&[]).run(&["explain", "time"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let time = |lint: &&&conclint::lint::Lint| lint.family == conclint::lint::Family::Time;
    let names: Vec<&str> = conclint::lints::ALL.iter().filter(time).map(|lint| lint.name).collect();
    let listed: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 1);
    assert_eq!(listed, names);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let scratch = Scratch::new(&[]);
    for (name, sentence) in [
        ("timer-rest", "conclint: no lint or family is called `timer-rest`; did you mean `timer-reset`?\n"),
        ("chanel", "conclint: no lint or family is called `chanel`; did you mean `channel`?\n"),
        ("unwrap", "conclint: no lint or family is called `unwrap`; `conclint lints` names them all\n"),
    ] {
        let run = scratch.run(&["explain", name]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", sentence));
    }
}
