//! The proposals of which nobody can tell on what text they are, whole.

use crate::model::Submission;
use crate::text::{Format, Run};

use super::resolution::{labelled, source, symbol_cell, text_of};
use super::{PaperBuilder, PaperForm};
use crate::pack::dossier::identifier;
use crate::pack::order::symbol;

/// The paper of these proposals.
pub(super) fn paper(form: &PaperForm<'_>) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("not-placed"));
    body(&mut paper);
    paper.finish()
}

/// As [`paper()`], in a paper at hand.
pub(super) fn body(paper: &mut PaperBuilder<'_>) {
    let form = paper.form;
    for index in &form.pack.nowhere {
        let Some(document) = form.pack.documents.get(index.document) else { continue };
        let Some(text) = text_of(&form, *index) else { continue };
        let name = identifier(document, text, index.text);
        let mut head = symbol_cell(text);
        let mut run = Run::generated(format!(" {name} ({})", symbol(document)));
        run.format = Format::BOLD;
        head.runs.push(run);
        paper.paragraph(head);
        for record in text.paragraphs.iter().chain(&text.reasons) {
            let paragraph = paper.marked(&labelled(record), &source(&form, *index), &document.language);
            paper.paragraph(paragraph);
        }
    }
}
