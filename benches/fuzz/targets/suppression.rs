//! Any text as a comment or an attribute on code that has findings: the comment may hide them, and finds nothing new but of
//! itself.

#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use conclint_fuzz::judge;
use libfuzzer_sys::fuzz_target;

const HEAD: &str = "pub fn start(mut rx: tokio::sync::mpsc::Receiver<u8>) {\n";
const TAIL: &str = "
    tokio::spawn(async move { loop { tokio::time::sleep(PERIOD).await; step(); } });
    let _ = LOCK.lock();
}
";

/// The lints that the code without the comment has findings of.
static FOUND: LazyLock<BTreeSet<&str>> = LazyLock::new(|| names(&format!("{HEAD}{TAIL}")));

fn names(text: &str) -> BTreeSet<&'static str> {
    judge(text).findings.iter().map(|finding| finding.lint.name).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let said = String::from_utf8_lossy(bytes);
    // A line of its own, so that it can only be a comment.
    let said = said.replace(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], " ");
    let with = names(&format!("{HEAD}    // conclint: {said}\n{TAIL}"));
    let new: Vec<_> = with.iter().filter(|name| !FOUND.contains(*name) && **name != "unused-suppression").collect();
    assert!(new.is_empty(), "{new:?}");
});
