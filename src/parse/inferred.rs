//! What the masthead can take from elsewhere: proposals, page headers, the file's name, the opening
//! formulas.
//!
//! In: the parsed submission and the furniture. Out: facts that the head did not state, each with its
//! evidence. Never: a fact that nothing implies.

use super::furniture::{self, DocumentCode, FurnitureLine};
use crate::language::Language;
use crate::model::{ConferenceId, Content, DocumentNumber, Evidence, Fact, Proposal, Submission};
use crate::registry::{Registry, reference};
use crate::text::Paragraph;

/// Fills in what follows from the rest of the document.
pub(super) fn infer(
    submission: &mut Submission,
    file_name: &str,
    furniture: &[FurnitureLine],
    pages: &[Paragraph],
    language: Option<Language>,
    registry: &Registry,
) {
    let proposals: Vec<&Proposal> = submission
        .parts
        .iter()
        .flat_map(|part| &part.contents)
        .filter_map(|content| match content {
            Content::Proposal(proposal) => Some(proposal.as_ref()),
            _ => None,
        })
        .collect();
    let mut symbols: Vec<Fact<String>> = Vec::new();
    let mut number = None;
    for proposal in &proposals {
        let Some(id) = &proposal.id else { continue };
        let evidence = Evidence::Inferred(proposal.line.span, "the proposal's identifier names it".into());
        for source in &id.sources {
            if !symbols.iter().any(|known| known.value == *source) {
                symbols.push(Fact { value: source.clone(), evidence: evidence.clone() });
            }
        }
        number.get_or_insert_with(|| Fact { value: id.document.clone(), evidence });
    }
    // A compilation holds the proposals of several documents and has a number of its own.
    let alike = |number: &Fact<DocumentNumber>| {
        let ids = proposals.iter().filter_map(|proposal| proposal.id.as_ref());
        // `XX` stands for a number not yet given.
        let mut given = ids.filter(|id| id.document.number.bytes().all(|b| b.is_ascii_digit()));
        given.all(|id| id.document.number == number.value.number)
    };
    let number = number.filter(alike);
    let codes = document_codes(file_name, furniture, pages, registry);
    let conference = codes
        .iter()
        .find_map(|(code, evidence)| Some(Fact { value: code.conference?, evidence: evidence.clone() }))
        .or_else(|| formula_conference(submission, language, registry));
    let from_code = codes.into_iter().next().map(|(code, evidence)| Fact { value: code.document, evidence });
    let masthead = &mut submission.masthead;
    masthead.symbols = symbols;
    if masthead.document.is_none() {
        // `XX` is a number not yet given: a code with a real one says more.
        masthead.document =
            number.filter(|fact| fact.value.number.bytes().all(|b| b.is_ascii_digit())).or(from_code);
    }
    if masthead.conference.is_none() {
        masthead.conference = conference;
    }
}

fn document_codes(
    file_name: &str,
    furniture: &[FurnitureLine],
    pages: &[Paragraph],
    registry: &Registry,
) -> Vec<(DocumentCode, Evidence)> {
    let headers = pages.iter().filter_map(|page| {
        let text = page.all_text();
        let code = text.split(['\n', '\t', ' ']).find_map(|word| furniture::code(word, registry))?;
        Some((code, Evidence::Inferred(page.span, "the page header names it".into())))
    });
    let left = furniture.iter().filter_map(|piece| {
        Some((
            piece.code.clone()?,
            Evidence::Inferred(Default::default(), "a page header left in the text names it".into()),
        ))
    });
    let named = furniture::file_name(file_name, registry).map(|code| (code, Evidence::FileName));
    headers.chain(left).chain(named).collect()
}

/// The conference that the opening formulas name: the latest edition, as the formula of a `MOD`
/// whose marks were lost names the old one too.
fn formula_conference(
    submission: &Submission,
    language: Option<Language>,
    registry: &Registry,
) -> Option<Fact<ConferenceId>> {
    language?;
    let formulas =
        submission.parts.iter().flat_map(|part| &part.contents).filter_map(|content| match content {
            Content::Proposal(proposal) => proposal.instrument.opening.as_ref(),
            Content::Instrument(instrument) => instrument.opening.as_ref(),
            Content::Section(_) => None,
        });
    formulas
        .flat_map(|paragraph| {
            let text = paragraph.all_text();
            reference::conference_of_formula(&text).into_iter().filter_map(|(body, edition)| {
                let id = ConferenceId { body, year: edition.edition.year? };
                let known = registry.conference(id).is_some()
                    || registry.body(body).is_some_and(|entry| entry.sessions);
                known.then_some(Fact {
                    value: id,
                    evidence: Evidence::Inferred(paragraph.span, "the opening formula names it".into()),
                })
            })
        })
        .max_by_key(|fact| fact.value.year)
}
