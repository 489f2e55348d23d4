//! Groups and words into Word facts. One loop, a stack of groups; never recursive.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::form::RtfForm;
use super::groups::{Destination, FormatChange, GroupEnding, GroupState, RtfFont, StoryKind};
use super::lists::RtfLists;
use super::mathematics::RtfFormula;
use super::old_numbers::{OldNumber, OldNumbers};
use super::pictures::RtfPicture;
use super::words::{CHARACTERS, DESTINATIONS, STORIES, THROUGH};
use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::limits;
use crate::read::date;
use crate::read::facts::document::{DocumentParts, HiddenStory};
use crate::read::facts::flow::{BlockFlow, count_paragraphs};
use crate::read::facts::pictures::Album;
use crate::read::facts::types::{CellForm, ParagraphProperties, StoryBlock, WordObject, WordSection};
use crate::read::rows::{self, Shape};
use crate::text::{Format, RevisionIndex};

/// A story in the making.
#[derive(Debug, Default)]
pub(super) struct RtfStory {
    pub(super) flow: BlockFlow,
    pub(super) shapes: Vec<Shape>,
    pub(super) in_row: bool,
    /// It is a box that is not shown, or stands in one.
    pub(super) hidden: bool,
    /// Open tables in cells, innermost last: whether a row is open, and the shapes of their rows.
    pub(super) inner: Vec<(bool, Vec<Shape>)>,
    /// The open paragraph's number stands in the file.
    pub(super) number_written: bool,
    /// The open paragraph has no number, and the count goes on behind it.
    pub(super) passed_over: bool,
    /// The list of the paragraph before the open one.
    pub(super) follows: Option<u32>,
    pub(super) insertion: Option<(FormatChange, RevisionIndex)>,
    pub(super) deletion: Option<(FormatChange, RevisionIndex)>,
}

/// A drawn shape.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DrawnShape {
    /// It has a form of its own: it is no frame of a picture or of text.
    is_form: bool,
    /// It is a straight line.
    line: bool,
    /// Words or a picture stand in it.
    shows: bool,
    /// It is neither shown nor printed.
    hidden: bool,
}

/// Reads one file.
#[derive(Debug, Default)]
pub(super) struct RtfReader {
    pub(super) facts: DocumentParts,
    pub(super) state: GroupState,
    pub(super) groups: Vec<GroupState>,
    pub(super) story: RtfStory,
    pub(super) stories: Vec<RtfStory>,
    pub(super) fonts: Vec<RtfFont>,
    /// The first font of each number.
    pub(super) font_places: HashMap<i32, usize>,
    pub(super) authors: Vec<String>,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) default_font: Option<i32>,
    /// Row in the making.
    pub(super) shape: Shape,
    /// The shape of the row around, while that of an inner one is said.
    pub(super) outer_shape: Option<Shape>,
    pub(super) cell_flags: u16,
    /// Looks of the cell that is being described, and the side of it that a rule is said of.
    pub(super) cell_form: CellForm,
    pub(super) side: Option<usize>,
    /// Pages of the document, and of the section at hand, lie on their side.
    pub(super) lies: bool,
    pub(super) turned: bool,
    /// Bytes and code units that wait for their neighbours.
    pub(super) bytes: Vec<u8>,
    pub(super) high: Option<u16>,
    /// A lead byte whose trail byte has not come, and its encoding.
    pub(super) lead: Option<(u8, &'static Encoding)>,
    /// Bytes still to be dropped after a `\u`.
    pub(super) dropped: usize,
    /// Text of the entry of a table of names, and its number.
    pub(super) entry: String,
    pub(super) lists: RtfLists,
    pub(super) old_numbers: OldNumbers,
    pub(super) number: i32,
    /// The form field in the making.
    pub(super) form: RtfForm,
    /// The picture in the making, those that are made, and their bytes.
    pub(super) picture: RtfPicture,
    pub(super) album: Album,
    pub(super) picture_bytes: u64,
    /// Open drawn shapes.
    pub(super) drawn: Vec<DrawnShape>,
    /// Name and value of the property of a shape in the making.
    pub(super) property: (String, String),
    pub(super) formula: RtfFormula,
    pub(super) comment: HiddenStory,
    pub(super) comment_date: String,
    /// The name of a comment's range.
    pub(super) range: String,
    /// The range that the open comment is about.
    pub(super) comment_range: String,
    /// Comments by the names of their ranges, or numbers of their own.
    pub(super) remarks: HashMap<i64, HiddenStory>,
}

impl RtfReader {
    /// `{`.
    ///
    /// # Errors
    /// Groups nested beyond the bound.
    pub(super) fn open(&mut self) -> Result<(), Refusal> {
        self.flush()?;
        if self.groups.len() >= limits::RTF_GROUPS {
            return Err(Refusal::over(
                message!("the nesting of groups"),
                limits::RTF_GROUPS as u64,
                message!("groups"),
            ));
        }
        self.groups.push(self.state);
        self.state.ending = GroupEnding::Nothing;
        if matches!(self.state.destination, Destination::Fonts | Destination::Styles | Destination::Authors) {
            let within = self.groups.last().is_some_and(|group| group.ending == GroupEnding::Entry);
            if !within {
                self.state.ending = GroupEnding::Entry;
                self.entry.clear();
                self.number = 0;
            }
        }
        self.dropped = 0;
        Ok(())
    }

    /// `}`; says whether the document ended.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn close(&mut self) -> Result<bool, Refusal> {
        self.flush()?;
        self.dropped = 0;
        let ending = self.state.ending;
        if self.state.destination == Destination::Lists {
            self.lists.close(self.groups.len(), &mut self.facts.numbering);
        }
        if ending == GroupEnding::Entry {
            self.end_entry()?;
        }
        self.state = self.groups.pop().unwrap_or_default();
        match ending {
            GroupEnding::Story(kind) => self.end_story(kind)?,
            GroupEnding::Field => self.end_field()?,
            GroupEnding::Property => self.end_property()?,
            GroupEnding::Picture => self.end_picture()?,
            GroupEnding::OldNumber => self.end_old_number(),
            GroupEnding::Mathematics => self.end_formula_element()?,
            GroupEnding::Shape => {
                let shape = self.drawn.pop().unwrap_or_default();
                self.end_shape(shape)?;
            }
            GroupEnding::PlaceStart if self.state.destination == Destination::Story => {
                self.story.flow.open_place(self.range.trim(), self.range.trim());
            }
            GroupEnding::PlaceEnd if self.state.destination == Destination::Story => {
                self.story.flow.close_place(self.range.trim(), &mut self.facts.gathered.oddities.references);
            }
            GroupEnding::RangeStart if self.state.destination == Destination::Story => {
                if let Ok(number) = self.range.trim().parse() {
                    let index = self.facts.gathered.comments.index(number);
                    self.push("", Some(WordObject::CommentStart(index)))?;
                }
            }
            _ => {}
        }
        Ok(self.groups.is_empty())
    }

    /// A control word.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn word(&mut self, word: &[u8], number: Option<i32>) -> Result<(), Refusal> {
        if word == b"u" {
            return self.unicode(number.unwrap_or(0));
        }
        self.flush()?;
        self.dropped = 0;
        let optional = std::mem::take(&mut self.state.optional);
        if self.destination(word, optional)? {
            return Ok(());
        }
        if let Some((_, text)) = CHARACTERS.iter().find(|(known, _)| *known == word) {
            return self.text(text);
        }
        match self.state.destination {
            Destination::Skipped => {
                if word == b"ud" && self.state.paired {
                    // The Unicode half of a pair: the other half was skipped.
                    let outer = self.groups.iter().rev().map(|group| group.destination);
                    let outer = outer.into_iter().find(|destination| *destination != Destination::Skipped);
                    self.state.destination = outer.unwrap_or_default();
                }
                Ok(())
            }
            Destination::Lists => {
                self.lists.word(self.groups.len(), word, number);
                if word == b"f" {
                    let font = self.font_of(number.unwrap_or(0));
                    self.lists.font(font.and_then(|font| font.symbols));
                }
                Ok(())
            }
            Destination::Fonts | Destination::Styles => self.entry_word(word, number.unwrap_or(0)),
            Destination::Picture => {
                self.picture_word(word, number);
                Ok(())
            }
            Destination::OldNumber | Destination::OldNumberBefore | Destination::OldNumberAfter => {
                self.old_numbers.word(word, number.unwrap_or(0));
                if matches!(word, b"pnf" | b"f") {
                    let font = self.font_of(number.unwrap_or(0));
                    self.old_numbers.font(font.and_then(|font| font.symbols));
                }
                Ok(())
            }
            _ => self.format_or_end(word, number),
        }
    }

    /// Words that open a destination; says whether this was one.
    fn destination(&mut self, word: &[u8], optional: bool) -> Result<bool, Refusal> {
        if self.state.destination == Destination::Skipped && !matches!(word, b"title" | b"author") {
            return Ok(false);
        }
        if self.state.destination == Destination::Mathematics {
            if CHARACTERS.iter().any(|(known, _)| *known == word) {
                return Ok(false);
            }
            return self.formula_word(word, optional).map(|()| true);
        }
        if self.state.destination == Destination::Story && self.begin_formula(word) {
            return Ok(true);
        }
        let numbers = matches!(
            self.state.destination,
            Destination::Lists
                | Destination::OldNumber
                | Destination::OldNumberBefore
                | Destination::OldNumberAfter
        );
        if numbers && (begins_text(word) || begins_other(word)) {
            return Ok(false);
        }
        if let Some((_, kind)) = STORIES.iter().find(|(known, _)| *known == word) {
            if self.stories.len() >= limits::TABLE_NESTING {
                return Err(Refusal::over(
                    message!("the nesting of notes"),
                    limits::TABLE_NESTING as u64,
                    message!("notes"),
                ));
            }
            // A note without a word has no paragraph that is counted.
            count_paragraphs(&mut self.facts.gathered.paragraphs, 1)?;
            self.state.ending = GroupEnding::Story(*kind);
            self.state.paragraph = ParagraphProperties::default();
            let anchor = std::mem::take(&mut self.state.run);
            self.state.in_table = false;
            let outer = std::mem::take(&mut self.story);
            // A box is hidden with what anchors it, or by a property of its own.
            self.story.hidden = outer.hidden
                || matches!(kind, StoryKind::TextBox)
                    && (anchor.on.has(Format::HIDDEN) || self.drawn.iter().any(|shape| shape.hidden));
            self.stories.push(outer);
            return Ok(true);
        }
        if let Some((_, destination)) = DESTINATIONS.iter().find(|(known, _)| *known == word) {
            self.state.destination = *destination;
            self.state.paired |= word == b"upr";
            return Ok(true);
        }
        match word {
            b"field" => {
                self.story.flow.begin_field();
                self.form = RtfForm::default();
                self.state.ending = GroupEnding::Field;
            }
            b"fldrslt" => {
                self.story.flow.begin_result(&mut self.facts.gathered.ledger)?;
                if self.state.destination == Destination::Instruction {
                    // The result of a field in the code of another one.
                    self.state.destination = Destination::Story;
                }
            }
            b"pn" if self.state.destination == Destination::Story => {
                self.old_numbers.begin();
                self.state.destination = Destination::OldNumber;
                self.state.ending = GroupEnding::OldNumber;
            }
            b"shp" if self.state.destination == Destination::Story => {
                self.drawn.push(DrawnShape::default());
                self.state.ending = GroupEnding::Shape;
            }
            b"dpline" | b"dprect" | b"dpellipse" | b"dparc" | b"dppolyline" => {
                self.end_shape(DrawnShape {
                    line: word == b"dpline",
                    is_form: true,
                    ..DrawnShape::default()
                })?;
            }
            b"sp" => {
                self.property = (String::new(), String::new());
                self.state.destination = Destination::Property;
                self.state.ending = GroupEnding::Property;
            }
            b"bkmkstart" | b"bkmkend" => {
                self.range.clear();
                self.state.destination = Destination::Place;
                let begins = word == b"bkmkstart";
                self.state.ending = if begins { GroupEnding::PlaceStart } else { GroupEnding::PlaceEnd };
            }
            b"atrfstart" => {
                self.range.clear();
                self.state.destination = Destination::RangeStart;
                self.state.ending = GroupEnding::RangeStart;
            }
            b"ffl" => {
                self.form.entries.push(String::new());
                self.state.destination = Destination::FormEntry;
            }
            b"chpgn" | b"sectnum" | b"chdate" | b"chdpl" | b"chdpa" | b"chtime" => self.printed(word)?,
            b"pict" if self.state.destination == Destination::Story => {
                self.picture = RtfPicture::default();
                self.state.destination = Destination::Picture;
                self.state.ending = GroupEnding::Picture;
            }
            b"pict" => self.object("picture")?,
            b"objdata" => self.object("object")?,
            _ if optional && !THROUGH.contains(&word) => {
                // Styles of characters, of sections and of paragraphs are no destinations.
                let kept = match self.state.destination {
                    Destination::Styles => word == b"cs",
                    _ => matches!(word, b"cs" | b"ds" | b"s"),
                };
                if !kept {
                    self.state.destination = Destination::Skipped;
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What is said of a paragraph's number holds to the next `\pard`.
    fn end_old_number(&mut self) {
        let follows = self.story.follows;
        match self.old_numbers.end(follows, &mut self.facts.numbering) {
            Some(OldNumber::Of(list, level)) => {
                (self.state.paragraph.list, self.state.paragraph.level) = (Some(list), Some(level));
            }
            Some(OldNumber::PassedOver) => {
                (self.state.paragraph.list, self.state.paragraph.level) = (None, None);
                self.story.passed_over = true;
            }
            None => {}
        }
    }

    /// Words that a shape draws (WordArt) stand after the paragraph that anchors it.
    fn end_property(&mut self) -> Result<(), Refusal> {
        let (name, value) = std::mem::take(&mut self.property);
        if name.trim() == "shapeType"
            && let Some(shape) = self.drawn.last_mut()
        {
            (shape.line, shape.is_form) =
                (matches!(value.trim(), "20" | "32"), !matches!(value.trim(), "75" | "202"));
        }
        if name.trim() == "fHidden"
            && let Some(shape) = self.drawn.last_mut()
        {
            shape.hidden = value.trim() == "1";
        }
        if name.trim() != "gtextUNICODE"
            || value.trim().is_empty()
            || self.state.destination != Destination::Story
        {
            return Ok(());
        }
        self.shows_something();
        let outer = std::mem::take(&mut self.story);
        for line in value.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.push(line, None)?;
            self.story.flow.end_paragraph();
        }
        let drawn = std::mem::replace(&mut self.story, outer);
        self.facts.gathered.oddities.text_boxes += 1;
        self.story.flow.anchor(drawn.flow);
        Ok(())
    }

    /// Whether the text is a header's or a footer's.
    fn is_furniture(&self) -> bool {
        let furniture = GroupEnding::Story(StoryKind::Furniture);
        self.groups
            .iter()
            .map(|group| group.ending)
            .chain([self.state.ending])
            .any(|ending| ending == furniture)
    }

    /// The shapes that are open show words or a picture.
    pub(super) fn shows_something(&mut self) {
        self.drawn.iter_mut().for_each(|shape| shape.shows = true);
    }

    /// A drawn shape ends (RTF 1.9.1, "Word 97 through Word 2007 RTF for Drawing Objects"): a straight line is
    /// told of, another form without words has a placeholder.
    fn end_shape(&mut self, shape: DrawnShape) -> Result<(), Refusal> {
        if shape.shows
            || !shape.is_form
            || self.state.destination != Destination::Story
            || self.is_furniture()
        {
            return Ok(());
        }
        self.shows_something();
        if shape.line {
            self.facts.gathered.ledger.formats.rules += 1;
            return Ok(());
        }
        self.facts.gathered.oddities.objects.push("drawing".to_owned());
        self.push("", Some(WordObject::Placeholder))
    }

    /// What a program puts in when it prints: the date, the number of the page.
    fn printed(&mut self, word: &[u8]) -> Result<(), Refusal> {
        if self.state.destination != Destination::Story || self.is_furniture() {
            return Ok(());
        }
        let oddities = &mut self.facts.gathered.oddities;
        if matches!(word, b"chpgn" | b"sectnum") {
            oddities.objects.push("page number".to_owned());
            return self.push("", Some(WordObject::Placeholder));
        }
        let name = if word == b"chtime" { "TIME" } else { "DATE" };
        if !oddities.not_updated.iter().any(|known| known == name) {
            oddities.not_updated.push(name.to_owned());
        }
        Ok(())
    }

    /// A thing that is not carried.
    fn object(&mut self, what: &str) -> Result<(), Refusal> {
        if self.state.destination == Destination::Story {
            self.facts.gathered.oddities.objects.push(what.to_owned());
            self.push("", Some(WordObject::Placeholder))?;
        }
        self.state.destination = Destination::Skipped;
        Ok(())
    }

    /// A control symbol.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn symbol(&mut self, symbol: u8) -> Result<(), Refusal> {
        if matches!(symbol, b'\\' | b'{' | b'}') {
            return self.byte(symbol);
        }
        self.flush()?;
        match symbol {
            b'*' => {
                self.state.optional = true;
                Ok(())
            }
            b'~' => self.text("\u{A0}"),
            b'-' => self.text("\u{AD}"),
            b'_' => self.text("-"),
            b'\t' => self.text("\t"),
            b'\r' | b'\n' if self.state.destination == Destination::Story => self.end_paragraph(false),
            _ => Ok(()),
        }
    }

    fn end_story(&mut self, kind: StoryKind) -> Result<(), Refusal> {
        self.give_up_half()?;
        let outer = self.stories.pop().unwrap_or_default();
        let mut story = std::mem::replace(&mut self.story, outer);
        story.flow.end_paragraph();
        rows::close(&mut story.flow, &story.shapes);
        match kind {
            StoryKind::Footnote | StoryKind::Endnote => {
                let end = kind == StoryKind::Endnote;
                let number = i64::try_from(self.facts.notes.len()).unwrap_or(-1);
                let index = self.facts.gathered.notes.index((end, number));
                self.facts
                    .notes
                    .push(Some(HiddenStory { blocks: story.flow.blocks, ..HiddenStory::default() }));
                self.push("", Some(WordObject::Note { index, own_mark: false }))
            }
            StoryKind::Comment => {
                // Names of ranges are counts of 32 bits; a comment without a range has a number beyond.
                let own = (1 << 40) + i64::try_from(self.remarks.len()).unwrap_or(0);
                let named = std::mem::take(&mut self.comment_range).trim().parse::<i64>().ok();
                let number = named.filter(|named| !self.remarks.contains_key(named)).unwrap_or(own);
                let index = self.facts.gathered.comments.index(number);
                let packed = std::mem::take(&mut self.comment_date).trim().parse::<i64>().unwrap_or(0);
                let aside = HiddenStory {
                    blocks: story.flow.blocks,
                    date: date::unpacked(packed as u32),
                    ..std::mem::take(&mut self.comment)
                };
                self.remarks.insert(number, aside);
                self.push("", Some(WordObject::Comment(index)))
            }
            StoryKind::Furniture => {
                if self.facts.furniture.len() < limits::PACKAGE_ENTRIES && !blank(&story.flow.blocks) {
                    self.facts.furniture.push(story.flow.blocks);
                }
                Ok(())
            }
            StoryKind::TextBox => {
                if story.flow.shows_something() {
                    self.shows_something();
                }
                self.facts.gathered.oddities.text_boxes += 1;
                self.story.flow.anchor(story.flow);
                Ok(())
            }
        }
    }

    /// The facts of the file.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn finish(mut self) -> Result<(DocumentParts, Album), Refusal> {
        self.flush()?;
        self.give_up_half()?;
        while let Some(story) = self.stories.pop() {
            let inner = std::mem::replace(&mut self.story, story);
            self.story.flow.anchor(inner.flow);
        }
        self.story.flow.end_paragraph();
        self.end_table();
        let last = WordSection { landscape: self.turned, columns: 1, ..WordSection::default() };
        self.facts.gathered.last_section = Some(last);
        self.facts.body = self.story.flow.blocks;
        for number in self.facts.gathered.comments.ids().to_vec() {
            self.facts.comments.push(self.remarks.remove(&number));
        }
        Ok((self.facts, self.album))
    }
}

/// Whether a word begins something shown, which nothing holds that is said of lists and numbers.
fn begins_text(word: &[u8]) -> bool {
    matches!(word, b"field" | b"fldinst" | b"fldrslt" | b"ffl" | b"shp" | b"sp")
        || STORIES.iter().any(|(known, _)| *known == word)
}

/// Whether a word begins a destination that nothing holds that is said of lists and numbers.
fn begins_other(word: &[u8]) -> bool {
    let own = matches!(word, b"listtable" | b"listoverridetable" | b"pntxtb" | b"pntxta");
    !own && DESTINATIONS.iter().any(|(known, _)| *known == word)
}

fn blank(blocks: &[StoryBlock]) -> bool {
    blocks.iter().all(|block| matches!(block, StoryBlock::Paragraph(paragraph) if paragraph.runs.is_empty()))
}
