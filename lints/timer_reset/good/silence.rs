//! Silence is what is measured.

use super::*;

async fn idle_timeout_leaves_the_loop(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(SILENCE) => break,
        }
    }
}

async fn idle_timeout_is_an_error_and_each_signal_is_work(
    mut signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
    mut lamp: Lamp,
) -> Result<(), Failure> {
    loop {
        let silence = sleep(SILENCE);
        let signal = tokio::select! {
            signal = signals.recv() => signal.ok_or(Failure::Closed)?,
            _ = stop.cancelled() => return Ok(()),
            _ = silence => return Err(Failure::Silence(SILENCE)),
        };
        lamp.note(signal);
    }
}

async fn idle_timeout_beside_a_farewell(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) -> Result<(), Failure> {
    loop {
        match timeout(SILENCE, signals.recv()).await {
            Ok(Some(Signal::GoHome)) => return Ok(()),
            Ok(Some(signal)) => lamp.note(signal),
            Ok(None) => return Err(Failure::Closed),
            Err(_) => return Err(Failure::Silence(SILENCE)),
        }
    }
}

async fn listens_until_it_is_quiet(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    while let Ok(Some(signal)) = timeout(SILENCE, signals.recv()).await {
        lamp.note(signal);
    }
}

async fn keep_alive_with_let_else(mut signals: broadcast::Receiver<Signal>, mut lamp: Lamp) -> Result<(), Failure> {
    loop {
        let Ok(received) = timeout(SILENCE, signals.recv()).await else {
            return Err(Failure::TimedOut);
        };
        match received {
            Ok(signal) => lamp.note(signal),
            Err(broadcast::error::RecvError::Lagged(_)) => lamp.turn(),
            Err(broadcast::error::RecvError::Closed) => return Ok(()),
        }
    }
}

fn a_thread_that_ends_when_idle(signals: Receiver<Signal>, mut lamp: Lamp) {
    loop {
        match signals.recv_timeout(SILENCE) {
            Ok(signal) => lamp.note(signal),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
}

fn a_thread_that_ends_when_idle_by_question_mark(
    signals: flume::Receiver<Signal>,
    mut lamp: Lamp,
) -> Result<(), flume::RecvTimeoutError> {
    loop {
        let signal = signals.recv_timeout(SILENCE)?;
        lamp.note(signal);
    }
}

async fn an_idle_action_after_empty_wake_ups(alive: &Notify, gone: CancellationToken, mut lamp: Lamp) {
    let watch_for_silence = async {
        loop {
            match timeout(SILENCE, alive.notified()).await {
                Ok(()) => {}
                Err(_) => lamp.flash().await,
            }
        }
    };
    tokio::select! {
        _ = gone.cancelled() => {}
        _ = watch_for_silence => {}
    }
}

async fn debounce_ends_with_the_action(mut changes: mpsc::UnboundedReceiver<()>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Some(()) => continue,
                None => break,
            },
            _ = sleep(Duration::from_millis(300)) => {
                lamp.flash().await;
                break;
            }
        }
    }
}

async fn a_burst_ends_with_a_pause(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    while let Some(first) = signals.recv().await {
        lamp.note(first);
        loop {
            tokio::select! {
                Some(signal) = signals.recv() => lamp.note(signal),
                _ = sleep(Duration::from_millis(50)) => break,
                else => break,
            }
        }
        lamp.flash().await;
    }
}

async fn answers_are_collected_until_none_comes(mut signals: mpsc::Receiver<Signal>) -> Vec<Signal> {
    let mut answers = Vec::new();
    loop {
        match timeout(Duration::from_secs(1), signals.recv()).await {
            Ok(Some(answer)) => answers.push(answer),
            Ok(None) | Err(_) => return answers,
        }
    }
}
