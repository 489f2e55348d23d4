//! Formatted disk pages: which format holds where in the document stream (MS-DOC 2.9.33, 2.9.175).
//!
//! In: the tables of page numbers and the stream. Out: stretches of bytes with their lists of
//! properties, by offset. Each page is read once, so that hostile tables cost no more than the file.

use std::collections::HashSet;

use super::fib::plc;
use crate::read::bytes::{slice, u8_at, u16_at, u32_at};

/// Bytes of a page.
const PAGE: usize = 512;

/// A stretch of the stream with one format.
#[derive(Debug, Clone, Copy)]
pub(super) struct PropertyStretch<'a> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Paragraph style; 0 for characters.
    pub style: u16,
    /// Its list of properties.
    pub properties: &'a [u8],
}

/// Stretches by offset.
#[derive(Debug, Default)]
pub(super) struct Formats<'a>(Vec<PropertyStretch<'a>>);

impl<'a> Formats<'a> {
    /// Formats of characters.
    pub(super) fn of_characters(table: &[u8], document: &'a [u8]) -> Self {
        Self::read(table, document, 1, |page, at| {
            let length = usize::from(u8_at(page, at)?);
            Some((0, slice(page, at + 1, length)?))
        })
    }

    /// Formats of paragraphs.
    pub(super) fn of_paragraphs(table: &[u8], document: &'a [u8]) -> Self {
        Self::read(table, document, 13, |page, at| {
            let (from, length) = match usize::from(u8_at(page, at)?) {
                0 => (at + 2, usize::from(u8_at(page, at + 1)?) * 2),
                words => (at + 1, words * 2 - 1),
            };
            let list = slice(page, from, length)?;
            Some((u16_at(list, 0)?, list.get(2..)?))
        })
    }

    fn read(
        table: &[u8],
        document: &'a [u8],
        entry: usize,
        list: impl Fn(&'a [u8], usize) -> Option<(u16, &'a [u8])>,
    ) -> Self {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let (_, numbers) = plc(table, 4);
        for number in numbers.chunks_exact(4).filter_map(|bytes| u32_at(bytes, 0)) {
            let number = (number & 0x3F_FFFF) as usize;
            let Some(page) = slice(document, number * PAGE, PAGE).filter(|_| seen.insert(number)) else {
                continue;
            };
            let count = usize::from(u8_at(page, PAGE - 1).unwrap_or(0));
            for at in 0..count {
                let (Some(start), Some(end)) = (u32_at(page, at * 4), u32_at(page, at * 4 + 4)) else {
                    break;
                };
                let place = u8_at(page, (count + 1) * 4 + at * entry).unwrap_or(0);
                let (style, properties) = Some(place)
                    .filter(|p| *p != 0)
                    .and_then(|p| list(page, usize::from(p) * 2))
                    .unwrap_or_default();
                if start < end {
                    found.push(PropertyStretch { start, end, style, properties });
                }
            }
        }
        found.sort_by_key(|stretch| stretch.start);
        Self(found)
    }

    /// All lists of properties.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'a [u8]> {
        self.0.iter().map(|stretch| stretch.properties)
    }

    /// The stretch that holds a byte.
    pub(super) fn at(&self, offset: u32) -> Option<&PropertyStretch<'a>> {
        let next = self.0.partition_point(|stretch| stretch.start <= offset);
        self.0.get(next.checked_sub(1)?).filter(|stretch| offset < stretch.end)
    }

    /// The first boundary after a byte.
    pub(super) fn boundary_after(&self, offset: u32) -> u32 {
        let next = self.0.partition_point(|stretch| stretch.start <= offset);
        let own =
            next.checked_sub(1).and_then(|at| self.0.get(at)).map(|s| s.end).filter(|end| *end > offset);
        let other = self.0.get(next).map(|stretch| stretch.start);
        own.into_iter().chain(other).min().unwrap_or(u32::MAX)
    }
}
