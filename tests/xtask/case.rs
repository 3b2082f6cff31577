//! One case of a room, as the lint sees it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, process};

use clap::Args;
use conclint::cli;
use conclint::files::{Given, select};
use conclint::run::{self, Settings};
use syn::spanned::Spanned;

#[derive(Args)]
pub struct Case {
    /// The lint, as `timer-reset`
    lint: String,
    /// The function, method, type or module of its `bad.rs`, `good.rs` or `before.rs`
    name: String,
}

/// Prints what `conclint why` says of each line of the case; fails where no file of the room has the case.
pub fn case(root: &Path, asked: &Case) -> Result<ExitCode, String> {
    let within = Path::new("lints").join(asked.lint.replace('-', "_"));
    let room = root.join(&within);
    if !room.is_dir() {
        return Err(format!("no lint is called `{}`; `conclint lints` names them all", asked.lint));
    }
    let mut found = false;
    let alone = Alone::new(root, &files(&room)?)?;
    for file in files(&alone.folder.join(&within))? {
        let text = fs::read_to_string(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
        let tree = syn::parse_file(&text).map_err(|e| format!("{} is not Rust: {e}", file.display()))?;
        for (first, last) in named(&tree.items, &asked.name) {
            found = true;
            (first..=last).for_each(|line| why(&file, line, &asked.lint, &alone.folder));
        }
    }
    if found {
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("no fixture of {} has an item called `{}`", asked.lint, asked.name))
}

/// The fixtures of a room as a package of their own, in which the process works: the whole of conclint would be read for each
/// line of a case.
struct Alone {
    folder: PathBuf,
}

impl Alone {
    fn new(root: &Path, fixtures: &[PathBuf]) -> Result<Alone, String> {
        let folder = env::temp_dir().join(format!("conclint-case-{}", process::id()));
        let alone = Alone { folder: folder.clone() };
        let write = || {
            for fixture in fixtures {
                let to = folder.join(fixture.strip_prefix(root).unwrap_or(fixture));
                fs::create_dir_all(to.parent().unwrap_or(&folder))?;
                fs::copy(fixture, to)?;
            }
            fs::write(
                folder.join("Cargo.toml"),
                "[package]\nname = \"fixture\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
            )?;
            env::set_current_dir(&folder)
        };
        write().map_err(|e| format!("cannot copy the fixtures to {}: {e}", folder.display()))?;
        Ok(alone)
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // What is left over lies in the folder for such things.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the lint makes of a line, where there is a fact on it.
fn why(file: &Path, line: usize, lint: &str, root: &Path) {
    let shown = file.strip_prefix(root).unwrap_or(file);
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    let on_line = run::why(select(&[Given::Path(shown.to_owned())]), line, None, &Settings::default());
    if !on_line.reasons.iter().any(|r| r.lint.name == lint && r.place.start.line == line) {
        return;
    }
    let place = format!("{}:{line}", shown.display());
    cli::main(["conclint", "why", &place, lint].map(OsString::from));
}

/// The fixtures of a room: `bad.rs`, `good.rs`, `before.rs` and the parts that they mount.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let cannot = |e: std::io::Error| format!("cannot read {}: {e}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && ["good", "bad"].contains(&name) {
            files.extend(self::files(&path)?);
        } else if name.ends_with(".rs") && !["mod.rs", "questions.rs", "advice.rs", "after.rs"].contains(&name) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The first and the last line of each item of this name; the name of an `impl` is that of its type.
fn named(items: &[syn::Item], name: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    for item in items {
        match item {
            syn::Item::Fn(function) if function.sig.ident == name => lines.push(of(item)),
            syn::Item::Struct(data) if data.ident == name => lines.push(of(item)),
            syn::Item::Mod(module) if module.ident == name => lines.push(of(item)),
            syn::Item::Mod(module) => lines.extend(module.content.iter().flat_map(|(_, items)| named(items, name))),
            syn::Item::Impl(block) if is_called(&block.self_ty, name) => lines.push(of(item)),
            syn::Item::Impl(block) => lines.extend(block.items.iter().filter_map(|part| match part {
                syn::ImplItem::Fn(method) if method.sig.ident == name => Some(of(part)),
                _ => None,
            })),
            _ => {}
        }
    }
    lines
}

fn is_called(ty: &syn::Type, name: &str) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

fn of(item: &impl Spanned) -> (usize, usize) {
    let span = item.span();
    (span.start().line, span.end().line)
}
