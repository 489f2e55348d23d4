//! `itudoc inspect`: what was understood of a file, as a tree or as JSON.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::{CommandContext, about};
use super::given::{TypedSettings, WHERE_FROM};
use super::{Failure, out, places};
use crate::batch::summary::DONE;
use crate::settings::INSPECT;
use crate::write::tree;

/// Show the structure of a file as a tree, each line with its place in the input
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    /// The file; - reads standard input
    #[arg(required_unless_present = "show-settings")]
    file: Option<PathBuf>,
    /// A tree for people, or the JSON that `itudoc schema` describes
    #[arg(
        long,
        visible_alias = "format",
        value_enum,
        ignore_case = true,
        default_value = "tree",
        value_name = "FORMAT"
    )]
    output_format: InspectFormat,
    #[command(flatten)]
    given: TypedSettings<INSPECT>,
}

/// How the structure is shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum InspectFormat {
    Tree,
    Json,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let settled = self.given.settle()?;
        let Some(path) = self.file.filter(|_| !self.given.show_settings) else {
            out::print(&settled.shown())?;
            return Ok(DONE);
        };
        places::inputs_exist(std::slice::from_ref(&path))?;
        let context = CommandContext::new(settled)?;
        let (input, reading) = context.read(&path)?;
        match self.output_format {
            InspectFormat::Tree => {
                out::print(&tree::draw(&reading.submission, &reading.text, &context.engine.registry))
            }
            InspectFormat::Json => {
                let json = reading.structure(&input.bytes);
                let json = json.map_err(|refusal| about(&path, refusal))?;
                out::print_exactly(&String::from_utf8_lossy(&json))
            }
        }?;
        Ok(DONE)
    }
}
