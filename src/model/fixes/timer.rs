//! Timers made before the loop: a ticker for a period, a fixed end for a deadline.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::Sleep;
use crate::model::facts::race::Race;
use crate::model::fixes::edit::{Change, Edit};
use crate::model::flow::loops::Loop;
use crate::model::library::{self, TimerKind, calls};
use crate::model::source::tables::ExprAt;
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, PatKind};

/// What is called so that is made before the loop: the length of a timer, a ticker, and a timer's end.
const WRITTEN_PERIOD: &str = "period";
const WRITTEN_TICKER: &str = "ticks";
const WRITTEN_DEADLINE: &str = "deadline";

impl Race<'_> {
    /// A ticker of the timer's period before the loop, and its ticks in the timer's place.
    ///
    /// It is never sure. A period and a quiet time look the same in the source, and a debounce or an idle timer would
    /// become a ticker; even a true period comes round earlier then, and a ticker of no length panics.
    pub fn ticking(&self) -> Option<Change> {
        let krate = self.krate;
        let branch = self.own_branch().filter(|_| self.timer.row.kind == TimerKind::Sleep && self.timer.row.tokio)?;
        let module = krate.written_module(self.timer.at, self.a_loop)?;
        let length = self.reaching_length()?;
        let before = self.before_loop()?;
        let mut lines = Vec::new();
        let period = match krate.kind(length) {
            ExprKind::Path(_) | ExprKind::Field { .. } => krate.text_at(length).to_owned(),
            _ => {
                let name = krate.unused_name(self.a_loop, WRITTEN_PERIOD);
                lines.push(format!("let {name} = {};", krate.text_at(length)));
                name
            }
        };
        let ticks = krate.unused_name(self.a_loop, WRITTEN_TICKER);
        lines.extend(library::ticker_before(&module, &ticks, &period));
        let mut edits =
            vec![krate.put_before(before, &lines), krate.replaced(self.timer.at, format!("{ticks}.tick()"))];
        edits.extend(branch.pattern);
        Some(Change { edits, sure: false })
    }

    /// The timer's end fixed before the loop; never sure, since what was given more time on every iteration no longer is.
    pub fn ending(&self) -> Option<Change> {
        let krate = self.krate;
        let timer = self.timer;
        let before = self.before_loop()?;
        let row = timer.row;
        let name = krate.unused_name(self.a_loop, WRITTEN_DEADLINE);
        let length = self.reaching_length()?;
        let text = krate.text_at(length);
        let edits = match row.kind {
            TimerKind::Sleep if row.tokio => {
                let branch = self.own_branch().filter(|branch| !branch.guarded)?;
                let module = krate.written_module(timer.at, self.a_loop)?;
                let lines = library::pinned_before(&module, &name, krate.text_at(timer.at));
                let mut edits =
                    vec![krate.put_before(before, &lines), krate.replaced(timer.at, format!("&mut {name}"))];
                edits.extend(branch.pattern);
                edits
            }
            TimerKind::Timeout if row.tokio => {
                let module = krate.written_module(timer.at, self.a_loop)?;
                let ExprKind::Call { callee, .. } = krate.kind(timer.at) else { return None };
                let callee = ExprAt { id: *callee, ..timer.at };
                let (line, limit) = library::deadline_before(&module, &name, text);
                vec![krate.put_before(before, &[line]), krate.replaced(callee, limit), krate.replaced(length, name)]
            }
            TimerKind::Within | TimerKind::Park if row.blocking && krate.takes_duration(timer.at) => {
                let (line, rest) = library::clock_before(&name, text);
                vec![krate.put_before(before, &[line]), krate.replaced(length, rest)]
            }
            TimerKind::Until | TimerKind::TimeoutAt => {
                let instant = krate.length_of(timer)?;
                let direct = krate.span(instant).holds(krate.span(length));
                if !direct {
                    return None;
                }
                krate.hoisted(instant, &name, before)
            }
            _ => return None,
        };
        Some(Change { edits, sure: false })
    }

    /// Whether that ticker is an interval of the runtime, whose ticks can be awaited.
    pub fn may_tick(&self) -> bool {
        self.timer.row.tokio
    }

    /// Code that makes a ticker of the timer's length before the loop.
    pub fn ticker(&self) -> Option<String> {
        Some(library::ticker(self.shown_length()?, self.timer.row, self.instant(), |name| self.free(name)))
    }

    /// Code that fixes the timer's end before the loop.
    pub fn fixed_deadline(&self) -> Option<String> {
        Some(library::fixed_deadline(self.shown_length()?, self.timer.row, self.instant(), |name| self.free(name)))
    }

    /// Code that makes the timer before the loop, and sets it back where something has come.
    pub fn quiet_timer(&self) -> Option<String> {
        Some(library::quiet_timer(self.shown_length()?, self.timer.row, self.instant(), |name| self.free(name)))
    }

    /// The timer's length, where its variables are there before the loop.
    fn shown_length(&self) -> Option<&str> {
        let krate = self.krate;
        let length = self.relative_length().unwrap_or(None).or(krate.length_of(self.timer))?;
        // A package with a module of its own for time sleeps by another clock on some targets.
        if krate.comes_by_own_module(self.timer.at) {
            return None;
        }
        krate.has_variables_before(length, self.a_loop).then(|| krate.text_at(length))
    }

    fn free(&self, wish: &str) -> String {
        self.krate.unused_name(self.a_loop, wish)
    }

    fn instant(&self) -> &'static str {
        self.krate.short_path_at(library::INSTANT, self.a_loop)
    }

    /// The statement that the loop is, where text can be put in.
    fn before_loop(&self) -> Option<StmtAt> {
        let krate = self.krate;
        krate.stmt_of_loop(self.a_loop).filter(|_| krate.is_editable(self.a_loop) && krate.is_editable(self.timer.at))
    }

    /// The timer's length, where all names in it mean the same before the loop.
    fn reaching_length(&self) -> Option<ExprAt> {
        let krate = self.krate;
        let length = self.relative_length().ok()??;
        krate.has_names_before(length, self.a_loop).then_some(length)
    }

    /// The branch of a `select!` whose future the timer itself is.
    fn own_branch(&self) -> Option<OwnBranch> {
        let krate = self.krate;
        let (select, n) = krate.select_branch(self.timer.at)?;
        let branch = &krate.select(select)?.branches[n as usize];
        if branch.source != Some(self.timer.at.id) {
            return None;
        }
        let pat = &krate.tree(select.file).pats[branch.pat?.0 as usize];
        let pattern = match &pat.kind {
            PatKind::Wild => None,
            PatKind::Tuple(parts) if parts.is_empty() => Some(Edit { span: pat.span, text: "_".to_owned() }),
            _ => return None,
        };
        Some(OwnBranch { pattern, guarded: branch.guard.is_some() })
    }
}

/// A branch whose future is a timer that gives nothing.
struct OwnBranch {
    /// The change after which the branch takes any value.
    pattern: Option<Edit>,
    guarded: bool,
}

impl Sleep<'_> {
    /// Code that makes the interval before a loop; `None` where what its period is made of is not there yet.
    pub fn interval_before(self, a_loop: Loop<'_>) -> Option<String> {
        let krate = self.krate;
        let before = |length: &ExprAt| krate.has_variables_before(*length, a_loop.at);
        let length = krate.length_of(self.data).filter(|_| a_loop.holds(self.span())).filter(before)?;
        let instant = krate.short_path_at(library::INSTANT, a_loop.at);
        let own = self.call().let_around().filter(|_| krate.let_name(self.data.at).is_some());
        let free = |name: &str| match own {
            Some(own) if name == WRITTEN_TICKER => own.name().to_owned(),
            _ => krate.unused_name(a_loop.at, name),
        };
        Some(library::ticker(krate.text_at(length), self.data.row, instant, free))
    }

    /// Code that fixes the end of this and other waits of one limit before the first of them.
    pub fn shared_deadline(self) -> Option<String> {
        let krate = self.krate;
        let limit = krate.length_of(self.data)?;
        let instant = krate.short_path_at(library::INSTANT, limit);
        Some(library::shared_deadline(krate.text_at(limit), instant, |name| krate.unused_name(limit, name)))
    }
}

impl Crate {
    /// Whether all variables of an expression are there before a loop.
    fn has_variables_before(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let mut reaches = true;
        self.each_below(at, &mut |here| {
            let made_inside = |binding| self.span(a_loop).holds(self.index.binding(binding).span);
            reaches &= !self.index.local(here).is_some_and(made_inside);
            reaches
        });
        reaches
    }

    /// Whether all variables of an expression are there before a loop, and nothing in it is done only once with a `?`,
    /// an `.await` or a conversion to a type that only its place tells.
    fn has_names_before(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let mut reaches = self.has_variables_before(at, a_loop);
        self.each_below(at, &mut |here| {
            reaches &= match self.kind(here) {
                ExprKind::Path(_)
                | ExprKind::Lit(_)
                | ExprKind::Field { .. }
                | ExprKind::Unary { .. }
                | ExprKind::Binary { .. }
                | ExprKind::Ref { .. }
                | ExprKind::Cast { .. }
                | ExprKind::Call { .. } => true,
                ExprKind::Method(method) => !library::typed_by_its_place(self.text(method.name)),
                _ => false,
            };
            reaches
        });
        reaches
    }

    /// Whether a call is of a library's own function or method that takes a `Duration`, not of one of the package that
    /// passes it on.
    fn takes_duration(&self, at: ExprAt) -> bool {
        match self.callee(at) {
            Callee::External(path) => !calls::takes_millis(&path),
            Callee::Method(_, name) => !calls::takes_millis(self.text(name)),
            _ => false,
        }
    }
}
