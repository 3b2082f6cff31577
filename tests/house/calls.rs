//! The functions of the model and of the lints, and which of them each one calls, as far as tokens tell.
//!
//! There are no types here: a call is understood by the name of what it calls, by what stands before the dot, and by the
//! type whose `impl` it stands in. Where that leaves several functions, see [`Functions::called`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::TokenStream;

use super::model::place_of;
use super::{Token, flatten, is_fixture, is_test_file, rust_files, tokens};

/// The two structs that stand for a package; what one knows can be asked of the other, as far as the compiler lets it.
const PACKAGE: [&str; 2] = ["Base", "Crate"];

/// What a package is called where something is asked of it.
const PACKAGE_NAMES: [&str; 4] = ["self", "krate", "base", "model"];

/// Methods of ours that have a name which the standard library, or another part of the crate, gives a method too.
const NOT_OURS_ALONE: &[&str] = &[
    "add", "and", "at", "default", "end", "err", "file", "from", "get", "holds", "is", "items", "join", "keep", "last",
    "name", "next", "ok", "path", "source", "span", "text", "then", "wait",
];

/// A function, and where it stands.
pub struct Function {
    pub file: PathBuf,
    pub name: String,
    /// The type or trait whose `impl` it stands in.
    pub owner: Option<String>,
    pub lines: usize,
    /// The names of its parameters.
    pub params: Vec<String>,
    body: Range<usize>,
    /// The words in its body.
    words: BTreeSet<String>,
}

impl Function {
    /// Whether a word stands in its body.
    pub fn names(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// A call: what is called, and what is known of it.
struct Call<'t> {
    name: &'t str,
    line: usize,
    before: Before<'t>,
}

/// What stands before the name of a call.
enum Before<'t> {
    /// A dot, and before it this token.
    Dot(&'t str),
    /// `::`, and before it this word.
    Path(&'t str),
    Nothing,
}

/// All functions, and the calls between them.
pub struct Functions {
    pub all: Vec<Function>,
    /// For each function the calls in it: the line, and what may be called.
    calls: Vec<Vec<(usize, Vec<usize>)>>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// What each file knows by name: what it imports, and the types that it defines.
    known: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Functions {
    /// Reads `src/model` and the lints, without tests and fixtures.
    pub fn read() -> Functions {
        let files = rust_files(&["src/model", "lints"]).into_iter().filter(|f| !is_fixture(f) && !is_test_file(f));
        let files: Vec<(PathBuf, Vec<Token>)> = files.map(|f| (f.clone(), outside_modules(tokens(&f)))).collect();
        let mut found = Functions {
            all: files.iter().flat_map(|(file, tokens)| functions(file, tokens)).collect(),
            calls: Vec::new(),
            by_name: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for (n, function) in found.all.iter().enumerate() {
            found.by_name.entry(function.name.clone()).or_default().push(n);
        }
        for (file, tokens) in &files {
            found.known.insert(file.clone(), known(tokens));
        }
        let tokens_of: BTreeMap<&PathBuf, &Vec<Token>> = files.iter().map(|(file, tokens)| (file, tokens)).collect();
        let calls = found.all.iter().map(|function| {
            let calls = calls(tokens_of[&function.file], function.body.clone());
            calls.iter().map(|call| (call.line, found.in_order(function, found.called(function, call)))).collect()
        });
        found.calls = calls.collect();
        found
    }

    /// The calls in a function: their lines, and what each may call.
    pub fn calls(&self, function: usize) -> impl Iterator<Item = (usize, &[usize])> {
        self.calls[function].iter().map(|(line, called)| (*line, called.as_slice()))
    }

    /// For each function those that it may call.
    pub fn next(&self) -> Vec<BTreeSet<usize>> {
        self.calls.iter().map(|calls| calls.iter().flat_map(|(_, called)| called).copied().collect()).collect()
    }

    /// Of several functions those that the order of the folders lets a function call, where there are such.
    fn in_order(&self, from: &Function, called: Vec<usize>) -> Vec<usize> {
        let Some(place) = place_of(&from.file) else { return called };
        let fits = |n: &usize| place_of(&self.all[*n].file).is_some_and(|p| p <= place);
        if called.iter().any(fits) { called.into_iter().filter(fits).collect() } else { called }
    }

    /// What a call may call.
    ///
    /// A call on the package (`self`, `krate`) means a method of the package; one on `self` elsewhere a method of the same
    /// type. On anything else it means a method of another type: of those whose type the file imports or defines, else of
    /// any. Where the standard library has a method of the name too, only types that the file knows count; a lint imports
    /// no types for what it asks, so there all do. A free function is one of the same file, or imported.
    fn called(&self, from: &Function, call: &Call<'_>) -> Vec<usize> {
        let named = self.by_name.get(call.name).map(Vec::as_slice).unwrap_or_default();
        let owner = |n: &usize| self.all[*n].owner.as_deref();
        let of_package = |n: &usize| owner(n).is_some_and(|o| PACKAGE.contains(&o));
        let own = from.owner.as_deref();
        let pick = |fits: &dyn Fn(&usize) -> bool| named.iter().copied().filter(|n| fits(n)).collect::<Vec<_>>();
        match call.before {
            Before::Dot("self") if own.is_some_and(|o| !PACKAGE.contains(&o)) => pick(&|n| owner(n) == own),
            Before::Dot(receiver) if PACKAGE_NAMES.contains(&receiver) => pick(&of_package),
            Before::Dot(_) => self.on_a_value(from, call.name, pick(&|n| owner(n).is_some() && !of_package(n))),
            Before::Path("Self") => pick(&|n| owner(n) == own),
            Before::Path(word) if PACKAGE.contains(&word) => pick(&of_package),
            Before::Path(word) => {
                pick(&|n| owner(n) == Some(word) || owner(n).is_none() && is_module(&self.all[*n], word))
            }
            Before::Nothing => {
                let free = pick(&|n| owner(n).is_none());
                self.nearest(from, free)
            }
        }
    }

    fn on_a_value(&self, from: &Function, name: &str, methods: Vec<usize>) -> Vec<usize> {
        let names_type = |n: &usize| self.all[*n].owner.as_ref().is_some_and(|o| self.known[&from.file].contains(o));
        if from.file.starts_with("lints") {
            return methods;
        }
        let named: Vec<usize> = methods.iter().copied().filter(names_type).collect();
        if NOT_OURS_ALONE.contains(&name) || !named.is_empty() { named } else { methods }
    }

    /// Of several free functions the one of the same file, else the imported one.
    fn nearest(&self, from: &Function, found: Vec<usize>) -> Vec<usize> {
        let here = |n: &usize| self.all[*n].file == from.file;
        match found.iter().copied().find(here) {
            Some(own) => vec![own],
            None => found.into_iter().filter(|&n| self.known[&from.file].contains(&self.all[n].name)).collect(),
        }
    }
}

/// The words in a file's `use` items, and the names of its types.
fn known(tokens: &[Token]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut in_use = false;
    for (at, token) in tokens.iter().enumerate() {
        in_use = token.is("use") || in_use && !token.is(";");
        let defines = at > 0 && ["struct", "enum", "trait", "type"].iter().any(|word| tokens[at - 1].is(word));
        if in_use || defines {
            known.insert(token.text.clone());
        }
    }
    known
}

/// Every function that these reach, themselves included.
pub fn reached(next: &[BTreeSet<usize>], from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut todo: Vec<usize> = from.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(at) = todo.pop() {
        if seen.insert(at) {
            todo.extend(&next[at]);
        }
    }
    seen
}

/// The name by which a path means a file.
fn module(file: &Path) -> String {
    let stem = if file.ends_with("mod.rs") { file.parent().and_then(Path::file_name) } else { file.file_stem() };
    stem.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a path may name a function's module by this word: the file's own name, or that of a folder that re-exports it.
fn is_module(function: &Function, word: &str) -> bool {
    module(&function.file) == word || function.file.parent().and_then(Path::file_name).is_some_and(|f| f == word)
}

/// The tokens that stand in no inline module: those are tests.
fn outside_modules(tokens: Vec<Token>) -> Vec<Token> {
    tokens.into_iter().filter(|t| t.modules == 0).collect()
}

/// The functions of a file, those that `handle!` makes included.
fn functions(file: &Path, tokens: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    let mut owners: Vec<(String, usize)> = Vec::new();
    for at in 0..tokens.len() {
        while owners.last().is_some_and(|(_, end)| at > *end) {
            owners.pop();
        }
        let word = |n: usize| tokens.get(n).filter(|t| t.is_word()).map(|t| t.text.clone());
        let owner = owners.last().map(|(owner, _)| owner.clone());
        match tokens[at].text.as_str() {
            "impl" | "trait" if begins_item(tokens, at) => {
                let Some(open) = (at..tokens.len()).find(|&n| tokens[n].is("{")) else { continue };
                owners.push((owner_of(&tokens[at..open]), closing(tokens, open)));
            }
            "fn" => {
                let Some(name) = word(at + 1) else { continue };
                let Some(open) = (at..tokens.len()).find(|&n| tokens[n].is("{") || tokens[n].is(";")) else { continue };
                let body = if tokens[open].is("{") { open..closing(tokens, open) } else { open..open };
                let lines = tokens[body.end].line + 1 - tokens[at].line;
                let params = params(&tokens[at..open]);
                let words = tokens[body.clone()].iter().filter(|t| t.is_word()).map(|t| t.text.clone()).collect();
                found.push(Function { file: file.to_path_buf(), name, owner, lines, params, body, words });
            }
            "handle" if tokens.get(at + 1).is_some_and(|t| t.is("!")) => {
                let Some(end) = tokens.get(at + 2).map(|_| closing(tokens, at + 2)) else { continue };
                let Some(name) = word(end - 1) else { continue };
                let (file, owner) = (file.to_path_buf(), Some("Crate".to_owned()));
                let (params, words) = (Vec::new(), BTreeSet::new());
                found.push(Function { file, name, owner, lines: 1, params, body: at..at, words });
            }
            _ => {}
        }
    }
    found
}

/// Whether an item can begin here, and not a type (`x: impl Fn()`).
fn begins_item(tokens: &[Token], at: usize) -> bool {
    at == 0 || ["}", ";", "{", "]", "pub", ")", "unsafe"].iter().any(|before| tokens[at - 1].is(before))
}

/// The type of `impl … Type<…>`, or the name of a trait.
fn owner_of(header: &[Token]) -> String {
    let mut angle = 0;
    let mut owner = String::new();
    for (n, token) in header.iter().enumerate().skip(1) {
        match token.text.as_str() {
            "<" => angle += 1,
            ">" if !header[n - 1].is("-") => angle -= 1,
            ":" if header[0].is("trait") && !owner.is_empty() => break,
            "where" => break,
            "for" if angle == 0 => owner.clear(),
            _ if angle == 0 && token.is_word() => owner.clone_from(&token.text),
            _ => {}
        }
    }
    owner
}

/// The names of the parameters in a signature.
fn params(signature: &[Token]) -> Vec<String> {
    let named = |n: &usize| {
        signature[*n].is_word()
            && signature.get(n + 1).is_some_and(|t| t.is(":"))
            && !signature.get(n + 2).is_some_and(|t| t.is(":"))
            && !signature[n - 1].is(":")
    };
    (1..signature.len()).filter(named).map(|n| signature[n].text.clone()).collect()
}

/// The place of the bracket that closes the one here.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (n, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return n;
        }
    }
    tokens.len() - 1
}

/// What is called between two places, or named by its path to be called elsewhere.
fn calls(tokens: &[Token], range: Range<usize>) -> Vec<Call<'_>> {
    let is = |n: usize, text: &str| tokens.get(n).is_some_and(|t| t.is(text));
    let mut found = Vec::new();
    for at in range.filter(|&n| tokens[n].is_word() && n > 2) {
        let (name, line) = (tokens[at].text.as_str(), tokens[at].line);
        let is_call = is(at + 1, "(") || is(at + 1, ":") && is(at + 2, ":") && is(at + 3, "<");
        // `.map(text_of)`, `.filter(Self::fits)`.
        let is_value = (is(at - 1, "(") || is(at - 1, ",") || is(at - 1, ":")) && (is(at + 1, ")") || is(at + 1, ","));
        let before = match () {
            _ if is(at - 1, ".") && is_call => Before::Dot(&tokens[at - 2].text),
            _ if is(at - 1, ".") || is(at - 1, "fn") => continue,
            _ if is(at - 1, ":") && is(at - 2, ":") => Before::Path(&tokens[at - 3].text),
            _ if is_call || is_value => Before::Nothing,
            _ => continue,
        };
        found.push(Call { name, line, before });
    }
    found
}

#[test]
fn owners_and_calls_are_read_from_tokens() {
    let text = "impl<F: Fn() -> u32> Keep<F> for Shelf<'_> where F: Copy { fn put(&self, depth: u32) { self.put(Self::end); } }
                trait Lend: Keep { fn lent(self) -> impl Iterator<Item = u32>; }
                fn free(x: impl Fn(u32)) { tool::make(x).put(1); }";
    let mut tokens = Vec::new();
    flatten(TokenStream::from_str(text).expect("it is Rust"), 0, &mut tokens);
    let found = functions(Path::new("shelf.rs"), &tokens);
    let owned: Vec<_> = found.iter().map(|f| (f.owner.as_deref(), f.name.as_str(), f.params.join(","))).collect();
    let wanted = [(Some("Shelf"), "put", "depth"), (Some("Lend"), "lent", ""), (None, "free", "x")];
    assert_eq!(owned, wanted.map(|(owner, name, params)| (owner, name, params.to_owned())));

    let called = |n: usize| calls(&tokens, found[n].body.clone()).iter().map(|c| c.name).collect::<Vec<_>>();
    assert_eq!((called(0), called(2)), (vec!["put", "end"], vec!["make", "x", "put"]));
}
