//! Characters that look right and are not: full-width Latin in running text, half-width punctuation
//! between Chinese characters, words that mix alphabets.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::language::Language;
use crate::letters::is_han;
use crate::radicals;
use crate::text::Span;

pub(crate) const FAMILY: Family = Family { rules: &[&WIDTH, &MIXED, &RADICAL], see };

/// Full- and half-width forms mixed.
pub(crate) static WIDTH: Rule = Rule {
    code: "ENC005",
    name: "mixed-width",
    severity: Severity::Information,
    what: "Full-width Latin letters or digits, or half-width punctuation between Chinese characters.",
    why: "`６４` is not found by a search for `64`, and half-width punctuation breaks the spacing of the \
          official form.",
    example: "`第６４号决议`, `设施,服务`",
    remedy: "Write digits and Latin letters in half width, punctuation in Chinese text in full width.",
    source: "Chinese documents of the Union, for example C18/35-C; Unicode 16, East Asian width (annex 11)",
};

/// One word, two alphabets.
pub(crate) static MIXED: Rule = Rule {
    code: "ENC006",
    name: "mixed-alphabets",
    severity: Severity::Warning,
    what: "A word mixes Latin letters with Cyrillic or Greek ones that look the same.",
    why: "Identifiers and country symbols written so are not found, and a registry takes them for others.",
    example: "`СUB/70/1` with a Cyrillic С",
    remedy: "Type the word anew in one alphabet.",
    source: "Unicode technical standard 39, 5.1 (mixed-script detection); PP-10 guidelines: symbols are Latin capitals",
};

/// A radical in the place of a letter.
pub(crate) static RADICAL: Rule = Rule {
    code: "ENC008",
    name: "radical-for-letter",
    severity: Severity::Warning,
    what: "A radical or compatibility form stands where a Chinese letter is meant. It was read as the letter.",
    why: "Text copied from a PDF brings such forms: they look like the letter, and no search for it finds them.",
    example: "`全权代表⼤会` with ⼤ (U+2F24) for 大 (U+5927)",
    remedy: "Type the letter; `itudoc check --fix` does it in plain text.",
    source: "Unicode 17.0, 18.1 (Kangxi Radicals) and EquivalentUnifiedIdeograph.txt",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    radicals(document, found);
    for passage in &document.passages {
        if document.language == Language::Chinese {
            width(passage, found);
        }
        mixed(passage, found);
    }
}

/// Each form once, at its first place.
fn radicals(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let mut seen: Vec<(char, usize, Option<Span>)> = Vec::new();
    for passage in document.passages.iter().filter(|passage| radicals::may_hold(&passage.text)) {
        for (at, form) in passage.text.char_indices().filter(|(_, c)| radicals::letter(*c).is_some()) {
            match seen.iter_mut().find(|(known, ..)| *known == form) {
                Some((_, times, _)) => *times += 1,
                None => seen.push((form, 1, passage.span(&(at..at + form.len_utf8())))),
            }
        }
    }
    for (form, times, span) in seen {
        let Some(letter) = radicals::letter(form) else { continue };
        let code = |letter: char| format!("{:04X}", u32::from(letter));
        let (form_code, letter_code) = (code(form), code(letter));
        let said = match times {
            1 => message!(
                "{form} (U+{form_code}) stands for {letter} (U+{letter_code}) and was read as it.",
                form,
                form_code,
                letter,
                letter_code,
            ),
            _ => message!(
                "{form} (U+{form_code}) stands for {letter} (U+{letter_code}) in {times} places and was read as it.",
                form,
                form_code,
                letter,
                letter_code,
                times,
            ),
        };
        let help = message!("Write {letter} in place of {form}.", letter, form);
        found.push(Finding::new(&RADICAL, span, said).help(help));
    }
}

/// The first place of a passage; a second in the same paragraph says no more.
fn width(passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    let mut before = ' ';
    let mut letters = passage.text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let wide = matches!(letter, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
        let after = letters.peek().map_or(' ', |(_, c)| *c);
        let narrow = matches!(letter, ',' | ';' | ':' | '?' | '!') && is_han(before) && is_han(after);
        if wide || narrow {
            let said = match wide {
                true => message!("The character {letter} has full width.", letter),
                false => {
                    message!("The character {letter} has half width between Chinese characters.", letter)
                }
            };
            let span = passage.span(&(at..at + letter.len_utf8()));
            found.push(Finding::new(&WIDTH, span, said));
            return;
        }
        before = letter;
    }
}

fn mixed(passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    let text = &passage.text;
    if text.is_ascii() {
        return;
    }
    let (mut start, mut latin, mut other) = (None, false, None);
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match alphabet(letter) {
            Some(GlyphScript::Latin) => {
                latin = true;
                start.get_or_insert(at);
            }
            Some(GlyphScript::LooksLatin) => {
                other.get_or_insert(letter);
                start.get_or_insert(at);
            }
            Some(GlyphScript::Other) => {
                start.get_or_insert(at);
            }
            None => {
                if let (Some(start), true, Some(other)) = (start, latin, other)
                    && let Some(word) = text.get(start..at)
                {
                    let span: Option<Span> = passage.span(&(start..at));
                    let said = message!(
                        "{word} mixes alphabets: {other} is U+{code}.",
                        word,
                        other,
                        code = format!("{:04X}", u32::from(other)),
                    );
                    found.push(Finding::new(&MIXED, span, said));
                }
                (start, latin, other) = (None, false, None);
            }
        }
    }
}

enum GlyphScript {
    Latin,
    /// Cyrillic or Greek, of the same shape as a Latin letter.
    LooksLatin,
    Other,
}

fn alphabet(letter: char) -> Option<GlyphScript> {
    match letter {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => Some(GlyphScript::Latin),
        'А' | 'В' | 'Е' | 'К' | 'М' | 'Н' | 'О' | 'Р' | 'С' | 'Т' | 'Х' | 'а' | 'е' | 'о' | 'р' | 'с'
        | 'у' | 'х' | 'І' | 'і' | 'Ј' | 'ј' | 'Ѕ' | 'ѕ' | 'Α' | 'Β' | 'Ε' | 'Ζ' | 'Η' | 'Ι' | 'Κ' | 'Μ'
        | 'Ν' | 'Ο' | 'Ρ' | 'Τ' | 'Υ' | 'Χ' | 'ο' | 'ν' => Some(GlyphScript::LooksLatin),
        '\u{370}'..='\u{52F}' => Some(GlyphScript::Other),
        _ => None,
    }
}
