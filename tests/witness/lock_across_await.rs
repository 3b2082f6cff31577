//! Two guests pay at one till, whose cards are asked for meanwhile.

async fn ask_the_bank(cents: u32) -> u32 {
    tokio::task::yield_now().await;
    cents
}

pub mod bad {
    use std::sync::Mutex;

    use super::ask_the_bank;

    pub async fn pay(till: &Mutex<u32>, cents: u32) {
        let mut till = till.lock().unwrap(); //~ lock-across-await
        *till += ask_the_bank(cents).await;
    }
}

pub mod good {
    use std::sync::Mutex;

    use super::ask_the_bank;

    pub async fn pay(till: &Mutex<u32>, cents: u32) {
        let paid = ask_the_bank(cents).await;
        let mut till = till.lock().unwrap();
        *till += paid;
    }
}
