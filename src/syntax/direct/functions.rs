//! Functions: their signatures and their bodies.

use super::attrs::Attrs;
use super::{Key, Kind, Reader};
use crate::syntax::Keep;
use crate::syntax::tree::*;

/// A signature, and its name.
pub(super) struct Signature {
    pub name: (Name, crate::syntax::Span),
    pub function: Function,
}

impl Reader<'_, '_> {
    /// Whether a function comes next, behind its visibility.
    pub(super) fn begins_fn(&self) -> bool {
        let mut at = self.at;
        for key in [Key::Const, Key::Async, Key::Unsafe] {
            at += usize::from(self.tokens[at].kind == Kind::Key(key));
        }
        if self.tokens[at].kind == Kind::Key(Key::Extern) {
            at += 1;
            at += usize::from(self.tokens[at].kind == Kind::Str);
        }
        self.tokens[at].kind == Kind::Key(Key::Fn)
    }

    /// From `const`, `async`, … to the end of the `where` clause.
    pub(super) fn signature(&mut self) -> Option<Signature> {
        self.takes_key(Key::Const);
        let is_async = self.takes_key(Key::Async);
        self.takes_key(Key::Unsafe);
        self.abi()?;
        self.key(Key::Fn)?;
        let name = self.name()?;
        let mut generics = self.generic_params()?;
        let (mark, inputs) = (self.mark(), self.at);
        let (mut receiver, mut params, mut ret) = self.inputs_and_output()?;
        if self.is_key(Key::Where) {
            // In the tree its bounds stand before the parameters.
            self.drop_since(mark);
            self.where_clause(&mut generics)?;
            let end = std::mem::replace(&mut self.at, inputs);
            (receiver, params, ret) = self.inputs_and_output()?;
            self.at = end;
        }
        let function = Function { generics, receiver, params, ret, is_async, body: None };
        Some(Signature { name, function })
    }

    #[allow(clippy::type_complexity, reason = "three parts of a signature that are read one after the other")]
    fn inputs_and_output(&mut self) -> Option<(Option<Receiver>, Vec<Param>, Option<TypeId>)> {
        let close = self.enter(b'(')?;
        let mut receiver = None;
        let mut params = Vec::new();
        self.listed(close, |reader| {
            reader.skip_attrs()?;
            if params.is_empty() && receiver.is_none() && reader.begins_receiver() {
                receiver = Some(reader.receiver()?);
                return Some(());
            }
            // A type without a name, as in edition 2015.
            if reader.is(Kind::Word) && reader.second() == Kind::Sign(b'<') {
                return None;
            }
            let pat = reader.pat()?;
            reader.sign(b':')?;
            params.push(Param { pat, ty: Some(reader.ty()?) });
            Some(())
        })?;
        params.shrink_to_fit();
        let ret = self.return_type(true)?;
        Some((receiver, params, ret))
    }

    fn begins_receiver(&self) -> bool {
        let mut at = self.at;
        if self.tokens[at].kind == Kind::Sign(b'&') {
            at += 1;
            at += usize::from(self.tokens[at].kind == Kind::Lifetime);
        }
        at += usize::from(self.tokens[at].kind == Kind::Key(Key::Mut));
        self.tokens[at].kind == Kind::Key(Key::SelfValue) && !self.pair_at(at + 1, b':', b':')
    }

    fn receiver(&mut self) -> Option<Receiver> {
        let start = self.start();
        let by_ref = self.takes_sign(b'&');
        let is_static = by_ref && self.is(Kind::Lifetime) && self.text_at(self.at) == "'static";
        if by_ref {
            self.takes(Kind::Lifetime);
        }
        let mutable = self.takes_key(Key::Mut);
        self.key(Key::SelfValue)?;
        let mut receiver =
            Receiver { span: self.lower.span(start, self.last_end()), by_ref, mutable, is_static, ty: None };
        if !by_ref && self.takes_sign(b':') {
            let ty = self.ty()?;
            receiver.span.end = self.lower.type_span(ty).end;
            receiver.ty = Some(ty);
        }
        Some(receiver)
    }

    /// A function's braces, and where they end. What stands in them is kept if bodies are.
    pub(super) fn body(&mut self, attrs: &mut Attrs) -> Option<(Option<BlockId>, u32)> {
        if !self.is(Kind::Open(b'{')) {
            return None;
        }
        if self.lower.keep == Keep::Everything {
            let block = self.block_with(attrs)?;
            return Some((Some(block), self.last_end()));
        }
        self.without_trace(|reader| reader.block_with(attrs))?;
        Some((None, self.last_end()))
    }
}
