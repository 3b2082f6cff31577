//! Trees to facts: knows concurrency, nothing of lints.
//!
//! The folders stand in reading order, and each uses only those above it: `tests/house/model.rs` holds the order. What
//! `source` to `context` know is `Base`; the lists of facts stand on it in `Crate`.

pub mod silence;
pub mod source;
pub mod library;
pub mod names;
pub mod types;
pub mod flow;
pub mod interface;
pub mod callee;
pub mod values;
pub mod effects;
pub mod context;
pub mod facts;
pub mod fixes;
pub mod show;
pub mod map;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::files::FileKind;
use crate::syntax::tree::Tree;
use crate::syntax::{Comments, Interner, Name, Names, Parsed, Source, Span};

use crate::model::effects::spawns::SpawnCall;
use crate::model::effects::writes::Write;
use crate::model::facts::channel::ChannelData;
use crate::model::facts::guard::declared_order::LockOrder;
use crate::model::facts::mention::{Ban, MentionData};
use crate::model::facts::receive::ReceiveData;
use crate::model::facts::sleep::SleepData;
use crate::model::flow::Flow;
use crate::model::library::Declared;
use crate::model::map::rules::{BreachData, Rule};
use crate::model::names::Res;
use crate::model::names::siblings::Siblings;
use crate::model::source::memo::{Cells, Memo, cells};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, FileNo, Index};
use crate::model::types::Ty;
use crate::model::types::callee::Callee;

/// What the manifest says of a package, as far as facts depend on it.
#[derive(Clone, Debug, Default)]
pub struct PackageInfo {
    pub root: PathBuf,
    pub name: Option<String>,
    /// What code outside the library calls it.
    pub lib_name: Option<String>,
    pub edition: u16,
    /// Renamed dependencies: the name in code, and the package it means.
    pub renames: Vec<(String, String)>,
    /// What the project says of functions.
    pub declared: Vec<Declared>,
    /// What the project does not use.
    pub bans: Vec<Ban>,
    /// Which of two locks is taken first.
    pub lock_orders: Vec<LockOrder>,
    /// What must hold of its map.
    pub rules: Vec<Rule>,
    /// The other packages of the workspace that it uses.
    pub siblings: Arc<Siblings>,
    /// Whether what runs the tests of its workspace ends those that take too long.
    pub ends_slow_tests: bool,
    /// Whether only its interface is asked for: then its lists of facts stay empty.
    pub only_shown: bool,
}

/// A parsed file, ready to become facts.
#[derive(Debug)]
pub struct File {
    pub source: Arc<Source>,
    pub parsed: Arc<Parsed>,
    pub kind: FileKind,
    /// The path from the package's root.
    pub within: String,
    /// Whether cargo starts a crate here.
    pub root: bool,
}

/// The package's manifest, with what names need of it at hand.
#[derive(Debug, Default)]
pub(in crate::model) struct Manifest {
    pub renames: Vec<(String, String)>,
    /// The library: how other targets call it, and the file where it starts.
    pub library: Option<(String, FileNo)>,
    pub name: Option<String>,
    pub edition: u16,
    pub ends_slow_tests: bool,
}

/// A package as far as names, types, flow and calls go: what facts are made of. It knows of no list of facts.
pub struct Base {
    pub(in crate::model) names: Names,
    pub(in crate::model) files: Vec<File>,
    /// Whether a module tree reaches the file.
    pub(in crate::model) reached: Vec<bool>,
    /// The files without which cargo builds the package, with the comment that says so: nothing of them is known.
    pub(in crate::model) left_out: FxHashMap<FileNo, Span>,
    pub(in crate::model) package: Manifest,
    pub(in crate::model) index: Index,
    pub(in crate::model) siblings: Arc<Siblings>,
    pub(in crate::model) declared: names::project::Rows,
    pub(in crate::model) impl_selves: Cells<Res>,
    pub(in crate::model) trait_impls: names::traits::Impls,
    pub(in crate::model) exports: names::exported::Exports,
    pub(in crate::model) twins: names::twins::TwinsCell,
    pub(in crate::model) in_scopes: Memo<names::InScope, Option<Res>>,
    pub(in crate::model) hubs: names::hubs::Hubs,
    pub(in crate::model) methods_of: Memo<(DefId, Name), Option<DefId>>,
    pub(in crate::model) types: Memo<ExprAt, Ty>,
    pub(in crate::model) binding_types: Memo<BindingId, Ty>,
    pub(in crate::model) calls_by_name: FxHashMap<Name, Vec<ExprAt>>,
    pub(in crate::model) callees: Vec<OnceLock<Cells<Box<Callee>>>>,
    pub(in crate::model) flows: Cells<Flow>,
    /// Bindings of outer bodies that each closure or async block mentions, with the mention.
    pub(in crate::model) captures: FxHashMap<BodyId, Vec<(BindingId, ExprAt)>>,
    pub(in crate::model) field_uses: OnceLock<FxHashMap<Name, Vec<ExprAt>>>,
    pub(in crate::model) literals: OnceLock<FxHashMap<DefId, Vec<ExprAt>>>,
    pub(in crate::model) endings: Memo<BodyId, effects::ending::Ending>,
    /// Whether a function only drops its parameter of this number.
    /// By number, the parameters that a function does more with than drop them.
    pub(in crate::model) kept_params: Memo<BodyId, Vec<u32>>,
    pub(in crate::model) summaries: Memo<BodyId, Arc<effects::summary::Summary>>,
    /// The lock whose guard the code of a body gives.
    pub(in crate::model) given_locks: Memo<BodyId, Option<flow::Place>>,
    pub(in crate::model) pausing: Memo<BodyId, Option<bool>>,
    /// What the code of a body reads.
    pub(in crate::model) readings: Memo<BodyId, Option<effects::reads::Reading>>,
    /// Whether the code of a body takes a permit.
    pub(in crate::model) permits: Memo<BodyId, effects::permits::Taken>,
    /// The two ends of a channel that a function gives.
    pub(in crate::model) pairs: Memo<BodyId, Option<names::siblings::Pair>>,
    /// Whether a body surely comes to its end by itself.
    pub(in crate::model) surely_ending: Memo<BodyId, bool>,
    /// Whether a function logs, where it does no more than that.
    pub(in crate::model) logging: Memo<BodyId, Option<bool>>,
    /// What a body writes, itself or in what it runs, in terms of its callers.
    pub(in crate::model) writes: Memo<BodyId, Vec<Write>>,
    /// Whether a body, or what it calls, looks at how long ago something was.
    pub(in crate::model) ages: Memo<BodyId, bool>,
    /// What the code of a body waits for when it is awaited.
    pub(in crate::model) awaiting: Memo<BodyId, effects::awaits::Awaits>,
    /// The locks that the code of a body takes.
    pub(in crate::model) takings: Memo<BodyId, Arc<Vec<effects::locking::Taking>>>,
    /// What the handles of tasks and threads are put into, each with the places of their spawns in the package's list.
    pub(in crate::model) kept_handles: OnceLock<effects::kept_handles::Kept>,
    /// The locks that the code of a body takes of what it is given.
    pub(in crate::model) brought_locks: Memo<BodyId, Arc<Vec<effects::lock_brought::Brought>>>,
    /// The field that alone has locks of a struct, by what they guard.
    pub(in crate::model) locks_of: OnceLock<effects::lock_class::LocksOf>,
    /// Whether the code of a body puts slots into a semaphore.
    pub(in crate::model) adding: Memo<BodyId, bool>,
    /// What the code of a body makes its thread wait for.
    pub(in crate::model) stalls: Memo<BodyId, Vec<effects::stalls::Stall>>,
    /// What the code of a body leaves behind that runs on.
    pub(in crate::model) leaving: Memo<BodyId, effects::leaves::Leaves>,
    /// The call in a body, or further in, that waits for signals of the operating system.
    pub(in crate::model) signals: Memo<BodyId, Option<Span>>,
    /// The public functions through which alone a function runs.
    pub(in crate::model) ways_in: Memo<BodyId, Option<Vec<String>>>,
    /// Where the code of a body can be dropped before it ends.
    pub(in crate::model) dropped: Memo<BodyId, Option<Span>>,
    /// The names of the fields that a body gives other values.
    pub(in crate::model) assigned_fields: Memo<BodyId, effects::assigned::Assigned>,
    pub(in crate::model) wrappers: Memo<BodyId, Option<effects::wrapper::Wrapper>>,
    pub(in crate::model) own_sleeps: Memo<DefId, Option<library::SleepRow>>,
    pub(in crate::model) spawning: OnceLock<Vec<SpawnCall>>,
    /// The bodies that are the code of a task or thread.
    pub(in crate::model) spawned: OnceLock<FxHashSet<BodyId>>,
    pub(in crate::model) function_mentions: OnceLock<callee::mentions::Mentions>,
    /// Calls under a name, by what they call.
    pub(in crate::model) called_by: Memo<Name, Arc<callee::callers::Called>>,
    /// Calls by other names than those of what they call.
    pub(in crate::model) called_by_alias: OnceLock<callee::callers::Called>,
    /// Places that name functions as values, under a name.
    pub(in crate::model) valued: Memo<Name, Arc<callee::callers::Called>>,
    /// Calls on something unknown: by name, whether they are made on something, and how many arguments they give.
    pub(in crate::model) possibly_called: Memo<(Name, bool, usize), Vec<ExprAt>>,
    pub(in crate::model) ran: Memo<BodyId, context::runs::Ran>,
    /// The functions of circles that are too large to be solved to the end, each behind the first of its circle.
    pub(in crate::model) cut_circles: Memo<(BodyId, BodyId), ()>,
    /// The loops in which a body waits last.
    pub(in crate::model) rounds: Memo<BodyId, Vec<context::rounds::Round>>,
}

/// A package as facts: the nouns of concurrency in it, each of which answers questions about itself.
///
/// All that `Base` knows can be asked of it too.
pub struct Crate {
    base: Base,
    pub(in crate::model) bans: Vec<facts::mention::Banned>,
    pub(in crate::model) lock_orders: Vec<facts::guard::declared_order::Ordered>,
    pub(in crate::model) rules: Vec<map::rules::Ruled>,
    pub(in crate::model) breaches: Vec<BreachData>,
    pub(in crate::model) spawns: Vec<SpawnCall>,
    pub(in crate::model) sleeps: Vec<SleepData>,
    pub(in crate::model) channels: Vec<ChannelData>,
    pub(in crate::model) receives: Vec<ReceiveData>,
    pub(in crate::model) mentions: Vec<MentionData>,
    pub(in crate::model) guards: Vec<facts::guard::GuardData>,
    pub(in crate::model) blocks: Vec<facts::block::BlockData>,
    pub(in crate::model) notifieds: Vec<facts::notified::NotifiedData>,
    pub(in crate::model) attempts: Vec<facts::attempt::AttemptData>,
    pub(in crate::model) selects: Vec<facts::select::SelectData>,
    pub(in crate::model) stoppers: Vec<facts::stopper::StopperData>,
    pub(in crate::model) runtimes: Vec<facts::runtime::RuntimeData>,
    pub(in crate::model) tokens: Vec<facts::token::TokenData>,
    pub(in crate::model) cancels: Vec<facts::cancel::CancelData>,
    pub(in crate::model) accepts: Vec<facts::accept::AcceptData>,
    pub(in crate::model) tests: Vec<facts::test::TestData>,
    pub(in crate::model) atomics: Vec<facts::atomic::AtomicData>,
    pub(in crate::model) lock_futures: Vec<facts::lock_future::LockFutureData>,
    /// Whether it is a package of macros, which the compiler runs.
    pub(in crate::model) is_macros: OnceLock<bool>,
    /// At which nodes of its body a guard is held, by its place in the list: from one node to another, in order.
    pub(in crate::model) held: Memo<usize, Option<facts::guard::places::HeldAt>>,
    /// The call by which a body needs a runtime, within so many calls, and those that lead there.
    pub(in crate::model) needing_runtime: Memo<(BodyId, u32), facts::spawn::outside::Needed>,
    /// Facts that are not looked into.
    pub(in crate::model) cuts: Vec<facts::most::Cut>,
    pub(in crate::model) guard_places: OnceLock<facts::guard::places::GuardPlaces>,
    /// Which lock is taken under which other.
    pub(in crate::model) nested: OnceLock<facts::guard::order::Nestings>,
    /// Where a lock is first written to, of those that are read under another.
    pub(in crate::model) writers: Memo<effects::locking::LockName, Option<Span>>,
    /// By what a condition variable, a lock or an atomic is known in other functions.
    pub(in crate::model) keys: Memo<ExprAt, Arc<Vec<facts::condvar::between::Key>>>,
    /// The channels of which an expression may be an end.
    pub(in crate::model) ends_of: Memo<(ExprAt, library::Side), Vec<(usize, ExprAt)>>,
    /// The sends and receives of each channel.
    pub(in crate::model) by_channel: OnceLock<facts::channel::by_channel::ByChannel>,
    pub(in crate::model) discards: Vec<facts::discard::DiscardData>,
    pub(in crate::model) sends: Vec<facts::send::SendData>,
    pub(in crate::model) capacities: Vec<facts::capacity::CapacityData>,
    pub(in crate::model) fan_outs: Vec<facts::fan_out::FanOutData>,
    pub(in crate::model) buffereds: Vec<facts::buffered::BufferedData>,
    pub(in crate::model) joineds: Vec<facts::joined::JoinedData>,
    pub(in crate::model) exchanges: Vec<facts::exchange::ExchangeData>,
    pub(in crate::model) condvars: Vec<facts::condvar::CondvarData>,
    pub(in crate::model) ends: facts::channel::endpoints::Ends,
    pub(in crate::model) holders: Vec<facts::channel::both_halves::HolderData>,
}

impl Deref for Crate {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

/// What stands where in one file. Files know nothing of one another here, so they can be walked at the same time.
pub struct Walked(Index);

impl Walked {
    /// Walks the file that has this place in the package's sorted list.
    pub fn new(number: usize, file: &File, names: &Names) -> Walked {
        Walked(source::walk::walk(&source::walk::Context {
            file: FileNo(number as u32),
            tree: &file.parsed.tree,
            names,
            test: source::test_code::is_test_file(file.kind, &file.within),
        }))
    }
}

/// The tables of all files, and which of these a module tree reaches.
fn joined(files: &[File], walked: Vec<Walked>, names: &Names) -> (Index, Vec<bool>) {
    let mut index = source::merge::merge(walked.into_iter().map(|walked| walked.0).collect());
    let module_files: Vec<names::modules::ModuleFile<'_>> = files
        .iter()
        .map(|f| names::modules::ModuleFile { path: Path::new(&f.within), tree: &f.parsed.tree, root: f.root })
        .collect();
    let reached = names::modules::join(&mut index, &module_files, names);
    (index, reached)
}

impl Base {
    /// The edition of Rust that the package is written in.
    pub(in crate::model) fn edition(&self) -> u16 {
        self.package.edition
    }

    /// What stands on no fact, of files that were walked.
    fn of_walked(info: &PackageInfo, mut files: Vec<File>, walked: Vec<Walked>, names: Names) -> Base {
        let (mut index, mut reached) = joined(&files, walked, &names);
        let left_out = names::left_out::left_out(&index, &files, &reached);
        if !left_out.is_empty() {
            for FileNo(n) in left_out.keys() {
                let parsed = &mut files[*n as usize].parsed;
                let (errors, generated) = (parsed.errors.clone(), parsed.generated);
                let (tree, comments) = (Tree::default(), Comments::default());
                *parsed = Arc::new(Parsed { tree, comments, errors, generated });
            }
            let again = files.iter().enumerate().map(|(n, file)| Walked::new(n, file, &names)).collect();
            (index, reached) = joined(&files, again, &names);
        }
        let captures = source::tree::captures(&index);
        let trees: Vec<&Tree> = files.iter().map(|f| &f.parsed.tree).collect();
        let calls_by_name = source::calls::by_name(&index, &trees);
        let callees = files.iter().map(|_| OnceLock::new()).collect();
        let mut base = Base {
            package: manifest(info, &files),
            impl_selves: cells(index.impls.len()),
            trait_impls: names::traits::Impls::default(),
            exports: names::exported::Exports::default(),
            twins: names::twins::TwinsCell::default(),
            in_scopes: Memo::default(),
            hubs: names::hubs::Hubs::default(),
            methods_of: Memo::default(),
            flows: cells(index.bodies.len()),
            names,
            files,
            reached,
            left_out,
            index,
            siblings: info.siblings.clone(),
            declared: names::project::Rows::default(),
            types: Memo::default(),
            binding_types: Memo::default(),
            callees,
            captures,
            calls_by_name,
            field_uses: OnceLock::new(),
            literals: OnceLock::new(),
            endings: Memo::default(),
            kept_params: Memo::default(),
            summaries: Memo::default(),
            given_locks: Memo::default(),
            pausing: Memo::default(),
            readings: Memo::default(),
            permits: Memo::default(),
            pairs: Memo::default(),
            surely_ending: Memo::default(),
            writes: Memo::default(),
            logging: Memo::default(),
            ages: Memo::default(),
            awaiting: Memo::default(),
            takings: Memo::default(),
            kept_handles: OnceLock::new(),
            brought_locks: Memo::default(),
            locks_of: OnceLock::new(),
            adding: Memo::default(),
            stalls: Memo::default(),
            leaving: Memo::default(),
            signals: Memo::default(),
            ways_in: Memo::default(),
            dropped: Memo::default(),
            assigned_fields: Memo::default(),
            wrappers: Memo::default(),
            own_sleeps: Memo::default(),
            spawning: OnceLock::new(),
            spawned: OnceLock::new(),
            function_mentions: OnceLock::new(),
            called_by: Memo::default(),
            called_by_alias: OnceLock::new(),
            valued: Memo::default(),
            possibly_called: Memo::default(),
            ran: Memo::default(),
            cut_circles: Memo::default(),
            rounds: Memo::default(),
        };
        base.trait_impls = names::traits::collect(&base);
        base.declare(&info.declared);
        base
    }
}

impl Crate {
    /// Makes facts of a package's files, which must be sorted by path.
    pub fn new(info: &PackageInfo, files: Vec<File>, names: Interner) -> Crate {
        info.siblings.name_places(&names);
        let names = names.freeze();
        let walked = files.iter().enumerate().map(|(number, file)| Walked::new(number, file, &names)).collect();
        Crate::of_walked(info, files, walked, names)
    }

    /// The same of files that were walked before, each by its place in the list.
    pub fn of_walked(info: &PackageInfo, files: Vec<File>, walked: Vec<Walked>, names: Names) -> Crate {
        let mut base = Base::of_walked(info, files, walked, names);
        let bans = facts::mention::banned(&base, &info.bans);
        base.name_paths(bans.iter().flat_map(|ban| ban.outside()).chain(map::rules::outside(&base, &info.rules)));
        // What was found on the way was found without the project's rows.
        (base.in_scopes, base.methods_of) = (Memo::default(), Memo::default());
        let mut krate = Crate {
            base,
            bans,
            lock_orders: Vec::new(),
            rules: Vec::new(),
            breaches: Vec::new(),
            spawns: Vec::new(),
            sleeps: Vec::new(),
            channels: Vec::new(),
            receives: Vec::new(),
            mentions: Vec::new(),
            guards: Vec::new(),
            blocks: Vec::new(),
            notifieds: Vec::new(),
            attempts: Vec::new(),
            selects: Vec::new(),
            accepts: Vec::new(),
            tests: Vec::new(),
            atomics: Vec::new(),
            lock_futures: Vec::new(),
            is_macros: OnceLock::new(),
            held: Memo::default(),
            needing_runtime: Memo::default(),
            cuts: Vec::new(),
            guard_places: OnceLock::new(),
            nested: OnceLock::new(),
            writers: Memo::default(),
            keys: Memo::default(),
            ends_of: Memo::default(),
            by_channel: OnceLock::new(),
            tokens: Vec::new(),
            cancels: Vec::new(),
            runtimes: Vec::new(),
            stoppers: Vec::new(),
            discards: Vec::new(),
            sends: Vec::new(),
            capacities: Vec::new(),
            fan_outs: Vec::new(),
            buffereds: Vec::new(),
            joineds: Vec::new(),
            exchanges: Vec::new(),
            condvars: Vec::new(),
            ends: facts::channel::endpoints::Ends::default(),
            holders: Vec::new(),
        };
        krate.lock_orders = krate.ordered(&info.lock_orders);
        krate.rules = map::rules::ruled(&krate, &info.rules);
        if !info.only_shown {
            krate.collect();
        }
        krate
    }

    /// Finds every fact, in the order of the source.
    fn collect(&mut self) {
        let mut bounds = facts::most::Bounds::default();
        self.channels = facts::channel::collect(self);
        bounds.keep(&self.base, "new channels", &mut self.channels, |one| one.at);
        self.ends = facts::channel::endpoints::follow(self, &self.channels);
        self.holders = facts::channel::both_halves::collect(self, &self.channels, &self.ends);
        self.spawns = self.spawning_calls().to_vec();
        bounds.keep(&self.base, "starts of tasks", &mut self.spawns, |one| one.at);
        self.sleeps = facts::sleep::collect(self);
        bounds.keep(&self.base, "calls that sleep", &mut self.sleeps, |one| one.at);
        self.receives = facts::receive::collect(self);
        bounds.keep(&self.base, "calls that receive", &mut self.receives, |one| one.at);
        self.mentions = facts::mention::collect(self);
        self.guards = facts::guard::collect(self);
        bounds.keep(&self.base, "calls that lock", &mut self.guards, |one| one.at);
        self.blocks = facts::block::collect(self);
        bounds.keep(&self.base, "blocking calls", &mut self.blocks, |one| one.at);
        self.notifieds = facts::notified::collect(self);
        bounds.keep(&self.base, "waits for notifications", &mut self.notifieds, |one| one.at);
        self.attempts = facts::attempt::collect(self);
        bounds.keep(&self.base, "attempts to receive", &mut self.attempts, |one| one.at);
        self.selects = facts::select::collect(self);
        bounds.keep(&self.base, "`select!`s", &mut self.selects, |one| one.at);
        self.accepts = facts::accept::collect(self);
        bounds.keep(&self.base, "calls that accept", &mut self.accepts, |one| one.at);
        self.tests = facts::test::collect(self);
        self.atomics = facts::atomic::collect(self);
        bounds.keep(&self.base, "atomic operations", &mut self.atomics, |one| one.at);
        self.tokens = facts::token::collect(self);
        bounds.keep(&self.base, "cancellation tokens", &mut self.tokens, |one| one.at);
        self.cancels = facts::cancel::collect(self);
        bounds.keep(&self.base, "calls that cancel", &mut self.cancels, |one| one.at);
        self.runtimes = facts::runtime::collect(self);
        bounds.keep(&self.base, "new runtimes", &mut self.runtimes, |one| one.at);
        self.stoppers = facts::stopper::collect(self);
        self.discards = facts::discard::collect(self);
        bounds.keep(&self.base, "values that are dropped", &mut self.discards, |one| one.at);
        self.sends = facts::send::collect(self);
        bounds.keep(&self.base, "calls that send", &mut self.sends, |one| one.at);
        self.capacities = facts::capacity::collect(self);
        bounds.keep(&self.base, "channel capacities", &mut self.capacities, |one| one.at);
        self.fan_outs = facts::fan_out::collect(self);
        bounds.keep(&self.base, "joins of many", &mut self.fan_outs, |one| one.at);
        self.buffereds = facts::buffered::collect(self);
        bounds.keep(&self.base, "buffered streams", &mut self.buffereds, |one| one.at);
        self.joineds = facts::joined::collect(self);
        bounds.keep(&self.base, "waits for tasks", &mut self.joineds, |one| one.at);
        self.exchanges = facts::exchange::collect(self);
        bounds.keep(&self.base, "changes of atomics", &mut self.exchanges, |one| one.at);
        self.lock_futures = facts::lock_future::collect(self);
        bounds.keep(&self.base, "futures of locks", &mut self.lock_futures, |one| one.at);
        self.condvars = facts::condvar::collect(self);
        bounds.keep(&self.base, "condition variables", &mut self.condvars, |one| one.at);
        self.cuts = bounds.cuts;
        // Last: what breaks a rule is told by the other facts.
        self.breaches = map::rules::collect(self);
    }
}

fn manifest(info: &PackageInfo, files: &[File]) -> Manifest {
    let library = files.iter().position(|f| f.kind == FileKind::Lib && f.root);
    let name = info.lib_name.clone().or_else(|| info.name.as_ref().map(|n| n.replace('-', "_")));
    Manifest {
        renames: info.renames.clone(),
        library: name.zip(library).map(|(name, n)| (name, FileNo(n as u32))),
        name: info.name.clone(),
        edition: info.edition,
        ends_slow_tests: info.ends_slow_tests,
    }
}

/// Every fact handle is this: the package, and which of its facts.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $data:ident, $list:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'c> {
            pub(in crate::model) krate: &'c $crate::model::Crate,
            pub(in crate::model) data: &'c $data,
        }

        impl $crate::model::Crate {
            /// Every fact of this kind, in the order of the source.
            pub fn $list(&self) -> impl Iterator<Item = $name<'_>> {
                self.$list.iter().map(|data| $name { krate: self, data })
            }
        }
    };
}
pub(in crate::model) use handle;
