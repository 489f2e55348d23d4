//! Mail as Outlook saves it (`.msg`): a compound file with a stream a property (MS-OXMSG, 2.1 to 2.4).
//!
//! In: the bytes of the file. Out: its files, those of mails in it too; the words of a mail without files.
//! Never: a mail in a mail deeper than the bound, a file left out without a word.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{ArrivalOrigin, Unpacked};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;

/// Properties, by their tags (MS-OXPROPS).
const SUBJECT: &str = "0037";
const SENDER_NAME: &str = "0C1A";
const SENDER_ADDRESSES: [&str; 2] = ["5D01", "0C1F"];
const BODY: &str = "1000";
const HTML: &str = "1013";
const DATA: &str = "3701";
const NAMES: [&str; 3] = ["3707", "3704", "3001"];
/// Types: text in UTF-16, text in a code page, bytes, an object.
const UNICODE: &str = "001F";
const ANSI: &str = "001E";
const BINARY: &str = "0102";
const OBJECT: &str = "000D";
/// Fixed properties with their types: when it was sent, when it arrived; the code page of its texts.
const TIMES: [u32; 2] = [0x0039_0040, 0x0E06_0040];
const CODE_PAGES: [u32; 2] = [0x3FFD_0003, 0x3FDE_0003];

/// Mails in mails.
const DEEPEST: usize = 8;

type OutlookFile<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// The files of a mail; its words, where it has no files.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Unpacked, Refusal> {
    let mut reader = OutlookReader {
        file: cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?,
        files: Vec::new(),
    };
    let origin = reader.mail("", "", 0)?;
    Ok(Unpacked { origin, files: reader.files })
}

fn damaged(error: std::io::Error) -> Refusal {
    let found = message!("the mail cannot be read: {error}", error);
    Refusal::new(RefusalKind::Damaged, found, message!("save the mail again, as .msg or .eml"))
}

struct OutlookReader<'a> {
    file: OutlookFile<'a>,
    files: Vec<(String, Vec<u8>)>,
}

/// The text of a mail is kept in this code page, where it is not UTF-16.
#[derive(Clone, Copy)]
struct Storage<'s> {
    at: &'s str,
    encoding: &'static Encoding,
}

impl OutlookReader<'_> {
    /// Reads the mail in a storage; its files are called below a folder.
    fn mail(&mut self, at: &str, folder: &str, depth: usize) -> Result<ArrivalOrigin, Refusal> {
        if depth > DEEPEST {
            return Err(Refusal::over(
                message!("a mail in a mail"),
                DEEPEST as u64,
                message!("mails in each other"),
            ));
        }
        // The head of the list of fixed properties is longer at the root (MS-OXMSG, 2.4.1).
        let fixed = self.stream(at, "__properties_version1.0").unwrap_or_default();
        let fixed = Fixed(fixed.get(if depth == 0 { 32 } else { 24 }..).unwrap_or_default());
        let page = CODE_PAGES.iter().find_map(|tag| fixed.value(*tag));
        let own = Storage { at, encoding: page.and_then(encoding).unwrap_or(WINDOWS_1252) };
        let had = self.files.len();
        for (number, storage) in (1..).zip(self.attachments(at)?) {
            self.attachment(Storage { at: &storage, ..own }, number, folder, depth)?;
        }
        let words = self.text(own, BODY).filter(|words| !words.trim().is_empty());
        if self.files.len() == had {
            let html = || Some(("message.html", self.property(at, HTML, BINARY)?));
            let plain = words.clone().map(|words| ("message.txt", words.into_bytes()));
            if let Some((name, bytes)) = plain.or_else(html) {
                self.files.push((format!("{folder}{name}"), bytes));
                return Ok(self.origin(own, &fixed, String::new()));
            }
        }
        Ok(self.origin(own, &fixed, words.unwrap_or_default()))
    }

    fn attachments(&mut self, at: &str) -> Result<Vec<String>, Refusal> {
        let place = if at.is_empty() { "/" } else { at };
        let entries = self.file.read_storage(place).map_err(damaged)?;
        let attached =
            entries.filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"));
        let mut paths: Vec<String> = attached
            .take(limits::UNPACKED_FILES + 1)
            .map(|entry| entry.path().to_string_lossy().into_owned())
            .collect();
        paths.sort();
        Ok(paths)
    }

    fn attachment(
        &mut self,
        own: Storage<'_>,
        number: usize,
        folder: &str,
        depth: usize,
    ) -> Result<(), Refusal> {
        let name = NAMES.iter().find_map(|tag| self.text(own, tag)).filter(|name| !name.trim().is_empty());
        if let Some(data) = self.property(own.at, DATA, BINARY) {
            let name = name.unwrap_or_else(|| format!("file-{number}"));
            self.files.push((format!("{folder}{name}"), data));
            return Ok(());
        }
        let inner = format!("{}/__substg1.0_{DATA}{OBJECT}", own.at);
        if self.file.is_storage(&inner) {
            self.mail(&inner, &format!("{folder}mail-{number}/"), depth + 1)?;
            return Ok(());
        }
        let name = name.unwrap_or_else(|| format!("file {number}"));
        let found = message!("its attachment {name} is a link or an object, and holds no bytes", name);
        Err(Refusal::new(
            RefusalKind::Format,
            found,
            message!("ask for the file itself, attached to the mail"),
        ))
    }

    fn origin(&mut self, own: Storage<'_>, fixed: &Fixed<'_>, message: String) -> ArrivalOrigin {
        let addresses =
            SENDER_ADDRESSES.iter().find_map(|tag| self.text(own, tag).filter(|at| at.contains('@')));
        let from = match (self.text(own, SENDER_NAME), addresses) {
            (Some(name), Some(address)) if name != address => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default(),
        };
        let subject = self.text(own, SUBJECT).unwrap_or_default();
        let date = TIMES.iter().find_map(|tag| fixed.value(*tag)).and_then(time).unwrap_or_default();
        ArrivalOrigin { from, subject, date, message, ..ArrivalOrigin::default() }
    }

    fn stream(&mut self, at: &str, name: &str) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(format!("{at}/{name}")).ok()?;
        let mut bytes = Vec::new();
        stream.take(limits::UNPACKED_BYTES + 1).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn property(&mut self, at: &str, tag: &str, kind: &str) -> Option<Vec<u8>> {
        self.stream(at, &format!("__substg1.0_{tag}{kind}"))
    }

    /// A property that is text.
    fn text(&mut self, own: Storage<'_>, tag: &str) -> Option<String> {
        let text = match self.property(own.at, tag, UNICODE) {
            Some(bytes) => {
                let pairs = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
                char::decode_utf16(pairs).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
            }
            None => {
                let bytes = self.property(own.at, tag, ANSI)?;
                let unicode = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes);
                unicode.unwrap_or_else(|| own.encoding.decode_without_bom_handling(&bytes).0).into_owned()
            }
        };
        Some(text.trim_end_matches('\0').to_owned())
    }
}

/// Properties of a fixed length: sixteen bytes each, tag, flags, value (MS-OXMSG, 2.4.2).
struct Fixed<'a>(&'a [u8]);

impl Fixed<'_> {
    fn value(&self, tag: u32) -> Option<u64> {
        let rows = self.0.as_chunks::<16>().0.iter();
        let number = |row: &[u8; 16], from: usize| {
            row.iter().skip(from).take(8).rev().fold(0u64, |number, byte| (number << 8) | u64::from(*byte))
        };
        rows.map(|row| (number(row, 0) as u32, number(row, 8)))
            .find(|(own, _)| *own == tag)
            .map(|(_, value)| value)
    }
}

/// A time in tenths of a microsecond since 1601 (MS-DTYP, 2.3.3), as people write it.
fn time(ticks: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - TO_1970;
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// The encoding of a Windows code page.
fn encoding(page: u64) -> Option<&'static Encoding> {
    let label = match page as u32 {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20_866 => "koi8-r".to_owned(),
        54_936 => "gb18030".to_owned(),
        65_001 => "utf-8".to_owned(),
        page @ 28_591..=28_606 => format!("iso-8859-{}", page - 28_590),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}
