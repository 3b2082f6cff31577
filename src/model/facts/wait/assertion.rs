//! Assertions: what one claims of which expression, and whether it wants something to have happened.
//!
//! The value of an expression is not computed: two claims are compared by how their values are written.

use crate::model::Base;
use crate::model::library::calls::{self, Asserts, Inquiry, Next};
use crate::model::library::reads::reads_state;
use crate::model::library::{steps, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::{words_of, words_of_name};
use crate::model::source::statements::Statement;
use crate::model::source::tables::{ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, MacroBody, UnaryOp};

/// What an assertion claims.
#[derive(Clone)]
pub struct Claim<'c> {
    base: &'c Base,
    at: ExprAt,
    /// The expression that is looked at.
    subject: ExprAt,
    /// What it is to be, as it is written.
    value: String,
    /// The expression that says so, where it is one.
    other: Option<ExprAt>,
    /// Whether it wants nothing to be there: `!x`, `== 0`, `is_none()`.
    pub wants_nothing: bool,
}

/// How a claim stands to an earlier one about the same expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    Same,
    Changed,
}

/// What is looked at, what it is to be (as text and as expression), and whether that is nothing.
type Claimed = (ExprAt, String, Option<ExprAt>, bool);

impl<'c> Expr<'c> {
    /// What it claims, when it is an assertion.
    pub fn claim(self) -> Option<Claim<'c>> {
        self.base.claim(self.at)
    }

    /// The call of a function of the package that asserts something, when it is one, awaited or not.
    pub fn asserting_call(self) -> Option<Expr<'c>> {
        let mut at = self.at;
        loop {
            at.id = match self.base.kind(at) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
                ExprKind::Method(method) if steps::panics_on_error(self.base.text(method.name)) => method.receiver,
                ExprKind::Call { .. } | ExprKind::Method(_) => break,
                _ => return None,
            };
        }
        self.base.claims_of(at).next().map(|_| self.base.expr(at))
    }

    /// Whether it is called to see that nothing is there: by its name, by what it is given, or by what its code asserts.
    pub fn asserts_nothing(self) -> bool {
        let base = self.base;
        let named = base.callee_name(self.at).is_some_and(|name| vocabulary::names_nothing(&words_of_name(name)));
        let given = base.args(self.at).iter().any(|&id| base.is_nothing(ExprAt { id, ..self.at }));
        named || given || base.claims_of(self.at).any(|claim| claim.wants_nothing)
    }
}

impl<'c> Claim<'c> {
    /// The assertion.
    pub fn span(&self) -> Span {
        self.base.span(self.at)
    }

    /// The expression that is looked at.
    pub fn subject(&self) -> Expr<'c> {
        self.base.expr(self.subject)
    }

    /// The read of shared state in it.
    pub fn read(&self) -> Option<Expr<'c>> {
        self.assertion().first_where(|here| here.callee_name().is_some_and(reads_state))
    }

    /// The part that measures time or asks the operating system.
    pub fn clock(&self) -> Option<Span> {
        let base = self.base;
        let of_time = |here: Expr<'_>| match base.kind(here.at) {
            ExprKind::Path(path) => path.segments.iter().any(|s| vocabulary::leads_to_clock(base.text(s.name))),
            ExprKind::Field { name, .. } => vocabulary::is_measured_time(base.text(*name)),
            _ => here.callee_name().is_some_and(vocabulary::measures_time),
        };
        match self.assertion().first_where(of_time) {
            Some(place) => Some(place.span()),
            None => self.subject().reads_clock().map(Expr::span),
        }
    }

    /// Whether it wants something to have gone: a value that nobody holds any more, a task that is finished.
    pub fn wants_gone(&self) -> bool {
        self.base.something_was_dropped(self.subject)
            || self.base.method_name(self.subject).is_some_and(calls::asks_finished)
    }

    /// Whether its message says so.
    pub fn message_says(&self, says: fn(&[String]) -> bool) -> bool {
        let words = |part: Expr<'_>| match self.base.kind(part.at) {
            ExprKind::Lit(Lit::Str(text)) => says(&words_of(self.base.text(*text))),
            _ => false,
        };
        self.assertion().first_anywhere(words).is_some()
    }

    /// How it stands to the last claim about the same expression before a statement, and where that one is.
    pub fn relation(&self, before: Statement<'_>) -> Option<(Relation, Span)> {
        let base = self.base;
        let looked_at = base.source_of(self.subject);
        // `assert_eq!(shelf.len(), before)`, where `before` was read from the same: nothing may have changed.
        if let Some(other) = self.other.filter(|&o| base.index.local(o).is_some())
            && base.source_of(other) == looked_at
        {
            return Some((Relation::Same, base.span(base.made_from(other))));
        }
        let earlier: Vec<ExprAt> = base.macros_before(before.at);
        let same = |other: &Claim<'_>| base.source_of(other.subject) == looked_at;
        let last = earlier.iter().rev().filter_map(|&at| base.claim(at)).find(same)?;
        let relation = if last.value == self.value { Relation::Same } else { Relation::Changed };
        Some((relation, last.span()))
    }

    fn assertion(&self) -> Expr<'c> {
        self.base.expr(self.at)
    }
}

impl Base {
    /// Whether an expression is an assertion.
    pub(super) fn is_claim(&self, at: ExprAt) -> bool {
        self.claim(at).is_some()
    }

    /// What the function of the package that is called asserts itself.
    fn claims_of(&self, call: ExprAt) -> impl Iterator<Item = Claim<'_>> {
        let body = self.body_called(call);
        body.into_iter().flat_map(|body| self.calls_in(body)).filter_map(|at| self.claim(at))
    }

    fn claim(&self, at: ExprAt) -> Option<Claim<'_>> {
        let ExprKind::Macro(call) = self.kind(at) else { return None };
        let MacroBody::Args(args) = &call.body else { return None };
        let (plain, asserts) = calls::assertion(self.macro_name(call))?;
        let arg = |n: usize| args.get(n).map(|&id| ExprAt { id, ..at });
        let first = arg(0)?;
        let (subject, value, other, wants_nothing) = match asserts {
            Asserts::Holds => self.claimed_true(first),
            Asserts::Equal => self.claimed_equal(first, arg(1)?),
            Asserts::Differ => {
                let second = arg(1)?;
                // To differ from nothing is to be there.
                let nothing = !self.is_nothing(second) && !self.is_nothing(first);
                (first, format!("!={}", self.squeezed(second)), None, nothing)
            }
            Asserts::Named { nothing } => (first, plain.to_owned(), None, nothing),
        };
        Some(Claim { base: self, at, subject, value, other, wants_nothing })
    }

    fn claimed_true(&self, at: ExprAt) -> Claimed {
        let is_true = |nothing| (at, "true".to_owned(), None, nothing);
        let inner = |id| ExprAt { id, ..at };
        match self.kind(at) {
            ExprKind::Binary { op: BinaryOp::Eq, left, right } => self.claimed_equal(inner(*left), inner(*right)),
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                // Not to be empty is to be there.
                let nothing = !self.claimed_true(inner(*operand)).3;
                (inner(*operand), "false".to_owned(), None, nothing)
            }
            ExprKind::Binary { op: BinaryOp::Lt | BinaryOp::Le, .. } => is_true(true),
            ExprKind::Binary { op: BinaryOp::Gt | BinaryOp::Ge, left, right } => {
                (inner(*left), format!(">{}", self.squeezed(inner(*right))), None, false)
            }
            ExprKind::Binary { op: BinaryOp::And, left, .. } => self.claimed_true(inner(*left)),
            ExprKind::Method(_) => {
                let nothing = self.method_name(at).is_some_and(calls::asks_for_nothing);
                is_true(nothing && !self.something_was_dropped(at))
            }
            ExprKind::Macro(call) => {
                let pending = matches!(&call.body, MacroBody::Matches { .. })
                    && ["Pending", "Err(", "None"].iter().any(|word| self.text_at(at).contains(word));
                is_true(pending)
            }
            _ => is_true(false),
        }
    }

    fn claimed_equal(&self, left: ExprAt, right: ExprAt) -> Claimed {
        let (subject, value) = if self.is_value(left) { (right, left) } else { (left, right) };
        // A message is there, whatever it says.
        let message = self.callee_name(value).is_some_and(calls::wraps_value) && self.is_message(subject);
        let nothing = self.is_nothing(value) && !message || self.is_failure_value(value);
        (subject, self.squeezed(value), Some(value), nothing)
    }

    /// Whether an expression is what a channel has to give, awaited or not.
    fn is_message(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Await(inner) => self.is_message(ExprAt { id: *inner, ..at }),
            _ => self.callee_name(at).is_some_and(|name| {
                calls::inquires(name) == Some(Inquiry::Message) || calls::gives_next(name) == Some(Next::Message)
            }),
        }
    }

    /// Whether an expression is written as a value, not as something to look at.
    fn is_value(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Lit(_) => true,
            ExprKind::Path(path) => {
                self.index.local(at).is_none()
                    && path.segments.last().is_some_and(|s| self.text(s.name).starts_with(char::is_uppercase))
            }
            ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } => {
                self.is_value(ExprAt { id: *operand, ..at })
            }
            _ => false,
        }
    }

    /// Whether a value stands for nothing: `0`, `false`, `None`, `Pending`, an empty list.
    fn is_nothing(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Lit(Lit::Int(Some(0)) | Lit::Bool(false)) => true,
            ExprKind::Lit(Lit::Str(text)) => self.text(*text).is_empty(),
            ExprKind::Path(path) => {
                path.segments.last().is_some_and(|s| matches!(self.text(s.name), "None" | "Pending" | "ZERO"))
            }
            ExprKind::Array(parts) => parts.is_empty() || parts.iter().all(|&id| self.is_nothing(ExprAt { id, ..at })),
            ExprKind::Repeat { element, .. } => self.is_nothing(ExprAt { id: *element, ..at }),
            ExprKind::Macro(call) => matches!(&call.body, MacroBody::Args(args) if args.is_empty()),
            ExprKind::Ref { operand, .. } => self.is_nothing(ExprAt { id: *operand, ..at }),
            ExprKind::Call { args, .. } => {
                let callee = self.callee_name(at);
                callee.is_some_and(calls::wraps_value) && args.iter().all(|&id| self.is_nothing(ExprAt { id, ..at }))
                    || callee.is_some_and(calls::makes_empty) && args.is_empty()
            }
            _ => false,
        }
    }

    fn is_failure_value(&self, at: ExprAt) -> bool {
        self.callee_name(at) == Some("Err")
    }

    /// `weak.upgrade().is_none()`: what was to happen is that something is dropped.
    fn something_was_dropped(&self, at: ExprAt) -> bool {
        self.method_name(at).is_some_and(calls::asks_for_none)
            && self.receiver_of(at).is_some_and(|r| self.method_name(r).is_some_and(calls::upgrades))
    }

    /// An expression by its text and what the variable at its root was made from: reading the same again is the same.
    fn source_of(&self, at: ExprAt) -> (String, Option<String>) {
        let made = self.made_from(at);
        let origin = self.root_of(made).map(|root| {
            let info = self.index.binding(root);
            match info.origin {
                Origin::Value(value) => self.squeezed(ExprAt { file: info.file, id: value }),
                _ => format!("{root:?}"),
            }
        });
        (self.squeezed(made), origin)
    }
}
