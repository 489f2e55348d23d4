//! What an officer changes in a document: decisions, facts, the text put right; each can be undone.
//!
//! In: the form that was sent, the session, the document as it was seen. Out: the files beside the document
//! written anew, at once. Never: a change on a state that was not seen, on a document that another holds or
//! that is published; a file half written.

use std::fs;
use std::path::{Path, PathBuf};

use super::desk::{Desk, DeskDocument, Hold, OpenedDocument};
use super::guard::Session;
use super::http::Asked;
use super::points::{self, finding_of};
use crate::batch::publication;
use crate::check::fix;
use crate::choice::Choice as _;
use crate::diagnostics::{Message, message};
use crate::files;
use crate::limits;
use crate::metadata::{KEYS, Metadata};
use crate::recover::review::{Signature, Waiver};
use crate::recover::{Decision, Review};
use crate::source::SourceFormat;
use crate::store;

/// Most changes that can be undone.
const REMEMBERED: usize = 200;

/// Why nothing was stored.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The document was changed since it was seen.
    Stale,
    /// Another officer holds it.
    Held(Hold),
    /// It is published.
    Locked,
    /// What was sent cannot be understood, or done: a row of the words, and what is put into it.
    Wrong(&'static str, Message),
}

/// What a change took the place of.
#[derive(Debug)]
pub(crate) struct Undo {
    files: ChangeContents,
    /// The point that was decided.
    at: String,
}

/// Files with their contents; `None` for one that is not there.
type ChangeContents = Vec<(PathBuf, Option<Vec<u8>>)>;

/// A change that is to be made: the files, and the point that it is about.
type Change = (ChangeContents, String);

/// The time as people write it, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_string()
}

/// The day (UTC).
fn today() -> String {
    now().split('T').next().unwrap_or_default().to_owned()
}

/// Makes a change: the point that it was about.
pub(crate) fn change(
    desk: &Desk,
    document: &DeskDocument,
    session: &Session,
    asked: &Asked,
    what: &str,
) -> Result<String, Problem> {
    desk.hold(document, session).map_err(Problem::Held)?;
    let mut work = document.work();
    // Asked by whoever has the work: it may be published while this waits.
    if is_locked(desk, document) {
        return Err(Problem::Locked);
    }
    let failed = |why: Message| Problem::Wrong("failed", why);
    let opened = desk.opened_in(document, &mut work).map_err(|refusal| failed(refusal.found))?;
    if asked.field("state") != opened.state {
        return Err(Problem::Stale);
    }
    let (files, at) = match what {
        "undo" => {
            let undo = work.undo.pop().ok_or(Problem::Wrong("undo-none", Message::foreign("")))?;
            (undo.files, undo.at)
        }
        "mark" => mark(document, &opened, session, asked)?,
        "finding" => finding(document, &opened, session, asked)?,
        "fix" => put_right(desk, document, &opened, asked)?,
        "carry" => carried(desk, document, asked)?,
        _ => facts(desk, document, asked)?,
    };
    let before = replace(&files).map_err(failed)?;
    if what != "undo" && !files.is_empty() {
        work.undo.push(Undo { files: before, at: at.clone() });
        let surplus = work.undo.len().saturating_sub(REMEMBERED);
        work.undo.drain(..surplus);
    }
    work.changed = Some((session.officer.clone(), now()));
    // The queue and the next page show it as it is now.
    let _ = desk.opened_in(document, &mut work);
    Ok(at)
}

/// Whether a document is published, by its log as it stands now.
pub(crate) fn is_locked(desk: &Desk, document: &DeskDocument) -> bool {
    let stem = document.known().task.as_ref().map(|task| task.name.stem.clone());
    let Some(stem) = stem else { return document.is_locked() };
    let event = publication::last(desk.store.root(), &stem).ok().flatten();
    document.known().event = event;
    document.is_locked()
}

/// Writes files, and returns what they took the place of.
fn replace(files: &ChangeContents) -> Result<ChangeContents, Message> {
    let mut before = ChangeContents::new();
    for (path, bytes) in files {
        before.push((path.clone(), read(path)?));
        match bytes {
            Some(bytes) => store::write_whole(path, bytes).map_err(|error| error.found())?,
            None => fs::remove_file(path).map_err(|error| unfit(path, &error))?,
        }
    }
    Ok(before)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Message> {
    match files::read(path, limits::INPUT_BYTES) {
        Ok(read) => Ok(Some(read.bytes)),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(message!("{place}: {what}", place = path.display(), what => error.found())),
    }
}

fn unfit(path: &Path, error: &std::io::Error) -> Message {
    message!("{place}: {what}", place = path.display(), what = error)
}

fn signature(session: &Session, asked: &Asked) -> Signature {
    let given = |name: &str| Some(asked.field(name).trim().to_owned()).filter(|words| !words.is_empty());
    Signature {
        by: Some(session.officer.clone()).filter(|name| !name.is_empty()),
        on: Some(today()),
        note: given("note"),
        extent: given("extent"),
    }
}

/// A decision on a mark.
fn mark(
    document: &DeskDocument,
    opened: &OpenedDocument,
    session: &Session,
    asked: &Asked,
) -> Result<Change, Problem> {
    let anchor = asked.field("anchor");
    let decision = Decision::named(asked.field("decision")).unwrap_or(Decision::Open);
    let examination = &opened.preview.examination;
    let mut recovery = examination.reading.recovery.clone();
    let lists = [&mut recovery.suggestions, &mut recovery.marks, &mut recovery.rejected];
    let mark = lists.into_iter().flatten().find(|mark| mark.anchor == anchor).ok_or(Problem::Stale)?;
    let signature = match decision {
        Decision::Open => Signature::default(),
        _ => signature(session, asked),
    };
    if let Some(extent) = &signature.extent
        && !points::extent_fits(mark, &examination.reading.text, extent)
    {
        return Err(Problem::Wrong("extent-unfit", Message::foreign(extent)));
    }
    mark.rule(decision, signature);
    let text = examination.review_file_with(&examination.review, &recovery);
    Ok((review_file(document, text), anchor.to_owned()))
}

/// A decision on a finding: waived with a reason, or asked of the delegation.
fn finding(
    document: &DeskDocument,
    opened: &OpenedDocument,
    session: &Session,
    asked: &Asked,
) -> Result<Change, Problem> {
    let anchor = asked.field("anchor");
    let decision = Waiver::named(asked.field("decision")).unwrap_or(Waiver::Open);
    let examination = &opened.preview.examination;
    if finding_of(examination, anchor).is_none() {
        return Err(Problem::Stale);
    }
    let signature = signature(session, asked);
    if decision == Waiver::Waive && signature.note.is_none() {
        return Err(Problem::Wrong("reason-wanted", Message::foreign("")));
    }
    let mut review: Review = examination.review.clone();
    review.rule_on_finding(anchor, decision, signature);
    let text = examination.review_file_with(&review, &examination.reading.recovery);
    Ok((review_file(document, text), anchor.to_owned()))
}

/// The decisions on an earlier copy, and its facts where this one has none: what fits nothing is listed.
fn carried(desk: &Desk, document: &DeskDocument, asked: &Asked) -> Result<Change, Problem> {
    let earlier = desk.earlier(document).into_iter().find(|other| other.id == asked.field("from"));
    let earlier = earlier.ok_or(Problem::Stale)?;
    let mut files = ChangeContents::new();
    for kind in ["review.toml", "toml"] {
        let own = document.found.path.with_extension(kind);
        let theirs = read(&earlier.found.path.with_extension(kind));
        let theirs = theirs.map_err(|why| Problem::Wrong("failed", why))?;
        if theirs.is_some() && !own.exists() {
            files.push((own, theirs));
        }
    }
    Ok((files, String::new()))
}

fn review_file(document: &DeskDocument, text: String) -> ChangeContents {
    vec![(document.found.path.with_extension("review.toml"), Some(text.into_bytes()))]
}

/// The place of a finding put right in the text itself; what was received is kept beside it.
fn put_right(
    desk: &Desk,
    document: &DeskDocument,
    opened: &OpenedDocument,
    asked: &Asked,
) -> Result<Change, Problem> {
    let anchor = asked.field("anchor");
    let examination = &opened.preview.examination;
    let found = finding_of(examination, anchor).ok_or(Problem::Stale)?;
    let reading = &examination.reading;
    let registry = &desk.converter.engine().registry;
    let path = &document.found.path;
    let bytes = read(path).map_err(|why| Problem::Wrong("failed", why))?.unwrap_or_default();
    let is_plain = matches!(reading.format, SourceFormat::Text { .. }) && bytes == reading.text.as_bytes();
    let fixed = fix::place(reading, &found, registry).filter(|_| is_plain);
    let fixed = fixed.ok_or(Problem::Wrong("failed", found.message.clone()))?;
    let received = path.with_file_name(format!(".{}.received", document.file_name()));
    if !received.exists() {
        store::write_whole(&received, &bytes).map_err(|error| Problem::Wrong("failed", error.found()))?;
    }
    Ok((vec![(path.clone(), Some(fixed.into_bytes()))], anchor.to_owned()))
}

/// Facts of the masthead, in `NAME.toml`: lines of other keys stay as they are.
fn facts(desk: &Desk, document: &DeskDocument, asked: &Asked) -> Result<Change, Problem> {
    let path = document.found.path.with_extension("toml");
    let before = read(&path).map_err(|why| Problem::Wrong("failed", why))?.unwrap_or_default();
    let before = String::from_utf8_lossy(&before).into_owned();
    let mut text = before.clone();
    for (key, _) in KEYS {
        if let Some((_, value)) = asked.form.iter().find(|(name, _)| name == key) {
            text = with_fact(&text, key, value.trim());
        }
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Metadata::from_toml(&name, &text, &desk.converter.engine().registry)
        .map_err(|refusal| Problem::Wrong("fact-wrong", refusal.found))?;
    if text == before {
        return Ok((Vec::new(), "facts".to_owned()));
    }
    let is_empty = text.trim().is_empty();
    Ok((vec![(path, (!is_empty).then(|| text.into_bytes()))], "facts".to_owned()))
}

/// The text of a facts file with one fact given, or taken out where it is empty.
pub(super) fn with_fact(text: &str, key: &str, value: &str) -> String {
    let is_key = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines.iter().position(|line| is_key(line));
    let row = format!("{key} = {}", toml::Value::String(value.to_owned()));
    match (at, value.is_empty()) {
        (Some(at), true) => _ = lines.remove(at),
        (Some(at), false) => {
            if let Some(line) = lines.get_mut(at) {
                *line = row;
            }
        }
        (None, true) => {}
        (None, false) => lines.push(row),
    }
    if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
}
