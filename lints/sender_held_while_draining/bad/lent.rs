//! The function that drains is given the receiver, and who calls it still has a sender.

mod the_caller_still_has_the_first_sender {
    use std::sync::mpsc::{Receiver, channel};
    use std::thread;

    fn add_up(weights: &Receiver<u32>) -> u32 {
        let mut sum = 0;
        for weight in weights {
            sum += weight;
        }
        sum
    }

    pub fn weigh(loads: Vec<Vec<u32>>) -> u32 {
        let (tx, rx) = channel();
        for load in loads {
            let tx = tx.clone();
            thread::spawn(move || {
                for weight in load {
                    let _ = tx.send(weight);
                }
            });
        }
        add_up(&rx) //~
    }
}

mod the_caller_waits_for_the_async_drain {
    use tokio::sync::mpsc;

    async fn print_all(mut lines: mpsc::Receiver<String>) {
        while let Some(line) = lines.recv().await {
            println!("{line}");
        }
    }

    pub async fn report(names: Vec<String>) {
        let (tx, rx) = mpsc::channel(8);
        for name in names {
            let tx = tx.clone();
            tokio::spawn(async move {
                let _ = tx.send(format!("{name} is done")).await;
            });
        }
        print_all(rx).await; //~
        println!("all is printed");
        drop(tx);
    }
}

mod the_sender_lies_in_what_came_along {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    struct Desk {
        notes: Sender<u32>,
        seats: usize,
    }

    impl Desk {
        fn set_up() -> (Self, Receiver<u32>) {
            let (notes, rx) = channel();
            (Desk { notes, seats: 0 }, rx)
        }

        fn seat(&mut self) -> Sender<u32> {
            self.seats += 1;
            self.notes.clone()
        }
    }

    fn collect(notes: &Receiver<u32>) -> Vec<u32> {
        let mut all = Vec::new();
        while let Ok(note) = notes.recv() {
            all.push(note);
        }
        all
    }

    pub fn meeting(guests: u32) -> (Vec<u32>, usize) {
        let (mut desk, notes) = Desk::set_up();
        for guest in 0..guests {
            let seat = desk.seat();
            thread::spawn(move || seat.send(guest));
        }
        let all = collect(&notes); //~
        (all, desk.seats)
    }

    pub fn count(guests: u32) -> usize {
        let (mut desk, notes) = Desk::set_up();
        for guest in 0..guests {
            let seat = desk.seat();
            thread::spawn(move || seat.send(guest));
        }
        let mut counted = 0;
        for _ in notes { //~
            counted += 1;
        }
        counted + desk.seats
    }
}
