//! conclint: allow(missed-tick-burst) -- the cases here are about something else
//! Consumers that are waited for, or that have nothing to lose.

use std::thread;

use tokio::sync::{Notify, mpsc, oneshot};
use std::sync::Arc;

// Somebody waits.

mod the_handle_is_awaited {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        let logging = tokio::spawn(async move {
            while let Some(line) = log.recv().await {
                println!("{line}");
            }
        });
        let _ = lines.send("the ship has sailed".to_owned()).await;
        drop(lines);
        logging.await.unwrap();
    }
}

mod the_thread_is_joined {
    use super::*;

    fn main() {
        let (lines, log) = std::sync::mpsc::channel::<String>();
        let logging = thread::spawn(move || {
            for line in log {
                println!("{line}");
            }
        });
        let _ = lines.send("the ship has sailed".to_owned());
        drop(lines);
        logging.join().unwrap();
    }
}

mod the_task_says_when_it_is_done {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        let (done, logged) = oneshot::channel::<()>();
        tokio::spawn(async move {
            while let Some(line) = log.recv().await {
                println!("{line}");
            }
            let _ = done.send(());
        });
        let _ = lines.send("the ship has sailed".to_owned()).await;
        drop(lines);
        let _ = logged.await;
    }
}

mod the_task_wakes_somebody {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        let done = Arc::new(Notify::new());
        let own = done.clone();
        tokio::spawn(async move {
            while let Some(line) = log.recv().await {
                println!("{line}");
            }
            own.notify_one();
        });
        let _ = lines.send("the ship has sailed".to_owned()).await;
        drop(lines);
        done.notified().await;
    }
}

mod the_receiver_is_waited_for {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        tokio::spawn(async move {
            while let Some(line) = log.recv().await {
                println!("{line}");
                if line.is_empty() {
                    break;
                }
            }
        });
        let _ = lines.send("the ship has sailed".to_owned()).await;
        let _ = lines.send(String::new()).await;
        lines.closed().await;
    }
}

async fn the_caller_gets_the_handle(ports: Vec<String>) -> tokio::task::JoinHandle<()> {
    let (lines, mut log) = mpsc::unbounded_channel::<String>();
    let logging = tokio::spawn(async move {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    for port in ports {
        let _ = lines.send(port);
    }
    logging
}

// Nothing is lost.

mod only_the_end_is_told {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (ticks, mut ticked) = mpsc::channel::<()>(1);
        tokio::spawn(async move {
            while ticked.recv().await.is_some() {
                println!("tick");
            }
        });
        let _ = ticks.send(()).await;
    }
}

mod it_only_counts {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (numbers, mut counted) = mpsc::channel::<u32>(1);
        tokio::spawn(async move {
            let mut sum = 0;
            while let Some(number) = counted.recv().await {
                sum += number;
            }
            sum
        });
        let _ = numbers.send(7).await;
    }
}

mod the_program_never_ends {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        tokio::spawn(async move {
            while let Some(line) = log.recv().await {
                println!("{line}");
            }
        });
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3600));
        loop {
            hours.tick().await;
            let _ = lines.send("all is well".to_owned()).await;
        }
    }
}

// Who starts it goes on with the sender.

fn the_caller_gets_the_sender() -> mpsc::UnboundedSender<String> {
    let (lines, mut log) = mpsc::unbounded_channel::<String>();
    tokio::spawn(async move {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    lines
}

async fn another_task_has_the_sender(ports: Vec<String>) {
    let (lines, mut log) = mpsc::unbounded_channel::<String>();
    tokio::spawn(async move {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    tokio::spawn(async move {
        for port in ports {
            let _ = lines.send(port);
        }
    });
}

async fn what_comes_from_elsewhere(mut log: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
}

#[tokio::test]
async fn a_test_with_a_logger() {
    let (lines, mut log) = mpsc::channel::<String>(100);
    tokio::spawn(async move {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    lines.send("the ship has sailed".to_owned()).await.unwrap();
}
