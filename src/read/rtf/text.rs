//! Bytes and code units into text, and text to where it belongs.

use encoding_rs::{Encoding, GB18030, GBK, SHIFT_JIS, UTF_8};

use super::groups::{DEFAULT, Destination, FormatChange, GroupEnding};
use super::story::RtfReader;
use crate::diagnostics::Refusal;
use crate::read::date;
use crate::read::facts::types::{WordObject, WordRun};
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// Most bytes that wait to be decoded together: more would be held beside the text that they become.
const WAITING_BYTES: usize = 1 << 20;

impl RtfReader {
    /// A byte of text.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn byte(&mut self, byte: u8) -> Result<(), Refusal> {
        if self.dropped > 0 {
            self.dropped -= 1;
            return Ok(());
        }
        self.state.optional = false;
        if self.state.destination == Destination::Picture {
            return self.picture_digit(byte);
        }
        if self.state.destination != Destination::Skipped {
            self.bytes.push(byte);
            if self.bytes.len() >= WAITING_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// A UTF-16 code unit; what stands in for it follows.
    pub(super) fn unicode(&mut self, value: i32) -> Result<(), Refusal> {
        self.flush()?;
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

    /// Gives up a half that nothing has completed: the first of two code units or bytes. Formats and
    /// groups between the halves end nothing, text and the ends of paragraphs do.
    pub(super) fn give_up_half(&mut self) -> Result<(), Refusal> {
        let unit = self.high.take().is_some();
        let byte = self.lead.take().is_some();
        if unit || byte { self.push_run("\u{FFFD}", None) } else { Ok(()) }
    }

    /// Decodes the bytes that wait; a lead byte at their end waits for its trail byte.
    pub(super) fn flush(&mut self) -> Result<(), Refusal> {
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
        if self.state.destination == Destination::Story {
            return self.story_bytes(bytes, encoding);
        }
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.text(&text)
    }

    /// Bytes of the story. The trail byte of a lead byte that waits is in that byte's encoding.
    fn story_bytes(&mut self, mut bytes: Vec<u8>, encoding: &'static Encoding) -> Result<(), Refusal> {
        let mut text = String::new();
        if let Some((lead, of_lead)) = self.lead
            && let Some(trail) = bytes.first().copied().filter(|byte| !byte.is_ascii())
        {
            self.lead = None;
            bytes.remove(0);
            text.push_str(&of_lead.decode_without_bom_handling(&[lead, trail]).0);
        }
        let rest = bytes.split_off(whole_characters(encoding, &bytes));
        let lone = if rest.len() == 1 { None } else { (!rest.is_empty()).then_some('\u{FFFD}') };
        text.push_str(&decoded(encoding, &bytes));
        text.extend(lone);
        if !text.is_empty() {
            self.text(&text)?;
        }
        if let [lead] = rest.as_slice() {
            self.give_up_half()?;
            self.lead = Some((*lead, encoding));
        }
        Ok(())
    }

    /// Text, to where it belongs.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        match self.state.destination {
            Destination::Story => return self.story_text(text),
            Destination::Skipped | Destination::Property | Destination::Picture | Destination::OldNumber => {}
            Destination::Mathematics => self.formula_text(text),
            Destination::OldNumberBefore => self.old_numbers.text(text, false),
            Destination::OldNumberAfter => self.old_numbers.text(text, true),
            Destination::PropertyName => self.property.0.push_str(text),
            Destination::PropertyValue => self.property.1.push_str(text),
            Destination::Lists => self.lists.text(text),
            Destination::Instruction => {
                if let Some(field) = self.story.flow.fields.last_mut() {
                    field.instruct(text);
                }
            }
            Destination::Fonts | Destination::Styles | Destination::Authors => {
                // A table may list its entries without groups.
                for piece in text.split_inclusive(';') {
                    self.entry.push_str(piece);
                    let fonts = self.state.destination == Destination::Fonts;
                    if piece.ends_with(';') && (fonts || self.state.ending != GroupEnding::Entry) {
                        self.end_entry()?;
                    }
                }
            }
            Destination::Title => self.facts.properties.title.get_or_insert_default().push_str(text),
            Destination::Author => self.facts.properties.author.get_or_insert_default().push_str(text),
            Destination::CommentAuthor => self.comment.author.get_or_insert_default().push_str(text),
            Destination::CommentInitials => self.comment.initials.get_or_insert_default().push_str(text),
            Destination::RangeStart | Destination::Place => self.range.push_str(text),
            Destination::CommentRange => self.comment_range.push_str(text),
            Destination::CommentDate => self.comment_date.push_str(text),
            Destination::FormDefault => self.form.text.push_str(text),
            Destination::FormEntry => {
                if let Some(entry) = self.form.entries.last_mut() {
                    entry.push_str(text);
                }
            }
        }
        Ok(())
    }

    /// Text of the story. A carriage return that was written as a code ends a paragraph, as it does in Word's own
    /// text.
    fn story_text(&mut self, text: &str) -> Result<(), Refusal> {
        let mut lines = text.split('\r');
        self.push(lines.next().unwrap_or_default(), None)?;
        for line in lines {
            self.end_paragraph(false)?;
            if !line.is_empty() {
                self.push(line, None)?;
            }
        }
        Ok(())
    }

    pub(super) fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        self.give_up_half()?;
        self.push_run(text, object)
    }

    fn push_run(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        self.place()?;
        let run = self.run_here(object);
        self.story.flow.push(run, text, &mut self.facts.gathered.runs)
    }

    /// A run without text, with the properties, marks and link in force.
    pub(super) fn run_here(&mut self, object: Option<WordObject>) -> WordRun {
        let insertion = self.mark(RevisionKind::Insertion);
        let deletion = self.mark(RevisionKind::Deletion);
        let link = self.story.flow.fields.last().map(|field| field.shown_as).unwrap_or_default();
        let mut properties = self.state.run;
        if self.story.hidden {
            properties.state(Format::HIDDEN, true);
        }
        WordRun { properties, insertion, deletion, link, object, ..WordRun::default() }
    }

    /// A field ends.
    pub(super) fn end_field(&mut self) -> Result<(), Refusal> {
        let form = std::mem::take(&mut self.form).field();
        if let Some(field) = self.story.flow.fields.last_mut() {
            field.form = form;
        }
        if self.state.destination == Destination::Story {
            self.place()?;
        }
        let run = self.run_here(None);
        let gathered = &mut self.facts.gathered;
        self.story.flow.end_field(&run, &mut gathered.oddities, &mut gathered.runs)
    }

    /// The mark in force; neighbours of one author and date share it.
    pub(super) fn mark(&mut self, kind: RevisionKind) -> Option<RevisionIndex> {
        let (mut change, before, moved) = match kind {
            RevisionKind::Deletion => (self.state.deletion, self.story.deletion, self.state.moved.0),
            _ => (self.state.insertion, self.story.insertion, self.state.moved.1),
        };
        if !change.on && moved {
            change = FormatChange { on: true, ..self.state.mover };
        }
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
}

/// How many of the bytes make whole characters in an encoding of two bytes a character; all where it
/// is another.
fn whole_characters(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding.is_single_byte() || encoding == UTF_8 {
        return bytes.len();
    }
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = character_length(encoding, rest);
        if length > rest.len() {
            return at;
        }
        at += length;
    }
    at
}

/// Bytes of the character at the head of some; one for a lead byte that leads nothing.
fn character_length(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let katakana = |byte: u8| encoding == SHIFT_JIS && matches!(byte, 0xA1..=0xDF);
    match bytes {
        [single, ..] if single.is_ascii() || katakana(*single) => 1,
        [_, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..] if encoding == GB18030 => 4,
        // No second byte lies below 0x40 but those of GB18030's four.
        [_, 0..=0x3F, ..] => 1,
        _ => 2,
    }
}

/// The text of whole characters. A decoder takes a digit behind a lead byte at the end for lost with it.
fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let chinese = encoding == GB18030 || encoding == GBK;
    let mut text = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty() && chinese) {
        let length = character_length(encoding, rest);
        if length == 1 && rest.first().is_some_and(|byte| !byte.is_ascii()) {
            text.push_str(&encoding.decode_without_bom_handling(bytes.get(from..at).unwrap_or_default()).0);
            text.push('\u{FFFD}');
            from = at + 1;
        }
        at += length;
    }
    text.push_str(&encoding.decode_without_bom_handling(bytes.get(from..).unwrap_or_default()).0);
    text
}
