//! Where a comment can be put so that it covers a place.

use super::cover::{Coverage, arms};
use super::directive;
use crate::syntax::tree::{ItemKind, StmtKind, Tree};
use crate::syntax::{Parsed, Source, Span};

/// A place for a comment that is yet to be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stand {
    /// Where text is put in, in bytes: the beginning of a line or its end.
    pub at: u32,
    /// Whether the comment gets a line of its own, before the one that begins there.
    pub own_line: bool,
}

impl Stand {
    /// The text to put in, and where in it the comment begins.
    pub fn text(self, source: &Source, comment: &str) -> (String, u32) {
        if !self.own_line {
            return (format!(" {comment}"), 1);
        }
        let (before, line) = source.text.split_at(self.at as usize);
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        // The last line may have no end; then those before it tell.
        let end = line.split_inclusive('\n').next().filter(|line| line.ends_with('\n')).unwrap_or(before);
        let line_break = if end.ends_with("\r\n") { "\r\n" } else { "\n" };
        (format!("{indent}{comment}{line_break}"), indent.len() as u32)
    }
}

/// The places at which a comment may cover what begins at `place`, best first; [`covers`] says of each whether it does.
///
/// Best is a line of its own above the statement. A function or a type holds more than one place, so there the end of the
/// line comes first.
pub fn stands(source: &Source, tree: &Tree, place: u32) -> Vec<Stand> {
    let mut around = units(tree).filter(|unit| unit.span.start <= place && place < unit.span.end).collect::<Vec<_>>();
    around.sort_by_key(|unit| unit.span.end - unit.span.start);
    let behind = Stand { at: source.line_span(source.line_column(place).0).end, own_line: false };
    let mut stands = Vec::new();
    if let Some(first) = around.first().filter(|unit| !unit.is_wide && begins_line(source, unit.span.start)) {
        stands.push(above(source, first.span.start));
    }
    stands.push(behind);
    let statements = around.iter().filter(|unit| !unit.is_wide);
    stands.extend(statements.map(|unit| above(source, unit.span.start)));
    stands.push(above(source, place));
    stands.extend(around.iter().map(|unit| above(source, unit.span.start)));
    let mut seen = Vec::new();
    stands.retain(|stand| {
        !seen.contains(stand) && {
            seen.push(*stand);
            true
        }
    });
    stands
}

/// Whether the allow that begins at `comment` covers what begins at `place`.
pub fn covers(source: &Source, parsed: &Parsed, comment: u32, place: u32) -> bool {
    let Some(comment) = parsed.comments.all().iter().find(|one| one.span.start == comment) else { return false };
    let place = Span { file: source.file, start: place, end: place };
    let is_read = directive::read(source.text_of(comment.span), comment.span).is_some_and(|said| said.is_ok());
    is_read && Coverage::new(source, parsed).of(comment).is_ok_and(|span| span.holds(place))
}

/// What a comment on a line of its own can stand above.
struct Unit {
    span: Span,
    /// Whether it has a body of items, fields or statements, so that an allow of all of it would say too much.
    is_wide: bool,
}

fn units(tree: &Tree) -> impl Iterator<Item = Unit> {
    let items = tree.items.iter().map(|item| Unit { span: item.span, is_wide: is_wide(&item.kind) });
    let stmts =
        tree.blocks.iter().flat_map(|block| &block.stmts).filter(|stmt| !matches!(stmt.kind, StmtKind::Item(_)));
    let stmts = stmts.map(|stmt| stmt.span).chain(arms(tree));
    items.chain(stmts.map(|span| Unit { span, is_wide: false }))
}

fn is_wide(kind: &ItemKind) -> bool {
    match kind {
        ItemKind::Fn(function) => function.body.is_some(),
        ItemKind::Mod { items } => items.is_some(),
        ItemKind::Static { .. } | ItemKind::Const { .. } | ItemKind::Alias { .. } => false,
        ItemKind::Use(_) | ItemKind::ExternCrate { .. } => false,
        _ => true,
    }
}

/// A line of its own before the line on which a place lies.
fn above(source: &Source, place: u32) -> Stand {
    let start = source.line_span(source.line_column(place).0).start;
    // Nothing may stand before a byte order mark.
    let mark = if start == 0 && source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
    Stand { at: start + mark, own_line: true }
}

fn begins_line(source: &Source, place: u32) -> bool {
    let line = above(source, place).at;
    source.text.get(line as usize..place as usize).is_some_and(|before| before.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{self, FileId, Interner};

    fn parsed(text: &str) -> (Source, Parsed) {
        let source = Source::new(FileId(0), "a.rs", text);
        let parsed = syntax::parse(&source, &Interner::default()).expect("the test's text can be read");
        (source, parsed)
    }

    /// The text with an allow at the first place that covers `HERE`.
    fn allowed(text: &str) -> String {
        let (source, tree) = parsed(text);
        let place = text.find("HERE").expect("the text has it") as u32;
        for stand in stands(&source, &tree.tree, place) {
            let (put, inside) = stand.text(&source, "// conclint: allow(a) -- b");
            let (before, after) = text.split_at(stand.at as usize);
            let now = format!("{before}{put}{after}");
            let moved = if stand.at <= place { place + put.len() as u32 } else { place };
            let (source, parsed) = parsed(&now);
            if covers(&source, &parsed, stand.at + inside, moved) {
                return now.replace("// conclint: allow(a) -- b", "// @");
            }
        }
        "nowhere".to_owned()
    }

    #[test]
    fn a_statement_an_arm_or_a_short_item_gets_a_line_above() {
        assert_eq!(allowed("fn f() {\n    HERE();\n}\n"), "fn f() {\n    // @\n    HERE();\n}\n");
        assert_eq!(
            allowed("fn f() {\n    let x =\n        g(\n            HERE);\n}\n"),
            "fn f() {\n    // @\n    let x =\n        g(\n            HERE);\n}\n"
        );
        assert_eq!(
            allowed("fn f() {\n\tmatch x {\n\t\tA => HERE(),\n\t\tB => 1,\n\t}\n}\n"),
            "fn f() {\n\tmatch x {\n\t\t// @\n\t\tA => HERE(),\n\t\tB => 1,\n\t}\n}\n"
        );
        assert_eq!(allowed("/// Doc.\n#[a]\nuse HERE;\n"), "/// Doc.\n// @\n#[a]\nuse HERE;\n");
    }

    #[test]
    fn in_a_macro_it_is_the_branch_or_the_statement_there() {
        let select =
            "async fn f() {\n    tokio::select! {\n        x = HERE() => {}\n        _ = d() => {}\n    }\n}\n";
        assert_eq!(allowed(select), select.replace("        x = ", "        // @\n        x = "));
        let own = "fn f() {\n    wrapped! {\n        HERE();\n        g();\n    }\n}\n";
        assert_eq!(allowed(own), own.replace("        HERE", "        // @\n        HERE"));
    }

    #[test]
    fn behind_other_code_it_is_the_end_of_the_line() {
        assert_eq!(allowed("fn f() { HERE(); }\n"), "fn f() { HERE(); } // @\n");
        assert_eq!(allowed("fn f(a: HERE) {\n    g();\n}\n"), "fn f(a: HERE) { // @\n    g();\n}\n");
        assert_eq!(allowed("struct S {\n    a: HERE,\n}\n"), "struct S {\n    a: HERE, // @\n}\n");
    }

    #[test]
    fn no_string_and_no_comment_is_changed() {
        let text = "fn f() {\n    g(\"a\n    b\"); HERE(\"c\n    d\");\n}\n";
        assert_eq!(allowed(text), format!("// @\n{text}"), "both ends of the line lie in strings");
    }

    #[test]
    fn line_ends_and_the_head_of_a_file_are_kept() {
        assert_eq!(allowed("fn f() {\r\n    HERE();\r\n}"), "fn f() {\r\n    // @\r\n    HERE();\r\n}");
        assert_eq!(allowed("\u{feff}use HERE;"), "\u{feff}// @\nuse HERE;");
        assert_eq!(allowed("#!/usr/bin/env x\nuse HERE;\n"), "#!/usr/bin/env x\n// @\nuse HERE;\n");
    }
}
