//! Places: a variable, temporary or static, and a path of fields from it; the identity of locks, channels and tasks.

use crate::model::Base;
use crate::model::source::tables::{BindingId, DefId};
use crate::syntax::tree::{ExprId, Name};

/// A root and a path of fields: `self.queue.rx` is the variable `self` and two fields. Two places are the same value
/// when they are equal; the same text is not enough.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    pub root: Root,
    pub path: Box<[Step]>,
}

/// Where a place begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Root {
    /// A variable or parameter; inside a closure or async block one of the body around it keeps its root.
    Local(BindingId),
    /// The value that an expression gives and no variable takes.
    Temp(ExprId),
    Static(DefId),
    /// A static of a sibling, by its path.
    Outside(Name),
    /// The n-th parameter of a function, counted without the receiver: a place as its callers see it.
    Param(u32),
    /// The receiver of a method: a place as its callers see it.
    Receiver,
}

/// One step from a value to a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    Field(Name),
    /// The n-th element of a tuple or tuple struct.
    Tuple(u32),
    /// The n-th value of the variant or tuple struct of this name.
    Variant(Name, u32),
    /// An element of an array, slice or map.
    Element,
    /// What a pointer, an `Option` or a lock holds.
    Inside,
}

impl Base {
    /// A place by the name of its root and the steps from there: `self.queue.rx`.
    pub(in crate::model) fn with_steps(&self, root: String, path: &[Step]) -> String {
        let mut text = root;
        for step in path {
            match step {
                Step::Field(name) => text = format!("{text}.{}", self.text(*name)),
                Step::Tuple(n) | Step::Variant(_, n) => text = format!("{text}.{n}"),
                Step::Element => text.push_str("[_]"),
                Step::Inside => text = format!("*{text}"),
            }
        }
        text
    }
}

impl Place {
    /// A variable as a whole.
    pub fn local(binding: BindingId) -> Place {
        Place { root: Root::Local(binding), path: Box::from([]) }
    }

    /// The value of an expression that no variable takes.
    pub fn temp(expr: ExprId) -> Place {
        Place { root: Root::Temp(expr), path: Box::from([]) }
    }

    /// A part of this place.
    pub fn then(&self, step: Step) -> Place {
        let path = self.path.iter().copied().chain([step]).collect();
        Place { root: self.root, path }
    }

    /// Whether `part` is this place or lies in it.
    pub fn holds(&self, part: &Place) -> bool {
        self.root == part.root && part.path.starts_with(&self.path)
    }

    /// Whether it is a variable as a whole, or all that its pointer holds: with either gone, nothing is left.
    pub fn is_whole(&self, binding: BindingId) -> bool {
        self.root == Root::Local(binding) && self.path.iter().all(|step| *step == Step::Inside)
    }
}
