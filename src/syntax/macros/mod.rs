//! The bodies of macro calls, as far as they can be read as code.
//!
//! A macro is known by the last word of its path; every other one is tried as arguments, as statements and as items. It does
//! not know which library a macro is from. What reads as nothing keeps its identifiers, so that a use is never missed.

mod args;
mod branches;
mod format;
mod items;
mod select;
mod statics;
mod streams;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Block, Pat, Stmt, Token};

use super::Span;
use super::lower::Lower;
use super::tree::*;
use args::Arg;
pub(super) use format::captures;

/// The macro in which `recover` wraps what it could not read. In the tree its name is empty: no source can say that.
pub(super) const UNREAD: &str = "unread_";

/// What the tokens of a call were read as.
enum Read {
    Args(Vec<Arg>),
    Stmts(Vec<Stmt>),
    Statics(Vec<statics::Static>),
    Twins(Vec<branches::Twin>),
    Select(select::Select),
    Matches(Box<(syn::Expr, Pat, Option<syn::Expr>)>),
    Nothing,
}

impl Lower<'_> {
    /// A macro call and the whole of its span.
    pub(super) fn macro_call(&mut self, mac: &syn::Macro) -> (Span, MacroCall) {
        let (path, span) = self.macro_head(mac);
        let body = self.macro_body(mac);
        (span, MacroCall { path, body })
    }

    /// The path and the span of the whole call. The macro around unread code has no place of its own.
    fn macro_head(&mut self, mac: &syn::Macro) -> (Path, Span) {
        let whole = self.token(mac.delimiter.span().join());
        if mac.path.is_ident(UNREAD) {
            return (self.plain_path(self.empty, whole), whole);
        }
        let path = self.path(&mac.path);
        let span = self.span(path.span.start, whole.end);
        (path, span)
    }

    fn macro_body(&mut self, mac: &syn::Macro) -> MacroBody {
        let name = last_word(&mac.path);
        if is_not_code(&name) {
            return MacroBody::Opaque(self.identifiers(&mac.tokens));
        }
        let braced = matches!(mac.delimiter, syn::MacroDelimiter::Brace(_));
        match self.read_body(&name, braced, &mac.tokens) {
            Read::Args(args) => MacroBody::Args(self.args(&args)),
            Read::Stmts(stmts) => MacroBody::Block(self.macro_block(mac, &stmts)),
            Read::Statics(statics) => MacroBody::Items(self.statics(&statics)),
            Read::Twins(twins) => MacroBody::Block(self.twin_stmts(mac, &twins)),
            Read::Select(select) => MacroBody::Select(self.select(&select)),
            Read::Matches(parts) => {
                let (value, pat, guard) = &*parts;
                MacroBody::Matches {
                    value: self.expr(value),
                    pat: self.pat(pat),
                    guard: guard.as_ref().map(|guard| self.expr(guard)),
                }
            }
            Read::Nothing => MacroBody::Opaque(self.identifiers(&mac.tokens)),
        }
    }

    fn read_body(&self, name: &str, braced: bool, tokens: &TokenStream) -> Read {
        match read(name, braced, tokens) {
            Read::Nothing if self.old.is_some() => self.read_old(name, braced, tokens).unwrap_or(Read::Nothing),
            read => read,
        }
    }

    /// The body of a macro in the syntax of an old edition.
    fn read_old(&self, name: &str, braced: bool, tokens: &TokenStream) -> Option<Read> {
        if let "thread_local" | "lazy_static" = name {
            return self.parse(tokens, statics::statics).ok().map(Read::Statics);
        }
        let args = || self.parse(tokens, args::args).ok().map(Read::Args);
        let stmts = || self.parse(tokens, stmts).ok().map(Read::Stmts);
        if braced { stmts().or_else(args) } else { args().or_else(stmts) }
    }

    /// Parses all the tokens, or what they are in today's syntax.
    fn parse<T>(&self, tokens: &TokenStream, parse: impl Fn(ParseStream) -> syn::Result<T> + Copy) -> syn::Result<T> {
        let error = match parse.parse2(tokens.clone()) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(old) = &self.old else { return Err(error) };
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let again = |tokens: &[TokenTree]| parse.parse2(tokens.iter().cloned().collect());
        match old.rewrite(&tokens, &error, |tokens| again(tokens).map(drop)) {
            Some(modern) => again(&modern),
            None => Err(error),
        }
    }

    fn macro_block(&mut self, mac: &syn::Macro, stmts: &[Stmt]) -> BlockId {
        let stmts = self.stmts(stmts);
        let span = self.token(mac.delimiter.span().join());
        self.add_block(span.start, span.end, stmts)
    }

    /// Every identifier in the tokens, at any depth, in order.
    pub(super) fn identifiers(&mut self, tokens: &TokenStream) -> Vec<Name> {
        let mut names = Vec::new();
        self.collect_identifiers(tokens, &mut names);
        names
    }

    fn collect_identifiers(&mut self, tokens: &TokenStream, names: &mut Vec<Name>) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => names.push(self.ident_name(&ident)),
                TokenTree::Group(group) => self.collect_identifiers(&group.stream(), names),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

fn read(name: &str, braced: bool, tokens: &TokenStream) -> Read {
    let parser = |input: ParseStream| {
        let read = attempts(name, braced, input);
        input.step(|cursor| Ok(((), end_of(*cursor))))?;
        Ok(read)
    };
    parser.parse2(tokens.clone()).unwrap_or(Read::Nothing)
}

/// The readings that the macro's name suggests, then those that any macro may have.
fn attempts(name: &str, braced: bool, input: ParseStream) -> Read {
    if input.is_empty() {
        return Read::Args(Vec::new());
    }
    named(name, input).or_else(|| unknown(braced, input)).unwrap_or(Read::Nothing)
}

fn named(name: &str, input: ParseStream) -> Option<Read> {
    match name {
        "thread_local" | "lazy_static" => whole(input, statics::statics).map(Read::Statics),
        "cfg_if" => whole(input, branches::twins).map(Read::Twins),
        // The predicate of a configuration is no code.
        "cfg" => Some(Read::Args(Vec::new())),
        "matches" | "assert_matches" | "debug_assert_matches" => {
            whole(input, matches).map(|parts| Read::Matches(Box::new(parts)))
        }
        _ if name.contains("select") => whole(input, select::select).map(Read::Select),
        _ => None,
    }
}

/// In braces statements are the likelier reading, elsewhere arguments.
fn unknown(braced: bool, input: ParseStream) -> Option<Read> {
    let args = || whole(input, args::args).map(Read::Args);
    let stmts = || whole(input, stmts).map(Read::Stmts);
    let streams = || whole(input, streams::stmts).map(Read::Stmts);
    if braced { stmts().or_else(args).or_else(streams) } else { args().or_else(stmts).or_else(streams) }
}

/// What `parse` gives when it leaves no token.
fn whole<T>(input: ParseStream, parse: impl FnOnce(ParseStream) -> syn::Result<T>) -> Option<T> {
    let ahead = input.fork();
    let value = parse(&ahead).ok()?;
    ahead.is_empty().then_some(value)
}

fn end_of(mut cursor: syn::buffer::Cursor<'_>) -> syn::buffer::Cursor<'_> {
    while let Some((_, next)) = cursor.token_tree() {
        cursor = next;
    }
    cursor
}

fn stmts(input: ParseStream) -> syn::Result<Vec<Stmt>> {
    input.call(Block::parse_within)
}

fn matches(input: ParseStream) -> syn::Result<(syn::Expr, Pat, Option<syn::Expr>)> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let guard = match input.parse::<Option<Token![if]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    if input.parse::<Option<Token![,]>>()?.is_some() {
        // The message of an assertion.
        input.parse::<TokenStream>()?;
    }
    Ok((value, pat, guard))
}

/// The last word of a macro's path.
fn last_word(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Whether the tokens are only quoted: they run elsewhere, or nowhere.
pub(super) fn is_not_code(name: &str) -> bool {
    matches!(
        name,
        UNREAD
            | "quote"
            | "quote_spanned"
            | "parse_quote"
            | "parse_quote_spanned"
            | "stringify"
            | "concat_idents"
            | "asm"
            | "global_asm"
            | "macro_rules"
            | "T"
            | "Token"
    )
}
