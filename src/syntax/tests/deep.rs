//! Nesting: what is refused, and that the deepest of what is accepted fits the stack that workers have.

use std::thread;

use super::show::try_read;
use crate::syntax::Unread;

fn is_too_deep(text: &str) -> bool {
    matches!(try_read(text), Err(Unread::TooDeep(_)))
}

#[test]
fn a_hundred_thousand_open_brackets_are_refused() {
    for bracket in ["(", "[", "{", "m!(", "{ if x ", "Vec<", "!", "-", "&", "|x, y| ", "a.b().", "return ", "x + "] {
        let text = format!("fn f() {{ {}", bracket.repeat(100_000));
        assert!(is_too_deep(&text), "{bracket}");
    }
}

#[test]
fn brackets_in_comments_and_strings_do_not_nest() {
    let brackets = "(".repeat(100_000);
    let text = format!("// {brackets}\nfn f() {{ /* {brackets} */ g(\"{brackets}\"); }}");
    assert!(try_read(&text).is_ok());
}

#[test]
fn long_lists_are_not_deep() {
    let calls = "f(a.b(), -1 + 2, |x| x < y);".repeat(5_000);
    let rows = "[a | b, c < d, |x| y, 1 << 3],".repeat(5_000);
    let text = format!("fn g() {{ {calls} }} static H: X = [{rows}];");
    assert!(try_read(&text).is_ok());
}

#[test]
fn the_deepest_accepted_code_fits_the_stack() {
    let worker = thread::Builder::new().stack_size(256 << 20).spawn(|| {
        for (open, close, times) in [
            ("(", ")", 200),
            ("[", "]", 200),
            ("{", "}", 200),
            ("m!(", ")", 200),
            ("select!{ a = b => ", "}", 200),
            ("if x { ", "} else {}", 200),
            ("async move { loop { ", "} }", 100),
            ("|x| { match x { _ => ", "} }", 100),
            ("!", "", 9_000),
            ("&&", "", 4_500),
            ("|x| ", "", 2_000),
            ("return ", "", 9_000),
            ("a = ", "", 4_500),
            ("a + ", "", 4_500),
            ("a.b().", "c", 1_600),
        ] {
            let text = format!("fn f() {{ {}y{} }}", open.repeat(times), close.repeat(times));
            let read = try_read(&text);
            assert!(read.is_ok_and(|read| read.parsed.errors.is_empty()), "{open}");
        }
        let branches = format!("fn f() {{ {} {{}} }}", "if a {} else ".repeat(1_900));
        assert!(try_read(&branches).is_ok());
        let types = format!("type A = {}B{};", "Vec<".repeat(3_000), ">".repeat(3_000));
        assert!(try_read(&types).is_ok());
    });
    assert!(worker.is_ok_and(|worker| worker.join().is_ok()));
}
