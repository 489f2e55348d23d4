//! What stands in the text and is no word of it: tables, notes and comments, pictures.

use super::marks::AttributeList;
use super::story::{AknFrame, AknStoryReader, Look, NotePlace, WaitingNote};
use crate::diagnostics::Refusal;
use crate::read::facts::document::HiddenStory;
use crate::read::facts::flow::may_nest;
use crate::read::facts::types::{TableForm, WordObject, WordPicture};
use crate::read::rows::end_table;
use crate::read::transfer_encoding::base64;

/// EMU in a pixel of CSS (96 an inch).
const EMU_PER_PIXEL: u32 = 9525;

impl AknStoryReader<'_, '_> {
    pub(super) fn begin_table(&mut self) -> Result<AknFrame, Refusal> {
        self.end_story()?;
        may_nest(self.flow.nesting())?;
        self.flow.begin_table(&mut self.parts.facts.gathered.table_parts)?;
        if let Some(table) = self.flow.table() {
            table.form = Some(TableForm::default());
        }
        self.spans.push(Vec::new());
        Ok(AknFrame::Table)
    }

    pub(super) fn begin_row(&mut self, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        self.end_story()?;
        self.flow.begin_row(&mut self.parts.facts.gathered.table_parts)?;
        let (insertion, deletion) =
            (self.marks.named(attributes, "ins"), self.marks.named(attributes, "del"));
        if let Some(row) = self.flow.table().and_then(|table| table.rows.last_mut()) {
            (row.insertion, row.deletion) = (insertion, deletion);
        }
        if let Some(rows) = self.spans.last_mut() {
            rows.push(Vec::new());
        }
        Ok(AknFrame::Block)
    }

    /// A cell. A row of cells that head the columns is repeated on each page.
    pub(super) fn begin_cell(
        &mut self,
        heads: bool,
        attributes: &AttributeList,
    ) -> Result<AknFrame, Refusal> {
        self.end_story()?;
        let count = |name: &str| {
            attributes.get(name).and_then(|value| value.trim().parse::<u16>().ok()).unwrap_or(1).clamp(1, 63)
        };
        self.flow.begin_cell(&mut self.parts.facts.gathered.table_parts)?;
        let (insertion, deletion) =
            (self.marks.named(attributes, "ins"), self.marks.named(attributes, "del"));
        if let Some(cell) = self.flow.cell() {
            cell.columns = count("colspan");
            (cell.insertion, cell.deletion) = (insertion, deletion);
        }
        if let Some(row) = self.flow.table().and_then(|table| table.rows.last_mut()) {
            row.heading |= heads;
        }
        if let Some(row) = self.spans.last_mut().and_then(|spans| spans.last_mut()) {
            row.push(count("rowspan"));
        }
        self.texts += 1;
        Ok(AknFrame::Cell)
    }

    pub(super) fn end_table(&mut self) -> Result<(), Refusal> {
        self.end_story()?;
        end_table(&mut self.flow, &self.spans.pop().unwrap_or_default());
        Ok(())
    }

    /// Ends a paragraph; a number that waits still is one too.
    pub(super) fn end_story(&mut self) -> Result<(), Refusal> {
        self.end_paragraph()?;
        self.place_number(false)?;
        self.end_paragraph()
    }

    /// A note where it is called.
    pub(super) fn note(&mut self, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        self.settle_gap()?;
        let id = attributes.get("eId").unwrap_or_default().to_owned();
        let is_end = attributes.get("class") == Some("endnote");
        let index = match self.notes.get(&id).filter(|_| !id.is_empty()) {
            Some(index) => *index,
            None => self.new_note(is_end, id),
        };
        let own = (attributes.own("marker") == Some("own")).then(|| attributes.get("marker")).flatten();
        let object = Some(WordObject::Note { index, own_mark: own.is_some() });
        self.push(own.unwrap_or_default(), object)?;
        Ok(self.begin_note(NotePlace::Note(index as usize)))
    }

    /// The place of a note that is met for the first time.
    fn new_note(&mut self, is_end: bool, id: String) -> u32 {
        let facts = &mut self.parts.facts;
        let number = i64::try_from(facts.notes.len()).unwrap_or(-1);
        let index = facts.gathered.notes.index((is_end, number));
        facts.notes.push(None);
        self.notes.insert(id, index);
        index
    }

    /// A note of the metadata: its text waits for what refers to it.
    pub(super) fn waiting_note(&mut self, attributes: &AttributeList) -> AknFrame {
        let id = attributes.get("eId").map_or_else(|| format!(" {}", self.waiting.len()), str::to_owned);
        let text = |name: &str| attributes.own(name).map(str::to_owned);
        let aside = HiddenStory { author: text("by"), date: text("date"), ..HiddenStory::default() };
        let is_comment = attributes.get("class") == Some("comment");
        self.waiting.insert(id.clone(), WaitingNote { is_comment, aside, place: None });
        self.begin_note(NotePlace::Waiting(id))
    }

    fn begin_note(&mut self, place: NotePlace) -> AknFrame {
        self.outer.push((std::mem::take(&mut self.flow), std::mem::take(&mut self.number)));
        AknFrame::Note(place, std::mem::take(&mut self.look), std::mem::take(&mut self.silent))
    }

    pub(super) fn end_note(&mut self, place: NotePlace, look: Look, silent: bool) -> Result<(), Refusal> {
        self.end_story()?;
        self.flow.end();
        let (flow, number) = self.outer.pop().unwrap_or_default();
        let blocks = std::mem::replace(&mut self.flow, flow).blocks;
        (self.number, self.look, self.silent) = (number, look, silent);
        match place {
            NotePlace::Note(index) => {
                if let Some(note) = self.parts.facts.notes.get_mut(index) {
                    note.get_or_insert_default().blocks.extend(blocks);
                }
            }
            NotePlace::Waiting(id) => {
                if let Some(note) = self.waiting.get_mut(&id) {
                    note.aside.blocks = blocks;
                }
            }
        }
        Ok(())
    }

    /// A reference: to a note of the text, which may come later, or to a note or comment of the metadata.
    pub(super) fn refer(&mut self, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        let frame = self.inline()?;
        let address = attributes.get("href").unwrap_or_default();
        let id = address.strip_prefix('#').unwrap_or(address).to_owned();
        let Some(waiting) = self.waiting.get_mut(&id) else {
            let index = match self.notes.get(&id) {
                Some(index) => *index,
                None => self.new_note(false, id),
            };
            self.push("", Some(WordObject::Note { index, own_mark: false }))?;
            return Ok(frame);
        };
        let is_comment = waiting.is_comment;
        let facts = &mut self.parts.facts;
        let place = match waiting.place {
            Some(place) => place,
            None => {
                let aside = Some(std::mem::take(&mut waiting.aside));
                let asides = if is_comment { &mut facts.comments } else { &mut facts.notes };
                let number = i64::try_from(asides.len()).unwrap_or(-1);
                asides.push(aside);
                let gathered = &mut facts.gathered;
                let place = if is_comment {
                    gathered.comments.index(number)
                } else {
                    gathered.notes.index((false, number))
                };
                *waiting.place.insert(place)
            }
        };
        let object = if is_comment {
            WordObject::Comment(place)
        } else {
            WordObject::Note { index: place, own_mark: false }
        };
        self.push("", Some(object))?;
        Ok(frame)
    }

    /// A picture: its bytes where they stand in the file.
    pub(super) fn picture(&mut self, attributes: &AttributeList) -> Result<AknFrame, Refusal> {
        let frame = self.inline()?;
        let pixels = |name: &str| {
            let value = attributes.get(name).unwrap_or_default();
            value.trim().trim_end_matches("px").parse::<u32>().unwrap_or(0).saturating_mul(EMU_PER_PIXEL)
        };
        let address = attributes.get("src").unwrap_or_default();
        let bytes = address.strip_prefix("data:").and_then(|data| data.split_once(";base64,"));
        let bytes = bytes.and_then(|(_, encoded)| base64(encoded.as_bytes()));
        let part = bytes.map(|bytes| {
            let name = format!("picture{}", self.parts.binaries.len() + 1);
            self.parts.binaries.push((name.clone(), bytes));
            name
        });
        if part.is_none() {
            self.parts.facts.external.push(address.chars().take(200).collect());
        }
        let description = attributes.get("title").or(attributes.get("alt")).map(str::to_owned);
        let pictures = &mut self.parts.facts.gathered.pictures;
        let index = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
        let (width, height) = (pixels("width"), pixels("height"));
        pictures.push(WordPicture { part, width, height, description, ..WordPicture::default() });
        self.push("", Some(WordObject::Picture(index)))?;
        Ok(frame)
    }
}
