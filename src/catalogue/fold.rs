//! Text as the search reads it: what varies from text to text folded, each Han character a word.
//!
//! In: any text, or a query. Out: folded words parted by blanks, which the plain tokenizer of SQLite reads
//! in every language; and a query in its language. Never: a tokenizer of our own, which the ordinary
//! `sqlite3` could not read.

use crate::folding::fold_name;
use crate::letters::is_han;

/// A text as it is indexed.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return fold_name(text);
    }
    let narrow: String = text.chars().map(narrow).collect();
    let mut out = String::with_capacity(narrow.len() * 2);
    let mut before = ' ';
    for letter in fold_name(&narrow).chars() {
        // Digits beside a Han character are a word of their own.
        if is_han(letter) || (is_han(before) && letter != ' ') {
            out.push(' ');
        }
        out.push(letter);
        before = letter;
    }
    out
}

/// Full-width forms as the plain ones, digits of Arabic as European ones.
fn narrow(letter: char) -> char {
    let shifted = |from: u32, to: u32| char::from_u32(letter as u32 - from + to).unwrap_or(letter);
    match letter {
        '\u{FF01}'..='\u{FF5E}' => shifted(0xFF01, 0x21),
        '\u{3000}' => ' ',
        '\u{660}'..='\u{669}' => shifted(0x660, 0x30),
        '\u{6F0}'..='\u{6F9}' => shifted(0x6F0, 0x30),
        letter => letter,
    }
}

/// A query of words in the language of FTS5: each word, or each phrase in quotation marks, is to stand in
/// the paragraph; `*` at the end of a word stands for any ending. `None` where nothing is asked for.
pub(crate) fn query(text: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (nth, piece) in text.split('"').enumerate() {
        let pieces: Vec<&str> = if nth % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() };
        for piece in pieces {
            let prefix = piece.ends_with('*');
            let words: String =
                folded(piece).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                terms.push(format!("\"{words}\"{}", if prefix { " *" } else { "" }));
            }
        }
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_queries_fold_alike() {
        assert_eq!(folded("第130号决议（２０１４年，釜山）"), " 第 130 号 决 议 (2014 年 , 釜 山 )");
        assert_eq!(query("第 130 号决议").unwrap(), "\"第\" AND \"130\" AND \"号 决 议\"");
        assert_eq!(query("第130号决议").unwrap(), "\"第 130 号 决 议\"");
        assert_eq!(query("Télécommunic*").unwrap(), "\"telecommunic\" *");
        assert_eq!(query("\"annual report\" 2014").unwrap(), "\"annual report\" AND \"2014\"");
        assert_eq!(query("المُراجَع").unwrap(), query("المراجع").unwrap());
        assert_eq!(query("Ёлка").unwrap(), "\"елка\"");
        assert_eq!(query(" - "), None);
    }
}
