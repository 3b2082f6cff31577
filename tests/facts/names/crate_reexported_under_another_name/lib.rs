//! A crate that is exported under another name stays itself, known or not, and so do its types through more exports.
mod streams;

pub use tokio as rt;
pub use wirework as wire;

pub mod peers {
    pub use crate::streams::Peer;
}

pub async fn run(mut peer: peers::Peer) {
    let (_into, _out) = crate::rt::sync::mpsc::channel::<u8>(4);
    crate::wire::task::spawn(async {});
    while let Some(news) = peer.recv().await {
        println!("{news}");
    }
}
