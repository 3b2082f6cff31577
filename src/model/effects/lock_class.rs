//! Locks that a parameter or a collection brings, by what they guard: where one field of the package alone has locks of a
//! struct, a lock that guards such a struct is of that field.

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::effects::locking::LockName;
use crate::model::library::locks::{self, LockKind};
use crate::model::library::{self, Inner};
use crate::model::source::tables::{DefId, DefKind, ExprAt, FileNo};
use crate::model::types::Ty;
use crate::syntax::tree::{ItemKind, Name};

/// The lock that guards each struct of the package; `None` where several fields have locks of it.
pub(in crate::model) type LocksOf = FxHashMap<DefId, Option<LockName>>;

impl Base {
    /// The lock that a call takes of what a parameter, a collection or a pattern gives, by the struct that it guards; `None`
    /// where no field or more than one has locks of that struct.
    pub(in crate::model) fn lock_by_content(&self, call: ExprAt) -> Option<LockName> {
        self.acquired_by(call)?;
        let content = self.guarded_struct(&self.type_of(self.receiver_of(call)?))?;
        *self.locks_of.get_or_init(|| self.locks_by_content()).get(&content)?
    }

    fn locks_by_content(&self) -> LocksOf {
        let mut found = LocksOf::default();
        let files = (0..self.files.len()).map(|n| FileNo(n as u32));
        for (def, info) in files.flat_map(|file| self.index.defs_in(file)) {
            if !matches!(info.kind, DefKind::Struct | DefKind::Enum) {
                continue;
            }
            let named = self.field_names(def);
            for (n, ty) in self.field_types(def).iter().enumerate() {
                let name = named.get(n).copied();
                self.each_guarded(ty, true, &mut |content, direct| {
                    let lock = name.map(|name| match direct {
                        true => LockName::Field(def, name),
                        false => LockName::Element(def, name),
                    });
                    found.entry(content).and_modify(|known| *known = None).or_insert(lock);
                });
            }
        }
        found
    }

    /// The names of a struct's fields, in order; of an enum none.
    fn field_names(&self, def: DefId) -> Vec<Name> {
        let info = self.index.def(def);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => fields.fields.iter().map(|(name, _, _)| *name).collect(),
            _ => Vec::new(),
        }
    }

    /// The structs that locks within a type guard, each with whether its lock is that value itself or what a pointer to it
    /// has, and no part of a collection.
    fn each_guarded(&self, ty: &Ty, direct: bool, see: &mut dyn FnMut(DefId, bool)) {
        if let Some(content) = self.guarded_struct(ty) {
            return see(content, direct);
        }
        match ty {
            Ty::Ref(inner) => self.each_guarded(inner, direct, see),
            Ty::Seq(inner) => self.each_guarded(inner, false, see),
            Ty::Tuple(parts) => parts.iter().for_each(|part| self.each_guarded(part, false, see)),
            Ty::Ext(path, args) => {
                let through = library::wrapper(path) == Some(Inner::Deref) && direct;
                args.iter().for_each(|arg| self.each_guarded(arg, through, see));
            }
            _ => {}
        }
    }

    /// The struct of the package that a lock of this type guards.
    fn guarded_struct(&self, ty: &Ty) -> Option<DefId> {
        let Ty::Ext(path, args) = self.head(ty) else { return None };
        locks::lock(&path).filter(|lock| matches!(lock.kind, LockKind::Mutex | LockKind::RwLock))?;
        match self.head(args.last()?) {
            Ty::Def(def, _) if matches!(self.index.def(def).kind, DefKind::Struct | DefKind::Enum) => Some(def),
            _ => None,
        }
    }
}
