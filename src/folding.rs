//! Text made comparable, for look-ups: the words of the vocabulary, and the names of places and people.
//!
//! In: any text. Out: what two spellings of one word ([`fold_word`]) or of one name ([`fold_name`]) have in common. A name
//! drops its accents too (`GENÈVE`, `Genève`, `Geneve`); a word keeps them, for in the vocabulary they tell words
//! apart (`а` and `à`, `ou` and `où`). Never: transliteration, or a change to the text that is printed.

use std::cell::RefCell;
use std::rc::Rc;

use crate::radicals;

/// Signs that vary from text to text and never tell two words apart: Arabic vowel signs and the tatweel, and what
/// has no width.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{FEFF}'
    )
}

/// A word or line as the vocabulary has it: lower case, radicals as their letters, one kind of apostrophe, no Arabic
/// vowel signs or tatweel, no zero-width characters, runs of white space as one space, ends trimmed.
pub(crate) fn fold_word(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Where what folds to itself and is not yet copied begins.
    let mut start = 0;
    for (at, character) in text.char_indices() {
        // Han and kana have no case and no white space but U+3000. First, as most lines are of
        // them: the tables behind `is_whitespace` and `to_lowercase` were a third of the time of
        // a whole conversion (15 pages of Chinese, perf).
        if matches!(character, '\u{3001}'..='\u{A63F}' | '!'..='@' | '['..='_' | 'a'..='~') {
            continue;
        }
        folded.push_str(text.get(start..at).unwrap_or_default());
        start = at + character.len_utf8();
        match character {
            '\u{2E80}'..='\u{2FFF}' => folded.push(radicals::letter(character).unwrap_or(character)),
            '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00B4}' | '`' => folded.push('\''),
            c if is_dropped(c) => {}
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            // Arabic, and full-width punctuation and digits: no case either.
            '\u{0600}'..='\u{06FF}' | '\u{FF00}'..='\u{FF20}' => folded.push(character),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded.push_str(text.get(start..).unwrap_or_default());
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

thread_local! {
    /// The text that was folded last in [`fold_line`], and what it folds to.
    static LAST: RefCell<(String, Rc<str>)> = RefCell::new((String::new(), Rc::from("")));
}

/// A line as [`fold_word`] has it. One line is asked for by ten questions in turn (is it a call, a number line, a
/// title), so the last one folded is kept; comparing it costs a fiftieth of folding it.
pub(crate) fn fold_line(line: &str) -> Rc<str> {
    /// Longest line that is kept, bytes: what is longer is asked for by few, and would be held to the end.
    const KEPT: usize = 4 << 10;
    if line.len() > KEPT {
        return fold_word(line).into();
    }
    LAST.with_borrow_mut(|(last, folded)| {
        if *last != line {
            *folded = fold_word(line).into();
            line.clone_into(last);
        }
        Rc::clone(folded)
    })
}

/// The letters with which words of a list begin: asked at every clause, they spare comparing the words.
#[derive(Debug, Default)]
pub(crate) struct Initials(Vec<char>);

impl Initials {
    /// Of folded words.
    pub(crate) fn of<'w>(words: impl Iterator<Item = &'w String>) -> Self {
        let mut letters: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
        letters.sort_unstable();
        letters.dedup();
        Self(letters)
    }

    /// Whether [`folded_head`] may find one of the words at the head of a text.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        // What folding drops or changes is left to it.
        match first {
            'a'..='z' | '\u{2E80}'..='\u{A63F}' => self.0.contains(&first),
            'A'..='Z' => self.0.contains(&first.to_ascii_lowercase()),
            '0'..='9' | '(' | ')' | ',' | '.' | ';' | ':' => self.0.contains(&first),
            _ => true,
        }
    }
}

/// The bytes of `text` that `pattern`, a folded [`fold_word`], takes at its head; marks that folding drops
/// and that follow belong to it. Nothing is allocated: this is asked at every clause of a text.
pub(crate) fn folded_head(text: &str, pattern: &str) -> Option<usize> {
    let mut wanted = pattern.chars();
    let mut next = wanted.next()?;
    let mut done = false;
    let mut spaced = false;
    for (at, c) in text.char_indices() {
        if is_dropped(c) {
            continue;
        }
        if done {
            return Some(at);
        }
        let folded = match c {
            '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00B4}' | '`' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if folded == ' ' && spaced {
            continue;
        }
        spaced = folded == ' ';
        // The first letter of most words asked for is another; Han has no case to look up.
        if !done && matches!(folded, '\u{2E80}'..='\u{A63F}') {
            if folded != next {
                return None;
            }
            match wanted.next() {
                Some(c) => next = c,
                None => done = true,
            }
            continue;
        }
        for lower in folded.to_lowercase() {
            if done || lower != next {
                return None;
            }
            match wanted.next() {
                Some(c) => next = c,
                None => done = true,
            }
        }
    }
    done.then_some(text.len())
}

/// A name as lists of names are searched by: as a [`fold_word`], and without accents, one kind of dash and bracket.
pub(crate) fn fold_name(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for letter in text.chars() {
        let is_plain = letter.is_ascii_graphic();
        if !is_plain && letter.is_whitespace() {
            space = !folded.is_empty();
            continue;
        }
        if !is_plain && (is_dropped(letter) || matches!(letter, '\u{300}'..='\u{36F}')) {
            continue;
        }
        if std::mem::take(&mut space) {
            folded.push(' ');
        }
        match letter {
            letter if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
            letter => folded.extend(base(letter).to_lowercase()),
        }
    }
    folded
}

/// The letter without its accent; the letters that ITU texts in the six languages use.
fn base(letter: char) -> char {
    match letter {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => 'i',
        'Ñ' | 'ñ' | 'Ń'..='ň' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' | 'Ō'..='ő' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        'Ś'..='š' | 'Ș' | 'ș' => 's',
        'Ţ'..='ŧ' | 'Ț' | 'ț' => 't',
        'Ź'..='ž' => 'z',
        'Ё' | 'ё' => 'е',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        '‘' | '’' | 'ʼ' | '＇' => '\'',
        '（' => '(',
        '）' => ')',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_found_as_folding_has_them() {
        assert_eq!(folded_head("L’Assemblée mondiale", "l'assemblée"), Some("L’Assemblée".len()));
        assert_eq!(folded_head("يذكّر بأن", "يذكر"), Some("يذكّر".len()));
        assert_eq!(folded_head("taking  into account", "taking into"), Some("taking  into".len()));
        assert_eq!(folded_head("考虑到a)", "考虑到"), Some("考虑到".len()));
        assert_eq!(folded_head("not", "noting"), None);
        assert_eq!(folded_head("", "a"), None);
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("GENÈVE", "geneve"),
            ("Florianópolis", "FLORIANOPOLIS"),
            ("Buenos\u{a0} Aires", " buenos aires "),
            ("Нью‑Дели", "НЬЮ-ДЕЛИ"),
            ("أنطاليا", "انطاليا"),
            ("جنيف", "جنيـف"),
        ] {
            assert_eq!(fold_name(one), fold_name(other));
        }
        assert_ne!(fold_name("迪拜"), fold_name("釜山"));
    }
}
