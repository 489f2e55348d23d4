//! A finished Akoma Ntoso document's bytes in, all its text out: the proof that the writer lost nothing.
//!
//! Deleted text counts as text; metadata does not, but for the comments that stand there. It shares no code
//! with the writer, and refuses what it cannot read to the end.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::docx::{DocxText, character};
use crate::budget;
use crate::diagnostics::{Refusal, RefusalKind, message};

/// Where the text at hand belongs.
#[derive(Debug)]
enum AknText {
    Body,
    Metadata,
    Comment(String),
    Footnote(String),
    Endnote(String),
}

/// Reads the text of a finished document.
///
/// # Errors
/// [`RefusalKind::Damaged`] where the bytes are no Akoma Ntoso or are cut short.
pub(crate) fn text(bytes: &[u8]) -> Result<DocxText, Refusal> {
    let xml = std::str::from_utf8(bytes).map_err(damaged)?;
    let mut reader = Reader::from_str(xml);
    let mut found = DocxText::default();
    let mut endnotes = Vec::new();
    // The stories that are open, each with the depth of its element.
    let mut stories = vec![(0usize, AknText::Body)];
    let mut depth = 0usize;
    loop {
        budget::ask("the Akoma Ntoso was read back")?;
        let event = reader.read_event().map_err(damaged)?;
        match event {
            Event::Start(start) => {
                depth += 1;
                if let Some(story) = opened(&start)? {
                    stories.push((depth, story));
                }
            }
            Event::Empty(start) if start.name().as_ref() == b"eol" => put(&mut found, &mut stories, "\n"),
            Event::End(end) => {
                if matches!(end.name().as_ref(), b"p" | b"heading" | b"num") {
                    put(&mut found, &mut stories, "\n");
                }
                if let Some((_, story)) = stories.pop_if(|(at, _)| *at == depth) {
                    match story {
                        AknText::Footnote(text) => found.notes.push(text),
                        AknText::Endnote(text) => endnotes.push(text),
                        AknText::Comment(text) => found.comments.push(text),
                        AknText::Body | AknText::Metadata => {}
                    }
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => put(&mut found, &mut stories, &text.decode().map_err(damaged)?),
            Event::GeneralRef(reference) => {
                let letter = character(&reference)?;
                put(&mut found, &mut stories, letter.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(damaged("it has a DOCTYPE")),
            Event::Eof if depth == 0 => break,
            Event::Eof => return Err(damaged("it ends inside an element")),
            _ => {}
        }
    }
    found.notes.append(&mut endnotes);
    Ok(found)
}

/// The story that an element begins.
fn opened(element: &BytesStart<'_>) -> Result<Option<AknText>, Refusal> {
    let class = element.try_get_attribute("class").map_err(damaged)?;
    let is_class = |name: &[u8]| class.as_ref().is_some_and(|class| class.value.as_ref() == name);
    Ok(match element.name().as_ref() {
        b"meta" => Some(AknText::Metadata),
        b"note" if is_class(b"comment") => Some(AknText::Comment(String::new())),
        b"authorialNote" if is_class(b"endnote") => Some(AknText::Endnote(String::new())),
        b"authorialNote" => Some(AknText::Footnote(String::new())),
        _ => None,
    })
}

/// Adds text to the story that is open.
fn put(found: &mut DocxText, stories: &mut [(usize, AknText)], text: &str) {
    match stories.last_mut() {
        Some((_, AknText::Comment(own) | AknText::Footnote(own) | AknText::Endnote(own))) => {
            own.push_str(text)
        }
        Some((_, AknText::Body)) => found.body.push_str(text),
        Some((_, AknText::Metadata)) | None => {}
    }
}

fn damaged(why: impl std::fmt::Display) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("the finished Akoma Ntoso document cannot be read back: {why}", why),
        message!("convert the file again; if that fails too, report it as a fault of itudoc"),
    )
}
