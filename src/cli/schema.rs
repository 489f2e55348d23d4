//! `itudoc schema`: the JSON Schema of the structure.

use clap::Args;

use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::write::json;

/// Print the JSON Schema of the .json outputs
#[derive(Debug, Args)]
pub(super) struct Arguments {}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        out::print(&json::schema())
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        Ok(DONE)
    }
}
