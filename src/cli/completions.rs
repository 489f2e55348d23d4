//! `itudoc completions SHELL`: made when asked for, so that a package need not hold them.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Failure, out};
use crate::batch::summary::DONE;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum, ignore_case = true)]
    shell: Shell,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "itudoc", &mut script);
        out::print_exactly(&String::from_utf8_lossy(&script))?;
        Ok(DONE)
    }
}
