use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

enum Command {
    Play(String),
    Stop,
}

struct Organ {
    tx: Sender<Command>,
    rx: Receiver<Command>,
    played: usize,
}

impl Organ {
    fn new() -> Self {
        let (tx, rx) = channel();
        Organ { tx, rx, played: 0 }
    }

    fn keys(&self) -> Keys {
        Keys(self.tx.clone())
    }

    fn a_message_stops_the_loop(self) {
        while let Ok(command) = self.rx.recv() {
            match command {
                Command::Play(tune) => println!("{tune}"),
                Command::Stop => break,
            }
        }
    }

    fn the_receive_gives_up_in_time(&mut self) -> usize {
        loop {
            match self.rx.recv_timeout(Duration::from_secs(600)) {
                Ok(_) => self.played += 1,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return self.played;
                }
            }
        }
    }

    fn only_what_is_there(&self) -> Vec<Command> {
        let mut commands: Vec<_> = self.rx.try_iter().collect();
        while let Ok(command) = self.rx.try_recv() {
            commands.push(command);
        }
        commands
    }
}

struct Keys(Sender<Command>);

impl Drop for Keys {
    fn drop(&mut self) {
        self.0.send(Command::Stop).ok();
    }
}
