#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::map::rules::{Breach, Broken, RuleKind};

pub static LINT: Lint = Lint {
    name: "map-rule",
    family: Family::Meta,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Breach(check),
};

fn check(breach: Breach<'_>) -> Result<Finding, Silence> {
    if breach.in_test() {
        return excused("the code is a test, a benchmark or an example", breach.span());
    }
    if !breach.is_meant() {
        return excused("the rule is about other files", breach.span());
    }
    if breach.may_start() {
        return excused("the rule lets this file or module start tasks", breach.span());
    }

    let finding = match breach.broken() {
        Broken::Unowned { .. } | Broken::Started { .. } => of_task(breach),
        Broken::Unbounded { others, .. } => of_channel(breach, others),
        Broken::Taken { guard, chain, .. } | Broken::Across { guard, chain, .. } => of_lock(breach, *guard, chain),
    };
    Ok(finding.help(format!("{}; {} has the rule", change(breach), breach.rule().stated)))
}

fn of_task(breach: Breach<'_>) -> Finding {
    let here = match &breach.rule().kind {
        RuleKind::TasksOnlyIn { written, .. } => format!("outside of {}", written.join(" and ")),
        _ => "nobody uses its handle, and it runs on".to_owned(),
    };
    Finding::new(breach.span(), message(breach)).here(here)
}

fn of_channel(breach: Breach<'_>, others: &[Span]) -> Finding {
    let mut finding = Finding::new(breach.span(), message(breach)).here("nothing limits what waits in it");
    for other in others {
        finding = finding.label(*other, "this one is unbounded too");
    }
    match breach.rule().kind {
        RuleKind::MostUnboundedChannels(most) => finding.beyond_limit(breach.rule().stated.as_str(), most),
        _ => finding,
    }
}

fn of_lock(breach: Breach<'_>, guard: Span, chain: &[Span]) -> Finding {
    let (here, held, end) = match breach.broken() {
        Broken::Taken { lock, under, .. } => (format!("`{lock}` is taken under it"), under, "here it is locked"),
        Broken::Across { lock, .. } => ("it is held at this call".to_owned(), lock, "here it is called"),
        Broken::Unowned { task } | Broken::Started { task } => (String::new(), task, ""),
        Broken::Unbounded { channel, .. } => (String::new(), channel, ""),
    };
    let taken = format!("`{held}` is taken here");
    let mut finding = Finding::new(breach.span(), message(breach)).here(here).label(guard, taken);
    let beyond = if let Broken::Across { beyond, .. } = breach.broken() { beyond.as_slice() } else { &[] };
    let count = chain.len() + beyond.len();
    let does = |n: usize| if n + 1 == count { end } else { "through this call" };
    for (n, call) in chain.iter().enumerate() {
        finding = finding.label(*call, does(n));
    }
    for (n, step) in beyond.iter().enumerate() {
        finding = finding.label_beyond(step, does(chain.len() + n));
    }
    finding
}

fn message(breach: Breach<'_>) -> String {
    let rule = breach.rule();
    let happens = match (breach.broken(), &rule.kind) {
        (Broken::Unowned { task }, _) => format!("{task} has no owner"),
        (Broken::Started { task }, _) => format!("{task} is started here"),
        (Broken::Unbounded { channel, .. }, RuleKind::MostUnboundedChannels(0)) => {
            format!("channel `{channel}` is unbounded")
        }
        (Broken::Unbounded { channel, .. }, RuleKind::MostUnboundedChannels(most)) => {
            format!("channel `{channel}` is unbounded beyond the {most} that may be")
        }
        (Broken::Unbounded { channel, .. }, _) => format!("channel `{channel}` is unbounded"),
        (Broken::Taken { lock, under, .. }, _) => format!("lock `{lock}` is taken while `{under}` is held"),
        (Broken::Across { lock, .. }, RuleKind::NoLockAcross(path)) => {
            format!("lock `{lock}` is held across a call into `{path}`")
        }
        (Broken::Across { lock, .. }, _) => format!("lock `{lock}` is held across a call"),
    };
    format!("{happens}, against the rule `{}`: {}", rule.name, rule.reason)
}

fn change(breach: Breach<'_>) -> String {
    match (breach.broken(), &breach.rule().kind) {
        (Broken::Unowned { .. }, _) => "keep its handle, or start it in a set that somebody waits for".to_owned(),
        (Broken::Started { .. }, RuleKind::TasksOnlyIn { written, .. }) => {
            format!("start it by a function of {}", written.join(" or "))
        }
        (Broken::Started { .. }, _) => "start it elsewhere".to_owned(),
        (Broken::Unbounded { .. }, _) => "give it a capacity".to_owned(),
        (Broken::Taken { lock, .. }, _) => format!("take `{lock}` first, or release the other one before"),
        (Broken::Across { .. }, _) => "release the lock before the call".to_owned(),
    }
}
