//! A configuration's text as values, each with the line on which it stands.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::wrongs;
use super::keys::{DECLARING, KEYS};
use super::wrong::Page;
use super::{Ban, Config, Levelled, MapRule, Order, Override, Paths, RuleKind, Source, Stated, Tests};
use crate::files::Patterns;
use crate::levels::Levels;
use crate::lint::{Level, Lint};
use crate::model::library::{Call, ChannelKind, Declared, Locking, OnDrop, SleepRow, SpawnRow, Unit};

/// Reads the table that holds a configuration; its patterns start from `base`.
///
/// Everything that is wrong with it is answered, a sentence each.
pub fn read(
    source: Source,
    page: Page<'_>,
    base: &Path,
    table: &Spanned<DeTable<'_>>,
    lints: &[&'static Lint],
) -> Result<Config, Vec<String>> {
    let wrongs = wrongs(page, table, KEYS, lints);
    if !wrongs.is_empty() {
        return Err(wrongs);
    }
    let reader = Reader { page, base, lints };
    let table = table.get_ref();
    let levels = reader.levels(table);
    Ok(Config {
        levels: reader.stacked(&levels),
        stated: levels,
        exclude: reader.paths(table, "exclude"),
        tests: reader.word(table, "tests").map(|word| Stated {
            value: if word.value == "skip" { Tests::Skip } else { Tests::Check },
            line: word.line,
        }),
        declared: DECLARING
            .iter()
            .flat_map(|key| tables(table, key).filter_map(|inner| reader.declared(key, inner)))
            .collect(),
        bans: tables(table, "ban").filter_map(|inner| reader.ban(inner)).collect(),
        lock_orders: tables(table, "lock-order").filter_map(|inner| reader.lock_order(inner)).collect(),
        map_rules: tables_of(table, &["map", "rule"])
            .filter_map(|one| reader.map_rule(one.get_ref().as_table()?))
            .collect(),
        overrides: tables(table, "override").map(|inner| reader.part(inner)).collect(),
        source: Some(source),
    })
}

/// Takes values from tables that were found right.
struct Reader<'r> {
    page: Page<'r>,
    base: &'r Path,
    lints: &'r [&'static Lint],
}

impl Reader<'_> {
    fn stated<T>(&self, value: T, at: &std::ops::Range<usize>) -> Stated<T> {
        Stated { value, line: self.page.line(at) }
    }

    fn part(&self, table: &DeTable<'_>) -> Override {
        let stated = self.levels(table);
        Override { paths: self.paths(table, "paths"), levels: self.stacked(&stated), stated }
    }

    /// What a table under `key` says of a function.
    fn declared(&self, key: &str, table: &DeTable<'_>) -> Option<Stated<Declared>> {
        let path = self.word(table, "path")?;
        let kind = self.word(table, "kind").map(|kind| kind.value).unwrap_or_default();
        let call = match key {
            "spawn" => Call::Spawn(SpawnRow {
                unit: match kind.as_str() {
                    "thread" => Unit::Thread,
                    "blocking" => Unit::Blocking,
                    _ => Unit::Task,
                },
                on_drop: match self.word(table, "on-drop").map(|how| how.value).as_deref() {
                    Some("cancel") => OnDrop::Cancel,
                    Some("join") => OnDrop::Join,
                    _ => OnDrop::Detach,
                },
                argument: None,
            }),
            "sleep" => Call::Sleep(SleepRow::sleep(0, kind == "blocking")),
            "channel" => Call::Channel {
                kind: ChannelKind::ALL.into_iter().find(|one| one.name() == kind)?,
                bound: value(table, "bounded")?.get_ref().as_bool()?.then_some(0),
            },
            "lock" if kind == "blocking" => Call::Lock(Locking::Blocking),
            "lock" => Call::Lock(Locking::Async),
            _ => Call::Blocks,
        };
        Some(Stated { value: Declared { path: path.value, call }, line: path.line })
    }

    fn ban(&self, table: &DeTable<'_>) -> Option<Stated<Ban>> {
        let path = self.word(table, "path")?;
        let ban = Ban { path: path.value, reason: self.reason(table)?, allowed_in: self.paths(table, "allowed-in") };
        Some(Stated { value: ban, line: path.line })
    }

    /// A message is one line, and has no full stop.
    fn reason(&self, table: &DeTable<'_>) -> Option<String> {
        Some(one_line(&self.word(table, "reason")?.value).trim_end_matches('.').to_owned())
    }

    fn map_rule(&self, table: &DeTable<'_>) -> Option<Stated<MapRule>> {
        let name = self.word(table, "name")?;
        let text = |key| Some(self.word(table, key)?.value);
        let order = || Some(Order { before: text("before")?, after: text("after")? });
        let kind = if value(table, "every-task-owned").is_some() {
            RuleKind::EveryTaskOwned
        } else if let Some(most) = value(table, "most-unbounded-channels") {
            RuleKind::MostUnboundedChannels(count(most.get_ref())?)
        } else if value(table, "tasks-only-in").is_some() {
            let is_module = |text: &str| text.contains("::");
            let (modules, files) =
                self.texts(table, "tasks-only-in").into_iter().partition(|one| is_module(&one.value));
            RuleKind::TasksOnlyIn { files: self.paths_of(files), modules }
        } else if let Some(order) = order() {
            RuleKind::Locks(order)
        } else {
            RuleKind::NoLockAcross(text("no-lock-across")?)
        };
        let paths = value(table, "paths").map(|_| self.paths(table, "paths"));
        let rule = MapRule { name: one_line(&name.value), reason: self.reason(table)?, paths, kind };
        Some(Stated { value: rule, line: name.line })
    }

    fn lock_order(&self, table: &DeTable<'_>) -> Option<Stated<Order>> {
        let (before, after) = (self.word(table, "before")?, self.word(table, "after")?);
        Some(Stated { line: before.line, value: Order { before: before.value, after: after.value } })
    }

    /// The `levels` of a table in the order of the file.
    fn levels(&self, table: &DeTable<'_>) -> Vec<Stated<Levelled>> {
        let Some(DeValue::Table(levels)) = value(table, "levels").map(Spanned::get_ref) else { return Vec::new() };
        let one = |(name, level): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let level = match level.get_ref().as_str() {
                Some("allow") => Level::Allow,
                Some("deny") => Level::Deny,
                _ => Level::Warn,
            };
            self.stated(Levelled { name: AsRef::<str>::as_ref(name.get_ref()).to_owned(), level }, &name.span())
        };
        let mut stated: Vec<Stated<Levelled>> = levels.iter().map(one).collect();
        stated.sort_by_key(|s| s.line);
        stated
    }

    fn stacked(&self, stated: &[Stated<Levelled>]) -> Levels {
        let mut levels = Levels::default();
        for Stated { value: Levelled { name, level }, line } in stated {
            let known = levels.say(*level, name, &format!("{}:{line}", self.page.name), self.lints);
            debug_assert!(known.is_ok(), "names were checked before");
        }
        levels.by_width()
    }

    fn paths(&self, table: &DeTable<'_>, key: &str) -> Paths {
        self.paths_of(self.texts(table, key))
    }

    /// The texts of a list, each with its line.
    fn texts(&self, table: &DeTable<'_>, key: &str) -> Vec<Stated<String>> {
        let all = value(table, key).and_then(|v| v.get_ref().as_array()).into_iter().flat_map(|list| list.iter());
        all.filter_map(|one| Some(self.stated(one.get_ref().as_str()?.to_owned(), &one.span()))).collect()
    }

    fn paths_of(&self, written: Vec<Stated<String>>) -> Paths {
        let patterns = Patterns::new(self.base, written.iter().map(|one| one.value.as_str())).unwrap_or_default();
        Paths { patterns, written }
    }

    fn word(&self, table: &DeTable<'_>, key: &str) -> Option<Stated<String>> {
        let value = value(table, key)?;
        Some(self.stated(value.get_ref().as_str()?.to_owned(), &value.span()))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number from 0 on; `None` for what is none.
pub fn count(value: &DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
}

/// What stands in the list under `[[first.second]]`.
pub fn tables_of<'t, 'i>(
    table: &'t DeTable<'i>,
    [first, second]: &[&str; 2],
) -> impl Iterator<Item = &'t Spanned<DeValue<'i>>> {
    let list = table_at(table, first).and_then(|inner| value(inner, second)).and_then(|list| list.get_ref().as_array());
    list.into_iter().flat_map(|list| list.iter())
}

/// The tables that stand under `[[key]]`.
pub fn tables<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> impl Iterator<Item = &'t DeTable<'i>> {
    let list = value(table, key).and_then(|v| v.get_ref().as_array());
    list.into_iter().flat_map(|list| list.iter()).filter_map(|one| one.get_ref().as_table())
}

/// The table that stands under a key.
pub fn table_at<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    value(table, key)?.get_ref().as_table()
}

/// What a table holds under a key.
pub fn value<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(name, _)| &**name.get_ref() == key).map(|(_, value)| value)
}
