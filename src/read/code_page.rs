//! Windows' code pages and font character sets as encodings.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, IBM866, KOI8_R, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

/// Encodings by code page.
const PAGES: &[(u16, &Encoding)] = &[
    (866, IBM866),
    (874, WINDOWS_874),
    (932, SHIFT_JIS),
    (936, GB18030),
    (949, EUC_KR),
    (950, BIG5),
    (1250, WINDOWS_1250),
    (1251, WINDOWS_1251),
    (1252, WINDOWS_1252),
    (1253, WINDOWS_1253),
    (1254, WINDOWS_1254),
    (1255, WINDOWS_1255),
    (1256, WINDOWS_1256),
    (1257, WINDOWS_1257),
    (1258, WINDOWS_1258),
    (10000, MACINTOSH),
    (20866, KOI8_R),
    (54936, GB18030),
    (65001, UTF_8),
];

/// Code pages by a font's character set.
const SETS: &[(u16, u16)] = &[
    (77, 10000),
    (128, 932),
    (129, 949),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
];

/// The encoding of a code page; Windows-1252 where it is not known.
pub(super) fn encoding(page: u16) -> &'static Encoding {
    PAGES.iter().find(|(known, _)| *known == page).map_or(WINDOWS_1252, |(_, encoding)| *encoding)
}

/// The encoding of a font's character set; `None` for the document's own.
pub(super) fn of_character_set(set: u16) -> Option<&'static Encoding> {
    SETS.iter().find(|(known, _)| *known == set).map(|(_, page)| encoding(*page))
}

/// Endings of names that Windows gives its fonts for one script (`FontSubstitutes` in its registry), and
/// their code pages.
const NAMES: &[(&str, u16)] = &[
    (" cyr", 1251),
    (" ce", 1250),
    (" greek", 1253),
    (" tur", 1254),
    (" (hebrew)", 1255),
    (" (arabic)", 1256),
    (" baltic", 1257),
    (" (vietnamese)", 1258),
    (" (thai)", 874),
];

/// The encoding that a font's name tells: `Times New Roman Cyr`.
pub(super) fn of_font_name(name: &str) -> Option<&'static Encoding> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(end, _)| name.ends_with(end)).map(|(_, page)| encoding(*page))
}
