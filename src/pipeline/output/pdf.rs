//! The official PDF: laid out, written, and its words compared with what was composed.

use crate::compose::Composed;
use crate::diagnostics::{Finding, Refusal, message};
use crate::galley::Galley;
use crate::layout;
use crate::layout::rules::COMMENT;
use crate::pages::{PageItem, Pages, StructureKind};
use crate::pipeline::HumanChecks;
#[cfg(feature = "packs")]
use crate::pipeline::contents;
use crate::sharing::{Alone, Helpers};
use crate::source::SourceFormat;
use crate::text::Run;
use crate::verify;
use crate::verify::ledger::{Boundaries, compare, count, expected};
#[cfg(feature = "packs")]
use crate::write::pdf::write_with;
use crate::write::pdf::{Attachment, FileRelationship, Images, NOT_DRAWN, PdfOptions, PdfStandard, write};

use super::{MadeOutput, MakeFn, OutputFormat, OutputJob, OutputKind};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "pdf",
    media_type: "application/pdf",
    // An archival PDF carries its structure and its Word form inside.
    needs: |run| match run.pdf_standard {
        PdfStandard::A3a => vec![OutputKind::Docx, OutputKind::Json],
        _ => Vec::new(),
    },
    make: MakeFn::Composed(make),
};

fn make(
    job: &OutputJob<'_>,
    composed: &Composed,
    made: &[(OutputKind, MadeOutput)],
) -> Result<MadeOutput, Refusal> {
    let (budget, galley) = (&job.file.budget, &composed.galley);
    let standard = job.run.pdf_standard;
    let attachments = if standard == PdfStandard::A3a { attachments(job, made) } else { Vec::new() };
    let how = PdfOptions { standard, attachments, ..PdfOptions::default() };
    let images = Images::of(&galley.pictures);
    let sights = images.sights();
    let mut pages = layout::lay_out_within(galley, &sights, job.template, &job.engine.fonts, budget)?;
    budget.before("the PDF was written")?;
    let not_drawn = not_drawn(&pages, galley, &images);
    let bytes = write(&mut pages, &galley.pictures, images, &how)?;
    budget.before("the PDF was read back")?;
    let number = read_back(&bytes, galley, &Alone)?;
    let for_a_person = for_a_person(&pages);
    let mut findings = pages.findings;
    findings.extend(not_drawn);
    let (comments, not_in_print) = comments(galley);
    findings.extend(comments);
    Ok(MadeOutput { findings, pages: Some(number), not_in_print, for_a_person, ..MadeOutput::of(bytes) })
}

/// What of the structure only a person can judge.
fn for_a_person(pages: &Pages) -> HumanChecks {
    let mut checks = HumanChecks::default();
    for element in &pages.structure {
        match element.kind {
            StructureKind::Figure => checks.pictures += 1,
            StructureKind::Formula => checks.formulas += 1,
            StructureKind::Table => checks.tables += 1,
            StructureKind::Heading(_) => checks.headings += 1,
            StructureKind::Link => checks.links += 1,
            _ if element.language.is_some() => checks.languages += 1,
            _ => {}
        }
    }
    checks
}

/// A document that the program makes of its own, laid out, written and read back; the entries of its contents list get
/// the numbers of their pages.
#[cfg(feature = "packs")]
pub(super) fn print(
    galley: &mut Galley,
    template: &crate::template::Template,
    fonts: &layout::FontLibrary,
    helpers: &dyn Helpers,
) -> Result<(Vec<u8>, Vec<Finding>), Refusal> {
    let images = Images::of(&galley.pictures);
    let budget = crate::budget::Budget::default();
    let mut pages = layout::lay_out_with(galley, &images.sights(), template, fonts, &budget, helpers)?;
    contents::fill(galley, &pages.targets);
    if !pages.numbered {
        // A long document's pages take hundreds of megabytes: one set of them at a time.
        drop(pages);
        pages = layout::lay_out_with(galley, &images.sights(), template, fonts, &budget, helpers)?;
    }
    let mut findings = std::mem::take(&mut pages.findings);
    findings.extend(not_drawn(&pages, galley, &images));
    let how = PdfOptions { named_places: true, ..PdfOptions::default() };
    let bytes = write_with(&mut pages, &galley.pictures, images, &how, helpers)?;
    // Pages are not needed to read them back.
    drop(pages);
    read_back(&bytes, galley, helpers)?;
    Ok((bytes, findings))
}

/// The comments of the input, which pages do not show, and how many characters that can be seen they
/// have. Comments of ours say nothing that stands in the input.
fn comments(galley: &Galley) -> (Vec<Finding>, usize) {
    let mut characters = 0;
    let mut findings = Vec::new();
    for comment in &galley.comments {
        let runs = comment.paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
        let said: Vec<&Run> = runs.filter(|run| run.span.is_some() && count(&run.text) > 0).collect();
        let Some(span) = said.first().and_then(|run| run.span) else { continue };
        let words: String = said.iter().map(|run| run.text.as_str()).collect();
        characters += count(&words);
        let message = match comment.author.as_deref() {
            Some(author) => message!(
                "The comment of {author} is not in the PDF: {words}",
                author,
                words = beginning(&words),
            ),
            None => message!("The comment is not in the PDF: {words}", words = beginning(&words)),
        };
        findings.push(Finding::new(&COMMENT, span, message));
    }
    (findings, characters)
}

/// The first words of a text.
fn beginning(words: &str) -> String {
    const CHARACTERS: usize = 60;
    let mut characters = words.chars();
    let head: String = characters.by_ref().take(CHARACTERS).collect();
    if characters.next().is_some() { head + "…" } else { head }
}

/// A finding for each picture that the PDF does not show, with its page.
pub(in crate::pipeline) fn not_drawn(pages: &Pages, galley: &Galley, images: &Images) -> Vec<Finding> {
    let placed = pages.pages.iter().enumerate().flat_map(|(page, content)| {
        content.pieces.iter().flat_map(PageItem::level).filter_map(move |piece| match piece {
            PageItem::Picture(placed) => Some((page + 1, placed.picture)),
            _ => None,
        })
    });
    let finding = |(page, index): (usize, u32)| {
        let fault = images.fault(index);
        if fault.is_none() && !images.is_partial(index) {
            return None;
        }
        let picture = galley.pictures.get(index as usize)?;
        let media_type = &picture.media_type;
        let words = picture.description.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let number = index + 1;
        let picture = match words {
            Some(words) => message!("Picture {number} “{words}”", number, words),
            None => message!("Picture {number}", number),
        };
        let said = match fault {
            Some(fault) => message!(
                "{picture} on page {page} is an empty frame in the PDF: it ({media_type}) {fault}.",
                picture => picture,
                page,
                media_type,
                fault => fault.said(),
            ),
            None => message!(
                "{picture} on page {page} lacks a part in the PDF: it ({media_type}) draws in a way that is not understood.",
                picture => picture,
                page,
                media_type,
            ),
        };
        Some(Finding::new(&NOT_DRAWN, None, said))
    };
    placed.filter_map(finding).collect()
}

/// The number of its pages, where it holds what was composed.
fn read_back(bytes: &[u8], galley: &Galley, helpers: &dyn Helpers) -> Result<usize, Refusal> {
    let found = verify::pdf::text_with(bytes, helpers)?;
    let (body, notes) = expected(galley, false);
    compare("PDF", &body, &found.body, Boundaries::All)?;
    compare("PDF's notes", &notes.concat(), &found.notes.concat(), Boundaries::All)?;
    Ok(found.pages)
}

/// What an archival PDF carries: the input as it came, the structure, the Word form.
fn attachments(job: &OutputJob<'_>, made: &[(OutputKind, MadeOutput)]) -> Vec<Attachment> {
    let name = &job.reading.name;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let source = Attachment {
        name: name.clone(),
        media_type: media_type(&job.reading.format).to_owned(),
        relationship: FileRelationship::Source,
        bytes: job.bytes.to_vec(),
    };
    let attached = made.iter().filter_map(|(kind, output)| {
        let relationship = match kind {
            OutputKind::Docx => FileRelationship::Alternative,
            OutputKind::Json => FileRelationship::Data,
            OutputKind::Pdf | OutputKind::Akn | OutputKind::Html => return None,
        };
        // Beside a source of the same name the made one says that it was made.
        let name = format!("{stem}.itudoc.{}", kind.extension());
        let (media_type, bytes) = (kind.media_type().to_owned(), output.bytes.clone());
        Some(Attachment { name, media_type, relationship, bytes })
    });
    std::iter::once(source).chain(attached).collect()
}

/// Media type of an input.
fn media_type(format: &SourceFormat) -> &'static str {
    match format {
        SourceFormat::Text { .. } => "text/plain",
        SourceFormat::Docx => OutputKind::Docx.media_type(),
        SourceFormat::FlatDocx | SourceFormat::WordXml => "application/xml",
        SourceFormat::Odt => "application/vnd.oasis.opendocument.text",
        SourceFormat::FlatOdt => "application/vnd.oasis.opendocument.text-flat-xml",
        SourceFormat::Doc => "application/msword",
        SourceFormat::Rtf => "application/rtf",
        SourceFormat::Html => "text/html",
        SourceFormat::AkomaNtoso => OutputKind::Akn.media_type(),
    }
}
