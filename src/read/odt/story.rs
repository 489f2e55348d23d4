//! One story (body, note, header, comment) as facts: tokens in, paragraphs and tables out.
//!
//! One loop with a stack of what is open; stories inside stories are frames of it. Elements that are not
//! known are walked through, so their text is kept. Never: what a style means.

use std::collections::HashMap;

use super::changes::Changes;
use super::drawn::Drawn;
use super::fields::{OdtField, is_field};
use super::items::OdtList;
use super::styles::{OUTLINE_LIST, OdtStyles, lay_over, text};
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::facts::document::{DocumentParts, HiddenStory};
use crate::read::facts::flow::BlockFlow;
use crate::read::facts::numbering::LEVELS;
use crate::read::facts::types::{Atom, RunProperties, StoryBlock, WordObject, WordRun, WordSection};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader, XmlToken};
use crate::text::{Format, RevisionIndex, RevisionKind};

/// What is open, innermost last.
pub(super) enum OdtFrame {
    /// Walked through.
    Through,
    /// A paragraph; the run that held outside of it, where it stands in another.
    Paragraph(RunProperties),
    /// A span or link: what held before it.
    Span(RunProperties, Atom),
    /// A list; the list of its items is on the stack of lists.
    List,
    /// An item; its first paragraph has the number.
    Item,
    /// A paragraph with a number that stands in no list; how many lists were opened for it.
    NumberedParagraph(usize),
    /// Rows that are repeated on each page.
    HeadRows,
    Table,
    /// A row, and how often it stands.
    Row(usize),
    /// A cell likewise.
    Cell(usize),
    /// A note's body.
    Note,
    Comment,
    /// Who changed something and when, and what they say of it.
    ChangeInfo,
    TextBox,
    /// A drawn frame; whether something in it was shown.
    Drawn(Drawn),
    /// A field that may have no text of its own.
    Field(Box<OdtField>),
}

/// Reads the stories of one part.
pub(super) struct OdtStoryReader<'r, 'a> {
    pub(super) xml: &'r mut XmlReader<'a>,
    pub(super) facts: &'r mut DocumentParts,
    pub(super) sheet: &'r mut OdtStyles,
    pub(super) frames: Vec<OdtFrame>,
    pub(super) flow: BlockFlow,
    /// Flows around an open note, comment or text box.
    outer: Vec<BlockFlow>,
    pub(super) lists: Vec<OdtList>,
    /// The last list of each definition, and lists by their ids.
    pub(super) last_lists: HashMap<i64, u32>,
    pub(super) list_ids: HashMap<String, u32>,
    /// Rows that each cell spans, by table, row and cell.
    pub(super) spans: Vec<Vec<Vec<u16>>>,
    pub(super) columns: Vec<Vec<u32>>,
    pub(super) run: RunProperties,
    pub(super) link: Atom,
    /// Changes whose end has not come, by id.
    around: Vec<(String, (RevisionKind, RevisionIndex))>,
    pub(super) changes: Changes,
    /// Author and date of the change that is read.
    pub(super) change: Option<(Option<String>, Option<String>)>,
    pub(super) comments: Vec<HiddenStory>,
    /// Ranges of comments whose end has not come, by name.
    ranges: Vec<(String, u32)>,
    /// White space that waits for what follows it.
    space: bool,
    /// Values of the author's own fields (`true`) and of variables, by name.
    pub(super) values: HashMap<(bool, String), String>,
    /// How many pieces have been shown.
    pub(super) shown: usize,
    /// Pictures that stand in the XML.
    pub binaries: Vec<(String, Vec<u8>)>,
}

/// Elements whose content no reader sees.
const UNSEEN: &[&[u8]] = &[
    b"forms",
    b"sequence-decls",
    b"variable-decls",
    b"dde-connection-decls",
    b"table-of-content-source",
    b"alphabetical-index-source",
    b"illustration-index-source",
    b"table-index-source",
    b"object-index-source",
    b"user-index-source",
    b"bibliography-source",
    b"script",
    b"event-listeners",
    b"note-citation",
    b"covered-table-cell",
    b"alphabetical-index-mark",
    b"meta-field-source",
    b"shapes",
];

/// Elements that show nothing where their `text:display` says so (ODF 1.3 part 3, 19.782 and 19.783).
const HIDING: &[&[u8]] = &[
    b"section",
    b"variable-set",
    b"variable-get",
    b"variable-input",
    b"user-field-get",
    b"user-field-input",
    b"expression",
];

impl<'r, 'a> OdtStoryReader<'r, 'a> {
    /// A reader at an element just opened.
    pub(super) fn new(
        xml: &'r mut XmlReader<'a>,
        facts: &'r mut DocumentParts,
        sheet: &'r mut OdtStyles,
    ) -> Self {
        Self {
            xml,
            facts,
            sheet,
            frames: Vec::new(),
            flow: BlockFlow::default(),
            outer: Vec::new(),
            lists: Vec::new(),
            last_lists: HashMap::new(),
            list_ids: HashMap::new(),
            spans: Vec::new(),
            columns: Vec::new(),
            run: RunProperties::default(),
            link: Atom::NONE,
            around: Vec::new(),
            changes: Changes::default(),
            change: None,
            comments: Vec::new(),
            ranges: Vec::new(),
            space: false,
            values: HashMap::new(),
            shown: 0,
            binaries: Vec::new(),
        }
    }

    /// Reads the element just opened, to its end.
    ///
    /// # Errors
    /// Broken XML or a bound met.
    pub(super) fn story(&mut self) -> Result<Vec<StoryBlock>, Refusal> {
        loop {
            match self.xml.next()? {
                XmlToken::Start(element) => {
                    if let Some(frame) = self.open(&element)? {
                        self.frames.push(frame);
                    }
                }
                XmlToken::Text(text) => {
                    if self.is_text() {
                        self.words(&text)?;
                    }
                }
                XmlToken::End => match self.frames.pop() {
                    Some(frame) => self.close(frame)?,
                    None => break,
                },
                XmlToken::Eof => break,
            }
        }
        while self.flow.nesting() > 0 {
            self.end_table();
        }
        for (_, index) in std::mem::take(&mut self.ranges) {
            self.push("", Some(WordObject::Comment(index)))?;
        }
        self.flow.end_paragraph();
        Ok(std::mem::take(&mut self.flow.blocks))
    }

    /// Whether text here is text of a paragraph.
    pub(super) fn is_text(&self) -> bool {
        let inner = self.frames.iter().rev().find(|frame| !matches!(frame, OdtFrame::Through));
        matches!(inner, Some(OdtFrame::Paragraph(_) | OdtFrame::Span(..) | OdtFrame::Field(_)))
    }

    fn open(&mut self, element: &StartTag<'a>) -> Result<Option<OdtFrame>, Refusal> {
        if element.name() == (KnownNamespace::Text, b"user-field-decls") {
            self.user_fields()?;
            return Ok(None);
        }
        if UNSEEN.contains(&element.local()) {
            self.xml.skip()?;
            return Ok(None);
        }
        if element.name() == (KnownNamespace::Other, b"fieldmark") {
            self.field_mark(element)?;
            return Ok(None);
        }
        match element.space {
            KnownNamespace::Text => self.open_text(element),
            KnownNamespace::Table => self.open_table(element),
            KnownNamespace::Draw => self.open_drawn(element),
            KnownNamespace::Office => self.open_office(element),
            KnownNamespace::Svg if matches!(element.local(), b"title" | b"desc") => {
                self.describe()?;
                Ok(None)
            }
            KnownNamespace::Dc if matches!(element.local(), b"creator" | b"date") && !self.is_text() => {
                let local = element.local().to_vec();
                self.note_change(&local)?;
                Ok(None)
            }
            _ => Ok(Some(OdtFrame::Through)),
        }
    }

    fn open_text(&mut self, element: &StartTag<'a>) -> Result<Option<OdtFrame>, Refusal> {
        if matches!(element.local(), b"span" | b"a" | b"ruby-text" | b"change-start" | b"change-end") {
            // White space before a span is not the span's.
            self.flush_space()?;
        }
        match element.local() {
            b"variable-set" | b"variable-input" => self.set_variable(element)?,
            b"label" => self.entry(element)?,
            _ => {}
        }
        let attribute = |name: &[u8]| text(self.xml, element, KnownNamespace::Text, name);
        Ok(Some(match element.local() {
            b"p" | b"h" => return self.begin_paragraph(element).map(Some),
            b"span" => {
                let style = attribute(b"style-name")?;
                let before = OdtFrame::Span(self.run, self.link);
                if let Some(look) = self.sheet.characters.get(&style) {
                    lay_over(&mut self.run, look);
                }
                before
            }
            b"a" => {
                let address = text(self.xml, element, KnownNamespace::Xlink, b"href")?;
                let before = OdtFrame::Span(self.run, self.link);
                self.link = self.facts.gathered.ledger.atom(&address)?;
                before
            }
            b"s" => {
                let count = attribute(b"c")?.parse::<usize>().unwrap_or(1).min(limits::XML_TOKEN_BYTES);
                self.push(&" ".repeat(count), None)?;
                OdtFrame::Through
            }
            b"tab" => {
                self.push("\t", None)?;
                OdtFrame::Through
            }
            b"line-break" => {
                self.push("\n", None)?;
                OdtFrame::Through
            }
            b"list" => self.begin_list(element)?,
            b"numbered-paragraph" => self.begin_numbered(element)?,
            b"list-item" | b"list-header" => self.begin_item(element)?,
            b"note" => {
                let end = attribute(b"note-class")? == "endnote";
                let number = i64::try_from(self.facts.notes.len()).unwrap_or(-1);
                let index = self.facts.gathered.notes.index((end, number));
                self.facts.notes.push(None);
                self.push("", Some(WordObject::Note { index, own_mark: false }))?;
                OdtFrame::Through
            }
            b"note-body" => self.begin_inner(OdtFrame::Note)?,
            b"tracked-changes" if self.change.is_some() => {
                self.xml.skip()?;
                return Ok(None);
            }
            b"tracked-changes" => {
                self.tracked_changes()?;
                return Ok(None);
            }
            b"change-start" => {
                let id = attribute(b"change-id")?;
                self.say_of(&id)?;
                if let Some(change) = self.changes.around(&id)
                    && self.around.len() < limits::OPEN_MOVES
                {
                    self.around.push((id, change));
                }
                OdtFrame::Through
            }
            b"change-end" => {
                let id = attribute(b"change-id")?;
                self.around.retain(|(open, _)| *open != id);
                OdtFrame::Through
            }
            b"change" => {
                let id = attribute(b"change-id")?;
                self.flush_space()?;
                self.put_back(&id)?;
                self.say_of(&id)?;
                OdtFrame::Through
            }
            b"ruby" => {
                self.facts.gathered.oddities.rubies += 1;
                OdtFrame::Through
            }
            b"ruby-text" => {
                let before = OdtFrame::Span(self.run, self.link);
                self.run.state(Format::SUPERSCRIPT, true);
                before
            }
            // A section with a condition says how it last came out (ODF 1.3 part 3, 19.864).
            local
                if HIDING.contains(&local) && attribute(b"display")? == "none"
                    || local == b"section" && attribute(b"is-hidden")? == "true"
                    || local == b"hidden-text" && attribute(b"is-hidden")? != "false" =>
            {
                if self.is_text() {
                    self.flush_space()?;
                }
                let before = OdtFrame::Span(self.run, self.link);
                self.run.state(Format::HIDDEN, true);
                before
            }
            b"hidden-paragraph" if attribute(b"is-hidden")? == "true" => {
                self.flow
                    .paragraph()
                    .runs
                    .iter_mut()
                    .for_each(|run| run.properties.state(Format::HIDDEN, true));
                self.run.state(Format::HIDDEN, true);
                OdtFrame::Through
            }
            b"bookmark"
            | b"bookmark-start"
            | b"bookmark-end"
            | b"reference-mark"
            | b"reference-mark-start"
            | b"reference-mark-end" => {
                self.flush_space_if_open()?;
                self.place(element)?;
                OdtFrame::Through
            }
            local if is_field(local) && self.is_text() => self.open_field(element)?,
            _ => OdtFrame::Through,
        }))
    }

    fn open_office(&mut self, element: &StartTag<'a>) -> Result<Option<OdtFrame>, Refusal> {
        match element.local() {
            b"annotation" => {
                let number = i64::try_from(self.facts.comments.len() + self.comments.len()).unwrap_or(-1);
                let index = self.facts.gathered.comments.index(number);
                let name = text(self.xml, element, KnownNamespace::Office, b"name")?;
                if name.is_empty() || self.ranges.len() >= limits::OPEN_MOVES {
                    self.push("", Some(WordObject::Comment(index)))?;
                } else {
                    // The comment stands where what it is about ends.
                    self.push("", Some(WordObject::CommentStart(index)))?;
                    self.ranges.push((name, index));
                }
                self.comments.push(HiddenStory::default());
                self.begin_inner(OdtFrame::Comment).map(Some)
            }
            b"change-info" => {
                self.comments.push(HiddenStory::default());
                self.begin_inner(OdtFrame::ChangeInfo).map(Some)
            }
            b"annotation-end" => {
                let name = text(self.xml, element, KnownNamespace::Office, b"name")?;
                if let Some(at) = self.ranges.iter().position(|(open, _)| *open == name) {
                    let (_, index) = self.ranges.remove(at);
                    self.push("", Some(WordObject::Comment(index)))?;
                }
                Ok(Some(OdtFrame::Through))
            }
            b"binary-data" => {
                self.binary()?;
                Ok(None)
            }
            _ => Ok(Some(OdtFrame::Through)),
        }
    }

    /// A story inside the story begins.
    pub(super) fn begin_inner(&mut self, frame: OdtFrame) -> Result<OdtFrame, Refusal> {
        if self.outer.len() >= limits::TABLE_NESTING {
            return Err(Refusal::over(
                message!("the nesting of notes"),
                limits::TABLE_NESTING as u64,
                message!("notes"),
            ));
        }
        self.flush_space()?;
        self.outer.push(std::mem::take(&mut self.flow));
        Ok(frame)
    }

    /// The story inside ends: its blocks.
    pub(super) fn end_inner(&mut self) -> BlockFlow {
        while self.flow.nesting() > 0 {
            self.end_table();
        }
        self.flow.end_paragraph();
        std::mem::replace(&mut self.flow, self.outer.pop().unwrap_or_default())
    }

    fn begin_paragraph(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let style = text(self.xml, element, KnownNamespace::Text, b"style-name")?;
        if let Some(before) = self.sheet.turn(&style) {
            self.flow.end_section(WordSection { landscape: before, columns: 1, ..WordSection::default() });
        }
        self.flow.begin_paragraph(&mut self.facts.gathered.paragraphs)?;
        let frame = OdtFrame::Paragraph(std::mem::take(&mut self.run));
        self.space = false;
        // A hidden section hides its paragraphs.
        if let OdtFrame::Paragraph(before) = &frame
            && before.on.has(Format::HIDDEN)
        {
            self.run.state(Format::HIDDEN, true);
        }
        let id = self.facts.gathered.ledger.atom(&style)?;
        let mut list = None;
        let mut level = self.lists.len().saturating_sub(1).min(LEVELS - 1);
        if let Some(open) = self.lists.last_mut()
            && std::mem::take(&mut open.numbered)
        {
            list = Some(open.list);
        }
        let properties = &mut self.flow.paragraph().properties;
        properties.style = id;
        if element.local() == b"h" {
            let outline = text(self.xml, element, KnownNamespace::Text, b"outline-level")?;
            let outline = outline.parse::<u8>().unwrap_or(1).clamp(1, 10) - 1;
            properties.outline = Some(outline).filter(|outline| *outline < 9);
            let header = text(self.xml, element, KnownNamespace::Text, b"is-list-header")? == "true";
            let numbered = self.sheet.outline.get(usize::from(outline)).copied().unwrap_or(false);
            if list.is_none() && numbered && !header {
                list = Some(OUTLINE_LIST);
                level = usize::from(outline);
            }
        }
        properties.list = list;
        properties.level = list.and(u8::try_from(level).ok());
        Ok(frame)
    }

    /// The text of the element just opened, to its end.
    pub(super) fn content(&mut self) -> Result<String, Refusal> {
        let depth = self.xml.depth();
        let mut value = String::new();
        loop {
            match self.xml.next()? {
                XmlToken::Text(text) => value.push_str(&text),
                XmlToken::End if self.xml.depth() < depth => return Ok(value),
                XmlToken::Eof => return Ok(value),
                _ => {}
            }
        }
    }

    fn close(&mut self, frame: OdtFrame) -> Result<(), Refusal> {
        match frame {
            OdtFrame::Paragraph(before) => {
                // LibreOffice writes and keeps a space at the end, which a join to the next needs.
                if self.flow.has_text() {
                    self.flush_space()?;
                }
                self.space = false;
                let (insertion, deletion) = (self.insertion(), self.mark(RevisionKind::Deletion));
                let paragraph = self.flow.paragraph();
                paragraph.properties.mark.insertion = insertion;
                paragraph.properties.mark.deletion = deletion.or(paragraph.properties.mark.deletion);
                self.flow.end_paragraph();
                self.run = before;
            }
            OdtFrame::Span(run, link) => {
                self.flush_space_if_open()?;
                (self.run, self.link) = (run, link);
            }
            OdtFrame::List => drop(self.lists.pop()),
            OdtFrame::NumberedParagraph(depth) => {
                self.lists.truncate(self.lists.len().saturating_sub(depth));
            }
            OdtFrame::Table => self.end_table(),
            OdtFrame::Row(times) => self.end_row(times)?,
            OdtFrame::Cell(times) => self.end_cell(times)?,
            OdtFrame::Note => {
                let inner = self.end_inner();
                let last = self.facts.notes.iter_mut().rev().find(|note| note.is_none());
                if let Some(slot) = last {
                    *slot = Some(HiddenStory { blocks: inner.blocks, ..HiddenStory::default() });
                }
            }
            OdtFrame::Comment => {
                let inner = self.end_inner();
                let mut aside = self.comments.pop().unwrap_or_default();
                aside.blocks = inner.blocks;
                aside.date = aside.date.and_then(|date| date.split('.').next().map(str::to_owned));
                self.facts.comments.push(Some(aside));
            }
            OdtFrame::ChangeInfo => self.end_change_info(),
            OdtFrame::TextBox => {
                let inner = self.end_inner();
                self.facts.gathered.oddities.text_boxes += 1;
                self.flow.anchor(inner);
                if let Some(drawn) = self.drawn() {
                    drawn.object = None;
                }
            }
            OdtFrame::Drawn(drawn) => self.end_drawn(drawn)?,
            OdtFrame::Field(field) => self.close_field(*field)?,
            OdtFrame::Through | OdtFrame::Item | OdtFrame::HeadRows => {}
        }
        Ok(())
    }

    /// Text; white space is one space, and none at a paragraph's start (ODF 1.3 part 3, 6.1.2).
    fn words(&mut self, text: &str) -> Result<(), Refusal> {
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                let first = shown.is_empty() && !self.flow.has_text();
                self.space = !first;
                continue;
            }
            if std::mem::take(&mut self.space) {
                shown.push(' ');
            }
            shown.push(character);
        }
        self.push_run(&shown, None)
    }

    pub(super) fn flush_space(&mut self) -> Result<(), Refusal> {
        if std::mem::take(&mut self.space) { self.push_run(" ", None) } else { Ok(()) }
    }

    /// White space at the end of a span is the span's.
    fn flush_space_if_open(&mut self) -> Result<(), Refusal> {
        if self.is_text() { self.flush_space() } else { Ok(()) }
    }

    /// The innermost open change of a kind.
    fn mark(&self, wanted: RevisionKind) -> Option<RevisionIndex> {
        let mut open = self.around.iter().rev().map(|(_, change)| *change);
        open.find_map(|(kind, index)| (kind == wanted).then_some(index))
    }

    pub(super) fn insertion(&self) -> Option<RevisionIndex> {
        self.mark(RevisionKind::Insertion)
    }

    pub(super) fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        self.flush_space()?;
        self.push_run(text, object)
    }

    fn push_run(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        if text.is_empty() && object.is_none() {
            return Ok(());
        }
        self.shown += 1;
        let run = WordRun {
            text: String::new(),
            properties: self.run,
            insertion: self.insertion(),
            deletion: self.mark(RevisionKind::Deletion),
            link: self.link,
            object,
            ..WordRun::default()
        };
        self.flow.push(run, text, &mut self.facts.gathered.runs)
    }
}
