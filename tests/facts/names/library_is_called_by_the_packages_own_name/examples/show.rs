use harbour::pump;

fn main() {
    tokio::spawn(pump::run());
    tokio::spawn(harbour::pump::run());
}
