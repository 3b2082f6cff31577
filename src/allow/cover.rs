//! Which code a comment speaks of: the next item or statement, the line it stands at the end of, or the whole file.
//!
//! It knows where things stand, and nothing of what the comment says.

use std::cell::OnceCell;

use crate::syntax::comments::{Comment, CommentKind};
use crate::syntax::tree::{ExprKind, MacroBody, StmtKind, Tree};
use crate::syntax::{Parsed, Source, Span};

/// What the comments of a file can cover.
pub struct Coverage<'f> {
    source: &'f Source,
    parsed: &'f Parsed,
    /// Made for the first comment that asks.
    units: OnceCell<Units>,
}

/// The items, statements, expressions, arms and branches of a file.
struct Units {
    /// By where they begin.
    all: Vec<Unit>,
    /// The longest beginning, in bytes.
    widest: u32,
    /// Of each comment the first code behind it; the end of the file where there is none.
    code_after: Vec<u32>,
}

struct Unit {
    span: Span,
    /// Up to here it has only begun: an item begins with its attributes and what else stands before its name.
    core: u32,
}

impl<'f> Coverage<'f> {
    pub fn new(source: &'f Source, parsed: &'f Parsed) -> Coverage<'f> {
        Coverage { source, parsed, units: OnceCell::new() }
    }

    /// The stretch that a comment of the file covers, itself included, or why it covers none.
    pub fn of(&self, comment: &Comment) -> Result<Span, &'static str> {
        let source = self.source;
        match comment.kind {
            CommentKind::Doc => Err("it is documentation"),
            CommentKind::InnerDoc if self.at_head(comment) => Ok(whole(source)),
            CommentKind::InnerDoc => Err("`//!` counts only at the head of a file"),
            CommentKind::Plain if comment.after_code => {
                Ok(source.line_span(comment.line).to(source.line_span(comment.last_line)))
            }
            CommentKind::Plain => Ok(comment.span.to(self.next(comment))),
        }
    }

    fn units(&self) -> &Units {
        self.units.get_or_init(|| Units::new(self.source, self.parsed))
    }

    fn at_head(&self, comment: &Comment) -> bool {
        self.parsed.tree.items.iter().all(|item| comment.span.start <= item.span.start)
    }

    /// What stands next after a comment on a line of its own: the item, the statement, the arm or the expression that
    /// begins there, or else the rest of that line. At the end of a block there is nothing.
    fn next(&self, comment: &Comment) -> Span {
        let source = self.source;
        let number = self.parsed.comments.all().partition_point(|other| other.span.start < comment.span.start);
        let Some(&at) = self.units().code_after.get(number) else { return comment.span };
        let place = Span { file: source.file, start: at, end: at };
        match source.text[at as usize..].chars().next() {
            None | Some('}' | ')' | ']') => comment.span,
            Some(_) => match self.units().longest_at(at) {
                Some(unit) => place.to(unit),
                None => place.to(source.line_span(source.line_column(at).0)),
            },
        }
    }
}

impl Units {
    fn new(source: &Source, parsed: &Parsed) -> Units {
        let tree = &parsed.tree;
        let items = tree.items.iter().map(|item| Unit { span: item.span, core: item.name_span.start });
        let stmts = tree.blocks.iter().flat_map(|block| &block.stmts).map(|stmt| {
            let core = match &stmt.kind {
                StmtKind::Let { pat, .. } => tree.pats[pat.0 as usize].span.start,
                StmtKind::Expr { expr, .. } => tree.exprs[expr.0 as usize].span.start,
                StmtKind::Item(_) => stmt.span.start,
            };
            Unit { span: stmt.span, core }
        });
        let others = tree.exprs.iter().map(|expr| expr.span).chain(arms(tree));
        let mut all: Vec<Unit> = items.chain(stmts).chain(others.map(|span| Unit { span, core: span.start })).collect();
        all.sort_by_key(|unit| unit.span.start);
        let widest = all.iter().map(|unit| unit.core.saturating_sub(unit.span.start)).max().unwrap_or_default();
        Units { all, widest, code_after: code_after(source, parsed) }
    }

    /// The longest thing that begins at `at`.
    fn longest_at(&self, at: u32) -> Option<Span> {
        let first = self.all.partition_point(|unit| unit.span.start < at.saturating_sub(self.widest));
        let begun = self.all[first..].iter().take_while(|unit| unit.span.start <= at);
        begun.filter(|unit| at <= unit.core).map(|unit| unit.span).max_by_key(|span| span.end)
    }
}

/// Of each comment where the first code behind it begins.
fn code_after(source: &Source, parsed: &Parsed) -> Vec<u32> {
    let comments = parsed.comments.all();
    let mut after = vec![0; comments.len()];
    for (n, comment) in comments.iter().enumerate().rev() {
        let rest = &source.text[comment.span.end as usize..];
        let at = comment.span.end + (rest.len() - rest.trim_start().len()) as u32;
        let follows = comments.get(n + 1).is_some_and(|next| next.span.start == at);
        after[n] = if follows { after[n + 1] } else { at };
    }
    after
}

/// The whole text of a file.
pub fn whole(source: &Source) -> Span {
    Span { file: source.file, start: 0, end: source.text.len() as u32 }
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
        let span = Coverage::new(&source, &parsed).of(comment)?;
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
