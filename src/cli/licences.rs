//! `itudoc licences`: under which licences the program and what is linked into it stand.

use clap::Args;

use super::{Failure, out};
use crate::batch::summary::DONE;

/// Print the licences of itudoc and of all that is linked into it
#[derive(Debug, Args)]
pub(super) struct Arguments {}

const OWN: &str = "itudoc is licensed under MIT or Apache-2.0, as you like.\n\n";

/// Written by `.ci/notices`.
const OTHERS: &str = include_str!("../../docs/third-party-notices.txt");

/// Of the fonts that are built in.
const FONTS: &str = include_str!("../../templates/fonts/NOTICE.md");

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        out::print(&[OWN, FONTS, "\n", OTHERS].concat())?;
        Ok(DONE)
    }
}
