//! From a galley to finished bytes and back: every character of every word, in order.

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::language::Language;
use crate::layout::{FontLibrary, lay_out};
use crate::text::{
    Format, Note, NoteKind, Object, Paragraph, Revision, RevisionIndex, RevisionKind, RevisionOrigin, Run,
    Table, TableCell, TableRow, VerticalMerge,
};
use crate::verify::ledger::{Boundaries, compare, expected};
use crate::verify::pdf::text;
use crate::write::pdf::{Images, PdfOptions, write};
use proptest::prelude::*;

use crate::suite::layout_sample::{galley, template};

const LANGUAGES: [Language; 6] = [
    Language::Arabic,
    Language::Chinese,
    Language::English,
    Language::French,
    Language::Russian,
    Language::Spanish,
];

/// Words of six languages with white, breaks, symbols and marks where they do harm.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        3 => "[一二十国际电信联盟决议，。（）《》“”、]{1,20}",
        2 => "[абвгдежзийклмн]{1,12}",
        2 => "[ابتثجحخدذرزسشصلمنهوي]{1,8}",
        1 => "[0-9]{1,4}",
        1 => Just("لا".to_owned()),
        1 => "[☐➢•→𝑥«»…—–№º’]",
        1 => "[\\t\\n\u{00A0}\u{200F}\u{202F}\u{00AD}]",
        1 => "[a-z]{60,200}",
    ];
    prop::collection::vec((piece, prop_oneof![3 => Just(" "), 1 => Just("")]), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, white)| piece + white).collect())
}

fn run() -> impl Strategy<Value = Run> {
    let format = prop_oneof![
        4 => Just(Format::PLAIN),
        1 => Just(Format::BOLD),
        1 => Just(Format::ITALIC),
        1 => Just(Format::SUPERSCRIPT),
        1 => Just(Format::UNDERLINE.with(Format::STRIKE)),
    ];
    let link =
        prop_oneof![5 => Just(None), 1 => Just(Some("https://example.org")), 1 => Just(Some("file:x"))];
    (words(), format, 0u8..8, link).prop_map(|(text, format, marks, link)| Run {
        format,
        insertion: (marks == 1 || marks == 3).then_some(RevisionIndex::new(0)),
        deletion: (marks == 2 || marks == 3).then_some(RevisionIndex::new(1)),
        object: (marks == 4).then_some(Object::Note(0)),
        link: link.map(Into::into),
        ..Run::generated(text)
    })
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    prop::collection::vec(run(), 0..6).prop_map(|runs| Paragraph { runs, ..Paragraph::default() })
}

fn table() -> impl Strategy<Value = Table> {
    let merge = prop_oneof![3 => Just(VerticalMerge::None), 1 => Just(VerticalMerge::Start), 1 => Just(VerticalMerge::Continue)];
    let cell = (prop::collection::vec(paragraph(), 0..3), 1u16..3, merge).prop_map(
        |(paragraphs, columns, merge)| TableCell { paragraphs, columns, merge, ..TableCell::default() },
    );
    let row = (prop::collection::vec(cell, 0..4), prop::bool::weighted(0.2))
        .prop_map(|(cells, heading)| TableRow { cells, heading, ..TableRow::default() });
    (prop::collection::vec(row, 0..8), prop::collection::vec(0u32..9000, 0..5), any::<bool>())
        .prop_map(|(rows, columns, right_to_left)| Table { rows, columns, right_to_left, ..Table::default() })
}

fn block() -> impl Strategy<Value = GalleyBlock> {
    let look = prop_oneof![
        3 => Just(("Normal", LineRole::Text)),
        1 => Just(("Call", LineRole::Heading(2))),
        1 => Just(("enumlev1", LineRole::Item(1))),
        1 => Just(("enumlev2", LineRole::Item(2))),
        1 => Just(("Normal", LineRole::Proposal)),
    ];
    let paragraph =
        (look, paragraph(), prop::bool::weighted(0.1)).prop_map(|((style, role), paragraph, page)| {
            GalleyBlock::Paragraph(GalleyParagraph {
                style,
                role,
                paragraph,
                page_break_before: page,
                ..Default::default()
            })
        });
    prop_oneof![5 => paragraph, 1 => table().prop_map(GalleyBlock::Table)]
}

fn revision(kind: RevisionKind) -> Revision {
    Revision { kind, author: Some("A".into()), date: None, origin: RevisionOrigin::Word, moved: None }
}

fn document() -> impl Strategy<Value = Galley> {
    let note = prop::collection::vec(paragraph(), 0..3);
    (prop::sample::select(LANGUAGES.as_slice()), prop::collection::vec(block(), 0..14), note).prop_map(
        |(language, blocks, mut paragraphs)| {
            // A note does not call itself.
            paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.runs).for_each(|run| run.object = None);
            Galley {
                title: "Sample".into(),
                notes: vec![Note { kind: NoteKind::Footnote, paragraphs, own_mark: None }],
                revisions: vec![revision(RevisionKind::Insertion), revision(RevisionKind::Deletion)],
                running_header: vec!["- {page} -".into()],
                ..galley(language, blocks)
            }
        },
    )
}

// Text below the edge of a page would read back and yet not be seen.
proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost_between_the_galley_and_the_finished_file(galley in document()) {
        let language = galley.language.unwrap();
        let mut pages = lay_out(&galley, &template(language), &FontLibrary::builtin()).unwrap();
        let bytes = write(&mut pages, &galley.pictures, Images::of(&galley.pictures), &PdfOptions::default()).unwrap();
        let found = text(&bytes).unwrap();
        let (body, notes) = expected(&galley, false);
        prop_assert!(compare("PDF", &body, &found.body, Boundaries::All).is_ok(), "{:?}", compare("PDF", &body, &found.body, Boundaries::All));
        let notes_found = compare("notes", &notes.concat(), &found.notes.concat(), Boundaries::All);
        prop_assert!(notes_found.is_ok(), "{notes_found:?}");
        for page in &pages.pages {
            prop_assert!(page.pieces.iter().all(|piece| !matches!(piece, crate::pages::PageItem::Glyphs(run) if run.y < 0.0)));
        }
    }
}

/// Characters that the kit has no glyph for: Korean, Thai, Linear B, Syriac with a
/// vowel, a private one.
const LACKING: &str = "[한국어ไทย𐀀ܫܠܘ\u{0730}\u{0E49}\u{F039}]{1,6}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn characters_shown_as_boxes_read_as_themselves(
        pieces in prop::collection::vec((words(), prop::option::of(LACKING)), 1..8),
        language in prop::sample::select(LANGUAGES.as_slice()),
    ) {
        let lacking = pieces.iter().any(|(_, lacking)| lacking.is_some());
        let words: String = pieces.into_iter().map(|(words, lacking)| words + &lacking.unwrap_or_default()).collect();
        let paragraph = Paragraph { runs: vec![Run::generated(words)], ..Paragraph::default() };
        let mut galley = galley(language, vec![GalleyBlock::Paragraph(GalleyParagraph {
            style: "Normal",
            paragraph,
            ..Default::default()
        })]);
        // Words may be blank, and a document without a word needs a title.
        galley.title = "Sample".to_owned();
        prop_assert_eq!(lay_out(&galley, &template(language), &FontLibrary::builtin()).is_err(), lacking);
        let mut pages = lay_out(&galley, &template(language), &FontLibrary::builtin().with_boxes()).unwrap();
        let told = pages.findings.iter().any(|finding| finding.rule.code == "LAY004");
        prop_assert_eq!(told, lacking);
        let bytes = write(&mut pages, &galley.pictures, Images::of(&galley.pictures), &PdfOptions::default()).unwrap();
        let same = compare("PDF", &expected(&galley, false).0, &text(&bytes).unwrap().body, Boundaries::All);
        prop_assert!(same.is_ok(), "{same:?}");
    }
}
