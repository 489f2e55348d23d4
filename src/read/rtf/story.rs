//! Groups and words into Word facts. One loop, a stack of groups; never recursive.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::groups::{Change, DEFAULT, Destination, Ending, Font, State, StoryKind};
use super::words::{ALIGNMENTS, CHARACTERS, DESTINATIONS, STORIES, SWITCHES, THROUGH};
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::rows::{self, Shape};
use crate::read::word::document::{Aside, Facts};
use crate::read::word::facts::{Atom, Block, ParagraphProperties, RunProperties, WordObject, WordRun};
use crate::read::word::field::Field;
use crate::read::word::flow::Flow;
use crate::read::word::package::over;
use crate::read::word::properties::symbol_font;
use crate::read::word::styles::Definition;
use crate::read::{code_page, date, language};
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// A story in the making.
#[derive(Debug, Default)]
struct Story {
    flow: Flow,
    shapes: Vec<Shape>,
    in_row: bool,
    insertion: Option<(Change, RevisionIndex)>,
    deletion: Option<(Change, RevisionIndex)>,
}

/// Reads one file.
#[derive(Debug, Default)]
pub struct Reader {
    facts: Facts,
    state: State,
    groups: Vec<State>,
    story: Story,
    stories: Vec<Story>,
    fonts: Vec<Font>,
    /// The first font of each number.
    font_places: HashMap<i32, usize>,
    authors: Vec<String>,
    encoding: Option<&'static Encoding>,
    default_font: Option<i32>,
    /// Row in the making.
    shape: Shape,
    cell_flags: u16,
    /// Bytes and code units that wait for their neighbours.
    bytes: Vec<u8>,
    high: Option<u16>,
    /// Bytes still to be dropped after a `\u`.
    dropped: usize,
    /// Text of the entry of a table of names, and its number.
    entry: String,
    number: i32,
    comment: Aside,
    comment_date: String,
}

impl Reader {
    /// `{`.
    ///
    /// # Errors
    /// Groups nested beyond the bound.
    pub fn open(&mut self) -> Result<(), Refusal> {
        self.flush()?;
        if self.groups.len() >= limits::RTF_GROUPS {
            return Err(over("the nesting of groups", limits::RTF_GROUPS as u64, "groups"));
        }
        self.groups.push(self.state);
        self.state.ending = Ending::Nothing;
        if matches!(self.state.destination, Destination::Fonts | Destination::Styles | Destination::Authors) {
            let within = self.groups.last().is_some_and(|group| group.ending == Ending::Entry);
            if !within {
                self.state.ending = Ending::Entry;
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
    pub fn close(&mut self) -> Result<bool, Refusal> {
        self.flush()?;
        self.dropped = 0;
        let ending = self.state.ending;
        if ending == Ending::Entry {
            self.end_entry()?;
        }
        self.state = self.groups.pop().unwrap_or_default();
        match ending {
            Ending::Story(kind) => self.end_story(kind)?,
            Ending::Field => drop(self.story.flow.fields.pop()),
            _ => {}
        }
        Ok(self.groups.is_empty())
    }

    /// A control word.
    ///
    /// # Errors
    /// A bound met.
    pub fn word(&mut self, word: &[u8], number: Option<i32>) -> Result<(), Refusal> {
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
                if word == b"ud" {
                    // The Unicode half of a pair: the other half was skipped.
                    let outer = self.groups.iter().rev().map(|group| group.destination);
                    let outer = outer.into_iter().find(|destination| *destination != Destination::Skipped);
                    self.state.destination = outer.unwrap_or_default();
                }
                Ok(())
            }
            Destination::Fonts | Destination::Styles => {
                self.entry_word(word, number.unwrap_or(0));
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
        if let Some((_, kind)) = STORIES.iter().find(|(known, _)| *known == word) {
            if self.stories.len() >= limits::TABLE_NESTING {
                return Err(over("the nesting of notes", limits::TABLE_NESTING as u64, "notes"));
            }
            self.state.ending = Ending::Story(*kind);
            self.state.paragraph = ParagraphProperties::default();
            self.state.run = RunProperties::default();
            self.state.in_table = false;
            self.stories.push(std::mem::take(&mut self.story));
            return Ok(true);
        }
        if let Some((_, destination)) = DESTINATIONS.iter().find(|(known, _)| *known == word) {
            self.state.destination = *destination;
            return Ok(true);
        }
        match word {
            b"field" => {
                let fields = &mut self.story.flow.fields;
                fields.push(Field::within(fields.last()));
                self.state.ending = Ending::Field;
            }
            b"fldrslt" => {
                let link = self.story.flow.fields.last().and_then(Field::link);
                let link = link.map_or(Ok(Atom::NONE), |link| self.facts.gathered.ledger.atom(&link))?;
                if let Some(field) = self.story.flow.fields.last_mut() {
                    field.begin_result(link);
                }
            }
            b"pict" => self.object("picture")?,
            b"objdata" => self.object("object")?,
            _ if optional && !THROUGH.contains(&word) => {
                let kept = self.state.destination == Destination::Styles && word == b"cs";
                if !kept {
                    self.state.destination = Destination::Skipped;
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
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

    fn entry_word(&mut self, word: &[u8], number: i32) {
        match (self.state.destination, word) {
            (Destination::Fonts, b"f") => {
                self.number = number;
                self.font_places.entry(number).or_insert(self.fonts.len());
                self.fonts.push(Font::default());
            }
            (Destination::Fonts, b"fcharset") => {
                if let Some(font) = self.fonts.last_mut() {
                    font.encoding = u16::try_from(number).ok().and_then(code_page::of_character_set);
                }
            }
            (Destination::Fonts, b"cpg") => {
                if let Some(font) = self.fonts.last_mut() {
                    font.encoding = u16::try_from(number).ok().map(code_page::encoding);
                }
            }
            (Destination::Styles, b"s") => self.number = number,
            (Destination::Styles, b"cs" | b"ts" | b"ds") => self.number = -1,
            _ => {}
        }
    }

    /// An entry of a table of names ends: with its group, or at a semicolon.
    fn end_entry(&mut self) -> Result<(), Refusal> {
        let name = std::mem::take(&mut self.entry);
        let name = name.trim().trim_end_matches(';').trim();
        match self.state.destination {
            Destination::Fonts => {
                if let Some(font) = self.fonts.last_mut() {
                    font.symbols = font.symbols.or_else(|| symbol_font(name));
                }
            }
            Destination::Styles if self.number > 0 && !name.is_empty() => {
                let name = name.split(',').next().unwrap_or_default();
                let id = self.style(self.number)?;
                self.facts.styles.define(id, Definition { name: Some(name.into()), ..Definition::default() });
            }
            Destination::Authors => self.authors.push(name.to_owned()),
            _ => {}
        }
        Ok(())
    }

    fn style(&mut self, number: i32) -> Result<Atom, Refusal> {
        if number <= 0 { Ok(Atom::NONE) } else { self.facts.gathered.ledger.atom(&format!("style {number}")) }
    }

    fn format_or_end(&mut self, word: &[u8], number: Option<i32>) -> Result<(), Refusal> {
        let on = number != Some(0);
        if let Some((_, property)) = SWITCHES.iter().find(|(known, _)| *known == word) {
            self.state.run.state(*property, on);
            return Ok(());
        }
        if let Some((_, align)) = ALIGNMENTS.iter().find(|(known, _)| *known == word) {
            self.state.paragraph.align = Some(*align);
            return Ok(());
        }
        let value = number.unwrap_or(0);
        let packed = value as u32;
        let state = &mut self.state;
        match word {
            b"par" | b"sect" => self.end_paragraph(word == b"sect")?,
            b"cell" => {
                self.end_paragraph(false)?;
                self.end_cell();
            }
            b"row" => self.end_row(),
            b"nestcell" => self.end_paragraph(false)?,
            b"nestrow" => {}
            b"page" | b"column" => self.story.flow.page_break(),
            b"pard" => {
                state.paragraph = ParagraphProperties::default();
                state.in_table = false;
            }
            b"plain" => {
                state.run = RunProperties::default();
                state.encoding = None;
            }
            b"s" => {
                let style = self.style(value)?;
                self.state.paragraph.style = style;
            }
            b"intbl" => state.in_table = true,
            b"li" => state.paragraph.indent = Some(value),
            b"fi" => state.paragraph.first_line = Some(value),
            b"outlinelevel" => state.paragraph.outline = u8::try_from(value).ok(),
            b"rtlpar" => state.paragraph.right_to_left = Some(true),
            b"pagebb" => state.paragraph.page_break_before = Some(on),
            b"ulnone" => state.run.state(Format::UNDERLINE, false),
            b"super" => state.run.state(Format::SUPERSCRIPT, on),
            b"sub" => state.run.state(Format::SUBSCRIPT, on),
            b"nosupersub" => {
                state.run.state(Format::SUPERSCRIPT, false);
                state.run.state(Format::SUBSCRIPT, false);
            }
            b"rtlch" => state.run.state(Format::RIGHT_TO_LEFT, true),
            b"ltrch" => state.run.state(Format::RIGHT_TO_LEFT, false),
            b"f" => self.font(value),
            b"deff" => self.default_font = Some(value),
            b"lang" => {
                let tag = u16::try_from(value).ok().and_then(language::tag).unwrap_or_default();
                let tag = self.facts.gathered.ledger.atom(tag)?;
                let [latin, ..] = &mut self.state.run.language;
                *latin = tag;
            }
            b"revised" => state.insertion.on = on,
            b"revauth" => state.insertion.author = packed,
            b"revdttm" => state.insertion.date = packed,
            b"deleted" => state.deletion.on = on,
            b"revauthdel" => state.deletion.author = packed,
            b"revdttmdel" => state.deletion.date = packed,
            b"uc" => state.substitutes = usize::try_from(value).unwrap_or(1),
            b"ansicpg" => self.encoding = u16::try_from(value).ok().map(code_page::encoding),
            b"mac" => self.encoding = Some(code_page::encoding(10000)),
            b"ftnalt" => {
                if state.ending == Ending::Story(StoryKind::Footnote) {
                    state.ending = Ending::Story(StoryKind::Endnote);
                }
            }
            _ => self.row_word(word, value),
        }
        Ok(())
    }

    fn row_word(&mut self, word: &[u8], value: i32) {
        /// `TCGRF`, as in the binary format: merged down, first of those; merged across, first of those.
        const FLAGS: &[(&[u8], u16)] = &[(b"clvmgf", 0x60), (b"clvmrg", 0x20), (b"clmgf", 1), (b"clmrg", 2)];
        match word {
            b"trowd" => {
                self.shape = Shape { edges: vec![0], ..Shape::default() };
                self.cell_flags = 0;
            }
            b"trleft" => self.shape.edges = vec![value],
            b"trhdr" => self.shape.heading = true,
            b"rtlrow" => self.shape.right_to_left = true,
            b"cellx" if self.shape.flags.len() < rows::CELLS => {
                self.shape.edges.push(value);
                self.shape.flags.push(std::mem::take(&mut self.cell_flags));
            }
            _ => {
                let flag = FLAGS.iter().find(|(known, _)| *known == word);
                self.cell_flags |= flag.map_or(0, |(_, flag)| *flag);
            }
        }
    }

    fn font(&mut self, number: i32) {
        let font = self.font_of(number).unwrap_or_default();
        self.state.encoding = font.encoding;
        self.state.run.font = font.symbols;
    }

    /// A control symbol.
    ///
    /// # Errors
    /// A bound met.
    pub fn symbol(&mut self, symbol: u8) -> Result<(), Refusal> {
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
            b'_' => self.text("\u{2011}"),
            b'\t' => self.text("\t"),
            b'\r' | b'\n' if self.state.destination == Destination::Story => self.end_paragraph(false),
            _ => Ok(()),
        }
    }

    /// A byte of text.
    ///
    /// # Errors
    /// A bound met.
    pub fn byte(&mut self, byte: u8) -> Result<(), Refusal> {
        if self.dropped > 0 {
            self.dropped -= 1;
            return Ok(());
        }
        if self.high.is_some() {
            self.flush()?;
        }
        self.state.optional = false;
        if self.state.destination != Destination::Skipped {
            self.bytes.push(byte);
        }
        Ok(())
    }

    /// A UTF-16 code unit; what stands in for it follows.
    fn unicode(&mut self, value: i32) -> Result<(), Refusal> {
        self.flush_bytes()?;
        self.dropped = self.state.substitutes;
        let unit = value as u16;
        let units: &[u16] = match self.high.take() {
            Some(high) => &[high, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.high = Some(unit);
                return Ok(());
            }
            None => &[unit],
        };
        let decoded = char::decode_utf16(units.iter().copied());
        let text: String = decoded.map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        self.text(&text)
    }

    /// Decodes what waits.
    fn flush(&mut self) -> Result<(), Refusal> {
        if self.high.take().is_some() {
            self.text("\u{FFFD}")?;
        }
        self.flush_bytes()
    }

    fn flush_bytes(&mut self) -> Result<(), Refusal> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        if self.state.run.font.is_some() && self.state.destination == Destination::Story {
            let private = |byte: &u8| char::from_u32(0xF000 + u32::from(*byte)).unwrap_or(' ');
            let text: String =
                bytes.iter().map(|byte| if *byte < 0x20 { ' ' } else { private(byte) }).collect();
            return self.text(&text);
        }
        let entry_font = || self.fonts.last().and_then(|font| font.encoding);
        let own = match self.state.destination {
            Destination::Fonts => entry_font(),
            _ => self.state.encoding.or_else(|| self.encoding_of_default_font()),
        };
        let encoding = own.or(self.encoding).unwrap_or(DEFAULT);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.text(&text)
    }

    fn encoding_of_default_font(&self) -> Option<&'static Encoding> {
        self.font_of(self.default_font?)?.encoding
    }

    fn font_of(&self, number: i32) -> Option<Font> {
        self.fonts.get(*self.font_places.get(&number)?).copied()
    }

    /// Text, to where it belongs.
    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        match self.state.destination {
            Destination::Story => return self.push(text, None),
            Destination::Skipped => {}
            Destination::Instruction => {
                if let Some(field) = self.story.flow.fields.last_mut() {
                    field.instruct(text);
                }
            }
            Destination::Fonts | Destination::Styles | Destination::Authors => {
                // A table may list its entries without groups.
                for piece in text.split_inclusive(';') {
                    self.entry.push_str(piece);
                    if piece.ends_with(';') && self.state.ending != Ending::Entry {
                        self.end_entry()?;
                    }
                }
            }
            Destination::Title => self.facts.properties.title.get_or_insert_default().push_str(text),
            Destination::Author => self.facts.properties.author.get_or_insert_default().push_str(text),
            Destination::CommentAuthor => self.comment.author.get_or_insert_default().push_str(text),
            Destination::CommentInitials => self.comment.initials.get_or_insert_default().push_str(text),
            Destination::CommentDate => self.comment_date.push_str(text),
        }
        Ok(())
    }

    fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        self.place();
        let insertion = self.mark(RevisionKind::Insertion);
        let deletion = self.mark(RevisionKind::Deletion);
        let link = self.story.flow.fields.last().map(|field| field.shown_as).unwrap_or_default();
        let run =
            WordRun { text: String::new(), properties: self.state.run, insertion, deletion, link, object };
        self.story.flow.push(run, text, &mut self.facts.gathered.runs)
    }

    /// Opens the table, row and cell that the text stands in, or ends the table it does not.
    fn place(&mut self) {
        let flow = &mut self.story.flow;
        if !self.state.in_table {
            if flow.nesting() > 0 {
                self.end_table();
            }
            return;
        }
        if flow.nesting() == 0 {
            flow.end_paragraph();
            flow.begin_table();
        }
        if !std::mem::replace(&mut self.story.in_row, true) {
            flow.begin_row();
        }
        if flow.cell().is_none() {
            flow.begin_cell();
        }
    }

    fn end_paragraph(&mut self, section: bool) -> Result<(), Refusal> {
        if self.state.destination != Destination::Story {
            return Ok(());
        }
        self.place();
        let gathered = &mut self.facts.gathered;
        gathered.paragraphs += 1;
        if gathered.paragraphs > limits::PARAGRAPHS {
            return Err(over("the document", limits::PARAGRAPHS as u64, "paragraphs"));
        }
        let mut properties = self.state.paragraph;
        properties.mark.insertion = self.mark(RevisionKind::Insertion);
        properties.mark.deletion = self.mark(RevisionKind::Deletion);
        properties.mark_format = self.state.run;
        properties.ends_section = section;
        self.story.flow.paragraph().properties = properties;
        self.story.flow.end_paragraph();
        Ok(())
    }

    fn end_cell(&mut self) {
        if self.story.flow.nesting() > 0 {
            self.story.flow.end_cell();
        }
    }

    fn end_row(&mut self) {
        let shape = self.shape.clone();
        self.story.flow.end_cell();
        self.story.in_row = false;
        if let Some(table) = self.story.flow.table() {
            table.right_to_left |= shape.right_to_left;
            if let Some(row) = table.rows.last_mut() {
                row.heading = shape.heading;
                for (at, cell) in row.cells.iter_mut().enumerate() {
                    cell.merge = shape.merge(at);
                }
            }
            self.story.shapes.push(shape);
        }
    }

    fn end_table(&mut self) {
        self.story.in_row = false;
        rows::close(&mut self.story.flow, &std::mem::take(&mut self.story.shapes));
    }

    /// The mark in force; neighbours of one author and date share it.
    fn mark(&mut self, kind: RevisionKind) -> Option<RevisionIndex> {
        let (change, before) = match kind {
            RevisionKind::Deletion => (self.state.deletion, self.story.deletion),
            _ => (self.state.insertion, self.story.insertion),
        };
        let now = match before {
            _ if !change.on => None,
            Some((known, index)) if known == change => Some((known, index)),
            _ => {
                let author =
                    self.authors.get(change.author as usize).filter(|name| !name.is_empty()).cloned();
                let date = date::unpacked(change.date);
                let origin = RevisionOrigin::Word;
                let revision = Revision { kind, author, date, origin, moved: None };
                Some((change, self.facts.gathered.ledger.enter(revision)))
            }
        };
        match kind {
            RevisionKind::Deletion => self.story.deletion = now,
            _ => self.story.insertion = now,
        }
        now.map(|(_, index)| index)
    }

    fn end_story(&mut self, kind: StoryKind) -> Result<(), Refusal> {
        let outer = self.stories.pop().unwrap_or_default();
        let mut story = std::mem::replace(&mut self.story, outer);
        story.flow.end_paragraph();
        rows::close(&mut story.flow, &story.shapes);
        match kind {
            StoryKind::Footnote | StoryKind::Endnote => {
                let end = kind == StoryKind::Endnote;
                let number = i64::try_from(self.facts.notes.len()).unwrap_or(-1);
                let index = self.facts.gathered.notes.index((end, number));
                self.facts.notes.push(Some(Aside { blocks: story.flow.blocks, ..Aside::default() }));
                self.push("", Some(WordObject::Note { index, own_mark: false }))
            }
            StoryKind::Comment => {
                let number = i64::try_from(self.facts.comments.len()).unwrap_or(-1);
                let index = self.facts.gathered.comments.index(number);
                let packed = std::mem::take(&mut self.comment_date).trim().parse::<i64>().unwrap_or(0);
                let aside = Aside {
                    blocks: story.flow.blocks,
                    date: date::unpacked(packed as u32),
                    ..std::mem::take(&mut self.comment)
                };
                self.facts.comments.push(Some(aside));
                self.push("", Some(WordObject::Comment(index)))
            }
            StoryKind::Furniture => {
                if self.facts.furniture.len() < limits::PACKAGE_ENTRIES && !blank(&story.flow.blocks) {
                    self.facts.furniture.push(story.flow.blocks);
                }
                Ok(())
            }
            StoryKind::TextBox => {
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
    pub fn finish(mut self) -> Result<Facts, Refusal> {
        while let Some(story) = self.stories.pop() {
            let inner = std::mem::replace(&mut self.story, story);
            self.story.flow.anchor(inner.flow);
        }
        self.story.flow.end_paragraph();
        self.end_table();
        self.facts.body = self.story.flow.blocks;
        Ok(self.facts)
    }
}

fn blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| matches!(block, Block::Paragraph(paragraph) if paragraph.runs.is_empty()))
}
