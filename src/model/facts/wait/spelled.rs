//! How a length of time is written: on the spot, as a constant, or computed.

use crate::model::Base;
use crate::model::library::{calls, vocabulary};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{DefKind, ExprAt};
use crate::syntax::tree::{ExprKind, Lit};

/// How a length of time is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Written {
    /// On the spot: `Duration::from_millis(50)`.
    Here,
    /// A constant as it is.
    Named,
    /// A constant made longer or shorter.
    Scaled,
    /// Anything else.
    Computed,
}

impl Expr<'_> {
    /// How a length of time is written.
    pub fn written_as(self) -> Written {
        self.base.written_as(self.at)
    }

    /// Whether it names a constant of the project's own code, not of its tests: of the package or of a sibling.
    pub fn is_product_constant(self) -> bool {
        let base = self.base;
        if !matches!(base.kind(self.at), ExprKind::Path(_)) || self.local().is_some() {
            return false;
        }
        match base.res(self.at) {
            Res::Def(def) => {
                let info = base.index.def(def);
                info.kind == DefKind::Const && !info.test && !base.file_is_test(info.file)
            }
            Res::External(path) => {
                base.siblings.leads_into(&path) && path.rsplit("::").next().is_some_and(is_constant_name)
            }
            _ => false,
        }
    }

    /// Whether it names a constant that is called after time itself: an interval, a timeout, an expiry.
    pub fn is_constant_about_time(self) -> bool {
        match self.base.kind(self.at) {
            ExprKind::Path(path) if self.local().is_none() => path.segments.last().is_some_and(|last| {
                let name = self.base.text(last.name);
                is_constant_name(name) && vocabulary::is_about_time(&words_of_name(name))
            }),
            _ => false,
        }
    }
}

impl Base {
    fn written_as(&self, at: ExprAt) -> Written {
        let inner = |id| self.written_as(ExprAt { id, ..at });
        match self.kind(at) {
            ExprKind::Lit(Lit::Int(_) | Lit::Float(_)) => Written::Here,
            ExprKind::Path(path) => match path.segments.last() {
                Some(last) if self.index.local(at).is_none() && is_constant_name(self.text(last.name)) => {
                    Written::Named
                }
                _ => Written::Computed,
            },
            ExprKind::Call { args, .. } => {
                let makes = self.callee_name(at).is_some_and(vocabulary::makes_length);
                let parts = args.iter().map(|&id| inner(id)).max();
                if makes { parts.unwrap_or(Written::Here) } else { Written::Computed }
            }
            ExprKind::Method(method) => match self.text(method.name) {
                name if calls::gives_value(name) => inner(method.receiver),
                name if vocabulary::is_unit_of_time(name) && method.args.is_empty() => inner(method.receiver),
                _ => Written::Computed,
            },
            ExprKind::Binary { left, right, .. } => match inner(*left).max(inner(*right)) {
                Written::Here => Written::Here,
                Written::Computed => Written::Computed,
                _ => Written::Scaled,
            },
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => inner(*operand),
            _ => Written::Computed,
        }
    }
}

fn is_constant_name(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_uppercase()) && !name.chars().any(|c| c.is_ascii_lowercase())
}
