//! Which attributes make an item test code.

use crate::syntax::Names;
use crate::syntax::tree::Attr;

/// Whether attributes make an item test code by `#[cfg(test)]`.
pub fn has_test_cfg(names: &Names, attrs: &[Attr]) -> bool {
    attrs.iter().any(|a| names.text(a.path) == "cfg" && cfg_means_test(names.text(a.args)))
}

/// Whether a cfg predicate holds only in tests: `test`, `all(test, …)`, but not `not(test)` or `any(test, …)`.
pub fn cfg_means_test(predicate: &str) -> bool {
    let predicate = predicate.trim();
    if predicate == "test" || predicate == "loom" {
        return true;
    }
    let Some(inner) = predicate.strip_prefix("all").map(str::trim).and_then(|p| p.strip_prefix('(')) else {
        return false;
    };
    inner.trim_end_matches(')').split(',').any(|part| matches!(part.trim(), "test" | "loom"))
}

/// Whether an attribute marks a test or benchmark function: `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[bench]` ….
pub fn is_test_attr(path: &str) -> bool {
    let last = path.rsplit("::").next().unwrap_or(path).trim();
    matches!(last, "test" | "bench" | "rstest" | "test_case" | "quickcheck" | "proptest" | "case")
        || last.ends_with("_test")
        || last.starts_with("test_")
        || last.starts_with("wasm_bindgen_test")
}
