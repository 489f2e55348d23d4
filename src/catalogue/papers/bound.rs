//! The bound pack: cover, contents, lists, every text with what is proposed on it, and the proposals as they
//! were submitted, in one paper with bookmarks, links and continuous page numbers.

use std::collections::BTreeSet;

use crate::model::Submission;

use super::builder::{bold, place_of_address, place_of_proposal, words};
use super::{PaperBuilder, PaperForm, lists, nowhere, resolution};
use crate::catalogue::lists::source;
use crate::pack::contribution::{Contribution, ProposedText};
use crate::pack::dossier::identifier;
use crate::pack::order::symbol;
use crate::pack::targets::ProposalIndex;
use crate::text::{Format, Run};

/// Style of an entry of a contents list, to which the composition gives the page of its heading.
const ENTRY: &str = "toc 1";

/// The bound pack.
pub(super) fn paper(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("pack"));
    resolution::cut_off(&mut paper);
    paper.section(&form.word("contents"));
    for title in titles(form) {
        let mut entry = words(&title);
        entry.hint.style = Some(ENTRY.into());
        paper.paragraph(entry);
    }
    paper.part(&form.word("documents"));
    lists::documents_body(&mut paper);
    paper.part(&form.word("proposals"));
    lists::proposals_body(&mut paper);
    for dossier in &form.pack.dossiers {
        paper.part(&form.full_name(dossier));
        resolution::body(&mut paper, dossier);
    }
    if !form.pack.nowhere.is_empty() {
        paper.part(&form.word("not-placed"));
        nowhere::body(&mut paper);
    }
    paper.part(&form.word("conflicts"));
    lists::conflicts_body(&mut paper);
    paper.part(&form.word("submitted"));
    submitted(&mut paper);
    paper.finish()
}

/// The titles of the parts.
fn titles(form: &PaperForm<'_>) -> Vec<String> {
    let mut titles = vec![form.word("documents"), form.word("proposals")];
    titles.extend(form.pack.dossiers.iter().map(|dossier| form.full_name(dossier)));
    if !form.pack.nowhere.is_empty() {
        titles.push(form.word("not-placed"));
    }
    titles.extend([form.word("conflicts"), form.word("submitted")]);
    titles
}

/// Every proposal that counts, as its source has it, a document a section.
fn submitted(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    // A proposal that is there in two languages is one place, in the first of them.
    let mut placed = BTreeSet::new();
    let counted = form.pack.documents.iter().enumerate().filter(|(at, _)| form.pack.selection.counts(*at));
    for (at, document) in counted.filter(|(_, document)| !document.texts.is_empty()) {
        paper.section(&headline(&form, at, document));
        for (position, text) in document.texts.iter().enumerate() {
            let index = ProposalIndex { document: at, text: position };
            let name = identifier(document, text, position);
            let is_first = placed.insert(name.clone());
            proposal(paper, index, document, text, &name, is_first);
        }
    }
}

/// `64 – Kingdom of Freedonia (English)`.
fn headline(form: &PaperForm<'_>, at: usize, document: &Contribution) -> String {
    let (source, language) = (source(form.pack, at, form.language), form.language_name(&document.language));
    let source = if source.is_empty() { source } else { format!(" – {source}") };
    format!("{}{source} ({language})", symbol(document))
}

fn proposal(
    paper: &mut PaperBuilder<'_>,
    index: ProposalIndex,
    document: &Contribution,
    text: &ProposedText,
    name: &str,
    is_first: bool,
) {
    let form = paper.form;
    let mut head = if text.symbol.is_empty() { bold(name) } else { resolution::symbol_cell(text) };
    if !text.symbol.is_empty() {
        head.runs.push(Run { format: Format::BOLD, ..Run::generated(format!(" {name}")) });
    }
    if is_first {
        head.anchors.push(place_of_proposal(name));
    }
    if let Some(dossier) = form.pack.target_of(index).and_then(|at| form.pack.dossiers.get(at)) {
        head.runs.push(Run::generated(": "));
        let link = Some(format!("#{}", place_of_address(&dossier.target.key.address())).into());
        head.runs.push(Run { link, ..Run::generated(form.full_name(dossier)) });
    }
    paper.paragraph(head);
    let author = resolution::source(&form, index);
    for record in text.paragraphs.iter().chain(&text.reasons) {
        let mut paragraph = paper.marked(&resolution::labelled(record), &author, &document.language);
        let look = match record.role.as_str() {
            "call" => Format::ITALIC,
            "number" | "title" => Format::BOLD,
            _ => Format::PLAIN,
        };
        paragraph.runs.iter_mut().for_each(|run| run.format = run.format.with(look));
        paper.paragraph(paragraph);
    }
}
