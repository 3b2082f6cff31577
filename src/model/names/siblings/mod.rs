//! Other packages of the workspace, as their interfaces show them: what a path into one means.
//!
//! A sibling's item is outside the package, like a library's, so a path to it is its text: the path at which the item
//! is defined, however many re-exports lead there.

pub mod interface;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::library::{self, Call};
use crate::model::names::Space;
use crate::syntax::Interner;

pub use interface::{Function, Interface, Item, Outgoing, Pair, Runs, Step, Trace, Type};

/// How many re-exports are followed: they can go in circles.
const CHASE: u32 = 12;

/// The packages that a package uses, and those that these use in turn.
#[derive(Debug, Default)]
pub struct Siblings {
    /// What paths into the package itself begin with, as others see it.
    own: String,
    /// By what the package's code calls it, what paths to it begin with.
    externs: FxHashMap<String, Arc<str>>,
    interfaces: FxHashMap<Arc<str>, Arc<Interface>>,
    /// Methods that one of them gives to a type of another package, and the item that each is.
    extensions: FxHashMap<String, String>,
    /// The last names of functions of which a row is known.
    rows: Vec<(String, Call)>,
    /// The last names of functions that leave an endless task behind.
    starters: Vec<String>,
    /// The last names of functions that do something to a lock or to their thread.
    doers: Vec<String>,
    /// The last names of functions that give a guard.
    givers: Vec<String>,
    /// The last names of the types of locks that their items have or give.
    locks: BTreeSet<String>,
    /// By what the package's code calls them, those that are not known since they use this package in turn.
    circular: FxHashSet<String>,
}

impl Siblings {
    /// Puts together what a package sees: the interface behind each name that its code uses, and those further on.
    pub fn new(
        own: &str,
        externs: impl IntoIterator<Item = (String, String)>,
        interfaces: impl IntoIterator<Item = Arc<Interface>>,
        circular: impl IntoIterator<Item = String>,
    ) -> Siblings {
        let mut all = Siblings { own: own.to_owned(), circular: circular.into_iter().collect(), ..Siblings::default() };
        for interface in interfaces {
            for (method, item) in &interface.extensions {
                all.extensions.entry(method.clone()).or_insert_with(|| item.clone());
            }
            for (path, item) in &interface.items {
                if let Item::Function(function) = item {
                    all.rows.extend(
                        function
                            .does
                            .or_else(|| function.pair.map(Pair::row))
                            .map(|row| (last_name(path).to_owned(), row)),
                    );
                    all.note(last_name(path), function);
                }
            }
            all.locks.extend(interface.locks.iter().cloned());
            all.interfaces.insert(Arc::from(interface.name.as_str()), interface);
        }
        all.renamed();
        for names in [&mut all.starters, &mut all.doers, &mut all.givers] {
            names.sort();
            names.dedup();
        }
        all.rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        all.externs = externs.into_iter().map(|(name, root)| (name, Arc::from(root))).collect();
        all
    }

    /// Puts a name where it is looked for, by what its function does.
    fn note(&mut self, name: &str, function: &Function) {
        let lists = [
            (&mut self.starters, function.starts),
            (&mut self.doers, !function.effects.is_empty()),
            (&mut self.givers, function.gives_guard()),
        ];
        for (list, _) in lists.into_iter().filter(|(_, fits)| *fits) {
            list.push(name.to_owned());
        }
    }

    /// Functions that are re-exported under another name are looked for by that name too.
    fn renamed(&mut self) {
        let interfaces: Vec<Arc<Interface>> = self.interfaces.values().cloned().collect();
        for (path, target) in interfaces.iter().flat_map(|interface| &interface.values) {
            let (name, own) = (last_name(path), last_name(target));
            if name == own {
                continue;
            }
            if let Some(row) = self.row(target).or_else(|| library::function(target)) {
                self.rows.push((name.to_owned(), row));
            }
            let home = interfaces.iter().find(|other| other.name == first_name(target));
            if let Some(Item::Function(function)) = home.and_then(|home| home.items.get(target)) {
                self.note(name, function);
            }
        }
    }

    /// Whether a path leads into a sibling of which something is known.
    pub(in crate::model) fn leads_into(&self, path: &str) -> bool {
        self.interfaces.contains_key(first_name(path))
    }

    /// Whether the package uses no sibling of which anything is known.
    pub fn know_nothing(&self) -> bool {
        self.interfaces.is_empty()
    }

    /// What paths into the package itself begin with, as others see it.
    pub(in crate::model) fn own(&self) -> &str {
        &self.own
    }

    /// What paths to a sibling begin with that code calls by this name.
    pub(in crate::model) fn root(&self, name: &str) -> Option<&Arc<str>> {
        self.externs.get(name)
    }

    /// Whether a path leads to a sibling of which nothing is known, since it uses this package in turn.
    pub(in crate::model) fn is_circular(&self, path: &str) -> bool {
        self.circular.contains(first_name(path))
    }

    /// The last names of the functions whose row fits.
    pub(in crate::model) fn names(&self, fits: impl Fn(Call) -> bool) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(move |(_, row)| fits(*row)).map(|(name, _)| name.as_str())
    }

    /// The last names of all functions that can make a fact: a text without any of them calls none of them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.names(|_| true).chain(self.starters()).chain(self.givers())
    }

    /// The last names of the functions that do something to a lock or to their thread: what calls one of them does it too.
    pub fn doers(&self) -> impl Iterator<Item = &str> {
        self.doers.iter().map(String::as_str)
    }

    /// Whether a function of this last name does something to a lock or to its thread.
    pub(in crate::model) fn does(&self, name: &str) -> bool {
        self.doers.binary_search_by(|doer| doer.as_str().cmp(name)).is_ok()
    }

    /// The last names of the functions that give a guard.
    pub(in crate::model) fn givers(&self) -> impl Iterator<Item = &str> {
        self.givers.iter().map(String::as_str)
    }

    /// Whether an item of theirs has or gives a lock whose type has this last name.
    pub(in crate::model) fn has_lock(&self, name: &str) -> bool {
        self.locks.contains(name)
    }

    /// Whether a path is that of a public static.
    pub(in crate::model) fn is_static(&self, path: &str) -> bool {
        matches!(self.item(path), Some(Item::Static(_)))
    }

    /// Gives a name to all that places in them are told by, also where the package does not mention it.
    pub fn name_places(&self, names: &Interner) {
        for (path, item) in self.interfaces.values().flat_map(|interface| &interface.items) {
            match item {
                Item::Function(function) => function.names_of_places(&mut |name| {
                    names.intern(name);
                }),
                Item::Static(_) => {
                    names.intern(path);
                }
                _ => {}
            }
        }
    }

    /// The last names of the functions that leave an endless task behind.
    pub(in crate::model) fn starters(&self) -> impl Iterator<Item = &str> {
        self.starters.iter().map(String::as_str)
    }

    /// The item at the path at which it is defined.
    pub(in crate::model) fn item(&self, path: &str) -> Option<&Item> {
        self.interfaces.get(first_name(path))?.items.get(path)
    }

    /// The function or method at the path at which it is defined.
    pub(in crate::model) fn function(&self, path: &str) -> Option<&Function> {
        match self.item(path)? {
            Item::Function(function) => Some(function),
            _ => None,
        }
    }

    /// The path of a method that a sibling gives to a type of its own or of another package.
    pub(in crate::model) fn method_path(&self, ty: &str, name: &str) -> Option<Cow<'_, str>> {
        if !self.interfaces.contains_key(first_name(ty)) && self.extensions.is_empty() {
            return None;
        }
        let path = format!("{ty}::{name}");
        match self.function(&path) {
            Some(_) => Some(Cow::Owned(path)),
            None => self.extensions.get(&path).map(|item| Cow::Borrowed(item.as_str())),
        }
    }

    /// The method that a sibling gives to a type of its own or of another package.
    pub(in crate::model) fn method(&self, ty: &str, name: &str) -> Option<&Function> {
        self.function(&self.method_path(ty, name)?)
    }

    /// What `prefix::name` is, by the path at which it is defined; `None` where the prefix leads to no sibling.
    pub(in crate::model) fn member(&self, prefix: &str, name: &str, space: Space) -> Option<Arc<str>> {
        self.interfaces.contains_key(first_name(prefix)).then(|| {
            let written = format!("{prefix}::{name}");
            self.found(prefix, name, space, CHASE).map_or_else(|| library::canonical(&written), Arc::from)
        })
    }

    /// The same, where something is known by the name.
    pub(in crate::model) fn known_member(&self, prefix: &str, name: &str, space: Space) -> Option<Arc<str>> {
        self.found(prefix, name, space, CHASE).map(Arc::from)
    }

    fn found(&self, prefix: &str, name: &str, space: Space, chase: u32) -> Option<String> {
        let Some(interface) = self.interfaces.get(first_name(prefix)) else {
            return library::knows(&format!("{prefix}::{name}")).map(|path| path.to_string());
        };
        let chase = chase.checked_sub(1)?;
        let path = format!("{prefix}::{name}");
        let item = interface.items.get(&path);
        let defined = match space {
            Space::Type => interface.modules.contains(&path) || item.is_some_and(Item::is_type),
            Space::Value => item.is_some_and(Item::is_value),
        };
        if defined {
            return Some(path);
        }
        let renamed = match space {
            Space::Type => interface.types.get(&path),
            Space::Value => interface.values.get(&path),
        };
        if let Some(target) = renamed {
            return Some(target.clone());
        }
        if let Some(from) = interface.globs.get(prefix) {
            return from.iter().find_map(|from| self.found(from, name, space, chase));
        }
        match interface.items.get(prefix)? {
            Item::Alias { to: Type::Path(target, _), .. } => {
                let target = target.clone();
                self.found(&target, name, space, chase).or_else(|| Some(format!("{target}::{name}")))
            }
            // A variant, an associated constant or type.
            Item::Struct { .. } | Item::Enum { .. } | Item::Trait => Some(path),
            _ => None,
        }
    }

    /// The row of the function at this path.
    pub(in crate::model) fn row(&self, path: &str) -> Option<Call> {
        self.function(path)?.row()
    }

    /// The row of a type's method.
    pub(in crate::model) fn method_row(&self, ty: &str, name: &str) -> Option<Call> {
        self.method(ty, name)?.row()
    }
}

impl Item {
    fn is_type(&self) -> bool {
        !matches!(self, Item::Function(_) | Item::Static(_) | Item::Const(_))
    }

    /// A struct is its own constructor.
    fn is_value(&self) -> bool {
        matches!(self, Item::Function(_) | Item::Static(_) | Item::Const(_) | Item::Struct { .. })
    }
}

impl Function {
    /// What a call of it is worth. A pair that begins with the receiver has no row: in rows the sender comes first.
    fn row(&self) -> Option<Call> {
        self.does.or_else(|| self.pair.filter(|pair| pair.sender_first).map(Pair::row))
    }
}

impl Pair {
    /// The capacity's place is not known: it may lie inside the function.
    fn row(self) -> Call {
        Call::Channel { kind: self.kind, bound: self.bounded.then_some(u8::MAX) }
    }
}

fn first_name(path: &str) -> &str {
    path.split_once("::").map_or(path, |(first, _)| first)
}

fn last_name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
