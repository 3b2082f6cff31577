//! The microscope: what the model sees in a file, as `conclint facts` prints it; `?` where it does not know.
//!
//! One line a fact, in the order of the source: its place, its noun, and its answers with commas between.

pub mod absent;
pub mod graph;
mod guards;
pub mod parts;
pub mod summaries;

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::facts::channel::{Channel, Half};
use crate::model::facts::mention::Mention;
use crate::model::facts::receive::{From, Receive};
use crate::model::facts::sleep::Sleep;
use crate::model::facts::spawn::site::Site;
use crate::model::facts::spawn::{HandleUse, Spawn};
use crate::model::facts::wait::poll::Look;
use crate::model::library::{self, Call, SendHow, Side, TimerKind, vocabulary};
use crate::model::show::parts::word;
use crate::model::silence::Silence;
use crate::model::source::handles::Expr;
use crate::model::source::statements::Statement;
use crate::model::source::tables::{BodyKind, DefKind, ExprAt, FileNo};
use crate::model::types::Ty;
use crate::syntax::tree::{BranchKind, ExprId, ExprKind, MacroBody};
use crate::syntax::{FileId, Span};

/// Every fact of a file with its answers, in the order of the source.
pub(in crate::model) fn file(krate: &Crate, no: FileNo) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", krate.source(no).path);
    if let Some(comment) = krate.left_out.get(&no) {
        let (line, _) = krate.source(krate.file_no(comment.file).unwrap_or(no)).line_column(comment.start);
        let declarer = krate.file_no(comment.file).map_or("", |file| &krate.files[file.0 as usize].within);
        let _ = writeln!(out, "  left out of the program: its `mod` is commented out at {declarer}:{line}");
    } else if !krate.reached[no.0 as usize] {
        out.push_str("  no `mod` reaches this file: it belongs to no crate path\n");
    }
    for (_, text) in file_lines(krate, no) {
        let _ = writeln!(out, "  {text}");
    }
    out
}

/// The lines about a file, each with its place, in the order of the source.
fn file_lines(krate: &Crate, no: FileNo) -> Vec<(Span, String)> {
    let show = Show { krate, no };
    let mut lines: Vec<(Span, String)> = Vec::new();
    lines.extend(krate.files[no.0 as usize].parsed.errors.iter().map(|e| (e.span, format!("not read: {}", e.message))));
    lines.extend(krate.spawns().filter(|s| s.data.at.file == no).map(|s| (s.span(), show.spawn(s))));
    lines.extend(krate.sleeps().filter(|s| s.data.at.file == no).map(|s| (s.span(), show.sleep(s))));
    lines.extend(krate.channels().filter(|c| c.data.at.file == no).map(|c| (c.span(), show.channel(c))));
    lines.extend(krate.mentions().filter(|m| m.data.file == no).map(|m| (m.span(), show.mention(m))));
    lines.extend(krate.receives().filter(|r| r.data.at.file == no).map(|r| (r.span(), show.receive(r))));
    lines.extend(krate.guards().filter(|g| g.data.at.file == no).map(|g| (g.span(), show.guard(g))));
    lines.extend(krate.blocks().filter(|b| b.data.at.file == no).map(|b| (b.span(), show.block(b))));
    show.functions(&mut lines);
    show.summaries(&mut lines);
    show.variables(&mut lines);
    show.loops(&mut lines);
    show.calls(&mut lines);
    lines.sort_by_key(|(span, _)| *span);
    for (span, text) in &mut lines {
        let (line, column) = krate.source(no).line_column(span.start);
        text.insert_str(0, &format!("{line}:{column} "));
    }
    lines
}

/// One file under the microscope.
struct Show<'c> {
    krate: &'c Crate,
    no: FileNo,
}

impl Show<'_> {
    fn spawn(&self, spawn: Spawn<'_>) -> String {
        let at = spawn.data.at;
        let mut parts = vec![format!("spawn {}", word(spawn.unit())), self.callee(at)];
        let code = self.krate.code_of(spawn.data.argument);
        parts
            .push(format!("code {}", code.map_or("?".to_owned(), |body| self.place(self.krate.index.body(body).span))));
        parts.push(format!("handle {}", self.answer(spawn.handle().map(|h| self.handle(h)))));
        if matches!(spawn.handle(), Ok(HandleUse::Dropped(_))) {
            parts.push(match spawn.detached() {
                Ok(_) => "detached".to_owned(),
                Err(Silence::NotMine) => "cancelled".to_owned(),
                silent => self.answer(silent.map(|_| String::new())),
            });
        }
        parts.push(self.how_often(&spawn.how_often()));
        parts.push(self.answer(spawn.endless().map(|e| match e {
            Ok(endless) => self.for_ever(endless.a_loop, &endless.chain),
            Err(ends) => self.ends(ends),
        })));
        if let Some(param) = spawn.forwards() {
            parts.push(format!("forwards {}", self.text(param)));
        }
        if let Ok(a_loop) = spawn.enclosing_loop() {
            parts.push(format!("in loop {}", self.place(a_loop.span())));
        }
        if let Some(call) = spawn.fed_through() {
            parts.push(format!("called in a loop {}", self.place(call)));
        }
        if spawn.enclosing_loop().is_ok() || spawn.fed_through().is_some() {
            let feed = spawn.feed().map(|f| format!("{} {}", word(f.kind), self.place(f.span)));
            parts.push(format!("feed {}", self.answer(feed)));
            parts.extend(spawn.site().into_iter().flat_map(|site| self.site(site)));
        }
        self.sentence(parts, spawn.in_test())
    }

    /// What a loop does with the tasks it starts: leaves after the first, takes a permit, or starts what a message brings.
    fn site(&self, site: Site<'_>) -> Vec<String> {
        let permit = site.in_outermost_loop().permit().map(|permit| permit.span());
        let leaves = site.leaves_loop().then(|| "exits the loop".to_owned());
        let of_message = [("permit", permit), ("work", site.work_sent()), ("answer", site.answer_brought())];
        let placed = |(what, at): (&str, Option<Span>)| at.map(|at| format!("{what} {}", self.place(at)));
        leaves.into_iter().chain(of_message.into_iter().filter_map(placed)).collect()
    }

    fn sleep(&self, sleep: Sleep<'_>) -> String {
        let at = sleep.data.at;
        let length = self.krate.length_of(sleep.data).and_then(|l| self.krate.millis(l));
        let length = length.map_or("? ms".to_owned(), |ms| format!("{ms} ms"));
        let noun = match sleep.kind() {
            TimerKind::Sleep => "sleep".to_owned(),
            kind => format!("sleep {}", word(kind)),
        };
        let mut parts = vec![noun, self.callee(at), length];
        if sleep.data.row.blocking {
            parts.push("blocks the thread".to_owned());
        }
        if let Ok(a_loop) = sleep.enclosing_loop() {
            parts.push(format!("in loop {}", self.place(a_loop.span())));
        }
        match sleep.race() {
            Ok(race) => {
                let other_branches: Vec<String> =
                    race.other_branches().iter().map(|r| self.other_branch(r.source, at)).collect();
                parts.push(format!("races against {}", other_branches.join(" and ")));
                if let Some(made) = race.made_before() {
                    parts.push(format!("made before the loop {}", self.place(made)));
                }
                parts.push(
                    if race.timer_continues() { "then the next iteration" } else { "then exits the loop" }.to_owned(),
                );
            }
            silent => parts.extend(self.unknown(silent.map(|_| ()))),
        }
        if sleep.virtual_time() {
            parts.push("virtual time".to_owned());
        }
        parts.extend(self.pause(sleep));
        parts.extend(self.poll(sleep));
        self.sentence(parts, sleep.in_test())
    }

    /// What a timer is raced against; where the same call waits for both, it is what wakes it.
    fn other_branch(&self, source: ExprAt, timer: ExprAt) -> String {
        if source == timer { "what wakes it".to_owned() } else { self.code_at(source) }
    }

    /// What a statement that only sleeps seems to wait for.
    fn pause(&self, sleep: Sleep<'_>) -> Vec<String> {
        let Ok(pause) = sleep.pause() else { return Vec::new() };
        let mut parts = vec!["a statement of its own".to_owned()];
        if let Some(remark) = pause.statement().remark().filter(|r| vocabulary::says_what_for(&r.sentences)) {
            let doubt = vocabulary::doubt(&remark.sentences);
            let doubt = doubt.map_or(String::new(), |d| format!(", but is about {}", word(d)));
            parts.push(format!("a comment says what for{doubt} {}", self.place(remark.span)));
        }
        if let Some(started) = pause.statement().works_before().next() {
            parts.push(format!("work started {}", self.place(started.call_span())));
        }
        if let Some(claim) = pause.statement().following().and_then(Statement::expr).and_then(Expr::claim) {
            parts.push(format!("checked {}", self.place(claim.span())));
        }
        parts
    }

    /// What the loop around a sleep looks at between two sleeps.
    fn poll(&self, sleep: Sleep<'_>) -> Vec<String> {
        let Ok(poll) = sleep.poll() else { return Vec::new() };
        let mut parts = vec![format!(
            "polls {}",
            self.answer(poll.looks().find_map(Look::state).map(|read| read.text().to_owned()).ok_or(Silence::NotMine))
        )];
        if let Some(work) = poll.work() {
            parts.push(format!("other work {}", self.place(work.span())));
        }
        parts
    }

    fn channel(&self, channel: Channel<'_>) -> String {
        let data = channel.data;
        let bounded = if data.bounded { "bounded" } else { "unbounded" };
        let mut parts = vec![format!("channel {}", channel.kind().name())];
        parts.extend(channel.kind().is_queue().then(|| bounded.to_owned()));
        for (word, half, side) in [("sender", data.sender, Side::Sender), ("receiver", data.receiver, Side::Receiver)] {
            parts.push(match half {
                Half::Dropped(at) => format!("{word} dropped {}", self.place(at)),
                Half::Elsewhere => format!("{word} ?"),
                Half::Named(binding) => {
                    let all: Vec<String> =
                        self.krate.ends.holding(channel.number(), side).map(|b| self.holder(b)).collect();
                    match all.is_empty() {
                        true => format!("{word} {} as another channel's", self.named(binding)),
                        false => format!("{word} {}", all.join(" and ")),
                    }
                }
            });
        }
        self.sentence(parts, channel.in_test())
    }

    fn mention(&self, mention: Mention<'_>) -> String {
        let allowed = if mention.allowed() { "allowed here" } else { "banned" };
        self.sentence(vec![format!("mention of {}", mention.path()), allowed.to_owned()], mention.in_test())
    }

    fn receive(&self, receive: Receive<'_>) -> String {
        let data = receive.data;
        let from = match data.from {
            From::Channel(kind) => kind.name(),
            From::Stream => "a stream",
        };
        let mut parts = vec![format!("receive from {}", receive.source()), from.to_owned(), word(data.how)];
        let a_loop = self.krate.loop_around(data.at);
        if let Some(a_loop) = a_loop {
            parts.push(format!("in loop {}", self.place(self.krate.loop_span(a_loop))));
        }
        parts.push(format!("closed: {:?}, {}", data.answer, self.continuation(self.krate.closed_fate(data), a_loop)));
        self.sentence(parts, receive.in_test())
    }

    /// Functions that never come back, or only when a loop of theirs is left.
    fn functions(&self, lines: &mut Vec<(Span, String)>) {
        for (_, def) in self.krate.index.defs_in(self.no).filter(|(_, d)| d.kind == DefKind::Fn) {
            let Some(body) = def.body else { continue };
            let what = match self.krate.ending(body) {
                Ending::NoLoop => continue,
                Ending::Endless { a_loop, chain } => {
                    let chain: Vec<Span> = chain.into_iter().map(|c| self.krate.span(c)).collect();
                    self.for_ever(self.krate.loop_span(a_loop), &chain)
                }
                Ending::Ends(exit) => format!("ends by {}", self.exit(&exit)),
            };
            let parts = vec![format!("fn {}", self.krate.text(def.name)), what];
            lines.push((def.span, self.sentence(parts, def.test)));
        }
    }

    /// Variables that hold an end of a channel, a guard or a future, by their types.
    fn variables(&self, lines: &mut Vec<(Span, String)>) {
        for (id, binding) in self.krate.index.bindings_in(self.no) {
            let ty = self.krate.type_of_binding(id);
            let end = matches!(self.krate.core_type(&ty), Ty::Ext(path, _) if library::end_of_type(&path).is_some());
            if end || self.krate.waits_or_guards(&ty) {
                // What it guards says more than the alias by which a guard is called.
                let ty = self.krate.guard(&ty).map_or(ty, Ty::Guard);
                lines.push((binding.span, format!("variable {}: {}", self.krate.text(binding.name), self.ty(&ty))));
            }
        }
    }

    fn loops(&self, lines: &mut Vec<(Span, String)>) {
        for (id, _) in self.krate.index.bodies_in(self.no) {
            let flow = self.krate.flow(id);
            for a_loop in &flow.loops {
                let at = ExprAt { file: self.no, id: a_loop.expr };
                let exits: Vec<String> = self.krate.exits_of(at).iter().map(|e| self.exit(e)).collect();
                let exits = if exits.is_empty() {
                    "nothing exits it".to_owned()
                } else {
                    format!("left by {}", exits.join(" and "))
                };
                let head = self.krate.loop_span(at);
                lines.push((
                    head,
                    format!("{}, {exits}", if self.krate.is_endless_loop(at) { "loop without end" } else { "loop" }),
                ));
            }
        }
    }

    /// Calls of the package's own functions, of what the library table knows beside the facts, and macros that are not read.
    fn calls(&self, lines: &mut Vec<(Span, String)>) {
        let krate = self.krate;
        let facts = krate.spawns.iter().map(|s| s.at).chain(krate.sleeps.iter().map(|s| s.at));
        let facts = facts.chain(krate.channels.iter().map(|c| c.at)).chain(krate.receives.iter().map(|r| r.at));
        let facts: FxHashSet<ExprAt> = facts.filter(|at| at.file == self.no).collect();
        for id in (0..krate.tree(self.no).exprs.len() as u32).map(ExprId) {
            let at = ExprAt { file: self.no, id };
            if krate.body_at(at).0 == u32::MAX || facts.contains(&at) {
                continue;
            }
            let text = match krate.kind(at) {
                ExprKind::Call { .. } | ExprKind::Method(_) => self.call(at),
                ExprKind::Macro(call) => match &call.body {
                    MacroBody::Select(_) => Some(self.select(at)),
                    MacroBody::Opaque(_) if !library::plain_macro(krate.macro_name(call)) => {
                        Some(format!("macro {}: ?", krate.macro_name(call)))
                    }
                    _ => None,
                },
                ExprKind::Async { .. } | ExprKind::Closure(_) => self.taken(at),
                _ => None,
            };
            if let Some(text) = text {
                lines.push((
                    if matches!(krate.kind(at), ExprKind::Method(_)) { krate.call_span(at) } else { krate.span(at) },
                    text,
                ));
            }
        }
    }

    fn call(&self, at: ExprAt) -> Option<String> {
        let krate = self.krate;
        match (krate.callee(at), krate.known_call(at)) {
            (Callee::Def(_), _) => Some(format!("call {}", self.callee(at))),
            (Callee::Method(path, name), None) => {
                let (kind, Side::Sender) = library::end_of_type(&path)? else { return None };
                let how = match library::send_method(kind, krate.text(name))? {
                    SendHow::Waits if !library::never_full(&path) => "may wait for room",
                    _ => "immediately",
                };
                let into = krate.place_text(krate.receiver_of(at)?);
                Some(format!("send into {into}, {}, {how}", kind.name()))
            }
            (Callee::Unnamed(name), _) => {
                let text = krate.text(name);
                let telling =
                    krate.index.methods.contains_key(&name) || library::RECEIVING.contains(&text) || self.own_path(at);
                telling.then(|| format!("call {text}: ?"))
            }
            // What only wraps is seen in what it wraps.
            (_, None | Some(Call::Wrap)) => None,
            (_, Some(call)) => Some(format!("call {}, {}", self.callee(at), word(call))),
        }
    }

    /// Whether a call names a function of the package by where its path begins.
    fn own_path(&self, at: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.krate.kind(at) else { return false };
        let ExprKind::Path(path) = self.krate.kind(ExprAt { id: *callee, ..at }) else { return false };
        let first = path.segments.first().map_or("", |s| self.krate.text(s.name));
        path.segments.len() > 1 && matches!(first, "crate" | "self" | "super" | "Self")
    }

    fn select(&self, at: ExprAt) -> String {
        let krate = self.krate;
        let (a_loop, flow) = (krate.loop_around(at), krate.flow(krate.body_at(at)));
        let Some(select) = krate.select(at) else { return "select ?".to_owned() };
        let mut parts = vec![if select.biased { "select biased" } else { "select" }.to_owned()];
        for (n, branch) in select.branches.iter().enumerate() {
            let source = branch.source.map(|id| self.code_at(ExprAt { id, ..at }));
            let source = match branch.kind {
                BranchKind::Future => source.unwrap_or_default(),
                kind => [word(kind).split(' ').next().unwrap_or_default().to_owned(), source.unwrap_or_default()]
                    .join(" ")
                    .trim()
                    .to_owned(),
            };
            let then = match (a_loop, flow.side_of(at.id, n as u32)) {
                (_, None) => " then ?",
                (None, _) => "",
                (Some(a_loop), Some(start)) if krate.continues(a_loop, start) => " then the next iteration",
                _ => " then exits the loop",
            };
            parts.push(format!("{source}{}{then}", if branch.guard.is_some() { " if guarded" } else { "" }));
        }
        self.sentence(parts, false)
    }

    /// The ends of channels and other variables that a closure or async block takes with it.
    fn taken(&self, at: ExprAt) -> Option<String> {
        let kind = match self.krate.index.body(self.krate.index.body_of(at)?).kind {
            BodyKind::Async(_) => "async block",
            _ => "closure",
        };
        let taken = self.krate.captured_by_move(at);
        let names: Vec<&str> = taken.iter().map(|&b| self.krate.text(self.krate.index.binding(b).name)).collect();
        (!names.is_empty()).then(|| format!("{kind} takes {}", names.join(" and ")))
    }
}

impl Crate {
    /// What the model knows of a file, as `conclint facts` prints it.
    pub fn facts(&self, id: FileId) -> String {
        self.file_no(id).map_or_else(String::new, |no| file(self, no))
    }
}
