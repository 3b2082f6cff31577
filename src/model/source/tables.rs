//! The tables that the walk over a package's trees fills: bodies, bindings, scopes, items, and who is whose parent.
//!
//! What a path to an item means is `names.rs`'s question; this module only says what stands where.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprId, ItemId, Name, PatId, TypeId};

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident)*) => { $($(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $id(pub u32);
    )* };
}

ids! {
    /// A file of the package: its place in the sorted list.
    FileNo
    /// A place in [`Index::bodies`].
    BodyId
    /// A place in [`Index::bindings`].
    BindingId
    /// A place in [`Index::scopes`].
    ScopeId
    /// A place in [`Index::defs`].
    DefId
    /// A place in [`Index::impls`].
    ImplId
}

/// An expression of the package.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ExprAt {
    pub file: FileNo,
    pub id: ExprId,
}

/// A syntactic type of the package, with the scope in which its names are to be looked up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TypeAt {
    pub file: FileNo,
    pub id: TypeId,
    pub scope: ScopeId,
}

/// What holds an expression or a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parent {
    /// The root of a body, or nothing known.
    None,
    Expr(ExprId),
    /// The statement with this number in its block.
    Stmt(BlockId, u32),
}

/// The per-file side tables, addressed by the tree's own numbers.
#[derive(Default, Debug)]
pub struct FileIndex {
    pub expr_parent: Vec<Parent>,
    pub block_parent: Vec<Parent>,
    pub expr_body: Vec<BodyId>,
    pub expr_scope: Vec<ScopeId>,
    /// The binding that a path of one segment names.
    pub local: FxHashMap<ExprId, BindingId>,
    pub pat_binding: FxHashMap<PatId, BindingId>,
    /// The body of a closure or async block.
    pub body_of: FxHashMap<ExprId, BodyId>,
    /// Bindings that an unreadable macro mentions.
    pub opaque_uses: Vec<(ExprId, BindingId)>,
    /// Calls, method calls, macro calls, `for` loops and awaits of something else than a call, in source order: where facts can start.
    pub calls: Vec<ExprId>,
    pub loops: Vec<ExprId>,
}

/// A function, closure, async block or initialiser: code that runs as one.
#[derive(Debug)]
pub struct Body {
    pub file: FileNo,
    pub kind: BodyKind,
    /// The body in which this one is written; `None` for items.
    pub parent: Option<BodyId>,
    /// The function or static that this body belongs to, closures and async blocks included.
    pub def: Option<DefId>,
    pub root: Root,
    pub params: Vec<BodyParam>,
    pub span: Span,
    /// The places of its calls in [`FileIndex::calls`], those of the bodies in it included.
    pub calls: Range<usize>,
    /// Whether its own code runs when it is polled.
    pub is_async: bool,
    pub moves: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BodyKind {
    Fn,
    Closure(ExprId),
    Async(ExprId),
    /// The value of a `static` or `const`, or a macro's statements that belong to no function.
    Init,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Root {
    Block(BlockId),
    Expr(ExprId),
}

#[derive(Debug)]
pub struct BodyParam {
    /// `None` for a receiver.
    pub pat: Option<PatId>,
    pub ty: Option<TypeId>,
}

/// A local variable: one name, bound in one place.
#[derive(Debug)]
pub struct Binding {
    pub file: FileNo,
    pub name: Name,
    pub span: Span,
    pub body: BodyId,
    pub scope: ScopeId,
    pub mutable: bool,
    pub by_ref: bool,
    /// The type written beside it.
    pub ty: Option<TypeId>,
    pub origin: Origin,
    /// How the pattern leads from the origin's value to this variable, outermost step first.
    pub steps: Box<[Step]>,
    /// The `let` that declares it: block and statement number.
    pub stmt: Option<(BlockId, u32)>,
    /// Every expression that names it, in source order; closures and async blocks included.
    pub uses: Vec<ExprId>,
}

/// Where a binding's value comes from, before the pattern takes it apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// `let`, `if let`, `match`: the value of the expression.
    Value(ExprId),
    /// `let x;`
    Later,
    /// `for PAT in EXPR`: an item of it.
    ItemOf(ExprId),
    /// A `select!` branch: what the future or receive gives.
    Outcome(ExprId),
    /// The parameter with this number of the body, counted without a receiver.
    Param(u32),
    SelfParam,
    /// A pattern in an argument of an unreadable place.
    Unknown,
}

/// One step of a pattern from a value to a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The n-th element of a tuple.
    Tuple(u32),
    /// The n-th element of the variant or tuple struct whose last name this is.
    Variant(Name, u32),
    /// A named field.
    Field(Name),
    /// The pattern says which struct it is.
    Struct(PatId),
    /// An element of a slice or array.
    Element,
}

/// Names that items of a module or block bring in.
#[derive(Debug)]
pub struct Scope {
    pub file: FileNo,
    /// The scope around it; for a module's root that of the declaring module.
    pub parent: Option<ScopeId>,
    /// Whether `self::` stops here: the root of a module, not of a block.
    pub module: bool,
    /// The name of the module, where it is one.
    pub name: Option<Name>,
    pub items: FxHashMap<Name, Vec<DefId>>,
    pub imports: Vec<ImportAt>,
    /// Names of what is declared without its code, as in `extern`, and those in macros that nobody can read: a glob does not
    /// bring them.
    pub hidden: Vec<Name>,
    /// `Self` inside an impl or trait.
    pub self_ty: Option<ImplId>,
    pub type_params: Vec<Name>,
    /// Bounds of the type parameters, for what a parameter can do.
    pub bounds: Vec<(Name, FileNo, ItemId)>,
    pub test: bool,
}

/// A leaf of a `use`, by place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImportAt {
    pub file: FileNo,
    pub item: ItemId,
    pub leaf: u32,
    pub bound: crate::syntax::tree::Bound,
}

/// An item that has a name.
#[derive(Debug)]
pub struct Def {
    pub file: FileNo,
    pub item: ItemId,
    pub name: Name,
    pub span: Span,
    pub kind: DefKind,
    /// The scope in which it is declared.
    pub scope: ScopeId,
    /// The scope inside it: a module's items, a function's type parameters.
    pub inner: Option<ScopeId>,
    /// The impl or trait it belongs to.
    pub owner: Option<ImplId>,
    pub body: Option<BodyId>,
    /// Whether it is test code: a test function, or inside `#[cfg(test)]`, or in a test file.
    pub test: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DefKind {
    Fn,
    Struct,
    Enum,
    Trait,
    Alias,
    Static,
    Const,
    Mod,
}

/// An `impl` block or a trait.
#[derive(Debug)]
pub struct ImplInfo {
    pub file: FileNo,
    pub item: ItemId,
    pub scope: ScopeId,
    /// For a trait, the trait's own def.
    pub of_def: Option<DefId>,
    pub methods: Vec<DefId>,
    pub aliases: Vec<DefId>,
}

/// All tables of a package.
#[derive(Default, Debug)]
pub struct Index {
    pub files: Vec<FileIndex>,
    pub file_scope: Vec<ScopeId>,
    pub bodies: Vec<Body>,
    pub bindings: Vec<Binding>,
    pub scopes: Vec<Scope>,
    pub defs: Vec<Def>,
    pub impls: Vec<ImplInfo>,
    /// Functions that belong to an impl or trait, by name.
    pub methods: FxHashMap<Name, Vec<DefId>>,
    /// Constants that belong to an impl or trait, by name.
    pub constants: FxHashMap<Name, Vec<DefId>>,
    /// `mod x;` declarations: the def, to be joined with a file by `modules.rs`.
    pub outlines: Vec<DefId>,
    /// `extern crate a as b`: what is said, and the crate that is meant.
    pub extern_crates: Vec<(Name, Name)>,
}

impl Index {
    pub fn body(&self, id: BodyId) -> &Body {
        &self.bodies[id.0 as usize]
    }

    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.0 as usize]
    }

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub fn def(&self, id: DefId) -> &Def {
        &self.defs[id.0 as usize]
    }

    pub fn impl_info(&self, id: ImplId) -> &ImplInfo {
        &self.impls[id.0 as usize]
    }

    /// The bodies of a file, in the order of the source.
    pub fn bodies_in(&self, file: FileNo) -> impl Iterator<Item = (BodyId, &Body)> {
        numbered(&self.bodies, file, |body| body.file).map(|(n, body)| (BodyId(n), body))
    }

    /// The variables of a file.
    pub fn bindings_in(&self, file: FileNo) -> impl Iterator<Item = (BindingId, &Binding)> {
        numbered(&self.bindings, file, |binding| binding.file).map(|(n, binding)| (BindingId(n), binding))
    }

    /// The items of a file that have a name.
    pub fn defs_in(&self, file: FileNo) -> impl Iterator<Item = (DefId, &Def)> {
        numbered(&self.defs, file, |def| def.file).map(|(n, def)| (DefId(n), def))
    }

    pub fn file(&self, no: FileNo) -> &FileIndex {
        &self.files[no.0 as usize]
    }

    /// The body of a closure or async block; `None` for any other expression.
    pub fn body_of(&self, at: ExprAt) -> Option<BodyId> {
        self.file(at.file).body_of.get(&at.id).copied()
    }

    /// The binding that this expression names, when it is a path to a local variable.
    pub fn local(&self, at: ExprAt) -> Option<BindingId> {
        self.file(at.file).local.get(&at.id).copied()
    }
}

/// One file's part of a table, with the numbers: the files were walked in order.
fn numbered<T>(table: &[T], file: FileNo, of: impl Fn(&T) -> FileNo) -> impl Iterator<Item = (u32, &T)> {
    let first = table.partition_point(|one| of(one) < file);
    let length = table[first..].partition_point(|one| of(one) == file);
    (first as u32..).zip(&table[first..first + length])
}
