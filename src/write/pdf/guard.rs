//! Checks on the finished document: what validators miss, and what printpdf could change under us.
//!
//! In: the document before it is written. Out: nothing, or a refusal. Each check is one that the
//! validators at hand pass over when it is broken: widths, `ToUnicode`, the parent tree.

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::FontId;

use super::content::font_id;
use super::fonts::FontUse;
use crate::diagnostics::Refusal;
use crate::language::bcp47;
use crate::pages::{Page, Pages, StructureKind, row_widths, table_rows};

/// Least and greatest side of a page, points (ISO 19005-2, 6.1.13).
const PAGE_SIDE: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;

/// Refuses a page of a size that no archive takes.
pub(super) fn page_size(page: &Page) -> Result<(), Refusal> {
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
    for (number, id) in ids.values().enumerate() {
        let page = document.get_dictionary(*id).map_err(lost)?;
        let content = page.get(b"Contents").and_then(Object::as_reference).map_err(lost)?;
        let content = document.get_object(content).and_then(Object::as_stream).map_err(lost)?;
        check_marks(document, number, &content.content).map_err(lost)??;
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

/// Every mark of a page is in the parent tree once: marks are numbered from nought, so it is enough
/// that the content has as many as the tree's row, and the row no gap.
fn check_marks(document: &Document, page: usize, content: &[u8]) -> lopdf::Result<Result<(), Refusal>> {
    const MARK: &[u8] = b"<</MCID ";
    let marks = content.windows(MARK.len()).filter(|window| *window == MARK).count();
    let tree = document.catalog()?.get(b"StructTreeRoot")?.as_reference()?;
    let parents = document.get_dictionary(tree)?.get(b"ParentTree")?.as_reference()?;
    let rows = document.get_dictionary(parents)?.get(b"Nums")?.as_array()?;
    let row = rows.iter().skip(page * 2 + 1).map(Object::as_reference).next().transpose()?;
    let row = row.map(|row| document.get_object(row).and_then(Object::as_array)).transpose()?;
    let whole = row.is_some_and(|row| row.len() == marks && row.iter().all(|e| e.as_reference().is_ok()));
    Ok(if whole {
        Ok(())
    } else {
        Err(Refusal::internal(format!("the marks of page {} are not all in the tree", page + 1)))
    })
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
