//! Styles of the Union that the input names itself: they stay.
//!
//! In: the style that a paragraph of the input has. Out: the template's style of that name, where it says
//! more than the place of the paragraph in the text does. Never: a style that the structure of a
//! submission gives (items, calls, proposals); the text decides there.

use crate::galley::LineRole;
use crate::template::style_id as id;
use crate::text::Paragraph;

/// Styles that stay, with what their paragraphs are. Names as Word has them fold to ids (`Res_ref`,
/// `Resref`).
const KEPT: [(&str, Option<LineRole>); 25] = [
    (id::SECTION_NO, None),
    (id::SECTION_TITLE, None),
    (id::CHAP_NO, None),
    (id::CHAP_TITLE, None),
    (id::RES_REF, Some(LineRole::Text)),
    (id::RES_DATE, Some(LineRole::Text)),
    (id::TABLE_NO, Some(LineRole::Caption)),
    (id::TABLE_TITLE, Some(LineRole::Caption)),
    (id::TABLE_NO_TITLE, Some(LineRole::Caption)),
    (id::TABLE_LEGEND, Some(LineRole::Text)),
    (id::FIGURE, Some(LineRole::Text)),
    (id::FIGURE_NO, Some(LineRole::Caption)),
    (id::FIGURE_TITLE, Some(LineRole::Caption)),
    (id::FIGURE_NO_TITLE, Some(LineRole::Caption)),
    (id::FIGURE_LEGEND, Some(LineRole::Text)),
    (id::REF_TITLE, None),
    (id::REF_TEXT, None),
    (id::ANNEX_NO, None),
    (id::ANNEX_TITLE, None),
    (id::ANNEX_NO_TITLE, None),
    (id::APPENDIX_NO, None),
    (id::APPENDIX_TITLE, None),
    (id::TOC_1, Some(LineRole::Contents(1))),
    (id::TOC_2, Some(LineRole::Contents(2))),
    (id::TOC_3, Some(LineRole::Contents(3))),
];

/// Other names of styles that stay.
const ALSO: [(&str, &str); 6] = [
    ("note", id::NOTE),
    ("tablenoandtitle", id::TABLE_NO_TITLE),
    ("tableno&title", id::TABLE_NO_TITLE),
    ("figurenoandtitle", id::FIGURE_NO_TITLE),
    ("figureno&title", id::FIGURE_NO_TITLE),
    ("annexno&title", id::ANNEX_NO_TITLE),
];

/// Headings that are numbered in a way of their own (`1bis.1`).
const HEADINGS: [&str; 9] = [
    id::HEADING_1,
    id::HEADING_2,
    id::HEADING_3,
    id::HEADING_4,
    id::HEADING_5,
    id::HEADING_6,
    id::HEADING_7,
    id::HEADING_8,
    id::HEADING_9,
];

/// The style that a paragraph of the input keeps, and what it is where its style says so.
pub(super) fn own_style(paragraph: &Paragraph) -> Option<(&'static str, Option<LineRole>)> {
    let name = folded(paragraph.hint.style.as_deref()?);
    let kept = KEPT.iter().find(|(id, _)| folded(id) == name).copied();
    kept.or_else(|| ALSO.iter().find(|(other, _)| *other == name).map(|(_, id)| (*id, Some(LineRole::Text))))
}

/// The heading style that a paragraph keeps although its number is none of the usual: it begins with a
/// digit, and the input calls it a heading.
pub(super) fn own_heading(paragraph: &Paragraph) -> Option<&'static str> {
    let name = folded(paragraph.hint.style.as_deref()?);
    let numbered = paragraph.all_text().trim_start().starts_with(|c: char| c.is_ascii_digit());
    HEADINGS.into_iter().find(|id| numbered && folded(id) == name)
}

/// A style's name as its id has it: no blanks, no underscores, in one case.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::StyleHint;

    fn styled(style: &str) -> Paragraph {
        let hint = StyleHint { style: Some(style.into()), ..StyleHint::default() };
        Paragraph { hint, ..Paragraph::default() }
    }

    #[test]
    fn names_and_ids_of_word_find_the_style() {
        for (name, id) in
            [("Res_ref", "Resref"), ("Section_No", "SectionNo"), ("toc 2", "TOC2"), ("TableNo", "TableNo")]
        {
            assert_eq!(own_style(&styled(name)).map(|(id, _)| id), Some(id), "{name}");
        }
        assert_eq!(own_style(&styled("enumlev1")), None);
        assert_eq!(own_style(&styled("List Bullet")), None);
    }
}
