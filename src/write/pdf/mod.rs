//! The PDF writer: pages of placed glyphs to an archival, tagged PDF.
//!
//! In: [`Pages`], the pictures they place, [`PdfOptions`]. Out: the bytes of a PDF 1.7 that follows
//! PDF/A-2 or -3 and PDF/UA-1 as the options ask. printpdf makes document, pages, pictures and fonts;
//! its lopdf document then gets what printpdf has not: content, tags, metadata, outline, attachments.
//! Never: a decision about looks, a date or a random number of its own, an invalid file — what
//! cannot be written as the standard demands is refused.

use std::mem::take;

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use printpdf::{
    ExternalStream, ExternalXObject, PdfDocument, PdfPage, PdfSaveOptions, Pt, XObject, XObjectId,
};

use crate::budget;
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::pages::{PageItem, Pages};
use crate::sharing::{Alone, Helpers, beside};
use crate::text::Picture;
use crate::write::deflate::Deflater;

mod attachment;
mod cluster;
mod composite;
mod content;
mod drawing;
mod file;
mod fonts;
mod guard;
mod icc;
mod link;
mod metadata;
mod operators;
mod outline;
mod picture;
mod structure;
mod subset;
mod unicode;

use fonts::FontUse;
pub(crate) use picture::{Images, NOT_DRAWN, RULES};
use structure::StructureTree;
use subset::Subset;

/// The standard a file is to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PdfStandard {
    /// PDF/A-2u: archival, text with Unicode (ISO 19005-2, 6.2.11.7).
    A2u,
    /// PDF/A-2a and PDF/UA-1: archival and accessible.
    #[default]
    A2a,
    /// PDF/A-3a and PDF/UA-1: with other files inside.
    A3a,
    /// PDF/UA-1 alone (ISO 14289-1).
    Ua1,
}

/// How an attachment stands to the document (ISO 19005-3, annex E).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FileRelationship {
    /// What the document was made from.
    Source,
    /// The data behind what is shown.
    Data,
    /// The same words in another form.
    Alternative,
}

/// A file inside the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// File name.
    pub name: String,
    /// Media type, for example `text/plain`.
    pub media_type: String,
    /// How it stands to the document.
    pub relationship: FileRelationship,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How a PDF is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PdfOptions {
    /// The standard to follow.
    pub standard: PdfStandard,
    /// Files to embed; [`PdfStandard::A3a`] only.
    pub attachments: Vec<Attachment>,
    /// Title, where the pages' own is not wanted.
    pub title: Option<String>,
    /// Author, where the pages' own is not wanted.
    pub author: Option<String>,
    /// Language, where the pages' own is not wanted.
    pub language: Option<Language>,
    /// Its places can be led to from other files, by their names.
    pub named_places: bool,
    /// Date of the document, ISO 8601 (`2014-09-15` or `2014-09-15T12:00:00Z`). None is made up.
    pub date: Option<String>,
}

/// Writes a PDF. The same input gives the same bytes, on any thread. Of the pages all stays but what is placed on them.
///
/// # Errors
/// [`crate::diagnostics::RefusalKind::Glyph`] where a font lacks a character or forbids embedding;
/// `Internal` where the pages contradict themselves or the finished file fails a check.
pub(crate) fn write(
    pages: &mut Pages,
    pictures: &[Picture],
    images: Images,
    options: &PdfOptions,
) -> Result<Vec<u8>, Refusal> {
    write_with(pages, pictures, images, options, &Alone)
}

/// As [`write()`], what can be done side by side by helpers: the bytes are the same.
///
/// # Errors
/// As there.
pub(crate) fn write_with(
    pages: &mut Pages,
    pictures: &[Picture],
    images: Images,
    options: &PdfOptions,
    helpers: &dyn Helpers,
) -> Result<Vec<u8>, Refusal> {
    guard::structure(pages)?;
    let facts = metadata::DocumentInfo::of(pages, options)?;
    // Placed glyphs are a third of what a long document takes: a page's go once it is written.
    let placed: Vec<Vec<PageItem>> = pages.pages.iter_mut().map(|page| take(&mut page.pieces)).collect();
    let pages = &*pages;
    let mut fonts = pages.fonts.iter().map(FontUse::new).collect::<Result<Vec<_>, _>>()?;
    let mut structure = StructureTree::new(pages)?;
    let (objects, forms) = objects(pages, images, &mut fonts)?;

    let mut document = PdfDocument::new("");
    for page in &pages.pages {
        guard::page_size(page)?;
        document.pages.push(PdfPage::new(Pt(page.width).into(), Pt(page.height).into(), Vec::new()));
    }
    let mut contents = Vec::with_capacity(pages.pages.len());
    let mut placed = placed.into_iter().enumerate();
    let mut waiting: Vec<Vec<u8>> = Vec::new();
    loop {
        budget::ask("the PDF was written")?;
        // The codes of glyphs are handed out in the order of the pages, so that one page is written after the other;
        // those before are deflated meanwhile.
        let write = || {
            let next = placed.by_ref().take(helpers.at_once());
            let content = |(number, pieces): (usize, Vec<PageItem>)| {
                content::ContentWriter::of(&pieces, number, &mut fonts, &mut structure, pictures)
            };
            next.map(content).collect::<Result<Vec<_>, Refusal>>()
        };
        let deflate = |content: &Vec<u8>| Deflater::new().deflate(content);
        let (next, deflated) = beside(helpers, write, &waiting, deflate);
        let next = next.unwrap_or_else(|| Err(Refusal::internal("pages of which no content was written")));
        for one in deflated {
            contents.push(one?);
        }
        waiting = next?;
        if waiting.is_empty() {
            break;
        }
    }
    let mut specimen = Vec::new();
    let mut programs = Vec::new();
    for (font, index) in fonts.iter().zip(0u16..).filter(|(font, _)| font.is_used()) {
        let id = content::font_id(index);
        let program = font.cut()?;
        document.resources.fonts.map.insert(id.clone(), font.embed(&program));
        specimen.extend(font.specimen(&program, id.clone()));
        programs.push((id, font, program));
    }
    document.pages.push(PdfPage::new(Pt(1.0).into(), Pt(1.0).into(), specimen));
    for (id, stream) in objects {
        let object = ExternalXObject { stream, width: None, height: None, dpi: None };
        document.resources.xobjects.map.insert(id, XObject::External(object));
    }

    // `secure: false` lets the compact text operators through; all of them are ours.
    let save =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings = Vec::new();
    let mut pdf = document.to_lopdf_document(&save, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(Refusal::internal(format!("printpdf warns: {warning:?}")));
    }
    let tree = finish(&mut pdf, pages, &facts, options, structure, contents, helpers)?;
    for (id, font, program) in &programs {
        complete_font(&mut pdf, id, font, program)?;
    }
    give_resources(&mut pdf, &forms)?;
    guard::check(&pdf, &fonts, pages)?;
    file::write(&mut pdf, &tree, helpers)
}

/// Image and form objects by name.
type DocumentObjects = Vec<(XObjectId, ExternalStream)>;

/// A form object by name, and the names of the image objects inside it.
type FormUse = (XObjectId, Vec<XObjectId>);

/// The image and form objects of the pictures, and which of them are forms.
fn objects(
    pages: &Pages,
    images: Images,
    fonts: &mut [FontUse<'_>],
) -> Result<(DocumentObjects, Vec<FormUse>), Refusal> {
    let (mut objects, mut forms) = (Vec::new(), Vec::new());
    for (image, index) in images.into_objects().zip(0u32..) {
        let id = content::picture_id(index);
        if let Some(stream) = image {
            objects.push((id, stream));
        } else if let Some(Some(drawing)) = pages.drawings.get(index as usize) {
            let form = drawing::form(drawing, index, fonts)?;
            forms.push((id.clone(), form.images.iter().map(|(id, _)| id.clone()).collect()));
            objects.push((id, form.stream));
            objects.extend(form.images);
        } else {
            return Err(Refusal::internal(format!("picture {index} has neither pixels nor a drawing")));
        }
    }
    Ok((objects, forms))
}

/// Gives form objects resources of their own: the fonts of the document, the images inside them (ISO
/// 19005-2, 6.2.2).
fn give_resources(pdf: &mut lopdf::Document, forms: &[FormUse]) -> Result<(), Refusal> {
    let lost =
        |error: lopdf::Error| Refusal::internal(format!("printpdf's objects are not as expected: {error}"));
    if forms.is_empty() {
        return Ok(());
    }
    let Some(page) = pdf.get_pages().values().next().copied() else { return Ok(()) };
    let shared = pdf.get_dictionary(page).and_then(|page| page.get(b"Resources"));
    let shared = shared.and_then(Object::as_reference).and_then(|id| pdf.get_dictionary(id)).map_err(lost)?;
    let fonts = shared.get(b"Font").ok().cloned();
    let named = shared.get(b"XObject").and_then(|named| pdf.dereference(named)).map_err(lost)?.1;
    let named = named.as_dict().map_err(lost)?.clone();
    for (form, images) in forms {
        let mut resources = Dictionary::new();
        if let Some(fonts) = &fonts {
            resources.set("Font", fonts.clone());
        }
        let mut own = Dictionary::new();
        for image in images {
            own.set(image.0.as_bytes(), named.get(image.0.as_bytes()).map_err(lost)?.clone());
        }
        if !own.is_empty() {
            resources.set("XObject", own);
        }
        let form = named.get(form.0.as_bytes()).and_then(Object::as_reference).map_err(lost)?;
        let form = pdf.get_object_mut(form).and_then(Object::as_stream_mut).map_err(lost)?;
        form.dict.set("Resources", resources);
    }
    Ok(())
}

/// Gives a font what printpdf was not told: the program, the width and the text of each code, and the map from codes
/// to glyphs where the one is not the other.
fn complete_font(
    pdf: &mut lopdf::Document,
    id: &printpdf::FontId,
    font: &FontUse<'_>,
    program: &Subset,
) -> Result<(), Refusal> {
    let lost =
        |error: lopdf::Error| Refusal::internal(format!("printpdf's fonts are not as expected: {error}"));
    let Some(page) = pdf.get_pages().values().next().copied() else { return Ok(()) };
    let shared = pdf.get_dictionary(page).and_then(|page| page.get(b"Resources"));
    let shared = shared.and_then(Object::as_reference).map_err(lost)?;
    let object = guard::font(pdf, shared, id).map_err(lost)?;
    let map = font.map(program).map(|map| pdf.add_object(stream(Dictionary::new(), map)));
    let told = font.is_told_whole(program);
    let dictionary = pdf.get_object_mut(object).and_then(Object::as_dict_mut).map_err(lost)?;
    let texts = dictionary.get(b"ToUnicode").and_then(Object::as_reference).map_err(lost)?;
    let descendants = dictionary.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).map_err(lost)?;
    let descendant = descendants.first_mut().map(Object::as_dict_mut);
    let Some(Ok(descendant)) = descendant else {
        return Err(Refusal::internal("a composite font without its descendant"));
    };
    if let Some(map) = map {
        descendant.set("CIDToGIDMap", map);
    }
    if !told {
        let widths: Vec<Object> = font.widths().map(|width| i64::from(width).into()).collect();
        descendant.set("W", vec![1.into(), widths.into()]);
    }
    let descriptor = descendant.get(b"FontDescriptor").and_then(Object::as_reference).map_err(lost)?;
    let descriptor = pdf.get_dictionary(descriptor).map_err(lost)?;
    let file = descriptor.get(b"FontFile2").or_else(|_| descriptor.get(b"FontFile3"));
    let file = file.and_then(Object::as_reference).map_err(lost)?;
    let file = pdf.get_object_mut(file).and_then(Object::as_stream_mut).map_err(lost)?;
    if !told || file.content == program.plain {
        if !told {
            file.dict.set("Length1", program.plain.len() as i64);
        }
        file.content.clone_from(&program.deflated);
        file.dict.set("Filter", "FlateDecode");
    }
    if !told {
        let texts = pdf.get_object_mut(texts).and_then(Object::as_stream_mut).map_err(lost)?;
        texts.content = unicode::map(&id.0, font.texts());
    }
    Ok(())
}

/// Gives printpdf's document what printpdf has not, and takes away what it made up.
fn finish(
    pdf: &mut lopdf::Document,
    pages: &Pages,
    facts: &metadata::DocumentInfo,
    options: &PdfOptions,
    structure: StructureTree<'_>,
    contents: Vec<Vec<u8>>,
    helpers: &dyn Helpers,
) -> Result<file::WrittenObjects, Refusal> {
    let ids = page_objects(pdf)?;
    fill(pdf, &ids, contents)?;
    pdf.version = "1.7".to_owned();
    let (tree, elements) = structure.write(pdf, &ids, helpers);
    let outline = outline::write(pdf, &pages.outline, &ids);
    let intent = metadata::output_intent(pdf);
    let packet = pdf.add_object(facts.packet());
    let files = attachment::write(pdf, options)?;
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => root_of_pages(pdf)?,
        "Lang" => Object::string_literal(facts.language),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => tree,
        "PageLabels" => dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "D" }.into()] },
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "OutputIntents" => vec![intent],
        "Metadata" => packet,
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let mut names = Dictionary::new();
    if let Some(files) = files {
        names.set("EmbeddedFiles", dictionary! { "Names" => files.names });
        catalog.set("AF", files.list);
    }
    if options.named_places && !pages.targets.is_empty() {
        names.set("Dests", dictionary! { "Names" => link::named_places(&pages.targets, &ids) });
    }
    if !names.is_empty() {
        catalog.set("Names", names);
    }
    let info = pdf.add_object(facts.info());
    let root = pdf.add_object(catalog);
    for old in ["Root", "Info"] {
        if let Ok(Object::Reference(id)) = pdf.trailer.get(old.as_bytes()).cloned() {
            pdf.objects.remove(&id);
        }
    }
    pdf.trailer = dictionary! { "Root" => root, "Info" => info };
    Ok(elements)
}

/// Gives the pages their content, deflated.
fn fill(pdf: &mut lopdf::Document, ids: &[ObjectId], contents: Vec<Vec<u8>>) -> Result<(), Refusal> {
    let lost =
        |error: lopdf::Error| Refusal::internal(format!("printpdf's pages are not as expected: {error}"));
    for (id, content) in ids.iter().zip(contents) {
        let page = pdf.get_dictionary(*id).map_err(lost)?;
        let stream = page.get(b"Contents").and_then(Object::as_reference).map_err(lost)?;
        let stream = pdf.get_object_mut(stream).and_then(Object::as_stream_mut).map_err(lost)?;
        stream.dict.set("Filter", "FlateDecode");
        stream.content = content;
    }
    Ok(())
}

/// The object that holds the page tree.
fn root_of_pages(pdf: &lopdf::Document) -> Result<ObjectId, Refusal> {
    pdf.catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(|error| Refusal::internal(format!("printpdf's document has no pages: {error}")))
}

/// The pages in order, tidied: the specimen out, one set of resources for all, numbered for the
/// parent tree.
fn page_objects(pdf: &mut lopdf::Document) -> Result<Vec<ObjectId>, Refusal> {
    let lost =
        |error: lopdf::Error| Refusal::internal(format!("printpdf's page tree is not as expected: {error}"));
    let root = root_of_pages(pdf)?;
    let tree = pdf.get_object_mut(root).and_then(Object::as_dict_mut).map_err(lost)?;
    let kids = tree.get_mut(b"Kids").and_then(Object::as_array_mut).map_err(lost)?;
    let specimen = kids.pop();
    let ids: Vec<ObjectId> = kids.iter().filter_map(|kid| kid.as_reference().ok()).collect();
    tree.set("Count", ids.len() as i64);
    if let Some(Object::Reference(specimen)) = specimen {
        let page = pdf.objects.remove(&specimen);
        for part in [&b"Contents"[..], b"Resources"] {
            if let Some(Object::Reference(id)) = page.as_ref().and_then(|p| p.as_dict().ok()?.get(part).ok())
            {
                pdf.objects.remove(id);
            }
        }
    }
    let mut shared = None;
    for (number, id) in ids.iter().enumerate() {
        let page = pdf.get_object_mut(*id).and_then(Object::as_dict_mut).map_err(lost)?;
        let resources = page.get(b"Resources").and_then(Object::as_reference).map_err(lost)?;
        let kept = *shared.get_or_insert(resources);
        page.set("Resources", kept);
        page.set("StructParents", number as i64);
        page.set("Tabs", "S");
        for useless in [&b"Annots"[..], b"TrimBox", b"CropBox"] {
            page.remove(useless);
        }
        if kept != resources {
            pdf.objects.remove(&resources);
        }
    }
    Ok(ids)
}

/// A text string (ISO 32000-1, 7.9.2.2): as it is where ASCII, else UTF-16.
fn text_string(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Literal)
}

/// A stream that is deflated when the file is written.
fn stream(dictionary: Dictionary, bytes: Vec<u8>) -> Object {
    Object::Stream(lopdf::Stream::new(dictionary, bytes))
}
