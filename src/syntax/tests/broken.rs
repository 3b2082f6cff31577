//! Files with mistakes: what is lost, and what is not.

use super::show::{Read, read, try_read};

fn shown(read: &Read) -> String {
    read.items(&read.parsed.tree.root)
}

fn places(read: &Read) -> Vec<&str> {
    read.parsed.errors.iter().map(|error| read.text(error.span)).collect()
}

#[test]
fn a_bad_statement_loses_only_itself() {
    let read = read("fn f() { a(); let = 1; b(); } fn g() {}");
    assert_eq!(shown(&read), "fn f(){a(); !opaque(let) b();} fn g(){}");
    assert_eq!(places(&read), ["="]);
}

#[test]
fn the_names_of_a_lost_statement_are_kept() {
    let read = read("fn f() { x.lock( } ) y z; w(); }\nfn g() { let a = 1; b b b; }");
    assert!(shown(&read).contains("fn g(){let a = 1; !opaque(b b b)}"), "{}", shown(&read));
}

#[test]
fn a_bad_statement_in_a_nested_block_loses_only_itself() {
    let read = read("fn f() { spawn(async move { loop { a().await; b b; match c { D => { e e; } _ => {} } } }); }");
    assert_eq!(
        shown(&read),
        "fn f(){spawn(async move {loop {a().await; !opaque(b b) match c {D => {!opaque(e e)} _ => {}}}});}"
    );
    assert_eq!(read.parsed.errors.len(), 2);
}

#[test]
fn a_bad_member_loses_only_itself() {
    let read = read("impl A { fn f(&self) {} fn (x) {} const B: = 1; fn g() {} }");
    assert_eq!(shown(&read), "impl A{fn f(&self){} body !opaque(fn x) body !opaque(const B) fn g(){}}");
}

#[test]
fn a_bad_head_keeps_the_body() {
    let read = read("async fn f(x in 0..3) { g(x).await }");
    assert_eq!(shown(&read), "async fn f(){g(x).await}");
    assert_eq!(places(&read), ["in"]);
}

#[test]
fn a_bad_item_in_a_module_loses_only_itself() {
    let read = read("#![a] mod m { use b c; struct D { e: } fn f() {} } static G: u8 = 1;");
    assert_eq!(shown(&read), "mod m{body !opaque(use b c) body !opaque(struct D e) fn f(){}} static G: u8 = 1");
    assert_eq!(read.parsed.tree.attrs.len(), 1);
}

#[test]
fn a_missing_semicolon_does_not_swallow_the_next_item() {
    let read = read("use a::b\nfn f() {}\nstruct C\npub fn g() {}");
    assert_eq!(shown(&read), "body !opaque(use a b) fn f(){} body !opaque(struct C) pub fn g(){}");
}

#[test]
fn marks_of_a_merge_lose_only_themselves() {
    let read = read("fn f() {}\n<<<<<<< HEAD\nfn g() {}\n=======\nfn h() {}\n>>>>>>> b\nfn i() {}\n");
    let shown = shown(&read);
    for function in ["fn f(){}", "fn g(){}", "fn h(){}", "fn i(){}"] {
        assert!(shown.contains(function), "{shown}");
    }
}

#[test]
fn a_missing_brace_loses_only_the_item_it_is_in() {
    let read = read("fn f() {\n    a();\n}\nfn g() {\n    if b {\n        c();\n}\nfn h() {\n    d();\n}\n");
    let shown = shown(&read);
    assert!(shown.contains("fn f(){a();}"), "{shown}");
    assert!(shown.contains("c()"), "{shown}");
    assert!(shown.contains("fn h(){d();}"), "{shown}");
    assert!(!read.parsed.errors.is_empty());
}

#[test]
fn a_brace_too_many_loses_nothing() {
    let read = read("fn f() {\n    a();\n}}\nfn g() {\n    b(];\n}\n");
    assert_eq!(shown(&read), "fn f(){a();} fn g(){b;}");
}

#[test]
fn a_stray_character_loses_its_statement() {
    let read = read("fn f() {\n    a();\n    b \\ c;\n    d();\n}\nfn g() { ` }\n");
    let shown = shown(&read);
    assert!(shown.contains("a();") && shown.contains("d();"), "{shown}");
}

#[test]
fn a_string_without_an_end_keeps_what_stands_before() {
    let read = read("fn f() {\n    a();\n}\nfn g() {\n    b(\"no end);\n}\n");
    assert!(shown(&read).contains("fn f(){a();}"), "{}", shown(&read));
}

#[test]
fn a_string_without_an_end_ends_with_its_line() {
    let read = read("fn f() {\n    a(\"no end);\n    b(\"c\");\n}\nfn g() { h(\"i\") }\n");
    let shown = shown(&read);
    assert!(shown.contains("fn g(){h(\"i\")}"), "{shown}");
    assert_eq!(places(&read)[0], "\"");
}

#[test]
fn a_comment_without_an_end_ends_with_its_line() {
    let read = read("fn f() { a() }\n/* b\nfn g() { c() }\n");
    assert_eq!(shown(&read), "fn f(){a()} fn g(){c()}");
    assert_eq!(places(&read), ["/"]);
}

#[test]
fn text_that_is_not_rust_is_unread_or_empty() {
    for text in [
        "# Read me\n\nIt's a *thing*.\n",
        "}}}}}",
        "(((",
        "\"",
        "'",
        "\\",
        "/*",
        "r#\"",
        "b'",
        "🦀",
        "\u{0}",
        "fn",
        "#",
        "#![",
    ] {
        if let Ok(read) = try_read(text) {
            assert!(!read.parsed.errors.is_empty() || read.parsed.tree.root.is_empty(), "{text}");
        }
    }
}

#[test]
fn every_cut_of_a_file_is_read_without_a_panic() {
    let text = "//! é\n#[a(b)]\npub async fn f<'a>(x: &'a str) -> u8 {\n    let y = \"é{x}\";\n    select! { Some(z) = r#c.recv(), if d => { e('中', b'\\'') } }\n    /* g */ match h { 1..=2 => i(r#\"j\"#)?, _ => k.await }\n}\nimpl L { const M: u8 = 1; }\n";
    for (cut, _) in text.char_indices() {
        let _ = try_read(&text[..cut]);
        let _ = try_read(&text[cut..]);
    }
}
