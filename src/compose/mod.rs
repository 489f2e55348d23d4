//! The official document: a submission in the form of its conference.
//!
//! In: a [`Submission`] and the [`Template`] chosen for it. Out: a [`Galley`], which both writers
//! print, and findings on what the text does not say. Never: a measure (the template has them), a
//! page (`layout` makes them), a fact that neither text nor registry states; and no word is lost:
//! every run of the submission stands in the galley, in its order.

mod body;
mod bound;
mod caption;
mod contents;
mod facts;
mod front_box;
mod labels;
mod masthead;
mod notes;
mod own_style;
pub(crate) mod rules;
mod sheets;
mod title;
mod view;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Finding, Message, message};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole, MastheadRow};
use crate::graphics::{CutPicture, PixelBudget, cleaned, cut};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::model::Submission;
use crate::registry::Registry;
use crate::template::{Template, style_id};
use crate::text::{Object, Paragraph, Picture, PictureView, Run, View};

/// A composed document and what is to be reported of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Composed {
    /// The document.
    pub galley: Galley,
    /// What stayed blank, and what was supplied.
    pub findings: Vec<Finding>,
}

/// The pictures as they are published: their files no longer say who made them, where and with what, and hold
/// no pixel that their author cut away.
fn published(pictures: &[Picture]) -> Vec<Picture> {
    let mut budget = PixelBudget::default();
    let mut publish = |picture: &Picture| {
        let cut = cut(&picture.bytes, picture.view.crop, &mut budget);
        let (bytes, media_type, crop) = match cut {
            // That it is a part of a picture stays said, by the least share that can be.
            Some(CutPicture { bytes, media_type, crop }) => {
                let said = |(rest, given): (i32, i32)| if given > 0 { rest.max(1) } else { rest };
                let [left, top, right, bottom] = crop;
                let [l, t, r, b] = picture.view.crop;
                (bytes, media_type.into(), [(left, l), (top, t), (right, r), (bottom, b)].map(said))
            }
            None => {
                let clean = cleaned(&picture.bytes, &mut budget);
                let media_type = clean.media_type.map_or_else(|| picture.media_type.clone(), Into::into);
                (clean.bytes.into_owned(), media_type, picture.view.crop)
            }
        };
        Picture {
            bytes,
            media_type,
            width: picture.width,
            height: picture.height,
            description: picture.description.clone(),
            view: PictureView { crop, ..picture.view },
        }
    };
    pictures.iter().map(&mut publish).collect()
}

/// Takes the file out of every picture of which it is not known that it shows and no more: nothing is published that
/// was not seen. A frame stands in its place.
pub(crate) fn withhold(composed: &mut Composed) {
    let mut budget = PixelBudget::default();
    let mut withheld = 0usize;
    for picture in &mut composed.galley.pictures {
        if !picture.bytes.is_empty() && !cleaned(&picture.bytes, &mut budget).understood {
            picture.bytes.clear();
            withheld += 1;
        }
    }
    if withheld > 0 {
        let message = message!(
            "pictures that are damaged, or of a format that is not read, and so are not published: {withheld}",
            withheld
        );
        composed.findings.push(Finding::new(&rules::PICTURE_WITHHELD, None, message));
    }
}

/// The emblem as the last of the pictures, at the end of the masthead's first row.
fn add_emblem(galley: &mut Galley, template: &Template) {
    let Some(emblem) = &template.emblem else { return };
    let Ok(index) = u32::try_from(galley.pictures.len()) else { return };
    let (width, height) = emblem.size();
    galley.pictures.push(Picture {
        bytes: cleaned(&emblem.bytes, &mut PixelBudget::default()).bytes.into_owned(),
        media_type: emblem.media_type.into(),
        width,
        height,
        description: Some(galley.publisher.clone()).filter(|publisher| !publisher.is_empty()),
        view: PictureView::default(),
    });
    let run = Run { object: Some(Object::Picture(index)), ..Run::generated("") };
    let line = GalleyParagraph {
        style: style_id::EMBLEM,
        role: LineRole::Masthead,
        paragraph: Paragraph { runs: vec![run], ..Paragraph::default() },
        ..GalleyParagraph::default()
    };
    match galley.masthead.first_mut() {
        Some(row) => row.right.insert(0, line),
        None => galley.masthead.push(MastheadRow { right: vec![line], ..MastheadRow::default() }),
    }
}

/// Composes the official document of a submission.
pub(crate) fn compose(
    submission: &Submission,
    template: &Template,
    language: Language,
    view: View,
    registry: &Registry,
) -> Composed {
    let edition = template.edition(language);
    let mut head = masthead::MastheadHead::new(submission, template, language, registry);
    let mut galley = Galley {
        language: Some(language),
        masthead: head.rows(),
        running_header: head.furniture(&edition.running_header),
        first_footer: head.furniture(&edition.first_footer),
        notes: submission.notes.clone(),
        comments: submission.comments.clone(),
        pictures: published(&submission.pictures),
        formulas: submission.formulas.clone(),
        revisions: submission.revisions.clone(),
        ..Galley::default()
    };
    galley.blocks = head.opening();
    galley.source = title::words_of(&galley.blocks, style_id::SOURCE, view);
    let number = head.number();
    let (front_box, boxed) = front_box::front_box(submission, template, language);
    galley.blocks.extend(front_box.map(GalleyBlock::Table));
    let before = std::mem::take(&mut galley.blocks);
    galley.blocks = body::blocks(before, submission, boxed, template, Lexicon::of(language).ok());
    galley.blocks.extend(notes::unanchored(&galley));
    // What the file says of itself is no part of a view of its text.
    let own_title = if view == View::Marked { submission.own_title.as_str() } else { "" };
    galley.title = title::title(&galley.blocks, own_title, &number, view);
    galley.identifier = number;
    galley.publisher = edition.strings.get("publisher").cloned().unwrap_or_default();
    caption::mark(&mut galley, edition);
    let page_breaks = sheets::settle(&mut galley, template);
    contents::link(&mut galley, edition);
    view::apply(&mut galley, view);
    notes::renumber(&mut galley);
    bound::bind(&mut galley);
    add_emblem(&mut galley, template);
    let turned = galley.blocks.last().is_some_and(GalleyBlock::is_turned);
    if let Some(rule) = end_rule(edition.strings.get("end-rule"), turned) {
        // The rule never stands alone on a last page.
        if let Some(GalleyBlock::Paragraph(last)) = galley.blocks.last_mut() {
            last.keep_next = true;
            // The document's last paragraph joins nothing, whatever is done with its mark; before the
            // rule it would join that.
            (last.paragraph.mark.insertion, last.paragraph.mark.deletion) = (None, None);
        }
        galley.blocks.push(rule);
    }
    let mut findings = head.findings();
    findings.extend(page_breaks);
    Composed { galley, findings }
}

/// What the files of a document are officially called, without extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialName {
    /// The Word file, and what else is made of it but the PDF: `S14-PP-C-0070!A1!MSW-C`.
    pub word: String,
    /// The PDF: `S14-PP-C-0070!A1!PDF-C`.
    pub pdf: String,
}

/// The official name of a document's files, by the template's string `file-name`.
///
/// # Errors
/// The template has no such string, or a fact in it is not known: which, in words.
pub(crate) fn official_name(
    submission: &Submission,
    template: &Template,
    language: Language,
    registry: &Registry,
) -> Result<OfficialName, Message> {
    let facts = facts::MastheadFacts::new(&submission.masthead, template, language, registry);
    let Some(pattern) = facts.edition.strings.get("file-name") else {
        return Err(message!(
            "the form {form} says nothing of the names of files (`strings.file-name`)",
            form = template.name,
        ));
    };
    let named = |kind| facts.file_name(pattern, kind).map_err(|missing| masthead::not_known(&missing));
    Ok(OfficialName { word: named("MSW")?, pdf: named("PDF")? })
}

/// The rule under the text, on a page turned on its side where the text ends on one.
fn end_rule(rule: Option<&String>, turned: bool) -> Option<GalleyBlock> {
    let mut paragraph = supplied(rule?);
    paragraph.hint.landscape = turned;
    Some(GalleyBlock::Paragraph(GalleyParagraph {
        style: style_id::END_RULE,
        paragraph,
        ..Default::default()
    }))
}

/// A paragraph of words that the template supplied.
fn supplied(words: &str) -> Paragraph {
    Paragraph { runs: vec![Run::generated(words)], ..Paragraph::default() }
}
