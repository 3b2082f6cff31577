//! Structs whose method drains a field in a helper that may fail, and then joins the thread that sends.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

struct Press {
    pages: Receiver<Vec<u8>>,
    printer: JoinHandle<()>,
    room: usize,
}

impl Press {
    fn start(waiting: usize) -> Press {
        let (page, pages) = sync_channel(waiting);
        let printer = thread::spawn(move || print_all(&page));
        Press { pages, printer, room: 4096 }
    }

    fn bind(self) -> io::Result<usize> {
        let bound = self.bind_all();
        self.printer.join().map_err(|_| io::ErrorKind::Other)?;
        bound
    }

    fn bind_all(&self) -> io::Result<usize> {
        let mut bound = 0;
        for page in &self.pages {
            if page.len() > self.room {
                return Err(io::ErrorKind::InvalidData.into());
            }
            bound += page.len();
        }
        Ok(bound)
    }
}

fn print_all(page: &SyncSender<Vec<u8>>) {
    loop {
        if page.send(vec![0; 10]).is_err() { //~
            return;
        }
    }
}
