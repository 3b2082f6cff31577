//! Tasks that wait for room where nobody receives any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded, select};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

fn look(far: u32) -> u32 {
    far * 2
}

// The function that has the receiver stops receiving, and waits for the sender.

fn a_scope_and_a_stop(stop: &Receiver<()>) -> bool {
    let (sight, sights) = bounded(0);
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = sight.send(look(3)); //~
        });
        select! {
            recv(stop) -> _ => false,
            recv(sights) -> sight => sight.is_ok(),
        }
    })
}

fn a_limit_and_a_join() -> Option<u32> {
    let (sight, sights) = mpsc::sync_channel(0);
    let keeper = thread::spawn(move || {
        let _ = sight.send(look(4)); //~
    });
    let seen = match sights.recv_timeout(Duration::from_millis(100)) {
        Ok(seen) => Some(seen),
        Err(_) => None,
    };
    keeper.join().unwrap();
    seen
}

fn a_flag_and_a_join(dark: Arc<AtomicBool>) {
    let (sight, sights) = mpsc::sync_channel(4);
    let keeper = thread::spawn(move || {
        for far in 0.. {
            if sight.send(look(far)).is_err() { //~
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

async fn a_stop_and_an_await(mut stop: tokio::sync::oneshot::Receiver<()>) {
    let (sight, mut sights) = tokio::sync::mpsc::channel(8);
    let keeper = tokio::spawn(async move {
        for far in 0.. {
            if sight.send(look(far)).await.is_err() { //~
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
    let _ = keeper.await;
}

async fn a_limit_and_an_await() -> bool {
    let (sight, mut sights) = tokio::sync::mpsc::channel(1);
    let keeper = tokio::spawn(async move {
        for far in 0..100 {
            if sight.send(look(far)).await.is_err() { //~
                break;
            }
        }
    });
    let first = tokio::time::timeout(Duration::from_secs(1), sights.recv()).await;
    if first.is_err() {
        println!("it is dark");
    } else {
        while let Some(seen) = sights.recv().await {
            println!("{seen}");
        }
    }
    keeper.await.is_ok()
}

fn parse(sight: &str) -> Result<u32, std::num::ParseIntError> {
    sight.parse()
}

fn an_error_in_a_scope(log: &[String]) -> Result<u32, std::num::ParseIntError> {
    let (sight, sights) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            for line in log {
                sight.send(line).unwrap(); //~
            }
        });
        let mut sum = 0;
        for line in &sights {
            sum += parse(line)?;
        }
        Ok(sum)
    })
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
            if sight.send(look(far)).is_err() { //~
                break;
            }
        }
    });
    let last = watch_for(&sights, stop);
    keeper.join().unwrap();
    last
}

// What ends the struct waits for the sender, and the struct has the receiver.

struct Tower {
    sights: mpsc::Receiver<u32>,
    keeper: Option<thread::JoinHandle<()>>,
}

impl Tower {
    fn new() -> Tower {
        let (sight, sights) = mpsc::sync_channel(4);
        let keeper = thread::spawn(move || {
            for far in 0.. {
                if sight.send(look(far)).is_err() { //~
                    break;
                }
            }
        });
        Tower { sights, keeper: Some(keeper) }
    }

    fn next(&self) -> Option<u32> {
        self.sights.recv().ok()
    }
}

impl Drop for Tower {
    fn drop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

struct Watch {
    dark: Arc<AtomicBool>,
    sights: tokio::sync::mpsc::Receiver<u32>,
    keeper: JoinHandle<()>,
}

impl Watch {
    fn open() -> Watch {
        let (sight, sights) = tokio::sync::mpsc::channel(4);
        let dark = Arc::new(AtomicBool::new(false));
        let is_dark = dark.clone();
        let keeper = tokio::spawn(async move {
            let mut far = 0;
            while !is_dark.load(Ordering::Acquire) {
                far += 1;
                if sight.send(look(far)).await.is_err() { //~
                    break;
                }
            }
        });
        Watch { dark, sights, keeper }
    }

    async fn next(&mut self) -> Option<u32> {
        self.sights.recv().await
    }

    async fn shutdown(self) {
        self.dark.store(true, Ordering::Release);
        let _ = self.keeper.await;
    }
}

// Nobody ever receives.

struct Lamp {
    sights: mpsc::Receiver<u32>,
}

fn a_field_that_is_never_read() -> Lamp {
    let (sight, sights) = mpsc::sync_channel(2);
    thread::spawn(move || {
        for far in 0..1000 {
            sight.send(look(far)).unwrap(); //~
        }
    });
    Lamp { sights }
}

async fn a_receiver_that_is_never_used(nights: u64) {
    let (sight, _sights) = tokio::sync::mpsc::channel(2);
    tokio::spawn(async move {
        for far in 0..1000 {
            if sight.send(look(far)).await.is_err() { //~
                break;
            }
        }
    });
    tokio::time::sleep(Duration::from_secs(nights)).await;
}

// The same is sent to each of several receivers, and each waits for those before it.

struct Watchers(Vec<tokio::sync::mpsc::Sender<String>>);

impl Watchers {
    async fn tell_each(&mut self, sight: String) {
        let mut gone = Vec::new();
        for (n, watcher) in self.0.iter().enumerate() {
            if watcher.send(sight.clone()).await.is_err() { //~
                gone.push(n);
            }
        }
        for n in gone.into_iter().rev() {
            self.0.swap_remove(n);
        }
    }
}

struct Posts {
    by_name: std::collections::HashMap<String, tokio::sync::mpsc::Sender<u32>>,
}

impl Posts {
    async fn tell(&self, far: u32) {
        for post in self.by_name.values() {
            let _ = post.send(far).await; //~
        }
    }
}

fn tell_threads(posts: &[mpsc::SyncSender<u32>], far: u32) {
    for post in posts {
        let _ = post.send(look(far)); //~
    }
}

// The task calls the function that sends, or a function gives the handle back to the one that waits.

fn send_all_sights(far: u32, sight: mpsc::SyncSender<u32>) {
    for near in 0..far {
        if sight.send(look(near)).is_err() { //~
            return;
        }
    }
}

fn watch_until_dark(sights: &mpsc::Receiver<u32>, dark: &AtomicBool) -> Result<u32, String> {
    let mut seen = 0;
    for sight in sights.iter() {
        if dark.load(Ordering::Relaxed) {
            return Err("it is dark".to_owned());
        }
        seen += sight;
    }
    Ok(seen)
}

fn a_helper_sends_and_another_stops(far: u32, dark: &AtomicBool) -> Result<u32, String> {
    let (sight, sights) = mpsc::sync_channel(2);
    let keeper = thread::spawn(move || send_all_sights(far, sight));
    let seen = watch_until_dark(&sights, dark);
    keeper.join().unwrap();
    seen
}

fn start_keepers(lamps: Vec<u32>, sights: &tokio::sync::mpsc::Sender<u32>) -> tokio::task::JoinSet<()> {
    let mut keepers = tokio::task::JoinSet::new();
    for lamp in lamps {
        let (lamp, sights) = (look(lamp), sights.clone());
        keepers.spawn(async move {
            let _ = sights.send(lamp).await; //~
        });
    }
    keepers
}

async fn the_first_one_is_enough(lamps: Vec<u32>) -> Option<u32> {
    let (sender, mut sights) = tokio::sync::mpsc::channel(1);
    let mut keepers = start_keepers(lamps, &sender);
    drop(sender);
    let first = sights.recv().await;
    while keepers.join_next().await.is_some() {}
    first
}

async fn the_first_ten_are_enough(far: u32) -> Vec<u32> {
    let (sight, mut sights) = tokio::sync::mpsc::channel(1);
    let keeper = tokio::spawn(async move {
        for near in 0..far {
            let _ = sight.send(look(near)).await; //~
        }
    });
    let mut seen = Vec::new();
    while seen.len() < 10 {
        let Some(sight) = sights.recv().await else { break };
        seen.push(sight);
    }
    keeper.await.unwrap();
    seen
}

// A struct has the receiver and the handle.

struct Survey {
    sights: mpsc::Receiver<u32>,
    keeper: thread::JoinHandle<()>,
}

impl Survey {
    fn begin(far: u32) -> Survey {
        let (sight, sights) = mpsc::sync_channel(2);
        let keeper = thread::spawn(move || {
            for near in 0..far {
                if sight.send(look(near)).is_err() { //~
                    return;
                }
            }
        });
        Survey { sights, keeper }
    }

    fn as_many_as(self, wanted: usize) -> Vec<u32> {
        let mut seen = Vec::new();
        while seen.len() < wanted {
            let Ok(sight) = self.sights.recv() else { break };
            seen.push(sight);
        }
        self.keeper.join().unwrap();
        seen
    }
}

struct Lookout {
    sight: tokio::sync::mpsc::Sender<u32>,
    sights: tokio::sync::mpsc::Receiver<u32>,
    keepers: Vec<JoinHandle<()>>,
}

impl Lookout {
    fn new() -> Lookout {
        let (sight, sights) = tokio::sync::mpsc::channel(1);
        Lookout { sight, sights, keepers: Vec::new() }
    }

    fn look_out(&mut self, far: u32) {
        let sight = self.sight.clone();
        self.keepers.push(tokio::spawn(async move {
            let _ = sight.send(look(far)).await; //~
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
        self.all_home().await;
        seen
    }

    async fn all_home(&mut self) {
        for keeper in self.keepers.drain(..) {
            keeper.await.unwrap();
        }
    }
}

// What waits has told the task to stop, which may be at its send by then.

struct Mole {
    sights: tokio::sync::mpsc::Receiver<u32>,
    dusk: CancellationToken,
    keeper: JoinHandle<()>,
}

impl Mole {
    fn light() -> Mole {
        let (sight, sights) = tokio::sync::mpsc::channel(1);
        let dusk = CancellationToken::new();
        let seen = dusk.clone();
        let keeper = tokio::spawn(async move {
            while !seen.is_cancelled() {
                let _ = sight.send(look(7)).await; //~
            }
        });
        Mole { sights, dusk, keeper }
    }

    async fn next(&mut self) -> Option<u32> {
        self.sights.recv().await
    }

    async fn go_dark(&mut self) {
        self.dusk.cancel();
        let _ = (&mut self.keeper).await;
    }
}

#[path = "bad/owned.rs"]
mod owned;

#[path = "bad/drained_by_a_helper.rs"]
mod drained_by_a_helper;
