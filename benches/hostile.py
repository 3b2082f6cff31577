"""What input that is made to bring conclint down does to it: time, memory, exit code, and what is said of it.

    python3 benches/hostile.py [--built] [CASE...]

Builds conclint in release first, unless it is built. Each case is a package of three files: one that can be judged, one that cannot be read
as it should or is larger than any that people write, and the root. A case is good if the run ends within SECONDS and
MEMORY, the first file is judged all the same, nothing panics, and the exit code is 0 where everything was read and 2
where something was not; what was not read must be named. With arguments only the cases run whose names hold one of them.
Exits with 1 if a case is bad. `tests/hostile.rs` has the same in small.
"""

import json
import os
import pathlib
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/conclint"
SECONDS = 10
MEMORY = 1000
# What a run may take until it is stopped.
PATIENCE = 12

MANIFEST = '[package]\nname = "harbour"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ntokio = "1"\n'
USES = "use std::sync::{Arc, Mutex};\nuse tokio::sync::mpsc;\n"
# What every lint that looks into bodies has a reason to look at.
BUSY = """
pub struct Quay { a: Mutex<u32>, b: Mutex<u32> }
impl Quay {
    pub fn both(&self) { let a = self.a.lock().unwrap(); let b = self.b.lock().unwrap(); drop((a, b)); }
    pub async fn tell(&self) { tokio::spawn(async { loop { tokio::time::sleep(std::time::Duration::from_secs(1)).await } }); }
}
"""
JUDGED = """use tokio::sync::mpsc;

pub async fn serve(mut jobs: mpsc::Receiver<String>) {
    loop {
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}
"""
LIB = "pub mod hostile;\npub mod judged;\n"

# Names to functions that fill a folder with a package; what stands first in a pair is the code that is wanted.
CASES = {}


def case(name, code=0):
    def keep(fill):
        CASES[name] = (code, fill)
        return fill

    return keep


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def lay(folder, hostile):
    write(folder, "Cargo.toml", MANIFEST)
    write(folder, "src/lib.rs", LIB)
    write(folder, "src/judged.rs", JUDGED)
    if hostile is not None:
        write(folder, "src/hostile.rs", hostile)


def text(name, make, code=0):
    """A case of one text; what makes it runs late, since some are long."""
    CASES[name] = (code, lambda folder: lay(folder, make()))


def inside(code):
    """Code as the body of a function, in a file that has something of everything."""
    return f"{USES}{BUSY}\npub async fn yard(x: u32, y: u32, q: &Quay, jobs: mpsc::Sender<u32>) {{\n{code}\n}}\n"


N = int(os.environ.get("N", 100_000))

# ---- Nesting: refused where it is deep, judged where it is just not refused ------------------------------------------

DEEP = {
    # name: before, between, after, how often it is accepted
    "parentheses": ("(", "y", ")", 200),
    "square brackets": ("[", "y", "]", 200),
    "braces": ("{", "y", "}", 200),
    "macro calls": ("vec![", "y", "]", 200),
    "select in select": ("tokio::select! { _ = async {", "", "} => {} }", 60),
    "join in join": ("tokio::join!(async {", "", "})", 100),
    "else if": ("if x == 1 { q.both() } else ", "{}", "", 1_000),
    "ifs": ("if x == 1 { q.both(); ", "", "}", 200),
    "loops": ("loop { q.both(); ", "", "}", 200),
    "matches": ("match x { 0 => q.both(), _ => ", "()", "}", 200),
    "locks in blocks": ("{ let g = q.a.lock().unwrap(); ", "", "}", 200),
    "async blocks": ("async {", "", "}.await", 200),
    "closures": ("|x| ", "y", "", 2_000),
    "closures in calls": ("f(move |x| ", "y", ")", 200),
    "spawns": ("tokio::spawn(async move { ", "q.both()", "});", 100),
    "threads": ("std::thread::spawn(move || { ", "q.both()", "});", 100),
    "not": ("!", "y", "", 9_000),
    "minus": ("-", "y", "", 9_000),
    "references": ("&", "y", "", 9_000),
    "pairs of references": ("&&", "y", "", 4_500),
    "stars": ("*", "y", "", 9_000),
    "sums": ("x + ", "y", "", 4_500),
    "ands": ("x == y && ", "true", "", 1_600),
    "ors of lets": ("if let Some(_) = Some(x) && ", "true", " {}", 1),
    "assignments": ("x = ", "y", "", 4_500),
    "ranges": ("x .. (", "y", ")", 200),
    "returns": ("return ", "y", "", 9_000),
    "breaks": ("break ", "y", "", 9_000),
    "methods": ("", "q", ".both()", 2_000),
    "methods with arguments": ("", "q", ".both(1, |x| x)", 800),
    "fields": ("", "q", ".a", 4_500),
    "locks": ("", "q", ".a.lock().unwrap()", 700),
    "awaits": ("", "q", ".await", 4_500),
    "question marks": ("", "q", "?", 9_000),
    "casts": ("", "y", " as u32", 4_500),
    "indices": ("", "q", "[0]", 2_400),
    "calls of calls": ("", "q", "(0)", 2_400),
    "strings put together": ('concat!("a", ', '"b"', ")", 200),
    "formats": ('format!("{}", ', "y", ")", 200),
    "labels": ("'a: ", "loop {}", "", 3_000),
    "lets": ("let _ = if let Some(x) = ", "None", " {x} else {y}", 500),
    "unsafes": ("unsafe {", "", "}", 200),
    "items in bodies": ("fn f() {", "", "}", 200),
}
for name, (before, between, after, accepted) in DEEP.items():
    text(f"deep: {name}", lambda b=before, m=between, a=after: inside(b * N + m + a * N + ";"), 2)
    text(f"just not too deep: {name}", lambda b=before, m=between, a=after, n=accepted: inside(b * n + m + a * n + ";"))

DEEP_ITEMS = {
    "generics": ("pub type A = ", "Option<", "u8", ">", ";", 3_000),
    "references in types": ("pub type A = ", "&", "u8", "", ";", 9_000),
    "arrays in types": ("pub type A = ", "[", "u8", "; 2]", ";", 200),
    "tuples in types": ("pub type A = ", "(", "u8", ",)", ";", 200),
    "functions in types": ("pub type A = ", "fn() -> ", "u8", "", ";", 1_600),
    "locks in types": ("pub struct A { pub a: ", "Arc<Mutex<", "u8", ">>", "}", 1_400),
    "bounds": ("pub fn f(a: ", "impl Fn() -> ", "u8", "", ") {}", 1_400),
    "patterns": ("pub fn f(", "Some(", "a", ")", ": u8) {}", 200),
    "references in patterns": ("pub fn f(", "&", "a", "", ": u8) {}", 9_000),
    "alternatives": ("pub fn f(a: u8) { match a {", "0 | ", "_", "", "=> {} } }", 4_500),
    "bindings": ("pub fn f(a: u8) { match a {", "a @ ", "_", "", "=> {} } }", 4_500),
    "modules": ("", "pub mod a { ", "pub fn f() {}", "}", "", 200),
    "imports": ("use ", "a::{", "b", "}", ";", 200),
    "paths": ("use ", "a::", "b", "", ";", 3_000),
    "attributes": ("", "#[cfg(not(", "unix", "))]", "fn f() {}", 1),
    "predicates": ("#[cfg(", "not(", "unix", ")", ")] pub fn f() {}", 200),
    "traits": ("pub trait A: ", "B<", "u8", ">", "{}", 3_000),
    "consts": ("pub const A: u32 = ", "1 + ", "1", "", ";", 4_500),
}
for name, (head, before, between, after, tail, accepted) in DEEP_ITEMS.items():
    made = lambda n, h=head, b=before, m=between, a=after, t=tail: USES + BUSY + h + b * n + m + a * n + t + "\n"
    text(f"deep: {name}", lambda made=made: made(N), 2)
    text(f"just not too deep: {name}", lambda made=made, n=accepted: made(n))

# ---- Length ----------------------------------------------------------------------------------------------------------

text("50 MB of spawns", lambda: "pub fn yard() {\n" + "    tokio::spawn(async { loop { work().await; } });\n" * 900_000 + "}\n")
text("50 MB of functions that spawn", code=2, make=lambda: "".join(f"pub fn y{n}() {{ tokio::spawn(async {{ loop {{ w().await; }} }}); }}\n" for n in range(700_000)))
text("a line of 10 MB", lambda: USES + BUSY + "pub fn yard() { " + "tokio::spawn(async { work().await; }); " * 260_000 + "}\n")
text("a comment of 10 MB", lambda: USES + BUSY + "/* " + "tokio::spawn(" * 800_000 + " */\n")
text("a string of 10 MB", lambda: USES + BUSY + 'pub const A: &str = "' + "tokio::spawn(" * 800_000 + '";\n')
text("a word of 10 MB", code=2, make=lambda: USES + BUSY + "pub fn " + "a" * 10_000_000 + "() { tokio::spawn(async {}); }\n")
# What a function can hold, each as often as a function may be long, and as often as it may not.
FULL = {
    # name: before, each, after
    "arms of a match": ("match x {\n", "{n} => q.both(),\n", "_ => {}\n}"),
    "arms of a match that lock": ("let g = q.a.lock();\nmatch x {\n", "{n} => {{ let h = q.b.lock().unwrap(); }}\n", "_ => {}\n}"),
    "statements": ("", "q.both();\n", ""),
    "locks one after the other": ("", "*q.a.lock().unwrap() += 1;\n", ""),
    "locks one after the other that are looked into": ("", "if q.a.lock().unwrap().is_empty() {{ q.a.lock().unwrap().push(1); }}\n", ""),
    "locks in branches": ("", "if x == {n} {{ *q.a.lock().unwrap() += 1; }} else {{ *q.b.lock().unwrap() += 1; }}\n", ""),
    "guards at once": ("", "let g{n} = q.a.lock().unwrap();\n", ""),
    "guards of locks of their own": ("", "let g{n} = q.l{n}.lock().unwrap();\n", ""),
    "guards over awaits": ("", "let g{n} = q.a.lock().unwrap(); jobs.send(1).await;\n", ""),
    "permits at once": ("", "let g{n} = s.acquire().await.unwrap();\n", ""),
    "ifs one after the other": ("", "if x == 1 {{ q.both(); }}\n", ""),
    "guards over ifs": ("let g = q.a.lock().unwrap();\n", "if x == 1 {{ q.both(); }}\n", ""),
    "branches of a select": ("loop { tokio::select! {\n", "_ = tokio::time::sleep(d) => q.both(),\n", "} }"),
    "selects one after the other": ("", "tokio::select! {{ _ = tokio::time::sleep(d) => q.both(), _ = jobs.send(1) => {{}} }}\n", ""),
    "sends": ("", "jobs.send(1).await;\n", ""),
    "channels": ("", "let (a{n}, mut b{n}) = mpsc::unbounded_channel::<u32>();\n", ""),
    "channels that are received from": ("", "let (a{n}, mut b{n}) = mpsc::channel::<u32>(1); tokio::spawn(async move {{ while let Some(x) = b{n}.recv().await {{}} }});\n", ""),
    "clones of a sender": ("let (a, mut b) = mpsc::channel::<u32>(1);\n", "let a{n} = a.clone(); tokio::spawn(async move {{ a{n}.send(1).await; }});\n", "while let Some(x) = b.recv().await {}"),
    "variables that name one another": ("let a0 = q.a.lock().unwrap();\n", "let a{m} = a{n};\n", "a{n}.await;"),
    "variables of one name": ("let a = Arc::new(Mutex::new(1));\n", "let a = a.clone();\n", "let g = a.lock().unwrap(); jobs.send(1).await;"),
    "sleeps": ("", "tokio::time::sleep(std::time::Duration::from_secs(1)).await;\n", ""),
    "loops one after the other": ("", "loop {{ if done() {{ break; }} std::thread::sleep(std::time::Duration::from_millis(1)); }}\n", ""),
    "spawns": ("", "tokio::spawn(async {{ loop {{ work().await; }} }});\n", ""),
    "spawns that are kept": ("", "let h{n} = tokio::spawn(async {{ loop {{ work().await; }} }});\n", ""),
    "threads": ("", "let h{n} = std::thread::spawn(|| loop {{ work(); }});\n", ""),
    "timeouts": ("", "let _ = tokio::time::timeout(d, jobs.send(1)).await;\n", ""),
    "atomics": ("", "if A.load(Ordering::Relaxed) == {n} {{ A.store({n}, Ordering::Relaxed); }}\n", ""),
    "returns": ("let g = q.a.lock().unwrap();\n", "if x == {n} {{ return; }}\n", ""),
    "question marks in a row": ("let g = q.a.lock().unwrap();\n", "f({n})?;\n", ""),
    "breaks": ("loop { let g = q.a.lock().unwrap();\n", "if x == {n} {{ break; }}\n", "}"),
    "closures": ("", "let f{n} = |x| {{ q.a.lock().unwrap(); x }};\n", ""),
    "closures that call one another": ("let f0 = || q.both();\n", "let f{m} = || f{n}();\n", "tokio::spawn(async { loop { f{n}() } });"),
    "mistakes": ("", "let = ;\n", ""),
}


def full(times):
    def make(before, each, after):
        # A token is a word or a sign.
        tokens = len(re.findall(r"\w+|[^\w\s]", each.format(n=0, m=0)))
        count = times(tokens)
        repeated = "".join(each.format(n=n, m=n + 1) for n in range(count))
        return inside(before + repeated + after.replace("{n}", str(count)))

    return make


for name, parts in FULL.items():
    text(f"too long: {name}", lambda parts=parts: full(lambda _: N)(*parts))
    text(f"just not too long: {name}", lambda parts=parts: full(lambda tokens: 98_000 // tokens)(*parts))

text("fields", lambda: USES + "pub struct A {\n" + "".join(f"a{n}: Mutex<u32>,\n" for n in range(N)) + "}\nimpl A { pub fn f(&self) {" + "".join(f"let g = self.a{n}.lock().unwrap(); drop(g);\n" for n in range(N // 2)) + "} }\n")
text("impls", lambda: USES + BUSY + "".join(f"pub struct A{n}(Mutex<u32>);\nimpl A{n} {{ pub fn f(&self) {{ *self.0.lock().unwrap() += 1; }} }}\n" for n in range(N // 2)))
text("methods of one name", lambda: USES + BUSY + "".join(f"pub struct A{n};\nimpl A{n} {{ pub fn go(&self, q: &Quay) {{ q.both(); x.go(q); }} }}\n" for n in range(N // 2)))
text("functions of one name", lambda: USES + BUSY + "pub fn f(q: &Quay) { q.both(); f(q); }\n" * N)
text("parameters", lambda: USES + BUSY + "pub fn f(" + ", ".join(f"a{n}: Arc<Mutex<u32>>" for n in range(N)) + ") { a1.lock().unwrap(); f(" + ", ".join(f"a{n}" for n in range(N)) + "); }\n")
text("imports one after the other", lambda: "".join(f"use a::b{n}::c as d{n};\n" for n in range(N)) + "use tokio::sync::mpsc;\n" + BUSY)
text("globs", lambda: "".join(f"pub mod m{n} {{ pub use super::m{(n + 1) % 5000}::*; }}\n" for n in range(5_000)) + USES + BUSY)
text("comments that allow", lambda: USES + BUSY + "// conclint:allow(detached-endless-task) -- a reason\n" * N)
text("unclosed strings", lambda: USES + BUSY + 'pub fn f() { a("\n}\n' * (N - 1), 2)
text("raw strings without an end", lambda: USES + BUSY + 'r#"' * N, 2)
text("comments without an end", lambda: USES + BUSY + "/* " * N)
text("mistakes", lambda: USES + BUSY + "pub fn f() { let = ; tokio::spawn(async {}); }\n" * N)
text("brackets that do not fit", lambda: USES + BUSY + "pub fn f() { ( ] }\n" * N)
text("closed and never opened", lambda: USES + BUSY + "}\n" * N, 2)
text("signs", lambda: USES + BUSY + "@ $ ~ \\ `\n" * N, 2)

# ---- Calls -----------------------------------------------------------------------------------------------------------


# Asks of the function at the head of a chain all that is asked of calls.
ASKS = """
pub fn ask_locked(q: &Quay) { let g = q.a.lock().unwrap(); f0(q); drop(g); let h = q.b.lock().unwrap(); f0(q); }
pub async fn ask_async(q: &Quay) { let g = q.b.lock().unwrap(); loop { f0(q); tokio::task::yield_now().await; } }
pub fn ask_spawned(q: &'static Quay) { tokio::spawn(async move { loop { f0(q); } }); std::thread::spawn(move || f0(q)); }
pub async fn ask_select(q: &Quay) { tokio::select! { _ = async { f0(q) } => {}, _ = tokio::time::sleep(d) => { f0(q) } } }
"""


def calls(n, to, more=""):
    return USES + BUSY + ASKS + "".join(f"pub fn f{k}(q: &Quay) {{ {more} {to(k)} }}\n" for k in range(n))


text("a chain of calls", lambda: calls(N, lambda k: f"f{k + 1}(q);") + f"pub fn f{N}(q: &Quay) {{ q.both(); }}\n")
text("a chain of calls backwards", lambda: calls(N, lambda k: f"f{k - 1}(q);" if k else "q.both();"))
text("a circle of calls", lambda: calls(N, lambda k: f"f{(k + 1) % N}(q);"))
text("a circle of calls that lock", lambda: calls(N, lambda k: f"f{(k + 1) % N}(q);", "q.both();"))
text("a circle of calls with locks of their own", lambda: USES + BUSY + ASKS.replace("f0(q)", "f0()") + "".join(f"static L{k}: Mutex<u32> = Mutex::new(0);\npub fn f{k}() {{ let g = L{k}.lock().unwrap(); f{(k + 1) % (N // 10)}(); }}\n" for k in range(N // 10)))
text("circles in both ways", lambda: calls(N // 10, lambda k: f"f{(k + 1) % (N // 10)}(q); f{(k - 1) % (N // 10)}(q);", "q.both();"))
text("all call all", lambda: calls(400, lambda k: " ".join(f"f{j}(q);" for j in range(400)), "q.both();"))
text("all call all with locks of their own", lambda: "".join(f"static L{k}: Mutex<u32> = Mutex::new(0);\n" for k in range(300)) + calls(300, lambda k: f"let g = L{k}.lock().unwrap(); " + " ".join(f"f{j}(q);" for j in range(300))))
text("calls that double", lambda: calls(5_000, lambda k: f"f{k + 1}(q); f{k + 1}(q);") + "pub fn f5000(q: &Quay) { q.both(); }\n")
text("a chain of async calls", lambda: USES + BUSY + ASKS.replace("f0(q)", "f0(q).await") + "".join(f"pub async fn f{k}(q: &Quay) {{ f{k + 1}(q).await }}\n" for k in range(N)) + f"pub async fn f{N}(q: &Quay) {{ loop {{ q.tell().await }} }}\n")
text("a circle of async calls", lambda: USES + BUSY + ASKS.replace("f0(q)", "f0(q).await") + "".join(f"pub async fn f{k}(q: &Quay) {{ f{(k + 1) % (N // 2)}(q).await; q.tell().await }}\n" for k in range(N // 2)))
text("a chain of spawns", lambda: USES + "".join(f"pub fn f{k}() {{ tokio::spawn(async {{ loop {{ f{k + 1}(); }} }}); }}\n" for k in range(N // 2)))
text("a circle of spawns", lambda: USES + "".join(f"pub fn f{k}() {{ tokio::spawn(async {{ loop {{ f{(k + 1) % (N // 2)}(); }} }}); }}\n" for k in range(N // 2)))
text("a chain of givers", lambda: USES + BUSY + "".join(f"pub fn f{k}(q: &Quay) -> std::sync::MutexGuard<'_, u32> {{ f{k + 1}(q) }}\n" for k in range(N // 2)) + f"pub fn f{N // 2}(q: &Quay) -> std::sync::MutexGuard<'_, u32> {{ q.a.lock().unwrap() }}\n")
text("a chain of receivers", lambda: USES + BUSY + "".join(f"pub async fn f{k}(jobs: mpsc::Receiver<u32>) {{ f{k + 1}(jobs).await }}\n" for k in range(N // 2)) + f"pub async fn f{N // 2}(mut jobs: mpsc::Receiver<u32>) {{ loop {{ jobs.recv().await; }} }}\n pub fn go() {{ let (a, b) = mpsc::channel(1); tokio::spawn(f0(b)); }}\n")
text("a chain of senders", lambda: USES + BUSY + "".join(f"pub fn f{k}(jobs: mpsc::Sender<u32>) {{ f{k + 1}(jobs.clone()); }}\n" for k in range(N // 2)) + "pub fn go() { let (a, mut b) = mpsc::channel(1); f0(a.clone()); f0(a); tokio::spawn(async move { while let Some(x) = b.recv().await {} }); }\n")
text("a chain of types", lambda: USES + BUSY + "".join(f"pub type A{k} = A{k + 1};\n" for k in range(N)) + f"pub type A{N} = Mutex<u32>;\npub fn f(a: &A0) {{ let g = a.lock().unwrap(); }}\n")
text("a circle of types", lambda: USES + BUSY + "".join(f"pub type A{k} = A{(k + 1) % N};\n" for k in range(N)) + "pub fn f(a: &A0) { let g = a.lock().unwrap(); }\n")
text("types that double", lambda: USES + BUSY + "".join(f"pub type A{k} = (A{k + 1}, A{k + 1});\n" for k in range(100)) + "pub type A100 = Mutex<u32>;\npub fn f(a: &A0) { let g = a.0.0.lock().unwrap(); tokio::spawn(f(a)); }\n")
text("generics that double", lambda: USES + BUSY + "".join(f"pub type A{k}<T> = A{k + 1}<(T, T)>;\n" for k in range(100)) + "pub type A100<T> = Mutex<T>;\npub fn f(a: &A0<u32>) { let g = a.lock().unwrap(); }\n")
text("a chain of structs", lambda: USES + BUSY + "".join(f"pub struct A{k} {{ a: A{k + 1} }}\n" for k in range(N)) + f"pub struct A{N} {{ a: Mutex<u32> }}\npub fn f(a: &A0) {{ let g = a" + ".a" * 1000 + ".lock().unwrap(); }\n")
text("structs that double", lambda: USES + BUSY + "".join(f"pub struct A{k} {{ a: A{k + 1}, b: A{k + 1} }}\n" for k in range(100)) + "pub struct A100 { a: Mutex<u32>, t: mpsc::Sender<u32>, r: mpsc::Receiver<u32> }\npub async fn f(a: &A0) { let g = a.a.a.a.lock().unwrap(); a.a.b.recv().await; }\n")
text("a chain of constants", lambda: USES + BUSY + "".join(f"pub const A{k}: u64 = A{k + 1};\n" for k in range(N)) + f"pub const A{N}: u64 = 1;\npub async fn f() {{ loop {{ tokio::time::sleep(std::time::Duration::from_secs(A0)).await; }} }}\n")
text("constants that double", lambda: USES + BUSY + "".join(f"pub const A{k}: u64 = A{k + 1} + A{k + 1};\n" for k in range(100)) + "pub const A100: u64 = 1;\npub async fn f() { loop { tokio::time::sleep(std::time::Duration::from_secs(A0)).await; } }\n")
text("a circle of constants", lambda: USES + BUSY + "".join(f"pub const A{k}: u64 = A{(k + 1) % N};\n" for k in range(N)) + "pub async fn f() { loop { tokio::time::sleep(std::time::Duration::from_secs(A0)).await; } }\n")
text("a chain of reexports", lambda: USES + BUSY + "".join(f"pub mod m{k} {{ pub use super::m{k + 1}::a; }}\n" for k in range(N)) + f"pub mod m{N} {{ pub use tokio::spawn as a; }}\npub fn f() {{ m0::a(async {{ loop {{}} }}); }}\n")
text("a circle of reexports", lambda: USES + BUSY + "".join(f"pub mod m{k} {{ pub use super::m{(k + 1) % N}::a; }}\n" for k in range(N)) + "pub fn f() { m0::a(async { loop {} }); }\n")
text("a chain of traits", lambda: USES + BUSY + "".join(f"pub trait T{k}: T{k + 1} {{ fn f{k}(&self) {{ self.f{k + 1}() }} }}\n" for k in range(N // 2)) + f"pub trait T{N // 2} {{ fn f{N // 2}(&self); }}\npub fn f(t: impl T0) {{ t.f0(); t.f9000() }}\n")
text("a chain of derefs", lambda: USES + BUSY + "".join(f"pub struct A{k}(A{k + 1});\nimpl std::ops::Deref for A{k} {{ type Target = A{k + 1}; fn deref(&self) -> &A{k + 1} {{ &self.0 }} }}\n" for k in range(N // 4)) + f"pub struct A{N // 4}(Mutex<u32>);\nimpl A{N // 4} {{ fn go(&self) {{ self.0.lock().unwrap(); }} }}\npub fn f(a: A0) {{ a.go() }}\n")
text("macros that call one another", lambda: USES + BUSY + "".join(f"macro_rules! m{k} {{ ($($t:tt)*) => {{ m{k + 1}!($($t)* $($t)*) }} }}\n" for k in range(N // 2)) + "pub fn f() { m0!(tokio::spawn(async {})); }\n")

# ---- Findings --------------------------------------------------------------------------------------------------------

# What each lint reports, and what it keeps silent at, a megabyte of each: nothing may look at all findings for each of them.
MEGABYTE = 10 * N


def again(examples):
    """Examples as modules of their own, again and again."""
    code = [re.sub(r"(?m)^(//!|#!\[).*$", "", path.read_text()) for path in examples]
    made = []
    while sum(map(len, made)) < MEGABYTE:
        made.extend(f"pub mod m{len(made) + n} {{\n{one}}}\n" for n, one in enumerate(code))
    return "".join(made)


for room in sorted((ROOT / "lints").iterdir()):
    if room.is_dir():
        text(f"a megabyte of what {room.name} is about", lambda room=room: again([room / "bad.rs", room / "good.rs"]))

# ---- Bytes that are not what they should be --------------------------------------------------------------------------

GOOD = USES + BUSY
text("NUL bytes", lambda: GOOD.replace("pub", "pub\0", 1))
text("only NUL bytes", lambda: b"\0" * 1_000_000)
text("bytes that are not UTF-8", lambda: b"pub fn f() { /* \xff\xfe */ }\n", 2)
text("UTF-16", lambda: GOOD.encode("utf-16"), 2)
text("a byte order mark", lambda: "\ufeff" + GOOD)
text("a byte order mark in the middle", lambda: GOOD + "\ufeff" + GOOD)
text("CR LF", lambda: GOOD.replace("\n", "\r\n"))
text("only CR", lambda: GOOD.replace("\n", "\r"))
text("a line for the shell", lambda: "#!/usr/bin/env run-cargo-script\n" + GOOD)
text("front matter", lambda: "---\n[dependencies]\ntokio = '1'\n---\n" + GOOD)
text("front matter without an end", lambda: "---\n" + GOOD)
text("an empty file", lambda: "")
text("random bytes", lambda: bytes((n * 7919 + n // 251) % 256 for n in range(1_000_000)), 2)
text("random signs", lambda: "".join("(){}[]<>|&!,;:.=#'\"/\\ab\n "[(n * n * 31 + n // 7) % 24] for n in range(300_000)), None)
text("an archive under the name of a source", lambda: b"PK\x03\x04" + b"\x80" * 100_000, 2)
text("an object file under the name of a source", lambda: PROGRAM.read_bytes(), 2)


# ---- Modules and manifests -------------------------------------------------------------------------------------------


@case("10,000 modules in files")
def _(folder):
    lay(folder, "".join(f"pub mod m{n};\n" for n in range(10_000)))
    for n in range(10_000):
        write(folder, f"src/hostile/m{n}.rs", f"pub fn f() {{ super::m{(n + 1) % 10_000}::f(); tokio::spawn(async {{}}); }}\n")


@case("1,000 modules in one another")
def _(folder):
    lay(folder, "#[path = \"deep/m0.rs\"] pub mod m0;\n")
    for n in range(1_000):
        write(folder, f"src/deep/m{n}.rs", f"#[path = \"m{n + 1}.rs\"] pub mod m{n + 1};\npub fn f() {{ m{n + 1}::f() }}\n")
    write(folder, "src/deep/m1000.rs", "pub fn f() { tokio::spawn(async { loop {} }); }\n")


@case("modules in a circle")
def _(folder):
    lay(folder, GOOD + "#[path = \"judged.rs\"] pub mod a;\n#[path = \"hostile.rs\"] pub mod b;\n#[path = \"lib.rs\"] pub mod c;\npub mod d;\n")
    write(folder, "src/hostile/d.rs", "#[path = \"../hostile.rs\"] pub mod up;\n" + GOOD)


@case("a path out of the tree")
def _(folder):
    lay(folder, GOOD + "#[path = \"../../../../../../../etc/passwd\"] pub mod a;\n#[path = \"/dev/zero\"] pub mod b;\n#[path = \"\"] pub mod c;\n#[path = \".\"] pub mod d;\n")


def manifest(name, text, code=0):
    def fill(folder):
        lay(folder, GOOD)
        write(folder, "Cargo.toml", text)

    CASES[f"manifest: {name}"] = (code, fill)


manifest("not TOML", "[package\nname = ")
manifest("not UTF-8", b"[package]\nname = \"\xff\"\n")
manifest("empty", "")
manifest("a dependency on itself", MANIFEST + 'harbour = { path = "." }\nother = { package = "harbour", path = "../" }\n')
manifest("nested 100,000 times", "a = " + "[" * N + "]" * N)
manifest("a key of 100,000 parts", "[" + ".".join(["a"] * N) + "]\n")
manifest("10 MB", MANIFEST + "".join(f'a{n} = "1"\n' for n in range(700_000)))
manifest("fields of other types", '[package]\nname = 1\nedition = ["x"]\nversion = {}\n[lib]\npath = 7\n[dependencies]\na = 1\n[[bin]]\n[workspace]\nmembers = 3\n')
manifest("a library that leads out", MANIFEST + '[lib]\npath = "../../../../../etc/passwd"\n')
manifest("a workspace that leads round", MANIFEST.replace("[dependencies]", 'workspace = "."\n[dependencies]'))


@case("manifests in a circle")
def _(folder):
    lay(folder, GOOD)
    write(folder, "Cargo.toml", MANIFEST + 'a0 = { path = "a0" }\n')
    for n in range(500):
        write(folder, f"a{n}/Cargo.toml", f'[package]\nname = "a{n}"\nedition = "2021"\n[dependencies]\na{(n + 1) % 500} = {{ path = "../a{(n + 1) % 500}" }}\nharbour = {{ path = ".." }}\n')
        write(folder, f"a{n}/src/lib.rs", GOOD + f"pub fn f(q: &Quay) {{ a{(n + 1) % 500}::f(q); }}\n")


@case("a manifest that is a folder")
def _(folder):
    lay(folder, GOOD)
    (folder / "Cargo.toml").unlink()
    (folder / "Cargo.toml").mkdir()


@case("a configuration that is not TOML", 2)
def _(folder):
    lay(folder, GOOD)
    write(folder, "conclint.toml", "[[[")


# ---- What the disk has in the place of a file ------------------------------------------------------------------------


@case("a pipe")
def _(folder):
    lay(folder, None)
    os.mkfifo(folder / "src/hostile.rs")


@case("a pipe that is named", 2)
def _(folder):
    lay(folder, None)
    os.mkfifo(folder / "src/hostile.rs")
    return [".", "src/hostile.rs"]


@case("a link to a pipe that is named", 2)
def _(folder):
    lay(folder, None)
    os.mkfifo(folder / "pipe")
    (folder / "src/hostile.rs").symlink_to("../pipe")
    return [".", "src/hostile.rs"]


@case("a pipe without an ending that is named", 2)
def _(folder):
    lay(folder, GOOD)
    os.mkfifo(folder / "script")
    return [".", "script"]


@case("a device that is named", 2)
def _(folder):
    lay(folder, None)
    (folder / "src/hostile.rs").symlink_to("/dev/zero")
    return [".", "src/hostile.rs"]


@case("a device without an ending that is named", 2)
def _(folder):
    lay(folder, GOOD)
    return [".", "/dev/zero"]


@case("a socket")
def _(folder):
    import socket

    lay(folder, None)
    here = os.getcwd()
    os.chdir(folder)
    socket.socket(socket.AF_UNIX).bind("src/hostile.rs")
    os.chdir(here)
    

@case("a socket that is named", 2)
def _(folder):
    CASES["a socket"][1](folder)
    return [".", "src/hostile.rs"]


@case("a folder under the name of a source")
def _(folder):
    lay(folder, None)
    write(folder, "src/hostile.rs/mod.rs", GOOD)


@case("manifest, configuration and ignore file are pipes", None)
def _(folder):
    lay(folder, GOOD)
    (folder / "Cargo.toml").unlink()
    for name in ["Cargo.toml", "conclint.toml", ".gitignore", ".ignore"]:
        os.mkfifo(folder / name)


@case("a link to nothing")
def _(folder):
    lay(folder, None)
    (folder / "src/hostile.rs").symlink_to("nothing.rs")


@case("a link to nothing that is named", 2)
def _(folder):
    lay(folder, None)
    (folder / "src/hostile.rs").symlink_to("nothing.rs")
    return [".", "src/hostile.rs"]


@case("links in a circle")
def _(folder):
    lay(folder, GOOD)
    (folder / "src/round").symlink_to("../src")
    (folder / "src/up").symlink_to("../..")
    (folder / "src/a.rs").symlink_to("b.rs")
    (folder / "src/b.rs").symlink_to("a.rs")


@case("a circle of links that is named", 2)
def _(folder):
    CASES["links in a circle"][1](folder)
    return [".", "src/a.rs", "src/round/round/round/hostile.rs"]


@case("a file that may not be read", 2)
def _(folder):
    lay(folder, GOOD)
    (folder / "src/hostile.rs").chmod(0)


@case("a folder that may not be read", 2)
def _(folder):
    lay(folder, GOOD)
    write(folder, "src/closed/a.rs", GOOD)
    (folder / "src/closed").chmod(0)


@case("names that are no text")
def _(folder):
    lay(folder, GOOD)
    for name in [b"\xff\xfe.rs", b"a\nb.rs", b"\x1b[2J.rs", b"a b.rs", "\u202eb.rs".encode(), b"-W.rs", b"'.rs", b"a\tb.rs"]:
        pathlib.Path(os.fsdecode(os.fsencode(folder / "src") + b"/" + name)).write_text(JUDGED)


@case("names that are no text, given", None)
def _(folder):
    CASES["names that are no text"][1](folder)
    return [".", os.fsencode("src") + b"/\xff\xfe.rs", "src/a\nb.rs", "src/\x1b[2J.rs"]


@case("500 folders in one another")
def _(folder):
    lay(folder, GOOD)
    here = os.getcwd()
    os.chdir(folder / "src")
    for _ in range(500):
        os.mkdir("d")
        os.chdir("d")
    pathlib.Path("a.rs").write_text(GOOD)
    os.chdir(here)


# ---- Running ---------------------------------------------------------------------------------------------------------


def unprivileged():
    """A preparation of the child, without which the superuser may read what nobody may."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def filled(fill, folder):
    """What is given of a folder that a process of its own has filled: a child begins with the peak memory of its parent."""
    into, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(out, pickle.dumps(fill(folder) or ["."]))
        finally:
            os._exit(0)
    os.close(out)
    with open(into, "rb") as pipe:
        given = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    return given


def run(folder, given, flags=()):
    """What a run left: seconds, those of processors, megabytes, code, standard output and error."""
    with open(folder / ".out", "wb") as out, open(folder / ".err", "wb") as err:
        started = time.monotonic()
        process = subprocess.Popen(
            [PROGRAM, "-W", "all", "--format", "json", *flags, *given],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=unprivileged,
        )
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - started > PATIENCE:
                process.send_signal(signal.SIGKILL)
                _, status, usage = os.wait4(process.pid, 0)
                break
            time.sleep(0.01)
        seconds = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code, (folder / ".out").read_bytes(), (folder / ".err").read_bytes()


def left_out(out):
    """What a run says of the files that it has not read or understood as a whole."""
    try:
        return " | ".join(part["message"] for part in json.loads(out)["summary"]["partly_read"])[:110]
    except (ValueError, KeyError):
        return ""


def faults(wanted, seconds, memory, code, out, err):
    """What is bad about a run."""
    bad = []
    if seconds > SECONDS:
        bad.append("slow")
    if memory > MEMORY:
        bad.append("large")
    if code not in ((0, 2) if wanted is None else (wanted,)):
        bad.append(f"code {code}")
    said = err.decode("utf-8", "replace")
    if "please report" in said or "panicked" in said or "overflow" in said:
        bad.append("panic")
    if any(sign in said for sign in ("\x1b", "\u202e")):
        bad.append("escapes")
    try:
        document = json.loads(out)
        findings = document["findings"]
    except (ValueError, KeyError):
        if said.strip() == "" or code != 2:
            bad.append("no document")
        return bad
    if not any(finding["path"].endswith("judged.rs") for finding in findings):
        bad.append("the rest is not judged")
    if code == 2 and said.strip() == "":
        bad.append("nothing is said")
    return bad


def main():
    words = [word for word in sys.argv[1:] if word != "--built"]
    if words == sys.argv[1:]:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    chosen = [name for name in CASES if not words or any(word in name for word in words)]
    worst = 0
    for name in chosen:
        wanted, fill = CASES[name]
        folder = pathlib.Path(tempfile.mkdtemp(prefix="conclint-hostile-"))
        try:
            given = filled(fill, folder)
            for path, _, _ in os.walk(folder):
                if os.stat(path).st_mode & 0o777 != 0:
                    os.chmod(path, 0o755)
            seconds, busy, memory, code, out, err = run(folder, given)
            bad = faults(wanted, seconds, memory, code, out, err)
            worst |= bool(bad)
            said = err.decode("utf-8", "replace").replace("\n", " | ")[:110] if bad or code == 2 else left_out(out)
            print(f"{name:<60}{seconds:6.1f} s {busy:6.1f} s busy {memory:6.0f} MB  {code:>3}  {', '.join(bad) or 'good'}  {said}", flush=True)
        finally:
            subprocess.run(["chmod", "-R", "u+rwx", folder])
            shutil.rmtree(folder, ignore_errors=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
