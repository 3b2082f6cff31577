//! Every key that a configuration may have, as data: what reads one and what describes one go by the same list.

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    pub holds: Holds,
    /// Whether its table is wrong without it.
    pub needed: bool,
}

/// What the value of a key must be.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A table from lints, families and groups to `allow`, `warn` or `deny`.
    Levels,
    /// A list of patterns, as in a `.gitignore`.
    Patterns,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// A list of tables that have these keys.
    Tables(&'static [Key]),
}

/// What stands after a name in a table of levels.
pub const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

const fn needed(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, about, holds, needed: true }
}

const fn optional(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, about, holds, needed: false }
}

/// The keys of `conclint.toml`, and of the tables in `Cargo.toml` that stand for it.
pub const KEYS: &[Key] = &[
    optional(
        "levels",
        Holds::Levels,
        "How loud findings are, by lint, family or group. The narrower name wins: a lint over its family, a family over \
         pedantic, pedantic over all.",
    ),
    optional(
        "exclude",
        Holds::Patterns,
        "Files in which nothing is reported, whoever names them. They are still read where other files of their package \
         are judged.",
    ),
    optional(
        "tests",
        Holds::OneOf(|| vec!["check", "skip"]),
        "Whether findings in tests, benches, examples and build scripts are reported. They are unless this says skip.",
    ),
    optional("override", Holds::Tables(OVERRIDE), "Other levels for some files; of several the last one wins."),
];

const OVERRIDE: &[Key] = &[
    needed("paths", Holds::Patterns, "The files that it is about."),
    needed("levels", Holds::Levels, "How loud findings are there, after what is said for all files."),
];
