//! Jobs that wait for others when `main` returns.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task;

fn fetch(repo: &PathBuf) -> bool {
    let fetched = Command::new("git").arg("fetch").current_dir(repo).status();
    fetched.is_ok_and(|status| status.success())
}

fn repos() -> Vec<PathBuf> {
    vec![PathBuf::from("a"), PathBuf::from("b")]
}

async fn show() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

mod in_the_main_function {
    use super::*;

    #[tokio::main]
    async fn main() {
        task::spawn_blocking(|| { //~
            let fetched = Command::new("git").arg("fetch").status();
            println!("{fetched:?}");
        });
        show().await;
    }
}

mod in_a_loop {
    use super::*;

    #[tokio::main]
    async fn main() {
        for repo in repos() {
            task::spawn_blocking(move || fetch(&repo)); //~
        }
        show().await;
    }
}

mod in_a_function_of_the_main_function {
    use super::*;

    async fn run() {
        let (states, mut seen) = mpsc::channel(8);
        for repo in repos() {
            let states = states.clone();
            task::spawn_blocking(move || { //~
                let output = Command::new("git").arg("status").current_dir(&repo).output();
                let _ = states.blocking_send((repo, output.is_ok()));
            });
        }
        if let Some((repo, fetched)) = seen.recv().await {
            println!("{}: {fetched}", repo.display());
        }
    }

    #[tokio::main]
    async fn main() {
        run().await;
    }
}

mod an_unread_handle {
    use super::*;

    #[tokio::main]
    async fn main() {
        let _fetching = task::spawn_blocking(|| fetch(&PathBuf::from("a"))); //~
        show().await;
    }
}

mod given_to_nobody {
    use super::*;

    #[tokio::main]
    async fn main() {
        let _ = task::spawn_blocking(|| fetch(&PathBuf::from("a"))); //~
        show().await;
    }
}

mod a_child_of_its_own {
    use super::*;

    #[tokio::main]
    async fn main() -> io::Result<()> {
        let mut child = Command::new("less").spawn()?;
        task::spawn_blocking(move || child.wait()); //~
        show().await;
        Ok(())
    }
}

mod the_end_of_a_thread {
    use super::*;

    #[tokio::main]
    async fn main() {
        let fetching = thread::spawn(|| fetch(&PathBuf::from("a")));
        task::spawn_blocking(move || { //~
            let fetched = fetching.join();
            println!("{fetched:?}");
        });
        show().await;
    }
}

mod one_line_that_is_typed {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (typed, mut lines) = mpsc::channel(1);
        task::spawn_blocking(move || { //~
            let mut line = String::new();
            let read = io::stdin().read_line(&mut line);
            let _ = typed.blocking_send((read.is_ok(), line));
        });
        tokio::select! {
            line = lines.recv() => println!("{line:?}"),
            _ = show() => {}
        }
    }
}
