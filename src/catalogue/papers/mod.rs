//! The papers of a pack: each a submission put together from the pack, composed in the form `pack`.
//!
//! In: a pack, the form's words in a language. Out: submissions, which the writers print as any other.
//! Never: a word of a language here; a proposed text that is not the proposal's own.

mod bound;
mod builder;
mod lists;
mod nowhere;
mod numbering;
mod resolution;
mod revisions;
mod standing;

use crate::language::Language;
use crate::model::Submission;
use crate::template::{LanguageEdition, Template, fill};

use crate::pack::Pack;
use crate::pack::align::ParagraphInForce;
use crate::pack::dossier::Dossier;
use crate::pack::order::symbol;
use crate::pack::targets::file_name;

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
    /// The paper holds the proposals themselves, to which every identifier leads.
    pub is_bound: bool,
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

    /// A date as the language writes it; as it stands where it is none.
    pub(super) fn date(&self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
            return iso.to_owned();
        };
        let at = month.parse::<usize>().ok().and_then(|month| month.checked_sub(1));
        let name = at.and_then(|at| self.edition().months.get(at));
        let pattern = self.edition().strings.get("date");
        let (Some(name), Some(pattern)) = (name, pattern) else { return iso.to_owned() };
        let first = self.edition().strings.get("first-day").filter(|_| day == "01").cloned();
        let day = first.unwrap_or_else(|| day.trim_start_matches('0').to_owned());
        let known = |key: &str| {
            Ok(match key {
                "day1" => day.clone(),
                "month1" => name.clone(),
                "year1" => year.to_owned(),
                _ => String::new(),
            })
        };
        fill(pattern, &known).unwrap_or_else(|_| iso.to_owned())
    }

    /// What a text is called in print: `Resolution 64`; of a new one as its proposals call it: `Draft new
    /// Resolution [ABC-1]`.
    pub(super) fn name_of(&self, dossier: &Dossier) -> String {
        let key = &dossier.target.key;
        let mut kinds = dossier.target.proposals.iter().filter_map(|index| {
            Some(self.pack.documents.get(index.document)?.texts.get(index.text)?.kind.as_str())
        });
        let is_draft = key.kind == "new" && kinds.all(|kind| kind == "resolution");
        let kind = if is_draft { "draft-resolution" } else { &key.kind };
        let name = self.say(&format!("kind-{kind}"), &[("n", &key.number)]);
        if name.is_empty() { key.address() } else { name }
    }

    /// The place of a paragraph in words: the call it stands under, and its label.
    pub(super) fn place_of(&self, dossier: &Dossier, address: &str) -> String {
        let Some(at) = dossier.rows.iter().position(|row| row.address == address) else {
            return self.name_of(dossier);
        };
        let before = dossier.rows.get(..=at).unwrap_or_default();
        let Some((base, is_behind)) = before.iter().rev().find_map(|row| {
            let base = row.base.get(self.language.code()).or_else(|| row.base.get(&dossier.language));
            let base = base.or_else(|| row.base.values().next())?;
            Some((base, row.address != address))
        }) else {
            return address.rsplit('/').next().unwrap_or(address).trim_end_matches('+').to_owned();
        };
        let words = self.words_of_place(dossier, base);
        if is_behind { self.say("after", &[("name", &words)]) } else { words }
    }

    fn words_of_place(&self, dossier: &Dossier, base: &ParagraphInForce) -> String {
        let part = self.word(&format!("part-{}", base.role));
        if !part.is_empty() {
            return part;
        }
        let rows = dossier.rows.iter();
        let call = rows.flat_map(|row| row.base.values()).find(|other| {
            other.role == "call"
                && other.path == base.call
                && (other.text == base.text || base.role != "call")
        });
        let same = dossier
            .rows
            .iter()
            .filter_map(|row| row.base.get(self.language.code()))
            .find(|other| other.role == "call" && other.path == base.call);
        let call = same.or(call).map(|call| head(&call.text)).unwrap_or_default();
        if base.role == "call" {
            return call;
        }
        let label = if base.label.is_empty() { ordinal(&base.path) } else { base.label.clone() };
        [call, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What a text is called, with its edition.
    pub(super) fn full_name(&self, dossier: &Dossier) -> String {
        let name = self.name_of(dossier);
        match self.pack.edition_of(dossier, self.language.code()) {
            Some(edition) => match edition.rsplit_once(", ") {
                Some((place, year)) => {
                    self.say("edition", &[("name", &name), ("place", place), ("year", year)])
                }
                None => self.say("edition-year", &[("name", &name), ("year", &edition)]),
            },
            None => name,
        }
    }
}

/// The first words of a call.
fn head(text: &str) -> String {
    const CHARACTERS: usize = 60;
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    if text.chars().count() <= CHARACTERS {
        return text.to_owned();
    }
    let head: String = text.chars().take(CHARACTERS).collect();
    let whole = head.rfind(' ').and_then(|at| head.get(..at)).unwrap_or(&head);
    format!("{whole}…")
}

/// What tells a paragraph without label from others under its head: nothing of the first, `§ 2` of the second.
fn ordinal(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or(path);
    let number = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    if number.is_empty() || number == "1" { String::new() } else { format!("§ {number}") }
}

/// A paper and where it goes. It is put together when it is printed, as all of them at once take much room.
pub(super) struct PaperPlan<'a> {
    /// Path below the folder, without extension.
    pub stem: String,
    /// Puts the paper together.
    pub submission: Box<dyn Fn() -> Submission + Send + Sync + 'a>,
    /// Its language.
    pub language: Language,
}

/// All papers of a pack but the bound ones.
pub(super) fn all<'a>(form: &PaperForm<'a>) -> Vec<PaperPlan<'a>> {
    let form = *form;
    let plan = |stem: &str, submission: Box<dyn Fn() -> Submission + Send + Sync + 'a>| PaperPlan {
        stem: stem.to_owned(),
        submission,
        language: form.language,
    };
    let mut plans = vec![
        plan("documents", Box::new(move || lists::documents(&form))),
        plan("proposals", Box::new(move || lists::proposals(&form))),
        plan("conflicts", Box::new(move || lists::conflicts(&form))),
        plan("intake", Box::new(move || lists::intake(&form))),
        plan("words", Box::new(move || lists::word_counts(&form))),
    ];
    let before = form.pack.selection.supersedes.iter();
    for ((at, document), _) in
        form.pack.documents.iter().enumerate().zip(before).filter(|(_, before)| before.is_some())
    {
        let name = file_name(&format!("{}-{}", symbol(document), document.language));
        let paper = move || revisions::paper(&form, at).unwrap_or_default();
        plans.push(plan(&format!("revisions/{name}"), Box::new(paper)));
    }
    for dossier in &form.pack.dossiers {
        let name = dossier.target.key.file_name();
        let paper = move || resolution::paper(&form, dossier);
        plans.push(plan(&builder::paper_on(Some(dossier)), Box::new(paper)));
        if !standing::chosen(&form, dossier).is_empty() {
            let paper = move || standing::paper(&form, dossier);
            plans.push(plan(&format!("standing/{name}"), Box::new(paper)));
        }
    }
    if !form.pack.nowhere.is_empty() {
        plans.push(plan(&builder::paper_on(None), Box::new(move || nowhere::paper(&form))));
    }
    plans
}

/// The bound pack in every language in which something counts: `pack` in that of the papers, `pack-fr` in
/// French.
pub(super) fn bound<'a>(form: &PaperForm<'a>) -> Vec<PaperPlan<'a>> {
    let bound = |language: Language| {
        let stem = match language == form.language {
            true => "pack".to_owned(),
            false => format!("pack-{}", language.code()),
        };
        let form = PaperForm { language, is_bound: true, ..*form };
        PaperPlan { stem, submission: Box::new(move || bound::paper(&form)), language }
    };
    form.pack.languages().into_iter().map(bound).collect()
}
