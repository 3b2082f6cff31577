//! Which types keep their values on one thread: a struct with a raw pointer, an `Rc` or a cell in it is not `Sync`.

use crate::model::Base;
use crate::model::library::{self, Sharing};
use crate::model::source::tables::{DefId, TypeAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ItemKind, TypeKind};

/// How many types inside of one another are looked at.
const DEEPEST: u32 = 8;

impl Base {
    /// Whether no two threads can have a value of a struct of the package at once: something in it is not `Sync`, and nobody
    /// has said that the struct is.
    pub(in crate::model) fn stays_on_thread(&self, def: DefId) -> bool {
        self.has_unshared(def, false, DEEPEST)
    }

    fn has_unshared(&self, def: DefId, locked: bool, depth: u32) -> bool {
        let ItemKind::Struct { fields, .. } = &self.item_of(def).kind else { return false };
        if depth == 0 || self.is_said_to_be_shared(def) {
            return false;
        }
        let info = self.index.def(def);
        let (file, scope) = (info.file, info.scope);
        fields.fields.iter().any(|&(_, id, _)| self.is_unshared(TypeAt { file, id, scope }, locked, depth - 1))
    }

    /// Whether a written type is not `Sync`; behind a lock, whether it is not `Send`.
    fn is_unshared(&self, at: TypeAt, locked: bool, depth: u32) -> bool {
        if depth == 0 {
            return false;
        }
        let part = |id, locked| self.is_unshared(TypeAt { id, ..at }, locked, depth - 1);
        match &self.tree(at.file).types[at.id.0 as usize].kind {
            TypeKind::Ptr(_) => true,
            TypeKind::Ref { inner, .. } => part(*inner, false),
            TypeKind::Slice(inner) | TypeKind::Array(inner) => part(*inner, locked),
            TypeKind::Tuple(parts) => parts.iter().any(|&id| part(id, locked)),
            TypeKind::Path(path) => {
                let args = path.segments.last().map(|last| last.args.as_slice()).unwrap_or_default();
                match self.written(at) {
                    Ty::Ext(path, _) => match library::sharing(&path) {
                        Some(Sharing::Never) => true,
                        Some(Sharing::Locked) => !locked || args.iter().any(|&id| part(id, true)),
                        Some(Sharing::Locks) => args.iter().any(|&id| part(id, true)),
                        Some(Sharing::AsParts) => args.iter().any(|&id| part(id, locked)),
                        None => false,
                    },
                    Ty::Def(def, _) => self.has_unshared(def, locked, depth - 1),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// `unsafe impl Sync for X {}`, or the same of `Send`.
    fn is_said_to_be_shared(&self, def: DefId) -> bool {
        self.index.impls.iter().any(|info| {
            let ItemKind::Impl(own) = &self.tree(info.file).items[info.item.0 as usize].kind else { return false };
            let name = own.of_trait.as_ref().and_then(|path| path.segments.last()).map(|last| self.text(last.name));
            let at = TypeAt { file: info.file, id: own.self_ty, scope: info.scope };
            matches!(name, Some("Send" | "Sync")) && matches!(self.written(at), Ty::Def(of, _) if of == def)
        })
    }
}
