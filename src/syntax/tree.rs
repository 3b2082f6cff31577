//! The compact tree of one file: owned, without syn types, in arenas that are addressed by number.
//!
//! It is what the model reads. It knows Rust's shape and nothing of what names mean.

use super::span::Span;

/// An interned identifier, lifetime, path text or literal text. Two are equal when their text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Name(pub u32);

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident)*) => { $($(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $id(pub u32);
    )* };
}

ids! {
    /// A place in [`Tree::exprs`].
    ExprId
    /// A place in [`Tree::pats`].
    PatId
    /// A place in [`Tree::types`].
    TypeId
    /// A place in [`Tree::blocks`].
    BlockId
    /// A place in [`Tree::items`].
    ItemId
}

/// All nodes of one file.
#[derive(Debug, Default)]
pub struct Tree {
    pub exprs: Vec<Expr>,
    pub pats: Vec<Pat>,
    pub types: Vec<Type>,
    pub blocks: Vec<Block>,
    pub items: Vec<Item>,
    /// The items at the top of the file, in order.
    pub root: Vec<ItemId>,
    /// The attributes of the file itself (`#![…]`).
    pub attrs: Vec<Attr>,
    /// Every attribute that sets the level of a lint, wherever it stands.
    pub lint_levels: Vec<LintLevel>,
}

impl Tree {
    /// Gives back the room that its lists have kept for more.
    pub(super) fn shrink(&mut self) {
        self.exprs.shrink_to_fit();
        self.pats.shrink_to_fit();
        self.types.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}

#[derive(Debug)]
pub struct Expr {
    /// With the parentheses around it, so that it holds the spans of its parts.
    pub span: Span,
    pub kind: ExprKind,
}

/// Parentheses and invisible groups leave no node: their inner expression stands for them.
#[derive(Debug)]
pub enum ExprKind {
    /// `x`, `a::b::<T>`, `Self::NEW`, `self`.
    Path(Path),
    Lit(Lit),
    Call {
        callee: ExprId,
        args: Vec<ExprId>,
    },
    Method(Method),
    /// `base.name`; a tuple field's name is its digits.
    Field {
        base: ExprId,
        name: Name,
    },
    Index {
        base: ExprId,
        index: ExprId,
    },
    Unary {
        op: UnaryOp,
        operand: ExprId,
    },
    Binary {
        op: BinaryOp,
        left: ExprId,
        right: ExprId,
    },
    Assign {
        left: ExprId,
        right: ExprId,
    },
    /// `left += right` and its kin; `op` without the `=`.
    AssignOp {
        op: BinaryOp,
        left: ExprId,
        right: ExprId,
    },
    /// `&x`, `&mut x`, `&raw const x`.
    Ref {
        mutable: bool,
        operand: ExprId,
    },
    Await(ExprId),
    Try(ExprId),
    /// A plain, labelled, `unsafe` or `const` block.
    Block {
        label: Option<Name>,
        block: BlockId,
    },
    /// `async { … }`, `async move { … }`; also `gen` and `try` blocks with `kind`.
    Async {
        moves: bool,
        block: BlockId,
    },
    Closure(Closure),
    If {
        cond: ExprId,
        then: BlockId,
        otherwise: Option<ExprId>,
    },
    /// `let PAT = EXPR` where a condition stands.
    Let {
        pat: PatId,
        value: ExprId,
    },
    Match {
        scrutinee: ExprId,
        arms: Vec<Arm>,
    },
    While {
        label: Option<Name>,
        cond: ExprId,
        body: BlockId,
    },
    Loop {
        label: Option<Name>,
        body: BlockId,
    },
    For {
        label: Option<Name>,
        pat: PatId,
        iter: ExprId,
        body: BlockId,
    },
    Break {
        label: Option<Name>,
        value: Option<ExprId>,
    },
    Continue {
        label: Option<Name>,
    },
    Return(Option<ExprId>),
    Yield(Option<ExprId>),
    Tuple(Vec<ExprId>),
    Array(Vec<ExprId>),
    Repeat {
        element: ExprId,
        count: ExprId,
    },
    Struct {
        path: Path,
        fields: Vec<(Name, ExprId)>,
        rest: Option<ExprId>,
    },
    Range {
        start: Option<ExprId>,
        end: Option<ExprId>,
    },
    Cast {
        operand: ExprId,
        ty: TypeId,
    },
    Macro(MacroCall),
    /// Something the tree has no word for (`_`, verbatim tokens).
    Other,
}

#[derive(Debug)]
pub struct Method {
    pub receiver: ExprId,
    pub name: Name,
    /// Where the name itself stands.
    pub name_span: Span,
    pub turbofish: Vec<TypeId>,
    pub args: Vec<ExprId>,
}

#[derive(Debug)]
pub struct Closure {
    pub moves: bool,
    pub is_async: bool,
    pub params: Vec<Param>,
    pub ret: Option<TypeId>,
    pub body: ExprId,
}

#[derive(Debug)]
pub struct Arm {
    pub span: Span,
    pub pat: PatId,
    pub guard: Option<ExprId>,
    pub body: ExprId,
    pub cfg: Option<Name>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lit {
    /// The value where it fits.
    Int(Option<u128>),
    /// The literal's text, without a suffix.
    Float(Name),
    Str(Name),
    Bool(bool),
    Char,
    Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Not,
    Neg,
    Deref,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Debug)]
pub struct Path {
    pub span: Span,
    /// Whether it begins with `::`.
    pub global: bool,
    /// `<T as Trait>::name` or `<T>::name`: the type `T`.
    pub qself: Option<TypeId>,
    pub segments: Vec<Segment>,
}

#[derive(Debug)]
pub struct Segment {
    pub name: Name,
    /// Generic type arguments; for `Fn(A, B) -> C` the types `A` and `B`.
    pub args: Vec<TypeId>,
    /// `Output = T`; for `Fn(A) -> C` the pair (`Output`, `C`).
    pub assoc: Vec<(Name, TypeId)>,
}

#[derive(Debug)]
pub struct Pat {
    pub span: Span,
    pub kind: PatKind,
}

#[derive(Debug)]
pub enum PatKind {
    Wild,
    Rest,
    /// `x`, `ref mut x`, `x @ sub`. Also a unit variant or constant written as one name: only names can tell.
    Bind {
        name: Name,
        by_ref: bool,
        mutable: bool,
        sub: Option<PatId>,
    },
    Path(Path),
    TupleStruct {
        path: Path,
        elements: Vec<PatId>,
    },
    Struct {
        path: Path,
        fields: Vec<(Name, PatId)>,
        rest: bool,
    },
    Tuple(Vec<PatId>),
    Slice(Vec<PatId>),
    Ref(PatId),
    Or(Vec<PatId>),
    Typed {
        pat: PatId,
        ty: TypeId,
    },
    /// A literal or a constant expression.
    Value(ExprId),
    Range,
    Other,
}

#[derive(Debug)]
pub struct Type {
    pub span: Span,
    pub kind: TypeKind,
}

#[derive(Debug)]
pub enum TypeKind {
    Path(Path),
    Ref {
        mutable: bool,
        is_static: bool,
        inner: TypeId,
    },
    Ptr(TypeId),
    Tuple(Vec<TypeId>),
    Slice(TypeId),
    /// `[T; n]`.
    Array(TypeId),
    /// `fn(A) -> B`.
    Fn {
        params: Vec<TypeId>,
        ret: Option<TypeId>,
    },
    Impl(Vec<Path>),
    Dyn(Vec<Path>),
    Never,
    Infer,
    Other,
}

#[derive(Debug)]
pub struct Block {
    pub span: Span,
    pub stmts: Vec<Stmt>,
}

#[derive(Debug)]
pub struct Stmt {
    /// From its attributes to its semicolon.
    pub span: Span,
    /// The statement's `#[cfg(…)]` predicate, as text with single spaces.
    pub cfg: Option<Name>,
    pub kind: StmtKind,
}

#[derive(Debug)]
pub enum StmtKind {
    Let {
        pat: PatId,
        ty: Option<TypeId>,
        init: Option<ExprId>,
        otherwise: Option<BlockId>,
    },
    /// `semi`: whether a semicolon follows; without one at the end of a block it is the block's value.
    Expr {
        expr: ExprId,
        semi: bool,
    },
    Item(ItemId),
}

#[derive(Debug)]
pub struct Attr {
    /// `tokio::test`, `cfg`, `path` …: the path as text.
    pub path: Name,
    /// What stands between its parentheses or after its `=`, as text with single spaces; string literals keep their quotes.
    pub args: Name,
}

/// An attribute that sets the level of lints: `#[allow(clippy::all, dead_code)]`, or a part of a `cfg_attr`.
#[derive(Debug)]
pub struct LintLevel {
    /// The attribute.
    pub span: Span,
    /// The code that it is on.
    pub covers: Span,
    /// Whether it is `allow` or `expect`; else it is `warn`, `deny` or `forbid`.
    pub silences: bool,
    /// Their paths as text.
    pub lints: Vec<Name>,
}

#[derive(Debug)]
pub struct Item {
    /// From its attributes, doc comments left out, to its last token.
    pub span: Span,
    /// Empty text for `impl`, `use` and macro calls.
    pub name: Name,
    pub name_span: Span,
    pub attrs: Vec<Attr>,
    /// Whether it has any `pub`.
    pub public: bool,
    /// Whether it has a `pub` that nothing restricts.
    pub open: bool,
    pub kind: ItemKind,
}

#[derive(Debug)]
pub enum ItemKind {
    Fn(Function),
    Impl(Impl),
    Trait {
        generics: Vec<TypeParam>,
        supers: Vec<Path>,
        items: Vec<ItemId>,
    },
    Struct {
        generics: Vec<TypeParam>,
        fields: Fields,
    },
    Enum {
        generics: Vec<TypeParam>,
        variants: Vec<(Name, Fields)>,
    },
    Static {
        ty: TypeId,
        init: Option<ExprId>,
    },
    Const {
        ty: TypeId,
        init: Option<ExprId>,
    },
    /// A type alias, or an associated type with its value.
    Alias {
        generics: Vec<TypeParam>,
        ty: Option<TypeId>,
    },
    Use(Vec<Import>),
    /// `None`: the module lies in a file of its own.
    Mod {
        items: Option<Vec<ItemId>>,
    },
    ExternCrate {
        alias: Option<Name>,
    },
    /// Items that a macro call holds (`cfg_if!`, `thread_local!`, a wrapper macro of the crate).
    MacroItems {
        path: Path,
        items: Vec<ItemId>,
    },
    /// Items in a macro that could be read only as statements or expressions: a body that belongs to nobody.
    MacroBody {
        path: Path,
        call: ExprId,
    },
    MacroRules,
    Other,
}

#[derive(Debug)]
pub struct Function {
    pub generics: Vec<TypeParam>,
    pub receiver: Option<Receiver>,
    /// Without the receiver.
    pub params: Vec<Param>,
    pub ret: Option<TypeId>,
    pub is_async: bool,
    pub body: Option<BlockId>,
}

#[derive(Clone, Copy, Debug)]
pub struct Receiver {
    pub span: Span,
    pub by_ref: bool,
    pub mutable: bool,
    /// `&'static self`.
    pub is_static: bool,
    /// `self: T`.
    pub ty: Option<TypeId>,
}

#[derive(Debug)]
pub struct Param {
    pub pat: PatId,
    pub ty: Option<TypeId>,
}

/// A type parameter with its bounds, `where` clauses included.
#[derive(Debug)]
pub struct TypeParam {
    pub name: Name,
    pub bounds: Vec<Path>,
}

#[derive(Debug)]
pub struct Impl {
    pub generics: Vec<TypeParam>,
    pub of_trait: Option<Path>,
    pub self_ty: TypeId,
    pub items: Vec<ItemId>,
}

#[derive(Debug)]
pub struct Fields {
    /// In order; a tuple field's name is its digits.
    pub fields: Vec<(Name, TypeId, Span)>,
}

/// One leaf of a `use` tree.
#[derive(Debug)]
pub struct Import {
    pub span: Span,
    pub global: bool,
    /// All segments; for `use a::b::{self}` the path is `a::b`.
    pub path: Vec<Name>,
    pub bound: Bound,
}

/// What name a leaf of a `use` tree brings in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    Name(Name),
    /// `as _`.
    Nothing,
    Glob,
}

/// A call whose path is one segment with an empty name is none of the source's: it holds code that could not be read.
#[derive(Debug)]
pub struct MacroCall {
    pub path: Path,
    pub body: MacroBody,
}

/// What the tokens of a macro call could be read as.
#[derive(Debug)]
pub enum MacroBody {
    /// Expressions with commas between; `{name}` inside a format string of a format-like macro counts as one.
    Args(Vec<ExprId>),
    Block(BlockId),
    Items(Vec<ItemId>),
    Select(Select),
    /// `matches!(value, PAT if guard)`.
    Matches {
        value: ExprId,
        pat: PatId,
        guard: Option<ExprId>,
    },
    /// Not readable: every identifier in it, in order.
    Opaque(Vec<Name>),
}

#[derive(Debug)]
pub struct Select {
    pub biased: bool,
    /// `else`, `complete` and `default` included.
    pub branches: Vec<Branch>,
}

#[derive(Debug)]
pub struct Branch {
    pub span: Span,
    pub kind: BranchKind,
    pub pat: Option<PatId>,
    /// `None` for `else`, `complete` and a `default` without a duration.
    pub source: Option<ExprId>,
    /// `, if guard`.
    pub guard: Option<ExprId>,
    pub handler: ExprId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BranchKind {
    /// `pat = future => handler`.
    Future,
    /// crossbeam's `recv(source) -> pat => handler`.
    Recv,
    /// crossbeam's `send(source, value) -> pat => handler`; `value` is the expression sent.
    Send {
        value: ExprId,
    },
    /// `default => …`, `default(duration) => …`: the duration is the source.
    Default,
    Else,
    Complete,
}
