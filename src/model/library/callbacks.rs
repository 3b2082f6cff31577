//! Code that is handed over: how often what takes it runs it, and which attributes let other programs run a function.

use crate::model::library::channels::{is_adaptor, is_end_of_chain};

/// How often a library runs a closure or function for each time that it is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Callback {
    /// Not more than once.
    Once,
    /// Once for each item of what the method is called on.
    EachItem,
}

/// Functions that run what they are given once: what starts a window, a service or a program's loop.
const STARTERS: &[&str] = &[
    "std::panic::catch_unwind",
    "std::iter::once_with",
    "eframe::run_native",
    "dioxus::launch",
    "leptos::mount::mount_to_body",
    "yew::Renderer::new",
    "windows_service::service_dispatcher::start",
];

/// Methods that run what they are given once, on whatever they are called.
const ONCE: &[&str] = &[
    "unwrap_or_else",
    "ok_or_else",
    "map_err",
    "or_else",
    "map_or_else",
    "get_or_insert_with",
    "or_insert_with",
    "then",
    "is_some_and",
    "is_ok_and",
    "is_none_or",
    "in_scope",
    "observe_closure_duration",
    "tap",
    "pipe",
];

/// Methods that run what they are given once on something that holds one value at most.
const ONCE_ON_ONE: &[&str] = &["map", "and_then", "map_or", "inspect", "filter", "for_each", "inspect_err"];

/// Methods that start a program's window or service with what they are given, by their type.
const STARTING_METHODS: &[(&str, &str)] =
    &[("tauri::Builder", "setup"), ("gpui::App", "run"), ("gpui::Application", "run")];

/// Methods of an iterator that run what they are given for each item.
const EACH_ITEM: &[&str] =
    &["for_each", "try_for_each", "map", "flat_map", "filter_map", "inspect", "fold", "try_fold", "map_while"];

/// Methods that give one value at most, whatever they are called on.
const GIVES_ONE: &[&str] = &[
    "next",
    "nth",
    "last",
    "first",
    "get",
    "get_mut",
    "pop",
    "pop_front",
    "pop_back",
    "find",
    "position",
    "max",
    "min",
    "ok",
    "err",
    "as_ref",
    "as_mut",
    "as_deref",
    "parse",
    "checked_sub",
    "checked_add",
    "to_str",
    "parent",
    "file_name",
];

/// How often a method runs what it is given, by the path of the type it is called on and the method that gave it that,
/// where they are known.
pub fn given_to_method(ty: Option<&str>, made_by: Option<&str>, name: &str) -> Option<Callback> {
    let one = matches!(ty, Some("std::option::Option" | "std::result::Result"))
        || ty.is_none() && made_by.is_some_and(|made_by| GIVES_ONE.contains(&made_by));
    let starts = ty.is_some_and(|ty| STARTING_METHODS.contains(&(ty, name)));
    if starts || ONCE.contains(&name) || one && ONCE_ON_ONE.contains(&name) {
        return Some(Callback::Once);
    }
    EACH_ITEM.contains(&name).then_some(Callback::EachItem)
}

/// How often a function runs what it is given, by its path.
pub fn given_to_function(path: &str) -> Option<Callback> {
    STARTERS.contains(&path).then_some(Callback::Once)
}

/// Whether a call, as it is written up to its arguments, runs what it is given again where that gave an error, and no more
/// once it has given a value.
pub fn runs_again_on_error(call: &str) -> bool {
    call.rsplit([':', '.']).next().is_some_and(|name| name.starts_with("retry"))
}

/// Whether an iterator made by a method of this name has as many items as others care to send.
pub fn fed_from_outside(name: &str) -> bool {
    matches!(name, "incoming" | "into_incoming" | "accept" | "recv" | "try_iter" | "lines" | "forever")
        || name.ends_with("_stream")
        || name.ends_with("events")
}

/// Whether a method of this name begins to go over a collection that is there already.
pub fn goes_over_collection(name: &str) -> bool {
    matches!(
        name,
        "iter" | "iter_mut" | "into_iter" | "drain" | "keys" | "values" | "values_mut" | "into_values" | "chunks"
    )
}

/// Whether a method of an iterator gives another one, of items of it.
pub fn passes_items(name: &str) -> bool {
    is_adaptor(name)
        || matches!(
            name,
            "chain"
                | "map_while"
                | "peekable"
                | "rev"
                | "skip"
                | "skip_while"
                | "step_by"
                | "take"
                | "take_while"
                | "zip"
        )
}

/// Whether a method of an iterator goes over its items, to the last or to the one that it looks for.
pub fn goes_over_items(name: &str) -> bool {
    is_end_of_chain(name) || stops_at_first(name) || name == "rposition"
}

/// Whether a method of an iterator takes items until it has the first that decides, and none behind it.
pub fn stops_at_first(name: &str) -> bool {
    matches!(name, "all" | "any" | "find" | "find_map" | "position" | "try_fold" | "try_for_each")
}

/// Whether a method of this name gives an iterator that begins again whenever its receiver ends.
pub fn repeats_forever(name: &str) -> bool {
    name == "cycle"
}

/// Whether a function makes an iterator that never ends, by its path.
pub fn makes_endless(path: &str) -> bool {
    matches!(path, "std::iter::repeat" | "std::iter::repeat_with")
}

/// Whether an iterator made by a method of this name need not go over all that its receiver gives.
pub fn takes_a_part(name: &str) -> bool {
    matches!(name, "take" | "by_ref")
}

/// Whether an attribute lets the system or another program run a function whenever it likes, by the attribute's path and
/// what stands in its parentheses.
pub fn exports(path: &str, args: &str) -> bool {
    const LAST: &[&str] = &[
        "no_mangle",
        "export_name",
        "pyfunction",
        "pymethods",
        "pymodule",
        "pyclass",
        "wasm_bindgen",
        "napi",
        "interface",
        "dbus_interface",
        "command",
        "handler",
        "rustler",
        "nif",
        "extendr",
        "magnus",
        "panic_handler",
        "interrupt",
        "exception",
        "get",
        "post",
        "put",
        "delete",
        "patch",
        "head",
        "route",
        "task",
    ];
    let last = path.rsplit("::").next().unwrap_or(path).trim();
    LAST.contains(&last)
        || path.starts_with("uniffi")
        || path == "unsafe" && matches!(args.split('=').next().map(str::trim), Some("no_mangle" | "export_name"))
}

/// Whether an attribute of this path makes a function a macro, which the compiler runs.
pub fn makes_macro(path: &str) -> bool {
    matches!(path, "proc_macro" | "proc_macro_derive" | "proc_macro_attribute")
}

/// Whether an attribute lets a function run once, before `main` or instead of it.
pub fn starts_process(path: &str) -> bool {
    path.ends_with("::main") || matches!(path.rsplit("::").next(), Some("ctor" | "entry" | "launch" | "start"))
}

/// Whether an attribute implements the traits that it lists for an enum, by calling the value that the variant has.
pub fn dispatches(path: &str) -> bool {
    path.rsplit("::").next() == Some("enum_dispatch")
}

/// Whether an attribute leaves a function for its package's code to call.
pub fn is_inert(path: &str) -> bool {
    const FIRST: &[&str] = &["clippy", "rustfmt", "rustc", "diagnostic", "coverage"];
    const LAST: &[&str] = &[
        "allow",
        "warn",
        "deny",
        "forbid",
        "expect",
        "cfg",
        "cfg_attr",
        "doc",
        "must_use",
        "inline",
        "cold",
        "track_caller",
        "deprecated",
        "instrument",
        "async_recursion",
        "async_trait",
        "async_backtrace",
        "framed",
        "target_feature",
        "automatically_derived",
        "docs",
        "auto_doc",
        "optimize",
        "stability",
    ];
    let (first, last) =
        (path.split("::").next().unwrap_or(path).trim(), path.rsplit("::").next().unwrap_or(path).trim());
    FIRST.contains(&first) || LAST.contains(&last)
}
