//! Mail as Outlook saves it (`.msg`): a compound file with a stream a property (MS-OXMSG, 2.1 and 2.2).

use std::io::{Cursor, Read};
use std::path::PathBuf;

use super::{Contents, Origin};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::limits;

/// Properties, by their tags (MS-OXPROPS).
const SUBJECT: &str = "0037";
const SENDER_NAME: &str = "0C1A";
const SENDER_ADDRESS: &str = "5D01";
const BODY: &str = "1000";
const DATA: &str = "3701";
const LONG_NAME: &str = "3707";
const SHORT_NAME: &str = "3704";
/// Types: text in UTF-16, text in a code page, bytes.
const UNICODE: &str = "001F";
const ANSI: &str = "001E";
const BINARY: &str = "0102";

type File<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// The files of a mail; its words, where it has no files.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Contents, Refusal> {
    let damaged = |error: std::io::Error| {
        let found = format!("the mail cannot be read: {error}");
        Refusal::new(RefusalKind::Damaged, found, "save the mail again, as .msg or .eml")
    };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let is_attachment = |name: &str| name.starts_with("__attach_version1.0_");
    let entries = file.read_storage("/").map_err(damaged)?;
    let attached: Vec<PathBuf> = entries
        .filter(|entry| entry.is_storage() && is_attachment(entry.name()))
        .take(limits::UNPACKED_FILES + 1)
        .map(|entry| entry.path().to_owned())
        .collect();
    let mut files = Vec::new();
    for (number, storage) in (1..).zip(attached) {
        let at = storage.to_string_lossy().into_owned();
        // A mail in the mail has no stream of bytes; its words are not unpacked.
        let Some(data) = stream(&mut file, &at, DATA, BINARY) else { continue };
        let name = text(&mut file, &at, LONG_NAME).or_else(|| text(&mut file, &at, SHORT_NAME));
        files.push((name.unwrap_or_else(|| format!("file-{number}")), data));
    }
    let words = text(&mut file, "", BODY).unwrap_or_default();
    let address = text(&mut file, "", SENDER_ADDRESS).filter(|address| address.contains('@'));
    let from = match (text(&mut file, "", SENDER_NAME), address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default(),
    };
    let subject = text(&mut file, "", SUBJECT).unwrap_or_default();
    let mut origin = Origin { from, subject, ..Origin::default() };
    if files.is_empty() && !words.trim().is_empty() {
        files.push(("message.txt".to_owned(), words.into_bytes()));
    } else {
        origin.message = words;
    }
    Ok(Contents { origin, files })
}

fn stream(file: &mut File<'_>, storage: &str, tag: &str, kind: &str) -> Option<Vec<u8>> {
    let path = format!("{storage}/__substg1.0_{tag}{kind}");
    let stream = file.open_stream(path).ok()?;
    let mut bytes = Vec::new();
    stream.take(limits::UNPACKED_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A property that is text.
fn text(file: &mut File<'_>, storage: &str, tag: &str) -> Option<String> {
    if let Some(bytes) = stream(file, storage, tag, UNICODE) {
        let pairs = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
        return Some(char::decode_utf16(pairs).map(|letter| letter.unwrap_or('\u{FFFD}')).collect());
    }
    stream(file, storage, tag, ANSI).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
