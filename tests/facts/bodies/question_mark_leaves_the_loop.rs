//! `?` is a way out of every loop around it.
use std::io;

pub async fn serve() -> io::Result<()> {
    loop {
        for part in read().await? {
            write(part)?;
        }
    }
}

async fn read() -> io::Result<Vec<u8>> {
    Ok(Vec::new())
}

fn write(_part: u8) -> io::Result<()> {
    Ok(())
}
