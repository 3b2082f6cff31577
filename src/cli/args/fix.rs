//! Whether findings are fixed, and how far.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::lint::Safety;

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Fixing")]
pub struct FixFlags {
    /// Make the fixes that are safe; =all: also those that are unsafe
    #[arg(
        long,
        value_name = "WHICH",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe",
        hide_possible_values = true,
        conflicts_with_all = ["write_baseline", "changed", "staged"]
    )]
    pub fix: Option<Reach>,
    /// Show the changes that --fix would make, and make none
    #[arg(long, conflicts_with_all = ["write_baseline", "changed", "staged"])]
    pub diff: bool,
}

impl FixFlags {
    /// How far fixes may go; `None` where nothing is to be fixed or shown.
    pub fn reach(&self) -> Option<Safety> {
        let asked = self.fix.map(|Reach(safety)| safety);
        asked.or(self.diff.then_some(Safety::Safe))
    }
}

/// How far fixes may go: `safe` or `all`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach(pub Safety);

impl ValueEnum for Reach {
    fn value_variants<'a>() -> &'a [Reach] {
        &[Reach(Safety::Safe), Reach(Safety::Risky)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self.0 {
            Safety::Safe => "safe",
            Safety::Risky => "all",
        }))
    }
}
