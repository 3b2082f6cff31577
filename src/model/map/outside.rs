//! Where the map of a package goes on in that of another: ends of channels and tokens that functions are given.

use crate::map::Parameter;
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::library;
use crate::model::map::Draw;
use crate::model::source::tables::{ExprAt, Origin};
use crate::syntax::tree::ExprKind;

impl Draw<'_> {
    /// The parameter by which a value comes from another package.
    pub(super) fn comes_from_outside(&self, at: ExprAt) -> Option<Parameter> {
        self.krate.opened_origins(at).into_iter().find_map(|origin| self.krate.open_parameter(origin))
    }

    /// Says of each channel and token to which functions of other packages it is given.
    pub(super) fn give_to_others(&mut self) {
        let krate = self.krate;
        if krate.siblings.know_nothing() {
            return;
        }
        for call in krate.calls() {
            let Callee::External(path) = krate.callee(call) else { continue };
            let Some(function) = krate.siblings.function(&path) else { continue };
            // `Type::method(value, …)` gives the receiver as its first argument.
            let skip = usize::from(function.receiver && matches!(krate.kind(call), ExprKind::Call { .. }));
            for (number, &id) in (0..).zip(krate.args(call).iter().skip(skip)) {
                for node in self.nodes_given(ExprAt { id, ..call }) {
                    let parameter = Parameter { function: path.to_string(), number };
                    let given = &mut self.map.nodes[node].given;
                    if !given.contains(&parameter) {
                        given.push(parameter);
                    }
                }
            }
        }
    }

    /// The channels or tokens that an argument may be.
    fn nodes_given(&self, at: ExprAt) -> Vec<usize> {
        if let Some((_, side)) = self.krate.end_on_map(at) {
            return self.channels_behind(at, side);
        }
        let ty = self.krate.core_type(&self.krate.type_of(at));
        let token = ty.path().is_some_and(|path| *path == *library::TOKEN);
        if token { self.tokens_of(at) } else { Vec::new() }
    }
}

impl Crate {
    /// The parameter of a function open to others that an expression names.
    fn open_parameter(&self, at: ExprAt) -> Option<Parameter> {
        let info = self.index.binding(self.index.local(at)?);
        let Origin::Param(number) = info.origin else { return None };
        let def = self.index.body(info.body).def.filter(|def| self.index.def(*def).body == Some(info.body))?;
        let is_open = info.steps.is_empty() && self.is_exported(def);
        Some(Parameter { function: self.public_path(def).filter(|_| is_open)?, number })
    }
}
