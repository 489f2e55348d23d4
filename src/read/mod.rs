//! Readers: a file's bytes become a [`Source`], whatever the file is called.
//!
//! In: a name and bytes. Out: paragraphs with their places. Never: meaning; that is `parse`'s.

mod bytes;
mod characters;
mod code_page;
mod date;
pub mod doc97;
pub mod docx;
pub mod encoding;
pub mod facts;
pub mod fallback;
mod format;
pub mod html;
mod language;
mod ole;
mod rows;
pub mod rtf;
pub mod text;

use crate::diagnostics::{Finding, Refusal, RefusalKind};
use crate::source::Source;
use format::{Format, format};

/// Reads a file by its content; the name serves messages and evidence only.
///
/// # Errors
/// A [`Refusal`] that says what the file is and what to do with it.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let (mut source, before) = match format(bytes) {
        Format::Text => (text::read(name, bytes)?, 0),
        Format::Zip { bytes, before } => (docx::read(name, bytes)?, before),
        Format::Ole => (ole::read(name, bytes)?, 0),
        Format::Html => (html::read(name, bytes)?, 0),
        Format::Rtf { bytes, before } => (rtf::read(name, &bytes)?, before),
        Format::FlatPackage => return Err(foreign("a Word package as one XML file (Flat OPC)", SAVE_AS)),
        Format::WordXml => return Err(foreign("a Word 2003 XML file", SAVE_AS)),
        Format::FlatOdt => return Err(foreign("an OpenDocument text as one XML file", SAVE_AS)),
        Format::Old { what } => {
            return Err(Refusal::new(
                RefusalKind::Format,
                format!("this is {what}, whose format is not read"),
                SAVE_AS,
            ));
        }
        Format::Foreign { what, advice } => return Err(foreign(&what, advice)),
    };
    if before > 0 {
        let message = format!("{before} bytes before the document's own beginning were passed over.");
        source.findings.push(Finding::new(&encoding::rules::BEFORE, None, message));
    }
    characters::report(&mut source);
    Ok(source)
}

const SAVE_AS: &str = "open it in Word or LibreOffice and save it as .docx";

fn foreign(what: &str, advice: &str) -> Refusal {
    Refusal::new(RefusalKind::Format, format!("this is {what}, not a Word file or plain text"), advice)
}
