//! Changes of the source text that a fact can say how to make, and how text is put in, replaced and taken out.
//!
//! It knows where lines begin, how far they are indented and which names are free. What is to be written there, and
//! whether that mends anything, is for `mend` to say.

#[cfg(test)]
mod tests;

use crate::model::Crate;
use crate::model::library::{self, gives};
use crate::model::source::tables::{ExprAt, FileNo};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{Arm, BlockId, ExprKind, ItemKind, MacroBody};
use crate::syntax::{Source, Span};

/// A stretch of one file and the text to put in its place. An empty stretch is where text is put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits that belong together: they are made all or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub edits: Vec<Edit>,
    /// Whether the program then does what it did, but for the fault.
    pub sure: bool,
}

impl Crate {
    /// Whether a place may be changed in the text: a person wrote it, and no macro may make something else of it.
    pub(in crate::model) fn is_editable(&self, at: ExprAt) -> bool {
        let file = &self.files[at.file.0 as usize];
        let span = self.span(at);
        let in_macro_items = || {
            file.parsed.tree.items.iter().any(|item| {
                matches!(item.kind, ItemKind::MacroItems { .. } | ItemKind::MacroBody { .. }) && item.span.holds(span)
            })
        };
        let passes = |outer: ExprAt| match self.kind(outer) {
            ExprKind::Macro(call) => {
                let name = self.macro_name(call);
                matches!(call.body, MacroBody::Select(_))
                    || library::plain_macro(name)
                    || library::polls_all(name)
                    || gives::pins(name)
            }
            _ => true,
        };
        !file.parsed.generated && self.ancestors(at).all(passes) && !in_macro_items()
    }

    /// Lines of their own before a statement, and before the comments that stand right above it.
    pub(in crate::model) fn put_before(&self, at: StmtAt, lines: &[String]) -> Edit {
        let source = self.source(at.file);
        let span = self.stmt(at).span;
        let Some(indent) = indent(source, span.start) else {
            return Edit { span: span.head(), text: format!("{} ", lines.join(" ")) };
        };
        let comments = &self.files[at.file.0 as usize].parsed.comments;
        let top = comments.above(source.line_column(span.start).0).last().map_or(span.start, |c| c.span.start);
        let end = line_break(source);
        let text = lines.iter().map(|line| format!("{line}{end}{indent}")).collect();
        Edit { span: Span { start: top, end: top, ..span }, text }
    }

    /// A statement at the end of a block that has no value.
    pub(in crate::model) fn put_last(&self, file: FileNo, block: BlockId, line: &str) -> Vec<Edit> {
        let source = self.source(file);
        let block = &self.tree(file).blocks[block.0 as usize];
        let put = |place, text| Edit { span: Span { start: place, end: place, ..block.span }, text };
        let close = block.span.end - 1;
        let Some(last) = block.stmts.last() else {
            return vec![Edit { span: block.span, text: block_at(source, block.span.start, &[line]) }];
        };
        let mut edits = Vec::new();
        if !source.text_of(last.span).ends_with([';', '}']) {
            edits.push(put(last.span.end, ";".to_owned()));
        }
        edits.push(match (indent(source, close), indent(source, last.span.start)) {
            (Some(outer), Some(own)) => put(close - outer.len() as u32, format!("{own}{line}{}", line_break(source))),
            _ => put(last.span.end, format!(" {line}")),
        });
        edits
    }

    /// Lines at the head of the block that the body of an arm is, or of one made around it.
    pub(in crate::model) fn put_first_in_arm(&self, body: ExprAt, lines: &[&str]) -> Edit {
        let ExprKind::Block { label: None, block } = self.kind(body) else {
            let text = self.text_at(body);
            return self.replaced_arm(body, &self.block_of(body, &[lines, &[text]].concat()));
        };
        let source = self.source(body.file);
        let block = &self.tree(body.file).blocks[block.0 as usize];
        let open = block.span.start + 1;
        let put = |text| Edit { span: Span { start: open, end: open, ..block.span }, text };
        match block.stmts.first().map(|first| indent(source, first.span.start)) {
            Some(Some(own)) => put(lines.iter().map(|line| format!("{}{own}{line}", line_break(source))).collect()),
            Some(None) => put(lines.iter().map(|line| format!(" {}", line.trim_start())).collect()),
            None => Edit { span: block.span, text: self.block_of(body, lines) },
        }
    }

    /// Another body for an arm, with the comma that it needs and without one that it does not.
    pub(in crate::model) fn replaced_arm(&self, body: ExprAt, text: &str) -> Edit {
        let span = self.span(body);
        let rest = &self.source(body.file).text[span.end as usize..];
        let to_comma = rest.find(|c: char| !c.is_whitespace()).filter(|at| rest[*at..].starts_with(','));
        match (to_comma, text.ends_with('}')) {
            (Some(at), true) => Edit { span: Span { end: span.end + at as u32 + 1, ..span }, text: text.to_owned() },
            (None, false) => Edit { span, text: format!("{text},") },
            _ => Edit { span, text: text.to_owned() },
        }
    }

    /// An arm on a line of its own before another.
    pub(in crate::model) fn put_arm_before(&self, at: ExprAt, arm: &Arm, text: &str) -> Edit {
        let source = self.source(at.file);
        let between = match indent(source, arm.span.start) {
            Some(indent) => format!("{}{indent}", line_break(source)),
            None => " ".to_owned(),
        };
        Edit { span: arm.span.head(), text: format!("{text}{between}") }
    }

    /// An `else` with one statement behind the first block of an `if`.
    pub(in crate::model) fn put_else(&self, at: ExprAt, then: BlockId, line: &str) -> Edit {
        let end = self.tree(at.file).blocks[then.0 as usize].span.end;
        let place = Span { start: end, end, ..self.span(at) };
        Edit { span: place, text: format!(" else {}", self.block_of(at, &[line])) }
    }

    /// An `if` with one statement, to stand in a statement's place.
    pub(in crate::model) fn conditional(&self, at: StmtAt, condition: &str, line: &str) -> String {
        let source = self.source(at.file);
        format!("if {condition} {}", block_at(source, self.stmt(at).span.start, &[line]))
    }

    /// A block of these lines, to stand where an expression does.
    pub(in crate::model) fn block_of(&self, at: ExprAt, lines: &[&str]) -> String {
        block_at(self.source(at.file), self.span(at).start, lines)
    }

    /// Another statement in the place of one and of the comments that belong to it.
    pub(in crate::model) fn replaced_stmt(&self, at: StmtAt, text: &str) -> Edit {
        let source = self.source(at.file);
        let span = self.stmt(at).span;
        let comments = &self.files[at.file.0 as usize].parsed.comments;
        let (first, _) = source.line_column(span.start);
        let (last, _) = source.line_column(span.end);
        let top = match indent(source, span.start) {
            Some(_) => comments.above(first).last().map_or(span.start, |c| c.span.start),
            None => span.start,
        };
        let behind = comments.on_line(last).filter(|c| c.span.start >= span.end && !c.before_code);
        let only_blank = |end: u32| source.text[span.end as usize..end as usize].trim().is_empty();
        let end = behind.filter(|c| only_blank(c.span.start)).map_or(span.end, |c| c.span.end);
        Edit { span: Span { start: top, end, ..span }, text: text.to_owned() }
    }

    /// Other code in the place of an expression.
    pub(in crate::model) fn replaced(&self, at: ExprAt, text: impl Into<String>) -> Edit {
        Edit { span: self.span(at), text: text.into() }
    }

    /// A statement taken out, with what a comment right above or behind it says where `comments` is set.
    pub(in crate::model) fn deleted(&self, at: StmtAt, comments: bool) -> Edit {
        let source = self.source(at.file);
        let span = self.stmt(at).span;
        let read = &self.files[at.file.0 as usize].parsed.comments;
        if indent(source, span.start).is_none() {
            return Edit { span, text: String::new() };
        }
        let (first, _) = source.line_column(span.start);
        let (last, _) = source.line_column(span.end);
        let rest = &source.text[span.end as usize..source.line_span(last).end as usize];
        let behind = read.on_line(last).filter(|c| c.after_code && c.span.start >= span.end && comments);
        let left = behind.map_or(rest, |c| &source.text[span.end as usize..c.span.start as usize]);
        if !left.trim().is_empty() {
            return Edit { span, text: String::new() };
        }
        let top = read.above(first).last().filter(|_| comments).map_or(first, |c| c.line);
        let mut start = source.line_span(top).start;
        let mut end = source.line_span(last + 1).start;
        // Two empty lines, or one at the head or the end of a block, are no one's wish.
        let is_empty = |line: u32| line > 0 && source.text_of(source.line_span(line)).trim().is_empty();
        let opens = |line: u32| line == 0 || source.text_of(source.line_span(line)).trim_end().ends_with('{');
        let closes = |line: u32| source.text_of(source.line_span(line)).trim_start().starts_with('}');
        if is_empty(last + 1) && (is_empty(top - 1) || opens(top - 1)) {
            end = source.line_span(last + 2).start;
        } else if is_empty(top - 1) && closes(last + 1) {
            start = source.line_span(top - 1).start;
        }
        Edit { span: Span { start, end, ..span }, text: String::new() }
    }

    /// A statement taken from where it stands, with its comments, and put before another.
    pub(in crate::model) fn moved_before(&self, at: StmtAt, target: StmtAt) -> Vec<Edit> {
        let source = self.source(at.file);
        let span = self.stmt(at).span;
        let (line, _) = source.line_column(span.start);
        let above = self.files[at.file.0 as usize].parsed.comments.above(line);
        let mut lines: Vec<String> = above.map(|c| source.text_of(c.span).to_owned()).collect();
        lines.reverse();
        lines.push(source.text_of(span).to_owned());
        vec![self.put_before(target, &lines), self.deleted(at, true)]
    }

    /// `let name = expr;` before a statement, and the name in the expression's place.
    pub(in crate::model) fn hoisted(&self, at: ExprAt, name: &str, before: StmtAt) -> Vec<Edit> {
        let line = format!("let {name} = {};", self.text_at(at));
        vec![self.put_before(before, &[line]), self.replaced(at, name)]
    }

    /// The statement that a loop is, or whose value it gives; what is put before it runs right before the loop.
    pub(in crate::model) fn stmt_of_loop(&self, a_loop: ExprAt) -> Option<StmtAt> {
        let stmt = self.stmt_of(a_loop)?;
        let mut now = a_loop;
        while let Some(parent) = self.parent_expr(now) {
            match self.kind(parent) {
                ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Try(_) | ExprKind::Block { .. } => {
                    now = parent
                }
                _ => return None,
            }
        }
        Some(stmt)
    }
}

/// The white space before a place on its line; `None` where something else stands before it.
fn indent(source: &Source, place: u32) -> Option<&str> {
    let (line, _) = source.line_column(place);
    let start = source.line_span(line).start as usize;
    let before = source.text.get(start..place as usize)?;
    before.chars().all(char::is_whitespace).then_some(before)
}

/// A block of these lines, each on its own, that begins on the line of a place.
fn block_at(source: &Source, place: u32, lines: &[&str]) -> String {
    let (own, end) = (indent_of_line(source, place), line_break(source));
    let unit = unit(own);
    let lines: String = lines.iter().map(|line| format!("{own}{unit}{line}{end}")).collect();
    format!("{{{end}{lines}{own}}}")
}

/// The white space at the head of the line that a place lies in.
fn indent_of_line(source: &Source, place: u32) -> &str {
    let (line, _) = source.line_column(place);
    let text = source.text_of(source.line_span(line));
    &text[..text.len() - text.trim_start().len()]
}

/// One step of indentation, as the file around has it.
fn unit(indent: &str) -> &'static str {
    if indent.contains('\t') { "\t" } else { "    " }
}

/// How the file ends its lines.
fn line_break(source: &Source) -> &'static str {
    match source.text.find('\n') {
        Some(at) if source.text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
