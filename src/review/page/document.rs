//! One document: the text as it came, what is to be decided, the pages as they print.

use std::ops::Range;
use std::sync::Arc;

use maud::{Markup, PreEscaped, html};

use super::points::{listed, marks_set, notes, told};
use super::{direction, seen, shell};
use crate::digest::Hasher;
use crate::interface::InterfaceWords;
use crate::lines::LineIndex;
use crate::metadata::KEYS;
use crate::model::Masthead;
use crate::pages::{LaidPage, PageItem, Pages};
use crate::recover::UNFIT_DECISION;
use crate::review::change::Problem;
use crate::review::desk::{Desk, DeskDocument, OpenedDocument};
use crate::review::guard::Session;
use crate::review::http::HttpAnswer;
use crate::review::letter;
use crate::review::places::PrintedText;
use crate::review::points::{OpenPoint, OpenPoints};
use crate::review::summary;
use crate::write::html::source_lines;
use crate::write::svg;

/// What is said at the head of the page besides what it always says.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// A sentence, and whether it is of something that failed.
    pub sentence: Option<(String, bool)>,
    /// The point that was decided or undone.
    pub at: String,
    /// It was undone: it is gone back to.
    pub is_undone: bool,
}

impl Said {
    /// Why nothing was stored.
    pub(crate) fn problem(words: InterfaceWords, problem: &Problem) -> Self {
        let sentence = match problem {
            Problem::Stale => words.say("stale").to_owned(),
            Problem::Held(hold) => words.with("held-elsewhere", &[&named(words, &hold.officer)]),
            Problem::Locked => words.say("locked").to_owned(),
            Problem::Wrong(key, what) => words.with(key, &[&words.told(what, seen)]),
        };
        Self { sentence: Some((sentence, true)), ..Self::default() }
    }
}

/// What the page of a document is made of.
pub(super) struct DocumentView<'a> {
    pub words: InterfaceWords,
    pub document: &'a DeskDocument,
    pub opened: &'a OpenedDocument,
    pub printed: Option<PrintedText<'a>>,
    /// The lines of the text.
    pub lines: LineIndex,
    /// Whether decisions can be made.
    pub is_locked: bool,
}

impl DocumentView<'_> {
    /// Address of an act on the document.
    pub(super) fn act(&self, what: &str) -> String {
        format!("/d/{}/{what}", self.document.id)
    }

    /// The text of the input.
    pub(super) fn text(&self) -> &str {
        &self.opened.preview.examination.reading.text
    }

    /// Code and direction of the text's language.
    pub(super) fn language(&self) -> (Option<&'static str>, &'static str) {
        let language = self.opened.preview.examination.reading.submission.language;
        (language.map(|language| language.code()), language.map_or("auto", direction))
    }
}

/// The page of a document.
pub(crate) fn page(
    desk: &Desk,
    session: &Session,
    words: InterfaceWords,
    document: &DeskDocument,
    status: u16,
    said: &Said,
) -> HttpAnswer {
    let title = document.file_name();
    let content = match desk.opened(document) {
        Ok(opened) => whole(desk, session, words, document, &opened, said),
        Err(refusal) => html! {
            header { (back(words)) h1 dir="auto" { (seen(&title)) } }
            main #main { div.alert role="alert" {
                @if let Some(said) = words.sentence(refusal.kind.code()) { p { (said) } }
                p { bdi { (words.told(&refusal.found, seen)) } }
                p { bdi { (words.told(&refusal.advice, seen)) } }
            } }
        },
    };
    HttpAnswer::page(status, shell(words, session, &title, "document", &content))
}

fn back(words: InterfaceWords) -> Markup {
    html! { a.back href="/" aria-keyshortcuts="o" { (words.say("back")) } }
}

fn whole(
    desk: &Desk,
    session: &Session,
    words: InterfaceWords,
    document: &DeskDocument,
    opened: &Arc<OpenedDocument>,
    said: &Said,
) -> Markup {
    let printed = opened.preview.pages.as_ref().ok().map(PrintedText::of);
    let is_locked = crate::review::change::is_locked(desk, document);
    let lines = LineIndex::new(&opened.preview.examination.reading.text);
    let view = DocumentView { words, document, opened, printed, lines, is_locked };
    let points = OpenPoints::of(&opened.preview.examination);
    let masthead = &opened.preview.examination.reading.submission.masthead;
    html! {
        header {
            (back(words))
            h1 dir="auto" { (seen(&document.file_name())) }
            p.who { bdi { (seen(&summary::source(masthead))) } " \u{00B7} " bdi { (seen(&summary::conference(masthead))) }
                @if let Ok(name) = &opened.preview.official { " \u{00B7} " bdi dir="ltr" { (seen(&name.word)) } } }
            (holding(&view, session))
        }
        main #main data-kind="document" data-at=(said.at) data-undone[said.is_undone] {
            @if let Some((sentence, is_problem)) = &said.sentence {
                div class=(if *is_problem { "alert" } else { "done" }) role=(if *is_problem { "alert" } else { "status" }) dir="auto" { (sentence) }
            }
            (source(&view))
            section.work aria-labelledby="points-title" {
                (publishing(&view, &points))
                (earlier(desk, &view))
                (facts(&view))
                (main_points(&view, &points))
                (orphans(&view))
                (marks_set(&view, &points.set))
                (notes(&view, &points.notes))
                (letter_of(&view, session))
            }
            (pages(&view))
        }
    }
}

/// Who holds the document, and who changed it last.
fn holding(view: &DocumentView<'_>, session: &Session) -> Markup {
    let words = view.words;
    let hold = view.document.known().hold.clone();
    let changed = view.document.work().changed.clone();
    html! {
        div.holding {
            @match &hold {
                None => { (button(view, "hold", "hold")) }
                Some(hold) => {
                    span { (words.with("held-by", &[&named(words, &hold.officer), &when(&hold.since)])) } " "
                    @if hold.is_of(session) { (button(view, "release", "release")) }
                    @else { (button(view, "take", "take-over")) }
                }
            }
            @if let Some((officer, on)) = &changed {
                " " span.changed { (words.with("changed-by", &[&named(words, officer), &when(on)])) }
            }
        }
    }
}

/// An officer by the name given, or in words where none is.
fn named(words: InterfaceWords, officer: &str) -> String {
    if officer.trim().is_empty() { words.say("unnamed").to_owned() } else { seen(officer) }
}

/// A time as people read it: `2026-11-27 08:08 UTC`; what has another form stays as it is.
fn when(time: &str) -> String {
    let parts = time.strip_suffix('Z').and_then(|time| time.split_once('T'));
    let minutes = parts.and_then(|(day, clock)| Some((day, clock.get(..5)?)));
    minutes.map_or_else(|| seen(time), |(day, clock)| format!("{day} {clock} UTC"))
}

/// A button that is a form of its own.
fn button(view: &DocumentView<'_>, act: &str, key: &'static str) -> Markup {
    html! { form.inline method="post" action=(view.act(act)) { button { (view.words.say(key)) } } }
}

/// The input, line by line, its marks and findings shown in it.
fn source(view: &DocumentView<'_>) -> Markup {
    let sheet = view.opened.preview.examination.sheet(view.words);
    let (language, direction) = view.language();
    html! {
        section.source aria-labelledby="source-title" tabindex="0" {
            h2 #source-title { (view.words.say("source-pane")) }
            div.lines lang=[language] dir=(direction) {
                @for (number, line) in source_lines(&sheet) {
                    div.line id=(format!("L{number}")) { span.n aria-hidden="true" { (number) } span.s { (PreEscaped(line)) } }
                }
            }
        }
    }
}

/// The pages as they print.
fn pages(view: &DocumentView<'_>) -> Markup {
    let words = view.words;
    html! {
        section.pages aria-labelledby="pages-title" tabindex="0" {
            h2 #pages-title { (words.say("pages-pane")) }
            @match &view.opened.preview.pages {
                Ok(pages) => {
                    @for (number, page) in (1..).zip(&pages.pages) {
                        figure id=(format!("page-{number}")) data-page=(number) {
                            div.sheet role="img" aria-label=(words.with("page-number", &[&number.to_string()])) {
                                @for (nth, (band, version)) in (1..).zip(versions(page, pages)) {
                                    img loading="lazy" alt="" id=(format!("page-{number}-{nth}"))
                                        width=(page.width.round()) height=((band.end - band.start).round())
                                        src=(format!("/d/{}/page/{number}/{nth}?v={version}", view.document.id));
                                }
                            }
                            figcaption { (words.with("page-number", &[&number.to_string()])) }
                        }
                    }
                }
                Err(refusal) => p.alert { (words.with("no-pages", &[&words.told(&refusal.found, seen)])) },
            }
        }
    }
}

/// The bands of a page, each with a digest of what is printed in it: the browser keeps a band that did not change.
fn versions(page: &LaidPage, pages: &Pages) -> Vec<(Range<f32>, String)> {
    let face = |font: &u16| pages.fonts.get(usize::from(*font)).map(|face| (face.digest, face.index));
    let mut all: Vec<(Range<f32>, Hasher)> =
        svg::bands(page).into_iter().map(|band| (band, Hasher::default())).collect();
    for item in &page.pieces {
        let said = match item {
            PageItem::Glyphs(run) => {
                let glyphs = run.glyphs.iter().map(|glyph| (glyph.id, glyph.x, glyph.rise));
                let looks = (run.colour, run.y, run.size, run.slanted);
                format!("{:?}", (face(&run.font), looks, glyphs.collect::<Vec<_>>()))
            }
            PageItem::Rule(rule) => format!("{rule:?}"),
            PageItem::Picture(picture) => format!("{picture:?}"),
            PageItem::Turned(turned) => format!("{turned:?}"),
            PageItem::Formula(formula) => {
                let faces: Vec<_> = formula.glyphs.iter().map(|glyph| face(&glyph.font)).collect();
                format!("{formula:?}{faces:?}")
            }
        };
        let extent = svg::extent(page.height, item);
        for (_, hash) in all.iter_mut().filter(|(band, _)| svg::is_in(&extent, band)) {
            hash.update(&said);
        }
    }
    all.into_iter().map(|(band, hash)| (band, hash.finish().head(6))).collect()
}

/// The facts of the masthead, filled in place.
fn facts(view: &DocumentView<'_>) -> Markup {
    let words = view.words;
    let masthead = &view.opened.preview.examination.reading.submission.masthead;
    let given = &view.opened.file.metadata;
    let wanted = wanted(view);
    html! {
        form.facts #facts method="post" action=(view.act("facts")) {
            h2 { (words.say("facts")) }
            input type="hidden" name="state" value=(view.opened.state);
            @for (key, example) in KEYS {
                @let known = fact(masthead, key).unwrap_or_default();
                @let given = given.words(key).unwrap_or_default();
                @let is_missing = wanted.iter().any(|wanted| wanted == key);
                label.missing[is_missing] {
                    span { (words.say(label(key))) }
                    input name=(key) value=(seen(&given)) dir="auto" disabled[view.is_locked]
                        placeholder=(if known.is_empty() { format!("{} ({example})", words.say("not-known")) } else { seen(&known) });
                }
            }
            button disabled[view.is_locked] { (words.say("save")) }
        }
    }
}

/// Facts without which the document is not published: the help of the finding names each.
fn wanted(view: &DocumentView<'_>) -> Vec<String> {
    let findings = view.opened.preview.examination.findings.iter();
    let helps = findings.filter_map(|finding| finding.help.as_deref());
    let keys = helps.filter_map(|help| help.split_once("--set ")?.1.split_once('=').map(|(key, _)| key));
    keys.map(str::to_owned).collect()
}

/// The row of the words for a fact.
fn label(key: &str) -> &'static str {
    match key {
        "agenda-item" => "fact-agenda-item",
        "conference" => "fact-conference",
        "date" => "fact-date",
        "document" => "fact-document",
        "meeting" => "fact-meeting",
        "original" => "fact-original",
        "source" => "fact-source",
        "template" => "fact-template",
        _ => "fact-title",
    }
}

/// What is known of a fact.
fn fact(masthead: &Masthead, key: &str) -> Option<String> {
    let known = match key {
        "agenda-item" => summary::words(masthead.agenda_item.as_ref()?),
        "conference" => summary::conference(masthead),
        "date" => masthead.date.as_ref()?.value.to_string(),
        "document" => masthead.document.as_ref()?.value.written(),
        "meeting" => masthead.meeting.as_ref()?.value.clone(),
        "original" => masthead.original.as_ref()?.value.code().to_owned(),
        "source" => summary::source(masthead),
        "title" => summary::words(masthead.title.as_ref()?),
        _ => return None,
    };
    Some(known)
}

/// Doubtful marks, warnings and errors in the order of the text.
fn main_points(view: &DocumentView<'_>, points: &OpenPoints<'_>) -> Markup {
    let words = view.words;
    let open = points.main.iter().filter(|point| point.is_open()).count();
    let counts = [open.to_string(), (points.main.len() - open).to_string()];
    html! {
        h2 #points-title { (words.say("points")) }
        p.count role="status" { (words.with("points-left", &[&counts[0], &counts[1]])) }
        @if points.main.is_empty() { p.empty { (words.say("no-points")) } }
        ol.points { @for point in &points.main { (listed(view, point)) } }
        form.inline method="post" action=(view.act("undo")) {
            input type="hidden" name="state" value=(view.opened.state);
            button data-key="u" aria-keyshortcuts="u" disabled[view.is_locked] { (words.say("undo")) " " kbd { "u" } }
        }
    }
}

/// Decisions on what may be an earlier copy of the document.
fn earlier(desk: &Desk, view: &DocumentView<'_>) -> Markup {
    let words = view.words;
    html! {
        @for other in desk.earlier(view.document) {
            form.earlier method="post" action=(view.act("carry")) {
                input type="hidden" name="state" value=(view.opened.state);
                input type="hidden" name="from" value=(other.id);
                span { (words.with("earlier-decisions", &[&seen(&other.found.name)])) } " "
                button disabled[view.is_locked] { (words.say("carry-over")) }
            }
        }
    }
}

/// Earlier decisions that fit nothing in this text.
fn orphans(view: &DocumentView<'_>) -> Markup {
    let findings = view.opened.preview.examination.findings.iter();
    let lost: Vec<_> = findings.filter(|found| std::ptr::eq(found.rule, &UNFIT_DECISION)).collect();
    html! {
        @if !lost.is_empty() {
            details open { summary { (view.words.say("orphaned")) " (" (lost.len()) ")" }
                ul { @for one in lost { li { (told(view.words, &one.message)) } } } }
        }
    }
}

/// What is asked of the delegation, as a letter in the language of the document.
fn letter_of(view: &DocumentView<'_>, session: &Session) -> Markup {
    let words = view.words;
    let (language, direction) = view.language();
    let text = letter::of(view.document, view.opened, &session.officer);
    html! {
        details.letter { summary { (words.say("letter")) }
            @match text {
                Some(text) => {
                    pre lang=[language] dir=(direction) tabindex="0" { (text) }
                    p { a href=(view.act("letter")) { (words.say("letter")) } }
                }
                None => p { (words.say("letter-none")) },
            }
        }
    }
}

/// Publishing, what keeps it back, reopening.
fn publishing(view: &DocumentView<'_>, points: &OpenPoints<'_>) -> Markup {
    let words = view.words;
    let known = view.document.known().clone();
    let is_open = points.main.iter().any(OpenPoint::is_open);
    html! {
        div.publishing {
            @if let Some(event) = known.event.as_ref().filter(|event| event.is_published) {
                p.done role="status" { (words.with("published-on", &[&when(&event.on), &named(words, &event.by)])) }
                form method="post" action=(view.act("reopen")) {
                    label { (words.say("reason")) " " input name="reason" required dir="auto"; }
                    button { (words.say("reopen")) }
                }
            } @else {
                form method="post" action=(view.act("publish")) {
                    input type="hidden" name="state" value=(view.opened.state);
                    button.publish data-key="p" aria-keyshortcuts="p" disabled[is_open] { (words.say("publish")) " " kbd { "p" } }
                    @if is_open { " " span { (words.say("publish-blocked")) } }
                }
            }
        }
    }
}
