//! Which file configures a folder: the nearest upwards.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::read::{read, table_at, value};
use super::wrong::Page;
use super::{Choice, Config, Source};
use crate::files::{absolute, read, reason, shown};
use crate::lint::Lint;

/// The configuration's own file.
pub const FILE: &str = "conclint.toml";
/// The manifest, which may hold a table instead.
const MANIFEST: &str = "Cargo.toml";

/// Finds the configuration of any folder, and reads each file once.
pub struct Finder<'l> {
    cwd: PathBuf,
    lints: &'l [&'static Lint],
    /// The one for every folder, where the user has chosen it.
    chosen: Option<Arc<Config>>,
    read: HashMap<PathBuf, Here>,
    /// What is odd but does not stop the work, a sentence each.
    pub warnings: Vec<String>,
    /// Everything that is wrong in what was read, a sentence each.
    pub wrongs: Vec<String>,
}

/// The configurations that one folder holds.
#[derive(Clone, Default)]
struct Here {
    file: Option<Arc<Config>>,
    package: Option<Arc<Config>>,
    workspace: Option<Arc<Config>>,
}

impl<'l> Finder<'l> {
    pub fn new(choice: &Choice, cwd: &Path, lints: &'l [&'static Lint]) -> Finder<'l> {
        let mut finder = Finder {
            cwd: cwd.to_path_buf(),
            lints,
            chosen: None,
            read: HashMap::new(),
            warnings: Vec::new(),
            wrongs: Vec::new(),
        };
        finder.chosen = match choice {
            Choice::Nearest => None,
            Choice::Isolated => Some(Arc::default()),
            Choice::File(file) => Some(finder.chosen_file(&absolute(cwd, file))),
        };
        finder
    }

    /// The configuration of the files in a folder and below it, by its absolute path.
    pub fn of(&mut self, folder: &Path) -> Arc<Config> {
        if let Some(chosen) = &self.chosen {
            return chosen.clone();
        }
        for at in folder.ancestors() {
            let Here { file, package, workspace } = self.here(at);
            // The table of a package speaks of that package before the one of the workspace, which speaks of all.
            let table = if at == folder { package.or(workspace) } else { workspace.or(package) };
            if let Some(found) = file.or(table) {
                return found;
            }
        }
        Arc::default()
    }

    fn here(&mut self, folder: &Path) -> Here {
        if let Some(known) = self.read.get(folder) {
            return known.clone();
        }
        let mut here = self.manifest(&folder.join(MANIFEST), folder);
        let file = folder.join(FILE);
        if file.is_file() {
            here.file = Some(self.file(&file, folder));
            if here.package.is_some() || here.workspace.is_some() {
                let (file, manifest) = (shown(&self.cwd, &file), shown(&self.cwd, &folder.join(MANIFEST)));
                self.warnings.push(format!(
                    "{manifest} configures conclint too, and {file} beside it counts; move what it says there and remove it"
                ));
            }
        }
        self.read.insert(folder.to_path_buf(), here.clone());
        here
    }

    /// The file that the user names; its patterns start from the working directory.
    fn chosen_file(&mut self, path: &Path) -> Arc<Config> {
        let cwd = self.cwd.clone();
        if path.file_name().is_none_or(|name| name != MANIFEST) {
            return self.file(path, &cwd);
        }
        let wrong_before = self.wrongs.len();
        let Here { package, workspace, .. } = self.manifest(path, &cwd);
        package.or(workspace).unwrap_or_else(|| {
            if self.wrongs.len() == wrong_before {
                let name = shown(&self.cwd, path);
                self.wrongs.push(match path.is_file() {
                    true => format!(
                        "{name} does not configure conclint; give it a [package.metadata.conclint] or name another file"
                    ),
                    false => format!("no such file: {name}; check how it is spelt"),
                });
            }
            Arc::default()
        })
    }

    /// A file that is a configuration as a whole.
    fn file(&mut self, path: &Path, base: &Path) -> Arc<Config> {
        let name = shown(&self.cwd, path);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) => {
                self.wrongs.push(format!("{name} could not be read: {}; fix that or run with --isolated", reason(&e)));
                return Arc::default();
            }
        };
        let page = Page { name: &name, text: &text };
        match DeTable::parse(&text) {
            Ok(table) => self.config(page, path, base, &table),
            Err(e) => {
                self.wrongs.push(not_toml(page, &e));
                Arc::default()
            }
        }
    }

    /// The tables of a manifest; one that is not TOML is named by whoever reads it as a manifest.
    fn manifest(&mut self, path: &Path, base: &Path) -> Here {
        let Some(text) = read::text(path).ok().filter(|text| text.contains("conclint")) else {
            return Here::default();
        };
        let name = shown(&self.cwd, path);
        let page = Page { name: &name, text: &text };
        let root = match DeTable::parse(&text) {
            Ok(root) => root,
            Err(e) if text.contains("metadata.conclint") => {
                self.wrongs.push(not_toml(page, &e));
                return Here::default();
            }
            Err(_) => return Here::default(),
        };
        let mut table = |owner: &str| {
            let metadata = table_at(table_at(root.get_ref(), owner)?, "metadata")?;
            let stated = value(metadata, "conclint")?;
            Some(match stated.get_ref() {
                DeValue::Table(table) => self.config(page, path, base, &Spanned::new(stated.span(), table.clone())),
                _ => {
                    let sentence = format!("`conclint` is no table; write [{owner}.metadata.conclint] over its keys");
                    self.wrongs.push(page.wrong(&stated.span(), &sentence));
                    Arc::default()
                }
            })
        };
        Here { file: None, package: table("package"), workspace: table("workspace") }
    }

    fn config(&mut self, page: Page<'_>, path: &Path, base: &Path, table: &Spanned<DeTable<'_>>) -> Arc<Config> {
        let source = Source { name: page.name.to_owned(), path: path.to_path_buf() };
        match read(source, page, base, table, self.lints) {
            Ok(config) => Arc::new(config),
            Err(wrongs) => {
                self.wrongs.extend(wrongs);
                Arc::default()
            }
        }
    }
}

fn not_toml(page: Page<'_>, error: &toml::de::Error) -> String {
    let at = error.span().unwrap_or(0..0);
    let said = error.message().lines().next().unwrap_or_default();
    page.wrong(&at, &format!("this is not TOML ({said}); fix it or run with --isolated"))
}
