//! Revision marks: what was inserted, deleted or moved, by whom, and the view that is wanted of it.

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;

/// Index of a [`Revision`] in the list that the source, submission or galley owns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionIndex(
    /// One more than the index: each run may have three, and one that is not there takes no room of its own.
    NonZeroU32,
);

impl RevisionIndex {
    /// The mark that stands at `index` of its list, from 0.
    pub const fn new(index: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index))
    }

    /// Where the mark stands in its list, from 0.
    pub const fn get(self) -> u32 {
        self.0.get() - 1
    }
}

impl fmt::Debug for RevisionIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RevisionIndex").field(&self.get()).finish()
    }
}

/// One revision mark: who changed what kind of thing, and how we know.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// What the mark does.
    pub kind: RevisionKind,
    /// Author as the mark names them; `None` where the mark names none.
    pub author: Option<String>,
    /// Date as the mark gives it (ISO 8601); never filled by us.
    pub date: Option<String>,
    /// Where the mark comes from.
    pub origin: RevisionOrigin,
    /// Name that pairs the two halves of a move, where the source pairs them.
    pub moved: Option<String>,
}

/// What a revision mark does (ECMA-376 part 1, 17.13.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevisionKind {
    /// Text, paragraph mark, row or cell inserted.
    Insertion,
    /// Text, paragraph mark, row or cell deleted.
    Deletion,
    /// Properties changed, words kept.
    Formatting,
}

/// How we know of a revision.
#[derive(Debug, Clone, PartialEq)]
pub enum RevisionOrigin {
    /// A real mark of the Word input.
    Word,
    /// Recovered from flattened text.
    Recovered {
        /// Stable name of the rule that saw it, for example `edition-pair`.
        rule: Cow<'static, str>,
        /// 0 to 1; only marks at or above `recover::CERTAIN` are applied as revisions.
        confidence: f32,
        /// What the rule saw, one sentence.
        reason: String,
        /// What a person ruled on it, where one did: `accepted by A. Officer on 2026-11-26`.
        ruling: Option<String>,
    },
}

/// Which text is wanted of a document with revision marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// All text, with its marks.
    #[default]
    Marked,
    /// As if every mark were accepted.
    Revised,
    /// As if every mark were rejected.
    Base,
}
