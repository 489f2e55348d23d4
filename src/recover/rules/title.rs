//! Names of places that run together in the title of a plan or declaration:
//! `《海得拉巴迪拜行动计划》`, `the HyderabadDubai Action Plan`.
//!
//! One body met in both places, the first time in the first. Without a title round them two places
//! side by side can be a list, and are only suggested.

use std::ops::Range;

use super::Document;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::registry::Place;

const RULE: &str = "places-joined";

/// Words that make a title of what stands before or behind them.
const TITLES: &[&str] = &[
    "行动计划",
    "宣言",
    "共识",
    "承诺",
    "议程",
    "优先",
    "声明",
    "倡议",
    "Action Plan",
    "Plan of Action",
    "Declaration",
    "Agenda",
    "Consensus",
    "Commitment",
    "Priorit",
    "Plan d'action",
    "Plan d’action",
    "Déclaration",
    "Engagement",
    "Plan de Acción",
    "Declaración",
    "Compromiso",
    "План действий",
    "план действий",
    "Плана действий",
    "Плане действий",
    "Декларац",
    "обязательств",
    "خطة عمل",
    "إعلان",
    "التزام",
];

pub(super) fn see(document: &Document<'_>, found: &mut Vec<Candidate>) {
    let names = Names::of(document);
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut from = 0;
        while let Some((first, place)) = names.next(text, from) {
            from = first.end;
            let gap = text.get(first.end..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
            let Some((second, other)) = names.at(text, first.end + gap) else { continue };
            if gap > 1 || std::ptr::eq(place, other) || !in_order(document, place, other) {
                continue;
            }
            let glued =
                gap == 0 && text.get(first.clone()).is_some_and(|name| name.is_ascii() || !is_han(name));
            let confidence = match (titled(text, &first, &second), glued) {
                (true, _) => 0.95,
                (false, true) => 0.9,
                (false, false) => 0.5,
            };
            let reason = format!("{} and {} run together; one body met in both", place.key, other.key);
            let deleted = first.start..second.start;
            found.push(
                Candidate::replacement(at, deleted, second.clone()).seen(RULE, Pattern, confidence, reason),
            );
            from = second.end;
        }
    }
}

fn is_han(text: &str) -> bool {
    text.chars().next().is_some_and(|c| ('\u{3400}'..='\u{9FFF}').contains(&c))
}

/// Whether one body met in the first place and later in the second.
fn in_order(document: &Document<'_>, first: &Place, second: &Place) -> bool {
    let all = document.registry.conferences();
    let met = |place: &Place| {
        all.iter().filter(move |c| c.place_key == place.key).map(|c| &c.id).collect::<Vec<_>>()
    };
    let later = met(second);
    met(first).iter().any(|old| later.iter().any(|new| new.body == old.body && new.year > old.year))
}

/// Whether a title stands round the names: in title marks, or with the word for a plan beside them.
fn titled(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    const NEAR: usize = 36;
    let start = text.floor_char_boundary(first.start.saturating_sub(NEAR));
    let end = text.ceil_char_boundary((second.end + NEAR).min(text.len()));
    let before = text.get(start..first.start).unwrap_or_default();
    let after = text.get(second.end..end).unwrap_or_default();
    let stop = |c: char| ",;.，；。、()（）".contains(c);
    let before = before.rsplit(stop).next().unwrap_or_default();
    let after = after.split(stop).next().unwrap_or_default();
    before.ends_with(['《', '“', '"', '«', '「'])
        || TITLES.iter().any(|word| before.contains(word) || after.contains(word))
}

/// The names to look for, by first letter: one pass over the text finds them all.
struct Names<'a>(std::collections::HashMap<char, Vec<(String, &'a Place)>>);

impl<'a> Names<'a> {
    fn of(document: &Document<'a>) -> Self {
        let mut names: std::collections::HashMap<char, Vec<(String, &Place)>> = Default::default();
        for place in document.registry.places() {
            let native = place.names.get(document.language).into_iter();
            for name in native.chain(place.spellings.iter().map(|s| &**s)) {
                for form in [name.to_owned(), name.to_uppercase()] {
                    let Some(first) = form.chars().next() else { continue };
                    let list = names.entry(first).or_default();
                    if !list.iter().any(|(known, _)| *known == form) {
                        list.push((form, place));
                    }
                }
            }
        }
        for list in names.values_mut() {
            list.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        Self(names)
    }

    /// The first name at or after `from` that begins a word.
    fn next(&self, text: &str, from: usize) -> Option<(Range<usize>, &'a Place)> {
        let rest = text.get(from..)?;
        let mut before = text.get(..from).and_then(|head| head.chars().next_back());
        for (offset, letter) in rest.char_indices() {
            let begins =
                ('\u{3400}'..='\u{9FFF}').contains(&letter) || !before.is_some_and(char::is_alphabetic);
            before = Some(letter);
            if begins
                && self.0.contains_key(&letter)
                && let Some(found) = self.at(text, from + offset)
            {
                return Some(found);
            }
        }
        None
    }

    /// The longest name that stands at `at`.
    fn at(&self, text: &str, at: usize) -> Option<(Range<usize>, &'a Place)> {
        let rest = text.get(at..)?;
        let list = self.0.get(&rest.chars().next()?)?;
        let (name, place) = list.iter().find(|(name, _)| rest.starts_with(name.as_str()))?;
        Some((at..at + name.len(), place))
    }
}
