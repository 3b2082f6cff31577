//! A function that reads a message from a reader gives nothing at its end, where an arm for all the rest takes that.

use std::io::{self, Read};

struct Ticket(u32);

fn read_ticket(from: &mut impl Read) -> io::Result<Option<Ticket>> {
    let mut byte = [0];
    Ok((from.read(&mut byte)? > 0).then_some(Ticket(byte[0].into())))
}

fn the_rest_takes_it(mut gate: impl Read) -> io::Result<()> {
    loop {
        match read_ticket(&mut gate)? {
            Some(Ticket(1)) => println!("first class"),
            other => println!("{}", other.is_some()),
        }
    }
}

fn it_has_an_arm_of_its_own(mut gate: impl Read) -> io::Result<()> {
    loop {
        match read_ticket(&mut gate)? {
            Some(Ticket(1)) => println!("first class"),
            Some(_) => println!("second class"),
            None => return Ok(()),
        }
    }
}
