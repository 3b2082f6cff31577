//! Bodies with `select!`, loops and ways out of them, put together at random from pieces that stand in real code.

#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use conclint_fuzz::judge;
use libfuzzer_sys::fuzz_target;

const MACROS: [&str; 5] = ["tokio::select!", "select!", "futures::select!", "futures::select_biased!", "tokio::join!"];
const PATTERNS: [&str; 8] =
    ["_", "x", "Some(x)", "Ok(x) | Err(x)", "Ok(())", "(x, y)", "Frame { id, .. }", "Some(Ok(x))"];
const FUTURES: [&str; 16] = [
    "rx.recv()",
    "tx.send(x)",
    "tx.reserve()",
    "tick.tick()",
    "sleep(Duration::from_secs(1))",
    "&mut timeout",
    "token.cancelled()",
    "notify.notified()",
    "watch.changed()",
    "socket.read_exact(&mut buffer)",
    "&mut handle",
    "set.join_next()",
    "async { rx.recv().await }",
    "stream.next()",
    "lock.lock()",
    "work(&mut rx, &tx)",
];
const STATEMENTS: [&str; 14] = [
    "drop(tx);",
    "let guard = lock.lock().unwrap();",
    "drop(guard);",
    "std::thread::sleep(Duration::ZERO);",
    "tokio::spawn(work(rx, tx));",
    "break;",
    "continue;",
    "return;",
    "timeout.set(sleep(LIMIT));",
    "token.cancel();",
    "let tx = tx.clone();",
    "tick = interval(PERIOD);",
    "x?;",
    "break 'a;",
];

/// A program as text.
#[derive(Debug)]
struct Program(String);

impl<'a> Arbitrary<'a> for Program {
    fn arbitrary(from: &mut Unstructured<'a>) -> Result<Program> {
        let mut text = String::from(
            "async fn f(mut rx: Receiver<u8>, tx: Sender<u8>, token: CancellationToken, lock: Mutex<u8>) -> R {\n",
        );
        block(from, 0, &mut text)?;
        text.push_str("}\n");
        Ok(Program(text))
    }
}

/// Some statements, one after the other.
fn block(from: &mut Unstructured<'_>, depth: u32, text: &mut String) -> Result<()> {
    for _ in 0..from.int_in_range(0..=4)? {
        statement(from, depth, text)?;
    }
    Ok(())
}

fn statement(from: &mut Unstructured<'_>, depth: u32, text: &mut String) -> Result<()> {
    let (head, tail) = match from.int_in_range(0..=if depth < 5 { 9 } else { 2 })? {
        0..=2 => {
            text.push_str(from.choose(&STATEMENTS)?);
            return Ok(());
        }
        3 | 4 => return select(from, depth, text),
        5 => ("'a: loop {", "}"),
        6 => ("while let Some(x) = rx.recv().await {", "}"),
        7 => ("if lock.lock().is_ok() {", "} else { drop(rx) }"),
        8 => ("tokio::spawn(async move {", "});"),
        _ => ("match rx.try_recv() { Ok(x) => {", "} Err(e) if e.gone() => return, Err(_) => {} }"),
    };
    text.push_str(head);
    block(from, depth + 1, text)?;
    text.push_str(tail);
    text.push('\n');
    Ok(())
}

fn select(from: &mut Unstructured<'_>, depth: u32, text: &mut String) -> Result<()> {
    text.push_str(from.choose(&MACROS)?);
    text.push_str(if from.arbitrary()? { " {\nbiased;\n" } else { " {\n" });
    for _ in 0..from.int_in_range(0..=4)? {
        text.push_str(from.choose(&PATTERNS)?);
        text.push_str(" = ");
        text.push_str(from.choose(&FUTURES)?);
        text.push_str(if from.ratio(1, 4)? { ", if !rx.is_closed() => " } else { " => " });
        if from.ratio(1, 4)? {
            text.push_str(from.choose(&FUTURES)?);
            text.push_str(".await,\n");
        } else {
            text.push_str("{\n");
            block(from, depth + 1, text)?;
            text.push_str(if from.arbitrary()? { "}\n" } else { "},\n" });
        }
    }
    text.push_str(if from.ratio(1, 3)? { "else => break,\n}\n" } else { "complete => return,\n}\n" });
    Ok(())
}

fuzz_target!(|program: Program| {
    judge(&program.0);
});
