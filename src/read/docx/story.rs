//! One story (body, note, comment, header) as Word facts: tokens in, paragraphs and tables out.
//!
//! One loop with a stack of what is open; no recursion on the input. Elements that are not known
//! are walked through, so their text is kept. Never: styles, numbers, meaning.

use super::drawing::DrawingElement;
use super::form::{self, FormControl};
use super::properties;
use super::relationships::Relationships;
use crate::diagnostics::Refusal;
use crate::read::facts::flow::{BlockFlow, may_nest};
use crate::read::facts::gathered::Gathered;
use crate::read::facts::types::{Atom, RunProperties, StoryBlock, TableForm, WordObject};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader, XmlToken};
use crate::text::{Align, RevisionIndex};

/// What is open, innermost last.
pub(super) enum DocxFrame {
    /// Walked through.
    Through,
    Paragraph,
    Run,
    Text,
    /// `w:delText`, which is shown under a deletion only.
    DeletedText,
    /// Words of a drawing.
    DrawnText,
    Instruction,
    /// `w:fldSimple`, with the number of fields open around it.
    SimpleField(usize),
    Control,
    Insertion,
    Deletion,
    Link,
    Table,
    Cell,
    /// A text box: its flow stands apart.
    TextBox,
    /// Alternate content, and whether a branch was taken.
    Alternate(bool),
    Drawing,
    Ruby,
    /// `m:oMathPara`: its formulas stand on lines of their own, at this place.
    DisplayedMathematics(Align),
}

/// Reads stories of one part.
pub(super) struct DocxStoryReader<'r, 'a> {
    pub(super) xml: &'r mut XmlReader<'a>,
    pub(super) all: &'r mut Gathered,
    pub(super) relationships: &'r Relationships,
    pub(super) frames: Vec<DocxFrame>,
    pub(super) flow: BlockFlow,
    /// The flows around an open text box, each with the run that anchors it.
    pub(super) outer: Vec<(BlockFlow, RunProperties)>,
    pub(super) insertions: Vec<RevisionIndex>,
    pub(super) deletions: Vec<RevisionIndex>,
    pub(super) links: Vec<Atom>,
    pub(super) drawings: Vec<DrawingElement>,
    pub(super) controls: Vec<FormControl>,
    /// Words of the open text element, and whether white space at their edges counts.
    pub(super) words: String,
    pub(super) preserved: bool,
    /// Every field of the part has its end.
    fields_end: bool,
    pub(super) run: RunProperties,
    /// The run holds a reference whose mark follows as text.
    pub(super) own_mark: Option<WordObject>,
    pub(super) rubies: usize,
    /// Open ranges of moves by their ids, the names of the moves with them: away from here, to here.
    pub(super) moved_from: Vec<(i64, String)>,
    pub(super) moved_to: Vec<(i64, String)>,
}

/// Reads the story whose element was just opened, to its end.
///
/// # Errors
/// Broken XML or a bound met.
pub(super) fn read(
    xml: &mut XmlReader<'_>,
    all: &mut Gathered,
    relationships: &Relationships,
) -> Result<Vec<StoryBlock>, Refusal> {
    story(xml, all, relationships, BlockFlow::default())
}

/// Reads the body likewise.
///
/// # Errors
/// As [`read`].
pub(super) fn read_body(
    xml: &mut XmlReader<'_>,
    all: &mut Gathered,
    relationships: &Relationships,
) -> Result<Vec<StoryBlock>, Refusal> {
    story(xml, all, relationships, BlockFlow::of_body())
}

/// Reads a header or footer likewise.
///
/// # Errors
/// As [`read`].
pub(super) fn read_furniture(
    xml: &mut XmlReader<'_>,
    all: &mut Gathered,
    relationships: &Relationships,
) -> Result<Vec<StoryBlock>, Refusal> {
    story(xml, all, relationships, BlockFlow::of_furniture(true))
}

fn story(
    xml: &mut XmlReader<'_>,
    all: &mut Gathered,
    relationships: &Relationships,
    flow: BlockFlow,
) -> Result<Vec<StoryBlock>, Refusal> {
    let fields_end = xml.fields_end();
    all.oddities.references.are_read = true;
    let reader = DocxStoryReader {
        fields_end,
        xml,
        all,
        relationships,
        frames: Vec::new(),
        flow,
        outer: Vec::new(),
        insertions: Vec::new(),
        deletions: Vec::new(),
        links: Vec::new(),
        drawings: Vec::new(),
        controls: Vec::new(),
        words: String::new(),
        preserved: false,
        run: RunProperties::default(),
        own_mark: None,
        rubies: 0,
        moved_from: Vec::new(),
        moved_to: Vec::new(),
    };
    reader.story()
}

impl<'a> DocxStoryReader<'_, 'a> {
    fn story(mut self) -> Result<Vec<StoryBlock>, Refusal> {
        loop {
            match self.xml.next()? {
                XmlToken::Start(element) => {
                    if let Some(frame) = self.open(&element)? {
                        self.frames.push(frame);
                    }
                }
                XmlToken::Text(text) => match self.frames.last() {
                    Some(DocxFrame::Text | DocxFrame::DeletedText) => self.words.push_str(&text),
                    Some(DocxFrame::DrawnText) => match self.drawings.last_mut() {
                        Some(drawing) => drawing.words.push_str(&text),
                        None => self.text(&text)?,
                    },
                    Some(DocxFrame::Instruction) => {
                        if let Some(field) = self.flow.fields.last_mut().filter(|field| field.in_code()) {
                            field.instruct(&text);
                        }
                    }
                    _ => {}
                },
                XmlToken::End => match self.frames.pop() {
                    Some(frame) => self.close(frame)?,
                    None => break,
                },
                XmlToken::Eof => break,
            }
        }
        self.flow.overrun_codes(&mut self.all.runs)?;
        self.flow.end();
        Ok(self.flow.blocks)
    }

    /// Opens an element; `None` where it was consumed to its end.
    fn open(&mut self, element: &StartTag<'a>) -> Result<Option<DocxFrame>, Refusal> {
        match element.space {
            KnownNamespace::W => self.open_word(element),
            KnownNamespace::A if element.local() == b"t" => Ok(Some(DocxFrame::DrawnText)),
            KnownNamespace::M => self.open_mathematics(element),
            KnownNamespace::Mc => self.open_alternate(element),
            KnownNamespace::Wp
            | KnownNamespace::A
            | KnownNamespace::Pic
            | KnownNamespace::V
            | KnownNamespace::O
            | KnownNamespace::Chart
            | KnownNamespace::Diagram
            | KnownNamespace::Known => {
                self.open_drawn(element)?;
                Ok(Some(DocxFrame::Through))
            }
            _ => Ok(Some(DocxFrame::Through)),
        }
    }

    fn open_word(&mut self, element: &StartTag<'a>) -> Result<Option<DocxFrame>, Refusal> {
        let frame = match element.local() {
            b"p" => {
                self.flow.begin_paragraph(&mut self.all.paragraphs)?;
                DocxFrame::Paragraph
            }
            b"pPr" => {
                let mut properties =
                    properties::paragraph(self.xml, &mut self.all.ledger, &mut self.all.furniture)?;
                let moved = matches!(properties.align, Some(Align::Centre | Align::End));
                if moved && self.flow.nesting() == 0 {
                    self.all.ledger.formats.aligned += 1;
                }
                properties.runs_on |= self.all.running_on.holds(&properties);
                properties.hides = self.all.running_on.hides(&properties);
                let paragraph = self.flow.paragraph();
                // Properties that are given twice take no list away that the first of them gave.
                if properties.list.is_none() {
                    (properties.list, properties.level) =
                        (paragraph.properties.list, paragraph.properties.level);
                }
                paragraph.properties = properties;
                return Ok(None);
            }
            b"r" => {
                self.run = RunProperties::default();
                DocxFrame::Run
            }
            b"rPr" => {
                self.run = properties::run(self.xml, &mut self.all.ledger)?;
                return Ok(None);
            }
            b"t" => self.begin_words(DocxFrame::Text)?,
            b"delText" => self.begin_words(DocxFrame::DeletedText)?,
            b"instrText" | b"delInstrText" => DocxFrame::Instruction,
            b"ins" | b"moveTo" | b"del" | b"moveFrom" => self.revision(element)?,
            b"hyperlink" => {
                let link = self.hyperlink(element)?;
                self.links.push(link);
                DocxFrame::Link
            }
            b"fldSimple" => {
                let instruction =
                    self.xml.attribute(element, KnownNamespace::W, b"instr")?.unwrap_or_default();
                let around = self.flow.fields.len();
                self.flow.begin_field();
                if let Some(field) = self.flow.fields.last_mut() {
                    field.instruct(&instruction);
                }
                self.flow.begin_result(&mut self.all.ledger)?;
                DocxFrame::SimpleField(around)
            }
            b"tbl" | b"tr" | b"tc" | b"tblPr" | b"tblGrid" | b"trPr" | b"tcPr" => {
                return self.open_table(element);
            }
            b"txbxContent" => {
                self.all.oddities.text_boxes += 1;
                let inner = BlockFlow::of_furniture(self.flow.furniture);
                self.outer.push((std::mem::replace(&mut self.flow, inner), self.run));
                DocxFrame::TextBox
            }
            b"drawing" | b"pict" | b"object" => {
                self.drawings.push(DrawingElement::default());
                DocxFrame::Drawing
            }
            b"rt" => {
                self.rubies += 1;
                DocxFrame::Ruby
            }
            b"ruby" => {
                self.all.oddities.rubies += 1;
                DocxFrame::Through
            }
            b"sectPr" => {
                let section = properties::section(self.xml, &mut self.all.ledger, &mut self.all.furniture)?;
                self.all.last_section = Some(section);
                return Ok(None);
            }
            b"sdt" => {
                self.controls.push(FormControl::default());
                DocxFrame::Control
            }
            b"sdtPr" => {
                match self.controls.last_mut() {
                    Some(control) => form::control(self.xml, control)?,
                    None => self.xml.skip()?,
                }
                return Ok(None);
            }
            b"rubyPr" | b"sdtEndPr" | b"smartTagPr" | b"customXmlPr" | b"tblPrEx" => {
                self.xml.skip()?;
                return Ok(None);
            }
            b"fldChar" => {
                self.field_character(element)?;
                return Ok(None);
            }
            b"pgNum" if !self.flow.furniture => {
                self.all.oddities.objects.push("page number".to_owned());
                self.object("", WordObject::Placeholder)?;
                DocxFrame::Through
            }
            b"dayShort" | b"dayLong" | b"monthShort" | b"monthLong" | b"yearShort" | b"yearLong"
                if !self.flow.furniture =>
            {
                let not_updated = &mut self.all.oddities.not_updated;
                if !not_updated.iter().any(|known| known == "DATE") {
                    not_updated.push("DATE".to_owned());
                }
                DocxFrame::Through
            }
            b"altChunk" => {
                self.chunk(element)?;
                DocxFrame::Through
            }
            b"subDoc" | b"control" | b"contentPart" => {
                self.all.oddities.objects.push(String::from_utf8_lossy(element.local()).into_owned());
                self.object("", WordObject::Placeholder)?;
                DocxFrame::Through
            }
            _ => {
                self.open_mark(element)?;
                DocxFrame::Through
            }
        };
        Ok(Some(frame))
    }

    fn open_mathematics(&mut self, element: &StartTag<'a>) -> Result<Option<DocxFrame>, Refusal> {
        Ok(Some(match element.local() {
            b"oMathPara" => DocxFrame::DisplayedMathematics(Align::Centre),
            b"jc" => {
                let place = self.xml.attribute(element, KnownNamespace::M, b"val")?;
                let place = match place.as_deref() {
                    Some("left") => Align::Start,
                    Some("right") => Align::End,
                    _ => Align::Centre,
                };
                // It stands in the properties of the paragraph of formulas.
                if let Some(DocxFrame::DisplayedMathematics(align)) = self.frames.iter_mut().rev().nth(1) {
                    *align = place;
                }
                DocxFrame::Through
            }
            b"oMath" => {
                let display = match self.frames.last() {
                    Some(DocxFrame::DisplayedMathematics(align)) => Some(*align),
                    _ => None,
                };
                self.formula(display)?;
                return Ok(None);
            }
            b"r" => {
                self.run = RunProperties::default();
                DocxFrame::Run
            }
            b"t" => self.begin_words(DocxFrame::Text)?,
            b"ctrlPr" => {
                self.xml.skip()?;
                return Ok(None);
            }
            _ => DocxFrame::Through,
        }))
    }

    /// One branch only: the first choice whose vocabularies are read here, else the fallback
    /// (ECMA-376 part 3, 9.3).
    fn open_alternate(&mut self, element: &StartTag<'a>) -> Result<Option<DocxFrame>, Refusal> {
        let taken = match self.frames.last() {
            Some(DocxFrame::Alternate(taken)) => *taken,
            _ => false,
        };
        let take = match element.local() {
            b"AlternateContent" => return Ok(Some(DocxFrame::Alternate(false))),
            b"Choice" => {
                let requires =
                    self.xml.attribute(element, KnownNamespace::None, b"Requires")?.unwrap_or_default();
                !taken && self.xml.understands(&requires)
            }
            b"Fallback" => !taken,
            _ => true,
        };
        if !take {
            self.xml.skip()?;
            return Ok(None);
        }
        if let Some(DocxFrame::Alternate(taken)) = self.frames.last_mut() {
            *taken = true;
        }
        Ok(Some(DocxFrame::Through))
    }

    fn open_drawn(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        if let Some(drawing) = self.drawings.last_mut() {
            drawing.see(self.xml, element, self.relationships)?;
        }
        Ok(())
    }

    fn open_table(&mut self, element: &StartTag<'a>) -> Result<Option<DocxFrame>, Refusal> {
        let flow = &mut self.flow;
        let ledger = &mut self.all.ledger;
        match element.local() {
            b"tbl" => {
                let nesting =
                    flow.nesting() + self.outer.iter().map(|(flow, _)| flow.nesting()).sum::<usize>();
                may_nest(nesting)?;
                flow.begin_table(&mut self.all.table_parts)?;
                if let Some(table) = flow.table() {
                    table.form = Some(TableForm::default());
                }
                return Ok(Some(DocxFrame::Table));
            }
            b"tr" => {
                flow.begin_row(&mut self.all.table_parts)?;
                return Ok(Some(DocxFrame::Through));
            }
            b"tc" => {
                flow.begin_cell(&mut self.all.table_parts)?;
                return Ok(Some(DocxFrame::Cell));
            }
            b"tblPr" | b"tblGrid" => match flow.table() {
                Some(table) => properties::table(self.xml, ledger, table)?,
                None => self.xml.skip()?,
            },
            b"trPr" => match flow.table().and_then(|table| table.rows.last_mut()) {
                Some(row) => properties::row(self.xml, ledger, row)?,
                None => self.xml.skip()?,
            },
            _ => match flow.cell() {
                Some(cell) => properties::cell(self.xml, ledger, cell)?,
                None => self.xml.skip()?,
            },
        }
        Ok(None)
    }

    fn close(&mut self, frame: DocxFrame) -> Result<(), Refusal> {
        match frame {
            DocxFrame::Text => {
                let words = self.end_words();
                self.text(&words)?;
            }
            DocxFrame::DeletedText => {
                let words = self.end_words();
                self.deleted_text(&words)?;
            }
            DocxFrame::Through
            | DocxFrame::DisplayedMathematics(_)
            | DocxFrame::DrawnText
            | DocxFrame::Instruction
            | DocxFrame::Alternate(_) => {}
            DocxFrame::Paragraph => {
                if !self.fields_end {
                    self.flow.overrun_codes(&mut self.all.runs)?;
                }
                self.flow.go_on_in_code();
                self.flow.end_paragraph();
            }
            DocxFrame::SimpleField(around) => {
                self.flow.fields.truncate(around + 1);
                self.end_field()?;
            }
            DocxFrame::Control => self.end_control()?,
            DocxFrame::Run => {
                if let Some(object) = self.own_mark.take() {
                    self.object("", object)?;
                }
                self.run = RunProperties::default();
            }
            DocxFrame::Insertion => drop(self.insertions.pop()),
            DocxFrame::Deletion => drop(self.deletions.pop()),
            DocxFrame::Link => drop(self.links.pop()),
            DocxFrame::Ruby => self.rubies = self.rubies.saturating_sub(1),
            DocxFrame::Table => self.flow.end_table(),
            DocxFrame::Cell => self.flow.end_cell(),
            DocxFrame::TextBox => {
                self.flow.overrun_codes(&mut self.all.runs)?;
                let (flow, run) = self.outer.pop().unwrap_or_default();
                let inner = std::mem::replace(&mut self.flow, flow);
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.worded |= inner.shows_something();
                }
                self.flow.anchor(inner);
                self.run = run;
            }
            DocxFrame::Drawing => self.end_drawing()?,
        }
        Ok(())
    }
}
