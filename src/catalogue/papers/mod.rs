//! The papers of a pack: each a submission put together from the pack, composed in the form `pack`.
//!
//! In: a pack, the form's words in a language. Out: submissions, which the writers print as any other.
//! Never: a word of a language here; a proposed text that is not the proposal's own.

mod bound;
mod builder;
mod lists;
mod resolution;
mod revisions;
mod standing;

use crate::language::Language;
use crate::model::Submission;
use crate::template::{LanguageEdition, Template, fill};

use crate::pack::Pack;
use crate::pack::dossier::Dossier;
use crate::pack::order::symbol;
use crate::pack::targets::{TargetKey, file_name};

pub(super) use bound::bound;
pub(super) use builder::PaperBuilder;

/// What papers are made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct PaperForm<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The form, `pack` or that of the body.
    pub template: &'a Template,
    /// Language of the papers.
    pub language: Language,
    /// A column for the agreed text.
    pub agreed_column: bool,
    /// Member States of the Union.
    pub members: usize,
}

impl<'a> PaperForm<'a> {
    fn edition(&self) -> &'a LanguageEdition {
        self.template.edition(self.language)
    }

    /// The words of a key of the form, values in their places; empty where the form has none.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.edition().strings.get(&format!("pack-{key}")) else { return String::new() };
        let known = |name: &str| {
            let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Ok(value.unwrap_or_default())
        };
        fill(pattern, &known).unwrap_or_default()
    }

    /// The words of a key.
    pub(super) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The name of a language in that of the papers.
    pub(super) fn language_name(&self, code: &str) -> String {
        self.edition().strings.get(&format!("language-{code}")).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What a text is called in print: `Resolution 64`.
    pub(super) fn name_of(&self, key: &TargetKey) -> String {
        let name = self.say(&format!("kind-{}", key.kind), &[("n", &key.number)]);
        if name.is_empty() { key.address() } else { name }
    }

    /// What a text is called, with its edition.
    pub(super) fn full_name(&self, dossier: &Dossier) -> String {
        let name = self.name_of(&dossier.target.key);
        match self.pack.edition_of(dossier) {
            Some(edition) => format!("{name} ({edition})"),
            None => name,
        }
    }
}

/// A paper and where it goes.
#[derive(Debug, Clone)]
pub(super) struct PaperPlan {
    /// Path below the folder, without extension.
    pub stem: String,
    /// The paper.
    pub submission: Submission,
}

/// All papers of a pack but the bound one.
pub(super) fn all(form: &PaperForm<'_>) -> Vec<PaperPlan> {
    let mut plans = vec![
        PaperPlan { stem: "documents".to_owned(), submission: lists::documents(form) },
        PaperPlan { stem: "proposals".to_owned(), submission: lists::proposals(form) },
        PaperPlan { stem: "conflicts".to_owned(), submission: lists::conflicts(form) },
        PaperPlan { stem: "intake".to_owned(), submission: lists::intake(form) },
        PaperPlan { stem: "words".to_owned(), submission: lists::word_counts(form) },
    ];
    for (at, document) in form.pack.documents.iter().enumerate() {
        if let Some(submission) = revisions::paper(form, at) {
            let name = format!("{}-{}", symbol(document), document.language);
            plans.push(PaperPlan { stem: format!("revisions/{}", file_name(&name)), submission });
        }
    }
    for dossier in &form.pack.dossiers {
        let stem = format!("by-resolution/{}", dossier.target.key.file_name());
        plans.push(PaperPlan { stem, submission: resolution::paper(form, dossier) });
        if let Some(submission) = standing::paper(form, dossier) {
            let stem = format!("standing/{}", dossier.target.key.file_name());
            plans.push(PaperPlan { stem, submission });
        }
    }
    if !form.pack.nowhere.is_empty() {
        let stem = "by-resolution/not-placed".to_owned();
        plans.push(PaperPlan { stem, submission: resolution::nowhere(form) });
    }
    plans
}
