//! HTML as Word and others save it, bare or in a MIME document, into a [`Source`].
//!
//! | | |
//! |---|---|
//! | kept | paragraphs with their class as style name, headings with their level; bold, italic, underline, strike, super- and subscript; `ins` and `del` with author and date; tables with spans; Word's foot- and endnotes; list labels as Word writes them; links; languages; pictures that the file holds |
//! | degraded, reported | pictures outside the file (placeholder), tables in cells (as paragraphs) |
//! | not shown | what no browser shows: head, scripts, style sheets, comments |

mod controls;
mod generated;
mod inline;
mod lists;
mod mathematics;
mod mime;
mod pictures;
mod sheet;
mod story;
mod tables;
mod tags;
mod words;

use encoding_rs::Encoding;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{State, Token, Tokenizer};

use super::encoding::{decode, head, of_label};
use crate::budget;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::read::STAGE;
use crate::source::{Source, SourceFormat};
use story::HtmlReader;

/// Whether the first characters of a file are those of HTML.
pub(crate) fn is_html(head: &str) -> bool {
    let early = head.char_indices().nth(2048).map_or(head.len(), |(at, _)| at);
    let head = head.get(..early).unwrap_or_default().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || ((head.starts_with("<?xml") || head.starts_with("<!--")) && head.contains("<html"))
        // Behind a line or two of another program.
        || head.contains("\n<html") && head.contains("<body")
        || is_fragment(behind_comments(&head))
}

/// What stands behind comments at the head of a text.
fn behind_comments(head: &str) -> &str {
    let mut rest = head;
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    rest
}

/// Whether a text begins with a tag of a page, which another tag follows, or which has attributes: a style sheet or a script
/// may be long.
fn is_fragment(head: &str) -> bool {
    // Letters in angle brackets may be names: `<a> and <b>`.
    let is_word = |text: &str| FRAGMENT.iter().any(|tag| tag.len() > 1 && is_tag(text, tag));
    let is_known = |text: &str| FRAGMENT.iter().any(|tag| is_tag(text, tag));
    let rest = head.get(1..).unwrap_or_default();
    let has_attributes = || rest.split_once('>').is_some_and(|(tag, _)| tag.contains('='));
    let others = || rest.match_indices('<').filter_map(|(at, _)| rest.get(at..));
    is_known(head) && (has_attributes() || others().any(|tag| tag.starts_with("</") || is_word(tag)))
}

/// Elements with which a part of a page begins.
const FRAGMENT: &[&str] = &[
    "head",
    "body",
    "meta",
    "title",
    "style",
    "p",
    "div",
    "span",
    "font",
    "center",
    "table",
    "tr",
    "td",
    "ol",
    "ul",
    "dl",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "script",
    "link",
    "form",
    "noscript",
    "main",
    "header",
    "nav",
    "b",
    "i",
    "strong",
    "em",
    "a",
    "img",
    "br",
    "hr",
    "li",
    "th",
    "u",
    "dt",
    "del",
    "ins",
    "dd",
    "small",
    "big",
    "sub",
    "sup",
    "cite",
    "abbr",
    "aside",
    "footer",
    "figure",
    "details",
    "dialog",
    "fieldset",
    "hgroup",
    "iframe",
    "video",
    "audio",
    "textarea",
    "thead",
    "tbody",
    "ruby",
    "frameset",
];

/// Whether a text begins with a tag of this name.
fn is_tag(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
}

/// Whether a page is XHTML, where any element may end itself: `<title/>`, `<p/>` (XHTML 1.0, C.1 and C.3). Browsers pass
/// over that sign in HTML.
fn is_xml(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').trim_start().starts_with("<?xml ")
}

/// Whether the first characters of a file are those of a MIME document.
pub(crate) fn is_mime(head: &str) -> bool {
    mime::is_mime(head)
}

/// Reads HTML, bare or in a MIME document.
///
/// # Errors
/// A MIME document without HTML; a bound met.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let refuse = || {
        Refusal::new(
            RefusalKind::Format,
            message!("this is a MIME document (a web archive or an e-mail) without a readable HTML part"),
            message!("open it in Word and save it as .docx"),
        )
    };
    // A page is not copied: one of hundreds of megabytes is held as it came and as text, and no more.
    let mime = is_mime(&head(bytes));
    let part = mime.then(|| mime::html(bytes).ok_or_else(refuse)).transpose()?;
    let page = part.as_ref().map_or(bytes, |part| &part.bytes);
    if page.len() > limits::PAGE_BYTES {
        let megabytes = limits::PAGE_BYTES as u64 >> 20;
        return Err(Refusal::over(message!("the page"), megabytes, message!("MB")));
    }
    let charset = part.as_ref().and_then(|part| part.charset.as_deref());
    let mut decoded = decode(page, charset.and_then(of_label).or_else(|| declared(page)))?;
    drop(part);
    let mut text = std::mem::take(&mut decoded.text);
    // No browser shows a NUL.
    if text.contains('\0') {
        text.retain(|letter| letter != '\0');
    }
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let has_notes = text.contains("mso-element:footnote") || text.contains("mso-element:endnote");
    let mime_pictures = if mime { mime::pictures(bytes) } else { Vec::new() };
    let is_xml = is_xml(&text);
    let mut reader = HtmlReader { has_notes, is_xml, mime_pictures, ..HtmlReader::default() };
    let mut tokenizer = Tokenizer::new_with_emitter(text.as_str(), emitter);
    while let Some(token) = tokenizer.next() {
        // Very many tags may make one run.
        budget::ask(STAGE)?;
        let token = match token {
            Ok(token) => token,
            Err(never) => match never {},
        };
        match token {
            Token::StartTag(tag) => {
                match tag.name.as_slice() {
                    // Where nothing runs scripts its content is markup like any other (HTML, 4.12.2).
                    b"noscript" => tokenizer.set_state(State::Data),
                    b"noframes" => tokenizer.set_state(State::RawText),
                    _ => {}
                }
                let mut tag = tags::HtmlTag::of(&tag);
                reader.sheet.lay_under(&mut tag, &reader.open);
                reader.open(&tag)?;
                if is_xml && tag.closed {
                    tokenizer.set_state(State::Data);
                }
            }
            Token::EndTag(tag) => reader.close(&String::from_utf8_lossy(&tag.name))?,
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text))?,
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    let (facts, album) = reader.finish()?;
    let mut source = facts.assemble(album, SourceFormat::Html)?;
    name.clone_into(&mut source.name);
    source.findings.extend(decoded.findings);
    Ok(source)
}

/// The encoding that the head declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|mark| {
        let (_, after) = head.split_once(mark)?;
        let name = after.trim_start_matches(['"', '\'']);
        of_label(name.split(['"', '\'', '>', ' ', ';', '/', '?']).next()?)
    })
}
