//! Which of the findings are reported.

use super::super::add_allows::UNSAID;

#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which findings")]
pub struct NarrowFlags {
    /// Only where lines changed since the last commit, or since REF
    #[arg(long, value_name = "REF", require_equals = true, conflicts_with_all = ["staged", "write_baseline"])]
    pub changed: Option<Option<String>>,
    /// Only where lines are staged for the next commit
    #[arg(long, conflicts_with = "write_baseline")]
    pub staged: bool,
    /// Suppress all present findings from now on, in conclint-baseline.json
    #[arg(long)]
    pub write_baseline: bool,
    /// Allow all present findings in comments where they stand
    #[arg(
        long,
        value_name = "REASON",
        require_equals = true,
        num_args = 0..=1,
        default_missing_value = UNSAID,
        conflicts_with_all = ["fix", "diff", "staged", "write_baseline", "prune_baseline"]
    )]
    pub add_allows: Option<String>,
    /// Remove from the baseline what is no longer found
    #[arg(long, conflicts_with = "write_baseline")]
    pub prune_baseline: bool,
    /// Report what the baseline suppresses, too
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline"])]
    pub no_baseline: bool,
}
