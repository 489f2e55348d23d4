//! A point to decide: its sentence in both readings, what speaks for it, the buttons.

use std::ops::Range;

use maud::{Markup, html};

use super::document::DocumentView;
use super::seen;
use crate::check::fix;
use crate::diagnostics::{Finding, Message, Severity};
use crate::interface::InterfaceWords;
use crate::recover::review::{Waiver, extent};
use crate::recover::{Decision, Mark, Witness};
use crate::review::places::Spot;
use crate::review::points::{FoundPoint, OpenPoint, sentence};
use crate::source::SourceFormat;
use crate::text::{RevisionKind, Span};

/// A stretch of a sentence: what is done to it, or that it is what a finding is about.
enum MarkedStretch {
    Plain,
    Deleted,
    Inserted,
    Meant,
}

/// A point of the main list.
pub(super) fn listed(view: &DocumentView<'_>, point: &OpenPoint<'_>) -> Markup {
    match point {
        OpenPoint::Mark(mark) => of_mark(view, mark, true),
        OpenPoint::Found(found) => of_finding(view, found, true),
    }
}

/// Marks that are set unless they are rejected.
pub(super) fn marks_set(view: &DocumentView<'_>, marks: &[&Mark]) -> Markup {
    html! {
        @if !marks.is_empty() {
            details.more { summary { (view.words.say("marks-set")) " (" (marks.len()) ")" }
                ol.points { @for mark in marks { (of_mark(view, mark, false)) } } }
        }
    }
}

/// Findings that keep nothing back.
pub(super) fn notes(view: &DocumentView<'_>, found: &[FoundPoint]) -> Markup {
    html! {
        @if !found.is_empty() {
            details.more { summary { (view.words.say("notes")) " (" (found.len()) ")" }
                ol.points { @for point in found { (of_finding(view, point, false)) } } }
        }
    }
}

/// The line and the page of a place, as attributes and words.
struct Where {
    line: Option<u32>,
    spot: Option<Spot>,
}

impl Where {
    fn of(view: &DocumentView<'_>, span: Option<Span>) -> Self {
        let text = view.text();
        let line = span.map(|span| view.lines.line(span.start));
        let spot = span.and_then(|span| view.printed.as_ref()?.find(text, &span.range()));
        Self { line, spot }
    }

    fn area(&self) -> Option<String> {
        let [left, top, width, height] = self.spot?.area;
        Some(format!("{left:.4} {top:.4} {width:.4} {height:.4}"))
    }

    fn said(&self, view: &DocumentView<'_>) -> Markup {
        let words = view.words;
        html! {
            @match self.line {
                Some(line) => a.place href=(format!("#L{line}")) { (words.with("line", &[&line.to_string()])) },
                None => span.place { (words.say("whole-file")) },
            }
            @if let Some(spot) = &self.spot {
                " " a.place href=(format!("#page-{}", spot.page)) { (words.with("page-number", &[&spot.page.to_string()])) }
            }
        }
    }
}

/// A mark; `is_wanted`: it keeps the document back until it is decided.
fn of_mark(view: &DocumentView<'_>, mark: &Mark, is_wanted: bool) -> Markup {
    let words = view.words;
    let at = Where::of(view, mark.span());
    let decision = mark.ruling.as_ref().map_or(Decision::Open, |ruling| ruling.decision);
    let is_decided = decision != Decision::Open;
    let sure = format!("{:.0}", mark.confidence * 100.0);
    html! {
        li.point.decided[is_decided] id=(format!("p-{}", mark.anchor)) tabindex="-1" data-point=(mark.anchor)
            data-open[is_wanted && !is_decided] data-line=[at.line] data-page=[at.spot.map(|spot| spot.page)] data-area=[at.area()] {
            div.head {
                span.badge.mark { (words.say("mark")) } " " (at.said(view)) " "
                span { (words.with("sure", &[&sure])) } ", " span { (words.say(witness(mark.witness))) }
                " " (decided(view, mark))
            }
            (readings(view, mark))
            @if let Some(said) = words.sentence(mark.rule) { p.why { (said) } }
            p.why { code { (mark.rule) } ": " (told(words, &mark.reason)) }
            (witnesses(view, &mark.related))
            @if !view.is_locked { (mark_acts(view, mark, is_decided)) }
        }
    }
}

fn decided(view: &DocumentView<'_>, mark: &Mark) -> Markup {
    let words = view.words;
    let ruling = mark.ruling.as_ref();
    let key = match ruling.map_or(Decision::Open, |ruling| ruling.decision) {
        Decision::Open => "is-open",
        Decision::Accept => "is-accepted",
        Decision::Reject => "is-rejected",
    };
    html! {
        strong.ruling { (words.say(key)) }
        @if let Some((by, on)) = ruling.and_then(|ruling| ruling.by.as_ref().zip(ruling.on.as_ref())) {
            " " span { (words.with("by-whom", &[&seen(by), &seen(on)])) }
        }
    }
}

fn witness(witness: Witness) -> &'static str {
    match witness {
        Witness::Pattern => "witness-pattern",
        Witness::CoverNote => "witness-cover-note",
        Witness::BaseText => "witness-base-text",
        Witness::List => "witness-list",
    }
}

/// The lines that bear witness.
fn witnesses(view: &DocumentView<'_>, related: &[Span]) -> Markup {
    let text = view.text();
    let (language, direction) = view.language();
    html! {
        @for span in related.iter().take(3) {
            @let line = view.lines.line(span.start);
            @let said = text.get(sentence(text, Span { start: span.start, end: span.start })).unwrap_or_default();
            blockquote lang=[language] dir=(direction) {
                a.place href=(format!("#L{line}")) { (view.words.with("line", &[&line.to_string()])) } " " (seen(said))
            }
        }
    }
}

/// The sentence as a change, what it then reads, and as it stands.
fn readings(view: &DocumentView<'_>, mark: &Mark) -> Markup {
    let text = view.text();
    let Some(span) = mark.span() else { return html! {} };
    let whole = sentence(text, span);
    let mut marked: Vec<(Range<usize>, MarkedStretch)> = mark
        .edits
        .iter()
        .map(|edit| {
            let is_deleted = edit.kind == RevisionKind::Deletion;
            (edit.span.range(), if is_deleted { MarkedStretch::Deleted } else { MarkedStretch::Inserted })
        })
        .collect();
    marked.sort_by_key(|(range, _)| range.start);
    let mut after = text.get(whole.clone()).unwrap_or_default().to_owned();
    for (range, stretch) in marked.iter().rev() {
        if let (MarkedStretch::Deleted, Some(from), Some(to)) =
            (stretch, range.start.checked_sub(whole.start), range.end.checked_sub(whole.start))
            && after.get(from..to).is_some()
        {
            after.replace_range(from..to, "");
        }
    }
    let words = view.words;
    let (language, direction) = view.language();
    html! {
        dl.readings {
            div { dt { (words.say("reading-marked")) } dd lang=[language] dir=(direction) { (pieces(text, &whole, &marked)) } }
            div { dt { (words.say("reading-after")) } dd lang=[language] dir=(direction) { (seen(&after)) } }
            div { dt { (words.say("reading-plain")) } dd lang=[language] dir=(direction) { (seen(text.get(whole.clone()).unwrap_or_default())) } }
        }
    }
}

/// A sentence with its stretches.
fn pieces(text: &str, whole: &Range<usize>, marked: &[(Range<usize>, MarkedStretch)]) -> Markup {
    let mut cut: Vec<(String, &MarkedStretch)> = Vec::new();
    let mut at = whole.start;
    for (range, stretch) in marked {
        let range = range.start.clamp(at, whole.end)..range.end.clamp(at, whole.end);
        cut.push((seen(text.get(at..range.start).unwrap_or_default()), &MarkedStretch::Plain));
        cut.push((seen(text.get(range.clone()).unwrap_or_default()), stretch));
        at = range.end.max(at);
    }
    cut.push((seen(text.get(at..whole.end).unwrap_or_default()), &MarkedStretch::Plain));
    html! {
        @for (words, stretch) in &cut {
            @match stretch {
                MarkedStretch::Plain => (words),
                MarkedStretch::Deleted => del { (words) },
                MarkedStretch::Inserted => ins { (words) },
                MarkedStretch::Meant => mark { (words) },
            }
        }
    }
}

fn mark_acts(view: &DocumentView<'_>, mark: &Mark, is_decided: bool) -> Markup {
    let words = view.words;
    let line = mark.ruling.as_ref().and_then(|ruling| ruling.extent.clone());
    let line = line.unwrap_or_else(|| extent::line(mark, view.text()));
    let (language, direction) = view.language();
    html! {
        form.acts method="post" action=(view.act("mark")) {
            (hidden(view, &mark.anchor))
            button name="decision" value="accept" data-key="a" aria-keyshortcuts="a" { (words.say("accept")) " " kbd { "a" } }
            button name="decision" value="reject" data-key="r" aria-keyshortcuts="r" { (words.say("reject")) " " kbd { "r" } }
            @if is_decided { button name="decision" value="open" { (words.say("take-back")) } }
        }
        details.extent {
            summary data-key="e" { (words.say("change-extent")) " " kbd { "e" } }
            form.acts method="post" action=(view.act("mark")) {
                (hidden(view, &mark.anchor))
                label { span { (words.say("extent")) } input name="extent" value=(seen(&line)) lang=[language] dir=(direction) autocomplete="off"; }
                button name="decision" value="accept" { (words.say("accept")) }
            }
        }
    }
}

fn hidden(view: &DocumentView<'_>, anchor: &str) -> Markup {
    html! {
        input type="hidden" name="state" value=(view.opened.state);
        input type="hidden" name="anchor" value=(anchor);
    }
}

/// A finding; `is_wanted`: it keeps the document back until it is decided.
fn of_finding(view: &DocumentView<'_>, point: &FoundPoint, is_wanted: bool) -> Markup {
    let words = view.words;
    let finding = &point.finding;
    let at = Where::of(view, finding.span);
    let (key, kind) = match finding.severity {
        Severity::Error => ("error", "error"),
        Severity::Warning => ("warning", "warning"),
        Severity::Information => ("note", "note"),
    };
    let (ruled, is_decided) = match &point.ruling {
        Some((Waiver::Waive, _)) => ("is-waived", true),
        Some((Waiver::Ask, _)) => ("is-asked", false),
        _ => ("is-open", false),
    };
    html! {
        li.point.decided[is_decided] id=(format!("p-{}", point.anchor)) tabindex="-1" data-point=(point.anchor)
            data-open[is_wanted && !is_decided] data-line=[at.line] data-page=[at.spot.map(|spot| spot.page)] data-area=[at.area()] {
            div.head {
                span class=(format!("badge {kind}")) { (words.say(key)) } " " code { (finding.rule.code) } " " (at.said(view)) " "
                strong.ruling { (words.say(ruled)) }
                @if let Some((_, signature)) = &point.ruling {
                    @if let (Some(by), Some(on)) = (&signature.by, &signature.on) { " " span { (words.with("by-whom", &[&seen(by), &seen(on)])) } }
                    @if let Some(note) = &signature.note { " " q dir="auto" { (seen(note)) } }
                }
            }
            p.why { (told(words, &finding.message)) }
            (meant(view, finding.span))
            @for (span, label) in finding.related.iter().take(3) {
                p.label { (told(words, label)) }
                (witnesses(view, std::slice::from_ref(span)))
            }
            p.help { (remedy(words, finding)) }
            @if !view.is_locked { (finding_acts(view, point)) }
        }
    }
}

/// A message in the language of the interface, or as it is in English.
pub(super) fn told(words: InterfaceWords, message: &Message) -> Markup {
    match words.message(message, seen) {
        Some(said) => html! { (said) },
        None => html! { span lang="en" dir="ltr" { (seen(message)) } },
    }
}

/// What to do about a finding.
fn remedy(words: InterfaceWords, finding: &Finding) -> Markup {
    match &finding.help {
        Some(help) => told(words, help),
        None => html! { (words.remedy(finding.rule)) },
    }
}

/// The sentence that a finding is about.
fn meant(view: &DocumentView<'_>, span: Option<Span>) -> Markup {
    let Some(span) = span else { return html! {} };
    let text = view.text();
    let whole = sentence(text, span);
    let (language, direction) = view.language();
    html! { p.sentence lang=[language] dir=(direction) { (pieces(text, &whole, &[(span.range(), MarkedStretch::Meant)])) } }
}

fn finding_acts(view: &DocumentView<'_>, point: &FoundPoint) -> Markup {
    let words = view.words;
    let reading = &view.opened.preview.examination.reading;
    let is_plain = matches!(reading.format, SourceFormat::Text { .. });
    let can_fix = is_plain && fix::can_place(&point.finding);
    let note = point.ruling.as_ref().and_then(|(_, signature)| signature.note.clone()).unwrap_or_default();
    html! {
        form.acts method="post" action=(view.act("finding")) {
            (hidden(view, &point.anchor))
            label { span { (words.say("reason")) } input name="note" value=(seen(&note)) dir="auto" data-key="a" aria-keyshortcuts="a" autocomplete="off"; }
            button name="decision" value="waive" { (words.say("waive")) " " kbd { "a" } }
            button name="decision" value="ask" data-key="q" aria-keyshortcuts="q" { (words.say("ask")) " " kbd { "q" } }
            @if point.ruling.is_some() { button name="decision" value="open" { (words.say("take-back")) } }
        }
        @if can_fix {
            form.acts method="post" action=(view.act("fix")) {
                (hidden(view, &point.anchor))
                button data-key="r" aria-keyshortcuts="r" { (words.say("fix")) " " kbd { "r" } }
            }
        }
    }
}
