//! The tools of contributors: `cargo xtask new-lint NAME` makes the room of a lint and registers it, `cargo xtask case LINT NAME`
//! says what the lint makes of one of its cases; `docs/adding-a-lint.md` says when to use them. `cargo xtask pictures` draws
//! the pictures of the documents, `cargo xtask timelines` those of the lints' examples.

mod case;
mod new_lint;
mod pictures;
mod register;
mod timelines;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tools for contributors")]
struct Xtask {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Make the room of a lint and register it
    NewLint(new_lint::NewLint),
    /// Say what a lint makes of one of its cases
    Case(case::Case),
    /// Draw the pictures in docs/pictures from what they show
    Pictures(pictures::Pictures),
    /// Draw the timelines of the lints' examples, as pictures and into the pages
    Timelines(timelines::Timelines),
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = |told: String| {
        // Nobody reads on where standard output is closed.
        let _ = io::stdout().write_all(told.as_bytes());
        ExitCode::SUCCESS
    };
    let end = match Xtask::parse().job {
        Job::NewLint(asked) => new_lint::new_lint(root, &asked).map(told),
        Job::Case(asked) => case::case(root, &asked),
        Job::Pictures(_) => pictures::pictures(root).map(told),
        Job::Timelines(_) => timelines::timelines(root).map(told),
    };
    end.unwrap_or_else(|sentence| {
        eprintln!("error: {sentence}");
        ExitCode::from(2)
    })
}
