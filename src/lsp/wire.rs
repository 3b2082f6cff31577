//! Messages between a client and the server over standard input and output.
//!
//! The library's own reader makes room for a message of whatever length it is told, and one that is told to be longer than
//! the memory would bring the process down.

use std::io::{self, BufRead, Read};
use std::thread::{self, JoinHandle};

use crossbeam_channel::bounded;
use lsp_server::{Connection, Message};

/// The most that a message may have, in bytes: no file of source is as long.
const LONGEST: u64 = 1 << 30;

/// The threads that read and write.
pub struct Threads {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

impl Threads {
    /// Waits until all is read and written; an error is what was wrong with the input, or why nothing more could be written.
    pub fn join(self) -> io::Result<()> {
        let ended = |thread: JoinHandle<io::Result<()>>| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread of the server failed; please report it")))
        };
        ended(self.reader).and(ended(self.writer))
    }
}

/// A connection over standard input and output. An error is why a thread could not be started.
pub fn stdio() -> io::Result<(Connection, Threads)> {
    let (sender, out) = bounded::<Message>(0);
    let (inbox, receiver) = bounded::<Message>(0);
    let writer = thread::Builder::new().name("writer".to_owned()).spawn(move || {
        let mut stdout = io::stdout().lock();
        out.into_iter().try_for_each(|message| message.write(&mut stdout))
    })?;
    let reader = thread::Builder::new().name("reader".to_owned()).spawn(move || {
        let mut stdin = io::stdin().lock();
        while let Some(message) = read(&mut stdin)? {
            let is_exit = matches!(&message, Message::Notification(one) if one.method == "exit");
            // Nobody listens once the session has ended.
            if inbox.send(message).is_err() || is_exit {
                break;
            }
        }
        Ok(())
    })?;
    Ok((Connection { sender, receiver }, Threads { reader, writer }))
}

/// The next message; `None` at the end of the input. An error is what was wrong with it.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    Message::read(&mut Checked(input))
}

/// Input of which each line that says how long a message is must say a length that fits into memory.
struct Checked<R>(R);

impl<R: BufRead> BufRead for Checked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }

    fn read_line(&mut self, line: &mut String) -> io::Result<usize> {
        let read = self.0.by_ref().take(LONGEST).read_line(line)?;
        let length = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
        if length.and_then(|(_, length)| length.trim().parse::<u64>().ok()).is_some_and(|length| length > LONGEST) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it says that it is longer than 1 GiB"));
        }
        Ok(read)
    }
}

impl<R: BufRead> Read for Checked<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.read(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_says_it_is_longer_than_memory_is_refused() {
        let read = |text: &str| read(&mut text.as_bytes());
        let error = read("Content-Length: 70001009823253\r\n\r\n{}").expect_err("there is no room for it");
        assert_eq!(error.to_string(), "it says that it is longer than 1 GiB");
        let message = "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
        let fits = read(&format!("Content-Length: {}\r\n\r\n{message}", message.len())).expect("it is a message");
        assert!(matches!(fits, Some(Message::Notification(one)) if one.method == "exit"));
        assert!(read("").expect("it is the end").is_none());
    }
}
