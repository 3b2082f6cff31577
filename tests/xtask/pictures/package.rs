//! A package for the program to look at while a picture is drawn.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

const MANIFEST: &str = "[package]\nname = \"harbour\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// Some code as a package of its own, for as long as the program runs.
pub struct Package {
    pub folder: PathBuf,
}

impl Package {
    /// The package whose library is a file of ours.
    pub fn of(code: &str, root: &Path) -> Result<Package, String> {
        let package = Package { folder: env::temp_dir().join(format!("conclint-picture-{}", process::id())) };
        let write = || {
            fs::create_dir_all(package.folder.join("src"))?;
            fs::copy(root.join(code), package.folder.join("src/lib.rs"))?;
            fs::write(package.folder.join("Cargo.toml"), MANIFEST)
        };
        write().map_err(|e| format!("cannot copy {code} to {}: {e}", package.folder.display()))?;
        Ok(package)
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        // What is left over lies in the folder for such things.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
