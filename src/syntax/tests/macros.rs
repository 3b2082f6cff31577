//! Bodies of macro calls.

use super::show::{body, items};

#[test]
fn a_tokio_select_has_patterns_futures_and_handlers() {
    let shown = body("tokio::select! { biased; Some(x) = rx.recv() => { a() } _ = &mut t => b(), else => break }");
    assert_eq!(
        shown,
        "tokio::select!{biased Future Some(x) rx.recv() ? {a()}, Future _ &mut t ? b(), Else ? ? ? break ?}"
    );
}

#[test]
fn a_select_branch_with_a_guard_keeps_its_guard() {
    let shown = body("select! { x = f(), if !done && n > 0 => { g(x) }, }");
    assert_eq!(shown, "select!{Future x f() (And (Not done) (Gt n 0)) {g(x)}}");
}

#[test]
fn a_select_in_parentheses_is_one() {
    assert_eq!(body("select!(a = b => c, d = e => f)"), "select!{Future a b ? c, Future d e ? f}");
}

#[test]
fn a_futures_select_may_complete() {
    let shown = body("futures::select! { x = a.next() => b, complete => break, default => c() }");
    assert_eq!(shown, "futures::select!{Future x a.next() ? b, Complete ? ? ? break ?, Default ? ? ? c()}");
}

#[test]
fn a_crossbeam_select_receives_sends_and_waits() {
    let shown = body("select! { recv(r) -> m => f(m), send(s, v()) -> res => {} default(d) => g() }");
    assert_eq!(shown, "select!{Recv m r ? f(m), Send(v()) res s ? {}, Default ? d ? g()}");
}

#[test]
fn a_branch_may_be_named_like_a_word_of_another_grammar() {
    let shown = body("select! { default = f() => 1, recv = g(a) => 2, send(x) = h() => 3 }");
    assert_eq!(shown, "select!{Future default f() ? 1, Future recv g(a) ? 2, Future send(x) h() ? 3}");
}

#[test]
fn a_select_inside_a_handler_is_read_too() {
    let shown = body("select! { a = b => { select! { c = d => e } } }");
    assert_eq!(shown, "select!{Future a b ? {select!{Future c d ? e}}}");
}

#[test]
fn joins_and_pins_have_arguments() {
    assert_eq!(body("join!(a(), b.c,); pin!(f); try_join!(x)"), "join!(a() b.c); pin!(f); try_join!(x)");
    assert_eq!(body("tokio::pin! { let f = g(); }"), "tokio::pin!{let f = g();}");
}

#[test]
fn a_format_string_captures_variables() {
    let shown = body(r#"println!("{a} {b:?} {:>w$} {{no}} {named}", c, named = d.await);"#);
    assert_eq!(shown, r#"println!("{a} {b:?} {:>w$} {{no}} {named}" a b w c d.await);"#);
}

#[test]
fn tracing_fields_are_values() {
    let shown = body(r#"info!(target: "t", parent: &p, a.b = %c, ?d, e, "f" = g, "h {i}", j)"#);
    assert_eq!(shown, r#"info!("t" &p c d e g "h {i}" i j)"#);
}

#[test]
fn log_and_slog_pairs_are_values() {
    assert_eq!(body(r#"info!(a:? = b, c:% = d, e:err = f; "g")"#), r#"info!(b d f "g")"#);
    assert_eq!(body(r#"info!(log, "a"; "b" => %c, d)"#), r#"info!(log "a" "b" c d)"#);
}

#[test]
fn json_in_braces_is_a_list_of_values() {
    let shown = body(r#"json!({ "a": b.c(), "d": [1, { "e": f }], "g": null })"#);
    assert_eq!(shown, r#"json!(b.c() 1 f null)"#);
}

#[test]
fn a_repeated_vec_has_two_arguments() {
    assert_eq!(body("vec![x; n]; vec![a, b]; vec![]"), "vec!(x n); vec!(a b); vec!()");
}

#[test]
fn matches_has_a_pattern() {
    let shown = body("matches!(x.y, Some(A | B) if z); assert_matches!(a, Ok(_), \"b {c}\")");
    assert_eq!(shown, "matches!(x.y, Some(A|B), z); assert_matches!(a, Ok(_), ?)");
}

#[test]
fn an_unknown_macro_with_statements_is_a_block() {
    let shown = body("try_stream! { let x = a.next().await; yield x; }; rt!(let y = 1; f(y))");
    assert_eq!(shown, "try_stream!{let x = a.next().await; yield x;}; rt!{let y = 1; f(y)}");
}

#[test]
fn for_await_goes_over_an_awaited_stream() {
    let shown = body("stream! { for await x in s.map(f) { yield x } }");
    assert_eq!(shown, "stream!{for x in s.map(f).await {yield x}}");
}

#[test]
fn an_unknown_macro_with_pairs_has_arguments() {
    assert_eq!(body("hashmap! { a => b(), \"c\" => d }"), "hashmap!(a b() \"c\" d)");
    assert_eq!(body("snap!(a, @\"b\")"), "snap!(a \"b\")");
    assert_eq!(body("clone!(@weak a, @strong b => move |c| d)"), "clone!(a b move |c|d)");
}

#[test]
fn quoted_tokens_are_not_code() {
    assert_eq!(body("quote! { #x.lock().await; }"), "quote!opaque(x lock await)");
    assert_eq!(body("m! { a b = => c }"), "m!opaque(a b c)");
    assert_eq!(body("cfg!(feature = \"x\")"), "cfg!()");
}

#[test]
fn thread_locals_and_lazy_statics_are_statics() {
    assert_eq!(
        items("thread_local! { static A: u8 = f(); pub static B: C = const { d } }"),
        "thread_local!{static A: u8 = f() pub static B: C = {d}}"
    );
    assert_eq!(
        items("lazy_static::lazy_static! { #[x] static ref A: B = c(); }"),
        "lazy_static::lazy_static!{#[x] static A: B = c()}"
    );
}

#[test]
fn the_items_of_cfg_if_carry_their_cfg() {
    let shown =
        items("cfg_if::cfg_if! { if #[cfg(a)] { fn f() {} } else if #[cfg(b)] { fn g() {} } else { fn h() {} } }");
    assert_eq!(
        shown,
        "cfg_if::cfg_if!{#[cfg: a] fn f(){} #[cfg: all(not(a), b)] fn g(){} #[cfg: not(any(a, b))] fn h(){}}"
    );
}

#[test]
fn cfg_if_in_a_body_is_blocks_under_cfg() {
    let shown = body("cfg_if! { if #[cfg(unix)] { a(); } else { b() } }");
    assert_eq!(shown, "cfg_if!{[unix] {a();} [not(unix)] {b()}}");
}

#[test]
fn a_wrapper_macro_holds_items() {
    assert_eq!(items("cfg_rt! { pub fn f() { g() } mod m; }"), "cfg_rt!{pub fn f(){g()} mod m;}");
    assert_eq!(items("impl A { m! { fn f(&self) {} } }"), "impl A{m!{fn f(&self){}}}");
    assert_eq!(items("pin_project! { struct A<T> { #[pin] b: T } }"), "pin_project!{struct A<T: >{b: T}}");
}

#[test]
fn functions_among_other_tokens_are_found() {
    assert_eq!(items("proptest! { #[test] fn f(x in 0..9) { g(x) } }"), "proptest!{fn f(){g(x)}}");
}

#[test]
fn a_macro_body_that_belongs_to_nobody_is_kept() {
    assert_eq!(items("criterion_main!(a, b);"), "body criterion_main!(a b)");
    assert_eq!(items("run! { let x = 1; f(x); }"), "body run!{let x = 1; f(x);}");
}

#[test]
fn a_macro_definition_is_not_read() {
    assert_eq!(items("macro_rules! a { ($x:expr) => { $x.lock() } }"), "macro_rules a");
}
