//! Formats of paragraphs and characters, looked up by position.
//!
//! In: a position. Out: what the file states there, without the style's. Never: more lists of
//! properties than the bound.

use super::pieces::Modifier;
use super::sprm::{Character, ParagraphFormat, short};
use super::story::Doc97StoryReader;
use super::stylesheet;
use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::read::bytes::{slice, u16_at};
use crate::read::facts::types::Atom;

/// Most bytes of property lists that are read in all; real files stay under their own size.
const WORK: usize = 1 << 30;

impl Doc97StoryReader<'_, '_> {
    /// The format of the paragraph whose mark stands at a position.
    pub(super) fn paragraph_format(&mut self, position: u32) -> Result<ParagraphFormat, Refusal> {
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
    pub(super) fn character(&mut self, position: u32) -> Result<Character, Refusal> {
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

    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.work += bytes + 1;
        if self.work > WORK {
            Err(Refusal::over(message!("the lists of properties"), WORK as u64, message!("bytes")))
        } else {
            Ok(())
        }
    }

    /// The style of the paragraph whose mark stands at a position.
    pub(super) fn paragraph_style(&mut self, position: u32) -> Result<Atom, Refusal> {
        let piece = self.library.pieces.piece(position);
        let stretch = piece.and_then(|piece| self.library.paragraphs.at(piece.offset_of(position)));
        stretch.map_or(Ok(Atom::NONE), |stretch| stylesheet::atom(stretch.style, &mut self.all.ledger))
    }
}
