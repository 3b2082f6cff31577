//! A module and a function may have one name: a call means the function, a path that goes on means the module, and a function hides no crate.
mod rest;
pub mod work;

pub use rest::rest;

pub async fn run() {
    rest(std::time::Duration::from_secs(3)).await;
    crate::rest(rest::SHORT).await;
    rest::deeply().await;
}
