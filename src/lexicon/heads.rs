//! What stands at the head of a text that goes on: a call with the clause under it on the same
//! line, a number line with its title, an opening formula with the first call.
//!
//! In: a text from some place in a line on. Out: what begins there and the bytes it takes. Never: a
//! judgement of whether it may begin there; that is `parse::glued`'s, which knows what came before.

use super::calls::CallMatch;
use super::terms::{self, Term};
use super::{CallForm, Lexicon, NumberLine, bit_of};
use crate::folding::folded_head;
use crate::language::Language;
use crate::model::{CallRole, SectionKind};

/// Longest number line with its edition, characters.
const LONGEST_NUMBER: usize = 90;
/// Longest opening formula, characters.
const LONGEST_OPENING: usize = 160;
/// Most characters that stand before the noun of a Chinese addressee: `尚未提交各自证书的国际电联成员国`.
const LONGEST_ATTRIBUTE: usize = 24;
/// Most characters of what stands between English addressees and `to`.
const LONGEST_ADDRESS: usize = 300;
/// Most words of a call in the languages that have words.
const MOST_WORDS: usize = 28;

impl Lexicon {
    /// A recital or bare operative verb at the head of a text: `considering that …`, `认识到a) …`,
    /// with what qualifies it (`considérant en outre a)`). Its end is certain, as it has no
    /// complement; `经审议` and its like, which have one, count as bare here.
    pub(crate) fn call_at_head(&self, text: &str) -> Option<(CallMatch, usize)> {
        let (form, end) =
            self.form_of_head(text, |form| !form.complement || form.role == CallRole::Recital)?;
        Some((CallMatch { key: form.key, role: form.role }, self.qualified(text, end)))
    }

    /// An operative verb with its addressees at the head of a text: `责成秘书长继续…`, `instructs the
    /// Director to …`, or with a list and no addressee (`请1 …`). The end lies before what they are
    /// to do.
    pub(crate) fn instruction_at_head(&self, text: &str) -> Option<(CallMatch, usize)> {
        let (form, end) =
            self.form_of_head(text, |form| form.complement && form.role == CallRole::Operative)?;
        let end = self.qualified(text, end);
        let rest = text.get(end..)?;
        let call = CallMatch { key: form.key, role: form.role };
        if rest.trim_start().starts_with('1') {
            return Some((call, end));
        }
        let start = end + (rest.len() - rest.trim_start().len());
        let addressed = match self.language {
            Language::Chinese => self.han_addressees(text.get(start..)?),
            _ => self.named_addressees(text.get(start..)?),
        }?;
        Some((call, start + addressed))
    }

    /// Whether a recital form may be trusted to begin a clause in text that lost its line breaks.
    pub(crate) fn begins_inline(&self, text: &str) -> bool {
        let start = self.modified(text);
        let rest = text.get(start..).unwrap_or_default();
        self.inline.iter().any(|form| rest.starts_with(form.as_str()) || text.starts_with(form.as_str()))
    }

    /// Whether a clause that a call governs goes on here: `that`, `que`, `что`.
    pub(crate) fn clause_follows(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches([',', ' ', '،']);
        terms::all(Term::That).iter().any(|word| match word.strip_suffix('\'') {
            Some(word) => rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(['\'', '’'])),
            None => {
                let after = rest.strip_prefix(&**word).and_then(|rest| rest.chars().next());
                after.is_some_and(|c| !c.is_alphanumeric())
            }
        })
    }

    /// A number line at the head of a text that goes on with the title: `第1081号决议 WorldTel`,
    /// `RESOLUTION 804 (REV.WRC-12) Principles for …`.
    pub(crate) fn number_at_head(&self, text: &str) -> Option<(NumberLine, usize)> {
        if !self.number_initials.may_begin(text) {
            return None;
        }
        let words = |list: &[String]| list.iter().find_map(|word| folded_head(text, word));
        let begins = self.instruments.iter().any(|instrument| {
            if instrument.before.is_empty() {
                words(&instrument.words).or_else(|| words(&instrument.draft)).is_some()
            } else {
                folded_head(text, &instrument.before).is_some() || words(&instrument.draft).is_some()
            }
        }) || text.starts_with("ITU-R");
        if !begins {
            return None;
        }
        let mut longest = None;
        for (at, c) in text.char_indices().take(LONGEST_NUMBER) {
            let end = at + c.len_utf8();
            let next = text.get(end..)?.chars().next();
            // A number ends where no more of it follows; a bracket belongs to it.
            let ends =
                matches!(c, ')' | '）' | ']') || c.is_ascii_digit() || self.instrument_ends.contains(&c);
            if !ends || next.is_some_and(|next| next.is_ascii_digit()) {
                continue;
            }
            if let Some(found) = text.get(..end).and_then(|head| self.number_line(head)) {
                longest = Some((found, end));
            }
            if matches!(c, ')' | '）' | ']') {
                break;
            }
        }
        longest
    }

    /// An opening formula at the head of a text, comma included: `理事会，`, `The World
    /// Radiocommunication Conference (Geneva, 2012),`.
    pub(crate) fn opening_at_head(&self, text: &str) -> Option<usize> {
        if !self.may_open(text) {
            return None;
        }
        let mut end = self.openings.iter().find_map(|body| folded_head(text, body))?;
        let mut rest = text.get(end..)?;
        if self.language != Language::Chinese && rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        // Between the body's name and its edition may stand `of the International …`; a bare name ends
        // with its comma at once.
        let mut marks = rest.char_indices().take(LONGEST_OPENING);
        let (at, mark) = marks.find(|(_, c)| matches!(c, ',' | '，' | '،' | '(' | '（'))?;
        let between = rest.get(..at)?.trim();
        let bracket = matches!(mark, '(' | '（');
        let of = at <= 80
            && terms::all(Term::Of).iter().any(|word| match between.strip_prefix(&**word) {
                Some(rest) => word.ends_with('\'') || rest.starts_with(' '),
                None => false,
            });
        if !between.is_empty()
            && (!bracket && !of || self.is_chinese() || between.contains(['.', ';', ':', '؛']))
        {
            return None;
        }
        end += at;
        rest = text.get(end..)?;
        if bracket {
            let close = rest.char_indices().take(60).find(|(_, c)| matches!(c, ')' | '）'))?;
            end += close.0 + close.1.len_utf8();
            rest = text.get(end..)?;
        }
        let spaces = rest.len() - rest.trim_start().len();
        let comma = rest.trim_start().chars().next().filter(|c| matches!(c, ',' | '，' | '،'))?;
        Some(end + spaces + comma.len_utf8())
    }

    /// The heading of an annex at the head of a text that goes on with its title: `附件1编写…`, `ANNEX 1
    /// TO RESOLUTION 71 (REV. DUBAI, 2018) Strategic plan`. Only capitals tell it from a citation.
    pub(crate) fn annex_at_head(&self, text: &str) -> Option<usize> {
        let annexes = self.sections.iter().filter(|section| section.kind == SectionKind::Annex);
        let word = annexes.flat_map(|section| &section.numbered).find_map(|word| folded_head(text, word))?;
        let heading = text.get(..word)?;
        if heading.chars().any(char::is_lowercase) {
            return None;
        }
        let rest = text.get(word..)?;
        let spaces = rest.len() - rest.trim_start().len();
        let number = rest.trim_start().find(|c: char| !c.is_ascii_alphanumeric())?;
        let end = word + spaces + number;
        if number == 0 || number > 3 {
            return None;
        }
        // `TO RESOLUTION 71 (REV. DUBAI, 2018)`, in capitals like the annex.
        let tail = text.get(end..)?;
        let close = tail.char_indices().take(LONGEST_NUMBER).find(|(_, c)| matches!(c, ')' | '）'));
        let annexed = close.map(|(at, c)| at + c.len_utf8()).filter(|close| {
            tail.get(..*close).is_some_and(|to| !to.chars().any(char::is_lowercase) && !self.is_chinese())
        });
        match annexed {
            Some(close) => Some(end + close),
            None => self.is_chinese().then_some(end),
        }
    }

    /// Whether a body's name can begin with the first letter of a text: asked at every word.
    fn may_open(&self, text: &str) -> bool {
        let first = text.chars().next().and_then(small);
        first.is_some_and(|first| {
            self.opening_bits & bit_of(first) != 0 && self.opening_letters.contains(&first)
        })
    }

    fn form_of_head(&self, text: &str, wanted: impl Fn(&CallForm) -> bool) -> Option<(&CallForm, usize)> {
        // A form may itself begin with a modifier, so both readings are tried.
        [0, self.modified(text)].into_iter().find_map(|start| {
            let rest = text.get(start..)?;
            let first = rest.chars().next().and_then(small);
            let forms = self.calls.iter().filter(|form| form.first == first && wanted(form));
            forms.into_iter().find_map(|form| {
                let end = folded_head(rest, &form.form)?;
                let apart = self.language == Language::Chinese
                    || !rest.get(end..)?.starts_with(char::is_alphanumeric);
                apart.then_some((form, start + end))
            })
        })
    }

    /// The bytes of the modifiers at the head: `进一步`, `с удовлетворением `.
    fn modified(&self, text: &str) -> usize {
        let mut at = 0;
        while let Some(length) =
            text.get(at..).filter(|rest| self.before_initials.may_begin(rest)).and_then(|rest| {
                let end = self.before.iter().find_map(|word| folded_head(rest, word))?;
                let after = rest.get(end..)?;
                let apart = self.language == Language::Chinese || after.starts_with(' ');
                (apart && !after.trim_start().is_empty())
                    .then(|| end + after.len() - after.trim_start().len())
            })
        {
            at += length;
        }
        at
    }

    /// The end of a call with the words that qualify it: `also`, `en outre`, `с удовлетворением`.
    fn qualified(&self, text: &str, mut end: usize) -> usize {
        while let Some(length) = text.get(end..).and_then(|rest| {
            let open = rest.trim_start();
            let spaces = rest.len() - open.len();
            let open = self.behind_and(open);
            // What belongs to the clause when more follows: `noting that the …`.
            let that = terms::all(Term::That);
            let words = self.after.iter().filter(|word| !that.iter().any(|that| **that == ***word));
            let length = words.filter_map(|word| folded_head(open, word)).max()?;
            let apart =
                self.language == Language::Chinese || !open.get(length..)?.starts_with(char::is_alphanumeric);
            let before = rest.len() - spaces - open.len();
            apart.then_some(spaces + before + length)
        }) {
            end += length;
        }
        end
    }

    /// Addressees with no spaces between words: nouns of the list, joined by 和 and its like.
    fn han_addressees(&self, text: &str) -> Option<usize> {
        let noun = |rest: &str| {
            self.addressees.iter().filter(|noun| rest.starts_with(noun.as_str())).map(String::len).max()
        };
        let mut end = None;
        let mut at = 0;
        'addressee: while let Some(rest) = text.get(at..) {
            for (offset, c) in rest.char_indices().take(LONGEST_ATTRIBUTE) {
                if !c.is_alphanumeric() && !matches!(c, '(' | '（' | ')' | '）' | '-') || c.is_ascii_digit()
                {
                    break 'addressee;
                }
                let Some(mut length) = noun(rest.get(offset..)?) else { continue };
                while let Some(more) = rest.get(offset + length..) {
                    let linked = more.get(terms::head(Term::LinkedBy, more).unwrap_or(0)..).unwrap_or(more);
                    let Some(next) = noun(linked) else { break };
                    length += more.len() - linked.len() + next;
                }
                at += offset + length;
                end = Some(at);
                let joined = self
                    .joiners
                    .iter()
                    .find(|word| text.get(at..).is_some_and(|rest| rest.starts_with(&***word)));
                match joined {
                    Some(word) => at += word.len(),
                    None => break 'addressee,
                }
                continue 'addressee;
            }
            break;
        }
        end
    }

    /// Addressees in words: the names of the list, joined by commas and conjunctions; in English
    /// all up to `to`, which nothing else can be there.
    fn named_addressees(&self, text: &str) -> Option<usize> {
        let named = |rest: &str| {
            let longest = self.addressees.iter().filter_map(|name| folded_head(rest, name)).max()?;
            (!rest.get(longest..)?.starts_with(char::is_alphanumeric)).then_some(longest)
        };
        let mut end = named(text)?;
        while let Some((joined, next)) = text.get(end..).and_then(|rest| {
            self.joiners
                .iter()
                .filter_map(|word| Some((word.len(), named(rest.strip_prefix(&**word)?)?)))
                .max()
        }) {
            end += joined + next;
        }
        if self.language != Language::English {
            return Some(end);
        }
        let rest = text.get(end..)?;
        let near = rest.char_indices().nth(LONGEST_ADDRESS).map_or(rest.len(), |(at, _)| at);
        let rest = rest.get(..near)?;
        let stop = rest.find([';', ':', '.']).unwrap_or(rest.len());
        let to = rest.get(..stop)?.find(" to ");
        let words = |end: usize| text.get(..end).map_or(usize::MAX, |call| call.split(' ').count());
        match to.map(|at| end + at) {
            Some(end) => (words(end) <= MOST_WORDS).then_some(end),
            // `the Directors of the Radiocommunication Bureau and the …`, with a list behind or below.
            None => {
                let stop = rest.find([',', ';', '.', ':']).unwrap_or(rest.len());
                let stop = rest.find(" 1 ").map_or(stop, |list| list.min(stop));
                let whole = rest.starts_with(" of ") && words(end + stop) <= MOST_WORDS;
                Some(if whole { end + stop } else { end })
            }
        }
    }
}

/// A letter in small: the tables for that are slow, and Han, most of what is asked, has no case.
fn small(letter: char) -> Option<char> {
    match letter {
        '\u{2E80}'..='\u{A63F}' => Some(letter),
        _ => letter.to_lowercase().next(),
    }
}
