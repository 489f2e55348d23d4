//! A document that came again: what changed against the document before, shown as marks.
//!
//! In: a revision and what it takes the place of. Out: a paper with the text as it is now, new words marked
//! as inserted, old ones as deleted. Never: the marks of either, which are against the text in force.

use crate::model::Submission;
use crate::text::View;

use super::resolution::with_edits;
use super::{PaperBuilder, PaperForm};
use crate::catalogue::lists;
use crate::pack::align::{Placement, align};
use crate::pack::contribution::{Contribution, MarkedRun, ParagraphRecord, RunMark};
use crate::pack::difference::edits_of;
use crate::pack::library::base_paragraphs;
use crate::pack::order::symbol;

/// The paper of a document that takes the place of another, or corrects it; `None` for any other.
pub(super) fn paper(form: &PaperForm<'_>, at: usize) -> Option<Submission> {
    let document = form.pack.documents.get(at)?;
    let before = form.pack.selection.supersedes.get(at).copied().flatten()?;
    let earlier = form.pack.documents.get(before)?;
    let title = form.say("changes", &[("text", &symbol(document)), ("name", &symbol(earlier))]);
    let mut paper = PaperBuilder::new(form, &title);
    if document.corrigendum.is_some() {
        // It says in words what is to be corrected.
        for record in all(document) {
            let paragraph = paper.marked(&as_is(&record, RunMark::Kept), "", &document.language);
            paper.paragraph(paragraph);
        }
        return Some(paper.finish());
    }
    let (old, new) = (all(earlier), all(document));
    let base = base_paragraphs(&old, View::Revised);
    let alignment = align(&base, &new, document.language == earlier.language);
    let author = lists::source(form.pack, at, form.language);
    let mut next = 0;
    let mut gone = |paper: &mut PaperBuilder<'_>, upto: usize| {
        for lost in next..upto {
            let taken = alignment
                .places
                .iter()
                .any(|place| matches!(place, Placement::Is(at) | Placement::Moved(at) if *at == lost));
            if let Some(lost) = base.get(lost).filter(|_| !taken) {
                let text = if lost.label.is_empty() {
                    lost.text.clone()
                } else {
                    format!("{} {}", lost.label, lost.text)
                };
                let runs = [MarkedRun { text, mark: RunMark::Deleted, ..MarkedRun::default() }];
                let paragraph = paper.marked(&runs, &author, &earlier.language);
                paper.paragraph(paragraph);
            }
        }
        next = next.max(upto);
    };
    for (record, place) in new.iter().zip(&alignment.places) {
        let runs = match place {
            Placement::Is(at) | Placement::Moved(at) => {
                if matches!(place, Placement::Is(_)) {
                    gone(&mut paper, *at);
                }
                let text = base.get(*at).map(|base| base.text.as_str()).unwrap_or_default();
                let mut runs = label(record, RunMark::Kept);
                runs.extend(with_edits(text, &edits_of(text, &record.runs)));
                runs
            }
            Placement::Elision | Placement::Names => as_is(record, RunMark::Kept),
            Placement::Behind(_) | Placement::Nowhere => as_is(record, RunMark::Inserted),
        };
        let paragraph = paper.marked(&runs, &author, &document.language);
        paper.paragraph(paragraph);
    }
    gone(&mut paper, base.len());
    Some(paper.finish())
}

/// All paragraphs of a document as its marks leave it, in order.
fn all(document: &Contribution) -> Vec<ParagraphRecord> {
    let mut records: Vec<ParagraphRecord> = document.other.iter().map(settled).collect();
    for text in &document.texts {
        if !text.line.is_empty() {
            let run = MarkedRun { text: text.line.clone(), ..MarkedRun::default() };
            records.push(ParagraphRecord {
                role: "line".to_owned(),
                runs: vec![run],
                ..ParagraphRecord::default()
            });
        }
        records.extend(text.paragraphs.iter().chain(&text.reasons).map(settled));
    }
    records.retain(|record| !record.whole(View::Revised).is_empty());
    records
}

/// A paragraph as if its marks were accepted.
fn settled(record: &ParagraphRecord) -> ParagraphRecord {
    let kept = |runs: &[MarkedRun]| {
        let shown = runs.iter().filter(|run| run.mark.shown_in(View::Revised));
        shown.map(|run| MarkedRun { mark: RunMark::Kept, revision: None, ..run.clone() }).collect::<Vec<_>>()
    };
    ParagraphRecord { label: kept(&record.label), runs: kept(&record.runs), ..record.clone() }
}

fn label(record: &ParagraphRecord, mark: RunMark) -> Vec<MarkedRun> {
    let label = record.label(View::Revised);
    if label.is_empty() {
        return Vec::new();
    }
    vec![MarkedRun { text: format!("{label} "), mark, ..MarkedRun::default() }]
}

fn as_is(record: &ParagraphRecord, mark: RunMark) -> Vec<MarkedRun> {
    let mut runs = label(record, mark);
    runs.extend(record.runs.iter().map(|run| MarkedRun { mark, ..run.clone() }));
    runs
}
