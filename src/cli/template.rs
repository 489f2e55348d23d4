//! `itudoc template`: the official forms at hand, one in full, a check of one's own, a new one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::store;
use crate::template::{self, Templates};

/// List, show, check and make templates
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the templates at hand
    List {
        /// Folder of templates over the ones built in
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Print a template: page, masthead, words, styles with their measures
    Show {
        /// Its name
        name: String,
        /// Language (ar, zh, en, fr, ru, es)
        #[arg(long, value_name = "LANG", default_value = "en")]
        lang: Language,
        /// Folder of templates over the ones built in
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Check templates: every mistake by file, line and key
    Check {
        /// Folder of templates over the ones built in
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Begin a template of your own
    New {
        /// Its name: small letters, digits, -
        name: String,
        /// The template from which it differs
        #[arg(long, value_name = "NAME", default_value = "base")]
        extends: String,
        /// Folder of templates in which it is made
        #[arg(long, value_name = "DIR")]
        templates: PathBuf,
    },
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let text = match self.command {
            Command::List { templates } => template::list(&load(templates.as_deref())?).map_err(refused)?,
            Command::Show { name, lang, templates } => {
                let templates = load(templates.as_deref())?;
                template::show(templates.get(&name).map_err(refused)?, lang)
            }
            Command::Check { templates } => {
                let templates = load(templates.as_deref())?;
                for name in templates.names() {
                    templates.get(name).map_err(refused)?;
                }
                format!("{} templates, no mistake\n", templates.names().count())
            }
            Command::New { name, extends, templates } => begin(&name, &extends, &templates)?,
        };
        out::print(&text)
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        Ok(DONE)
    }
}

fn load(folder: Option<&Path>) -> Result<Templates, Failure> {
    folder.map_or_else(|| Ok(Templates::builtin()), Templates::load).map_err(refused)
}

/// Writes the files of a new template. A `sources.toml` that is there stays; a template too.
fn begin(name: &str, extends: &str, folder: &Path) -> Result<String, Failure> {
    // A folder that holds no template yet is what this command is for.
    let known = if folder.is_dir() { Templates::load(folder).ok() } else { None };
    let known = known.unwrap_or_else(Templates::builtin);
    let failed = |path: &Path, error: &std::io::Error| {
        Failure::new(format!("{}: {error}", path.display()), "check the folder given with --templates")
    };
    let mut said = String::new();
    for (file, text) in template::fresh(&known, name, extends).map_err(refused)? {
        let path = folder.join(&file);
        if path.exists() {
            if file.contains('/') {
                return Err(Failure::new(
                    format!("{} is there already", path.display()),
                    "choose another name",
                ));
            }
            said.push_str(&format!("{}: is there already; add [{name}] to it\n", path.display()));
            continue;
        }
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        store::write_whole(&path, text.as_bytes())
            .map_err(|error| Failure::new(error.to_string(), error.advice().to_owned()))?;
        said.push_str(&format!("{}: edit this\n", path.display()));
    }
    said.push_str(&format!("then: itudoc template check --templates {}\n", folder.display()));
    Ok(said)
}

fn refused(refusal: Refusal) -> Failure {
    Failure::new(refusal.found, refusal.advice)
}
