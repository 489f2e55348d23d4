//! OLE files: what one is, and Word 97 to 2003's streams out of it.
//!
//! In: the bytes. Out: the streams of a Word document, or a [`Refusal`] that says what else the
//! file is. Never: the content of a stream; that is `doc97`'s.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::bytes::{u16_at, u32_at};
use super::{LanguageHint, doc97};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::source::Source;

type OleFile<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Streams that tell what else an OLE file is: what it is called, and what to do.
const OTHERS: &[(&str, &str, &str)] = &[
    ("/Workbook", "a spreadsheet (Excel 97 to 2003)", SEND_TEXT),
    ("/Book", "a spreadsheet (Excel 5 or 95)", SEND_TEXT),
    ("/PowerPoint Document", "a presentation (PowerPoint)", SEND_TEXT),
    ("/VisioDocument", "a drawing (Visio)", SEND_TEXT),
    ("/__properties_version1.0", "an e-mail (Outlook)", "send the document that is attached to it"),
    ("/Quill", "a publication (Publisher)", SEND_TEXT),
    ("/CONTENTS", "a document of Microsoft Works", SAVE_AS),
    ("/PerfectOffice_MAIN", "a WordPerfect document", SAVE_AS),
    ("/StarWriterDocument", "a StarWriter document", SAVE_AS),
];

const SEND_TEXT: &str = "send the text of the contribution as a Word file (.docx) or plain text";
const SAVE_AS: &str = "open it in the program that made it, or in LibreOffice, and save it as .docx";

/// Reads an OLE file.
///
/// # Errors
/// A [`Refusal`] for all that is not a Word 97 to 2003 document, and for damaged files.
pub(super) fn read(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    // What is strict here is what programs differ in: a table that is longer than the file is opened by
    // those that people use.
    let mended;
    let mut opened = CompoundFile::open(Cursor::new(bytes));
    if opened.is_err() {
        mended = without_padding(bytes).unwrap_or_default();
        if let Ok(file) = CompoundFile::open(Cursor::new(mended.as_slice())) {
            opened = Ok(file);
        }
    }
    let mut file = opened.map_err(|error| {
        Refusal::new(
            RefusalKind::Damaged,
            message!("the file is an OLE file (Word 97 to 2003 and others) and is damaged: {error}", error),
            message!("open it in Word or LibreOffice, let the program repair it, and save it as .docx"),
        )
    })?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(encrypted());
    }
    if file.exists("/WordDocument") {
        let streams = doc97::Streams {
            document: stream(&mut file, "/WordDocument", bytes.len())?.unwrap_or_default(),
            tables: [stream(&mut file, "/0Table", bytes.len())?, stream(&mut file, "/1Table", bytes.len())?],
            data: stream(&mut file, "/Data", bytes.len())?.unwrap_or_default(),
            summary: stream(&mut file, "/\u{5}SummaryInformation", bytes.len())?.unwrap_or_default(),
            macros: file.exists("/Macros"),
        };
        return doc97::read(name, &streams, language);
    }
    let found = OTHERS.iter().find(|(stream, ..)| file.exists(stream));
    let (what, advice) =
        found.map_or(("an OLE file without a Word document in it", SAVE_AS), |(_, w, a)| (*w, *a));
    Err(Refusal::new(
        RefusalKind::Format,
        message!("this is {what}, not a Word file or plain text", what => Message::phrase(what)),
        Message::phrase(advice),
    ))
}

/// The file with the entries of its allocation table that stand for sectors past its end marked as free
/// ([MS-CFB] 2.3): some writers fill the last sector of the table with other marks. `None` where the header
/// is none.
fn without_padding(bytes: &[u8]) -> Option<Vec<u8>> {
    const FREE: [u8; 4] = [0xFF; 4];
    /// Entries of the table of tables in the header, and where they stand.
    const IN_HEADER: usize = 109;
    const TABLES: usize = 76;
    let size = 1usize.checked_shl(u32::from(u16_at(bytes, 30)?)).filter(|size| matches!(size, 512 | 4096))?;
    let sectors = bytes.len().div_ceil(size).checked_sub(1)?;
    let place = |sector: u32| (sector as usize).checked_add(1)?.checked_mul(size);
    let mut tables: Vec<u32> = (0..IN_HEADER).filter_map(|at| u32_at(bytes, TABLES + at * 4)).collect();
    // The table of tables goes on in a chain of sectors, the last number of each the next.
    let mut next = u32_at(bytes, 68)?;
    for _ in 0..sectors {
        let Some(start) = place(next).filter(|start| *start < bytes.len()) else { break };
        let numbers = (0..size / 4).filter_map(|at| u32_at(bytes, start + at * 4));
        tables.extend(numbers);
        next = tables.pop()?;
    }
    let mut mended = bytes.to_vec();
    let inside = tables.into_iter().filter(|table| (*table as usize) < sectors);
    for (at, table) in inside.enumerate() {
        for entry in 0..size / 4 {
            let number = at * (size / 4) + entry;
            let start = place(table)? + entry * 4;
            if number >= sectors
                && let Some(slot) = mended.get_mut(start..start + 4)
            {
                slot.copy_from_slice(&FREE);
            }
        }
    }
    Some(mended)
}

/// Whether a file is an old Word file by its streams or first bytes, read here or not.
pub(super) fn is_old_word(bytes: &[u8]) -> bool {
    let word = |file: OleFile<'_>| file.exists("/WordDocument");
    bytes.starts_with(b"\xDB\xA5") || CompoundFile::open(Cursor::new(bytes)).is_ok_and(word)
}

/// The refusal of a file that a password protects.
pub(super) fn encrypted() -> Refusal {
    Refusal::new(
        RefusalKind::Encrypted,
        message!("the file is password-protected (encrypted)"),
        message!(
            "open it in Word with its password, take the password away (File, Info, Protect Document) and save it"
        ),
    )
}

/// The bytes of a stream, never more than the file itself has.
fn stream(file: &mut OleFile<'_>, path: &str, most: usize) -> Result<Option<Vec<u8>>, Refusal> {
    if !file.is_stream(path) {
        return Ok(None);
    }
    let mut content = Vec::new();
    let read = file.open_stream(path).and_then(|stream| stream.take(most as u64).read_to_end(&mut content));
    match read {
        Ok(_) => Ok(Some(content)),
        Err(error) => Err(Refusal::new(
            RefusalKind::Damaged,
            message!(
                "the stream {path} of the Word file is damaged: {error}",
                path = path.trim_start_matches('/'),
                error
            ),
            message!("open the file in Word or LibreOffice, let the program repair it, and save it as .docx"),
        )),
    }
}
