//! Section titles, reasons, number lines, opening formulas, part labels.

use super::Lexicon;
use super::masthead::after_label;
use super::terms::{self, Term};
use crate::folding::{fold_line, fold_word, folded_head};
use crate::model::{InstrumentKind, SectionKind};

/// Longest section title, characters.
const LONGEST_TITLE: usize = 120;
/// What a number line never ends with.
const STOPS: &[char] = &['。', '；', ';', '，', ','];
/// What an opening formula never ends with.
const SENTENCE_STOPS: &[char] = &['。', '；', ';'];

/// Whether a line that is not folded yet ends so: most lines are told by their end, and need no folding.
pub(super) fn ends_with(line: &str, stops: &[char]) -> bool {
    line.trim_end().ends_with(stops)
}

/// What a number line says: `第64号决议（2014年，釜山，修订版）`, `DRAFT NEW RESOLUTION [CUB-1]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberLine {
    /// Kind of text.
    pub kind: InstrumentKind,
    /// Its number or the name in brackets.
    pub number: Option<String>,
    /// A draft of a new text.
    pub draft: bool,
}

impl Lexicon {
    /// What a section is for, by its title.
    pub(crate) fn section(&self, title: &str) -> Option<SectionKind> {
        if title.chars().nth(LONGEST_TITLE).is_some() {
            return None;
        }
        let title = fold_line(title);
        let title = title.trim_end_matches([':', '：', '.', '。', ' ']);
        let exact = self.sections.iter().find(|section| section.exact.iter().any(|word| word == title));
        let numbered = || {
            self.sections.iter().find(|section| {
                section.numbered.iter().any(|word| title.strip_prefix(word.as_str()).is_some_and(is_ordinal))
            })
        };
        let ends_as_sentence = title.ends_with(['；', ';', '，', ',']);
        let contains = || {
            self.sections
                .iter()
                .filter(|_| !ends_as_sentence)
                .find(|section| section.contains.iter().any(|word| title.contains(word.as_str())))
        };
        exact.or_else(numbered).or_else(contains).map(|section| section.kind)
    }

    /// How much a line says in the Union's words of this language: nothing for most lines, more for a
    /// number line or an opening formula than for a single word.
    pub(crate) fn says(&self, line: &str) -> usize {
        const FORMULA: usize = 3;
        const WORD: usize = 2;
        let formula = self.number_line(line).is_some() || self.is_opening(line);
        let word = self.call(line).is_some()
            || self.is_exact_section(line)
            || self.reasons(line).is_some()
            || self.is_meeting(line)
            || self.is_standard_title(line)
            || self.date(line).is_some()
            || self.original_language(line).is_some();
        let label = self.document_line(line).is_some() || self.change(line).is_some();
        usize::from(formula) * FORMULA + usize::from(word) * WORD + usize::from(label)
    }

    /// Whether a line is the title of a section and nothing else, so that no label or style need
    /// say so.
    pub(crate) fn is_exact_section(&self, line: &str) -> bool {
        if line.chars().nth(LONGEST_TITLE).is_some() {
            return false;
        }
        let title = fold_line(line);
        let title = title.trim_end_matches([':', '：', ' ']);
        self.sections.iter().any(|section| {
            section.exact.iter().any(|word| word == title)
                || section
                    .numbered
                    .iter()
                    .any(|word| title.strip_prefix(word.as_str()).is_some_and(is_ordinal))
        })
    }

    /// Whether a text is the title of a section that stands in a box at the front, and nothing else.
    pub(crate) fn is_front_box(&self, title: &str) -> bool {
        use SectionKind::{ActionRequired, ExpectedResults, PriorityArea, References, Summary};
        let title = fold_line(title);
        let boxes = [Summary, ActionRequired, ExpectedResults, PriorityArea, References];
        let mut sections = self.sections.iter().filter(|section| boxes.contains(&section.kind));
        sections.any(|section| section.exact.iter().any(|word| **word == *title))
    }

    /// The length in bytes of the label of reasons at the head of a line, colon included.
    pub(crate) fn reasons(&self, line: &str) -> Option<usize> {
        let colon = line.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：'))?;
        let label = fold_word(line.get(..colon.0)?);
        self.words.reasons.contains(&label).then_some(colon.0 + colon.1.len_utf8())
    }

    /// Whether a line ends with a word that something must follow: `under the`, `в соответствии с`, `以及`.
    pub(crate) fn is_unfinished(&self, line: &str) -> bool {
        let words = &self.words.unfinished;
        if self.is_chinese() {
            return words.iter().any(|word| line.ends_with(word.as_str()));
        }
        let Some(last) = line.rsplit(char::is_whitespace).next() else { return false };
        // Only small letters: `Annex A`, `Vitamin À`.
        let last = last.split_inclusive(['\'', '’']).next_back().unwrap_or(last);
        last.chars().count() < 10 && !last.contains(char::is_uppercase) && words.contains(&fold_word(last))
    }

    /// Whether a paragraph asks the conference to decide.
    pub(crate) fn is_request(&self, paragraph: &str) -> bool {
        if paragraph.chars().nth(900).is_some() {
            return false;
        }
        let text = fold_line(paragraph);
        let asks = self.words.request_subject.iter().any(|subject| text.contains(subject.as_str()));
        asks && self.words.request_verb.iter().any(|verb| text.contains(verb.as_str()))
    }

    /// Reads a number line.
    pub(crate) fn number_line(&self, line: &str) -> Option<NumberLine> {
        if line.chars().nth(160).is_some() || ends_with(line, STOPS) {
            return None;
        }
        // `RÉSOLUTION 1299 –` over its title; a colon ends a number line in capitals only.
        let capitals = !self.is_caseless() && !line.contains(char::is_lowercase);
        let dash = |c: char| c.is_whitespace() || matches!(c, '–' | '—' | '-') || capitals && c == ':';
        let line = fold_line(line.trim_end_matches(dash));
        if line.ends_with(STOPS) {
            return None;
        }
        // `ITU-R 第 34-2 号决议`: the Sector stands before a number of its own series.
        let line = line
            .strip_prefix("itu-r ")
            .filter(|rest| self.is_chinese() && terms::head(Term::Ordinal, rest).is_some())
            .unwrap_or(&line);
        self.instruments.iter().find_map(|words| {
            let kind = words.kind;
            if let Some(rest) = words.draft.iter().find_map(|draft| line.strip_prefix(draft.as_str())) {
                let rest = rest.trim_start();
                let named =
                    rest.is_empty() || rest.starts_with(['[', '［', '（', '(', '【']) || is_ordinal(rest);
                return named.then(|| NumberLine { kind, number: bracketed(rest), draft: true });
            }
            let (number, rest) = if words.before.is_empty() {
                let rest = words.words.iter().find_map(|word| line.strip_prefix(word.as_str()))?;
                leading_number(rest.strip_prefix(' ')?)?
            } else {
                let (number, rest) = leading_number(line.strip_prefix(words.before.as_str())?.trim_start())?;
                let rest = rest.trim_start();
                (number, words.words.iter().find_map(|word| rest.strip_prefix(word.as_str()))?)
            };
            let rest = rest.trim_start();
            bare(rest).then_some(NumberLine { kind, number: Some(number), draft: false })
        })
    }

    /// Where a text names a new draft, `a draft new Resolution`, within a sentence: the words of it.
    pub(crate) fn draft_within(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let mut before: Option<char> = None;
        text.char_indices().find_map(|(at, c)| {
            let joined = before.is_some_and(char::is_alphanumeric) && !self.is_chinese();
            before = Some(c);
            let rest = text.get(at..).filter(|_| !joined && c.is_alphabetic())?;
            let drafts = self.instruments.iter().flat_map(|words| &words.draft);
            let length = drafts.filter_map(|draft| folded_head(rest, draft)).max()?;
            Some(at..at + length)
        })
    }

    /// Whether a line is an opening formula: the body's name, its edition, a comma.
    pub(crate) fn is_opening(&self, line: &str) -> bool {
        if line.chars().nth(220).is_some() || ends_with(line, SENTENCE_STOPS) {
            return false;
        }
        let line = fold_line(line);
        let Some(rest) = self.openings.iter().find_map(|body| line.strip_prefix(body.as_str())) else {
            return false;
        };
        // `理事会文件的出版(C-2000)` begins with the body's name too.
        if self.is_chinese() && !rest.starts_with([',', '，', '(', '（', ' ']) {
            return false;
        }
        // A masthead names the body too, with no year and no comma.
        let dated = rest.chars().filter(char::is_ascii_digit).count() >= 4 && rest.ends_with([')', '）']);
        let closed = rest.ends_with([',', '，', '،']) || dated;
        closed && !rest.contains(['。', '；', ';'])
    }

    /// The ordinal of a part and the bytes its label takes: `PART 2`, `第二部分`.
    pub(crate) fn part_label(&self, line: &str) -> Option<(u16, usize)> {
        let head: String = line.chars().take(24).collect();
        let folded = fold_word(&head);
        self.words.part.iter().find_map(|pattern| {
            let (before, rest) = pattern.split_once('{')?;
            let (kind, after) = rest.split_once('}')?;
            let tail = folded.strip_prefix(before)?;
            let digits: String = tail
                .chars()
                .take_while(|c| match kind {
                    "han" => crate::numerals::is_han_digit(*c),
                    "roman" => "ivx".contains(*c),
                    _ => c.is_ascii_digit(),
                })
                .collect();
            let ordinal = match kind {
                "han" => crate::numerals::han_value(&digits)?,
                "roman" => crate::numerals::roman_value(&digits)?,
                _ => digits.parse().ok()?,
            };
            let tail = tail.get(digits.len()..)?.strip_prefix(after)?;
            if tail.starts_with(char::is_alphanumeric) && kind != "han" {
                return None;
            }
            // Bytes in the line: fold may have changed lengths, so the label's characters are counted.
            let characters = before.chars().count() + digits.chars().count() + after.chars().count();
            let bytes = line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
            Some((ordinal, bytes))
        })
    }

    /// Whether a text begins with the label of an instrument's documents: `参阅: C95/111号文件`.
    pub(crate) fn is_reference(&self, text: &str) -> bool {
        after_label(text, &self.words.reference)
            .is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    }
}

/// ` 1`, ` A`, `三`, and nothing but perhaps a bracket after it.
fn is_ordinal(rest: &str) -> bool {
    // `Annexes: 3`
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).unwrap_or(rest.len());
    let (ordinal, tail) =
        (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default().trim_start());
    // `Annex 1 to Decision 5`: what it is annexed to, in the words of the languages that say so.
    let linked = |word: &Box<str>| tail.strip_prefix(&**word).is_some_and(|rest| rest.starts_with(' '));
    let annexed = tail.starts_with(['-', '–', '—']) || terms::all(Term::To).iter().any(linked);
    let named = !ordinal.is_empty() && annexed && tail.chars().count() <= 60;
    ordinal.chars().count() <= 4 && (tail.is_empty() || named || tail.starts_with(['(', '（', ':', '：']))
}

/// Whether nothing but an edition in parentheses, perhaps with a note's mark, follows a number.
fn bare(rest: &str) -> bool {
    if !rest.starts_with(['(', '（', '[', '【']) {
        return rest.is_empty() || rest.chars().all(|c| c == '*' || c.is_ascii_digit());
    }
    let tail = rest.rfind([')', '）', ']', '】']).and_then(|at| rest.get(at..)).unwrap_or_default();
    (1..=4).contains(&tail.chars().count())
}

fn bracketed(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['[', '［', '【', ' ']);
    let end = rest.find([']', '］', '】', '（', '(']).unwrap_or(rest.len());
    let name = rest.get(..end).unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_uppercase())
}

/// A number, or an acronym with a number (`COM5/2`, `[EUR-1]`), and what follows.
fn leading_number(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start_matches(['[', '［']);
    let series = |word: &Box<str>| inner.strip_prefix(fold_word(word).as_str())?.strip_prefix(' ');
    let inner = terms::all(Term::SectorSeries).iter().find_map(series).unwrap_or(inner);
    let end = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '/' || c == '.'))
        .unwrap_or(inner.len());
    let number = inner.get(..end)?;
    // `XXX` stands for a number not yet given.
    let placeholder = number.len() >= 2 && number.bytes().all(|b| b == b'x');
    let digits = placeholder || number.contains(|c: char| c.is_ascii_digit());
    (digits && number.len() <= 16).then(|| {
        (number.to_uppercase(), inner.get(end..).unwrap_or_default().trim_start_matches([']', '］']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn section_titles() {
        let zh = Lexicon::of(Language::Chinese).unwrap();
        assert_eq!(zh.section("概要"), Some(SectionKind::Summary));
        assert_eq!(zh.section("背景和现状"), Some(SectionKind::Background));
        assert_eq!(
            zh.section("对第7号决议（2010年，瓜达拉哈拉，修订版）的建议修改"),
            Some(SectionKind::ProposedChanges)
        );
        assert_eq!(zh.section("附件1"), Some(SectionKind::Annex));
        assert_eq!(zh.section("附件中包含了建议"), None);
        assert_eq!(
            Lexicon::of(Language::English).unwrap().section("Annex 2 (to Resolution 7)"),
            Some(SectionKind::Annex)
        );
    }

    #[test]
    fn number_lines() {
        let zh = Lexicon::of(Language::Chinese).unwrap();
        assert_eq!(
            zh.number_line("第 130 号决议（2014年，釜山，修订版）").unwrap().number.as_deref(),
            Some("130")
        );
        assert!(zh.number_line("第130号决议（2010年，瓜达拉哈拉，修订版）认识到需要监测").is_none());
        assert_eq!(
            zh.number_line("新决议草案 [CUB-1]").unwrap(),
            NumberLine { kind: InstrumentKind::Resolution, number: Some("CUB-1".into()), draft: true }
        );
        let en = Lexicon::of(Language::English).unwrap();
        assert_eq!(
            en.number_line("RESOLUTION 130 (REV. DUBAI, 2018)").unwrap().number.as_deref(),
            Some("130")
        );
        assert!(en.number_line("Resolution 130 (Rev. Dubai, 2018) of the Conference").is_none());
        assert!(en.number_line("Resolution 130 recognizes").is_none());
        assert_eq!(
            Lexicon::of(Language::Arabic)
                .unwrap()
                .number_line("القرار 5 (المراجَع في دبي، 2018)")
                .unwrap()
                .number
                .as_deref(),
            Some("5")
        );
    }

    #[test]
    fn openings_and_requests() {
        let zh = Lexicon::of(Language::Chinese).unwrap();
        assert!(zh.is_opening("国际电信联盟全权代表大会（2014年，釜山），"));
        assert!(!zh.is_opening("全权代表大会第64号决议（2014年，釜山，修订版）；"));
        assert!(zh.is_request("因此，某主管部门建议大会批准提案中的修改。"));
        assert!(!zh.is_request("因此，某主管部门建议修订第7号决议。"));
    }
}
