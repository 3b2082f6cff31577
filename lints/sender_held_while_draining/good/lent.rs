//! The function that drains is given the receiver, and nobody has a sender any more, or the drain ends in another way.

mod the_caller_has_dropped_its_sender {
    use std::sync::mpsc::{Receiver, channel};
    use std::thread;

    fn add_up(weights: &Receiver<u32>) -> u32 {
        let mut sum = 0;
        for weight in weights {
            sum += weight;
        }
        sum
    }

    pub fn weigh(first: Vec<u32>, second: Vec<u32>) -> u32 {
        let (tx, rx) = channel();
        for load in [first, second] {
            let tx = tx.clone();
            thread::spawn(move || {
                for weight in load {
                    let _ = tx.send(weight);
                }
            });
        }
        drop(tx);
        add_up(&rx)
    }
}

mod the_caller_limits_the_drain {
    use std::time::Duration;

    use tokio::sync::mpsc;
    use tokio::time::timeout;

    async fn print_all(mut lines: mpsc::Receiver<String>) {
        while let Some(line) = lines.recv().await {
            println!("{line}");
        }
    }

    pub async fn report(name: String) {
        let (tx, rx) = mpsc::channel(8);
        let own = tx.clone();
        tokio::spawn(async move { own.send(name).await.is_ok() });
        let all = timeout(Duration::from_secs(1), print_all(rx)).await;
        println!("{}", all.is_ok());
        drop(tx);
    }
}

mod the_drain_takes_what_is_there {
    use std::sync::mpsc::{Receiver, channel};

    fn so_far(weights: &Receiver<u32>) -> u32 {
        let mut sum = 0;
        while let Ok(weight) = weights.try_recv() {
            sum += weight;
        }
        sum
    }

    pub fn weigh(load: Vec<u32>) -> u32 {
        let (tx, rx) = channel();
        for weight in load {
            let _ = tx.send(weight);
        }
        so_far(&rx)
    }
}

mod the_drain_has_a_task_of_its_own {
    use tokio::sync::mpsc;

    async fn print_all(mut lines: mpsc::Receiver<String>) {
        while let Some(line) = lines.recv().await {
            println!("{line}");
        }
    }

    pub async fn report(names: Vec<String>) {
        let (tx, rx) = mpsc::channel(8);
        let printer = tokio::spawn(print_all(rx));
        for name in names {
            let _ = tx.send(name).await;
        }
        drop(tx);
        let _ = printer.await;
    }
}

mod what_came_along_is_dropped_before {
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
        let seats = desk.seats;
        drop(desk);
        (collect(&notes), seats)
    }
}
