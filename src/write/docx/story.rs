//! Paragraphs with their marks, links and objects, for the body and every other story.

use super::context::DocxContext;
use super::furniture::HeaderFooterPart;
use super::marks::{self, MarkedContent};
use super::properties::{NAMESPACES, PartLinks};
use super::{StyleLook, picture, runs, table};
use crate::budget;
use crate::diagnostics::Refusal;
use crate::formula::whole;
use crate::galley::{BETWEEN_TABLES, GalleyBlock, GalleyParagraph};
use crate::text::{Align, NoteKind, Object, Paragraph, RevisionIndex, Run, paper_address, paper_of};
use crate::write::xml::XmlWriter;

/// A part while its paragraphs are written.
pub(super) struct DocxStory {
    /// The part.
    pub xml: XmlWriter,
    /// Its relationships.
    pub links: PartLinks,
}

impl DocxStory {
    /// A part with room for `capacity` bytes.
    pub(super) fn new(capacity: usize) -> Self {
        Self { xml: XmlWriter::new(capacity), links: PartLinks::default() }
    }
}

/// How a paragraph stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ParagraphSetting<'a> {
    /// Style id; empty for `Normal`.
    pub style: &'a str,
    /// A page starts with it.
    pub page_break_before: bool,
    /// It stays on the page of what follows.
    pub keep_next: bool,
    /// Its alignment where it is not its style's.
    pub align: Option<Align>,
    /// A section ends with it.
    pub section: Option<&'a OpenSection<'a>>,
}

impl<'a> ParagraphSetting<'a> {
    /// How a paragraph of the galley stands.
    pub(super) fn of(block: &'a GalleyParagraph) -> Self {
        let GalleyParagraph { style, page_break_before, keep_next, .. } = block;
        let (page_break_before, keep_next) = (*page_break_before, *keep_next);
        Self { style, page_break_before, keep_next, ..Self::default() }
    }
}

/// Writes `word/document.xml`; returns it with its relationships.
pub(super) fn body(
    context: &mut DocxContext<'_>,
    furniture: &[HeaderFooterPart],
) -> Result<(Vec<u8>, PartLinks), Refusal> {
    let galley = context.galley;
    // Measured: 200 to 500 bytes of XML a paragraph with marks.
    let mut story = DocxStory::new(8 * 1024 + galley.blocks.len() * 512);
    story.xml.open("w:document", NAMESPACES);
    story.xml.open("w:body", &[]);
    // LibreOffice puts an empty line of full height above a table that begins a document with notes or
    // comments; where a paragraph stands there it does not.
    let remarks = !(galley.notes.is_empty() && galley.comments.is_empty());
    let begins_with_table =
        !galley.masthead.is_empty() || matches!(galley.blocks.first(), Some(GalleyBlock::Table(_)));
    if remarks && begins_with_table {
        point_high_paragraph(&mut story.xml, |_| {});
    }
    let mut after_table = table::masthead(context, &mut story)?;
    let mut page = OpenSection { first: true, turned: false, furniture };
    let mut blocks = galley.blocks.iter().peekable();
    let mut first = true;
    if let Some(turned) = blocks.peek().map(|block| block.is_turned()) {
        if turned && after_table {
            page.end(&mut story, context);
            after_table = false;
        }
        page.turned = turned;
        context.turn(turned);
    }
    while let Some(block) = blocks.next() {
        budget::ask("the DOCX was written")?;
        let turns = blocks.peek().is_some_and(|next| next.is_turned() != page.turned);
        let below_masthead = std::mem::take(&mut first);
        after_table = match block {
            GalleyBlock::Paragraph(block) => {
                let setting =
                    ParagraphSetting { section: turns.then_some(&page), ..ParagraphSetting::of(block) };
                paragraph(context, &mut story, &block.paragraph, setting, |_| {})?;
                false
            }
            GalleyBlock::Table(block) => {
                // Word joins two tables that touch.
                if after_table {
                    let high = if below_masthead { POINT } else { BETWEEN_TABLES };
                    empty_paragraph(&mut story.xml, high, |_| {});
                }
                let written = table::write(context, &mut story, block)? || after_table;
                if turns {
                    page.end(&mut story, context);
                }
                written && !turns
            }
        };
        if turns {
            (page.first, page.turned) = (false, !page.turned);
            context.turn(page.turned);
        }
    }
    if after_table {
        point_high_paragraph(&mut story.xml, |_| {});
    }
    page.write(&mut story.xml, context);
    story.xml.close();
    story.xml.close();
    context.moves = marks::Moves::default();
    Ok((story.xml.finish()?, story.links))
}

/// The pages of a section.
#[derive(Debug)]
pub(super) struct OpenSection<'f> {
    /// It is the first, which brings the headers and footers.
    first: bool,
    /// Its pages are turned on their side.
    turned: bool,
    furniture: &'f [HeaderFooterPart],
}

impl OpenSection<'_> {
    /// Writes the section's `w:sectPr`.
    fn write(&self, xml: &mut XmlWriter, context: &DocxContext<'_>) {
        xml.open("w:sectPr", &[]);
        for part in self.furniture.iter().filter(|_| self.first) {
            xml.empty(part.reference, &[("w:type", part.pages), ("r:id", part.id)]);
        }
        xml.fragment(context.package.sections.content(self.first, self.turned));
        xml.close();
    }

    /// Ends the section behind a table, with a paragraph of its own.
    fn end(&mut self, story: &mut DocxStory, context: &DocxContext<'_>) {
        point_high_paragraph(&mut story.xml, |xml| self.write(xml, context));
        self.first = false;
    }
}

/// An empty paragraph one point high; `last` writes the last of its properties.
fn point_high_paragraph(xml: &mut XmlWriter, last: impl FnOnce(&mut XmlWriter)) {
    empty_paragraph(xml, POINT, last);
}

/// One point in twips.
const POINT: u16 = 20;

/// An empty paragraph of a height in twips; `last` writes the last of its properties.
fn empty_paragraph(xml: &mut XmlWriter, high: u16, last: impl FnOnce(&mut XmlWriter)) {
    let high = high.to_string();
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.empty(
        "w:spacing",
        &[("w:before", "0"), ("w:after", "0"), ("w:line", &high), ("w:lineRule", "exact")],
    );
    xml.open("w:rPr", &[]);
    xml.value("w:sz", "2");
    xml.close();
    last(xml);
    xml.close();
    xml.close();
}

/// Writes a paragraph; `lead` writes what stands before its first run.
pub(super) fn paragraph(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    paragraph: &Paragraph,
    setting: ParagraphSetting<'_>,
    lead: impl FnOnce(&mut XmlWriter),
) -> Result<(), Refusal> {
    let look = context.package.style(setting.style)?;
    story.xml.open("w:p", &[]);
    properties(context, &mut story.xml, paragraph, setting)?;
    for name in &paragraph.anchors {
        let id = context.id();
        story.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
        story.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
    lead(&mut story.xml);
    let mut wrappers = Wrappers::default();
    // Runs of a formula that is written already.
    let mut written = 0;
    for (at, run) in paragraph.runs.iter().enumerate().filter(|(_, run)| marks::is_written(run)) {
        wrappers.move_to(context, story, run)?;
        if let Some((count, index)) = whole(&paragraph.runs, at, &context.galley.formulas) {
            written = at + count;
            if let Some(formula) = context.galley.formulas.get(index as usize) {
                story.xml.fragment(&formula.xml());
            }
        }
        if at < written {
            wrappers.runs_in_insertion += 1;
            wrappers.runs_in_deletion += 1;
            continue;
        }
        words(context, &mut story.xml, run, look, wrappers.deleted_text)?;
        object(context, story, run, wrappers.deleted_text)?;
        wrappers.runs_in_insertion += 1;
        wrappers.runs_in_deletion += 1;
    }
    wrappers.close_to(context, story, 0)?;
    story.xml.close();
    Ok(())
}

/// Writes a run's words. The number of a page is a field, which Word counts anew (17.16.5.45).
fn words(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    run: &Run,
    look: StyleLook,
    deleted: bool,
) -> Result<(), Refusal> {
    // An insertion or a deletion holds no such element (annex A.1, CT_RunTrackChange).
    let is_field =
        run.object == Some(Object::PageNumber) && run.insertion.is_none() && run.deletion.is_none();
    let target = run.link.as_deref().filter(|_| is_field);
    let Some(name) = target.and_then(|target| target.strip_prefix('#')) else {
        return runs::write(context, xml, run, look, deleted);
    };
    xml.open("w:fldSimple", &[("w:instr", &format!(" PAGEREF {name} \\h "))]);
    runs::write(context, xml, run, look, deleted)?;
    xml.close();
    Ok(())
}

/// An alignment as `w:jc` says it (17.18.44, transitional: `right` is the end of the line).
pub(super) fn alignment(align: Align) -> &'static str {
    match align {
        Align::Start => "left",
        Align::Centre => "center",
        Align::End => "right",
        Align::Justify => "both",
    }
}

/// Paragraph properties in the order of the schema (annex A.1, CT_PPr).
fn properties(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    paragraph: &Paragraph,
    setting: ParagraphSetting<'_>,
) -> Result<(), Refusal> {
    let mark = paragraph.mark;
    let turned = context.package.language.is_right_to_left();
    let own_direction = match turned {
        true => paragraph.hint.left_to_right.then_some(false),
        false => paragraph.hint.right_to_left.then_some(true),
    };
    let is_plain = setting.style.is_empty() || setting.style == "Normal";
    let (numbered, direction) = context.package.look(setting.style);
    let direction = own_direction.or(direction);
    let pictured = paragraph.runs.iter().any(|run| matches!(run.object, Some(Object::Picture(_))));
    let loosened = pictured && context.package.style(setting.style)?.tight;
    let is_bare = is_plain && !numbered && direction.is_none() && !loosened;
    let is_bare = is_bare && setting.align.is_none() && setting.section.is_none();
    if is_bare && !setting.page_break_before && !setting.keep_next && mark == Default::default() {
        return Ok(());
    }
    let package = context.package;
    let style = |xml: &mut XmlWriter| {
        if !is_plain {
            xml.value("w:pStyle", package.written(setting.style));
        }
    };
    xml.open("w:pPr", &[]);
    style(xml);
    if setting.keep_next {
        xml.empty("w:keepNext", &[]);
    }
    if setting.page_break_before {
        xml.empty("w:pageBreakBefore", &[]);
    }
    if numbered {
        // Labels are text, as the delegation wrote them: a style's own numbers would be invented.
        xml.open("w:numPr", &[]);
        xml.value("w:numId", "0");
        xml.close();
    }
    match direction {
        Some(true) => xml.empty("w:bidi", &[]),
        Some(false) => xml.value("w:bidi", "0"),
        None => {}
    }
    if loosened {
        // Lines of a part of their height, or of an exact one, would cut the picture.
        xml.empty("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto")]);
    }
    if let Some(align) = setting.align {
        xml.value("w:jc", alignment(align));
    }
    if mark.insertion.is_some() || mark.deletion.is_some() {
        xml.open("w:rPr", &[]);
        for (name, index) in [("w:ins", mark.insertion), ("w:del", mark.deletion)] {
            if let Some(index) = index {
                marks::mark(context, xml, name, index, MarkedContent::Empty)?;
            }
        }
        xml.close();
    }
    if let Some(section) = setting.section {
        section.write(xml, context);
    }
    if let Some(index) = mark.formatting {
        // The style is repeated: to reject the mark must not take the official style away.
        marks::mark(context, xml, "w:pPrChange", index, MarkedContent::Open)?;
        xml.open("w:pPr", &[]);
        style(xml);
        xml.close();
        xml.close();
    }
    xml.close();
    Ok(())
}

/// Elements open around the current run, from the outside: link, insertion, deletion. A link may
/// hold marks and an insertion a deletion, never the other way round (annex A.1).
#[derive(Debug, Default)]
struct Wrappers<'a> {
    link: Option<&'a str>,
    insertion: Option<RevisionIndex>,
    deletion: Option<RevisionIndex>,
    runs_in_insertion: usize,
    runs_in_deletion: usize,
    deleted_text: bool,
}

impl<'a> Wrappers<'a> {
    /// Closes what does not hold the run and opens what does.
    fn move_to(
        &mut self,
        context: &mut DocxContext<'_>,
        story: &mut DocxStory,
        run: &'a Run,
    ) -> Result<(), Refusal> {
        let leads_inside =
            |target: &str| target.strip_prefix('#').is_some_and(|name| context.places.contains(name));
        let leads =
            |target: &&str| is_open_link(target) || leads_inside(target) || paper_of(target).is_some();
        let link = run.link.as_deref().filter(leads);
        let shared = match (link == self.link, run.insertion == self.insertion, run.deletion == self.deletion)
        {
            (true, true, true) => return Ok(()),
            (true, true, false) => 2,
            (true, false, _) => 1,
            (false, ..) => 0,
        };
        self.close_to(context, story, shared)?;
        if shared == 0
            && let Some(target) = link
        {
            match (target.strip_prefix('#'), paper_of(target)) {
                (Some(name), _) => story.xml.open("w:hyperlink", &[("w:anchor", name), ("w:history", "1")]),
                (None, Some((paper, place))) => {
                    let id = story.links.external(&paper_address(paper, "docx"));
                    let attributes = [("r:id", id.as_str()), ("w:anchor", place), ("w:history", "1")];
                    story.xml.open("w:hyperlink", &attributes);
                }
                (None, None) => {
                    let id = story.links.external(target);
                    story.xml.open("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
                }
            }
        }
        if shared <= 1
            && let Some(index) = run.insertion
        {
            marks::open(context, &mut story.xml, "w:ins", index)?;
        }
        if let Some(index) = run.deletion {
            self.deleted_text = marks::open(context, &mut story.xml, "w:del", index)?;
        }
        (self.link, self.insertion, self.deletion) = (link, run.insertion, run.deletion);
        Ok(())
    }

    /// Closes all wrappers but the `kept` outermost kinds.
    fn close_to(
        &mut self,
        context: &mut DocxContext<'_>,
        story: &mut DocxStory,
        kept: usize,
    ) -> Result<(), Refusal> {
        if let Some(index) = self.deletion.take() {
            marks::close(context, &mut story.xml, index, self.runs_in_deletion)?;
        }
        (self.runs_in_deletion, self.deleted_text) = (0, false);
        if kept <= 1 {
            if let Some(index) = self.insertion.take() {
                marks::close(context, &mut story.xml, index, self.runs_in_insertion)?;
            }
            self.runs_in_insertion = 0;
        }
        if kept == 0 && self.link.take().is_some() {
            story.xml.close();
        }
        Ok(())
    }
}

/// Whether a link may stand in the output: it leads to the web or a mailbox and is a URI as it is.
/// The text of any other link is kept, its target not.
fn is_open_link(target: &str) -> bool {
    let lower = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    let scheme = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    scheme && !target.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

/// Writes the thing that stands after a run's text.
fn object(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    run: &Run,
    deleted: bool,
) -> Result<(), Refusal> {
    match run.object {
        None | Some(Object::PageNumber) => Ok(()),
        Some(Object::Note(index)) => note_reference(context, &mut story.xml, index, deleted),
        Some(Object::Comment(index)) => {
            let id = context.comment(index)?;
            context.ranges.1.insert(index);
            if !context.ranges.0.remove(&index) {
                story.xml.empty("w:commentRangeStart", &[("w:id", &id)]);
            }
            story.xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
            let write = |xml: &mut XmlWriter| xml.empty("w:commentReference", &[("w:id", &id)]);
            runs::reference(&mut story.xml, context.package.written("CommentReference"), write);
            Ok(())
        }
        Some(Object::CommentStart(index)) => {
            // Before its comment only; what was moved to the head of the document may come first.
            if !context.ranges.1.contains(&index) && context.ranges.0.insert(index) {
                let id = context.comment(index)?;
                story.xml.empty("w:commentRangeStart", &[("w:id", &id)]);
            }
            Ok(())
        }
        Some(Object::Picture(index)) => picture::write(context, story, index),
    }
}

fn note_reference(
    context: &DocxContext<'_>,
    xml: &mut XmlWriter,
    index: u32,
    deleted: bool,
) -> Result<(), Refusal> {
    let at = usize::try_from(index).unwrap_or(usize::MAX);
    let id = context.note_id(at)?.to_string();
    let Some(note) = context.galley.notes.get(at) else { return Ok(()) };
    let (style, element) = match note.kind {
        NoteKind::Footnote => ("FootnoteReference", "w:footnoteReference"),
        NoteKind::Endnote => ("EndnoteReference", "w:endnoteReference"),
    };
    runs::reference(xml, context.package.written(style), |xml| match &note.own_mark {
        None => xml.empty(element, &[("w:id", &id)]),
        Some(mark) => {
            xml.empty(element, &[("w:customMarkFollows", "1"), ("w:id", &id)]);
            runs::text(xml, mark, deleted);
        }
    });
    Ok(())
}
