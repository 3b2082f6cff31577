//! The short help: what most runs need, on one screen. `--help` has everything.

use std::ffi::OsString;

use super::CHECK;

/// The flags that only `--help` shows.
const RARE: [&str; 12] = [
    "shard",
    "no_cache",
    "cache_dir",
    "stdin_filename",
    "config",
    "isolated",
    "prune_baseline",
    "no_baseline",
    "full",
    "statistics",
    "exit_zero",
    "color",
];

/// The subcommands that only `--help` shows.
const RARE_SUBCOMMANDS: [&str; 9] = ["clean", "merge", "completions", "editor", "facts", "help", "lsp", "man", "map"];

const FORMAT_HELP: &str = "How to print findings, as short, json or sarif; --help names all";

/// The command with the help that its arguments ask for: whole where `--help` or `help` is among them, else short.
pub fn fitted(command: clap::Command, args: &[OsString]) -> clap::Command {
    let asks_for_all = |arg: &OsString| arg == "--help" || arg == "help";
    if args.iter().skip(1).take_while(|arg| *arg != "--").any(asks_for_all) {
        return command;
    }
    shortened(command)
        .override_usage("\x1b[1;96mconclint\x1b[0m \x1b[36m[OPTIONS] [PATHS]...\x1b[0m")
        .after_help("Exit code: 0 nothing denied, 1 a finding is denied, 2 the work could not be done.")
        .mut_subcommands(|sub| match sub.get_name() {
            CHECK => shortened(sub).hide(true),
            name if RARE_SUBCOMMANDS.contains(&name) => sub.hide(true),
            _ => sub,
        })
}

fn shortened(command: clap::Command) -> clap::Command {
    command.mut_args(|arg| match arg.get_id().as_str() {
        "format" => arg.help(FORMAT_HELP),
        id if RARE.contains(&id) => arg.hide_short_help(true),
        _ => arg,
    })
}
