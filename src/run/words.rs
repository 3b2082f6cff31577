//! A glance at a text before it is parsed: does anything in it look like the call from which a fact could start?
//!
//! It may say yes for nothing (in a comment, a string, a name of the package's own) but never no where a fact stands.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::model::library;
use crate::syntax::comments::MARK;

/// The glance at a package's texts, with the names that its project speaks of beside the library table's words.
#[derive(Default)]
pub struct Glance {
    /// `None` where the project speaks of nothing.
    own: Option<AhoCorasick>,
    /// The names of what other packages do that whoever calls it does too.
    followed: Option<AhoCorasick>,
}

impl Glance {
    pub fn new<'w>(own: impl Iterator<Item = &'w str>) -> Glance {
        Glance { own: words(own), followed: None }
    }

    /// The same with the names of functions that do to a lock or a thread what then those do that call them.
    pub fn following<'w>(self, names: impl Iterator<Item = &'w str>) -> Glance {
        Glance { followed: words(names), ..self }
    }

    /// What a text promises by what it calls, invokes, imports or goes through, and by what its comments say to us.
    pub fn promise(&self, text: &str) -> Promise {
        match promise(text) {
            Promise::Fact => Promise::Fact,
            _ if self.names_own(text) || may_speak_to_us(text) => Promise::Fact,
            less => less,
        }
    }

    /// Whether what the functions of a text do can matter to a fact elsewhere: they repeat, wait, lock, or start something.
    pub fn may_matter(&self, text: &str) -> bool {
        may_matter(text) || self.names_own(text) || self.follows(text)
    }

    /// Whether a text may call one of the functions whose names are followed.
    pub fn follows(&self, text: &str) -> bool {
        let is_call = |start: usize, end: usize| {
            let rest = text[end..].trim_start();
            (rest.starts_with('(') || rest.starts_with("::<")) && !text[..start].ends_with("fn ")
        };
        names_one(self.followed.as_ref(), text, is_call)
    }

    /// Whether one of the project's names stands anywhere in a text. An import brings one in without a call.
    fn names_own(&self, text: &str) -> bool {
        names_one(self.own.as_ref(), text, |_, _| true)
    }
}

/// What finds these words; `None` where there are none.
fn words<'w>(words: impl Iterator<Item = &'w str>) -> Option<AhoCorasick> {
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| AhoCorasick::new(words).ok()).flatten()
}

/// Whether one of these words stands in a text as a whole name, at a place that fits.
fn names_one(words: Option<&AhoCorasick>, text: &str, fits: impl Fn(usize, usize) -> bool) -> bool {
    let bytes = text.as_bytes();
    let is_whole =
        |start: usize, end: usize| !bytes[..start].last().is_some_and(is_part) && !bytes.get(end).is_some_and(is_part);
    let is_one = |start, end| is_whole(start, end) && fits(start, end);
    words.is_some_and(|words| words.find_overlapping_iter(text).any(|found| is_one(found.start(), found.end())))
}

/// What a text's words promise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Promise {
    Nothing,
    /// A future that nobody polls, where the package makes futures.
    WithAsync,
    /// A guard, where the package has a lock.
    WithLock,
    /// A fact, where the package uses a library that the library table knows.
    WithLibrary,
    Fact,
}

fn promise(text: &str) -> Promise {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(library::WORDS));
    static LOCKING: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(library::TAKES_LOCK));
    let mut promise = Promise::Nothing;
    for found in WORDS.find_iter(text) {
        if is_use(text.as_bytes(), found.start(), found.end()) {
            if library::tells(library::WORDS[found.pattern()]) {
                return Promise::Fact;
            }
            promise = Promise::WithLibrary;
        }
    }
    let names = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match promise {
        _ if names(library::BLOCKS) && is_async(text) => Promise::Fact,
        Promise::Nothing if text.contains(library::SENDS) => Promise::WithLibrary,
        Promise::Nothing if LOCKING.is_match(text) => Promise::WithLock,
        Promise::Nothing if discards(text) => Promise::WithAsync,
        promise => promise,
    }
}

/// Whether a text names a type that is a lock. Under another name an atomic or a span stands beside its own.
pub fn names_lock(text: &str) -> bool {
    static LOCKS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(library::LOCKS));
    LOCKS.find_iter(text).any(|found| {
        let (word, after) = text[found.start()..].split_at(found.len());
        match word {
            "Atomic" => begins(text, found.start()) && library::goes_on_as_atomic(after),
            "Span::" => begins(text, found.start()),
            _ => !is_defined(text, found.start()) && (begins(text, found.start()) || !is_function(after)),
        }
    })
}

/// Whether what goes on with this behind `…Mutex::` is a function that is given its types, as in a table of functions, and no
/// type: nothing of it is named.
fn is_function(after: &str) -> bool {
    let mut open = 0_usize;
    for (place, byte) in after.bytes().enumerate().take(LONGEST_TYPES) {
        match byte {
            b'<' => open += 1,
            _ if open == 0 => return false,
            b'>' if open == 1 => return !after[place + 1..].starts_with("::"),
            b'>' => open -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a place lies in the name of a function where that is defined.
fn is_defined(text: &str, place: usize) -> bool {
    let head = text[..place].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    head.ends_with("fn ")
}

/// How long the types are, in bytes, that a function is given.
const LONGEST_TYPES: usize = 100;

/// Whether no letter stands before a place.
fn begins(text: &str, start: usize) -> bool {
    !text.as_bytes()[..start].last().is_some_and(u8::is_ascii_alphabetic)
}

/// Whether a line could begin a task, a channel, a lock, …, as far as its words tell.
pub fn may_be_on_map(line: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        automaton(library::WORDS.iter().chain(library::LOCKS).chain(library::ON_MAP.iter().map(|on| &on.line)))
    });
    WORDS.is_match(line)
}

/// Whether a text makes something that no lint asks about and the map shows.
pub fn makes_drawn(text: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> =
        LazyLock::new(|| automaton(library::ON_MAP.iter().filter_map(|on| on.file.as_ref())));
    WORDS.is_match(text)
}

/// Whether a text throws away what a call gives.
pub fn discards(text: &str) -> bool {
    text.contains(library::DISCARDS)
}

/// Whether a text makes futures.
pub fn is_async(text: &str) -> bool {
    static ASYNC: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(library::ASYNC));
    ASYNC.is_match(text)
}

/// Whether a text names a library from which a fact could come. The middle of another word names none: a binding to a system
/// that speaks of a `context` all the time does not use `ntex`.
pub fn names_library(text: &str) -> bool {
    static LIBRARIES: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(library::LIBRARIES));
    let is_one = |start: usize| text.as_bytes()[start].is_ascii_uppercase() || begins(text, start);
    LIBRARIES.find_overlapping_iter(text).any(|found| is_one(found.start()))
}

fn automaton<'w>(words: impl IntoIterator<Item = &'w &'w str>) -> AhoCorasick {
    AhoCorasick::new(words).expect("a few short words make an automaton")
}

/// Whether a fact could start from the identifier around the word at `start..end`.
///
/// Bindings to system libraries hold hundreds of megabytes of names; a word inside one of those, a parameter called
/// `timeout` or a sentence in a comment is no call.
fn is_use(text: &[u8], start: usize, end: usize) -> bool {
    let head = start - text[..start].iter().rev().take_while(|byte| is_part(byte)).count();
    let tail = end + text[end..].iter().take_while(|byte| is_part(byte)).count();
    let after = text[tail..].trim_ascii_start();
    let called = after.starts_with(b"(") || after.starts_with(b"!") || after.starts_with(b"::");
    let named = text[..head].ends_with(b"::") || after.starts_with(b"as ");
    (called || named)
        && is_whole(text, head, start, end)
        && !text[..head].ends_with(b"fn ")
        && !in_comment(&text[..head])
}

/// Whether a comment in a text could be meant for conclint.
fn may_speak_to_us(text: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new([MARK]).expect("one word makes an automaton"));
    WORDS.is_match(text)
}

fn may_matter(text: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let repeats_or_waits = ["loop {", "while ", ".await", ".lock()", ".read()", ".load(", ".accept("];
        // From here a process gets to everything else, and how often it does is asked.
        let begins = ["fn main", "::main]", "LazyLock", "OnceLock", "OnceCell", "lazy_static", "Lazy<", "Once"];
        automaton(library::WORDS.iter().chain(library::TAKES_LOCK).chain(&repeats_or_waits).chain(&begins))
    });
    WORDS.is_match(text)
}

/// Whether the word is one of the words that make up the identifier which begins at `head`.
fn is_whole(text: &[u8], head: usize, start: usize, end: usize) -> bool {
    let begins = match text[start].is_ascii_uppercase() {
        true => start == head,
        false => start == head || !text[start - 1].is_ascii_alphabetic(),
    };
    begins && !text.get(end).is_some_and(u8::is_ascii_alphabetic)
}

/// Whether the last line of `before` is a comment, or an attribute that documents.
fn in_comment(before: &[u8]) -> bool {
    let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_start();
    [&b"//"[..], b"#[doc", b"#[deprecated"].iter().any(|mark| line.starts_with(mark))
}

fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::{Glance, Promise, names_library, names_lock, promise};

    #[test]
    fn a_project_s_own_names_are_looked_for_as_whole_names() {
        let glance = Glance::new(["launch", "na", "nap"].into_iter());
        for text in ["use acme_rt::{launch, Pool};", "nap(3).await", "acme_rt::launch (work())"] {
            assert_eq!(glance.promise(text), Promise::Fact, "{text}");
            assert!(glance.may_matter(text), "{text}");
        }
        for text in ["fn relaunch() {}", "let snap = nap_time;", "let x = 1;"] {
            assert_eq!(glance.promise(text), Promise::Nothing, "{text}");
            assert!(!glance.may_matter(text), "{text}");
        }
        let glance = Glance::default().following(["count", "draw"].into_iter());
        for text in ["farm.count()", "Farm::count(&farm)", "draw::<u32>(well)"] {
            assert!(glance.follows(text) && glance.may_matter(text), "{text}");
            assert_eq!(glance.promise(text), Promise::Nothing, "{text}");
        }
        for text in ["fn count(&self)", "let count = 1;", "recount()"] {
            assert!(!glance.follows(text), "{text}");
        }
        assert_eq!(Glance::default().promise("launch(work())"), Promise::Nothing, "nobody speaks of it");
    }

    #[test]
    fn calls_macros_and_paths_are_uses() {
        for text in [
            "tokio::spawn(run())",
            "thread::sleep (d)",
            "task::spawn_blocking(|| 1)",
            "iter.map(tokio::spawn)",
            "use std::thread::sleep;",
            "use tokio::{spawn as go, time};",
            "use std::thread as t; t::park_timeout(d)",
        ] {
            assert_eq!(promise(text), Promise::Fact, "{text}");
        }
        for text in [
            "let (tx, rx) = mpsc::unbounded_channel::<u8>();",
            "tokio::select! { _ = a => {} }",
            "futures_timer::Delay::new(d).await",
            "mpsc::Receiver::try_recv(rx)",
            "let (tx, rx) = flume::unbounded();",
            "let (tx, rx) = flume::bounded(3);",
        ] {
            assert_eq!(promise(text), Promise::WithLibrary, "{text}");
            assert!(names_library(text), "{text}");
        }
    }

    #[test]
    fn a_lock_is_taken_by_a_call_and_known_by_its_type() {
        for text in ["self.state.lock().unwrap()", "let rows = table.read();", "cell.borrow_mut()", "DashMap::new()"] {
            assert_eq!(promise(text), Promise::WithLock, "{text}");
        }
        assert!(names_lock("state: Arc<Mutex<State>>"), "a type of a lock");
        assert!(!names_lock("fn CreateMutexW(name: PCWSTR)"), "the mutex of an operating system is no type of Rust");
        assert!(names_lock("use std::sync::atomic::AtomicBool as StdAtomicBool;"), "under another name as well");
        for text in [
            "type OsFileWriteAtomicOptions;",
            "pub Atomic: u32,",
            "pub AtomicInt64OnGroupShared: BOOL",
            "this.AtomicCopy(a, b)",
            "RowSpan::new(1)",
            "fn ReleaseMutex<P>(mutex: P)",
            "ReleaseMutex: ReleaseMutex::<Identity, OFFSET>,",
        ] {
            assert!(!names_lock(text), "{text}");
        }
        for text in [
            "AtomicU8::new(0)",
            "use std::sync::atomic::{AtomicPtr, Ordering};",
            "std::sync::atomic::Atomic<u8>",
            "tracing::Span::current()",
            "ReentrantMutex<u8>",
            "AsyncMutex::<Vec<u8>>::new(rows)",
            "Mutex::<u8>::new(0)",
        ] {
            assert!(names_lock(text), "{text}");
        }
    }

    #[test]
    fn a_call_of_an_operating_system_names_no_library() {
        let text = "unsafe { winsock::select(0, &mut read, null(), null(), &timeout) }";
        assert_eq!(promise(text), Promise::WithLibrary, "it may be a library's");
        assert!(!names_library(text), "but none is named");
        assert!(!names_library("fn select(context: *mut CONTEXT, mpcontext: u32);"), "the end of a word names none");
        assert!(
            names_library("other::__tokio::select!(a, b)") && names_library("use rt::AsyncCondvar;"),
            "a part of a name"
        );
    }

    #[test]
    fn definitions_and_words_inside_other_words_are_not() {
        for text in [
            "pub fn sleep(ms: u32);",
            "self.selector()",
            "SetRetryDelay(1)",
            "DelayRetryAction::None",
            "let channel = 3 + 4",
            "/// Call sleep(d) before this.",
            "fn wait(timeout: u32, dwtimeout: u32)",
            "wait(self, timeout)",
            "fn add(a: u8) -> u8 { a }",
        ] {
            assert_eq!(promise(text), Promise::Nothing, "{text}");
        }
    }
}
