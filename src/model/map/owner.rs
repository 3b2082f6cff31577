//! Who has the handle of a task, as the map says it.

use crate::map::Owner;
use crate::model::Crate;
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;
use crate::model::library::OnDrop;
use crate::model::silence::Silence;
use crate::model::source::tables::{BodyKind, ExprAt};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;

impl Spawn<'_> {
    pub(super) fn owner_on_map(self) -> Owner {
        let krate = self.krate;
        if self.data.row.on_drop == OnDrop::Owned {
            let set = krate.receiver_of(self.data.at);
            return set.map_or(Owner::Unknown, |set| Owner::Set(krate.place_on_map(set)));
        }
        match self.handle() {
            Ok(HandleUse::Dropped(_)) => match self.detached() {
                Ok(_) => Owner::Detached,
                Err(Silence::NotMine) => Owner::Cancelled,
                Err(_) => Owner::Unknown,
            },
            Ok(HandleUse::Awaited) => Owner::Joined,
            Ok(HandleUse::Returned) => Owner::Returned,
            Ok(HandleUse::Sent) => Owner::Sent,
            Ok(HandleUse::Keyed) => self.holder_of_handle().unwrap_or(Owner::Unknown),
            Ok(HandleUse::Kept) => self.keeper_on_map(),
            Err(_) => Owner::Unknown,
        }
    }

    fn keeper_on_map(self) -> Owner {
        let krate = self.krate;
        if let Some((_, whole, field)) = self.field_kept_in() {
            let owner = match krate.core_type(&krate.type_of(whole)) {
                Ty::Def(def, _) => krate.text(krate.index.def(def).name).to_owned(),
                _ => krate.place_text(whole),
            };
            return Owner::Field(format!("{owner}.{}", krate.text(field)));
        }
        let list = krate.list_of(self.data.at).map(|list| Owner::Set(krate.place_on_map(list)));
        if let Some(holder) = list.or_else(|| self.holder_of_handle()) {
            return holder;
        }
        let route = krate.route(self.data.at);
        let returned = route.sinks.iter().any(|sink| matches!(sink, Sink::Returned(_)));
        if returned && let Some(closure) = self.closure_around() {
            // What a closure gives goes where the items go that an iterator makes by it.
            let list = krate.expr(closure).let_around();
            return list.map_or(Owner::Unknown, |list| Owner::Variable(list.name().to_owned()));
        }
        let variable = route.carriers.first().map(|carrier| krate.text(krate.index.binding(carrier.binding).name));
        match (variable, returned) {
            (_, true) => Owner::Returned,
            (Some(variable), false) if self.stays_in_variable() => Owner::Variable(variable.to_owned()),
            _ => Owner::Unknown,
        }
    }

    fn closure_around(self) -> Option<ExprAt> {
        let body = self.krate.body_at(self.data.at);
        let closure = matches!(self.krate.index.body(body).kind, BodyKind::Closure(_));
        self.krate.body_expr(body).filter(|_| closure)
    }

    /// Whether the handle is only waited for, aborted, asked or dropped by the variables that have it.
    fn stays_in_variable(self) -> bool {
        let stays = |sink: &Sink| matches!(sink, Sink::Awaited(_) | Sink::OutOfScope(_) | Sink::Dropped(_));
        self.krate.route(self.data.at).sinks.iter().all(stays)
    }

    /// The collection whose method is given the handle or what has it, or the field that is assigned it.
    fn holder_of_handle(self) -> Option<Owner> {
        let krate = self.krate;
        krate.route(self.data.at).sinks.into_iter().find_map(|sink| {
            let Sink::Kept(place) = sink else { return None };
            let text = |at: ExprAt| Some(krate.place_on_map(at)).filter(|text| !text.contains('('));
            match krate.receiver_of(place) {
                Some(collection) => text(collection).map(Owner::Set),
                None => text(place).map(Owner::Field),
            }
        })
    }
}

impl Crate {
    /// A place as the map calls it: a field with its struct, else as it is written.
    pub(super) fn place_on_map(&self, at: ExprAt) -> String {
        let field = self.fields_behind(at);
        match field.as_slice() {
            [(def, name)] => format!("{}.{}", self.text(self.index.def(*def).name), self.text(*name)),
            _ => self.place_text(at),
        }
    }
}
