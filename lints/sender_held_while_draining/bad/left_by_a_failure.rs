//! Drains whose only other exit is a failure of their own work.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

#[derive(Clone)]
struct Reporter {
    lines: Sender<String>,
}

impl Reporter {
    fn open() -> (Reporter, Receiver<String>) {
        let (lines, taken_down) = channel();
        (Reporter { lines }, taken_down)
    }

    fn report(&self, station: u32) {
        let _ = self.lines.send(format!("{station} is dry"));
    }
}

fn scoped_threads_report(stations: &[u32], out: &mut impl Write) -> io::Result<usize> {
    let (reporter, lines) = Reporter::open();
    thread::scope(|scope| {
        for station in stations {
            let reporter = reporter.clone();
            scope.spawn(move || reporter.report(*station));
        }
        let mut count = 0;
        for line in lines { //~
            writeln!(out, "{line}")?;
            count += 1;
        }
        Ok(count)
    })
}

fn threads_report(stations: Vec<u32>, out: &mut impl Write) -> io::Result<()> {
    let (lines, taken_down) = channel();
    for station in stations {
        let lines = lines.clone();
        thread::spawn(move || lines.send(format!("{station} is dry")).ok());
    }
    for line in taken_down { //~
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}
