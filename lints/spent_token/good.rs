//! Tokens that are renewed, that nobody uses any more, or that end all of their value.

use std::mem;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn play(song: u32, token: CancellationToken) {
    tokio::select! {
        _ = token.cancelled() => {}
        _ = tokio::time::sleep(Duration::from_secs(u64::from(song))) => {}
    }
}

// Another token.

async fn skip(mut token: CancellationToken) {
    token.cancel();
    token = CancellationToken::new();
    play(2, token.clone()).await;
}

async fn a_token_for_each(songs: Vec<u32>) {
    for song in songs {
        let token = CancellationToken::new();
        let playing = tokio::spawn(play(song, token.clone()));
        tokio::time::sleep(Duration::from_secs(3)).await;
        token.cancel();
        let _ = playing.await;
    }
}

struct Player {
    token: CancellationToken,
    playing: Option<JoinHandle<()>>,
}

impl Player {
    fn pause(&mut self) {
        self.token.cancel();
        self.token = CancellationToken::new();
    }

    fn play(&mut self, song: u32) {
        self.playing = Some(tokio::spawn(play(song, self.token.clone())));
    }
}

struct Recorder {
    token: CancellationToken,
}

impl Recorder {
    fn pause(&mut self) {
        mem::take(&mut self.token).cancel();
    }

    async fn play(&self, song: u32) {
        play(song, self.token.clone()).await;
    }
}

struct Radio {
    token: CancellationToken,
}

impl Radio {
    fn mute(&mut self) {
        let Self { token } = self;
        token.cancel();
    }

    fn unmute(&mut self) {
        let Self { token } = self;
        *token = CancellationToken::new();
    }

    async fn tune(&self, station: u32) {
        play(station, self.token.child_token()).await;
    }
}

// The end.

struct Jukebox {
    token: CancellationToken,
    left: u32,
}

impl Jukebox {
    async fn shutdown(&mut self) {
        self.token.cancel();
        self.left = 0;
    }

    async fn next(&mut self) {
        play(self.left, self.token.clone()).await;
    }
}

struct Organ {
    token: CancellationToken,
}

impl Organ {
    fn leave(self) {
        self.token.cancel();
    }

    async fn next(&mut self, song: u32) {
        play(song, self.token.clone()).await;
    }
}

impl Drop for Organ {
    fn drop(&mut self) {
        self.token.cancel();
    }
}

// It is asked first.

struct Band {
    token: CancellationToken,
    songs: Vec<u32>,
}

impl Band {
    fn rest(&mut self) {
        self.songs.clear();
        self.token.cancel();
    }

    async fn perform(&self, song: u32) {
        if self.token.is_cancelled() {
            return;
        }
        play(song, self.token.clone()).await;
    }
}

// The work began before, or the path ends.

async fn cancelled_at_last(token: CancellationToken) {
    let playing = tokio::spawn(play(1, token.clone()));
    token.cancel();
    let _ = playing.await;
}

async fn on_another_path(token: CancellationToken, loud: bool) {
    if loud {
        token.cancel();
        return;
    }
    play(3, token.clone()).await;
}

async fn another_token(token: CancellationToken, other: CancellationToken) {
    token.cancel();
    play(3, other.clone()).await;
}

async fn only_waited_for(token: CancellationToken) {
    token.cancel();
    token.clone().cancelled().await;
}

// A method of the same name.

#[derive(Clone)]
struct Order {
    song: u32,
}

impl Order {
    fn cancel(&self) {
        println!("no {}", self.song);
    }
}

fn order_again(order: &Order) -> Order {
    order.cancel();
    order.clone()
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cancelled_song_is_not_played() {
        let token = CancellationToken::new();
        token.cancel();
        play(1, token.clone()).await;
    }
}
