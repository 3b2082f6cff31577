//! `conclint map`: what a program starts, shares and waits for.

mod around;

use std::path::{Path, PathBuf};

use super::args::{Check, MapArgs};
use super::pipeline::Pipeline;
use super::select::nothing_below;
use super::tell::{End, complain, print};
use crate::changed::Tree;
use crate::files::{self, Given};
use crate::map::{Map, difference};
use crate::report::{self, MapFormat, Shown};
use crate::run::{self, Stop};

/// Draws the map of the files that the arguments mean.
pub fn map(args: &MapArgs, flags: &Check) -> Result<End, End> {
    match (args.diff.is_some() || args.check.is_some(), args.format) {
        (true, format) if !report::diffs_in(format) => {
            let name = format.name();
            return Err(format!("a diff has no picture; print it as text, json or markdown, not {name}").into());
        }
        (false, MapFormat::Markdown) => {
            return Err("markdown lists what has changed; say since when, as --diff main".to_owned().into());
        }
        (false, MapFormat::Svg) if args.around.is_none() => {
            return Err("svg draws one node with what it has to do with; say which, as --around src/lib.rs:40"
                .to_owned()
                .into());
        }
        _ => {}
    }
    if let Some(since) = &args.diff {
        return compare(since, args, flags);
    }
    if let Some(kept) = &args.check {
        return check(kept, args, flags);
    }
    if let Some(place) = &args.around {
        return around::around(place, args, flags);
    }
    let drawn = draw(&args.paths, args, flags)?;
    let shown = Shown { map: &drawn.map, left_out: drawn.left_out, around: None };
    let printed = print(|out| report::write_map(&shown, args.format, out));
    Ok(drawn.end(printed))
}

/// Prints what has changed since a folder, or else since a commit, of that name.
fn compare(since: &str, args: &MapArgs, flags: &Check) -> Result<End, End> {
    let new = draw(&args.paths, args, flags)?;
    let folder = Path::new(since);
    let old = match folder.is_dir() {
        true => draw(&in_folder(folder, &args.paths), args, flags)?,
        false => draw_commit(since, args, flags)?,
    };
    let diff = difference(&old.map, &new.map);
    let printed = print(|out| report::write_map_diff(&diff, since, args.format, out));
    Ok(old.end(new.end(printed)))
}

/// Prints what is different from a kept map; the run is denied where something is.
fn check(file: &Path, args: &MapArgs, flags: &Check) -> Result<End, End> {
    let shown = file.display().to_string();
    let text = files::read::text(file).map_err(|e| format!("{shown} could not be read: {}", files::reason(&e)))?;
    let old = report::read_map(&text).map_err(|why| format!("{shown} {why}"))?;
    // What is kept with the code of tests is compared with it.
    let tests = args.tests || old.nodes.iter().any(|node| node.in_test);
    let new = draw_with(&args.paths, tests, args, flags)?;
    let diff = difference(&old, &new.map);
    let printed = print(|out| report::write_map_diff(&diff, &shown, args.format, out));
    if diff.changes.is_empty() || !matches!(printed, End::Clean) {
        return Ok(new.end(printed));
    }
    complain(&format!(
        "the map is not what {shown} keeps; if that is right, write it again: {}",
        keeps(args, tests, &shown)
    ));
    Ok(new.end(End::Denied))
}

/// The command that keeps the map in a file.
fn keeps(args: &MapArgs, tests: bool, file: &str) -> String {
    let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let paths = match paths.as_slice() {
        [only] if only == "." => String::new(),
        paths => format!(" {}", paths.join(" ")),
    };
    format!("conclint map{paths}{} --format json > {file}", if tests { " --tests" } else { "" })
}

/// The same paths in another folder, as far as it has them; what is given by a whole path is the folder itself.
fn in_folder(folder: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    let there = |path: &PathBuf| if path.is_absolute() { folder.to_path_buf() } else { folder.join(path) };
    let mut found: Vec<PathBuf> = paths.iter().map(there).filter(|path| path.exists()).collect();
    found.dedup();
    if found.is_empty() { vec![folder.to_path_buf()] } else { found }
}

/// The map of the same paths at a commit.
fn draw_commit(name: &str, args: &MapArgs, flags: &Check) -> Result<Drawn, End> {
    let here = files::here()?;
    let first = args.paths.first().filter(|path| path.exists()).unwrap_or(&here);
    let around = if first.is_dir() { first.as_path() } else { first.parent().unwrap_or(&here) };
    let around = if around.as_os_str().is_empty() { &here } else { around };
    let tree = Tree::at(name, around, "--diff")?;
    let paths: Vec<PathBuf> = args.paths.iter().filter_map(|path| tree.find(path)).collect();
    // What is new altogether was nothing then.
    if paths.is_empty() {
        return Ok(Drawn { map: Map::default(), left_out: 0, failures: Vec::new() });
    }
    let mut drawn = draw(&paths, args, flags)?;
    for node in &mut drawn.map.nodes {
        node.at.path = tree.shown(&node.at.path);
    }
    for edge in &mut drawn.map.edges {
        edge.at.path = tree.shown(&edge.at.path);
    }
    Ok(drawn)
}

/// A map, and what went wrong on the way.
struct Drawn {
    map: Map,
    left_out: usize,
    failures: Vec<String>,
}

impl Drawn {
    fn end(self, printed: End) -> End {
        if self.failures.is_empty() { printed } else { End::Failed(self.failures) }
    }
}

/// Draws the map of what these paths mean, with what a default run reports on its nodes.
fn draw(paths: &[PathBuf], args: &MapArgs, flags: &Check) -> Result<Drawn, End> {
    draw_with(paths, args.tests, args, flags)
}

/// The same, with the code of tests or without.
fn draw_with(paths: &[PathBuf], tests: bool, args: &MapArgs, flags: &Check) -> Result<Drawn, End> {
    let given: Vec<Given> = paths.iter().cloned().map(Given::Path).collect();
    let selection = files::select(&given);
    if selection.packages.is_empty() {
        return Err(End::Failed(match selection.failures.is_empty() {
            true => vec![nothing_below(paths)],
            false => selection.failures,
        }));
    }
    let job = Pipeline::new(flags, &args.levels)?.job(selection, None, Stop::default())?;
    let baselines = job.baselines()?;
    let (mut outcome, drawings) = run::map(&job.selection, job.settings);
    baselines.hold(&mut outcome, false)?;
    job.warnings.iter().for_each(|warning| complain(warning));
    let map = drawings.join(&outcome);
    let (map, left_out) = if tests || args.around.is_some() { (map, 0) } else { map.without_tests() };
    Ok(Drawn { map, left_out, failures: outcome.failures })
}
