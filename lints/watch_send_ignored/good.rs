//! States that are stored, or whose loss is seen.

use tokio::sync::{broadcast, watch};

struct Light {
    state: watch::Sender<bool>,
}

impl Light {
    fn new() -> Light {
        let (state, _) = watch::channel(false);
        Light { state }
    }

    fn stored_in_any_case(&self) {
        self.state.send_replace(true);
    }

    fn changed_where_it_lies(&self) {
        self.state.send_modify(|state| *state = !*state);
    }

    fn changed_where_it_is_new(&self) -> bool {
        self.state.send_if_modified(|state| !std::mem::replace(state, true))
    }

    fn an_error_that_is_seen(&self) {
        if self.state.send(true).is_err() {
            println!("nobody looks");
        }
    }

    fn an_error_for_the_caller(&self) -> Result<(), watch::error::SendError<bool>> {
        self.state.send(true)
    }

    fn an_error_that_panics(&self) {
        self.state.send(true).unwrap();
    }

    fn look(&self) -> watch::Receiver<bool> {
        self.state.subscribe()
    }
}

struct Signal {
    colour: watch::Sender<u32>,
    seen: watch::Receiver<u32>,
}

impl Signal {
    fn a_receiver_beside_it() -> Signal {
        let (colour, seen) = watch::channel(0);
        Signal { colour, seen }
    }

    fn show(&self, colour: u32) {
        let _ = self.colour.send(colour);
    }

    fn look(&self) -> watch::Receiver<u32> {
        println!("{}", *self.seen.borrow());
        self.colour.subscribe()
    }
}

struct Stop {
    stop: watch::Sender<bool>,
}

impl Stop {
    fn a_receiver_for_the_caller() -> (Stop, watch::Receiver<bool>) {
        let (stop, stopped) = watch::channel(false);
        (Stop { stop }, stopped)
    }

    fn stop(&self) {
        let _ = self.stop.send(true);
    }

    fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }
}

struct Doorbell {
    rings: watch::Sender<()>,
}

impl Doorbell {
    fn new() -> Doorbell {
        let (rings, _) = watch::channel(());
        Doorbell { rings }
    }

    fn a_sign_and_no_value(&self) {
        let _ = self.rings.send(());
    }

    fn hear(&self) -> watch::Receiver<()> {
        self.rings.subscribe()
    }
}

struct Quiet {
    level: watch::Sender<u32>,
}

impl Quiet {
    fn new() -> Quiet {
        let (level, _) = watch::channel(0);
        Quiet { level }
    }

    fn nobody_ever_looks(&self) {
        let _ = self.level.send(1);
    }
}

fn a_task_that_listens() {
    let (level, mut seen) = watch::channel(0);
    tokio::spawn(async move {
        while seen.changed().await.is_ok() {
            println!("{}", *seen.borrow());
        }
    });
    let _ = level.send(1);
    println!("{}", level.subscribe().has_changed().is_ok());
}

struct Bell {
    rings: broadcast::Sender<u32>,
}

impl Bell {
    fn new() -> Bell {
        Bell { rings: broadcast::channel(4).0 }
    }

    fn another_kind_of_channel(&self) {
        let _ = self.rings.send(1);
    }

    fn hear(&self) -> broadcast::Receiver<u32> {
        self.rings.subscribe()
    }
}

struct Board(Vec<u32>);

impl Board {
    fn send(&mut self, level: u32) -> Result<(), u32> {
        self.0.push(level);
        Ok(())
    }

    fn subscribe(&self) -> usize {
        self.0.len()
    }
}

fn a_method_of_its_own(board: &mut Board) -> usize {
    let _ = board.send(1);
    board.subscribe()
}

// Who has the other sender listens to nothing.

struct Pump {
    pressure: watch::Sender<u32>,
}

struct Dial {
    needle: watch::Sender<u32>,
}

impl Pump {
    fn press(&self) {
        let _ = self.pressure.send(3);
    }
}

impl Dial {
    fn of_a_pump() -> (Pump, Dial) {
        let (needle, _) = watch::channel(0);
        (Pump { pressure: needle.clone() }, Dial { needle })
    }

    fn listeners(&self) -> usize {
        self.needle.receiver_count()
    }
}
