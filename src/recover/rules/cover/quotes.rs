//! The quotations of the cover note, and the passage of the annex that each belongs to.
//!
//! One pass over the annex: the six-letter stretches of all quotations are looked up, and the
//! passage that holds most of a quotation's is its place. Linear, however many quotations there are.

use std::collections::HashMap;

use super::plain::Plain;
use super::{SHORTEST, kind_of};
use crate::model::Role;
use crate::recover::rules::RecoveryInput;

/// What a quotation says of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteKind {
    /// They are added.
    Added,
    /// They are changed: so they read now.
    Changed,
    /// So they read in the text in force.
    InForce,
}

/// A quotation.
#[derive(Debug, Clone)]
pub(super) struct Quote {
    pub kind: QuoteKind,
    pub passage: usize,
    pub plain: Plain,
}

/// A cover note has a few dozen quotations; the bound keeps a hostile file's time linear.
const MOST: usize = 500;

/// A longer passage, bytes, is no item that a cover note quotes.
const LONGEST: usize = 32_768;

/// Letters of a stretch that is looked up.
const STRETCH: usize = 6;

/// The quotations of the cover notes. Items that follow an ADD belong to it.
pub(super) fn collect(document: &RecoveryInput<'_>) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut open = None;
    for (at, passage) in document.passages.iter() {
        let context = passage.context;
        let text = &passage.text;
        let kind = match context.role {
            _ if context.own_text().is_some() => None,
            Role::Entry(symbol) => {
                open = kind_of(symbol);
                open
            }
            Role::Item if context.level > 0 && open == Some(QuoteKind::Added) => open,
            _ => None,
        };
        if !matches!(context.role, Role::Entry(_) | Role::Item) || context.own_text().is_some() {
            open = None;
        }
        if context.own_text().is_none() && kind.is_none() {
            quotes.extend(in_force(at, text));
        }
        if let Some(kind) = kind {
            quotes.push(Quote { kind, passage: at, plain: Plain::of(text) });
        }
    }
    quotes.retain(|quote| quote.plain.len() >= SHORTEST);
    quotes.truncate(MOST);
    quotes
}

/// A long quotation in running text: the provision as it stands today. Its label, `b)`, is no part
/// of the words.
fn in_force(at: usize, text: &str) -> Option<Quote> {
    const LEAST: usize = 24;
    let open = text.find(['“', '«', '「'])?;
    let open = open + text.get(open..)?.chars().next()?.len_utf8();
    let close = open + text.get(open..)?.rfind(['”', '»', '」'])?;
    let inner = text.get(open..close)?;
    let start = match inner.split_once(['\t', ' ']) {
        Some((label, rest)) if label.len() <= 6 && label.ends_with([')', '）', '.']) => {
            inner.len() - rest.len()
        }
        _ => 0,
    };
    let plain = Plain::of(text.get(open + start..close)?);
    (plain.len() >= LEAST).then_some(Quote { kind: QuoteKind::InForce, passage: at, plain })
}

/// The annex passage that holds most of each quotation: in the same part, where it has an annex.
pub(super) fn places(document: &RecoveryInput<'_>, quotes: &[Quote]) -> Vec<Option<usize>> {
    const MANY: usize = 64;
    // Room for all, or each growth hashes anew what is there.
    let all: usize = quotes.iter().map(|quote| quote.plain.len()).sum();
    let mut wanted: HashMap<&[char], Vec<usize>> = HashMap::with_capacity(all);
    for (number, quote) in quotes.iter().enumerate() {
        for stretch in quote.plain.letters().windows(STRETCH) {
            let list = wanted.entry(stretch).or_default();
            if list.last() != Some(&number) && list.len() < MANY {
                list.push(number);
            }
        }
    }
    let rare = Sieve::of(wanted.keys().copied());
    let part = |at: usize| document.passages.get(at).map(|passage| passage.context.part);
    let mut best: Vec<Option<(usize, usize)>> = vec![None; quotes.len()];
    let mut hits: HashMap<usize, usize> = HashMap::new();
    for (at, passage) in
        document.passages.iter().filter(|(_, p)| p.context.amends() && p.text.len() <= LONGEST)
    {
        hits.clear();
        let text = Plain::of(&passage.text);
        for stretch in text.letters().windows(STRETCH).filter(|stretch| rare.may_hold(stretch)) {
            for number in wanted.get(stretch).into_iter().flatten() {
                *hits.entry(*number).or_default() += 1;
            }
        }
        for (number, count) in &hits {
            let Some(quote) = quotes.get(*number) else { continue };
            let Some(best) = best.get_mut(*number) else { continue };
            // Of two passages that hold as much, the shorter one: an item, not a text that cites it.
            let better = best.is_none_or(|(_, most)| *count > most);
            if part(quote.passage) == Some(passage.context.part) && better {
                *best = Some((at, *count));
            }
        }
    }
    let enough = |(quote, best): (&Quote, Option<(usize, usize)>)| {
        let (at, count) = best?;
        (count * 10 >= quote.plain.len().saturating_sub(STRETCH - 1) * 3).then_some(at)
    };
    quotes.iter().zip(best).map(enough).collect()
}

/// A sieve before the table: most stretches of an annex stand in no quotation, and a bit test tells
/// so for a tenth of what hashing them costs.
struct Sieve([u64; 1024]);

impl Sieve {
    fn of<'a>(stretches: impl Iterator<Item = &'a [char]>) -> Box<Self> {
        let mut sieve = Box::new(Self([0; 1024]));
        for stretch in stretches {
            let (word, bit) = Self::place(stretch);
            if let Some(bits) = sieve.0.get_mut(word) {
                *bits |= bit;
            }
        }
        sieve
    }

    fn may_hold(&self, stretch: &[char]) -> bool {
        let (word, bit) = Self::place(stretch);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn place(stretch: &[char]) -> (usize, u64) {
        let mix = stretch
            .iter()
            .fold(0u32, |mix, letter| (mix.rotate_left(5) ^ *letter as u32).wrapping_mul(0x9E37_79B1));
        let number = mix >> 16;
        ((number >> 6) as usize & 1023, 1 << (number & 63))
    }
}
