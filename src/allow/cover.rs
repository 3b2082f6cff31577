//! Which code a comment speaks of: the next item or statement, the line it stands at the end of, or the whole file.
//!
//! It knows where things stand, and nothing of what the comment says.

use crate::syntax::comments::{Comment, CommentKind};
use crate::syntax::tree::{ExprKind, MacroBody, StmtKind, Tree};
use crate::syntax::{Parsed, Source, Span};

/// The stretch that a comment covers, itself included, or why it covers none.
pub fn covered(comment: &Comment, source: &Source, parsed: &Parsed) -> Result<Span, &'static str> {
    match comment.kind {
        CommentKind::Doc => Err("it is documentation"),
        CommentKind::InnerDoc if at_head(comment, &parsed.tree) => Ok(whole(source)),
        CommentKind::InnerDoc => Err("`//!` counts only at the head of a file"),
        CommentKind::Plain if comment.after_code => {
            Ok(source.line_span(comment.line).to(source.line_span(comment.last_line)))
        }
        CommentKind::Plain => Ok(comment.span.to(next(comment, source, parsed))),
    }
}

/// The whole text of a file.
pub fn whole(source: &Source) -> Span {
    Span { file: source.file, start: 0, end: source.text.len() as u32 }
}

fn at_head(comment: &Comment, tree: &Tree) -> bool {
    tree.items.iter().all(|item| comment.span.start <= item.span.start)
}

/// What stands next after a comment on a line of its own: the item, the statement, the arm or the expression that begins
/// there, or else the rest of that line. At the end of a block there is nothing.
fn next(comment: &Comment, source: &Source, parsed: &Parsed) -> Span {
    let at = next_code(comment, source, parsed);
    let place = Span { file: source.file, start: at, end: at };
    match source.text[at as usize..].chars().next() {
        None | Some('}' | ')' | ']') => comment.span,
        Some(_) => match unit_at(&parsed.tree, at) {
            Some(unit) => place.to(unit),
            None => place.to(source.line_span(source.line_column(at).0)),
        },
    }
}

/// Where the first code after a comment begins; the end of the file where there is none.
fn next_code(comment: &Comment, source: &Source, parsed: &Parsed) -> u32 {
    let mut at = comment.span.end;
    loop {
        let rest = &source.text[at as usize..];
        at += (rest.len() - rest.trim_start().len()) as u32;
        let comments = parsed.comments.all();
        match comments.binary_search_by_key(&at, |comment| comment.span.start) {
            Ok(n) => at = comments[n].span.end,
            Err(_) => return at,
        }
    }
}

/// The longest thing that begins at `at`. An item begins with its attributes, and up to its name it has only begun.
fn unit_at(tree: &Tree, at: u32) -> Option<Span> {
    let begins = |whole: Span, core: u32| whole.start <= at && at <= core;
    let items = tree.items.iter().filter(|item| begins(item.span, item.name_span.start)).map(|item| item.span);
    let stmts = tree.blocks.iter().flat_map(|block| &block.stmts).filter_map(|stmt| {
        let core = match &stmt.kind {
            StmtKind::Let { pat, .. } => tree.pats[pat.0 as usize].span.start,
            StmtKind::Expr { expr, .. } => tree.exprs[expr.0 as usize].span.start,
            StmtKind::Item(_) => stmt.span.start,
        };
        begins(stmt.span, core).then_some(stmt.span)
    });
    let exprs = tree.exprs.iter().filter(|expr| expr.span.start == at).map(|expr| expr.span);
    let units = items.chain(stmts).chain(exprs).chain(arms(tree).filter(|arm| arm.start == at));
    units.max_by_key(|unit| unit.end)
}

/// The arms of every `match` and the branches of every `select!`.
pub(super) fn arms(tree: &Tree) -> impl Iterator<Item = Span> {
    tree.exprs.iter().flat_map(|expr| {
        let (mut arms, mut branches) = (None, None);
        match &expr.kind {
            ExprKind::Match { arms: all, .. } => arms = Some(all),
            ExprKind::Macro(call) => {
                if let MacroBody::Select(select) = &call.body {
                    branches = Some(&select.branches);
                }
            }
            _ => {}
        }
        let arms = arms.into_iter().flatten().map(|arm| arm.span);
        arms.chain(branches.into_iter().flatten().map(|branch| branch.span))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{self, FileId, Interner};

    /// What the comment that says `here` covers, without the comment itself.
    fn covers(text: &str) -> Result<String, &'static str> {
        let source = Source::new(FileId(0), "a.rs", text);
        let parsed = syntax::parse(&source, &Interner::default()).expect("the test's text can be read");
        let is_it = |c: &&Comment| source.text_of(c.span).contains("here");
        let comment = parsed.comments.all().iter().find(is_it).expect("the test's text has such a comment");
        let span = covered(comment, &source, &parsed)?;
        let code = source.text_of(span).replace(source.text_of(comment.span), "");
        Ok(code.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned())
    }

    fn ok(code: &str) -> Result<String, &'static str> {
        Ok(code.to_owned())
    }

    #[test]
    fn alone_on_its_line_it_covers_the_next_item_or_statement() {
        assert_eq!(covers("fn f() {\n    // here\n    g(\n        1,\n    );\n    h();\n}\n"), ok("g( 1, );"));
        assert_eq!(covers("fn f() {\n    // here\n\n    let x = 1;\n    h();\n}\n"), ok("let x = 1;"));
        assert_eq!(covers("// here\n#[test]\nfn f() {\n    g();\n}\nfn h() {}\n"), ok("#[test] fn f() { g(); }"));
        assert_eq!(covers("// here\n// more\n/// Doc.\nfn f() {}\n"), ok("// more /// Doc. fn f() {}"));
        assert_eq!(
            covers("impl A {\n    // here\n    pub fn f(&self) {}\n    fn g() {}\n}\n"),
            ok("pub fn f(&self) {}")
        );
    }

    #[test]
    fn between_an_attribute_and_what_it_is_on_it_covers_that_too() {
        assert_eq!(covers("#[test]\n// here\npub async fn f() {\n    g();\n}\n"), ok("pub async fn f() { g(); }"));
        assert_eq!(covers("fn f() {\n    #[cfg(unix)]\n    // here\n    let x = 1;\n    h();\n}\n"), ok("let x = 1;"));
        assert_eq!(covers("fn f() {\n    #[cfg(unix)]\n    // here\n    g().h();\n    h();\n}\n"), ok("g().h();"));
    }

    #[test]
    fn inside_a_statement_it_covers_the_arm_the_argument_or_the_line() {
        let text = "fn f() {\n    match x {\n        A => 1,\n        // here\n        B => g(\n            2,\n        ),\n    };\n}\n";
        assert_eq!(covers(text), ok("B => g( 2, )"));
        let text = "async fn f() {\n    tokio::select! {\n        // here\n        x = a.b() => {\n            c();\n        }\n        _ = d() => {}\n    }\n}\n";
        assert_eq!(covers(text), ok("x = a.b() => { c(); }"));
        assert_eq!(
            covers("fn f() {\n    g(\n        // here\n        a +\n            b,\n        c,\n    );\n}\n"),
            ok("a + b")
        );
        assert_eq!(covers("fn f() {\n    g\n        // here\n        .a()\n        .b();\n}\n"), ok(".a()"));
    }

    #[test]
    fn at_the_end_of_a_line_it_covers_the_line() {
        assert_eq!(covers("fn f() {\n    g(); h(); // here\n    i();\n}\n"), ok("g(); h();"));
        assert_eq!(covers("fn f() {\n    g(/* here */ 1);\n    i();\n}\n"), ok("g( 1);"));
    }

    #[test]
    fn at_the_end_of_a_block_it_covers_nothing_but_itself() {
        assert_eq!(covers("fn f() {\n    g();\n    // here\n}\nfn h() {}\n"), ok(""));
        assert_eq!(covers("fn f() {}\n// here\n"), ok(""));
    }

    #[test]
    fn at_the_head_of_a_file_it_covers_the_file() {
        assert_eq!(covers("//! A.\n//! here\n\n#![allow(x)]\nuse a;\n"), ok("//! A.   #![allow(x)] use a;"));
        assert_eq!(covers("fn f() {\n    //! here\n}\n"), Err("`//!` counts only at the head of a file"));
        assert_eq!(covers("/// here\nfn f() {}\n"), Err("it is documentation"));
    }
}
