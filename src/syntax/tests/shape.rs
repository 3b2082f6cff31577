//! Items, statements, expressions and patterns that parse.

use super::show::{body, items};

#[test]
fn parentheses_leave_no_node() {
    assert_eq!(body("((a + b)).c(((d)));"), "(Add a b).c(d);");
}

#[test]
fn chains_of_all_kinds_lean_to_the_left() {
    assert_eq!(body("a.b(1)?.c.await[0].d::<T>() as u8"), "(a.b(1)?.c.await[0].d::<T>() as u8)");
    assert_eq!(body("x = y += z"), "(x = (Add= y z))");
    assert_eq!(body("..; a..; ..b; a..=b"), "(?..?); (a..?); (?..b); (a..b)");
}

#[test]
fn a_let_chain_is_an_and_of_lets() {
    let shown = body("if let Some(x) = a && x > 1 && let B { y, .. } = x {}");
    assert_eq!(shown, "if (And (And (let Some(x) = a) (Gt x 1)) (let B{y: y ..} = x)) {}");
}

#[test]
fn an_arm_keeps_its_guard_and_its_cfg() {
    let shown = body("match x { A | B if c => 1, #[cfg(unix)] C(..) => {} _ => 3 }");
    assert_eq!(shown, "match x {A|B if c => 1 [unix] C(..) => {} _ => 3}");
}

#[test]
fn statements_under_cfg_know_their_predicate() {
    let shown =
        body("#[cfg(feature=\"a\")] f(); #[cfg(not(all(unix,windows)))] let x = 1; #[cfg(test)] g!{} #[cfg(a)] b = c;");
    assert_eq!(shown, "[feature = \"a\"] f(); [not(all(unix, windows))] let x = 1; [test] g!() [a] (b = c);");
}

#[test]
fn a_lone_semicolon_is_no_statement() {
    assert_eq!(body(";;f();;"), "f();");
}

#[test]
fn raw_names_lose_their_mark() {
    assert_eq!(body("r#async.r#await(r#x)"), "async.await(x)");
    assert_eq!(items("fn r#try() {}"), "fn try(){}");
}

#[test]
fn closures_and_async_blocks_say_what_they_move() {
    let shown = body("async move |x: T, _| -> U { x }; move || async { y.await }; async move {}");
    assert_eq!(shown, "async move |x: T, _|->U{x}; move ||async {y.await}; async move {}");
}

#[test]
fn blocks_of_every_kind_are_blocks() {
    assert_eq!(body("{ a } unsafe { b } const { c } 'l: { break 'l d }"), "{a} {b} {c} 'l {break 'l d}");
}

#[test]
fn loops_keep_their_labels() {
    let shown = body("'a: loop { continue 'a } 'b: while c { break } 'd: for (i, x) in y { break 'd }");
    assert_eq!(shown, "'a loop {continue 'a } 'b while c {break ?} 'd for (i x) in y {break 'd ?}");
}

#[test]
fn a_let_else_has_a_block() {
    assert_eq!(
        body("let Some(mut x): Option<u8> = y else { return };"),
        "let Some(mut x): Option<u8> = y else {return ?};"
    );
}

#[test]
fn patterns_of_every_kind() {
    let shown = body(
        "match x { ref a @ Some(_) => 1, [1, .., b] => 2, &(mut c) => 3, -1..=1 => 4, A::B => 5, S { 0: d } => 6 }",
    );
    assert_eq!(shown, "match x {ref a@Some(_) => 1 [1 .. b] => 2 &mut c => 3 range => 4 path A::B => 5 S{0: d} => 6}");
}

#[test]
fn literals_have_values() {
    assert_eq!(
        body(r##"(1_0u8, 0xff, 1.5f32, "a\tb", r#"c"d"#, 'x', '中', '\'', b"e", b'f', c"g", true)"##),
        r#"tuple(10 255 1.5 "a\tb" "c\"d" char char char bytes bytes bytes true)"#
    );
}

#[test]
fn struct_literals_and_references() {
    assert_eq!(
        body("S { a, b: 1, ..c }; &mut x; &raw const y; [0; 3]; !-*z"),
        "S{a: a b: 1 ..c}; &mut x; &y; [0; 3]; (Not (Neg (Deref z)))"
    );
}

#[test]
fn functions_have_receivers_bounds_and_types() {
    let shown = items(
        "impl<T> A<T> where T: Send + ?Sized + 'static { pub async fn f<F: FnOnce(u8) -> bool>(&'static mut self, (a, b): (u8, &'static str), g: F) -> impl Future<Output = ()> + '_ where F: Send {} fn h(self: Arc<Self>); }",
    );
    assert_eq!(
        shown,
        "impl<T: Send> A<T>{pub async fn f<F: FnOnce<u8, Output=bool> + Send>(&'static mut self, (a b): (u8 &'static str), g: F)->impl Future<Output=()>{} other }"
    );
}

#[test]
fn traits_have_supertraits_and_bodies() {
    let shown = items("pub trait A<T>: B + C { const N: u8 = 1; type X: D; fn f(&self) { g() } fn h(); }");
    assert_eq!(shown, "pub trait A<T: >: B + C{const N: u8 = 1 type X = ? fn f(&self){g()} fn h();}");
}

#[test]
fn types_of_every_kind() {
    let shown =
        items("type A = (u8, [B; 3], &[C], *const D, fn(E) -> F, Box<dyn G + Send + 'static>, <H as I>::J, !, (K));");
    assert_eq!(shown, "type A = (u8 [B] &[C] *D fn(E)->F Box<dyn G + Send> <H>::I::J ! K)");
}

#[test]
fn the_leaves_of_a_use_tree_have_whole_paths() {
    let shown = items("use ::a::{self, b::{c as d, *}, e::T as _}; use f;");
    assert_eq!(shown, "use ::a as a use ::a::b::c as d use ::a::b as * use ::a::e::T as _ use f as f");
}

#[test]
fn data_has_fields() {
    let shown =
        items("struct A { pub a: u8 } struct B(C, D); struct E; enum F { G, H(I), J { k: L } } union M { n: O }");
    assert_eq!(shown, "struct A{a: u8} struct B{0: C, 1: D} struct E{} enum F{G{} H{0: I} J{k: L}} struct M{n: O}");
}

#[test]
fn attributes_are_text_in_one_spelling() {
    let shown =
        items("#[tokio::test(flavor=\"multi_thread\",worker_threads=2)] #[path = \"a.rs\"] mod b { #![cfg(test)] }");
    assert_eq!(
        shown,
        "#[tokio::test: flavor = \"multi_thread\", worker_threads = 2] #[path: \"a.rs\"] #[cfg: test] mod b{}"
    );
}

#[test]
fn foreign_items_stand_for_themselves() {
    assert_eq!(items("extern \"C\" { fn f(); static S: u8; }"), "other f static S: u8 = ?");
}

#[test]
fn doc_comments_are_no_attributes() {
    assert_eq!(items("//! a\n/// b\nmod c; /** d */ fn e() {}"), "mod c; fn e(){}");
}
