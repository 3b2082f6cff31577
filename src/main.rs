//! The binary: arguments in, exit code out.

use std::process::ExitCode;

/// A run makes and drops millions of small nodes, which the allocators of the systems do slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    conclint::cli::main(std::env::args_os())
}
