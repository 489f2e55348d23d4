//! Akoma Ntoso (3.0, and what 3.1 keeps of it) into a [`Source`], by Word's facts.
//!
//! | | |
//! |---|---|
//! | kept | paragraphs, headings, items with their numbers, class as style name; `ins` and `del`, marks at the ends of paragraphs, on rows and cells, and by which rule a mark was recovered; bold, italic, underline, super- and subscript, links, languages; tables with spans; notes; comments; pictures that stand in the file |
//! | degraded, reported | pictures at an address (placeholder) |
//! | not carried, reported | documents and objects of other files |
//! | not carried | metadata: the text is what counts, and it is read anew; but for the number of the work, where the text states none |

mod marks;
mod story;
mod things;
mod words;

use super::docx::pictures;
use super::package::InputPackage;
use super::xml::{XmlReader, decode};
use crate::diagnostics::{Finding, Refusal, Rule, Severity, message};
use crate::source::{Source, SourceFormat};
use story::AknStoryReader;

/// Something of the file is not carried.
static NOT_CARRIED: Rule = Rule {
    code: "AKN001",
    name: "akn-not-carried",
    severity: Severity::Warning,
    what: "An Akoma Ntoso file refers to documents or objects in other files, which are not carried.",
    why: "What stands in the other files is not in the document.",
    example: "`<componentRef src=\"annex.xml\">` in a collection.",
    remedy: "Convert the other files too, or put their content into this one.",
    source: "Akoma Ntoso 3.0: componentRef, documentRef, object.",
};

/// The rules of this reader.
pub(crate) static RULES: &[&Rule] = &[&NOT_CARRIED];

/// Reads a document.
///
/// # Errors
/// XML that is not well-formed; a bound met.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let content = decode("the file", bytes)?;
    let mut xml = XmlReader::new("the file", &content);
    let mut read = AknStoryReader::new(&mut xml).read()?;
    let references = std::mem::take(&mut read.facts.gathered.pictures);
    let album = pictures::collect(&mut InputPackage::of_parts(read.binaries)?, references)?;
    let mut source = read.facts.assemble(album, SourceFormat::AkomaNtoso)?;
    name.clone_into(&mut source.name);
    if read.elsewhere > 0 {
        let said =
            message!("{count} documents or objects of other files are not carried.", count = read.elsewhere);
        source.findings.push(Finding::new(&NOT_CARRIED, None, said));
    }
    Ok(source)
}
