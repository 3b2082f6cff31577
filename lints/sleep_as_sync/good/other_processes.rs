use std::process::{Child, Command};

use super::*;

#[test]
#[ignore = "read, not run"]
fn a_server_in_another_process() {
    let mut server = Command::new("post-office").arg("--open").spawn().unwrap();

    // Give the server time to start.
    thread::sleep(Duration::from_millis(500));
    let answer = std::net::TcpStream::connect("127.0.0.1:2222");
    assert!(answer.is_ok());
    server.kill().unwrap();
}

fn spawn_post_office(name: &str) -> std::io::Result<Child> {
    Command::new("post-office").arg(name).spawn()
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_process_by_what_it_is_asked() {
    let office = spawn_post_office("north").unwrap();
    // Wait for the office to open.
    sleep(Duration::from_secs(1)).await;
    let letters = tokio::net::TcpStream::connect("127.0.0.1:2222").await;
    assert!(letters.is_ok());
    println!("{:?}", office.wait_with_output());
}

#[test]
#[ignore = "read, not run"]
fn a_process_that_was_killed() {
    let mut office = spawn_post_office("south").unwrap();
    office.kill().unwrap();
    let _ = office.wait();
    // Let the system clean up.
    thread::sleep(Duration::from_secs(1));
    assert!(std::net::TcpStream::connect("127.0.0.1:2222").is_err());
}

async fn what_spreads_from_peer_to_peer(letters: Vec<String>) {
    let office = Office::start();
    for letter in letters {
        office.post(&letter).await;
    }
    // Wait until the letters saturate the network of offices.
    sleep(Duration::from_secs(5)).await;
    office.post("the last one").await;
}
