//! A language server: findings while a file is edited, with the changes to make and the pages of the lints.
//!
//! The thread that listens keeps the open documents and never judges; another thread judges them, package by package.
//! It knows the protocol and nothing of how findings are made.

mod actions;
mod client;
mod documents;
mod folders;
mod found;
mod judging;
mod pages;
mod queue;
mod server;
mod text;
mod uri;
mod wire;

use lsp_server::Connection;

use crate::files::Selection;
use crate::judged::Outcome;
use crate::map::Map;
use crate::run::Stop;
use server::{Ended, Server};

/// Reads the next message of a client, for the fuzzer.
pub use wire::read;

/// What is said where the thread that judges has ended by itself.
const JUDGE_GONE: &str = "the thread that checks is gone; please report it";

/// How a session ended that went by the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Farewell {
    /// The client asked for a shutdown before it said that the server should exit.
    Orderly,
    /// The client said so without asking first, or went away.
    Abrupt,
}

/// Serves one client over standard input and output until it says that the server should exit.
///
/// `judge` judges a selection until it is told to stop; an error is why nothing was judged, a sentence each. `draw` makes the
/// map of one. `complain` takes what the client could not be told, a sentence each. Input that is no message of the protocol ends the session with
/// a sentence, since nobody can tell where the next message would begin.
pub fn serve(
    judge: impl Fn(Selection, Stop) -> Result<Outcome, Vec<String>> + Send + 'static,
    draw: impl Fn(Selection) -> Result<Map, Vec<String>> + Send + 'static,
    complain: impl Fn(&str),
) -> Result<Farewell, String> {
    let (connection, threads) = wire::stdio().map_err(no_thread)?;
    match session(connection, judge, draw, complain)? {
        Ended::Judge => Err(JUDGE_GONE.to_owned()),
        // The client reads no more, but may hold its end of the input open: there is nothing to wait for.
        Ended::Unheard => Ok(Farewell::Abrupt),
        Ended::Exit { orderly } => {
            // What is on its way to the client still gets there.
            let _ = threads.join();
            Ok(if orderly { Farewell::Orderly } else { Farewell::Abrupt })
        }
        Ended::Input => match threads.join() {
            Ok(()) => Ok(Farewell::Abrupt),
            Err(e) => Err(format!(
                "the input is no message of the language server protocol ({}); start this command from an editor",
                first_line(&e)
            )),
        },
    }
}

/// The same over a connection that the caller has made, for the fuzzer: what is said there are whole messages.
pub fn serve_over(
    connection: Connection,
    judge: impl Fn(Selection, Stop) -> Result<Outcome, Vec<String>> + Send + 'static,
    draw: impl Fn(Selection) -> Result<Map, Vec<String>> + Send + 'static,
    complain: impl Fn(&str),
) -> Result<Farewell, String> {
    match session(connection, judge, draw, complain)? {
        Ended::Judge => Err(JUDGE_GONE.to_owned()),
        Ended::Exit { orderly: true } => Ok(Farewell::Orderly),
        Ended::Exit { .. } | Ended::Input | Ended::Unheard => Ok(Farewell::Abrupt),
    }
}

/// One session, from its first message to why it ended.
fn session(
    Connection { sender, receiver }: Connection,
    judge: impl Fn(Selection, Stop) -> Result<Outcome, Vec<String>> + Send + 'static,
    draw: impl Fn(Selection) -> Result<Map, Vec<String>> + Send + 'static,
    complain: impl Fn(&str),
) -> Result<Ended, String> {
    let (jobs, answers) = judging::start(judge, draw).map_err(no_thread)?;
    Ok(Server::new(sender, jobs, complain).run(&receiver, &answers))
}

fn no_thread(error: std::io::Error) -> String {
    format!("no thread could be started ({error})")
}

fn first_line(error: &std::io::Error) -> String {
    let said = error.to_string();
    let line = said.lines().next().unwrap_or_default();
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
