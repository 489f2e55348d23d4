//! Formats of files as PRONOM (The National Archives) registers them.
//!
//! In: the bytes of a file and what the reader took it for. Out: name, version and key, by what its bytes
//! hold where the versions of a format have keys of their own. Never: the ending of a name.

use std::io::{Cursor, Read as _};

use super::{ArchiveItem, FileRole};
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
const AKN: RegisteredFormat = of("LegalDocML Document", "3.0", "fmt/1724", "application/xml");
const HTML: RegisteredFormat = of("Hypertext Markup Language", "", "fmt/96", "text/html");

/// The format of a file of a package.
pub(super) fn format(item: &ArchiveItem, source: &InputKind) -> RegisteredFormat {
    match item.role {
        FileRole::Source => of_source(source, &item.bytes),
        FileRole::Beside => of("TOML", "1.0", "", "text/plain"),
        FileRole::Record if item.path.ends_with(".xml") => XML,
        FileRole::Record => JSON,
        FileRole::Output(kind) => match kind {
            OutputKind::Docx => DOCX,
            OutputKind::Pdf => PDF,
            OutputKind::Json => JSON,
            OutputKind::Akn => AKN,
            OutputKind::Html => HTML,
        },
    }
}

fn of_source(source: &InputKind, bytes: &[u8]) -> RegisteredFormat {
    match source {
        InputKind::Text => TEXT,
        InputKind::Docx => of_package(bytes),
        InputKind::FlatDocx | InputKind::WordXml => XML,
        InputKind::Odt => of_open_document(bytes),
        InputKind::FlatOdt => XML,
        InputKind::Doc if holds(bytes, b"Word.Document.6") => {
            // The name of its format stands in the file (MS-DOC 2.4.1 gives Word 97 another).
            of("Microsoft Word Document", "6.0/95", "fmt/39", "application/msword")
        }
        InputKind::Doc => of("Microsoft Word Document", "97-2003", "fmt/40", "application/msword"),
        InputKind::Rtf => of_rtf(bytes),
        InputKind::Html if begins_as_mime(bytes) => of("MHTML", "", "x-fmt/429", "multipart/related"),
        InputKind::Html => HTML,
        InputKind::AkomaNtoso => AKN,
    }
}

/// The kinds of Word packages, by the content type of their main part.
fn of_package(bytes: &[u8]) -> RegisteredFormat {
    const KINDS: [(&[u8], RegisteredFormat); 3] = [
        (
            b"macroEnabledTemplate.main+xml",
            of(
                "Microsoft Word Macro-Enabled Document Template",
                "2007 onwards",
                "fmt/599",
                "application/vnd.ms-word.template.macroEnabled.12",
            ),
        ),
        (
            b"macroEnabled.main+xml",
            of(
                "Macro enabled Microsoft Word Document OOXML",
                "2007 Onwards",
                "fmt/523",
                "application/vnd.ms-word.document.macroEnabled.12",
            ),
        ),
        (
            b"template.main+xml",
            of(
                "Microsoft Word Template",
                "2007 onwards",
                "fmt/597",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            ),
        ),
    ];
    let types = part(bytes, "[Content_Types].xml").unwrap_or_default();
    KINDS.iter().find(|(kind, _)| holds(&types, kind)).map_or(DOCX, |(_, format)| *format)
}

/// The versions of OpenDocument text, by its manifest; a manifest without one is of 1.0 or 1.1.
fn of_open_document(bytes: &[u8]) -> RegisteredFormat {
    const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
    let manifest = part(bytes, "META-INF/manifest.xml").unwrap_or_default();
    let (version, key) = [("1.3", "fmt/1756"), ("1.2", "fmt/291"), ("1.1", "fmt/290")]
        .into_iter()
        .find(|(version, _)| holds(&manifest, format!("version=\"{version}\"").as_bytes()))
        .unwrap_or(("1.0", "fmt/136"));
    of("OpenDocument Text", version, key, MEDIA_TYPE)
}

/// The versions of Rich Text, by the words that PRONOM's signatures look for.
fn of_rtf(bytes: &[u8]) -> RegisteredFormat {
    const NEW: [&[u8]; 4] = [br"\*\colorschememapping", br"\aflev", br"\*\datastore", br"\*\defchp"];
    let has = |word: &[u8]| holds(bytes, word);
    let is_late = has(br"\ansicpg") && has(br"\stshfbi");
    let (version, key) = match () {
        () if is_late && NEW.into_iter().any(has) => ("1.9", "fmt/355"),
        () if is_late && has(br"\lsdstimax") => ("1.8", "fmt/53"),
        () if is_late => ("1.7", "fmt/52"),
        () if has(br"\ansicpg") => ("1.5-1.6", "fmt/50"),
        () => ("1.0-1.4", "fmt/45"),
    };
    of("Rich Text Format", version, key, "application/rtf")
}

/// Whether a page begins with the fields of a MIME document.
fn begins_as_mime(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    holds(&head, b"mime-version:") && holds(&head, b"multipart/related")
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A small part of a package; nothing where it is not there.
fn part(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    /// Such lists are a few kilobytes.
    const MOST: u64 = 1 << 20;
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = Vec::new();
    package.by_name(name).ok()?.take(MOST).read_to_end(&mut content).ok()?;
    Some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_apart_by_what_they_hold() {
        let package = |name: &str, content: &str| {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
            zip.finish().unwrap().into_inner()
        };
        let types = |kind: &str| package("[Content_Types].xml", &format!("<Types>{kind}.main+xml</Types>"));
        let manifest = |version: &str| package("META-INF/manifest.xml", version);
        for (kind, bytes, key) in [
            (InputKind::Docx, types("wordprocessingml.document"), "fmt/412"),
            (InputKind::Docx, types("document.macroEnabled"), "fmt/523"),
            (InputKind::Docx, types("wordprocessingml.template"), "fmt/597"),
            (InputKind::Docx, types("template.macroEnabledTemplate"), "fmt/599"),
            (InputKind::Odt, manifest("manifest:version=\"1.3\""), "fmt/1756"),
            (InputKind::Odt, manifest("manifest:version=\"1.2\""), "fmt/291"),
            (InputKind::Odt, manifest("no version"), "fmt/136"),
            (InputKind::Doc, b"..Word.Document.6..".to_vec(), "fmt/39"),
            (InputKind::Doc, b"..Word.Document.8..".to_vec(), "fmt/40"),
            (InputKind::Rtf, br"{\rtf1\ansi{\*\x}}".to_vec(), "fmt/45"),
            (InputKind::Rtf, br"{\rtf1\ansi\ansicpg1252 x}".to_vec(), "fmt/50"),
            (InputKind::Rtf, br"{\rtf1\ansi\ansicpg1252\stshfbi0{\*\datastore 0}}".to_vec(), "fmt/355"),
            (InputKind::Html, b"MIME-Version: 1.0\nContent-Type: multipart/related".to_vec(), "x-fmt/429"),
            (InputKind::Html, b"<html>".to_vec(), "fmt/96"),
            (InputKind::AkomaNtoso, b"<akomaNtoso/>".to_vec(), "fmt/1724"),
        ] {
            assert_eq!(of_source(&kind, &bytes).key, key, "{kind:?}");
        }
    }
}
