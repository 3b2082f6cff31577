//! Reading: only what is a plain file is opened, and none is read further than source text can be long.
//!
//! A pipe under the name of a source file would keep a run waiting for a writer, and a device has no end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// How much of a file is read, in bytes. The longest of 72,000 published source files has 7 MB.
const MOST: u64 = 64 << 20;

/// The bytes of a file; an error where it is no plain file, and where it is longer than source text is.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::other(if meta.is_dir() {
            "it is a folder"
        } else {
            "it is a pipe, a socket or a device"
        }));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len().min(MOST)).unwrap_or_default());
    // It may grow while it is read.
    File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MOST {
        true => Err(io::Error::other(format!("it is longer than {} MB; leave it out", MOST >> 20))),
        false => Ok(bytes),
    }
}

/// The text of a file.
pub fn text(path: &Path) -> io::Result<String> {
    let text = String::from_utf8(bytes(path)?);
    text.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Whether a plain file begins with these bytes.
pub fn begins_with(path: &Path, head: &[u8]) -> bool {
    let mut begin = Vec::with_capacity(head.len());
    let is_file = fs::metadata(path).is_ok_and(|meta| meta.is_file());
    let mut read = || File::open(path)?.take(head.len() as u64).read_to_end(&mut begin);
    is_file && read().is_ok() && begin == head
}
