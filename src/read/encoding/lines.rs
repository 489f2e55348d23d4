//! Text that is UTF-8 in some lines and another encoding in others: what is put together from two
//! files, or typed into one with another setting.
//!
//! In: bytes that are not UTF-8 as a whole. Out: each line in its own encoding, with a warning that
//! names the lines. Refused: a line that is UTF-8 but for a few bytes, which another encoding would
//! garble. Never: a line of UTF-8 read as anything else.

use encoding_rs::{Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::rules::MIXED;
use super::{Decoded, damaged, detect, plausible, strict};
use crate::diagnostics::{Finding, Message, Refusal, message};

/// Weight of one line's sequences that makes it UTF-8 beyond doubt: of two Han in GBK one in eight is
/// a sequence of two bytes by accident, three in a row and nothing else in the line is not.
pub(super) const SURE: usize = 6;

/// Weight beside which a page of one byte a character, found in the other lines, is not the whole of
/// the file. In Windows-1252 no word has the two characters of a sequence beside each other.
pub(super) fn beside(encoding: &'static Encoding) -> usize {
    if encoding == WINDOWS_1252 { 1 } else { 2 }
}

/// Weight of the sequences of several bytes in well-formed UTF-8: one for two bytes, two for more.
pub(super) fn weight(text: &str) -> usize {
    text.chars().map(|c| c.len_utf8().saturating_sub(1).min(2)).sum()
}

/// A line as bytes.
struct ByteLine<'a> {
    /// From 1.
    number: usize,
    /// Place of its first byte in the file.
    start: usize,
    /// Its bytes, line end included.
    bytes: &'a [u8],
    /// Weight of its well-formed sequences.
    weight: usize,
    /// Bytes that belong to none.
    wrong: usize,
}

impl ByteLine<'_> {
    fn is_utf8(&self) -> bool {
        self.wrong == 0
    }

    /// UTF-8 but for a few bytes. In an encoding of two bytes a character a sequence or two stand in
    /// short lines by accident.
    fn is_damaged(&self, others: Option<&'static Encoding>) -> bool {
        let least = others.filter(|encoding| encoding.is_single_byte()).map_or(SURE, beside);
        self.wrong > 0 && self.weight >= least && self.weight >= self.wrong
    }
}

fn lines(bytes: &[u8]) -> Vec<ByteLine<'_>> {
    let mut start = 0;
    let pieces = bytes.split_inclusive(|byte| *byte == b'\n').zip(1..);
    pieces
        .map(|(bytes, number)| {
            let (mut weight, mut wrong) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                weight += super::lines::weight(chunk.valid());
                wrong += chunk.invalid().len();
            }
            let line = ByteLine { number, start, bytes, weight, wrong };
            start += bytes.len();
            line
        })
        .collect()
}

/// Decodes text of which some line is UTF-8 by a weight of `sure`; `None` where none is.
///
/// # Errors
/// Lines that are UTF-8 but for a few bytes, and lines that no encoding explains, with the place.
pub(super) fn decode(bytes: &[u8], sure: usize) -> Result<Option<Decoded>, Refusal> {
    let lines = lines(bytes);
    let enough = |line: &ByteLine<'_>| line.weight >= sure && line.is_utf8();
    let nearly = |line: &ByteLine<'_>| line.is_damaged(None);
    if !lines.iter().any(|line| enough(line) || nearly(line)) {
        return Ok(None);
    }
    let wrong: usize = lines.iter().map(|line| line.wrong).sum();
    let refused = |line: &ByteLine<'_>| {
        let valid = line.bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        damaged("UTF-8", bytes, line.start + valid, wrong)
    };
    if let Some(line) = lines.iter().find(|line| nearly(line)) {
        return Err(refused(line));
    }
    let foreign: Vec<&ByteLine<'_>> = lines.iter().filter(|line| !line.is_utf8()).collect();
    let Some((first, encoding)) = foreign.first().zip(encoding_of(&foreign, &lines)) else {
        return match foreign.first() {
            Some(line) => Err(refused(line)),
            None => Ok(None),
        };
    };
    if let Some(line) = lines.iter().find(|line| line.is_damaged(Some(encoding))) {
        return Err(refused(line));
    }
    // Beside damage a page of one byte a character explains everything, and garbles a line of whole Chinese.
    if encoding.is_single_byte() && foreign.iter().any(|line| is_chinese(line)) {
        let damage = foreign.iter().find(|line| !is_chinese(line)).copied();
        return Err(refused(damage.unwrap_or(first)));
    }
    let mut text = String::with_capacity(bytes.len());
    for line in &lines {
        match std::str::from_utf8(line.bytes).ok().map(str::to_owned).or_else(|| strict(encoding, line.bytes))
        {
            Some(decoded) => text.push_str(&decoded),
            None => return Err(refused(first)),
        }
    }
    let numbers: Vec<usize> = foreign.iter().map(|line| line.number).collect();
    let message = mixed(&numbers, super::named(encoding));
    Ok(Some(Decoded { text, encoding: UTF_8.name(), findings: vec![Finding::new(&MIXED, None, message)] }))
}

/// Whether a line is Chinese in GB18030, by itself.
fn is_chinese(line: &ByteLine<'_>) -> bool {
    detect::looks_chinese(line.bytes, 8) && strict(GB18030, line.bytes).is_some()
}

/// The encoding of the lines that are not UTF-8, by all of them together.
fn encoding_of(foreign: &[&ByteLine<'_>], lines: &[ByteLine<'_>]) -> Option<&'static Encoding> {
    let together: Vec<u8> = foreign.iter().flat_map(|line| line.bytes).copied().collect();
    let utf8 = lines.iter().filter(|line| line.is_utf8());
    let han = utf8.filter_map(|line| std::str::from_utf8(line.bytes).ok()).flat_map(str::chars);
    let chinese = han.filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).count() > 0;
    if chinese && detect::looks_chinese(&together, 1) && strict(GB18030, &together).is_some() {
        return Some(GB18030);
    }
    let (encoding, text) = detect::detect(&together).ok()?;
    // A byte or two give no evidence but the word that they make.
    let sound = !encoding.is_single_byte() || plausible::letters(&text).wrong == 0;
    let few = together.iter().filter(|byte| !byte.is_ascii()).count() < 8;
    (sound || !few).then_some(encoding)
}

/// `Lines 3, 7 to 9 were`.
fn mixed(numbers: &[usize], encoding: &str) -> Message {
    const SHOWN: usize = 8;
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let shown = ranges.iter().take(SHOWN).map(|(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first} to {last}"),
    });
    let list = shown.collect::<Vec<_>>().join(", ");
    match numbers.len() {
        1 => message!("Line {line} was read as {encoding}, the others as UTF-8.", line = list, encoding),
        _ if ranges.len() > SHOWN => {
            message!(
                "Lines {lines} and others were read as {encoding}, the others as UTF-8.",
                lines = list,
                encoding
            )
        }
        _ => message!("Lines {lines} were read as {encoding}, the others as UTF-8.", lines = list, encoding),
    }
}
