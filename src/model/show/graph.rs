//! The graph of one body, a node a line: what happens, where, and what can follow.

use std::fmt::Write as _;

use crate::model::Crate;
use crate::model::flow::{Leave, NodeId, NodeKind, Place, Root, Source, Use, Why};
use crate::model::show::{Show, file_lines};
use crate::model::source::spelled::in_one_line;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};
use crate::syntax::tree::ExprId;
use crate::syntax::{FileId, Span};

/// How much of an expression's text a line shows, in characters.
const SHOWN: usize = 40;

impl Crate {
    /// The graph of the innermost body at a line (from 1) of a file, and what is known of the code in it; `None` where no
    /// code stands there.
    pub fn graph(&self, id: FileId, line: u32) -> Option<String> {
        let no = self.file_no(id)?;
        let source = self.source(no);
        let at_line = |span: Span| (source.line_column(span.start).0..=source.line_column(span.end).0).contains(&line);
        let bodies = self.index.bodies.iter().enumerate().filter(|(_, body)| body.file == no && at_line(body.span));
        let (number, body) = bodies.min_by_key(|(_, body)| body.span.end - body.span.start)?;
        let show = Show { krate: self, no };
        let mut out = format!("{}\n{}", source.path, show.graph(BodyId(number as u32)));
        for (_, text) in file_lines(self, no).into_iter().filter(|(span, _)| body.span.holds(*span)) {
            let _ = writeln!(out, "  {text}");
        }
        Some(out)
    }
}

impl Show<'_> {
    fn graph(&self, body: BodyId) -> String {
        let info = self.krate.index.body(body);
        let name = info.def.map_or("an initialiser", |def| self.krate.text(self.krate.index.def(def).name));
        let of = match info.kind {
            BodyKind::Closure(_) => format!("a closure in {name}"),
            BodyKind::Async(_) => format!("an async block in {name}"),
            _ => name.to_owned(),
        };
        let flow = self.krate.flow(body);
        let mut out = format!("  graph of {of} {}\n", self.place(info.span));
        for id in flow.ids() {
            let node = flow.node(id);
            let what = self.node(body, node.kind);
            let next: Vec<String> = node.next.iter().map(|next| next.0.to_string()).collect();
            let leads = match node.next.as_slice() {
                [] => "nothing follows".to_owned(),
                [only] if *only == NodeId(id.0 + 1) => String::new(),
                _ => format!("then {}", next.join(" or ")),
            };
            let line = format!("  {:>4}  {what:<64}  {leads}", id.0);
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    fn node(&self, body: BodyId, kind: NodeKind) -> String {
        let flow = self.krate.flow(body);
        let file = self.krate.index.body(body).file;
        let at = |id: ExprId| self.place(self.krate.span(ExprAt { file, id }));
        let text = |id: ExprId| self.shortened(ExprAt { file, id });
        let place = |id| self.place_in(flow.place(id));
        match kind {
            NodeKind::Start => "start".to_owned(),
            NodeKind::End => "end".to_owned(),
            NodeKind::Join => "join".to_owned(),
            NodeKind::LoopHead(id) => format!("loop    {} {}", text(id), at(id)),
            NodeKind::Eval(id) => format!("eval    {} {}", text(id), at(id)),
            NodeKind::Await(id) => format!("await   {} {}", text(id), at(id)),
            NodeKind::Use(used, how, id) => format!("use     {}, {} {}", place(used), use_word(how), at(id)),
            NodeKind::Set(set, from) => match from {
                Source::Param => format!("set     {}, a parameter", place(set)),
                Source::Nothing => format!("set     {}, no value yet", place(set)),
                Source::Whole(id) => format!("set     {} to the value of {}", place(set), at(id)),
                Source::Part(id) => format!("set     {} to a part of {}", place(set), at(id)),
                Source::Assigned(id) => format!("set     {} again by {}", place(set), at(id)),
            },
            NodeKind::Drop(dropped, why) => format!("drop    {}, {}", place(dropped), why_word(why)),
            NodeKind::Branch(id, n) => format!("branch  {n} of {}", at(id)),
            NodeKind::Arm(id, n) => format!("arm     {n} of {}", at(id)),
            NodeKind::Leave(how, id) => format!("leave   {} {}", leave_word(how), at(id)),
            NodeKind::Diverge(id) => format!("panic   or the end of the process {}", at(id)),
            NodeKind::Stuck(id) => format!("stuck   {} {}", text(id), at(id)),
        }
    }

    /// A place of a body: `self.gates`, `t14:9-14:30` for the temporary that the code there gives.
    fn place_in(&self, place: &Place) -> String {
        let root = match place.root {
            Root::Temp(id) => {
                let span = self.krate.span(ExprAt { file: self.no, id });
                format!("t{}-{}", self.place(span), self.place(Span { start: span.end, ..span }))
            }
            Root::Receiver => "self".to_owned(),
            Root::Param(n) => format!("parameter {n}"),
            Root::Static(def) => self.krate.text(self.krate.index.def(def).name).to_owned(),
            Root::Outside(path) => self.krate.text(path).to_owned(),
            Root::Local(binding) => self.krate.text(self.krate.index.binding(binding).name).to_owned(),
        };
        self.krate.with_steps(root, &place.path)
    }

    fn shortened(&self, at: ExprAt) -> String {
        let line = in_one_line(self.krate.text_at(at));
        match line.chars().count() > SHOWN {
            true => format!("{}…", line.chars().take(SHOWN - 1).collect::<String>()),
            false => line,
        }
    }
}

fn use_word(how: Use) -> &'static str {
    match how {
        Use::Copy => "copy",
        Use::Borrow => "borrow",
        Use::BorrowMut => "mutable borrow",
        Use::Unknown => "not known how",
        Use::Move => "move",
    }
}

fn why_word(why: Why) -> &'static str {
    match why {
        Why::Scope => "its scope ends",
        Why::Statement => "its statement ends",
        Why::Overwritten => "overwritten",
        Why::Unwound => "unwound",
    }
}

fn leave_word(how: Leave) -> &'static str {
    match how {
        Leave::Break => "by break",
        Leave::Return => "by return",
        Leave::Question => "by ?",
        Leave::Condition => "by its condition",
        Leave::Ended => "by the end of its iterator",
        Leave::Continue => "for the next iteration of an outer loop",
        Leave::Macro => "by a macro that may",
    }
}
