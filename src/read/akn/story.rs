//! Elements and text as facts: paragraphs with the numbers before them, tables, notes.
//!
//! One loop with a stack of what is open. Elements that are not known part paragraphs and are walked
//! through, so their text is kept. Never: a word left out silently.

use std::collections::{BTreeMap, HashMap};

use super::marks::{AknMarks, AttributeList};
use crate::akoma_ntoso::naming;
use crate::diagnostics::Refusal;
use crate::read::facts::document::{DocumentParts, HiddenStory};
use crate::read::facts::flow::BlockFlow;
use crate::read::facts::types::{Atom, ParagraphProperties, RunProperties, WordRun};
use crate::read::xml::{KnownNamespace, XmlReader, XmlToken};
use crate::text::{Format, RevisionIndex, RevisionKind};

/// Elements that hold words themselves.
const TEXT: &[&str] = &[
    "p",
    "heading",
    "subheading",
    "crossHeading",
    "listIntroduction",
    "listWrapUp",
    "caption",
    "block",
    "from",
    "interstitial",
    "tocItem",
];

/// Elements within a line, besides those that say how it looks.
const INLINE: &[&str] = &[
    "abbr",
    "affectedDocument",
    "argument",
    "concept",
    "courtType",
    "date",
    "decoration",
    "def",
    "docAuthority",
    "docCommittee",
    "docDate",
    "docIntroducer",
    "docJurisdiction",
    "docNumber",
    "docProponent",
    "docPurpose",
    "docStage",
    "docStatus",
    "docTitle",
    "docType",
    "docketNumber",
    "embeddedText",
    "entity",
    "event",
    "extractText",
    "fillIn",
    "inline",
    "judge",
    "lawyer",
    "legislature",
    "location",
    "mmod",
    "mod",
    "mref",
    "neutralCitation",
    "omissis",
    "opinion",
    "organization",
    "outcome",
    "party",
    "person",
    "placeholder",
    "process",
    "quantity",
    "quotedText",
    "recordedTime",
    "ref",
    "relatedDocument",
    "remark",
    "rmod",
    "role",
    "rref",
    "session",
    "shortTitle",
    "signature",
    "term",
    "time",
];

/// Elements that say how words look.
const FORMATS: [(&str, Format); 5] = [
    ("b", Format::BOLD),
    ("i", Format::ITALIC),
    ("u", Format::UNDERLINE),
    ("sup", Format::SUPERSCRIPT),
    ("sub", Format::SUBSCRIPT),
];

/// Classes that say so.
const CLASSES: [(&str, Format); 5] = [
    ("strike", Format::STRIKE),
    ("caps", Format::CAPS),
    ("small-caps", Format::SMALL_CAPS),
    ("hidden", Format::HIDDEN),
    ("right-to-left", Format::RIGHT_TO_LEFT),
];

/// What holds for the words at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub run: RunProperties,
    pub insertion: Option<RevisionIndex>,
    pub deletion: Option<RevisionIndex>,
    pub link: Atom,
}

/// Where a note's text goes.
#[derive(Debug)]
pub(super) enum NotePlace {
    /// To the note with this index.
    Note(usize),
    /// Nowhere yet: a note of the metadata, by its eId.
    Waiting(String),
}

/// What is open, and what its end does.
#[derive(Debug)]
pub(super) enum AknFrame {
    /// Ends a paragraph.
    Block,
    /// The same, and no words stand in it any more.
    Text,
    /// Gives back what held before it.
    Inline(Look),
    /// A number, for the paragraph behind it.
    Number,
    Table,
    Cell,
    /// A note; what held before it, and whether words were kept.
    Note(NotePlace, Look, bool),
    /// Metadata, or what stands in another file.
    Silent(bool),
}

/// What was read.
pub(super) struct AknParts {
    pub facts: DocumentParts,
    /// Bytes of pictures, by the names that the facts give them.
    pub binaries: Vec<(String, Vec<u8>)>,
    /// Documents and objects of other files.
    pub elsewhere: usize,
}

/// A note of the metadata.
#[derive(Debug, Default)]
pub(super) struct WaitingNote {
    pub is_comment: bool,
    pub aside: HiddenStory,
    /// Its place among notes or comments, once something refers to it.
    pub place: Option<u32>,
}

/// Reads a document.
pub(super) struct AknStoryReader<'r, 'a> {
    xml: &'r mut XmlReader<'a>,
    pub(super) parts: AknParts,
    pub(super) marks: AknMarks,
    pub(super) look: Look,
    pub(super) paragraph: ParagraphProperties,
    frames: Vec<AknFrame>,
    pub(super) flow: BlockFlow,
    /// Stories around the one at hand, each with the number that waits in it.
    pub(super) outer: Vec<(BlockFlow, Vec<WordRun>)>,
    /// A number that waits for its paragraph.
    pub(super) number: Vec<WordRun>,
    /// White space that waits for what follows it.
    pub(super) gap: String,
    /// How many elements that hold words are open.
    pub(super) texts: usize,
    /// Rows that each cell spans, by table, row and cell.
    pub(super) spans: Vec<Vec<Vec<u16>>>,
    /// Words are not kept.
    pub(super) silent: bool,
    /// Notes of the text by their eIds.
    pub(super) notes: HashMap<String, u32>,
    /// Notes of the metadata by their eIds.
    pub(super) waiting: BTreeMap<String, WaitingNote>,
}

impl<'r, 'a> AknStoryReader<'r, 'a> {
    pub(super) fn new(xml: &'r mut XmlReader<'a>) -> Self {
        let parts = AknParts { facts: DocumentParts::default(), binaries: Vec::new(), elsewhere: 0 };
        Self {
            xml,
            parts,
            marks: AknMarks::default(),
            look: Look::default(),
            paragraph: ParagraphProperties::default(),
            frames: Vec::new(),
            flow: BlockFlow::default(),
            outer: Vec::new(),
            number: Vec::new(),
            gap: String::new(),
            texts: 0,
            spans: Vec::new(),
            silent: false,
            notes: HashMap::new(),
            waiting: BTreeMap::new(),
        }
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// XML that is not well-formed; a bound met.
    pub(super) fn read(mut self) -> Result<AknParts, Refusal> {
        loop {
            match self.xml.next()? {
                XmlToken::Start(element) => {
                    let is_own = element.space == KnownNamespace::Own;
                    let attributes = AttributeList(self.xml.attributes(&element)?);
                    let name = String::from_utf8_lossy(element.local()).into_owned();
                    let frame =
                        if is_own { self.own(&name, &attributes) } else { self.start(&name, &attributes)? };
                    self.frames.push(frame);
                }
                XmlToken::End => {
                    if let Some(frame) = self.frames.pop() {
                        self.end(frame)?;
                    }
                }
                XmlToken::Text(text) => self.text(&text)?,
                XmlToken::Eof => break,
            }
        }
        self.end_paragraph()?;
        self.place_number(false)?;
        self.end_paragraph()?;
        let unreferenced = self.waiting.values().filter(|note| note.place.is_none()).count();
        self.parts.facts.unreferenced += unreferenced;
        self.flow.end();
        self.parts.facts.body = self.flow.blocks;
        Ok(self.parts)
    }

    /// An element of ours: a mark of the list.
    fn own(&mut self, name: &str, attributes: &AttributeList) -> AknFrame {
        if name == "mark" {
            self.marks.list(attributes, &mut self.parts.facts.gathered.ledger);
        }
        AknFrame::Silent(std::mem::replace(&mut self.silent, true))
    }

    fn start(&mut self, name: &str, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        if self.silent && !matches!(name, "note") {
            return Ok(self.metadata(name, attributes));
        }
        if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == name) {
            let before = self.inline()?;
            self.look.run.state(*format, true);
            return Ok(before);
        }
        if TEXT.contains(&name) {
            self.begin_block(attributes)?;
            self.texts += 1;
            return Ok(AknFrame::Text);
        }
        match name {
            "meta" => {
                self.end_paragraph()?;
                Ok(AknFrame::Silent(std::mem::replace(&mut self.silent, true)))
            }
            "num" => self.begin_number(),
            "ins" | "del" => self.mark(name, attributes),
            "span" | "a" => self.span(attributes),
            "eol" | "br" => {
                self.settle_gap()?;
                self.push("\n", None)?;
                self.inline()
            }
            "img" => self.picture(attributes),
            "authorialNote" => self.note(attributes),
            "note" => Ok(self.waiting_note(attributes)),
            "noteRef" => self.refer(attributes),
            "table" => self.begin_table(),
            "tr" => self.begin_row(attributes),
            "td" | "th" => self.begin_cell(name == "th", attributes),
            "componentRef" | "documentRef" | "object" => {
                self.parts.elsewhere += 1;
                Ok(AknFrame::Silent(std::mem::replace(&mut self.silent, true)))
            }
            name if INLINE.contains(&name) => self.inline(),
            _ => {
                self.begin_block(attributes)?;
                Ok(AknFrame::Block)
            }
        }
    }

    fn end(&mut self, frame: AknFrame) -> Result<(), Refusal> {
        match frame {
            AknFrame::Block => self.end_paragraph()?,
            AknFrame::Text => {
                if !self.silent && !self.flow.has_text() && !self.number.is_empty() {
                    self.place_number(true)?;
                }
                self.end_paragraph()?;
                self.texts = self.texts.saturating_sub(1);
            }
            AknFrame::Inline(before) => {
                self.settle_gap()?;
                self.look = before;
            }
            AknFrame::Number => {
                self.settle_gap()?;
                self.texts = self.texts.saturating_sub(1);
                let (flow, _) = self.outer.pop().unwrap_or_default();
                let mut number = std::mem::replace(&mut self.flow, flow);
                self.number = std::mem::take(&mut number.paragraph().runs);
            }
            AknFrame::Table => self.end_table()?,
            AknFrame::Cell => {
                self.end_story()?;
                self.flow.end_cell();
            }
            AknFrame::Note(place, look, silent) => self.end_note(place, look, silent)?,
            AknFrame::Silent(before) => self.silent = before,
        }
        Ok(())
    }

    /// Metadata: the first language and number are the document's.
    fn metadata(&mut self, name: &str, attributes: &AttributeList) -> AknFrame {
        let properties = &mut self.parts.facts.properties;
        match name {
            "FRBRlanguage" if properties.language.is_none() => {
                let code = attributes.get("language").unwrap_or_default();
                properties.language = naming().language(code).map(|language| language.tag().to_owned());
            }
            // Of the document's work alone: its components have none.
            "FRBRname" if properties.title.is_none() => {
                properties.title = attributes.get("value").map(str::to_owned);
            }
            "FRBRnumber" if properties.work.is_none() => {
                properties.work = attributes.get("value").map(str::to_owned);
            }
            _ => {}
        }
        AknFrame::Silent(self.silent)
    }

    /// An element within a line begins.
    pub(super) fn inline(&mut self) -> Result<AknFrame, Refusal> {
        self.settle_gap()?;
        Ok(AknFrame::Inline(self.look))
    }

    fn mark(&mut self, name: &str, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        let before = self.inline()?;
        let ledger = &mut self.parts.facts.gathered.ledger;
        if name == "ins" {
            self.look.insertion = Some(self.marks.of(attributes, RevisionKind::Insertion, ledger));
        } else {
            self.look.deletion = Some(self.marks.of(attributes, RevisionKind::Deletion, ledger));
        }
        Ok(before)
    }

    fn span(&mut self, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        let before = self.inline()?;
        let classes = attributes.get("class").unwrap_or_default();
        for (class, format) in CLASSES {
            if classes.split_whitespace().any(|own| own == class) {
                self.look.run.state(format, true);
            }
        }
        let ledger = &mut self.parts.facts.gathered.ledger;
        if let Some(tag) = attributes.language() {
            self.look.run.language = [ledger.atom(tag)?; 3];
        }
        if let Some(address) = attributes.get("href") {
            self.look.link = ledger.atom(address)?;
        }
        if let Some(mark) = self.marks.named(attributes, "formatting") {
            self.look.run.formatting = Some(mark);
        }
        Ok(before)
    }
}
