//! A method joins a thread when the sender of its struct is gone, or the thread ends without that.

use std::mem::ManuallyDrop;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

pub struct Herald {
    news: Option<Sender<String>>,
    crier: Option<JoinHandle<()>>,
}

impl Herald {
    pub fn new() -> Self {
        let (news, heard) = channel::<String>();
        let crier = thread::spawn(move || {
            while let Ok(line) = heard.recv() {
                println!("{line}");
            }
        });
        Herald { news: Some(news), crier: Some(crier) }
    }
}

impl Drop for Herald {
    fn drop(&mut self) {
        drop(self.news.take());
        if let Some(crier) = self.crier.take() {
            crier.join().ok();
        }
    }
}

pub struct Mill {
    sacks: crossbeam_channel::Sender<u32>,
    millers: Vec<JoinHandle<u32>>,
}

fn grind(sacks: crossbeam_channel::Receiver<u32>) -> u32 {
    let mut flour = 0;
    for sack in sacks {
        flour += sack;
    }
    flour
}

impl Mill {
    pub fn open(hands: usize) -> std::io::Result<Self> {
        let (sacks, queue) = crossbeam_channel::unbounded();
        let mut millers = Vec::new();
        for _ in 0..hands {
            let queue = queue.clone();
            millers.push(thread::Builder::new().spawn(move || grind(queue))?);
        }
        Ok(Mill { sacks, millers })
    }

    pub fn close(self) -> u32 {
        let Mill { sacks, millers } = self;
        drop(sacks);
        millers.into_iter().map(|miller| miller.join().unwrap_or(0)).sum()
    }
}

enum Word {
    Thread(u32),
    End,
}

struct Loom {
    threads: Sender<Word>,
    weaver: JoinHandle<()>,
}

fn weave(threads: Receiver<Word>) {
    for thread in threads {
        match thread {
            Word::Thread(thread) => println!("{thread}"),
            Word::End => break,
        }
    }
}

impl Loom {
    fn new() -> Self {
        let (threads, taken) = channel();
        Loom { threads, weaver: thread::spawn(move || weave(taken)) }
    }

    fn finish(self) {
        self.threads.send(Word::End).ok();
        self.weaver.join().ok();
    }
}

struct Press {
    sheets: ManuallyDrop<Sender<u32>>,
    printer: Option<JoinHandle<()>>,
}

impl Press {
    fn new() -> Self {
        let (sheets, taken) = channel();
        let printer = thread::spawn(move || {
            for sheet in taken {
                println!("{sheet}");
            }
        });
        Press { sheets: ManuallyDrop::new(sheets), printer: Some(printer) }
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        // SAFETY: nobody uses the sender after this.
        unsafe { ManuallyDrop::drop(&mut self.sheets) };
        if let Some(printer) = self.printer.take() {
            printer.join().ok();
        }
    }
}

struct Pen {
    lines: Sender<String>,
}

// The sender goes with its own struct: another one has the thread.
struct Desk {
    writer: Option<JoinHandle<()>>,
}

fn open() -> (Pen, Desk) {
    let (lines, written) = channel::<String>();
    let writer = thread::spawn(move || {
        for line in written {
            println!("{line}");
        }
    });
    (Pen { lines }, Desk { writer: Some(writer) })
}

impl Pen {
    fn write(&self, line: &str) {
        self.lines.send(line.to_owned()).ok();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            writer.join().ok();
        }
    }
}
