//! WMF ([MS-WMF]): the records that draw. Escapes, which pass comments and data on to a driver, and what follows its
//! end go.

/// The record of an escape (2.3.6).
const ESCAPE: u16 = 0x0626;
/// Bytes of the head that says how large the picture is (2.3.2.3), and of the head (2.3.2.2).
const PLACEABLE: usize = 22;
const HEAD: usize = 18;

/// The picture alone; `None` where its head breaks off.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let before = if bytes.starts_with(b"\xD7\xCD\xC6\x9A") { PLACEABLE } else { 0 };
    let mut clean = bytes.get(..before + HEAD)?.to_vec();
    let mut rest = bytes.get(before + HEAD..)?;
    let mut longest = 3u32;
    while let Some((kind, record, words)) = next(rest) {
        rest = rest.get(record.len()..)?;
        if kind == 0 {
            break;
        }
        if kind != ESCAPE {
            clean.extend(record);
            longest = longest.max(words);
        }
    }
    clean.extend([3, 0, 0, 0, 0, 0]);
    let words = u32::try_from((clean.len() - before) / 2).ok()?;
    clean.get_mut(before + 6..before + 10)?.copy_from_slice(&words.to_le_bytes());
    clean.get_mut(before + 12..before + 16)?.copy_from_slice(&longest.to_le_bytes());
    Some(clean)
}

/// The next record: its function, its bytes, its length in words.
fn next(rest: &[u8]) -> Option<(u16, &[u8], u32)> {
    let words = u32::from_le_bytes(*rest.first_chunk()?);
    let kind = u16::from_le_bytes(*rest.get(4..)?.first_chunk()?);
    let record = rest.get(..(words as usize).checked_mul(2)?).filter(|record| record.len() >= 6)?;
    Some((kind, record, words))
}
