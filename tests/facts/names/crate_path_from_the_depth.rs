//! `crate::` begins at the root wherever it stands, and re-exports on the way are followed.
pub mod net {
    pub mod rt {
        pub use tokio::task::spawn;
    }
}

mod deep {
    mod deeper {
        pub async fn answer() {}

        pub fn start() {
            crate::net::rt::spawn(self::answer());
            crate::net::rt::spawn(crate::beat());
        }
    }
}

async fn beat() {}
