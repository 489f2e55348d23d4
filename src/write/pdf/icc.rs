//! An sRGB profile of our own making, byte by byte (ICC.1:2010, profile version 4.2).
//!
//! Out: a display profile with the primaries and the curve of IEC 61966-2-1, adapted to D50. Made
//! here so that no profile under anyone's licence goes into every document.

/// A number with 16 bits after the point (ICC.1, 4.6).
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

/// `XYZType`.
fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    values.iter().for_each(|value| tag.extend(fixed(*value)));
    tag
}

/// `multiLocalizedUnicodeType` with one record, English.
fn text(value: &str) -> Vec<u8> {
    let units: Vec<u8> = value.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    tag.extend((units.len() as u32).to_be_bytes());
    tag.extend(28u32.to_be_bytes());
    tag.extend(units);
    tag.resize(tag.len().next_multiple_of(4), 0);
    tag
}

/// `parametricCurveType`, function 3: a power with a straight foot.
fn curve() -> Vec<u8> {
    let mut tag = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for value in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45] {
        tag.extend(fixed(value));
    }
    tag
}

/// `s15Fixed16ArrayType`: the Bradford matrix from D65 to D50 (ICC.1, annex E).
fn adaptation() -> Vec<u8> {
    let mut tag = b"sf32\0\0\0\0".to_vec();
    for value in
        [1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678]
    {
        tag.extend(fixed(value));
    }
    tag
}

/// The profile, about 600 bytes.
pub(super) fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 8] = [
        (b"desc", text("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"chad", adaptation()),
        (b"rXYZ", xyz([0.436_066, 0.222_488, 0.013_916])),
        (b"gXYZ", xyz([0.385_147, 0.716_873, 0.097_076])),
        (b"bXYZ", xyz([0.143_066, 0.060_608, 0.714_096])),
        (b"rTRC", curve()),
    ];
    // Green and blue share the curve of red.
    let count = tags.len() as u32 + 2;
    let mut table = count.to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * count;
    for (name, tag) in &tags {
        let row = [start + data.len() as u32, tag.len() as u32].map(u32::to_be_bytes).concat();
        let names: &[&[u8; 4]] = if *name == b"rTRC" { &[b"rTRC", b"gTRC", b"bTRC"] } else { &[*name] };
        for name in names {
            table.extend(*name);
            table.extend(&row);
        }
        data.extend(tag);
    }
    let size = start + data.len() as u32;
    let mut profile = size.to_be_bytes().to_vec();
    profile.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    for part in [2026u16, 1, 1, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend(b"acsp");
    profile.resize(68, 0);
    [0.9642, 1.0, 0.8249].iter().for_each(|value| profile.extend(fixed(*value)));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}
