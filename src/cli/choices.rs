//! The choices that `convert` and `watch` share: flag over environment over file over default.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};

use super::materials::Materials;
use super::{Failure, out};
use crate::batch::converter::EngineConverter;
use crate::batch::inputs::Listing;
use crate::batch::official::Search;
use crate::batch::shown::Format;
use crate::batch::{Interrupt, Task};
use crate::diagnostics::render::Look;
use crate::language::Language;
use crate::limits;
use crate::manifest::book::Book;
use crate::pipeline::{OutputKind, RunOptions};
use crate::settings::choices::{FindingsForm, Kind, Naming, Seen, Standard};
use crate::settings::{self, Found};
use crate::write::pdf::PdfStandard;

#[derive(Debug, Args)]
pub(super) struct Choices {
    /// Folder for the outputs
    #[arg(short, long, env = "ITUDOC_OUTPUT", hide_env = true, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to make of each file; docx, pdf and json where nothing is given
    #[arg(
        long,
        visible_alias = "format",
        env = "ITUDOC_TO",
        hide_env = true,
        value_enum,
        value_delimiter = ',',
        value_name = "KIND"
    )]
    to: Option<Vec<Kind>>,
    /// What to call the outputs: as the input is called, or as the Union calls the document
    /// (S14-PP-C-0070!!MSW-C.docx); as the input where nothing is given, or where the text does not
    /// say what the official name takes
    #[arg(long, env = "ITUDOC_NAME", hide_env = true, value_enum, value_name = "NAMES")]
    name: Option<Naming>,
    /// Official form, by its name; chosen from the text where none is given
    #[arg(long, env = "ITUDOC_TEMPLATE", hide_env = true, value_name = "NAME", help_heading = DOCUMENTS)]
    template: Option<String>,
    /// What is known of the documents besides their text, over what NAME.toml beside each says:
    /// agenda-item, conference, date, document, meeting, original, source, template, title; may be
    /// given again
    #[arg(long, value_name = "KEY=VALUE", help_heading = DOCUMENTS)]
    set: Vec<String>,
    /// Language of the documents (ar, zh, en, fr, ru, es); found from the text where none is given
    #[arg(long, env = "ITUDOC_LANG", hide_env = true, value_name = "LANG", help_heading = DOCUMENTS)]
    lang: Option<Language>,
    /// Text with its revision marks, as if all were accepted, or as if all were rejected
    #[arg(long, env = "ITUDOC_VIEW", hide_env = true, value_enum, value_name = "VIEW", help_heading = DOCUMENTS)]
    view: Option<Seen>,
    /// Standard that PDFs follow; a-2a where none is given
    #[arg(long, env = "ITUDOC_PDF_STANDARD", hide_env = true, value_enum, value_name = "STANDARD", help_heading = DOCUMENTS)]
    pdf_standard: Option<Standard>,
    #[command(flatten)]
    materials: Materials,
    /// Files at a time; one for each processor where none is given
    #[arg(short, long, env = "ITUDOC_JOBS", hide_env = true, value_name = "N", help_heading = RUN)]
    jobs: Option<NonZeroUsize>,
    /// Longest that one file may take; 60 where nothing is given. A file that takes longer is refused
    /// before its next stage; the stage at hand runs to its end
    #[arg(long, env = "ITUDOC_TIME_LIMIT", hide_env = true, value_name = "SECONDS", help_heading = RUN)]
    time_limit: Option<NonZeroU64>,
    /// How to show findings
    #[arg(long, env = "ITUDOC_OUTPUT_FORMAT", hide_env = true, value_enum, value_name = "FORMAT", help_heading = RUN)]
    output_format: Option<FindingsForm>,
    /// Settings to use instead of the nearest itudoc.toml upwards
    #[arg(long, env = "ITUDOC_CONFIG", hide_env = true, value_name = "FILE", help_heading = SETTINGS)]
    config: Option<PathBuf>,
    /// Use no itudoc.toml at all
    #[arg(long, help_heading = SETTINGS)]
    isolated: bool,
    /// Print all settings and where each comes from, and stop
    #[arg(long, help_heading = SETTINGS)]
    pub(super) show_settings: bool,
}

const DOCUMENTS: &str = "The documents";
pub(super) const RUN: &str = "The run";
const SETTINGS: &str = "Settings";

/// What stands below the help of the commands that take these choices.
pub(super) const WHERE_FROM: &str = "\
Choices may also stand in the environment (ITUDOC_JOBS=4) or in itudoc.toml, in the folder
or above it (jobs = 4); the command line goes before both.";

/// All choices made.
#[derive(Debug)]
pub(super) struct Chosen {
    output: Option<PathBuf>,
    /// Options without the metadata, for which the registry is wanted.
    options: RunOptions,
    set: Vec<String>,
    pub(super) naming: Naming,
    materials: Materials,
    pub(super) jobs: usize,
    pub(super) time_limit: Duration,
    pub(super) format: Format,
    /// Each setting with its value and where that comes from, a line each.
    pub(super) shown: String,
}

impl Choices {
    /// Settles every choice. `matches` tells flags from environment.
    pub(super) fn settle(self, matches: &ArgMatches) -> Result<Chosen, Failure> {
        let start = std::env::current_dir().unwrap_or_default();
        let found =
            if self.isolated { Found::default() } else { settings::find(self.config.as_deref(), &start)? };
        let file = found.settings.clone();
        let lang = file.lang.map(|lang| lang.parse::<Language>()).transpose();
        let lang = lang.map_err(|found| Failure::new(found, "correct `lang` in the settings"))?;
        let mut origins = Origins::new(matches, &found);
        let output = origins.settle("output", "none", self.output, file.output, |v| path(v));
        let to = origins.settle("to", "docx, pdf, json", self.to, file.to, |kinds| {
            list(kinds.iter().map(|kind| text(&name(*kind))))
        });
        let naming = origins.settle("name", "input", self.name, file.name, |v| text(&name(*v)));
        let template =
            origins.settle("template", "chosen from the text", self.template, file.template, |v| text(v));
        let templates =
            origins.settle("templates", "built in", self.materials.templates, file.templates, |v| path(v));
        let system_fonts = self.materials.system_fonts;
        let fonts = Some(self.materials.font_path).filter(|paths| !paths.is_empty());
        let fonts = origins
            .settle("font-path", "built in", fonts, file.font_path, |v| list(v.iter().map(|p| path(p))));
        let missing = self.materials.missing_glyphs;
        let missing_glyphs =
            origins.settle("missing-glyphs", "refuse", missing, file.missing_glyphs, |v| text(&name(*v)));
        let base = origins.settle("base", "none", self.materials.base, file.base, |v| path(v));
        let reference_doc =
            origins.settle("reference-doc", "none", self.materials.reference_doc, file.reference_doc, |v| {
                path(v)
            });
        let registry =
            origins.settle("registry", "built in", self.materials.registry, file.registry, |v| path(v));
        let doc_helper =
            origins.settle("doc-helper", "auto", self.materials.doc_helper, file.doc_helper, |v| {
                text(&name(*v))
            });
        let language = origins.settle("lang", "found from the text", self.lang, lang, |v| text(v.code()));
        let view = origins.settle("view", "marked", self.view, file.view, |v| text(&name(*v)));
        let standard =
            origins.settle("pdf-standard", "a-2a", self.pdf_standard, file.pdf_standard, |v| text(&name(*v)));
        let jobs =
            origins.settle("jobs", &processors().to_string(), self.jobs, file.jobs, ToString::to_string);
        let time_limit = origins.settle(
            "time-limit",
            &limits::FILE_SECONDS.to_string(),
            self.time_limit,
            file.time_limit,
            ToString::to_string,
        );
        let form = origins
            .settle("output-format", "summary", self.output_format, file.output_format, |v| text(&name(*v)));
        let kinds: Option<Vec<OutputKind>> =
            to.map(|kinds| kinds.into_iter().map(OutputKind::from).collect());
        let wanted = |kind: &OutputKind| {
            kinds.as_ref().map_or(OutputKind::DEFAULT.contains(kind), |kinds| kinds.contains(kind))
        };
        Ok(Chosen {
            output,
            options: RunOptions {
                outputs: OutputKind::ALL.into_iter().filter(wanted).collect(),
                template,
                language,
                view: view.unwrap_or(Seen::Marked).into(),
                pdf_standard: standard.map(PdfStandard::from).unwrap_or_default(),
                ..RunOptions::default()
            },
            set: self.set,
            naming: naming.unwrap_or(Naming::Input),
            materials: Materials {
                templates,
                font_path: fonts.unwrap_or_default(),
                base,
                reference_doc,
                registry,
                doc_helper,
                system_fonts,
                missing_glyphs,
            },
            jobs: jobs.map_or_else(processors, NonZeroUsize::get),
            time_limit: Duration::from_secs(time_limit.map_or(limits::FILE_SECONDS, NonZeroU64::get)),
            format: format(form.unwrap_or(FindingsForm::Summary)),
            shown: origins.lines,
        })
    }
}

impl Chosen {
    /// The folder for the outputs.
    pub(super) fn output(&self) -> Result<PathBuf, Failure> {
        self.output.clone().ok_or_else(|| {
            Failure::new(
                "no folder for the outputs is given",
                "give one with -o DIR, or as `output` in itudoc.toml",
            )
        })
    }

    /// The engine of these choices and how it is to convert, loaded and checked before any file
    /// is touched.
    pub(super) fn converter(&self) -> Result<(EngineConverter, RunOptions), Failure> {
        let engine = self.materials.engine()?;
        if let Some(name) = &self.options.template {
            engine.templates.get(name)?;
        }
        let mut options = self.options.clone();
        for pair in &self.set {
            options.metadata.set(pair, &engine.registry)?;
        }
        Ok((EngineConverter::from(engine), options))
    }

    /// The files of a run, with the names of their outputs settled.
    pub(super) fn tasks(
        &self,
        listing: Listing,
        converter: &EngineConverter,
        options: &RunOptions,
        book: &Book,
        interrupt: &Interrupt,
    ) -> Result<Vec<Task>, Failure> {
        let (jobs, time_limit) = (self.jobs, self.time_limit);
        let search = Search { converter, options, book, interrupt, jobs, time_limit };
        let official = match self.naming {
            Naming::Input => None,
            Naming::Official => Some(search.all(&listing).map_err(no_threads)?),
        };
        Ok(Task::settle(listing, official, book))
    }
}

/// What is said where threads cannot be started.
pub(super) fn no_threads(error: impl ToString) -> Failure {
    Failure::new(error.to_string(), "try again with a smaller --jobs")
}

/// Where settings come from, noted as they are settled.
struct Origins<'a> {
    matches: &'a ArgMatches,
    found: &'a Found,
    lines: String,
}

impl<'a> Origins<'a> {
    fn new(matches: &'a ArgMatches, found: &'a Found) -> Self {
        let file = found.file.as_ref().map_or("none".to_owned(), |file| file.display().to_string());
        Self { matches, found, lines: format!("# settings file: {file}\n") }
    }

    /// The value of a setting. `default` says what holds where nobody gives one.
    fn settle<T>(
        &mut self,
        key: &str,
        default: &str,
        given: Option<T>,
        file: Option<T>,
        show: impl Fn(&T) -> String,
    ) -> Option<T> {
        let origin = match (&given, &file, self.matches.value_source(&key.replace('-', "_"))) {
            (Some(_), _, Some(ValueSource::EnvVariable)) => "environment".to_owned(),
            (Some(_), ..) => "command line".to_owned(),
            (None, Some(_), _) => {
                self.found.file.as_ref().map_or(String::new(), |file| file.display().to_string())
            }
            (None, None, _) => {
                self.lines.push_str(&format!("# {key}: {default} (default)\n"));
                return None;
            }
        };
        let value = given.or(file);
        let shown = value.as_ref().map_or(String::new(), show);
        self.lines.push_str(&format!("{key} = {shown}  # {origin}\n"));
        value
    }
}

fn format(form: FindingsForm) -> Format {
    match form {
        FindingsForm::Summary => Format::Summary,
        FindingsForm::Human => out::full(),
        FindingsForm::Short => Format::Person(Look::Short),
        FindingsForm::Json => Format::Json,
        FindingsForm::Jsonl => Format::JsonLines,
        FindingsForm::Sarif => Format::Sarif,
        FindingsForm::Github => Format::Github,
    }
}

/// The name of a choice as it is typed.
fn name<T: ValueEnum>(choice: T) -> String {
    choice.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
}

/// A string as TOML has it.
fn text(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

fn path(value: &Path) -> String {
    text(&value.to_string_lossy())
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
