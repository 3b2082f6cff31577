//! One node of the map, as the program draws it.

use std::path::Path;
use std::process::Command;

use super::package::Package;

/// The code that `docs/map.md` shows the map of, and the line of a task in it.
const CODE: &str = "tests/map/quay.rs";
const PLACE: &str = "src/lib.rs:33";

pub fn around(root: &Path, mut program: Command) -> Result<String, String> {
    let package = Package::of(CODE, root)?;
    program.args(["map", "--around", PLACE, "--format", "svg"]).current_dir(&package.folder);
    let output = program.output().map_err(|e| format!("{program:?} could not be started: {e}"))?;
    let drawn = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(drawn),
        false => Err(format!("{program:?} drew nothing: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
