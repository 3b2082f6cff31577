//! Functions that read whole messages, and whose end is looked at or is no end.

use std::io::{self, BufRead};

use super::{Letter, deliver};

fn read_letter(from: &mut impl BufRead) -> io::Result<Option<Letter>> {
    let mut to = String::new();
    let read = from.read_line(&mut to)?;
    Ok((read > 0).then_some(Letter { to, stamped: true }))
}

fn read_size(from: &mut impl BufRead) -> io::Result<usize> {
    let mut to = String::new();
    from.read_line(&mut to)
}

fn ends_with_its_reader(mut bag: impl BufRead) -> io::Result<()> {
    loop {
        match read_letter(&mut bag)? {
            Some(letter) if letter.stamped => deliver(letter),
            Some(_) => println!("no stamp"),
            None => return Ok(()),
        }
    }
}

fn the_rest_leaves(mut bag: impl BufRead) -> io::Result<()> {
    loop {
        match read_letter(&mut bag)? {
            Some(letter) => deliver(letter),
            _ => return Ok(()),
        }
    }
}

fn a_none_that_has_a_name(mut bag: impl BufRead) -> io::Result<()> {
    loop {
        match read_letter(&mut bag)? {
            Some(letter) if letter.stamped => deliver(letter),
            Some(_) => println!("no stamp"),
            None => println!("a keep-alive"),
        }
    }
}

fn a_number_at_most(mut bag: impl BufRead) -> io::Result<()> {
    for _ in 0..10 {
        match read_letter(&mut bag)? {
            Some(letter) if letter.stamped => deliver(letter),
            _ => println!("no letter"),
        }
    }
    Ok(())
}

fn it_gives_no_option(mut bag: impl BufRead) -> io::Result<()> {
    loop {
        match read_size(&mut bag)? {
            1.. => println!("a letter"),
            _ => println!("nothing"),
        }
    }
}
