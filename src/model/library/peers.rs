//! Peers: which listeners only programs of the same machine can connect to.

use super::calls::binds_listener;

/// Types of listeners that have no address outside this machine: sockets of the file system, named pipes.
const LOCAL: &[&str] = &[
    "tokio::net::UnixListener",
    "std::os::unix::net::UnixListener",
    "async_std::os::unix::net::UnixListener",
    "smol::net::unix::UnixListener",
    "async_net::unix::UnixListener",
    "tokio::net::windows::named_pipe::NamedPipeServer",
];

/// Types of listeners of the operating system, beside the local ones.
const LISTENERS: &[&str] =
    &["tokio::net::TcpListener", "std::net::TcpListener", "async_std::net::TcpListener", "async_net::TcpListener"];

/// The methods of listeners by which connections come in.
pub const ACCEPTS: &[&str] = &["accept", "incoming"];

/// Whether this is a listener of the operating system: its error may be one of the whole process.
pub fn is_listener(ty: &str) -> bool {
    LISTENERS.contains(&ty) || LOCAL.contains(&ty) && ty.ends_with("Listener")
}

/// How code pauses that waits for a listener.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    pub path: &'static str,
    pub is_async: bool,
}

/// How code pauses where a listener of this type is waited for.
pub fn pause_beside(listener: &str) -> Option<Pause> {
    match listener.split("::").next() {
        Some("tokio") => Some(Pause { path: "tokio::time::sleep", is_async: true }),
        Some("std") => Some(Pause { path: "std::thread::sleep", is_async: false }),
        Some("async_std") => Some(Pause { path: "async_std::task::sleep", is_async: true }),
        _ => None,
    }
}

/// Whether a listener of this type is reached from this machine alone.
pub fn is_local_listener(ty: &str) -> bool {
    LOCAL.contains(&ty) || ty.starts_with("interprocess::")
}

/// Whether an address, as it is written, is one of the machine itself: `127.0.0.1:80`, `localhost:80`, `[::1]:80`.
pub fn is_loopback(address: &str) -> bool {
    ["127.", "localhost", "[::1]", "::1"].into_iter().any(|own| address.starts_with(own))
}

/// Whether a constant of this path is an address of the machine itself.
pub fn is_loopback_constant(path: &str) -> bool {
    path.ends_with("::LOCALHOST")
}

/// Whether a function of this path makes a listener for an address, its first argument.
pub fn binds(path: &str) -> bool {
    path.rsplit_once("::").is_some_and(|(owner, name)| binds_listener(owner, name))
}
