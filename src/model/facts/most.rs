//! How many facts one function may have: what is asked of each takes time that grows with the length of its function, so the
//! two together are bounded.

use rustc_hash::FxHashMap;

use crate::model::source::tables::{BodyId, ExprAt, FileNo};
use crate::model::{Base, Crate};
use crate::syntax::Span;
use crate::syntax::tree::ExprId;

/// The number of facts of a kind in one function, times that of its expressions. A function that people wrote has a
/// hundredth of it at most.
const MOST: usize = 2_000_000;

/// So many facts of a kind each function may have, however long it is.
const ALWAYS: usize = 64;

/// The facts of a kind in a function that are not looked into.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Where the function begins.
    pub at: Span,
    /// All of it.
    pub within: Span,
    what: What,
}

/// What is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// The facts of a kind that come after the first so many.
    Facts(&'static str, usize),
    /// What so many functions do that call one another.
    Circle(usize),
}

/// Bounds the lists of facts of a package.
#[derive(Default)]
pub(in crate::model) struct Bounds {
    /// The expressions of each function; counted when a function has many facts.
    sizes: FxHashMap<BodyId, usize>,
    pub cuts: Vec<Cut>,
}

impl Bounds {
    /// Takes from a list in the order of the source what its function has too much of.
    pub fn keep<T>(&mut self, base: &Base, nouns: &'static str, list: &mut Vec<T>, at: impl Fn(&T) -> ExprAt) {
        let mut counts: FxHashMap<BodyId, usize> = FxHashMap::default();
        for one in list.iter() {
            *counts.entry(base.outermost(base.body_at(at(one)))).or_default() += 1;
        }
        counts.retain(|_, count| *count > ALWAYS);
        counts.retain(|function, count| *count > self.room(base, *function));
        if counts.is_empty() {
            return;
        }
        let mut left: FxHashMap<BodyId, usize> = counts.keys().map(|body| (*body, self.room(base, *body))).collect();
        let mut cuts: Vec<Cut> = left.iter().map(|(body, kept)| cut(base, *body, What::Facts(nouns, *kept))).collect();
        cuts.sort_by_key(|cut| cut.at);
        self.cuts.extend(cuts);
        list.retain(|one| match left.get_mut(&base.outermost(base.body_at(at(one)))) {
            Some(left) => std::mem::replace(left, left.saturating_sub(1)) > 0,
            None => true,
        });
    }

    /// How many facts of a kind a function may have.
    fn room(&mut self, base: &Base, function: BodyId) -> usize {
        if self.sizes.is_empty() {
            for (n, file) in base.files.iter().enumerate() {
                for id in (0..file.parsed.tree.exprs.len() as u32).map(ExprId) {
                    let body = base.body_at(ExprAt { file: FileNo(n as u32), id });
                    if body.0 != u32::MAX {
                        *self.sizes.entry(base.outermost(body)).or_default() += 1;
                    }
                }
            }
        }
        let size = self.sizes.get(&function).copied().unwrap_or_default().max(1);
        (MOST / size).max(ALWAYS)
    }
}

fn cut(base: &Base, body: BodyId, what: What) -> Cut {
    let info = base.index.body(body);
    let at = info.def.map_or(info.span, |def| base.index.def(def).span);
    Cut { at, within: at.to(info.span), what }
}

impl Cut {
    /// What to say of it.
    pub fn sentence(&self) -> String {
        match self.what {
            What::Facts(nouns, kept) => {
                format!("this function has so many {nouns} that only the first {kept} are looked into")
            }
            What::Circle(count) => {
                format!("{count} functions call one another in a circle, and not all that they do is followed")
            }
        }
    }
}

impl Crate {
    /// What of functions is not looked into, as far as was asked, in the order of the source.
    pub fn cuts(&self) -> Vec<Cut> {
        let mut circles: FxHashMap<BodyId, usize> = FxHashMap::default();
        let bodies: Vec<(BodyId, BodyId)> = self.cut_circles.all().into_iter().map(|(bodies, ())| bodies).collect();
        bodies.iter().for_each(|(first, _)| *circles.entry(*first).or_default() += 1);
        let circles = bodies.iter().map(|(first, body)| cut(self, *body, What::Circle(circles[first])));
        let mut all: Vec<Cut> = self.cuts.iter().cloned().chain(circles).collect();
        all.sort_by_key(|cut| (cut.at, cut.sentence()));
        all.dedup_by(|later, cut| later.at == cut.at && later.what == cut.what);
        all
    }
}
