//! How loud each finding is: what its lint says, what the configuration says, and `-A`, `-W` and `-D` after it.

use std::sync::Arc;

use crate::lint::{Family, Finding, Level, Lint};
use crate::spelling;

/// Names that stand for more than one lint without being a family.
pub const GROUPS: [&str; 3] = ["all", "pedantic", "warnings"];

/// The levels in force.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// In the order in which they were given: a later one wins.
    set: Vec<Said>,
    /// What becomes of a finding that is at warn when all is said, and where that was said.
    warnings: Option<(Level, Arc<str>)>,
}

/// One level that the user has given.
#[derive(Clone, Debug)]
struct Said {
    set: Set,
    level: Level,
    /// Where it was said.
    from: Arc<str>,
}

/// The findings that one `-A`, `-W` or `-D` speaks of, from the widest to the narrowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Set {
    All,
    Pedantic,
    Family(Family),
    Lint(&'static str),
}

impl Levels {
    /// Reads pairs of level and name as they stand on the command line.
    ///
    /// Left to right, the last that speaks of a finding wins, as with rustc:
    /// - a lint, a family or `all` sets every finding of its lints, their pedantic cases included;
    /// - `pedantic` sets the findings that are pedantic by themselves, whatever was said of them before;
    /// - `warnings` waits until the end and then sets what is at warn, wherever it stands among the others,
    ///   so that `-D warnings -W timer-reset` denies `timer-reset`.
    ///
    /// A name that means nothing is answered with a sentence.
    pub fn new(given: &[(Level, String)], lints: &[&'static Lint]) -> Result<Levels, String> {
        let mut levels = Levels::default();
        for (level, name) in given {
            levels.say(*level, name, "the command line", lints)?;
        }
        Ok(levels)
    }

    /// One more level, after all that were said; `from` is where it stands. A name that means nothing is answered with
    /// a sentence.
    pub fn say(&mut self, level: Level, name: &str, from: &str, lints: &[&'static Lint]) -> Result<(), String> {
        if name == "warnings" {
            self.warnings = Some((level, Arc::from(from)));
        } else {
            self.set.push(Said { set: Set::named(name, lints)?, level, from: Arc::from(from) });
        }
        Ok(())
    }

    /// The same levels with the widest first, so that the narrower name wins: what stands in a table has no order.
    pub fn by_width(mut self) -> Levels {
        self.set.sort_by_key(|said| said.set);
        self
    }

    /// These levels, and others after them.
    pub fn then(mut self, later: &Levels) -> Levels {
        self.set.extend(later.set.iter().cloned());
        self.warnings = later.warnings.clone().or(self.warnings);
        self
    }

    /// The level at which a lint's finding is reported; `None` where it is not reported.
    pub fn of(&self, lint: &Lint, finding: &Finding) -> Option<Level> {
        self.reported(lint, finding.level.unwrap_or(lint.level))
    }

    /// Whether a finding of the lint that has no level of its own is reported.
    pub fn report(&self, lint: &Lint) -> bool {
        self.reported(lint, lint.level).is_some()
    }

    fn reported(&self, lint: &Lint, own: Level) -> Option<Level> {
        let (level, _) = self.in_force(lint, own);
        matches!(level, Level::Warn | Level::Deny).then_some(level)
    }

    /// What becomes of a lint's findings that would be at level `own` by themselves, and where that was said; `None`
    /// where nobody said anything of them.
    pub fn in_force(&self, lint: &Lint, own: Level) -> (Level, Option<&str>) {
        let said = self.set.iter().rev().find(|said| said.set.holds(lint, own));
        match (said.map_or(own, |said| said.level), &self.warnings) {
            (Level::Warn, Some((instead, from))) => (*instead, Some(from)),
            (level, _) => (level, said.map(|said| &*said.from)),
        }
    }
}

impl Set {
    fn named(name: &str, lints: &[&'static Lint]) -> Result<Set, String> {
        if let Some(lint) = lints.iter().find(|l| l.name == name) {
            return Ok(Set::Lint(lint.name));
        }
        if let Some(family) = Family::ALL.into_iter().find(|f| f.name() == name) {
            return Ok(Set::Family(family));
        }
        match name {
            "all" => Ok(Set::All),
            "pedantic" => Ok(Set::Pedantic),
            _ => Err(unknown(name, lints)),
        }
    }

    /// Whether it speaks of a finding that would be at level `own` by itself.
    fn holds(self, lint: &Lint, own: Level) -> bool {
        match self {
            Set::All => true,
            Set::Pedantic => own == Level::Pedantic,
            Set::Family(family) => lint.family == family,
            Set::Lint(name) => lint.name == name,
        }
    }
}

fn unknown(name: &str, lints: &[&'static Lint]) -> String {
    let names = lints.iter().map(|l| l.name).chain(Family::ALL.map(Family::name)).chain(GROUPS);
    match spelling::nearest(name, names) {
        Some(near) => format!("no lint, family or group is called `{name}`; did you mean `{near}`?"),
        None => format!("no lint, family or group is called `{name}`; `conclint lints` names them all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Check, Silence};
    use crate::syntax::{FileId, Span};

    static TIMER: Lint = lint("timer-reset", Family::Time, Level::Warn);
    static SPIN: Lint = lint("closed-channel-spin", Family::Channel, Level::Deny);

    const fn lint(name: &'static str, family: Family, level: Level) -> Lint {
        Lint { name, family, level, page: "", same_as: &[], check: Check::Sleep(|_| Err(Silence::NotMine)) }
    }

    /// The levels of timer-reset's finding, of a pedantic case of it, and of closed-channel-spin's.
    fn levels(flags: &str) -> [Option<Level>; 3] {
        let words: Vec<&str> = flags.split_whitespace().collect();
        let given: Vec<(Level, String)> = words
            .chunks(2)
            .map(|pair| {
                let level = match pair[0] {
                    "-A" => Level::Allow,
                    "-W" => Level::Warn,
                    _ => Level::Deny,
                };
                (level, pair[1].to_owned())
            })
            .collect();
        let levels = Levels::new(&given, &[&TIMER, &SPIN]).expect("the names are known");
        let plain = Finding::new(Span { file: FileId(0), start: 0, end: 1 }, "it happens");
        let pedantic = plain.clone().level(Level::Pedantic);
        [levels.of(&TIMER, &plain), levels.of(&TIMER, &pedantic), levels.of(&SPIN, &plain)]
    }

    const WARN: Option<Level> = Some(Level::Warn);
    const DENY: Option<Level> = Some(Level::Deny);

    #[test]
    fn a_lint_has_its_own_level_until_one_is_given() {
        assert_eq!(levels(""), [WARN, None, DENY]);
        assert_eq!(levels("-D timer-reset"), [DENY, DENY, DENY]);
        assert_eq!(levels("-A channel"), [WARN, None, None]);
    }

    #[test]
    fn the_last_one_given_wins() {
        assert_eq!(levels("-A all -W timer-reset"), [WARN, WARN, None]);
        assert_eq!(levels("-W timer-reset -A all"), [None, None, None]);
        assert_eq!(levels("-W all -A pedantic"), [WARN, None, WARN]);
    }

    #[test]
    fn warnings_are_set_when_all_is_said() {
        assert_eq!(levels("-D warnings"), [DENY, None, DENY]);
        assert_eq!(levels("-D warnings -W pedantic"), [DENY, DENY, DENY]);
        assert_eq!(levels("-A warnings -W all"), [None, None, None]);
        assert_eq!(levels("-D warnings -W warnings"), [WARN, None, DENY]);
    }

    #[test]
    fn in_a_table_the_narrower_name_wins() {
        let table = |given: &[(Level, &str)]| {
            let mut levels = Levels::default();
            for (level, name) in given {
                levels.say(*level, name, "table", &[&TIMER, &SPIN]).expect("the names are known");
            }
            levels.by_width()
        };
        let levels = table(&[(Level::Deny, "timer-reset"), (Level::Allow, "all"), (Level::Warn, "channel")]);
        assert_eq!(levels.in_force(&TIMER, TIMER.level), (Level::Deny, Some("table")));
        assert_eq!(levels.in_force(&SPIN, SPIN.level).0, Level::Warn);
        let levels = table(&[(Level::Allow, "time"), (Level::Warn, "pedantic")]);
        assert_eq!(levels.in_force(&TIMER, Level::Pedantic).0, Level::Allow, "a family is narrower than pedantic");
    }

    #[test]
    fn what_is_said_later_wins() {
        let flags = |given: &[(Level, &str)]| {
            let given: Vec<_> = given.iter().map(|(level, name)| (*level, (*name).to_owned())).collect();
            Levels::new(&given, &[&TIMER, &SPIN]).expect("the names are known")
        };
        let both =
            flags(&[(Level::Allow, "timer-reset"), (Level::Deny, "warnings")]).then(&flags(&[(Level::Warn, "all")]));
        assert_eq!(both.in_force(&TIMER, TIMER.level).0, Level::Deny, "`warnings` waits until the end");
        let both = both.then(&flags(&[(Level::Warn, "warnings")]));
        assert_eq!(both.in_force(&SPIN, SPIN.level).0, Level::Warn);
        assert_eq!(Levels::default().in_force(&SPIN, SPIN.level), (Level::Deny, None), "nobody said anything");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let ask = |name: &str| Levels::new(&[(Level::Warn, name.to_owned())], &[&TIMER, &SPIN]).err();
        assert!(ask("timer-rest").is_some_and(|s| s.contains("did you mean `timer-reset`?")));
        assert!(ask("pedantics").is_some_and(|s| s.contains("`pedantic`?")));
        assert!(ask("needless_return").is_some_and(|s| s.contains("conclint lints")));
    }
}
