//! A method joins a thread while its own struct has the sender of what the thread reads.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

pub struct Herald {
    news: Sender<String>,
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
        Herald { news, crier: Some(crier) }
    }

    pub fn tell(&self, line: &str) {
        self.news.send(line.to_owned()).ok();
    }
}

impl Drop for Herald {
    fn drop(&mut self) {
        if let Some(crier) = self.crier.take() {
            crier.join().ok(); //~
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

    pub fn bring(&self, sack: u32) -> bool {
        self.sacks.send(sack).is_ok()
    }

    pub fn close(mut self) -> u32 {
        let mut flour = 0;
        for miller in self.millers.drain(..) {
            flour += miller.join().unwrap_or(0); //~
        }
        flour
    }
}

struct Loom {
    threads: Sender<u32>,
    weaver: JoinHandle<()>,
}

fn weave(threads: Receiver<u32>) {
    for thread in threads {
        println!("{thread}");
    }
}

impl Loom {
    fn new() -> Self {
        let (threads, taken) = channel();
        Loom { threads, weaver: thread::spawn(move || weave(taken)) }
    }

    fn thread_in(&self, thread: u32) {
        self.threads.send(thread).ok();
    }

    fn finish(self) {
        self.weaver.join().ok(); //~
    }
}
