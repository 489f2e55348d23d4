//! The bound pack: cover, contents, lists, every text with what is proposed on it, in one paper with
//! bookmarks, links and continuous page numbers.

use crate::model::Submission;

use super::builder::words;
use super::{PaperBuilder, PaperForm, lists, resolution};

/// Style of an entry of a contents list, to which the composition gives the page of its heading.
const ENTRY: &str = "toc 1";

/// The bound pack.
pub(in crate::catalogue) fn bound(form: &PaperForm<'_>) -> Submission {
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
        resolution::nowhere_body(&mut paper);
    }
    paper.part(&form.word("conflicts"));
    lists::conflicts_body(&mut paper);
    paper.finish()
}

/// The titles of the parts.
fn titles(form: &PaperForm<'_>) -> Vec<String> {
    let mut titles = vec![form.word("documents"), form.word("proposals")];
    titles.extend(form.pack.dossiers.iter().map(|dossier| form.full_name(dossier)));
    if !form.pack.nowhere.is_empty() {
        titles.push(form.word("not-placed"));
    }
    titles.push(form.word("conflicts"));
    titles
}
