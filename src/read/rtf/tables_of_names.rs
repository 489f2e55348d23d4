//! Tables of fonts, styles and authors, and what is looked up in them.

use encoding_rs::Encoding;

use super::groups::{Destination, RtfFont};
use super::story::RtfReader;
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::code_page;
use crate::read::facts::styles::Definition;
use crate::read::facts::symbols::symbol_font;
use crate::read::facts::types::Atom;

impl RtfReader {
    /// A control word in a table of names.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn entry_word(&mut self, word: &[u8], number: i32) -> Result<(), Refusal> {
        match (self.state.destination, word) {
            (Destination::Fonts, b"f") => {
                // What stands before the number of a font is not of its name.
                self.entry.clear();
                self.number = number;
                if self.fonts.len() >= limits::NAMES {
                    return Err(Refusal::over(
                        message!("the fonts"),
                        limits::NAMES as u64,
                        message!("names"),
                    ));
                }
                self.font_places.entry(number).or_insert(self.fonts.len());
                self.fonts.push(RtfFont::default());
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
        Ok(())
    }

    /// An entry of a table of names ends: with its group, or at a semicolon.
    pub(super) fn end_entry(&mut self) -> Result<(), Refusal> {
        let name = std::mem::take(&mut self.entry);
        let name = name.trim().trim_end_matches(';').trim();
        match self.state.destination {
            Destination::Fonts => {
                // Behind the semicolon stands nothing of the name.
                let name = name.split(';').next().unwrap_or_default().trim();
                if let Some(font) = self.fonts.last_mut() {
                    font.symbols = font.symbols.or_else(|| symbol_font(name));
                    font.encoding = font.encoding.or_else(|| code_page::of_font_name(name));
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

    pub(super) fn style(&mut self, number: i32) -> Result<Atom, Refusal> {
        if number <= 0 { Ok(Atom::NONE) } else { self.facts.gathered.ledger.atom(&format!("style {number}")) }
    }

    pub(super) fn font(&mut self, number: i32) {
        let font = self.font_of(number).unwrap_or_default();
        self.state.encoding = font.encoding;
        self.state.run.font = font.symbols;
        self.state.run.text_font = font.symbols.is_none();
    }

    pub(super) fn encoding_of_default_font(&self) -> Option<&'static Encoding> {
        self.font_of(self.default_font?)?.encoding
    }

    pub(super) fn font_of(&self, number: i32) -> Option<RtfFont> {
        self.fonts.get(*self.font_places.get(&number)?).copied()
    }
}
