//! A document as it is published: what is taken out of it, and what keeps it from being published.
//!
//! In: a reading, and what was found in it. Out: the same words without comments and without whoever
//! made its marks; for the outputs that tell of the input, what the view shows and nothing else; a
//! refusal where a person has not decided everything. Never: a word of the text or a mark of the proposal
//! lost.

use std::collections::BTreeMap;

use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, Severity, message};
use crate::lines::LineIndex;
use crate::model::Submission;
use crate::reading::Reading;
use crate::recover::{Comments, Extent, Mark, Recovery, Ruling};
use crate::source::{SetAside, SetAsideWhy};
use crate::text::{Object, RevisionOrigin, Run, Span, View};
use crate::verify::ledger::Ledger;
use crate::write::pdf::PdfStandard;

use super::RunOptions;
use crate::check::severity::Mode;

impl RunOptions {
    /// The same run for documents that are published: all lost marks are looked for, no comment is
    /// written, everything that is found counts.
    ///
    /// # Errors
    /// Where an option would show less of the proposal than is decided on, or carry the input.
    pub fn for_publication(self) -> Result<RunOptions, Refusal> {
        let against = [
            (
                self.pdf_standard == PdfStandard::A3a,
                message!("PDF/A-3a carries the input as it came"),
                "pdf-standard",
            ),
            (self.view != View::Marked, message!("the official document shows its marks"), "view"),
            (self.recover != Extent::All, message!("all lost marks are looked for in it"), "recover"),
            (self.mode != Mode::Publish, message!("everything that is found counts in it"), "mode"),
        ];
        if let Some((_, why, key)) = against.into_iter().find(|(against, ..)| *against) {
            let found = message!("a final document cannot be made so: {why}", why => why);
            return Err(Refusal::new(
                RefusalKind::Settings,
                found,
                message!("leave out --{key}, or --final", key),
            ));
        }
        Ok(RunOptions { comments: Comments::None, is_final: true, ..self })
    }
}

impl RunOptions {
    /// Whether the documents go out: as final, or in a view that leaves words out.
    pub(super) fn publishes(&self) -> bool {
        self.is_final || self.view != View::Marked
    }

    /// Refuses options that do not go together.
    ///
    /// # Errors
    /// A view that leaves words out, in a PDF that carries the whole input.
    pub fn agree(&self) -> Result<(), Refusal> {
        if self.publishes() && self.pdf_standard == PdfStandard::A3a {
            return Err(Refusal::new(
                RefusalKind::Settings,
                message!(
                    "PDF/A-3a carries the input as it came, and with it what this view or --final leaves out"
                ),
                message!("leave out --pdf-standard a-3a, or show the marked text"),
            ));
        }
        Ok(())
    }
}

/// A reading for the outputs that tell of the input, as far as the document shows it: no deleted or hidden
/// word, no comment, no one's name, nothing that was set aside.
pub(super) fn published(reading: &Reading, view: View) -> Reading {
    let mut submission = reading.submission.clone().in_view(view);
    submission.set_aside.clear();
    let text = shown_text(&reading.text, &submission);
    Reading {
        name: reading.name.clone(),
        text,
        format: reading.format.clone(),
        read_by: reading.read_by.clone(),
        replaced: Vec::new(),
        submission,
        recovery: Recovery::default(),
        input: reading.input.clone(),
        findings: reading.findings.iter().map(without_words).collect(),
    }
}

/// A finding that says what its rule says and quotes nothing: a message may quote what is left out.
pub(super) fn without_words(finding: &Finding) -> Finding {
    Finding {
        message: Message::foreign(finding.rule.what),
        help: None,
        related: Vec::new(),
        ..finding.clone()
    }
}

/// The text of the input with spaces in the place of all that a submission does not show, so that places
/// stay what they were.
fn shown_text(text: &str, submission: &Submission) -> String {
    let mut spans: Vec<Span> = Vec::new();
    let mut take = |runs: &[Run]| spans.extend(runs.iter().filter_map(|run| run.span));
    let masthead = &submission.masthead;
    for fact in [&masthead.source, &masthead.title, &masthead.agenda_item].into_iter().flatten() {
        take(&fact.value);
    }
    submission.visit(&mut |_, words| take(words.runs()));
    spans.sort();
    let mut spans = spans.into_iter().map(Span::range).peekable();
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        while spans.next_if(|span| span.end <= at).is_some() {}
        if letter.is_whitespace() || spans.peek().is_some_and(|span| span.start <= at) {
            shown.push(letter);
        } else {
            (0..letter.len_utf8()).for_each(|_| shown.push(' '));
        }
    }
    shown
}

/// The address of a link as it is published: without who is to sign in there (RFC 3986, 3.2.1). None is kept
/// that leads neither to the web, nor to a mailbox, nor to a place in the document: a path on somebody's machine
/// or a script is read by nobody, and names people and machines.
fn published_link(link: &str) -> Option<String> {
    if link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (scheme, rest) = link.split_once(':')?;
    if !["http", "https", "mailto"].iter().any(|open| scheme.eq_ignore_ascii_case(open)) {
        return None;
    }
    let Some(rest) = rest.strip_prefix("//") else { return Some(link.to_owned()) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(format!("{scheme}://{host}{path}"))
}

/// Takes out of a reading what is not published: comments, authors and times of marks, how marks were
/// recovered and who decided on them, what the file says of itself.
pub(super) fn strip(reading: &mut Reading) -> Result<(), Refusal> {
    let Reading { submission, text, replaced, .. } = reading;
    let comments = std::mem::take(&mut submission.comments);
    let runs = comments.iter().flat_map(|comment| &comment.paragraphs).flat_map(|words| &words.runs);
    let spans: Vec<Span> = runs.filter_map(|run| run.span).collect();
    submission.set_aside.extend(spans.into_iter().map(|span| SetAside { span, why: SetAsideWhy::Comment }));
    submission.visit_mut(&mut |_, words| {
        let runs = words.into_runs();
        without_comments(runs);
        publish_links(runs);
    });
    let masthead = &mut submission.masthead;
    for fact in [&mut masthead.source, &mut masthead.title, &mut masthead.agenda_item].into_iter().flatten() {
        publish_links(&mut fact.value);
    }
    let mut moves: BTreeMap<String, String> = BTreeMap::new();
    for revision in &mut submission.revisions {
        (revision.author, revision.date) = (None, None);
        revision.origin = RevisionOrigin::Word;
        // Both ends of a move stay one; what its author called it is nobody's.
        if let Some(name) = &mut revision.moved {
            let number = format!("move{}", moves.len() + 1);
            *name = moves.entry(name.clone()).or_insert(number).clone();
        }
    }
    submission.own_title.clear();
    Ledger::of_submission(submission, View::Marked).balance(text, &submission.set_aside, replaced)
}

/// Has links lead where published ones may.
fn publish_links(runs: &mut [Run]) {
    for run in runs {
        if let Some(link) = run.link.as_deref() {
            let published = published_link(link);
            if published.as_deref() != Some(link) {
                run.link = published.map(Into::into);
            }
        }
    }
}

/// Takes the anchors of comments out of runs.
fn without_comments(runs: &mut Vec<Run>) {
    let is_anchor = |object: &Object| matches!(object, Object::Comment(_) | Object::CommentStart(_));
    let mut taken = false;
    for run in runs.iter_mut() {
        let is_one = run.object.as_ref().is_some_and(is_anchor);
        taken |= is_one;
        run.object = run.object.filter(|_| !is_one);
    }
    if taken {
        runs.retain(|run| !run.text.is_empty() || run.object.is_some());
    }
}

/// Refuses a document in which a doubtful mark is not decided, or a warning or error is neither mended
/// nor waived.
pub(super) fn decided(reading: &Reading, findings: &[Finding]) -> Result<(), Refusal> {
    let found = open_points(reading, findings);
    if found.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalKind::Open,
        message!("it cannot be published yet: {points}", points => Message::list(found, "; ")),
        message!(
            "decide on them in `itudoc review FILE`, or in NAME.review.toml, which `itudoc check FILE --write-review` writes; give missing facts in NAME.toml"
        ),
    ))
}

/// What keeps a document from being published, a clause each.
fn open_points(reading: &Reading, findings: &[Finding]) -> Vec<Message> {
    let lines = LineIndex::new(&reading.text);
    let line = |span: Option<Span>| span.map(|span| lines.line(span.start));
    let undecided = |mark: &&Mark| mark.ruling.as_ref().and_then(Ruling::decided).is_none();
    let marks: Vec<&Mark> = reading.recovery.suggestions.iter().filter(undecided).collect();
    let mut clauses = Vec::new();
    if !marks.is_empty() {
        let places: Vec<String> =
            marks.iter().filter_map(|mark| line(mark.span())).map(|line| line.to_string()).collect();
        let (count, lines) = (marks.len(), places.join(", "));
        clauses.push(match count {
            1 => message!("1 doubtful mark is undecided (line {lines})", lines),
            _ => message!("{count} doubtful marks are undecided (line {lines})", count, lines),
        });
    }
    for finding in findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        let (code, said) = (finding.rule.code, finding.message.clone());
        clauses.push(match line(finding.span) {
            Some(line) => message!("{code} on line {line}: {said}", code, line, said => said),
            None => message!("{code}: {said}", code, said => said),
        });
    }
    clauses
}
