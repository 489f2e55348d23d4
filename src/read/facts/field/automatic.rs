//! Numbers of `AUTONUM`, `AUTONUMLGL`, `AUTONUMOUT` and `LISTNUM` fields (ECMA-376 part 1, 17.16.5.4
//! to 17.16.5.6 and 17.16.5.32): Word counts them when it shows the text and stores none.

use crate::language::Language;
use crate::read::facts::number_format::{self, NumberScript};

/// Levels of headings, and one for running text below them.
const LEVELS: usize = 10;

/// Which count a number is of, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AutomaticKind {
    /// 1. 2. 3.
    Paragraph,
    /// 1. 1.1. 1.1.1.
    Legal,
    /// I. A. 1. a) (1)
    Outline,
    /// 1) a) i) (1) (a) (i) 1. a. i.
    List,
}

/// A number that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AutomaticNumber {
    /// Its count.
    pub kind: AutomaticKind,
    /// Its level, from 0, where the field says one.
    pub level: Option<u8>,
    /// The count that it begins with, where the field says one.
    pub start: Option<i64>,
    /// What stands after it instead of a full stop.
    pub after: Option<char>,
    /// Nothing stands after it.
    pub bare: bool,
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(crate) struct AutomaticNumbers {
    paragraphs: [i64; LEVELS],
    list: [i64; LEVELS],
}

impl AutomaticNumber {
    /// The number of a field with this name and the rest of its code.
    pub(crate) fn of(name: &str, rest: &str) -> Self {
        let kind = match name {
            "AUTONUMLGL" => AutomaticKind::Legal,
            "AUTONUMOUT" => AutomaticKind::Outline,
            "LISTNUM" => AutomaticKind::List,
            _ => AutomaticKind::Paragraph,
        };
        let mut number = Self { kind, level: None, start: None, after: None, bare: false };
        let mut words = rest.split_whitespace();
        while let Some(word) = words.next() {
            let (switch, value) = (word.get(..2).unwrap_or(word), word.get(2..).unwrap_or_default());
            let mut value = || if value.is_empty() { words.next() } else { Some(value) };
            match (switch.to_ascii_lowercase().as_str(), kind) {
                ("\\l", AutomaticKind::List) => {
                    let level = value().and_then(|level| level.parse::<u8>().ok());
                    number.level = level.and_then(|level| level.min(9).checked_sub(1));
                }
                ("\\s", AutomaticKind::List) => number.start = value().and_then(|start| start.parse().ok()),
                ("\\s", _) => number.after = value().and_then(|sign| sign.trim_matches('"').chars().next()),
                ("\\e", _) => number.bare = true,
                _ => {}
            }
        }
        number
    }
}

impl AutomaticNumbers {
    /// Counts a number in a paragraph of this outline level (from 0; `None` for running text) and
    /// writes it.
    pub(crate) fn next(&mut self, number: &AutomaticNumber, outline: Option<u8>) -> String {
        let list = number.kind == AutomaticKind::List;
        let running = if list { 0 } else { 9 };
        let level = usize::from(number.level.or(outline).unwrap_or(running)).min(LEVELS - 1);
        let counts = if list { &mut self.list } else { &mut self.paragraphs };
        for (at, count) in counts.iter_mut().enumerate() {
            if at == level {
                *count = number.start.unwrap_or(count.saturating_add(1));
            } else if at > level {
                *count = 0;
            }
        }
        let counts = *counts;
        let own = counts.get(level).copied().unwrap_or(1);
        let above: Vec<i64> = counts.iter().take(level).copied().filter(|count| *count > 0).collect();
        let mut text = match number.kind {
            AutomaticKind::Paragraph => number_format::shown(NumberScript::Decimal, own, Language::English),
            AutomaticKind::Legal => {
                let all: Vec<String> = above.iter().chain([&own]).map(ToString::to_string).collect();
                all.join(".")
            }
            AutomaticKind::Outline => return styled(OUTLINE, above.len(), own),
            AutomaticKind::List => return styled(LIST, level, own),
        };
        if !number.bare {
            text.push(number.after.unwrap_or('.'));
        }
        text
    }
}

/// How the levels of Word's outline are written: before, script, after.
const OUTLINE: &[(&str, NumberScript, &str)] = &[
    ("", NumberScript::UpperRoman, "."),
    ("", NumberScript::Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "."),
    ("", NumberScript::Decimal, "."),
    ("", NumberScript::Letters("abcdefghijklmnopqrstuvwxyz"), ")"),
    ("(", NumberScript::Decimal, ")"),
    ("(", NumberScript::Letters("abcdefghijklmnopqrstuvwxyz"), ")"),
    ("", NumberScript::LowerRoman, ")"),
];

/// How the levels of the list `NumberDefault` are written.
const LIST: &[(&str, NumberScript, &str)] = &[
    ("", NumberScript::Decimal, ")"),
    ("", NumberScript::Letters("abcdefghijklmnopqrstuvwxyz"), ")"),
    ("", NumberScript::LowerRoman, ")"),
    ("(", NumberScript::Decimal, ")"),
    ("(", NumberScript::Letters("abcdefghijklmnopqrstuvwxyz"), ")"),
    ("(", NumberScript::LowerRoman, ")"),
    ("", NumberScript::Decimal, "."),
    ("", NumberScript::Letters("abcdefghijklmnopqrstuvwxyz"), "."),
    ("", NumberScript::LowerRoman, "."),
];

fn styled(levels: &[(&str, NumberScript, &str)], level: usize, count: i64) -> String {
    let (before, script, after) =
        levels.get(level).or(levels.last()).copied().unwrap_or(("", NumberScript::Decimal, "."));
    format!("{before}{}{after}", number_format::shown(script, count, Language::English))
}

#[cfg(test)]
mod tests {
    use super::{AutomaticNumber, AutomaticNumbers};

    #[test]
    fn numbers_count_as_word_counts_them() {
        let mut counted = AutomaticNumbers::default();
        let mut next = |name: &str, rest: &str, outline: Option<u8>| {
            counted.next(&AutomaticNumber::of(name, rest), outline)
        };
        for (name, rest, outline, shown) in [
            ("AUTONUM", "", None, "1."),
            ("AUTONUM", r"\s )", None, "2)"),
            ("AUTONUMLGL", "", Some(0), "1."),
            ("AUTONUMLGL", "", Some(1), "1.1."),
            ("AUTONUMLGL", r"\e", Some(1), "1.2"),
            ("AUTONUM", "", None, "1."),
            ("AUTONUMOUT", "", Some(0), "II."),
            ("AUTONUMOUT", "", Some(1), "A."),
            ("LISTNUM", "", None, "1)"),
            ("LISTNUM", r"NumberDefault \l 2", None, "a)"),
            ("LISTNUM", r"\l 2", None, "b)"),
            ("LISTNUM", r"\l 1 \s 5", None, "5)"),
        ] {
            assert_eq!(next(name, rest, outline), shown, "{name} {rest}");
        }
    }
}
