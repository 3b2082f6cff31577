//! `conclint editor -- COMMAND`: conclint's findings and then the command, for an editor that runs one check command.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::args::{Check, LevelFlags};
use super::pipeline::{Job, Pipeline};
use super::tell::{End, complain, print};
use crate::files::{self, Given, reason};
use crate::judged::Outcome;
use crate::report;
use crate::run::Stop;

/// Prints what is found in the workspace of the working directory, in the lines of `cargo check --message-format=json`, and
/// lets the command take over: what it prints and how it ends is all that follows.
///
/// Whatever goes wrong with our own part is told on standard error, and the command runs all the same: an editor must not
/// lose the compiler's errors to a slip in our configuration.
pub fn editor(levels: &LevelFlags, command: &[OsString], flags: &Check) -> End {
    let Some((program, args)) = command.split_first() else {
        return End::Failed(vec![
            "there is no command to run; write it after `--`, as in `conclint editor -- cargo clippy --message-format=json`"
                .to_owned(),
        ]);
    };
    let pipeline = match Pipeline::new(flags, levels) {
        Ok(pipeline) => pipeline,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    match findings(&pipeline) {
        Ok(outcome) => {
            if let End::Failed(sentences) = print(|out| report::messages(&outcome, out)) {
                sentences.iter().for_each(|sentence| complain(sentence));
            }
            outcome.warnings.iter().chain(&outcome.failures).for_each(|sentence| complain(sentence));
        }
        Err(sentences) => sentences.iter().for_each(|sentence| complain(sentence)),
    }
    let mut command = Command::new(program);
    command.args(args);
    take_over(command, Path::new(program))
}

/// What is found in the workspace. Its root is the working directory meanwhile, since cargo counts paths from there.
fn findings(pipeline: &Pipeline) -> Result<Outcome, Vec<String>> {
    let here = files::here().map_err(|sentence| vec![sentence])?;
    let astray = |e: io::Error| vec![files::astray(&e)];
    env::set_current_dir(files::workspace_above(&here)).map_err(astray)?;
    let whole: PathBuf = ".".into();
    let selection = files::select(&[Given::Path(whole.clone())]);
    let outcome = pipeline.job(selection, Some(&[whole]), Stop::default()).and_then(Job::findings);
    env::set_current_dir(&here).map_err(astray)?;
    outcome
}

/// Becomes the command, so that signals reach it and its end is ours.
#[cfg(unix)]
fn take_over(mut command: Command, program: &Path) -> End {
    use std::os::unix::process::CommandExt;

    not_started(program, &command.exec())
}

/// Runs the command and ends as it does.
#[cfg(not(unix))]
fn take_over(mut command: Command, program: &Path) -> End {
    match command.status() {
        Ok(status) => End::Code(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(e) => not_started(program, &e),
    }
}

fn not_started(program: &Path, error: &io::Error) -> End {
    let program = program.display();
    End::Failed(vec![match error.kind() {
        io::ErrorKind::NotFound => format!("there is no command `{program}`; check how it is spelt"),
        _ => format!("`{program}` could not be started: {}; check that it may be run", reason(error)),
    }])
}
