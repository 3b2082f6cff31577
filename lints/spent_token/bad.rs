//! Tokens that are given to new work after they were cancelled.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn play(song: u32, token: CancellationToken) {
    tokio::select! {
        _ = token.cancelled() => {}
        _ = tokio::time::sleep(Duration::from_secs(u64::from(song))) => {}
    }
}

// In one function.

async fn skip(token: CancellationToken) {
    token.cancel();
    play(2, token.clone()).await; //~
}

async fn skip_to_a_child(token: CancellationToken) {
    token.cancel();
    let child = token.child_token(); //~
    play(2, child).await;
}

async fn each_song(songs: Vec<u32>) {
    let token = CancellationToken::new();
    for song in songs {
        let playing = tokio::spawn(play(song, token.clone())); //~
        tokio::time::sleep(Duration::from_secs(3)).await;
        token.cancel();
        let _ = playing.await;
    }
}

async fn only_on_one_path(token: CancellationToken, loud: bool) {
    if loud {
        token.cancel();
    }
    play(3, token.clone()).await; //~
}

// In the methods of a value.

struct Player {
    token: CancellationToken,
    playing: Option<JoinHandle<()>>,
}

impl Player {
    async fn pause(&mut self) {
        self.token.cancel();
        if let Some(playing) = self.playing.take() {
            let _ = playing.await;
        }
    }

    fn play(&mut self, song: u32) {
        self.playing = Some(tokio::spawn(play(song, self.token.clone()))); //~
    }
}

struct Radio {
    token: CancellationToken,
    playing: Vec<JoinHandle<()>>,
}

impl Radio {
    fn mute(&mut self) {
        let Self { token, playing } = self;
        token.cancel();
        playing.clear();
    }

    fn tune(&mut self, station: u32) {
        let child = self.token.child_token(); //~
        self.playing.push(tokio::spawn(play(station, child)));
    }
}

struct Jukebox {
    token: CancellationToken,
    next: u32,
}

impl Jukebox {
    async fn again(&mut self) {
        self.token.cancel();
        self.next = 0;
        play(self.next, self.token.clone()).await; //~
    }
}

struct Band {
    token: CancellationToken,
    songs: Vec<u32>,
}

impl Band {
    fn rest(&mut self) {
        self.songs.clear();
        self.token.cancel();
    }

    async fn perform(&self) {
        let songs = self.songs.iter().map(|song| play(*song, self.token.clone())); //~
        for song in songs {
            song.await;
        }
    }
}
