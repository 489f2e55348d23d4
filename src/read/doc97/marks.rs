//! Revision marks of stretches of text, each once.

use super::sprm::SprmChange;
use super::story::{Doc97Story, Doc97StoryReader};
use crate::read::date;
use crate::text::{Revision, RevisionIndex, RevisionKind, RevisionOrigin};

impl Doc97StoryReader<'_, '_> {
    /// The mark of a stretch; neighbours with the same author and date share one.
    pub(super) fn mark(
        &mut self,
        kind: RevisionKind,
        change: Option<SprmChange>,
        story: &mut Doc97Story,
    ) -> Option<RevisionIndex> {
        let before = if kind == RevisionKind::Insertion { story.insertion } else { story.deletion };
        let now = change.map(|change| match before {
            Some((known, index)) if known == change => (known, index),
            _ => (change, self.enter(kind, change)),
        });
        if kind == RevisionKind::Insertion {
            story.insertion = now;
        } else {
            story.deletion = now;
        }
        now.map(|(_, index)| index)
    }

    pub(super) fn enter(&mut self, kind: RevisionKind, change: SprmChange) -> RevisionIndex {
        let author = self.library.authors.get(usize::from(change.author)).filter(|name| !name.is_empty());
        self.all.ledger.enter(Revision {
            kind,
            author: author.cloned(),
            date: date::unpacked(change.date),
            origin: RevisionOrigin::Word,
            moved: None,
        })
    }
}
