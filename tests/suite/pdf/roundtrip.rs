//! What is written comes back through the independent reader, and through poppler.

use crate::verify::pdf::text;

use super::tools::{pdftotext, without_space};
use super::*;

#[test]
fn everything_comes_back_in_logical_order() {
    let found = text(&pdf(contribution())).unwrap();
    insta::assert_snapshot!(found.body);
    assert_eq!(found.notes, ["包括小岛屿国家。"]);
    assert_eq!(found.pages, 2);
}

#[test]
fn arabic_reads_in_logical_order() {
    // Joined letters, lam-alef, vowels, dots as glyphs of their own.
    let lines = ["للاتحاد الدولي للاتصالات", "لا", "قرار الأمم والآن", "بِسْمِ", "إلى الأعضاء"];
    let bytes = pdf(arabic(&lines));
    assert_eq!(text(&bytes).unwrap().body, lines.join("\n") + "\n");
    let Some(seen) = pdftotext(&bytes) else { return };
    let seen: String = seen.chars().filter(|c| !matches!(c, '\u{200E}'..='\u{202E}')).collect();
    assert_eq!(without_space(&seen), without_space(&lines.concat()));
}

#[test]
fn a_glyph_with_two_texts_keeps_both() {
    let mut set = Setting::new("en");
    let paragraph = set.element(0, StructureKind::Paragraph);
    set.run(LATIN, 12.0, LEFT, "a b", PageTag::Element(paragraph));
    let Some(PageItem::Glyphs(run)) = set.pages.pages[0].pieces.last_mut() else { unreachable!() };
    // The same three glyphs again, for other characters: a no-break space between Greek letters.
    let mut other = GlyphRun {
        glyphs: run.glyphs.clone(),
        margins: Vec::new(),
        text: "α\u{A0}β".to_owned(),
        y: 700.0,
        font: run.font,
        size: run.size,
        colour: run.colour,
        right_to_left: false,
        slanted: false,
        boxes: false,
        tag: run.tag,
    };
    for (glyph, share) in other.glyphs.iter_mut().zip([0..2, 2..4, 4..6]) {
        glyph.text = share;
    }
    set.put(PageItem::Glyphs(other));
    let bytes = pdf(set.pages);
    assert_eq!(text(&bytes).unwrap().body, "a bα\u{A0}β\n");
    if let Some(seen) = pdftotext(&bytes) {
        assert_eq!(without_space(&seen), "abαβ");
    }
}

#[test]
fn poppler_reads_what_was_set() {
    let mut set = Setting::new("zh");
    let words = "根据第64号决议（2010年，某地，修订版），电信/ICT设施、服务和应用的获取。";
    for _ in 0..40 {
        let paragraph = set.element(0, StructureKind::Paragraph);
        set.paragraph(SONG, 12.0, words, paragraph);
    }
    assert!(set.pages.pages.len() > 1);
    let bytes = pdf(set.pages);
    assert_eq!(without_space(&text(&bytes).unwrap().body), words.repeat(40));
    let Some(seen) = pdftotext(&bytes) else { return };
    // The one paragraph that runs over the page has a page number in it, an artifact that poppler shows.
    let seen = without_space(&seen);
    assert!(seen.matches(words).count() >= 39, "{seen}");
    assert_eq!(seen.matches('议').count(), 40);
}

/// Every glyph is drawn where it was placed, to a hundredth of a point and half a unit of the font.
#[test]
fn glyphs_stand_where_they_were_placed() {
    let pages = contribution();
    let bytes = pdf(contribution());
    let Some(boxes) = super::tools::character_boxes(&bytes) else { return };
    let mut placed: Vec<(char, f32)> = Vec::new();
    for piece in &pages.pages[0].pieces {
        if let PageItem::Glyphs(run) = piece {
            for glyph in &run.glyphs {
                let c = run.text[glyph.text.start as usize..].chars().next().unwrap();
                placed.push((c, glyph.x));
            }
        }
    }
    for (c, x) in &boxes {
        let near =
            placed.iter().filter(|(p, _)| p == c).map(|(_, at)| (at - x).abs()).fold(f32::MAX, f32::min);
        assert!(near < 0.03, "{c} stands at {x}, {near} from where it was placed");
    }
    assert!(boxes.len() > 30, "only {} characters seen", boxes.len());
}
