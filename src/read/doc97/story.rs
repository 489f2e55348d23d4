//! One stretch of the text as Word facts: paragraphs end at their marks, cells at theirs.
//!
//! In: a range of positions. Out: blocks. Never: recursion; a text box in a text box is not looked for.

use std::ops::Range;

use super::anchors::{Anchors, NoteReference};
use super::pages::Formats;
use super::pictures;
use super::pieces::{Modifier, Pieces};
use super::sprm::{Change, Character, Names, ParagraphFormat, short};
use super::stylesheet;
use crate::diagnostics::Refusal;
use crate::read::bytes::{slice, u16_at};
use crate::read::date;
use crate::read::rows::{self, Shape};
use crate::read::word::facts::{Atom, Block, ParagraphProperties, RunProperties, WordObject, WordRun};
use crate::read::word::field::Field;
use crate::read::word::flow::Flow;
use crate::read::word::package::over;
use crate::read::word::story::Gathered;
use crate::read::word::styles::Resolver;
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// All that stories are read from.
pub struct Library<'a> {
    /// Text.
    pub pieces: Pieces<'a>,
    /// Formats of characters.
    pub characters: Formats<'a>,
    /// Formats of paragraphs.
    pub paragraphs: Formats<'a>,
    /// The data stream.
    pub data: &'a [u8],
    /// Fonts and languages.
    pub names: Names,
    /// Authors of revision marks.
    pub authors: Vec<String>,
    /// What stands where.
    pub anchors: Anchors,
}

/// What was met that needs a word in the report.
#[derive(Debug, Default)]
pub struct Met {
    /// Paragraphs numbered in the way of Word 6.
    pub old_numbers: usize,
    /// Paragraphs whose format the file does not give.
    pub formless: usize,
    /// Text boxes shown.
    pub boxes_shown: std::collections::HashSet<u32>,
}

/// Reads stories.
pub struct StoryReader<'r, 'a> {
    /// All that is read from.
    pub library: &'r Library<'a>,
    /// What is made.
    pub all: &'r mut Gathered,
    /// Styles, for properties that are the opposite of them.
    pub resolver: Resolver<'r>,
    /// Pictures found.
    pub album: &'r mut pictures::Found,
    /// For the report.
    pub met: Met,
    /// Bytes of properties read; hostile files lay long lists over every piece.
    pub work: usize,
}

/// A story in the making.
#[derive(Default)]
struct Story {
    flow: Flow,
    /// For each open field, whether its result has begun.
    results: Vec<bool>,
    /// How many of them have not begun: what stands in them is not shown.
    hidden: usize,
    /// The mark in force, so that neighbours share it.
    insertion: Option<(Change, RevisionIndex)>,
    deletion: Option<(Change, RevisionIndex)>,
    /// Shapes of the open table's rows.
    shapes: Vec<Shape>,
    in_row: bool,
    /// Anchors are followed.
    anchors: bool,
}

/// Most bytes of property lists that are read in all; real files stay under their own size.
const WORK: usize = 1 << 30;

impl<'a> StoryReader<'_, 'a> {
    /// The blocks of a range; with `anchors` the notes, comments and text boxes in it count.
    ///
    /// # Errors
    /// A bound met.
    pub fn read(&mut self, range: Range<u32>, anchors: bool) -> Result<Vec<Block>, Refusal> {
        Ok(self.flow(range, anchors)?.blocks)
    }

    fn flow(&mut self, range: Range<u32>, anchors: bool) -> Result<Flow, Refusal> {
        let mut story = Story { anchors, ..Story::default() };
        let mut start = range.start;
        while start < range.end {
            let end = self.paragraph_end(start, range.end);
            self.paragraph(start..end, &mut story)?;
            start = end;
        }
        close(&mut story);
        story.flow.end_paragraph();
        Ok(story.flow)
    }

    fn unit(&self, position: u32) -> u16 {
        self.library.pieces.units.get(position as usize).copied().unwrap_or(0)
    }

    fn ends_paragraph(&self, position: u32) -> bool {
        match self.unit(position) {
            0x0D | 0x07 => true,
            0x0C => self.library.anchors.sections.contains(&position),
            _ => false,
        }
    }

    /// One past the mark that ends the paragraph, or the end of the story.
    fn paragraph_end(&self, start: u32, end: u32) -> u32 {
        (start..end).find(|position| self.ends_paragraph(*position)).map_or(end, |mark| mark + 1)
    }

    fn paragraph(&mut self, range: Range<u32>, story: &mut Story) -> Result<(), Refusal> {
        let last = range.end - 1;
        let marked = self.ends_paragraph(last);
        let format = self.paragraph_format(last)?;
        let mark = self.character(last)?;
        if marked && format.row_end && format.in_table {
            self.end_row(format, &mark, story)?;
            return Ok(());
        }
        if format.in_table || (self.unit(last) == 0x07 && story.flow.nesting() > 0) {
            self.open_cell(story);
            self.all.oddities.nested_tables += usize::from(format.depth > 1 && format.row_end);
        } else {
            close(story);
        }
        story.flow.begin_paragraph(&mut self.all.paragraphs)?;
        self.met.old_numbers += usize::from(format.old_number);
        let text = range.start..if marked { last } else { range.end };
        self.text(text, story)?;
        let mut properties = format.properties;
        if marked {
            properties.mark.insertion = self.mark(RevisionKind::Insertion, mark.insertion, story);
            properties.mark.deletion = self.mark(RevisionKind::Deletion, mark.deletion, story);
            properties.mark.formatting =
                format.formatting.map(|change| self.enter(RevisionKind::Formatting, change));
            properties.mark_format = RunProperties { formatting: None, ..mark.properties };
            properties.ends_section = self.unit(last) == 0x0C;
        }
        story.flow.paragraph().properties = properties;
        story.flow.end_paragraph();
        if marked && self.unit(last) == 0x07 && story.flow.nesting() > 0 {
            story.flow.end_cell();
        }
        Ok(())
    }

    fn open_cell(&mut self, story: &mut Story) {
        if story.flow.nesting() == 0 {
            story.flow.begin_table();
        }
        if !story.in_row {
            story.flow.begin_row();
            story.in_row = true;
        }
        if story.flow.cell().is_none() {
            story.flow.begin_cell();
        }
    }

    fn end_row(
        &mut self,
        format: ParagraphFormat,
        mark: &Character,
        story: &mut Story,
    ) -> Result<(), Refusal> {
        if story.flow.nesting() == 0 || !story.in_row {
            return Ok(());
        }
        story.flow.end_cell();
        story.in_row = false;
        let insertion = mark.insertion.map(|change| self.enter(RevisionKind::Insertion, change));
        let deletion = mark.deletion.map(|change| self.enter(RevisionKind::Deletion, change));
        let shape = format.shape;
        if let Some(table) = story.flow.table() {
            table.right_to_left |= shape.right_to_left;
            if let Some(row) = table.rows.last_mut() {
                row.heading = shape.heading;
                row.insertion = insertion;
                row.deletion = deletion;
                for (at, cell) in row.cells.iter_mut().enumerate() {
                    cell.merge = shape.merge(at);
                }
            }
        }
        story.shapes.push(shape);
        Ok(())
    }

    /// The format of the paragraph whose mark stands at a position.
    fn paragraph_format(&mut self, position: u32) -> Result<ParagraphFormat, Refusal> {
        let library = self.library;
        let mut format = ParagraphFormat::default();
        let Some(piece) = library.pieces.piece(position) else {
            return Ok(format);
        };
        let mut style = 0;
        if let Some(stretch) = library.paragraphs.at(piece.offset_of(position)) {
            style = stretch.style;
            self.spend(stretch.properties.len())?;
            format.apply(stretch.properties);
            if let Some(further) = format.further.take() {
                let at = further as usize;
                let length = u16_at(library.data, at).map_or(0, usize::from);
                let list = slice(library.data, at + 2, length).unwrap_or_default();
                self.spend(list.len())?;
                format.apply(list);
            }
        } else {
            self.met.formless += 1;
        }
        match piece.modifier {
            Modifier::Short(index, value) => {
                if let Some(list) = short(index, value) {
                    format.apply(&list);
                }
            }
            Modifier::Long(list) => {
                self.spend(list.len())?;
                format.apply(list);
            }
        }
        if style != 0 {
            format.properties.style = stylesheet::atom(style, &mut self.all.ledger)?;
        }
        Ok(format)
    }

    /// The format of the character at a position, without its paragraph's style.
    fn character(&mut self, position: u32) -> Result<Character, Refusal> {
        let library = self.library;
        let mut format = Character::default();
        let Some(piece) = library.pieces.piece(position) else {
            return Ok(format);
        };
        if let Some(stretch) = library.characters.at(piece.offset_of(position)) {
            self.spend(stretch.properties.len())?;
            format.apply(stretch.properties, &library.names);
        }
        match piece.modifier {
            Modifier::Short(index, value) => {
                if let Some(list) = short(index, value) {
                    format.apply(&list, &library.names);
                }
            }
            Modifier::Long(list) => {
                self.spend(list.len())?;
                format.apply(list, &library.names);
            }
        }
        /// "Default Paragraph Font", which states nothing.
        const PLAIN: u16 = 10;
        if let Some(style) = format.style.filter(|style| *style != PLAIN) {
            format.properties.style = stylesheet::atom(style, &mut self.all.ledger)?;
        }
        Ok(format)
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.work += bytes + 1;
        if self.work > WORK { Err(over("the lists of properties", WORK as u64, "bytes")) } else { Ok(()) }
    }

    /// Text of a paragraph, one stretch of one format after another.
    fn text(&mut self, range: Range<u32>, story: &mut Story) -> Result<(), Refusal> {
        let style = self.paragraph_style(range.end)?;
        let mut at = range.start;
        while at < range.end {
            let Some(piece) = self.library.pieces.piece(at).copied() else { break };
            let boundary = self.library.characters.boundary_after(piece.offset_of(at));
            let end = piece.position_of(boundary).max(at + 1).min(piece.end).min(range.end);
            let mut format = self.character(at)?;
            if format.opposite != Format::PLAIN {
                let look = self.resolver.paragraph(&ParagraphProperties { style, ..Default::default() });
                let own = RunProperties { style: format.properties.style, ..Default::default() };
                let styled = self.resolver.run(&look.run, &own);
                for bit in (0..16).map(|bit| Format(1 << bit)).filter(|bit| format.opposite.has(*bit)) {
                    format.properties.state(bit, !styled.on.has(bit));
                }
            }
            at = self.stretch(at..end, &format, story)?;
        }
        Ok(())
    }

    /// The style of the paragraph whose mark stands at a position.
    fn paragraph_style(&mut self, position: u32) -> Result<Atom, Refusal> {
        let piece = self.library.pieces.piece(position);
        let stretch = piece.and_then(|piece| self.library.paragraphs.at(piece.offset_of(position)));
        stretch.map_or(Ok(Atom::NONE), |stretch| stylesheet::atom(stretch.style, &mut self.all.ledger))
    }

    /// A stretch of one format; gives the position after what it took.
    fn stretch(&mut self, range: Range<u32>, format: &Character, story: &mut Story) -> Result<u32, Refusal> {
        let mut run = WordRun { properties: format.properties, ..WordRun::default() };
        run.properties.formatting =
            format.formatting.map(|change| self.enter(RevisionKind::Formatting, change));
        run.insertion = self.mark(RevisionKind::Insertion, format.insertion, story);
        run.deletion = self.mark(RevisionKind::Deletion, format.deletion, story);
        let mut units: Vec<u16> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let unit = self.unit(at);
            if story.anchors && self.library.anchors.notes.get(&at).is_some_and(|note| !note.automatic) {
                self.push(&mut units, &run, story)?;
                at = self.own_mark(at, &run, story)?;
                continue;
            }
            if unit < 0x20 || (unit == 0x28 && (format.special || format.symbol.is_some())) {
                self.push(&mut units, &run, story)?;
                self.special(at, unit, format, &run, story)?;
            } else {
                units.push(unit);
            }
            at += 1;
        }
        self.push(&mut units, &run, story)?;
        Ok(at)
    }

    /// Adds text to the flow, or to the instruction of the field it stands in.
    fn push(&mut self, units: &mut Vec<u16>, run: &WordRun, story: &mut Story) -> Result<(), Refusal> {
        if units.is_empty() {
            return Ok(());
        }
        let decoded = char::decode_utf16(units.drain(..));
        let text: String = decoded.map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        self.shown(&text, None, run, story)
    }

    fn shown(
        &mut self,
        text: &str,
        object: Option<WordObject>,
        run: &WordRun,
        story: &mut Story,
    ) -> Result<(), Refusal> {
        if story.hidden > 0 {
            if story.results.last() == Some(&false)
                && let Some(field) = story.flow.fields.last_mut()
            {
                field.instruct(text);
            }
            return Ok(());
        }
        let mut run = run.clone();
        run.object = object;
        run.link = story.flow.fields.last().map(|field| field.shown_as).unwrap_or_default();
        story.flow.push(run, text, &mut self.all.runs)
    }

    /// A character that stands for something (MS-DOC 2.4.1 and 2.6.1, `sprmCFSpec`).
    fn special(
        &mut self,
        at: u32,
        unit: u16,
        format: &Character,
        run: &WordRun,
        story: &mut Story,
    ) -> Result<(), Refusal> {
        let anchors = &self.library.anchors;
        match unit {
            0x09 => self.shown("\t", None, run, story),
            0x0B => self.shown("\n", None, run, story),
            0x0C | 0x0E => {
                story.flow.page_break();
                Ok(())
            }
            0x1E => self.shown("\u{2011}", None, run, story),
            0x1F => self.shown("\u{AD}", None, run, story),
            0x13 => {
                let fields = &mut story.flow.fields;
                fields.push(Field::within(fields.last()));
                story.results.push(false);
                story.hidden += 1;
                Ok(())
            }
            0x14 => self.begin_result(story),
            0x15 => self.end_field(run, story),
            0x28 => {
                let (font, character) = format.symbol.unwrap_or((u16::MAX, 0x28));
                let mut run = run.clone();
                run.properties.font = self.library.names.font(font);
                self.symbol(character, &run, story)
            }
            0x01 if format.special => self.picture(format, run, story),
            0x02 if story.anchors && anchors.notes.contains_key(&at) => {
                let Some(note) = anchors.notes.get(&at) else { return Ok(()) };
                let id = i64::try_from(note.number).unwrap_or(-1);
                let index = self.all.notes.index((note.end, id));
                self.shown("", Some(WordObject::Note { index, own_mark: false }), run, story)
            }
            0x05 if story.anchors && anchors.comments.contains_key(&at) => {
                let Some(comment) = anchors.comments.get(&at) else { return Ok(()) };
                let index = self.all.comments.index(i64::try_from(comment.number).unwrap_or(-1));
                self.shown("", Some(WordObject::Comment(index)), run, story)
            }
            0x08 if story.anchors => self.drawing(at, story),
            _ if format.special => Ok(()),
            _ => {
                let character = char::from_u32(u32::from(unit)).unwrap_or(' ');
                self.shown(character.encode_utf8(&mut [0; 4]), None, run, story)
            }
        }
    }

    fn symbol(&mut self, code: u16, run: &WordRun, story: &mut Story) -> Result<(), Refusal> {
        let mut code = u32::from(code);
        if run.properties.font.is_some() && code < 0x100 {
            code += 0xF000;
        }
        let character = char::from_u32(code).unwrap_or('\u{FFFD}');
        self.shown(character.encode_utf8(&mut [0; 4]), None, run, story)
    }

    fn begin_result(&mut self, story: &mut Story) -> Result<(), Refusal> {
        let link = story.flow.fields.last().and_then(Field::link);
        let link = link.map_or(Ok(Atom::NONE), |link| self.all.ledger.atom(&link))?;
        if let Some(field) = story.flow.fields.last_mut() {
            field.begin_result(link);
        }
        if let Some(begun) = story.results.last_mut()
            && !std::mem::replace(begun, true)
        {
            story.hidden -= 1;
        }
        Ok(())
    }

    /// Ends a field. Some have no result: what they show is in their instruction.
    fn end_field(&mut self, run: &WordRun, story: &mut Story) -> Result<(), Refusal> {
        let field = story.flow.fields.pop().unwrap_or_default();
        if story.results.pop() != Some(false) {
            return Ok(());
        }
        story.hidden -= 1;
        let mut words = field.instruction().split_whitespace();
        match words.next().map(str::to_ascii_uppercase).as_deref() {
            Some("SYMBOL") => {
                let code = words.next().and_then(symbol_code);
                let font = field.instruction().split('"').nth(1).unwrap_or_default();
                let mut run = run.clone();
                run.properties.font = crate::read::word::properties::symbol_font(font);
                code.map_or(Ok(()), |code| self.symbol(code, &run, story))
            }
            Some("EQ") => {
                self.all.oddities.equations += 1;
                let text = field.instruction().trim_start().get(2..).unwrap_or_default().trim().to_owned();
                self.shown(&text, None, run, story)
            }
            _ => Ok(()),
        }
    }

    /// Length of a note's own mark: as much of the text at its reference as its own text begins with.
    pub fn mark_length(&self, at: u32, note: &NoteReference) -> u32 {
        /// Longest mark, code units.
        const LONGEST: u32 = 10;
        let same = |offset: &u32| {
            let own = note.text.start + offset;
            own < note.text.end && self.unit(at + offset) == self.unit(own) && self.unit(own) > 0x20
        };
        u32::try_from((0..LONGEST).take_while(same).count()).unwrap_or(0)
    }

    /// A reference with a mark of its own.
    fn own_mark(&mut self, at: u32, run: &WordRun, story: &mut Story) -> Result<u32, Refusal> {
        let Some(note) = self.library.anchors.notes.get(&at) else { return Ok(at + 1) };
        let end = at + self.mark_length(at, note).max(1);
        let units = (at..end).map(|position| self.unit(position));
        let mark: String = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        let index = self.all.notes.index((note.end, i64::try_from(note.number).unwrap_or(-1)));
        self.shown(&mark, Some(WordObject::Note { index, own_mark: true }), run, story)?;
        Ok(end)
    }

    fn picture(&mut self, format: &Character, run: &WordRun, story: &mut Story) -> Result<(), Refusal> {
        if format.data {
            return Ok(());
        }
        let found = format.picture.and_then(|at| self.album.take(self.library.data, at as usize));
        if format.object {
            self.all.oddities.objects.push("object".to_owned());
        }
        match found {
            Some(index) => self.shown("", Some(WordObject::Picture(index)), run, story),
            None => {
                if !format.object {
                    self.all.oddities.objects.push("picture".to_owned());
                }
                self.shown("", Some(WordObject::Placeholder), run, story)
            }
        }
    }

    /// A floating shape: the text boxes in it follow the paragraph; a picture is reported.
    fn drawing(&mut self, at: u32, story: &mut Story) -> Result<(), Refusal> {
        let Some(boxes) = self.library.anchors.text_boxes.get(&at) else {
            self.all.oddities.objects.push("floating drawing".to_owned());
            return Ok(());
        };
        if self.met.boxes_shown.insert(at) {
            for range in boxes {
                let flow = self.flow(range.clone(), false)?;
                self.all.oddities.text_boxes += 1;
                story.flow.anchor(flow);
            }
        }
        Ok(())
    }

    /// The mark of a stretch; neighbours with the same author and date share one.
    fn mark(
        &mut self,
        kind: RevisionKind,
        change: Option<Change>,
        story: &mut Story,
    ) -> Option<RevisionIndex> {
        let before = if kind == RevisionKind::Insertion { story.insertion } else { story.deletion };
        let now = change.map(|change| match before {
            Some((known, index)) if known == change => (known, index),
            _ => (change, self.enter(kind, change)),
        });
        if kind == RevisionKind::Insertion {
            story.insertion = now;
        } else {
            story.deletion = now;
        }
        now.map(|(_, index)| index)
    }

    fn enter(&mut self, kind: RevisionKind, change: Change) -> RevisionIndex {
        let author = self.library.authors.get(usize::from(change.author)).filter(|name| !name.is_empty());
        self.all.ledger.enter(Revision {
            kind,
            author: author.cloned(),
            date: date::unpacked(change.date),
            origin: RevisionOrigin::Word,
            moved: None,
        })
    }
}

/// The character of a `SYMBOL` field: decimal, or hexadecimal after `0x`.
fn symbol_code(word: &str) -> Option<u16> {
    match word.strip_prefix("0x") {
        Some(digits) => u16::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

/// Ends the open table.
fn close(story: &mut Story) {
    story.in_row = false;
    rows::close(&mut story.flow, &std::mem::take(&mut story.shapes));
}
