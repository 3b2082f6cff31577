//! The fields of structs, unions and variants.

use super::Lower;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(super) fn fields(&mut self, fields: &syn::Fields) -> Fields {
        match fields {
            syn::Fields::Named(named) => self.named_fields(named),
            syn::Fields::Unnamed(unnamed) => {
                let fields = unnamed.unnamed.iter().enumerate();
                let fields = fields.map(|(at, field)| {
                    let ty = self.ty(&field.ty);
                    self.lint_levels(&field.attrs, self.type_span(ty));
                    let name = self.intern(&at.to_string());
                    (name, ty, self.type_span(ty))
                });
                Fields { fields: fields.collect() }
            }
            syn::Fields::Unit => Fields { fields: Vec::new() },
        }
    }

    pub(super) fn named_fields(&mut self, named: &syn::FieldsNamed) -> Fields {
        let mut fields = Vec::with_capacity(named.named.len());
        for field in &named.named {
            let ty = self.ty(&field.ty);
            self.lint_levels(&field.attrs, self.type_span(ty));
            if let Some(ident) = &field.ident {
                let (name, span) = self.ident(ident);
                fields.push((name, ty, span.to(self.type_span(ty))));
            }
        }
        Fields { fields }
    }
}
