//! Configurations for tests: what the pages show, and everything that can be wrong with what.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::path::Path;

/// The pages that show configurations.
pub const PAGES: [&str; 6] = [
    "docs/configuration.md",
    "docs/map.md",
    "README.md",
    "lints/banned_path/README.md",
    "lints/lock_order_inversion/README.md",
    "lints/map_rule/README.md",
];

/// Every configuration that a page shows.
pub fn shown() -> Vec<String> {
    let read = |page: &&str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{page}: {e}"))
    };
    let pages = PAGES.iter().map(read);
    let blocks = |page: String| {
        let starts =
            page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
        starts.collect::<Vec<_>>()
    };
    pages
        .flat_map(blocks)
        .filter(|block| !block.contains("[dependencies]") && !block.contains("languages.toml"))
        .collect()
}

/// Each wrong text, and what is said of it.
pub const WRONG: &[(&str, &str)] = &[
    ("levels = {", "this is not TOML"),
    ("tests = \"check\"\ntests = \"skip\"", "this is not TOML"),
    ("level = {}", "there is no key `level`; did you mean `levels`?"),
    ("disallowed-methods = []", "there is no key `disallowed-methods`; there is `levels`"),
    (
        "levels = { timer-rest = \"warn\" }",
        "no lint, family or group is called `timer-rest`; did you mean `timer-reset`?",
    ),
    (
        "levels = { unwrap-used = \"warn\" }",
        "no lint, family or group is called `unwrap-used`; `conclint lints` names them all",
    ),
    ("levels = { timer-reset = \"dney\" }", "`timer-reset` cannot be \"dney\"; did you mean \"deny\"?"),
    (
        "levels = { timer-reset = \"error\" }",
        "`timer-reset` cannot be \"error\"; write \"allow\", \"warn\" or \"deny\"",
    ),
    ("levels = { timer-reset = 2 }", "`timer-reset` is a number; write \"allow\", \"warn\" or \"deny\""),
    ("levels = \"deny\"", "`levels` is a string; write a table of levels"),
    ("exclude = \"vendor\"", "`exclude` is a string; write a list of patterns, as [\"vendor/\"]"),
    ("exclude = [\"src\", 3]", "`exclude` holds a number; write a list of patterns"),
    ("exclude = [\"src/{a\"]", "`src/{a` is no pattern of a .gitignore"),
    ("exclude = [\"../b\"]", "`../b` is no pattern of a .gitignore: it may not go through `.` or `..`"),
    ("tests = \"skp\"", "`tests` cannot be \"skp\"; did you mean \"skip\"?"),
    ("tests = false", "`tests` is a boolean; write \"check\" or \"skip\""),
    ("[[spawn]]\nkind = \"task\"", "this `[[spawn]]` has no `path`; add it"),
    ("[[spawn]]\npath = \"spawn\"", "`spawn` is no full path; it begins with a crate, as acme_rt::spawn"),
    ("[[sleep]]\npath = \"self::nap\"", "`self::nap` is no full path"),
    ("[[lock]]\npath = \"acme::Lock<T>::take\"", "`acme::Lock<T>::take` is no full path"),
    ("[[spawn]]\npath = [\"a::b\"]", "`path` is a list; write the path of an item, as \"acme_rt::spawn\""),
    ("[[spawn]]\npath = \"a::b\"\nkind = \"tsk\"", "`kind` cannot be \"tsk\"; did you mean \"task\"?"),
    (
        "[[spawn]]\npath = \"a::b\"\non_drop = \"join\"",
        "there is no key `on_drop` in `[[spawn]]`; did you mean `on-drop`?",
    ),
    (
        "[[spawn]]\npath = \"a::b\"\non-drop = \"abort\"",
        "`on-drop` cannot be \"abort\"; write \"detach\", \"cancel\" or \"join\"",
    ),
    ("[[sleep]]\npath = \"a::b\"\nkind = \"thread\"", "`kind` cannot be \"thread\"; write \"async\" or \"blocking\""),
    ("[[blocking]]\npath = \"a::b\"\nkind = \"io\"", "there is no key `kind` in `[[blocking]]`; there is `path`"),
    ("[[channel]]\npath = \"a::b\"\nkind = \"flume\"", "this `[[channel]]` has no `bounded`; add it"),
    ("[[channel]]\npath = \"a::b\"\nbounded = true", "this `[[channel]]` has no `kind`; add it"),
    (
        "[[channel]]\npath = \"a::b\"\nkind = \"flum\"\nbounded = true",
        "`kind` cannot be \"flum\"; did you mean \"flume\"?",
    ),
    ("[[channel]]\npath = \"a::b\"\nkind = \"flume\"\nbounded = 8", "`bounded` is a number; write true or false"),
    ("[[spawn]]\npath = \"a::b\"\n[[sleep]]\npath = \"a::b\"", "line 3 is about `a::b` already; keep one of the two"),
    ("[[lock-order]]\nbefore = \"Db::state\"", "this `[[lock-order]]` has no `after`; add it"),
    (
        "[[lock-order]]\nbefore = \"Db.state\"\nafter = \"RATES\"",
        "`Db.state` is no lock; write a field as Db::state, or a static as crate::rates::CACHE",
    ),
    ("[[lock-order]]\nbefore = 1\nafter = \"RATES\"", "`before` is a number; write a lock, as \"Db::state\""),
    ("[[lock-order]]\nbefore = \"RATES\"\nafter = \"RATES\"", "`RATES` stands on both sides; name two locks"),
    (
        "[[lock-order]]\nbefore = \"A\"\nafter = \"B\"\n[[lock-order]]\nbefore = \"A\"\nafter = \"B\"",
        "line 3 gives this order already; keep one of the two",
    ),
    (
        "[[lock-order]]\nbefore = \"A\"\nafter = \"B\"\n[[lock-order]]\nbefore = \"B\"\nafter = \"A\"",
        "line 3 gives the other order already; keep one of the two",
    ),
    (
        "[[lock-order]]\nbefore = \"A\"\nafter = \"B\"\nthen = \"C\"",
        "there is no key `then` in `[[lock-order]]`; there is `before` and `after`",
    ),
    ("[[ban]]\npath = \"a::b\"", "this `[[ban]]` has no `reason`; add it"),
    ("[[ban]]\nreason = \"no\"", "this `[[ban]]` has no `path`; add it"),
    ("[[ban]]\npath = \"a::b\"\nreason = \"  \"", "`reason` is empty; say it in a few words"),
    ("[[ban]]\npath = \"a::b\"\nreason = true", "`reason` is a boolean; write a text"),
    ("[[ban]]\npath = \"a b\"\nreason = \"no\"", "`a b` is no full path"),
    ("[[ban]]\npath = \"crate\"\nreason = \"no\"", "`crate` is no full path"),
    (
        "[[ban]]\npath = \"a::b\"\nreason = \"no\"\nallowed_in = []",
        "there is no key `allowed_in` in `[[ban]]`; did you mean `allowed-in`?",
    ),
    (
        "[[ban]]\npath = \"a::b\"\nreason = \"no\"\nallowed-in = \"src\"",
        "`allowed-in` is a string; write a list of patterns",
    ),
    ("[[ban]]\npath = \"a\"\nreason = \"no\"\n[[ban]]\npath = \"a\"\nreason = \"no\"", "line 3 is about `a` already"),
    ("[override]\npaths = []", "`override` is a table; write `[[override]]` over its keys"),
    ("override = [1]", "`override` is a number; write `[[override]]` over its keys"),
    ("[[override]]\npaths = [\"a\"]", "this `[[override]]` has no `levels`; add it"),
    ("[[override]]\nlevels = {}", "this `[[override]]` has no `paths`; add it"),
    ("[[override]]\nlevels = {}\npaths = []", "`paths` is empty; name the files that are meant"),
    (
        "[[override]]\nlevels = {}\npath = [\"a\"]\npaths = [\"a\"]",
        "there is no key `path` in `[[override]]`; did you mean `paths`?",
    ),
    ("[map]\nrules = []", "there is no key `rules` in `[map]`; did you mean `rule`?"),
    ("map = 3", "`map` is a number; write `[map]` over its keys"),
    ("[map]\nrule = 3", "`rule` is a number; write `[[map.rule]]` over its keys"),
    ("[[map.rule]]\nreason = \"b\"\nevery-task-owned = true", "this `[[map.rule]]` has no `name`; add it"),
    ("[[map.rule]]\nname = \"a\"\nevery-task-owned = true", "this `[[map.rule]]` has no `reason`; add it"),
    ("[[map.rule]]\nname = \"a\"\nreason = \" \"\nevery-task-owned = true", "`reason` is empty; say it in a few words"),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\n",
        "this `[[map.rule]]` does not say what must hold; add one of `every-task-owned`, `most-unbounded-channels`, `tasks-only-in`, `before` with `after`, `no-lock-across`",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\npaths = [\"src/\"]",
        "this `[[map.rule]]` does not say what must hold",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = true\nno-lock-across = \"crate::db\"",
        "this `[[map.rule]]` has `every-task-owned` and `no-lock-across`; make a rule of each",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = true\nbefore = \"A.b\"",
        "this `[[map.rule]]` has `every-task-owned` and `before`; make a rule of each",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-ownd = true",
        "there is no key `every-task-ownd` in `[[map.rule]]`; did you mean `every-task-owned`?",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nno-spawns = true",
        "there is no key `no-spawns` in `[[map.rule]]`; there is `name`, `reason`, `paths`, `every-task-owned`",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = false",
        "`every-task-owned` is false; write true, or remove the rule",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = \"yes\"",
        "`every-task-owned` is a string; write true",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nmost-unbounded-channels = -1",
        "`most-unbounded-channels` cannot be -1; write a number from 0 on",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nmost-unbounded-channels = 1.5",
        "`most-unbounded-channels` is a number; write a whole number from 0 on",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nmost-unbounded-channels = \"2\"",
        "`most-unbounded-channels` is a string; write a whole number from 0 on",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\ntasks-only-in = []",
        "`tasks-only-in` is empty; name the files or modules that are meant",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\ntasks-only-in = \"src/rt.rs\"",
        "`tasks-only-in` is a string; write a list of patterns and modules",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\npaths = []\nevery-task-owned = true",
        "`paths` is empty; name the files that are meant",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"Office.berths\"",
        "this `[[map.rule]]` has no `after`; add it",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nafter = \"Office.berths\"",
        "this `[[map.rule]]` has no `before`; add it",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"Office.berths\"\nafter = \"Office::berths\"",
        "`Office.berths` stands on both sides; name two locks",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"self.berths\"\nafter = \"RATES\"",
        "`self.berths` is no lock; write it as the map names it: a field as Office.berths, a static as RATES",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"a b\"\nafter = \"RATES\"",
        "`a b` is no lock; write it as the map names it",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = 1\nafter = \"RATES\"",
        "`before` is a number; write a lock, as \"Office.berths\"",
    ),
    ("[[map.rule]]\nname = \"a\"\nreason = \"b\"\nno-lock-across = \"self::db\"", "`self::db` is no full path"),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = true\n[[map.rule]]\nname = \"a\"\nreason = \"b\"\nevery-task-owned = true",
        "line 3 calls a rule `a` already; give each its own name",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"A.a\"\nafter = \"B.b\"\n[[map.rule]]\nname = \"c\"\nreason = \"b\"\nbefore = \"B::b\"\nafter = \"A.a\"",
        "line 5 gives the other order already; keep one of the two",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\nbefore = \"Office.berths.0.x\"\nafter = \"A.0\"",
        "`Office.berths.0.x` is no lock; write it as the map names it",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\ntasks-only-in = [\"crate::rt::\"]",
        "`crate::rt::` is no path of a module; write one as \"crate::rt\"",
    ),
    (
        "[[map.rule]]\nname = \"a\"\nreason = \"b\"\npaths = [\"crate::rt\"]\nevery-task-owned = true",
        "`crate::rt` is a path of code; name files, as \"src/rt.rs\" or \"src/rt/\"",
    ),
];
