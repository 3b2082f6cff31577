//! `for` over an open range or a cycle has no end; over a list it ends with the list.
pub fn count() {
    for n in 0.. {
        println!("{n}");
    }
}

pub fn round(ports: &[u16]) {
    for port in ports.iter().cycle() {
        println!("{port}");
    }
}

pub fn once(ports: &[u16]) {
    for port in ports {
        println!("{port}");
    }
}
