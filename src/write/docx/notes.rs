//! Foot- and endnotes with their separators, and comments (ECMA-376 part 1, 17.11 and 17.13.4).

use super::container::PackagePart;
use super::context::DocxContext;
use super::properties::{self, NAMESPACES, PartRelationship};
use super::runs;
use super::story::{self, DocxStory, ParagraphSetting};
use crate::diagnostics::Refusal;
use crate::text::{Note, NoteKind, Paragraph};
use crate::write::xml::XmlWriter;

/// What sets the two kinds of notes apart in the file.
struct NotePart {
    part: &'static str,
    relationships: &'static str,
    root: &'static str,
    note: &'static str,
    mark: &'static str,
    reference_style: &'static str,
    text_styles: &'static [&'static str],
}

const FOOTNOTES: NotePart = NotePart {
    part: "word/footnotes.xml",
    relationships: "word/_rels/footnotes.xml.rels",
    root: "w:footnotes",
    note: "w:footnote",
    mark: "w:footnoteRef",
    reference_style: "FootnoteReference",
    text_styles: &["FootnoteText"],
};

const ENDNOTES: NotePart = NotePart {
    part: "word/endnotes.xml",
    relationships: "word/_rels/endnotes.xml.rels",
    root: "w:endnotes",
    note: "w:endnote",
    mark: "w:endnoteRef",
    reference_style: "EndnoteReference",
    text_styles: &["EndnoteText", "FootnoteText"],
};

/// A part with no note but the two separators, which Word wants in every such part.
pub(super) fn separators(root: &'static str, note: &'static str) -> Result<String, Refusal> {
    let mut xml = XmlWriter::new(1024);
    xml.open(root, NAMESPACES);
    write_separators(&mut xml, note);
    xml.close();
    String::from_utf8(xml.finish()?).map_err(|e| Refusal::internal(format!("XML is not UTF-8: {e}")))
}

fn write_separators(xml: &mut XmlWriter, note: &'static str) {
    for (id, kind, element) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        xml.open(note, &[("w:type", kind), ("w:id", id)]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.empty(element, &[]);
        (0..3).for_each(|_| xml.close());
    }
}

/// Writes the parts of the kinds of notes that the document has.
pub(super) fn write(context: &mut DocxContext<'_>, parts: &mut Vec<PackagePart<'_>>) -> Result<(), Refusal> {
    for (kind, of_kind) in [(NoteKind::Footnote, &FOOTNOTES), (NoteKind::Endnote, &ENDNOTES)] {
        let notes: Vec<(usize, &Note)> =
            context.galley.notes.iter().enumerate().filter(|(_, note)| note.kind == kind).collect();
        if notes.is_empty() {
            continue;
        }
        let mut story = DocxStory::new(4096);
        story.xml.open(of_kind.root, NAMESPACES);
        write_separators(&mut story.xml, of_kind.note);
        for (at, note) in notes {
            let id = context.note_id(at)?.to_string();
            story.xml.open(of_kind.note, &[("w:id", &id)]);
            write_note(context, &mut story, note, of_kind)?;
            story.xml.close();
        }
        story.xml.close();
        finish(story, of_kind.part, of_kind.relationships, parts)?;
    }
    Ok(())
}

fn write_note(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    note: &Note,
    kind: &NotePart,
) -> Result<(), Refusal> {
    let blank = [Paragraph::default()];
    let paragraphs = if note.paragraphs.is_empty() { &blank } else { note.paragraphs.as_slice() };
    let package = context.package;
    let style = package.style_of(kind.text_styles);
    for (at, words) in paragraphs.iter().enumerate() {
        story::paragraph(
            context,
            story,
            words,
            ParagraphSetting { style, ..ParagraphSetting::default() },
            |xml| {
                if at == 0 {
                    runs::reference(xml, package.written(kind.reference_style), |xml| match &note.own_mark {
                        None => xml.empty(kind.mark, &[]),
                        Some(mark) => runs::text(xml, mark, false),
                    });
                    let starts_with_space =
                        words.runs.first().is_some_and(|run| run.text.starts_with(['\t', ' ']));
                    if !starts_with_space {
                        xml.open("w:r", &[]);
                        runs::text(xml, " ", false);
                        xml.close();
                    }
                }
            },
        )?;
    }
    Ok(())
}

/// Writes the comments; returns their relationship, if there are any.
pub(super) fn write_comments(
    context: &mut DocxContext<'_>,
    parts: &mut Vec<PackagePart<'_>>,
) -> Result<Option<PartRelationship>, Refusal> {
    let galley = context.galley;
    if galley.comments.is_empty() {
        return Ok(None);
    }
    let mut story = DocxStory::new(4096);
    story.xml.open("w:comments", NAMESPACES);
    for (at, comment) in galley.comments.iter().enumerate() {
        let id = at.to_string();
        let mut attributes =
            vec![("w:id", id.as_str()), ("w:author", comment.author.as_deref().unwrap_or(""))];
        if let Some(date) = comment.date.as_deref().filter(|date| super::marks::is_date_time(date)) {
            attributes.push(("w:date", date));
        }
        if let Some(initials) = &comment.initials {
            attributes.push(("w:initials", initials));
        }
        story.xml.open("w:comment", &attributes);
        let style = context.package.style_of(&["CommentText"]);
        for words in &comment.paragraphs {
            story::paragraph(
                context,
                &mut story,
                words,
                ParagraphSetting { style, ..ParagraphSetting::default() },
                |_| {},
            )?;
        }
        if comment.paragraphs.is_empty() {
            story.xml.empty("w:p", &[]);
        }
        story.xml.close();
    }
    story.xml.close();
    finish(story, "word/comments.xml", "word/_rels/comments.xml.rels", parts)?;
    Ok(Some(PartRelationship::part("rIdComments", "comments", "comments.xml")))
}

fn finish(
    story: DocxStory,
    name: &'static str,
    relationships: &'static str,
    parts: &mut Vec<PackagePart<'_>>,
) -> Result<(), Refusal> {
    let links = story.links.into_list();
    parts.push(PackagePart::new(name, story.xml.finish()?));
    if !links.is_empty() {
        parts.push(PackagePart::new(relationships, properties::relationships(&links)?));
    }
    Ok(())
}
