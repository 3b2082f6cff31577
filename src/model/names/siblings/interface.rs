//! An interface: what a package leaves behind for the packages that use it, as data.
//!
//! It holds no number of the package it speaks of, so that it can outlive the package's trees, be written to a file and
//! be read on another machine. Paths in it begin with a package's name, its own or a sibling's; those of libraries are in
//! the library table's spelling.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

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
    /// A static or a constant.
    Value(Type),
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
    /// Where its code goes on forever.
    pub endless: Option<Trace>,
    /// Whether it leaves a task or thread behind that never ends and that nobody holds, itself or through what it calls.
    pub starts: bool,
    /// The spawn in it, where it spawns what it is given.
    pub spawns_at: Option<Step>,
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
