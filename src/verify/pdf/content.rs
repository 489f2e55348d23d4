//! The text of a page, mark by mark.
//!
//! In: a content stream and the fonts of its page. Out: the text of each marked-content number, in
//! logical order. Never: text that stands in no mark and in no artifact.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::object::{PdfTokens, PdfValue, bytes_of, damaged};
use crate::diagnostics::Refusal;

/// Texts of a font's codes.
pub(super) struct ToUnicode {
    text: String,
    by_code: Vec<Range<u32>>,
}

impl ToUnicode {
    /// Reads the `bfchar` lines of a CMap (ISO 32000-1, 9.10.3).
    pub(super) fn parse(cmap: &[u8]) -> Result<Self, Refusal> {
        let mut map = ToUnicode { text: String::new(), by_code: Vec::new() };
        let mut tokens = PdfTokens::new(cmap, 0);
        let mut inside = false;
        while let Some(token) = tokens.next() {
            match token {
                PdfValue::Word(b"beginbfchar") => inside = true,
                PdfValue::Word(b"endbfchar") => inside = false,
                PdfValue::Word(b"beginbfrange") => return Err(damaged("a CMap with ranges")),
                PdfValue::String(_) | PdfValue::Hexadecimal(_) if inside => {
                    let text = tokens.next();
                    let text = text.as_ref().and_then(PdfValue::bytes);
                    let (Some(&[high, low]), Some(text)) = (token.bytes().as_deref(), text) else {
                        return Err(damaged("a CMap line without code or text"));
                    };
                    let code = usize::from(u16::from_be_bytes([high, low]));
                    let start = map.text.len() as u32;
                    map.text.push_str(&utf16(&text));
                    if map.by_code.len() <= code {
                        map.by_code.resize(code + 1, 0..0);
                    }
                    if let Some(slot) = map.by_code.get_mut(code) {
                        *slot = start..map.text.len() as u32;
                    }
                }
                _ => {}
            }
        }
        Ok(map)
    }

    fn text(&self, code: u16) -> Option<&str> {
        let range = self.by_code.get(usize::from(code))?;
        self.text.get(range.start as usize..range.end as usize).filter(|text| !text.is_empty())
    }
}

/// UTF-16 with the high byte first, its mark dropped.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xFE, 0xFF]).unwrap_or(bytes);
    let units = bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What an open marked-content sequence is.
enum ContentMark {
    Numbered(usize),
    Artifact,
    /// Reads as the text given, whatever is shown.
    Replaced(String),
    /// Holds its glyphs from left to right; where their texts begin.
    Reversed(Vec<usize>),
    Other,
}

/// Fonts of a page by resource name.
pub(super) type ContentFonts<'a> = HashMap<&'a [u8], Arc<ToUnicode>>;

/// Reads a page.
pub(super) struct ContentReader<'f> {
    fonts: &'f ContentFonts<'f>,
    font: Option<Arc<ToUnicode>>,
    open: Vec<ContentMark>,
    texts: Vec<String>,
}

impl<'f> ContentReader<'f> {
    /// The texts of a page, by marked-content number.
    pub(super) fn read(content: &[u8], fonts: &'f ContentFonts<'f>) -> Result<Vec<String>, Refusal> {
        let mut reader = ContentReader { fonts, font: None, open: Vec::new(), texts: Vec::new() };
        let mut tokens = PdfTokens::of_content(content);
        let mut operands: Vec<PdfValue<'_>> = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                PdfValue::Word(operator) => {
                    reader.operator(operator, &operands)?;
                    operands.clear();
                }
                operand => operands.push(operand),
            }
        }
        if !reader.open.is_empty() {
            return Err(damaged("a marked-content sequence does not end"));
        }
        Ok(reader.texts)
    }

    fn operator(&mut self, operator: &[u8], operands: &[PdfValue<'_>]) -> Result<(), Refusal> {
        match (operator, operands) {
            (b"Tf", [PdfValue::Name(name), _]) => self.font = self.fonts.get(name).cloned(),
            (b"Tj", [string]) => self.show(string)?,
            (b"TJ", [PdfValue::Array(items)]) => items.iter().try_for_each(|item| self.show(item))?,
            (b"'" | b"\"", _) => return Err(damaged("an operator that the writer does not use")),
            (b"BMC", [PdfValue::Name(b"Artifact")]) => self.open.push(ContentMark::Artifact),
            (b"BMC", [PdfValue::Name(b"ReversedChars")]) => self.open.push(ContentMark::Reversed(Vec::new())),
            (b"BMC", _) => self.open.push(ContentMark::Other),
            (b"BDC", [_, properties]) => {
                let replaced = || properties.get("ActualText").and_then(PdfValue::bytes);
                let mark = match properties.get("MCID") {
                    Some(number) => self.number(number)?,
                    None => replaced().map_or(ContentMark::Other, |text| ContentMark::Replaced(utf16(&text))),
                };
                self.open.push(mark);
            }
            (b"EMC", _) => match self.open.pop() {
                Some(ContentMark::Replaced(text)) => self.push(&text)?,
                Some(ContentMark::Reversed(starts)) => self.reverse(&starts),
                Some(_) => {}
                None => return Err(damaged("a marked-content sequence ends that did not begin")),
            },
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, number: &PdfValue<'_>) -> Result<ContentMark, Refusal> {
        match number.number() {
            // Numbers run from nought, so a gap or a repetition shows at once.
            Some(number) if number == self.texts.len() => {
                self.texts.push(String::new());
                Ok(ContentMark::Numbered(number))
            }
            _ => Err(damaged("marked-content numbers are not in sequence")),
        }
    }

    fn show(&mut self, item: &PdfValue<'_>) -> Result<(), Refusal> {
        match item {
            PdfValue::String(codes) => self.show_codes(codes.len() / 2, codes.iter().copied()),
            PdfValue::Hexadecimal(digits) => self.show_codes(digits.len() / 4, bytes_of(digits)),
            _ => Ok(()),
        }
    }

    /// Glyphs by their codes of two bytes; `count` of them, for the room that their texts take.
    fn show_codes(&mut self, count: usize, mut bytes: impl Iterator<Item = u8>) -> Result<(), Refusal> {
        /// A Chinese character, bytes.
        const LETTER: usize = 3;
        let font = self.font.clone().ok_or_else(|| damaged("text in no font"))?;
        let mut next = || {
            let high = bytes.next()?;
            Some(bytes.next().ok_or_else(|| damaged("half a character code")).and_then(|low| {
                let text = font.text(u16::from_be_bytes([high, low]));
                text.ok_or_else(|| damaged("a glyph without a text"))
            }))
        };
        match self.open.as_slice() {
            // Most text stands in one mark, and where its glyphs begin is not asked.
            [ContentMark::Numbered(number)] => {
                let target = self.texts.get_mut(*number);
                let target = target.ok_or_else(|| damaged("a mark without its text"))?;
                target.reserve(count * LETTER);
                while let Some(text) = next() {
                    target.push_str(text?);
                }
            }
            _ => {
                while let Some(text) = next() {
                    self.push(text?)?;
                }
            }
        }
        Ok(())
    }

    /// One glyph's text, or one replacement, to where it belongs.
    fn push(&mut self, text: &str) -> Result<(), Refusal> {
        let mut numbered = None;
        for mark in &self.open {
            match mark {
                ContentMark::Artifact | ContentMark::Replaced(_) => return Ok(()),
                ContentMark::Numbered(number) => numbered = Some(*number),
                ContentMark::Reversed(_) | ContentMark::Other => {}
            }
        }
        let Some(target) = numbered.and_then(|number| self.texts.get_mut(number)) else {
            return Err(damaged(format!("text stands outside the structure: {text:?}")));
        };
        for mark in &mut self.open {
            if let ContentMark::Reversed(starts) = mark {
                starts.push(target.len());
            }
        }
        target.push_str(text);
        Ok(())
    }

    /// Turns the glyphs of a finished right-to-left run around.
    fn reverse(&mut self, starts: &[usize]) {
        let number = self.open.iter().find_map(|mark| match mark {
            ContentMark::Numbered(number) => Some(*number),
            _ => None,
        });
        let (Some(first), Some(target)) = (starts.first(), number.and_then(|n| self.texts.get_mut(n))) else {
            return;
        };
        let tail = target.split_off(*first);
        let mut end = tail.len();
        for start in starts.iter().rev() {
            let start = start - first;
            target.push_str(tail.get(start..end).unwrap_or_default());
            end = start;
        }
    }
}
