//! `itudoc inspect`: what was understood of a file, as a tree or as JSON.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::materials::fallback_reader;
use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::language::Language;
use crate::pipeline::{self, Engine, FileOptions, RunOptions};
use crate::settings::choices::DocHelper;
use crate::write::tree;

/// Show the structure of a file as a tree, each line with its place in the input
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file
    file: PathBuf,
    /// Language of the text (ar, zh, en, fr, ru, es); found from the text where none is given
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    /// Which program reads an old Word file (.doc); LibreOffice one of which the built-in reader is not
    /// sure, where nothing is given and it is installed
    #[arg(long, env = "ITUDOC_DOC_HELPER", value_enum, value_name = "WHICH")]
    doc_helper: Option<DocHelper>,
    /// A tree for people, or the JSON that `itudoc schema` describes
    #[arg(long, visible_alias = "format", value_enum, default_value = "tree", value_name = "FORMAT")]
    output_format: Shown,
}

/// How the structure is shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shown {
    Tree,
    Json,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&self.file).map_err(|error| {
            Failure::new(format!("{}: {error}", self.file.display()), "check the path and its permissions")
        })?;
        let mut engine = Engine::default();
        engine.fallback = fallback_reader(self.doc_helper)?;
        let run = RunOptions { language: self.lang, ..RunOptions::default() };
        let reading = engine.read(&name, &bytes, &run, &FileOptions::default()).map_err(|refusal| {
            Failure::new(format!("{}: {refusal}", self.file.display()), refusal.advice.clone())
        })?;
        let drawn = match self.output_format {
            Shown::Tree => tree::draw(&reading.submission, &reading.text, &engine.registry),
            Shown::Json => {
                let json = pipeline::structure(&reading, &bytes).map_err(|refusal| {
                    Failure::new(format!("{}: {refusal}", self.file.display()), refusal.advice.clone())
                })?;
                String::from_utf8_lossy(&json).into_owned()
            }
        };
        out::print(&drawn)
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        Ok(DONE)
    }
}
