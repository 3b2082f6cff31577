//! `conclint map --around FILE:LINE`: the part of the map around what stands at a line.

use std::path::{Path, PathBuf};

use super::super::args::{Check, FileLine, MapArgs};
use super::super::tell::{End, print};
use super::draw;
use crate::map::{Map, label};
use crate::report::{self, Shown};

/// Draws the node that a line means with what it has to do with, from the map of the paths, or else of its file.
pub fn around(asked: &FileLine, args: &MapArgs, flags: &Check) -> Result<End, End> {
    let file = asked.file.display();
    if asked.file.is_dir() {
        return Err(format!("{file} is a folder; name a file in it and a line").into());
    }
    if !asked.file.exists() {
        return Err(format!("no such path: {file}").into());
    }
    let is_default = args.paths == [PathBuf::from(".")];
    let paths = if is_default { vec![asked.file.clone()] } else { args.paths.clone() };
    let mut drawn = draw(&paths, args, flags)?;
    let Some(path) = path_on(&drawn.map, &asked.file) else {
        return Err(format!("nothing on the map stands in {file}").into());
    };
    let centre = match drawn.map.meant_by(&path, asked.line, asked.column).as_slice() {
        [only] => *only,
        [] => return Err(none(&drawn.map, &path, asked).into()),
        several => return Err(too_many(&drawn.map, several, asked).into()),
    };
    let part = std::mem::take(&mut drawn.map).around(centre, args.tests);
    let shown = Shown { map: &part.map, left_out: part.left_out, around: Some(part.centre) };
    let printed = print(|out| report::write_map(&shown, args.format, out));
    Ok(drawn.end(printed))
}

/// How the map writes the path of a file; `None` where it has nothing of it.
fn path_on(map: &Map, file: &Path) -> Option<String> {
    let asked = file.canonicalize().ok()?;
    let mut paths: Vec<&str> = map.nodes.iter().map(|node| node.at.path.as_str()).collect();
    paths.extend(map.edges.iter().map(|edge| edge.at.path.as_str()));
    paths.sort_unstable();
    paths.dedup();
    let same = |path: &&&str| Path::new(path).canonicalize().is_ok_and(|path| path == asked);
    paths.iter().find(same).map(|path| (*path).to_owned())
}

/// What is said where nothing stands at the line.
fn none(map: &Map, path: &str, asked: &FileLine) -> String {
    let near = map.nearest(path, asked.line);
    let near: Vec<String> =
        near.iter().map(|&n| format!("{} (line {})", label(&map.nodes[n]), map.nodes[n].at.line)).collect();
    let nearest = match near.as_slice() {
        [] => "nothing in that file is a node of its own".to_owned(),
        [only] => format!("the nearest is {only}"),
        all => format!("the nearest are {}", all.join(" and ")),
    };
    format!("nothing on the map stands at {}:{}; {nearest}", asked.file.display(), asked.line)
}

/// What is said where the line means more than one.
fn too_many(map: &Map, several: &[usize], asked: &FileLine) -> String {
    let told = several.iter().map(|&n| {
        let node = &map.nodes[n];
        format!("{} at {}:{}:{}", label(node), node.at.path, node.at.line, node.at.column)
    });
    let told: Vec<String> = told.collect();
    let place = format!("{}:{}", asked.file.display(), asked.line);
    format!("{place} means several things on the map, {}; name the place of one, with its column", told.join(", "))
}
