//! `conclint facts`: what the model knows of a file, or of the body at a line of it.

use std::io::Write;

use super::args::{Check, FileMaybeLine, LevelFlags};
use super::pipeline::Pipeline;
use super::tell::{End, print};
use crate::run;

/// Prints the facts of a file, or the graph at a line of it.
pub fn facts(asked: &FileMaybeLine, flags: &Check) -> Result<End, End> {
    let job = Pipeline::new(flags, &LevelFlags::default())?.file(&asked.file)?;
    let (text, failures) = run::facts(job.selection, &job.settings, asked.line);
    if !failures.is_empty() {
        return Err(End::Failed(failures));
    }
    Ok(print(|out| out.write_all(text.as_bytes())))
}
