//! Lists of properties: which property is set to what (MS-DOC 2.6).
//!
//! In: bytes. Out: characters', paragraphs' and rows' formats as set; nothing inherited.

use crate::read::bytes::{i16_at, slice, u8_at, u16_at, u32_at};
use crate::read::facts::types::{Atom, ParagraphProperties, RunProperties, SymbolFont};
use crate::read::rows::Shape;
use crate::text::{Align, Format};

/// Steps through a list of properties: code and operand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sprms<'a>(pub &'a [u8]);

impl<'a> Iterator for Sprms<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let code = u16_at(self.0, 0)?;
        let length = operand_length(code, self.0.get(2..)?)?;
        let operand = slice(self.0, 2, length)?;
        self.0 = self.0.get(2 + length..)?;
        Some((code, operand))
    }
}

/// Length of an operand in bytes (MS-DOC 2.2.5.1); two properties count otherwise.
fn operand_length(code: u16, rest: &[u8]) -> Option<usize> {
    Some(match (code >> 13, code) {
        (0 | 1, _) => 1,
        (2 | 4 | 5, _) => 2,
        (3, _) => 4,
        (7, _) => 3,
        (_, 0xD606 | 0xD608) => usize::from(u16_at(rest, 0)?) + 1,
        (_, 0xC615) if u8_at(rest, 0)? == 255 => {
            let deleted = usize::from(u8_at(rest, 1)?) * 4;
            let added = usize::from(u8_at(rest, 2 + deleted)?) * 3;
            3 + deleted + added
        }
        _ => usize::from(u8_at(rest, 0)?) + 1,
    })
}

/// Who changed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct SprmChange {
    /// Index in the table of authors.
    pub author: u16,
    /// Packed date (DTTM).
    pub date: u32,
}

impl SprmChange {
    /// The change of a `PropRMark` operand: length, whether, author, date.
    fn of_properties(operand: &[u8]) -> Option<SprmChange> {
        (u8_at(operand, 1)? != 0)
            .then_some(SprmChange { author: u16_at(operand, 2)?, date: u32_at(operand, 4)? })
    }
}

/// A character's format as set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Character {
    /// Format; language and font as [`SprmNames`] gives them.
    pub properties: RunProperties,
    /// Character style, where one is set.
    pub style: Option<u16>,
    /// Properties that are the opposite of what the style says.
    pub opposite: Format,
    /// The character is not text but stands for something.
    pub special: bool,
    /// It stands for an embedded object.
    pub object: bool,
    /// It stands for a form field's data.
    pub data: bool,
    /// Place of its picture in the data stream.
    pub picture: Option<u32>,
    /// A symbol: font index and character.
    pub symbol: Option<(u16, u16)>,
    /// Inserted.
    pub insertion: Option<SprmChange>,
    /// Deleted.
    pub deletion: Option<SprmChange>,
    /// Format changed.
    pub formatting: Option<SprmChange>,
    inserted: SprmChange,
    deleted: SprmChange,
}

/// Names that properties refer to by number.
#[derive(Debug, Default)]
pub(super) struct SprmNames {
    /// Symbol fonts by index in the table of fonts.
    pub fonts: Vec<Option<SymbolFont>>,
    /// Languages met, with their tags.
    pub languages: Vec<(u16, Atom)>,
}

impl SprmNames {
    /// The symbol font of an index, if it is one.
    pub(super) fn font(&self, index: u16) -> Option<SymbolFont> {
        self.fonts.get(usize::from(index)).copied().flatten()
    }

    fn language(&self, code: u16) -> Atom {
        self.languages.iter().find(|(known, _)| *known == code).map_or(Atom::NONE, |(_, tag)| *tag)
    }
}

/// Properties that are on, off, as the style says or the opposite (MS-DOC 2.9.330).
const TOGGLES: &[(u16, Format)] = &[
    (0x0835, Format::BOLD),
    (0x0836, Format::ITALIC),
    (0x0837, Format::STRIKE),
    (0x083A, Format::SMALL_CAPS),
    (0x083B, Format::CAPS),
    (0x083C, Format::HIDDEN),
    (0x2A53, Format::STRIKE),
    (0x085A, Format::RIGHT_TO_LEFT),
];

impl Character {
    /// Lays a list of properties over the format.
    pub(super) fn apply(&mut self, list: &[u8], names: &SprmNames) {
        for (code, operand) in Sprms(list) {
            if (code >> 10) & 7 == 2 {
                self.apply_one(code, operand, names);
            }
        }
    }

    fn apply_one(&mut self, code: u16, operand: &[u8], names: &SprmNames) {
        let byte = u8_at(operand, 0).unwrap_or(0);
        let word = u16_at(operand, 0).unwrap_or(0);
        let double = u32_at(operand, 0).unwrap_or(0);
        if let Some((_, property)) = TOGGLES.iter().find(|(known, _)| *known == code) {
            self.toggle(*property, byte);
            return;
        }
        match code {
            0x0800 => self.deletion = (byte != 0).then_some(self.deleted),
            0x0801 => self.insertion = (byte != 0).then_some(self.inserted),
            0x4804 => self.inserted.author = word,
            0x6805 => self.inserted.date = double,
            0x4863 => self.deleted.author = word,
            0x6864 => self.deleted.date = double,
            0xCA57 | 0xCA89 => self.formatting = SprmChange::of_properties(operand),
            0x6A03 => self.picture = Some(double),
            0x0806 => self.data = byte != 0,
            0x080A | 0x0856 => self.object = byte != 0,
            0x0855 => self.special = byte != 0,
            0x6A09 => self.symbol = u16_at(operand, 2).map(|character| (word, character)),
            0x4A30 => self.style = Some(word),
            0x2A33 => {
                let kept = self.properties;
                self.properties = RunProperties { language: kept.language, ..RunProperties::default() };
                self.style = None;
                self.opposite = Format::PLAIN;
            }
            0x2A3E => self.properties.state(Format::UNDERLINE, byte != 0),
            0x2A48 => {
                self.properties.state(Format::SUPERSCRIPT, byte == 1);
                self.properties.state(Format::SUBSCRIPT, byte == 2);
            }
            0x4A4F => {
                self.properties.font = names.font(word);
                self.properties.text_font = self.properties.font.is_none();
            }
            0x4873 | 0x486D => self.set_language(0, names.language(word)),
            0x4874 | 0x486E => self.set_language(1, names.language(word)),
            0x485F => self.set_language(2, names.language(word)),
            _ => {}
        }
        // Author and date may stand before the mark or behind it.
        self.insertion = self.insertion.map(|_| self.inserted);
        self.deletion = self.deletion.map(|_| self.deleted);
    }

    fn set_language(&mut self, script: usize, tag: Atom) {
        if let Some(slot) = self.properties.language.get_mut(script) {
            *slot = tag;
        }
    }

    fn toggle(&mut self, property: Format, value: u8) {
        self.opposite = Format(self.opposite.0 & !property.0);
        match value {
            0x80 => {
                self.properties.set = Format(self.properties.set.0 & !property.0);
                self.properties.on = Format(self.properties.on.0 & !property.0);
            }
            0x81 => self.opposite = self.opposite.with(property),
            _ => self.properties.state(property, value != 0),
        }
    }
}

/// A paragraph's format as set, with its part in a table.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphFormat {
    /// Format.
    pub properties: ParagraphProperties,
    /// It stands in a table.
    pub in_table: bool,
    /// Depth of that table, from 1; 0 where it is not said.
    pub depth: u32,
    /// It ends a row.
    pub row_end: bool,
    /// It is numbered in the way of Word 6.
    pub old_number: bool,
    /// Format changed.
    pub formatting: Option<SprmChange>,
    /// Shape of the row that it ends.
    pub shape: Shape,
    /// Place in the data stream of further properties.
    pub further: Option<u32>,
}

impl ParagraphFormat {
    /// Lays a list of properties over the format.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for (code, operand) in Sprms(list) {
            match (code >> 10) & 7 {
                1 => self.apply_one(code, operand),
                5 => self.shape.apply(code, operand),
                _ => {}
            }
        }
    }

    fn apply_one(&mut self, code: u16, operand: &[u8]) {
        let byte = u8_at(operand, 0).unwrap_or(0);
        let signed = i16_at(operand, 0).unwrap_or(0);
        let properties = &mut self.properties;
        match code {
            0x2403 | 0x2461 => properties.align = Some(alignment(byte)),
            0x2407 => properties.page_break_before = Some(byte != 0),
            0x260A => properties.level = Some(byte.min(8)),
            0x460B => properties.list = Some(u32::try_from(signed).unwrap_or(0)),
            0x840F | 0x845E => properties.indent = Some(i32::from(signed)),
            0x8411 | 0x8460 => properties.first_line = Some(i32::from(signed)),
            0x2640 => properties.outline = Some(byte),
            0x2441 => properties.right_to_left = Some(byte != 0),
            0x2416 => self.in_table = byte != 0,
            0x2417 => self.row_end = byte != 0,
            0x6649 => self.depth = u32_at(operand, 0).unwrap_or(0),
            0xC63E => self.old_number = u8_at(operand, 1).is_some_and(|kind| kind != 255),
            0xC63F | 0xC66F => self.formatting = SprmChange::of_properties(operand),
            0x6645 | 0x6646 => self.further = u32_at(operand, 0),
            _ => {}
        }
    }
}

fn alignment(value: u8) -> Align {
    match value {
        0 => Align::Start,
        1 => Align::Centre,
        2 => Align::End,
        _ => Align::Justify,
    }
}

/// Properties that a piece can carry as one byte (MS-DOC 2.9.216), with the codes they stand for.
const SHORT: &[(u8, u16)] = &[
    (0x05, 0x2403),
    (0x09, 0x2407),
    (0x0C, 0x260A),
    (0x18, 0x2416),
    (0x19, 0x2417),
    (0x41, 0x0800),
    (0x42, 0x0801),
    (0x47, 0x0806),
    (0x4B, 0x080A),
    (0x53, 0x2A33),
    (0x55, 0x0835),
    (0x56, 0x0836),
    (0x57, 0x0837),
    (0x5A, 0x083A),
    (0x5B, 0x083B),
    (0x5C, 0x083C),
    (0x5E, 0x2A3E),
    (0x68, 0x2A48),
];

/// A short property as a list of one.
pub(super) fn short(index: u8, value: u8) -> Option<[u8; 3]> {
    let (_, code) = SHORT.iter().find(|(known, _)| *known == index)?;
    let [low, high] = code.to_le_bytes();
    Some([low, high, value])
}
