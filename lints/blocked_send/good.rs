//! Tasks that get room, or an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded, select};

fn look(far: u32) -> u32 {
    far * 2
}

fn a_slot_for_the_answer(stop: &Receiver<()>) -> bool {
    let (sight, sights) = bounded(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = sight.send(look(3));
        });
        select! {
            recv(stop) -> _ => false,
            recv(sights) -> sight => sight.is_ok(),
        }
    })
}

fn a_receive_after_the_stop(stop: &Receiver<()>) -> bool {
    let (sight, sights) = bounded(0);
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = sight.send(look(3));
        });
        select! {
            recv(stop) -> _ => {
                let _ = sights.recv();
                false
            }
            recv(sights) -> sight => sight.is_ok(),
        }
    })
}

fn a_receiver_that_goes_with_the_scope(stop: &Receiver<()>) -> bool {
    thread::scope(|scope| {
        let (sight, sights) = bounded(0);
        scope.spawn(move || {
            let _ = sight.send(look(3));
        });
        select! {
            recv(stop) -> _ => false,
            recv(sights) -> sight => sight.is_ok(),
        }
    })
}

fn a_receiver_that_is_dropped_before_the_join() -> Option<u32> {
    let (sight, sights) = mpsc::sync_channel(0);
    let keeper = thread::spawn(move || {
        let _ = sight.send(look(4));
    });
    let seen = match sights.recv_timeout(Duration::from_millis(100)) {
        Ok(seen) => Some(seen),
        Err(_) => None,
    };
    drop(sights);
    keeper.join().unwrap();
    seen
}

fn nobody_waits() -> Option<u32> {
    let (sight, sights) = mpsc::sync_channel(0);
    thread::spawn(move || {
        let _ = sight.send(look(4));
    });
    sights.recv_timeout(Duration::from_millis(100)).ok()
}

fn as_many_receives_as_sends() -> u32 {
    let (sight, sights) = mpsc::sync_channel(0);
    let mut keepers = Vec::new();
    for far in 0..4 {
        let sight = sight.clone();
        keepers.push(thread::spawn(move || sight.send(look(far))));
    }
    let mut sum = 0;
    for _ in 0..4 {
        sum += sights.recv().unwrap();
    }
    for keeper in keepers {
        let _ = keeper.join();
    }
    sum
}

fn the_last_message_ends_the_loop() {
    let (sight, sights) = mpsc::sync_channel(4);
    let keeper = thread::spawn(move || {
        for far in (0..100).rev() {
            sight.send(look(far)).unwrap();
        }
    });
    while let Ok(seen) = sights.recv() {
        if seen == 0 {
            break;
        }
    }
    keeper.join().unwrap();
}

fn a_send_with_a_limit(dark: Arc<AtomicBool>) {
    let (sight, sights) = bounded(4);
    let keeper = thread::spawn(move || {
        for far in 0.. {
            if sight.send_timeout(look(far), Duration::from_secs(1)).is_err() {
                break;
            }
        }
    });
    while let Ok(seen) = sights.recv() {
        if dark.load(Ordering::Acquire) {
            break;
        }
        println!("{seen}");
    }
    keeper.join().unwrap();
}

async fn a_send_that_sees_the_stop(mut stop: tokio::sync::watch::Receiver<bool>) {
    let (sight, mut sights) = tokio::sync::mpsc::channel(8);
    let mut dark = stop.clone();
    let keeper = tokio::spawn(async move {
        for far in 0.. {
            tokio::select! {
                sent = sight.send(look(far)) => if sent.is_err() { break },
                _ = dark.changed() => break,
            }
        }
    });
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            seen = sights.recv() => match seen {
                Some(seen) => println!("{seen}"),
                None => break,
            },
        }
    }
    let _ = keeper.await;
}

async fn a_receiver_that_is_closed(mut stop: tokio::sync::oneshot::Receiver<()>) {
    let (sight, mut sights) = tokio::sync::mpsc::channel(8);
    let keeper = tokio::spawn(async move {
        for far in 0.. {
            if sight.send(look(far)).await.is_err() {
                break;
            }
        }
    });
    loop {
        tokio::select! {
            _ = &mut stop => break,
            seen = sights.recv() => match seen {
                Some(seen) => println!("{seen}"),
                None => break,
            },
        }
    }
    sights.close();
    let _ = keeper.await;
}

async fn a_task_that_is_aborted(mut stop: tokio::sync::oneshot::Receiver<()>) {
    let (sight, mut sights) = tokio::sync::mpsc::channel(8);
    let keeper = tokio::spawn(async move {
        for far in 0.. {
            if sight.send(look(far)).await.is_err() {
                break;
            }
        }
    });
    loop {
        tokio::select! {
            _ = &mut stop => break,
            seen = sights.recv() => match seen {
                Some(seen) => println!("{seen}"),
                None => break,
            },
        }
    }
    keeper.abort();
    let _ = keeper.await;
}

fn watch_for(sights: &Receiver<u32>, stop: &Receiver<()>) -> u32 {
    let mut seen = 0;
    loop {
        select! {
            recv(stop) -> _ => return seen,
            recv(sights) -> sight => match sight {
                Ok(far) => seen = far,
                Err(_) => return seen,
            },
        }
    }
}

fn a_function_that_comes_back(stop: &Receiver<()>) -> u32 {
    let (sight, sights) = bounded(4);
    let keeper = thread::spawn(move || {
        for far in 0..1000 {
            if sight.send(look(far)).is_err() {
                break;
            }
        }
    });
    let last = watch_for(&sights, stop);
    drop(sights);
    keeper.join().unwrap();
    last
}

fn all_of_it(sights: &Receiver<u32>) -> u32 {
    sights.iter().sum()
}

fn a_function_that_reads_all() -> u32 {
    let (sight, sights) = bounded(4);
    let keeper = thread::spawn(move || {
        for far in 0..1000 {
            if sight.send(look(far)).is_err() {
                break;
            }
        }
    });
    let sum = all_of_it(&sights);
    keeper.join().unwrap();
    sum
}

fn an_end_of_the_channel_in_a_scope(log: &[String]) -> Option<u32> {
    let (sight, sights) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            for line in log {
                sight.send(line.len() as u32).unwrap();
            }
        });
        loop {
            let Ok(far) = sights.recv() else { return None };
            println!("{far}");
        }
    })
}

fn another_receiver(dark: Arc<AtomicBool>) {
    let (sight, sights) = bounded(4);
    let more = sights.clone();
    thread::spawn(move || more.iter().for_each(|seen: u32| println!("{seen}")));
    let keeper = thread::spawn(move || {
        for far in 0..100 {
            if sight.send(look(far)).is_err() {
                break;
            }
        }
    });
    while let Ok(seen) = sights.recv() {
        if dark.load(Ordering::Acquire) {
            break;
        }
        println!("{seen}");
    }
    keeper.join().unwrap();
}

struct Tower {
    sights: Option<mpsc::Receiver<u32>>,
    keeper: Option<thread::JoinHandle<()>>,
}

impl Tower {
    fn new() -> Tower {
        let (sight, sights) = mpsc::sync_channel(4);
        let keeper = thread::spawn(move || {
            for far in 0.. {
                if sight.send(look(far)).is_err() {
                    break;
                }
            }
        });
        Tower { sights: Some(sights), keeper: Some(keeper) }
    }

    fn next(&self) -> Option<u32> {
        self.sights.as_ref()?.recv().ok()
    }
}

impl Drop for Tower {
    fn drop(&mut self) {
        self.sights.take();
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

struct Watch {
    sights: mpsc::Receiver<u32>,
    keeper: thread::JoinHandle<()>,
}

impl Watch {
    fn new() -> Watch {
        let (sight, sights) = mpsc::sync_channel(4);
        let keeper = thread::spawn(move || {
            for far in 0..100 {
                if sight.send(look(far)).is_err() {
                    break;
                }
            }
        });
        Watch { sights, keeper }
    }

    fn read_all(self) -> u32 {
        let sum = self.sights.iter().sum();
        self.keeper.join().unwrap();
        sum
    }
}

struct Lamp {
    sights: mpsc::Receiver<u32>,
}

impl Lamp {
    fn new() -> Lamp {
        let (sight, sights) = mpsc::sync_channel(2);
        thread::spawn(move || {
            for far in 0..1000 {
                if sight.send(look(far)).is_err() {
                    break;
                }
            }
        });
        Lamp { sights }
    }

    fn next(&self) -> Option<u32> {
        self.sights.recv().ok()
    }
}

fn a_receiver_that_is_dropped_on_return() {
    let (sight, _sights) = mpsc::sync_channel(2);
    thread::spawn(move || {
        for far in 0..1000 {
            if sight.send(look(far)).is_err() {
                break;
            }
        }
    });
}

// A loop goes over several receivers.

struct Watchers(Vec<tokio::sync::mpsc::Sender<String>>);

impl Watchers {
    fn tell_each(&mut self, sight: &str) {
        self.0.retain(|watcher| {
            !matches!(watcher.try_send(sight.to_owned()), Err(tokio::sync::mpsc::error::TrySendError::Closed(_)))
        });
    }

    async fn each_its_own(&self, sights: Vec<String>) {
        for (watcher, sight) in self.0.iter().zip(sights) {
            let _ = watcher.send(sight).await;
        }
    }

    async fn the_first_that_is_there(&self, sight: String) {
        for watcher in &self.0 {
            if watcher.send(sight.clone()).await.is_ok() {
                break;
            }
        }
    }

    async fn for_a_while(&self, sight: String) {
        for watcher in &self.0 {
            let _ = tokio::time::timeout(Duration::from_secs(1), watcher.send(sight.clone())).await;
        }
    }

    #[cfg(test)]
    async fn for_a_test(&self, sight: String) {
        for watcher in &self.0 {
            let _ = watcher.send(sight.clone()).await;
        }
    }
}

async fn a_signal_to_each(posts: &[tokio::sync::mpsc::Sender<()>]) {
    for post in posts {
        let _ = post.send(()).await;
    }
}

async fn without_a_limit(posts: &[tokio::sync::mpsc::UnboundedSender<u32>]) {
    for post in posts {
        let _ = post.send(3);
    }
}

async fn to_own_workers(far: u32) {
    let (post, mut sights) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(far) = sights.recv().await {
            println!("{far}");
        }
    });
    let posts = [post.clone(), post];
    for post in &posts {
        let _ = post.send(far).await;
    }
}

// As many are received as are sent.

async fn one_is_sent_and_one_received() -> Option<u32> {
    let (sight, mut sights) = tokio::sync::mpsc::channel(1);
    let keeper = tokio::spawn(async move {
        let _ = sight.send(look(3)).await;
    });
    let first = sights.recv().await;
    keeper.await.unwrap();
    first
}

fn a_rendezvous_with_one() -> Option<u32> {
    let (sight, sights) = bounded(0);
    let keeper = thread::spawn(move || {
        let _ = sight.send(look(4));
    });
    let only = sights.recv().ok();
    keeper.join().unwrap();
    only
}

fn send_all_sights(far: u32, sight: mpsc::SyncSender<u32>) {
    for near in 0..far {
        if sight.send(look(near)).is_err() {
            return;
        }
    }
}

fn a_helper_sends_and_all_is_read(far: u32) -> u32 {
    let (sight, sights) = mpsc::sync_channel(2);
    let keeper = thread::spawn(move || send_all_sights(far, sight));
    let seen = sights.iter().sum();
    keeper.join().unwrap();
    seen
}

// A struct has the receiver and the handle, and lets the one go or reads it to its end.

struct Survey {
    sights: mpsc::Receiver<u32>,
    keeper: thread::JoinHandle<()>,
}

impl Survey {
    fn begin(far: u32) -> Survey {
        let (sight, sights) = mpsc::sync_channel(2);
        let keeper = thread::spawn(move || send_all_sights(far, sight));
        Survey { sights, keeper }
    }

    fn as_many_as(self, wanted: usize) -> Vec<u32> {
        let Survey { sights, keeper } = self;
        let mut seen = Vec::new();
        while seen.len() < wanted {
            let Ok(sight) = sights.recv() else { break };
            seen.push(sight);
        }
        drop(sights);
        keeper.join().unwrap();
        seen
    }
}

struct WholeSurvey {
    sights: mpsc::Receiver<u32>,
    keeper: thread::JoinHandle<()>,
}

impl WholeSurvey {
    fn begin(far: u32) -> WholeSurvey {
        let (sight, sights) = mpsc::sync_channel(2);
        let keeper = thread::spawn(move || send_all_sights(far, sight));
        WholeSurvey { sights, keeper }
    }

    fn all(self) -> u32 {
        let mut seen = 0;
        while let Ok(sight) = self.sights.recv() {
            seen += sight;
        }
        self.keeper.join().unwrap();
        seen
    }
}

struct Lookout {
    sight: tokio::sync::mpsc::Sender<u32>,
    sights: tokio::sync::mpsc::Receiver<u32>,
    keepers: Vec<tokio::task::JoinHandle<()>>,
}

impl Lookout {
    fn new() -> Lookout {
        let (sight, sights) = tokio::sync::mpsc::channel(1);
        Lookout { sight, sights, keepers: Vec::new() }
    }

    fn look_out(&mut self, far: u32) {
        let sight = self.sight.clone();
        self.keepers.push(tokio::spawn(async move {
            let _ = sight.send(look(far)).await;
        }));
    }

    async fn until_dusk(mut self, mut dusk: tokio::sync::mpsc::Receiver<()>) -> u32 {
        let mut seen = 0;
        loop {
            tokio::select! {
                _ = dusk.recv() => break,
                Some(sight) = self.sights.recv() => seen += sight,
            }
        }
        self.sights.close();
        self.all_home().await;
        seen
    }

    async fn all_home(&mut self) {
        for keeper in self.keepers.drain(..) {
            keeper.await.unwrap();
        }
    }
}

struct Mole {
    sights: tokio::sync::mpsc::Receiver<u32>,
    dusk: tokio_util::sync::CancellationToken,
    keeper: tokio::task::JoinHandle<()>,
}

impl Mole {
    fn light() -> Mole {
        let (sight, sights) = tokio::sync::mpsc::channel(1);
        let dusk = tokio_util::sync::CancellationToken::new();
        let seen = dusk.clone();
        let keeper = tokio::spawn(async move {
            while !seen.is_cancelled() {
                let _ = sight.send(look(7)).await;
            }
        });
        Mole { sights, dusk, keeper }
    }

    async fn go_dark(&mut self) {
        self.dusk.cancel();
        while let Some(sight) = self.sights.recv().await {
            println!("{sight}");
        }
        let _ = (&mut self.keeper).await;
    }
}

struct OneSight {
    sights: mpsc::Receiver<u32>,
    keeper: thread::JoinHandle<()>,
}

impl OneSight {
    fn begin(far: u32) -> OneSight {
        let (sight, sights) = mpsc::sync_channel(0);
        let keeper = thread::spawn(move || send_all_sights(far, sight));
        OneSight { sights, keeper }
    }

    fn or_why_there_is_none(self) -> Result<u32, thread::Result<()>> {
        match self.sights.recv() {
            Ok(sight) => Ok(sight),
            Err(_) => Err(self.keeper.join()),
        }
    }
}

#[path = "good/owned.rs"]
mod owned;

#[path = "good/drained_by_a_helper.rs"]
mod drained_by_a_helper;
