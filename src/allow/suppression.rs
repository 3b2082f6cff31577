//! The fact of `unused-suppression`: a comment that is meant for conclint, and what can be asked of it.

use super::directive::Named;
use super::{Allow, Meant, Worth};
use crate::model::fixes::edit::Edit;
use crate::syntax::comments::Comment;
use crate::syntax::{Source, Span};

/// A comment that is meant for conclint, when every finding of the other lints has been held against it.
#[derive(Clone, Copy)]
pub struct Suppression<'a> {
    allow: &'a Allow,
}

/// A name in an allow that no lint has.
#[derive(Clone, Copy)]
pub struct Stranger<'a> {
    pub name: &'a str,
    pub span: Span,
    /// The lint that was most likely meant.
    pub near: Option<&'static str>,
}

impl<'a> Suppression<'a> {
    pub(super) fn new(allow: &'a Allow) -> Suppression<'a> {
        Suppression { allow }
    }

    /// The comment.
    pub fn span(self) -> Span {
        self.allow.comment
    }

    /// What is wrong with the comment, where it cannot be read or covers nothing.
    pub fn fault(self) -> Option<&'static str> {
        self.allow.meant.as_ref().err().copied()
    }

    /// `allow` or `expect`; `allow` too where neither is said.
    pub fn word(self) -> &'static str {
        self.meant().map_or("allow", |meant| meant.directive.word.name())
    }

    /// What it names, lints or not, in order.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        self.each().map(|(named, _)| named.name.as_str())
    }

    /// The first name in it that no lint has.
    pub fn stranger(self) -> Option<Stranger<'a>> {
        self.each().find_map(|(Named { name, span }, worth)| match worth {
            Worth::Unknown(near) => Some(Stranger { name, span: *span, near }),
            _ => None,
        })
    }

    /// The lints that it names and of which it holds nothing back, with the places of their names.
    pub fn idle(self) -> Vec<(&'a str, Span)> {
        let idle = self.each().filter(|(_, worth)| *worth == Worth::Idle);
        idle.map(|(named, _)| (named.name.as_str(), named.span)).collect()
    }

    /// Whether it names nothing but what [`Suppression::idle`] gives.
    pub fn all_idle(self) -> bool {
        self.each().all(|(_, worth)| worth == Worth::Idle)
    }

    /// The name of a lint of which nobody knows in this run whether it is held back.
    pub fn unheard(self) -> Option<Span> {
        self.each().find(|(_, worth)| *worth == Worth::Unheard).map(|(named, _)| named.span)
    }

    /// Whether it says why.
    pub fn reasoned(self) -> bool {
        self.meant().is_some_and(|meant| meant.directive.reasoned)
    }

    /// Whether its file could be read only in part.
    pub fn in_part(self) -> bool {
        self.allow.in_part
    }

    /// Takes these of its names out, and the whole comment where no other is left.
    pub fn without(self, names: &[Span]) -> Vec<Edit> {
        let kept: Vec<&Named> = self.each().map(|(named, _)| named).filter(|n| !names.contains(&n.span)).collect();
        let listed = self.each().map(|(named, _)| named.span).reduce(Span::to);
        match listed {
            Some(span) if !kept.is_empty() => {
                let text = kept.iter().map(|named| named.name.as_str()).collect::<Vec<_>>().join(", ");
                vec![Edit { span, text }]
            }
            _ => vec![Edit { span: self.allow.taken_out, text: String::new() }],
        }
    }

    fn meant(self) -> Option<&'a Meant> {
        self.allow.meant.as_ref().ok()
    }

    fn each(self) -> impl Iterator<Item = (&'a Named, Worth)> {
        let meant = self.meant().into_iter();
        meant.flat_map(|meant| meant.directive.names.iter().zip(meant.worth.iter().copied()))
    }
}

/// What goes when a comment is taken out: its whole lines where it has them to itself, else the space before it too.
pub(super) fn taken_out(comment: &Comment, source: &Source) -> Span {
    let span = comment.span;
    let text: &str = &source.text;
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    if comment.after_code {
        return Span { start: before.trim_end_matches([' ', '\t']).len() as u32, ..span };
    }
    let start = source.line_span(comment.line).start;
    if comment.before_code {
        let space = after.len() - after.trim_start_matches([' ', '\t']).len();
        return Span { end: span.end + space as u32, ..span };
    }
    let line = after.find('\n').map_or(after.len(), |end| end + 1);
    Span { start, end: span.end + line as u32, ..span }
}
