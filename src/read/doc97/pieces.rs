//! The piece table: the document's text in order, and where each piece of it stands in the file
//! (MS-DOC 2.8.35, 2.9.177).

use encoding_rs::WINDOWS_1252;

use super::fib::damaged;
use super::fib::plc;
use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::limits;
use crate::read::bytes::{slice, u8_at, u16_at, u32_at};

/// A piece of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct PieceEntry<'a> {
    /// First position.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Offset in the document stream, bytes.
    pub offset: u32,
    /// One byte a character, Windows-1252; else UTF-16.
    pub narrow: bool,
    /// Formats laid over the piece.
    pub modifier: Modifier<'a>,
}

/// Formats laid over a piece (MS-DOC 2.9.215).
#[derive(Debug, Clone, Copy)]
pub(super) enum Modifier<'a> {
    /// One short property: its index and value.
    Short(u8, u8),
    /// A list of properties.
    Long(&'a [u8]),
}

impl PieceEntry<'_> {
    /// Offset in the stream of a position in the piece.
    pub(super) fn offset_of(&self, position: u32) -> u32 {
        let units = position.saturating_sub(self.start);
        self.offset.saturating_add(if self.narrow { units } else { units.saturating_mul(2) })
    }

    /// The position that an offset in the stream has, no further than the piece's end.
    pub(super) fn position_of(&self, offset: u32) -> u32 {
        let bytes = offset.saturating_sub(self.offset);
        // A boundary inside a character counts as behind it.
        let units = if self.narrow { bytes } else { bytes.div_ceil(2) };
        self.start.saturating_add(units).min(self.end)
    }
}

/// The whole text and its pieces.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    /// Pieces by position.
    pub pieces: Vec<PieceEntry<'a>>,
    /// UTF-16 code units by position.
    pub units: Vec<u16>,
}

impl<'a> Pieces<'a> {
    /// Reads the piece table and the text that it lists.
    ///
    /// # Errors
    /// A table that is not there or leads outside of the file; text over the bound.
    pub(super) fn read(clx: &'a [u8], document: &[u8]) -> Result<Self, Refusal> {
        let mut lists = Vec::new();
        let mut at = 0;
        while u8_at(clx, at) == Some(1) {
            let length = usize::from(u16_at(clx, at + 1).unwrap_or(0));
            lists.push(slice(clx, at + 3, length).ok_or_else(|| damaged("its piece table is cut off"))?);
            at += 3 + length;
        }
        if u8_at(clx, at) != Some(2) {
            return Err(damaged("it has no piece table"));
        }
        let length = u32_at(clx, at + 1).unwrap_or(0) as usize;
        let table = slice(clx, at + 5, length).ok_or_else(|| damaged("its piece table is cut off"))?;
        let (positions, descriptors) = plc(table, 8);
        let mut found = Self { pieces: Vec::new(), units: Vec::new() };
        let narrow = narrow_characters();
        for (bounds, descriptor) in positions.windows(2).zip(descriptors.chunks_exact(8)) {
            let [start, end] = *bounds else { break };
            if start as usize != found.units.len() || end < start {
                return Err(damaged("its piece table is out of order"));
            }
            if end as usize > limits::TEXT_BYTES / 2 {
                return Err(Refusal::over(
                    message!("the text"),
                    limits::TEXT_BYTES as u64,
                    message!("bytes"),
                ));
            }
            let piece = piece(start, end, descriptor, &lists);
            found.take(&piece, document, &narrow)?;
            found.pieces.push(piece);
        }
        Ok(found)
    }

    fn take(&mut self, piece: &PieceEntry<'a>, document: &[u8], narrow: &[u16; 256]) -> Result<(), Refusal> {
        let units = (piece.end - piece.start) as usize;
        let width = if piece.narrow { 1 } else { 2 };
        let bytes = slice(document, piece.offset as usize, units * width)
            .ok_or_else(|| damaged("a piece of its text lies outside of the file"))?;
        if piece.narrow {
            self.units.extend(bytes.iter().filter_map(|byte| narrow.get(usize::from(*byte))));
        } else {
            self.units.extend(bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)));
        }
        Ok(())
    }

    /// The piece that holds a position.
    pub(super) fn piece(&self, position: u32) -> Option<&PieceEntry<'a>> {
        let at = self.pieces.partition_point(|piece| piece.end <= position);
        self.pieces.get(at).filter(|piece| piece.start <= position)
    }
}

fn piece<'a>(start: u32, end: u32, descriptor: &[u8], lists: &[&'a [u8]]) -> PieceEntry<'a> {
    let place = u32_at(descriptor, 2).unwrap_or(0);
    let narrow = place & 0x4000_0000 != 0;
    let place = place & 0x3FFF_FFFF;
    let prm = u16_at(descriptor, 6).unwrap_or(0);
    let modifier = if prm & 1 == 1 {
        Modifier::Long(lists.get(usize::from(prm >> 1)).copied().unwrap_or_default())
    } else {
        Modifier::Short(((prm >> 1) & 0x7F) as u8, (prm >> 8) as u8)
    };
    PieceEntry { start, end, offset: if narrow { place / 2 } else { place }, narrow, modifier }
}

/// Windows-1252 as code units.
fn narrow_characters() -> [u16; 256] {
    let mut table = [0; 256];
    for (byte, unit) in (0u8..=255).zip(table.iter_mut()) {
        let byte = [byte];
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
        *unit = text.encode_utf16().next().unwrap_or(0);
    }
    table
}
