//! An interface: what a package leaves behind for the packages that use it, as data.
//!
//! It holds no number of the package it speaks of, so that it can outlive the package's trees, be written to a file and
//! be read on another machine. Paths in it begin with a package's name, its own or a sibling's; those of libraries are in
//! the library table's spelling.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::library::what::What;
use crate::model::library::{Call, ChannelKind};

/// What other packages see of one, and what it asks of them.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Interface {
    /// What paths into the package begin with.
    pub name: String,
    /// The modules, by path.
    pub modules: BTreeSet<String>,
    /// The public items, by the path at which they are defined; those of types and traits below these.
    pub items: BTreeMap<String, Item>,
    /// Modules, types and traits under another path, and the path that is meant.
    pub types: BTreeMap<String, String>,
    /// Functions, statics and constants under another path, and the path that is meant.
    pub values: BTreeMap<String, String>,
    /// For each module that re-exports all of another one: the other ones.
    pub globs: BTreeMap<String, Vec<String>>,
    /// Methods of types that the package does not define (`Type::method`), and the item that each is.
    pub extensions: BTreeMap<String, String>,
    /// The last names of the types of locks that its items have or give: who uses them need not name them.
    pub locks: BTreeSet<String>,
    /// What the package calls of its siblings, in the order of the source.
    pub calls: Vec<Outgoing>,
}

/// One item, as far as its declaration tells.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Item {
    Function(Box<Function>),
    Struct {
        generics: Vec<String>,
        fields: Vec<(String, Type)>,
    },
    Enum {
        generics: Vec<String>,
        /// Each with its fields.
        variants: Vec<(String, Vec<(String, Type)>)>,
    },
    Trait,
    Alias {
        generics: Vec<String>,
        to: Type,
    },
    Static(Type),
    Const(Type),
}

/// A function or method: its signature, and what a call of it does.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Function {
    /// Whether it gives a future, as an `async fn` or by its type.
    pub is_future: bool,
    /// Whether it has a receiver, which is not counted among the parameters.
    pub receiver: bool,
    /// The arguments of its type in the impl that it stands in: `T` of `impl<T> Pool<T>`.
    pub of: Vec<Type>,
    pub params: Vec<Type>,
    /// What it returns; for an `async fn` what its future gives.
    pub gives: Type,
    /// The row that it is worth.
    pub does: Option<Call>,
    /// The pair of ends that it makes.
    pub pair: Option<Pair>,
    /// Whether its call may wait; `None` where that cannot be told.
    pub waits: Option<bool>,
    /// Whether its future is over when it is first polled, since none of its code waits.
    pub ready: bool,
    /// Where its code goes on forever.
    pub endless: Option<Trace>,
    /// Whether it leaves a task or thread behind that never ends and that nobody holds, itself or through what it calls.
    pub starts: bool,
    /// The spawn in it, where it spawns what it is given.
    pub spawns_at: Option<Step>,
    /// What it does to locks and to its thread, as far as a caller can name it: when it is called, or its future awaited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// The lock whose guard it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives_guard_of: Option<Place>,
    /// What rules say is not called while a lock is held, as far as it calls that when it is called or its future awaited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comes_to: Vec<ComesTo>,
}

/// Something that a rule names, and the calls that lead there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ComesTo {
    /// As the rule names it, with the package's name for `crate`.
    pub meant: String,
    /// Outermost first.
    pub trace: Vec<Step>,
}

/// Something that a function does to a lock or to its thread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Effect {
    pub what: What,
    /// To what; `None` where it is not about a lock.
    pub on: Option<Place>,
    /// Whether every path through the function does it.
    pub sure: bool,
    /// The number of the parameter that must have this value so that the function does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<(u32, bool)>,
    /// Whether it may follow a read of the same thread, whoever waits to write.
    pub recursive: bool,
    /// The calls that lead there, outermost first; the last one is what does it.
    pub trace: Vec<Step>,
}

/// A place as the callers of a function see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    pub root: Root,
    pub path: Vec<Part>,
}

/// Where a place begins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Root {
    Receiver,
    /// The parameter of this number, counted without the receiver.
    Param(u32),
    /// By its path.
    Static(String),
}

/// One step from a value to a part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    Field(String),
    /// The n-th element of a tuple or tuple struct.
    Tuple(u32),
    /// The n-th value of the variant or tuple struct of this name.
    Variant(String, u32),
    /// An element of an array, slice or map.
    Element,
    /// What a pointer, an `Option` or a lock holds.
    Inside,
}

/// The two ends that a function gives, in a tuple.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pair {
    pub kind: ChannelKind,
    pub bounded: bool,
    /// Whether the sender comes before the receiver.
    pub sender_first: bool,
}

/// A type as it is written, with every path followed to where the type is defined.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Type {
    #[default]
    Unknown,
    Path(String, Vec<Type>),
    Ref(Box<Type>),
    Tuple(Vec<Type>),
    /// An array or slice.
    Seq(Box<Type>),
    /// A type parameter.
    Param(String),
    /// `impl A + B` or `dyn A + B`.
    Bounds(Vec<Type>),
    /// A guard, by the path of its type, and what it is used like.
    Guard(String, Box<Type>),
}

/// A loop without an end, and the calls that lead to it, outermost first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trace {
    pub a_loop: Step,
    pub calls: Vec<Step>,
}

/// A stretch of the package's code that outlives the package: evidence is shown when the text has left memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// What paths into the package begin with.
    pub package: String,
    /// The path of the file from the package's root.
    pub file: String,
    /// In bytes from the beginning of the file.
    pub start: u32,
    pub end: u32,
    /// Line and column from 1, of the start and of the end.
    pub from: (u32, u32),
    pub to: (u32, u32),
    /// The line on which it starts, and where that line begins.
    pub line: String,
    pub line_start: u32,
}

/// A call of a sibling's function.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outgoing {
    /// The function, by the path at which it is defined.
    pub path: String,
    /// The function that it stands in, by its path; `None` where it stands in none that has one.
    pub from: Option<String>,
    pub in_test: bool,
    pub runs: Runs,
}

/// How often a place of code runs in a process, as far as its own package tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Runs {
    /// Once: in `main`, or in what `main` alone calls.
    Once,
    /// As often as the function around it.
    AsItsFunction,
    /// In a loop, or in a closure that somebody else calls.
    Again,
}

impl Item {
    /// Visits every type in it, outermost first.
    pub fn each_type(&self, visit: &mut dyn FnMut(&Type)) {
        let all = |fields: &[(String, Type)], visit: &mut dyn FnMut(&Type)| {
            fields.iter().for_each(|(_, ty)| ty.each(visit));
        };
        match self {
            Item::Function(function) => function.params.iter().chain([&function.gives]).for_each(|ty| ty.each(visit)),
            Item::Struct { fields, .. } => all(fields, visit),
            Item::Enum { variants, .. } => variants.iter().for_each(|(_, fields)| all(fields, visit)),
            Item::Alias { to: ty, .. } | Item::Static(ty) | Item::Const(ty) => ty.each(visit),
            Item::Trait => {}
        }
    }
}

impl Type {
    /// Visits it and the types in it, outermost first.
    pub fn each(&self, visit: &mut dyn FnMut(&Type)) {
        visit(self);
        match self {
            Type::Unknown | Type::Param(_) => {}
            Type::Path(_, parts) | Type::Tuple(parts) | Type::Bounds(parts) => {
                parts.iter().for_each(|part| part.each(visit));
            }
            Type::Ref(inner) | Type::Seq(inner) | Type::Guard(_, inner) => inner.each(visit),
        }
    }
}

impl Function {
    /// Whether it gives a guard, also inside something.
    pub fn gives_guard(&self) -> bool {
        let mut found = false;
        self.gives.each(&mut |ty| found |= matches!(ty, Type::Guard(..)));
        found
    }

    /// Visits the names by which the places are told that it speaks of.
    pub fn names_of_places(&self, visit: &mut dyn FnMut(&str)) {
        for place in self.effects.iter().filter_map(|effect| effect.on.as_ref()).chain(&self.gives_guard_of) {
            if let Root::Static(path) = &place.root {
                visit(path);
            }
            for part in &place.path {
                if let Part::Field(name) | Part::Variant(name, _) = part {
                    visit(name);
                }
            }
        }
    }
}
