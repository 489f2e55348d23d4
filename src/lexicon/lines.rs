//! Section titles, reasons, number lines, opening formulas, part labels, masthead lines.

use jiff::civil::Date;

use super::{Lexicon, fold};
use crate::language::Language;
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
pub struct NumberLine {
    /// Kind of text.
    pub kind: InstrumentKind,
    /// Its number or the name in brackets.
    pub number: Option<String>,
    /// A draft of a new text.
    pub draft: bool,
}

/// What can be made of a document that has been published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// More of it.
    Addendum,
    /// A new version of it.
    Revision,
    /// A correction of it.
    Corrigendum,
}

impl Lexicon {
    /// What a section is for, by its title.
    pub fn section(&self, title: &str) -> Option<SectionKind> {
        if title.chars().nth(LONGEST_TITLE).is_some() {
            return None;
        }
        let title = fold(title);
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

    /// Whether a line is the title of a section and nothing else, so that no label or style need
    /// say so.
    pub fn is_exact_section(&self, line: &str) -> bool {
        let title = fold(line);
        let title = title.trim_end_matches([':', '：', ' ']);
        self.sections.iter().any(|section| {
            section.exact.iter().any(|word| word == title)
                || section
                    .numbered
                    .iter()
                    .any(|word| title.strip_prefix(word.as_str()).is_some_and(is_ordinal))
        })
    }

    /// The length in bytes of the label of reasons at the head of a line, colon included.
    pub fn reasons(&self, line: &str) -> Option<usize> {
        let colon = line.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：'))?;
        let label = fold(line.get(..colon.0)?);
        self.words.reasons.contains(&label).then_some(colon.0 + colon.1.len_utf8())
    }

    /// Whether a paragraph asks the conference to decide.
    pub fn is_request(&self, paragraph: &str) -> bool {
        if paragraph.chars().nth(900).is_some() {
            return false;
        }
        let text = fold(paragraph);
        let asks = self.words.request_subject.iter().any(|subject| text.contains(subject.as_str()));
        asks && self.words.request_verb.iter().any(|verb| text.contains(verb.as_str()))
    }

    /// Reads a number line.
    pub fn number_line(&self, line: &str) -> Option<NumberLine> {
        if line.chars().nth(160).is_some() || ends_with(line, STOPS) {
            return None;
        }
        let line = fold(line);
        if line.ends_with(STOPS) {
            return None;
        }
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

    /// Whether a line is an opening formula: the body's name, its edition, a comma.
    pub fn is_opening(&self, line: &str) -> bool {
        if line.chars().nth(220).is_some() || ends_with(line, SENTENCE_STOPS) {
            return false;
        }
        let line = fold(line);
        let Some(rest) = self.openings.iter().find_map(|body| line.strip_prefix(body.as_str())) else {
            return false;
        };
        // A masthead names the body too, with no year and no comma.
        let dated = rest.chars().filter(char::is_ascii_digit).count() >= 4 && rest.ends_with([')', '）']);
        let closed = rest.ends_with([',', '，', '،']) || dated;
        closed && !rest.contains(['。', '；', ';'])
    }

    /// Where an opening formula begins inside a line that goes on with it, bytes.
    pub fn opening_inside(&self, line: &str) -> Option<usize> {
        let head_end = line.char_indices().nth(240).map_or(line.len(), |(at, _)| at);
        let head = line.get(..head_end)?;
        // Few lines name a body at all, so that is asked first: folding the rest of the line at every
        // character of it was a twelfth of a whole conversion (15 pages of Chinese, perf).
        let opens = |text: &str, at_head: bool| {
            let folded = fold(text);
            let mut bodies = self.openings.iter().map(String::as_str);
            bodies.any(|body| if at_head { folded.starts_with(body) } else { folded.contains(body) })
        };
        if !opens(head, false) {
            return None;
        }
        let brackets = head.char_indices().filter(|(_, c)| matches!(c, ')' | '）'));
        brackets.map(|(at, bracket)| at + bracket.len_utf8()).find(|closed| {
            let (number, rest) = head.split_at(*closed);
            opens(rest, true) && self.number_line(number).is_some()
        })
    }

    /// The ordinal of a part and the bytes its label takes: `PART 2`, `第二部分`.
    pub fn part_label(&self, line: &str) -> Option<(u16, usize)> {
        let head: String = line.chars().take(24).collect();
        let folded = fold(&head);
        self.words.part.iter().find_map(|pattern| {
            let (before, rest) = pattern.split_once('{')?;
            let (kind, after) = rest.split_once('}')?;
            let tail = folded.strip_prefix(before)?;
            let digits: String = tail
                .chars()
                .take_while(|c| match kind {
                    "han" => "一二三四五六七八九十".contains(*c),
                    "roman" => "ivx".contains(*c),
                    _ => c.is_ascii_digit(),
                })
                .collect();
            let ordinal = match kind {
                "han" => crate::parse::label::han_value(&digits)?,
                "roman" => crate::parse::label::roman_value(&digits)?,
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

    /// Whether a title is the standard title of a contribution.
    pub fn is_standard_title(&self, line: &str) -> bool {
        let line = fold(line);
        self.words.standard_title.contains(&line)
    }

    /// The rest of a masthead line after its label: `文件 70-C` gives `70-C`.
    pub fn document_line<'l>(&self, line: &'l str) -> Option<&'l str> {
        after_label(line, &self.words.document)
            .map(str::trim)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// What a line says was made of a document, and the rest of it: `Addendum 16 to` gives addendum
    /// 16 and ` to`.
    pub fn change<'l>(&self, line: &'l str) -> Option<(Change, u16, &'l str)> {
        let words = &self.words;
        let kinds = [
            (Change::Addendum, &words.addendum),
            (Change::Revision, &words.revision),
            (Change::Corrigendum, &words.corrigendum),
        ];
        kinds.into_iter().find_map(|(change, labels)| {
            let rest = after_label(line, labels)?.trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            Some((change, rest.get(..digits)?.parse().ok()?, rest.get(digits..)?))
        })
    }

    /// The original language that a line states: `原文：西班牙文`.
    pub fn original_language(&self, line: &str) -> Option<Language> {
        let rest = fold(after_label(line, &self.words.original)?);
        let named = rest.trim_start_matches([':', '：', ' ']);
        self.words.languages.iter().find_map(|(code, words)| {
            words.iter().any(|word| fold(word) == named).then(|| code.parse().ok()).flatten()
        })
    }

    /// The agenda item that a line states, label left out.
    pub fn agenda_item<'l>(&self, line: &'l str) -> Option<&'l str> {
        let rest = after_label(line, &self.words.agenda_item)?.trim_start_matches([':', '：', ' ', '\t']);
        (!rest.is_empty() && rest.chars().count() <= 60).then_some(rest)
    }

    /// Where the source starts in a line that is labelled so, as study groups do: `Source:⇥France`.
    pub fn labelled_source(&self, line: &str) -> Option<usize> {
        labelled(line, &self.words.source_label)
    }

    /// Where the title starts in a line that is labelled so.
    pub fn labelled_title(&self, line: &str) -> Option<usize> {
        labelled(line, &self.words.title_label)
    }

    /// Whether a line names the plenary.
    pub fn is_meeting(&self, line: &str) -> bool {
        self.words.meeting.contains(&fold(line))
    }

    /// A line that is a date and nothing else.
    pub fn date(&self, line: &str) -> Option<Date> {
        let line = fold(line);
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
                rest = rest.strip_prefix("er").or_else(|| rest.strip_prefix('º')).unwrap_or(rest);
            } else {
                let literal = pattern.split('{').next().unwrap_or_default().trim();
                rest = rest.trim_start().strip_prefix(literal)?;
                pattern = pattern.get(pattern.find('{').unwrap_or(pattern.len())..).unwrap_or_default();
            }
        }
        let rest = rest.trim().trim_end_matches("года").trim_end_matches("г.").trim();
        (rest.is_empty() && year > 1860).then(|| Date::new(year, month, day).ok()).flatten()
    }
}

/// The byte at which the text behind a label and its colon starts.
fn labelled(line: &str, labels: &[String]) -> Option<usize> {
    let rest = after_label(line, labels)?.trim_start().strip_prefix([':', '：'])?.trim_start();
    (!rest.is_empty()).then(|| line.trim_end().len() - rest.trim_end().len())
}

fn after_label<'l>(line: &'l str, labels: &[String]) -> Option<&'l str> {
    let trimmed = line.trim();
    labels.iter().find_map(|label| {
        let end = trimmed.char_indices().nth(label.chars().count()).map_or(trimmed.len(), |(at, _)| at);
        let (head, rest) = (trimmed.get(..end)?, trimmed.get(end..)?);
        (fold(head) == *label && !rest.starts_with(char::is_alphabetic)).then_some(rest)
    })
}

/// ` 1`, ` A`, `三`, and nothing but perhaps a bracket after it.
fn is_ordinal(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).unwrap_or(rest.len());
    let (ordinal, tail) =
        (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default().trim_start());
    // `Annex 1 to Decision 5`: what it is annexed to, in the words of the languages that say so.
    let annexed =
        ["to ", "à ", "a ", "al ", "de ", "к ", "-", "–", "—"].iter().any(|word| tail.starts_with(word));
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
    let end = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '/' || c == '.'))
        .unwrap_or(inner.len());
    let number = inner.get(..end)?;
    let digits = number.contains(|c: char| c.is_ascii_digit());
    (digits && number.len() <= 16).then(|| {
        (number.to_uppercase(), inner.get(end..).unwrap_or_default().trim_start_matches([']', '］']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_titles() {
        let zh = Lexicon::of(Language::Chinese);
        assert_eq!(zh.section("概要"), Some(SectionKind::Summary));
        assert_eq!(zh.section("背景和现状"), Some(SectionKind::Background));
        assert_eq!(
            zh.section("对第7号决议（2010年，瓜达拉哈拉，修订版）的建议修改"),
            Some(SectionKind::ProposedChanges)
        );
        assert_eq!(zh.section("附件1"), Some(SectionKind::Annex));
        assert_eq!(zh.section("附件中包含了建议"), None);
        assert_eq!(
            Lexicon::of(Language::English).section("Annex 2 (to Resolution 7)"),
            Some(SectionKind::Annex)
        );
    }

    #[test]
    fn number_lines() {
        let zh = Lexicon::of(Language::Chinese);
        assert_eq!(
            zh.number_line("第 130 号决议（2014年，釜山，修订版）").unwrap().number.as_deref(),
            Some("130")
        );
        assert!(zh.number_line("第130号决议（2010年，瓜达拉哈拉，修订版）认识到需要监测").is_none());
        assert_eq!(
            zh.number_line("新决议草案 [CUB-1]").unwrap(),
            NumberLine { kind: InstrumentKind::Resolution, number: Some("CUB-1".into()), draft: true }
        );
        let en = Lexicon::of(Language::English);
        assert_eq!(
            en.number_line("RESOLUTION 130 (REV. DUBAI, 2018)").unwrap().number.as_deref(),
            Some("130")
        );
        assert!(en.number_line("Resolution 130 (Rev. Dubai, 2018) of the Conference").is_none());
        assert!(en.number_line("Resolution 130 recognizes").is_none());
        assert_eq!(
            Lexicon::of(Language::Arabic)
                .number_line("القرار 5 (المراجَع في دبي، 2018)")
                .unwrap()
                .number
                .as_deref(),
            Some("5")
        );
    }

    #[test]
    fn openings_and_requests() {
        let zh = Lexicon::of(Language::Chinese);
        assert!(zh.is_opening("国际电信联盟全权代表大会（2014年，釜山），"));
        assert!(!zh.is_opening("全权代表大会第64号决议（2014年，釜山，修订版）；"));
        assert!(zh.is_request("因此，某主管部门建议大会批准提案中的修改。"));
        assert!(!zh.is_request("因此，某主管部门建议修订第7号决议。"));
    }

    #[test]
    fn masthead_lines() {
        let zh = Lexicon::of(Language::Chinese);
        assert_eq!(zh.document_line("文件 70-C"), Some("70-C"));
        assert_eq!(zh.document_line("文件中包含"), None);
        assert_eq!(zh.original_language("原文：西班牙文"), Some(Language::Spanish));
        assert_eq!(zh.date("2014年9月15日"), Date::new(2014, 9, 15).ok());
        assert_eq!(
            Lexicon::of(Language::Spanish).date("4 de septiembre de 2014"),
            Date::new(2014, 9, 4).ok()
        );
        assert_eq!(Lexicon::of(Language::Russian).date("4 сентября 2014 года"), Date::new(2014, 9, 4).ok());
        assert_eq!(Lexicon::of(Language::English).part_label("PART II Resolution"), Some((2, 7)));
        assert_eq!(zh.part_label("第二部分 决议"), Some((2, "第二部分".len())));
    }
}
