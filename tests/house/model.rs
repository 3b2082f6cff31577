//! The layers inside the model: which folder may ask which, what is there for one lint alone, who climbs calls.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use super::calls::{Function, Functions, reached};
use super::{Token, depth_in_part, escapes, is_test_file, none, paths_from, rooms, rust_files, tokens};

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
    "context",
    "interface",
    "facts",
    "fixes",
    "show",
    "map",
];

/// Where the base of the model ends: what stands on it may see the lists of facts.
const BASE_ENDS: &str = "facts";

/// What `mod.rs` has that only those may name that stand on the base.
const ABOVE_BASE: [&str; 2] = ["Crate", "handle"];

static FUNCTIONS: LazyLock<Functions> = LazyLock::new(Functions::read);

#[test]
fn layers_hold_inside_the_model() {
    let functions = &*FUNCTIONS;
    let mut broken = names_out_of_order();
    broken.extend(facts_in_the_base());
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
            let later = place_in_order(named).is_some_and(|folder| folder > place);
            if later || is_base(place) && ABOVE_BASE.contains(&named) {
                broken.push(format!("{}:{line}: `{}` may not name `{path}`", file.display(), ORDER[place]));
            }
        }
        let depth = depth_in_part(file).saturating_sub(1);
        broken.extend(escapes(&tokens, depth).iter().map(|line| format!("{}:{line}: `super`", file.display())));
    }
    broken
}

/// The fields of `Base` whose type is of a folder that stands on it.
fn facts_in_the_base() -> Vec<String> {
    let tokens = tokens(Path::new("src/model/mod.rs"));
    let names_above = |token: &Token| place_in_order(&token.text).is_some_and(|place| !is_base(place));
    let imports = tokens.split(|t| t.is(";")).filter(|item| item.iter().any(|t| t.is("use")));
    let above: BTreeSet<&str> =
        imports.filter(|item| item.iter().any(names_above)).flatten().map(|t| t.text.as_str()).collect();
    let is_base_struct = |n: &usize| tokens[*n].is("Base") && tokens[n - 1].is("struct");
    let start = (1..tokens.len()).find(is_base_struct).expect("`src/model/mod.rs` has a struct `Base`");
    let fields = tokens[start..].iter().take_while(|t| t.line <= tokens[start + 1].end_line);
    let facts =
        fields.filter(|t| t.text.starts_with(char::is_uppercase) && above.contains(t.text.as_str()) || names_above(t));
    facts.map(|t| format!("src/model/mod.rs:{}: `Base` may not hold `{}`", t.line, t.text)).collect()
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
pub fn place_of(file: &Path) -> Option<usize> {
    let within = file.strip_prefix("src/model").ok()?;
    let head = within.iter().next()?.to_string_lossy();
    let head = head.trim_end_matches(".rs");
    match head {
        "mod" => None,
        _ => Some(place_in_order(head).unwrap_or_else(|| panic!("the order knows no `{head}`"))),
    }
}

fn place_in_order(folder: &str) -> Option<usize> {
    ORDER.iter().position(|f| *f == folder)
}

fn is_base(place: usize) -> bool {
    place_in_order(BASE_ENDS).is_some_and(|end| place < end)
}

// ---- What is there for one lint -------------------------------------------------------------------------------------

/// Of each folder of the base at most so many lines are in functions that exactly one lint reaches. The aim is 3 % of all.
///
/// How often code runs in a process (`context/runs.rs`, with what it asks of `callee`, `names` and `library`) is an answer
/// for many: detached-spawn is the first to ask for it.
const IN_BASE: &[(&str, usize)] = &[
    ("silence", 6),
    ("source", 77),
    ("library", 565),
    ("names", 16),
    ("types", 111),
    ("flow", 48),
    ("callee", 19),
    ("values", 110),
    ("effects", 340),
    ("context", 140),
];

/// What `facts` and `fixes` hold for one lint alone: at most so many lines. The aim is 1,500 in all.
const FOR_ONE_LINT: &[(&str, usize)] = &[
    ("accept-error-ends-server", 45),
    ("accept-error-retried", 12),
    ("atomic-load-store", 114),
    ("assert-in-detached-task", 74),
    ("banned-path", 12),
    ("biased-starvation", 23),
    ("block-on-in-async", 7),
    ("blocking-in-pool", 95),
    ("block-on-in-drop", 36),
    ("blocking-in-async", 0),
    ("blocking-sleep-in-async", 20),
    ("closed-channel-spin", 605),
    ("detached-spawn", 161),
    ("buffered-stream-stall", 64),
    ("busy-loop", 14),
    ("blocked-send", 460),
    ("futurelock", 88),
    ("try-join-abandons", 9),
    ("channel-deadlock", 211),
    ("check-then-act", 189),
    ("condvar-wait-not-in-loop", 15),
    ("double-lock", 245),
    ("endless-blocking-task", 0),
    ("exit-waits-for-blocking", 44),
    ("spent-token", 95),
    ("guard-in-scrutinee", 9),
    ("lock-across-await", 79),
    ("lost-task-error", 209),
    ("interval-in-loop", 20),
    ("lag-taken-for-end", 70),
    ("lost-wakeup", 85),
    ("blocking-under-lock", 240),
    ("callback-under-lock", 41),
    ("guard-dropped-at-once", 3),
    ("lock-not-awaited", 28),
    ("lock-order-inversion", 180),
    ("parallel-iter-under-lock", 48),
    ("permit-dropped-at-once", 20),
    ("permit-forgotten", 54),
    ("consumer-cut-off", 100),
    ("missed-tick-burst", 14),
    ("fresh-root-token", 70),
    ("ignored-cancel", 80),
    ("lost-cancel", 63),
    ("outside-runtime", 66),
    ("permit-not-moved", 124),
    ("receiver-drops-sender", 125),
    ("receiver-holds-sender", 468),
    ("select-no-else", 49),
    ("span-guard-across-await", 8),
    ("select-drops-handle", 45),
    ("sender-held-while-draining", 340),
    ("sleep-as-sync", 895),
    ("runtime-in-async", 46),
    ("sleep-in-loop", 18),
    ("sleep-poll-loop", 127),
    ("test-without-timeout", 13),
    ("timeout-leaves-task", 45),
    ("timer-reset", 660),
    ("unbounded-spawn", 148),
    ("notify-without-lock", 240),
    ("self-other-lock", 50),
    ("weak-cas-outside-loop", 34),
    ("unpolled-future", 20),
    ("unreaped-join-set", 175),
    ("stale-watch", 105),
    ("ignored-send-error", 3),
    ("join-before-drain", 20),
    ("self-send-deadlock", 44),
    ("unbounded-channel", 20),
    ("unwrapped-send", 39),
    ("watch-send-ignored", 80),
    ("zero-capacity", 9),
];

/// How far a figure may lie below its row before the row must follow.
const SLACK: usize = 40;

#[test]
fn few_lines_of_the_model_serve_one_lint() {
    let lines = lines_for_one_lint(&FUNCTIONS);
    let (mut by_folder, mut by_lint) = (BTreeMap::new(), BTreeMap::new());
    for ((lint, folder), lines) in lines {
        match folder {
            "facts" | "fixes" => *by_lint.entry(lint).or_default() += lines,
            // No lint asks what is only for printing, or for other packages.
            "show" | "map" | "interface" => {}
            _ => *by_folder.entry(folder.to_owned()).or_default() += lines,
        }
    }
    let mut broken = against("in", IN_BASE, &by_folder);
    broken.extend(against("for", FOR_ONE_LINT, &by_lint));
    none(broken);
}

/// Where figures are higher than their rows, or so far below that the rows should follow.
fn against(what: &str, rows: &[(&str, usize)], found: &BTreeMap<String, usize>) -> Vec<String> {
    let row = |name: &str| rows.iter().find(|(n, _)| *n == name).map_or(0, |(_, most)| *most);
    let found_for = |name: &str| found.get(name).copied().unwrap_or_default();
    let names: BTreeSet<&str> = rows.iter().map(|(n, _)| *n).chain(found.keys().map(String::as_str)).collect();
    let off = names.into_iter().map(|name| (name, row(name), found_for(name)));
    off.filter(|(_, most, found)| found > most || found + SLACK < *most)
        .map(|(name, most, found)| match found > most {
            true => format!("{found} lines {what} `{name}` are reached by one lint alone; at most {most} may be"),
            false => format!("{found} lines {what} `{name}` are reached by one lint alone: lower its row from {most}"),
        })
        .collect()
}

/// By lint and folder, the lines of the functions that this lint alone reaches, and that making the facts does not.
fn lines_for_one_lint(functions: &Functions) -> BTreeMap<(String, &'static str), usize> {
    let starting_in = |folder: &Path| -> Vec<usize> {
        (0..functions.all.len()).filter(|&n| functions.all[n].file.starts_with(folder)).collect()
    };
    let next = functions.next();
    let for_all = reached(&next, starting_in(Path::new("src/model/mod.rs")));
    let mut reached_by: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for room in rooms() {
        for function in reached(&next, starting_in(&Path::new("lints").join(&room))) {
            reached_by.entry(function).or_default().push(room.replace('_', "-"));
        }
    }
    let mut lines = BTreeMap::new();
    for (n, lints) in reached_by.iter().filter(|(n, _)| !for_all.contains(n)) {
        let function = &functions.all[*n];
        if let ([lint], Some(place)) = (lints.as_slice(), place_of(&function.file)) {
            *lines.entry((lint.clone(), ORDER[place])).or_default() += function.lines;
        }
    }
    lines
}

// ---- Who climbs calls -----------------------------------------------------------------------------------------------

/// What leads from code to other code over a call: to that of a future or closure, or to those who call it.
const STEPS: &[&str] = &["callers", "callers_of_body", "called_closure", "code_of"];

/// What leads to the code that is called, in a function that goes on to the package's own.
const INTO: (&str, &str) = ("callee", "Def");

/// How a function says how far it follows.
const DEPTHS: &[&str] = &["depth", "rounds"];

#[test]
fn only_effects_climb_calls() {
    let climb = climbing(&FUNCTIONS).into_iter();
    none(climb.map(|(file, name)| format!("src/model/{file}: `{name}` climbs calls by itself")).collect());
}

/// The functions outside `effects` that have a depth, come back to themselves, and go over a call on the way. Types and
/// callees ask each other by nature: that circle holds the step itself.
fn climbing(functions: &Functions) -> BTreeSet<(String, String)> {
    let next = functions.next();
    let mut before = vec![BTreeSet::new(); next.len()];
    for (from, to) in next.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |&to| (from, to))) {
        before[to].insert(from);
    }
    let is_step = |from: usize, to: usize| {
        let name = functions.all[to].name.as_str();
        let of_base = functions.all[to].owner.as_deref() == Some("Base");
        of_base && (STEPS.contains(&name) || name == INTO.0 && functions.all[from].names(INTO.1))
    };
    let mut found = BTreeSet::new();
    for (n, function) in functions.all.iter().enumerate() {
        let Ok(within) = function.file.strip_prefix("src/model") else { continue };
        let deep = function.params.iter().any(|param| DEPTHS.contains(&param.as_str()));
        if !deep || within.starts_with("effects") {
            continue;
        }
        let ahead = reached(&next, next[n].iter().copied());
        let circle: BTreeSet<usize> =
            reached(&before, before[n].iter().copied()).intersection(&ahead).copied().collect();
        let steps: Vec<usize> =
            circle.iter().flat_map(|&m| next[m].iter().copied().filter(move |&to| is_step(m, to))).collect();
        if !steps.is_empty() && !steps.iter().all(|step| circle.contains(step)) {
            found.insert((within.to_string_lossy().into_owned(), function.name.clone()));
        }
    }
    found
}

/// Words of the language itself, of its attributes and of fixes: no library's.
const LANGUAGE: &[&str] = &["self", "main", "str", "bool", "true", "false", "await", "break", "match", "for", "derive"];

/// The folders that name words of the language, or what is printed.
const NAMING: &[&str] = &["source", "library", "names", "show"];

#[test]
fn only_the_library_knows_what_methods_are_called() {
    let mut broken = Vec::new();
    for file in rust_files(&["src/model"]).iter().filter(|file| !is_test_file(file)) {
        let within = file.strip_prefix("src/model").expect("the files of the model lie in it");
        if !NAMING.iter().any(|folder| within.starts_with(folder)) {
            let spelled = names_spelled(&tokens(file)).into_iter();
            broken.extend(spelled.map(|(line, name)| format!("{}:{line}: ask `library` about {name}", file.display())));
        }
    }
    none(broken);
}

/// How the names of those constants begin that hold pieces of the code that a fix or an advice writes: what it calls a
/// variable that was not there before is no library's name.
const WRITTEN: &str = "WRITTEN";

/// The strings that could be names of a library, outside the constants that hold what is written, with their lines.
fn names_spelled(tokens: &[Token]) -> Vec<(usize, String)> {
    let mut in_written = false;
    let counts = |(at, token): &(usize, &Token)| {
        let begins = *at > 0 && tokens[at - 1].is("const") && token.text.starts_with(WRITTEN);
        in_written = begins || in_written && !token.is(";");
        !in_written && spells_name(token)
    };
    tokens.iter().enumerate().filter(counts).map(|(_, token)| (token.line, token.text.clone())).collect()
}

#[test]
fn what_is_written_is_no_name_of_a_library() {
    let text =
        "const WRITTEN_TASK: &str = \"task\"; const OTHER: &str = \"spawn\"; fn f() { g(\"join\", WRITTEN_TASK); }";
    let mut tokens = Vec::new();
    super::flatten(text.parse().expect("these are tokens"), 0, &mut tokens);
    assert_eq!(names_spelled(&tokens).len(), 2);
}

/// Whether a token is a string that could be the name of a method, function or macro.
fn spells_name(token: &Token) -> bool {
    if !token.is_string() || token.is_doc {
        return false;
    }
    let text = token.string();
    let is_name = text.len() > 1 && text.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit());
    is_name && !text.starts_with(|c: char| c.is_ascii_digit()) && !LANGUAGE.contains(&text.as_str())
}
