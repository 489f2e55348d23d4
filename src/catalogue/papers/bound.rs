//! The bound pack: cover, contents, lists, every text with what is proposed on it, in one paper with
//! bookmarks and continuous page numbers.

use crate::model::Submission;

use super::{PaperBuilder, PaperForm, lists, resolution};

/// The lines of the contents: title and page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::catalogue) struct Contents(pub Vec<(String, u32)>);

impl Contents {
    /// The parts of a pack with their pages, by its outline: title, level, page.
    pub(in crate::catalogue) fn of(form: &PaperForm<'_>, outline: &[(String, u8, u32)]) -> Self {
        let own = form.word("contents");
        let parts = outline.iter().filter(|(title, level, _)| *level == 1 && *title != own);
        Self(parts.map(|(title, _, page)| (title.clone(), *page)).collect())
    }
}

/// The bound pack with its contents, which a first composition gives.
pub(in crate::catalogue) fn bound(form: &PaperForm<'_>, contents: &Contents) -> Submission {
    let mut paper = PaperBuilder::new(form, &form.word("pack"));
    resolution::cut_off(&mut paper);
    paper.section(&form.word("contents"));
    let rows = contents.0.iter().map(|(title, page)| {
        vec![vec![super::builder::words(title)], vec![super::builder::words(&page.to_string())]]
    });
    paper.table(&[8639, 1000], &[form.word("text"), form.word("page")], rows.collect());
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
