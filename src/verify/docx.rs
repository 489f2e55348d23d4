//! A finished Word document's bytes in, all its text out: the proof that the writer lost nothing.
//!
//! Deleted text counts as text; headers and footers, field codes and properties do not. It shares no
//! code with the writer, reads parts as they are, and refuses what it cannot read to the end.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::budget;
use crate::diagnostics::{Refusal, RefusalKind, message};

/// All text of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DocxText {
    /// The body, a line a paragraph, table cells in order; `\t` and `\n` for tab and line break.
    pub body: String,
    /// Foot- and then endnotes, each in the order of its part.
    pub notes: Vec<String>,
    /// Comments in the order of their part.
    pub comments: Vec<String>,
}

/// Longest part that is read, bytes: ten times the longest body of a real ITU document.
const PART_BYTES: u64 = 1 << 28;

/// Elements whose content is about text and holds none.
const PROPERTIES: &[&[u8]] =
    &[b"w:pPr", b"w:rPr", b"w:tblPr", b"w:tblGrid", b"w:trPr", b"w:tcPr", b"w:sectPr", b"w:drawing"];

/// Reads the text of a finished document.
///
/// # Errors
/// [`RefusalKind::Damaged`] where the bytes are no Word document or are cut short.
pub(crate) fn text(bytes: &[u8]) -> Result<DocxText, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let body = part(&mut archive, "word/document.xml")?
        .ok_or_else(|| damaged("the package has no word/document.xml"))?;
    let mut extracted = DocxText { body: stories(&body, b"w:body")?.concat(), ..DocxText::default() };
    for (name, element) in
        [("word/footnotes.xml", b"w:footnote".as_slice()), ("word/endnotes.xml", b"w:endnote")]
    {
        if let Some(xml) = part(&mut archive, name)? {
            extracted.notes.extend(stories(&xml, element)?);
        }
    }
    if let Some(xml) = part(&mut archive, "word/comments.xml")? {
        extracted.comments = stories(&xml, b"w:comment")?;
    }
    Ok(extracted)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Refusal> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(error)),
    };
    let size = entry.size().min(PART_BYTES);
    let mut xml = String::with_capacity(usize::try_from(size).unwrap_or(0));
    entry.take(PART_BYTES).read_to_string(&mut xml).map_err(damaged)?;
    Ok(Some(xml))
}

/// The text of each element of the given name, but for separators of notes.
fn stories(xml: &str, story: &[u8]) -> Result<Vec<String>, Refusal> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut current: Option<String> = None;
    let mut depth = 0usize;
    let mut in_text = false;
    loop {
        budget::ask("the DOCX was read back")?;
        match reader.read_event().map_err(damaged)? {
            Event::Start(start) => {
                let name = start.name();
                if PROPERTIES.contains(&name.as_ref()) || is_separator(&start) {
                    reader.read_to_end(name).map_err(damaged)?;
                    continue;
                }
                depth += 1;
                in_text = matches!(name.as_ref(), b"w:t" | b"w:delText" | b"m:t");
                if name.as_ref() == story {
                    current = Some(String::with_capacity(xml.len() / 8));
                }
            }
            Event::Empty(start) => current.iter_mut().for_each(|text| text.extend(sign(&start))),
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                in_text = false;
                if end.name().as_ref() == b"w:p" {
                    current.iter_mut().for_each(|text| text.push('\n'));
                } else if end.name().as_ref() == story {
                    found.extend(current.take());
                }
            }
            Event::Text(text) if in_text => {
                let text = text.decode().map_err(damaged)?;
                current.iter_mut().for_each(|all| all.push_str(&text));
            }
            Event::GeneralRef(reference) if in_text => {
                let character = character(&reference)?;
                current.iter_mut().for_each(|all| all.push(character));
            }
            Event::DocType(_) => return Err(damaged("a part has a DOCTYPE")),
            Event::Eof if depth == 0 => return Ok(found),
            Event::Eof => return Err(damaged("a part ends inside an element")),
            _ => {}
        }
    }
}

/// The character that an empty element stands for.
fn sign(element: &BytesStart<'_>) -> Option<char> {
    Some(match element.name().as_ref() {
        b"w:tab" => '\t',
        b"w:br" | b"w:cr" | b"w:p" => '\n',
        b"w:noBreakHyphen" => '-',
        b"w:softHyphen" => '\u{ad}',
        _ => return None,
    })
}

pub(super) fn character(reference: &BytesRef<'_>) -> Result<char, Refusal> {
    if let Some(character) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(character);
    }
    Ok(match &**reference {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return Err(damaged("a part has an unknown entity")),
    })
}

fn is_separator(note: &BytesStart<'_>) -> bool {
    matches!(note.name().as_ref(), b"w:footnote" | b"w:endnote")
        && note.attributes().flatten().any(|attribute| {
            attribute.key.as_ref() == b"w:type"
                && matches!(attribute.value.as_ref(), b"separator" | b"continuationSeparator")
        })
}

fn damaged(why: impl std::fmt::Display) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("the finished Word document cannot be read back: {why}", why),
        message!("convert the file again; if that fails too, report it as a fault of itudoc"),
    )
}
