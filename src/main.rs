//! The `itudoc` program; everything is in the library.
#![forbid(unsafe_code)]

/// A conversion makes and drops some hundred thousand small strings and runs; with the system's
/// allocator that took 27 % of a batch's time (perf, 200 files of 15 pages).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    itudoc::cli::main()
}
