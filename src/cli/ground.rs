//! Where the run stands, and what the service that started it has to say.

use std::env;
use std::path::{Path, PathBuf};

use crate::report::Ground;

/// The folders that paths are counted from.
pub fn ground() -> Ground {
    let here = env::current_dir().unwrap_or_default();
    Ground { repository: repository(&here), here, host: host() }
}

/// The machine's name; a link that is followed on another then leads nowhere, and not to a file of that name there.
fn host() -> String {
    // What stands before a path on Windows is a share, not a machine's own disk.
    if cfg!(windows) { String::new() } else { gethostname::gethostname().to_string_lossy().into_owned() }
}

/// Whether a workflow of GitHub runs this.
pub fn in_github() -> bool {
    said("GITHUB_ACTIONS").is_some_and(|v| v == "true")
}

/// The file to which a step of a workflow appends its summary.
pub fn job_summary() -> Option<PathBuf> {
    said("GITHUB_STEP_SUMMARY").map(PathBuf::from)
}

/// The address below which the files of the commit are shown.
pub fn blob() -> Option<String> {
    let [server, repository, commit] = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(said);
    Some(format!("{}/{}/blob/{}", server?, repository?, commit?))
}

/// The repository's root: what the service says, else the nearest folder with `.git`, else the working directory.
fn repository(here: &Path) -> PathBuf {
    let told = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].into_iter().filter_map(said).map(PathBuf::from);
    let real = told.map(|root| root.canonicalize().unwrap_or(root)).find(|root| here.starts_with(root));
    real.or_else(|| here.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf))
        .unwrap_or_else(|| here.to_path_buf())
}

fn said(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
