//! The `itudoc` program; everything is in the library.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    itudoc::cli::main()
}
