//! What the program writes, it reads back: the same structure, the same revision marks, and either
//! view of the marked document is the document of that view.
//!
//! `cargo test --release --test suite round_trip -- --ignored --nocapture` does it for the real files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use itudoc::convert::{Options, OutputKind, Workshop};
use itudoc::galley::{Galley, GalleyBlock, GalleyParagraph};
use itudoc::language::Language;
use itudoc::metadata::Metadata;
use itudoc::model::{Submission, Text};
use itudoc::read;
use itudoc::registry::Registry;
use itudoc::source::{Source, SourceBlock, SourceFormat};
use itudoc::text::*;
use itudoc::write::docx::Package;
use proptest::prelude::*;
use serde_json::Value;

use crate::docx_sample::{marked, rich, run, template};
use crate::hostile::Seeded;
use crate::workload;

static WORKSHOP: LazyLock<Workshop> = LazyLock::new(Workshop::default);

/// Tells the marks, links and objects that a run has by what they say, not by their numbers.
struct Teller<'a> {
    revisions: &'a [Revision],
    comments: &'a [Comment],
    notes: &'a [Note],
    pictures: &'a [Picture],
}

impl Teller<'_> {
    fn mark(&self, sign: char, index: Option<RevisionIndex>) -> String {
        let Some(mark) = index.and_then(|index| self.revisions.get(index.0 as usize)) else {
            return String::new();
        };
        // The one who made a recovered mark is not known; in Word the mark says what it is.
        let recovered = matches!(mark.origin, RevisionOrigin::Recovered { .. });
        let author = mark.author.as_deref().unwrap_or(if recovered { "recovered mark" } else { "" });
        let moved = mark.moved.as_ref().map_or("", |_| " moved");
        format!("{sign}({author} {}{moved})", mark.date.as_deref().unwrap_or_default())
    }

    fn object(&self, object: Object) -> String {
        match object {
            Object::Note(at) => {
                let note = &self.notes[at as usize];
                let text: Vec<String> = note.paragraphs.iter().map(|p| self.paragraph(p)).collect();
                format!("[{:?} {:?} {}]", note.kind, note.own_mark, text.join("|"))
            }
            Object::Picture(at) => {
                let picture = &self.pictures[at as usize];
                format!("[{} {} {:?}]", picture.media_type, picture.bytes.len(), picture.description)
            }
            Object::Comment(at) => {
                let comment = &self.comments[at as usize];
                let text: Vec<String> = comment.paragraphs.iter().map(Paragraph::all_text).collect();
                format!("[{:?} {:?} {}]", comment.author, comment.date, text.join("|").trim())
            }
        }
    }

    /// Runs that say the same are one; white space at a run's edge is nobody's.
    fn runs(&self, runs: &[Run]) -> String {
        let mut told: Vec<(String, String)> = Vec::new();
        for run in runs.iter().filter(|run| !run.text.is_empty() || run.object.is_some()) {
            let link = run.link.as_deref().filter(|link| link.starts_with("http")).unwrap_or_default();
            let marks = self.mark('+', run.insertion) + &self.mark('-', run.deletion);
            let marks = format!("{marks}{link}");
            match told.last_mut().filter(|(last, _)| *last == marks) {
                Some((_, text)) => text.push_str(&run.text),
                None => told.push((marks.clone(), run.text.clone())),
            }
            if let (Some(object), Some((_, text))) = (run.object, told.last_mut()) {
                text.push_str(&self.object(object));
            }
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = told.iter().map(|(marks, text)| (marks, words(text))).filter(|(_, text)| !text.is_empty());
        told.map(|(marks, text)| format!("{marks}{text}")).collect::<Vec<_>>().join(" ¦ ")
    }

    fn paragraph(&self, paragraph: &Paragraph) -> String {
        let mark = &paragraph.mark;
        let end = self.mark('+', mark.insertion) + &self.mark('-', mark.deletion);
        format!("{} ¶{end}", self.runs(&paragraph.runs))
    }
}

/// A structure as text: nothing of places, of looks that a style gives, of the marks' numbers.
fn told(submission: &mut Submission) -> String {
    let input = itudoc::write::json::Input {
        name: "",
        format: &SourceFormat::Docx,
        read_by: None,
        text: "",
        sha256: "",
        replaced: &[],
    };
    let bytes = itudoc::write::json::write(submission, &input).unwrap();
    let mut structure: Value = serde_json::from_slice(&bytes).unwrap();
    bare(&mut structure);
    let mut all = serde_json::to_string_pretty(&structure["parts"]).unwrap();
    let mut revisions = std::mem::take(&mut submission.revisions);
    let (comments, notes) = (submission.comments.clone(), submission.notes.clone());
    let pictures = submission.pictures.clone();
    let teller = Teller { revisions: &revisions, comments: &comments, notes: &notes, pictures: &pictures };
    let mut lines: Vec<String> = Vec::new();
    submission.visit_mut(&mut |text| {
        lines.push(match text {
            Text::Paragraph(paragraph) => teller.paragraph(paragraph),
            Text::Runs(runs) => teller.runs(runs),
        });
    });
    // The end of the last paragraph is the document's, whatever mark it bears.
    let in_notes: usize = submission.notes.iter().map(|note| note.paragraphs.len()).sum();
    if let Some(last) = (lines.len() - in_notes).checked_sub(1).and_then(|at| lines.get_mut(at)) {
        last.truncate(last.rfind('¶').unwrap_or(last.len()));
    }
    lines.retain(|line| !line.is_empty() && line != " ¶");
    all.push_str(&lines.join("\n"));
    std::mem::swap(&mut submission.revisions, &mut revisions);
    all
}

/// Takes out of a structure what is told of its places, and what the marks change: a deleted edition
/// is none where the marks are real, and one of two where they were recovered.
fn bare(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for key in ["at", "runs", "known_by"] {
                fields.remove(key);
            }
            // The Union's forms have one look for headings without a number, whatever their level.
            if fields.get("type").is_some_and(|kind| kind == "heading") && !fields.contains_key("label") {
                fields.remove("level");
            }
            // Word demands a paragraph in every cell.
            if let Some(Value::Array(paragraphs)) = fields.get_mut("text") {
                paragraphs.retain(|paragraph| paragraph["text"] != "");
            }
            if let Some(Value::Array(editions)) = fields.get_mut("editions") {
                editions.drain(..editions.len().saturating_sub(1));
            }
            // Lines of a heading and the paragraphs of a title are one paragraph with breaks in print.
            for key in ["lines", "title"] {
                if let Some(Value::Array(lines)) = fields.get_mut(key) {
                    let text: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
                    *lines = vec![Value::String(text.join("\n"))];
                }
            }
            fields.values_mut().for_each(bare);
        }
        Value::Array(values) => {
            values.iter_mut().for_each(bare);
            values.retain(|value| value != &Value::Object(Default::default()));
        }
        Value::String(text) => *text = text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => {}
    }
}

/// What the head of one document says and the head of the other does not say, or says otherwise.
fn masthead_lost(before: &Submission, after: &Submission) -> Vec<String> {
    let words = |runs: &[Run]| {
        let text: String = runs.iter().filter(|r| r.deletion.is_none()).map(|r| r.text.as_str()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let facts = |submission: &Submission| {
        let m = &submission.masthead;
        [
            ("conference", m.conference.as_ref().map(|f| format!("{:?}", f.value))),
            ("document", m.document.as_ref().map(|f| format!("{:?}", f.value))),
            ("date", m.date.as_ref().map(|f| f.value.to_string())),
            ("original", m.original.as_ref().map(|f| f.value.code().to_owned())),
            ("source", m.source.as_ref().map(|f| words(&f.value))),
            ("title", m.title.as_ref().map(|f| words(&f.value))),
            ("agenda item", m.agenda_item.as_ref().map(|f| words(&f.value))),
            ("meeting", m.meeting.as_ref().map(|f| f.value.to_uppercase())),
        ]
    };
    let pairs = facts(before).into_iter().zip(facts(after));
    pairs
        .filter(|((_, one), (_, other))| one.is_some() && one != other)
        .map(|((name, one), (_, other))| format!("{name}: {one:?} became {other:?}"))
        .collect()
}

/// What is given beside a sample.
fn given(name: &str) -> Metadata {
    let sidecar = Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(name).with_extension("toml");
    let sidecar = std::fs::read_to_string(sidecar).unwrap_or_default();
    Metadata::from_toml("sidecar.toml", &sidecar, Registry::builtin()).unwrap()
}

fn document(name: &str, bytes: &[u8], view: View, metadata: Metadata) -> Result<Vec<u8>, String> {
    let options = Options { outputs: vec![OutputKind::Docx], view, metadata, ..Options::default() };
    let mut made = WORKSHOP.convert(name, bytes, &options).map_err(|refusal| refusal.found)?;
    Ok(made.outputs.remove(0).1)
}

fn structure(name: &str, bytes: &[u8], metadata: Metadata) -> Submission {
    let options = Options { metadata, ..Options::default() };
    WORKSHOP.read(name, bytes, &options).unwrap().submission
}

/// Converts a file and what became of it; says what differs.
fn judge(name: &str, bytes: &[u8]) -> Result<(), String> {
    let once = document(name, bytes, View::Marked, given(name))?;
    let mut before = structure(name, bytes, given(name));
    let mut after = structure("again.docx", &once, Metadata::default());
    let lost = masthead_lost(&before, &after);
    if !lost.is_empty() {
        return Err(lost.join("; "));
    }
    let (one, other) = (told(&mut before), told(&mut after));
    if one != other {
        return Err(difference(&one, &other));
    }
    // What the first pass supplied and made stands; the second adds and takes away nothing.
    let twice = document("again.docx", &once, View::Marked, given(name))?;
    let (one, other) = (lines(&once, View::Marked), lines(&twice, View::Marked));
    if one != other {
        return Err(format!("the second pass: {}", difference(&one.join("\n"), &other.join("\n"))));
    }
    views(name, bytes, &once)
}

/// Either view of the marked document is the document of that view.
fn views(name: &str, bytes: &[u8], marked: &[u8]) -> Result<(), String> {
    for view in [View::Revised, View::Base] {
        let (accepted, made) =
            (lines(marked, view), lines(&document(name, bytes, view, given(name))?, View::Marked));
        if accepted != made {
            return Err(format!("{view:?}: {}", difference(&accepted.join("\n"), &made.join("\n"))));
        }
    }
    Ok(())
}

fn difference(one: &str, other: &str) -> String {
    let diff = similar::TextDiff::from_lines(one, other);
    let text = diff.unified_diff().context_radius(2).to_string();
    text.chars().take(1500).collect()
}

/// The words of a Word document as if all its marks were accepted, or rejected: what Word does, told
/// here a second time (ECMA-376 part 1, 17.13.5). Blank paragraphs and white space aside.
fn lines(bytes: &[u8], view: View) -> Vec<String> {
    let source = read::read("a.docx", bytes).unwrap();
    let mut texts = Vec::new();
    stories(&source.blocks, view, &source, &mut texts);
    texts
}

fn gone(insertion: Option<RevisionIndex>, deletion: Option<RevisionIndex>, view: View) -> bool {
    match view {
        View::Marked => false,
        View::Revised => deletion.is_some(),
        View::Base => insertion.is_some(),
    }
}

fn stories(blocks: &[SourceBlock], view: View, source: &Source, texts: &mut Vec<String>) {
    let mut open = String::new();
    for block in blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => line(paragraph, view, source, &mut open, texts),
            SourceBlock::Table(table) => {
                let left = |row: &&TableRow| {
                    let cells = row.cells.iter().any(|cell| !gone(cell.insertion, cell.deletion, view));
                    cells && !gone(row.insertion, row.deletion, view)
                };
                if table.rows.iter().any(|row| left(&row)) {
                    end(&mut open, texts);
                }
                for row in table.rows.iter().filter(left) {
                    for cell in row.cells.iter().filter(|cell| !gone(cell.insertion, cell.deletion, view)) {
                        cell.paragraphs.iter().for_each(|p| line(p, view, source, &mut open, texts));
                        end(&mut open, texts);
                    }
                }
            }
        }
    }
    end(&mut open, texts);
}

fn line(paragraph: &Paragraph, view: View, source: &Source, open: &mut String, texts: &mut Vec<String>) {
    for run in paragraph.runs.iter().filter(|run| !gone(run.insertion, run.deletion, view)) {
        open.push_str(&run.text);
        if let Some(Object::Note(at)) = run.object {
            let note = &source.notes[at as usize];
            let mut own = Vec::new();
            let blocks: Vec<SourceBlock> =
                note.paragraphs.iter().cloned().map(SourceBlock::Paragraph).collect();
            stories(&blocks, view, source, &mut own);
            open.push_str(&format!("[{}]", own.join("|")));
        }
    }
    if !gone(paragraph.mark.insertion, paragraph.mark.deletion, view) {
        end(open, texts);
    }
}

fn end(open: &mut String, texts: &mut Vec<String>) {
    let text = std::mem::take(open).split_whitespace().collect::<Vec<_>>().join("");
    texts.extend((!text.is_empty()).then_some(text));
}

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
}

#[test]
fn every_sample_comes_back() {
    let mut faults = Vec::new();
    for path in samples() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Err(fault) = judge(&name, &std::fs::read(&path).unwrap()) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn made_contributions_come_back() {
    for (seed, pages) in [(1, 2), (2, 6), (3, 15)] {
        let text = workload::submission(seed, pages);
        judge("made.txt", text.as_bytes()).unwrap();
    }
}

/// Lines of a sample as paragraphs of a Word document whose marks are drawn by lot: in runs, on
/// paragraph marks, moves, rows, cells, in notes.
fn with_marks(text: &str, language: Language, seed: u64) -> Vec<u8> {
    let mut lot = Seeded(seed);
    let mut galley = Galley { language: Some(language), ..rich(language) };
    galley.masthead.clear();
    galley.blocks.clear();
    (galley.running_header, galley.first_footer) = (Vec::new(), Vec::new());
    let mut head = true;
    for text in text.lines() {
        let text = text.trim_end();
        let mut line = GalleyParagraph { style: "", ..GalleyParagraph::default() };
        // Who submits the document is no matter of revision.
        head &= !text.is_empty();
        if head {
            line.paragraph.runs.push(run(text));
            galley.blocks.push(GalleyBlock::Paragraph(line));
            continue;
        }
        line.paragraph.runs = drawn(text, &mut lot);
        if lot.next(12) == 0 {
            line.paragraph.mark.insertion = Some(RevisionIndex(0));
        } else if lot.next(12) == 0 {
            line.paragraph.mark.deletion = Some(RevisionIndex(1));
        }
        if lot.next(15) == 0 && !text.is_empty() {
            let object =
                [Object::Note(0), Object::Note(1), Object::Comment(0), Object::Picture(0)][lot.next(4)];
            line.paragraph.runs.push(Run { object: Some(object), ..run("") });
        }
        galley.blocks.push(GalleyBlock::Paragraph(line));
        if lot.next(20) == 0 {
            galley.blocks.push(GalleyBlock::Table(table(&mut lot)));
        }
    }
    Package::new(&template(), language).unwrap().write(&galley).unwrap()
}

/// A text cut by lot into runs, some of them marked; the marks are those of [`rich`].
fn drawn(text: &str, lot: &mut Seeded) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while !rest.is_empty() {
        let tail = rest.split_off((1 + lot.next(rest.len())).min(rest.len()));
        let piece: String = rest.iter().collect();
        rest = tail;
        let (insertion, deletion) = match lot.next(16) {
            0 | 1 => (Some(0), None),
            2 | 3 => (None, Some(1)),
            4 => (Some(0), Some(1)),
            5 => (None, Some(5)),
            6 => (Some(6), None),
            _ => (None, None),
        };
        runs.push(marked(&piece, insertion, deletion));
    }
    runs
}

fn table(lot: &mut Seeded) -> Table {
    let mark = |lot: &mut Seeded, index: u32| (lot.next(6) == 0).then_some(RevisionIndex(index));
    let rows = (0..1 + lot.next(3))
        .map(|_| TableRow {
            insertion: mark(lot, 0),
            deletion: mark(lot, 1),
            cells: (0..2)
                .map(|_| TableCell {
                    paragraphs: vec![Paragraph {
                        runs: drawn("figures of a cell", lot),
                        ..Paragraph::default()
                    }],
                    columns: 1,
                    insertion: mark(lot, 0),
                    deletion: mark(lot, 1),
                    ..TableCell::default()
                })
                .collect(),
            ..TableRow::default()
        })
        .collect();
    Table { columns: vec![3000, 3000], rows, ..Table::default() }
}

/// The samples' texts with their languages, decoded.
fn texts() -> Vec<(String, Language)> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        let source = read::read("a.txt", &bytes).unwrap();
        let language = structure("a.txt", &bytes, Metadata::default()).language?;
        Some((source.text, language))
    };
    samples().into_iter().filter_map(read).collect()
}

#[test]
fn marks_drawn_by_lot_come_back_in_six_languages() {
    let texts = texts();
    let languages: BTreeSet<&str> = texts.iter().map(|(_, language)| language.code()).collect();
    assert_eq!(languages.len(), 6);
    let mut faults = Vec::new();
    for (at, (text, language)) in texts.iter().enumerate() {
        for seed in 0..4 {
            if let Err(fault) = judge("marks.docx", &with_marks(text, *language, seed * 100 + at as u64)) {
                faults.push(format!("sample {at} seed {seed}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} of 52\n{}", faults.len(), faults.join("\n\n"));
}

/// A galley as the writer gets it, and the source that the reader makes of its bytes.
fn written_and_read(galley: &Galley, language: Language) -> (String, String) {
    let bytes = Package::new(&template(), language).unwrap().write(galley).unwrap();
    let source = read::read("a.docx", &bytes).unwrap();
    crate::word::sound(&source);
    let writer = Teller {
        revisions: &galley.revisions,
        comments: &galley.comments,
        notes: &galley.notes,
        pictures: &galley.pictures,
    };
    let reader = Teller {
        revisions: &source.revisions,
        comments: &source.comments,
        notes: &source.notes,
        pictures: &source.pictures,
    };
    let mut one = String::new();
    for row in &galley.masthead {
        row.left.iter().chain(&row.right).for_each(|line| one += &(writer.paragraph(&line.paragraph) + "\n"));
    }
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(line) => one += &(writer.paragraph(&line.paragraph) + "\n"),
            GalleyBlock::Table(table) => one += &table_told(&writer, table),
        }
    }
    let mut other = String::new();
    for (at, block) in source.blocks.iter().enumerate() {
        match block {
            SourceBlock::Paragraph(paragraph) => other += &(reader.paragraph(paragraph) + "\n"),
            SourceBlock::Table(table) if at == 0 && !galley.masthead.is_empty() => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.paragraphs).for_each(|p| other += &(reader.paragraph(p) + "\n"));
            }
            SourceBlock::Table(table) => other += &table_told(&reader, table),
        }
    }
    let told = |text: String| text.lines().filter(|line| *line != " ¶").collect::<Vec<_>>().join("\n");
    (told(one), told(other))
}

fn table_told(teller: &Teller<'_>, table: &Table) -> String {
    let mut text = String::new();
    for row in table.rows.iter().filter(|row| !row.cells.is_empty()) {
        let marks = teller.mark('+', row.insertion) + &teller.mark('-', row.deletion);
        text += &format!("row{} {marks}\n", if row.heading { " heading" } else { "" });
        for cell in &row.cells {
            let marks = teller.mark('+', cell.insertion) + &teller.mark('-', cell.deletion);
            text += &format!("cell {} {:?} {marks}\n", cell.columns, cell.merge);
            // What a marked row or cell holds is marked with it.
            for mut paragraph in cell.paragraphs.clone() {
                for run in &mut paragraph.runs {
                    run.insertion = run.insertion.or(cell.insertion).or(row.insertion);
                    run.deletion = run.deletion.or(cell.deletion).or(row.deletion);
                }
                text += &(teller.paragraph(&paragraph) + "\n");
            }
        }
    }
    text
}

#[test]
fn everything_that_is_written_is_read() {
    for language in Language::ALL {
        let mut galley = rich(language);
        // Half a move is written as an insertion, and an address that no reader should follow as text.
        galley.revisions[7].moved = None;
        for block in &mut galley.blocks {
            let line = match block {
                GalleyBlock::Paragraph(line) => line,
                GalleyBlock::Table(table) => {
                    // A row without cells is written with one, as Word demands.
                    table.rows.retain(|row| !row.cells.is_empty());
                    continue;
                }
            };
            for run in &mut line.paragraph.runs {
                run.text.retain(|c| !matches!(c, '\u{1}' | '\u{fffe}'));
                run.link = run.link.take().filter(|link| link.starts_with("https://www"));
            }
        }
        let (one, other) = written_and_read(&galley, language);
        assert!(one == other, "{language}: {}", difference(&one, &other));
    }
}

fn any_paragraph() -> impl Strategy<Value = GalleyParagraph> {
    let text = prop_oneof!["[a-z &<>\"'\t]{0,8}", "[国际电信“”—، مؤتمر\u{2011}]{0,6}", "\\PC{0,5}"];
    let mark = || proptest::option::of(0..4_u32);
    let runs = proptest::collection::vec((text, mark(), mark(), 0..3_u8), 0..6);
    (runs, mark()).prop_map(|(runs, end)| {
        let mut line = GalleyParagraph::default();
        for (text, insertion, deletion, object) in runs {
            let insertion = insertion.map(|at| [0, 2, 6, 7][at as usize]);
            let deletion = deletion.map(|at| [1, 3, 5, 1][at as usize]);
            let object = [None, None, Some(Object::Note(0))][usize::from(object)];
            line.paragraph.runs.push(Run { object, ..marked(&text, insertion, deletion) });
        }
        match end {
            Some(0) => line.paragraph.mark.insertion = Some(RevisionIndex(0)),
            Some(1) => line.paragraph.mark.deletion = Some(RevisionIndex(1)),
            Some(2) => line.paragraph.mark.formatting = Some(RevisionIndex(4)),
            _ => {}
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_marks_are_read_as_they_were_written(
        paragraphs in proptest::collection::vec(any_paragraph(), 1..8),
        language in 0..6_usize,
        seed in 0..1000_u64,
    ) {
        let language = Language::ALL[language];
        let mut galley = Galley { blocks: Vec::new(), masthead: Vec::new(), ..rich(language) };
        galley.blocks.extend(paragraphs.into_iter().map(GalleyBlock::Paragraph));
        galley.blocks.push(GalleyBlock::Table(table(&mut Seeded(seed))));
        whole_moves(&mut galley);
        let (one, other) = written_and_read(&galley, language);
        prop_assert_eq!(one, other);
    }
}

/// Takes the name of a move from halves whose other half was not drawn: they are written as plain marks.
fn whole_moves(galley: &mut Galley) {
    let mut used = BTreeSet::new();
    for block in &galley.blocks {
        let paragraphs: Vec<&Paragraph> = match block {
            GalleyBlock::Paragraph(line) => vec![&line.paragraph],
            GalleyBlock::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs).collect()
            }
        };
        for run in
            paragraphs.iter().flat_map(|p| &p.runs).filter(|r| !r.text.is_empty() || r.object.is_some())
        {
            used.extend([run.insertion, run.deletion].into_iter().flatten().map(|index| index.0));
        }
    }
    galley.revisions[7].moved = None;
    if !(used.contains(&5) && used.contains(&6)) {
        galley.revisions[5].moved = None;
        galley.revisions[6].moved = None;
    }
}

/// Folders of the corpus, relative to the project.
const FOLDERS: [&str; 2] = ["../shared/real/word-corpus", "../shared/real/itu-word"];

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_file_comes_back() {
    let Some(mut paths) = crate::corpus::all(&FOLDERS) else { return };
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    paths.retain(|path| path.to_string_lossy().contains(&only));
    let (mut same, mut refused, mut faults) = (0, 0, Vec::new());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        if document(&name, &bytes, View::Marked, Metadata::default()).is_err() {
            refused += 1;
            continue;
        }
        match judge(&name, &bytes) {
            Ok(()) => same += 1,
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    faults.iter().for_each(|fault| println!("{fault}\n"));
    println!("{same} come back, {refused} are refused, {} differ", faults.len());
    assert!(faults.is_empty());
}

/// A note and a comment on deleted words go with them, and come back where the words stand.
#[test]
fn a_note_on_deleted_words_is_shown_where_they_are() {
    let package = crate::packages::document(&[
        (
            "document",
            b"<w:p><w:r><w:t>kept</w:t></w:r><w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText>gone</w:delText></w:r>\
              <w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"1\"/></w:r></w:del></w:p>",
        ),
        ("footnotes", b"<w:footnote w:id=\"1\"><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>"),
        ("comments", b"<w:comment w:id=\"1\" w:author=\"B\"><w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment>"),
    ]);
    judge("noted.docx", &package).unwrap();
    let shown = |view| document("noted.docx", &package, view, Metadata::default()).unwrap();
    let texts = |view| itudoc::verify::docx::text(&shown(view)).unwrap();
    assert_eq!((texts(View::Revised).notes.len(), texts(View::Revised).comments.len()), (0, 0));
    assert_eq!((texts(View::Base).notes.len(), texts(View::Base).comments.len()), (1, 1));
}
