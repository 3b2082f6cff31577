//! Assertions: what one claims of which expression, and whether it wants something to have happened.
//!
//! The value of an expression is not computed: two claims are compared by how their values are written.

use crate::model::Crate;
use crate::model::effects::reads::reads_state;
use crate::model::library::calls::{self, Asserts};
use crate::model::library::vocabulary;
use crate::model::source::spelled::words_of;
use crate::model::source::tables::{ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, MacroBody, UnaryOp};

/// What an assertion claims.
#[derive(Clone, Debug)]
pub struct Claim {
    pub at: ExprAt,
    /// The expression that is looked at.
    pub subject: ExprAt,
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

impl Crate {
    /// What an expression claims, when it is an assertion.
    pub(in crate::model) fn claim(&self, at: ExprAt) -> Option<Claim> {
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
        Some(Claim { at, subject, value, other, wants_nothing })
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
        (subject, self.squeezed(value), Some(value), self.is_nothing(value) || self.is_failure_value(value))
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
                matches!(callee, Some("Ok" | "Some")) && args.iter().all(|&id| self.is_nothing(ExprAt { id, ..at }))
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

    /// The read of shared state in a claim.
    pub(in crate::model) fn read_in(&self, claim: &Claim) -> Option<ExprAt> {
        self.find_below(claim.at, &|here| self.callee_name(here).is_some_and(reads_state))
    }

    /// The part of a claim that measures time or asks the operating system.
    pub(in crate::model) fn clock_in(&self, claim: &Claim) -> Option<Span> {
        let of_time = |here: ExprAt| match self.kind(here) {
            ExprKind::Path(path) => path.segments.iter().any(|s| vocabulary::leads_to_clock(self.text(s.name))),
            ExprKind::Field { name, .. } => vocabulary::is_measured_time(self.text(*name)),
            _ => self.callee_name(here).is_some_and(vocabulary::measures_time),
        };
        self.find_below(claim.at, &of_time).map(|at| self.span(at))
    }

    /// Whether the message of an assertion says that nothing may have changed.
    pub(in crate::model) fn message_wants_nothing(&self, claim: &Claim) -> bool {
        self.message_says(claim, vocabulary::message_wants_nothing)
    }

    /// Whether the message of an assertion says that what was there is to be there still.
    pub(in crate::model) fn message_wants_still(&self, claim: &Claim) -> bool {
        self.message_says(claim, vocabulary::message_wants_still)
    }

    fn message_says(&self, claim: &Claim, says: fn(&[String]) -> bool) -> bool {
        let mut found = false;
        self.each_below(claim.at, &mut |here| {
            if let ExprKind::Lit(Lit::Str(text)) = self.kind(here) {
                found |= says(&words_of(self.text(*text)));
            }
            true
        });
        found
    }

    /// How a claim stands to the last of the earlier ones about the same expression, and where that one is.
    pub(in crate::model) fn relation(&self, claim: &Claim, earlier: &[ExprAt]) -> Option<(Relation, Span)> {
        let looked_at = self.source_of(claim.subject);
        // `assert_eq!(shelf.len(), before)`, where `before` was read from the same: nothing may have changed.
        if let Some(before) = claim.other.filter(|&o| self.index.local(o).is_some())
            && self.source_of(before) == looked_at
        {
            return Some((Relation::Same, self.span(self.made_from(before))));
        }
        let same = |other: &Claim| self.source_of(other.subject) == looked_at;
        let last = earlier.iter().rev().filter_map(|&at| self.claim(at)).find(same)?;
        let relation = if last.value == claim.value { Relation::Same } else { Relation::Changed };
        Some((relation, self.span(last.at)))
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
