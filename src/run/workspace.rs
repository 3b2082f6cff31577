//! The packages of a run as they use one another: the order in which they are taken, and the interfaces that they leave.
//!
//! A package is begun when all that it uses have left their interface. Packages that use one another in a circle, which
//! cargo allows through what only tests use, are taken as if the link that closes it were not there.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::interfaces::Key;
use crate::config::Config;
use crate::files::{Package, Selection};
use crate::model::library;
use crate::model::names::siblings::{Interface, Outgoing, Runs, Siblings};

/// One package on its place among the others.
pub struct Member<'s> {
    pub package: &'s Package,
    /// Whether it was asked for, and not only what it shows to others.
    pub is_given: bool,
    /// What paths into it begin with; no other package has the same.
    pub name: String,
    /// Whether another package uses it.
    pub is_used: bool,
    /// What its code calls the packages that it uses, and their numbers.
    uses: Vec<(String, usize)>,
    /// What its code calls those that use it in turn.
    pub(super) circular: Vec<String>,
    left: OnceLock<Left>,
    /// What its interface hangs on, where that was asked for.
    key: OnceLock<Option<Key>>,
}

/// What a package leaves behind: its interface, which may still be a line of text.
pub struct Left {
    interface: OnceLock<Arc<Interface>>,
    /// The line.
    stored: Vec<u8>,
    /// The sum of the line; `None` where nobody keeps any.
    print: Option<u64>,
}

impl Left {
    /// An interface that was just made, and the sum of its line.
    pub fn made(interface: Arc<Interface>, print: Option<u64>) -> Left {
        Left { interface: OnceLock::from(interface), stored: Vec::new(), print }
    }

    /// An interface that was kept, with the sum of its line.
    pub fn stored(line: Vec<u8>, print: u64) -> Left {
        Left { interface: OnceLock::new(), stored: line, print: Some(print) }
    }

    fn get(&self) -> &Arc<Interface> {
        // The sum says that the line is what this program has written.
        self.interface.get_or_init(|| Arc::new(serde_json::from_slice(&self.stored).unwrap_or_default()))
    }

    fn interface(&self) -> Arc<Interface> {
        self.get().clone()
    }

    fn print(&self) -> Option<u64> {
        self.print
    }
}

/// All packages of a run.
pub struct Workspace<'s> {
    /// Those that were asked for first, in the order of the selection.
    pub members: Vec<Member<'s>>,
}

impl<'s> Workspace<'s> {
    /// Puts the packages of a selection in relation; `apart` leaves each to itself.
    pub fn new(selection: &'s Selection, apart: bool) -> Workspace<'s> {
        let given = selection.packages.iter().map(|package| (package, true));
        let siblings = selection.siblings.iter().map(|package| (package, false)).filter(|_| !apart);
        let all: Vec<(&Package, bool)> = given.chain(siblings).collect();
        let names = names(&all);
        let mut members: Vec<Member<'_>> = all
            .into_iter()
            .zip(names)
            .map(|((package, is_given), name)| Member {
                package,
                is_given,
                name,
                is_used: false,
                uses: Vec::new(),
                circular: Vec::new(),
                left: OnceLock::new(),
                key: OnceLock::new(),
            })
            .collect();
        if !apart {
            link(&mut members);
        }
        Workspace { members }
    }

    /// What a package sees of the others, which must have left their interfaces.
    pub fn siblings(&self, number: usize) -> Arc<Siblings> {
        let member = &self.members[number];
        let externs = member.uses.iter().map(|(name, used)| (name.clone(), self.members[*used].name.clone()));
        let interfaces = self.reached(number).filter_map(|used| self.members[used].left.get()).map(Left::interface);
        Arc::new(Siblings::new(&member.name, externs, interfaces, member.circular.iter().cloned()))
    }

    /// What a package's interface hangs on, of a package whose configuration is this; the packages that it uses must have
    /// been asked before. `None` where that cannot be told.
    pub fn key(&self, number: usize, config: &Config) -> Option<Key> {
        let member = &self.members[number];
        *member.key.get_or_init(|| {
            let known = |(name, used): &'_ (String, usize)| {
                let key = self.members[*used].key.get().copied().flatten();
                key.map(|key| (name.clone(), key))
            };
            let used: Vec<(String, Key)> = member.uses.iter().map(known).collect::<Option<_>>()?;
            let reached = self.reached(number).map(|used| self.members[used].name.as_str());
            Key::of(member, config, used.iter().map(|(name, key)| (name.as_str(), *key)), reached)
        })
    }

    /// The packages that one uses, directly or not, by number.
    fn reached(&self, number: usize) -> impl Iterator<Item = usize> {
        let mut reached = vec![false; self.members.len()];
        let mut open = vec![number];
        while let Some(at) = open.pop() {
            for &(_, used) in &self.members[at].uses {
                if !std::mem::replace(&mut reached[used], true) {
                    open.push(used);
                }
            }
        }
        (0..reached.len()).filter(move |&n| reached[n])
    }

    /// Whether all packages that one uses are among those that are done.
    pub fn is_ready(&self, number: usize, done: &[bool]) -> bool {
        self.members[number].uses.iter().all(|(_, used)| done[*used])
    }

    /// Whether anything needs a package at all: it was asked for, or one that was uses it.
    pub fn needed(&self) -> Vec<bool> {
        let given = (0..self.members.len()).filter(|&n| self.members[n].is_given);
        let mut needed = vec![false; self.members.len()];
        for number in given {
            needed[number] = true;
            self.reached(number).for_each(|used| needed[used] = true);
        }
        needed
    }

    /// Keeps what a package leaves behind.
    pub fn leave(&self, number: usize, left: Left) {
        let _ = self.members[number].left.set(left);
    }

    /// A key and, after it, all that a package is told by its place among the others: what it calls those that it uses, and
    /// what they have left. They must have left it.
    pub fn surroundings(&self, number: usize, key: Key) -> Key {
        let member = &self.members[number];
        let key = key.with(&format!("{} {} {:?}", member.name, member.is_used, member.circular));
        let key = member.uses.iter().fold(key, |key, (name, used)| key.with(name).with(&self.members[*used].name));
        self.reached(number).fold(key, |key, used| {
            let other = &self.members[used];
            let print = other.left.get().map(Left::print);
            key.with(&format!("{} {} {print:?}", other.name, other.package.folder()))
        })
    }

    /// What all packages call of one another, by the function that is called.
    pub fn callers(&self) -> Callers<'_> {
        let mut by_path: HashMap<&str, Vec<&Outgoing>> = HashMap::new();
        for call in self.members.iter().filter_map(|member| member.left.get()).flat_map(|left| &left.get().calls) {
            by_path.entry(&call.path).or_default().push(call);
        }
        Callers(by_path)
    }
}

/// What paths into each package begin with: the name of its library, with its folder where several have the same.
fn names(packages: &[(&Package, bool)]) -> Vec<String> {
    let own = |package: &Package| package.info.lib_name.clone().unwrap_or_default();
    let mut count: HashMap<String, usize> = HashMap::new();
    for (package, _) in packages {
        *count.entry(own(package)).or_default() += 1;
    }
    let unique = |package: &Package| match own(package) {
        name if count[&name] == 1 => name,
        name => format!("{name}@{}", package.folder()),
    };
    packages.iter().map(|(package, _)| unique(package)).collect()
}

/// Links each package to those that it uses. What only tests use is linked last, and what closes a circle not at all.
fn link(members: &mut [Member<'_>]) {
    let by_root: BTreeMap<&Path, usize> =
        members.iter().enumerate().map(|(n, member)| (member.package.info.root.as_path(), n)).collect();
    let mut links = Vec::new();
    for (user, member) in members.iter().enumerate() {
        for dependency in &member.package.info.siblings {
            let Some(&used) = by_root.get(dependency.root.as_path()) else { continue };
            let library = members[used].package.info.lib_name.as_deref();
            // A fork of a library that has rows is as good as the library.
            let Some(library) = library.filter(|name| !library::has_rows(name)) else { continue };
            let name = dependency.renamed.as_deref().unwrap_or(library).to_owned();
            links.push((dependency.apart, user, used, name));
        }
    }
    links.sort();
    for (_, user, used, name) in links {
        match user == used || reaches(members, used, user) {
            true => members[user].circular.push(name),
            false if members[user].uses.iter().any(|(known, _)| *known == name) => {}
            false => {
                members[user].uses.push((name, used));
                members[used].is_used = true;
            }
        }
    }
}

/// Whether one package uses another, directly or not.
fn reaches(members: &[Member<'_>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; members.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(members[at].uses.iter().map(|(_, used)| *used));
        }
    }
    false
}

/// The calls of public functions by other packages; known when all packages of the run have left their interfaces.
pub struct Callers<'w>(HashMap<&'w str, Vec<&'w Outgoing>>);

/// How many packages may stand between `main` and a function.
const DEPTH: u32 = 8;

impl Callers<'_> {
    /// Whether `main` functions alone lead to these functions, each call on the way made once. Tests do not count. Who
    /// calls a function that no package of the run calls, nobody knows.
    pub fn start_once(&self, functions: &[String]) -> bool {
        !functions.is_empty() && functions.iter().all(|path| self.starts_once(path, DEPTH))
    }

    fn starts_once(&self, path: &str, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let calls: Vec<&&Outgoing> = self.0.get(path).into_iter().flatten().filter(|call| !call.in_test).collect();
        let once = |call: &&&Outgoing| match (call.runs, &call.from) {
            (Runs::Once, _) => true,
            (Runs::AsItsFunction, Some(from)) => self.starts_once(from, depth),
            (Runs::AsItsFunction, None) | (Runs::Again, _) => false,
        };
        !calls.is_empty() && calls.iter().all(once)
    }
}
