//! Selects in which each source has its chance, or whose order is right.

use std::time::Duration;

use tokio::select;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::interval;

// The order is not fixed.

async fn in_any_order(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            Some(letter) = letters.recv() => println!("{letter}"),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

// The first is limited.

async fn only_so_many_in_a_row(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    let mut row = 0;
    loop {
        select! {
            biased;
            Some(letter) = letters.recv(), if row < 8 => {
                row += 1;
                println!("{letter}");
            }
            Some(parcel) = parcels.recv() => {
                row = 0;
                println!("{parcel}");
            }
            else => break,
        }
    }
}

async fn the_first_exits(mut last: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased;
            letter = last.recv() => {
                println!("{letter:?}");
                break;
            }
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

async fn the_first_returns(mut last: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) -> Option<String> {
    loop {
        select! {
            biased;
            letter = last.recv() => return letter,
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

// The first is no source of work.

async fn a_word_to_stop(mut shutdown: mpsc::Receiver<u32>, mut parcels: mpsc::Receiver<u32>) {
    let mut grace = 0;
    loop {
        select! {
            biased;
            Some(seconds) = shutdown.recv() => grace = seconds,
            Some(parcel) = parcels.recv() => println!("{parcel} {grace}"),
            else => break,
        }
    }
}

async fn nothing_in_it(mut bell: mpsc::Receiver<()>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased;
            Some(()) = bell.recv() => println!("ding"),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn one_message(mut answer: oneshot::Receiver<u32>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased;
            answer = &mut answer => {
                println!("{answer:?}");
                break;
            }
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

async fn a_watched_value(mut weather: watch::Receiver<u32>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased;
            Ok(()) = weather.changed() => println!("{}", *weather.borrow()),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn a_clock(mut parcels: mpsc::Receiver<u32>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            biased;
            _ = clock.tick() => println!("tick"),
            parcel = parcels.recv() => match parcel {
                Some(parcel) => println!("{parcel}"),
                None => break,
            },
        }
    }
}

// The loop feeds itself.

async fn what_a_tick_brings(mut parcels: mpsc::Receiver<u32>) {
    let (labels_tx, mut labels) = mpsc::unbounded_channel();
    let mut clock = tokio::time::interval(std::time::Duration::from_secs(1));
    loop {
        select! {
            biased;
            _ = clock.tick() => {
                let _ = labels_tx.send("a label");
            }
            Some(label) = labels.recv() => println!("{label}"),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

// Only one source, or no loop.

async fn one_source(mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased;
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn once(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    select! {
        biased;
        letter = letters.recv() => println!("{letter:?}"),
        parcel = parcels.recv() => println!("{parcel:?}"),
    }
}

async fn in_any_order_of_three(mut a: mpsc::Receiver<u8>, mut b: mpsc::Receiver<u16>, mut c: mpsc::Receiver<u32>) {
    loop {
        select! {
            Some(a) = a.recv() => println!("{a}"),
            Some(b) = b.recv() => println!("{b}"),
            Some(c) = c.recv() => println!("{c}"),
            else => break,
        }
    }
}
