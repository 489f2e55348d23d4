//! The numbers of paragraphs as runs.
//!
//! In: the two numbers of a paragraph, in the revised text and in the base text. Out: runs without a
//! place in the input. Where the two differ, the one is inserted and the other deleted, by the hand and
//! at the time of the mark that makes them differ, so that whoever accepts or rejects all marks has the
//! number of that text.

use std::collections::HashMap;

use super::assemble::Assembly;
use super::field::{AutomaticNumber, AutomaticNumbers};
use super::labels::AutomaticLabel;
use super::numbering::ParagraphNumber;
use super::styles::StyleFormat;
use super::types::{RunProperties, WordRun};
use crate::source::SetAsideWhy;
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin, Run};

/// The marks of numbers that change because something else does.
#[derive(Debug, Default)]
pub(super) struct MadeMarks {
    places: HashMap<(Option<RevisionIndex>, RevisionKind), RevisionIndex>,
}

/// What the fields that count have counted, in either text.
#[derive(Debug, Default)]
pub(super) struct AutomaticCount {
    revised: AutomaticNumbers,
    base: AutomaticNumbers,
    /// The last mark of one that stands in one text only.
    last: Option<RevisionIndex>,
}

impl Assembly<'_> {
    /// A number that a field counts, without a place in the input as those of lists; two where the texts have
    /// counted differently before it.
    pub(super) fn automatic_number(
        &mut self,
        run: &WordRun,
        number: &AutomaticNumber,
        look: &StyleFormat,
        runs: &mut Vec<Run>,
    ) {
        let format = self.resolver.run(&look.run, &run.properties).on;
        let outline = look.paragraph.outline.filter(|level| *level < 9);
        let (insertion, deletion) = (run.insertion.or(self.around.0), run.deletion.or(self.around.1));
        let count = &mut self.automatic;
        count.last = insertion.or(deletion).or(count.last);
        let revised = deletion.is_none().then(|| count.revised.next(number, outline));
        let base = insertion.is_none().then(|| count.base.next(number, outline));
        let cause = count.last;
        let made =
            |text: String, insertion, deletion| Run { format, insertion, deletion, ..Run::generated(text) };
        match (revised, base) {
            (Some(revised), Some(base)) if revised != base => {
                let deleted = self.mark(cause, RevisionKind::Deletion);
                let inserted = self.mark(cause, RevisionKind::Insertion);
                runs.push(made(base, None, Some(deleted)));
                runs.push(made(revised, Some(inserted), None));
            }
            (Some(text), _) | (None, Some(text)) => runs.push(made(text, insertion, deletion)),
            // Inserted, and deleted again: no text counts it.
            (None, None) => {
                runs.push(made(AutomaticNumbers::default().next(number, outline), insertion, deletion))
            }
        }
    }

    /// The number that Word shows before a paragraph.
    pub(super) fn number(
        &mut self,
        label: &AutomaticLabel,
        mark_format: &RunProperties,
        look: &StyleFormat,
        runs: &mut Vec<Run>,
    ) {
        if label.base.is_none() && label.revised.is_none() {
            return;
        }
        let mark_format = self.resolver.run(&look.run, mark_format);
        if label.base == label.revised {
            if let Some(number) = &label.revised {
                self.push(number, &mark_format, (None, None), true, runs);
            }
            return;
        }
        let shared =
            matches!((&label.base, &label.revised), (Some(base), Some(revised)) if base.gap == revised.gap);
        if let Some(number) = &label.base {
            let deletion = self.mark(label.cause, RevisionKind::Deletion);
            self.push(number, &mark_format, (None, Some(deletion)), !shared, runs);
        }
        if let Some(number) = &label.revised {
            let insertion = self.mark(label.cause, RevisionKind::Insertion);
            self.push(number, &mark_format, (Some(insertion), None), !shared, runs);
            if shared {
                runs.extend(gap(number, (None, None)));
            }
        }
    }

    /// One number. A hidden one counts and is not shown, not even what parts it from the text;
    /// a paragraph mark that is hidden, as a style separator's is, hides no number.
    fn push(
        &mut self,
        number: &ParagraphNumber,
        mark_format: &RunProperties,
        marks: (Option<RevisionIndex>, Option<RevisionIndex>),
        with_gap: bool,
        runs: &mut Vec<Run>,
    ) {
        let format = Format((mark_format.on.0 & !number.run.set.0 & !Format::HIDDEN.0) | number.run.on.0);
        let own = self.resolver.run(&RunProperties::default(), &number.run);
        if own.on.has(Format::HIDDEN) {
            self.hidden += 1;
            return self.unseen(&number.text, SetAsideWhy::Hidden);
        }
        runs.push(Run {
            format,
            insertion: marks.0,
            deletion: marks.1,
            ..Run::generated(number.text.as_str())
        });
        if with_gap {
            runs.extend(gap(number, marks));
        }
    }

    /// A mark of a kind for a cause: the cause itself where it is of that kind.
    fn mark(&mut self, cause: Option<RevisionIndex>, kind: RevisionKind) -> RevisionIndex {
        let found = cause.and_then(|cause| self.ledger.revisions.get(cause.get() as usize));
        if let (Some(cause), Some(mark)) = (cause, found)
            && mark.kind == kind
        {
            return cause;
        }
        let made = &mut self.chunks.revisions;
        let own = self.ledger.revisions.len();
        *self.made.places.entry((cause, kind)).or_insert_with(|| {
            let (author, date) =
                found.map(|mark| (mark.author.clone(), mark.date.clone())).unwrap_or_default();
            made.push(Revision { kind, author, date, origin: RevisionOrigin::Word, moved: None });
            RevisionIndex::new(u32::try_from(own + made.len() - 1).unwrap_or(u32::MAX))
        })
    }
}

/// What parts a number from the text.
fn gap(number: &ParagraphNumber, marks: (Option<RevisionIndex>, Option<RevisionIndex>)) -> Option<Run> {
    let gap = number.gap.text();
    (!gap.is_empty()).then(|| Run { insertion: marks.0, deletion: marks.1, ..Run::generated(gap) })
}
