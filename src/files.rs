//! Which files to read: paths, `.gitignore`, packages, editions.
//!
//! It knows folders and manifests, and nothing of what the Rust files say.
//! A package is judged whole, so the paths given are a filter on what is reported: of a package that lies only partly
//! below them, the other files are read too, since what they say decides what the named ones mean.

mod layout;
mod manifest;
mod patterns;
pub mod read;
mod siblings;
pub mod store;
mod target;
mod walk;
pub mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

use serde::{Deserialize, Serialize};

use crate::spelling::{nearest, one_line};
use layout::Layout;
use manifest::Manifests;

pub use layout::FileKind;
pub use patterns::Patterns;
pub use siblings::Dependency;
pub use target::Target;

/// The edition of a file that belongs to no package, or to one whose manifest cannot be read.
const EDITION_UNKNOWN: u16 = 2021;

/// Something the user asks to have judged.
#[derive(Clone, Debug)]
pub enum Given {
    /// A file, or a folder with everything below it.
    Path(PathBuf),
    /// The package of the manifest in this folder, without the packages below it.
    Package(PathBuf),
    /// Text that stands for the file at this path, which need not exist.
    Text(PathBuf, String),
}

/// All that a run reads, in the order in which it is reported.
#[derive(Debug, Default)]
pub struct Selection {
    /// Sorted by root.
    pub packages: Vec<Package>,
    /// Packages that those use, directly or not, and that were not given: nothing in them is judged. Sorted by root.
    pub siblings: Vec<Package>,
    /// What is odd but does not stop the work: a manifest that is not TOML.
    pub warnings: Vec<String>,
    /// What was asked for and could not be done, a sentence each.
    pub failures: Vec<String>,
}

/// The files that are judged together.
#[derive(Clone, Debug)]
pub struct Package {
    /// What its manifest says.
    pub info: PackageInfo,
    /// Sorted by the path that the user sees, and so by number.
    pub files: Vec<SourceFile>,
    /// What cargo builds of them, each with its kind and the path from the package's root of the file it starts in.
    targets: Vec<(FileKind, String, Target)>,
}

impl Package {
    /// How long its files are together, in bytes.
    pub fn size(&self) -> u64 {
        self.files.iter().map(SourceFile::size).sum()
    }

    /// Its folder as the user sees it, with `/` between the parts.
    pub fn folder(&self) -> String {
        let first = self.files.first().map(|file| (file.shown.replace('\\', "/"), &file.within));
        let above =
            first.and_then(|(shown, within)| Some(shown.strip_suffix(within)?.trim_end_matches('/').to_owned()));
        above.unwrap_or_default()
    }

    /// The file with this number.
    pub fn file(&self, number: u32) -> Option<&SourceFile> {
        let at = self.files.binary_search_by_key(&number, |f| f.number).ok()?;
        Some(&self.files[at])
    }

    /// Whether the text of one of its files was given and stands for what the disk holds.
    pub fn is_given(&self) -> bool {
        self.files.iter().any(SourceFile::is_given)
    }

    /// The file that the user sees under this path.
    pub fn file_shown(&self, shown: &str) -> Option<&SourceFile> {
        let at = self.files.binary_search_by(|f| f.shown.as_str().cmp(shown)).ok()?;
        Some(&self.files[at])
    }

    /// The same package with other texts in the place of some files, by the paths that the user sees.
    pub fn with_texts<'t>(&self, texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Package {
        let mut package = self.clone();
        for (shown, text) in texts {
            if let Ok(at) = package.files.binary_search_by(|f| f.shown.as_str().cmp(shown)) {
                package.files[at].text = Some(text.to_owned());
            }
        }
        package
    }
}

/// What the manifest says about a package.
#[derive(Clone, Debug)]
pub struct PackageInfo {
    /// The folder of its `Cargo.toml`; without one, the folder under which its files were found.
    pub root: PathBuf,
    /// The package's name; `None` where there is no manifest, or it names none.
    pub name: Option<String>,
    /// Inherited from the workspace where the manifest says so.
    pub version: Option<String>,
    /// What code outside the library calls it: the name of `[lib]`, else the package's with `_` for `-`.
    pub lib_name: Option<String>,
    /// Inherited from the workspace where the manifest says so; 2015 where it says nothing; 2021 without a manifest.
    pub edition: u16,
    /// Renamed dependencies: the name in code, and the package it means.
    pub renames: Vec<(String, String)>,
    /// Whether nextest, by its configuration in the workspace, ends tests that take too long.
    pub ends_slow_tests: bool,
    /// The dependencies that a path leads to; whether something lies there is not known here.
    pub siblings: Vec<Dependency>,
}

/// One Rust file, not read yet.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its place in the sorted list of all files of the run.
    pub number: u32,
    /// Where it lies: absolute, with links as they were followed.
    pub path: PathBuf,
    /// The path as the user sees it: relative to the working directory where it lies below, absolute elsewhere.
    pub shown: String,
    /// The path from the package's root, with `/` between the parts.
    pub within: String,
    /// What cargo compiles it for.
    pub kind: FileKind,
    /// Whether cargo starts a crate here.
    pub root: bool,
    /// Whether it lies below a path that was given: only then is it reported on.
    pub asked: bool,
    text: Option<String>,
}

impl SourceFile {
    /// How long the file is, in bytes; 0 where that cannot be told.
    fn size(&self) -> u64 {
        match &self.text {
            Some(text) => text.len() as u64,
            None => fs::metadata(&self.path).map_or(0, |meta| meta.len()),
        }
    }

    /// Whether its text was given and stands for what the disk holds.
    pub fn is_given(&self) -> bool {
        self.text.is_some()
    }

    /// The text that was given and stands for what the disk holds.
    pub fn given(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// How long it is on the disk, and when it was changed; `None` where that cannot be told.
    pub fn stamp(&self) -> Option<Stamp> {
        let meta = fs::metadata(&self.path).ok()?;
        Some(Stamp { length: meta.len(), changed: meta.modified().ok()? })
    }

    /// Has this text judged in the place of what is on the disk.
    pub fn stand_in(&mut self, text: &str) {
        self.text = Some(text.to_owned());
    }

    /// The file's text, or a sentence that says why there is none.
    pub fn read(&self) -> Result<String, String> {
        if let Some(text) = &self.text {
            return Ok(text.clone());
        }
        let shown = one_line(&self.shown);
        let bytes = read::bytes(&self.path).map_err(|e| format!("{shown} could not be read: {}", reason(&e)))?;
        String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            format!("{shown} could not be read: it is not UTF-8 (byte {at}); convert it or leave it out")
        })
    }
}

/// What tells a file from what it was before, without a look into it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    changed: SystemTime,
}

impl Stamp {
    /// Whether a later change would give another stamp: clocks of file systems tick, and not all of them often.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let since = self.changed.duration_since(UNIX_EPOCH).unwrap_or_default();
        let tick = Duration::from_millis(if since.subsec_nanos() == 0 { 2000 } else { 50 });
        now.duration_since(self.changed).is_ok_and(|age| age > tick)
    }
}

/// A file on the way into a selection.
struct Found {
    asked: bool,
    text: Option<String>,
    /// The given folder it was found under.
    under: PathBuf,
}

/// The folder of the package that a file belongs to, were it there; `None` where no manifest above it describes one.
pub fn package_of(file: &Path) -> Option<PathBuf> {
    Manifests::new(PathBuf::new()).package_above(file.parent()?)
}

/// The folder in which cargo would work that is started in this one: the workspace's, else the package's, else this one.
pub fn workspace_above(folder: &Path) -> PathBuf {
    Manifests::new(PathBuf::new()).workspace_above(folder).unwrap_or_else(|| folder.to_path_buf())
}

/// The folder of the project that a folder belongs to: the workspace's, else the package's, else the nearest that holds a
/// file of the name `mark`; `None` where there is neither.
pub fn project_above(folder: &Path, mark: &str) -> Option<PathBuf> {
    let marked = || folder.ancestors().find(|above| above.join(mark).is_file()).map(Path::to_path_buf);
    Manifests::new(PathBuf::new()).workspace_above(folder).or_else(marked)
}

/// Finds every Rust file that the given paths mean, package by package.
pub fn select(given: &[Given]) -> Selection {
    let mut out = Selection::default();
    let cwd = match here() {
        Ok(cwd) => cwd,
        Err(sentence) => {
            out.failures.push(sentence);
            return out;
        }
    };
    let mut manifests = Manifests::new(cwd.clone());
    let mut found = BTreeMap::new();
    let whole = gather(given, &cwd, &mut found, &mut out.failures);
    let roots = roots_of(&found, &mut manifests);
    add_rest_of_packages(&whole, &roots, &mut found, &mut manifests, &mut out.failures);
    out.packages = group(found, &cwd, &mut manifests);
    out.siblings = siblings::siblings(&out.packages, &cwd, &mut manifests);
    number(&mut out.packages, &mut out.siblings);
    out.warnings = manifests.warnings;
    out
}

/// What was given of which nothing is missing.
#[derive(Default)]
struct Whole {
    folders: Vec<PathBuf>,
    packages: Vec<PathBuf>,
}

impl Whole {
    /// Whether all files of the package at `root` were found.
    fn holds(&self, root: &PathBuf) -> bool {
        self.packages.contains(root) || self.folders.iter().any(|folder| root.starts_with(folder))
    }
}

/// Collects what lies at and below the given paths.
fn gather(given: &[Given], cwd: &Path, found: &mut BTreeMap<PathBuf, Found>, failures: &mut Vec<String>) -> Whole {
    let mut whole = Whole::default();
    let mut files = Vec::new();
    for one in given {
        let path = match one {
            Given::Path(path) => absolute(cwd, path),
            Given::Package(root) => {
                whole.packages.push(absolute(cwd, root));
                continue;
            }
            Given::Text(path, text) => {
                files.push((absolute(cwd, path), Some(text.clone())));
                continue;
            }
        };
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => whole.folders.push(path),
            Ok(meta) if is_rust(&path) && meta.is_file() => files.push((path, None)),
            Ok(meta) if !meta.is_file() => {
                let path = shown(cwd, &path);
                failures.push(format!("{} is a pipe, a socket or a device; name files or folders", one_line(&path)));
            }
            Ok(_) => {
                let path = shown(cwd, &path);
                failures.push(format!("{} is no Rust file; name files that end in .rs, or folders", one_line(&path)));
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => failures.push(missing(cwd, &path)),
            Err(e) => failures.push(format!("{} could not be read: {}", one_line(&shown(cwd, &path)), reason(&e))),
        }
    }
    whole.folders.sort();
    whole.folders.dedup();
    let folders = whole.folders.iter().map(|folder| (folder, walk::Prune::Nothing));
    for (folder, prune) in folders.chain(whole.packages.iter().map(|root| (root, walk::Prune::Packages))) {
        // An outer folder comes first in the order and finds all that an inner one would find, except where it ignores
        // the inner one, which was then asked for by name.
        walk::rust_files(folder, prune, failures, |path| {
            found.entry(path).or_insert(Found { asked: true, text: None, under: folder.clone() });
        });
    }
    for (path, text) in files {
        let under = path.parent().unwrap_or(cwd).to_path_buf();
        let file = found.entry(path).or_insert(Found { asked: true, text: None, under });
        file.text = text.or(file.text.take());
    }
    whole
}

/// Whether a file that was named is meant as Rust: by its ending, or as a script that says what runs it.
fn is_rust(path: &Path) -> bool {
    match path.extension() {
        Some(ending) => ending == "rs",
        None => read::begins_with(path, b"#!"),
    }
}

/// The sentence for a path that is not there, with the name beside it that was most likely meant.
fn missing(cwd: &Path, path: &Path) -> String {
    let folder = path.parent().unwrap_or(path);
    let beside = fs::read_dir(folder).into_iter().flatten().flatten();
    // That two names have one ending makes them no nearer.
    let alike = beside.map(|entry| entry.path()).filter(|other| other.extension() == path.extension());
    let stem = |path: &Path| path.file_stem().and_then(OsStr::to_str).map(str::to_owned);
    let names: Vec<String> = alike.filter_map(|other| stem(&other)).collect();
    let told = shown(cwd, path);
    match stem(path).and_then(|name| nearest(&name, names.iter().map(String::as_str)).map(str::to_owned)) {
        Some(near) => {
            let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
            let near = shown(cwd, &folder.join(near + &ending));
            format!("no such path: {}; did you mean `{}`?", one_line(&told), one_line(&near))
        }
        None => format!("no such path: {}; check how it is spelt", one_line(&told)),
    }
}

/// The root of each file's package, by the folder of the file.
type Roots = BTreeMap<PathBuf, Option<PathBuf>>;

fn roots_of(found: &BTreeMap<PathBuf, Found>, manifests: &mut Manifests) -> Roots {
    let mut roots = Roots::new();
    for folder in found.keys().filter_map(|p| p.parent()) {
        if !roots.contains_key(folder) {
            roots.insert(folder.to_path_buf(), manifests.package_above(folder));
        }
    }
    roots
}

/// Adds the files of packages that lie only partly below the given paths.
///
/// Nothing sees into a test, bench or example from outside, so these come only where one of their kind was asked for.
fn add_rest_of_packages(
    whole: &Whole,
    roots: &Roots,
    found: &mut BTreeMap<PathBuf, Found>,
    manifests: &mut Manifests,
    failures: &mut Vec<String>,
) {
    let partial: BTreeSet<&PathBuf> = roots.values().flatten().filter(|root| !whole.holds(root)).collect();
    for root in partial {
        let Some(manifest) = manifests.at(root) else { continue };
        let is_apart = |path: &Path| manifest.layout.place(&within(root, path)).0.is_apart();
        let belongs = |path: &Path| path.parent().and_then(|f| roots.get(f)?.as_ref()) == Some(root);
        let apart_too = found.keys().any(|path| belongs(path) && is_apart(path));
        walk::rust_files(root, walk::Prune::Packages, failures, |path| {
            if apart_too || !is_apart(&path) {
                found.entry(path).or_insert(Found { asked: false, text: None, under: root.clone() });
            }
        });
    }
}

/// Makes packages of what was found, whose files have no numbers yet.
fn group(found: BTreeMap<PathBuf, Found>, cwd: &Path, manifests: &mut Manifests) -> Vec<Package> {
    let mut packages: BTreeMap<PathBuf, Package> = BTreeMap::new();
    for (path, file) in found {
        let folder = path.parent().unwrap_or(&path);
        let root = manifests.package_above(folder);
        let manifest = root.as_deref().and_then(|r| manifests.at(r));
        let root = root.unwrap_or(file.under);
        let within = within(&root, &path);
        let (kind, is_root) = match &manifest {
            Some(manifest) => manifest.layout.place(&within),
            None => Layout::default().place(&within),
        };
        let source = SourceFile {
            number: 0,
            shown: shown(cwd, &path),
            within,
            kind,
            root: is_root,
            asked: file.asked,
            text: file.text,
            path,
        };
        let package = packages.entry(root).or_insert_with_key(|root| Package {
            info: manifests.info(root, manifest.as_deref()),
            files: Vec::new(),
            targets: Vec::new(),
        });
        if let Some(manifest) = manifest.filter(|_| is_root) {
            let target = target::target(&package.info, manifest.table(), &source);
            package.targets.push((kind, source.within.clone(), target));
        }
        package.files.push(source);
    }
    packages.into_values().collect()
}

/// Numbers the files by the order in which they are shown, those that nobody asked for after the others.
fn number(given: &mut [Package], siblings: &mut [Package]) {
    let in_order = |packages: &mut [Package], first: u32| {
        let mut files: Vec<&mut SourceFile> = packages.iter_mut().flat_map(|p| &mut p.files).collect();
        files.sort_by(|a, b| a.shown.cmp(&b.shown));
        (first..).zip(files).fold(first, |_, (number, file)| {
            file.number = number;
            number + 1
        })
    };
    let first = in_order(given, 0);
    in_order(siblings, first);
    for package in given.iter_mut().chain(siblings) {
        package.files.sort_by_key(|f| f.number);
    }
}

/// The path from a package's root, with `/` between the parts; the whole path where it does not lie below.
fn within(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A path as the user sees it: from the working directory where it lies below, absolute elsewhere.
pub fn shown(cwd: &Path, path: &Path) -> String {
    match path.strip_prefix(cwd) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => below.to_string_lossy().into_owned(),
        Err(_) => path.to_string_lossy().into_owned(),
    }
}

/// An absolute path without `.`; `..` is followed on the disk, since a link may lead elsewhere.
pub fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let joined = cwd.join(path);
    if joined.components().any(|c| c == Component::ParentDir)
        && let Ok(real) = joined.canonicalize()
    {
        return real;
    }
    joined.components().collect()
}

/// The working directory, or a sentence that says what to do without one.
pub fn here() -> Result<PathBuf, String> {
    env::current_dir().map_err(|e| astray(&e))
}

/// The sentence for a working directory that the system cannot tell or change to.
pub fn astray(error: &io::Error) -> String {
    format!("the working directory is unknown: {}; change to another", reason(error))
}

/// What the system says about an error, without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text.to_lowercase(),
    }
}
