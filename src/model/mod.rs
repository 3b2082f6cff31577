//! Trees to facts: knows concurrency, nothing of lints.
//!
//! In reading order: `index` and `walk` (what stands where), `modules`, `names`, `types` (what is meant), `flow`
//! (what runs after what), `calls` (what a call may do), and the facts, a file each.

pub mod callee;
pub mod context;
pub mod effects;
pub mod facts;
pub mod fixes;
pub mod flow;
pub mod interface;
pub mod library;
pub mod names;
pub mod show;
pub mod silence;
pub mod source;
pub mod types;
pub mod values;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::files::FileKind;
use crate::syntax::tree::Tree;
use crate::syntax::{FileId, Interner, Name, Names, Parsed, Source};

use crate::model::callee::Callee;
use crate::model::facts::channel::ChannelData;
use crate::model::facts::mention::{Ban, MentionData};
use crate::model::facts::receive::ReceiveData;
use crate::model::facts::sleep::SleepData;
use crate::model::facts::spawn::SpawnData;
use crate::model::flow::Flow;
use crate::model::library::Declared;
use crate::model::names::Res;
use crate::model::names::siblings::Siblings;
use crate::model::source::memo::{Cells, Memo, cells};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, FileNo, Index};
use crate::model::types::Ty;

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
    /// The other packages of the workspace that it uses.
    pub siblings: Arc<Siblings>,
}

/// A parsed file, ready to become facts.
#[derive(Debug)]
pub struct File {
    pub source: Arc<Source>,
    pub parsed: Parsed,
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
}

/// A package as facts: the nouns of concurrency in it, each of which answers questions about itself.
pub struct Crate {
    pub(in crate::model) names: Names,
    pub(in crate::model) files: Vec<File>,
    /// Whether a module tree reaches the file.
    pub(in crate::model) reached: Vec<bool>,
    pub(in crate::model) package: Manifest,
    pub(in crate::model) index: Index,
    pub(in crate::model) siblings: Arc<Siblings>,
    pub(in crate::model) declared: names::project::Rows,
    pub(in crate::model) bans: Vec<facts::mention::Banned>,
    pub(in crate::model) impl_selves: Cells<Res>,
    pub(in crate::model) trait_impls: names::traits::Impls,
    pub(in crate::model) in_scopes: Memo<names::InScope, Option<Res>>,
    pub(in crate::model) methods_of: Memo<(DefId, Name), Option<DefId>>,
    pub(in crate::model) types: Memo<ExprAt, Ty>,
    pub(in crate::model) binding_types: Memo<BindingId, Ty>,
    pub(in crate::model) calls_by_name: FxHashMap<Name, Vec<ExprAt>>,
    pub(in crate::model) callees: Memo<ExprAt, Callee>,
    pub(in crate::model) flows: Cells<Flow>,
    /// Bindings of outer bodies that each closure or async block mentions, with the mention.
    pub(in crate::model) captures: FxHashMap<BodyId, Vec<(BindingId, ExprAt)>>,
    pub(in crate::model) endings: Memo<(BodyId, u32), callee::Ending>,
    pub(in crate::model) wrappers: Memo<DefId, Option<effects::wrapper::Wrapper>>,
    pub(in crate::model) own_sleeps: Memo<DefId, Option<library::SleepRow>>,
    pub(in crate::model) spawns: Vec<SpawnData>,
    pub(in crate::model) sleeps: Vec<SleepData>,
    pub(in crate::model) channels: Vec<ChannelData>,
    pub(in crate::model) receives: Vec<ReceiveData>,
    pub(in crate::model) mentions: Vec<MentionData>,
    pub(in crate::model) ends: values::endpoints::Ends,
    pub(in crate::model) holders: Vec<facts::channel::both_halves::HolderData>,
    pub(in crate::model) tables: callee::callers::Tables,
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

impl Crate {
    /// Makes facts of a package's files, which must be sorted by path.
    pub fn new(info: &PackageInfo, files: Vec<File>, names: Interner) -> Crate {
        let names = names.freeze();
        let walked = files.iter().enumerate().map(|(number, file)| Walked::new(number, file, &names)).collect();
        Crate::of_walked(info, files, walked, names)
    }

    /// The same of files that were walked before, each by its place in the list.
    pub fn of_walked(info: &PackageInfo, files: Vec<File>, walked: Vec<Walked>, names: Names) -> Crate {
        let mut index = source::merge::merge(walked.into_iter().map(|walked| walked.0).collect());
        let module_files: Vec<names::modules::ModuleFile<'_>> = files
            .iter()
            .map(|f| names::modules::ModuleFile { path: Path::new(&f.within), tree: &f.parsed.tree, root: f.root })
            .collect();
        let reached = names::modules::join(&mut index, &module_files, &names);
        let captures = source::tree::captures(&index);
        let trees: Vec<&Tree> = files.iter().map(|f| &f.parsed.tree).collect();
        let calls_by_name = callee::by_name(&index, &trees);
        let mut krate = Crate {
            package: manifest(info, &files),
            impl_selves: cells(index.impls.len()),
            trait_impls: names::traits::Impls::default(),
            in_scopes: Memo::default(),
            methods_of: Memo::default(),
            flows: cells(index.bodies.len()),
            names,
            files,
            reached,
            index,
            siblings: info.siblings.clone(),
            declared: names::project::Rows::default(),
            bans: Vec::new(),
            types: Memo::default(),
            binding_types: Memo::default(),
            callees: Memo::default(),
            captures,
            calls_by_name,
            endings: Memo::default(),
            wrappers: Memo::default(),
            own_sleeps: Memo::default(),
            spawns: Vec::new(),
            sleeps: Vec::new(),
            channels: Vec::new(),
            receives: Vec::new(),
            mentions: Vec::new(),
            ends: values::endpoints::Ends::default(),
            holders: Vec::new(),
            tables: callee::callers::Tables::default(),
        };
        krate.trait_impls = names::traits::collect(&krate);
        krate.declare(&info.declared);
        krate.ban(&info.bans);
        // What was found on the way was found without the project's rows.
        (krate.in_scopes, krate.methods_of) = (Memo::default(), Memo::default());
        krate.collect();
        krate
    }

    /// Finds every fact, in the order of the source.
    fn collect(&mut self) {
        self.channels = facts::channel::collect(self);
        self.ends = values::endpoints::follow(self, &self.channels);
        self.holders = facts::channel::both_halves::collect(self, &self.channels, &self.ends);
        self.spawns = facts::spawn::collect(self);
        self.sleeps = facts::sleep::collect(self);
        self.receives = facts::receive::collect(self);
        self.mentions = facts::mention::collect(self);
    }

    /// The flow graph of a body, built when it is first asked for.
    pub(in crate::model) fn flow(&self, body: BodyId) -> &Flow {
        self.flows[body.0 as usize].get_or_init(|| flow::build(self, body))
    }

    /// The package's files, sorted by path.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The names that the files use.
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub(in crate::model) fn tree(&self, file: FileNo) -> &Tree {
        &self.files[file.0 as usize].parsed.tree
    }

    pub(in crate::model) fn source(&self, file: FileNo) -> &Source {
        &self.files[file.0 as usize].source
    }

    pub(in crate::model) fn file_no(&self, id: FileId) -> Option<FileNo> {
        self.files.binary_search_by_key(&id, |f| f.source.file).ok().map(|n| FileNo(n as u32))
    }

    /// What the model knows of a file, as `conclint facts` prints it.
    pub fn facts(&self, file: FileId) -> String {
        self.file_no(file).map_or_else(String::new, |no| show::file(self, no))
    }
}

fn manifest(info: &PackageInfo, files: &[File]) -> Manifest {
    let library = files.iter().position(|f| f.kind == FileKind::Lib && f.root);
    let name = info.lib_name.clone().or_else(|| info.name.as_ref().map(|n| n.replace('-', "_")));
    Manifest {
        renames: info.renames.clone(),
        library: name.zip(library).map(|(name, n)| (name, FileNo(n as u32))),
        name: info.name.clone(),
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
