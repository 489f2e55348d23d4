//! The paper of one text: who proposes what, then paragraph by paragraph what stands in force and what is
//! proposed, equal texts once with all their sources above them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::Submission;
use crate::text::{Format, Paragraph, View};

use super::builder::{bold, italic, place_of_address, proposals_linked, words};
use super::{PaperBuilder, PaperForm};
use crate::catalogue::lists;
use crate::pack::contribution::{MarkedRun, Marking, ParagraphRecord, ProposedText, RunMark};
use crate::pack::dossier::{Dossier, DossierRow, TextGroup, identifier};
use crate::pack::edits::{EditKind, TextEdit};
use crate::pack::order::symbol;
use crate::pack::targets::{BaseOrigin, ProposalIndex};

/// The paper of a text.
pub(super) fn paper(form: &PaperForm<'_>, dossier: &Dossier) -> Submission {
    let title = form.say("on", &[("text", &form.full_name(dossier))]);
    let mut paper = PaperBuilder::new(form, &title);
    body(&mut paper, dossier);
    paper.finish()
}

/// All that a paper says of a text.
pub(super) fn body(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let (title, language) = form.pack.title_of(dossier, form.language.code());
    let title =
        if title.is_empty() { words(&form.full_name(dossier)) } else { paper.plain(&title, &language) };
    let place = vec![place_of_address(&dossier.target.key.address())];
    paper.paragraph(Paragraph { anchors: place, ..title });
    cut_off(paper);
    in_force(paper, dossier);
    paper.section(&form.word("who"));
    who(paper, dossier);
    paper.line(&silent(&form, dossier));
    marks_lost(paper, dossier);
    paper.section(&form.word("paragraphs"));
    paragraphs(paper, dossier);
    reasons(paper, dossier);
    not_placed(paper, dossier);
    others(paper, dossier);
}

/// The cut-off date in words.
pub(super) fn cut_off(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    if let Some(time) = &form.pack.selection.cut_off {
        paper.line(&form.say("cut-off", &[("time", &form.date(time))]));
    }
}

fn in_force(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    if dossier.target.bases.is_empty() {
        return paper.line(&form.word("new-text"));
    }
    for (language, base) in &dossier.target.bases {
        let name = form.language_name(language);
        let said = match &base.origin {
            BaseOrigin::Given(file) => form.say("given", &[("name", &name), ("file", file)]),
            BaseOrigin::Shared { of, among } => form
                .say("shared", &[("name", &name), ("count", &of.to_string()), ("total", &among.to_string())]),
        };
        paper.line(&said);
        if base.is_unknown() {
            paper.line(&form.say("unvouched", &[("name", &name)]));
        }
    }
}

/// The proposals on a text whose marks were lost.
fn marks_lost(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let lost = dossier.entries.iter().filter(|entry| entry.marking == Marking::Lost && entry.changes);
    for entry in lost {
        paper.line(&form.say("marks-lost", &[("name", &entry.identifier)]));
    }
}

/// A proposal's own text.
pub(super) fn text_of<'a>(form: &PaperForm<'a>, index: ProposalIndex) -> Option<&'a ProposedText> {
    form.pack.documents.get(index.document)?.texts.get(index.text)
}

/// The sources of a proposal by name.
pub(super) fn source(form: &PaperForm<'_>, index: ProposalIndex) -> String {
    text_of(form, index)
        .map(|text| lists::source_of(form.pack, index.document, text, form.language))
        .unwrap_or_default()
}

/// The symbol of a proposal, underlined where it is.
pub(super) fn symbol_cell(text: &ProposedText) -> Paragraph {
    let mut paragraph = bold(&text.symbol);
    if text.underlined {
        let underlined = crate::text::Format::BOLD.with(crate::text::Format::UNDERLINE);
        paragraph.runs.iter_mut().for_each(|run| run.format = underlined);
    }
    paragraph
}

fn who(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let heads = ["symbol", "identifier", "source", "document", "page"].map(|key| form.word(key));
    let mut rows = Vec::new();
    for entry in &dossier.entries {
        let Some(text) = text_of(&form, entry.index) else { continue };
        let Some(document) = form.pack.documents.get(entry.index.document) else { continue };
        let language = if document.language == form.language.code() {
            String::new()
        } else {
            format!(" ({})", form.language_name(&document.language))
        };
        rows.push(vec![
            vec![symbol_cell(text)],
            vec![paper.proposal_named(&entry.identifier)],
            vec![words(&source(&form, entry.index))],
            vec![words(&format!("{}{language}", symbol(document)))],
            vec![words(&text.page.map(|page| page.to_string()).unwrap_or_default())],
        ]);
    }
    paper.table(&[1000, 1900, 3739, 2000, 1000], &heads, rows);
}

/// How many Member States propose nothing.
fn silent(form: &PaperForm<'_>, dossier: &Dossier) -> String {
    let texts = dossier.entries.iter().filter_map(|entry| text_of(form, entry.index));
    let sources: BTreeSet<&String> = texts.flat_map(|text| &text.sources).collect();
    let members = sources.iter().filter(|symbol| form.pack.members.contains(**symbol)).count();
    form.say("silent", &[("count", &form.members.saturating_sub(members).to_string())])
}

fn paragraphs(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let mut heads =
        vec![form.word("number"), form.word("in-force"), form.word("proposed"), form.word("class")];
    let mut columns = vec![800, 3400, 3839, 1600];
    if form.agreed_column {
        heads.push(form.word("agreed"));
        columns = vec![700, 2500, 2939, 1600, 1900];
    }
    let mut rows = Vec::new();
    for row in &dossier.rows {
        let mut number = vec![number(paper, row)];
        let mut base = base_cell(paper, row);
        // The first words of the row are its place.
        if let Some(first) = base.first_mut().or(number.first_mut()) {
            first.anchors.push(place_of_address(&row.address));
        }
        let mut cells = vec![number, base, proposed_cell(paper, dossier, row), class_cell(&form, row)];
        if form.agreed_column {
            cells.push(Vec::new());
        }
        rows.push(cells);
    }
    paper.table(&columns, &heads, rows);
}

/// The label of a row; a sign for what is added.
fn number(paper: &PaperBuilder<'_>, row: &DossierRow) -> Paragraph {
    match row.base.iter().next() {
        None => words("+"),
        Some((language, base)) => paper.plain(&base.label, language),
    }
}

/// The paragraph in force, in every language in which it is amended.
fn base_cell(paper: &PaperBuilder<'_>, row: &DossierRow) -> Vec<Paragraph> {
    let form = paper.form;
    let mut languages: Vec<&String> = row.base.keys().collect();
    languages.sort_by_key(|language| (*language != form.language.code(), (*language).clone()));
    let mut cell = Vec::new();
    for language in languages {
        let Some(base) = row.base.get(language) else { continue };
        let mut paragraph = paper.plain(&base.text, language);
        if base.role == "call" {
            paragraph.runs.iter_mut().for_each(|run| run.format = crate::text::Format::ITALIC);
        }
        cell.push(paragraph);
    }
    cell
}

fn class_cell(form: &PaperForm<'_>, row: &DossierRow) -> Vec<Paragraph> {
    row.class.map(|class| words(&form.word(&format!("class-{}", class.name())))).into_iter().collect()
}

fn proposed_cell(paper: &mut PaperBuilder<'_>, dossier: &Dossier, row: &DossierRow) -> Vec<Paragraph> {
    let form = paper.form;
    if row.groups.is_empty() {
        return vec![italic(&form.word("unchanged"))];
    }
    let mut cell = Vec::new();
    for group in &row.groups {
        let names: Vec<&str> = group
            .entries
            .iter()
            .filter_map(|entry| dossier.entries.get(*entry))
            .map(|entry| entry.identifier.as_str())
            .collect();
        cell.push(proposals_linked(&names, Format::BOLD));
        cell.extend(remark(&form, dossier, group).map(|remark| italic(&remark)));
        cell.push(proposed(paper, dossier, row, group));
    }
    cell
}

/// What is to be said of a proposed text besides its words.
fn remark(form: &PaperForm<'_>, dossier: &Dossier, group: &TextGroup) -> Option<String> {
    match group.kind {
        EditKind::DeleteParagraph if group.first_edits().iter().any(|edit| edit.unmarked) => {
            Some(form.word("unmarked"))
        }
        EditKind::DeleteParagraph => Some(form.word("deleted")),
        EditKind::Keep => Some(form.word("keep")),
        EditKind::MoveParagraph => {
            let to = group.first_edits().iter().find(|edit| edit.kind == EditKind::MoveParagraph)?;
            Some(form.say("moved", &[("name", &form.place_of(dossier, &to.new))]))
        }
        _ => None,
    }
}

/// A proposed text with its marks against the text in force.
pub(super) fn proposed(
    paper: &mut PaperBuilder<'_>,
    dossier: &Dossier,
    row: &DossierRow,
    group: &TextGroup,
) -> Paragraph {
    let author = author(&paper.form, dossier, group);
    let record = own_record(&paper.form, dossier, group);
    let base = row.base.get(&group.language);
    let runs = match (group.kind, record.as_deref(), base) {
        (EditKind::InsertParagraph, Some(record), _) => added(record),
        (EditKind::DeleteParagraph, _, Some(base)) => {
            let label = if base.label.is_empty() { String::new() } else { format!("{} ", base.label) };
            vec![MarkedRun { text: label + &base.text, mark: RunMark::Deleted, ..MarkedRun::default() }]
        }
        (_, Some(record), Some(_)) if record.is_marked() => labelled(record),
        (_, Some(record), Some(base)) => {
            let mut runs = label_runs(record);
            runs.extend(with_edits(&base.text, group.first_edits()));
            runs
        }
        (_, Some(record), None) => labelled(record),
        (_, None, _) => Vec::new(),
    };
    paper.marked(&runs, &author, &group.language)
}

/// A paragraph that a group adds, under a label.
pub(super) fn added_as(
    paper: &mut PaperBuilder<'_>,
    dossier: &Dossier,
    group: &TextGroup,
    label: &str,
) -> Paragraph {
    let author = author(&paper.form, dossier, group);
    let own = own_record(&paper.form, dossier, group);
    let mut runs = Vec::new();
    if !label.is_empty() {
        runs.push(MarkedRun { text: format!("{label} "), mark: RunMark::Inserted, ..MarkedRun::default() });
    }
    runs.extend(own.iter().flat_map(|own| inserted(&own.runs)));
    paper.marked(&runs, &author, &group.language)
}

fn author(form: &PaperForm<'_>, dossier: &Dossier, group: &TextGroup) -> String {
    let entries = group.entries.iter().filter_map(|entry| dossier.entries.get(*entry));
    let names: BTreeSet<String> = entries.map(|entry| source(form, entry.index)).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The paragraph of a group as the first of its proposals has it; of a text that was typed as it is to be, without marks.
fn own_record<'a>(
    form: &PaperForm<'a>,
    dossier: &Dossier,
    group: &TextGroup,
) -> Option<Cow<'a, ParagraphRecord>> {
    let (entry, at) = group.paragraph?;
    let typed = dossier.entries.get(entry).is_some_and(|entry| entry.marking == Marking::Typed);
    let record = record(form, dossier, entry, at)?;
    Some(if typed { Cow::Owned(record.as_typed()) } else { Cow::Borrowed(record) })
}

/// A paragraph of a proposal.
pub(super) fn record<'a>(
    form: &PaperForm<'a>,
    dossier: &Dossier,
    entry: usize,
    at: usize,
) -> Option<&'a ParagraphRecord> {
    text_of(form, dossier.entries.get(entry)?.index)?.paragraphs.get(at)
}

fn label_runs(record: &ParagraphRecord) -> Vec<MarkedRun> {
    let mut runs = record.label.clone();
    if let Some(last) = runs.last() {
        runs.push(MarkedRun {
            text: " ".to_owned(),
            mark: last.mark,
            revision: last.revision,
            ..MarkedRun::default()
        });
    }
    runs
}

/// A paragraph with its label before it.
pub(super) fn labelled(record: &ParagraphRecord) -> Vec<MarkedRun> {
    let mut runs = label_runs(record);
    runs.extend(record.runs.iter().cloned());
    runs
}

/// A paragraph that is new: all that stands in it.
fn added(record: &ParagraphRecord) -> Vec<MarkedRun> {
    inserted(&labelled(record)).collect()
}

/// What is shown of runs when their marks are accepted, all of it new.
fn inserted(runs: &[MarkedRun]) -> impl Iterator<Item = MarkedRun> {
    let shown = runs.iter().filter(|run| run.mark.shown_in(View::Revised));
    shown.map(|run| MarkedRun { mark: RunMark::Inserted, ..run.clone() })
}

/// A text in force with edits marked in it.
pub(super) fn with_edits(base: &str, edits: &[TextEdit]) -> Vec<MarkedRun> {
    let letters: Vec<char> = base.chars().collect();
    let run = |text: String, mark: RunMark| MarkedRun { text, mark, ..MarkedRun::default() };
    let mut runs = Vec::new();
    let mut at = 0;
    for edit in edits.iter().filter(|edit| edit.is_within()) {
        runs.push(run(letters.get(at..edit.range.start).unwrap_or_default().iter().collect(), RunMark::Kept));
        runs.push(run(edit.old.clone(), RunMark::Deleted));
        runs.push(run(edit.new.clone(), RunMark::Inserted));
        at = edit.range.end.max(at);
    }
    runs.push(run(letters.get(at..).unwrap_or_default().iter().collect(), RunMark::Kept));
    runs.retain(|run| !run.text.is_empty());
    runs
}

fn reasons(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let given: Vec<usize> = (0..dossier.entries.len())
        .filter(|nth| {
            let text = dossier.entries.get(*nth).and_then(|entry| text_of(&form, entry.index));
            text.is_some_and(|text| !text.reasons.is_empty())
        })
        .collect();
    if given.is_empty() {
        return;
    }
    paper.section(&form.word("reasons"));
    for nth in given {
        let Some(entry) = dossier.entries.get(nth) else { continue };
        let Some(text) = text_of(&form, entry.index) else { continue };
        paper.paragraph(proposals_linked(&[&entry.identifier], Format::BOLD));
        for record in &text.reasons {
            let paragraph = paper.marked(&labelled(record), &source(&form, entry.index), &entry.language);
            paper.paragraph(paragraph);
        }
    }
}

fn not_placed(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    if dossier.unplaced.is_empty() {
        return;
    }
    paper.section(&form.word("not-placed"));
    let mut last = None;
    for (nth, at) in &dossier.unplaced {
        let Some(entry) = dossier.entries.get(*nth) else { continue };
        if last != Some(*nth) {
            paper.paragraph(bold(&entry.identifier));
            last = Some(*nth);
        }
        let Some(record) = record(&form, dossier, *nth, *at) else { continue };
        let paragraph = paper.marked(&labelled(record), &source(&form, entry.index), &entry.language);
        paper.paragraph(paragraph);
    }
}

/// Documents that would be here and do not count: superseded, withdrawn, late.
fn others(paper: &mut PaperBuilder<'_>, dossier: &Dossier) {
    let form = paper.form;
    let key = &dossier.target.key;
    // A decision of the same number is another text.
    let of_kind = |text: &ProposedText| match key.kind.as_str() {
        "new" => text.is_addition(),
        kind => text.kind == kind || matches!(text.kind.as_str(), "" | "unknown"),
    };
    let is_on = |text: &&ProposedText| text.number.as_ref() == Some(&key.number) && of_kind(text);
    let mut lines = Vec::new();
    for (at, document) in
        form.pack.documents.iter().enumerate().filter(|(at, _)| !form.pack.selection.counts(*at))
    {
        let status = form.pack.selection.status.get(at).map_or("", |status| status.name());
        if status == "duplicate" {
            continue;
        }
        for (nth, text) in document.texts.iter().enumerate().filter(|(_, text)| is_on(text)) {
            let said = form.word(&format!("status-{status}"));
            lines.push(format!(
                "{} {} ({}): {said}",
                text.symbol,
                identifier(document, text, nth),
                symbol(document)
            ));
        }
    }
    if !lines.is_empty() {
        paper.section(&form.word("others"));
        lines.iter().for_each(|line| paper.line(line));
    }
}
