//! Edits on a paragraph of the text in force.
//!
//! In: what a proposal does to words or to a whole paragraph. Out: the edit on a range of the paragraph's
//! characters, and the least range that it changes. Never: a line compared with a line.

use std::borrow::Cow;
use std::ops::Range;

use crate::recover::base::words;
use crate::text::{is_on_one_line, on_one_line};

/// What an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EditKind {
    /// Words added.
    Insert,
    /// Words taken out.
    Delete,
    /// Words in the place of others.
    Replace,
    /// A paragraph added behind the one at whose address it stands.
    InsertParagraph,
    /// The paragraph taken out.
    DeleteParagraph,
    /// The paragraph moved elsewhere.
    MoveParagraph,
    /// The label changed.
    Relabel,
    /// The whole text taken out: `SUP`.
    Suppress,
    /// The whole text to be kept: an underlined `NOC`.
    Keep,
}

impl EditKind {
    /// Its stable name in the catalogue.
    pub(crate) fn name(self) -> &'static str {
        match self {
            EditKind::Insert => "insert",
            EditKind::Delete => "delete",
            EditKind::Replace => "replace",
            EditKind::InsertParagraph => "insert-paragraph",
            EditKind::DeleteParagraph => "delete-paragraph",
            EditKind::MoveParagraph => "move-paragraph",
            EditKind::Relabel => "relabel",
            EditKind::Suppress => "suppress",
            EditKind::Keep => "keep",
        }
    }
}

/// An edit on a paragraph of the text in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextEdit {
    /// What it does.
    pub kind: EditKind,
    /// Characters of the paragraph in force that it takes out; empty where it adds.
    pub range: Range<usize>,
    /// Those characters.
    pub old: String,
    /// What stands in their place.
    pub new: String,
    /// Only edition, place, year, or "this conference": every proposal brings these.
    pub consequential: bool,
    /// The revision of the proposal that makes it, where marks do.
    pub revision: Option<u32>,
    /// Words that were taken out without a mark.
    pub unmarked: bool,
}

impl TextEdit {
    /// An edit on characters of a text.
    pub(super) fn within(base: &[char], range: Range<usize>, new: String, revision: Option<u32>) -> TextEdit {
        let old: String = base.get(range.clone()).unwrap_or_default().iter().collect();
        let kind = match (old.is_empty(), new.is_empty()) {
            (true, _) => EditKind::Insert,
            (false, true) => EditKind::Delete,
            (false, false) => EditKind::Replace,
        };
        TextEdit { kind, range, old, new, consequential: false, revision, unmarked: false }
    }

    /// An edit on a whole paragraph or text.
    pub(crate) fn whole(kind: EditKind, old: String, new: String) -> TextEdit {
        let range = 0..old.chars().count();
        TextEdit { kind, range, old, new, consequential: false, revision: None, unmarked: false }
    }

    /// Whether it is of words inside a paragraph.
    pub(crate) fn is_within(&self) -> bool {
        matches!(self.kind, EditKind::Insert | EditKind::Delete | EditKind::Replace)
    }

    /// The least range that it changes, and what stands there then: the words at its ends that it only
    /// repeats left out.
    pub(super) fn trimmed(&self) -> (Range<usize>, String) {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (words(&self.old).iter().map(|w| w.0).collect(), words(&self.new).iter().map(|w| w.0).collect());
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
        let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
        let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
        let from = self.range.start + length(old.get(..head).unwrap_or_default());
        let to = self.range.end - length(old.get(old.len() - tail..).unwrap_or_default()).min(self.range.end);
        (from..to.max(from), rest.1.get(..rest.1.len() - tail).unwrap_or_default().concat())
    }
}

/// A text but for quotation marks, dashes and white space.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    // Nearly all that is asked stands so.
    let varies =
        || if text.is_ascii() { text.contains('`') } else { text.chars().any(|c| same_sign(c) != c) };
    if is_on_one_line(text) && !varies() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(on_one_line(text).chars().map(same_sign).collect())
}

/// Signs that vary from one program to the next, in one form.
pub(super) fn same_sign(letter: char) -> char {
    match letter {
        // First what nearly all letters are.
        ' '..='_' | 'a'..='~' => letter,
        '‘' | '’' | '‛' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}
