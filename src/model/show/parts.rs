//! The words of the microscope: places, types, callees, ways out, answers.

use crate::model::callee::Callee;
use crate::model::context::runs::{HowOften, Runs};
use crate::model::facts::spawn::{Ends, HandleUse};
use crate::model::flow::loops::{Exit, ExitHow};
use crate::model::flow::{Leave, NodeKind, Source, Use};
use crate::model::library::Side;
use crate::model::library::locks::Mode;
use crate::model::show::Show;
use crate::model::silence::{Asked, Silence};
use crate::model::source::spelled::in_one_line;
use crate::model::source::tables::{BindingId, DefId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::syntax::Span;

/// A name of the model as lower-case words: `TimeoutAt` is `timeout at`.
pub(super) fn word(value: impl std::fmt::Debug) -> String {
    words(&format!("{value:?}"))
}

fn words(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && out.ends_with(|p: char| p.is_lowercase()) {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

impl Show<'_> {
    /// How often code runs in a process, what decides that, and by which calls.
    pub(super) fn how_often(&self, often: &HowOften) -> String {
        let runs = match often.runs {
            Runs::Never => "never started".to_owned(),
            Runs::AtMost(1) => "started once".to_owned(),
            Runs::AtMost(n) => format!("started {n} times at most"),
            Runs::EachItem => "started for each item".to_owned(),
            Runs::EachOwner => "started once for each owner".to_owned(),
            Runs::Unknown => "started ? times".to_owned(),
            Runs::Many => "started any number of times".to_owned(),
        };
        let cause = format!("{:?}", often.cause);
        let cause: String = cause.chars().take_while(|c| c.is_alphabetic()).collect();
        let chain: String = often.chain.iter().map(|&call| format!(" by {}", self.place(call))).collect();
        format!("{runs} ({} {}{chain})", words(&cause), self.place(often.cause.span()))
    }

    /// Line and column; with the file where it is another one.
    pub(super) fn place(&self, span: Span) -> String {
        let no = self.krate.file_no(span.file).unwrap_or(self.no);
        let source = self.krate.source(no);
        let (line, column) = source.line_column(span.start);
        if no == self.no { format!("{line}:{column}") } else { format!("{}:{line}:{column}", source.path) }
    }

    pub(super) fn text(&self, span: Span) -> &str {
        self.krate.source(self.no).text_of(span)
    }

    /// Code on one line, cut where it is long.
    pub(super) fn code_at(&self, at: ExprAt) -> String {
        let text = in_one_line(self.krate.text_at(at));
        match text.char_indices().nth(40) {
            Some((end, _)) => format!("`{}…`", &text[..end]),
            None => format!("`{text}`"),
        }
    }

    /// The answers of a fact in one line; what is test code says so.
    pub(super) fn sentence(&self, mut parts: Vec<String>, test: bool) -> String {
        if test {
            parts.push("test code".to_owned());
        }
        parts.join(", ")
    }

    pub(super) fn answer(&self, asked: Asked<String>) -> String {
        match asked {
            Ok(text) => text,
            Err(Silence::NotMine) => "-".to_owned(),
            Err(Silence::Unknown(what, at)) => format!("? ({what} {})", self.place(at)),
            Err(Silence::Excused(why, at)) => format!("{why} {}", self.place(at)),
        }
    }

    /// What could not be told, if that is the answer.
    pub(super) fn unknown(&self, asked: Asked<()>) -> Option<String> {
        match asked {
            Err(Silence::Unknown(..)) => Some(self.answer(asked.map(|()| String::new()))),
            _ => None,
        }
    }

    /// What a call calls.
    pub(super) fn callee(&self, at: ExprAt) -> String {
        match self.krate.callee(at) {
            Callee::Def(def) => format!("own {}", self.def(def)),
            Callee::External(path) => path.to_string(),
            Callee::Method(ty, name) => format!("{ty}.{}", self.krate.text(name)),
            Callee::Unnamed(name) => format!("?.{}", self.krate.text(name)),
            Callee::Unknown => "?".to_owned(),
        }
    }

    /// A function of the package with the type it belongs to and its place.
    fn def(&self, def: DefId) -> String {
        use crate::model::names::Res;
        let info = self.krate.index.def(def);
        let owner = info.owner.map(|o| match self.krate.impl_self(o) {
            Res::Def(ty) => format!("{}::", self.krate.text(self.krate.index.def(ty).name)),
            Res::External(path) => format!("{path}::"),
            _ => "?::".to_owned(),
        });
        format!("{}{} {}", owner.unwrap_or_default(), self.krate.text(info.name), self.place(info.span))
    }

    pub(super) fn ty(&self, ty: &Ty) -> String {
        let all = |parts: &[Ty]| parts.iter().map(|p| self.ty(p)).collect::<Vec<_>>().join(", ");
        let with = |name: &str, args: &[Ty]| {
            if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", all(args)) }
        };
        match ty {
            Ty::Unknown => "?".to_owned(),
            Ty::Def(def, args) => with(self.krate.text(self.krate.index.def(*def).name), args),
            Ty::Ext(path, args) => with(path, args),
            Ty::Ref(inner) => format!("&{}", self.ty(inner)),
            Ty::Tuple(parts) => format!("({})", all(parts)),
            Ty::Seq(inner) => format!("[{}]", self.ty(inner)),
            Ty::Param(name) => self.krate.text(*name).to_owned(),
            Ty::Bounds(bounds) => format!("impl {}", all(bounds)),
            Ty::Future { body, output } => {
                let block = body.map(|body| format!(" {}", self.place(self.krate.index.body(body).span)));
                format!("future{} of {}", block.unwrap_or_default(), self.ty(output))
            }
            Ty::Guard(guard) => {
                let owned = if guard.row.owned { "owned " } else { "" };
                let mode = match guard.row.mode {
                    Mode::Exclusive => "",
                    Mode::Shared => "shared ",
                    Mode::Upgradable => "upgradable ",
                };
                let lock = match guard.row.lock.path {
                    "" => "an unknown lock",
                    path => path,
                };
                format!("{owned}{mode}guard of {lock}: {}", self.ty(&guard.inner))
            }
            Ty::Closure(body) => format!("closure {}", self.place(self.krate.index.body(*body).span)),
        }
    }

    /// A variable that holds an end: its place, whether it is a clone, and where it loses it.
    pub(super) fn holder(&self, binding: BindingId) -> String {
        let info = self.krate.index.binding(binding);
        let mut text = self.named(binding);
        let end = self.krate.ends.get(binding);
        if end.is_some_and(|e| e.cloned) {
            text.push_str(" clone");
        }
        let sender = end.is_some_and(|e| e.side == Side::Sender);
        let lives = |node| match sender {
            true => self.krate.holds_at(binding, info.body, node),
            false => self.krate.alive_at(binding, info.body, node),
        };
        for (node, kind) in self.krate.let_go(binding, info.body) {
            let (verb, id) = match kind {
                NodeKind::Drop(..) if !lives(node) => continue,
                NodeKind::Use(_, Use::Move, id) => ("moved", Some(id)),
                NodeKind::Set(_, Source::Assigned(id)) => ("replaced", Some(id)),
                NodeKind::Use(_, Use::Unknown, id) => {
                    let mention = ExprAt { file: info.file, id };
                    let by = self.krate.parent_expr(mention).unwrap_or(mention);
                    if self.krate.receive_kind(by).is_some() {
                        continue;
                    }
                    ("taken", Some(by.id))
                }
                _ => ("out of scope", None),
            };
            let at = id.map(|id| self.krate.span(ExprAt { file: info.file, id }));
            text.push_str(&at.map_or(format!(" ({verb})"), |at| format!(" ({verb} {})", self.place(at))));
        }
        text
    }

    /// A variable and its place.
    pub(super) fn named(&self, binding: BindingId) -> String {
        let info = self.krate.index.binding(binding);
        format!("{} {}", self.krate.text(info.name), self.place(info.span))
    }

    pub(super) fn handle(&self, handle: HandleUse) -> String {
        match handle {
            HandleUse::Dropped(at) => format!("dropped {}", self.place(self.krate.span(at))),
            HandleUse::Awaited => "awaited".to_owned(),
            HandleUse::Returned => "returned".to_owned(),
            HandleUse::Keyed => "kept under a key".to_owned(),
            HandleUse::Sent => "sent on".to_owned(),
            HandleUse::Kept => "kept".to_owned(),
        }
    }

    pub(super) fn for_ever(&self, a_loop: Span, chain: &[Span]) -> String {
        let through: String = chain.iter().map(|&c| format!(" through {}", self.place(c))).collect();
        format!("forever in loop {}{through}", self.place(a_loop))
    }

    pub(super) fn ends(&self, ends: Ends) -> String {
        match ends {
            Ends::Closed(at) => format!("ends when its feed does {}", self.place(at)),
            Ends::Exit(at) => format!("ends by an exit {}", self.place(at)),
            Ends::NeverAwaits(at) => format!("forever without an await in loop {}", self.place(at)),
            Ends::Forwarded(at) => format!("ends as what it is given {}", self.place(at)),
            Ends::NoLoop(_) => "ends without a loop".to_owned(),
        }
    }

    pub(super) fn exit(&self, exit: &Exit) -> String {
        let how = match exit.how {
            ExitHow::Leave(Leave::Break) => "break",
            ExitHow::Leave(Leave::Return) => "return",
            ExitHow::Leave(Leave::Question) => "?-operator",
            ExitHow::Leave(Leave::Condition) => "its condition",
            ExitHow::Leave(Leave::Ended) => "the end of its iterator",
            ExitHow::Leave(Leave::Continue) => "the next iteration of an outer loop",
            ExitHow::Leave(Leave::Macro) => "a macro that may",
            ExitHow::Diverge => "panic or exit",
            ExitHow::ClosedUnwrap => "unwrap of a closed channel",
        };
        format!("{how} {}", self.place(self.krate.span(exit.at)))
    }

    /// Where control goes in the closed case of a receive.
    pub(super) fn continuation(&self, continuation: Continuation, a_loop: Option<ExprAt>) -> String {
        match continuation {
            Continuation::At(nodes) => match a_loop {
                Some(a_loop) if nodes.iter().any(|&n| self.krate.continues(a_loop, n)) => {
                    "then the next iteration".to_owned()
                }
                Some(_) => "then exits the loop".to_owned(),
                None => "then goes on".to_owned(),
            },
            Continuation::Ignored(_) => "nobody looks".to_owned(),
            Continuation::Question(_) => "then ?-operator".to_owned(),
            Continuation::Panics(at) => format!("then panics {}", self.place(self.krate.span(at))),
            Continuation::Disabled { .. } => "then its branch is off".to_owned(),
            Continuation::Lost(at) => format!("then ? {}", self.place(self.krate.span(at))),
        }
    }
}
