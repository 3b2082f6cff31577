//! There are two ways from a text to a tree: straight from tokens for plain code, and by syn for all other. Where both can be
//! gone, they must lead to the same tree.

use std::fs;
use std::path::{Path, PathBuf};

use conclint::syntax::{FileId, Interner, Keep, Source, is_plain, parse_by_syn, parse_keeping};

/// What the two ways make of a text, if that is not the same.
fn differences(text: &str, edition: u16, keep: Keep) -> Option<(String, String)> {
    let names = Interner::new();
    let source = Source::new(FileId(0), "a.rs", text).of_edition(edition);
    let (ours, syns) = (parse_keeping(&source, &names, keep), parse_by_syn(&source, &names, keep));
    let same = format!("{ours:?}") == format!("{syns:?}");
    (!same).then(|| (format!("{ours:#?}"), format!("{syns:#?}")))
}

fn assert_same(text: &str, of: &str, ways: &[(u16, Keep)]) {
    for &(edition, keep) in ways {
        if let Some((ours, syns)) = differences(text, edition, keep) {
            let at = ours.lines().zip(syns.lines()).position(|(ours, syns)| ours != syns).unwrap_or_default();
            let around = |tree: &str| tree.lines().skip(at.saturating_sub(8)).take(16).collect::<Vec<_>>().join("\n");
            panic!("{of}, {edition}, {keep:?}\nours:\n{}\nsyn's:\n{}", around(&ours), around(&syns));
        }
    }
}

const ALL: &[(u16, Keep)] = &[(2021, Keep::Everything), (2021, Keep::Signatures), (2018, Keep::Everything)];

fn plain(text: &str) -> bool {
    let source = Source::new(FileId(0), "a.rs", text).of_edition(2021);
    is_plain(&source, &Interner::new(), Keep::Everything)
}

/// The sources below these folders of the repository.
fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut open: Vec<PathBuf> =
        folders.iter().map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).expect("it can be listed").map(|entry| entry.expect("it is there").path()));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("it is text");
            found.push((path, text));
        }
    }
    found
}

/// Forms that a mistake in either way would part, each of which is read from tokens.
const PLAIN: &[&str] = &[
    "#![allow(dead_code, clippy::all)] #![doc = \"x\"] use a::{self, b as c, d::*, e as _}; pub(in a::b) use ::f::g;",
    "#[cfg(any(unix, feature = \"a\", not(test)))] #[cfg_attr(x, allow(b, c::d), derive(E))] pub(crate) mod m { #![warn(a)] }",
    "#[cfg(any())] fn gone() { a() } #[cfg(features = \"x\")] mod gone { fn b() {} } #[unsafe(no_mangle)] fn kept() {}",
    "fn f<'a, T: A<B = C> + ?Sized, const N: usize>(&'a self, mut x: &'static [T; N], (a, b): (u8, u8)) -> impl B + use<'a, T> where T: C, for<'b> T: D<'b>, Vec<T>: E {}",
    "struct A<T>(pub T, pub(crate) u8, pub (B, C)) where T: D; struct E<T = u8> where T: F { #[allow(x)] pub a: T, b: fn(x: u8) -> u8 } struct G;",
    "enum A { B = 1 + 2, C(u8, Box<dyn Fn(u8) -> u8 + Send + 'static>), #[default] D { e: *const u8, f: !, g: <A as B>::C } }",
    "unsafe impl<T: A> B<T> for &mut C<T> where T: D { type E<'a> = &'a T where T: 'a; const F: u8 = 1; fn g(self: Box<Self>) {} async fn h(&mut self) {} }",
    "pub trait A<T>: B + for<'a> C<&'a T> where T: D { type E: F + 'static; type G = u8; const H: u8; const I: u8 = 2; fn j(self); fn k() { l() } }",
    "static mut A: u8 = b'x'; const _: () = assert!(A > 1); type B<T> = C<{ 1 + 2 }, 3, -4, 'x', T>; extern crate std as core;",
    "macro_rules! m { ($a:expr) => { $a } } fn f() { let x: u8 = m!(1); m![2; 3]; m! { a; b } }",
    "fn f() { a + b * c - (d as u8) << 2 == e & f | g ^ h && i || j; k = l = m += n; o..=p; ..; q..; ..r; -s..!t; x[1..].y }",
    "fn f() { if a == (B { c }) { d } else if let Some(x) | Ok(x) = e && g { h } else { i } .j(); match k { } -1; }",
    "fn f() { 'a: loop { break 'a x; } for (a, b) in c..d { continue 'e; } while let Some(x) = y { return; } return 1 }",
    "fn f() { match a { b @ 1..=2 | -3 | 'x'..='y' => {} C::D { e, ref mut f, g: _, .. } if h => i, [a, .., b] => return, (x,) | (x) => { 1 } _ => m!(), } }",
    "fn f() { let A { b, .. } = c else { return }; let d = |e: u8, &f| -> u8 { g }; let h = async move { i.await? }; j(move || k, async |l| l) }",
    "fn f() { x.0.1.y::<u8, _>(1)?.2[3] = Self::A::<B> { c, 1: d, ..e }; <T as A<u8>>::b(); <T>::c; &raw const x; &&mut y; *z }",
    "fn f() { #[cfg(a)] b(); #[allow(c)] let d = 1; #[cfg(e)] { g } c(#[allow(x)] a, [#[cfg(b)] 1]); unsafe { h } const { i } }",
    "fn f() { 1.0; 2.; 3e5; 4f32; 5_u8; 0xff_u8; 1_0.0_1e-3f64; 1..2; b\"a\"; c\"b\"; r#\"c\"#; br\"d\"; 'é'; '\\n'; '\u{1F600}'; \"\\u{e9}\"; r#fn }",
    "fn f() { println!(\"{a} {b:?} {c:>w$}\", c = d, e); info!(target: \"x\", y = %z, ?w, a.b = 1, \"{y} {q}\"); vec![0; 3]; json!(1 => 2) }",
    "fn f() { tokio::select! { biased; a = b() => c, Some(x) = y.recv(), if z => { w } else => break, } matches!(a, B | C if d); cfg!(e) }",
    "fn f() { stringify!(a 'b c!); quote! { fn #x() {} }; m! { let a = 1; b } impl A { thing! { x } } extern \"C\" { fn g(); static H: u8; } }",
];

/// Forms that are left to syn, or are mistakes.
const OTHER: &[&str] = &[
    "fn f() { a == b == c }",
    "fn f() { m!(a <- b); a <-b }",
    "fn f() { ['\\q', '\\u{matches}', '\\u{d800}', '\\xff'] }",
    "fn f() { x as u8.y }",
    "fn f() { let x = A {} else { return }; }",
    "fn f() { a b }",
    "fn f(a) {}",
    "fn f() { 1x; 0b2; 08.1.2; 'ab'; }",
    "fn f() { (; }",
    "fn f() -> dyn 'a {}",
    "impl A { type B: C = D; type E; default fn f() {} }",
    "union A { b: u8 } auto trait C {} trait D = E; macro f() {} pub type G<T> where T: H = T;",
    "fn f() { #[a] 1..2; match x { #[b] ..1 => 2 } }",
    "fn größe() { äöü }",
    "static A: u8; const B: u8; fn c(); use ::{a, ::b};",
    "fn f() { try { a } .await; for<'a> |x: &'a u8| x; static || 1; become x; box y; yield z }",
];

#[test]
fn both_ways_read_forms_alike() {
    for text in PLAIN {
        assert_same(text, text, ALL);
        assert!(plain(text), "this is plain code: {text}");
    }
    for text in OTHER {
        assert_same(text, text, ALL);
        assert!(!plain(text), "only syn reads this: {text}");
    }
}

#[test]
fn both_ways_read_real_files_alike() {
    let files = sources(&["src", "lints"]);
    for (path, text) in &files {
        assert_same(text, &path.display().to_string(), &ALL[..1]);
    }
    let plain = files.iter().filter(|(_, text)| plain(text)).count();
    assert!(plain * 100 > files.len() * 99, "only {plain} of {} files are read from tokens", files.len());
}

/// Takes out, doubles or replaces a token of each file, another for each round: most results are mistakes, which are syn's to
/// name, wherever the first way stops.
#[test]
fn both_ways_read_mistakes_alike() {
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for (round, (path, text)) in sources(&["lints"]).into_iter().enumerate() {
        let mut words: Vec<&str> = text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let (one, other) = (random(words.len()), random(words.len()));
        match round % 3 {
            0 => words[one] = "",
            1 => words[one] = words[other],
            _ => words.insert(one, words[other]),
        }
        let text = words.concat();
        if let Some((ours, syns)) = differences(&text, 2021, Keep::Everything) {
            panic!("{} with a mistake\n{text}\nours:\n{ours}\nsyn's:\n{syns}", path.display());
        }
    }
}
