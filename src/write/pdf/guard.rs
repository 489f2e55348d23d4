//! Checks on the finished document: what validators miss, and what printpdf could change under us.
//!
//! In: the document before it is written. Out: nothing, or a refusal. Each check is one that the
//! validators at hand pass over when it is broken: widths and `ToUnicode`. That every mark is in the parent tree once, the
//! read-back of the finished file proves.

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::FontId;

use super::content::font_id;
use super::fonts::FontUse;
use crate::diagnostics::Refusal;
use crate::language::bcp47;
use crate::pages::{LaidPage, Pages, StructureKind, row_widths, table_rows};

/// Least and greatest side of a page, points (ISO 19005-2, 6.1.13).
const PAGE_SIDE: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;

/// Refuses a page of a size that no archive takes.
pub(super) fn page_size(page: &LaidPage) -> Result<(), Refusal> {
    if PAGE_SIDE.contains(&page.width) && PAGE_SIDE.contains(&page.height) {
        return Ok(());
    }
    Err(Refusal::internal(format!("a page of {} by {} points", page.width, page.height)))
}

/// Refuses structure that validators refuse: a language that is no BCP 47 tag (ISO 19005-2, 6.7.4;
/// ISO 14289-1, 7.2), rows of a table of unequal width (ISO 14289-1, 7.5).
pub(super) fn structure(pages: &Pages) -> Result<(), Refusal> {
    for (element, index) in pages.structure.iter().zip(0u32..) {
        if let Some(tag) = element.language.as_deref()
            && bcp47(tag).as_deref() != Some(tag)
        {
            return Err(Refusal::internal(format!("{tag:?} is no tag of a language")));
        }
        if element.kind == StructureKind::Table {
            let rows: Vec<_> = table_rows(&pages.structure, index).into_iter().map(|row| row.1).collect();
            let widths = row_widths(&rows);
            if widths.iter().any(|width| Some(width) != widths.first()) {
                return Err(Refusal::internal(format!("the rows of a table are {widths:?} columns wide")));
            }
        }
    }
    Ok(())
}

/// Checks the document.
pub(super) fn check(document: &Document, fonts: &[FontUse<'_>], pages: &Pages) -> Result<(), Refusal> {
    let lost =
        |error: lopdf::Error| Refusal::internal(format!("the finished PDF is not as expected: {error}"));
    let ids = document.get_pages();
    if ids.len() != pages.pages.len() {
        return Err(Refusal::internal(format!(
            "{} pages laid out, {} written",
            pages.pages.len(),
            ids.len()
        )));
    }
    let mut resources = None;
    for id in ids.values() {
        let page = document.get_dictionary(*id).map_err(lost)?;
        resources = page.get(b"Resources").and_then(Object::as_reference).ok();
    }
    let Some(resources) = resources else { return Ok(()) };
    for (used, index) in fonts.iter().zip(0u16..).filter(|(font, _)| font.is_used()) {
        let entry = font(document, resources, &font_id(index)).map_err(lost)?;
        let entry = document.get_dictionary(entry).map_err(lost)?;
        check_font(document, entry, used).map_err(lost)??;
    }
    Ok(())
}

/// The object of a font that pages share.
pub(super) fn font(document: &Document, resources: ObjectId, id: &FontId) -> lopdf::Result<ObjectId> {
    let named = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    document.get_dictionary(named)?.get(id.0.as_bytes())?.as_reference()
}

/// Widths are those the content reckoned with, every glyph has a text, the font is inside.
fn check_font(
    document: &Document,
    font: &Dictionary,
    used: &FontUse<'_>,
) -> lopdf::Result<Result<(), Refusal>> {
    let to_unicode = document.get_object(font.get(b"ToUnicode")?.as_reference()?)?.as_stream()?;
    let texts = to_unicode.content.windows(3).filter(|window| *window == b"> <").count();
    let descendant = font.get(b"DescendantFonts")?.as_array()?.first();
    let Some(descendant) = descendant.and_then(|d| d.as_dict().ok()) else {
        return Ok(Err(Refusal::internal("a composite font without its descendant")));
    };
    let mut widths = Vec::new();
    for part in descendant.get(b"W")?.as_array()? {
        if let Object::Array(run) = part {
            widths.extend(run.iter().map(|width| width.as_i64().unwrap_or(-1)));
        }
    }
    let descriptor = document.get_dictionary(descendant.get(b"FontDescriptor")?.as_reference()?)?;
    let inside = descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3");
    // One range more is the code space.
    let right = inside && texts == widths.len() + 1 && widths.into_iter().eq(used.widths().map(i64::from));
    Ok(if right {
        Ok(())
    } else {
        Err(Refusal::internal("a font's widths or texts are not those of its glyphs"))
    })
}
