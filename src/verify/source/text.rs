//! Plain text for the second count: the bytes decoded as the reader says, every character of it. Of a text
//! in several encodings each line is in one of them.

use std::borrow::Cow;
use std::collections::HashSet;

use encoding_rs::{
    BIG5, Encoding, GB18030, MACINTOSH, UTF_8, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256, X_MAC_CYRILLIC,
};

use super::Inventory;
use crate::source::Source;

/// Encodings of the parts of a text that are not in its own, and of pages that name none.
const OTHERS: [&Encoding; 8] =
    [UTF_8, GB18030, BIG5, WINDOWS_1252, WINDOWS_1251, WINDOWS_1256, MACINTOSH, X_MAC_CYRILLIC];

/// What a text shows; `None` where its encoding has no name of the standard.
pub(super) fn inventory(bytes: &[u8], encoding: &str, source: Option<&Source>) -> Option<Inventory> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    let text = if damaged { Cow::Owned(by_lines(bytes, encoding, source?)?) } else { text };
    let mut inventory = Inventory::default();
    // A reader may take any of the three ends of lines for one.
    inventory.lines.add_all(&text.replace(['\r', '\u{c}'], "\n"));
    Some(inventory)
}

/// A text in several encodings: each line in the first that makes it one of those that were read, else in
/// the first that knows its bytes.
fn by_lines(bytes: &[u8], encoding: &'static Encoding, source: &Source) -> Option<String> {
    if !encoding.is_ascii_compatible() {
        return None;
    }
    let read: HashSet<&str> = source.text.split(['\n', '\r']).collect();
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let candidates = [UTF_8, encoding].into_iter().chain(OTHERS);
        let known: Vec<Cow<'_, str>> = candidates
            .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(line))
            .collect();
        let found = known.iter().find(|line| read.contains(line.as_ref())).or(known.first())?;
        text.push_str(found.trim_start_matches('\u{FEFF}'));
        text.push('\n');
    }
    Some(text)
}

/// A page as text: in the encoding that its mark, its header or itself names if all bytes are in it, else in
/// the first whose letters the reader's text has.
pub(super) fn decoded(bytes: &[u8], header: Option<&str>, source: Option<&Source>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(bytes.get(mark..)?).0.into_owned());
    }
    for (first, encoding) in [([b'<', 0], encoding_rs::UTF_16LE), ([0, b'<'], encoding_rs::UTF_16BE)] {
        if bytes.starts_with(&first) {
            return Some(encoding.decode_without_bom_handling(bytes).0.into_owned());
        }
    }
    let label = header.map(str::to_owned).or_else(|| declared(bytes));
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let candidates = std::iter::once(UTF_8).chain(named).chain(OTHERS);
    let mut texts = candidates
        .filter(|encoding| encoding.is_ascii_compatible())
        .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    let Some(source) = source else { return texts.next().map(Cow::into_owned) };
    texts.find(|text| agrees(text, source)).map(Cow::into_owned)
}

/// Whether most letters of a text beyond ASCII are letters that were read; a title and scripts are not.
fn agrees(text: &str, source: &Source) -> bool {
    let read: HashSet<char> = source.text.chars().collect();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).take(1000);
    let (mut known, mut all) = (0, 0);
    for letter in letters {
        all += 1;
        known += usize::from(read.contains(&letter));
    }
    known * 4 >= all * 3
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let name = after.trim_start_matches(['"', '\'']).split(['"', '\'', '>', ' ', ';', '/', '?']).next()?;
    Some(name.to_owned())
}
