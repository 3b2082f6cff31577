//! `cargo conclint`: what cargo starts under that name, with the same arguments as `conclint`.

use std::process::ExitCode;

/// A run makes and drops millions of small nodes, which the allocators of the systems do slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut args: Vec<_> = std::env::args_os().collect();
    // Cargo puts the subcommand's name between the program's name and the user's arguments.
    if args.get(1).is_some_and(|arg| arg == "conclint") {
        args.remove(1);
    }
    conclint::cli::main(args)
}
