//! Broken lines: which line of a plain text is the rest of the one before it.
//!
//! In: the lines of a plain text. Out: for two neighbours whether they are one paragraph, and the
//! paragraph made of them. Never: two paragraphs made one where the text says that they are two (a blank
//! line, a label, a proposal line), or a character lost: a hyphen that only parted a word is set aside.

use std::collections::HashSet;

use super::lines::{InputLine, TextLine};
use super::symbol;
use super::wrapping::{ClauseEnding, Wrapping, starts_low};
use crate::letters::is_east_asian;
use crate::lexicon::Lexicon;
use crate::model::LabelValue;
use crate::source::{SetAside, SetAsideWhy};
use crate::text::{Run, is_elision};

/// Fewer characters are a title or a name, not a running sentence.
const RUNNING: usize = 20;
/// How far back an open bracket is looked for, characters.
const BRACKET_REACH: usize = 200;
/// Characters of the longest line that a text goes on from anew: a call with whom it addresses, an opening
/// formula, a title over several lines. What has more is running text, however much more, so that a
/// paragraph of many lines is not looked through again at each of them.
const HEAD: usize = 1_000;
/// How much deeper the first line of an indented paragraph begins, twips: two blanks.
const FIRST_LINE: i32 = 240;

/// Judges neighbours.
pub(super) struct Joins<'l> {
    wrapping: Option<Wrapping>,
    /// Lines at which an opening formula begins that the next line ends.
    openings: HashSet<usize>,
    words: HashSet<String>,
    lexicon: &'l Lexicon,
}

impl<'l> Joins<'l> {
    /// Looks through the lines of a plain text.
    pub(super) fn of(lines: &[InputLine], lexicon: &'l Lexicon) -> Self {
        let openings: HashSet<usize> =
            (0..lines.len()).filter(|at| begins_opening(lines, *at, lexicon)).collect();
        let begins: Vec<bool> =
            (0..lines.len()).map(|at| openings.contains(&at) || begins_anew(lines, at, lexicon)).collect();
        let wrapping = Wrapping::of(lines, &begins);
        let parted =
            lines.iter().any(|line| matches!(line, InputLine::Text(line) if ends_parted(&line.text)));
        let words =
            if parted || wrapping.is_some() && lexicon.is_chinese() { words(lines) } else { HashSet::new() };
        Self { wrapping, openings, words, lexicon }
    }

    /// Whether `line`, which stands at `at`, is the rest of `before`, whose last line stands at `last`.
    pub(super) fn joins(&self, before: &TextLine, last: usize, line: &TextLine, at: usize) -> bool {
        if line.paragraph.hint.blank_lines_before > 0
            || is_proposal_line(&line.text)
            || is_elision(&line.text)
            || self.openings.contains(&at)
        {
            return false;
        }
        if !has(&before.text, 40) && symbol::symbol(&before.text).is_some() {
            return false;
        }
        let full = self.wrapping.as_ref().is_some_and(|wrapping| wrapping.is_full(last, at));
        let ending = ClauseEnding::of(&before.text);
        if let Some(label) = line.label.as_ref().filter(|label| label.firm) {
            // `the Council – which met` may break before its dash; an item may not stand there.
            let dash = label.readings == [LabelValue::Bullet] && line.text.starts_with(['-', '–', '—', '−']);
            return dash && full && ending.is_none() && before.label.is_none() && !self.is_head(&before.text);
        }
        if self.completes(before, line) {
            return true;
        }
        if begins_editions(&line.text) {
            return false;
        }
        if self.is_head(&before.text) {
            return full && self.lexicon.call(&before.text).is_some() && self.is_longer_call(before, line);
        }
        let open = ending.is_none() && has(&before.text, RUNNING);
        if open && self.lexicon.is_unfinished(&before.text) {
            return true;
        }
        if self.lexicon.call(&line.text).is_some() {
            // `demande, à établir …` in mid-sentence; a call that has a line to itself is short.
            return open && full && begins_low(line) && has(&line.text, 2 * RUNNING + 1);
        }
        if self.stands_apart(&line.text) {
            return false;
        }
        match &self.wrapping {
            Some(wrapping) if full => match ending {
                None | Some(ClauseEnding::Comma) => has(&before.text, RUNNING / 2),
                Some(ending) => {
                    begins_low(line) || !self.is_weak_head(&line.text) && wrapping.goes_on_after(last, ending)
                }
            },
            Some(_) => begins_low(line) && self.is_tail(before, line),
            None => self.is_tail(before, line),
        }
    }

    /// Whether two lines are one by their form, wherever they break: an open bracket that the second
    /// closes, an opening formula that the second ends.
    fn completes(&self, before: &TextLine, line: &TextLine) -> bool {
        let closes = |text: &str| {
            text.chars().take(BRACKET_REACH).find_map(|c| match c {
                ')' | '）' => Some(true),
                '(' | '（' => Some(false),
                _ => None,
            })
        };
        if is_open(&before.text)
            && closes(&line.text) == Some(true)
            && ClauseEnding::of(&before.text) != Some(ClauseEnding::Stop)
        {
            return true;
        }
        let dated = line.text.starts_with(['(', '（'])
            || line.text.chars().filter(char::is_ascii_digit).count() >= 4
                && self.lexicon.call(&line.text).is_none()
                && !self.lexicon.is_opening(&before.text);
        dated
            && ClauseEnding::of(&line.text) == Some(ClauseEnding::Comma)
            && !has(&before.text, HEAD)
            && !has(&line.text, HEAD)
            && ClauseEnding::of(&before.text).is_none()
            && !self.lexicon.is_opening(&line.text)
            && self.lexicon.is_opening(&format!("{} {}", before.text, line.text))
    }

    /// Whether a call goes on over two lines: `instructs the Director of the … Bureau, in⏎collaboration with …`.
    fn is_longer_call(&self, before: &TextLine, line: &TextLine) -> bool {
        self.lexicon.call(&line.text).is_none()
            && !self.stands_apart(&line.text)
            && self.lexicon.call(&format!("{} {}", before.text, line.text)).is_some()
    }

    /// A line that no running text goes on from: a call, a number line, an opening formula, a title
    /// of a section.
    fn is_head(&self, text: &str) -> bool {
        if has(text, HEAD) {
            return false;
        }
        let reasons = self
            .lexicon
            .reasons(text)
            .is_some_and(|end| text.get(end..).is_none_or(|rest| rest.trim().is_empty()));
        reasons
            || self.is_weak_head(text) && ClauseEnding::of(text).is_none()
            || self.stands_apart_alone(text)
    }

    /// A line that begins something by its words alone, in whatever surroundings.
    fn stands_apart(&self, text: &str) -> bool {
        self.lexicon.reasons(text).is_some() || self.stands_apart_alone(text)
    }

    fn stands_apart_alone(&self, text: &str) -> bool {
        self.lexicon.call(text).is_some()
            || self.lexicon.is_opening(text)
            || self.lexicon.number_line(text).is_some()
            || self.lexicon.is_exact_section(text)
            || self.lexicon.states_fact(text)
    }

    /// A line that may be a title of a section or part, if what stands around it agrees.
    fn is_weak_head(&self, text: &str) -> bool {
        self.lexicon.section(text).is_some() || self.lexicon.part_label(text).is_some()
    }

    /// Whether a line looks like the rest of a sentence, where no column tells.
    fn is_tail(&self, before: &TextLine, line: &TextLine) -> bool {
        if before.ends_closed() || line.label.is_some() || self.is_weak_head(&line.text) {
            return false;
        }
        if !has(&before.text, RUNNING) {
            return false;
        }
        let item = before.label.as_ref().is_some_and(|label| {
            // A short numbered line without a stop is a heading: `3  Proposals`.
            !matches!(label.readings.first(), Some(LabelValue::Number(parts)) if parts.len() == 1)
                || has(&before.text, 61)
        });
        let shorter = has(&before.text, line.text.chars().count() * 2) && line.ends_closed();
        let tail = begins_low(line) && (line.ends_closed() || item) || item && shorter;
        tail && !self.is_irregular_call(&before.text) && !self.is_irregular_call(&line.text)
    }

    /// Whether a line to itself is a call of another language, or one that is misspelt.
    fn is_irregular_call(&self, text: &str) -> bool {
        /// Characters of the longest call with whom it addresses.
        const LONGEST: usize = 120;
        text.chars().nth(LONGEST).is_none()
            && (self.lexicon.call_of_another(text).is_some() || self.lexicon.call_nearly(text).is_some())
    }

    /// Makes one paragraph of two lines. A hyphen that parts a word at the end of a line is set aside,
    /// unless the text writes the word with it elsewhere.
    pub(super) fn join(&self, before: &mut TextLine, line: TextLine, set_aside: &mut Vec<SetAside>) {
        let (last, first) = (before.text.chars().next_back(), line.text.chars().next());
        let glued = matches!((last, first), (Some(last), Some(first)) if is_east_asian(last) || is_east_asian(first))
            || ends_glued(&before.text)
            || starts_glued(&line.text)
            || self.lexicon.is_chinese() && self.is_cut_in_word(&before.text, &line.text);
        let mut runs = std::mem::take(&mut before.paragraph.runs);
        if ends_parted(&before.text) && begins_low(&line) && self.is_parted(&before.text, &line.text) {
            set_aside.extend(take_hyphen(&mut runs));
            before.text.pop();
        } else if !glued && last.is_some() && first.is_some() {
            runs.push(Run::generated(" "));
            before.text.push(' ');
        }
        runs.extend(line.paragraph.runs);
        before.text.push_str(&line.text);
        before.paragraph.span = before.paragraph.span.to(line.paragraph.span);
        before.paragraph.runs = runs;
    }

    /// Whether a line of Chinese ends inside a word of other letters, as where a program counts characters:
    /// inside a number, an abbreviation, or a word that the text has elsewhere.
    fn is_cut_in_word(&self, before: &str, line: &str) -> bool {
        let (Some(last), Some(first)) = (before.chars().next_back(), line.chars().next()) else {
            return false;
        };
        let number = last.is_ascii_digit() && first.is_ascii_digit();
        let abbreviation = last.is_ascii_uppercase() && first.is_ascii_uppercase();
        number
            || abbreviation
            || last.is_alphanumeric()
                && first.is_alphanumeric()
                && self.words.contains(&halves(before, line).concat().to_lowercase())
    }

    /// Whether a hyphen at a line end parts a word that has none: the text writes the word without it,
    /// or writes neither it nor its first half.
    fn is_parted(&self, before: &str, line: &str) -> bool {
        let [head, tail] = halves(before.trim_end_matches('-'), line);
        let whole = format!("{head}{tail}").to_lowercase();
        let compound = format!("{head}-{tail}").to_lowercase();
        if self.words.contains(&whole) || self.words.contains(&compound) {
            return !self.words.contains(&compound);
        }
        !head.contains('-') && !self.words.contains(&head.to_lowercase())
    }
}

/// Whether a text has at least so many characters; no more of it is looked at.
fn has(text: &str, characters: usize) -> bool {
    characters.checked_sub(1).is_none_or(|last| text.chars().nth(last).is_some())
}

/// Whether a new paragraph begins with a line, whatever the one before it says.
fn begins_anew(lines: &[InputLine], at: usize, lexicon: &Lexicon) -> bool {
    let Some(InputLine::Text(line)) = lines.get(at) else { return true };
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    let deeper = matches!(before, Some(InputLine::Text(before)) if before.label.is_none()
        && line.paragraph.hint.indent >= before.paragraph.hint.indent + FIRST_LINE);
    deeper
        || line.paragraph.hint.blank_lines_before > 0
        || line.label.as_ref().is_some_and(|label| label.firm)
        || is_proposal_line(&line.text)
        || is_elision(&line.text)
        || begins_editions(&line.text)
        || matches!(before, Some(InputLine::Text(before)) if is_editions(&before.text)
            || lexicon.number_line(&before.text).is_some())
}

/// Whether an opening formula begins with a line and ends with the next, so that a title that fills its last line ends
/// before it.
fn begins_opening(lines: &[InputLine], at: usize, lexicon: &Lexicon) -> bool {
    let (Some(InputLine::Text(line)), Some(InputLine::Text(next))) = (lines.get(at), lines.get(at + 1))
    else {
        return false;
    };
    // `The Plenipotentiary Conference of the International⏎Telecommunication Union (Kyoto, 1994),`; a sentence that names
    // a conference goes on behind its bracket.
    let edition = next.text.trim_end_matches([',', '，', '،']).ends_with([')', '）']);
    edition
        && ClauseEnding::of(&next.text) == Some(ClauseEnding::Comma)
        && ClauseEnding::of(&line.text).is_none()
        && !starts_low(&line.text)
        && next.paragraph.hint.blank_lines_before == 0
        && !has(&line.text, HEAD)
        && !has(&next.text, HEAD)
        && !lexicon.is_opening(&next.text)
        && lexicon.is_opening(&format!("{} {}", line.text, next.text))
}

/// Whether a line is nothing but editions in brackets, as it stands under a title:
/// `（2012年，迪拜；2016年，哈马马特）`, `(Kyoto, 1994; Rev. Dubai, 2018)`.
fn is_editions(text: &str) -> bool {
    let inner = text.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    inner.is_some_and(|inner| inner.split([';', '；', '؛']).all(has_year))
}

/// Whether a line begins what [`is_editions`] tells, of which several may fill a line.
fn begins_editions(text: &str) -> bool {
    let first = text
        .strip_prefix(['(', '（'])
        .filter(|rest| !rest.contains([')', '）']))
        .and_then(|rest| rest.split_once([';', '；', '؛']));
    is_editions(text) || first.is_some_and(|(first, _)| has_year(first))
}

/// Whether a text of one edition, `2012年，迪拜`, has its year.
fn has_year(text: &str) -> bool {
    const LONGEST: usize = 120;
    let year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    text.len() <= LONGEST
        && !text.contains(['(', ')', '（', '）'])
        && text.split(|c: char| !c.is_ascii_digit()).any(year)
}

fn is_proposal_line(text: &str) -> bool {
    symbol::symbol(text).is_some() || symbol::identifier(text).is_some()
}

fn begins_low(line: &TextLine) -> bool {
    starts_low(&line.text)
}

/// Whether a bracket near the end of a text is open.
fn is_open(text: &str) -> bool {
    let bracket = text.chars().rev().take(BRACKET_REACH).find(|c| matches!(c, '(' | '（' | ')' | '）'));
    matches!(bracket, Some('(' | '（'))
}

/// Whether a line ends with a hyphen right behind a letter.
fn ends_parted(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
}

/// Whether what ends a line belongs to the words on both sides: `Asia-⏎Pacific`, not `Union –⏎the`.
fn ends_glued(text: &str) -> bool {
    text.ends_with(GLUE) && text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
}

/// Whether what begins a line does: `ITU⏎-R`.
fn starts_glued(text: &str) -> bool {
    text.starts_with(GLUE) && text.chars().nth(1).is_some_and(char::is_alphanumeric)
}

/// What stands between two parts of a word.
const GLUE: [char; 4] = ['-', '/', '\u{2010}', '–'];

/// The last word of a line and the first of the next; a hyphen inside the first half belongs to it.
fn halves<'t>(before: &'t str, line: &'t str) -> [&'t str; 2] {
    let spaced = |c: char| !c.is_alphanumeric() || is_east_asian(c);
    let head = before.rsplit(|c: char| spaced(c) && c != '-').next().unwrap_or_default();
    [head, line.split(spaced).next().unwrap_or_default()]
}

/// Takes the hyphen off the last run.
fn take_hyphen(runs: &mut Vec<Run>) -> Option<SetAside> {
    let run = runs.pop()?;
    let (kept, hyphen) = match run.text.len().checked_sub(1) {
        Some(at) => run.split(at),
        None => return None,
    };
    if !kept.text.is_empty() {
        runs.push(kept);
    }
    hyphen.span.map(|span| SetAside { span, why: SetAsideWhy::LineHyphen })
}

/// The words of a text, small, with their hyphens; the last of each line may be half of one.
fn words(lines: &[InputLine]) -> HashSet<String> {
    let texts = lines.iter().filter_map(|line| match line {
        InputLine::Text(line) => Some(line.text.as_str()),
        InputLine::Table(_) => None,
    });
    let words =
        texts.flat_map(|text| text.split(|c: char| (!c.is_alphanumeric() || is_east_asian(c)) && c != '-'));
    words.filter(|word| !word.is_empty() && !word.ends_with('-')).map(str::to_lowercase).collect()
}
