//! Whom a call addresses, where a name is misspelt: `instructs the Secretery-General`, `责成密书长`.
//!
//! In: the words behind an operative verb. Out: the word that is nearly one of a known addressee, and that one.
//! Never: a word that the Union's texts have, or another form of a known one.

use super::terms::{self, Term};
use super::words::is_word;
use super::{CallRole, Lexicon};
use crate::folding::{fold_line, fold_name, fold_word};
use crate::language::Language;

impl Lexicon {
    /// A word of a call that is nearly one of its addressee's, and that one.
    pub(crate) fn misspelt_addressee(&self, line: &str) -> Option<(String, String)> {
        let line = fold_line(line);
        let (form, rest) = self.form_at_head(self.strip_before(&line))?;
        if form.role != CallRole::Operative || !form.complement {
            return None;
        }
        self.whom_nearly(rest)
    }

    /// The same in the words behind the verb.
    pub(super) fn whom_nearly(&self, rest: &str) -> Option<(String, String)> {
        if self.language == Language::Chinese { self.han_nearly(rest) } else { self.word_nearly(rest) }
    }

    /// Officers are told by all their letters: one other among them is a slip, unless it makes another addressee, as of
    /// 秘书长 and 秘书处.
    fn han_nearly(&self, rest: &str) -> Option<(String, String)> {
        let letters: Vec<char> = rest.chars().collect();
        let officers = terms::of(Term::Officer, self.language);
        if officers.iter().any(|officer| rest.ends_with(&**officer)) {
            return None;
        }
        let mut known: Vec<Vec<char>> = officers.iter().map(|officer| officer.chars().collect()).collect();
        known.retain(|officer| officer.len() >= 3);
        known.sort_by_key(|officer| std::cmp::Reverse(officer.len()));
        known.iter().find_map(|officer| {
            let near = |window: &&[char]| {
                let slips = window.iter().zip(officer).filter(|(one, other)| one != other).count();
                let name = || window.iter().collect::<String>();
                slips == 1 && !self.addressees.contains(&name())
            };
            let window = letters.windows(officer.len()).find(near)?;
            Some((window.iter().collect(), officer.iter().collect()))
        })
    }

    fn word_nearly(&self, rest: &str) -> Option<(String, String)> {
        let shortest = if self.language == Language::Arabic { 4 } else { 5 };
        let known = self.addressee_words();
        rest.split(|c: char| !c.is_alphabetic()).find_map(|word| {
            let letters = word.chars().count();
            if letters < shortest || is_word(word, self.language) {
                return None;
            }
            let name = fold_name(word);
            if known.iter().any(|(_, known)| *known == name) {
                return None;
            }
            let slips = if letters < 10 { 1 } else { 2 };
            let near = |(known, _): &&(String, String)| {
                known.chars().count() >= shortest
                    && known.chars().count().abs_diff(letters) <= slips
                    && !self.is_other_form(word, known)
                    && strsim::osa_distance(word, known) <= slips
            };
            let near = known.iter().filter(near);
            let (meant, _) = near.min_by_key(|(known, _)| strsim::osa_distance(word, known))?;
            Some((word.to_owned(), meant.clone()))
        })
    }

    /// The words of those that calls address.
    fn addressee_words(&self) -> &[(String, String)] {
        self.addressee_words.get_or_init(|| self.all_addressee_words())
    }

    fn all_addressee_words(&self) -> Vec<(String, String)> {
        let table =
            [Term::Officer, Term::Membership].into_iter().flat_map(|term| terms::of(term, self.language));
        let names = self.addressees.iter().map(String::as_str).chain(table.map(|name| &**name));
        let folded = names.map(fold_word);
        let mut words: Vec<String> = folded
            .flat_map(|name| name.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        words.dedup();
        let named = |word: String| {
            let name = fold_name(&word);
            (word, name)
        };
        words.into_iter().map(named).collect()
    }

    /// Whether two words differ by their ending only, or in Arabic by a letter joined before them.
    fn is_other_form(&self, word: &str, known: &str) -> bool {
        if self.language == Language::Arabic {
            return word.ends_with(known) || known.ends_with(word);
        }
        let (letters, others) = (word.chars().count(), known.chars().count());
        // `секретрю` lacks a letter before an ending that it keeps; `сектором` has another ending.
        if letters != others && word.chars().next_back() == known.chars().next_back() {
            return false;
        }
        let ending = if self.language == Language::Russian { 3 } else { 1 };
        let same = word.chars().zip(known.chars()).take_while(|(one, other)| one == other).count();
        same + ending >= letters.max(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(language: Language, line: &str) -> Option<String> {
        Lexicon::of(language).unwrap().misspelt_addressee(line).map(|(_, meant)| meant)
    }

    #[test]
    fn names_that_are_misspelt() {
        for (language, line, known) in [
            (Language::English, "instructs the Secretery-General", "secretary"),
            (
                Language::English,
                "instructs the Director of the Telecomunication Standardization Bureau",
                "telecommunication",
            ),
            (Language::French, "charge le Directur du BR", "directeur"),
            (Language::Spanish, "encarga al Secretario Genral", "general"),
            (Language::Russian, "поручает Генеральному секретрю", "секретарю"),
            (Language::Chinese, "责成密书长", "秘书长"),
            (Language::Chinese, "责成电信发展局主住", "电信发展局主任"),
            (Language::Arabic, "يكلف الأمين العامم", "العام"),
        ] {
            assert_eq!(meant(language, line).as_deref(), Some(known), "{line}");
        }
    }

    #[test]
    fn names_and_their_forms_are_left_alone() {
        for (language, line) in [
            (Language::English, "instructs the Secretary-General, in collaboration with the Directors"),
            (Language::English, "invites Member State"),
            (Language::French, "charge la Secrétaire générale"),
            (Language::Spanish, "encarga a la Secretaria General"),
            (Language::Russian, "предлагает Генерального секретаря и Директоров Бюро"),
            (Language::Chinese, "责成总秘书处"),
            (Language::Chinese, "责成秘书长和三个局的主任"),
            (Language::Arabic, "يكلف الأمين العام ومديري المكاتب"),
        ] {
            assert_eq!(meant(language, line), None, "{line}");
        }
    }
}
