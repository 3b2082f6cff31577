//! Every key that a configuration may have, as data: what reads one and what describes one go by the same list.

use crate::model::library::ChannelKind;

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    /// What its value must be.
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
    /// The same with at least one.
    Files,
    /// The path of an item, from its crate's name or `crate` on.
    Item,
    /// The same, or a crate's name alone.
    ItemOrCrate,
    /// Patterns that mean files, and paths of modules, at least one.
    FilesOrModules,
    /// A lock: a field by its type's name or path, or a static.
    Lock,
    /// Any text but an empty one.
    Text,
    /// `true` or `false`.
    YesOrNo,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// A number from 0 on.
    Count,
    /// `true`; who does not want it leaves the key out.
    Yes,
    /// A lock as the map names it, `Office.berths`, or as [`Holds::Lock`].
    MapLock,
    /// A table that has these keys.
    Table(&'static [Key]),
    /// A list of tables that have these keys.
    Tables(&'static [Key]),
    /// The same, where each table has exactly one of these groups of keys, whole.
    OneOfKinds(&'static [Key], &'static [&'static [&'static str]]),
}

/// The keys under which a project says what functions do.
pub const DECLARING: [&str; 5] = ["spawn", "sleep", "blocking", "channel", "lock"];

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
        "How loud findings are, by lint, family or group. The narrower name counts: a lint over its family, a family over \
         pedantic, pedantic over all.",
    ),
    optional(
        "exclude",
        Holds::Patterns,
        "Files in which nothing is reported, whoever names them. They are still read where other files of their package \
         are checked.",
    ),
    optional(
        "tests",
        Holds::OneOf(|| vec!["check", "skip"]),
        "Whether findings in tests, benches, examples and build scripts are reported. They are unless this says skip.",
    ),
    optional("override", Holds::Tables(OVERRIDE), "Other levels for some files; of several the last one counts."),
    optional("spawn", Holds::Tables(SPAWN), "A function that starts a task or thread."),
    optional("sleep", Holds::Tables(SLEEP), "A function that waits for a time."),
    optional("blocking", Holds::Tables(BLOCKING), "A function that blocks its thread."),
    optional("channel", Holds::Tables(CHANNEL), "A function that makes a channel."),
    optional("lock", Holds::Tables(LOCK), "A function that takes a lock and gives its guard."),
    optional(
        "lock-order",
        Holds::Tables(LOCK_ORDER),
        "Two locks, and which of them is taken first where both are held.",
    ),
    optional("ban", Holds::Tables(BAN), "An item that the project does not use, for a reason of its own."),
    optional("map", Holds::Table(MAP), "What must hold of the concurrency map."),
];

const OVERRIDE: &[Key] = &[
    needed("paths", Holds::Patterns, "The files that it is about."),
    needed("levels", Holds::Levels, "How loud findings are there, after what is specified for all files."),
];

const SPAWN: &[Key] = &[
    ITEM,
    optional(
        "kind",
        Holds::OneOf(|| vec!["task", "thread", "blocking"]),
        "What it starts: a task on an executor (unless another is named), a thread, or a job on a pool for blocking work.",
    ),
    optional(
        "on-drop",
        Holds::OneOf(|| vec!["detach", "cancel", "join"]),
        "What dropping its handle does: the task runs on (unless another is named), is cancelled, or is waited for.",
    ),
];

const SLEEP: &[Key] = &[ITEM, AWAITED];

const BLOCKING: &[Key] = &[ITEM];

const CHANNEL: &[Key] = &[
    ITEM,
    needed("kind", Holds::OneOf(channel_kinds), "The module of the channels that its endpoints behave like."),
    needed("bounded", Holds::YesOrNo, "Whether senders wait for room."),
];

const LOCK: &[Key] = &[ITEM, AWAITED];

const LOCK_ORDER: &[Key] = &[
    needed("before", Holds::Lock, "The lock that is taken first: a field as Db::state, or a static by its path."),
    needed("after", Holds::Lock, "The lock that may be taken while the other is held, and never the other way round."),
];

const BAN: &[Key] = &[
    needed("path", Holds::ItemOrCrate, "The item, module or crate; what lies below it is banned too."),
    needed("reason", Holds::Text, "Why, and what to use instead: it ends the message."),
    optional("allowed-in", Holds::Patterns, "The files that may use it all the same."),
];

const MAP: &[Key] = &[optional(
    "rule",
    Holds::OneOfKinds(MAP_RULE, RULE_KINDS),
    "A rule of the project's architecture; each place that breaks it is a finding of map-rule.",
)];

const MAP_RULE: &[Key] = &[
    needed("name", Holds::Text, "What the rule is called; no other has the same name."),
    needed("reason", Holds::Text, "Why it holds: it ends the message."),
    optional(
        "paths",
        Holds::Files,
        "The files in which it holds (unless some are named, in all): where tasks are started, channels made, locks held.",
    ),
    optional(
        "every-task-owned",
        Holds::Yes,
        "Each task and thread has an owner: somebody keeps its handle or waits for it.",
    ),
    optional(
        "most-unbounded-channels",
        Holds::Count,
        "How many channels may be unbounded, in all these files together.",
    ),
    optional("tasks-only-in", Holds::FilesOrModules, "The files and modules that alone start tasks and threads."),
    optional("before", Holds::MapLock, "The lock that is taken first: as the map names it, Office.berths."),
    optional(
        "after",
        Holds::MapLock,
        "The lock that may be taken while the other is held, and never the other way round.",
    ),
    optional(
        "no-lock-across",
        Holds::ItemOrCrate,
        "The module, type, function or crate that nobody calls while he holds a lock.",
    ),
];

/// The kinds of rules: the keys of each stand together, and no two kinds in one rule.
pub const RULE_KINDS: &[&[&str]] = &[
    &["every-task-owned"],
    &["most-unbounded-channels"],
    &["tasks-only-in"],
    &["before", "after"],
    &["no-lock-across"],
];

const ITEM: Key =
    needed("path", Holds::Item, "The item, by its crate's name or from `crate` on: acme_rt::spawn, crate::rt::spawn.");

const AWAITED: Key = optional(
    "kind",
    Holds::OneOf(|| vec!["async", "blocking"]),
    "Whether it gives a future to be awaited (unless the other is named) or blocks the thread.",
);

fn channel_kinds() -> Vec<&'static str> {
    ChannelKind::ALL.map(ChannelKind::name).to_vec()
}
