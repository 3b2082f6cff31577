//! Programs made by a test, compiled against the libraries that the fixtures are written for. Nothing runs them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Message, MetadataCommand};

/// What rustc has against a module of each of these texts, a line for each mistake; the modules' names stand in it.
///
/// They hang in the body of a function, as the fixtures do in `tests/fixtures.rs`.
pub fn mistakes(name: &str, modules: &[(String, String)]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("a folder for the texts");
    let mut root = "#![allow(warnings, unnameable_test_items)]\nfn modules() {\n".to_owned();
    for (module, text) in modules {
        fs::write(folder.join(module).with_extension("rs"), text).expect("a text can be written");
        root += &format!("#[path = \"{module}.rs\"] mod {module};\n");
    }
    fs::write(folder.join("root.rs"), root + "}\n").expect("the root can be written");
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.current_dir(&folder).args(["root.rs", "--edition=2024", "--test", "--emit=metadata", "-o", "root.rmeta"]);
    rustc.args(["--cap-lints=allow", "--error-format=short", "-L"]);
    rustc.arg(format!("dependency={}", target().join(PROFILE).join("deps").display()));
    for (library, file) in libraries() {
        rustc.arg("--extern").arg(format!("{library}={}", file.display()));
    }
    let run = rustc.output().expect("rustc runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success() || said.contains(": error"), "rustc failed: {said}");
    said.lines().filter(|line| line.contains(": error")).map(str::to_owned).collect()
}

const PROFILE: &str = if cfg!(debug_assertions) { "debug" } else { "release" };

/// Where cargo has built this test.
fn target() -> PathBuf {
    let own = env::current_exe().expect("a test knows where it lies");
    own.ancestors().nth(3).expect("it lies in `deps` of a profile").to_owned()
}

/// The libraries that the fixtures name, as cargo has built them for this test.
fn libraries() -> BTreeMap<String, PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let all = MetadataCommand::new().manifest_path(&manifest).exec().expect("cargo describes the package");
    let resolved = all.resolve.as_ref().expect("its dependencies are resolved");
    let own = resolved.nodes.iter().find(|node| Some(&node.id) == resolved.root.as_ref()).expect("it is one of them");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--no-run", "--message-format=json", "--test=lints"]).arg("--manifest-path");
    cargo.arg(&manifest).arg("--target-dir").arg(target());
    if PROFILE == "release" {
        cargo.arg("--release");
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut libraries = BTreeMap::new();
    for message in Message::parse_stream(&*built.stdout) {
        let Message::CompilerArtifact(artifact) = message.expect("cargo writes messages") else { continue };
        let Some(dependency) = own.deps.iter().find(|dependency| dependency.pkg == artifact.package_id) else {
            continue;
        };
        if let Some(file) = artifact.filenames.iter().find(|file| file.extension() == Some("rlib")) {
            libraries.insert(dependency.name.clone(), file.clone().into_std_path_buf());
        }
    }
    libraries
}
