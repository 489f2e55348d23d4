//! BMP of the common form ([MS-WMF] 2.2.2.9): head, colours, rows, and nothing between or behind them.

/// Bytes of the file's own head, and of the head of the bitmap.
const FILE_HEAD: usize = 14;
const HEAD: usize = 40;

/// The picture alone; `None` for other forms, which are written anew.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let long = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes);
    let short = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes);
    let (start, depth, packing) = (long(10)? as usize, usize::from(short(28)?), long(30)?);
    if long(FILE_HEAD)? as usize != HEAD || packing != 0 {
        return None;
    }
    let (width, height) = (long(18)? as usize, long(22)?.cast_signed().unsigned_abs() as usize);
    let rows = width.checked_mul(depth)?.div_ceil(32).checked_mul(4)?.checked_mul(height)?;
    let colours = match (depth, long(46)? as usize) {
        (9.., _) => 0,
        (_, 0) => 1 << depth,
        (_, used) => used.min(256),
    };
    let colours = bytes.get(FILE_HEAD + HEAD..(FILE_HEAD + HEAD).checked_add(colours * 4)?)?;
    let rows = bytes.get(start..start.checked_add(rows)?)?;
    let place = FILE_HEAD + HEAD + colours.len();
    let mut clean = b"BM".to_vec();
    for number in [place + rows.len(), 0, place] {
        clean.extend(u32::try_from(number).ok()?.to_le_bytes());
    }
    clean.extend(bytes.get(FILE_HEAD..FILE_HEAD + HEAD)?);
    clean.extend(colours);
    clean.extend(rows);
    Some(clean)
}
