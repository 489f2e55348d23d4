//! Form fields: what was chosen, ticked or typed (MS-DOC 2.9.78, FFData, in a NilPICFAndBinData of the
//! data stream, 2.9.161).

use crate::read::bytes::{u8_at, u16_at, u32_at};
use crate::read::facts::field::FormField;

/// A result that stands for the default.
const DEFAULT: usize = 25;

/// The form data at a place of the data stream.
pub(super) fn read(data: &[u8], at: usize) -> Option<FormField> {
    let head = usize::from(u16_at(data, at + 4)?);
    let form = at.checked_add(head)?;
    if u32_at(data, form)? != u32::MAX {
        return None;
    }
    let bits = u16_at(data, form + 4)?;
    let result = usize::from((bits >> 2) & 0x1F);
    // After the head of ten bytes: the name, then the default.
    let (_, place) = string(data, form + 10, true)?;
    match bits & 3 {
        0 => Some(FormField::Text(string(data, place, true).map(|(text, _)| text))),
        1 => {
            let default = usize::from(u16_at(data, place)?);
            Some(FormField::CheckBox((if result == DEFAULT { default } else { result }) == 1))
        }
        2 => {
            let default = usize::from(u16_at(data, place)?);
            let mut place = place + 2;
            // Format, help, status line, and the macros at entry and exit.
            for _ in 0..5 {
                place = string(data, place, true)?.1;
            }
            let chosen = if result == DEFAULT { default } else { result };
            Some(FormField::DropDown(entry(data, place, chosen)))
        }
        _ => None,
    }
}

/// A string with its length before it, a zero behind it where `closed`; with the place after it.
fn string(data: &[u8], at: usize, closed: bool) -> Option<(String, usize)> {
    let length = usize::from(u16_at(data, at)?);
    let units: Option<Vec<u16>> = (0..length).map(|unit| u16_at(data, at + 2 + unit * 2)).collect();
    let text = String::from_utf16_lossy(&units?);
    Some((text, at + 2 + length * 2 + if closed { 2 } else { 0 }))
}

/// An entry of a table of strings (MS-DOC 2.2.4, STTB of two-byte characters).
fn entry(data: &[u8], at: usize, number: usize) -> Option<String> {
    if u8_at(data, at)? != 0xFF || u8_at(data, at + 1)? != 0xFF {
        return None;
    }
    let (count, extra) = (usize::from(u16_at(data, at + 2)?), usize::from(u16_at(data, at + 4)?));
    let mut place = at + 6;
    for index in 0..count {
        let (text, next) = string(data, place, false)?;
        if index == number {
            return Some(text);
        }
        place = next + extra;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::read::facts::field::FormField;

    fn string(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.extend([0, 0]);
        bytes
    }

    fn form(kind: u16, result: u16, after_name: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 0x44];
        bytes[4] = 0x44;
        bytes.extend([0xFF; 4]);
        bytes.extend((kind | (result << 2)).to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(string("Name"));
        bytes.extend(after_name);
        bytes
    }

    #[test]
    fn what_was_chosen_ticked_or_typed_is_read() {
        assert_eq!(read(&form(1, 1, &[0, 0]), 0), Some(FormField::CheckBox(true)));
        assert_eq!(read(&form(1, 25, &[1, 0]), 0), Some(FormField::CheckBox(true)));
        assert_eq!(read(&form(1, 0, &[1, 0]), 0), Some(FormField::CheckBox(false)));
        let text = string("type here");
        assert_eq!(read(&form(0, 0, &text), 0), Some(FormField::Text(Some("type here".into()))));
        let mut list = vec![0, 0];
        (0..5).for_each(|_| list.extend(string("")));
        list.extend([0xFF, 0xFF, 2, 0, 0, 0]);
        for entry in ["Yes", "No"] {
            let closed = string(entry);
            list.extend(&closed[..closed.len() - 2]);
        }
        assert_eq!(read(&form(2, 1, &list), 0), Some(FormField::DropDown(Some("No".into()))));
        assert_eq!(read(&[0; 30], 0), None);
    }
}
