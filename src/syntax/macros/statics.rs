//! `thread_local!` and `lazy_static!`: statics whose last semicolon may be missing.

use syn::parse::ParseStream;
use syn::{Attribute, Expr, Ident, Token, Type, Visibility};

use super::super::lower::Lower;
use super::super::tree::{Item, ItemId, ItemKind};

pub(super) struct Static {
    attrs: Vec<Attribute>,
    vis: Visibility,
    first: proc_macro2::Span,
    ident: Ident,
    ty: Type,
    init: Expr,
}

pub(super) fn statics(input: ParseStream) -> syn::Result<Vec<Static>> {
    let mut statics = Vec::new();
    while !input.is_empty() {
        statics.push(one(input)?);
        if input.is_empty() {
            break;
        }
        input.parse::<Token![;]>()?;
    }
    Ok(statics)
}

fn one(input: ParseStream) -> syn::Result<Static> {
    let attrs = input.call(Attribute::parse_outer)?;
    let first = input.span();
    let vis = input.parse()?;
    input.parse::<Token![static]>()?;
    input.parse::<Option<Token![ref]>>()?;
    input.parse::<Option<Token![mut]>>()?;
    let ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let ty = input.parse()?;
    input.parse::<Token![=]>()?;
    let init = input.parse()?;
    Ok(Static { attrs, vis, first, ident, ty, init })
}

impl Lower<'_> {
    pub(super) fn statics(&mut self, statics: &[Static]) -> Vec<ItemId> {
        statics.iter().map(|item| self.lone_static(item)).collect()
    }

    fn lone_static(&mut self, item: &Static) -> ItemId {
        let attrs = self.attrs(&item.attrs);
        let ty = self.ty(&item.ty);
        let init = self.expr(&item.init);
        let (name, name_span) = self.ident(&item.ident);
        let span = self.span(self.start(item.first), self.expr_span(init).end);
        self.lint_levels(&item.attrs, span);
        let public = !matches!(item.vis, Visibility::Inherited);
        let open = matches!(item.vis, Visibility::Public(_));
        let kind = ItemKind::Static { ty, init: Some(init) };
        self.add_item(Item { span, name, name_span, attrs, public, open, kind })
    }
}
