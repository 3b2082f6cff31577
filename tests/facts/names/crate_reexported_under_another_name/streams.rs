pub use crate::rt::sync::mpsc::Receiver;

pub type Peer = Receiver<String>;
