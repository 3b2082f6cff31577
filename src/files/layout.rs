//! What a file is for, by cargo's layout: library, binary, test, bench, example or build script.

/// What a file is compiled for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// `src/lib.rs`, or what `[lib]` names, and its modules.
    Lib,
    /// A program, and its modules.
    Bin,
    /// A test of the package, below `tests`.
    Test,
    /// A benchmark, below `benches`.
    Bench,
    /// An example, below `examples`.
    Example,
    /// `build.rs`, or what `package.build` names.
    BuildScript,
}

impl FileKind {
    /// Whether no code of the library or of another target can name what the file holds.
    pub fn is_apart(self) -> bool {
        !matches!(self, FileKind::Lib | FileKind::Bin)
    }
}

/// Where a package keeps its targets: what the manifest declares, before what cargo finds by itself.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Path from the package's root, with `/` between the parts.
    pub declared: Vec<(String, FileKind)>,
}

/// The folders in which cargo looks for targets by itself.
const FOLDERS: [(&str, FileKind); 4] = [
    ("tests/", FileKind::Test),
    ("benches/", FileKind::Bench),
    ("examples/", FileKind::Example),
    ("src/bin/", FileKind::Bin),
];

impl Layout {
    /// What the file at `within` (a path from the package's root) is for, and whether a crate starts there.
    pub fn place(&self, within: &str) -> (FileKind, bool) {
        if let Some((_, kind)) = self.declared.iter().find(|(path, _)| path == within) {
            return (*kind, true);
        }
        match within {
            "src/lib.rs" => return (FileKind::Lib, true),
            "src/main.rs" => return (FileKind::Bin, true),
            "build.rs" => return (FileKind::BuildScript, true),
            _ => {}
        }
        if let Some((folder, kind)) = FOLDERS.into_iter().find(|(folder, _)| within.starts_with(folder)) {
            return (kind, starts_target(&within[folder.len()..]));
        }
        (self.kind_of_declared_folder(within), false)
    }

    /// A target that is declared in a folder of its own takes the files beside and below it along.
    fn kind_of_declared_folder(&self, within: &str) -> FileKind {
        let beside = |path: &str| match path.rfind('/') {
            Some(end) if &path[..end] != "src" => within.starts_with(&path[..=end]),
            _ => false,
        };
        match self.declared.iter().find(|(path, kind)| kind.is_apart() && beside(path)) {
            Some((_, kind)) => *kind,
            None => FileKind::Lib,
        }
    }
}

/// `name.rs` and `name/main.rs` start a crate in cargo's folders; anything deeper is a module of one.
fn starts_target(below: &str) -> bool {
    match below.split_once('/') {
        None => true,
        Some((_, rest)) => rest == "main.rs",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_finds_targets_by_place() {
        let layout = Layout::default();
        assert_eq!(layout.place("src/lib.rs"), (FileKind::Lib, true));
        assert_eq!(layout.place("src/net/mod.rs"), (FileKind::Lib, false));
        assert_eq!(layout.place("src/bin/tool/main.rs"), (FileKind::Bin, true));
        assert_eq!(layout.place("src/bin/tool/args.rs"), (FileKind::Bin, false));
        assert_eq!(layout.place("tests/common/mod.rs"), (FileKind::Test, false));
        assert_eq!(layout.place("build.rs"), (FileKind::BuildScript, true));
    }

    #[test]
    fn declared_targets_win_and_take_their_folder_along() {
        let layout =
            Layout { declared: vec![("it/main.rs".into(), FileKind::Test), ("src/it.rs".into(), FileKind::Test)] };
        assert_eq!(layout.place("it/main.rs"), (FileKind::Test, true));
        assert_eq!(layout.place("it/deep/util.rs"), (FileKind::Test, false));
        assert_eq!(layout.place("src/it.rs"), (FileKind::Test, true));
        assert_eq!(layout.place("src/other.rs"), (FileKind::Lib, false));
    }
}
