//! Patterns of official form: words with `{fact}`s in them.
//!
//! In: `文件 {number}{suffixes}-{letter}` and what is known. Out: the words, or the facts that are
//! not known. Never: a guess in the place of an unknown fact.

use std::collections::BTreeSet;

/// The facts that a pattern can name. A pattern can also name a string of its template.
pub(crate) const FACTS: [&str; 34] = [
    "page",           // number of the page; filled by the writers
    "pages",          // number of pages; filled by the writers
    "acronym",        // acronym of the body in the document's language: `PP`
    "body",           // name of the body
    "year",           // year of the conference, four digits
    "yy",             // its last two digits
    "place",          // place of the conference in the document's language
    "dates",          // its dates, by the `dates-…` strings
    "day1",           // in the `dates-…` strings: first day
    "month1",         // its month
    "year1",          // its year
    "day2",           // last day
    "month2",         // its month
    "year2",          // its year
    "number",         // number of the document in its series
    "document",       // its line in the masthead, by the string `document-plain` or `document-prefixed`
    "prefix", // the last addendum, revision or corrigendum, by the `…-prefix` strings: `Revision 2 to`
    "suffixes", // all of them behind the number, by the `…-suffix` strings: `(Add.1)(Rev.2)`
    "inner-suffixes", // all of them but the last: `(Add.1)`
    "n",      // in the `…-prefix` and `…-suffix` strings: number of the addendum and its like
    "letter", // letter of the document's language: `C`
    "date",   // date of the document, by the string `date`
    "meeting", // plenary or committee, as stated, else the string `meeting`
    "agenda-item", // agenda item as stated; alone in its line
    "original", // language of the original, by the strings `language-…`
    "padded-number", // in the string `file-name`: the number in four digits, `0070`
    "marks",  // there: addendum, revision and corrigendum, `A1-R2`
    "kind",   // there: `MSW` for Word, `PDF`
    "text",   // in the strings of a pack: the text on which something is proposed
    "time",   // there: the cut-off date
    "name",   // there: a language, an address
    "file",   // there: the file of a text in force
    "count",  // there: how many
    "total",  // there: of how many
];

/// Facts that stay as they are until pages are made.
const LATE: [&str; 2] = ["page", "pages"];

/// Names that are not known, in the order of the alphabet.
pub(crate) type MissingFields = BTreeSet<String>;

/// Fills a pattern. `known` gives what stands for a name.
///
/// # Errors
/// All names that `known` does not know.
pub(crate) fn fill(
    pattern: &str,
    known: &dyn Fn(&str) -> Result<String, MissingFields>,
) -> Result<String, MissingFields> {
    let mut filled = String::with_capacity(pattern.len());
    let mut missing = MissingFields::new();
    for piece in pieces(pattern) {
        match piece {
            PatternToken::Words(words) => filled.push_str(words),
            PatternToken::Fact(name) if LATE.contains(&name) => filled.push_str(&format!("{{{name}}}")),
            PatternToken::Fact(name) => match known(name) {
                Ok(value) => filled.push_str(&value),
                Err(names) => missing.extend(names),
            },
        }
    }
    if missing.is_empty() { Ok(filled) } else { Err(missing) }
}

/// The names in a pattern, in its order.
pub(crate) fn placeholders(pattern: &str) -> impl Iterator<Item = &str> {
    pieces(pattern).filter_map(|piece| match piece {
        PatternToken::Fact(name) => Some(name),
        PatternToken::Words(_) => None,
    })
}

enum PatternToken<'p> {
    Words(&'p str),
    Fact(&'p str),
}

/// Cuts a pattern at its braces. A brace with no partner is a word.
fn pieces(pattern: &str) -> impl Iterator<Item = PatternToken<'_>> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (words, fact) = match rest.split_once('{') {
            Some(("", behind)) => match behind.split_once('}') {
                Some((name, after)) => {
                    rest = after;
                    return Some(PatternToken::Fact(name));
                }
                None => (rest, ""),
            },
            Some((words, _)) => rest.split_at(words.len()),
            None => (rest, ""),
        };
        rest = fact;
        Some(PatternToken::Words(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Result<String, MissingFields> {
        match name {
            "number" => Ok("70".to_owned()),
            "letter" => Ok("C".to_owned()),
            _ => Err(MissingFields::from([name.to_owned()])),
        }
    }

    #[test]
    fn facts_are_filled_and_page_numbers_left() {
        assert_eq!(fill("文件 {number}-{letter}", &known), Ok("文件 70-C".to_owned()));
        assert_eq!(fill("{page}/{pages}", &known), Ok("{page}/{pages}".to_owned()));
        assert_eq!(fill("a { b", &known), Ok("a { b".to_owned()));
    }

    #[test]
    fn unknown_facts_are_named() {
        let missing = fill("{date}, {number}, {place}", &known).unwrap_err();
        assert_eq!(missing.into_iter().collect::<Vec<_>>(), ["date", "place"]);
    }
}
