//! What a reader would wince at, each case a page that once looked so.

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::language::Language;
use crate::layout::{FontLibrary, lay_out};
use crate::pages::{GlyphRun, LaidPage, PageItem, Pages, PlacedPicture, StructureKind};
use crate::template::{LineHeight, Style, StyleSheet, Template};
use crate::text::{Object, Paragraph, Picture, RevisionIndex, RevisionKind, Run, Table, TableCell, TableRow};

use crate::suite::layout_sample::{galley, template, words};

fn set(galley: &Galley, template: &Template) -> Pages {
    lay_out(galley, template, &FontLibrary::builtin()).unwrap()
}

fn pages(galley: &Galley) -> Pages {
    set(galley, &template(galley.language.unwrap()))
}

fn paragraph(style: &'static str, text: &str) -> GalleyBlock {
    GalleyBlock::Paragraph(words(style, LineRole::Text, text))
}

fn runs(page: &LaidPage) -> impl Iterator<Item = &GlyphRun> {
    page.pieces.iter().filter_map(|piece| match piece {
        PageItem::Glyphs(run) => Some(run),
        _ => None,
    })
}

fn pictures(page: &LaidPage) -> impl Iterator<Item = &PlacedPicture> {
    page.pieces.iter().filter_map(|piece| match piece {
        PageItem::Picture(picture) => Some(picture),
        _ => None,
    })
}

/// The lines of a page as text, by the height they stand at.
fn lines(page: &LaidPage) -> Vec<(f32, String)> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    for run in runs(page) {
        match lines.last_mut().filter(|line| line.0 == run.y) {
            Some(line) => line.1.push_str(&run.text),
            None => lines.push((run.y, run.text.clone())),
        }
    }
    lines
}

/// A template whose styles are changed.
fn changed(language: Language, change: impl Fn(&Style) -> Style) -> Template {
    let mut template = template(language);
    for edition in template.editions.values_mut() {
        edition.styles = StyleSheet::new(edition.styles.iter().map(&change).collect());
    }
    template
}

fn cell(text: &str) -> TableCell {
    let paragraph = Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() };
    TableCell { paragraphs: vec![paragraph], columns: 1, ..TableCell::default() }
}

fn pictured() -> Paragraph {
    Paragraph {
        runs: vec![Run { object: Some(Object::Picture(0)), ..Run::generated("") }],
        ..Paragraph::default()
    }
}

fn strip() -> Picture {
    // 18 by 27 centimetres.
    Picture {
        media_type: "image/png".into(),
        width: 18 * 360_000,
        height: 27 * 360_000,
        description: Some("a strip".into()),
        view: crate::text::PictureView::default(),
        bytes: Vec::new(),
    }
}

/// As Word and LibreOffice have it: 12 points under a paragraph and 8 above the next are 12.
#[test]
fn of_the_white_between_paragraphs_the_greater_holds() {
    let distance = |after: i32, before: i32| {
        let template = changed(Language::English, |style| Style { after, before, ..style.clone() });
        let blocks = vec![paragraph("Normal", "One."), paragraph("Normal", "Two.")];
        let pages = set(&galley(Language::English, blocks), &template);
        let lines = lines(&pages.pages[0]);
        lines[0].0 - lines[1].0
    };
    let plain = distance(0, 0);
    for (after, before) in [(240, 160), (160, 240), (240, 0), (0, 240)] {
        let white = distance(after, before) - plain;
        assert!((white - 12.0).abs() < 0.01, "{after} and {before} make {white}");
    }
}

#[test]
fn the_first_row_of_a_table_is_never_alone_at_the_foot() {
    for filled in 20..45 {
        let mut blocks: Vec<GalleyBlock> = (0..filled).map(|_| paragraph("Normal", "Words.")).collect();
        let row = |text: &str| TableRow { cells: vec![cell(text)], ..TableRow::default() };
        let rows = vec![row("Symbol"), row(&"Meaning of it. ".repeat(40))];
        blocks.push(GalleyBlock::Table(Table { rows, ..Table::default() }));
        let pages = pages(&galley(Language::English, blocks));
        let symbol = pages.pages.iter().position(|page| runs(page).any(|run| run.text == "Symbol"));
        let meaning = pages.pages.iter().position(|page| runs(page).any(|run| run.text.contains("Meaning")));
        assert_eq!(symbol, meaning, "after {filled} paragraphs");
    }
}

/// Two tables with nothing between looked as one.
#[test]
fn white_stands_between_two_tables() {
    let table = |texts: &[&str]| {
        let row = |text: &&str| TableRow { cells: vec![cell(text)], ..TableRow::default() };
        GalleyBlock::Table(Table { rows: texts.iter().map(row).collect(), ..Table::default() })
    };
    let baselines = |blocks| {
        let pages = pages(&galley(Language::English, blocks));
        let all = lines(&pages.pages[0]);
        let at = |word: &str| all.iter().find(|(_, text)| text.trim() == word).unwrap().0;
        at("One") - at("Two")
    };
    let within = baselines(vec![table(&["One", "Two"])]);
    let between = baselines(vec![table(&["One"]), table(&["Two"])]);
    assert!((between - within - 6.0).abs() < 0.01, "{between} and {within}");
}

#[test]
fn a_picture_stays_in_its_cell() {
    let cells =
        vec![TableCell { paragraphs: vec![pictured()], columns: 1, ..TableCell::default() }, cell("Words")];
    let rows = vec![TableRow { cells, ..TableRow::default() }];
    let table = Table { rows, columns: vec![1134, 8505], ..Table::default() };
    let mut made = galley(Language::English, vec![GalleyBlock::Table(table)]);
    made.pictures = vec![strip()];
    let pages = pages(&made);
    let picture = pictures(&pages.pages[0]).next().unwrap();
    assert!(picture.width <= 56.7, "{picture:?}");
    assert!((picture.height / picture.width - 1.5).abs() < 0.01, "{picture:?}");
}

/// Arabic has lines of 0.8: a picture in one ran over the head of the page.
#[test]
fn a_picture_is_not_set_closer_than_it_is_high() {
    for line in [LineHeight::Multiple(192), LineHeight::Exactly(240)] {
        let template = changed(Language::Arabic, |style| Style { line, ..style.clone() });
        let picture =
            GalleyParagraph { style: "Normal", paragraph: pictured(), ..GalleyParagraph::default() };
        let mut made = galley(Language::Arabic, vec![GalleyBlock::Paragraph(picture)]);
        made.pictures = vec![strip()];
        let page = &set(&made, &template).pages[0];
        let picture = pictures(page).next().unwrap();
        assert!(picture.y + picture.height <= page.height - 70.8, "{line:?}: {picture:?}");
    }
}

#[test]
fn a_year_stays_with_its_abbreviation() {
    let head = "Полномочная конференция Международного союза электросвязи ";
    for filled in 0..24 {
        let text = format!("{}{} (Пусан, 2014 г.), решает далее", "и ".repeat(filled), head);
        let pages = pages(&galley(Language::Russian, vec![paragraph("Normal", &text)]));
        for (_, line) in lines(&pages.pages[0]) {
            assert!(!line.trim_start().starts_with("г."), "{line}");
        }
    }
}

/// As in Word, where a run that runs from right to left takes the Arabic face for its digits too.
#[test]
fn numbers_take_the_face_of_their_direction() {
    let blocks = vec![paragraph("enumlev1", "1\tأن يشجع"), paragraph("Normal", "الوثيقة \u{200E}93-A")];
    let pages = pages(&galley(Language::Arabic, blocks));
    let face = |text: &str| {
        let run = runs(&pages.pages[0]).find(|run| run.text.contains(text)).unwrap();
        pages.fonts[usize::from(run.font)].family.clone()
    };
    assert_eq!((face("1").as_str(), face("93-A").as_str()), ("Noto Naskh Arabic", "Carlito"));
}

#[test]
fn arabic_has_the_size_that_the_template_gives_it() {
    let template = changed(Language::Arabic, |style| Style { size: 22, complex_size: 30, ..style.clone() });
    let made = galley(Language::Arabic, vec![paragraph("Normal", "قطاع ITU للاتصالات")]);
    let pages = set(&made, &template);
    let size = |text: &str| runs(&pages.pages[0]).find(|run| run.text.contains(text)).unwrap().size;
    // The built-in face stands in for Traditional Arabic at 0.8 of its size.
    assert_eq!((size("ITU"), size("قطاع")), (11.0, 12.0));
}

/// The line of a struck comma ends where the comma's ink may end, not in its white half.
#[test]
fn strokes_end_with_the_line() {
    let text = "，本组织各成员国".repeat(12);
    let deleted = Run { deletion: Some(RevisionIndex::new(0)), ..Run::generated(text) };
    let paragraph = Paragraph { runs: vec![deleted], ..Paragraph::default() };
    let mut made = galley(
        Language::Chinese,
        vec![GalleyBlock::Paragraph(GalleyParagraph {
            style: "Normal",
            paragraph,
            ..GalleyParagraph::default()
        })],
    );
    made.revisions = vec![crate::suite::docx_sample::revision(RevisionKind::Deletion, None, false, None)];
    let right = 56.7 + 481.95;
    for piece in &pages(&made).pages[0].pieces {
        if let PageItem::Rule(rule) = piece {
            assert!(rule.x + rule.width < right + 0.1, "{rule:?}");
        }
    }
}

/// To a reader with a screen reader a box is no table, and a table says what its cells belong to.
#[test]
fn a_box_is_no_table_and_row_heads_are_heads() {
    let kinds = |cells: usize, row_heads: bool| {
        let row = || TableRow { cells: (0..cells).map(|_| cell("Words")).collect(), ..TableRow::default() };
        let table = Table { rows: vec![row(), row()], row_heads, ..Table::default() };
        let pages = pages(&galley(Language::English, vec![GalleyBlock::Table(table)]));
        let of = |kind| pages.structure.iter().filter(|element| element.kind == kind).count();
        [StructureKind::Table, StructureKind::TableRow, StructureKind::RowHead, StructureKind::TableCell]
            .map(of)
    };
    assert_eq!(kinds(1, false), [0, 0, 0, 0]);
    assert_eq!(kinds(2, false), [1, 2, 0, 4]);
    assert_eq!(kinds(2, true), [1, 2, 2, 2]);
}
