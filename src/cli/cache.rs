//! Where runs keep what they found out, and `conclint clean`.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use super::args::CacheFlags;
use super::tell::{End, print};
use crate::config::FILE;
use crate::files::store::Store;
use crate::files::{self, here, project_above};
use crate::run::Cache;

/// The folder's name, in the folder of the project.
const NAME: &str = ".conclint-cache";

/// The environment's word on where it lies, after that of the flags.
const VARIABLE: &str = "CONCLINT_CACHE_DIR";

/// The cache of a run that these flags ask for; `None` where they want none, or the working directory is in no project.
pub fn cache(flags: &CacheFlags) -> Option<Arc<Cache>> {
    let folder = folder(flags).filter(|_| !flags.no_cache)?;
    Some(Arc::new(Cache::new(Store::new(folder, flags.beside.clone()))))
}

/// Deletes the cache.
pub fn clean(flags: &CacheFlags) -> Result<End, End> {
    let folder = folder(flags).ok_or("no project lies here, so there is no cache; --cache-dir names one".to_owned())?;
    let shown = files::shown(&here()?, &folder);
    let told = match Store::delete(&folder)? {
        true => format!("conclint: {shown} was deleted"),
        false => format!("conclint: there is no cache at {shown}"),
    };
    Ok(print(|out| std::io::Write::write_all(out, format!("{told}\n").as_bytes())))
}

fn folder(flags: &CacheFlags) -> Option<PathBuf> {
    let said = env::var_os(VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    // A link in the project may lead anywhere, and nobody has asked for files there.
    let own = || Some(project_above(&here().ok()?, FILE)?.join(NAME)).filter(|folder| !folder.is_symlink());
    flags.cache_dir.clone().or(said).or_else(own)
}
