//! Pointers within a text: `considering c) above` leads to a call and an item that are there.

use std::collections::BTreeSet;

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage, PlacedProposal};
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::model::{Key, Role};

pub(super) const FAMILY: Family = Family { rules: &[&NOWHERE], see };

/// A pointer to nothing.
pub(super) static NOWHERE: Rule = Rule {
    code: "REF007",
    name: "pointer-to-nothing",
    severity: Severity::Warning,
    what: "The text points to a call of its own (`considering c) above`) that it does not have, or to an item \
           that does not stand under it, once every mark is accepted.",
    why: "The call or item was taken out or numbered anew, and the pointer was forgotten.",
    example: "`in accordance with resolves 4 above`, where *resolves* has three items",
    remedy: "Correct the pointer.",
    source: "Form of the Resolutions of the Union",
};

/// Bytes before the word in which a call is looked for.
const NEAR: usize = 160;

/// The longest call has so many words.
const MOST_WORDS: usize = 8;

/// The items of an instrument, by the key of the call they stand under: their labels and texts.
#[derive(Default)]
struct Items<'a> {
    labels: BTreeSet<(Key, String)>,
    texts: Vec<(Key, &'a str)>,
}

fn items<'a>(document: &'a CheckedDocument<'_>, placed: &PlacedProposal<'_>) -> Items<'a> {
    let mut under = None;
    let mut items = Items::default();
    for passage in document.of_instrument(placed).iter().filter(|passage| !passage.is_gone()) {
        match (passage.context.role, under) {
            // A misspelt call is told by its own rule; what stands under it is found all the same.
            (Role::Call(_), _) => {
                let lexicon = document.lexicon;
                let found = lexicon.call(&passage.text).or_else(|| lexicon.call_nearly(&passage.text));
                under = found.map(|call| call.key);
            }
            (Role::Item, Some(key)) => {
                items.labels.insert((key, bare(&passage.label_text())));
                items.texts.push((key, &passage.text));
            }
            _ => {}
        }
    }
    items
}

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    // Words that make a pointer of a call named before them.
    let words = terms::of(Term::Above, document.language);
    for placed in &document.instruments {
        let mut items = None;
        for passage in document.of_instrument(placed) {
            for (at, word) in words.iter().flat_map(|word| passage.text.match_indices(&**word)) {
                if let Some(said) = pointer(document, placed, passage, at, &mut items) {
                    let start = passage.text.floor_char_boundary(at.saturating_sub(24));
                    let range = start..at + word.len();
                    found.push(Finding::new(&NOWHERE, passage.span(&range), said));
                }
            }
        }
    }
}

/// Reads the pointer that ends at `at`; what is wrong with it, where something is.
fn pointer<'a>(
    document: &'a CheckedDocument<'_>,
    placed: &PlacedProposal<'_>,
    passage: &CheckedPassage<'_>,
    at: usize,
    items: &mut Option<Items<'a>>,
) -> Option<Message> {
    // A call and its label are short; what stands further off on a long line is not searched.
    let from = passage.text.ceil_char_boundary(at.saturating_sub(NEAR));
    let head = passage.text.get(from..at)?.trim_end();
    let (call, label) = match document.language {
        Language::Chinese => chinese(head)?,
        _ => labelled(head, document).or_else(|| label_first(head, document))?,
    };
    let known = document.lexicon.call(call)?;
    let mut under = placed.instrument.calls.iter().filter(|own| own.key == Some(known.key)).peekable();
    if under.peek().is_none() {
        return Some(message!("This points to “{call}”, and the text has no such call.", call));
    }
    let label = label?;
    // Items of all calls of that kind: the pointer need not name the addressee. Items run together on
    // one line are there too, though nobody sees them as items.
    let items = items.get_or_insert_with(|| self::items(document, placed));
    let glued = |text: &str| {
        [format!(" {label} "), format!(" {label}) ")]
            .iter()
            .any(|label| text.match_indices(label.as_str()).any(|(at, _)| ends_a_clause(text.get(..at))))
    };
    let there = items.labels.contains(&(known.key, label.clone()))
        || items.texts.iter().any(|(key, text)| *key == known.key && glued(text));
    (!there).then(|| message!("This points to “{call}” {label}, and no such item stands there.", call, label))
}

/// Whether an item can begin behind a text: it ends in a mark, or a word for "and". The label of a pointer, which stands
/// in an item too, follows its call.
fn ends_a_clause(before: Option<&str>) -> bool {
    let before = before.unwrap_or_default().trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    before.ends_with([',', ';', '.', ':', '，', '；', '。', '：', '،', '؛'])
        || terms::all(Term::And).iter().any(|and| **and == *word)
}

/// `上述铭记一段`: the word after 上述 or the opening quotation mark.
fn chinese(head: &str) -> Option<(&str, Option<String>)> {
    let inner = head.trim_end_matches('”');
    let aforesaid = terms::all(Term::Aforesaid).iter();
    let start = aforesaid.filter_map(|word| Some(inner.rfind(&**word)? + word.len())).max();
    let start = start.or_else(|| inner.rfind('“').map(|at| at + '“'.len_utf8()))?;
    let words = inner.get(start..)?.trim_matches(['“', '”', ' ']);
    if words.is_empty() || words.chars().count() > 24 {
        return None;
    }
    let (call, label) = split_label(words);
    Some((call, label))
}

/// `considering c)`, `resolves 2`, `instructs the Secretary-General 4`: a label, and before it the longest words that
/// are a call, or the word there is.
fn labelled<'t>(head: &'t str, document: &CheckedDocument<'_>) -> Option<(&'t str, Option<String>)> {
    let cut = head.rfind(' ')?;
    let label = bare(head.get(cut..)?);
    let short = !label.is_empty() && label.chars().count() <= 3;
    let counts = label.chars().all(|c| c.is_ascii_digit()) || label.chars().count() == 1;
    if !short || !counts {
        return None;
    }
    let before = head.get(..cut)?.trim_end();
    let opens = |c: char| matches!(c, ' ' | '\u{a0}' | '(' | '“' | '«');
    let starts = before.char_indices().rev().filter(|(_, c)| opens(*c)).map(|(at, c)| at + c.len_utf8());
    let mut words = starts.chain([0]).take(MOST_WORDS).filter_map(|at| before.get(at..));
    let nearest = words.next()?;
    let longest = words.filter(|words| document.lexicon.call(words).is_some()).last();
    Some((longest.unwrap_or(nearest), Some(label)))
}

/// `c) of considering`, `الفقرة ج) من إذ يضع في اعتباره`: the call, the longest that ends here, and before it
/// the label, a word of belonging between.
fn label_first<'t>(head: &'t str, document: &CheckedDocument<'_>) -> Option<(&'t str, Option<String>)> {
    let starts = head.char_indices().rev().filter(|(_, c)| c.is_whitespace()).take(MOST_WORDS);
    let calls = starts.filter_map(|(at, c)| Some((at, head.get(at + c.len_utf8()..)?)));
    let (at, call) = calls.filter(|(_, words)| document.lexicon.call(words).is_some()).last()?;
    let before = head.get(..at)?.trim_end();
    let of = terms::of(Term::PointerOf, document.language);
    let labelled = of.iter().find_map(|word| before.strip_suffix(&**word).filter(|rest| rest.ends_with(' ')));
    let label = bare(labelled.unwrap_or(before).split_whitespace().next_back()?);
    (label.chars().count() == 1).then_some((call, Some(label)))
}

fn split_label(words: &str) -> (&str, Option<String>) {
    match words.rsplit_once([' ', '\u{a0}']) {
        Some((call, label)) if bare(label).chars().count() <= 3 => (call.trim_end(), Some(bare(label))),
        _ => (words, None),
    }
}

/// A label without its punctuation.
fn bare(label: &str) -> String {
    label.trim().trim_matches(['(', ')', '.', '（', '）', '．', '”', '“']).to_lowercase()
}
