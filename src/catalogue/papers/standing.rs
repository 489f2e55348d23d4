//! A text as it would stand if a chosen set of proposals were adopted, with its marks.

use std::collections::BTreeSet;

use crate::model::Submission;

use super::builder::{bold, italic};
use super::resolution::{proposed, with_edits};
use super::{PaperBuilder, PaperForm};
use crate::pack::contribution::{MarkedRun, RunMark};
use crate::pack::dossier::{Dossier, DossierRow, TextGroup};
use crate::pack::edits::{EditKind, TextEdit};
use crate::pack::relation::{EditRelation, applied, relation};

/// The chosen proposals that are on a text.
pub(super) fn chosen(form: &PaperForm<'_>, dossier: &Dossier) -> BTreeSet<usize> {
    let entries = dossier.entries.iter().enumerate();
    let chosen = entries.filter(|(_, entry)| form.pack.adopted.contains(&entry.identifier));
    chosen.map(|(nth, _)| nth).collect()
}

/// The paper.
pub(super) fn paper(form: &PaperForm<'_>, dossier: &Dossier) -> Submission {
    let chosen = chosen(form, dossier);
    let title = form.say("standing", &[("text", &form.full_name(dossier))]);
    let mut paper = PaperBuilder::new(form, &title);
    let names: Vec<&str> = chosen
        .iter()
        .filter_map(|nth| dossier.entries.get(*nth))
        .map(|entry| entry.identifier.as_str())
        .collect();
    paper.line(&names.join(", "));
    if chosen
        .iter()
        .filter_map(|nth| dossier.entries.get(*nth))
        .any(|entry| entry.whole == Some(EditKind::Suppress))
    {
        paper.line(&form.word("suppress"));
    }
    for row in &dossier.rows {
        standing_row(&mut paper, dossier, row, &chosen);
    }
    paper.finish()
}

fn standing_row(paper: &mut PaperBuilder<'_>, dossier: &Dossier, row: &DossierRow, chosen: &BTreeSet<usize>) {
    let form = paper.form;
    let groups: Vec<&TextGroup> =
        row.groups.iter().filter(|group| group.entries.iter().any(|entry| chosen.contains(entry))).collect();
    let own = |group: &&&TextGroup| group.language == dossier.language;
    let base = row.base.get(&dossier.language).or_else(|| row.base.values().next());
    let Some(base) = base else {
        // Added: in the order of the proposals.
        for group in groups {
            let paragraph = proposed(paper, dossier, row, group);
            paper.paragraph(paragraph);
        }
        return;
    };
    let edits: Vec<(&str, &TextEdit)> = groups
        .iter()
        .filter(own)
        .flat_map(|group| {
            let entry =
                group.entries.iter().find(|entry| chosen.contains(entry)).copied().unwrap_or(usize::MAX);
            let name = dossier.entries.get(entry).map_or("", |entry| entry.identifier.as_str());
            group.edits_of(entry).iter().map(move |edit| (name, edit))
        })
        .collect();
    let contradict = edits.iter().enumerate().any(|(at, (_, one))| {
        edits.iter().skip(at + 1).any(|(_, other)| relation(one, other) == EditRelation::Contradictory)
    });
    let foreign = groups.iter().any(|group| group.language != dossier.language);
    if contradict || foreign || applied(&base.text, &edits).is_none() {
        paper.paragraph(bold(&form.word("contradiction")));
        let plain = paper.plain(&whole(&base.label, &base.text), &dossier.language);
        paper.paragraph(plain);
        for group in groups {
            let paragraph = proposed(paper, dossier, row, group);
            paper.paragraph(paragraph);
        }
        return;
    }
    let goes = edits.iter().any(|(_, edit)| edit.kind == EditKind::DeleteParagraph);
    let mut runs = Vec::new();
    if goes {
        runs.push(MarkedRun {
            text: whole(&base.label, &base.text),
            mark: RunMark::Deleted,
            ..MarkedRun::default()
        });
    } else {
        if !base.label.is_empty() {
            runs.push(MarkedRun { text: format!("{} ", base.label), ..MarkedRun::default() });
        }
        runs.extend(with_edits(&base.text, &distinct(&edits)));
    }
    let author = edits
        .iter()
        .map(|(name, _)| *name)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join(", ");
    let mut paragraph = paper.marked(&runs, &author, &dossier.language);
    if base.role == "call" {
        paragraph.runs.iter_mut().for_each(|run| run.format = crate::text::Format::ITALIC);
    }
    paper.paragraph(paragraph);
    if let Some((_, to)) = edits.iter().find(|(_, edit)| edit.kind == EditKind::MoveParagraph) {
        paper.paragraph(italic(&form.say("moved", &[("name", &form.place_of(dossier, &to.new))])));
    }
}

fn whole(label: &str, text: &str) -> String {
    if label.is_empty() { text.to_owned() } else { format!("{label} {text}") }
}

/// Each edit once, in the order of the text; of those at one place the earlier proposal's first.
fn distinct(edits: &[(&str, &TextEdit)]) -> Vec<TextEdit> {
    let mut all: Vec<(&str, &TextEdit)> = edits.to_vec();
    all.sort_by(|(a, x), (b, y)| {
        (x.range.start, x.range.end, a, &x.new).cmp(&(y.range.start, y.range.end, b, &y.new))
    });
    let mut made: Vec<TextEdit> = Vec::new();
    for (_, edit) in all {
        if !made.iter().any(|other| relation(other, edit) == EditRelation::Same) {
            made.push(edit.clone());
        }
    }
    made
}
