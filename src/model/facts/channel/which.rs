//! Which channel an end belongs to: back through variables, parameters, and what literals put into a field.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::library::{Call, Side, gives, reads};
use crate::model::source::tables::{DefId, ExprAt};
use crate::syntax::tree::{ExprKind, Name};

impl Crate {
    /// The channels of which an expression may be an end of this side, each with the place from which it came: the last call
    /// that gave it as an argument, the value that a literal puts into the field, else the expression.
    pub(in crate::model) fn ends_behind(&self, at: ExprAt, side: Side) -> Vec<(usize, ExprAt)> {
        let known = self.ends_of.get(&(at, side));
        known.unwrap_or_else(|| self.ends_of.keep((at, side), self.ends_looked_for(at, side)))
    }

    fn ends_looked_for(&self, at: ExprAt, side: Side) -> Vec<(usize, ExprAt)> {
        let mut found = Vec::new();
        let mut fields: FxHashSet<(DefId, Name)> = FxHashSet::default();
        let mut todo = vec![at];
        while let Some(at) = todo.pop() {
            for source in self.sources(at, &|at| self.same_end(at)) {
                let end = self.index.local(source.at).and_then(|variable| self.ends.get(variable));
                if let Some(end) = end.filter(|end| end.side == side) {
                    let new = (end.channel, source.site);
                    found.extend((!found.contains(&new)).then_some(new));
                } else if let Some((def, name)) = self.field_of_struct(source.at).filter(|field| fields.insert(*field))
                {
                    todo.extend(self.values_of_field(def, name));
                }
            }
        }
        found
    }

    /// What the literals of a struct put into a field.
    pub(in crate::model) fn values_of_field(&self, def: DefId, name: Name) -> impl Iterator<Item = ExprAt> {
        self.literals_of(def).iter().filter_map(move |&literal| {
            let ExprKind::Struct { fields, .. } = self.kind(literal) else { return None };
            let (_, value) = fields.iter().find(|(field, _)| *field == name)?;
            Some(ExprAt { id: *value, ..literal })
        })
    }

    /// The end that an expression lends, clones, wraps or unwraps.
    pub(in crate::model) fn same_end(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Unary { operand: inner, .. } | ExprKind::Ref { operand: inner, .. } => *inner,
            ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                let same = gives::clones_end(name) || gives::same_place(name) || reads::opens_place(name);
                Some(method.receiver).filter(|_| same)?
            }
            ExprKind::Call { args, .. } => {
                let [only] = args.as_slice() else { return None };
                let wraps = self.known_call(at) == Some(Call::Wrap)
                    || self.clones_argument(at)
                    || matches!(self.callee(at), Callee::External(path) if gives::wraps_in(&path).is_some());
                Some(*only).filter(|_| wraps)?
            }
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }
}
