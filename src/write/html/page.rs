//! The page of a review sheet, its elements checked when the program is built.
//!
//! In: what the sheet shows. Out: the page. Never: a word of the input but as [`EscapedText`], and nothing marked as
//! finished HTML but our own style, script, marker, and the lines that [`super::source`] made of shown words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::escape::{EscapedText, policy_hash, spelled};
use super::source::SourceLines;
use super::{GENERATOR, ReviewSheet, ranges};
use crate::diagnostics::render::severity_name;
use crate::diagnostics::{Finding, Message, Severity};
use crate::interface::InterfaceWords;
use crate::language::Language;
use crate::lines::LineIndex;
use crate::recover::{Mark, Ruling, Witness};
use crate::registry::Registry;
use crate::text::{RevisionKind, Span};
use crate::write::tree;

const STYLE: &str = include_str!("sheet.css");
const SCRIPT: &str = include_str!("sheet.js");

/// A line end: pages are compared line by line.
const END: PreEscaped<&str> = PreEscaped("\n");

/// What the filters tell apart, with the row of the words beside each box.
const KINDS: [(&str, &str); 8] = [
    ("error", "sheet-errors"),
    ("warning", "sheet-warnings"),
    ("note", "sheet-notes"),
    ("waived", "sheet-all-waived"),
    ("suspected", "sheet-all-suspected"),
    ("recovered", "sheet-all-recovered"),
    ("rejected", "sheet-all-rejected"),
    ("line", "sheet-lines"),
];

/// The row of the words for what a card is of.
fn badge(kind: &str) -> &'static str {
    match kind {
        "error" => "error",
        "warning" => "warning",
        "note" => "note",
        "waived" => "sheet-waived",
        "suspected" => "sheet-suspected",
        "recovered" => "sheet-recovered",
        _ => "sheet-rejected",
    }
}

/// A sheet that is being written.
pub(super) struct SheetPage<'a> {
    sheet: &'a ReviewSheet<'a>,
    index: LineIndex,
    /// Language of what is quoted of the input, where it is known, and its direction.
    language: Option<&'static str>,
    direction: &'static str,
}

impl<'a> SheetPage<'a> {
    /// The page of a sheet.
    pub(super) fn new(sheet: &'a ReviewSheet<'a>) -> Self {
        let language = sheet.submission.language;
        let direction = match language {
            Some(Language::Arabic) => "rtl",
            Some(_) => "ltr",
            None => "auto",
        };
        Self { sheet, index: LineIndex::new(sheet.text), language: language.map(Language::code), direction }
    }

    /// All of it.
    pub(super) fn whole(&self, registry: &Registry) -> Markup {
        html! {
            (DOCTYPE) (END)
            html lang=(self.words().0.code()) dir=[self.way()] { (END)
                (self.head())
                body { (END)
                    (self.header())
                    (self.filter())
                    main { (END)
                        (self.findings())
                        (self.marks())
                        (self.masthead(registry))
                        (self.lines(registry))
                    } (END)
                    script { (PreEscaped(SCRIPT)) } (END)
                } (END)
            } (END)
        }
    }

    /// What is said around the words of the input.
    fn words(&self) -> InterfaceWords {
        self.sheet.words
    }

    /// Which way that runs.
    fn way(&self) -> Option<&'static str> {
        self.words().0.is_right_to_left().then_some("rtl")
    }

    /// A message, its values as a page may hold them.
    fn told(&self, message: &Message) -> String {
        self.words().told(message, spelled)
    }

    fn title(&self) -> String {
        self.words().with("sheet-title", &[&spelled(self.sheet.name)])
    }

    fn head(&self) -> Markup {
        let policy = format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            policy_hash(STYLE),
            policy_hash(SCRIPT)
        );
        html! {
            head { (END)
                meta charset="utf-8"; (END)
                (PreEscaped(GENERATOR))
                meta http-equiv="Content-Security-Policy" content=(policy); (END)
                meta name="viewport" content="width=device-width, initial-scale=1"; (END)
                title { (self.title()) } (END)
                style { (PreEscaped(STYLE)) } (END)
            } (END)
        }
    }

    fn header(&self) -> Markup {
        let count = |severity| self.sheet.findings.iter().filter(|f| f.severity == severity).count();
        let words = self.words();
        let facts = [
            ("language", self.language.unwrap_or(words.say("not-known")).to_owned()),
            ("fact-template", self.sheet.template.to_owned()),
            ("sheet-errors", count(Severity::Error).to_string()),
            ("sheet-warnings", count(Severity::Warning).to_string()),
            ("sheet-notes", count(Severity::Information).to_string()),
            ("sheet-all-recovered", self.sheet.recovery.marks.len().to_string()),
            ("sheet-all-suspected", self.sheet.recovery.suggestions.len().to_string()),
            ("sheet-all-rejected", self.sheet.recovery.rejected.len().to_string()),
        ];
        html! {
            header { (END)
                h1 { (self.title()) } (END)
                dl {
                    @for (term, value) in &facts { div { dt { (words.say(term)) } dd { (EscapedText(value)) } } }
                } (END)
            } (END)
        }
    }

    fn findings(&self) -> Markup {
        let sheet = self.sheet;
        let mut list: Vec<&Finding> = sheet.findings.iter().collect();
        // The gravest first; within one severity in the order of the text.
        list.sort_by_key(|finding| Reverse(finding.severity));
        html! {
            section id="findings" { (END)
                h2 { (self.words().say("sheet-findings")) } (END)
                @if list.is_empty() && sheet.waived.is_empty() {
                    p.none { (self.words().say("sheet-none")) } (END)
                }
                ol.cards { (END)
                    @for finding in list { (self.finding(finding, severity_name(finding.severity))) }
                    @for finding in sheet.waived { (self.finding(finding, "waived")) }
                } (END)
            } (END)
        }
    }

    fn finding(&self, finding: &Finding, kind: &str) -> Markup {
        let words = self.words();
        html! {
            li.card.(kind) data-kind=(kind) tabindex="-1" {
                div.head {
                    span.badge { (words.say(badge(kind))) } " " code { (finding.rule.code) } " "
                    span lang="en" dir="ltr" { (finding.rule.name) } " " (self.place(finding.span))
                }
                p { (words.of_finding(finding, spelled)) }
                (self.quoted(finding.span))
                @for (span, label) in &finding.related { p { (self.place(Some(*span))) " " (self.told(label)) } }
                p.help { (words.help(finding, spelled)) }
            } (END)
        }
    }

    fn marks(&self) -> Markup {
        let recovery = self.sheet.recovery;
        let all = [
            ("suspected", &recovery.suggestions),
            ("recovered", &recovery.marks),
            ("rejected", &recovery.rejected),
        ];
        html! {
            section id="marks" { (END)
                h2 { (self.words().say("sheet-marks")) } (END)
                @if all.iter().all(|(_, marks)| marks.is_empty()) {
                    p.none { (self.words().say("sheet-no-marks")) } (END)
                }
                ol.cards { (END)
                    @for (kind, marks) in all { @for mark in marks { (self.mark(mark, kind)) } }
                } (END)
            } (END)
        }
    }

    fn mark(&self, mark: &Mark, kind: &str) -> Markup {
        let words = self.words();
        let sure = format!("{:.0}", mark.confidence * 100.0);
        let seen = words.with("sheet-sure", &[&sure, words.say(witness(mark.witness))]);
        let ruling = mark.ruling.as_ref().and_then(Ruling::decision_message);
        html! {
            li.card data-kind=(kind) tabindex="-1" {
                div.head {
                    span.badge { (words.say(badge(kind))) } " " code { (mark.rule) } " " span { (seen) } " " (self.place(mark.span()))
                }
                p lang=[self.language] dir=(self.direction) {
                    @for edit in &mark.edits {
                        @if edit.kind == RevisionKind::Deletion { del { (EscapedText(&edit.text)) } }
                        @else { ins { (EscapedText(&edit.text)) } }
                        " "
                    }
                }
                p { (self.told(&mark.reason)) }
                @if let Some(ruling) = ruling { p.ruling { strong { (self.told(&ruling)) } } }
                p.help { code { (EscapedText(&mark.anchor)) } }
            } (END)
        }
    }

    /// What is known of the head of the document, and how.
    fn masthead(&self, registry: &Registry) -> Markup {
        let facts = tree::head(self.sheet.submission, self.sheet.text, registry);
        html! {
            section id="head" { (END)
                h2 { (self.words().say("sheet-head")) } (END)
                ul.facts { (END)
                    @for fact in &facts { li dir=(self.way().unwrap_or("auto")) { (self.told(fact)) } (END) }
                } (END)
            } (END)
        }
    }

    fn lines(&self, registry: &Registry) -> Markup {
        let sheet = self.sheet;
        let mut made: BTreeMap<u32, Vec<tree::TreeRow>> = BTreeMap::new();
        for row in tree::rows(sheet.submission, sheet.text, registry) {
            made.entry(row.line).or_default().push(row);
        }
        let lines = SourceLines::new(sheet.text, &self.index, ranges(sheet)).html();
        html! {
            section id="source" { (END)
                h2 { (self.words().say("sheet-lines-title")) } (END)
                table { (END)
                    thead {
                        tr {
                            th.n scope="col" { (self.words().say("sheet-line")) } th scope="col" { (self.words().say("source-pane")) }
                            th.i scope="col" { (self.words().say("sheet-understood")) }
                        }
                    } (END)
                    tbody { (END)
                        @for (number, line) in lines {
                            tr id={ "L" (number) } data-kind="line" {
                                td.n { (number) }
                                td.s lang=[self.language] dir=(self.direction) { (PreEscaped(line)) }
                                td.i { @for row in made.get(&number).into_iter().flatten() { (self.understood(row)) } }
                            } (END)
                        }
                    } (END)
                } (END)
            } (END)
        }
    }

    /// The words at a place, with what stands beside them in the line.
    fn quoted(&self, span: Option<Span>) -> Markup {
        let Some(quoted) = span.and_then(|span| Quoted::of(self.sheet.text, span)) else {
            return Markup::default();
        };
        html! {
            p.words lang=[self.language] dir=(self.direction) {
                (EscapedText(&quoted.before)) mark { (EscapedText(&quoted.words)) } (EscapedText(&quoted.after))
            }
        }
    }

    /// A link to a place in the input.
    fn place(&self, span: Option<Span>) -> Markup {
        let Some(span) = span else { return html! { span.none { (self.words().say("whole-file")) } } };
        let (line, column) = self.index.position(self.sheet.text, span.start);
        let said = self.words().with("sheet-place", &[&line.to_string(), &column.to_string()]);
        html! { a href={ "#L" (line) } { (said) } }
    }

    fn filter(&self) -> Markup {
        let words = self.words();
        let search = words.say("search");
        html! {
            nav aria-label=(words.say("sheet-filter")) { (END)
                input type="search" id="search" placeholder=(search) aria-label=(search); (END)
                @for (value, key) in KINDS {
                    label { input type="checkbox" value=(value) checked; " " (words.say(key)) } (END)
                }
                output id="count" data-words=(words.say("sheet-shown")) {} (END)
                span.none {
                    kbd { "j" } " " kbd { "k" } " " (words.say("sheet-key-next")) " · "
                    kbd { "o" } " " (words.say("sheet-key-place")) " · "
                    kbd { "/" } " " (words.say("sheet-key-search")) " · "
                    kbd { "Esc" } " " (words.say("sheet-key-all"))
                } (END)
            } (END)
        }
    }

    /// What a part of a line was understood as.
    fn understood(&self, row: &tree::TreeRow) -> Markup {
        let depth = "· ".repeat(row.depth.min(6));
        // A label can run from right to left; what it is called does not.
        html! { div { span.what { (depth) (self.told(&row.what)) " " bdi { (EscapedText(&row.label)) } } } }
    }
}

/// Words of the input, cut to what a card has room for.
struct Quoted {
    before: String,
    words: String,
    after: String,
}

impl Quoted {
    /// Characters shown on either side.
    const AROUND: usize = 24;
    /// Most characters of the words themselves.
    const LONGEST: usize = 80;

    /// `None` where nothing stands at the place.
    fn of(text: &str, span: Span) -> Option<Self> {
        let range = Some(span.range()).filter(|range| !range.is_empty())?;
        let (head, inside, tail) =
            (text.get(..range.start)?, text.get(range.clone())?, text.get(range.end..)?);
        // No more of a line is looked at than is shown: many cards may quote one long line.
        let in_line = |c: &char| !matches!(c, '\n' | '\r');
        let near: String = head.chars().rev().take(Self::AROUND).take_while(in_line).collect();
        let mut before = if near.chars().count() == Self::AROUND { "…".to_owned() } else { String::new() };
        before.extend(near.chars().rev());
        let words: String = inside.chars().take(Self::LONGEST).take_while(in_line).collect();
        if words.len() < inside.len() {
            return Some(Self { before, words, after: "…".to_owned() });
        }
        let mut after: String = tail.chars().take(Self::AROUND).take_while(in_line).collect();
        if tail.get(after.len()..).is_some_and(|more| more.starts_with(|c| in_line(&c))) {
            after.push('…');
        }
        Some(Self { before, words, after })
    }
}

/// The row of the words for what bears witness.
fn witness(witness: Witness) -> &'static str {
    match witness {
        Witness::Pattern => "witness-pattern",
        Witness::CoverNote => "witness-cover-note",
        Witness::BaseText => "witness-base-text",
        Witness::List => "witness-list",
    }
}
