//! Formats of files as PRONOM (The National Archives) registers them.

use super::{Item, Role};
use crate::pipeline::OutputKind;
use crate::structure::form::InputKind;

/// A format: its name, its version, its key in PRONOM, its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RegisteredFormat {
    pub name: &'static str,
    pub version: &'static str,
    /// Empty where PRONOM has none.
    pub key: &'static str,
    pub media_type: &'static str,
}

const fn of(
    name: &'static str,
    version: &'static str,
    key: &'static str,
    media_type: &'static str,
) -> RegisteredFormat {
    RegisteredFormat { name, version, key, media_type }
}

const TEXT: RegisteredFormat = of("Plain Text File", "", "x-fmt/111", "text/plain");
const DOCX: RegisteredFormat = of(
    "Microsoft Word for Windows",
    "2007 onwards",
    "fmt/412",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
);
const XML: RegisteredFormat = of("Extensible Markup Language", "1.0", "fmt/101", "application/xml");
const JSON: RegisteredFormat = of("JSON Data Interchange Format", "", "fmt/817", "application/json");
const PDF: RegisteredFormat =
    of("Acrobat PDF/A - Portable Document Format", "3a", "fmt/479", "application/pdf");
/// Its own media type is of OASIS, and IANA, whose list E-ARK demands, does not have it.
const AKN: RegisteredFormat = of("Akoma Ntoso", "3.0", "fmt/101", "application/xml");
const HTML: RegisteredFormat = of("Hypertext Markup Language", "", "fmt/96", "text/html");

/// The format of a file of a package.
pub(super) fn format(item: &Item, source: &InputKind) -> RegisteredFormat {
    match item.role {
        Role::Source => of_source(source, &item.bytes),
        Role::Beside => of("TOML", "1.0", "", "text/plain"),
        Role::Record if item.path.ends_with(".xml") => XML,
        Role::Record => JSON,
        Role::Output(kind) => match kind {
            OutputKind::Docx => DOCX,
            OutputKind::Pdf => PDF,
            OutputKind::Json => JSON,
            OutputKind::Akn => AKN,
            OutputKind::Html => HTML,
        },
    }
}

fn of_source(source: &InputKind, bytes: &[u8]) -> RegisteredFormat {
    const OPEN: &str = "application/vnd.oasis.opendocument.text";
    match source {
        InputKind::Text => TEXT,
        InputKind::Docx => DOCX,
        InputKind::FlatDocx | InputKind::WordXml => XML,
        InputKind::Odt => of("OpenDocument Text", "1.2", "fmt/291", OPEN),
        InputKind::FlatOdt => XML,
        InputKind::Doc if is_older(bytes) => {
            of("Microsoft Word Document", "6.0/95", "fmt/39", "application/msword")
        }
        InputKind::Doc => of("Microsoft Word Document", "97-2003", "fmt/40", "application/msword"),
        InputKind::Rtf => of("Rich Text Format", "1.9", "fmt/355", "application/rtf"),
        InputKind::Html => HTML,
        InputKind::AkomaNtoso => AKN,
    }
}

/// Whether a Word file is one of Word 6 or 95: the name of its format stands in the file (MS-DOC 2.4.1
/// gives Word 97 another).
fn is_older(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"Word.Document.6";
    bytes.windows(NAME.len()).any(|window| window == NAME)
}
