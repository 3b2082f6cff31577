//! Which findings the user has allowed in the source: by comments that begin with `conclint:`, or by an attribute that
//! silences a lint of another tool which means the same.
//!
//! It knows comments, attributes and where code stands, the names of lints, and the places that a finding speaks of. It
//! does not know facts, levels, or what a finding says.

mod attribute;
mod cover;
mod directive;
mod place;
mod stretches;
mod suppression;

use std::cell::RefCell;
use std::collections::HashMap;

use crate::spelling;
use crate::syntax::comments::Comment;
use crate::syntax::{FileId, Names, Parsed, Source, Span};

use attribute::Attributes;
use cover::Coverage;
use directive::{Directive, Named};
use stretches::Stretches;

pub use directive::written;
pub use place::{Stand, covers, stands};
pub use suppression::{Stranger, Suppression};

/// The allows of a package's files, and what each has held back so far.
#[derive(Debug, Default)]
pub struct Allows {
    /// In the order of the files and of the places in them.
    all: Vec<Allow>,
    /// The place in that list of each comment.
    by_comment: HashMap<Span, usize>,
    attributes: Attributes,
}

/// A lint as an allow knows it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub name: &'static str,
    /// The lints of other tools that mean the same.
    pub same_as: &'static [&'static str],
}

/// A comment that is meant for conclint.
#[derive(Debug)]
struct Allow {
    comment: Span,
    /// What goes when the comment is taken out: its whole line where it has one, else the space before it too.
    taken_out: Span,
    /// An error says what is wrong with it.
    meant: Result<Meant, &'static str>,
    /// Whether its file could be read only in part, so that nobody knows what would be found there.
    in_part: bool,
}

#[derive(Debug)]
struct Meant {
    directive: Directive,
    covers: Span,
    /// For each name, in order, what it is good for.
    worth: Vec<Worth>,
}

/// What a name in an allow is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Worth {
    /// It holds a finding back.
    Holds,
    /// It could, and there is nothing to hold back.
    Idle,
    /// Nobody knows: its lint is off, or says nothing before the comments are judged.
    Unheard,
    /// No lint is called so; the one whose name is near, if there is one.
    Unknown(Option<&'static str>),
}

/// A finding as an allow sees it: the lint's name, and every place that it speaks of, its own first.
#[derive(Clone, Debug)]
pub struct Claim {
    pub lint: &'static str,
    pub spans: Vec<Span>,
}

impl Allows {
    /// The allows in these files, which have held nothing back yet.
    ///
    /// `lints` are all lints. `heard` tells of each whether all that it finds in a file would be reported, and
    /// will be told to [`Allows::hold`] before the comments are judged.
    pub fn new<'f>(
        files: impl IntoIterator<Item = (&'f Source, &'f Parsed)>,
        lints: &[Known],
        heard: impl Fn(&str, FileId) -> bool,
    ) -> Allows {
        let unknown: RefCell<HashMap<String, Option<&'static str>>> = RefCell::default();
        let nearest = |name: &str| {
            let near = || spelling::nearest(name, lints.iter().map(|lint| lint.name));
            *unknown.borrow_mut().entry(name.to_owned()).or_insert_with(near)
        };
        let worth = |named: &Named| match lints.iter().find(|lint| lint.name == named.name) {
            Some(lint) if heard(lint.name, named.span.file) => Worth::Idle,
            Some(_) => Worth::Unheard,
            None => Worth::Unknown(nearest(&named.name)),
        };
        let all: Vec<Allow> = files.into_iter().flat_map(|(source, parsed)| in_file(source, parsed, worth)).collect();
        let by_comment = all.iter().enumerate().map(|(n, allow)| (allow.comment, n)).collect();
        Allows { all, by_comment, attributes: Attributes::default() }
    }

    /// Heeds the attributes of these files, too, where they are about a lint that means the same as one of ours.
    ///
    /// `names` are those of the files; `brought_in_by` gives the `mod` by which a file is part of another.
    pub fn apply_attributes<'f>(
        &mut self,
        files: impl Iterator<Item = (FileId, &'f Parsed)> + Clone,
        names: &Names,
        lints: &[Known],
        brought_in_by: impl Fn(FileId) -> Option<Span>,
    ) {
        self.attributes = Attributes::new(files, names, lints, brought_in_by);
    }

    /// Every comment that is meant for conclint, in order.
    pub fn suppressions(&self) -> impl Iterator<Item = Suppression<'_>> {
        self.all.iter().map(Suppression::new)
    }

    /// The code that a comment covers; `None` where there is no such comment, or it covers nothing.
    pub fn covered_by(&self, comment: Span) -> Option<Span> {
        let allow = &self.all[*self.by_comment.get(&comment)?];
        allow.meant.as_ref().ok().map(|meant| meant.covers)
    }

    /// Whether a comment that is meant for conclint stands there.
    pub fn is_comment(&self, span: Span) -> bool {
        self.by_comment.contains_key(&span)
    }

    /// For each finding the comment that holds it back, the nearest where there are several, or else the attribute.
    ///
    /// A comment holds back what begins in the code it covers, be it a finding's own place or a piece of its evidence.
    /// Where nothing of the lint does, it holds back the findings in whose places it stands: so a comment deep inside a
    /// task or a loop speaks of that loop, but not of the loop when there is something nearer to speak of.
    pub fn hold(&mut self, findings: &[Claim]) -> Vec<Option<Span>> {
        let mut held = vec![None; findings.len()];
        let claims = claims(findings);
        for allow in &mut self.all {
            let comment = allow.comment;
            let Ok(meant) = &mut allow.meant else { continue };
            let covers = meant.covers;
            for (named, worth) in meant.directive.names.iter().zip(&mut meant.worth) {
                let Some(claimed) = claims.get(&(named.name.as_str(), covers.file)) else { continue };
                // Allows come in the order of the source, so of several the last is the nearest.
                claimed.each_held(covers, &mut |n| {
                    held[n] = Some(comment);
                    *worth = Worth::Holds;
                });
            }
        }
        for (held, finding) in held.iter_mut().zip(findings) {
            *held = held.or_else(|| self.attributes.silencing(finding));
        }
        held
    }
}

/// The places that the findings of one lint speak of in one file.
#[derive(Default)]
struct Claimed {
    /// First and last byte, and which finding it is, sorted.
    all: Vec<(u32, u32, usize)>,
    stretches: Stretches,
}

/// What the findings speak of, by lint and file.
fn claims(findings: &[Claim]) -> HashMap<(&str, FileId), Claimed> {
    let mut claims: HashMap<_, Claimed> = HashMap::new();
    for (n, claim) in findings.iter().enumerate() {
        for span in &claim.spans {
            claims.entry((claim.lint, span.file)).or_default().all.push((span.start, span.end, n));
        }
    }
    for claimed in claims.values_mut() {
        claimed.all.sort_unstable();
        claimed.stretches = Stretches::new(claimed.all.iter().map(|(start, end, _)| (*start, *end)));
    }
    claims
}

impl Claimed {
    /// The findings that a comment holds back which covers this code: those that begin in it, or else those around it.
    fn each_held(&self, covers: Span, held: &mut dyn FnMut(usize)) {
        let before = self.stretches.begun_before(covers.start);
        let within = &self.all[before..self.stretches.begun_at(covers.end)];
        within.iter().for_each(|(.., n)| held(*n));
        if within.is_empty() {
            let around = |first: &usize| self.stretches.last_reaching(covers.start + 1, *first);
            std::iter::successors(around(&before), around).for_each(|at| held(self.all[at].2));
        }
    }
}

/// The allows of one file; `worth` says what a name is good for before any finding is seen.
fn in_file(source: &Source, parsed: &Parsed, worth: impl Fn(&Named) -> Worth) -> Vec<Allow> {
    let coverage = Coverage::new(source, parsed);
    let one = |comment: &Comment| {
        let said = directive::read(source.text_of(comment.span), comment.span)?;
        let meant = said.and_then(|directive| {
            let worth = directive.names.iter().map(&worth).collect();
            Ok(Meant { directive, covers: coverage.of(comment)?, worth })
        });
        let taken_out = suppression::taken_out(comment, source);
        Some(Allow { comment: comment.span, taken_out, meant, in_part: !parsed.errors.is_empty() })
    };
    parsed.comments.all().iter().filter_map(one).collect()
}
