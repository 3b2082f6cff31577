//! Why a place holds no fact where a reader may expect one: what the call there means, or why nothing is known of it.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::library::{self, Side};
use crate::model::source::tables::{ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, MacroBody};
use crate::syntax::{FileId, Span};

/// Something that keeps a place from holding a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absent {
    /// The call, the macro or the stretch that it is about.
    pub span: Span,
    pub why: Why,
}

/// What keeps a place from holding a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// The stretch could not be parsed, and what the parser says of it.
    Unread(String),
    /// A fact starts here, of another kind than the one that was asked for: its noun, and the name of the call.
    Fact { noun: &'static str, name: String },
    /// A function of the package itself is called, which is declared here.
    Own { name: String, declared: Span },
    /// A function outside the package is called, by its path, of which the library table has no row.
    NoRow(String),
    /// A function of a package is called that uses this one in turn, by its path.
    Circular(String),
    /// A function is called whose name leads nowhere.
    Untraced(String),
    /// A method is called on a value (as it is written) of which the type is not known.
    Untyped { name: String, value: String },
    /// A variable is called.
    Variable(String),
    /// A macro is invoked that is not read.
    Macro(String),
}

impl Crate {
    /// Whether a module tree reaches a file of the package.
    pub fn in_module_tree(&self, file: FileId) -> bool {
        self.file_no(file).is_none_or(|no| self.reached[no.0 as usize])
    }

    /// What keeps a stretch of a file from holding a fact, in the order of the source.
    ///
    /// Of calls only those count from which a fact starts, of whatever kind, or that have the name of such a call.
    pub fn absences(&self, within: Span) -> Vec<Absent> {
        let Some(no) = self.file_no(within.file) else { return Vec::new() };
        let errors = self.files[no.0 as usize].parsed.errors.iter();
        let unread = errors.filter(|error| error.span.start < within.end && within.start <= error.span.end);
        let mut found: Vec<Absent> =
            unread.map(|error| Absent { span: error.span, why: Why::Unread(error.message.clone()) }).collect();
        found.extend(self.expected(no, within));
        found.sort_by_key(|absent| absent.span);
        found.dedup();
        found
    }

    fn expected(&self, no: FileNo, within: Span) -> impl Iterator<Item = Absent> {
        let all = (0..self.tree(no).exprs.len() as u32).map(move |id| ExprAt { file: no, id: ExprId(id) });
        all.filter_map(move |at| {
            let span = self.call_span(at);
            let why = (within.start <= span.start && span.start < within.end).then(|| self.expected_at(at))??;
            Some(Absent { span, why })
        })
    }

    /// The noun of the fact that starts at a call.
    fn noun_at(&self, at: ExprAt) -> Option<&'static str> {
        if self.spawns().any(|spawn| spawn.data.at == at) {
            return Some("spawn");
        }
        if self.sleeps().any(|sleep| sleep.data.at == at) {
            return Some("sleep");
        }
        if self.channels().any(|channel| channel.data.at == at) {
            return Some("channel");
        }
        self.receives().any(|receive| receive.data.at == at).then_some("receive")
    }

    /// Whether it is known what a call does, by its path or by the end of a channel that it is called on.
    fn knows_call(&self, at: ExprAt) -> bool {
        self.known_call(at).is_some() || self.receive_kind(at).is_some() || self.puts_in(at)
    }

    fn puts_in(&self, at: ExprAt) -> bool {
        let Callee::Method(path, name) = self.callee(at) else { return false };
        let end = library::end_of_type(&path).filter(|(_, side)| *side == Side::Sender);
        end.is_some_and(|(kind, _)| library::send_method(kind, self.text(name)).is_some())
    }

    fn expected_at(&self, at: ExprAt) -> Option<Why> {
        let name = match self.kind(at) {
            ExprKind::Method(method) => self.text(method.name),
            ExprKind::Call { callee, .. } => match self.kind(ExprAt { id: *callee, ..at }) {
                ExprKind::Path(path) => path.segments.last().map(|last| self.text(last.name))?,
                _ => return None,
            },
            ExprKind::Macro(call) => {
                let name = self.macro_name(call);
                let read = !matches!(call.body, MacroBody::Opaque(_)) || library::plain_macro(name);
                return (!read).then(|| Why::Macro(name.to_owned()));
            }
            _ => return None,
        };
        if let Some(noun) = self.noun_at(at) {
            return Some(Why::Fact { noun, name: name.to_owned() });
        }
        if !is_telling(name) || self.knows_call(at) {
            return None;
        }
        let name = name.to_owned();
        Some(match self.callee(at) {
            Callee::Def(def) => Why::Own { name, declared: self.index.def(def).span },
            Callee::External(path) if self.siblings.is_circular(&path) => Why::Circular(path.to_string()),
            Callee::External(path) => Why::NoRow(path.to_string()),
            Callee::Method(ty, _) => Why::NoRow(format!("{ty}::{name}")),
            Callee::Unnamed(_) | Callee::Unknown => match self.receiver_of(at) {
                Some(receiver) => Why::Untyped { name, value: self.text_at(receiver).to_owned() },
                None if self.calls_variable(at) => Why::Variable(name),
                None => Why::Untraced(name),
            },
        })
    }

    fn calls_variable(&self, at: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.kind(at) else { return false };
        self.index.local(ExprAt { id: *callee, ..at }).is_some()
    }
}

/// Whether a call of this name makes a reader think of concurrency.
fn is_telling(name: &str) -> bool {
    library::WORDS.iter().any(|word| name.contains(word)) || library::RECEIVING.contains(&name)
}
