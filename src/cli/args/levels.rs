//! `-A`, `-W` and `-D`: left to right, the last one counts.

use clap::{ArgMatches, FromArgMatches};

use crate::lint::Level;

/// `-A`, `-W` and `-D` in the order in which they were given.
#[derive(Debug, Default)]
pub struct LevelFlags(pub Vec<(Level, String)>);

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Levels")]
struct RawLevels {
    /// Be silent about a lint, a family, all, pedantic or warnings
    #[arg(short = 'A', long, value_name = "NAME")]
    allow: Vec<String>,
    /// Report it, and let the run succeed
    #[arg(short = 'W', long, value_name = "NAME")]
    warn: Vec<String>,
    /// Report it, and fail the run; left to right, the last one counts
    #[arg(short = 'D', long, value_name = "NAME")]
    deny: Vec<String>,
}

impl clap::Args for LevelFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        RawLevels::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        RawLevels::augment_args_for_update(command)
    }
}

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<LevelFlags, clap::Error> {
        let mut flags = Vec::new();
        for (id, level) in [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)] {
            let names = matches.get_many::<String>(id).into_iter().flatten();
            let places = matches.indices_of(id).into_iter().flatten();
            flags.extend(places.zip(names).map(|(place, name)| (place, level, name.clone())));
        }
        flags.sort_by_key(|(place, ..)| *place);
        Ok(LevelFlags(flags.into_iter().map(|(_, level, name)| (level, name)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = LevelFlags::from_arg_matches(matches)?;
        Ok(())
    }
}
