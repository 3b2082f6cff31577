//! Loops that know lag, or that it cannot hurt.

use std::time::Duration;

use tokio::select;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::sleep;

async fn print(page: u32) {
    sleep(Duration::from_millis(u64::from(page))).await;
}

// Lag is told apart.

async fn an_arm_for_lag(mut pages: broadcast::Receiver<u32>) {
    loop {
        match pages.recv().await {
            Ok(page) => print(page).await,
            Err(RecvError::Lagged(missed)) => println!("{missed} missed"),
            Err(RecvError::Closed) => break,
        }
    }
}

async fn lag_ends_it_on_purpose(mut pages: broadcast::Receiver<u32>) -> u64 {
    loop {
        match pages.recv().await {
            Ok(page) => print(page).await,
            Err(RecvError::Lagged(missed)) => {
                println!("too slow");
                return missed;
            }
            Err(RecvError::Closed) => return 0,
        }
    }
}

async fn only_closed_ends_it(mut pages: broadcast::Receiver<u32>) {
    loop {
        match pages.recv().await {
            Ok(page) => print(page).await,
            Err(RecvError::Closed) => break,
            Err(_) => continue,
        }
    }
}

async fn any_error_is_passed_over(mut pages: broadcast::Receiver<u32>) {
    for _ in 0..100 {
        match pages.recv().await {
            Ok(page) => print(page).await,
            Err(error) => println!("{error}"),
        }
    }
}

// The caller learns of it.

async fn handed_to_the_caller(mut pages: broadcast::Receiver<u32>) -> Result<(), RecvError> {
    loop {
        let page = pages.recv().await?;
        print(page).await;
    }
}

async fn with_a_message(mut pages: broadcast::Receiver<u32>) -> Result<(), String> {
    loop {
        let page = pages.recv().await.map_err(|error| error.to_string())?;
        print(page).await;
    }
}

// One message says it all.

async fn a_word_to_stop(mut shutdown: broadcast::Receiver<u32>) {
    loop {
        match shutdown.recv().await {
            Ok(grace) => print(grace).await,
            Err(_) => break,
        }
    }
}

async fn nothing_in_it(mut rung: broadcast::Receiver<()>) {
    while let Ok(()) = rung.recv().await {
        print(1).await;
    }
}

async fn a_message_exits_as_well(mut last: broadcast::Receiver<u32>, mut pages: mpsc::Receiver<u32>) {
    loop {
        select! {
            _ = last.recv() => break,
            Some(page) = pages.recv() => print(page).await,
        }
    }
}

// Somebody begins again.

async fn an_outer_loop(pages: broadcast::Sender<u32>) {
    loop {
        let mut received = pages.subscribe();
        while let Ok(page) = received.recv().await {
            print(page).await;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

// Other channels do not lag.

async fn of_a_queue(mut pages: mpsc::Receiver<u32>) {
    while let Some(page) = pages.recv().await {
        print(page).await;
    }
}

async fn of_a_value(mut page: watch::Receiver<u32>) {
    while page.changed().await.is_ok() {
        let number = *page.borrow();
        print(number).await;
    }
}

async fn of_another_library(pages: async_channel::Receiver<u32>) {
    while let Ok(page) = pages.recv().await {
        print(page).await;
    }
}

// A function makes `None` of every error, and its caller goes on.

async fn next_page(pages: &mut broadcast::Receiver<u32>) -> Option<u32> {
    pages.recv().await.ok()
}

async fn the_loop_goes_on(mut pages: broadcast::Receiver<u32>, mut stop: mpsc::Receiver<()>) {
    while stop.try_recv().is_err() {
        if let Some(page) = next_page(&mut pages).await {
            print(page).await;
        }
    }
}

/// Whoever calls it tells the one error from the other.
async fn page_or_error(pages: &mut broadcast::Receiver<u32>) -> Result<u32, broadcast::error::RecvError> {
    pages.recv().await
}

async fn the_caller_tells_them_apart(mut pages: broadcast::Receiver<u32>) {
    loop {
        match page_or_error(&mut pages).await {
            Ok(page) => print(page).await,
            Err(broadcast::error::RecvError::Lagged(lost)) => println!("{lost} pages are lost"),
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
}

async fn word_to_close(doors: &mut broadcast::Receiver<()>) -> Option<()> {
    doors.recv().await.ok()
}

async fn what_carries_the_word_to_stop_lags(mut doors: broadcast::Receiver<()>) {
    while word_to_close(&mut doors).await.is_some() {
        println!("closed again");
    }
}
