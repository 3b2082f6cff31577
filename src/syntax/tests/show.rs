//! A tree as a short text, for tests to compare: one line, everything nested in brackets.

mod exprs;

use crate::syntax::tree::*;
use crate::syntax::{FileId, Interner, Names, Parsed, Source, Span, Unread, parse};

pub(super) struct Read {
    pub source: Source,
    pub parsed: Parsed,
    pub names: Names,
}

/// Reads a file that must be readable.
pub(super) fn read(text: &str) -> Read {
    match try_read(text) {
        Ok(read) => read,
        Err(unread) => panic!("not read: {unread}"),
    }
}

pub(super) fn try_read(text: &str) -> Result<Read, Unread> {
    try_read_of(text, 2024)
}

pub(super) fn try_read_of(text: &str, edition: u16) -> Result<Read, Unread> {
    let source = Source::new(FileId(0), "src/a.rs", text).of_edition(edition);
    let names = Interner::new();
    let parsed = parse(&source, &names)?;
    let names = names.freeze();
    Ok(Read { source, parsed, names })
}

/// The items of a file.
pub(super) fn items(text: &str) -> String {
    let read = read(text);
    read.items(&read.parsed.tree.root)
}

/// The statements of a function body.
pub(super) fn body(text: &str) -> String {
    let read = read(&format!("async fn f() {{ {text} }}"));
    assert!(read.parsed.errors.is_empty(), "{:?}", read.parsed.errors);
    let shown = read.items(&read.parsed.tree.root);
    let inside = shown.strip_prefix("async fn f(){").and_then(|rest| rest.strip_suffix('}'));
    inside.unwrap_or(&shown).to_owned()
}

impl Read {
    pub(super) fn text(&self, span: Span) -> &str {
        self.source.text_of(span)
    }

    fn name(&self, name: Name) -> &str {
        self.names.text(name)
    }

    fn list<T: Copy>(&self, all: &[T], show: impl Fn(&Self, T) -> String) -> String {
        all.iter().map(|one| show(self, *one)).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn items(&self, items: &[ItemId]) -> String {
        self.list(items, Self::item)
    }

    fn attrs(&self, attrs: &[Attr]) -> String {
        let shown = attrs.iter().map(|attr| {
            let (path, args) = (self.name(attr.path), self.name(attr.args));
            if args.is_empty() { format!("#[{path}] ") } else { format!("#[{path}: {args}] ") }
        });
        shown.collect()
    }

    fn item(&self, id: ItemId) -> String {
        let item = &self.parsed.tree.items[id.0 as usize];
        let name = self.name(item.name);
        let public = if item.public { "pub " } else { "" };
        let shown = match &item.kind {
            ItemKind::Fn(function) => self.function(name, function),
            ItemKind::Impl(item) => format!(
                "impl{} {}{}{{{}}}",
                self.generics(&item.generics),
                item.of_trait.as_ref().map_or(String::new(), |path| self.path(path) + " for "),
                self.ty(item.self_ty),
                self.items(&item.items)
            ),
            ItemKind::Trait { generics, supers, items } => {
                format!("trait {name}{}: {}{{{}}}", self.generics(generics), self.paths(supers), self.items(items))
            }
            ItemKind::Struct { generics, fields } => {
                format!("struct {name}{}{}", self.generics(generics), self.fields(fields))
            }
            ItemKind::Enum { variants, .. } => {
                let variants = variants.iter().map(|(name, fields)| self.name(*name).to_owned() + &self.fields(fields));
                format!("enum {name}{{{}}}", variants.collect::<Vec<_>>().join(" "))
            }
            ItemKind::Static { ty, init } => {
                format!("static {name}: {} = {}", self.ty(*ty), self.maybe(*init))
            }
            ItemKind::Const { ty, init } => {
                format!("const {name}: {} = {}", self.ty(*ty), self.maybe(*init))
            }
            ItemKind::Alias { ty, .. } => format!("type {name} = {}", ty.map_or("?".to_owned(), |ty| self.ty(ty))),
            ItemKind::Use(imports) => imports.iter().map(|import| self.import(import)).collect::<Vec<_>>().join(" "),
            ItemKind::Mod { items: None } => format!("mod {name};"),
            ItemKind::Mod { items: Some(items) } => format!("mod {name}{{{}}}", self.items(items)),
            ItemKind::ExternCrate { alias } => {
                format!("extern {name} as {}", alias.map_or("?", |alias| self.name(alias)))
            }
            ItemKind::MacroItems { path, items } => {
                format!("{}!{{{}}}", self.path(path), self.items(items))
            }
            ItemKind::MacroBody { call, .. } => format!("body {}", self.expr(*call)),
            ItemKind::MacroRules => format!("macro_rules {name}"),
            ItemKind::Other => format!("other {name}"),
        };
        format!("{}{public}{shown}", self.attrs(&item.attrs))
    }

    fn function(&self, name: &str, function: &Function) -> String {
        let mut params = Vec::new();
        if let Some(receiver) = &function.receiver {
            params.push(self.text(receiver.span).to_owned());
        }
        params.extend(function.params.iter().map(|param| self.param(param)));
        format!(
            "{}fn {name}{}({}){}{}",
            if function.is_async { "async " } else { "" },
            self.generics(&function.generics),
            params.join(", "),
            function.ret.map_or(String::new(), |ty| format!("->{}", self.ty(ty))),
            function.body.map_or(";".to_owned(), |block| self.block(block))
        )
    }

    fn import(&self, import: &Import) -> String {
        let path = self.list(&import.path, |read, name| read.name(name).to_owned()).replace(' ', "::");
        let bound = match import.bound {
            Bound::Name(name) => self.name(name),
            Bound::Nothing => "_",
            Bound::Glob => "*",
        };
        format!("use {}{path} as {bound}", if import.global { "::" } else { "" })
    }

    fn generics(&self, params: &[TypeParam]) -> String {
        if params.is_empty() {
            return String::new();
        }
        let shown = params.iter().map(|param| format!("{}: {}", self.name(param.name), self.paths(&param.bounds)));
        format!("<{}>", shown.collect::<Vec<_>>().join(", "))
    }

    fn fields(&self, fields: &Fields) -> String {
        let shown = fields.fields.iter().map(|(name, ty, _)| format!("{}: {}", self.name(*name), self.ty(*ty)));
        format!("{{{}}}", shown.collect::<Vec<_>>().join(", "))
    }

    fn param(&self, param: &Param) -> String {
        let ty = param.ty.map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
        self.pat(param.pat) + &ty
    }

    fn paths(&self, paths: &[Path]) -> String {
        paths.iter().map(|path| self.path(path)).collect::<Vec<_>>().join(" + ")
    }

    pub(super) fn path(&self, path: &Path) -> String {
        let mut shown = String::new();
        if let Some(ty) = path.qself {
            shown += &format!("<{}>", self.ty(ty));
        }
        for (at, segment) in path.segments.iter().enumerate() {
            if at > 0 || path.global || path.qself.is_some() {
                shown += "::";
            }
            shown += self.name(segment.name);
            if !segment.args.is_empty() || !segment.assoc.is_empty() {
                let mut args: Vec<String> = segment.args.iter().map(|ty| self.ty(*ty)).collect();
                args.extend(segment.assoc.iter().map(|(name, ty)| format!("{}={}", self.name(*name), self.ty(*ty))));
                shown += &format!("<{}>", args.join(", "));
            }
        }
        shown
    }

    fn ty(&self, id: TypeId) -> String {
        match &self.parsed.tree.types[id.0 as usize].kind {
            TypeKind::Path(path) => self.path(path),
            TypeKind::Ref { mutable, is_static, inner } => format!(
                "&{}{}{}",
                if *is_static { "'static " } else { "" },
                if *mutable { "mut " } else { "" },
                self.ty(*inner)
            ),
            TypeKind::Ptr(inner) => format!("*{}", self.ty(*inner)),
            TypeKind::Tuple(all) => format!("({})", self.list(all, Self::ty)),
            TypeKind::Slice(inner) => format!("[{}]", self.ty(*inner)),
            TypeKind::Array(inner) => format!("[{}]", self.ty(*inner)),
            TypeKind::Fn { params, ret } => format!(
                "fn({}){}",
                self.list(params, Self::ty),
                ret.map_or(String::new(), |ty| format!("->{}", self.ty(ty)))
            ),
            TypeKind::Impl(paths) => format!("impl {}", self.paths(paths)),
            TypeKind::Dyn(paths) => format!("dyn {}", self.paths(paths)),
            TypeKind::Never => "!".to_owned(),
            TypeKind::Infer => "_".to_owned(),
            TypeKind::Other => "other".to_owned(),
        }
    }

    fn pat(&self, id: PatId) -> String {
        match &self.parsed.tree.pats[id.0 as usize].kind {
            PatKind::Wild => "_".to_owned(),
            PatKind::Rest => "..".to_owned(),
            PatKind::Bind { name, by_ref, mutable, sub } => format!(
                "{}{}{}{}",
                if *by_ref { "ref " } else { "" },
                if *mutable { "mut " } else { "" },
                self.name(*name),
                sub.map_or(String::new(), |sub| format!("@{}", self.pat(sub)))
            ),
            PatKind::Path(path) => format!("path {}", self.path(path)),
            PatKind::TupleStruct { path, elements } => {
                format!("{}({})", self.path(path), self.list(elements, Self::pat))
            }
            PatKind::Struct { path, fields, rest } => {
                let fields = fields.iter().map(|(name, pat)| format!("{}: {}", self.name(*name), self.pat(*pat)));
                let rest = if *rest { " .." } else { "" };
                format!("{}{{{}{rest}}}", self.path(path), fields.collect::<Vec<_>>().join(" "))
            }
            PatKind::Tuple(all) => format!("({})", self.list(all, Self::pat)),
            PatKind::Slice(all) => format!("[{}]", self.list(all, Self::pat)),
            PatKind::Ref(inner) => format!("&{}", self.pat(*inner)),
            PatKind::Or(all) => self.list(all, Self::pat).replace(' ', "|"),
            PatKind::Typed { pat, ty } => format!("{}: {}", self.pat(*pat), self.ty(*ty)),
            PatKind::Value(value) => self.expr(*value),
            PatKind::Range => "range".to_owned(),
            PatKind::Other => "other".to_owned(),
        }
    }

    pub(super) fn block(&self, id: BlockId) -> String {
        let block = &self.parsed.tree.blocks[id.0 as usize];
        let stmts = block.stmts.iter().map(|stmt| self.stmt(stmt));
        format!("{{{}}}", stmts.collect::<Vec<_>>().join(" "))
    }

    fn stmt(&self, stmt: &Stmt) -> String {
        let cfg = stmt.cfg.map_or(String::new(), |cfg| format!("[{}] ", self.name(cfg)));
        let shown = match &stmt.kind {
            StmtKind::Let { pat, ty, init, otherwise } => format!(
                "let {}{}{}{};",
                self.pat(*pat),
                ty.map_or(String::new(), |ty| format!(": {}", self.ty(ty))),
                init.map_or(String::new(), |init| format!(" = {}", self.expr(init))),
                otherwise.map_or(String::new(), |block| format!(" else {}", self.block(block)))
            ),
            StmtKind::Expr { expr, semi } => self.expr(*expr) + if *semi { ";" } else { "" },
            StmtKind::Item(item) => self.item(*item),
        };
        cfg + &shown
    }
}
