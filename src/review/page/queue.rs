//! The queue: what arrived, from whom, for which conference, what is open in it, who holds it.

use std::cmp::Ordering;
use std::sync::Arc;

use maud::{Markup, html};

use super::{seen, shell};
use crate::interface::InterfaceWords;
use crate::review::desk::{Desk, DeskDocument, KnownFile, lock};
use crate::review::guard::Session;
use crate::review::http::{Asked, HttpAnswer};

/// Documents on a page.
const ON_A_PAGE: usize = 50;

/// The states of a document, by the key of their words.
const STATES: [&str; 5] = ["state-open", "state-ready", "state-published", "state-refused", "state-reading"];

/// Columns by which the queue can be sorted, by the key of their words.
const COLUMNS: [&str; 8] =
    ["document", "source", "conference", "arrived", "findings", "marks-open", "holder", "state"];

/// A row of the queue.
struct QueueRow {
    document: Arc<DeskDocument>,
    known: KnownFile,
    state: &'static str,
}

impl QueueRow {
    fn of(document: Arc<DeskDocument>) -> Self {
        let known = document.known().clone();
        let state = state(&known);
        Self { document, known, state }
    }

    fn has(&self, words: &str) -> bool {
        let summary = self.known.summary.as_ref();
        let of_summary = summary.into_iter().flat_map(|one| [&one.source, &one.title, &one.conference]);
        let mut all = of_summary.chain([&self.document.found.name]);
        all.any(|text| text.to_lowercase().contains(words))
    }

    fn text(&self, column: &str) -> String {
        let summary = self.known.summary.as_ref();
        let of = |text: fn(&crate::review::summary::QueueSummary) -> &String| {
            summary.map(text).cloned().unwrap_or_default()
        };
        match column {
            "source" => of(|one| &one.source),
            "conference" => of(|one| &one.conference),
            "holder" => self.known.hold.as_ref().map(|hold| hold.officer.clone()).unwrap_or_default(),
            _ => self.document.found.name.clone(),
        }
    }

    fn number(&self, column: &str) -> i64 {
        let summary = self.known.summary.as_ref();
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        match column {
            "findings" => summary.map_or(0, |one| count(one.grave)),
            "marks-open" => summary.map_or(0, |one| count(one.open_marks)),
            "state" => STATES.iter().position(|state| *state == self.state).map_or(0, count),
            _ => self.document.arrived,
        }
    }

    fn order(&self, other: &QueueRow, column: &str) -> Ordering {
        match column {
            "arrived" | "findings" | "marks-open" | "state" => self.number(column).cmp(&other.number(column)),
            _ => self.text(column).cmp(&other.text(column)),
        }
    }
}

/// The state of a document.
pub(crate) fn state(known: &KnownFile) -> &'static str {
    if known.event.as_ref().is_some_and(|event| event.is_published) {
        return "state-published";
    }
    match &known.summary {
        None => "state-reading",
        Some(summary) if summary.refusal.is_some() => "state-refused",
        Some(summary) if summary.is_ready() => "state-ready",
        Some(_) => "state-open",
    }
}

/// What was asked of the queue.
struct QueueView<'a> {
    search: &'a str,
    state: &'a str,
    sort: &'a str,
    is_down: bool,
    page: usize,
}

impl<'a> QueueView<'a> {
    fn of(asked: &'a Asked) -> Self {
        let given = |name: &str| asked.query(name).unwrap_or_default();
        let known = |value: &'a str, all: &[&'static str]| if all.contains(&value) { value } else { "" };
        Self {
            search: given("q").trim(),
            state: known(given("state"), &STATES),
            sort: known(given("sort"), &COLUMNS),
            is_down: given("down") == "1",
            page: given("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The address of the same view with another sorting or page.
    fn address(&self, sort: &str, is_down: bool, page: usize) -> String {
        let search: String = self.search.bytes().fold(String::new(), |mut text, byte| {
            if byte.is_ascii_alphanumeric() {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
            text
        });
        let down = if is_down { "&down=1" } else { "" };
        format!("/?q={search}&state={}&sort={sort}{down}&page={page}", self.state)
    }
}

/// The page of the queue.
pub(crate) fn page(desk: &Desk, session: &Session, words: InterfaceWords, asked: &Asked) -> HttpAnswer {
    let view = QueueView::of(asked);
    let all: Vec<QueueRow> = desk.documents().into_iter().map(QueueRow::of).collect();
    let total = all.len();
    let wanted = view.search.to_lowercase();
    let fits = |row: &QueueRow| {
        (wanted.is_empty() || row.has(&wanted)) && (view.state.is_empty() || row.state == view.state)
    };
    let mut rows: Vec<QueueRow> = all.into_iter().filter(fits).collect();
    // What arrived last stands first, unless something else is asked for.
    let (sort, is_down) = if view.sort.is_empty() { ("arrived", true) } else { (view.sort, view.is_down) };
    rows.sort_by(|a, b| {
        let order = a.order(b, sort);
        let order = if is_down { order.reverse() } else { order };
        order.then_with(|| a.document.found.name.cmp(&b.document.found.name))
    });
    let pages = rows.len().div_ceil(ON_A_PAGE).max(1);
    let page = view.page.min(pages);
    let shown: Vec<&QueueRow> = rows.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE).collect();
    let content = html! {
        header { h1 { (words.say("queue")) } (filter(words, &view)) }
        main #main data-kind="queue" {
            p.count role="status" { (words.with("documents-shown", &[&rows.len().to_string(), &total.to_string()])) }
            @if total == 0 { p.empty { (words.say("queue-empty")) } }
            @else { (table(words, &view, sort, is_down, &shown)) }
            @if pages > 1 { (turn(words, &view, page, pages)) }
            (passed_over(desk, words))
        }
    };
    HttpAnswer::page(200, shell(words, session, words.say("queue"), "queue", &content))
}

fn filter(words: InterfaceWords, view: &QueueView<'_>) -> Markup {
    html! {
        form.filter method="get" action="/" role="search" {
            label { (words.say("search")) " " input type="search" name="q" value=(view.search); }
            label { (words.say("state")) " "
                select name="state" {
                    option value="" { (words.say("all")) }
                    @for state in STATES { option value=(state) selected[state == view.state] { (words.say(state)) } }
                }
            }
            input type="hidden" name="sort" value=(view.sort);
            @if view.is_down { input type="hidden" name="down" value="1"; }
            button { (words.say("apply")) }
        }
    }
}

fn table(
    words: InterfaceWords,
    view: &QueueView<'_>,
    sort: &str,
    is_down: bool,
    rows: &[&QueueRow],
) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(words.say("queue")) {
            table.queue {
                thead { tr {
                    @for column in COLUMNS {
                        @let sorted = (column == sort).then_some(if is_down { "descending" } else { "ascending" });
                        th scope="col" aria-sort=[sorted] {
                            a href=(view.address(column, column == sort && !is_down, 1)) { (words.say(column)) }
                        }
                    }
                } }
                tbody { @for row in rows { (line(words, row)) } }
            }
        }
    }
}

fn line(words: InterfaceWords, row: &QueueRow) -> Markup {
    let QueueRow { document, known, state } = row;
    let summary = known.summary.as_ref();
    let number = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    html! {
        tr data-point="" {
            th scope="row" {
                a href=(format!("/d/{}", document.id)) dir="auto" { (seen(&document.found.name)) }
                @if let Some(summary) = summary {
                    @if !summary.title.is_empty() { br; span.title dir="auto" { (seen(&summary.title)) } }
                    @if let Some(refusal) = &summary.refusal {
                        br;
                        @if let Some(said) = words.sentence(refusal.kind.code()) { span.refusal { (said) } br; }
                        span.refusal { bdi { (words.told(&refusal.said(), seen)) } }
                    }
                }
                @if let Some(origin) = &document.origin {
                    br; span.origin { (words.say("origin")) " " bdi { (seen(&origin.said())) } }
                }
            }
            td dir="auto" { (seen(summary.map_or("", |one| &one.source))) }
            td { bdi { (seen(summary.map_or("", |one| &one.conference))) } }
            td { time { (day(document.arrived)) } }
            td.number { (number(summary.map(|one| one.grave))) }
            td.number { (number(summary.map(|one| one.open_marks))) }
            td dir="auto" { (seen(known.hold.as_ref().map_or("", |hold| &hold.officer))) }
            td { span class=(format!("badge {state}")) { (words.say(state)) } }
        }
    }
}

/// A time of the system's clock as people write it.
fn day(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%d %H:%M").to_string()
}

fn turn(words: InterfaceWords, view: &QueueView<'_>, page: usize, pages: usize) -> Markup {
    let said = words.with("page-of", &[&page.to_string(), &pages.to_string()]);
    html! {
        nav.turn aria-label=(said) {
            @if page > 1 { a rel="prev" href=(view.address(view.sort, view.is_down, page - 1)) { (words.say("earlier")) } }
            span { (said) }
            @if page < pages { a rel="next" href=(view.address(view.sort, view.is_down, page + 1)) { (words.say("later")) } }
        }
    }
}

fn passed_over(desk: &Desk, words: InterfaceWords) -> Markup {
    let list = lock(&desk.passed_over).clone();
    html! {
        @if !list.is_empty() {
            details { summary { (words.say("passed-over")) " (" (list.len()) ")" }
                ul { @for (name, why) in list.iter().take(200) { li { bdi { (seen(name)) } ": " bdi { (words.told(why, seen)) } } } }
            }
        }
    }
}
