//! Small tables of the table stream: fonts, authors, strings, dates.

use crate::read::bytes::{slice, u8_at, u16_at, utf16_at};
use crate::read::facts::symbols::symbol_font;
use crate::read::facts::types::SymbolFont;

/// Fonts by index: which of them are symbol fonts (MS-DOC 2.9.286, 2.9.82).
pub(super) fn fonts(bytes: &[u8]) -> Vec<Option<SymbolFont>> {
    let count = usize::from(u16_at(bytes, 0).unwrap_or(0));
    let mut fonts = Vec::new();
    let mut at = 4;
    for _ in 0..count {
        let Some(length) = u8_at(bytes, at).map(usize::from) else { break };
        let Some(entry) = slice(bytes, at + 1, length) else { break };
        let name = utf16_at(entry, 39, length.saturating_sub(39) / 2).unwrap_or_default();
        fonts.push(symbol_font(name.split('\0').next().unwrap_or_default()));
        at += 1 + length;
    }
    fonts
}

/// A table of strings (MS-DOC 2.2.4), extended or not.
pub(super) fn strings(bytes: &[u8]) -> Vec<String> {
    let extended = u16_at(bytes, 0) == Some(0xFFFF);
    let head = if extended { 2 } else { 0 };
    let count = usize::from(u16_at(bytes, head).unwrap_or(0));
    let extra = usize::from(u16_at(bytes, head + 2).unwrap_or(0));
    let mut strings = Vec::new();
    let mut at = head + 4;
    for _ in 0..count {
        let text = if extended {
            let Some(length) = u16_at(bytes, at).map(usize::from) else { break };
            let text = utf16_at(bytes, at + 2, length);
            at += 2 + length * 2;
            text
        } else {
            let Some(length) = u8_at(bytes, at).map(usize::from) else { break };
            let text = slice(bytes, at + 1, length);
            at += 1 + length;
            text.map(|text| encoding_rs::WINDOWS_1252.decode_without_bom_handling(text).0.into_owned())
        };
        let Some(text) = text else { break };
        at += extra;
        strings.push(text);
    }
    strings
}

/// Names one after another, each with its length before it (`GrpXstAtnOwners`).
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(length) = u16_at(bytes, at).map(usize::from) {
        let Some(name) = utf16_at(bytes, at + 2, length) else { break };
        names.push(name);
        at += 2 + length * 2;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::strings;

    #[test]
    fn strings_end_where_the_bytes_do() {
        let table = [0xFF, 0xFF, 2, 0, 0, 0, 1, 0, b'A', 0, 9, 0, b'B'];
        assert_eq!(strings(&table), ["A"]);
    }
}
