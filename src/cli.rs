//! Flags, subcommands, streams and exit codes: the only part that talks to the user.

mod add_allows;
mod args;
mod baseline;
mod cache;
mod changed;
mod check;
mod code;
mod config;
mod deliver;
mod editor;
mod explain;
mod facts;
mod fix;
mod ground;
mod lsp;
mod map;
mod page;
mod made;
mod memory;
mod pipeline;
mod progress;
mod select;
mod shard;
mod show;
mod slip;
mod tell;
mod why;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::{env, panic};

use args::{Command, ListFormat, parse};
use check::check;
use config::config;
use editor::editor;
use explain::explain;
use facts::facts;
use map::map;
use tell::{End, complain, in_color, print};
use why::why;

use crate::lint::Lint;
use crate::{lints, report, spelling};

/// Does what the arguments (the program's name first) ask for.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    hush_panics();
    let end = match parse(args) {
        Ok(args) => match args.command {
            Some(command) => subcommand(command, args.check),
            None => check(&args.check),
        },
        Err(args::Stop::Shown { plain, coloured, color }) => {
            let text = if in_color(color) { coloured } else { plain };
            print(|out| out.write_all(text.as_bytes()))
        }
        Err(args::Stop::Wrong(sentence)) => End::Failed(vec![sentence]),
    };
    match end {
        End::Clean => ExitCode::SUCCESS,
        End::Denied => ExitCode::from(1),
        End::Code(code) => ExitCode::from(code),
        End::Failed(sentences) => {
            for sentence in sentences {
                complain(&sentence);
            }
            ExitCode::from(2)
        }
    }
}

fn subcommand(command: Command, flags: args::Check) -> End {
    match command {
        Command::Config { path, levels } => config(&path, &levels, &flags),
        Command::Explain { name } => explain(&name, flags.output.color),
        Command::Lints { format } => print(|out| match format {
            ListFormat::Human => show::lints(lints::ALL, out),
            ListFormat::Json => report::write_lints(lints::ALL, out),
        }),
        Command::Clean { cache_dir } => {
            cache::clean(&args::CacheFlags { cache_dir, ..args::CacheFlags::default() }).unwrap_or_else(|end| end)
        }
        Command::Completions { shell } => print(|out| made::completions(shell, out)),
        Command::Man => print(made::man),
        Command::Facts { place } => facts(&place, &flags).unwrap_or_else(|end| end),
        Command::Map(args) => map(&args, &flags).unwrap_or_else(|end| end),
        Command::Editor { levels, command } => editor(&levels, &command, &flags),
        Command::Merge { folders, paths } => shard::merge(folders, paths, flags),
        Command::Lsp { levels, stdio: _ } => lsp::serve(&levels, &flags),
        Command::Why { place, lint } => why(&place, lint.as_deref(), &flags).unwrap_or_else(|end| end),
    }
}

fn find_lint(name: &str) -> Result<&'static Lint, String> {
    lints::named(name).ok_or_else(|| match spelling::nearest(name, lints::ALL.iter().map(|lint| lint.name)) {
        Some(near) => format!("no lint is called `{name}`; did you mean `{near}`?"),
        None => format!("no lint is called `{name}`; `conclint lints` names them all"),
    })
}

/// A panic of ours is caught and told as a sentence; its trace is for whoever asks for one.
fn hush_panics() {
    if env::var_os("RUST_BACKTRACE").is_none_or(|v| v == "0") {
        panic::set_hook(Box::new(|_| {}));
    }
}
