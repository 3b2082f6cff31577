//! Arguments: expressions with commas or semicolons between them, and the keys, signs and names that macros put before them.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Ident, Lit, LitStr, Token, braced, bracketed, token};

use super::super::lower::Lower;
use super::super::tree::ExprId;

/// One argument.
pub(super) struct Arg {
    /// `name = value`, `field.name = value`: the last word before the sign.
    pub name: Option<Ident>,
    pub value: Expr,
}

/// A list of arguments that may end in a comma.
pub(super) fn args(input: ParseStream) -> syn::Result<Vec<Arg>> {
    let mut args = Vec::new();
    list(input, &mut args)?;
    Ok(args)
}

fn list(input: ParseStream, args: &mut Vec<Arg>) -> syn::Result<()> {
    while !input.is_empty() {
        arg(input, args)?;
        if input.is_empty() {
            break;
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

fn arg(input: ParseStream, args: &mut Vec<Arg>) -> syn::Result<()> {
    let name = key(input)?;
    value(input, name, args)?;
    if input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?;
        value(input, None, args)?;
    }
    Ok(())
}

/// What stands before the value: `target:`, `"key":`, `"key" =`, `field.name =`, `key:? =`.
fn key(input: ParseStream) -> syn::Result<Option<Ident>> {
    marker(input)?;
    if input.peek(token::Brace) && is_assigned(input) {
        let computed;
        braced!(computed in input);
        computed.parse::<proc_macro2::TokenStream>()?;
        input.parse::<Token![=]>()?;
        return Ok(None);
    }
    let colon = input.peek2(Token![:]) && !input.peek2(Token![::]);
    let equals = is_assigned(input);
    // What comes next is asked last: syn makes a token to tell what it is.
    if (colon || equals) && input.peek(Lit) {
        input.parse::<Lit>()?;
        if colon {
            input.parse::<Token![:]>()?;
        } else {
            input.parse::<Token![=]>()?;
        }
        return Ok(None);
    }
    if colon && input.peek(Ident::peek_any) {
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        shown_as(input)?;
        return Ok(Some(name));
    }
    if equals || input.peek2(Token![.]) {
        let ahead = input.fork();
        if let Ok(Some(name)) = field(&ahead) {
            input.advance_to(&ahead);
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// `@strong`, `@default-return`: the words of `glib::clone!` before a variable. insta has a bare `@` before a string.
fn marker(input: ParseStream) -> syn::Result<()> {
    if input.parse::<Option<Token![@]>>()?.is_some() && !input.peek(Lit) {
        input.call(Ident::parse_any)?;
        while input.parse::<Option<Token![-]>>()?.is_some() {
            input.call(Ident::parse_any)?;
        }
    }
    Ok(())
}

/// The `?` or `%` by which a key of the `log` macros says how its value is shown, and the sign behind it.
fn shown_as(input: ParseStream) -> syn::Result<()> {
    if input.peek(Token![?]) && input.peek2(Token![=]) {
        input.parse::<Token![?]>()?;
        input.parse::<Token![=]>()?;
    } else if input.peek(Token![%]) && input.peek2(Token![=]) {
        input.parse::<Token![%]>()?;
        input.parse::<Token![=]>()?;
    } else if input.peek(Token![%=]) {
        input.parse::<Token![%=]>()?;
    } else if input.peek(Ident) && is_assigned(input) {
        input.parse::<Ident>()?;
        input.parse::<Token![=]>()?;
    }
    Ok(())
}

/// Whether a single `=` follows the next token.
fn is_assigned(input: ParseStream) -> bool {
    input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
}

/// `a.b.c =`: a field and its name. A place of `self` is assigned to, not named.
fn field(input: ParseStream) -> syn::Result<Option<Ident>> {
    if !input.peek(Ident::peek_any) || input.peek(Token![self]) {
        return Ok(None);
    }
    let mut name = input.call(Ident::parse_any)?;
    while input.peek(Token![.]) && input.peek2(Ident::peek_any) {
        input.parse::<Token![.]>()?;
        name = input.call(Ident::parse_any)?;
    }
    let named = input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>]);
    if named {
        input.parse::<Token![=]>()?;
    }
    Ok(named.then_some(name))
}

/// A value, or the values of a list in braces or brackets that is no expression (`json!`).
fn value(input: ParseStream, name: Option<Ident>, args: &mut Vec<Arg>) -> syn::Result<()> {
    if input.peek(Token![#]) && !input.peek2(token::Bracket) {
        input.parse::<Token![#]>()?;
    }
    if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
    } else if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
    }
    let ahead = input.fork();
    match ahead.parse::<Expr>() {
        Ok(Expr::Let(_)) => Err(input.error("expected a value")),
        Ok(value) => {
            input.advance_to(&ahead);
            args.push(Arg { name, value });
            Ok(())
        }
        Err(_) if input.peek(token::Brace) => {
            let content;
            braced!(content in input);
            list(&content, args)
        }
        Err(_) if input.peek(token::Bracket) => {
            let content;
            bracketed!(content in input);
            list(&content, args)
        }
        Err(error) => Err(error),
    }
}

impl Lower<'_> {
    /// The values, and behind each string the variables that it captures in braces.
    pub(super) fn args(&mut self, args: &[Arg]) -> Vec<ExprId> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            let value = self.expr(&arg.value);
            values.push(value);
            if let Expr::Lit(lit) = &arg.value
                && let Lit::Str(text) = &lit.lit
            {
                self.captures(text, args, &mut values);
            }
        }
        values
    }

    fn captures(&mut self, text: &LitStr, args: &[Arg], values: &mut Vec<ExprId>) {
        let span = self.token(text.span());
        for name in super::format::captures(self.slice(span.start, span.end)) {
            let given = args.iter().filter_map(|arg| arg.name.as_ref());
            if given.into_iter().any(|given| given == name) {
                continue;
            }
            let name = self.intern_slice(name);
            let path = self.plain_path(name, span);
            values.push(self.add_expr(span.start, span.end, super::ExprKind::Path(path)));
        }
    }
}
