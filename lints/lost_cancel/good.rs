//! Tokens that somebody cancels, or may cancel.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

async fn bake(bread: u32) {
    println!("{bread}");
}

async fn oven(cancel: CancellationToken) {
    tokio::select! {
        _ = cancel.cancelled() => {}
        _ = bake(1) => {}
    }
}

// Somebody cancels it.

async fn after_the_work() {
    let cancel = CancellationToken::new();
    let baking = tokio::spawn(oven(cancel.clone()));
    bake(2).await;
    cancel.cancel();
    baking.await.unwrap();
}

async fn by_a_guard() {
    let cancel = CancellationToken::new();
    let _guard = cancel.clone().drop_guard();
    oven(cancel.clone()).await;
}

async fn by_a_task() {
    let cancel = CancellationToken::new();
    let of_the_clock = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        of_the_clock.cancel();
    });
    oven(cancel.clone()).await;
}

async fn watch_the_clock(cancel: CancellationToken) {
    tokio::time::sleep(Duration::from_secs(5)).await;
    cancel.cancel();
}

async fn by_a_function() {
    let cancel = CancellationToken::new();
    tokio::spawn(watch_the_clock(cancel.clone()));
    oven(cancel.clone()).await;
}

async fn watch_in_turn(cancel: CancellationToken) {
    watch_the_clock(cancel.clone()).await;
}

async fn by_a_function_further_in() {
    let cancel = CancellationToken::new();
    tokio::spawn(watch_in_turn(cancel.clone()));
    oven(cancel.clone()).await;
}

async fn by_the_work_itself() {
    let cancel = CancellationToken::new();
    let own = cancel.clone();
    let baking = tokio::spawn(async move {
        bake(3).await;
        own.cancel();
    });
    cancel.cancelled().await;
    baking.await.unwrap();
}

// Others may.

struct Bakery {
    cancel: CancellationToken,
}

async fn kept() -> Bakery {
    let cancel = CancellationToken::new();
    tokio::spawn(oven(cancel.clone()));
    Bakery { cancel }
}

async fn given_back() -> CancellationToken {
    let cancel = CancellationToken::new();
    tokio::spawn(oven(cancel.clone()));
    cancel
}

async fn sent(bakers: tokio::sync::mpsc::Sender<CancellationToken>) {
    let cancel = CancellationToken::new();
    bakers.send(cancel.clone()).await.unwrap();
    oven(cancel.clone()).await;
}

async fn look(cancel: &CancellationToken) -> bool {
    cancel.is_cancelled()
}

async fn lent() {
    let cancel = CancellationToken::new();
    println!("{}", look(&cancel).await);
    oven(cancel.clone()).await;
}

async fn passed_on() {
    let cancel = CancellationToken::new();
    oven(cancel).await;
}

async fn for_an_argument() {
    oven(CancellationToken::new()).await;
}

// Nothing is handed to work.

async fn unused() {
    let cancel = CancellationToken::new();
    println!("{}", cancel.is_cancelled());
}

// In a field, whose token somebody cancels.

struct Batch {
    over: CancellationToken,
}

impl Batch {
    async fn bakes(self) {
        oven(self.over.clone()).await;
        self.over.cancel();
    }
}

async fn the_first_ends_the_others() {
    let over = CancellationToken::new();
    let batch = Batch { over: over.clone() };
    batch.bakes().await;
}

// In a field that other packages see.

pub struct Window {
    pub over: CancellationToken,
}

pub async fn shows(windows: tokio::sync::mpsc::Sender<Window>) {
    let over = CancellationToken::new();
    let window = Window { over: over.clone() };
    window.over.cancelled().await;
    let _ = windows.send(window).await;
}

// Another type.

#[derive(Clone, Default)]
struct Token;

impl Token {
    fn new() -> Token {
        Token
    }
}

async fn with_token(token: Token) {
    drop(token);
    bake(4).await;
}

async fn of_an_own_type() {
    let token = Token::new();
    with_token(token.clone()).await;
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn bakes() {
        let cancel = CancellationToken::new();
        oven(cancel.clone()).await;
    }
}
