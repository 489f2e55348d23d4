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
            // Scripts without case. The tables behind `to_lowercase` were a third of the time of a
            // whole conversion before this line (15 pages of Chinese, perf).
            '\u{0600}'..='\u{06FF}' | '\u{2E80}'..='\u{A63F}' | '\u{FF00}'..='\u{FF20}' => folded.push(character),
            c => folded.extend(c.to_lowercase()),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}
