//! The log of a published document, `NAME.decisions.toml` beside its outputs: when it was published and
//! by which decisions, and when it was reopened and why.
//!
//! In: the folder and the stem of a document's outputs. Out: whether it is locked, and the log with an
//! event added. Never: an event taken away; an output that depends on the time.

use std::fmt::Write as _;
use std::path::Path;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::manifest::verify::LOG;
use crate::store::{self, StoreError};

const HEAD: &str = "\
# When this document was published, by which decisions, and when it was reopened. Only added to.
";

/// What the log says last of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicationEvent {
    /// Whether it was published; else it was reopened.
    pub is_published: bool,
    /// When (ISO 8601).
    pub on: String,
    /// By whom; empty where nobody said.
    pub by: String,
}

/// A document as it is published.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Published<'a> {
    /// The input's name.
    pub input: &'a str,
    /// SHA-256 of the input.
    pub input_sha256: &'a str,
    /// Who publishes.
    pub by: Option<&'a str>,
    /// The outputs, each with its SHA-256.
    pub outputs: &'a [(String, String)],
    /// The rows of the review file.
    pub decisions: &'a str,
}

/// Name of the log of a stem.
pub(crate) fn name(stem: &str) -> String {
    format!("{stem}{LOG}")
}

/// The last event of a document's log; `None` where it has none.
///
/// # Errors
/// A log that cannot be read: what it locks is not known.
pub(crate) fn last(folder: &Path, stem: &str) -> Result<Option<PublicationEvent>, Refusal> {
    let path = folder.join(name(stem));
    let unreadable = |why: Message| {
        let advice = message!("put the log back as it was, or move it away if the document is not published");
        Refusal::unreadable(&path, why, advice)
    };
    let Some(text) = text(&path).map_err(unreadable)? else { return Ok(None) };
    let log: toml::Table =
        text.parse().map_err(|error: toml::de::Error| unreadable(Message::foreign(error.message())))?;
    let event = log.get("event").and_then(toml::Value::as_array).and_then(|events| events.last());
    let event = event.ok_or_else(|| unreadable(message!("it has no event")))?;
    let said = |key: &str| event.get(key).map_or_else(String::new, worded);
    match said("what").as_str() {
        what @ ("published" | "reopened") => {
            Ok(Some(PublicationEvent { is_published: what == "published", on: said("on"), by: said("by") }))
        }
        other => Err(unreadable(message!(
            "its last event is {event}, which is not known",
            event = format!("{other:?}")
        ))),
    }
}

fn worded(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Refuses a document that is published and was not reopened.
///
/// # Errors
/// That refusal, and a log that cannot be read.
pub(crate) fn not_locked(folder: &Path, stem: &str) -> Result<(), Refusal> {
    let Some(event) = last(folder, stem)?.filter(|event| event.is_published) else { return Ok(()) };
    let found = match event.by.as_str() {
        "" => message!("{stem} was published on {on} and is locked", stem, on = event.on),
        by => message!("{stem} was published on {on} by {by} and is locked", stem, on = event.on, by),
    };
    Err(Refusal::new(
        RefusalKind::Published,
        found,
        message!("reopen it with a reason: `itudoc convert … --reopen REASON`, or in `itudoc review`"),
    ))
}

/// The log with the publication added to it.
///
/// # Errors
/// A log that is there and cannot be read.
pub(crate) fn with_published(folder: &Path, stem: &str, made: &Published<'_>) -> Result<String, Refusal> {
    let mut event = event("published", made.by);
    // Writing to a string cannot fail.
    let _ = writeln!(event, "input = {}\ninput-sha256 = {}", quoted(made.input), quoted(made.input_sha256));
    event.push_str("outputs = [\n");
    for (path, sha256) in made.outputs {
        let _ = writeln!(event, "  {{ path = {}, sha256 = {} }},", quoted(path), quoted(sha256));
    }
    let _ = write!(event, "]\n{}", made.decisions);
    let before = before(folder, stem)?;
    Ok(format!("{before}{event}"))
}

/// Reopens a document, where it is locked; whether it was.
///
/// # Errors
/// A log that cannot be read or written.
pub(crate) fn reopen(folder: &Path, stem: &str, by: Option<&str>, reason: &str) -> Result<bool, Refusal> {
    if last(folder, stem)?.is_none_or(|event| !event.is_published) {
        return Ok(false);
    }
    let mut event = event("reopened", by);
    let _ = writeln!(event, "reason = {}", quoted(reason));
    let text = format!("{}{event}", before(folder, stem)?);
    let path = folder.join(name(stem));
    store::write_whole(&path, text.as_bytes()).map_err(|error: StoreError| error.refusal())?;
    Ok(true)
}

/// The beginning of an event. The time is of the log and of no output.
fn event(what: &str, by: Option<&str>) -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let by = by.map_or_else(String::new, |by| format!("by = {}\n", quoted(by)));
    format!("\n[[event]]\nwhat = \"{what}\"\non = {now}\n{by}")
}

fn before(folder: &Path, stem: &str) -> Result<String, Refusal> {
    let path = folder.join(name(stem));
    let text = text(&path)
        .map_err(|why| Refusal::unreadable(&path, why, message!("make it readable; its events are kept")))?;
    Ok(text.unwrap_or_else(|| HEAD.to_owned()))
}

fn text(path: &Path) -> Result<Option<String>, Message> {
    match files::text(path, limits::DATA_BYTES) {
        Err(error) if error.is_absent() => Ok(None),
        read => read.map(Some).map_err(|error| error.found()),
    }
}

/// A TOML basic string on one line.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    toml::Value::String(line).to_string()
}
