//! States that are not stored while nobody listens.

use std::sync::Arc;

use tokio::sync::watch;

struct Light {
    state: watch::Sender<bool>,
}

impl Light {
    fn new() -> Light {
        let (state, _) = watch::channel(false);
        Light { state }
    }

    fn on(&self) {
        let _ = self.state.send(true); //~
    }

    fn off(&self) {
        self.state.send(false).ok(); //~
    }

    fn look(&self) -> watch::Receiver<bool> {
        self.state.subscribe()
    }

    fn is_on(&self) -> bool {
        *self.state.borrow()
    }
}

// Pedantic: nobody reads it back.

struct Signal {
    colour: Arc<watch::Sender<u32>>,
}

impl Signal {
    fn new() -> Signal {
        Signal { colour: Arc::new(watch::channel(0).0) }
    }

    fn show(&self, colour: u32) {
        let _ = self.colour.send(colour); //~
    }

    fn look(&self) -> watch::Receiver<u32> {
        self.colour.subscribe()
    }
}

struct Lock {
    open: watch::Sender<bool>,
}

impl Lock {
    fn new() -> Lock {
        Lock { open: watch::Sender::new(false) }
    }

    fn open(&self) {
        let _ = self.open.send(true); //~
    }

    fn close(&self) {
        _ = self.open.send(false); //~
    }

    fn look(&self) -> watch::Receiver<bool> {
        self.open.subscribe()
    }
}

struct Gauge {
    level: watch::Sender<u32>,
}

impl Gauge {
    fn new() -> Gauge {
        let (level, _level) = watch::channel(0);
        Gauge { level }
    }

    fn rise(&self, to: u32) {
        let _ = self.level.send(to); //~
    }
}

fn a_function_beside_it(gauge: &Gauge) -> watch::Receiver<u32> {
    gauge.level.subscribe()
}

async fn a_function_that_waits(signal: &Signal) {
    tokio::task::yield_now().await;
    let _ = signal.colour.send(7); //~
}

fn a_variable() -> watch::Receiver<u32> {
    let (level, _) = watch::channel(0);
    let _ = level.send(1); //~
    level.subscribe()
}

// Two structs have a sender of one channel.

struct Follower {
    position: watch::Sender<u32>,
}

struct Replica {
    shown: watch::Sender<u32>,
}

impl Follower {
    fn follow(&self, position: u32) {
        let _ = self.position.send(position); //~
    }
}

impl Replica {
    fn start() -> (Follower, Replica) {
        let (shown, _) = watch::channel(0);
        let follower = Follower { position: shown.clone() };
        (follower, Replica { shown })
    }

    fn listen(&self) -> watch::Receiver<u32> {
        self.shown.subscribe()
    }
}
