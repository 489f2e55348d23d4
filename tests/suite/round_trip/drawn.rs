//! Marks drawn by lot, over the samples and over any text, are read as they were written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::galley::{Galley, GalleyBlock, GalleyParagraph};
use crate::language::Language;
use crate::pipeline::RunOptions;
use crate::read;
use crate::source::SourceBlock;
use crate::text::*;
use crate::write::docx::TemplatePackage;
use proptest::prelude::*;

use super::told::Teller;
use super::{difference, judge, samples, structure};
use crate::suite::docx_sample::{marked, rich, run, template};
use crate::suite::hostile::Seeded;

/// Lines of a sample as paragraphs of a Word document whose marks are drawn by lot: in runs, on
/// paragraph marks, moves, rows, cells, in notes.
pub(super) fn with_marks(text: &str, language: Language, seed: u64) -> Vec<u8> {
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
            line.paragraph.mark.insertion = Some(RevisionIndex::new(0));
        } else if lot.next(12) == 0 {
            line.paragraph.mark.deletion = Some(RevisionIndex::new(1));
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
    TemplatePackage::new(&template(), language).unwrap().write(&galley).unwrap()
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
    let mark = |lot: &mut Seeded, index: u32| (lot.next(6) == 0).then_some(RevisionIndex::new(index));
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
pub(super) fn texts() -> Vec<(String, Language)> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        let source = read::read("a.txt", &bytes).unwrap();
        let language = structure("a.txt", &bytes, &RunOptions::default()).language?;
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
    let bytes = TemplatePackage::new(&template(), language).unwrap().write(galley).unwrap();
    let source = read::read("a.docx", &bytes).unwrap();
    crate::suite::word::sound(&source);
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
            SourceBlock::Table(table) if heads(&source.blocks[..at]) && !galley.masthead.is_empty() => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.paragraphs).for_each(|p| other += &(reader.paragraph(p) + "\n"));
            }
            SourceBlock::Table(table) => other += &table_told(&reader, table),
        }
    }
    let told = |text: String| text.lines().filter(|line| *line != " ¶").collect::<Vec<_>>().join("\n");
    (told(one), told(other))
}

/// Whether nothing but a blank line stands above: the writer begins a document that has comments or notes
/// with one.
fn heads(above: &[SourceBlock]) -> bool {
    let blank = |block: &SourceBlock| matches!(block, SourceBlock::Paragraph(paragraph) if paragraph.all_text().trim().is_empty());
    above.iter().all(blank)
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
            // The mark of an object that is not there is set aside by the readers.
            let text = text.replace('\u{fffc}', "");
            let insertion = insertion.map(|at| [0, 2, 6, 7][at as usize]);
            let deletion = deletion.map(|at| [1, 3, 5, 1][at as usize]);
            let object = [None, None, Some(Object::Note(0))][usize::from(object)];
            line.paragraph.runs.push(Run { object, ..marked(&text, insertion, deletion) });
        }
        match end {
            Some(0) => line.paragraph.mark.insertion = Some(RevisionIndex::new(0)),
            Some(1) => line.paragraph.mark.deletion = Some(RevisionIndex::new(1)),
            Some(2) => line.paragraph.mark.formatting = Some(RevisionIndex::new(4)),
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
            used.extend([run.insertion, run.deletion].into_iter().flatten().map(|index| index.get()));
        }
    }
    galley.revisions[7].moved = None;
    if !(used.contains(&5) && used.contains(&6)) {
        galley.revisions[5].moved = None;
        galley.revisions[6].moved = None;
    }
}
