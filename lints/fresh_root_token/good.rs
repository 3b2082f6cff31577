//! conclint: allow(lost-cancel) -- the cases here are about two tokens
//! Tokens that have a parent, that are for something else, or that are linked in another way.

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

// It has a parent.

async fn a_child(cancel: CancellationToken) {
    oven(cancel.child_token()).await;
}

async fn a_clone(cancel: CancellationToken) {
    oven(cancel.clone()).await;
}

// They are linked.

async fn by_a_task(cancel: CancellationToken) {
    let own = CancellationToken::new();
    let of_the_link = own.clone();
    tokio::spawn(async move {
        cancel.cancelled().await;
        of_the_link.cancel();
    });
    oven(own.clone()).await;
}

async fn by_a_select(cancel: CancellationToken) {
    let own = CancellationToken::new();
    tokio::select! {
        _ = cancel.cancelled() => {}
        _ = oven(own.clone()) => {}
    }
}

async fn both(cancel: CancellationToken, own: CancellationToken) {
    tokio::join!(oven(cancel), oven(own));
}

async fn by_a_call(cancel: CancellationToken) {
    both(cancel, CancellationToken::new()).await;
}

// The function cancels it.

async fn after_its_own_work(cancel: CancellationToken) {
    let own = CancellationToken::new();
    let baking = tokio::spawn(oven(own.clone()));
    cancel.cancelled().await;
    own.cancel();
    baking.await.unwrap();
}

async fn by_a_guard(cancel: CancellationToken) {
    let own = CancellationToken::new();
    let _guard = own.clone().drop_guard();
    oven(own).await;
    println!("{}", cancel.is_cancelled());
}

// After the stop.

async fn the_last_bread(cancel: CancellationToken) {
    cancel.cancelled().await;
    oven(CancellationToken::new()).await;
}

// It is kept.

struct Bakery {
    cancel: CancellationToken,
    night: CancellationToken,
}

impl Bakery {
    fn new(cancel: CancellationToken) -> Bakery {
        Bakery { cancel, night: CancellationToken::new() }
    }

    fn open_again(&mut self, old: CancellationToken) {
        self.cancel = CancellationToken::new();
        println!("{}", old.is_cancelled());
    }
}

struct Night {
    night: CancellationToken,
}

async fn kept_and_handed_on(cancel: CancellationToken) -> Night {
    println!("{}", cancel.is_cancelled());
    let night = CancellationToken::new();
    tokio::spawn(oven(night.clone()));
    Night { night }
}

async fn with_a_field(cancel: CancellationToken) -> Bakery {
    let night = CancellationToken::new();
    oven(cancel.clone()).await;
    Bakery { cancel, night }
}

// No token is given, or none is handed on.

async fn the_first_of_all() {
    oven(CancellationToken::new()).await;
}

async fn a_flag(stop: bool) {
    if !stop {
        oven(CancellationToken::new()).await;
    }
}

async fn not_handed_on(cancel: CancellationToken) {
    let own = CancellationToken::new();
    println!("{} {}", own.is_cancelled(), cancel.is_cancelled());
}

// Another type.

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

async fn of_an_own_type(cancel: CancellationToken) {
    with_token(Token::new()).await;
    oven(cancel).await;
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn bakes(cancel: CancellationToken) {
        oven(CancellationToken::new()).await;
        println!("{}", cancel.is_cancelled());
    }
}
