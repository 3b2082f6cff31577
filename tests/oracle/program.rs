//! Writes down what the lints say of a tree, and compares two such records; `tests/oracle/README.md` says how to use it.

mod compare;
mod record;
mod survey;

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use compare::{Scope, compare};
use record::Record;
use survey::survey;

#[derive(Parser)]
#[command(name = "oracle", about = "Every finding and silence of a tree, before and after a change")]
struct Oracle {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Write the record of some folders to a file
    Write(Survey),
    /// Show what differs between two records; exits with 1 where something does
    Compare(Compare),
}

#[derive(Args)]
struct Survey {
    /// The file to write
    out: PathBuf,
    /// The folders to go over; where there are several, paths begin with the folder's name
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// How many threads work; as many as the machine has where nothing is said
    #[arg(long)]
    threads: Option<NonZeroUsize>,
}

#[derive(Args)]
struct Compare {
    old: PathBuf,
    new: PathBuf,
    /// Compare only what this lint says
    #[arg(long, value_name = "NAME")]
    lint: Option<String>,
    /// Tell silences apart by their kind alone, so that a question in other words is no difference
    #[arg(long)]
    no_texts: bool,
    /// Show the packages in which a silence's count differs
    #[arg(long)]
    packages: bool,
}

fn main() -> ExitCode {
    let done = match Oracle::parse().job {
        Job::Write(job) => write(&job).map(|()| ExitCode::SUCCESS),
        Job::Compare(job) => show(job),
    };
    done.unwrap_or_else(|sentence| {
        eprintln!("error: {sentence}");
        ExitCode::from(2)
    })
}

fn write(job: &Survey) -> Result<(), String> {
    let (record, failures) = survey(&job.folders, job.threads)?;
    for failure in failures {
        eprintln!("{failure}");
    }
    fs::write(&job.out, record.to_string()).map_err(|e| format!("{} cannot be written: {e}", job.out.display()))?;
    eprintln!(
        "{} packages, {} files: {} findings, {} silences",
        record.packages,
        record.files,
        record.findings.len(),
        record.silences.values().sum::<u64>()
    );
    Ok(())
}

fn show(job: Compare) -> Result<ExitCode, String> {
    let (old, new) = (read(&job.old)?, read(&job.new)?);
    let difference = compare(&old, &new, &Scope { lint: job.lint, no_texts: job.no_texts, packages: job.packages })?;
    // A reader such as `head` may have enough before the end.
    let _ = write!(io::stdout().lock(), "{difference}");
    Ok(if difference.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read(path: &Path) -> Result<Record, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    Record::read(&text).map_err(|sentence| format!("{}: {sentence}", path.display()))
}
