//! The lists as papers: documents, proposals, the conflict map.

use std::collections::{BTreeMap, HashMap};

use crate::model::Submission;
use crate::text::{Paragraph, Run};

use super::builder::{bold, place_of_address, words};
use super::resolution::{cut_off, source, symbol_cell};
use super::{PaperBuilder, PaperForm};
use crate::catalogue::lists;
use crate::pack::classes::RelationDoubt;
use crate::pack::contribution::Contribution;
use crate::pack::dossier::{Dossier, identifier};
use crate::pack::order::symbol;
use crate::pack::relation::EditRelation;
use crate::pack::targets::ProposalIndex;

/// The list of documents.
pub(super) fn documents(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("documents"));
    documents_body(&mut paper);
    paper.finish()
}

/// As [`documents`], in a paper at hand.
pub(super) fn documents_body(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    cut_off(paper);
    let keys = ["document", "language", "source", "date", "pages", "words", "new-words", "status"];
    let heads = keys.map(|key| form.word(key));
    let row = |(at, document): (usize, &Contribution)| {
        let counts = form.pack.words(at);
        let status = form.pack.selection.status.get(at).map_or("", |status| status.name());
        let before = form.pack.selection.supersedes.get(at).copied().flatten();
        let before = before
            .and_then(|before| form.pack.documents.get(before))
            .map(|before| format!(" (← {})", symbol(before)));
        cells(&[
            &(symbol(document) + &before.unwrap_or_default()),
            &form.language_name(&document.language),
            &lists::source(form.pack, at, form.language),
            &form.date(document.date.as_deref().unwrap_or_default()),
            &document.pages.map(|pages| pages.to_string()).unwrap_or_default(),
            &counts.all.to_string(),
            &counts.new.to_string(),
            &form.word(&format!("status-{status}")),
        ])
    };
    let rows = form.pack.documents.iter().enumerate().map(row).collect();
    paper.table(&[1350, 1150, 1639, 1500, 850, 850, 950, 1350], &heads, rows);
}

fn cells(texts: &[&str]) -> Vec<Vec<Paragraph>> {
    texts.iter().map(|text| if text.is_empty() { Vec::new() } else { vec![words(text)] }).collect()
}

/// The intake list: what came, when, from whom, on time, whether its source may propose.
pub(super) fn intake(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("intake"));
    let keys = ["document", "language", "source", "date", "due", "on-time", "may-propose"];
    let heads = keys.map(|key| form.word(key));
    let row = |(at, document): (usize, &Contribution)| {
        let intake = form.pack.intake(at);
        let on_time = intake.on_time.map_or("unknown", |on_time| if on_time { "yes" } else { "no" });
        cells(&[
            &symbol(document),
            &form.language_name(&document.language),
            &lists::source(form.pack, at, form.language),
            &form.date(document.date.as_deref().unwrap_or_default()),
            &form.date(intake.due.as_deref().unwrap_or_default()),
            &form.word(on_time),
            &form.word(intake.may_propose.name()),
        ])
    };
    let rows = form.pack.documents.iter().enumerate().map(row).collect();
    paper.table(&[1250, 1150, 1889, 1700, 1700, 850, 1100], &heads, rows);
    paper.finish()
}

/// The words to translate, a row a document, and of all that count.
pub(super) fn word_counts(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("word-count"));
    let keys = ["document", "language", "source", "words", "new-words", "taken-words", "languages"];
    let heads = keys.map(|key| form.word(key));
    let mut rows = Vec::new();
    let mut sums = [0; 3];
    for (at, document) in form.pack.documents.iter().enumerate() {
        let words = form.pack.words(at);
        if form.pack.selection.counts(at) {
            for (sum, count) in sums.iter_mut().zip([words.all, words.new, words.taken]) {
                *sum += count;
            }
        }
        let languages: Vec<String> = words.languages.iter().map(|code| form.language_name(code)).collect();
        rows.push(cells(&[
            &symbol(document),
            &form.language_name(&document.language),
            &lists::source(form.pack, at, form.language),
            &words.all.to_string(),
            &words.new.to_string(),
            &words.taken.to_string(),
            &languages.join(", "),
        ]));
    }
    let total = sums.map(|sum| vec![bold(&sum.to_string())]);
    let [all, new, taken] = total;
    rows.push(vec![vec![bold(&form.word("total"))], Vec::new(), Vec::new(), all, new, taken, Vec::new()]);
    paper.table(&[1500, 1200, 2539, 900, 900, 900, 1700], &heads, rows);
    paper.finish()
}

/// The table of proposals.
pub(super) fn proposals(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("proposals"));
    proposals_body(&mut paper);
    paper.finish()
}

/// As [`proposals`], in a paper at hand.
pub(super) fn proposals_body(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    cut_off(paper);
    let heads = ["symbol", "identifier", "text", "source", "document", "page"].map(|key| form.word(key));
    let mut rows = Vec::new();
    for (at, document) in
        form.pack.documents.iter().enumerate().filter(|(at, _)| form.pack.selection.counts(*at))
    {
        for (position, text) in document.texts.iter().enumerate() {
            let index = ProposalIndex { document: at, text: position };
            let dossier = form.pack.target_of(index).and_then(|at| form.pack.dossiers.get(at));
            let on = dossier.map_or_else(|| form.word("not-placed"), |dossier| form.name_of(dossier));
            rows.push(vec![
                vec![symbol_cell(text)],
                vec![paper.proposal_listed(dossier, &identifier(document, text, position))],
                vec![words(&on)],
                vec![words(&source(&form, index))],
                vec![words(&symbol(document))],
                vec![words(&text.page.map(|page| page.to_string()).unwrap_or_default())],
            ]);
        }
    }
    paper.table(&[1000, 1800, 2239, 2250, 1250, 1100], &heads, rows);
}

/// The conflict map.
pub(super) fn conflicts(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("conflicts"));
    conflicts_body(&mut paper);
    paper.finish()
}

/// As [`conflicts`], in a paper at hand: a text a section, the gravest pairs first, consequential ones last. Two proposals
/// that stand in one way at many places are one row.
pub(super) fn conflicts_body(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    cut_off(paper);
    let heads = ["identifier", "identifier", "place", "class"].map(|key| form.word(key));
    let mut any = false;
    for dossier in form.pack.dossiers.iter().filter(|dossier| !dossier.pairs.is_empty()) {
        any = true;
        paper.section(&form.full_name(dossier));
        let mut places: HashMap<&str, String> = HashMap::new();
        let mut rows = Vec::new();
        for (class, doubt, (a, b), addresses) in pairs_by_class(dossier) {
            let mut place = Paragraph::default();
            for address in addresses {
                if !place.runs.is_empty() {
                    place.runs.push(Run::generated(" · "));
                }
                let named = places.entry(address).or_insert_with(|| form.place_of(dossier, address));
                let link = Some(paper.leading(Some(dossier), &place_of_address(address)));
                place.runs.push(Run { link, ..Run::generated(named.clone()) });
            }
            let mut said = vec![words(&form.word(&format!("class-{}", class.name())))];
            if class == EditRelation::Contradictory {
                said = vec![bold(&form.word(&format!("class-{}", class.name())))];
            }
            said.extend(doubt.map(|doubt| words(&form.word(&format!("doubt-{}", doubt.name())))));
            let name =
                |entry: usize| dossier.entries.get(entry).map_or("", |entry| entry.identifier.as_str());
            let named = |entry: usize| vec![paper.proposal_listed(Some(dossier), name(entry))];
            rows.push(vec![named(a), named(b), vec![place], said]);
        }
        paper.table(&[2000, 2000, 2839, 2800], &heads, rows);
    }
    if !any {
        paper.line(&form.word("none"));
    }
}

/// A class and its doubt, the two proposals, the addresses at which they stand so.
type PairsRow<'a> = (EditRelation, Option<RelationDoubt>, (usize, usize), Vec<&'a str>);

/// The pairs of a text, those of two proposals that are of one class together; the gravest class first.
fn pairs_by_class(dossier: &Dossier) -> Vec<PairsRow<'_>> {
    let order = [
        EditRelation::Contradictory,
        EditRelation::Undetermined,
        EditRelation::Ordered,
        EditRelation::Compatible,
        EditRelation::Same,
        EditRelation::Consequential,
    ];
    let mut all = Vec::new();
    for class in order {
        let mut own: BTreeMap<(usize, usize, Option<RelationDoubt>), Vec<&str>> = BTreeMap::new();
        for pair in dossier.pairs.iter().filter(|pair| pair.class == class) {
            own.entry((pair.a, pair.b, pair.doubt)).or_default().push(&pair.address);
        }
        all.extend(own.into_iter().map(|((a, b, doubt), at)| (class, doubt, (a, b), at)));
    }
    all
}
