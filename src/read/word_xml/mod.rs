//! Word 2003 XML (WordprocessingML, Office 2003 XML Reference Schemas) as a package of the newer form.
//!
//! In: the file. Out: the parts of the package that Word would make of it, which the reader of packages
//! reads: document, styles, lists, notes, comments, headers, pictures. Never: what a part means.
//!
//! | | |
//! |---|---|
//! | kept | what the reader of packages keeps; of annotations insertions, deletions, changes of format, comments |
//! | left out | bookmarks, changed numbers, settings, schemas of custom XML (its content is walked through) |

mod names;
mod translate;

use super::package::InputPackage;
use super::xml::{XmlReader, decode};
use super::{LanguageHint, docx};
use crate::diagnostics::Refusal;
use crate::source::{Source, SourceFormat};

/// Reads a Word 2003 XML file.
///
/// # Errors
/// Broken XML, a bound met, and what the reader of packages refuses.
pub(super) fn read(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    let content = decode("the file", bytes)?;
    let mut xml = XmlReader::new("the file", &content);
    let parts = translate::parts(&mut xml)?;
    docx::read_package(name, &mut InputPackage::of_parts(parts)?, SourceFormat::WordXml, 0, language)
}
