//! A text as it would stand if a chosen set of proposals were adopted, with its marks.
//!
//! In: a dossier and the proposals chosen. Out: every paragraph of the text, what is chosen applied to it, its lists counted on
//! where proposals count alike. Never: a choice between proposals that contradict each other.

use std::collections::BTreeSet;

use crate::model::Submission;

use super::builder::{bold, italic};
use super::numbering::{NumberedItem, counted_on};
use super::resolution::{added_as, proposed, record, with_edits};
use super::{PaperBuilder, PaperForm};
use crate::pack::align::ParagraphInForce;
use crate::pack::contribution::{MarkedRun, RunMark};
use crate::pack::dossier::{Dossier, DossierRow, TextGroup};
use crate::pack::edits::{EditKind, TextEdit};
use crate::pack::relation::{EditRelation, applied, relation};
use crate::text::View;

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
    let paragraphs: Vec<StandingParagraph<'_>> =
        dossier.rows.iter().flat_map(|row| standing(form, dossier, row, &chosen)).collect();
    let items: Vec<NumberedItem> = paragraphs.iter().map(|paragraph| paragraph.item.clone()).collect();
    let labels = counted_on(&items);
    if labels.iter().any(Option::is_some) {
        paper.line(&form.word("counted-on"));
    }
    for (paragraph, label) in paragraphs.iter().zip(labels) {
        paragraph.print(&mut paper, dossier, label.as_deref());
    }
    paper.finish()
}

/// A paragraph of the text.
struct StandingParagraph<'d> {
    row: &'d DossierRow,
    item: NumberedItem,
    becomes: Becomes<'d>,
}

/// What becomes of a paragraph.
enum Becomes<'d> {
    /// It is new.
    Added(&'d TextGroup),
    /// It is in force, and the chosen proposals change it or not; each edit with the proposal that makes it.
    Edited(&'d ParagraphInForce, Vec<(&'d str, &'d TextEdit)>),
    /// It is in force, and what is chosen cannot be applied to it.
    Undecided(&'d ParagraphInForce, Vec<&'d TextGroup>),
}

/// The paragraphs of a row: one in force, or what is added, in the order of the proposals.
fn standing<'d>(
    form: &PaperForm<'_>,
    dossier: &'d Dossier,
    row: &'d DossierRow,
    chosen: &BTreeSet<usize>,
) -> Vec<StandingParagraph<'d>> {
    let groups: Vec<&TextGroup> =
        row.groups.iter().filter(|group| group.entries.iter().any(|entry| chosen.contains(entry))).collect();
    let Some(base) = row.base.get(&dossier.language).or_else(|| row.base.values().next()) else {
        let added = |group: &'d TextGroup| {
            let own = group.paragraph.and_then(|(entry, at)| record(form, dossier, entry, at));
            let item = own.map(|own| NumberedItem {
                call: own.call.clone(),
                level: own.level,
                label: own.label(View::Revised),
            });
            StandingParagraph { row, item: item.unwrap_or_default(), becomes: Becomes::Added(group) }
        };
        return groups.into_iter().map(added).collect();
    };
    let own = groups.iter().copied().filter(|group| group.language == dossier.language);
    let edits: Vec<(&str, &TextEdit)> = own
        .flat_map(|group| {
            let entry =
                group.entries.iter().find(|entry| chosen.contains(entry)).copied().unwrap_or(usize::MAX);
            let name = dossier.entries.get(entry).map_or("", |entry| entry.identifier.as_str());
            group.edits_of(entry).iter().map(move |edit| (name, edit))
        })
        .collect();
    // Of labels none is right where two proposals add: the list is counted on.
    let of_words = |edit: &TextEdit| edit.kind != EditKind::Relabel;
    let contradict = edits.iter().enumerate().any(|(at, (_, one))| {
        let others = edits.iter().skip(at + 1).filter(|(_, other)| of_words(other));
        of_words(one)
            && others.into_iter().any(|(_, other)| relation(one, other) == EditRelation::Contradictory)
    });
    let foreign = groups.iter().any(|group| group.language != dossier.language);
    let goes = edits.iter().any(|(_, edit)| edit.kind == EditKind::DeleteParagraph);
    let item = NumberedItem {
        call: base.call.clone(),
        level: if goes { 0 } else { base.level },
        label: relabelled(&edits).unwrap_or(&base.label).to_owned(),
    };
    let becomes = if contradict || foreign || applied(&base.text, &edits).is_none() {
        Becomes::Undecided(base, groups)
    } else {
        Becomes::Edited(base, edits)
    };
    vec![StandingParagraph { row, item, becomes }]
}

/// The label that the chosen proposals give a paragraph, where they give it one.
fn relabelled<'d>(edits: &[(&str, &'d TextEdit)]) -> Option<&'d str> {
    let given = edits.iter().filter(|(_, edit)| edit.kind == EditKind::Relabel);
    let given: BTreeSet<&str> = given.map(|(_, edit)| edit.new.as_str()).collect();
    given.first().copied().filter(|_| given.len() == 1)
}

impl StandingParagraph<'_> {
    /// Prints it; `label`: that of the list counted on, where its own is another.
    fn print(&self, paper: &mut PaperBuilder<'_>, dossier: &Dossier, label: Option<&str>) {
        let form = paper.form;
        let label = label.unwrap_or(&self.item.label);
        match &self.becomes {
            Becomes::Added(group) => {
                let paragraph = added_as(paper, dossier, group, label);
                paper.paragraph(paragraph);
            }
            Becomes::Edited(base, edits) => edited(paper, dossier, base, edits, label),
            Becomes::Undecided(base, groups) => {
                paper.paragraph(bold(&form.word("contradiction")));
                let mut runs = label_with(&base.label, label);
                runs.push(kept(&base.text));
                let plain = paper.marked(&runs, "", &dossier.language);
                paper.paragraph(plain);
                for group in groups {
                    let paragraph = proposed(paper, dossier, self.row, group);
                    paper.paragraph(paragraph);
                }
            }
        }
    }
}

/// A paragraph in force with the edits of the chosen proposals.
fn edited(
    paper: &mut PaperBuilder<'_>,
    dossier: &Dossier,
    base: &ParagraphInForce,
    edits: &[(&str, &TextEdit)],
    label: &str,
) {
    let form = paper.form;
    let goes = edits.iter().any(|(_, edit)| edit.kind == EditKind::DeleteParagraph);
    let runs = if goes {
        let text = whole(&base.label, &base.text);
        vec![MarkedRun { text, mark: RunMark::Deleted, ..MarkedRun::default() }]
    } else {
        let mut runs = label_with(&base.label, label);
        runs.extend(with_edits(&base.text, &distinct(edits)));
        runs
    };
    let names: BTreeSet<&str> = edits.iter().map(|(name, _)| *name).collect();
    let author = names.into_iter().collect::<Vec<_>>().join(", ");
    let mut paragraph = paper.marked(&runs, &author, &dossier.language);
    if base.role == "call" {
        paragraph.runs.iter_mut().for_each(|run| run.format = crate::text::Format::ITALIC);
    }
    paper.paragraph(paragraph);
    if let Some((_, to)) = edits.iter().find(|(_, edit)| edit.kind == EditKind::MoveParagraph) {
        paper.paragraph(italic(&form.say("moved", &[("name", &form.place_of(dossier, &to.new))])));
    }
}

/// The label of a paragraph in force and a space, with marks where it is another now.
fn label_with(base: &str, label: &str) -> Vec<MarkedRun> {
    let mut runs = Vec::new();
    if base == label {
        runs.push(kept(base));
    } else {
        runs.push(MarkedRun { text: base.to_owned(), mark: RunMark::Deleted, ..MarkedRun::default() });
        runs.push(MarkedRun { text: label.to_owned(), mark: RunMark::Inserted, ..MarkedRun::default() });
    }
    if !(base.is_empty() && label.is_empty()) {
        runs.push(kept(" "));
    }
    runs
}

fn kept(text: &str) -> MarkedRun {
    MarkedRun { text: text.to_owned(), ..MarkedRun::default() }
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
