//! Labels at the head of a paragraph: `a)`, `iv)`, `1.2`, `（三）`, `•`.
//!
//! In: the text of a paragraph. Out: every reading its label can have; which of them holds is
//! decided by the labels around it, in [`super::levels`].

use crate::lexicon::terms::{self, Term};
use crate::model::LabelValue;
use crate::numerals::{han_value, is_han_digit, roman_value};

/// A label found at the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScannedLabel {
    /// Bytes of the label itself.
    pub length: usize,
    /// Where the text after it starts, bytes.
    pub text_at: usize,
    /// What it can count, likeliest first.
    pub readings: Vec<LabelValue>,
    /// Set off by a tab or by wide space; otherwise only the sequence can confirm a bare number.
    pub firm: bool,
}

/// Largest roman numeral taken for a label. Beyond it the letters are words.
const LARGEST_ROMAN: u16 = 39;

/// Finds a label at the head of `text`, which starts with no white space.
pub(crate) fn scan(text: &str) -> Option<ScannedLabel> {
    bullet(text)
        .or_else(|| renumbered(text).map(|label| label.scanned(text)))
        .or_else(|| bracketed_han(text))
        .or_else(|| han(text))
        .or_else(|| number(text))
        .or_else(|| letters(text))
}

fn bullet(text: &str) -> Option<ScannedLabel> {
    let first = text.chars().next()?;
    if !matches!(
        first,
        '•' | '·'
            | '●'
            | '○'
            | '▪'
            | '■'
            | '□'
            | '◆'
            | '➢'
            | '►'
            | '✓'
            | '–'
            | '—'
            | '-'
            | '*'
            | '−'
    ) {
        return None;
    }
    let length = first.len_utf8();
    let rest = text.get(length..)?;
    let gap = rest.len() - rest.trim_start().len();
    let round = matches!(first, '•' | '●' | '▪' | '■' | '◆' | '➢' | '►');
    if rest.trim_start().is_empty() || (gap == 0 && !round) {
        return None;
    }
    Some(ScannedLabel { length, text_at: length + gap, readings: vec![LabelValue::Bullet], firm: true })
}

/// `一<tab>`, `一<line break>`, `二、`. A bare Han numeral is a word, so a separator is needed.
fn han(text: &str) -> Option<ScannedLabel> {
    let length: usize = text.chars().take_while(|c| is_han_digit(*c)).map(char::len_utf8).sum();
    let value = han_value(text.get(..length)?)?;
    let rest = text.get(length..)?;
    if rest.starts_with(['\t', '\n', '\u{3000}']) {
        return Some(ScannedLabel {
            length,
            text_at: skip(text, length),
            readings: vec![LabelValue::Han(value)],
            firm: true,
        });
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '、' | '．' | '.'))?;
    let length = length + mark.len_utf8();
    Some(ScannedLabel {
        length,
        text_at: skip(text, length),
        readings: vec![LabelValue::Han(value)],
        firm: true,
    })
}

/// `（三）`.
fn bracketed_han(text: &str) -> Option<ScannedLabel> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let inner = text.get(open.len_utf8()..)?;
    let digits: usize = inner.chars().take_while(|c| is_han_digit(*c)).map(char::len_utf8).sum();
    let value = han_value(inner.get(..digits)?)?;
    let close = inner.get(digits..)?.chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let length = open.len_utf8() + digits + close.len_utf8();
    Some(ScannedLabel {
        length,
        text_at: skip(text, length),
        readings: vec![LabelValue::Han(value)],
        firm: true,
    })
}

/// `1`, `1.2`, `3)`, `(4)`, `2bis`, `2 bis<tab>`, `2之二<tab>`, `2 مكرراً<tab>`.
fn number(text: &str) -> Option<ScannedLabel> {
    let open = usize::from(text.starts_with('('));
    let mut at = open;
    let mut parts: Vec<u16> = Vec::new();
    loop {
        let digits = text.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 3 {
            break;
        }
        parts.push(text.get(at..at + digits)?.parse().ok()?);
        at += digits;
        let more = text
            .get(at..)?
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !more || parts.len() == 6 {
            break;
        }
        at += 1;
    }
    if parts.is_empty() || parts.first() == Some(&0) {
        return None;
    }
    let suffix = match latin_suffix(text.get(at..)?) {
        0 => set_off_suffix(text.get(at..)?),
        suffix => suffix,
    };
    at += suffix;
    let rest = text.get(at..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, ')' | '）' | '.' | '．' | '、'));
    if open == 1 && !matches!(mark, Some(')' | '）')) {
        return None;
    }
    let length = at + mark.map_or(0, char::len_utf8);
    let rest = text.get(length..)?;
    let text_at = skip(text, length);
    let gap = rest.get(..text_at - length).unwrap_or_default();
    let wide = gap.contains(['\t', '\u{3000}', '\u{2003}']) || gap.chars().count() > 1;
    // `1.5 Gbit/s`, `2014年`, `3 个`: a bare number is a label only with a gap after it.
    let closed = matches!(mark, Some(')' | '）' | '、')) || (mark.is_some() && !gap.is_empty());
    // Nor is one that a line break by hand sets above what follows: a heading over two lines.
    let alone = text_at >= text.len() || gap.starts_with('\n');
    if alone && mark.is_none() && !wide {
        return None;
    }
    if gap.is_empty() && !closed && !(mark.is_none() && begins_clause(rest)) {
        return None;
    }
    Some(ScannedLabel {
        length,
        text_at,
        readings: vec![LabelValue::Number(parts)],
        firm: wide || closed || suffix > 0,
    })
}

/// Whether a number that lost its gap stands before a clause: `1that the frequencies`, `1مقدمة`.
fn begins_clause(rest: &str) -> bool {
    let words = terms::all(Term::ClauseStart);
    let word = rest.split(' ').next().unwrap_or_default();
    let arabic = |c: char| matches!(c, '\u{0620}'..='\u{064A}');
    words.iter().any(|start| **start == *word)
        || words.iter().any(|start| start.ends_with(['\'', '’']) && rest.starts_with(&**start))
        || word.chars().count() > 1 && rest.starts_with(arabic)
}

/// `a)`, `(b)`, `iv)`, `bbis)`, `b)bis`, `aa)`, and the letters of other alphabets.
fn letters(text: &str) -> Option<ScannedLabel> {
    let open = text.chars().next().filter(|c| matches!(c, '(' | '（')).map_or(0, char::len_utf8);
    let body = text.get(open..)?;
    let word: usize = body.chars().take_while(|c| c.is_alphabetic()).take(9).map(char::len_utf8).sum();
    let stem = body.get(..word)?;
    let mut at = open + word;
    // `b bis)`.
    if let Some(rest) = text.get(at..)?.strip_prefix(' ') {
        let suffix = latin_suffix(rest);
        if suffix > 0 {
            at += 1 + suffix;
        }
    }
    // Arabic sets its letters off: `أ )`.
    let arabic = stem.chars().all(|c| arabic_ordinal(c).is_some());
    if arabic && text.get(at..)?.starts_with(" )") {
        at += 1;
    }
    let close = text.get(at..)?.chars().next().filter(|c| matches!(c, ')' | '）'))?;
    let mut length = at + close.len_utf8();
    // `b)bis`, `b)之二<tab>`.
    let behind = text.get(length..)?;
    length += match latin_suffix(behind) {
        0 => set_off_suffix(behind),
        suffix => suffix,
    };
    let bare = ["bis", "ter", "quater"]
        .iter()
        .find_map(|suffix| stem.strip_suffix(suffix))
        .filter(|s| !s.is_empty());
    let readings = letter_readings(bare.unwrap_or(stem));
    if readings.is_empty() {
        return None;
    }
    Some(ScannedLabel { length, text_at: skip(text, length), readings, firm: true })
}

fn letter_readings(stem: &str) -> Vec<LabelValue> {
    let mut readings = Vec::new();
    let lower = stem.to_lowercase();
    let mut characters = lower.chars();
    let (Some(first), second) = (characters.next(), characters.next()) else { return readings };
    let same = lower.chars().all(|c| c == first);
    if same && lower.chars().count() <= 2 {
        let laps = if second.is_some() { 1 } else { 0 };
        for (alphabet, size) in
            [(latin_ordinal(first), 26), (cyrillic_ordinal(first), 28), (arabic_ordinal(first), 28)]
        {
            if let Some(ordinal) = alphabet {
                readings.push(LabelValue::Letter(ordinal + laps * size));
            }
        }
    }
    if let Some(value) = roman_value(&lower).filter(|value| *value <= LARGEST_ROMAN) {
        readings.push(LabelValue::Roman(value));
    }
    if readings.is_empty() {
        readings.extend(relabelled(&lower).map(|(_, new)| LabelValue::Letter(new)));
        readings.extend(relabelled_romans(&lower).map(|(_, new, _)| LabelValue::Roman(new)));
    }
    // `ii)` is the second of a list before it is the letter after z).
    if second.is_some() {
        readings.reverse();
    }
    readings.dedup();
    readings
}

/// Two letters that run together where a list was renumbered and its revision marks were lost:
/// `bc` was b) and is c). Their ordinals; neighbours in one alphabet, or nearly.
pub(crate) fn relabelled(stem: &str) -> Option<(u16, u16)> {
    const FAR: u16 = 3;
    let mut letters = stem.chars();
    let (Some(old), Some(new), None) = (letters.next(), letters.next(), letters.next()) else { return None };
    let pair = [latin_ordinal, cyrillic_ordinal, arabic_ordinal]
        .iter()
        .find_map(|alphabet| Some((alphabet(old)?, alphabet(new)?)))?;
    (pair.0 != pair.1 && pair.0.abs_diff(pair.1) <= FAR).then_some(pair)
}

/// Two roman numerals that run together for the same reason: `iiiiv` was iii) and is iv). What each counts, and
/// where the second begins; each pair that it can be, for the list to tell.
pub(crate) fn relabelled_romans(stem: &str) -> impl Iterator<Item = (u16, u16, usize)> {
    const FAR: u16 = 3;
    const SHORTEST: usize = 3;
    let small = |text: &str| roman_value(text).filter(|value| *value <= LARGEST_ROMAN);
    let cuts = stem.char_indices().skip(1).filter(|_| stem.len() >= SHORTEST && stem.is_ascii());
    cuts.filter_map(move |(cut, _)| {
        let (old, new) = stem.split_at_checked(cut)?;
        let (old, new) = (small(old)?, small(new)?);
        (old != new && old.abs_diff(new) <= FAR).then_some((old, new, cut))
    })
}

/// Two whole labels that run together where a list was renumbered and its revision marks were lost:
/// `b)c)` was b) and is c).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renumbered {
    /// What the first one counts.
    pub old: LabelValue,
    /// What the second one counts.
    pub new: LabelValue,
    /// Where the second begins, bytes.
    pub cut: usize,
    /// Bytes of both.
    pub length: usize,
}

impl Renumbered {
    fn scanned(self, text: &str) -> ScannedLabel {
        let text_at = skip(text, self.length);
        ScannedLabel { length: self.length, text_at, readings: vec![self.new], firm: true }
    }

    /// The two counts; `None` for labels that are not of one kind.
    pub(crate) fn counts(&self) -> Option<(u16, u16)> {
        match (&self.old, &self.new) {
            (LabelValue::Letter(old), LabelValue::Letter(new))
            | (LabelValue::Roman(old), LabelValue::Roman(new)) => Some((*old, *new)),
            (LabelValue::Number(old), LabelValue::Number(new)) => match (old.as_slice(), new.as_slice()) {
                ([old], [new]) => Some((*old, *new)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Reads two whole labels at the head of `text`, neighbours in one alphabet or count, or nearly.
pub(crate) fn renumbered(text: &str) -> Option<Renumbered> {
    const FAR: u16 = 3;
    let (first, mut cut) = bracketed(text)?;
    // A space may stand between them: `b) c)`. `h) i)` is an item and the head of a list inside it.
    let spaces = text.get(cut..)?.bytes().take_while(|b| *b == b' ').count();
    if spaces > 0 && matches!(text.get(cut + spaces..)?.chars().next()?, 'i' | 'I' | '1') {
        return None;
    }
    cut += spaces;
    let (second, end) = bracketed(text.get(cut..)?)?;
    // `a) b) c)` counts things up.
    if spaces > 0 && bracketed(text.get(cut + end..)?.trim_start()).is_some() {
        return None;
    }
    let pairs = first.iter().flat_map(|old| second.iter().map(move |new| (old, new)));
    let label = |(old, new): (&LabelValue, &LabelValue)| Renumbered {
        old: old.clone(),
        new: new.clone(),
        cut,
        length: cut + end,
    };
    let near =
        |label: &Renumbered| label.counts().is_some_and(|(old, new)| old != new && old.abs_diff(new) <= FAR);
    pairs.map(label).find(near)
}

/// A letter, roman numeral or number with its bracket, `b)`, `(iv)`, `2)`: its readings and its bytes.
fn bracketed(text: &str) -> Option<(Vec<LabelValue>, usize)> {
    const LONGEST: usize = 5;
    let open = text.chars().next().filter(|c| matches!(c, '(' | '（')).map_or(0, char::len_utf8);
    let body = text.get(open..)?;
    // A space may stand before the bracket; no more of the text is looked at.
    let mut head = body.char_indices().take(LONGEST + 2);
    let stem = body.get(..head.find(|(_, c)| matches!(c, ')' | '）'))?.0)?;
    let close = body.get(stem.len()..)?.chars().next().map_or(0, char::len_utf8);
    let bare = stem.trim_end();
    if bare.is_empty() || bare.chars().count() > LONGEST {
        return None;
    }
    let readings = if bare.bytes().all(|b| b.is_ascii_digit()) {
        vec![LabelValue::Number(vec![bare.parse().ok()?])]
    } else if bare.chars().all(char::is_alphabetic) && relabelled(&bare.to_lowercase()).is_none() {
        letter_readings(bare)
    } else {
        Vec::new()
    };
    (!readings.is_empty()).then_some((readings, open + stem.len() + close))
}

/// The ordinal of a letter that labels an item, in the first alphabet that has it.
pub(crate) fn ordinal(letter: char) -> Option<u16> {
    latin_ordinal(letter).or_else(|| cyrillic_ordinal(letter)).or_else(|| arabic_ordinal(letter))
}

/// Latin letters and the Cyrillic ones that look alike and get typed for them.
fn latin_ordinal(letter: char) -> Option<u16> {
    let latin = match letter {
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'х' => 'x',
        other => other,
    };
    latin.is_ascii_lowercase().then(|| u16::from(latin as u8 - b'a') + 1)
}

fn cyrillic_ordinal(letter: char) -> Option<u16> {
    position("абвгдежзиклмнопрстуфхцчшщэюя", letter)
}

/// The abjad order in which Arabic labels run.
fn arabic_ordinal(letter: char) -> Option<u16> {
    position("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", if letter == 'ا' { 'أ' } else { letter })
}

fn position(alphabet: &str, letter: char) -> Option<u16> {
    alphabet.chars().position(|c| c == letter).and_then(|at| u16::try_from(at + 1).ok())
}

/// Bytes of `bis`, `ter`, `quater` at the head.
fn latin_suffix(text: &str) -> usize {
    ["bis", "ter", "quater"]
        .iter()
        .find(|suffix| {
            text.strip_prefix(**suffix).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
        .map_or(0, |suffix| suffix.len())
}

/// Bytes of a word at the head by which a label is put between two others, set off by a blank or not: ` bis`, `之二`,
/// ` مكرراً`. A tab or a bracket behind it tells it from the first word of a text.
fn set_off_suffix(text: &str) -> usize {
    let words = text.strip_prefix([' ', '\u{a0}']).unwrap_or(text);
    let behind = terms::all(Term::PutBetween).iter().find_map(|word| words.strip_prefix(&**word));
    let Some(behind) = behind else { return 0 };
    // The ending of the accusative, and its signs: `مكرراً`, `مكررًا`.
    let behind = behind.trim_start_matches(['\u{627}', '\u{64b}', '\u{651}']);
    if behind.starts_with(['\t', ')', '）', '\u{3000}', '\u{2003}']) { text.len() - behind.len() } else { 0 }
}

fn skip(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use LabelValue::{Bullet, Han, Letter, Number, Roman};

    fn readings(text: &str) -> Vec<LabelValue> {
        scan(text).map(|label| label.readings).unwrap_or_default()
    }

    #[test]
    fn forms_of_labels() {
        assert_eq!(readings("a)\t信息"), [Letter(1)]);
        assert_eq!(readings("i)\t有关"), [Letter(9), Roman(1)]);
        assert_eq!(readings("ii) 为"), [Roman(2), Letter(35)]);
        assert_eq!(readings("iii) 为"), [Roman(3)]);
        assert_eq!(readings("bbis) that"), [Letter(2)]);
        assert_eq!(readings("b)bis that"), [Letter(2)]);
        assert_eq!(readings("aa) that"), [Letter(27)]);
        assert_eq!(readings("с) что"), [Letter(3), Letter(17)]);
        assert_eq!(readings("ب) أن"), [Letter(2)]);
        assert_eq!(readings("أ ) أن"), [Letter(1)]);
        assert_eq!(readings("1\t概要"), [Number(vec![1])]);
        assert_eq!(readings("3.1\t通过"), [Number(vec![3, 1])]);
        assert_eq!(readings("1bis to"), [Number(vec![1])]);
        for put_between in
            ["1 bis\tque", "2 ter)\tque", "1之二\t各国", "1 مكرراً\tأن", "1 مكرر)\tأن", "1 quinquies\tto"]
        {
            let label = scan(put_between).unwrap();
            assert_eq!(label.text_at, put_between.find('\t').unwrap() + 1, "{put_between}");
            assert!(label.firm, "{put_between}");
        }
        assert_eq!(readings("一\t第7号决议"), [Han(1)]);
        assert_eq!(readings("二、背景"), [Han(2)]);
        assert_eq!(readings("（三）落实"), [Han(3)]);
        assert_eq!(readings("•\t侵犯"), [Bullet]);
        assert_eq!(readings("- 阻止"), [Bullet]);
    }

    #[test]
    fn what_is_no_label() {
        for text in [
            "2014年世界电信发展大会",
            "200812年",
            "第64号",
            "1.5",
            "a",
            "and) so",
            "一些国家",
            "-2–",
            "http)",
            "2014 年",
        ] {
            assert_eq!(readings(text), [], "{text}");
        }
    }

    #[test]
    fn loose_numbers_wait_for_the_sequence() {
        assert!(!scan("1 that Member States").unwrap().firm);
        assert!(scan("1\tthat Member States").unwrap().firm);
    }

    #[test]
    fn two_labels_that_run_together() {
        assert_eq!(readings("b)c) that"), [Letter(3)]);
        assert_eq!(readings("f)e)\tthat"), [Letter(5)]);
        assert_eq!(readings("(ii)(iii) the"), [Roman(3)]);
        assert_eq!(readings("3)4) to"), [Number(vec![4])]);
        assert_eq!(readings("б)в) что"), [Letter(3)]);
        let pair = renumbered("ب)ج) أن").unwrap();
        assert_eq!((pair.counts(), pair.cut, pair.length), (Some((2, 3)), 3, 6));
        for text in ["a) (see b) and c)", "a)a) twice", "a)k) far", "a) b) c)"] {
            assert_eq!(renumbered(text), None, "{text}");
        }
    }
}
