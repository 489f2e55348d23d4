//! `itudoc schema`: the JSON Schemas of what programs may read.

use clap::{Args, ValueEnum};

use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::report::record;
use crate::structure;

/// Print the JSON Schema of the .json outputs, or of the report
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What it is the schema of
    #[arg(value_enum, default_value = "outputs")]
    of: SchemaOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaOf {
    /// The .json outputs
    Outputs,
    /// A line of `convert --report FILE.jsonl`; in FILE.json these stand under `files`
    Report,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let schema = match self.of {
            SchemaOf::Outputs => structure::schema(),
            SchemaOf::Report => record::schema(),
        };
        out::print_exactly(&schema)?;
        Ok(DONE)
    }
}
