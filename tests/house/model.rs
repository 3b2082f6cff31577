//! The layers inside the model: which folder may ask which, what is there for one lint alone, who climbs calls.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::calls::{Function, Functions};
use super::{Token, depth_in_part, escapes, is_test_file, none, paths_from, read, rooms, rust_files, tokens};

/// The folders (and `silence.rs`) of `src/model`: each uses those before it. `mod.rs` makes them all.
const ORDER: &[&str] = &[
    "silence",
    "source",
    "library",
    "names",
    "types",
    "flow",
    "callee",
    "values",
    "effects",
    "interface",
    "context",
    "facts",
    "fixes",
    "show",
];

/// Where the base of the model ends: what stands on it may see the lists of facts.
const BASE_ENDS: &str = "facts";

/// What `mod.rs` has that only those may name that stand on the base.
const ABOVE_BASE: [&str; 2] = ["Crate", "handle"];

#[test]
fn layers_hold_inside_the_model() {
    let functions = Functions::read();
    let mut broken = names_out_of_order();
    for (n, function) in functions.all.iter().enumerate() {
        let Some(place) = place_of(&function.file) else { continue };
        for (line, called) in functions.calls(n) {
            // Where a name leaves several functions, one that may be called is enough: no layer is broken for sure.
            let lowest = called.iter().filter_map(|&c| Some((place_of(&functions.all[c].file)?, c))).min();
            if let Some((_, callee)) = lowest.filter(|(folder, _)| *folder > place) {
                let Function { file, name, .. } = &functions.all[callee];
                let (here, file) = (function.file.display(), file.display());
                broken.push(format!("{here}:{line}: `{}` may not call `{name}` of {file}", function.name));
            }
        }
    }
    none(broken);
}

/// Paths to folders that come later, `super` out of a folder, and what the base may not know.
fn names_out_of_order() -> Vec<String> {
    let mut broken = Vec::new();
    for file in rust_files(&["src/model"]).iter().filter(|f| !is_test_file(f)) {
        let Some(place) = place_of(file) else { continue };
        let tokens = tokens(file);
        for (path, line) in paths_from("crate", &tokens).into_iter().chain(from_model(&tokens)) {
            let Some(named) = path.strip_prefix("model::").and_then(|p| p.split("::").next()) else { continue };
            let later = ORDER.iter().position(|folder| *folder == named).is_some_and(|folder| folder > place);
            if later || is_base(place) && ABOVE_BASE.contains(&named) {
                broken.push(format!("{}:{line}: `{}` may not name `{path}`", file.display(), ORDER[place]));
            }
        }
        let depth = depth_in_part(file).saturating_sub(1);
        broken.extend(escapes(&tokens, depth).iter().map(|line| format!("{}:{line}: `super`", file.display())));
    }
    broken
}

/// The paths in `crate::model::{a, b::c}`, each from `model` on.
fn from_model(tokens: &[Token]) -> Vec<(String, usize)> {
    let is_open = |at: &usize| {
        tokens[*at].is("{")
            && *at > 6
            && tokens[at - 3].is("model")
            && tokens[at - 6].is("crate")
            && tokens[at - 1].is(":")
    };
    let mut found = Vec::new();
    for open in (0..tokens.len()).filter(is_open) {
        let inside = (open + 1..tokens.len()).take_while(|&n| !tokens[n].is("}"));
        let heads = inside.filter(|&n| tokens[n - 1].is("{") || tokens[n - 1].is(","));
        found.extend(heads.map(|n| (format!("model::{}", tokens[n].text), tokens[n].line)));
    }
    found
}

/// The place of a file's folder in the order.
fn place_of(file: &Path) -> Option<usize> {
    let within = file.strip_prefix("src/model").ok()?;
    let head = within.iter().next()?.to_string_lossy();
    let head = head.trim_end_matches(".rs");
    match head {
        "mod" => None,
        _ => Some(ORDER.iter().position(|f| *f == head).unwrap_or_else(|| panic!("the order knows no `{head}`"))),
    }
}

fn is_base(place: usize) -> bool {
    ORDER.iter().position(|folder| *folder == BASE_ENDS).is_some_and(|end| place < end)
}
