//! What stands in a line: characters, fields, references, pictures, under the marks in force.

use std::ops::Range;

use super::anchors::NoteReference;
use super::forms;
use super::sprm::Character;
use super::story::{Doc97Story, Doc97StoryReader};
use crate::diagnostics::Refusal;
use crate::read::facts::types::{ParagraphProperties, RunProperties, WordObject, WordRun};
use crate::text::{Format, RevisionKind};

impl Doc97StoryReader<'_, '_> {
    /// Text of a paragraph, one stretch of one format after another.
    pub(super) fn text(&mut self, range: Range<u32>, story: &mut Doc97Story) -> Result<(), Refusal> {
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

    /// A stretch of one format; gives the position after what it took.
    fn stretch(
        &mut self,
        range: Range<u32>,
        format: &Character,
        story: &mut Doc97Story,
    ) -> Result<u32, Refusal> {
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
    fn push(&mut self, units: &mut Vec<u16>, run: &WordRun, story: &mut Doc97Story) -> Result<(), Refusal> {
        if units.is_empty() {
            return Ok(());
        }
        let decoded = char::decode_utf16(units.drain(..));
        let text: String = decoded.map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        self.shown(&text, None, run, story)
    }

    pub(super) fn shown(
        &mut self,
        text: &str,
        object: Option<WordObject>,
        run: &WordRun,
        story: &mut Doc97Story,
    ) -> Result<(), Refusal> {
        if object.is_some() && story.flow.in_code() {
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
        story: &mut Doc97Story,
    ) -> Result<(), Refusal> {
        let anchors = &self.library.anchors;
        match unit {
            0x09 => self.shown("\t", None, run, story),
            0x0B => self.shown("\n", None, run, story),
            0x0C | 0x0E => {
                story.flow.page_break();
                Ok(())
            }
            0x1E => self.shown("-", None, run, story),
            0x1F => self.shown("\u{AD}", None, run, story),
            0x13 => {
                story.flow.begin_field();
                Ok(())
            }
            0x14 => self.begin_result(story),
            0x15 => story.flow.end_field(run, &mut self.all.oddities, &mut self.all.runs),
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
            0x08 if story.anchors => self.drawing(at, run, story),
            _ if format.special => Ok(()),
            _ => {
                let character = char::from_u32(u32::from(unit)).unwrap_or(' ');
                self.shown(character.encode_utf8(&mut [0; 4]), None, run, story)
            }
        }
    }

    fn symbol(&mut self, code: u16, run: &WordRun, story: &mut Doc97Story) -> Result<(), Refusal> {
        let mut code = u32::from(code);
        if run.properties.font.is_some() && code < 0x100 {
            code += 0xF000;
        }
        let character = char::from_u32(code).unwrap_or('\u{FFFD}');
        self.shown(character.encode_utf8(&mut [0; 4]), None, run, story)
    }

    fn begin_result(&mut self, story: &mut Doc97Story) -> Result<(), Refusal> {
        story.flow.begin_result(&mut self.all.ledger)
    }

    /// Length of a note's own mark: as much of the text at its reference as its own text begins with.
    pub(super) fn mark_length(&self, at: u32, note: &NoteReference) -> u32 {
        /// Longest mark, code units.
        const LONGEST: u32 = 10;
        let same = |offset: &u32| {
            let own = note.text.start + offset;
            own < note.text.end && self.unit(at + offset) == self.unit(own) && self.unit(own) > 0x20
        };
        u32::try_from((0..LONGEST).take_while(same).count()).unwrap_or(0)
    }

    /// A reference with a mark of its own.
    fn own_mark(&mut self, at: u32, run: &WordRun, story: &mut Doc97Story) -> Result<u32, Refusal> {
        let Some(note) = self.library.anchors.notes.get(&at) else { return Ok(at + 1) };
        let end = at + self.mark_length(at, note).max(1);
        let units = (at..end).map(|position| self.unit(position));
        let mark: String = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        let index = self.all.notes.index((note.end, i64::try_from(note.number).unwrap_or(-1)));
        self.shown(&mark, Some(WordObject::Note { index, own_mark: true }), run, story)?;
        Ok(end)
    }

    fn picture(&mut self, format: &Character, run: &WordRun, story: &mut Doc97Story) -> Result<(), Refusal> {
        if format.data {
            if let Some(field) = story.flow.fields.last_mut().filter(|field| field.in_code()) {
                field.form = format.picture.and_then(|at| forms::read(self.library.data, at as usize));
            }
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
    fn drawing(&mut self, at: u32, run: &WordRun, story: &mut Doc97Story) -> Result<(), Refusal> {
        let Some(boxes) = self.library.anchors.text_boxes.get(&at) else {
            self.all.oddities.objects.push("floating drawing".to_owned());
            return self.shown("", Some(WordObject::Placeholder), run, story);
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
}
