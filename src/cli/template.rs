//! `itudoc template`: the official forms at hand, one in full, a check of one's own, a new one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::given::{TypedSettings, WHERE_FROM};
use super::{Failure, context, out, places};
use crate::batch::summary::DONE;
use crate::language::Language;
use crate::settings::TEMPLATE;
use crate::store;
use crate::template::{self, Templates};

/// List, show, check and make templates
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<TemplateCommand>,
    #[command(flatten)]
    given: TypedSettings<TEMPLATE>,
}

#[derive(Debug, Subcommand)]
enum TemplateCommand {
    /// List the templates at hand
    List,
    /// Print a template: page, masthead, words, styles with their measures
    Show {
        /// Its name
        name: String,
        /// Language (ar, zh, en, fr, ru, es)
        #[arg(long, value_name = "LANG", default_value = "en")]
        lang: Language,
    },
    /// Check templates: every mistake by file, line and key
    Check,
    /// Write the files of a template that is built in, to be changed: laid over with --templates, they
    /// take its place
    Export {
        /// Its name
        name: String,
        /// Folder of templates in which its folder is made
        #[arg(short, long, value_name = "DIR", default_value = "templates")]
        output: PathBuf,
    },
    /// Begin a template of your own in the folder given with --templates
    New {
        /// Its name: small letters, digits, -
        name: String,
        /// The template from which it differs
        #[arg(long, value_name = "NAME", default_value = "base")]
        extends: String,
    },
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let settled = self.given.settle()?;
        let Some(command) = self.command.filter(|_| !self.given.show_settings) else {
            return self.given.shown_or(&settled, "itudoc help template");
        };
        let text = match command {
            TemplateCommand::List => template::list(&context::templates(&settled)?)?,
            TemplateCommand::Show { name, lang } => {
                template::show(context::templates(&settled)?.get(&name)?, lang)
            }
            TemplateCommand::Check => {
                let templates = context::templates(&settled)?;
                for name in templates.names() {
                    templates.get(name)?;
                }
                format!("{} templates, no mistake\n", templates.names().count())
            }
            TemplateCommand::Export { name, output } => export(&name, &output)?,
            TemplateCommand::New { name, extends } => {
                let Some(folder) = &settled.settings.templates else {
                    let found = "no folder for the template is given";
                    return Err(Failure::new(
                        found,
                        "give the folder of your templates with --templates DIR",
                    ));
                };
                begin(&name, &extends, folder)?
            }
        };
        out::print(&text)?;
        Ok(DONE)
    }
}

/// Writes the files of a template that is built in. What is there already is not touched.
fn export(name: &str, folder: &Path) -> Result<String, Failure> {
    places::can_be_folder(folder, "-o")?;
    let name = Templates::builtin().get(name)?.name.clone();
    let own = folder.join(&name);
    if own.exists() {
        let found = format!("{} is there already", own.display());
        return Err(Failure::new(found, "give another folder with -o; nothing was done"));
    }
    let mut said = String::new();
    for (file, text) in template::export(&name) {
        let path = folder.join(file);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.map_err(|error| {
            Failure::new(format!("{}: {error}", path.display()), "check the folder given with -o")
        })?;
        store::write_whole(&path, text.as_bytes())
            .map_err(|error| Failure::new(error.to_string(), error.advice()))?;
        said.push_str(&format!("{}: edit this\n", path.display()));
    }
    let folder = folder.display();
    said.push_str(&format!("then: itudoc template check --templates {folder}\n"));
    said.push_str(&format!("and:  itudoc convert … --templates {folder}\n"));
    Ok(said)
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
    for (file, text) in template::fresh(&known, name, extends)? {
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
