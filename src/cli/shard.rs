//! One run in parts: `--shard I/N` checks a part of the packages, and `conclint merge` puts together what the parts kept.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::str::FromStr;

use super::args::Check;
use super::check::check;
use super::tell::End;
use crate::files::{Package, Selection};

/// Which part of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard {
    /// From 1.
    number: usize,
    of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let read = || {
            let (number, of) = text.split_once('/')?;
            Some(Shard { number: number.parse().ok()?, of: of.parse().ok()? })
        };
        let shard = read().filter(|shard| (1..=shard.of).contains(&shard.number));
        shard.ok_or_else(|| format!("`{text}` is no shard; write the first of four as --shard 1/4"))
    }
}

impl Shard {
    /// Leaves of a selection what this shard checks. The rest stays beside it, for what the packages see of one another.
    ///
    /// The longest packages are dealt out first, each to the shard that has least until then, so every machine with the
    /// same files makes the same shards.
    pub fn narrow(self, selection: &mut Selection) {
        let mut order: Vec<usize> = (0..selection.packages.len()).collect();
        let sizes: Vec<u64> = selection.packages.iter().map(Package::size).collect();
        order.sort_by_key(|&at| Reverse(sizes[at]));
        let mut loads = vec![0; self.of];
        let mut own = vec![false; sizes.len()];
        for at in order {
            let least = (0..self.of).min_by_key(|&shard| loads[shard]).unwrap_or_default();
            // A package costs something however short it is.
            loads[least] += sizes[at] + 1;
            own[at] = least + 1 == self.number;
        }
        let mut own = own.into_iter();
        let (mine, mut others): (Vec<Package>, Vec<Package>) =
            selection.packages.drain(..).partition(|_| own.next().unwrap_or_default());
        others.iter_mut().flat_map(|package| &mut package.files).for_each(|file| file.asked = false);
        selection.packages = mine;
        selection.siblings.append(&mut others);
    }

    /// Why there is nothing to check, as a clause.
    pub fn empty(self) -> String {
        format!("there are fewer packages than shards, and none is left for {}/{}", self.number, self.of)
    }
}

/// Checks as without a command, with what other runs have kept in these folders.
pub fn merge(folders: Vec<PathBuf>, paths: Vec<PathBuf>, mut flags: Check) -> End {
    if let Some(missing) = folders.iter().find(|folder| !folder.is_dir()) {
        let missing = missing.display();
        return End::Failed(vec![format!("there is no folder {missing}; name the --cache-dir of each shard")]);
    }
    flags.cache.beside = folders;
    if !paths.is_empty() {
        flags.paths = paths;
    }
    check(&flags)
}
