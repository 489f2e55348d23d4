//! Characters that no font at hand can show, told before a PDF is refused for them.
//!
//! In: a reading, and a way to ask for a character. Out: a finding that names them, at the first. Never:
//! a font itself; who has them decides.

use std::collections::HashMap;

use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::letters::is_invisible;
use crate::letters::is_private_use;
use crate::reading::Reading;
use crate::text::Span;

/// A character without a glyph.
pub(crate) static UNPRINTABLE: Rule = Rule {
    code: "ENC007",
    name: "no-glyph",
    severity: Severity::Error,
    what: "A character that none of the fonts at hand can show.",
    why: "The PDF would have an empty box in its place, so it is refused; and Word shows what font it likes.",
    example: "U+20BB7 𠮷 in a name, with the built-in fonts",
    remedy: "Name a font that has it with `--font-path`, correct the text, or let a box stand for it \
             (`--missing-glyphs box`).",
    source: "ISO 19005-2, 6.2.11.8: no text may show the glyph for what is missing",
};

/// The rules of what can be printed.
pub(crate) static RULES: &[&Rule] = &[&UNPRINTABLE];

/// How many characters a finding names, and how many of them it shows besides the first.
const NAMED: usize = 20;
const RELATED: usize = 3;

/// One finding for the characters of the input that are printed and that `has` does not have: a text whose
/// letters were mangled has hundreds.
pub(crate) fn find(reading: &Reading, has: &dyn Fn(char) -> bool) -> Vec<Finding> {
    // What is set aside is not printed, and what is shown as another character is not printed as itself.
    let aside = reading.submission.set_aside.iter().map(|aside| aside.span);
    let mut passed: Vec<Span> = aside.chain(reading.replaced.iter().map(|replaced| replaced.span)).collect();
    passed.sort();
    let is_passed = |at: usize| {
        let before = passed.partition_point(|span| span.start as usize <= at);
        before.checked_sub(1).and_then(|i| passed.get(i)).is_some_and(|span| at < span.end as usize)
    };
    // How often each letter stands, by its number: a map asked for every letter of a Chinese text costs
    // more than all other checks of it.
    let mut counts = vec![0u32; 1 << 16];
    let mut rare: HashMap<char, u32> = HashMap::new();
    let printed = || {
        let letters = reading.text.char_indices().filter(|(_, letter)| !letter.is_ascii());
        letters.filter(|(at, _)| passed.is_empty() || !is_passed(*at))
    };
    for (_, letter) in printed() {
        match counts.get_mut(letter as usize) {
            Some(count) => *count += 1,
            None => *rare.entry(letter).or_default() += 1,
        }
    }
    let common = counts.into_iter().zip(0u32..).filter(|(count, _)| *count > 0);
    let common = common.filter_map(|(count, number)| Some((char::from_u32(number)?, count)));
    let all = common.chain(rare).filter(|(letter, _)| is_printed(*letter) && !has(*letter));
    let lacking: HashMap<char, u32> = all.collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let mut missing: Vec<(usize, char, u32)> = Vec::new();
    for (at, letter) in printed() {
        if let Some(times) = lacking.get(&letter)
            && missing.len() < lacking.len()
            && !missing.iter().any(|(_, known, _)| *known == letter)
        {
            missing.push((at, letter, *times));
        }
    }
    let Some(&(at, first, times)) = missing.first() else { return Vec::new() };
    let named = |letter: char| {
        let shown = if is_private_use(letter) { '□' } else { letter };
        format!("U+{:04X} {shown}", u32::from(letter))
    };
    let said = match missing.len() {
        1 if times > 1 => {
            message!(
                "No font at hand has {character}, {times} times in all.",
                character = named(first),
                times
            )
        }
        1 => message!("No font at hand has {character}.", character = named(first)),
        count => {
            let names: Vec<String> =
                missing.iter().take(NAMED).map(|(_, letter, _)| named(*letter)).collect();
            let more = count.saturating_sub(NAMED);
            let names = match more {
                0 => Message::foreign(names.join(", ")),
                _ => message!("{names} and {more} more", names = names.join(", "), more),
            };
            message!("No font at hand has {characters}; here the first.", characters => names)
        }
    };
    let place = |at: usize, letter: char| Span::new(at, at + letter.len_utf8());
    let mut finding = Finding::new(&UNPRINTABLE, place(at, first), said);
    let others = missing.iter().skip(1).take(RELATED);
    finding
        .related
        .extend(others.map(|(at, letter, _)| (place(*at, *letter), Message::foreign(named(*letter)))));
    vec![finding]
}

/// Whether a character leaves ink: no space, no control, nothing that only joins or directs others.
fn is_printed(letter: char) -> bool {
    let silent = is_invisible(letter) || letter == '\u{FFFC}' || matches!(letter, '\u{2028}'..='\u{2029}');
    !(silent || letter.is_whitespace() || letter.is_control())
}
