//! A place as a user writes it.

use std::path::PathBuf;
use std::str::FromStr;

/// A line of a file, as `src/lib.rs:40`.
#[derive(Clone, Debug)]
pub struct FileLine {
    pub file: PathBuf,
    pub line: u32,
    /// In characters from 1, where it was written too.
    pub column: Option<u32>,
}

/// A file, and a line of it where one is asked about.
#[derive(Clone, Debug)]
pub struct FileMaybeLine {
    pub file: PathBuf,
    pub line: Option<u32>,
}

impl FromStr for FileMaybeLine {
    type Err = String;

    fn from_str(text: &str) -> Result<FileMaybeLine, String> {
        let whole = || FileMaybeLine { file: PathBuf::from(text), line: None };
        // A file may have a colon and a number in its name.
        Ok(match text.parse::<FileLine>() {
            Ok(FileLine { file, line, .. }) if !PathBuf::from(text).exists() => {
                FileMaybeLine { file, line: Some(line) }
            }
            _ => whole(),
        })
    }
}

impl FromStr for FileLine {
    type Err = String;

    fn from_str(text: &str) -> Result<FileLine, String> {
        // A column may follow, as in what the short format prints.
        let numbers: Vec<u32> = text.rsplitn(3, ':').map_while(|part| part.parse().ok()).take(2).collect();
        let file = text.rsplitn(numbers.len() + 1, ':').last().unwrap_or_default();
        match numbers.last() {
            Some(&line) if !file.is_empty() && line > 0 => {
                let column = (numbers.len() > 1).then(|| numbers[0]);
                Ok(FileLine { file: PathBuf::from(file), line, column })
            }
            _ => Err("write a file and a line, as src/lib.rs:40".to_owned()),
        }
    }
}
