//! `itudoc man`: the manual pages, made from the command line's own description.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Failure, out, places};
use crate::batch::summary::DONE;
use crate::store;

/// Print the manual page, or write the pages of all commands into a folder
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder for a page a command, for example share/man/man1
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let mut command = Cli::command();
        command.build();
        match self.output {
            None => {
                out::print_exactly(&page(&command)?)?;
            }
            Some(folder) => {
                places::can_be_folder(&folder, "-o")?;
                let made = std::fs::create_dir_all(&folder);
                made.map_err(|error| {
                    Failure::new(format!("{}: {error}", folder.display()), "give another folder with -o")
                })?;
                let pages = command.get_subcommands().filter(|sub| sub.get_name() != "help");
                for page_of in std::iter::once(&command).chain(pages) {
                    let name = page_of.get_display_name().unwrap_or(page_of.get_name());
                    store::write_whole(&folder.join(format!("{name}.1")), page(page_of)?.as_bytes())
                        .map_err(|error| Failure::new(error.to_string(), error.advice()))?;
                }
            }
        }
        Ok(DONE)
    }
}

fn page(command: &clap::Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    let made = Man::new(command.clone()).render(&mut text);
    made.map_err(|error| Failure::new(error.to_string(), "this is a fault of itudoc; please report it"))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
