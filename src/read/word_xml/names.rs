//! Names that changed between Word 2003 XML and ECMA-376, as data.

/// Elements: old local name, new one.
pub(super) const ELEMENTS: &[(&str, &str)] = &[
    ("listPr", "numPr"),
    ("ilfo", "numId"),
    ("vmerge", "vMerge"),
    ("hmerge", "hMerge"),
    ("nfc", "numFmt"),
    ("hlink", "hyperlink"),
    ("listDef", "abstractNum"),
    ("list", "num"),
    ("ilst", "abstractNumId"),
    ("lists", "numbering"),
];

/// Attributes likewise.
pub(super) const ATTRIBUTES: &[(&str, &str)] = &[
    ("first-line", "firstLine"),
    ("h-ansi", "hAnsi"),
    ("fareast", "eastAsia"),
    ("bookmark", "anchor"),
    ("listDefId", "abstractNumId"),
];

/// Values of `w:nfc` by number (as in MS-OSHARED 2.2.1.3) that documents have.
pub(super) const NUMBER_FORMATS: &[(&str, &str)] = &[
    ("0", "decimal"),
    ("1", "upperRoman"),
    ("2", "lowerRoman"),
    ("3", "upperLetter"),
    ("4", "lowerLetter"),
    ("5", "ordinal"),
    ("6", "cardinalText"),
    ("7", "ordinalText"),
    ("10", "ideographDigital"),
    ("14", "decimalFullWidth"),
    ("18", "decimalEnclosedCircle"),
    ("22", "decimalZero"),
    ("23", "bullet"),
    ("26", "decimalEnclosedFullstop"),
    ("27", "decimalEnclosedParen"),
    ("28", "decimalEnclosedCircleChinese"),
    ("29", "ideographEnclosedCircle"),
    ("30", "ideographTraditional"),
    ("31", "ideographZodiac"),
    ("33", "taiwaneseCounting"),
    ("37", "chineseCounting"),
    ("38", "chineseLegalSimplified"),
    ("39", "chineseCountingThousand"),
    ("46", "arabicAlpha"),
    ("48", "arabicAbjad"),
    ("57", "numberInDash"),
    ("58", "russianLower"),
    ("59", "russianUpper"),
    ("255", "none"),
];

/// What changed, with its new name; the others keep theirs.
pub(super) fn new_name<'n>(table: &[(&str, &'n str)], old: &'n str) -> &'n str {
    table.iter().find(|(known, _)| *known == old).map_or(old, |(_, new)| *new)
}
