//! What the methods of collections and weak pointers give of what lies in them.

use crate::model::library::locks::Gives;

/// What a method gives of what lies in its receiver.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfParts {
    /// One part: of the type argument in this place.
    One(usize, Gives),
    /// A key with its value, if there is one.
    Pair,
    /// A list or an iterator of such parts.
    All(usize),
    /// The same of keys with their values.
    Pairs,
    /// A place of the map for a key.
    Entry,
    /// A strong pointer, where there still is a value.
    Strong(&'static str),
}

/// The place of a map for a key.
pub const ENTRY: &str = "std::collections::hash_map::Entry";

/// Maps of other libraries, which are used as that of the standard library is.
const MAPS: &[&str] = &[
    "ahash::AHashMap",
    "ahash::HashMap",
    "fnv::FnvHashMap",
    "fxhash::FxHashMap",
    "hashbrown::HashMap",
    "indexmap::IndexMap",
    "indexmap::map::IndexMap",
    "rustc_hash::FxHashMap",
];

/// What a method of a collection or weak pointer gives, by the path of the type; `None` where its name does not tell.
pub fn of_parts(path: &str, method: &str) -> Option<OfParts> {
    let last = path.rsplit("::").next().unwrap_or(path);
    match (path, last) {
        ("std::sync::Weak", _) if method == "upgrade" => Some(OfParts::Strong("std::sync::Arc")),
        ("std::rc::Weak", _) if method == "upgrade" => Some(OfParts::Strong("std::rc::Rc")),
        (ENTRY, _) => of_entry(method),
        ("std::vec::Vec", _) => of_list(method),
        _ if MAPS.contains(&path) => of_map(method),
        _ if !path.starts_with("std::collections::") => None,
        (_, "VecDeque") => of_list(method),
        (_, "HashMap" | "BTreeMap") => of_map(method),
        (_, "BTreeSet") if matches!(method, "pop_first" | "pop_last") => Some(OfParts::One(0, Gives::Option)),
        (_, "HashSet" | "BTreeSet") => of_list(method).filter(|given| matches!(given, OfParts::All(_))),
        _ => None,
    }
}

/// What a method of a list gives of its elements.
pub fn of_list(method: &str) -> Option<OfParts> {
    match method {
        "get" | "get_mut" | "first" | "first_mut" | "last" | "last_mut" | "pop" | "front" | "front_mut" | "back"
        | "back_mut" | "pop_front" | "pop_back" => Some(OfParts::One(0, Gives::Option)),
        "swap_remove" => Some(OfParts::One(0, Gives::Plain)),
        "iter" | "iter_mut" | "into_iter" | "drain" => Some(OfParts::All(0)),
        _ => None,
    }
}

/// Whether a `for` goes over the keys of a collection of this type together with their values.
pub fn is_map(path: &str) -> bool {
    of_parts(path, "into_iter") == Some(OfParts::Pairs)
}

fn of_map(method: &str) -> Option<OfParts> {
    match method {
        "get" | "get_mut" | "remove" => Some(OfParts::One(1, Gives::Option)),
        "values" | "values_mut" | "into_values" => Some(OfParts::All(1)),
        "keys" | "into_keys" => Some(OfParts::All(0)),
        "iter" | "iter_mut" | "into_iter" | "drain" => Some(OfParts::Pairs),
        "entry" => Some(OfParts::Entry),
        "pop_first" | "pop_last" | "first_key_value" | "last_key_value" | "remove_entry" => Some(OfParts::Pair),
        _ => None,
    }
}

fn of_entry(method: &str) -> Option<OfParts> {
    match method {
        "or_insert" | "or_insert_with" | "or_insert_with_key" | "or_default" => Some(OfParts::One(1, Gives::Plain)),
        _ => None,
    }
}
