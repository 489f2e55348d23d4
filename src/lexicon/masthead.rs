//! The words of a masthead: document numbers, dates, original languages, meetings, standard titles.
//!
//! In: a line of a masthead, or a text that begins with one. Out: the fact that it states. Never: a
//! fact put together from several lines; that is `parse::masthead`'s.

use crate::folding::{fold_word, folded_head};
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Lexicon;
use super::terms::{self, Term};
use crate::language::Language;
use crate::letters::is_han;

/// Longest standard title, characters.
const LONGEST_TITLE: usize = 120;

/// What can be made of a document that has been published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberSuffix {
    /// More of it.
    Addendum,
    /// A new version of it.
    Revision,
    /// A correction of it.
    Corrigendum,
}

/// What a label of a form says stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelledFact {
    /// Who submits the document.
    Source,
    /// Its title.
    Title,
}

/// What a line says was made of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Changed<'l> {
    /// How it was changed.
    pub change: NumberSuffix,
    /// The number of the change, or the first of several.
    pub first: u16,
    /// The last of several: 11 of `Addenda 1 to 11`.
    pub last: u16,
    /// The rest of the line.
    pub rest: &'l str,
}

impl Lexicon {
    /// A line without the page number in words at its end: `TDAG-18/37-F Page 2`.
    pub(crate) fn strip_page<'l>(&self, line: &'l str) -> &'l str {
        let stripped = self.words.page.iter().find_map(|pattern| {
            let (before, after) = pattern.split_once("{n}")?;
            let rest = line.strip_suffix(after)?.trim_end_matches(|c: char| c.is_ascii_digit());
            let length = before.trim_end().chars().count();
            let rest = rest.trim_end();
            let start = rest.char_indices().rev().nth(length.checked_sub(1)?)?.0;
            (fold_word(rest.get(start..)?) == before.trim_end() && start > 0).then(|| rest.get(..start))?
        });
        stripped.map_or(line, str::trim_end)
    }

    /// The date at the head of a text that goes on, and the bytes it takes.
    pub(crate) fn date_at_head(&self, text: &str) -> Option<(Date, usize)> {
        const LONGEST: usize = 40;
        let ends = text.char_indices().take(LONGEST).map(|(at, c)| at + c.len_utf8());
        ends.filter_map(|end| Some((self.date(text.get(..end)?)?, end))).last()
    }

    /// The bytes of an original language with its label at the head of a text: `原文：英文`.
    pub(crate) fn original_at_head(&self, text: &str) -> Option<usize> {
        const LONGEST: usize = 32;
        let label = self.words.original.iter().find_map(|word| folded_head(text, word))?;
        let rest = text.get(label..)?;
        let gap = rest.len() - rest.trim_start_matches([':', '：', ' ', '\u{a0}']).len();
        let named = rest.get(gap..).filter(|_| gap > 0)?;
        let language = |text: &str| {
            let words = self.words.languages.values().flatten();
            words.filter_map(|word| folded_head(text, word)).max()
        };
        let mut length = language(named)?;
        // `English/French`, `俄文和英文`.
        while let Some(rest) = named.get(length..) {
            let and = terms::of(Term::And, self.language).iter().find_map(|word| rest.strip_prefix(&**word));
            let Some(behind) = rest.strip_prefix(['/', '、']).or(and) else { break };
            let Some(next) = language(behind) else { break };
            length += rest.len() - behind.len() + next;
        }
        (length <= LONGEST).then_some(label + gap + length)
    }

    /// The year of a session of the Council at the head of a text, and the bytes it takes: `理事会2018年会议`.
    pub(crate) fn session_at_head(&self, text: &str) -> Option<(u16, usize)> {
        self.words.session.iter().find_map(|pattern| {
            let (before, after) = pattern.split_once("{year}")?;
            let start = if before.is_empty() { 0 } else { folded_head(text, before)? };
            let rest = text.get(start..)?;
            let gap = rest.len() - rest.trim_start().len();
            let year: u16 =
                rest.get(gap..gap + 4)?.parse().ok().filter(|year| (1947..2100).contains(year))?;
            let tail = rest.get(gap + 4..)?;
            let end = if after.is_empty() { Some(0) } else { folded_head(tail, after) };
            Some((year, start + gap + 4 + end?))
        })
    }

    /// The bytes of a meeting's name at the head of a text.
    pub(crate) fn meeting_at_head(&self, text: &str) -> Option<usize> {
        self.words.meeting.iter().filter_map(|word| folded_head(text, word)).max()
    }

    /// Whether a title is the standard title of a contribution.
    ///
    /// Groups put their name before it, `INTER-AMERICAN PROPOSALS FOR THE WORK OF THE CONFERENCE`, or where the
    /// lexicon has `{group}`: `PROPOSITIONS COMMUNES AFRICAINES POUR LES TRAVAUX DE LA CONFÉRENCE`.
    pub(crate) fn is_standard_title(&self, line: &str) -> bool {
        let line = fold_word(line);
        let ends = |title: &String| match title.split_once("{group}") {
            Some((head, tail)) => {
                let before = line.strip_suffix(tail.trim_start());
                before.is_some_and(|before| before.contains(head.trim_end()))
            }
            None => line.ends_with(title.as_str()),
        };
        line.chars().count() <= LONGEST_TITLE && self.words.standard_title.iter().any(ends)
    }

    /// Whether a line is the Union's name, as it stands over a masthead.
    pub(crate) fn is_union(&self, line: &str) -> bool {
        self.words.union.contains(&fold_word(line))
    }

    /// The names of the Union as they stand over a masthead.
    pub(crate) fn union_names(&self) -> impl Iterator<Item = &str> {
        self.words.union.iter().map(String::as_str)
    }

    /// Whether a line states an original language, be it one that is not known.
    pub(crate) fn is_original_label(&self, line: &str) -> bool {
        after_label(line, &self.words.original).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    }

    /// Whether a line is of a table of contents: leaders end it.
    pub(crate) fn is_contents(&self, line: &str) -> bool {
        let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        line.ends_with("....") || line.ends_with("……") || line.ends_with("____.")
    }

    /// The rest of a masthead line after its label: `文件 70-C` gives `70-C`.
    pub(crate) fn document_line<'l>(&self, line: &'l str) -> Option<&'l str> {
        // `C23/INF/9-C号文件`: the words stand behind the number.
        let behind = |pattern: &String| line.trim().strip_suffix(pattern.strip_prefix("{n}")?);
        let rest = after_label(line, &self.words.document).map(past_number_sign);
        rest.or_else(|| self.words.document.iter().find_map(behind))
            .map(str::trim)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c.is_uppercase()))
    }

    /// Whether a line is the label of a document's number and nothing else.
    pub(crate) fn is_document_label(&self, line: &str) -> bool {
        after_label(line, &self.words.document)
            .is_some_and(|rest| rest.trim_matches([':', '：', ' ']).is_empty())
    }

    /// The bytes of the words for a document that stand behind its number: `号文件` of `C23/9-C号文件`.
    pub(crate) fn document_behind(&self, text: &str) -> Option<usize> {
        let behind = |pattern: &String| {
            let words = pattern.strip_prefix("{n}")?;
            text.starts_with(words).then_some(words.len())
        };
        self.words.document.iter().find_map(behind)
    }

    /// What a line says was made of a document, and the rest of it: `Addendum 16 to` gives addendum
    /// 16 and ` to`, `Addenda 1 to 11 to` addenda 1 to 11 and ` to`.
    pub(crate) fn change<'l>(&self, line: &'l str) -> Option<Changed<'l>> {
        let words = &self.words;
        let kinds = [
            (NumberSuffix::Addendum, &words.addendum),
            (NumberSuffix::Revision, &words.revision),
            (NumberSuffix::Corrigendum, &words.corrigendum),
        ];
        kinds.into_iter().find_map(|(change, labels)| {
            let rest = after_label(line, labels)?.trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let first: u16 = rest.get(..digits)?.parse().ok()?;
            let rest = rest.get(digits..)?;
            let (last, rest) = last_of_list(first, rest)
                .or_else(|| last_of_range(rest).filter(|(last, _)| *last > first))
                .unwrap_or((first, rest));
            Some(Changed { change, first, last, rest })
        })
    }

    /// The original language that a line states: `原文：西班牙文`.
    pub(crate) fn original_language(&self, line: &str) -> Option<Language> {
        self.original_languages(line).first().copied()
    }

    /// The original languages that a line states, in its order: `Original: English/French`, `English only`.
    /// Empty where it names anything else.
    pub(crate) fn original_languages(&self, line: &str) -> Vec<Language> {
        let of = |table: &BTreeMap<String, Vec<String>>, named: &str| {
            let stated = |(code, words): (&String, &Vec<String>)| {
                words.iter().any(|word| word == named).then(|| code.parse().ok()).flatten()
            };
            table.iter().find_map(stated)
        };
        let Some(rest) = after_label(line, &self.words.original) else {
            return of(&self.words.languages_only, &fold_word(line)).into_iter().collect();
        };
        let rest = fold_word(rest);
        let named = rest.trim_start_matches([':', '：', ' ']);
        // `Original: English only`.
        if let Some(only) = of(&self.words.languages_only, named) {
            return vec![only];
        }
        let mut list = named.replace(['，', '、', ',', '／'], "/");
        for word in terms::of(Term::And, self.language) {
            let han = word.chars().all(is_han);
            // In Arabic it is written as one with the word behind it: `بالعربية والإنكليزية`.
            let prefix = self.language == Language::Arabic;
            let spaced = if prefix { format!(" {word}") } else { format!(" {word} ") };
            list = list.replace(if han { &**word } else { spaced.as_str() }, "/");
        }
        let stated = list.split('/').map(|name| of(&self.words.languages, name.trim()));
        stated.collect::<Option<Vec<Language>>>().unwrap_or_default()
    }

    /// Whether a line says that the document is the record of a meeting.
    pub(crate) fn is_minutes(&self, line: &str) -> bool {
        let line = fold_word(line);
        self.words.minutes.iter().any(|word| {
            let rest = line.strip_prefix(word.as_str());
            rest.is_some_and(|rest| {
                self.is_chinese() && rest.is_empty()
                    || !self.is_chinese() && !rest.starts_with(char::is_alphanumeric)
            })
        })
    }

    /// The agenda item that a line states, label left out.
    pub(crate) fn agenda_item<'l>(&self, line: &'l str) -> Option<&'l str> {
        let rest = after_label(line, &self.words.agenda_item)?.trim_start_matches([':', '：', ' ', '\t']);
        (!rest.is_empty() && rest.chars().count() <= 60).then_some(rest)
    }

    /// The date that a line states, with a label before it (`Date issued: 28 April 2022`) or alone, in the form of
    /// the language or in another that says which number is the month: `2022-04-28`, `28.04.2022`, `April 28, 2022`.
    pub(crate) fn stated_date(&self, line: &str) -> Option<Date> {
        let date = |text: &str| {
            let text = text.trim().trim_end_matches('.');
            self.date(text).or_else(|| numeric_date(text)).or_else(|| self.month_first(text))
        };
        date(line).or_else(|| date(line.get(labelled(line, &self.words.date_label)?..)?))
    }

    /// The date of a line that gives the place of writing with it, in either order: `Geneva, 3 May 2021`, `Genève, le 3 mai
    /// 2021`, `2021年5月3日，日内瓦`.
    pub(crate) fn placed_date(&self, line: &str) -> Option<Date> {
        const COMMAS: [char; 3] = [',', '，', '،'];
        const LONGEST_PLACE: usize = 40;
        const LONGEST_ARTICLE: usize = 3;
        let is_place = |words: &str| {
            let words = words.trim();
            words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
                && words.chars().nth(LONGEST_PLACE).is_none()
                && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'))
        };
        let date = |words: &str| {
            let words = words.trim();
            let behind = words.split_once(' ').filter(|(article, _)| {
                article.chars().all(char::is_alphabetic) && article.chars().nth(LONGEST_ARTICLE).is_none()
            });
            self.date(words).or_else(|| self.date(behind?.1))
        };
        let (first, rest) = line.split_once(COMMAS)?;
        let (before, last) = line.rsplit_once(COMMAS)?;
        let place_first = is_place(first).then(|| date(rest)).flatten();
        place_first.or_else(|| is_place(last).then(|| date(before)).flatten())
    }

    /// `April 28, 2022`.
    fn month_first(&self, text: &str) -> Option<Date> {
        let text = fold_word(text);
        let months = self.words.months.iter().enumerate();
        let (at, rest) =
            months.filter_map(|(at, name)| Some((at, text.strip_prefix(name.as_str())?))).next()?;
        let (day, year) = rest.trim().split_once([',', ' '])?;
        let year: i16 = year.trim_matches([',', ' ']).parse().ok().filter(|year| *year > 1860)?;
        Date::new(year, i8::try_from(at + 1).ok()?, day.parse().ok()?).ok()
    }

    /// Where the source starts in a line that is labelled so, as study groups do: `Source:⇥France`.
    pub(crate) fn labelled_source(&self, line: &str) -> Option<usize> {
        labelled(line, &self.words.source_label)
    }

    /// Where the title starts in a line that is labelled so.
    pub(crate) fn labelled_title(&self, line: &str) -> Option<usize> {
        labelled(line, &self.words.title_label)
    }

    /// Whether a line is the label of the source or of the title and nothing else, as cells of a form hold them.
    pub(crate) fn labels_fact(&self, line: &str) -> Option<LabelledFact> {
        let alone = |labels: &[String]| {
            after_label(line, labels).is_some_and(|rest| {
                let rest = rest.trim();
                rest.starts_with([':', '：']) && rest.trim_matches([':', '：', ' ']).is_empty()
            })
        };
        if alone(&self.words.source_label) {
            return Some(LabelledFact::Source);
        }
        alone(&self.words.title_label).then_some(LabelledFact::Title)
    }

    /// Whether a whole line is a fact of a masthead that no sentence has on a line to itself: a document's
    /// number with its label and letter, the language of the original.
    pub(crate) fn states_fact(&self, line: &str) -> bool {
        const LONGEST: usize = 48;
        if line.chars().nth(LONGEST).is_some() {
            return false;
        }
        let lettered = |number: &str| {
            let mut tail = number.chars().rev();
            let letter = tail.next().and_then(Language::from_letter).is_some();
            letter && tail.next() == Some('-') && !number.trim().contains(char::is_whitespace)
        };
        self.document_line(line).is_some_and(lettered) || !self.original_languages(line).is_empty()
    }

    /// Whether a line is labelled as the question or agenda item that a document is about.
    pub(crate) fn is_subject(&self, line: &str) -> bool {
        labelled(line, &self.words.subject_label).is_some()
    }

    /// Whether a line names the plenary or a committee.
    pub(crate) fn is_meeting(&self, line: &str) -> bool {
        let line = fold_word(line);
        let committee = |pattern: &String| match pattern.split_once("{n}") {
            Some((before, after)) => line
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(is_group_number),
            None => *pattern == line,
        };
        self.words.meeting.contains(&line) || self.words.committee.iter().any(committee)
    }

    /// The year of a line under a conference's name that gives its place and days: a span of days, a
    /// month and a year, and no sentence.
    pub(crate) fn days(&self, line: &str) -> Option<u16> {
        const LONGEST: usize = 80;
        // `主席的报告(2002年1月14-15日)` is a title; `Sharm el-Sheikh (Egypt), 28 …` is a place.
        let mut brackets = line.split(['(', '（']).skip(1);
        if brackets.any(|inner| {
            inner.split([')', '）']).next().is_some_and(|i| i.contains(|c: char| c.is_ascii_digit()))
        }) || line.chars().nth(LONGEST).is_some()
            || ends_as_text(line)
        {
            return None;
        }
        let line = fold_word(line);
        let month = line.contains(|c| terms::letters(Term::DateUnit).contains(c))
            || self.words.months.iter().any(|month| line.contains(month.as_str()));
        let dash = line.char_indices().any(|(at, c)| {
            let before = line.get(..at).unwrap_or_default().trim_end();
            matches!(c, '-' | '–' | '—')
                && before.ends_with(|c: char| c.is_ascii_digit() || c.is_alphabetic())
        });
        let mut numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
        let year = numbers.find_map(|number| number.parse().ok().filter(|year| (1947..2100).contains(year)));
        year.filter(|_| month && dash)
    }

    /// A line that is a date and nothing else.
    pub(crate) fn date(&self, line: &str) -> Option<Date> {
        let line = fold_word(line);
        let mut rest = line.as_str();
        let (mut year, mut month, mut day) = (0i16, 0i8, 0i8);
        let mut pattern = self.words.date_pattern.as_str();
        while !pattern.is_empty() {
            rest = rest.trim_start();
            pattern = pattern.trim_start();
            if let Some((field, after)) = pattern.strip_prefix('{').and_then(|p| p.split_once('}')) {
                pattern = after;
                if field == "month" && !self.words.months.is_empty() {
                    let (at, name) = self
                        .words
                        .months
                        .iter()
                        .enumerate()
                        .find(|(_, name)| rest.starts_with(name.as_str()))?;
                    month = i8::try_from(at + 1).ok()?;
                    rest = rest.get(name.len()..)?;
                    continue;
                }
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let value = rest.get(..digits)?;
                match field {
                    "year" => year = value.parse().ok()?,
                    "month" => month = value.parse().ok()?,
                    _ => day = value.parse().ok()?,
                }
                rest = rest.get(digits..)?;
                // 1er mars, 1º de marzo.
                rest = rest.get(terms::head(Term::FirstDay, rest).unwrap_or(0)..)?;
            } else {
                let literal = pattern.split('{').next().unwrap_or_default().trim();
                rest = rest.trim_start().strip_prefix(literal)?;
                pattern = pattern.get(pattern.find('{').unwrap_or(pattern.len())..).unwrap_or_default();
            }
        }
        let rest = rest.trim();
        let ends = rest.is_empty() || terms::all(Term::YearInDate).iter().any(|word| **word == *rest);
        (ends && year > 1860).then(|| Date::new(year, month, day).ok()).flatten()
    }
}

/// A date in digits, the year first (ISO 8601) or last behind points. Of `03/04/2022` nobody knows which is the month;
/// of `28/04/2022` everybody does.
fn numeric_date(text: &str) -> Option<Date> {
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/'))?;
    let mut parts = text.split(sign);
    let (Some(first), Some(month), Some(last), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let plain = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let (day, month): (i8, i8) = match plain(day, 2) && plain(month, 2) && plain(year, 4) && year.len() == 4 {
        true => (day.parse().ok()?, month.parse().ok()?),
        false => return None,
    };
    let sure = first.len() == 4 || sign == '.' || day > 12;
    let year = year.parse::<i16>().ok().filter(|year| *year > 1860 && sure)?;
    Date::new(year, month, day).ok()
}

/// The last number of a list that counts on from the first, `, 4 and 5` behind 3, and what follows it.
fn last_of_list(first: u16, rest: &str) -> Option<(u16, &str)> {
    let (mut last, mut open) = (first, rest);
    loop {
        let behind = open.trim_start();
        let comma = behind.strip_prefix([',', '，', '、', '،']);
        let and = comma.unwrap_or(behind).trim_start();
        let word = terms::all(Term::And).iter().find_map(|word| and.strip_prefix(&**word));
        let Some(number) = word.or(comma).map(str::trim_start) else { break };
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let Some(next) = number.get(..digits).and_then(|digits| digits.parse::<u16>().ok()) else { break };
        if last.checked_add(1) != Some(next) {
            return None;
        }
        (last, open) = (next, number.get(digits..)?);
    }
    (last > first).then_some((last, open))
}

/// The number that ends a span behind its first one, ` to 11` or `-11`, and what follows it. A document's
/// number with its letter or brackets is none: ` to 48-E`.
fn last_of_range(rest: &str) -> Option<(u16, &str)> {
    let open = rest.trim_start();
    let links = [Term::Range, Term::And, Term::To].into_iter().flat_map(terms::all);
    let link = links.filter(|link| open.starts_with(&***link)).map(|link| link.len()).max();
    let dash = open.chars().next().filter(|c| matches!(c, '-' | '–' | '‑')).map(char::len_utf8);
    let behind = open.get(link.or(dash)?..)?.trim_start();
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let last = behind.get(..digits)?.parse().ok()?;
    let rest = behind.get(digits..)?;
    (!rest.starts_with(['-', '‑', '–', '(', '（', '/'])).then_some((last, rest))
}

/// Whether a line ends as one of running text; the point of an abbreviated year does not: `2022 г.`
fn ends_as_text(line: &str) -> bool {
    let year = terms::all(Term::YearInDate).iter().find_map(|word| line.trim_end().strip_suffix(&**word));
    let line = year.filter(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit())).unwrap_or(line);
    line.ends_with(['.', '。', ';', '；', ',', '，'])
}

/// What stands behind the colon and the word for "number" between a label and its number: `: 45-E`, ` No. 45-E`.
fn past_number_sign(rest: &str) -> &str {
    let open = rest.trim_start_matches([':', '：', ' ', '\u{a0}', '\t']);
    let sign = terms::head(Term::NumberSign, open).unwrap_or(0);
    let behind = open.get(sign..).unwrap_or(open).trim_start_matches(['.', ':', '：', ' ', '\u{a0}']);
    let counted = sign > 0 && behind.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    if counted { behind } else { open }
}

/// `4`, `13`, `5a` of Working Party 5A.
fn is_group_number(n: &str) -> bool {
    let digits = n.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (1..=2).contains(&digits.len())
        && n.len() - digits.len() <= 1
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The byte at which the text behind a label and its colon starts.
fn labelled(line: &str, labels: &[String]) -> Option<usize> {
    let rest = after_label(line, labels)?.trim_start().strip_prefix([':', '：'])?.trim_start();
    (!rest.is_empty()).then(|| line.trim_end().len() - rest.trim_end().len())
}

pub(super) fn after_label<'l>(line: &'l str, labels: &[String]) -> Option<&'l str> {
    let trimmed = line.trim();
    labels.iter().find_map(|label| {
        let end = trimmed.char_indices().nth(label.chars().count()).map_or(trimmed.len(), |(at, _)| at);
        let (head, rest) = (trimmed.get(..end)?, trimmed.get(end..)?);
        (fold_word(head) == *label && !rest.starts_with(char::is_alphabetic)).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masthead_lines() {
        let zh = Lexicon::of(Language::Chinese).unwrap();
        assert_eq!(zh.document_line("文件 70-C"), Some("70-C"));
        assert_eq!(zh.document_line("文件中包含"), None);
        assert_eq!(zh.original_language("原文：西班牙文"), Some(Language::Spanish));
        assert_eq!(zh.date("2014年9月15日"), Date::new(2014, 9, 15).ok());
        assert_eq!(
            Lexicon::of(Language::Spanish).unwrap().date("4 de septiembre de 2014"),
            Date::new(2014, 9, 4).ok()
        );
        assert_eq!(
            Lexicon::of(Language::Russian).unwrap().date("4 сентября 2014 года"),
            Date::new(2014, 9, 4).ok()
        );
        assert_eq!(Lexicon::of(Language::English).unwrap().part_label("PART II Resolution"), Some((2, 7)));
        assert_eq!(zh.part_label("第二部分 决议"), Some((2, "第二部分".len())));
    }
}
