//! A panic and the end of the process leave a loop, whether here or in a function that does nothing else.
pub fn here(n: u32) {
    loop {
        if n > 3 {
            panic!("too many");
        }
    }
}

pub fn there() {
    loop {
        if std::env::args().count() > 3 {
            quit();
        }
    }
}

fn quit() -> ! {
    std::process::exit(2)
}
