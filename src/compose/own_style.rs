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
const KEPT: &[(&str, Option<LineRole>)] = &[
    (id::SECTION_NO, None),
    (id::SECTION_TITLE, None),
    (id::CHAP_NO, None),
    (id::CHAP_TITLE, None),
    (id::SECTION_1, None),
    (id::SECTION_2, None),
    (id::REC_NO, None),
    (id::REC_TITLE, None),
    (id::QUESTION_NO, None),
    (id::QUESTION_TITLE, None),
    (id::REP_NO, None),
    (id::REP_TITLE, None),
    (id::ART_HEADING, None),
    (id::PART_REF, Some(LineRole::Text)),
    (id::RES_REF, Some(LineRole::Text)),
    (id::RES_DATE, Some(LineRole::Text)),
    (id::REC_REF, Some(LineRole::Text)),
    (id::REC_DATE, Some(LineRole::Text)),
    (id::QUESTION_REF, Some(LineRole::Text)),
    (id::QUESTION_DATE, Some(LineRole::Text)),
    (id::REP_REF, Some(LineRole::Text)),
    (id::REP_DATE, Some(LineRole::Text)),
    (id::EQUATION, Some(LineRole::Text)),
    (id::EQUATION_LEGEND, Some(LineRole::Text)),
    (id::TABLE_REF, Some(LineRole::Text)),
    (id::FIGURE_WITHOUT_TITLE, Some(LineRole::Text)),
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
    (id::APPENDIX_NO_TITLE, None),
    (id::ANNEX_REF, Some(LineRole::Text)),
    (id::APPENDIX_REF, Some(LineRole::Text)),
    (id::TOC_0, Some(LineRole::Text)),
    (id::TABLE_OF_FIGURES, Some(LineRole::Contents(1))),
    (id::TOC_1, Some(LineRole::Contents(1))),
    (id::TOC_2, Some(LineRole::Contents(2))),
    (id::TOC_3, Some(LineRole::Contents(3))),
];

/// Styles of the structure that stay on a paragraph of which the structure says nothing: running text.
const STRUCTURAL: &[&str] = &[
    id::ENUM_1,
    id::ENUM_2,
    id::ENUM_3,
    id::CALL,
    id::PROPOSAL,
    id::REASONS,
    id::RES_NO,
    id::RES_TITLE,
    id::ART_NO,
    id::ART_TITLE,
    id::PART_NO,
    id::PART_TITLE,
    id::HEADING_B,
    id::HEADING_I,
    id::SOURCE,
    id::TITLE_1,
    id::TITLE_2,
    id::TITLE_3,
    id::AGENDA_ITEM,
    id::NORMAL_AFTER_TITLE,
    id::TABLE_HEAD,
    id::TABLE_TEXT,
];

/// Other names of styles that stay.
const ALSO: [(&str, &str); 8] = [
    ("note", id::NOTE),
    ("tablenoandtitle", id::TABLE_NO_TITLE),
    ("tableno&title", id::TABLE_NO_TITLE),
    ("figurenoandtitle", id::FIGURE_NO_TITLE),
    ("figureno&title", id::FIGURE_NO_TITLE),
    ("annexno&title", id::ANNEX_NO_TITLE),
    ("appendixno&title", id::APPENDIX_NO_TITLE),
    ("appendixnoandtitle", id::APPENDIX_NO_TITLE),
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
    let kept = |name: &str| KEPT.iter().find(|(id, _)| folded(id) == name).copied();
    // Those of the Radiocommunication Bureau end so (`Rec_No_BR`).
    let kept = kept(&name).or_else(|| kept(name.strip_suffix("br")?));
    kept.or_else(|| ALSO.iter().find(|(other, _)| *other == name).map(|(_, id)| (*id, Some(LineRole::Text))))
}

/// The style of the structure that a paragraph of running text keeps.
pub(super) fn own_structural(paragraph: &Paragraph) -> Option<&'static str> {
    let name = folded(paragraph.hint.style.as_deref()?);
    STRUCTURAL.iter().copied().find(|id| folded(id) == name)
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
        assert_eq!(own_style(&styled("Rec_No_BR")).map(|(id, _)| id), Some("RecNo"));
        assert_eq!(own_style(&styled("enumlev1")), None);
        assert_eq!(own_structural(&styled("enumlev1")), Some("enumlev1"));
        assert_eq!(own_structural(&styled("heading 1")), None);
        assert_eq!(own_style(&styled("List Bullet")), None);
    }
}
