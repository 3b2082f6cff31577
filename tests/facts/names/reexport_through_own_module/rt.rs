pub use tokio::spawn;

pub mod prelude {
    pub use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
    pub use tokio::time::sleep as rest;
}
