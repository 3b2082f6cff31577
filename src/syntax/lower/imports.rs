//! The leaves of `use` trees.

use syn::UseTree;

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(super) fn imports(&mut self, item: &syn::ItemUse) -> Vec<Import> {
        let mut leaves = Vec::new();
        let mut path = Vec::new();
        let global = item.leading_colon.is_some();
        self.use_tree(&item.tree, global, &mut path, &mut leaves);
        leaves
    }

    fn use_tree(&mut self, tree: &UseTree, global: bool, path: &mut Vec<Name>, leaves: &mut Vec<Import>) {
        let (span, whole, bound) = match tree {
            UseTree::Path(node) => {
                path.push(self.ident_name(&node.ident));
                self.use_tree(&node.tree, global, path, leaves);
                path.pop();
                return;
            }
            UseTree::Group(node) => {
                for tree in &node.items {
                    self.use_tree(tree, global, path, leaves);
                }
                return;
            }
            UseTree::Name(node) => {
                let (whole, name, span) = self.leaf(path, &node.ident);
                (span, whole, Bound::Name(name))
            }
            UseTree::Rename(node) => {
                let (whole, _, span) = self.leaf(path, &node.ident);
                let (alias, place) = self.ident(&node.rename);
                let bound = match node.rename == "_" {
                    true => Bound::Nothing,
                    false => Bound::Name(alias),
                };
                (span.to(place), whole, bound)
            }
            UseTree::Glob(node) => (self.token(node.star_token.span), path.clone(), Bound::Glob),
        };
        leaves.push(Import { span, global, path: whole, bound });
    }

    /// The whole path of a leaf and the name it would bring in: `self` stands for the path it ends.
    fn leaf(&mut self, path: &[Name], ident: &syn::Ident) -> (Vec<Name>, Name, Span) {
        let (name, span) = self.ident(ident);
        let mut whole = path.to_vec();
        match whole.last() {
            Some(&last) if ident == "self" => (whole, last, span),
            _ => {
                whole.push(name);
                (whole, name, span)
            }
        }
    }
}
