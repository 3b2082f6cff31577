//! The advice of every bad case, put in its place: what a fix makes of the code compiles, and so does what a help shows.
//!
//! Code that a help shows is put where the help says that it belongs, in a branch that never runs and has no end: so it
//! is checked with all that is in scope there, and takes nothing away from the code behind it.

use std::collections::BTreeSet;
use std::ops::Range;

use conclint::lint::{Check, Edit, Finding, Lint};
use conclint::lints::ALL;
use conclint::model::Crate;
use conclint::run::{Stop, hear};
use conclint::syntax::Span;
use conclint::syntax::tree::{ExprKind, MacroBody, PatKind, Tree};

use super::{package, room, rooms, rustc};

/// What a help calls what only the user can choose, where the code that names it begins, and what stands for it here.
struct Invented {
    lint: &'static str,
    /// What the code holds that needs it.
    code: &'static str,
    names: &'static [&'static str],
    stands_for: &'static str,
}

const fn invented(
    lint: &'static str,
    code: &'static str,
    names: &'static [&'static str],
    stands_for: &'static str,
) -> Invented {
    Invented { lint, code, names, stands_for }
}

const TOKEN: &str = "let token = tokio_util::sync::CancellationToken::new();";
const LIMIT: &str = "let limit = std::time::Duration::ZERO;";
const CONDVAR: &str = "let (changed, state) = (std::sync::Condvar::new(), std::sync::Mutex::new(0)); \
                       fn ready(state: &u32) -> bool { *state > 0 }";

const INVENTED: &[Invented] = &[
    invented("detached-spawn", "token.", &["token"], TOKEN),
    invented("detached-spawn", "= work()", &["work"], "async fn work() {}"),
    invented(
        "detached-spawn",
        "stop.load",
        &["stop", "work"],
        "let stop = std::sync::atomic::AtomicBool::new(false); fn work() {}",
    ),
    invented(
        "unbounded-spawn",
        "limit.clone()",
        &["limit"],
        "let limit = std::sync::Arc::new(tokio::sync::Semaphore::new(1));",
    ),
    invented("sleep-poll-loop", "!ready(", &["changed", "state", "ready"], CONDVAR),
    invented(
        "sleep-poll-loop",
        "changed.notified()",
        &["changed", "ready"],
        "let changed = tokio::sync::Notify::new(); fn ready() -> bool { true }",
    ),
    invented("sleep-poll-loop", "limit", &["limit"], LIMIT),
    invented(
        "sleep-poll-loop",
        "stopped.recv_timeout",
        &["stopped"],
        "let (_stopper, stopped) = std::sync::mpsc::channel::<()>();",
    ),
    invented("sleep-poll-loop", "token.", &["token"], TOKEN),
    invented("sleep-as-sync", "LIMIT", &["LIMIT"], "const LIMIT: std::time::Duration = std::time::Duration::ZERO;"),
    invented("sleep-as-sync", "tokio::spawn(serve(", &["serve"], "async fn serve(_: tokio::net::TcpListener) {}"),
    invented("sleep-as-sync", "thread::spawn(", &["serve"], "fn serve<L>(_: L) {}"),
];

/// What shown code calls the variables that it makes, where that is not what the user calls them.
const BROUGHT: &[&str] = &[
    "permit", "deadline", "due", "ticks", "period", "quiet", "left", "ready", "is_ready", "done", "is_done",
    "listener", "taken", "tx", "waited",
];

/// Whether shown code makes a variable of this name.
fn brings(code: &str, name: &str) -> bool {
    let bound = |line: &str| {
        let (pattern, value) = line.trim().strip_prefix("let ")?.split_once(" = ")?;
        let is_name = |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
        // A variable that takes the value of its own name is the user's.
        Some(is_name(pattern) && !is_name(value))
    };
    code.lines().any(|line| bound(line) == Some(true))
}

/// The findings of a room's bad code.
fn found(lint: &Lint) -> (String, Crate, Vec<Finding>) {
    let text = rooms::bad(&room(lint));
    let krate = package(lint, "bad.rs", &text);
    let about_comments = matches!(lint.check, Check::Suppression(_));
    let on = |other: &Lint| about_comments || other.name == lint.name;
    let heard = hear(&krate, |other, _| on(other), &|_| "bad.rs".to_owned(), &Stop::default());
    let findings = heard.findings.into_iter().filter(|found| found.lint.name == lint.name && found.allowed.is_none());
    let findings = findings.map(|found| found.finding).collect();
    (text, krate, findings)
}

/// Edits of a text, in as few copies of it as they do not touch one another in.
fn copies(text: &str, changes: Vec<Vec<Edit>>) -> Vec<String> {
    let mut copies: Vec<Vec<Edit>> = Vec::new();
    for change in changes {
        let apart = |copy: &&mut Vec<Edit>| copy.iter().all(|one| change.iter().all(|other| !touch(one, other)));
        match copies.iter_mut().find(apart) {
            Some(copy) => copy.extend(change),
            None => copies.push(change),
        }
    }
    copies.into_iter().map(|edits| edited(text, edits)).collect()
}

fn touch(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

/// A module for each copy.
fn modules(lint: &Lint, what: &str, copies: Vec<String>) -> impl Iterator<Item = (String, String)> {
    let name = lint.name.replace('-', "_");
    let what = what.to_owned();
    copies.into_iter().enumerate().map(move |(n, text)| (format!("{name}_{what}_{n}"), text))
}

#[test]
fn what_each_fix_makes_of_bad_code_compiles() {
    let mut all = Vec::new();
    for lint in ALL {
        let (text, _, findings) = found(lint);
        let fixes = findings.into_iter().filter_map(|finding| Some(finding.fix?.edits)).collect();
        all.extend(modules(lint, "fixed", copies(&text, fixes)));
    }
    assert!(all.len() >= 5, "only {} copies", all.len());
    let wrong = rustc::mistakes("fixed", &all);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_each_help_shows_compiles_where_it_belongs() {
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for lint in ALL {
        let (text, krate, findings) = found(lint);
        let site = Site { lint, text: &text, tree: &krate.files()[0].parsed.tree };
        let mut shown = Vec::new();
        for finding in &findings {
            let Some(code) = finding.help.as_ref().and_then(|help| help.code.as_deref()) else { continue };
            match site.put(finding, code) {
                Ok(edits) => shown.push(edits),
                Err(why) => wrong.push(format!("{} at line {}: {why}: {code}", lint.name, site.line(finding.span))),
            }
        }
        all.extend(modules(lint, "shown", copies(&text, shown)));
    }
    wrong.extend(rustc::mistakes("shown", &all));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_help_invents_is_no_name_of_the_user() {
    let mut wrong = BTreeSet::new();
    for lint in ALL {
        let (text, krate, findings) = found(lint);
        let site = Site { lint, text: &text, tree: &krate.files()[0].parsed.tree };
        for finding in &findings {
            let Some(code) = finding.help.as_ref().and_then(|help| help.code.as_deref()) else { continue };
            let invented = site.invented(code).flat_map(|one| one.names.iter().copied());
            let names: Vec<&str> = invented.chain(BROUGHT.iter().copied().filter(|name| brings(code, name))).collect();
            if names.is_empty() {
                continue;
            }
            let around = site.tree.items.iter().map(|item| item.span).filter(|span| span.holds(finding.span));
            let around = around.min_by_key(|span| span.end - span.start).expect("code stands in an item");
            // What takes a statement's place may keep its names.
            let replaced = match lint.name {
                "receiver-drops-sender" => site.statement(finding.span).expect("it stands in a statement"),
                _ => finding.span.head(),
            };
            for name in names {
                let taken = site.tree.pats.iter().any(|pat| match pat.kind {
                    PatKind::Bind { name: own, .. } => {
                        around.holds(pat.span) && !replaced.holds(pat.span) && krate.names().text(own) == name
                    }
                    _ => false,
                });
                if taken {
                    wrong.insert(format!("{} at line {}: `{name}`", lint.name, site.line(finding.span)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// The bad code of a room.
struct Site<'a> {
    lint: &'a Lint,
    text: &'a str,
    tree: &'a Tree,
}

impl Site<'_> {
    fn line(&self, span: Span) -> usize {
        self.text[..span.start as usize].lines().count()
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    fn invented(&self, code: &str) -> impl Iterator<Item = &'static Invented> {
        INVENTED.iter().filter(move |one| one.lint == self.lint.name && code.contains(one.code))
    }

    /// The change that puts shown code where it belongs.
    fn put(&self, finding: &Finding, code: &str) -> Result<Vec<Edit>, String> {
        let label = |n: usize| finding.labels.get(n).map(|label| label.span).ok_or("no such label".to_owned());
        let own = finding.span;
        if code.lines().all(|line| line.starts_with("//")) {
            return Ok(Vec::new());
        }
        if let Some(head) = code.strip_prefix("fn ") {
            let head = head.split(" //").next().unwrap_or(head).replacen("(…)", "()", 1).replace('…', "()");
            if head.contains("Self") {
                let item = innermost(self.tree.items.iter().map(|item| item.span), label(0)?).ok_or("no function")?;
                return Ok(vec![Edit { span: item.head(), text: format!("fn shown_{head} {{ todo!() }}\n") }]);
            }
            return Ok(vec![self.before(label(0)?, &format!("fn {head} {{ todo!() }}"))?]);
        }
        if code.starts_with("break") {
            return Ok(vec![self.never(self.loop_around(own)?, code)?]);
        }
        match self.lint.name {
            "closed-channel-spin" if code.contains(" => break") && code.lines().count() == 1 => {
                let arm = self.arm(label(0)?)?;
                return Ok(vec![Edit { span: arm.head(), text: neutral(code) + "\n" }]);
            }
            "closed-channel-spin" if code.contains(" => {\n") => {
                return Ok(vec![Edit { span: self.branch(own)?, text: neutral(code) }]);
            }
            "unbounded-spawn" if code.contains(" => {\n") => {
                return Ok(vec![Edit { span: self.branch(own)?, text: self.with_invented(code, &neutral(code)) }]);
            }
            "unbounded-spawn" if code.contains(" => …,\n") => {
                let (branch, task) = code.split_once("// and then\n").ok_or("no task behind the branch")?;
                // The branch goes on as it did.
                let to = self.slice(self.branch(label(0)?)?).split_once(" => ").map_or("", |(_, to)| to);
                let shown = branch.trim_end().replace("…,", to);
                let put = Edit { span: self.branch(label(0)?)?, text: self.with_invented(branch, &shown) };
                return Ok(vec![put, self.never(own, &format!("let permit = ();\n{task}"))?]);
            }
            _ => {}
        }
        match self.lint.name {
            "receiver-drops-sender" => Ok(vec![Edit { span: self.statement(own)?, text: code.to_owned() }]),
            "lock-across-await" => Ok(vec![self.never(label(0)?, code)?]),
            "permit-not-moved" => Ok(vec![self.first_in_block(label(1)?, code)?]),
            "guard-in-scrutinee" if code.contains("else { break }") => Ok(vec![self.first_in_loop(own, code)?]),
            "receiver-holds-sender" => Ok(vec![self.never(self.loop_around(own)?, code)?]),
            "sender-held-while-draining" => {
                let (drop, head) = code.split_once('\n').ok_or("no head of the drain")?;
                let head = head.trim_end_matches(" …");
                let place = finding.labels.iter().find(|label| label.text.starts_with("its end is waited for here"));
                let at = self.statement(place.map_or(own, |label| label.span))?;
                let shown = self.slice(at).contains(head) || self.text.contains(head);
                shown.then_some(()).ok_or(format!("the code has no {head}"))?;
                Ok(vec![self.never(at, drop)?])
            }
            "unbounded-spawn" => {
                let (permit, then) = code.split_once("// then ").ok_or("no task")?;
                let (_, task) = then.split_once('\n').ok_or("no task")?;
                let task = self.never(own, &format!("let permit = ();\n{task}"))?;
                Ok(vec![self.never(label(0)?, permit)?, task])
            }
            "timer-reset" | "sleep-in-loop" | "interval-in-loop" if code.contains("// in the loop") => {
                Ok(vec![self.never(self.loop_around(own)?, code)?])
            }
            _ => Ok(vec![self.never(own, code)?]),
        }
    }

    /// The innermost statement around a place.
    fn statement(&self, of: Span) -> Result<Span, String> {
        let all = self.tree.blocks.iter().flat_map(|block| &block.stmts).map(|stmt| stmt.span);
        innermost(all, of).ok_or("no statement is around it".to_owned())
    }

    fn loop_around(&self, of: Span) -> Result<Span, String> {
        let is_loop =
            |kind: &ExprKind| matches!(kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. });
        let all = self.tree.exprs.iter().filter(|expr| is_loop(&expr.kind)).map(|expr| expr.span);
        innermost(all, of).ok_or("no loop is around it".to_owned())
    }

    fn arm(&self, of: Span) -> Result<Span, String> {
        let all = self.tree.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Match { arms, .. } => Some(arms),
            _ => None,
        });
        innermost(all.flatten().map(|arm| arm.span), of).ok_or("no arm is around it".to_owned())
    }

    fn branch(&self, of: Span) -> Result<Span, String> {
        let all = self.tree.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Select(select) => Some(&select.branches),
                _ => None,
            },
            _ => None,
        });
        innermost(all.flatten().map(|branch| branch.span), of).ok_or("no branch is around it".to_owned())
    }

    fn before(&self, of: Span, text: &str) -> Result<Edit, String> {
        Ok(Edit { span: self.statement(of)?.head(), text: format!("{text}\n") })
    }

    /// Code that never runs, before the statement around a place.
    fn never(&self, of: Span, code: &str) -> Result<Edit, String> {
        self.before(of, &self.never_run(code))
    }

    /// The same at the head of the first block from a place on.
    fn first_in_block(&self, of: Span, code: &str) -> Result<Edit, String> {
        let blocks = self.tree.blocks.iter().map(|block| block.span).filter(|block| block.start >= of.start);
        let block = blocks.min_by_key(|block| block.start).ok_or("no block is in it")?;
        Ok(self.at_head(block, code))
    }

    /// The same at the head of the loop of whose head a place is part.
    fn first_in_loop(&self, of: Span, code: &str) -> Result<Edit, String> {
        let a_loop = self.loop_around(of)?;
        let blocks = self.tree.blocks.iter().map(|block| block.span);
        let body = blocks.filter(|block| a_loop.holds(*block) && block.end == a_loop.end).min_by_key(|b| b.start);
        Ok(self.at_head(body.ok_or("the loop has no block")?, code))
    }

    fn at_head(&self, block: Span, code: &str) -> Edit {
        let after = Range { start: block.start + 1, end: block.start + 1 };
        Edit {
            span: Span { start: after.start, end: after.end, ..block },
            text: format!(" {}\n", self.never_run(code)),
        }
    }

    fn never_run(&self, code: &str) -> String {
        format!("if false {{ {}\n{}todo!(); }}", self.stand_ins(code), self.program(code))
    }

    /// What stands for the names that shown code has invented.
    fn stand_ins(&self, code: &str) -> String {
        self.invented(code).map(|one| one.stands_for).collect::<Vec<_>>().join(" ")
    }

    /// A branch with what stands for invented names in its future.
    fn with_invented(&self, code: &str, branch: &str) -> String {
        branch.replacen("async {", &format!("async {{ {}", self.stand_ins(code)), 1)
    }

    /// Shown code as statements, together with what its comments show.
    fn program(&self, code: &str) -> String {
        let mut program = String::new();
        let mut inside = false;
        for line in code.lines() {
            let (code, comment) = match line.split_once("//") {
                Some((code, comment)) => (code, comment),
                None => (line, ""),
            };
            program += code;
            if comment.ends_with(':') {
                // What follows belongs into the task and its loop.
                program += "let _ = async move { loop {";
                inside = true;
            }
            for shown in comment.split('`').skip(1).step_by(2) {
                program += &match shown.contains(" => ") {
                    true => format!("tokio::select! {{ {shown} }};"),
                    false => format!("{shown};"),
                };
            }
            program.push('\n');
        }
        if self.lint.name == "detached-spawn" && !inside {
            program = format!("let _ = async move {{ loop {{ {program}");
            inside = true;
        }
        program = program.trim_end().to_owned();
        if !program.ends_with([';', '{']) {
            program.push(';');
        }
        if inside {
            program += "} };";
        }
        neutral(&program) + "\n"
    }
}

/// Shown code with something in the place of what it leaves out.
fn neutral(code: &str) -> String {
    let of_its_own = |line: &str| match line.trim() {
        "…" => "todo!();".to_owned(),
        work if work.ends_with(" = …;") => line.replace('…', "async { todo!() }"),
        _ => line.to_owned(),
    };
    let code: Vec<String> = code.lines().map(of_its_own).collect();
    code.join("\n").replace(", …)", ", std::future::pending::<()>())").replace('…', "todo!()")
}

fn innermost(spans: impl Iterator<Item = Span>, of: Span) -> Option<Span> {
    spans.filter(|span| span.holds(of)).min_by_key(|span| span.end - span.start)
}
