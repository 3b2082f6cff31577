//! A `recv` on a value of unknown make is a question mark, not a receive.
pub async fn listen(source: impl IntoSource) {
    let mut source = source.into_source();
    while let Some(item) = source.recv().await {
        println!("{item}");
    }
}

pub trait IntoSource {
    type Source;
}

pub async fn again() {
    let mut radio = elsewhere::radio();
    radio.recv().await;
}
