//! conclint: allow(lost-task-error) -- the cases here are about something else
//! Loops that end, wait or keep their source alive: near misses of `closed-channel-spin`.

use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot, watch};

struct Letter {
    to: String,
    stamped: bool,
}

fn deliver(letter: Letter) {
    println!("to {}", letter.to);
}

async fn while_let_alone(mut letters: mpsc::Receiver<Letter>) {
    while let Some(letter) = letters.recv().await {
        deliver(letter);
    }
}

async fn else_break(mut letters: mpsc::Receiver<Letter>) {
    loop {
        if let Some(letter) = letters.recv().await {
            deliver(letter);
        } else {
            break;
        }
    }
}

async fn let_else_return(mut letters: mpsc::UnboundedReceiver<Letter>) {
    loop {
        let Some(letter) = letters.recv().await else {
            return;
        };
        deliver(letter);
    }
}

async fn an_earlier_arm_for_the_end(mut letters: mpsc::Receiver<Letter>) -> Result<String, ()> {
    loop {
        match letters.recv().await {
            Some(Letter { to, stamped: true }) => return Ok(to),
            None => return Err(()),
            _ => {}
        }
    }
}

async fn the_answer_is_matched_later(mut letters: mpsc::Receiver<Letter>) {
    loop {
        let letter = letters.recv().await;
        println!("something came");
        match letter {
            Some(letter) if letter.stamped => deliver(letter),
            None => break,
            _ => (),
        }
    }
}

fn the_end_panics(letters: Receiver<Letter>) {
    loop {
        let letter = letters.recv().expect("the post office never closes");
        deliver(letter);
    }
}

fn the_end_leaves_the_process(letters: crossbeam_channel::Receiver<Letter>) {
    loop {
        match letters.recv() {
            Ok(letter) => deliver(letter),
            Err(_) => std::process::exit(0),
        }
    }
}

async fn only_a_lag_goes_round(mut news: broadcast::Receiver<String>) {
    loop {
        match news.recv().await {
            Ok(line) => println!("{line}"),
            Err(broadcast::error::RecvError::Lagged(_)) => continue,
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
}

async fn any_error_leaves_the_inner_loop_and_the_outer_one_subscribes_again(
    post: std::sync::Arc<broadcast::Sender<String>>,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow_and_update() {
        let mut news = post.subscribe();
        while let Ok(line) = news.recv().await {
            println!("{line}");
        }
    }
}

async fn a_refutable_branch_beside_a_living_one(
    mut letters: mpsc::Receiver<Letter>,
    mut parcels: mpsc::Receiver<u32>,
) {
    loop {
        tokio::select! {
            Some(letter) = letters.recv() => deliver(letter),
            parcel = parcels.recv() => match parcel {
                Some(parcel) => println!("parcel {parcel}"),
                None => break,
            },
        }
    }
}

async fn every_branch_is_refutable_and_else_leaves(
    mut letters: mpsc::Receiver<Letter>,
    mut parcels: mpsc::Receiver<u32>,
) {
    loop {
        tokio::select! {
            Some(letter) = letters.recv() => deliver(letter),
            Some(parcel) = parcels.recv() => println!("parcel {parcel}"),
            else => break,
        }
    }
}

async fn switched_off_by_its_own_precondition(
    mut letters: mpsc::Receiver<Letter>,
    mut parcels: mpsc::Receiver<u32>,
) {
    let mut more_letters = true;
    loop {
        tokio::select! {
            letter = letters.recv(), if more_letters => match letter {
                Some(letter) => deliver(letter),
                None => more_letters = false,
            },
            parcel = parcels.recv() => match parcel {
                Some(parcel) => println!("parcel {parcel}"),
                None => return,
            },
        }
    }
}

async fn a_changed_that_is_looked_at(
    mut route: watch::Receiver<String>,
    socket: tokio::net::UdpSocket,
) {
    let mut datagram = [0; 32];
    loop {
        tokio::select! {
            changed = route.changed() => {
                if changed.is_err() {
                    break;
                }
                println!("{}", *route.borrow());
            }
            _ = socket.recv(&mut datagram) => println!("{datagram:?}"),
        }
    }
}

async fn a_fused_stream_in_a_futures_select(
    mut letters: futures::stream::Fuse<futures::channel::mpsc::Receiver<Letter>>,
    mut rounds: futures::stream::FuturesUnordered<tokio::task::JoinHandle<()>>,
) {
    use futures::StreamExt;

    loop {
        futures::select! {
            _ = rounds.next() => println!("a round is over"),
            letter = letters.next() => match letter {
                Some(letter) => deliver(letter),
                None => break,
            },
        }
    }
}

async fn a_select_passes_over_a_stream_that_has_ended(
    mut letters: futures::channel::mpsc::Receiver<Letter>,
    mut parcels: futures::channel::mpsc::Receiver<Letter>,
) {
    use futures::StreamExt;

    loop {
        futures::select! {
            letter = letters.next() => if let Some(letter) = letter {
                deliver(letter);
            },
            parcel = parcels.next() => if let Some(parcel) = parcel {
                deliver(parcel);
            },
            complete => break,
        }
    }
}

async fn a_futures_select_with_complete(
    letters: futures::channel::mpsc::Receiver<Letter>,
    parcels: futures::channel::mpsc::Receiver<u32>,
) {
    use futures::StreamExt;

    let mut letters = letters.fuse();
    let mut parcels = parcels.fuse();
    loop {
        futures::select! {
            letter = letters.select_next_some() => deliver(letter),
            parcel = parcels.select_next_some() => println!("parcel {parcel}"),
            complete => break,
        }
    }
}

async fn an_empty_join_set_is_not_asked(mut letters: mpsc::Receiver<Letter>) {
    let mut rounds = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            _ = rounds.join_next(), if !rounds.is_empty() => println!("a round is over"),
            letter = letters.recv() => match letter {
                Some(letter) if rounds.len() < 8 => {
                    rounds.spawn(async move { deliver(letter) });
                }
                Some(letter) => deliver(letter),
                None => break,
            },
        }
    }
}

struct Doorbell {
    wire: Sender<Letter>,
}

impl Doorbell {
    fn install(wire: Sender<Letter>) -> Self {
        Doorbell { wire }
    }

    fn ring(&self) {
        self.wire
            .send(Letter {
                to: "door".into(),
                stamped: false,
            })
            .ok();
    }
}

fn the_owner_of_the_sender_lives_in_the_same_scope() {
    let (tx, rx) = channel();
    let doorbell = Doorbell::install(tx);
    doorbell.ring();
    loop {
        match rx.recv() {
            Ok(letter) => deliver(letter),
            Err(error) => println!("{error}"),
        }
    }
}

async fn the_sender_itself_lives_in_the_same_scope(titles: Vec<String>) {
    let (tx, mut rx) = mpsc::channel(8);
    for to in titles {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(Letter { to, stamped: true }).await });
    }
    loop {
        if let Some(letter) = rx.recv().await {
            deliver(letter);
        }
    }
}

mod the_struct_keeps_a_sender {
    use tokio::sync::mpsc;

    struct Cafe {
        orders_tx: mpsc::Sender<String>,
        orders: mpsc::Receiver<String>,
    }

    impl Cafe {
        fn new() -> Self {
            let (orders_tx, orders) = mpsc::channel(4);
            Cafe { orders_tx, orders }
        }

        fn table(&self) -> mpsc::Sender<String> {
            self.orders_tx.clone()
        }

        async fn serve(&mut self) {
            loop {
                if let Some(order) = self.orders.recv().await {
                    println!("{order}");
                }
            }
        }
    }
}

mod the_owner_ends_another_branch_too {
    use tokio::sync::{mpsc, oneshot};

    struct Refresher {
        nudge: mpsc::UnboundedSender<()>,
        cancel: Option<oneshot::Sender<()>>,
    }

    impl Refresher {
        fn start(pages: tokio::sync::watch::Sender<u32>) -> Self {
            let (nudge, nudged) = mpsc::unbounded_channel();
            let (cancel, cancelled) = oneshot::channel();
            tokio::spawn(refresh(pages, nudged, cancelled));
            Refresher {
                nudge,
                cancel: Some(cancel),
            }
        }

        fn nudge(&self) -> bool {
            self.nudge.send(()).is_ok()
        }
    }

    impl Drop for Refresher {
        fn drop(&mut self) {
            if let Some(cancel) = self.cancel.take() {
                cancel.send(()).ok();
            }
        }
    }

    async fn refresh(
        pages: tokio::sync::watch::Sender<u32>,
        mut nudged: mpsc::UnboundedReceiver<()>,
        mut cancelled: oneshot::Receiver<()>,
    ) {
        loop {
            tokio::select! {
                _ = &mut cancelled => break,
                _ = nudged.recv() => pages.send_modify(|page| *page += 1),
            }
        }
    }
}

#[path = "good/both_senders_are_dropped_by_one_stop.rs"]
mod both_senders_are_dropped_by_one_stop;

async fn the_end_connects_again(address: &str) -> std::io::Result<()> {
    async fn connect(address: &str) -> std::io::Result<mpsc::Receiver<Letter>> {
        let stream = tokio::net::TcpStream::connect(address).await?;
        let (tx, rx) = mpsc::channel(8);
        tokio::spawn(async move {
            let to = format!("{:?}", stream.peer_addr());
            tx.send(Letter { to, stamped: true }).await.ok();
        });
        Ok(rx)
    }

    let mut letters = connect(address).await?;
    loop {
        match letters.recv().await {
            Some(letter) => deliver(letter),
            None => letters = connect(address).await?,
        }
    }
}

async fn the_end_waits_for_ever(mut letters: mpsc::Receiver<Letter>) {
    loop {
        match letters.recv().await {
            Some(letter) => deliver(letter),
            None => std::future::pending().await,
        }
    }
}

fn a_pause_between_two_turns(letters: Receiver<Letter>) {
    loop {
        for letter in &letters {
            deliver(letter);
        }
        std::thread::park_timeout(Duration::from_secs(1));
    }
}

async fn another_call_of_the_turn_can_fail(
    mut letters: mpsc::Receiver<Letter>,
    mut out: impl tokio::io::AsyncWrite + Unpin,
) -> std::io::Result<()> {
    use tokio::io::AsyncWriteExt;

    loop {
        out.write_all(b"next?\n").await?;
        match letters.recv().await {
            Some(letter) => out.write_all(letter.to.as_bytes()).await?,
            None => continue,
        }
    }
}

fn a_few_empty_answers_are_enough(letters: Receiver<Letter>) {
    let mut empty = 0;
    loop {
        match letters.recv() {
            Ok(letter) => deliver(letter),
            Err(_) => {
                empty += 1;
                if empty > 3 {
                    break;
                }
            }
        }
    }
}

async fn a_loop_of_known_length(mut letters: mpsc::Receiver<Letter>) {
    for _ in 0..10 {
        if let Some(letter) = letters.recv().await {
            deliver(letter);
        }
    }
}

async fn the_head_asks_whether_it_is_closed(mut letters: mpsc::Receiver<Letter>) {
    while !letters.is_closed() || !letters.is_empty() {
        if let Some(letter) = letters.recv().await {
            deliver(letter);
        }
    }
}

fn a_new_channel_in_every_turn(mut addresses: Vec<String>) {
    loop {
        let Some(to) = addresses.pop() else { return };
        let (tx, rx) = channel();
        std::thread::spawn(move || tx.send(Letter { to, stamped: false }));
        while let Ok(letter) = rx.recv() {
            deliver(letter);
        }
    }
}

fn what_is_there_already(letters: Receiver<Letter>, bell: Receiver<()>) {
    loop {
        if bell.recv().is_err() {
            return;
        }
        while let Ok(letter) = letters.try_recv() {
            deliver(letter);
        }
        match letters.try_recv() {
            Err(TryRecvError::Disconnected) => return,
            _ => continue,
        }
    }
}

fn asks_without_waiting_until_something_is_there(letters: Receiver<Letter>) {
    while letters.try_recv().is_err() {
        std::hint::spin_loop();
    }
}

async fn the_loop_subscribed_to_a_sender_of_its_own_scope(lines: Vec<String>) {
    let (tx, _) = broadcast::channel(16);
    let mut news = tx.subscribe();
    for line in lines {
        tx.send(line).ok();
    }
    loop {
        if let Ok(line) = news.recv().await {
            println!("{line}");
        }
    }
}

static MAIL: std::sync::OnceLock<Sender<Letter>> = std::sync::OnceLock::new();

fn a_static_keeps_the_sender() -> std::thread::JoinHandle<()> {
    let (tx, rx) = channel();
    MAIL.set(tx).ok();
    std::thread::spawn(move || {
        loop {
            if let Ok(letter) = rx.recv() {
                deliver(letter);
            }
        }
    })
}

#[path = "good/the_struct_keeps_something_made_of_a_sender.rs"]
mod the_struct_keeps_something_made_of_a_sender;

async fn a_question_and_its_answer(asked: oneshot::Receiver<Letter>) {
    if let Ok(letter) = asked.await {
        deliver(letter);
    }
}

#[cfg(unix)]
async fn signals_never_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut hangup = signal(SignalKind::hangup())?;
    let mut terminate = signal(SignalKind::terminate())?;
    loop {
        tokio::select! {
            _ = hangup.recv() => println!("reading the settings again"),
            _ = terminate.recv() => return Ok(()),
        }
    }
}

async fn a_clock_never_ends(mut letters: mpsc::Receiver<Letter>) {
    let mut clock = tokio::time::interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = clock.tick() => println!("a minute"),
            letter = letters.recv() => match letter {
                Some(letter) => deliver(letter),
                None => break,
            },
        }
    }
}

mod a_client_with_a_recv_of_its_own {
    use std::io;

    struct Subscription {
        socket: tokio::net::UdpSocket,
    }

    impl Subscription {
        /// Waits for the broker; an error is one lost message, not the end.
        async fn recv(&mut self) -> Result<usize, io::Error> {
            let mut bytes = [0; 512];
            self.socket.recv(&mut bytes).await
        }
    }

    async fn listen(mut subscription: Subscription) {
        loop {
            match subscription.recv().await {
                Ok(length) => println!("{length} bytes"),
                Err(error) => eprintln!("{error}"),
            }
        }
    }
}

#[path = "good/a_stream_that_waits_when_it_is_empty.rs"]
mod a_stream_that_waits_when_it_is_empty;

async fn what_the_limit_lets_through_is_unwrapped(mut letters: broadcast::Receiver<String>) {
    while let Ok(letter) = tokio::time::timeout(Duration::from_secs(1), letters.recv()).await {
        let letter = letter.expect("the office is open");
        println!("{letter}");
    }
}

async fn what_an_arm_takes_out_is_unwrapped(mut letters: broadcast::Receiver<String>) {
    loop {
        match tokio::time::timeout(Duration::from_secs(1), letters.recv()).await {
            Ok(letter) => println!("{}", letter.unwrap()),
            Err(_) => break,
        }
    }
}

struct Office {
    slot: async_channel::Sender<String>,
    letters: async_channel::Receiver<String>,
}

impl Office {
    fn new() -> Office {
        let (slot, letters) = async_channel::bounded(8);
        Office { slot, letters }
    }

    fn letters(&self) -> async_channel::Receiver<String> {
        self.letters.clone()
    }

    async fn the_owner_of_the_slot_asks_itself_for_the_letters(self) {
        let letters = self.letters();
        loop {
            match letters.recv().await {
                Ok(letter) => println!("{letter}, {} before it", self.slot.len()),
                Err(error) => eprintln!("{error}"),
            }
        }
    }
}

struct Bag {
    letters: Vec<String>,
}

impl Bag {
    fn checked(&self) -> Result<usize, String> {
        if self.letters.len() > 100 { Err("the bag is full".to_owned()) } else { Ok(self.letters.len()) }
    }
}

async fn the_bag_may_be_full_before_the_next_letter(
    mut letters: mpsc::Receiver<String>,
    mut bag: Bag,
) -> Result<(), String> {
    loop {
        if let Some(letter) = letters.recv().await {
            bag.letters.push(letter);
        }
        bag.checked()?;
    }
}

#[path = "good/supervised.rs"]
mod supervised;

#[path = "good/calls.rs"]
mod calls;

macro_rules! source_of_letters {
    ($name:ident) => {
        struct $name;

        impl $name {
            async fn next_letter(&mut self) -> Option<Letter> {
                None
            }

            async fn next_weight(&mut self) -> u32 {
                20
            }

            async fn open() -> Self {
                $name
            }
        }
    };
}

source_of_letters!(Postman);

async fn an_unknown_source_that_is_waited_for_again(mut postman: Postman) {
    loop {
        while let Some(letter) = postman.next_letter().await {
            deliver(letter);
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

async fn an_unknown_source_that_is_replaced(mut postman: Postman) {
    loop {
        while let Some(letter) = postman.next_letter().await {
            deliver(letter);
        }
        postman = Postman::open().await;
    }
}

async fn an_unknown_source_without_an_end(mut postman: Postman) {
    loop {
        let grams = postman.next_weight().await;
        println!("{grams} g");
    }
}

mod no_sibling_takes_none_for_the_end {
    use super::{Letter, Postman, deliver};

    struct Office {
        postman: Postman,
    }

    impl Office {
        async fn ask_again(&mut self) -> Letter {
            loop {
                if let Some(letter) = self.postman.next_letter().await {
                    return letter;
                }
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }

        async fn watch(&mut self) {
            let mut clock = tokio::time::interval(std::time::Duration::from_secs(1));
            loop {
                tokio::select! {
                    letter = self.postman.next_letter() => {
                        if let Some(letter) = letter {
                            deliver(letter);
                        }
                    }
                    _ = clock.tick() => println!("still open"),
                }
            }
        }
    }
}

#[path = "good/reads_of_messages.rs"]
mod reads_of_messages;

mod a_pair_in_a_field {
    use crossbeam_channel::{Receiver, Sender, bounded, select};

    struct House {
        stop: Receiver<()>,
        dishes: (Sender<u32>, Receiver<u32>),
    }

    impl House {
        fn new(stop: Receiver<()>) -> House {
            House { stop, dishes: bounded(0) }
        }

        fn offer(&self, dish: u32) -> bool {
            self.dishes.0.try_send(dish).is_ok()
        }

        fn serve(&self) {
            loop {
                select! {
                    recv(self.dishes.1) -> dish => if let Ok(dish) = dish { println!("{dish}") },
                    recv(self.stop) -> _ => return,
                }
            }
        }
    }
}

#[path = "good/conditions_that_change.rs"]
mod conditions_that_change;
