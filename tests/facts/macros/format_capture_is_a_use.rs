//! A name inside a format string is a use: both closures take what their text mentions.
pub fn start(port: u16, host: String) {
    std::thread::spawn(move || {
        println!("{host}:{port}");
    });
    let name = String::from("b");
    let text = move || format!("{name:>8} {}", 1);
    text();
}
