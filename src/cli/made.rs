//! What is made of the command line's own description: completions for a shell, and the man page.

use std::io::{self, Write};

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{Shell, command};

/// A script that completes conclint's flags and subcommands in this shell.
pub fn completions<W: Write>(shell: Shell, out: &mut W) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "conclint", &mut script);
    out.write_all(&script)
}

/// The man page, in roff. The subcommands are on it, since they have no pages of their own.
pub fn man<W: Write>(out: &mut W) -> io::Result<()> {
    let man = Man::new(command());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    commands().to_writer(out)?;
    man.render_extra_section(out)?;
    man.render_version_section(out)
}

fn commands() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command().get_subcommands().filter(|command| !command.is_hide_set()) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        roff.control("TP", []);
        roff.text([bold(command.get_name())]);
        roff.text([roman(about)]);
    }
    roff
}
