//! The one walk over a file's tree that fills its tables: bodies, bindings, scopes, items, parents.

pub mod attrs;
pub mod exprs;
pub mod items;
pub mod patterns;

use rustc_hash::FxHashMap;

use crate::model::source::tables::{
    BindingId, Body, BodyId, BodyKind, BodyParam, DefId, FileIndex, FileNo, ImplId, Index, Parent, Root, Scope, ScopeId,
};
use crate::syntax::tree::{Name, Tree};
use crate::syntax::{Names, Span};

pub use crate::model::source::walk::attrs::has_test_cfg;

/// What the walk must know of a file beside its tree.
pub struct Context<'a> {
    pub file: FileNo,
    pub tree: &'a Tree,
    pub names: &'a Names,
    /// Whether all of the file is test code: `tests/`, `benches/`, `examples/`, `build.rs`.
    pub test: bool,
}

/// Walks one file, and gives what it holds as an index of its own, whose numbers all begin at 0 (see `merge.rs`).
pub fn walk(context: &Context<'_>) -> Index {
    let tree = context.tree;
    let mut index = Index::default();
    let file_index = FileIndex {
        expr_parent: vec![Parent::None; tree.exprs.len()],
        block_parent: vec![Parent::None; tree.blocks.len()],
        expr_body: vec![BodyId(u32::MAX); tree.exprs.len()],
        expr_scope: vec![ScopeId(u32::MAX); tree.exprs.len()],
        ..FileIndex::default()
    };
    index.files.push(file_index);
    let test = context.test || has_test_cfg(context.names, &tree.attrs);
    let scope = new_scope(&mut index, context.file, None, true, None, test);
    index.file_scope.push(scope);
    let mut walk = Walk {
        index: &mut index,
        tree,
        names: context.names,
        file: context.file,
        scope,
        body: BodyId(u32::MAX),
        def: None,
        env: Env::default(),
        test,
        owner: None,
    };
    walk.items(&tree.root);
    index
}

struct Walk<'a> {
    index: &'a mut Index,
    tree: &'a Tree,
    names: &'a Names,
    file: FileNo,
    scope: ScopeId,
    body: BodyId,
    def: Option<DefId>,
    /// The bindings in force, innermost last.
    env: Env,
    test: bool,
    owner: Option<ImplId>,
}

/// The bindings in force.
#[derive(Default)]
struct Env {
    /// Innermost last, each with the place of the one that it hides.
    all: Vec<(Name, BindingId, Option<u32>)>,
    /// Where the innermost of each name is.
    newest: FxHashMap<Name, u32>,
}

impl Env {
    fn len(&self) -> usize {
        self.all.len()
    }

    fn push(&mut self, name: Name, binding: BindingId) {
        let hidden = self.newest.insert(name, self.all.len() as u32);
        self.all.push((name, binding, hidden));
    }

    /// Forgets all but the outermost so many.
    fn truncate(&mut self, count: usize) {
        for (name, _, hidden) in self.all.drain(count.min(self.all.len())..).rev() {
            match hidden {
                Some(hidden) => self.newest.insert(name, hidden),
                None => self.newest.remove(&name),
            };
        }
    }

    /// The innermost of a name.
    fn binding_in_force(&self, name: Name) -> Option<BindingId> {
        self.newest.get(&name).map(|&at| self.all[at as usize].1)
    }
}

impl<'a> Walk<'a> {
    fn here(&mut self) -> &mut FileIndex {
        &mut self.index.files[0]
    }

    #[allow(clippy::too_many_arguments, reason = "a body is described by exactly these parts")]
    fn new_body(
        &mut self,
        kind: BodyKind,
        parent: Option<BodyId>,
        root: Root,
        params: Vec<BodyParam>,
        span: Span,
        is_async: bool,
        moves: bool,
    ) -> BodyId {
        let id = BodyId(self.index.bodies.len() as u32);
        let first = self.here().calls.len();
        self.index.bodies.push(Body {
            file: self.file,
            kind,
            parent,
            def: self.def,
            root,
            params,
            span,
            calls: first..first,
            is_async,
            moves,
        });
        id
    }

    /// Ends a body: the calls met since it began are its own.
    fn end_body(&mut self, id: BodyId) {
        let end = self.here().calls.len();
        self.index.bodies[id.0 as usize].calls.end = end;
    }
}

fn new_scope(
    index: &mut Index,
    file: FileNo,
    parent: Option<ScopeId>,
    module: bool,
    name: Option<Name>,
    test: bool,
) -> ScopeId {
    let id = ScopeId(index.scopes.len() as u32);
    index.scopes.push(Scope {
        file,
        parent,
        module,
        name,
        items: FxHashMap::default(),
        imports: Vec::new(),
        hidden: Vec::new(),
        self_ty: None,
        type_params: Vec::new(),
        bounds: Vec::new(),
        test,
    });
    id
}
