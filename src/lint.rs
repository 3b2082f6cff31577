//! `Lint`, `Check`, `Finding`, `Silence`: the words that lints and engine share.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::allow::Suppression;
use crate::model::facts::{
    Accept, Atomic, Attempt, Block, Branch, Buffered, Cancel, Capacity, Channel, Condvar, Discard, Exchange, FanOut,
    Guard, Joined, LockFuture, Mention, Notified, Permit, Receive, Runtime, Select, Send, Sleep, Spawn, Stopper, Test,
    Token,
};
use crate::model::map::rules::Breach;
use crate::model::names::siblings::Step;

#[doc(hidden)]
pub use crate::model::fixes::edit::{Change, Edit};
#[doc(hidden)]
pub use crate::model::silence::{Asked, Silence, excused, first_answer};
#[doc(hidden)]
pub use crate::syntax::Span;

/// One thing conclint can say about code.
pub struct Lint {
    /// The bad thing, in two or three words: `timer-reset`.
    pub name: &'static str,
    /// The group it belongs to, by which it can be set as well.
    pub family: Family,
    /// How loud its findings are unless one says otherwise or the user asks.
    pub level: Level,
    /// The page in Markdown, as `conclint explain` shows it.
    pub page: &'static str,
    /// The lints of rustc and clippy that mean the same, as they stand in an attribute: an `#[allow]` or `#[expect]` of one
    /// of them silences this one too.
    pub same_as: &'static [&'static str],
    #[doc(hidden)]
    pub check: Check,
}

impl Lint {
    /// What it finds, in a sentence or two: the first line of its page below the heading.
    pub fn finds(&self) -> &'static str {
        self.page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
    }

    /// Where its page can be read on the web: in the repository, as this version has it.
    pub fn url(&self) -> String {
        let (repository, version) = (env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
        format!("{repository}/blob/v{version}/lints/{}/README.md", self.name.replace('-', "_"))
    }

    /// What it looks for before it speaks, each of which keeps it silent: the lines of its page's "Silent when".
    pub fn silences(&self) -> impl Iterator<Item = &'static str> {
        let below = self.page.lines().skip_while(|line| *line != "## Silent when").skip(1);
        below.take_while(|line| !line.starts_with('#')).filter_map(|line| line.strip_prefix("- "))
    }
}

/// The fact a lint is about. It is asked once for each such fact, on any thread, and keeps nothing between.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Check {
    Spawn(fn(Spawn<'_>) -> Result<Finding, Silence>),
    /// What is started, and what is polled without being started.
    SpawnOrFanOut(fn(Spawn<'_>) -> Result<Finding, Silence>, fn(FanOut<'_>) -> Result<Finding, Silence>),
    Sleep(fn(Sleep<'_>) -> Result<Finding, Silence>),
    Channel(fn(Channel<'_>) -> Result<Finding, Silence>),
    Receive(fn(Receive<'_>) -> Result<Finding, Silence>),
    Guard(fn(Guard<'_>) -> Result<Finding, Silence>),
    Permit(fn(Permit<'_>) -> Result<Finding, Silence>),
    Block(fn(Block<'_>) -> Result<Finding, Silence>),
    /// A branch of a `select!`.
    Branch(fn(Branch<'_>) -> Result<Finding, Silence>),
    Notified(fn(Notified<'_>) -> Result<Finding, Silence>),
    Attempt(fn(Attempt<'_>) -> Result<Finding, Silence>),
    Select(fn(Select<'_>) -> Result<Finding, Silence>),
    Accept(fn(Accept<'_>) -> Result<Finding, Silence>),
    /// An asynchronous test that waits for others.
    Test(fn(Test<'_>) -> Result<Finding, Silence>),
    Atomic(fn(Atomic<'_>) -> Result<Finding, Silence>),
    Token(fn(Token<'_>) -> Result<Finding, Silence>),
    /// A call that cancels a token.
    Cancel(fn(Cancel<'_>) -> Result<Finding, Silence>),
    Runtime(fn(Runtime<'_>) -> Result<Finding, Silence>),
    Stopper(fn(Stopper<'_>) -> Result<Finding, Silence>),
    Discard(fn(Discard<'_>) -> Result<Finding, Silence>),
    Send(fn(Send<'_>) -> Result<Finding, Silence>),
    Exchange(fn(Exchange<'_>) -> Result<Finding, Silence>),
    Capacity(fn(Capacity<'_>) -> Result<Finding, Silence>),
    /// A place that takes from a stream of futures which nobody else polls.
    Buffered(fn(Buffered<'_>) -> Result<Finding, Silence>),
    /// Futures that are awaited together until the first of them fails.
    Joined(fn(Joined<'_>) -> Result<Finding, Silence>),
    LockFuture(fn(LockFuture<'_>) -> Result<Finding, Silence>),
    Condvar(fn(Condvar<'_>) -> Result<Finding, Silence>),
    Mention(fn(Mention<'_>) -> Result<Finding, Silence>),
    /// A place that a rule of the project is about.
    Breach(fn(Breach<'_>) -> Result<Finding, Silence>),
    /// A comment to conclint; asked when all other lints have spoken.
    Suppression(fn(Suppression<'_>) -> Result<Finding, Silence>),
}

/// What a lint is about. Each family is a name for `-A`, `-W` and `-D`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Family {
    /// Tasks and threads: who owns them, who stops them, what becomes of their errors.
    Task,
    /// Sleeps, intervals and timeouts.
    Time,
    /// Channels of every kind: who sends, who receives, how they close.
    Channel,
    /// Mutexes, read-write locks, condition variables, and guards.
    Lock,
    /// Semaphores and their permits.
    Semaphore,
    /// Atomics.
    Atomic,
    /// What runs in `async` code: blocking, `select!`, futures that nobody polls.
    Async,
    /// What tests lack.
    Test,
    /// What a user has said to conclint itself.
    Meta,
}

impl Family {
    /// Every family, in the order in which pages and tables show them.
    pub const ALL: [Family; 9] = [
        Family::Task,
        Family::Time,
        Family::Channel,
        Family::Lock,
        Family::Semaphore,
        Family::Atomic,
        Family::Async,
        Family::Test,
        Family::Meta,
    ];

    /// The family's name as a user writes it after `-A`, `-W` or `-D`.
    pub fn name(self) -> &'static str {
        match self {
            Family::Task => "task",
            Family::Time => "time",
            Family::Channel => "channel",
            Family::Lock => "lock",
            Family::Semaphore => "semaphore",
            Family::Atomic => "atomic",
            Family::Async => "async",
            Family::Test => "test",
            Family::Meta => "meta",
        }
    }
}

/// How loud a finding is. `Pedantic` findings are shown only when asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported only where somebody asks for it: it is true, and most would not act.
    Pedantic,
    /// Reported; the run succeeds.
    Warn,
    /// Reported; the run fails.
    Deny,
}

impl Level {
    /// `allow`, `pedantic`, `warn` or `deny`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Pedantic => "pedantic",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

/// What a lint says about one fact: where, what happens at run time, and the evidence in order.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Finding {
    pub span: Span,
    pub message: String,
    /// The text under the finding's own span; may be empty.
    pub here: String,
    pub labels: Vec<Label>,
    /// Places in packages that this one uses; they come after the labels.
    pub beyond: Vec<Beyond>,
    pub help: Option<Help>,
    pub fix: Option<Fix>,
    pub level: Option<Level>,
    pub condition: Option<Condition>,
    pub limit: Option<Limit>,
}

/// What only the packages that use this one can tell: where it holds of all of them, there is nothing to report.
#[doc(hidden)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// That `main` functions alone lead to these public functions, by their paths, and once.
    pub started_once: Vec<String>,
    /// A line of the page's "Silent when".
    pub because: &'static str,
}

/// How many findings of one sort all packages of a run may have together: the first ones are none.
#[doc(hidden)]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limit {
    /// What sort: the same text in all packages.
    pub of: String,
    pub most: u32,
}

impl Limit {
    /// Whether one more finding of its sort is too much; `counted` has those before it.
    pub fn is_passed(&self, counted: &mut HashMap<String, u32>) -> bool {
        let count = counted.entry(self.of.clone()).or_default();
        *count += 1;
        *count > self.most
    }
}

/// A place that matters to a finding, with what it has to do with it.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A place in a package that the finding's own uses, with what it has to do with it.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Beyond {
    pub step: Step,
    pub text: String,
}

/// The change to make, as edits of the source.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, as an order in lower case: "drop `tx` before the loop".
    pub title: String,
    pub safety: Safety,
    /// Never overlapping; they are made together or not at all, and may lie in several files.
    pub edits: Vec<Edit>,
}

/// How sure it is that a fix only mends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub enum Safety {
    /// The program does what it did, but for the fault.
    Safe,
    /// The program may behave otherwise in more than the fault; a person should look at it.
    Risky,
}

/// The change to make: a sentence, and the code to write where there is some.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Help {
    /// What to do, as an order in lower case.
    pub text: String,
    /// The code to write; `None` where a sentence says it all.
    pub code: Option<String>,
}

impl Finding {
    /// A finding at `span` whose message says, lower case and with no full stop, what happens at run time.
    pub fn new(span: Span, message: impl Into<String>) -> Finding {
        Finding {
            span,
            message: message.into(),
            here: String::new(),
            labels: Vec::new(),
            beyond: Vec::new(),
            help: None,
            fix: None,
            level: None,
            condition: None,
            limit: None,
        }
    }

    /// What to write under the finding's own span.
    pub fn here(mut self, text: impl Into<String>) -> Finding {
        self.here = text.into();
        self
    }

    /// The next piece of evidence; pieces are numbered in the order in which they are given.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The next piece of evidence in packages that this one uses, all of which comes after that in its own.
    pub fn label_beyond(mut self, step: &Step, text: impl Into<String>) -> Finding {
        self.beyond.push(Beyond { step: step.clone(), text: text.into() });
        self
    }

    /// The change to make, in a sentence.
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help = Some(Help { text: text.into(), code: self.help.and_then(|h| h.code) });
        self
    }

    /// The change to make, as code; shown below the help's sentence.
    pub fn code(mut self, code: impl Into<String>) -> Finding {
        let code = Some(code.into());
        self.help = Some(match self.help {
            Some(help) => Help { code, ..help },
            None => Help { text: String::new(), code },
        });
        self
    }

    /// The change to make, as code, where there is some to show.
    pub fn shown(self, code: Option<String>) -> Finding {
        match code {
            Some(code) => self.code(code),
            None => self,
        }
    }

    /// The change to make, as edits of the source.
    pub fn fix(mut self, safety: Safety, title: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix = Some(Fix { title: title.into(), safety, edits });
        self
    }

    /// The change that the model knows to make, where it knows one.
    pub fn change(self, title: impl Into<String>, change: Option<Change>) -> Finding {
        let Some(Change { edits, sure }) = change else { return self };
        self.fix(if sure { Safety::Safe } else { Safety::Risky }, title, edits)
    }

    /// It does not hold where `main` functions alone lead to these public functions, and once; `because` is a line of the
    /// page's "Silent when".
    pub fn unless_started_once(mut self, functions: Option<Vec<String>>, because: &'static str) -> Finding {
        self.condition = functions.map(|started_once| Condition { started_once, because });
        self
    }

    /// It holds only where all packages of a run have more findings of a sort than so many.
    pub fn beyond_limit(mut self, of: impl Into<String>, most: u32) -> Finding {
        self.limit = Some(Limit { of: of.into(), most });
        self
    }

    /// A level other than the lint's own.
    pub fn level(mut self, level: Level) -> Finding {
        self.level = Some(level);
        self
    }
}
