//! Paths and their generic arguments.

use syn::{AngleBracketedGenericArguments, GenericArgument, PathArguments};

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn path(&mut self, path: &syn::Path) -> Path {
        self.qualified_path(None, path)
    }

    pub(super) fn qualified_path(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        let qself_type = qself.map(|qself| self.ty(&qself.ty));
        let mut span: Option<Span> = None;
        let mut segments = Vec::with_capacity(path.segments.len());
        for segment in &path.segments {
            let (segment, place) = self.segment(segment);
            span = Some(span.map_or(place, |span| span.to(place)));
            segments.push(segment);
        }
        let mut span = span.unwrap_or_else(|| self.span(0, 0));
        if let Some(colons) = &path.leading_colon {
            span.start = span.start.min(self.start(colons.spans[0]));
        }
        if let Some(qself) = qself {
            span.start = span.start.min(self.start(qself.lt_token.span));
        }
        Path { span, global: path.leading_colon.is_some(), qself: qself_type, segments }
    }

    /// A path of one name that the source does not spell out as one.
    pub(in crate::syntax) fn plain_path(&self, name: Name, span: Span) -> Path {
        let segment = Segment { name, args: Vec::new(), assoc: Vec::new() };
        Path { span, global: false, qself: None, segments: vec![segment] }
    }

    fn segment(&mut self, segment: &syn::PathSegment) -> (Segment, Span) {
        let (name, mut span) = self.ident(&segment.ident);
        let mut args = Vec::new();
        let mut assoc = Vec::new();
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(generics) => {
                self.generic_args(generics, &mut args, &mut assoc);
                span.end = self.end(generics.gt_token.span);
            }
            PathArguments::Parenthesized(generics) => {
                args.extend(generics.inputs.iter().map(|arg| self.ty(&arg.ty)));
                span.end = self.end(generics.paren_token.span.close());
                if let Some(output) = self.return_type(&generics.output) {
                    span.end = self.type_span(output).end;
                    assoc.push((self.intern("Output"), output));
                }
            }
        }
        (Segment { name, args, assoc }, span)
    }

    fn generic_args(
        &mut self,
        generics: &AngleBracketedGenericArguments,
        args: &mut Vec<TypeId>,
        assoc: &mut Vec<(Name, TypeId)>,
    ) {
        for arg in &generics.args {
            match arg {
                GenericArgument::Type(ty) => args.push(self.ty(ty)),
                GenericArgument::AssocType(pair) => {
                    let name = self.ident_name(&pair.ident);
                    assoc.push((name, self.ty(&pair.ty)));
                }
                _ => {}
            }
        }
    }

    /// The types among the arguments of a turbofish.
    pub(super) fn generic_types(&mut self, generics: &AngleBracketedGenericArguments) -> Vec<TypeId> {
        let mut args = Vec::new();
        self.generic_args(generics, &mut args, &mut Vec::new());
        args
    }
}
