//! eIds: what an element is called, for as long as its own words stand.
//!
//! In: the element above, a prefix of the naming convention (Akoma Ntoso Naming Convention 1.0, 5.4), and
//! what the element is known by: a label that a person gave it, else its words. Out: an id that no other
//! element has. Words are those of the base text, so that neither a paragraph inserted before nor an
//! amendment to the paragraph itself changes the id; ordinals would change with both.

use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::text::{Paragraph, View};

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// How many elements asked for each.
    asked: BTreeMap<String, u32>,
}

impl Ids {
    /// The id of an element that is known by a word.
    pub(super) fn named(&mut self, above: &str, prefix: &str, word: &str) -> String {
        let own = format!("{prefix}_{}", slug(word));
        let id = if above.is_empty() { own } else { format!("{above}__{own}") };
        let times = self.asked.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { id } else { format!("{id}-{times}") }
    }

    /// The id of an element that is known by its words.
    pub(super) fn of_words(&mut self, above: &str, prefix: &str, paragraph: &Paragraph) -> String {
        let words = fingerprint(paragraph);
        self.named(above, prefix, &words)
    }
}

impl Ids {
    /// The id of a note that is known by its words.
    pub(super) fn of_note(&mut self, above: &str, prefix: &str, paragraphs: &[Paragraph]) -> String {
        let words = paragraphs.iter().find(|paragraph| !paragraph.is_blank());
        self.named(above, prefix, &words.map_or_else(|| "empty".to_owned(), fingerprint))
    }
}

/// Eight digits that stand for the words of a paragraph before it was amended; for all of them where it
/// is new.
pub(super) fn fingerprint(paragraph: &Paragraph) -> String {
    // Without the label before the first tab: an item inserted before renumbers those behind it.
    let text = paragraph.all_text();
    let start = text.find('\t').map_or(0, |tab| tab + 1);
    let start = if text.get(start..).is_some_and(|rest| rest.trim().is_empty()) { 0 } else { start };
    let bare = |view| words_from(paragraph, start, view);
    let base = bare(View::Base);
    let words = if base.is_empty() { bare(View::Marked) } else { base };
    Digest::of(words.as_bytes()).head(4)
}

/// The words of a view behind a byte of the whole text, without white space.
fn words_from(paragraph: &Paragraph, start: usize, view: View) -> String {
    let mut at = 0;
    let mut words = String::new();
    for run in &paragraph.runs {
        let own = run.text.get(start.saturating_sub(at).min(run.text.len())..).unwrap_or_default();
        at += run.text.len();
        if run.shown_in(view) {
            words.extend(own.chars().filter(|c| !c.is_whitespace()));
        }
    }
    words
}

/// A word as ids and addresses may have it.
pub(super) fn slug(word: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' };
    let slug: String = word.chars().map(letter).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { Digest::of(word.as_bytes()).head(4) } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{RevisionIndex, Run};

    #[test]
    fn an_amendment_does_not_change_an_id_and_two_elements_never_share_one() {
        let run = |text: &str| Run::generated(text);
        let inserted = Run { insertion: Some(RevisionIndex::new(0)), ..run(" new") };
        let (before, after) = (
            Paragraph { runs: vec![run("One sentence.")], ..Paragraph::default() },
            Paragraph { runs: vec![run("One"), inserted, run(" sentence.")], ..Paragraph::default() },
        );
        let mut ids = Ids::default();
        let first = ids.of_words("cmp_a", "p", &before);
        assert_eq!(first, Ids::default().of_words("cmp_a", "p", &after));
        assert_eq!(ids.of_words("cmp_a", "p", &before), format!("{first}-2"));
        assert_eq!(slug("CUB/70/1"), "CUB-70-1");
        assert_ne!(slug("决议"), slug("决定"));
    }
}
