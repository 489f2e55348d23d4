//! A Word 97 to 2003 file for the second count (MS-DOC): the characters of the body, notes and comments
//! as the table of pieces gives them.
//!
//! Headers and text boxes are not counted: which of them a file shows, its sections and anchors say.

use std::io::{Cursor, Read};

use super::Inventory;

/// Offsets in the file information block (MS-DOC 2.5.1 to 2.5.6).
const FLAGS: usize = 0x0A;
const LENGTHS: usize = 0x4C;
const PIECES: usize = 0x1A2;

/// What a file shows in its body, notes and comments; `None` where it is none of this kind.
pub(super) fn inventory(bytes: &[u8]) -> Option<Inventory> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let document = stream(&mut file, "/WordDocument")?;
    if number(&document, 0, 2)? != 0xA5EC || number(&document, 2, 2)? < 0xC1 {
        return None;
    }
    let table = if number(&document, FLAGS, 2)? & 0x0200 == 0 { "/0Table" } else { "/1Table" };
    let table = stream(&mut file, table)?;
    // Body, footnotes, headers, macros, comments, endnotes.
    let lengths: Option<Vec<usize>> = (0..6).map(|at| number(&document, LENGTHS + at * 4, 4)).collect();
    let [body, footnotes, headers, _, comments, endnotes] = lengths?.try_into().ok()?;
    let all = text(&document, &table)?;
    let mut inventory = Inventory::default();
    let mut start = 0usize;
    for (length, counted) in
        [(body, true), (footnotes, true), (headers, false), (comments, true), (endnotes, true)]
    {
        let end = start.checked_add(length)?.min(all.len());
        if counted {
            add(&mut inventory, all.get(start..end)?);
        }
        start = end;
    }
    Some(inventory)
}

fn stream(file: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(name).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | usize::from(*byte)))
}

/// The code units of the whole text (MS-DOC 2.9.38, Clx, and 2.8.35, PlcPcd).
fn text(document: &[u8], table: &[u8]) -> Option<Vec<u16>> {
    let mut at = number(document, PIECES, 4)?;
    while *table.get(at)? == 1 {
        at += 3 + number(table, at + 1, 2)?;
    }
    if *table.get(at)? != 2 {
        return None;
    }
    let count = number(table, at + 1, 4)?.checked_sub(4)? / 12;
    let places = at + 5;
    let mut units = Vec::new();
    for piece in 0..count {
        let (from, to) = (number(table, places + piece * 4, 4)?, number(table, places + piece * 4 + 4, 4)?);
        let place = number(table, places + (count + 1) * 4 + piece * 8 + 2, 4)?;
        let (start, length) = (place & 0x3FFF_FFFF, to.checked_sub(from)?);
        if place & 0x4000_0000 == 0 {
            let bytes = document.get(start..start.checked_add(length.checked_mul(2)?)?)?;
            units.extend(bytes.chunks_exact(2).filter_map(|pair| number(pair, 0, 2)).map(|unit| unit as u16));
        } else {
            let bytes = document.get(start / 2..(start / 2).checked_add(length)?)?;
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            units.extend(text.encode_utf16());
        }
    }
    Some(units)
}

/// Adds the lines of a stretch: codes of fields left out, and what stands for things.
fn add(inventory: &mut Inventory, units: &[u16]) {
    // For each open field, whether its result has begun.
    let mut fields: Vec<bool> = Vec::new();
    let mut line = String::new();
    for character in
        char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
    {
        match character {
            '\u{13}' => fields.push(false),
            '\u{14}' => {
                if let Some(begun) = fields.last_mut() {
                    *begun = true;
                }
            }
            '\u{15}' => drop(fields.pop()),
            _ if fields.contains(&false) => {}
            '\u{7}' | '\u{B}'..='\u{E}' => {
                inventory.lines.add(&line);
                line.clear();
            }
            '\u{1E}' => line.push('\u{2011}'),
            '\0'..='\u{1F}' => {}
            other => line.push(other),
        }
    }
    inventory.lines.add(&line);
}
