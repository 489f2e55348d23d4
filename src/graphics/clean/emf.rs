//! EMF ([MS-EMF]): the records that draw. Its description (program, title), comments and what follows its end go.

/// The record of a comment; what of EMF+ it holds draws (2.3.3).
const COMMENT: u32 = 70;
const END: u32 = 14;
/// Records that draw or set something (2.1.1): all known ones but those that pass data on to a
/// driver, or name files of colours.
const KNOWN: std::ops::RangeInclusive<u32> = 1..=122;
const PASSED_ON: &[u32] = &[99, 100, 101, 102, 103, 104, 105, 106, 107, 110, 111, 112, 113, 117, 121, 122];

/// The picture alone; `None` where its head breaks off.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let long = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes);
    let length = long(4)? as usize;
    let described = long(64)? as usize;
    let fixed = if described == 0 { length } else { length.min(described) };
    // The three forms of the head (2.2.9 to 2.2.11).
    let fixed = [108, 100, 88].into_iter().find(|form| *form <= fixed)?;
    let mut clean = bytes.get(..fixed)?.to_vec();
    let mut rest = bytes.get(length..)?;
    let mut count = 2u32;
    while let Some((kind, record)) = next(rest) {
        rest = rest.get(record.len()..)?;
        match kind {
            END => break,
            COMMENT => {
                if let Some(kept) = plus(record) {
                    clean.extend(kept);
                    count += 1;
                }
            }
            _ if KNOWN.contains(&kind) && !PASSED_ON.contains(&kind) => {
                clean.extend(record);
                count += 1;
            }
            _ => {}
        }
    }
    clean.extend([END, 20, 0, 16, 20].into_iter().flat_map(u32::to_le_bytes));
    let mut put = |at: usize, number: usize| {
        let number = u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        clean.get_mut(at..at + 4).map(|place| place.copy_from_slice(&number))
    };
    put(4, fixed)?;
    // No description, no palette, no format of pixels.
    for place in [60, 64, 68] {
        put(place, 0)?;
    }
    if fixed >= 100 {
        put(88, 0)?;
        put(92, 0)?;
    }
    put(52, count as usize)?;
    let all = clean.len();
    let number = u32::try_from(all).ok()?.to_le_bytes();
    clean.get_mut(48..52)?.copy_from_slice(&number);
    Some(clean)
}

/// The next record and its kind.
fn next(rest: &[u8]) -> Option<(u32, &[u8])> {
    let kind = u32::from_le_bytes(*rest.first_chunk()?);
    let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
    Some((kind, rest.get(..length).filter(|record| record.len() >= 8)?))
}

/// A comment of EMF+ records ([MS-EMFPLUS] 2.3), without those that are comments themselves; `None` for any other.
fn plus(record: &[u8]) -> Option<Vec<u8>> {
    /// EmfPlusComment, and the kinds there are (2.1.1.1).
    const REMARK: u16 = 0x4003;
    const KINDS: std::ops::RangeInclusive<u16> = 0x4001..=0x403A;
    let length = u32::from_le_bytes(*record.get(8..)?.first_chunk()?) as usize;
    let mut rest = record.get(12..12usize.checked_add(length)?)?.strip_prefix(b"EMF+")?;
    let mut data = b"EMF+".to_vec();
    while !rest.is_empty() {
        let kind = u16::from_le_bytes(*rest.first_chunk()?);
        let size = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
        let (inner, after) = rest.split_at_checked(size).filter(|_| size >= 12)?;
        if !KINDS.contains(&kind) {
            return None;
        }
        if kind != REMARK {
            data.extend(inner);
        }
        rest = after;
    }
    let filled = data.len().next_multiple_of(4);
    let numbers = [COMMENT, u32::try_from(12 + filled).ok()?, u32::try_from(data.len()).ok()?];
    let mut kept: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    kept.extend(&data);
    kept.resize(12 + filled, 0);
    Some(kept)
}
