use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

enum Train {
    Local(u32),
    Last,
}

struct Station {
    trains: mpsc::UnboundedReceiver<Train>,
    track: mpsc::UnboundedSender<Train>,
    closing: CancellationToken,
    strike: watch::Receiver<bool>,
    next_station: mpsc::Sender<Train>,
    cars: u32,
    expected: usize,
}

impl Station {
    fn new(closing: CancellationToken, strike: watch::Receiver<bool>, next_station: mpsc::Sender<Train>) -> Self {
        let (track, trains) = mpsc::unbounded_channel();
        Station { trains, track, closing, strike, next_station, cars: 0, expected: 0 }
    }

    fn track(&self) -> mpsc::UnboundedSender<Train> {
        self.track.clone()
    }

    fn expect(&mut self, cars: u32) {
        let track = self.track.clone();
        self.expected += 1;
        tokio::spawn(async move { track.send(Train::Local(cars)) });
    }

    fn handle(&mut self, train: Train) -> bool {
        match train {
            Train::Local(cars) => self.cars += cars,
            Train::Last => return false,
        }
        true
    }

    async fn a_method_says_when_to_stop(mut self) -> u32 {
        while let Some(train) = self.trains.recv().await {
            if !self.handle(train) {
                return self.cars;
            }
        }
        self.cars
    }

    async fn a_token_stops_the_loop(mut self) {
        loop {
            tokio::select! {
                train = self.trains.recv() => match train {
                    Some(train) => println!("{}", self.handle(train)),
                    None => return,
                },
                _ = self.closing.cancelled() => return,
            }
        }
    }

    async fn a_second_channel_stops_the_loop(&mut self) -> Result<(), &'static str> {
        loop {
            tokio::select! {
                _ = self.strike.changed() => break Ok(()),
                train = self.trains.recv() => match train {
                    Some(train) => println!("{}", self.handle(train)),
                    None => return Err("no more trains"),
                },
            }
        }
    }

    async fn the_way_out_is_a_failed_send(mut self) -> Result<(), mpsc::error::SendError<Train>> {
        while let Some(train) = self.trains.recv().await {
            self.next_station.send(train).await?;
        }
        Ok(())
    }

    async fn as_many_as_were_asked_for(&mut self) {
        while self.expected > 0 {
            match self.trains.recv().await {
                Some(train) => println!("{}", self.handle(train)),
                None => break,
            }
            self.expected -= 1;
        }
    }

    async fn the_first_few(&mut self, n: usize) -> Vec<Train> {
        let mut first = Vec::new();
        for _ in 0..n {
            let Some(train) = self.trains.recv().await else {
                break;
            };
            first.push(train);
        }
        first
    }

    async fn closing_is_unreachable(&mut self) {
        loop {
            match self.trains.recv().await {
                Some(train) => println!("{}", self.handle(train)),
                None => unreachable!("the sender is ours"),
            }
        }
    }

    async fn closing_is_not_expected(&mut self) -> ! {
        loop {
            let train = self.trains.recv().await.expect("the sender is ours");
            self.handle(train);
        }
    }

    async fn hands_on_what_it_receives(&mut self) -> Option<Train> {
        self.trains.recv().await
    }

    async fn dropped_from_outside(&mut self) {
        while let Some(train) = self.trains.recv().await {
            self.handle(train);
        }
    }
}

async fn until_dawn(mut station: Station, dawn: CancellationToken) {
    tokio::select! {
        _ = station.dropped_from_outside() => println!("no more trains"),
        _ = dawn.cancelled() => println!("dawn"),
    }
}

mod closing_is_declared_impossible {
    use tokio::sync::mpsc;

    struct Lift {
        calls: mpsc::Receiver<u8>,
        call: mpsc::Sender<u8>,
        floor: u8,
    }

    impl Lift {
        fn new() -> Self {
            let (call, calls) = mpsc::channel(4);
            Lift { calls, call, floor: 0 }
        }

        fn button(&self) -> mpsc::Sender<u8> {
            self.call.clone()
        }

        async fn ride(mut self) {
            loop {
                self.floor = self.calls.recv().await.expect("the lift holds a button itself");
            }
        }
    }
}

mod the_receive_only_hands_its_answer_on {
    use async_channel::{Receiver, Sender};

    struct Letterbox {
        slot: Sender<String>,
        inside: Receiver<String>,
    }

    impl Letterbox {
        fn new() -> Self {
            let (slot, inside) = async_channel::bounded(8);
            Letterbox { slot, inside }
        }

        fn slot(&self) -> Sender<String> {
            self.slot.clone()
        }

        async fn next_letter(&self) -> Result<String, async_channel::RecvError> {
            self.inside.recv().await
        }
    }
}
