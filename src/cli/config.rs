//! `conclint config`: what is in force, and where each value comes from.

use std::env;
use std::io::{self, Write};
use std::path::Path;

use super::args::{self, LevelFlags};
use super::tell::{End, complain, print};
use crate::config::{Config, DECLARING, InForce, Paths, RuleKind, Stated, Tests};
use crate::files::{self, Given, SourceFile};
use crate::levels::Levels;
use crate::lint::{Level, Lint};
use crate::lints;
use crate::model::library::{Call, Declared, Locking, OnDrop, Unit};

/// Where a value comes from that nobody has given.
const DEFAULT: &str = "default";

/// Prints each configuration that is in force at and below a path; of a file also what the overrides make of it.
pub fn config(path: &Path, levels: &LevelFlags, flags: &args::Check) -> End {
    let selection = files::select(&[Given::Path(path.to_path_buf())]);
    if !selection.failures.is_empty() {
        return End::Failed(selection.failures);
    }
    let configs = match InForce::find(&flags.config.choice(), &selection, lints::ALL) {
        Ok(configs) => configs,
        Err(sentences) => return End::Failed(sentences),
    };
    let said = match Levels::new(&[flags.levels.0.as_slice(), &levels.0].concat(), lints::ALL) {
        Ok(said) => said,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    for warning in &configs.warnings {
        complain(warning);
    }
    let cwd = env::current_dir().unwrap_or_default();
    let mut different: Vec<(&Config, Vec<String>)> = Vec::new();
    for package in &selection.packages {
        let config = configs.of(&package.info.root);
        let shown = files::shown(&cwd, &package.info.root);
        match different.iter_mut().find(|(known, _)| known.source == config.source) {
            Some((_, roots)) => roots.push(shown),
            None => different.push((config, vec![shown])),
        }
    }
    if different.is_empty() {
        return End::Failed(vec![format!("no Rust file found below {}; name one, or its folder", path.display())]);
    }
    // Where a file is named, nothing else was asked for.
    let files = selection.packages.iter().flat_map(|package| &package.files);
    let file = files.filter(|_| path.is_file()).find(|file| file.asked);
    print(|out| {
        for (n, (config, roots)) in different.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            Shown { config, flags: &said }.write(roots, file, out)?;
        }
        Ok(())
    })
}

/// One configuration, with what the command line says after it.
struct Shown<'c> {
    config: &'c Config,
    flags: &'c Levels,
}

/// A value as it would be written, and where it comes from.
type Row = (String, String);

impl Shown<'_> {
    fn write<W: Write>(&self, roots: &[String], file: Option<&SourceFile>, out: &mut W) -> io::Result<()> {
        let name = self.config.source.as_ref().map_or("no configuration", |source| source.name.as_str());
        writeln!(out, "{name}, effective for {}", roots.join(", "))?;
        if let Some(file) = file.filter(|file| self.config.exclude.hold(&file.path)) {
            writeln!(out, "{} is excluded: nothing in it is reported", file.shown)?;
        }
        section("levels", &self.levels(file), out)?;
        section("exclude", &self.patterns(&self.config.exclude), out)?;
        section("tests", &[self.tests()], out)?;
        for part in &self.config.overrides {
            let mut rows = self.patterns(&part.paths);
            rows.extend(
                part.stated.iter().map(|one| (assigned(&one.value.name, one.value.level), self.place(one.line))),
            );
            section("override", &rows, out)?;
        }
        for key in DECLARING {
            let of_key = self.config.declared.iter().filter(|one| key_of(one.value.call) == key);
            let row = |one: &Stated<Declared>| {
                (format!("{}: {}", one.value.path, what(one.value.call)), self.place(one.line))
            };
            section(key, &of_key.map(row).collect::<Vec<_>>(), out)?;
        }
        section("lock-order", &self.lock_orders(), out)?;
        section("ban", &self.bans(), out)?;
        section("map.rule", &self.map_rules(), out)
    }

    /// The level of each lint in the file that is asked about, or in all that no override speaks of.
    fn levels(&self, file: Option<&SourceFile>) -> Vec<Row> {
        let levels = match file {
            Some(file) => self.config.levels(&file.path),
            None => self.config.levels_for_all().clone(),
        };
        let levels = levels.then(self.flags);
        let row = |lint: &&'static Lint| {
            let (level, from) = levels.in_force(lint, lint.level);
            let (pedantic, whence) = levels.in_force(lint, Level::Pedantic);
            let mut place = from.unwrap_or(DEFAULT).to_owned();
            if pedantic != Level::Pedantic && (pedantic != level || whence != from) {
                place.push_str(&format!("; pedantic cases {}, {}", pedantic.name(), whence.unwrap_or(DEFAULT)));
            }
            (assigned(lint.name, level), place)
        };
        lints::ALL.iter().map(row).collect()
    }

    fn tests(&self) -> Row {
        match &self.config.tests {
            Some(Stated { value: Tests::Skip, line }) => ("skip".to_owned(), self.place(*line)),
            Some(Stated { value: Tests::Check, line }) => ("check".to_owned(), self.place(*line)),
            None => ("check".to_owned(), DEFAULT.to_owned()),
        }
    }

    fn patterns(&self, paths: &Paths) -> Vec<Row> {
        paths.written.iter().map(|pattern| (pattern.value.clone(), self.place(pattern.line))).collect()
    }

    fn bans(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for Stated { value: ban, line } in &self.config.bans {
            rows.push((format!("{}: {}", ban.path, ban.reason), self.place(*line)));
            rows.extend(
                self.patterns(&ban.allowed_in).into_iter().map(|(one, place)| (format!("  allowed in {one}"), place)),
            );
        }
        rows
    }

    fn lock_orders(&self) -> Vec<Row> {
        let orders = self.config.lock_orders.iter();
        orders.map(|one| (format!("{} before {}", one.value.before, one.value.after), self.place(one.line))).collect()
    }

    fn map_rules(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for Stated { value: rule, line } in &self.config.map_rules {
            let (held, only_in) = must_hold(&rule.kind);
            rows.push((format!("{}: {held}", rule.name), self.place(*line)));
            rows.push((format!("  {}", rule.reason), self.place(*line)));
            let listed = |paths: &Paths, what: &str| -> Vec<Row> {
                let patterns = self.patterns(paths).into_iter();
                patterns.map(|(one, place)| (format!("  {what} {one}"), place)).collect()
            };
            rows.extend(only_in.into_iter().flat_map(|paths| listed(paths, "only in")));
            rows.extend(rule.paths.iter().flat_map(|paths| listed(paths, "in")));
        }
        rows
    }

    /// Where a value stands.
    fn place(&self, line: u32) -> String {
        self.config.source.as_ref().map_or(DEFAULT.to_owned(), |source| format!("{}:{line}", source.name))
    }
}

/// Rows under their key, in two columns; nothing where there are none.
fn section<W: Write>(key: &str, rows: &[Row], out: &mut W) -> io::Result<()> {
    // A long reason takes its place out of the column rather than all others with it.
    const WIDEST: usize = 60;
    let lengths = rows.iter().map(|(value, _)| value.chars().count());
    let width = lengths.filter(|length| *length <= WIDEST).max().unwrap_or_default();
    if !rows.is_empty() {
        writeln!(out, "\n{key}")?;
    }
    for (value, place) in rows {
        writeln!(out, "    {value:width$}  {place}")?;
    }
    Ok(())
}

fn assigned(name: &str, level: Level) -> String {
    format!("{name} = {}", level.name())
}

/// What a rule says, and the files that it lets do it where others may not.
fn must_hold(kind: &RuleKind) -> (String, Option<&Paths>) {
    match kind {
        RuleKind::EveryTaskOwned => ("every task has an owner".to_owned(), None),
        RuleKind::MostUnboundedChannels(most) => (format!("unbounded channels: {most} at most"), None),
        RuleKind::TasksOnlyIn { files, modules } => {
            let modules: Vec<&str> = modules.iter().map(|one| one.value.as_str()).collect();
            let within = if modules.is_empty() { String::new() } else { format!(" in {}", modules.join(" and ")) };
            (format!("tasks are started{within}"), Some(files))
        }
        RuleKind::Locks(order) => (format!("{} before {}", order.before, order.after), None),
        RuleKind::NoLockAcross(path) => (format!("no lock is held across a call into {path}"), None),
    }
}

/// The key under which a project says that a function does this.
fn key_of(call: Call) -> &'static str {
    match call {
        Call::Spawn(_) => "spawn",
        Call::Sleep(_) => "sleep",
        Call::Channel { .. } => "channel",
        Call::Lock(_) => "lock",
        _ => "blocking",
    }
}

/// What a function does, in a few words.
fn what(call: Call) -> String {
    match call {
        Call::Spawn(row) => {
            let unit = match row.unit {
                Unit::Thread => "a thread",
                Unit::Blocking | Unit::Pool => "a blocking job",
                Unit::Task => "a task",
            };
            let dropped = match row.on_drop {
                OnDrop::Cancel => "cancelled when its handle is dropped",
                OnDrop::Join => "waited for when its handle is dropped",
                OnDrop::Detach | OnDrop::Owned | OnDrop::Unknown => "which runs on when its handle is dropped",
            };
            format!("starts {unit}, {dropped}")
        }
        Call::Sleep(row) if row.blocking => "blocks the thread for a time".to_owned(),
        Call::Sleep(_) => "is awaited for a time".to_owned(),
        Call::Channel { kind, bound } => {
            format!("makes {} {} channel", if bound.is_some() { "a bounded" } else { "an unbounded" }, kind.name())
        }
        Call::Lock(Locking::Blocking) => "blocks the thread until the lock is free".to_owned(),
        Call::Lock(Locking::Async) => "is awaited until the lock is free".to_owned(),
        _ => "blocks the thread".to_owned(),
    }
}
