//! A break with a value leaves the loop like any other, also as the value of a `let`.
pub async fn pick() -> u8 {
    let chosen = loop {
        let n = roll().await;
        if n > 3 {
            break n;
        }
    };
    chosen + 1
}

async fn roll() -> u8 {
    4
}
