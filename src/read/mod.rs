//! Readers: a file's bytes become a [`Source`], whatever the file is called.
//!
//! In: a name and bytes. Out: paragraphs with their places. Never: meaning; that is `parse`'s.

mod bytes;
mod code_page;
mod date;
pub mod doc97;
pub mod docx;
pub mod facts;
pub mod fallback;
pub mod html;
mod language;
mod ole;
mod rows;
pub mod rtf;
pub mod text;

use crate::diagnostics::{Refusal, RefusalKind};
use crate::language::Language;
use crate::source::Source;

/// Reads a file by its content; the name serves messages and evidence only.
///
/// # Errors
/// A [`Refusal`] that says what the file is and what to do with it.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    read_in(name, bytes, None)
}

/// Reads a file whose language is given.
///
/// # Errors
/// Those of [`read`].
pub fn read_in(name: &str, bytes: &[u8], language: Option<Language>) -> Result<Source, Refusal> {
    match sniff(bytes) {
        Kind::Text => text::read(name, bytes),
        Kind::Zip => docx::read_in(name, bytes, language),
        Kind::Ole => ole::read(name, bytes),
        Kind::Html => html::read(name, bytes),
        Kind::Rtf => rtf::read(name, bytes),
        Kind::Foreign { what, advice } => Err(Refusal::new(
            RefusalKind::Format,
            format!("this is {what}, not a Word file or plain text"),
            advice,
        )),
        Kind::Old { what } => Err(Refusal::new(
            RefusalKind::Format,
            format!("this is {what}, whose format is not read"),
            "open it in Word or LibreOffice and save it as .docx",
        )),
    }
}

/// What the first bytes say.
enum Kind {
    Text,
    Zip,
    Ole,
    Rtf,
    Html,
    Old { what: &'static str },
    Foreign { what: &'static str, advice: &'static str },
}

/// First bytes of formats that are sent by mistake, and what to say of them.
const FOREIGN: [(&[u8], &str, &str); 9] = [
    (b"%PDF-", "a PDF file", "send the Word file or text that it was made from"),
    (b"\x89PNG", "a picture (PNG)", "send the text itself, not a picture of it"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", "send the text itself, not a picture of it"),
    (b"GIF8", "a picture (GIF)", "send the text itself, not a picture of it"),
    (b"\x1F\x8B", "a gzip archive", "unpack it and send the document"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "unpack it and send the document"),
    (b"Rar!", "a RAR archive", "unpack it and send the document"),
    (b"\x7FELF", "a program", "send the document"),
    (b"MZ", "a program", "send the document"),
];

/// First bytes of word processors' files that are not read.
const OLD: [(&[u8], &str); 6] = [
    (b"\xDB\xA5", "a Word 2 file"),
    (b"\x9B\xA5", "a Word 1 file"),
    (b"\x9C\xA5", "a Word 1 file"),
    (b"\x31\xBE\0\0", "a Write or Word for DOS file"),
    (b"\xFE\x37\0", "a Word for Macintosh file"),
    (b"\xFFWPC", "a WordPerfect file"),
];

fn sniff(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Kind::Ole;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Rtf;
    }
    if let Some((_, what)) = OLD.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Old { what };
    }
    if html::is_html(bytes) || html::is_mime(bytes) {
        return Kind::Html;
    }
    for (magic, what, advice) in FOREIGN {
        // `MZ` and other printable marks also begin words; a program holds NUL bytes.
        let binary = magic.iter().any(|b| !b.is_ascii_graphic())
            || *magic == *b"%PDF-"
            || bytes.iter().take(512).any(|b| *b == 0);
        if bytes.starts_with(magic) && binary {
            return Kind::Foreign { what, advice };
        }
    }
    Kind::Text
}
