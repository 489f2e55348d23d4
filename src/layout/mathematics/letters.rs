//! Letters of formulas: their styles, and what signs are among their neighbours.

use super::boxes::AtomClass;
use crate::formula::FormulaElement;

/// How letters of a run are drawn (ECMA-376 part 1, 22.1.2.94 and 22.1.2.111).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LetterStyle {
    pub bold: bool,
    pub italic: bool,
    pub alphabet: MathAlphabet,
    /// Text of a sentence, and no formula.
    pub normal: bool,
}

/// The kind of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MathAlphabet {
    Roman,
    Script,
    Fraktur,
    DoubleStruck,
    Sans,
    Monospace,
}

impl LetterStyle {
    /// The style of a run.
    pub(super) fn of(run: &FormulaElement) -> Self {
        let style = run.property("m:rPr", "m:sty").unwrap_or("i");
        let normal = run.is_on("m:rPr", "m:nor") || &*run.name == "w:r";
        let alphabet = match run.property("m:rPr", "m:scr") {
            Some("script") => MathAlphabet::Script,
            Some("fraktur") => MathAlphabet::Fraktur,
            Some("double-struck") => MathAlphabet::DoubleStruck,
            Some("sans-serif") => MathAlphabet::Sans,
            Some("monospace") => MathAlphabet::Monospace,
            _ => MathAlphabet::Roman,
        };
        Self { bold: matches!(style, "b" | "bi"), italic: matches!(style, "i" | "bi"), alphabet, normal }
    }

    /// The character whose glyph shows a letter in this style (Unicode, Mathematical Alphanumeric Symbols).
    pub(super) fn styled(self, character: char) -> char {
        if self.normal {
            return character;
        }
        let at = |first: u32, base: char| char::from_u32(first + u32::from(character) - u32::from(base));
        let (bold, italic) = (self.bold, self.italic);
        let capitals = match (self.alphabet, bold, italic) {
            (MathAlphabet::Roman, false, false) => None,
            (MathAlphabet::Roman, true, false) => Some(0x1D400),
            (MathAlphabet::Roman, false, true) => Some(0x1D434),
            (MathAlphabet::Roman, true, true) => Some(0x1D468),
            (MathAlphabet::Script, false, _) => Some(0x1D49C),
            (MathAlphabet::Script, true, _) => Some(0x1D4D0),
            (MathAlphabet::Fraktur, false, _) => Some(0x1D504),
            (MathAlphabet::Fraktur, true, _) => Some(0x1D56C),
            (MathAlphabet::DoubleStruck, ..) => Some(0x1D538),
            (MathAlphabet::Sans, false, false) => Some(0x1D5A0),
            (MathAlphabet::Sans, true, false) => Some(0x1D5D4),
            (MathAlphabet::Sans, false, true) => Some(0x1D608),
            (MathAlphabet::Sans, true, true) => Some(0x1D63C),
            (MathAlphabet::Monospace, ..) => Some(0x1D670),
        };
        let digits = match (self.alphabet, bold) {
            (MathAlphabet::DoubleStruck, _) => Some(0x1D7D8),
            (MathAlphabet::Sans, false) => Some(0x1D7E2),
            (MathAlphabet::Sans, true) => Some(0x1D7EC),
            (MathAlphabet::Monospace, _) => Some(0x1D7F6),
            (_, true) => Some(0x1D7CE),
            _ => None,
        };
        let greek = match (bold, italic) {
            (false, true) => Some((0x1D6E2, 0x1D6FC)),
            (true, false) => Some((0x1D6A8, 0x1D6C2)),
            (true, true) => Some((0x1D71C, 0x1D736)),
            _ => None,
        };
        let found = match character {
            'A'..='Z' => capitals.and_then(|first| at(first, 'A')),
            'a'..='z' => capitals.and_then(|first| at(first + 26, 'a')),
            '0'..='9' => digits.and_then(|first| at(first, '0')),
            '\u{391}'..='\u{3A9}' => greek.and_then(|(first, _)| at(first, '\u{391}')),
            '\u{3B1}'..='\u{3C9}' => greek.and_then(|(_, first)| at(first, '\u{3B1}')),
            _ => None,
        };
        found.map_or(character, letterlike)
    }
}

/// Letters that Unicode had before it had their alphabets.
fn letterlike(character: char) -> char {
    const EARLIER: &[(u32, u32)] = &[
        (0x1D455, 0x210E),
        (0x1D49D, 0x212C),
        (0x1D4A0, 0x2130),
        (0x1D4A1, 0x2131),
        (0x1D4A3, 0x210B),
        (0x1D4A4, 0x2110),
        (0x1D4A7, 0x2112),
        (0x1D4A8, 0x2133),
        (0x1D4AD, 0x211B),
        (0x1D4BA, 0x212F),
        (0x1D4BC, 0x210A),
        (0x1D4C4, 0x2134),
        (0x1D506, 0x212D),
        (0x1D50B, 0x210C),
        (0x1D50C, 0x2111),
        (0x1D515, 0x211C),
        (0x1D51D, 0x2128),
        (0x1D53A, 0x2102),
        (0x1D53F, 0x210D),
        (0x1D545, 0x2115),
        (0x1D547, 0x2119),
        (0x1D548, 0x211A),
        (0x1D549, 0x211D),
        (0x1D551, 0x2124),
    ];
    let earlier = EARLIER.iter().find(|(hole, _)| *hole == u32::from(character));
    earlier.and_then(|(_, letter)| char::from_u32(*letter)).unwrap_or(character)
}

/// The sign that is drawn for one that a keyboard gives.
pub(super) fn drawn(character: char) -> char {
    match character {
        '-' => '\u{2212}',
        '*' => '\u{2217}',
        '\'' => '\u{2032}',
        '`' => '\u{2035}',
        _ => character,
    }
}

/// What a character is among its neighbours.
pub(super) fn class(character: char) -> AtomClass {
    match character {
        '+'
        | '-'
        | '*'
        | '\u{B1}'
        | '\u{D7}'
        | '\u{F7}'
        | '\u{B7}'
        | '\u{2020}'
        | '\u{2021}'
        | '\u{2022}'
        | '\u{2212}'..='\u{2219}'
        | '\u{2227}'..='\u{222A}'
        | '\u{2293}'..='\u{22A1}'
        | '\u{22C4}'..='\u{22C7}'
        | '\u{22CE}'
        | '\u{22CF}'
        | '\u{2A1D}'..='\u{2A70}' => AtomClass::Binary,
        '='
        | '<'
        | '>'
        | ':'
        | '\u{2190}'..='\u{21FF}'
        | '\u{2208}'..='\u{220D}'
        | '\u{221D}'
        | '\u{2223}'
        | '\u{2225}'
        | '\u{2234}'..='\u{228B}'
        | '\u{228F}'..='\u{2292}'
        | '\u{22A2}'..='\u{22B8}'
        | '\u{22C8}'..='\u{22CD}'
        | '\u{22D0}'..='\u{22EC}'
        | '\u{27F0}'..='\u{27FF}'
        | '\u{2900}'..='\u{297F}'
        | '\u{2A71}'..='\u{2AFF}' => AtomClass::Relation,
        '(' | '[' | '{' | '\u{27E8}' | '\u{2308}' | '\u{230A}' | '\u{27E6}' => AtomClass::Opening,
        ')' | ']' | '}' | '\u{27E9}' | '\u{2309}' | '\u{230B}' | '\u{27E7}' | '!' => AtomClass::Closing,
        ',' | ';' => AtomClass::Punctuation,
        '\u{220F}'..='\u{2211}'
        | '\u{222B}'..='\u{2233}'
        | '\u{22C0}'..='\u{22C3}'
        | '\u{2A00}'..='\u{2A1C}' => AtomClass::Operator,
        _ => AtomClass::Ordinary,
    }
}
