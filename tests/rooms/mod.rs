//! The bad code of a room, of which a long one is parted into modules in `bad/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The parts of a room's code, `good` or `bad`, in order of name; from the room's folder on.
pub fn parts(room: &Path, code: &str) -> Vec<String> {
    let entries = fs::read_dir(room.join(code)).into_iter().flatten();
    let name = |entry: std::io::Result<fs::DirEntry>| {
        format!("{code}/{}", entry.expect("its entries can be listed").file_name().to_string_lossy())
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// All of a room's bad code in one text: each part stands where it is mounted.
pub fn bad(room: &Path) -> String {
    let read = |path: PathBuf| fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    parts(room, "bad").into_iter().fold(read(room.join("bad.rs")), |whole, part| {
        let module = part.trim_start_matches("bad/").trim_end_matches(".rs");
        let mount = format!("#[path = \"{part}\"]\nmod {module};\n");
        assert!(whole.contains(&mount), "{}/bad.rs does not mount {part}", room.display());
        whole.replace(&mount, &format!("mod {module} {{\n{}}}\n", read(room.join(&part))))
    })
}
