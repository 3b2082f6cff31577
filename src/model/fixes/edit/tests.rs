//! Text put in, replaced and taken out of small programs.

use std::sync::Arc;

use crate::model::fixes::edit::*;
use crate::model::{File, FileKind, PackageInfo};
use crate::syntax::{FileId, Interner, Source, parse};

/// A package of one file.
fn krate(text: &str) -> Crate {
    let names = Interner::default();
    let source = Arc::new(Source::new(FileId(0), "a.rs", text));
    let parsed = parse(&source, &names).expect("the text is Rust");
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let file = File { source, parsed: parsed.into(), kind: FileKind::Lib, within: "src/lib.rs".to_owned(), root: true };
    Crate::new(&PackageInfo::default(), vec![file], names)
}

/// The first expression that is written so.
fn expr(krate: &Crate, text: &str) -> ExprAt {
    let file = FileNo(0);
    let ids = (0..krate.tree(file).exprs.len() as u32).map(|n| ExprAt { file, id: crate::syntax::tree::ExprId(n) });
    let mut found: Vec<ExprAt> = ids.filter(|at| krate.text_at(*at) == text).collect();
    found.sort_by_key(|at| krate.span(*at).start);
    *found.first().unwrap_or_else(|| panic!("no expression is written {text}"))
}

fn stmt(krate: &Crate, text: &str) -> StmtAt {
    krate.stmt_of(expr(krate, text)).expect("it stands in a statement")
}

fn block(krate: &Crate, text: &str) -> BlockId {
    let blocks = &krate.tree(FileNo(0)).blocks;
    let written = |b: &crate::syntax::tree::Block| krate.source(FileNo(0)).text_of(b.span) == text;
    BlockId(blocks.iter().position(written).expect("the block is there") as u32)
}

/// The text with the edits made.
fn edited(krate: &Crate, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut text = krate.source(FileNo(0)).text.to_string();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn lines_go_before_a_statement_and_its_comments() {
    let krate = krate("fn f() {\n\ta();\n\t// Why b.\n\tb();\n}\n");
    let edit = krate.put_before(stmt(&krate, "b()"), &lines(&["x();", "y();"]));
    assert_eq!(edited(&krate, vec![edit]), "fn f() {\n\ta();\n\tx();\n\ty();\n\t// Why b.\n\tb();\n}\n");
}

#[test]
fn a_statement_behind_another_gets_its_line_beside_it() {
    let krate = krate("fn f() { a(); b(); }\n");
    let edit = krate.put_before(stmt(&krate, "b()"), &lines(&["x();"]));
    assert_eq!(edited(&krate, vec![edit]), "fn f() { a(); x(); b(); }\n");
}

#[test]
fn line_breaks_are_those_of_the_file() {
    let krate = krate("fn f() {\r\n    a();\r\n}\r\n");
    let edit = krate.put_before(stmt(&krate, "a()"), &lines(&["x();"]));
    assert_eq!(edited(&krate, vec![edit]), "fn f() {\r\n    x();\r\n    a();\r\n}\r\n");
}

#[test]
fn a_statement_goes_last_whatever_the_block_holds() {
    let cases = [
        ("{\n    a();\n}", "{\n    a();\n    x;\n}"),
        ("{\n    a()\n}", "{\n    a();\n    x;\n}"),
        ("{\n    a(); // why\n}", "{\n    a(); // why\n    x;\n}"),
        ("{\n    if b {}\n}", "{\n    if b {}\n    x;\n}"),
        ("{ a() }", "{ a(); x; }"),
        ("{}", "{\n    x;\n}"),
    ];
    for (before, after) in cases {
        let krate = krate(&format!("fn f() {before}\n"));
        let edits = krate.put_last(FileNo(0), block(&krate, before), "x;");
        assert_eq!(edited(&krate, edits), format!("fn f() {after}\n"));
    }
}

#[test]
fn a_statement_is_taken_out_with_its_line() {
    let krate = krate("fn f() {\n    // Why a.\n    a(); // now\n\n    b();\n\n    c();\n}\n");
    let first = krate.deleted(stmt(&krate, "a()"), true);
    assert_eq!(edited(&krate, vec![first]), "fn f() {\n    b();\n\n    c();\n}\n");
    let middle = krate.deleted(stmt(&krate, "b()"), true);
    assert_eq!(edited(&krate, vec![middle]), "fn f() {\n    // Why a.\n    a(); // now\n\n    c();\n}\n");
    let last = krate.deleted(stmt(&krate, "c()"), true);
    assert_eq!(edited(&krate, vec![last]), "fn f() {\n    // Why a.\n    a(); // now\n\n    b();\n}\n");
}

#[test]
fn a_comment_that_is_to_stay_stays() {
    let krate = krate("fn f() {\n    // Why a.\n    a();\n    b();\n}\n");
    let edit = krate.deleted(stmt(&krate, "a()"), false);
    assert_eq!(edited(&krate, vec![edit]), "fn f() {\n    // Why a.\n    b();\n}\n");
}

#[test]
fn a_statement_moves_with_its_comments() {
    let krate = krate("fn f() {\n    a();\n    b();\n    // Why c.\n    c();\n}\n");
    let edits = krate.moved_before(stmt(&krate, "c()"), stmt(&krate, "a()"));
    assert_eq!(edited(&krate, edits), "fn f() {\n    // Why c.\n    c();\n    a();\n    b();\n}\n");
}

#[test]
fn an_expression_is_hoisted_out_of_a_head() {
    let krate = krate(
        "fn f() {\n    match queue.lock().pop() {\n        Some(job) => run(job),\n        None => {}\n    }\n}\n",
    );
    let pop = expr(&krate, "queue.lock().pop()");
    let edits = krate.hoisted(pop, "job", stmt(&krate, "queue.lock().pop()"));
    let after = "fn f() {\n    let job = queue.lock().pop();\n    match job {\n";
    assert!(edited(&krate, edits).starts_with(after));
}

#[test]
fn an_arm_has_a_comma_where_it_needs_one() {
    let krate =
        krate("fn f() {\n    match x {\n        1 => one(),\n        2 => {}\n        _ => three(),\n    }\n}\n");
    let arms = "fn f() {\n    match x {\n        1 => {\n            y;\n        }\n        2 => two(),\n        _ => three(),\n    }\n}\n";
    let one = expr(&krate, "one()");
    let edits =
        vec![krate.replaced_arm(one, &krate.block_of(one, &["y;"])), krate.replaced_arm(expr(&krate, "{}"), "two()")];
    assert_eq!(edited(&krate, edits), arms);
}

#[test]
fn a_name_is_free_when_no_variable_has_it() {
    let krate = krate("fn f() {\n    let ticks = 1;\n    task::spawn(ticks2);\n    work(|| ticks);\n}\n");
    let here = expr(&krate, "1");
    assert_eq!(krate.unused_name(here, "ticks"), "ticks3");
    assert_eq!(krate.unused_name(here, "task"), "task", "a path's part is no variable");
    assert_eq!(krate.unused_name(here, "tick"), "tick", "a part of a word is no word");
}

#[test]
fn what_a_macro_may_change_or_a_program_wrote_is_not_edited() {
    let hidden = krate("fn f() {\n    conjure! { loop { a(); } }\n    println!(\"{}\", b());\n}\n");
    assert!(!hidden.is_editable(expr(&hidden, "a()")));
    assert!(hidden.is_editable(expr(&hidden, "b()")));
    let generated = krate("// @generated by a program\nfn f() {\n    a();\n}\n");
    assert!(!generated.is_editable(expr(&generated, "a()")));
    let items = krate("thread_local! {\n    static A: u32 = a();\n}\n");
    assert!(!items.is_editable(expr(&items, "a()")));
}
