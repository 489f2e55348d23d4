//! Text made comparable: case, apostrophes, Arabic marks, radicals, white space.

use crate::radicals;

/// Folds a line for look-ups: lower case, radicals as their letters, one kind of apostrophe, no Arabic vowel signs or
/// tatweel, no zero-width characters, runs of white space as one space, ends trimmed.
///
/// Words that differ only in these are the same word of the vocabulary; the text itself is never
/// changed by it.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Han and kana have no case and no white space but U+3000. First, as most lines are of
            // them: the tables behind `is_whitespace` and `to_lowercase` were a third of the time of
            // a whole conversion (15 pages of Chinese, perf).
            '\u{3001}'..='\u{A63F}' => folded.push(character),
            '\u{2E80}'..='\u{2FFF}' => folded.push(radicals::letter(character).unwrap_or(character)),
            '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00B4}' | '`' => folded.push('\''),
            '\u{064B}'..='\u{0652}'
            | '\u{0640}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{FEFF}' => {}
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
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The bytes of `text` that `pattern`, which is folded, takes at its head; marks that folding drops
/// and that follow belong to it. Nothing is allocated: this is asked at every clause of a text.
pub(super) fn head(text: &str, pattern: &str) -> Option<usize> {
    let mut wanted = pattern.chars();
    let mut next = wanted.next()?;
    let mut done = false;
    let mut spaced = false;
    for (at, c) in text.char_indices() {
        let dropped = matches!(
            c,
            '\u{064B}'..='\u{0652}' | '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}'
        );
        if dropped {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_found_as_folding_has_them() {
        assert_eq!(head("L’Assemblée mondiale", "l'assemblée"), Some("L’Assemblée".len()));
        assert_eq!(head("يذكّر بأن", "يذكر"), Some("يذكّر".len()));
        assert_eq!(head("taking  into account", "taking into"), Some("taking  into".len()));
        assert_eq!(head("考虑到a)", "考虑到"), Some("考虑到".len()));
        assert_eq!(head("not", "noting"), None);
        assert_eq!(head("", "a"), None);
    }
}
