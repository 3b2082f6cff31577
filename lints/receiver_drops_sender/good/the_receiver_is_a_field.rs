//! Receivers in a field whose senders somebody has, or that something else may take the place of.

use tokio::sync::mpsc;

mod what_is_given_the_sender_keeps_it {
    use super::*;

    pub struct Gauge {
        _readings: mpsc::Sender<f32>,
    }

    impl Gauge {
        fn new(_readings: mpsc::Sender<f32>) -> Result<Self, std::io::Error> {
            Ok(Gauge { _readings })
        }
    }

    pub struct Boiler {
        pub gauge: Gauge,
        readings: mpsc::Receiver<f32>,
    }

    impl Boiler {
        pub fn new() -> Result<Self, std::io::Error> {
            let (sender, readings) = mpsc::channel(16);
            let gauge = Gauge::new(sender)?;
            Ok(Boiler { gauge, readings })
        }

        pub async fn heat(mut self) {
            while let Some(degrees) = self.readings.recv().await {
                println!("{degrees}");
            }
        }
    }
}

mod another_receiver_is_put_in_its_place {
    use super::*;

    pub struct Ferry {
        calls: mpsc::UnboundedReceiver<u32>,
    }

    impl Ferry {
        pub fn at_the_pier() -> Ferry {
            let (_calls_in, calls) = mpsc::unbounded_channel();
            Ferry { calls }
        }

        pub fn listen_to(&mut self, calls: mpsc::UnboundedReceiver<u32>) {
            self.calls = calls;
        }

        pub async fn next(&mut self) -> Option<u32> {
            self.calls.recv().await
        }
    }
}

mod it_is_swapped_for_another {
    use super::*;

    pub struct Tram {
        calls: mpsc::UnboundedReceiver<u32>,
    }

    impl Tram {
        pub fn in_the_depot() -> Tram {
            let (_, calls) = mpsc::unbounded_channel();
            Tram { calls }
        }

        pub fn listen_to(&mut self, calls: mpsc::UnboundedReceiver<u32>) -> mpsc::UnboundedReceiver<u32> {
            std::mem::replace(&mut self.calls, calls)
        }

        pub async fn next(&mut self) -> Option<u32> {
            self.calls.recv().await
        }
    }
}

mod another_maker_has_a_sender {
    use super::*;

    pub struct Lift {
        calls: mpsc::UnboundedReceiver<u32>,
    }

    impl Lift {
        pub fn out_of_order() -> Lift {
            let (_, calls) = mpsc::unbounded_channel();
            Lift { calls }
        }

        pub fn for_calls(calls: mpsc::UnboundedReceiver<u32>) -> Lift {
            Lift { calls }
        }

        pub async fn next(&mut self) -> Option<u32> {
            self.calls.recv().await
        }
    }
}

mod the_struct_lives_as_long_as_the_sender {
    use super::*;

    struct Crane {
        loads: mpsc::UnboundedReceiver<u32>,
    }

    impl Crane {
        async fn work(&mut self) {
            while let Some(load) = self.loads.recv().await {
                println!("{load}");
            }
        }
    }

    pub async fn never_ends() {
        let (_keeps_it_open, loads) = mpsc::unbounded_channel();
        let mut crane = Crane { loads };
        crane.work().await;
    }
}
