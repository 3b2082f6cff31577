//! Structs whose method drains a field in a helper: to its end, or with the receiver dropped before the join.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

struct Press {
    pages: Receiver<Vec<u8>>,
    printer: JoinHandle<()>,
}

impl Press {
    fn start(waiting: usize) -> Press {
        let (page, pages) = sync_channel(waiting);
        let printer = thread::spawn(move || print_all(&page));
        Press { pages, printer }
    }

    fn bind(self) -> thread::Result<usize> {
        let bound = self.bind_all();
        self.printer.join()?;
        Ok(bound)
    }

    fn bind_all(&self) -> usize {
        self.pages.iter().map(|page| page.len()).sum()
    }
}

struct Careful {
    pages: Receiver<Vec<u8>>,
    printer: JoinHandle<()>,
}

impl Careful {
    fn start(waiting: usize) -> Careful {
        let (page, pages) = sync_channel(waiting);
        let printer = thread::spawn(move || print_all(&page));
        Careful { pages, printer }
    }

    fn bind(self) -> io::Result<usize> {
        let bound = self.bind_some();
        drop(self.pages);
        self.printer.join().map_err(|_| io::ErrorKind::Other)?;
        bound
    }

    fn bind_some(&self) -> io::Result<usize> {
        let mut bound = 0;
        for page in &self.pages {
            if page.is_empty() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            bound += page.len();
        }
        Ok(bound)
    }
}

fn print_all(page: &SyncSender<Vec<u8>>) {
    for size in 0..100 {
        if page.send(vec![0; size]).is_err() {
            return;
        }
    }
}

struct PageByPage {
    pages: Receiver<Vec<u8>>,
    printer: JoinHandle<()>,
}

impl PageByPage {
    fn start() -> PageByPage {
        let (page, pages) = sync_channel(1);
        let printer = thread::spawn(move || print_all(&page));
        PageByPage { pages, printer }
    }

    fn bind(self) -> thread::Result<()> {
        while let Some(page) = self.next_page() {
            println!("{}", page.len());
        }
        self.printer.join()
    }

    fn next_page(&self) -> Option<Vec<u8>> {
        self.pages.recv().ok().filter(|page| page.len() < 99)
    }
}
