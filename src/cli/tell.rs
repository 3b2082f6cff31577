//! What goes to the user: output, sentences, how a run ended.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

use super::args::Color;

/// How a run ended.
pub enum End {
    /// Nothing is denied.
    Clean,
    /// A finding is denied.
    Denied,
    /// What somebody else decides: a protocol, or the command that was run.
    Code(u8),
    /// Something could not be done; the sentence says what to do.
    Failed(Vec<String>),
}

/// A run ends with the sentence of what it could not do.
impl From<String> for End {
    fn from(sentence: String) -> End {
        End::Failed(vec![sentence])
    }
}

impl From<Vec<String>> for End {
    fn from(sentences: Vec<String>) -> End {
        End::Failed(sentences)
    }
}

/// Where output goes, piece by piece.
pub type Out = BufWriter<Box<dyn Write>>;

/// Writes to standard output. A reader that has closed it has seen enough: that is no failure.
pub fn print(write: impl FnOnce(&mut Out) -> io::Result<()>) -> End {
    print_to(Box::new(io::stdout().lock()), write)
}

/// Writes to standard error, where standard output is for something else.
pub fn print_aside(write: impl FnOnce(&mut Out) -> io::Result<()>) -> End {
    print_to(Box::new(io::stderr().lock()), write)
}

fn print_to(to: Box<dyn Write>, write: impl FnOnce(&mut Out) -> io::Result<()>) -> End {
    let mut out = BufWriter::with_capacity(1 << 16, to);
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => End::Clean,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer would be tried again when it is dropped.
            std::mem::forget(out);
            End::Clean
        }
        Err(e) => End::Failed(vec![format!("the findings could not be written ({e}); check where they go")]),
    }
}

/// One sentence to standard error, whoever reads it or not.
pub fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "conclint: {sentence}");
}

/// Whether to print colours: as asked, else as the environment says, else on a terminal.
pub fn in_color(asked: Color) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|v| !v.is_empty());
    match asked {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("CLICOLOR_FORCE") && env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
        Color::Auto => io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|t| t != "dumb"),
    }
}

/// How many columns a line of standard output has; `None` where that is no terminal.
pub fn line_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}

/// How many columns running text may take: those of the terminal, and no more than can be read.
pub fn width() -> usize {
    const MOST: usize = 100;
    terminal_size::terminal_size().map_or(MOST, |(width, _)| usize::from(width.0).clamp(20, MOST))
}
