//! The file information block: where everything else stands (MS-DOC 2.5).

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::read::bytes::{slice, u16_at, u32_at};
use crate::read::ole::encrypted;

/// Places in the table stream, by index in `fibRgFcLcb` (MS-DOC 2.5.6 to 2.5.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum FibRange {
    Stylesheet = 1,
    FootnoteReferences = 2,
    FootnoteTexts = 3,
    CommentReferences = 4,
    CommentTexts = 5,
    Sections = 6,
    HeaderTexts = 11,
    CharacterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    CommentAuthors = 36,
    Shapes = 40,
    EndnoteReferences = 46,
    EndnoteTexts = 47,
    RevisionAuthors = 51,
    TextBoxTexts = 56,
    Lists = 73,
    ListOverrides = 74,
    CommentDates = 112,
}

/// Counts of code units of the document's parts, in the order in which they follow one another
/// (MS-DOC 2.5.4).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FibCounts {
    pub text: u32,
    pub footnotes: u32,
    pub headers: u32,
    pub comments: u32,
    pub endnotes: u32,
    pub text_boxes: u32,
    pub header_text_boxes: u32,
}

/// What the block says.
#[derive(Debug)]
pub(super) struct Fib<'a> {
    /// Counts of the parts.
    pub counts: FibCounts,
    /// Language of the program that wrote the file (LCID).
    pub language: u16,
    /// Whether the file was fast-saved: changes were appended, not merged.
    pub fast_saved: bool,
    /// The table stream.
    pub table: &'a [u8],
    places: &'a [u8],
}

/// The refusal of a file whose structure does not hold.
pub(super) fn damaged(what: &'static str) -> Refusal {
    damage(Message::phrase(what))
}

fn damage(what: Message) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("the Word 97 to 2003 file is damaged: {what}", what => what),
        message!("open it in Word or LibreOffice, let the program repair it, and save it as .docx"),
    )
}

impl<'a> Fib<'a> {
    /// Reads the block at the head of the document stream.
    ///
    /// # Errors
    /// Older versions of Word, encryption, damage.
    pub(super) fn read(document: &'a [u8], tables: [Option<&'a [u8]>; 2]) -> Result<Self, Refusal> {
        let word = |at: usize| u16_at(document, at).ok_or_else(|| damaged("its head is cut off"));
        let (ident, version, flags) = (word(0)?, word(2)?, word(10)?);
        if ident == 0xA5DC || (ident == 0xA5EC && (1..0xB0).contains(&version)) {
            return Err(Refusal::new(
                RefusalKind::Format,
                message!("this is a Word 6 or Word 95 file, whose format is not read"),
                message!("open it in Word or LibreOffice and save it as .docx"),
            ));
        }
        if ident != 0xA5EC {
            return Err(damage(message!(
                "it begins with {begin}, not with A5EC",
                begin = format!("{ident:04X}")
            )));
        }
        if flags & 0x0100 != 0 {
            return Err(encrypted());
        }
        let table = match (flags & 0x0200 != 0, tables) {
            (false, [Some(table), _]) | (true, [_, Some(table)]) => table,
            (_, [Some(table), None] | [None, Some(table)]) => table,
            _ => return Err(damaged("it has no table stream")),
        };
        let words = usize::from(word(32)?) * 2;
        let longs_at = 34 + words + 2;
        let longs = usize::from(word(34 + words)?) * 4;
        let pairs_at = longs_at + longs + 2;
        let pairs = usize::from(word(longs_at + longs)?) * 8;
        let whole = document.len().saturating_sub(pairs_at).min(pairs);
        let places = slice(document, pairs_at, whole).unwrap_or_default();
        let count = |index: usize| {
            let at = longs_at + index * 4;
            u32_at(document, at)
                .filter(|count| *count <= 0x7FFF_FFFF)
                .ok_or_else(|| damaged("its counts are wrong"))
        };
        let counts = FibCounts {
            text: count(3)?,
            footnotes: count(4)?,
            headers: count(5)?,
            comments: count(7)?,
            endnotes: count(8)?,
            text_boxes: count(9)?,
            header_text_boxes: count(10)?,
        };
        Ok(Self { counts, language: word(6)?, fast_saved: flags & 0x0004 != 0, table, places })
    }

    /// The bytes of a place; empty where the file has none, cut where the stream ends.
    pub(super) fn place(&self, place: FibRange) -> &'a [u8] {
        let (from, length) = self.extent(place);
        let end = from.saturating_add(length).min(self.table.len());
        self.table.get(from..end).unwrap_or_default()
    }

    /// What follows a place in the stream.
    pub(super) fn after(&self, place: FibRange) -> &'a [u8] {
        let (from, length) = self.extent(place);
        self.table.get(from.saturating_add(length)..).unwrap_or_default()
    }

    fn extent(&self, place: FibRange) -> (usize, usize) {
        let at = place as usize * 8;
        let number = |at| u32_at(self.places, at).map_or(0, |n| n as usize);
        (number(at), number(at + 4))
    }
}

/// The positions and data of a `PLC` (MS-DOC 2.2.2): `n + 1` positions, then `n` pieces of `size`
/// bytes.
pub(super) fn plc(bytes: &[u8], size: usize) -> (Vec<u32>, &[u8]) {
    let count = bytes.len().saturating_sub(4) / (4 + size);
    let positions = (0..=count).filter_map(|at| u32_at(bytes, at * 4)).collect();
    (positions, bytes.get((count + 1) * 4..).unwrap_or_default())
}
