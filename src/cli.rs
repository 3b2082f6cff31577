//! Flags, subcommands, streams and exit codes: the only part that talks to the user.

mod args;
mod show;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, panic};

use args::{Check, Color, Command, parse};

use crate::files::{self, Given, Selection};
use crate::levels::Levels;
use crate::lint::{Level, Lint};
use crate::report::{self, Style};
use crate::run::{self, Settings};
use crate::{lints, spelling};

/// How a run ended.
enum End {
    /// Nothing is denied.
    Clean,
    /// A finding is denied.
    Denied,
    /// Something could not be done; the sentence says what to do.
    Failed(Vec<String>),
}

/// Does what the arguments (the program's name first) ask for.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    hush_panics();
    let end = match parse(args) {
        Ok(args) => match args.command {
            Some(command) => subcommand(command, args.check.threads),
            None => check(args.check),
        },
        Err(args::Stop::Shown(text)) => print(|out| out.write_all(text.as_bytes())),
        Err(args::Stop::Wrong(sentence)) => End::Failed(vec![sentence]),
    };
    match end {
        End::Clean => ExitCode::SUCCESS,
        End::Denied => ExitCode::from(1),
        End::Failed(sentences) => {
            for sentence in sentences {
                complain(&sentence);
            }
            ExitCode::from(2)
        }
    }
}

fn check(args: Check) -> End {
    let started = Instant::now();
    let selection = match select(&args) {
        Ok(selection) => selection,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let levels = match Levels::new(&args.levels.0, lints::ALL) {
        Ok(levels) => levels,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    for warning in &selection.warnings {
        complain(warning);
    }
    if selection.packages.is_empty() {
        return End::Failed(nothing_to_read(selection, &args.paths));
    }
    let outcome = run::check(selection, &Settings { levels, threads: args.threads });
    let color = in_color(args.color);
    let style = Style { format: args.format, color, quiet: args.quiet, elapsed: started.elapsed() };
    match print(|out| report::write(&outcome, style, out)) {
        End::Clean if !outcome.failures.is_empty() => End::Failed(outcome.failures),
        End::Clean if outcome.count(Level::Deny) > 0 => End::Denied,
        end => end,
    }
}

fn subcommand(command: Command, threads: Option<std::num::NonZeroUsize>) -> End {
    let settings = Settings { threads, ..Settings::default() };
    match command {
        Command::Explain { lint } => match find_lint(&lint) {
            Ok(lint) => print(|out| out.write_all(lint.page.as_bytes())),
            Err(sentence) => End::Failed(vec![sentence]),
        },
        Command::Lints => print(|out| show::lints(lints::ALL, out)),
        Command::Facts { file } => {
            let (text, failures) = run::facts(files::select(&[Given::Path(file)]), &settings);
            if failures.is_empty() { print(|out| out.write_all(text.as_bytes())) } else { End::Failed(failures) }
        }
        Command::Why { place, lint } => {
            let only = match lint.as_deref().map(find_lint).transpose() {
                Ok(only) => only,
                Err(sentence) => return End::Failed(vec![sentence]),
            };
            let selection = files::select(&[Given::Path(place.file.clone())]);
            let (reasons, failures) = run::why(selection, place.line, only, &settings);
            if failures.is_empty() { print(|out| show::reasons(&reasons, &place, out)) } else { End::Failed(failures) }
        }
    }
}

fn find_lint(name: &str) -> Result<&'static Lint, String> {
    let all = lints::ALL.iter().copied();
    all.clone().find(|l| l.name == name).ok_or_else(|| match spelling::nearest(name, all.map(|l| l.name)) {
        Some(near) => format!("no lint is called `{name}`; did you mean `{near}`?"),
        None => format!("no lint is called `{name}`; `conclint lints` names them all"),
    })
}

/// Finds the files that the paths mean; `-` is the text of standard input.
fn select(args: &Check) -> Result<Selection, String> {
    let mut given = Vec::new();
    for path in &args.paths {
        given.push(match (&args.stdin_filename, path.as_os_str() == "-") {
            (_, false) => Given::Path(path.clone()),
            (Some(name), true) => Given::Text(name.clone(), stdin()?),
            (None, true) => {
                return Err("`-` reads standard input; say what file it is with --stdin-filename FILE".into());
            }
        });
    }
    if args.stdin_filename.is_some() && !given.iter().any(|g| matches!(g, Given::Text(..))) {
        return Err("--stdin-filename names the text of standard input; add `-` to the paths to read it".into());
    }
    Ok(files::select(&given))
}

fn stdin() -> Result<String, String> {
    let mut text = String::new();
    match io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(e) => Err(format!("standard input could not be read ({e}); give it UTF-8 text")),
    }
}

fn nothing_to_read(selection: Selection, paths: &[PathBuf]) -> Vec<String> {
    if !selection.failures.is_empty() {
        return selection.failures;
    }
    let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    vec![format!("no Rust file found below {}; name a file, or a folder that holds some", paths.join(", "))]
}

/// Writes to standard output. A reader that has closed it has seen enough: that is no failure.
fn print(write: impl FnOnce(&mut BufWriter<io::StdoutLock<'static>>) -> io::Result<()>) -> End {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => End::Clean,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer would be tried again when it is dropped.
            std::mem::forget(out);
            End::Clean
        }
        Err(e) => End::Failed(vec![format!("the findings could not be written ({e}); check where they go")]),
    }
}

/// One sentence to standard error, whoever reads it or not.
fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "conclint: {sentence}");
}

/// Whether to print colours: as asked, else as the environment says, else on a terminal.
fn in_color(asked: Color) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|v| !v.is_empty());
    match asked {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("CLICOLOR_FORCE") && env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
        Color::Auto => io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|t| t != "dumb"),
    }
}

/// A panic of ours is caught and told as a sentence; its trace is for whoever asks for one.
fn hush_panics() {
    if env::var_os("RUST_BACKTRACE").is_none_or(|v| v == "0") {
        panic::set_hook(Box::new(|_| {}));
    }
}
