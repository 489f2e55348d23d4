//! Readers: a file's bytes become a [`Source`], whatever the file is called.
//!
//! In: a name and bytes. Out: paragraphs with their places. Never: meaning; that is `parse`'s.

pub(crate) mod akn;
mod borders;
mod bytes;
mod characters;
mod code_page;
mod date;
pub(crate) mod doc97;
pub(crate) mod docx;
pub(crate) mod encoding;
pub(crate) mod facts;
pub(crate) mod fallback;
mod flat_package;
mod format;
pub(crate) mod html;
mod language;
mod misread;
mod notations;
mod odt;
mod ole;
mod package;
mod rows;
pub(crate) mod rtf;
mod scans;
pub(crate) mod text;
mod transfer_encoding;
mod word_xml;
mod xml;

use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, message};
use crate::language::Language;
use crate::limits;
use crate::source::{Source, SourceFormat};
use format::{DetectedFormat, format};
use package::InputPackage;

/// The stage that reading asks to go on with.
const STAGE: &str = "it was read whole";

/// Reads a file by its content; the name serves messages and evidence only.
///
/// # Errors
/// A [`Refusal`] that says what the file is and what to do with it.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    read_within(name, bytes, 0, LanguageHint::default())
}

/// What is known of the language of a text besides what its file states; numbers in words are in it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LanguageHint {
    /// It was given, and goes before what the file states.
    pub given: Option<Language>,
    /// How a text tells it, where the file states none: a consumer may take it from the contents (ECMA-376
    /// part 1, 17.3.2.20).
    pub of_text: Option<fn(&str) -> Option<Language>>,
}

/// Reads a file of whose language something is known.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_in(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    read_within(name, bytes, 0, language)
}

/// Reads a file that stands in so many others; the reader of packages bounds how many that are.
fn read_within(name: &str, bytes: &[u8], depth: usize, language: LanguageHint) -> Result<Source, Refusal> {
    let format = format(bytes);
    if format.is_one_part() && bytes.len() as u64 > limits::FLAT_BYTES {
        let megabytes = limits::FLAT_BYTES >> 20;
        return Err(Refusal::over(message!("the file"), megabytes, message!("MB")));
    }
    let (mut source, before) = match format {
        DetectedFormat::Text => (text::read(name, bytes)?, 0),
        DetectedFormat::Zip { bytes, before } => (zip(name, bytes, depth, language)?, before),
        DetectedFormat::Ole => (ole::read(name, bytes, language)?, 0),
        DetectedFormat::Html => (html::read(name, bytes)?, 0),
        DetectedFormat::Rtf { bytes, before } => (rtf::read(name, &bytes, language)?, before),
        DetectedFormat::FlatPackage => (flat_package::read(name, bytes, depth, language)?, 0),
        DetectedFormat::WordXml => (word_xml::read(name, bytes, language)?, 0),
        DetectedFormat::AkomaNtoso => (akn::read(name, bytes)?, 0),
        DetectedFormat::FlatOdt => (odt::read_flat(name, bytes, language)?, 0),
        DetectedFormat::Old { what } => {
            return Err(Refusal::new(
                RefusalKind::Format,
                message!("this is {what}, whose format is not read", what => Message::phrase(what)),
                message!("open it in Word or LibreOffice and save it as .docx"),
            ));
        }
        DetectedFormat::Foreign { what, advice } => return Err(foreign(what, advice)),
    };
    if before > 0 {
        let message =
            message!("{count} bytes before the document's own beginning were passed over.", count = before);
        source.findings.push(Finding::new(&encoding::rules::BEFORE, None, message));
    }
    characters::report(&mut source);
    scans::report(&mut source);
    Ok(source)
}

/// Reads a zip file: a package of Word or of OpenDocument.
fn zip(name: &str, bytes: &[u8], depth: usize, language: LanguageHint) -> Result<Source, Refusal> {
    let mut package = InputPackage::open(bytes)?;
    if odt::is_open_document(&package) {
        return odt::read(name, &mut package, language);
    }
    docx::read_package(name, &mut package, SourceFormat::Docx, depth, language)
}

/// Whether a file is a Word document of 2003 or before, well or damaged.
pub(crate) fn is_old_word(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0") && ole::is_old_word(bytes)
}

fn foreign(what: Message, advice: &'static str) -> Refusal {
    Refusal::new(
        RefusalKind::Format,
        message!("this is {what}, not a Word file or plain text", what => what),
        Message::phrase(advice),
    )
}
