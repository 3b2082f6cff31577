//! One package on its way: read, parsed, understood, judged.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::beyond::Beyond;
use super::evidence::Evidence;
use super::fingerprints::fingerprints;
use super::hear::{Found, Heard, hear};
use super::map::{Drawing, draw};
use super::place::Sources;
use super::reach::Reach;
use super::stream::{Place, Visit};
use super::trees::{Kept, Trees};
use super::words::{self, Glance, Promise};
use super::workspace::Left;
use super::{Settings, cache, guarded};
use crate::config::{self, Config, MapRule, Order, Stated};
use crate::files::{Package, PackageInfo, SourceFile};
use crate::judged::{Judged, Partly, Quiet};
use crate::levels::Levels;
use crate::lint::{Level, Limit, Lint};
use crate::lints;
use crate::model::context::task::Tasks;
use crate::model::facts::guard::declared_order::LockOrder;
use crate::model::facts::mention::Ban;
use crate::model::map::rules::{self, Rule, RuleKind};
use crate::model::names::siblings::{Interface, Siblings};
use crate::model::{self, Crate, Walked, interface};
use crate::syntax::{self, FileId, Keep, Source, Span};

/// What a package gives to the run's outcome.
#[derive(Default)]
pub struct Part {
    pub findings: Vec<Open>,
    pub quiet: Vec<Quiet>,
    /// With the number of the file, for the order.
    pub partly: Vec<(u32, Partly)>,
    pub failures: Vec<String>,
    /// The locks of rules that are taken in it.
    pub rule_locks: Vec<String>,
    /// Where a map was asked for.
    pub drawing: Option<Drawing>,
}

/// A finding, and what the other packages can say against it.
pub struct Open {
    pub span: Span,
    pub judged: Judged,
    /// It does not hold where `main` functions alone lead to these public functions, and once.
    pub unless_started_once: Option<Vec<String>>,
    /// How many of its sort all packages may have together.
    pub limit: Option<Limit>,
}

/// More text than people write into one file or one package, in bytes. Of what is longer, only the files are kept and
/// parsed in which a fact could start: the others are tables and bindings that programs wrote, and a table of numbers
/// takes a hundred times its length as a tree.
const LONG_FILE: usize = 512 << 10;
const LONG_PACKAGE: u64 = 16 << 20;

/// The texts of a package.
pub struct Read {
    /// By number.
    sources: Vec<Arc<Source>>,
    /// Whether a fact could start anywhere in it, or a comment speaks to us.
    promising: bool,
    glance: Glance,
    /// The sums of the files, in their order; `None` where one could not be read.
    texts: Option<Vec<u64>>,
    pub failures: Vec<String>,
}

/// A package whose facts can be asked for.
pub struct Known<'p> {
    pub krate: Crate,
    pub sources: Vec<Arc<Source>>,
    pub failures: Vec<String>,
    partly: Vec<(u32, Partly)>,
    package: &'p Package,
}

impl Known<'_> {
    pub fn package(&self) -> &Package {
        self.package
    }

    /// The files that were asked for, by number.
    pub fn asked(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().map(|s| &**s).filter(|s| is_asked(self.package, s.file))
    }

    /// The tasks of the package; none where the model itself fails, which is then told.
    pub fn tasks(&self, pool: &ThreadPool, failures: &mut Vec<String>) -> Option<Tasks<'_>> {
        let tasks = guarded("the model", || root(self.package), || pool.install(|| Tasks::of(&self.krate)));
        tasks.map_err(|failure| failures.push(failure)).ok()
    }
}

/// Reads, parses and judges a package, or only takes its interface; gives up between two steps when it is asked to stop.
/// What an earlier run has kept of it is as good.
pub fn judge(visit: &Visit<'_>, place: Place, settings: &Settings, pool: &ThreadPool) -> Part {
    let package = visit.member().package;
    let config = settings.configs.of(&package.info.root);
    let slot = settings.cache.as_deref().map(|cache| cache.slot(visit, config, settings));
    if let Some((left, part)) = slot.as_ref().and_then(|slot| slot.find(package)) {
        visit.leave(|| left);
        return part;
    }
    let Seen { known, failures, texts, interface } = know(visit, Look::WhereFactsStart, settings, pool);
    let mut part = Part { failures, ..Part::default() };
    if let Some(known) = known.filter(|_| !settings.stop.asked()) {
        judge_known(known, visit, place, settings, pool, &mut part);
    }
    if let (Some(slot), Some(texts), false) = (slot, texts, settings.stop.asked()) {
        slot.keep(&texts, &interface, &part, package);
    }
    part
}

/// Judges a package that was understood, and lets it go.
fn judge_known(
    known: Known<'_>,
    visit: &Visit<'_>,
    place: Place,
    settings: &Settings,
    pool: &ThreadPool,
    part: &mut Part,
) {
    let config = settings.configs.of(&known.package.info.root);
    let heard = pool.install(|| listen(&known, config, settings));
    let tasks = match heard.findings.is_empty() && !settings.draws {
        true => None,
        false => known.tasks(pool, &mut part.failures),
    };
    if let Some(tasks) = tasks.as_ref().filter(|_| settings.draws) {
        let drawn = guarded("the map", || root(known.package), || pool.install(|| draw(&known, tasks)));
        drawn.map_or_else(|failure| part.failures.push(failure), |drawing| part.drawing = Some(drawing));
    }
    part.failures.extend(heard.failures.iter().cloned());
    match guarded("the model", || root(known.package), || known.krate.rule_locks_taken()) {
        Ok(taken) => part.rule_locks = taken,
        Err(failure) => part.failures.push(failure),
    }
    pool.install(|| settle(heard, &known, tasks.as_ref(), visit, config, &settings.flags, part));
    part.partly = left_out(&known);
    let Known { krate, sources, .. } = known;
    // No result waits for the memory, only the packages to come do: at the end of a run the process takes it back at once.
    let give_back = settings.give_back.filter(|_| place.fills_room());
    pool.spawn(move || {
        drop((krate, sources));
        if let Some(give_back) = give_back {
            give_back();
        }
        drop(place);
    });
}

/// Which packages are looked into beyond what others see of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Those that were given and in which a fact could start.
    WhereFactsStart,
    /// All that were given.
    Everywhere,
}

/// What was seen of a package.
#[derive(Default)]
pub struct Seen<'p> {
    /// What is known of it, where it is to be looked into.
    pub known: Option<Known<'p>>,
    /// What failed, a sentence each.
    pub failures: Vec<String>,
    /// The sums of its files, in their order; `None` where one could not be read.
    texts: Option<Vec<u64>>,
    /// The interface that it left, as it is kept; empty where nobody keeps any.
    interface: Vec<u8>,
}

/// Reads a package whose turn it is and leaves its interface for those that use it.
pub fn know<'v>(visit: &'v Visit<'_>, look: Look, settings: &Settings, pool: &ThreadPool) -> Seen<'v> {
    let (member, siblings) = (visit.member(), visit.siblings());
    let root = &member.package.info.root;
    let config = settings.configs.of(root);
    let kept = settings.interfaces.as_deref().and_then(|interfaces| Some((interfaces, visit.key(config)?)));
    let kept = kept.filter(|_| !member.is_given);
    if let Some(interface) = kept.and_then(|(interfaces, key)| interfaces.get(root, key)) {
        visit.leave(|| Left::made(interface, None));
        return Seen::default();
    }
    let read = read(member.package, config, &siblings, pool);
    let mut seen = Seen { failures: read.failures.clone(), texts: read.texts.clone(), ..Seen::default() };
    let is_drawn = || settings.draws && read.sources.iter().any(|source| words::makes_drawn(&source.text));
    let is_judged = member.is_given && (read.promising || look == Look::Everywhere || is_drawn());
    let leave = |interface: Arc<Interface>| {
        let line = settings.cache.as_ref().map(|_| cache::line_of(&interface));
        visit.leave(|| Left::made(interface, line.as_deref().map(cache::sum)));
        line.unwrap_or_default()
    };
    if !is_judged && !member.is_used || settings.stop.asked() {
        seen.interface = leave(Arc::default());
        return seen;
    }
    let trees = settings.trees.as_deref().filter(|_| is_judged);
    let known = match understand(member.package, read, is_judged, config, siblings, trees, pool) {
        Ok(known) => known,
        Err(failure) => {
            seen.failures.push(failure);
            return seen;
        }
    };
    let take = || match member.is_used {
        true => {
            let mut interface = interface::of(&known.krate, &member.name);
            rules::leave(&known.krate, &mut interface);
            interface
        }
        false => interface::calls_of(&known.krate, &member.name),
    };
    match guarded("the model", || root.display().to_string(), || pool.install(take)) {
        Ok(taken) => {
            let taken = Arc::new(taken);
            if let Some((interfaces, key)) = kept.filter(|_| seen.texts.is_some() && known.failures.is_empty()) {
                interfaces.keep(root, key, taken.clone());
            }
            seen.interface = leave(taken);
        }
        Err(failure) => seen.failures.push(failure),
    }
    seen.failures.extend(known.failures.iter().cloned());
    seen.known = Some(known).filter(|_| is_judged);
    seen
}

/// What the model knows of every file of a package that was asked for, in order, or of the body at a line of it, and what
/// failed.
pub fn facts(visit: &Visit<'_>, settings: &Settings, pool: &ThreadPool, line: Option<u32>) -> (String, Vec<String>) {
    let Seen { known, mut failures, .. } = know(visit, Look::Everywhere, settings, pool);
    let Some(known) = known else { return (String::new(), failures) };
    let asked: Vec<&Source> = known.asked().collect();
    let show = |source: &Source| match line {
        Some(line) => known.krate.graph(source.file, line).ok_or(line),
        None => Ok(known.krate.facts(source.file)),
    };
    let one = |source: &&Source| {
        let shown = guarded("facts", || source.path.clone(), || show(source))?;
        shown.map_err(|line| format!("{}: no function, closure or async block stands at line {line}", source.path))
    };
    let shown: Vec<_> = pool.install(|| asked.par_iter().map(one).collect());
    let mut text = String::new();
    for facts in shown {
        match facts {
            Ok(facts) => text.push_str(&facts),
            Err(failure) => failures.push(failure),
        }
    }
    (text, failures)
}

/// Reads every file of a package. A file that only keeps others company may be missing.
pub fn read(package: &Package, config: &Config, siblings: &Siblings, pool: &ThreadPool) -> Read {
    let glance = Glance::new(config.words().chain(siblings.words())).following(siblings.doers());
    let is_long = package.size() > LONG_PACKAGE;
    let one = |file: &SourceFile| {
        let text = file.read()?;
        let (promise, sum) = (glance.promise(&text), cache::sum(text.as_bytes()));
        // In a long text nearly everything is thrown away by a program that wrote it.
        let needed = promise > Promise::WithAsync || !is_long && text.len() <= LONG_FILE;
        let source = || Source::new(FileId(file.number), file.shown.clone(), text).of_edition(package.info.edition);
        let source = needed.then(source);
        Ok((promise, source.map(Arc::new), sum))
    };
    let glances: Vec<Result<_, String>> = pool.install(|| package.files.par_iter().map(one).collect());
    let sources = Vec::with_capacity(glances.len());
    let texts = Some(Vec::with_capacity(package.files.len()));
    let mut read = Read { sources, promising: false, glance, texts, failures: Vec::new() };
    let mut promise = Promise::Nothing;
    for (file, glance) in package.files.iter().zip(glances) {
        match glance {
            Ok((of_file, source, sum)) => {
                promise = promise.max(of_file);
                read.sources.extend(source);
                read.texts.iter_mut().for_each(|texts| texts.push(sum));
            }
            Err(failure) => {
                read.texts = None;
                read.failures.extend(Some(failure).filter(|_| file.asked));
            }
        }
    }
    read.promising = match promise {
        Promise::Nothing => false,
        Promise::Fact => true,
        less => pool.install(|| keeps(less, package, siblings, &read.sources)),
    };
    read
}

/// Whether the rest of a package has what the words of some file of it need to be more than words.
fn keeps(promise: Promise, package: &Package, siblings: &Siblings, sources: &[Arc<Source>]) -> bool {
    let has_async = || {
        let any = |is: fn(&str) -> bool| sources.par_iter().any(|source| is(&source.text));
        any(words::discards) && any(words::is_async)
    };
    promise == Promise::WithLibrary && may_use_library(package, siblings, sources)
        || promise != Promise::WithAsync && has_lock(siblings, sources)
        || has_async()
}

/// Whether a package uses a library that the library table knows, as far as its words tell: under another name its manifest
/// says so, and one that only a sibling names does not show.
fn may_use_library(package: &Package, siblings: &Siblings, sources: &[Arc<Source>]) -> bool {
    let is_library = |package: &str| words::names_library(&format!("{}::", package.replace('-', "_")));
    package.info.renames.iter().any(|(_, package)| is_library(package))
        || !siblings.know_nothing()
        || sources.par_iter().any(|source| words::names_library(&source.text))
}

/// Whether a package has a lock, as far as its words tell; one of a sibling it need not name.
fn has_lock(siblings: &Siblings, sources: &[Arc<Source>]) -> bool {
    !siblings.know_nothing() || sources.par_iter().any(|source| words::names_lock(&source.text))
}

/// Parses what was read and makes facts of it; fails only where the model itself does. Of a package that is not judged
/// only that is read which others see of it.
pub fn understand<'p>(
    package: &'p Package,
    read: Read,
    is_judged: bool,
    config: &Config,
    siblings: Arc<Siblings>,
    trees: Option<&Trees>,
    pool: &ThreadPool,
) -> Result<Known<'p>, String> {
    let kept = trees.map_or_else(Kept::default, |trees| trees.take(&package.info.root));
    let names = &kept.names;
    let parsed: Vec<_> = pool.install(|| {
        let one = |source: &Arc<Source>| {
            let text = &source.text;
            // Where no fact can start and no sibling is called that does anything, no function does anything that another
            // package must know of. In a package that is judged each function may be what calls another in a loop.
            let matters = || read.glance.may_matter(text) && (read.promising || read.glance.follows(text));
            let keep =
                if is_judged || config.follows_calls() || matters() { Keep::Everything } else { Keep::Signatures };
            if let Some(parsed) = kept.get(source, keep) {
                return (keep, Ok(Ok(parsed)));
            }
            let parse = || syntax::parse_keeping(source, names, keep).map(Arc::new);
            (keep, guarded("the parser", || source.path.clone(), parse))
        };
        read.sources.par_iter().map(one).collect()
    });
    let (mut files, mut partly, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    let mut made = Vec::new();
    for (source, (keep, parsed)) in read.sources.iter().zip(parsed) {
        let asked = is_asked(package, source.file);
        match parsed {
            Ok(Ok(parsed)) => {
                if let Some(error) = parsed.errors.first().filter(|_| asked) {
                    let (line, _) = source.line_column(error.span.start);
                    partly.push((
                        source.file.0,
                        Partly { path: source.path.clone(), line, message: error.message.clone() },
                    ));
                }
                made.extend(trees.map(|_| (source.clone(), keep, parsed.clone())));
                files.push(file(package, source, parsed));
            }
            Ok(Err(unread)) if asked => failures.push(format!("{} could not be read: {unread}", source.path)),
            Ok(Err(_)) => {}
            Err(failure) => failures.push(failure),
        }
    }
    let mut info = model::PackageInfo { siblings, only_shown: !is_judged, ..package_info(&package.info) };
    tell(&mut info, config, package.files.iter().map(|file| (file.path.as_path(), file.within.as_str())));
    info.siblings.name_places(&kept.names);
    let names = match trees {
        None => kept.names.freeze(),
        Some(trees) => {
            let names = kept.names.snapshot();
            trees.keep(&package.info.root, kept.with(made.into_iter()));
            names
        }
    };
    let make = || {
        let walked = files.par_iter().enumerate().map(|(number, file)| Walked::new(number, file, &names)).collect();
        Crate::of_walked(&info, files, walked, names)
    };
    let krate = guarded("the model", || root(package), || pool.install(make))?;
    Ok(Known { krate, sources: read.sources, failures, partly, package })
}

/// What could not be read, and of each other file the first function of it of which not all was looked into.
fn left_out(known: &Known<'_>) -> Vec<(u32, Partly)> {
    let mut all: BTreeMap<u32, Partly> = known.partly.iter().cloned().collect();
    for cut in known.krate.cuts().iter().filter(|cut| is_asked(known.package, cut.at.file)) {
        let source = Sources(&known.sources).get(cut.at.file);
        let (line, _) = source.line_column(cut.at.start);
        let partly = || Partly { path: source.path.clone(), line, message: cut.sentence() };
        all.entry(cut.at.file.0).or_insert_with(partly);
    }
    all.into_iter().collect()
}

fn root(package: &Package) -> String {
    package.info.root.display().to_string()
}

fn is_asked(package: &Package, file: FileId) -> bool {
    package.file(file.0).is_some_and(|f| f.asked)
}

/// What the lints say of the package; of those that are off in a file no allow there is called good for nothing.
fn listen(known: &Known<'_>, config: &Config, settings: &Settings) -> Heard {
    let sources = Sources(&known.sources);
    let is_on = |lint: &Lint, file: FileId| {
        let path = known.package.file(file.0).map(|file| &file.path);
        path.is_some_and(|path| config.levels(path).then(&settings.flags).report(lint))
    };
    hear(&known.krate, is_on, &|span| sources.path(span), &settings.stop)
}

/// Whether another lint's finding, at a level that is shown, says all that there is to say of the site of this one. Who has
/// allowed that finding has thought of the site.
fn is_told(found: &Found, speakers: &HashMap<Span, Vec<&Found>>) -> bool {
    let others = found.places().filter_map(|place| speakers.get(&place)).flatten();
    others.into_iter().any(|other| other.speaks_for(found.lint, &found.finding))
}

/// The findings at a level that is shown that can speak for others, by each of their places: of many findings, few.
fn speakers<'f>(all: &'f [Found], in_force: &[Option<Level>]) -> HashMap<Span, Vec<&'f Found>> {
    let mut speakers: HashMap<Span, Vec<&Found>> = HashMap::new();
    let shown =
        all.iter().zip(in_force).filter(|(found, level)| level.is_some() && lints::speaks_first(found.lint.name));
    for (found, place) in shown.flat_map(|(found, _)| found.places().map(move |place| (found, place))) {
        speakers.entry(place).or_default().push(found);
    }
    speakers
}

/// Gives findings their marks, places and levels, and leaves out those that nobody asked for or the user has allowed.
fn settle(
    heard: Heard,
    known: &Known<'_>,
    tasks: Option<&Tasks<'_>>,
    visit: &Visit<'_>,
    config: &Config,
    flags: &Levels,
    part: &mut Part,
) {
    let sources = Sources(&known.sources);
    let mut reaches = Reach::new(&known.krate);
    let mut levels: HashMap<FileId, Levels> = HashMap::new();
    let fingerprints = fingerprints(&heard.findings, known);
    let mut level_of = |found: &Found| {
        let file = found.finding.span.file;
        let place = known.package.file(file.0).filter(|f| f.asked)?;
        let levels = levels.entry(file).or_insert_with(|| config.levels(&place.path).then(flags));
        levels.of(found.lint, &found.finding).filter(|_| !found.in_test || !config.skips_tests())
    };
    let in_force: Vec<Option<Level>> = heard.findings.iter().map(&mut level_of).collect();
    let speakers = speakers(&heard.findings, &in_force);
    let told: Vec<bool> = heard.findings.iter().map(|found| is_told(found, &speakers)).collect();
    for (((found, level), told), fingerprint) in heard.findings.into_iter().zip(in_force).zip(told).zip(fingerprints) {
        let Found { lint, finding, allowed, in_test } = found;
        let (Some(place), Some(fingerprint)) = (known.package.file(finding.span.file.0), fingerprint) else { continue };
        if allowed.is_some() {
            continue;
        }
        let Some(level) = level.filter(|_| !told) else {
            part.quiet.push(Quiet { path: place.shown.clone(), lint, fingerprint });
            continue;
        };
        let unless_started_once = finding.condition.as_ref().map(|unless| unless.started_once.clone());
        let evidence = Evidence::of(&finding, &sources, tasks);
        let mut excerpts = sources.excerpts(&finding);
        let mut reach = reaches.of(&finding, &heard.allows, &sources);
        let mut labels = evidence.labels;
        for beyond in finding.beyond.iter().filter_map(|one| Beyond::of(one, visit)) {
            labels.push(beyond.place);
            reach.push(beyond.reach);
            if !excerpts.contains(&beyond.excerpt) {
                excerpts.push(beyond.excerpt);
            }
        }
        let judged = Judged {
            lint,
            level,
            place: evidence.own,
            evidence: labels,
            tasks: evidence.tasks,
            target: known.package.target(place),
            excerpts,
            reach,
            message: finding.message,
            help: finding.help,
            fix: finding.fix.map(|fix| sources.fix(fix)),
            fingerprint,
            in_test,
        };
        part.findings.push(Open { span: finding.span, judged, unless_started_once, limit: finding.limit });
    }
}

/// The package in the model's words.
fn package_info(info: &PackageInfo) -> model::PackageInfo {
    model::PackageInfo {
        root: info.root.clone(),
        name: info.name.clone(),
        lib_name: info.lib_name.clone(),
        edition: info.edition,
        renames: info.renames.clone(),
        ends_slow_tests: info.ends_slow_tests,
        ..model::PackageInfo::default()
    }
}

/// Puts what the configuration says of a package's code into the model's words; of each file its path, absolute and
/// from the package's root.
pub fn tell<'f>(
    info: &mut model::PackageInfo,
    config: &Config,
    files: impl Iterator<Item = (&'f Path, &'f str)> + Clone,
) {
    info.declared = config.declared.iter().map(|one| one.value.clone()).collect();
    let ban = |ban: &config::Ban| {
        let held = files.clone().filter(|(path, _)| ban.allowed_in.hold(path));
        let allowed_in = held.map(|(_, within)| within.to_owned()).collect();
        Ban { path: ban.path.clone(), reason: ban.reason.clone(), allowed_in }
    };
    info.bans = config.bans.iter().map(|one| ban(&one.value)).collect();
    let file = config.source.as_ref().map_or("", |source| source.name.as_str());
    let order = |Stated { value: Order { before, after }, line }: &Stated<Order>| LockOrder {
        before: before.clone(),
        after: after.clone(),
        stated: format!("{file}:{line}"),
    };
    info.lock_orders = config.lock_orders.iter().map(order).collect();
    let within = |paths: &config::Paths| -> Vec<String> {
        files.clone().filter(|(path, _)| paths.hold(path)).map(|(_, within)| within.to_owned()).collect()
    };
    let rule = |Stated { value, line }: &Stated<MapRule>| Rule {
        name: value.name.clone(),
        reason: value.reason.clone(),
        stated: format!("{file}:{line}"),
        holds_in: value.paths.as_ref().map(within),
        kind: match &value.kind {
            config::RuleKind::EveryTaskOwned => RuleKind::EveryTaskOwned,
            config::RuleKind::MostUnboundedChannels(most) => RuleKind::MostUnboundedChannels(*most),
            config::RuleKind::TasksOnlyIn { files, modules } => {
                let texts = |all: &[Stated<String>]| all.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
                let modules = texts(modules);
                let written = [texts(&files.written), modules.clone()].concat();
                RuleKind::TasksOnlyIn { written, files: within(files), modules }
            }
            config::RuleKind::Locks(Order { before, after }) => {
                RuleKind::Locks { before: config::lock_path(before), after: config::lock_path(after) }
            }
            config::RuleKind::NoLockAcross(path) => RuleKind::NoLockAcross(path.clone()),
        },
    };
    info.rules = config.map_rules.iter().map(rule).collect();
}

/// A file in the model's words.
fn file(package: &Package, source: &Arc<Source>, parsed: Arc<syntax::Parsed>) -> model::File {
    let place = package.file(source.file.0).expect("a source is a file of its package");
    model::File { source: source.clone(), parsed, kind: place.kind, within: place.within.clone(), root: place.root }
}
