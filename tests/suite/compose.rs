//! Composition: the official document of submissions built by hand, in every view.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fmt::Write;
use std::sync::LazyLock;

use crate::compose::{Composed, compose};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::language::Language;
use crate::model::*;
use crate::registry::Registry;
use crate::template::{Templates, style_id};
use crate::text::*;
use proptest::prelude::*;

/// Marks of the samples: 0 inserts, 1 deletes.
const INSERTED: RevisionIndex = RevisionIndex::new(0);
const DELETED: RevisionIndex = RevisionIndex::new(1);

fn revisions() -> Vec<Revision> {
    [RevisionKind::Insertion, RevisionKind::Deletion]
        .map(|kind| Revision { kind, author: None, date: None, origin: RevisionOrigin::Word, moved: None })
        .into()
}

/// Writes input text and remembers where each run of it stands. `[+…+]` is inserted, `[-…-]` deleted;
/// `¶+` and `¶-` at the end mark the paragraph's end so.
#[derive(Default)]
struct Input {
    length: usize,
}

impl Input {
    fn run(&mut self, text: &str) -> Run {
        let start = self.length;
        self.length += text.len() + 1;
        Run::new(text, Span::new(start, start + text.len()))
    }

    fn runs(&mut self, marked: &str) -> Vec<Run> {
        let mut runs = Vec::new();
        for piece in marked.split_inclusive("+]").flat_map(|piece| piece.split_inclusive("-]")) {
            let opening = piece.find("[+").or_else(|| piece.find("[-")).unwrap_or(piece.len());
            let (plain, mark) = piece.split_at(opening);
            if !plain.is_empty() {
                runs.push(self.run(plain));
            }
            if mark.len() > 4 {
                let mut run = self.run(&mark[2..mark.len() - 2]);
                *(if mark.starts_with("[+") { &mut run.insertion } else { &mut run.deletion }) =
                    Some(if mark.starts_with("[+") { INSERTED } else { DELETED });
                runs.push(run);
            }
        }
        runs
    }

    fn paragraph(&mut self, marked: &str) -> Paragraph {
        let mut mark = ParagraphMark::default();
        let mut text = marked;
        if let Some(rest) = marked.strip_suffix("¶+") {
            (text, mark.insertion) = (rest, Some(INSERTED));
        } else if let Some(rest) = marked.strip_suffix("¶-") {
            (text, mark.deletion) = (rest, Some(DELETED));
        }
        let start = self.length;
        let runs = self.runs(text);
        Paragraph {
            runs,
            span: Span::new(start, self.length),
            mark,
            hint: StyleHint::default(),
            anchors: Vec::new(),
        }
    }

    fn label(&mut self, marked: &str) -> Label {
        let text = marked.trim_matches(['[', ']', '+', '-', ')']);
        let value = match text.chars().next() {
            Some('0'..='9') => LabelValue::Number(vec![1]),
            Some('i' | 'v' | 'x') => LabelValue::Roman(1),
            Some('a'..='z') => LabelValue::Letter(1),
            Some('–' | '•') => LabelValue::Bullet,
            _ => LabelValue::Other,
        };
        Label { runs: self.runs(marked), value, gap: Default::default() }
    }

    fn heading(&mut self, label: Option<&str>, lines: &[&str]) -> Heading {
        let label = label.map(|label| self.label(label));
        Heading { label, lines: lines.iter().map(|line| self.paragraph(line)).collect() }
    }

    fn item(&mut self, level: u8, label: &str, text: &str) -> Block {
        Block::Item(Item { label: self.label(label), level, text: self.paragraph(text) })
    }

    fn plain(&mut self, text: &str) -> Block {
        Block::Paragraph(self.paragraph(text))
    }

    fn call(&mut self, text: &str, body: Vec<Block>) -> Call {
        Call { key: None, role: CallRole::Recital, text: self.paragraph(text), body }
    }
}

fn section(kind: SectionKind, heading: Option<Heading>, body: Vec<Block>) -> Content {
    Content::Section(Section { kind, heading, body, span: Span::default() })
}

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence::Stated(Span::new(0, 1)) })
}

fn pp14() -> ConferenceId {
    ConferenceId { body: Body::of("PP").unwrap(), year: 2014 }
}

fn only(contents: Vec<Content>) -> Submission {
    let part = Part { heading: None, contents, span: Span::default() };
    Submission { parts: vec![part], revisions: revisions(), ..Submission::default() }
}

fn composed_as(name: &str, submission: &Submission, language: Language, view: View) -> Composed {
    static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::builtin);
    compose(submission, TEMPLATES.get(name).unwrap(), language, view, Registry::builtin())
}

fn galley(submission: &Submission, view: View) -> Galley {
    composed_as("pp-14", submission, Language::Chinese, view).galley
}

/// A galley as text, one paragraph a line. Words that were supplied stand in «».
fn dump(galley: &Galley) -> String {
    let mut out = String::new();
    for row in &galley.masthead {
        for (side, column) in [("left", &row.left), ("right", &row.right)] {
            for line in column {
                writeln!(out, "{side:>16} | {}", words(&line.paragraph)).unwrap();
            }
        }
    }
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(p) => {
                let page = if p.page_break_before { "(new page) " } else { "" };
                let role = match p.role {
                    LineRole::Heading(level) => format!("(H{level}) "),
                    _ => String::new(),
                };
                writeln!(out, "{:>16} | {page}{role}{}", p.style, words(&p.paragraph)).unwrap();
            }
            GalleyBlock::Table(table) => {
                for row in &table.rows {
                    let cells = row
                        .cells
                        .iter()
                        .map(|cell| cell.paragraphs.iter().map(words).collect::<Vec<_>>().join("¶"));
                    writeln!(out, "{:>16} | {}", "table", cells.collect::<Vec<_>>().join(" | ")).unwrap();
                }
            }
        }
    }
    for (at, note) in galley.notes.iter().enumerate() {
        writeln!(
            out,
            "{:>16} | {}",
            format!("note {at}"),
            note.paragraphs.iter().map(words).collect::<Vec<_>>().join("¶")
        )
        .unwrap();
    }
    writeln!(out, "{:>16} | {:?}", "header", galley.running_header).unwrap();
    writeln!(out, "{:>16} | {:?}", "first footer", galley.first_footer).unwrap();
    out
}

fn words(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    for run in &paragraph.runs {
        let text = run.text.replace('\t', "→").replace('\n', "⏎");
        let text = if run.span.is_none() { format!("«{text}»") } else { text };
        out += &match (run.insertion, run.deletion) {
            (Some(_), _) => format!("[+{text}+]"),
            (_, Some(_)) => format!("[-{text}-]"),
            _ => text,
        };
        if let Some(object) = run.object {
            write!(out, "{{{object:?}}}").unwrap();
        }
    }
    match (paragraph.mark.insertion, paragraph.mark.deletion) {
        (Some(_), _) => out + "¶+",
        (_, Some(_)) => out + "¶-",
        _ => out,
    }
}

/// A contribution of two parts in words of our own, with every kind of content.
fn sample() -> Submission {
    let mut input = Input::default();
    let mut submission =
        Submission { language: Some(Language::Chinese), revisions: revisions(), ..Default::default() };
    submission.masthead.conference = fact(pp14());
    submission.masthead.document = Some(Fact {
        value: number("70"),
        evidence: Evidence::Inferred(Span::new(3, 9), "proposals CUB/70/1 to 2".into()),
    });
    submission.masthead.symbols = vec![Fact {
        value: "CUB".to_owned(),
        evidence: Evidence::Inferred(Span::new(3, 6), "proposals".into()),
    }];
    let heading = input.heading(Some("一"), &["第900号决议的修订", "关于样本文本"]);
    let summary = input.heading(Some("1"), &["概要"]);
    let summary = section(
        SectionKind::Summary,
        Some(summary),
        vec![
            input.plain("本文稿建议更新样本。"),
            input.item(1, "1.1", "第一点；"),
            input.item(2, "i)", "其下一点；"),
            input.item(4, "–", "最深一点。"),
        ],
    );
    let changes = input.heading(None, &["建议修改"]);
    let entry = |input: &mut Input, label: Option<&str>, text: &str| {
        Block::Entry(Box::new(Entry {
            symbol: Symbol::Add,
            symbol_runs: input.runs("ADD"),
            label: label.map(|label| input.label(label)),
            text: input.paragraph(text),
        }))
    };
    let changes = section(
        SectionKind::ProposedChanges,
        Some(changes),
        vec![
            entry(&mut input, None, "增加的案文"),
            entry(&mut input, Some("2"), "增加的一款："),
            input.item(2, "i)", "其下一点。"),
        ],
    );
    let proposal = Proposal {
        symbol: Symbol::Mod,
        id: None,
        line: input.paragraph("MOD\tCUB/70/1"),
        instrument: Instrument {
            kind: InstrumentKind::Resolution,
            number_line: Some(
                input.paragraph("第900号决议（[-2010年，瓜达拉哈拉-][+2014年，釜山+]，修订版）"),
            ),
            title: vec![input.paragraph("样本标题第一行"), input.paragraph("第二行")],
            opening: Some(input.paragraph("国际电信联盟全权代表大会（2014年，釜山），")),
            calls: vec![input.call("忆及", Vec::new()), input.call("做出决议", Vec::new())],
            ..Instrument::default()
        },
        reasons: vec![input.plain("理由：更新。")],
        span: Span::default(),
    };
    let mut proposal = proposal;
    proposal.instrument.calls[0].body =
        vec![input.item(1, "a)", "旧的一款[-，-][+；+]"), input.item(1, "[+b)+]", "[+新的一款，+]¶+")];
    proposal.instrument.calls[1].body = vec![input.plain("继续工作。")];
    let first = Part {
        heading: Some(heading),
        contents: vec![summary, changes, Content::Proposal(Box::new(proposal))],
        span: Span::default(),
    };
    let heading = input.heading(Some("二"), &["其他事项"]);
    let other = section(SectionKind::Plain, None, vec![input.plain("正文。")]);
    let second = Part { heading: Some(heading), contents: vec![other], span: Span::default() };
    submission.parts = vec![first, second];
    submission
}

fn number(number: &str) -> DocumentNumber {
    DocumentNumber { number: number.to_owned(), ..DocumentNumber::default() }
}

#[test]
fn the_marked_document() {
    let composed = composed_as("pp-14", &sample(), Language::Chinese, View::Marked);
    let findings = composed.findings.iter().map(|f| format!("{} {}\n", f.rule.code, f.message));
    insta::assert_snapshot!(format!("{}\n{}", dump(&composed.galley), findings.collect::<String>()));
    assert_eq!(composed.galley.source, "古巴");
    assert_eq!(composed.galley.title, "70-C – 有关大会工作的提案");
}

#[test]
fn the_revised_and_the_base_document() {
    insta::assert_snapshot!("revised", dump(&galley(&sample(), View::Revised)));
    insta::assert_snapshot!("base", dump(&galley(&sample(), View::Base)));
}

/// As T-RES-T.1-2016 has them: what numbers the text itself is running text.
#[test]
fn items_take_the_styles_of_genuine_documents() {
    let mut input = Input::default();
    let items = |input: &mut Input| {
        [
            (1, "a)"),
            (2, "i)"),
            (3, "–"),
            (4, "–"),
            (1, "1"),
            (2, "a)"),
            (1, "–"),
            (2, "–"),
            (1, "1.1"),
            (2, "a)"),
        ]
        .map(|(level, label)| input.item(level, label, "text;"))
    };
    let note = section(SectionKind::Plain, None, items(&mut input).into());
    let called = items(&mut input).into();
    let call = input.call("considering", called);
    let instrument = Instrument { calls: vec![call], ..Instrument::default() };
    let after = section(SectionKind::Plain, None, items(&mut input).into());
    let galley = galley(&only(vec![note, Content::Instrument(Box::new(instrument)), after]), View::Marked);
    let text = ["Normal", "enumlev1", "enumlev2", "enumlev3"];
    let under_number = [text[0], text[1]];
    let bullets = [text[1], text[2]];
    let running =
        [["enumlev1", "enumlev2", "enumlev3", "enumlev3"].as_slice(), &under_number, &bullets, &under_number]
            .concat();
    let called = [["Call"].as_slice(), &text, &under_number, &bullets, &under_number].concat();
    assert_eq!(styles(&galley), [running.clone(), called, running].concat());
}

fn styles(galley: &Galley) -> Vec<&str> {
    let style = |block: &'_ GalleyBlock| match block {
        GalleyBlock::Paragraph(paragraph) => paragraph.style,
        GalleyBlock::Table(_) => "table",
    };
    let body = galley.blocks.iter().map(style);
    body.filter(|style| !matches!(*style, "Source" | "Title1" | "Endrule")).collect()
}

#[test]
fn the_heads_of_six_languages() {
    let mut out = String::new();
    let mut submission = Submission::default();
    submission.masthead.conference = fact(pp14());
    submission.masthead.document =
        fact(DocumentNumber { addendum: Some(1), revision: Some(2), ..number("67") });
    submission.masthead.date = fact(jiff::civil::date(2014, 9, 4));
    submission.masthead.original = fact(Language::English);
    submission.masthead.symbols = vec![fact("ACP".to_owned()).unwrap(), fact("F".to_owned()).unwrap()];
    for language in Language::ALL {
        let composed = composed_as("pp-14", &submission, language, View::Marked);
        assert!(
            composed.findings.iter().all(|f| f.rule.code == "DOC004"),
            "all is known: {:?}",
            composed.findings
        );
        writeln!(out, "{language}\n{}", dump(&composed.galley)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_heads_of_every_template() {
    let mut out = String::new();
    let templates = Templates::builtin();
    for name in templates.names() {
        let template = templates.get(name).unwrap();
        let mut input = Input::default();
        let mut submission = Submission::default();
        let year = template.year.unwrap_or(2018);
        submission.masthead.conference = template.body.and_then(|body| fact(ConferenceId { body, year }));
        submission.masthead.document = fact(number(if name == "council" { "C18/35" } else { "42" }));
        submission.masthead.date = fact(jiff::civil::date(2018, 3, 1));
        submission.masthead.original = fact(Language::French);
        submission.masthead.agenda_item = fact(input.runs("Agenda item: PL 3.1"));
        for language in [Language::English, Language::Chinese, Language::French] {
            let composed = composed_as(name, &submission, language, View::Marked);
            let unknown = composed.findings.iter().filter(|f| f.rule.code == "DOC003");
            let unknown = unknown.map(|f| format!("{:>16} | {}\n", "finding", f.message)).collect::<String>();
            writeln!(out, "{name} {language}\n{}{unknown}", dump(&composed.galley)).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_unknown_stays_blank_and_is_reported() {
    let composed = composed_as("base", &Submission::default(), Language::English, View::Marked);
    assert!(composed.galley.masthead.is_empty(), "{}", dump(&composed.galley));
    assert_eq!(composed.galley.running_header, ["{page}"]);
    let unknown: Vec<&str> =
        composed.findings.iter().map(|f| f.message.split(" is not known").next().unwrap()).collect();
    assert_eq!(
        unknown,
        [
            "the source",
            "the title",
            "the conference",
            "the number of the document",
            "the date of the document",
            "the language of the original"
        ]
    );
    assert!(composed.findings.iter().all(|f| f.rule.code == "DOC003" && f.help.is_some()));
}

#[test]
fn a_stated_source_and_title_keep_their_runs() {
    let mut input = Input::default();
    let mut submission = Submission { revisions: revisions(), ..Default::default() };
    submission.masthead.source = fact(input.runs("Administration of [-Old-][+New+]land"));
    submission.masthead.title = fact(input.runs("A title of one's own"));
    submission.masthead.agenda_item = fact(input.runs("Agenda item 4"));
    submission.masthead.symbols = vec![fact("CUB".to_owned()).unwrap()];
    let marked = composed_as("pp-14", &submission, Language::English, View::Marked).galley;
    let heads: Vec<(&str, String)> =
        paragraphs(&marked).map(|p| (p.style, words(&p.paragraph))).take(3).collect();
    assert_eq!(
        heads,
        [
            ("Source", "Administration of [-Old-][+New+]land".to_owned()),
            ("Title1", "A title of one's own".to_owned()),
            ("Agendaitem", "Agenda item 4".to_owned())
        ]
    );
    assert_eq!(
        composed_as("pp-14", &submission, Language::English, View::Base).galley.source,
        "Administration of Oldland"
    );
}

#[test]
fn a_deleted_paragraph_mark_joins_as_in_word() {
    let mut input = Input::default();
    let body = vec![
        input.item(1, "a)", "one [-and-]¶-"),
        input.item(1, "[-b)-]", "two"),
        input.plain("[-gone-]¶-"),
        input.plain("stays"),
        input.plain("[-emptied-]"),
        input.plain("last¶-"),
    ];
    let submission = only(vec![section(SectionKind::Plain, None, body)]);
    let revised = galley(&submission, View::Revised);
    let shown: Vec<String> =
        body_of(&revised).map(|p| format!("{}: {}", p.style, p.paragraph.text(View::Marked))).collect();
    assert_eq!(shown, ["enumlev1: a)\tone two", "Normal: stays", "Normal: last"]);
    assert!(revised.revisions.is_empty());
    let base = galley(&submission, View::Base);
    assert_eq!(body_of(&base).count(), 6, "the base text has all that was deleted since");
}

#[test]
fn rows_and_cells_follow_the_view() {
    let mut input = Input::default();
    let cell = |input: &mut Input, text: &str| TableCell {
        paragraphs: vec![input.paragraph(text)],
        columns: 1,
        ..TableCell::default()
    };
    let rows = vec![
        TableRow {
            cells: vec![cell(&mut input, "kept"), cell(&mut input, "[+new+]")],
            ..TableRow::default()
        },
        TableRow { cells: vec![cell(&mut input, "row out")], deletion: Some(DELETED), ..TableRow::default() },
    ];
    let table = |rows: Vec<TableRow>| Block::Table(Table { rows, ..Table::default() });
    let gone =
        TableRow { cells: vec![cell(&mut input, "all out")], deletion: Some(DELETED), ..TableRow::default() };
    let submission = only(vec![section(SectionKind::Plain, None, vec![table(rows), table(vec![gone])])]);
    let tables = |view| {
        dump(&galley(&submission, view))
            .lines()
            .filter(|l| l.contains("table |"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(tables(View::Revised), ["           table | kept | new"]);
    assert_eq!(
        tables(View::Base),
        ["           table | kept | ", "           table | row out", "           table | all out"]
    );
}

#[test]
fn notes_follow_their_references_and_lost_ones_are_printed() {
    let mut input = Input::default();
    let note = |input: &mut Input, text: &str| Note {
        kind: NoteKind::Footnote,
        paragraphs: vec![input.paragraph(text)],
        own_mark: None,
    };
    let mut first = input.paragraph("[-out-]");
    first.runs[0].object = Some(Object::Note(0));
    let mut second = input.paragraph("kept");
    second.runs[0].object = Some(Object::Note(2));
    let mut dangling = input.paragraph("points at nothing");
    dangling.runs[0].object = Some(Object::Note(9));
    let body = [first, second, dangling].map(Block::Paragraph).into();
    let mut submission = only(vec![section(SectionKind::Plain, None, body)]);
    submission.notes = vec![
        note(&mut input, "note of out"),
        note(&mut input, "unanchored"),
        note(&mut input, "note of kept"),
    ];
    let text = |view| dump(&galley(&submission, view));
    let marked = text(View::Marked);
    assert!(marked.contains("kept{Note(1)}") && marked.contains("note 1 | note of kept"), "{marked}");
    assert!(marked.contains("Note | unanchored"), "{marked}");
    let revised = text(View::Revised);
    assert!(revised.contains("kept{Note(0)}") && revised.contains("note 0 | note of kept"), "{revised}");
    assert!(!revised.contains("note of out") && revised.contains("points at nothing\n"), "{revised}");
}

fn paragraphs(galley: &Galley) -> impl Iterator<Item = &GalleyParagraph> {
    galley.blocks.iter().filter_map(|block| match block {
        GalleyBlock::Paragraph(paragraph) => Some(paragraph),
        GalleyBlock::Table(_) => None,
    })
}

#[test]
fn the_end_rule_stays_with_the_last_paragraph() {
    let galley = galley(&sample(), View::Marked);
    let kept: Vec<bool> = paragraphs(&galley).map(|paragraph| paragraph.keep_next).collect();
    let rule = paragraphs(&galley).position(|paragraph| paragraph.style == style_id::END_RULE);
    let rule = rule.expect("an end rule");
    assert_eq!(kept.iter().position(|kept| *kept), Some(rule - 1), "{kept:?}");
    assert_eq!(rule + 1, kept.len());
}

/// The paragraphs between the titles and the end rule.
fn body_of(galley: &Galley) -> impl Iterator<Item = &GalleyParagraph> {
    let furniture = [style_id::SOURCE, style_id::TITLE_1, style_id::END_RULE];
    paragraphs(galley).filter(move |p| !furniture.contains(&p.style))
}

// --- Nothing is lost ---------------------------------------------------------------------------

fn marked_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z\u{4e00}-\u{4e20}，； ]{0,6}",
        "[a-z]{1,4}".prop_map(|text| format!("[+{text}+]")),
        "[a-z]{1,4}".prop_map(|text| format!("[-{text}-]")),
    ];
    let end = prop_oneof![4 => Just(""), 1 => Just("¶+"), 1 => Just("¶-")];
    (prop::collection::vec(piece, 0..4), end).prop_map(|(pieces, end)| pieces.concat() + end)
}

#[derive(Debug, Clone)]
enum Sketch {
    Plain(String),
    Item(u8, String, String),
    Entry(Option<String>, String),
    Heading(Option<String>, Vec<String>, u8),
    Table(Vec<String>),
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let label = prop_oneof![Just("a)".to_owned()), Just("[+b)+]".to_owned()), Just("[-1-][+2+]".to_owned())];
    let lines = || prop::collection::vec(marked_text(), 0..3);
    prop_oneof![
        marked_text().prop_map(Sketch::Plain),
        (0u8..6, label.clone(), marked_text())
            .prop_map(|(level, label, text)| Sketch::Item(level, label, text)),
        (prop::option::of(label.clone()), marked_text()).prop_map(|(label, text)| Sketch::Entry(label, text)),
        (prop::option::of(label), lines(), 0u8..12).prop_map(|(l, lines, n)| Sketch::Heading(l, lines, n)),
        lines().prop_map(Sketch::Table),
    ]
}

fn block(input: &mut Input, sketch: &Sketch) -> Block {
    match sketch {
        Sketch::Plain(text) => input.plain(text),
        Sketch::Item(level, label, text) => input.item(*level, label, text),
        Sketch::Entry(label, text) => Block::Entry(Box::new(Entry {
            symbol: Symbol::Add,
            symbol_runs: input.runs("ADD："),
            label: label.as_ref().map(|label| input.label(label)),
            text: input.paragraph(text),
        })),
        Sketch::Heading(label, lines, level) => {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            Block::Heading(input.heading(label.as_deref(), &lines), *level)
        }
        Sketch::Table(cells) => {
            let cell = |text: &String| TableCell {
                paragraphs: vec![input.paragraph(text)],
                columns: 1,
                ..Default::default()
            };
            let row = TableRow { cells: cells.iter().map(cell).collect(), ..TableRow::default() };
            Block::Table(Table { rows: vec![row], ..Table::default() })
        }
    }
}

#[derive(Debug, Clone)]
struct PartSketch {
    heading: Option<(Option<String>, Vec<String>)>,
    kind: SectionKind,
    section: (Option<Vec<String>>, Vec<Sketch>),
    line: String,
    title: Vec<String>,
    preamble: Vec<Sketch>,
    calls: Vec<(String, Vec<Sketch>)>,
    reasons: Vec<Sketch>,
    bare: bool,
}

fn part() -> impl Strategy<Value = PartSketch> {
    let lines = || prop::collection::vec(marked_text(), 0..3);
    let blocks = || prop::collection::vec(sketch(), 0..3);
    let kind = prop_oneof![Just(SectionKind::Annex), Just(SectionKind::Summary), Just(SectionKind::Plain)];
    (
        (prop::option::of((prop::option::of(Just("一".to_owned())), lines())), kind),
        (prop::option::of(lines()), blocks()),
        (marked_text(), lines(), blocks()),
        (prop::collection::vec((marked_text(), blocks()), 0..3), blocks(), any::<bool>()),
    )
        .prop_map(|((heading, kind), section, (line, title, preamble), (calls, reasons, bare))| {
            PartSketch { heading, kind, section, line, title, preamble, calls, reasons, bare }
        })
}

/// A submission of the sketches; its runs' spans rise in the order of the input.
fn submission_of(parts: &[PartSketch]) -> Submission {
    let mut input = Input::default();
    let mut submission = Submission { revisions: revisions(), ..Default::default() };
    submission.masthead.source = fact(input.runs("Source [+stated+]"));
    submission.masthead.title = fact(input.runs("Title"));
    for sketch in parts {
        let mut part = Part::default();
        if let Some((label, lines)) = &sketch.heading {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            part.heading = Some(input.heading(label.as_deref(), &lines));
        }
        let heading = sketch.section.0.as_ref().map(|lines| {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            input.heading(Some("1"), &lines)
        });
        let body = sketch.section.1.iter().map(|one| block(&mut input, one)).collect();
        part.contents.push(section(sketch.kind, heading, body));
        let line = input.paragraph(&sketch.line);
        let mut instrument =
            Instrument { number_line: Some(input.paragraph("第1号")), ..Default::default() };
        instrument.title = sketch.title.iter().map(|line| input.paragraph(line)).collect();
        instrument.opening = Some(input.paragraph("opening"));
        instrument.preamble = sketch.preamble.iter().map(|one| block(&mut input, one)).collect();
        for (call, body) in &sketch.calls {
            let mut call = input.call(call, Vec::new());
            call.body = body.iter().map(|one| block(&mut input, one)).collect();
            instrument.calls.push(call);
        }
        if sketch.bare {
            part.contents.push(Content::Instrument(Box::new(instrument)));
        } else {
            let reasons = sketch.reasons.iter().map(|one| block(&mut input, one)).collect();
            let proposal =
                Proposal { symbol: Symbol::Mod, id: None, line, instrument, reasons, span: Span::default() };
            part.contents.push(Content::Proposal(Box::new(proposal)));
        }
        submission.parts.push(part);
    }
    submission
}

/// Every run with a span below `value`, wherever it stands: found in the debug form of the model, so
/// that no walk of the test's own can forget a field.
fn spans_in(value: &impl std::fmt::Debug) -> Vec<(u32, u32)> {
    let debug = format!("{value:?}");
    let mut spans = Vec::new();
    for piece in debug.split("Run { text: ").skip(1) {
        let Some(at) = piece.find("span: Some(Span { start: ") else { continue };
        // The next run's text must not be searched.
        if piece[..at].contains("format:") {
            continue;
        }
        let numbers = &piece[at + "span: Some(Span { start: ".len()..];
        let (start, rest) = numbers.split_once(", end: ").unwrap();
        let (end, _) = rest.split_once(' ').unwrap();
        spans.push((start.parse().unwrap(), end.parse().unwrap()));
    }
    spans
}

fn runs_of(galley: &Galley) -> Vec<Run> {
    let mut runs = Vec::new();
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(p) => runs.extend(p.paragraph.runs.iter().cloned()),
            GalleyBlock::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                runs.extend(cells.flat_map(|cell| &cell.paragraphs).flat_map(|p| p.runs.iter().cloned()));
            }
        }
    }
    runs
}

proptest! {
    #[test]
    fn every_run_stands_in_the_galley_in_order(parts in prop::collection::vec(part(), 0..4)) {
        let submission = submission_of(&parts);
        let mut wanted = spans_in(&submission.masthead);
        wanted.extend(spans_in(&submission.parts));
        let marked = galley(&submission, View::Marked);
        let got: Vec<(u32, u32)> =
            runs_of(&marked).iter().filter_map(|run| run.span).map(|span| (span.start, span.end)).collect();
        // `bare` drops the proposal line, which the sketch wrote and the model then does not hold.
        prop_assert_eq!(&got, &wanted);
        prop_assert!(got.is_sorted(), "in the order of the input");
    }

    #[test]
    fn a_view_keeps_its_runs_and_no_mark(parts in prop::collection::vec(part(), 0..3)) {
        let submission = submission_of(&parts);
        let marked = runs_of(&galley(&submission, View::Marked));
        for view in [View::Revised, View::Base] {
            let shown = galley(&submission, view);
            let words = |runs: &[Run]| -> String {
                runs.iter().filter(|run| run.shown_in(view)).flat_map(|run| run.text.chars()).filter(|c| !c.is_whitespace()).collect()
            };
            prop_assert_eq!(words(&runs_of(&shown)), words(&marked));
            prop_assert!(runs_of(&shown).iter().all(|run| run.insertion.is_none() && run.deletion.is_none()));
            prop_assert!(paragraphs(&shown).all(|p| p.paragraph.mark == ParagraphMark::default()));
        }
    }
}
