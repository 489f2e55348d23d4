//! Provisions of the treaties by name and number: `ARTICLE 5`, `第5条`, `المادة 5`, `5.388A`, `CS 165`.
//!
//! In: a text that may begin with one. Out: the name as it stands, what kind of provision it is, and
//! the bytes it takes. Never: a judgement of whether a proposal stands there; that is `parse`'s.

use crate::folding::{fold_word, folded_head};
use std::sync::OnceLock;

use super::spellings;
use super::terms::{self, Term};
use crate::language::Language;
use crate::letters::is_han;
use crate::numerals::is_han_digit;

/// A provision at the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Provision {
    /// The word that names it; `None` for a number alone.
    pub term: Option<Term>,
    /// As it stands, white space aside: `ARTICLE 5`, `第5条`.
    pub name: String,
    /// Bytes with the edition that last changed it (`187 PP-98`).
    pub length: usize,
}

/// Terms that name a provision by word, those that are abbreviations last.
const NAMED: [Term; 7] = [
    Term::Article,
    Term::Appendix,
    Term::Annex,
    Term::Chapter,
    Term::TreatySection,
    Term::Table,
    Term::Provision,
];

/// A form of a name, folded: what stands before the number and what behind it.
struct ProvisionForm {
    term: Term,
    before: String,
    after: String,
}

fn forms() -> &'static [ProvisionForm] {
    static FORMS: OnceLock<Vec<ProvisionForm>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let mut forms = Vec::new();
        for (term, language) in NAMED.into_iter().flat_map(|term| Language::ALL.map(|l| (term, l))) {
            for word in terms::of(term, language) {
                let (before, after) = word.split_once("{n}").unwrap_or((word, ""));
                let after = fold_word(after);
                let before = spellings(before, language).into_iter();
                forms.extend(before.map(|before| ProvisionForm { term, before, after: after.clone() }));
            }
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.before.len()));
        forms
    })
}

/// The provision that a text begins with. `sure`: an identifier says already that a proposal stands
/// here, so that a bare digit counts too.
pub(crate) fn provision(text: &str, sure: bool) -> Option<Provision> {
    let named = forms().iter().find_map(|form| after_word(text, form)).or_else(|| after_basic_text(text));
    if let Some((term, end)) = named {
        return Some(whole(text, Some(term), end));
    }
    let (digits, end) = number(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?;
    let tail = text.get(end..).unwrap_or_default();
    if tail.starts_with(is_han) || tail.starts_with(['（', '(']) {
        return None;
    }
    // A digit alone with running text right behind it is an item's label, not a provision.
    let set_off = tail.is_empty() || tail.starts_with('\t') || tail.starts_with("  ");
    let found = whole(text, None, end);
    (set_off || sure || digits >= 2 || found.length > end).then_some(found)
}

/// The provision that ends at `end`, with the conference that changed it behind it.
fn whole(text: &str, term: Option<Term>, end: usize) -> Provision {
    let head = text.get(..end).unwrap_or_default();
    let name = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let tail = text.get(end..).unwrap_or_default();
    let edition = tail.trim_start();
    let word = edition.split_whitespace().next().filter(|word| is_edition(word)).map_or(0, str::len);
    let length = if word > 0 { end + tail.len() - edition.len() + word } else { end };
    Provision { term, name, length }
}

/// The end of `Article 5` or `第5条`, where a text begins so.
fn after_word(text: &str, form: &ProvisionForm) -> Option<(Term, usize)> {
    let before = folded_head(text, &form.before)?;
    let rest = text.get(before..)?;
    let gap = rest.len() - rest.trim_start().len();
    // Words of letters are set off from their number; Han and what ends with a mark need not be.
    let joined = form.before.ends_with(|c: char| is_han(c) || !c.is_alphanumeric());
    if gap == 0 && !joined {
        return None;
    }
    let (_, length) = number(rest.get(gap..)?)?;
    let mut end = before + gap + length;
    if !form.after.is_empty() {
        let tail = text.get(end..)?;
        let space = tail.len() - tail.trim_start().len();
        end += space + folded_head(tail.get(space..)?, &form.after)?;
    }
    Some((form.term, end))
}

/// The end of `CS 165`: abbreviations, as they are written.
fn after_basic_text(text: &str) -> Option<(Term, usize)> {
    terms::all(Term::BasicText).iter().find_map(|word| {
        let rest = text.strip_prefix(&**word)?;
        let gap = rest.len() - rest.trim_start().len();
        let (_, length) = number(rest.get(gap..).filter(|_| gap > 0)?)?;
        Some((Term::BasicText, word.len() + gap + length))
    })
}

/// How many digits the number of a provision has that a text begins with, and its bytes: `187`,
/// `5.388A`, `191bis`, in Chinese also `五`.
fn number(text: &str) -> Option<(usize, usize)> {
    let han: usize = text.chars().take_while(|c| is_han_digit(*c)).map(char::len_utf8).sum();
    if han > 0 {
        return Some((1, han));
    }
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let rest = text.get(digits..)?;
    let inside = |c: char| c.is_alphanumeric() && !is_han(c);
    let suffix = rest.get(..rest.find(|c| !inside(c)).unwrap_or(rest.len()))?;
    let letters = suffix.chars().count();
    let fits = digits > 0
        && !text.starts_with('.')
        && (suffix.is_empty()
            || letters <= 3 && suffix.chars().all(|c| c.is_ascii_alphabetic())
            || letters == 1 && suffix.chars().all(char::is_uppercase)
            || suffix.starts_with("bis")
            || suffix == "quater");
    let behind = rest.get(suffix.len()..)?.chars().next();
    let closed = behind.is_none_or(|c| c.is_whitespace() || is_han(c) || matches!(c, '（' | '('));
    (fits && closed && !text.get(..digits + suffix.len())?.ends_with('.'))
        .then_some((digits, digits + suffix.len()))
}

/// Whether a word is the conference that changed a provision: `PP-98`, `ПК-98`.
fn is_edition(word: &str) -> bool {
    word.split_once('-').is_some_and(|(acronym, year)| {
        (2..=4).contains(&acronym.chars().count())
            && acronym.chars().all(char::is_uppercase)
            && year.len() == 2
            && year.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_of_six_languages() {
        for (text, term, name) in [
            ("ARTICLE 5", Term::Article, "ARTICLE 5"),
            ("Artículo 12", Term::Article, "Artículo 12"),
            ("ARTICULO 12", Term::Article, "ARTICULO 12"),
            ("Статья 7", Term::Article, "Статья 7"),
            ("第5条", Term::Article, "第5条"),
            ("第 12 条", Term::Article, "第 12 条"),
            ("第五条", Term::Article, "第五条"),
            ("المادة 5", Term::Article, "المادة 5"),
            ("APPENDICE 30B", Term::Appendix, "APPENDICE 30B"),
            ("APÉNDICE 4", Term::Appendix, "APÉNDICE 4"),
            ("ПРИЛОЖЕНИЕ 18", Term::Appendix, "ПРИЛОЖЕНИЕ 18"),
            ("التذييل 4", Term::Appendix, "التذييل 4"),
            ("附录4", Term::Appendix, "附录4"),
            ("CS 165", Term::BasicText, "CS 165"),
            ("No. 5.388A", Term::Provision, "No. 5.388A"),
            ("第5.388A款", Term::Provision, "第5.388A款"),
        ] {
            let found = provision(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.term, found.name.as_str(), found.length),
                (Some(term), name, text.len()),
                "{text}"
            );
        }
        assert_eq!(provision("187 PP-98 a)", false).unwrap().length, "187 PP-98".len());
        for text in ["Artículos", "第64号决议草案", "1 that", "Article five", "К 5 числу", "5."]
        {
            let found = provision(text, false).filter(|found| found.length == text.len());
            assert_eq!(found, None, "{text}");
        }
    }
}
