//! One file from bytes to bytes: the pipeline in one place.
//!
//! In: a file's name and bytes, and a [`Workshop`] that all files of a run share. Out: the outputs
//! as bytes, with the proof that nothing was lost. Never: the disk, a thread, the clock.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use sha2::{Digest, Sha256};

use crate::budget::Budget;
use crate::check::{self, severity::Mode};
use crate::compose::{self, OfficialName, compose, official_name};
use crate::diagnostics::{Finding, Refusal, RefusalKind};
use crate::galley::Galley;
use crate::language::Language;
use crate::layout::{self, FontLibrary};
use crate::limits;
use crate::metadata::Metadata;
use crate::model::{Content, Submission};
use crate::parse::{Parsed, parse};
use crate::read;
use crate::read::second::SecondReader;
use crate::recover::{self, BaseLibrary, RecoverOptions, Recovery, Review, recover};
use crate::registry::Registry;
use crate::source::{Replaced, SourceFormat};
use crate::template::{Template, Templates};
use crate::text::{Revision, RevisionOrigin, View};
use crate::verify::ledger::{Ledger, compare, count, expected};
use crate::verify::{self};
use crate::write;
use crate::write::docx::{Package, Reference};
use crate::write::html::Sheet;
use crate::write::pdf::{Attachment, PdfOptions, PdfStandard, Relationship};

/// What is made of each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutputKind {
    /// Official Word document.
    Docx,
    /// Official PDF.
    Pdf,
    /// The structure (schema: `itudoc schema`).
    Json,
    /// The review sheet: findings and marks, the input beside what was made of it.
    Html,
}

impl OutputKind {
    /// All kinds, in the order in which they are made.
    pub const ALL: [OutputKind; 4] = [OutputKind::Docx, OutputKind::Pdf, OutputKind::Json, OutputKind::Html];

    /// What is made where nothing else is asked for: the review sheet is for those who want it.
    pub const DEFAULT: [OutputKind; 3] = [OutputKind::Docx, OutputKind::Pdf, OutputKind::Json];

    /// File name extension, no dot.
    pub fn extension(self) -> &'static str {
        match self {
            OutputKind::Docx => "docx",
            OutputKind::Pdf => "pdf",
            OutputKind::Json => "json",
            OutputKind::Html => "html",
        }
    }
}

/// How a run converts its files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What to make; empty makes nothing but the checks.
    pub outputs: Vec<OutputKind>,
    /// Template by name; chosen from the text where `None`.
    pub template: Option<String>,
    /// Language of the documents; detected where `None`.
    pub language: Option<Language>,
    /// Marked, revised or base text.
    pub view: View,
    /// What is known of the documents besides their text.
    pub metadata: Metadata,
    /// Texts in force, to compare amended texts with.
    pub base: Option<Arc<BaseLibrary>>,
    /// What a person decided of the marks of this file.
    pub review: Option<Review>,
    /// The standard that PDFs follow.
    pub pdf_standard: PdfStandard,
    /// What sidecar files are read by; the registry built in where `None`.
    pub registry: Option<&'static Registry>,
    /// What the file may use up; asked between the stages.
    pub budget: Budget,
}

/// What all files of a run share: templates, registry, fonts, prepared packages. Made once.
#[derive(Debug)]
pub struct Workshop {
    /// Official forms.
    pub templates: Templates,
    /// Conferences, Member States, references.
    pub registry: &'static Registry,
    /// Fonts of the PDF.
    pub fonts: FontLibrary,
    /// The user's own Word template, in which all Word documents of the run are made.
    pub reference: Option<Reference>,
    /// Another program for old Word files of which our reader is not sure.
    pub second: Option<Arc<dyn SecondReader>>,
    /// Word packages by template and language, made when first needed.
    packages: RwLock<BTreeMap<(String, Language), Arc<Package>>>,
}

/// A file converted, everything checked.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// The outputs, in the order of [`OutputKind::ALL`].
    pub outputs: Vec<(OutputKind, Vec<u8>)>,
    /// The proof that nothing was lost.
    pub account: Account,
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// The decoded input, for showing findings in it.
    pub text: String,
    /// What was found in the file, for the summary.
    pub facts: Facts,
}

/// Every character of the input, accounted for. Counts are of characters that are not white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// In the decoded input.
    pub input: usize,
    /// In the document.
    pub document: usize,
    /// Set aside, listed with the reason.
    pub set_aside: usize,
    /// Shown as another character, listed with the reason (also counted in `document`).
    pub replaced: usize,
    /// Supplied by the template.
    pub supplied: usize,
    /// Pages of the PDF, where one was made.
    pub pages: usize,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Template used.
    pub template: String,
    /// What the document's files are officially called, or why that is not known, in words.
    pub official: Result<OfficialName, String>,
    /// Language of the text.
    pub language: Option<Language>,
    /// Identifiers of its proposals as they stand.
    pub proposals: Vec<String>,
    /// Revision marks: real ones of the input.
    pub marks_read: usize,
    /// Revision marks recovered.
    pub marks_recovered: usize,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
}

/// What the document of a file is officially called, and the template that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Name of the template.
    pub template: String,
    /// The name, or why it is not known, in words.
    pub official: Result<OfficialName, String>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            template: String::new(),
            official: Err("nothing was read".to_owned()),
            language: None,
            proposals: Vec::new(),
            marks_read: 0,
            marks_recovered: 0,
            read_by: None,
        }
    }
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new(Templates::builtin(), Registry::builtin(), FontLibrary::builtin())
    }
}

impl Workshop {
    /// A workshop with the given templates, registry and fonts.
    pub fn new(templates: Templates, registry: &'static Registry, fonts: FontLibrary) -> Self {
        Self { templates, registry, fonts, reference: None, second: None, packages: RwLock::default() }
    }

    /// Reads and parses a file and recovers its lost marks: all that inspection and checks need.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read or text would be lost.
    pub fn read(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Refusal> {
        let mut reading = self.parsed(name, bytes, options)?;
        let Reading { text, replaced, submission, recovery, findings, .. } = &mut reading;
        let budget = &options.budget;
        budget.before("its lost marks were recovered")?;
        if let Some(language) = submission.language {
            let how = RecoverOptions {
                registry: self.registry,
                base: options.base.as_deref(),
                review: options.review.as_ref(),
                language,
            };
            *recovery = recover(submission, &how);
            if options.view == View::Marked {
                recover::suggest(submission, recovery);
            }
        }
        findings.extend(recovery.findings.iter().cloned());
        budget.before("its text was counted")?;
        Ledger::of_submission(submission, View::Marked).balance(text, &submission.set_aside, replaced)?;
        Ok(reading)
    }

    /// What the document of a file is officially called.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read.
    pub fn name(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Named, Refusal> {
        let Reading { submission, .. } = self.parsed(name, bytes, options)?;
        let template = self.template(&submission, options)?;
        let official = official_name(&submission, template, language(&submission), self.registry);
        Ok(Named { template: template.name.clone(), official })
    }

    /// Reads and parses a file, and adds what is known of it besides.
    fn parsed(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Refusal> {
        if bytes.len() as u64 > limits::INPUT_BYTES {
            return Err(Refusal::new(
                RefusalKind::Limit,
                format!(
                    "the file has {} MB; {} MB are allowed",
                    bytes.len() >> 20,
                    limits::INPUT_BYTES >> 20
                ),
                "split it, or take pictures out of it",
            ));
        }
        let budget = &options.budget;
        budget.before("the file was read")?;
        let mut source = read::second::read(name, bytes, self.second.as_deref())?;
        let read_by = source.read_by.take();
        let text = std::mem::take(&mut source.text);
        let replaced = std::mem::take(&mut source.replaced);
        let format = source.format.clone();
        budget.before("its structure was found")?;
        let Parsed { mut submission, mut findings } = parse(source, &text, options.language, self.registry)?;
        findings.extend(options.metadata.apply(&mut submission, self.registry));
        let (name, recovery) = (name.to_owned(), Recovery::default());
        Ok(Reading { name, text, format, read_by, replaced, submission, recovery, findings })
    }

    /// The template that is asked for, in the options or beside the file; else the one of its text.
    fn template(&self, submission: &Submission, options: &Options) -> Result<&Template, Refusal> {
        let given = options.metadata.template.as_ref().map(|given| &given.value);
        match options.template.as_ref().or(given) {
            Some(name) => self.templates.get(name),
            None => self.templates.choose(submission),
        }
    }

    /// Reads the texts in force from files: what is compared with amended texts.
    ///
    /// # Errors
    /// A [`Refusal`] that names the file that cannot be read.
    pub fn base_library<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<BaseLibrary, Refusal> {
        let mut library = BaseLibrary::default();
        for (name, bytes) in files {
            let mut source = read::second::read(name, bytes, self.second.as_deref())
                .map_err(|refusal| Refusal { found: format!("{name}: {}", refusal.found), ..refusal })?;
            let text = std::mem::take(&mut source.text);
            library.add(name, parse(source, &text, None, self.registry)?.submission);
        }
        Ok(library)
    }

    /// Converts one file.
    ///
    /// # Errors
    /// A [`Refusal`] where no output can be vouched for; nothing is half made.
    pub fn convert(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Conversion, Refusal> {
        let mut reading = self.read(name, bytes, options)?;
        let budget = &options.budget;
        budget.before("it was composed")?;
        let language = language(&reading.submission);
        let template = self.template(&reading.submission, options)?;
        let mut composed = compose(&reading.submission, template, language, options.view, self.registry);
        let shown = Ledger::of_galley(&composed.galley);
        Ledger::of_submission(&mut reading.submission, options.view).equals(&shown, &reading.text)?;
        let mut account = account(&reading, &composed.galley, &shown);
        let wanted = |kind: OutputKind| options.outputs.contains(&kind);
        // An archival PDF carries its source, its structure and its Word form inside.
        let inside = wanted(OutputKind::Pdf) && options.pdf_standard == PdfStandard::A3a;
        let mut outputs = Vec::new();
        for kind in [OutputKind::Docx, OutputKind::Json] {
            if wanted(kind) || inside {
                let made = match kind {
                    OutputKind::Docx => {
                        budget.before("the DOCX was written")?;
                        let package = self.package(template, language)?;
                        composed.findings.extend(styles_added(&package));
                        docx(&package, &composed.galley, budget)?
                    }
                    _ => json(&reading, bytes, budget)?,
                };
                outputs.push((kind, made));
            }
        }
        if wanted(OutputKind::Pdf) {
            let attachments = if inside { attachments(&reading, bytes, &outputs) } else { Vec::new() };
            let how = PdfOptions { standard: options.pdf_standard, attachments, ..PdfOptions::default() };
            let (made, pages, seen) = self.pdf(&composed.galley, template, &how, budget)?;
            account.pages = pages;
            composed.findings.extend(seen);
            outputs.push((OutputKind::Pdf, made));
        }
        if wanted(OutputKind::Html) {
            outputs.push((OutputKind::Html, self.sheet(&reading, &composed.findings, template, options)));
        }
        outputs.retain(|(kind, _)| wanted(*kind));
        outputs.sort_by_key(|(kind, _)| *kind);
        let mut findings = reading.findings;
        findings.extend(composed.findings);
        let official = official_name(&reading.submission, template, language, self.registry);
        let facts = facts(&reading.submission, &template.name, official, reading.read_by);
        Ok(Conversion { outputs, account, findings, text: reading.text, facts })
    }

    /// The review sheet, with what the checks find.
    fn sheet(
        &self,
        reading: &Reading,
        composed: &[Finding],
        template: &Template,
        options: &Options,
    ) -> Vec<u8> {
        let findings = check::gather(reading, composed, self.registry, template, Mode::default());
        let (findings, waived) = match &options.review {
            Some(review) => check::waiver::part(&reading.text, findings, review),
            None => (findings, Vec::new()),
        };
        write::html::write(
            &Sheet {
                name: &reading.name,
                text: &reading.text,
                submission: &reading.submission,
                recovery: &reading.recovery,
                findings: &findings,
                waived: &waived,
                template: &template.name,
            },
            self.registry,
        )
    }

    fn pdf(
        &self,
        galley: &Galley,
        template: &Template,
        how: &PdfOptions,
        budget: &Budget,
    ) -> Result<(Vec<u8>, usize, Vec<Finding>), Refusal> {
        let pages = layout::lay_out_within(galley, template, &self.fonts, budget)?;
        budget.before("the PDF was written")?;
        let bytes = write::pdf::write(&pages, &galley.pictures, how)?;
        budget.before("the PDF was read back")?;
        let found = verify::pdf::text(&bytes)?;
        let (body, notes) = expected(galley, false);
        compare("PDF", &body, &found.body)?;
        compare("PDF's notes", &notes.concat(), &found.notes.concat())?;
        Ok((bytes, found.pages, pages.findings))
    }

    /// The package of a template and language. Two threads may make the same one at once; both
    /// make the same bytes, so whichever is kept is right.
    fn package(&self, template: &Template, language: Language) -> Result<Arc<Package>, Refusal> {
        let key = (template.name.clone(), language);
        if let Ok(packages) = self.packages.read()
            && let Some(package) = packages.get(&key)
        {
            return Ok(Arc::clone(package));
        }
        let package = Arc::new(match &self.reference {
            Some(reference) => Package::with_reference(template, language, reference)?,
            None => Package::new(template, language)?,
        });
        if let Ok(mut packages) = self.packages.write() {
            packages.insert(key, Arc::clone(&package));
        }
        Ok(package)
    }
}

/// A file read, parsed and proved whole, before anything is made of it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// The decoded input.
    pub text: String,
    /// What the content turned out to be.
    pub format: SourceFormat,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
    /// Characters shown as another.
    pub replaced: Vec<Replaced>,
    /// Its structure, recovered marks set.
    pub submission: Submission,
    /// Marks recovered and suspected.
    pub recovery: Recovery,
    /// What reader and parser report.
    pub findings: Vec<Finding>,
}

fn docx(package: &Package, galley: &Galley, budget: &Budget) -> Result<Vec<u8>, Refusal> {
    let bytes = package.write(galley)?;
    budget.before("the DOCX was read back")?;
    let found = verify::docx::text(&bytes)?;
    let (body, notes) = expected(galley, true);
    compare("DOCX", &body, &found.body)?;
    compare("DOCX's notes", &notes.concat(), &found.notes.concat())?;
    Ok(bytes)
}

/// What the user's own Word template lacks.
fn styles_added(package: &Package) -> Option<Finding> {
    let added = package.added();
    let message =
        format!("The reference document lacks {} styles, now added: {}", added.len(), added.join(", "));
    (!added.is_empty()).then(|| Finding::new(&compose::rules::STYLE_ADDED, None, message))
}

/// The structure of a file as JSON, as [`OutputKind::Json`] has it. `bytes`: the file.
///
/// # Errors
/// Those of [`write::json::write`].
pub fn structure(reading: &Reading, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    json(reading, bytes, &Budget::default())
}

fn json(reading: &Reading, bytes: &[u8], budget: &Budget) -> Result<Vec<u8>, Refusal> {
    budget.before("the JSON was written")?;
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let input = write::json::Input {
        name: &reading.name,
        format: &reading.format,
        read_by: reading.read_by.as_deref(),
        text: &reading.text,
        sha256: &sha256,
        replaced: &reading.replaced,
    };
    write::json::write(&reading.submission, &input)
}

/// What an archival PDF carries: the input as it came, the structure, the Word form.
fn attachments(reading: &Reading, bytes: &[u8], outputs: &[(OutputKind, Vec<u8>)]) -> Vec<Attachment> {
    let stem = reading.name.rsplit_once('.').map_or(reading.name.as_str(), |(stem, _)| stem);
    let source = Attachment {
        name: reading.name.clone(),
        media_type: match reading.format {
            SourceFormat::Text { .. } => "text/plain",
            SourceFormat::Docx => WORD_TYPE,
            SourceFormat::Doc => "application/msword",
            SourceFormat::Rtf => "application/rtf",
            SourceFormat::Html => "text/html",
        }
        .to_owned(),
        relationship: Relationship::Source,
        bytes: bytes.to_vec(),
    };
    let made = outputs.iter().map(|(kind, bytes)| Attachment {
        // Beside a source of the same name the made one says that it was made.
        name: format!("{stem}.itudoc.{}", kind.extension()),
        media_type: if *kind == OutputKind::Docx { WORD_TYPE } else { "application/json" }.to_owned(),
        relationship: if *kind == OutputKind::Docx { Relationship::Alternative } else { Relationship::Data },
        bytes: bytes.clone(),
    });
    std::iter::once(source).chain(made).collect()
}

/// Media type of a Word document (ECMA-376 part 4).
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn account(reading: &Reading, galley: &Galley, shown: &Ledger) -> Account {
    let set_aside = reading.submission.set_aside.iter();
    let (body, notes) = expected(galley, true);
    let all = count(&body) + notes.iter().map(|note| count(note)).sum::<usize>();
    let document = shown.count();
    Account {
        input: count(&reading.text),
        document,
        set_aside: set_aside
            .map(|piece| count(reading.text.get(piece.span.range()).unwrap_or_default()))
            .sum(),
        replaced: reading.replaced.len(),
        supplied: all.saturating_sub(document),
        pages: 0,
    }
}

/// The language that a document is made in.
fn language(submission: &Submission) -> Language {
    submission.language.unwrap_or(Language::English)
}

fn facts(
    submission: &Submission,
    template: &str,
    official: Result<OfficialName, String>,
    read_by: Option<String>,
) -> Facts {
    let proposals =
        submission.parts.iter().flat_map(|part| &part.contents).filter_map(|content| match content {
            Content::Proposal(proposal) => Some(proposal.line.all_text().replace('\t', " ")),
            _ => None,
        });
    let read = |mark: &&Revision| mark.origin == RevisionOrigin::Word;
    let marks_read = submission.revisions.iter().filter(read).count();
    Facts {
        template: template.to_owned(),
        official,
        language: submission.language,
        proposals: proposals.collect(),
        marks_read,
        marks_recovered: submission.revisions.len() - marks_read,
        read_by,
    }
}
