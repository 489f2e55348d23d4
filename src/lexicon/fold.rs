//! Text made comparable: case, apostrophes, Arabic marks, white space.

/// Folds a line for look-ups: lower case, one kind of apostrophe, no Arabic vowel signs or
/// tatweel, no zero-width characters, runs of white space as one space, ends trimmed.
///
/// Words that differ only in these are the same word of the vocabulary; the text itself is never
/// changed by it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Han and kana have no case and no white space but U+3000. First, as most lines are of
            // them: the tables behind `is_whitespace` and `to_lowercase` were a third of the time of
            // a whole conversion (15 pages of Chinese, perf).
            '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{A63F}' => folded.push(character),
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
