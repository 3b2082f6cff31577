//! Why a finding is not reported although its lint speaks.

use super::{Asking, Spot};
use crate::lint::{Finding, Level, Lint};
use crate::run::hear::{Found, Heard};

/// What the user has said so that a finding is not reported.
pub enum Hidden {
    /// The user allows it.
    Allowed {
        /// Whether a comment does, else an attribute.
        by_comment: bool,
        /// The comment or attribute.
        spot: Spot,
    },
    /// The configuration leaves its file out: the file of the configuration.
    Excluded(String),
    /// The configuration leaves tests out: its file and line.
    Tests(String),
    /// Another lint has said all that there is to say of this site.
    Told(&'static str),
    /// It is among so many that there may be, as far as this package tells.
    Within(u32),
    /// Its level is below warn, and where that was said; `None` where its lint says so.
    Level(Level, Option<String>),
}

impl Asking<'_> {
    /// The level at which a finding is reported, or what hides it. What is said first would still hide it, were the rest
    /// taken back.
    pub(super) fn shown(&self, lint: &Lint, finding: &Finding, in_test: bool, heard: &Heard) -> Result<Level, Hidden> {
        if let Some(by) = heard.allowing(lint, finding) {
            return Err(Hidden::Allowed { by_comment: heard.allows.is_comment(by), spot: self.spot(by) });
        }
        let package = self.known.package();
        let config = self.settings.configs.of(&package.info.root);
        let source = config.source.as_ref().map_or("", |source| source.name.as_str());
        let Some(file) = package.file(finding.span.file.0) else { return Ok(lint.level) };
        if config.exclude.hold(&file.path) {
            return Err(Hidden::Excluded(source.to_owned()));
        }
        if let Some(tests) = config.tests.as_ref().filter(|_| in_test && config.skips_tests()) {
            return Err(Hidden::Tests(format!("{source}:{}", tests.line)));
        }
        let levels = config.levels(&file.path).then(&self.settings.flags);
        let (level, from) = levels.in_force(lint, finding.level.unwrap_or(lint.level));
        let told = heard.findings.iter().find(|found| {
            let shown = || self.shown(found.lint, &found.finding, found.in_test, heard);
            found.speaks_for(lint, finding) && matches!(shown(), Ok(_) | Err(Hidden::Allowed { .. }))
        });
        match level {
            Level::Warn | Level::Deny => match (told, within_limit(finding, heard)) {
                (Some(found), _) => Err(Hidden::Told(found.lint.name)),
                (None, Some(most)) => Err(Hidden::Within(most)),
                (None, None) => Ok(level),
            },
            Level::Allow | Level::Pedantic => Err(Hidden::Level(level, from.map(str::to_owned))),
        }
    }
}

/// How many findings of a sort there may be, where one is among them; other packages may have more.
fn within_limit(finding: &Finding, heard: &Heard) -> Option<u32> {
    let limit = finding.limit.as_ref()?;
    let is_before = |found: &&Found| {
        let same = found.finding.limit.as_ref() == Some(limit) && found.allowed.is_none();
        same && found.finding.span < finding.span
    };
    let before = heard.findings.iter().filter(is_before).count();
    (before < limit.most as usize).then_some(limit.most)
}
