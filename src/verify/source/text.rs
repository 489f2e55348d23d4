//! Plain text for the second count: the bytes decoded as the reader says, every character of it.

use encoding_rs::Encoding;

use super::Inventory;

/// What a text shows; `None` where its encoding has no name of the standard, or where not all of it is
/// in that encoding: its reader then takes it part by part.
pub(super) fn inventory(bytes: &[u8], encoding: &str) -> Option<Inventory> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    if damaged {
        return None;
    }
    let mut inventory = Inventory::default();
    // A reader may take any of the three ends of lines for one.
    inventory.lines.add_all(&text.replace(['\r', '\u{c}'], "\n"));
    Some(inventory)
}
