//! Which ruling holds for which mark: by anchor, and where the text round a mark has changed by its rule
//! and words.
//!
//! In: rulings, and the keys of all marks that rules saw. Out: a ruling for each key where there is
//! one, and the rulings that fit none. Never: a guess; where several marks have the same words and the
//! rulings on them differ, none is attached.

use crate::diagnostics::Message;
use std::collections::BTreeSet;

use super::{Decision, Review, Ruling};

/// What a mark is known by.
#[derive(Debug, Clone)]
pub(in crate::recover) struct AnchorKey {
    /// Its anchor, unlike that of all others.
    pub anchor: String,
    /// Its anchor but for the number that tells marks of the same words and surroundings apart.
    pub common: String,
    /// The rule that saw it.
    pub rule: &'static str,
    /// Its edits as a review file shows them.
    pub words: Vec<String>,
}

/// A ruling with the anchor under which it stands.
type Anchored<'a> = (&'a str, &'a Ruling);

impl Review {
    /// The ruling on each mark, and in words the rulings that fit none.
    pub(in crate::recover) fn attach(&self, keys: &[AnchorKey]) -> (Vec<Option<Ruling>>, Vec<Message>) {
        let mut held: Vec<Option<&str>> = keys.iter().map(|key| self.exact(key)).collect();
        let used: BTreeSet<&str> = held.iter().flatten().copied().collect();
        let all = self.marks.iter().map(|(anchor, ruling)| (anchor.as_str(), ruling));
        let mut stale: Vec<Anchored<'_>> = all
            .filter(|(anchor, ruling)| ruling.decision != Decision::Open && !used.contains(anchor))
            .collect();
        stale.sort_by_key(|(_, ruling)| ruling.line);
        let mut lost = Vec::new();
        while let Some(first) = stale.first().copied() {
            let free = keys.iter().zip(&held).filter(|(key, held)| held.is_none() && fits(first, key));
            let free: Vec<&AnchorKey> = free.map(|(key, _)| key).collect();
            // Rulings and free marks of the same words are looked at together.
            let of_these = |ruling: &Anchored<'_>| {
                ruling.0 == first.0 || free.first().is_some_and(|key| fits(*ruling, key))
            };
            let (rulings, others): (Vec<_>, Vec<_>) = stale.into_iter().partition(of_these);
            stale = others;
            let mut places: Vec<&str> = Vec::new();
            for key in free {
                if !places.contains(&key.anchor.as_str()) {
                    places.push(&key.anchor);
                }
            }
            let agree = rulings.iter().all(|(_, ruling)| ruling.decision == first.1.decision);
            if places.len() == rulings.len() && agree {
                for (place, (anchor, _)) in places.iter().zip(rulings) {
                    let slots = keys.iter().zip(&mut held).filter(|(key, _)| key.anchor == **place);
                    slots.for_each(|(_, slot)| *slot = Some(anchor));
                }
            } else {
                lost.extend(rulings.iter().map(|(anchor, ruling)| ruling.lost(anchor)));
            }
        }
        let rulings = held.into_iter().map(|anchor| self.marks.get(anchor?).cloned());
        (rulings.collect(), lost)
    }

    /// The anchor under which a ruling on this very mark stands.
    fn exact(&self, key: &AnchorKey) -> Option<&str> {
        let of = |anchor: &str| self.marks.get_key_value(anchor).map(|(anchor, _)| anchor.as_str());
        of(&key.anchor).or_else(|| if self.shared { of(&key.common) } else { None })
    }
}

/// Whether a ruling was on a mark of the same rule and words. A file of the first form has no words.
fn fits((anchor, ruling): Anchored<'_>, key: &AnchorKey) -> bool {
    let digest = anchor.strip_prefix(key.rule).and_then(|rest| rest.strip_prefix('-'));
    let same_rule = digest.is_some_and(|digest| digest.chars().take(12).all(|c| c.is_ascii_hexdigit()));
    let Some(text) = ruling.text.as_deref().filter(|_| same_rule) else { return false };
    let mut rest = Some(text);
    for words in &key.words {
        rest = rest.and_then(|rest| rest.split_once(words.as_str())).map(|(_, after)| after);
    }
    rest.is_some() && !key.words.is_empty()
}
