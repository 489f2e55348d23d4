//! Faults that are refused: in the pages, and in finished files that validators would pass.

use crate::diagnostics::{Refusal, RefusalKind};
use crate::verify::pdf::text;
use lopdf::{Document, Object};

use super::*;

fn refused(change: impl FnOnce(&mut Pages)) -> Refusal {
    let mut pages = contribution();
    change(&mut pages);
    write(&mut pages, &[], Images::default(), &PdfOptions::default()).unwrap_err()
}

fn first_run(pages: &mut Pages) -> &mut GlyphRun {
    pages.pages[0]
        .pieces
        .iter_mut()
        .find_map(|piece| match piece {
            PageItem::Glyphs(run) if run.tag != PageTag::Artifact => Some(run),
            _ => None,
        })
        .unwrap()
}

#[test]
fn a_missing_glyph_names_its_character() {
    let refusal = refused(|pages| first_run(pages).glyphs[0].id = 0);
    assert_eq!(refusal.kind, RefusalKind::Glyph);
    assert!(refusal.found.contains("U+7B2C 第"), "{}", refusal.found);
    assert_eq!(refused(|pages| first_run(pages).glyphs[0].id = 65_000).kind, RefusalKind::Glyph);
}

#[test]
fn text_without_a_meaning_is_refused() {
    for bad in ["\u{F0B7}", "\u{FEFF}", "\u{0}\u{0}\u{0}", "\u{FFFF}"] {
        let refusal = refused(|pages| {
            let run = first_run(pages);
            run.text.replace_range(0..3, bad);
        });
        assert_eq!(refusal.kind, RefusalKind::Glyph, "{bad:?}");
    }
}

#[test]
fn glyphs_that_do_not_stand_for_the_text_are_refused() {
    let refusal = refused(|pages| {
        first_run(pages).glyphs.remove(2);
    });
    assert_eq!(refusal.kind, RefusalKind::Internal);
    assert!(refusal.found.contains("do not stand for its text"), "{}", refusal.found);
    assert_eq!(refused(|pages| first_run(pages).glyphs.swap(0, 1)).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| first_run(pages).glyphs[0].text = 0..900).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| first_run(pages).glyphs[0].text = 1..3).kind, RefusalKind::Internal);
}

#[test]
fn a_structure_that_does_not_hold_together_is_refused() {
    assert_eq!(refused(|pages| first_run(pages).tag = PageTag::Element(9_999)).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| pages.structure[2].parent = Some(5)).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| pages.structure[2].parent = None).kind, RefusalKind::Internal);
}

#[test]
fn measures_off_the_page_are_refused() {
    assert_eq!(refused(|pages| first_run(pages).glyphs[0].x = f32::NAN).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| first_run(pages).y = 1e9).kind, RefusalKind::Internal);
    assert_eq!(refused(|pages| pages.pages[0].width = 0.0).kind, RefusalKind::Internal);
}

/// A finished file with one fault, in lopdf's own clothes for streams.
fn broken(change: impl Fn(&mut Object)) -> Result<crate::verify::pdf::PdfText, Refusal> {
    let mut document = Document::load_mem(&pdf(contribution())).unwrap();
    document.objects.values_mut().for_each(change);
    let mut bytes = Vec::new();
    let options =
        lopdf::SaveOptions { use_object_streams: true, use_xref_streams: true, ..Default::default() };
    document.save_with_options(&mut bytes, options).unwrap();
    text(&bytes)
}

#[test]
fn the_reader_sees_the_faults_that_validators_miss() {
    assert!(broken(|_| {}).is_ok(), "the reader must read the file before it is broken");
    let no_unicode = broken(|object| {
        if let Ok(font) = object.as_dict_mut() {
            font.remove(b"ToUnicode");
        }
    });
    assert!(no_unicode.unwrap_err().found.contains("ToUnicode"));
    let no_parents = broken(|object| {
        if let Ok(tree) = object.as_dict_mut()
            && tree.has(b"Nums")
        {
            tree.set("Nums", Vec::<Object>::new());
        }
    });
    assert!(no_parents.unwrap_err().found.contains("not in the tree once"));
    let lost_kid = broken(|object| {
        if let Ok(element) = object.as_dict_mut()
            && element.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"LBody")
        {
            element.remove(b"K");
        }
    });
    assert!(lost_kid.unwrap_err().found.contains("text that the tree does not"));
}

#[test]
fn the_reader_survives_any_cut_and_any_flip() {
    let bytes = pdf(arabic(&["لا"]));
    let step = bytes.len() / 300;
    for at in (0..bytes.len()).step_by(step) {
        if at + 20 < bytes.len() {
            assert!(text(&bytes[..at]).is_err());
        }
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x55;
        // Whatever it says, it comes back.
        let _ = text(&flipped);
    }
}
