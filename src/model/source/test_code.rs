//! What is test code: test functions, test modules, and files that cargo compiles for tests, benches and examples only.

use crate::files::FileKind;
use crate::model::Base;
use crate::model::source::tables::{ExprAt, FileNo, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::source::walk::attrs;
use crate::syntax::Span;
use crate::syntax::tree::Item;

/// Whether all of a file is test code, by what cargo compiles it for or by the name of its folder.
pub(in crate::model) fn is_test_file(kind: FileKind, within: &str) -> bool {
    let apart = matches!(kind, FileKind::Test | FileKind::Bench | FileKind::Example | FileKind::BuildScript);
    let folder = within.split('/').rev().skip(1).any(|f| {
        matches!(
            f,
            "tests"
                | "test"
                | "testing"
                | "benches"
                | "examples"
                | "example"
                | "test_utils"
                | "testutil"
                | "test_helpers"
                | "demos"
                | "benchmarks"
                | "fixtures"
                | "fuzz"
                | "loom"
        )
    });
    let stem = within.rsplit('/').next().unwrap_or(within).trim_end_matches(".rs");
    let name = matches!(stem, "tests" | "test" | "test_utils" | "test_util" | "testing" | "testutil" | "bench")
        || stem.ends_with("_test")
        || stem.ends_with("_tests")
        || stem.starts_with("test_");
    apart || folder || name
}

/// Whether a package exists for tests alone, by its name: `quay-testing`, `e2e-tests`, `bench-harness` (learnt from trin,
/// substrate-telemetry and tensorzero, whose servers and helpers for tests are packages of the workspace).
pub(in crate::model) fn is_test_package(name: &str) -> bool {
    let others = ["latest", "greatest", "fastest", "contest", "attest", "protest", "proptest"];
    name.split(['-', '_']).any(|part| {
        matches!(
            part,
            "tests"
                | "testing"
                | "testutil"
                | "testutils"
                | "testsuite"
                | "testkit"
                | "e2e"
                | "mock"
                | "mocks"
                | "bench"
                | "benches"
                | "benchmark"
                | "benchmarks"
                | "fixtures"
                | "fuzz"
        ) || part.ends_with("test") && !others.contains(&part)
    })
}

/// Whether a file is only given to the compiler, by a test of what it says: its code never runs.
pub(in crate::model) fn is_only_compiled(within: &str) -> bool {
    let mut folders = within.split('/').rev().skip(1);
    folders.any(|f| matches!(f, "ui" | "compile-fail" | "compile_fail" | "trybuild")) && within.contains("test")
}

impl Base {
    /// Whether an expression is test code.
    pub(in crate::model) fn in_test(&self, at: ExprAt) -> bool {
        self.file_is_test(at.file)
            || self.index.scope(self.scope_at(at)).test
            || self.def_of(self.body_at(at)).is_some_and(|d| self.index.def(d).test)
            || self.in_statement_of_tests(at)
    }

    /// Whether a statement around an expression is compiled for tests only.
    fn in_statement_of_tests(&self, at: ExprAt) -> bool {
        std::iter::once(at).chain(self.ancestors(at)).any(|part| match self.parent(part) {
            Parent::Stmt(block, n) => {
                let cfg = self.stmt(StmtAt { file: at.file, block, n }).cfg;
                cfg.is_some_and(|cfg| attrs::cfg_means_test(self.text(cfg)))
            }
            _ => false,
        })
    }

    /// Whether a stretch of a file lies in test code, whatever stands there.
    pub fn test_around(&self, span: Span) -> bool {
        let Some(file) = self.file_no(span.file) else { return false };
        let is_test = |item: &Item| {
            attrs::has_test_cfg(&self.names, &item.attrs)
                || item.attrs.iter().any(|attr| attrs::is_test_attr(self.names.text(attr.path)))
        };
        self.file_is_test(file) || self.tree(file).items.iter().any(|item| item.span.holds(span) && is_test(item))
    }

    pub(in crate::model) fn file_is_test(&self, file: FileNo) -> bool {
        let file = &self.files[file.0 as usize];
        is_test_file(file.kind, &file.within) || self.package.name.as_deref().is_some_and(is_test_package)
    }
}

#[cfg(test)]
mod tests {
    use super::is_test_package;

    #[test]
    fn a_package_for_tests_says_so_by_a_word_of_its_name() {
        for name in ["quay-tests", "e2e", "quay_testing", "bench-harness", "ethportal-peertest", "test-support"] {
            assert!(is_test_package(name), "{name}");
        }
        for name in ["quay", "latest-news", "attest", "workbench", "proptest", "fuzzy"] {
            assert!(!is_test_package(name), "{name}");
        }
    }
}
