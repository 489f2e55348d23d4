//! Faults planted in finished files: reading them back notices each.

use crate::galley::{Galley, GalleyBlock, LineRole};
use crate::language::Language;
use crate::layout::{FontLibrary, lay_out};
use crate::template::Templates;
use crate::text::{Paragraph, Run, Table, TableCell, TableRow};
use crate::verify::ledger::{Boundaries, compare, expected};
use crate::write::docx::TemplatePackage;
use crate::write::pdf::{Images, PdfOptions, write};

use super::layout_sample::{galley, words};

const GOOD: [&str; 7] = [
    "a)\tthe first item,",
    "MOD\tABC/70/1",
    "words that stand apart",
    "above\nbelow",
    "left cell",
    "right cell",
    "the end",
];

fn document(texts: &[&str]) -> Galley {
    let paragraph = |text: &str| Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() };
    let cell =
        |text: &str| TableCell { paragraphs: vec![paragraph(text)], columns: 1, ..TableCell::default() };
    let row = TableRow { cells: vec![cell(texts[4]), cell(texts[5])], ..TableRow::default() };
    let table = Table { rows: vec![row], columns: vec![4000, 4000], ..Table::default() };
    let of = |style, role, text: &str| GalleyBlock::Paragraph(words(style, role, text));
    galley(
        Language::English,
        vec![
            of("enumlev1", LineRole::Item(1), texts[0]),
            of("Proposal", LineRole::Proposal, texts[1]),
            of("Normal", LineRole::Text, texts[2]),
            of("Normal", LineRole::Text, texts[3]),
            GalleyBlock::Table(table),
            of("Normal", LineRole::Text, texts[6]),
        ],
    )
}

/// Whether the finished files of one document, the DOCX and the PDF, are read back as another.
fn read_as(made: &Galley, composed: &Galley) -> [bool; 2] {
    let templates = Templates::builtin();
    let template = templates.get("base").unwrap();
    let package = TemplatePackage::new(template, Language::English).unwrap();
    let docx = crate::verify::docx::text(&package.write(made).unwrap()).unwrap();
    let mut pages = lay_out(made, template, &FontLibrary::builtin()).unwrap();
    let bytes = write(&mut pages, &[], Images::of(&[]), &PdfOptions::default()).unwrap();
    let pdf = crate::verify::pdf::text(&bytes).unwrap();
    let wanted = |references| expected(composed, references).0;
    [
        compare("DOCX", &wanted(true), &docx.body, Boundaries::Same).is_ok(),
        compare("PDF", &wanted(false), &pdf.body, Boundaries::All).is_ok(),
    ]
}

#[test]
fn planted_faults_are_noticed() {
    let composed = document(&GOOD);
    assert_eq!(read_as(&composed, &composed), [true, true]);
    // What stands instead of which text; whether the PDF, on whose lines words may part anywhere, shows it too.
    for (at, text, in_pdf) in [
        (0, "b)\tthe first item,", true),
        (0, "the first item,", true),
        (0, "a)the first item,", true),
        (0, "a) the first item,", false),
        (1, "MODABC/70/1", true),
        (1, "MOD\nABC/70/1", false),
        (2, "words that standapart", true),
        (2, "words that st and apart", false),
        (3, "abovebelow", true),
        (3, "above below", false),
        (3, "above\tbelow", false),
        (4, "left", true),
        (5, "cell right", true),
        (6, "The ends", true),
    ] {
        let mut texts = GOOD;
        texts[at] = text;
        assert_eq!(read_as(&document(&texts), &composed), [false, !in_pdf], "{text:?}");
    }
    let mut swapped = GOOD;
    swapped.swap(4, 5);
    assert_eq!(read_as(&document(&swapped), &composed), [false, false]);
}
