//! Forms of editions 2015 and 2018 that today's parser refuses.

use super::show::{Read, try_read_of};

fn read(text: &str, edition: u16) -> Read {
    match try_read_of(text, edition) {
        Ok(read) => read,
        Err(unread) => panic!("not read: {unread}"),
    }
}

fn shown(text: &str, edition: u16) -> String {
    let read = read(text, edition);
    assert!(read.parsed.errors.is_empty(), "{edition}: {text}: {:?}", read.parsed.errors);
    read.items(&read.parsed.tree.root)
}

/// The items of a text that says the same in both old editions.
fn old(text: &str) -> String {
    let shown = [2015, 2018].map(|edition| shown(text, edition));
    assert_eq!(shown[0], shown[1], "both old editions have this form");
    shown.into_iter().next().unwrap_or_default()
}

fn of_2015(text: &str) -> String {
    let modern = read(text, 2018);
    assert!(!modern.parsed.errors.is_empty(), "edition 2018 has no such form: {text}");
    shown(text, 2015)
}

fn body_of_2015(text: &str) -> String {
    let shown = of_2015(&format!("fn f() {{ {text} }}"));
    let inside = shown.strip_prefix("fn f(){").and_then(|rest| rest.strip_suffix('}'));
    inside.unwrap_or(&shown).to_owned()
}

#[test]
fn a_struct_is_kept_around_trait_objects_without_dyn() {
    assert_eq!(
        old("struct Pump { alarm: Box<Fn(u32) + Send>, level: Mutex<u8> }"),
        "struct Pump{alarm: Box<dyn Fn<u32> + Send>, level: Mutex<u8>}"
    );
    assert_eq!(
        old("struct A<'a>(&'a Fn(u8), &'a mut FnMut() -> u8, &'a (Foo + Send), &'a (Fn(u8) + Send), *const Fn());"),
        "struct A{0: &dyn Fn<u8>, 1: &mut dyn FnMut<Output=u8>, 2: &dyn Foo + Send, 3: &dyn Fn<u8> + Send, 4: *dyn Fn}"
    );
    assert_eq!(
        old("struct A { b: Vec<Box<FnMut() + Send + 'static>>, c: Arc<::std::ops::Fn() -> B + 'static + Sync> }"),
        "struct A{b: Vec<Box<dyn FnMut + Send>>, c: Arc<dyn ::std::ops::Fn<Output=B> + Sync>}"
    );
}

#[test]
fn a_trait_object_may_stand_wherever_a_type_does() {
    assert_eq!(old("type A<'a> = Fn(u8) -> Result<B, C> + 'a;"), "type A = dyn Fn<u8, Output=Result<B, C>>");
    assert_eq!(old("type A = Box<for<'r> Fn(&'r u8) -> u8>;"), "type A = Box<dyn Fn<&u8, Output=u8>>");
    assert_eq!(old("type A = Box<FnBox(Box<Fn(u8)>) + Send>;"), "type A = Box<dyn FnBox<Box<dyn Fn<u8>>> + Send>");
    assert_eq!(
        old("impl<'a> A for Fn(u8) -> u8 + 'a { fn f(&self) {} }"),
        "impl A for dyn Fn<u8, Output=u8>{fn f(&self){}}"
    );
    assert_eq!(old("static A: &'static (Fn(u8) + Sync) = &b;"), "static A: &'static dyn Fn<u8> + Sync = &b");
    assert_eq!(
        old("fn f(a: &mut FnMut(u8)) -> Box<Fn(u8)> { g() }"),
        "fn f(a: &mut dyn FnMut<u8>)->Box<dyn Fn<u8>>{g()}"
    );
    assert_eq!(
        old("fn f() { let a: &Fn(u8) = &b; c(d as &Fn(u8), e::<Box<Fn() + Send>>()); h(); }"),
        "fn f(){let a: &dyn Fn<u8> = &b; c((d as &dyn Fn<u8>) e<Box<dyn Fn + Send>>()); h();}"
    );
}

#[test]
fn a_variant_or_call_named_like_a_trait_stays_one() {
    assert_eq!(
        old("fn f(a: &Fn()) { match b { Item::Fn(c) => Fn(c), _ => d } }"),
        "fn f(a: &dyn Fn){match b {Item::Fn(c) => Fn(c) _ => d}}"
    );
}

#[test]
fn methods_of_a_trait_need_no_names_for_their_parameters() {
    assert_eq!(
        of_2015("trait A { fn f(&self, u32, &str) -> u8; fn g(Vec<(u8, B)>, *mut C, [u8; 4], c: D) { h() } }"),
        "trait A: {fn f(&self, _: u32, _: &str)->u8; fn g(_: Vec<tuple(u8 B)>, _: *C, _: [u8], c: D){h()}}"
            .replace("tuple", "")
    );
    assert_eq!(
        of_2015("trait A<'a> { fn f<B: Fn(u8) -> C>(&'a mut self, #[d] &'a E<F, G>, Self::H, Box<Fn(I)>); }"),
        "trait A: {fn f<B: Fn<u8, Output=C>>(self, _: &E<F, G>, _: Self::H, _: Box<dyn Fn<I>>);}"
            .replace("(self", "(&'a mut self")
    );
}

#[test]
fn words_that_became_keywords_are_names() {
    assert_eq!(of_2015("mod async; struct dyn; extern crate await;"), "mod async; struct dyn{} extern await as ?");
    assert_eq!(
        of_2015("use futures::sync::async; pub use self::async::{try, dyn as await};"),
        "use futures::sync::async as async pub use self::async::try as try use self::async::dyn as await"
    );
    assert_eq!(of_2015("fn async(dyn: u8) -> try { dyn }"), "fn async(dyn: u8)->try{dyn}");
    assert_eq!(
        of_2015("struct A { async: Mutex<u8>, try: bool } trait await { fn dyn(&self); }"),
        "struct A{async: Mutex<u8>, try: bool} trait await: {fn dyn(&self);}"
    );
    assert_eq!(
        body_of_2015("let dyn = 3; let async = dyn + 1; async(2); await.x(); try::f(); a.async().try(b.dyn);"),
        "let dyn = 3; let async = (Add dyn 1); async(2); await.x(); try::f(); a.async().try(b.dyn);"
    );
    assert_eq!(
        body_of_2015("a.poll().map(|async| async.map(b)); let S { async, dyn: c } = S { async: 1, dyn };"),
        "a.poll().map(|async|async.map(b)); let S{async: async dyn: c} = S{async: 1 dyn: dyn};"
    );
}

#[test]
fn a_name_before_braces_is_no_block() {
    assert_eq!(body_of_2015("match async { Ready(a) => b, _ => c }"), "match async {Ready(a) => b _ => c}");
    assert_eq!(
        body_of_2015("if try { a } else { b } while async { c.lock(); }"),
        "if try {a} else {b} while async {c.lock();}"
    );
}

#[test]
fn names_keep_the_places_of_the_source() {
    let text = "struct A { é: Box<Fn(u32) + Send>, async: u8 }\ntrait B { fn f(&self, C<u8>, &D); }";
    let read = read(text, 2015);
    assert_eq!(read.text(read.parsed.tree.items[0].span), "struct A { é: Box<Fn(u32) + Send>, async: u8 }");
    let texts: Vec<&str> = read.parsed.tree.types.iter().map(|ty| read.text(ty.span)).collect();
    assert_eq!(
        texts,
        ["u32", "Fn(u32) + Send", "Box<Fn(u32) + Send>", "u8", "u8", "C<u8>", "D", "&D"].map(|t| t),
        "{texts:?}"
    );
}

#[test]
fn boxes_are_what_is_in_them() {
    assert_eq!(
        old(
            "fn f() { let a = box Mutex::new(1); b.c = box move |x| x; match d { box e => e, A { box g, h: box ref i } => g } }"
        ),
        "fn f(){let a = Mutex::new(1); (b.c = move |x|x); match d {e => e A{g: g h: ref i} => g}}"
    );
}

#[test]
fn other_old_forms() {
    assert_eq!(old("crate struct A { crate b: u8 } crate fn f() {}"), "pub struct A{b: u8} pub fn f(){}");
    assert_eq!(old("struct A<'s, B> where B: Send + 'static, 's { c: B }"), "struct A<B: Send>{c: B}");
    assert_eq!(
        old("fn f() { match a { 0...9 => b, 'a'...'z' => c, _ => try!(d) } }"),
        "fn f(){match a {range => b range => c _ => try!(d)}}"
    );
}

#[test]
fn macros_are_read_in_the_syntax_of_their_edition() {
    assert_eq!(
        old("lazy_static! { static ref A: Mutex<Vec<Box<Fn(u8) + Send>>> = Mutex::new(vec![b as Box<Fn(u8)>]); }"),
        "lazy_static!{static A: Mutex<Vec<Box<dyn Fn<u8> + Send>>> = Mutex::new(vec!((b as Box<dyn Fn<u8>>)))}"
    );
    assert_eq!(old("a! { struct B { c: Box<Fn(u8)> } }"), "a!{struct B{c: Box<dyn Fn<u8>>}}");
    assert_eq!(
        shown("fn f() { try!(a.async().map(|try| b)); c! { let dyn = 1; } }", 2015),
        "fn f(){try!(a.async().map(|try|b)); c!{let dyn = 1;}}"
    );
}

#[test]
fn a_mistake_among_old_forms_loses_only_itself() {
    let read =
        read("trait A { fn f(&self, u8); fn (x) {} } fn g(h: &Fn()) { let async = 1; let = 2; i(async); }", 2015);
    let shown = read.items(&read.parsed.tree.root);
    assert_eq!(
        shown,
        "trait A: {fn f(&self, _: u8); body !opaque(fn x)} fn g(h: &dyn Fn){let async = 1; !opaque(let) i(async);}"
    );
    assert_eq!(read.parsed.errors.len(), 2, "{:?}", read.parsed.errors);
}

#[test]
fn a_mistake_that_looks_like_an_old_form_is_still_one() {
    for text in ["fn f() { async a }", "fn f() { let a = box; }", "fn f(a in (b)) {}"] {
        assert!(!read(text, 2015).parsed.errors.is_empty(), "{text}");
    }
}

#[test]
fn a_long_row_of_old_forms_is_read_whole() {
    let fields: String = (0..100).map(|n| format!("valve_{n}: Box<Fn(u32) -> Result<(), Error> + Send>,\n")).collect();
    assert!(shown(&format!("struct Valves {{ {fields} }}"), 2018).contains("valve_99: Box<dyn Fn"));
}

#[test]
fn later_editions_have_none_of_these_forms() {
    for text in [
        "struct A { b: Box<Fn(u32) + Send> }",
        "trait A { fn f(&self, u32); }",
        "mod async;",
        "fn f() { let dyn = 3; }",
        "fn f() { match async { A => b } }",
        "fn f() { let a = box 1; }",
        "crate struct A;",
        "struct A<'s> where 's { b: u8 }",
    ] {
        for edition in [2021, 2024] {
            let read = read(text, edition);
            assert_eq!(read.parsed.errors.len(), 1, "{edition}: {text}");
            assert!(read.items(&read.parsed.tree.root).contains("!opaque"), "{edition}: {text}");
        }
    }
}

#[test]
fn every_cut_of_an_old_file_is_read_without_a_panic() {
    let text = "crate struct Aé<'s> where 's { b: Box<for<'r> Fn(&'r u8) -> é + Send>, async: &'s (Fn() + Send) }\ntrait T { fn f<G: Fn(u8)>(&self, [u8; 4], #[h] Vec<&str>) -> u8; }\nfn try(dyn: u8) { match async { box x => vec![y as &Fn(u8)], S { box ref z } => try!(await.w()) } if try { box 1 } }\n";
    assert!(
        read(text, 2015).parsed.errors.is_empty(),
        "the whole of it is right: {:?}",
        read(text, 2015).parsed.errors
    );
    for (cut, _) in text.char_indices() {
        for edition in [2015, 2018] {
            let _ = try_read_of(&text[..cut], edition);
            let _ = try_read_of(&text[cut..], edition);
        }
    }
}
