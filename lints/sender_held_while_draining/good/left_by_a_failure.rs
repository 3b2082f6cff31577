//! Drains that a failure ends which is sent to them, or whose sender is dropped first.

use std::io;
use std::sync::mpsc::channel;
use std::thread;

fn what_is_sent_last_is_an_error(stations: Vec<u32>) -> io::Result<u32> {
    let (lines, taken_down) = channel::<io::Result<u32>>();
    let last = lines.clone();
    thread::spawn(move || {
        for station in stations {
            if last.send(Ok(station)).is_err() {
                return;
            }
        }
        let _ = last.send(Err(io::ErrorKind::UnexpectedEof.into()));
    });
    let mut sum = 0;
    for line in taken_down {
        sum += print_last(sum, line?);
    }
    drop(lines);
    Ok(sum)
}

fn print_last(sum: u32, line: u32) -> u32 {
    println!("{sum}, {line}");
    line
}

fn scoped_threads_report(stations: &[u32], out: &mut impl io::Write) -> io::Result<usize> {
    let (lines, taken_down) = channel();
    thread::scope(|scope| {
        for station in stations {
            let lines = lines.clone();
            scope.spawn(move || lines.send(format!("{station} is dry")));
        }
        drop(lines);
        let mut count = 0;
        for line in taken_down {
            writeln!(out, "{line}")?;
            count += 1;
        }
        Ok(count)
    })
}
