//! What kind of character a character is, for choosing its font and the white around it.
//!
//! In: characters. Out: classes from tables. Never: a font, a measure.

use crate::letters::{is_han, is_invisible};
use crate::lexicon::terms::{self, Term};

/// Which of a style's three font lists a character asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontSlot {
    /// Latin, Greek, Cyrillic.
    Latin,
    /// Chinese.
    EastAsian,
    /// Arabic.
    Complex,
}

impl FontSlot {
    /// Place in an array of three.
    pub fn index(self) -> usize {
        match self {
            FontSlot::Latin => 0,
            FontSlot::EastAsian => 1,
            FontSlot::Complex => 2,
        }
    }
}

/// How a character takes part in the choice of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// It asks for a slot by itself.
    Slot(FontSlot),
    /// A mark that both Chinese and Latin have: its neighbours decide.
    Shared,
    /// Space, digit or ASCII mark: Latin, or Arabic after Arabic.
    Neutral,
    /// Has no look of its own (joiners, direction marks).
    Invisible,
}

/// How a character asks for its font.
pub(crate) fn wish(character: char) -> Wish {
    match character {
        '\u{4E00}'..='\u{9FFF}' => Wish::Slot(FontSlot::EastAsian),
        'A'..='Z' | 'a'..='z' => Wish::Slot(FontSlot::Latin),
        '\0'..='\u{007F}' | '\u{00A0}' => Wish::Neutral,
        '‘' | '’' | '“' | '”' | '·' | '…' | '—' | '–' | '×' | '÷' | '±' | '°' | '§' | '№' | '‰' => {
            Wish::Shared
        }
        _ if is_invisible(character) => Wish::Invisible,
        '\u{2460}'..='\u{24FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' => Wish::Slot(FontSlot::EastAsian),
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => {
            Wish::Slot(FontSlot::Complex)
        }
        _ => Wish::Slot(FontSlot::Latin),
    }
}

/// Whether a character can only be set by a shaper: it joins, stacks or reorders.
pub(crate) fn needs_shaping(character: char) -> bool {
    // Han and Latin first: this is asked of every character.
    !matches!(character, '\0'..='\u{02FF}' | '\u{2E80}'..='\u{FB1C}')
        && matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0590}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}'..='\u{200D}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FE70}'..='\u{FEFE}')
}

/// Whether text with this character may run from right to left.
pub(crate) fn turns_direction(character: char) -> bool {
    !matches!(character, '\0'..='\u{058F}' | '\u{2E80}'..='\u{FB1C}')
        && matches!(character,
        '\u{0590}'..='\u{08FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// How a full-width mark stands to its neighbours (GB/T 15834-2011, 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextSide {
    /// Opens: its white is on the left.
    Opening,
    /// Closes or pauses: its white is on the right.
    Closing,
}

/// The full-width marks whose white may fall away, by code point.
pub(crate) const PUNCTUATION: &[(char, TextSide)] = &[
    ('‘', TextSide::Opening),
    ('’', TextSide::Closing),
    ('“', TextSide::Opening),
    ('”', TextSide::Closing),
    ('、', TextSide::Closing),
    ('。', TextSide::Closing),
    ('〈', TextSide::Opening),
    ('〉', TextSide::Closing),
    ('《', TextSide::Opening),
    ('》', TextSide::Closing),
    ('「', TextSide::Opening),
    ('」', TextSide::Closing),
    ('『', TextSide::Opening),
    ('』', TextSide::Closing),
    ('【', TextSide::Opening),
    ('】', TextSide::Closing),
    ('〔', TextSide::Opening),
    ('〕', TextSide::Closing),
    ('〖', TextSide::Opening),
    ('〗', TextSide::Closing),
    ('（', TextSide::Opening),
    ('）', TextSide::Closing),
    ('，', TextSide::Closing),
    ('．', TextSide::Closing),
    ('：', TextSide::Closing),
    ('；', TextSide::Closing),
    ('［', TextSide::Opening),
    ('］', TextSide::Closing),
    ('｛', TextSide::Opening),
    ('｝', TextSide::Closing),
];

/// The side of a full-width mark; `None` for every other character.
pub(crate) fn side(character: char) -> Option<TextSide> {
    if is_han(character) {
        return None;
    }
    let at = PUNCTUATION.binary_search_by_key(&character, |entry| entry.0).ok()?;
    PUNCTUATION.get(at).map(|entry| entry.1)
}

/// Marks that a Kai face draws narrow and that then come from the Song face beside it.
pub(crate) fn is_narrow_in_kai(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '·' | '–')
}

/// Signs that count what stands before them, as words do: no line begins with one after its number.
const COUNTING_SIGNS: &str = "%％℃";

/// Whether a line may not end between two characters although UAX #14 allows it: a two-em dash or ellipsis is one
/// mark (GB/T 15834-2011, 5.1.4), and no line begins with the sign of its number, as in Word.
pub(crate) fn stays_together(left: char, right: char) -> bool {
    (left.is_ascii_digit() && COUNTING_SIGNS.contains(right))
        || (left == right && matches!(left, '—' | '…' | '―' | '⸺'))
}

/// Whether two characters are a number and the word that counts it (`4年`), or what makes a number an ordinal (`第4`).
pub(crate) fn counts(left: char, right: char) -> bool {
    (left.is_ascii_digit() && terms::letters(Term::StaysBehindNumber).contains(right))
        || (right.is_ascii_digit() && terms::letters(Term::Ordinal).contains(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_marks_is_in_order() {
        assert!(PUNCTUATION.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn marks_know_their_side() {
        assert_eq!(side('（'), Some(TextSide::Opening));
        assert_eq!(side('，'), Some(TextSide::Closing));
        assert_eq!(side('中'), None);
        assert_eq!(side('！'), None);
    }
}
