//! How a text was wrapped: the column at which a program broke its lines.
//!
//! In: the lines of a plain text. Out: the column, and for any line whether the first word of the
//! next would still have fitted in it. Never: a judgement of what a line is; that is `joins`.
//!
//! A program that wraps breaks a line only where the next word does not fit. So each line broken in
//! mid-sentence tells in which bounds the column lies, and the column is where most bounds agree.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthChar;

use super::lines::{InputLine, TextLine};
use crate::letters::is_east_asian;

/// Columns at which texts are wrapped; a character of a script without spaces is two.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=132;
/// Fewer broken sentences agree by chance.
const FEWEST: usize = 2;
/// A line shorter than this is a title, a call or a number, columns.
const TITLE: usize = 30;
/// Width of a blank at the head of a line, twips: what the reader of plain text counts.
const BLANK: i32 = 120;
/// What closes a bracket or quotation behind a stop.
const CLOSERS: [char; 9] = ['”', '"', '»', '）', ')', '’', '」', '』', '》'];
/// What opens one; in Chinese it never ends a line.
const OPENERS: [char; 6] = ['（', '“', '「', '『', '《', '‘'];
/// What in Chinese never begins a line.
const NEVER_FIRST: [char; 16] =
    ['，', '。', '、', '；', '：', '！', '？', '）', '”', '’', '」', '』', '》', '…', '％', '℃'];

/// How a width is counted: programs differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Metric {
    /// Columns, ambiguous characters narrow (UAX 11).
    Narrow,
    /// Columns, ambiguous characters wide, as in East Asian surroundings.
    Wide,
    /// Characters.
    Characters,
    /// Characters, of a text in a script without spaces: two columns each.
    WideCharacters,
}

impl Metric {
    fn of_char(self, c: char) -> usize {
        match self {
            // What nearly all texts are of, whose tables need not be asked.
            Metric::WideCharacters => 2,
            Metric::Narrow | Metric::Wide if is_ideograph(c) => 2,
            Metric::Narrow | Metric::Wide if c.is_ascii_graphic() => 1,
            Metric::Narrow => c.width().unwrap_or(0),
            Metric::Wide => c.width_cjk().unwrap_or(0),
            Metric::Characters => 1,
        }
    }

    /// Character by character, as programs count: no ligature of Arabic is narrower.
    fn of(self, text: &str) -> usize {
        text.chars().map(|c| self.of_char(c)).sum()
    }
}

/// A unified ideograph of the first plane.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// How a sentence or clause ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClauseEnding {
    Stop,
    Semicolon,
    Colon,
    Comma,
}

impl ClauseEnding {
    /// How a text ends; `None` where it ends in mid-sentence.
    pub(super) fn of(text: &str) -> Option<ClauseEnding> {
        let inner = text.trim_end_matches(CLOSERS);
        match inner.chars().next_back()? {
            '.' | '。' | '!' | '?' | '！' | '？' | '؟' => Some(ClauseEnding::Stop),
            ';' | '；' | '؛' => Some(ClauseEnding::Semicolon),
            ':' | '：' => Some(ClauseEnding::Colon),
            ',' | '，' | '،' => Some(ClauseEnding::Comma),
            _ => None,
        }
    }
}

/// A line as a wrapping program saw it.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    /// Its width, indent included.
    width: usize,
    /// Width of what could not be parted from its first character.
    first: usize,
    /// It begins with, ends with, a character of a script without spaces.
    wide: (bool, bool),
}

/// The column of a text and what its lines tell.
#[derive(Debug)]
pub(super) struct Wrapping {
    column: usize,
    lines: Vec<Measure>,
    /// How many sentences, clauses end at the end of a paragraph, by [`ClauseEnding`].
    last: [usize; 4],
    /// How many end inside a line.
    inside: [usize; 4],
    /// Lines that a sentence fills and behind which a paragraph ends.
    closed: BTreeSet<usize>,
}

impl Wrapping {
    /// How a text was wrapped, or none where its lines are paragraphs. `begins`: whether a new paragraph
    /// begins with a line, whatever stands before it, by line.
    pub(super) fn of(lines: &[InputLine], begins: &[bool]) -> Option<Wrapping> {
        let begins = |at: usize| begins.get(at).copied().unwrap_or(true);
        let texts: Vec<Option<&TextLine>> = lines.iter().map(text).collect();
        let broken: Vec<usize> =
            (0..texts.len().saturating_sub(1)).filter(|at| is_broken(&texts, *at, &begins)).collect();
        if broken.len() < FEWEST {
            return None;
        }
        let wide = texts.iter().flatten().any(|line| line.text.chars().any(is_east_asian));
        let metrics: &[Metric] = if wide {
            &[Metric::Narrow, Metric::Wide, Metric::WideCharacters]
        } else {
            &[Metric::Narrow, Metric::Characters]
        };
        let tried = metrics.iter().map(|metric| {
            let measures: Vec<Measure> = texts
                .iter()
                .map(|line| line.map_or_else(Measure::default, |line| measure(line, *metric)))
                .collect();
            let bounds = bounds(&measures, &broken);
            (bounds, measures)
        });
        // By which the most lines are broken where they are full; of several, by which the most are full; then
        // the first: ambiguous characters are narrow in most programs.
        let full = |(bounds, measures): &((usize, usize, usize), Vec<Measure>)| {
            let filled = measures.iter().filter(|line| (bounds.1..=bounds.2).contains(&line.width));
            (bounds.0, filled.count())
        };
        let ((agreeing, low, high), measures) =
            tried.reduce(|best, next| if full(&next) > full(&best) { next } else { best })?;
        let counted = broken.iter().filter(|at| !is_title(measures.get(**at))).count();
        if agreeing < FEWEST || agreeing * 5 < counted * 3 {
            return None;
        }
        let column =
            measures.iter().map(|line| line.width).filter(|width| *width <= high).max().unwrap_or(low);
        let beyond = measures.iter().filter(|line| line.width > high).count();
        if beyond * 5 > measures.len() {
            return None;
        }
        let mut wrapping = Wrapping {
            column: column.max(low),
            lines: measures,
            last: [0; 4],
            inside: [0; 4],
            closed: BTreeSet::new(),
        };
        wrapping.count_endings(&texts, &begins);
        wrapping.closed = wrapping.paragraph_ends(&texts, &begins);
        Some(wrapping)
    }

    /// Whether a line is full: the first word of the next one would not have fitted in it.
    pub(super) fn is_full(&self, at: usize, next: usize) -> bool {
        let (Some(line), Some(next)) = (self.lines.get(at), self.lines.get(next)) else { return false };
        needed(*line, *next) > self.column
    }

    /// Whether the text goes on behind a sentence or clause that fills line `at`: a clause, where more of
    /// its kind end inside the lines of this text than at the ends of its paragraphs.
    pub(super) fn goes_on_after(&self, at: usize, ending: ClauseEnding) -> bool {
        if ending == ClauseEnding::Stop {
            return !self.closed.contains(&at);
        }
        let of = |counts: &[usize; 4]| counts.get(ending as usize).copied().unwrap_or(0);
        of(&self.inside) >= of(&self.last)
    }

    /// The lines that a sentence fills and behind which a paragraph ends. Nothing in the lines tells;
    /// what tells is how many sentences the paragraphs of this text have.
    fn paragraph_ends(
        &self,
        texts: &[Option<&TextLine>],
        begins: &impl Fn(usize) -> bool,
    ) -> BTreeSet<usize> {
        let mut chains: Vec<Vec<LinePart>> = vec![Vec::new()];
        let mut sentences = 0;
        for (at, line) in texts.iter().enumerate() {
            let text = line.map_or("", |line| line.text.as_str());
            let stops = ClauseEnding::of(text) == Some(ClauseEnding::Stop);
            sentences += endings_inside(text).filter(|ending| *ending == ClauseEnding::Stop).count()
                + usize::from(stops);
            let next = texts.get(at + 1).copied().flatten();
            let ends = next.is_none() || begins(at + 1) || !self.is_full(at, at + 1);
            let low = next.is_some_and(|next| starts_low(&next.text));
            if !ends && (!stops || low) {
                continue;
            }
            if let Some(chain) = chains.last_mut() {
                chain.push(LinePart { at, sentences: std::mem::take(&mut sentences) });
            }
            if ends {
                chains.push(Vec::new());
            }
        }
        let lengths = Lengths::of(&chains, self.last, self.inside);
        chains.iter().flat_map(|chain| lengths.cut(chain)).collect()
    }

    fn count_endings(&mut self, texts: &[Option<&TextLine>], begins: &impl Fn(usize) -> bool) {
        for (at, line) in texts.iter().enumerate() {
            let Some(line) = line else { continue };
            let next = texts.get(at + 1).copied().flatten();
            let ends = next.is_none() || begins(at + 1) || !self.is_full(at, at + 1);
            if ends
                && let Some(slot) =
                    ClauseEnding::of(&line.text).and_then(|found| self.last.get_mut(found as usize))
            {
                *slot += 1;
            }
            for ending in endings_inside(&line.text) {
                if let Some(slot) = self.inside.get_mut(ending as usize) {
                    *slot += 1;
                }
            }
        }
    }
}

/// Lines up to one that ends a paragraph, or may.
#[derive(Debug, Clone, Copy)]
struct LinePart {
    /// Its last line.
    at: usize,
    sentences: usize,
}

/// How many sentences the paragraphs of a text have: logarithms of shares, by count.
struct Lengths([f64; LONGEST_PARAGRAPH]);

/// Paragraphs of more sentences are counted with these.
const LONGEST_PARAGRAPH: usize = 24;
/// Longer chains of doubtful ends are cut at none of them.
const LONGEST_CHAIN: usize = 40;

impl Lengths {
    /// From the paragraphs whose ends are certain, with two more as the whole text has them.
    fn of(chains: &[Vec<LinePart>], last: [usize; 4], inside: [usize; 4]) -> Self {
        let mut counts = [0.0; LONGEST_PARAGRAPH];
        for chain in chains {
            if let [piece] = chain.as_slice()
                && let Some(slot) = counts.get_mut(piece.sentences)
            {
                *slot += 1.0;
            }
        }
        let [ends, others] = [last, inside].map(|of| of.first().copied().unwrap_or(0) as f64 + 0.5);
        let share = ends / (ends + others);
        let all: f64 = counts.iter().skip(1).sum();
        let mut at_least = share;
        for count in counts.iter_mut().skip(1) {
            *count = ((*count + 2.0 * at_least) / (all + 2.0)).ln();
            at_least *= 1.0 - share;
        }
        Self(counts)
    }

    fn share(&self, sentences: usize) -> f64 {
        self.0.get(sentences.clamp(1, LONGEST_PARAGRAPH - 1)).copied().unwrap_or(0.0)
    }

    /// The likeliest ends of paragraphs in a chain, but for the last, which is certain.
    fn cut(&self, chain: &[LinePart]) -> Vec<usize> {
        if chain.len() < 2 || chain.len() > LONGEST_CHAIN {
            return Vec::new();
        }
        // The best share of the pieces up to each, and where its last paragraph begins.
        let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
        for end in 1..=chain.len() {
            let mut sentences = 0;
            let mut found = (f64::NEG_INFINITY, 0);
            for begin in (0..end).rev() {
                sentences += chain.get(begin).map_or(0, |piece| piece.sentences);
                let share = best.get(begin).map_or(0.0, |best| best.0) + self.share(sentences);
                if share >= found.0 {
                    found = (share, begin);
                }
            }
            best.push(found);
        }
        let mut ends = Vec::new();
        let mut at = chain.len();
        while let Some((_, begin)) = best.get(at).filter(|(_, begin)| *begin > 0) {
            ends.extend(chain.get(begin - 1).map(|piece| piece.at));
            at = *begin;
        }
        ends
    }
}

fn text(line: &InputLine) -> Option<&TextLine> {
    match line {
        InputLine::Text(line) => Some(line),
        InputLine::Table(_) => None,
    }
}

/// Whether a line certainly stops in mid-sentence and goes on in the next.
fn is_broken(texts: &[Option<&TextLine>], at: usize, begins: &impl Fn(usize) -> bool) -> bool {
    let (Some(Some(line)), Some(Some(next))) = (texts.get(at), texts.get(at + 1)) else { return false };
    if ClauseEnding::of(&line.text).is_some() || begins(at + 1) {
        return false;
    }
    match next.text.chars().find(|c| c.is_alphanumeric()) {
        _ if starts_low(&next.text) => true,
        // Without capitals a title cannot be told from a clause but by its length.
        Some(first) => !first.is_uppercase() && !first.is_ascii_digit(),
        None => false,
    }
}

/// Whether the first letter of a text is small.
pub(super) fn starts_low(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether a line is too short to tell anything.
fn is_title(line: Option<&Measure>) -> bool {
    line.is_none_or(|line| line.width < TITLE)
}

/// In how many broken lines the likeliest columns agree, and the least and greatest of these columns.
fn bounds(measures: &[Measure], broken: &[usize]) -> (usize, usize, usize) {
    let mut agreeing = [0usize; 134];
    for at in broken {
        let (Some(line), Some(next)) = (measures.get(*at), measures.get(at + 1)) else { continue };
        let upper = needed(*line, *next).saturating_sub(1).min(*COLUMNS.end());
        for column in line.width.max(*COLUMNS.start())..=upper {
            if let Some(slot) = agreeing.get_mut(column) {
                *slot += 1;
            }
        }
    }
    let most = agreeing.iter().copied().max().unwrap_or(0);
    let low = agreeing.iter().position(|count| *count == most).unwrap_or(0);
    let high = agreeing.iter().skip(low).take_while(|count| **count == most).count() + low - 1;
    (most, low, high)
}

/// What a line would have been wide with the first word of the next.
fn needed(line: Measure, next: Measure) -> usize {
    let gap = usize::from(!line.wide.1 && !next.wide.0);
    line.width + gap + next.first
}

fn measure(line: &TextLine, metric: Metric) -> Measure {
    let indent = usize::try_from(line.paragraph.hint.indent / BLANK).unwrap_or(0);
    let text = line.text.as_str();
    let wide = (text.starts_with(is_east_asian), text.ends_with(is_east_asian));
    Measure {
        width: indent + metric.of(text),
        first: first_word(text).map(|c| metric.of_char(c)).sum(),
        wide,
    }
}

/// The characters that a line break may not part: a word, or in scripts without spaces a character
/// with the punctuation that must follow it (or stands before it).
fn first_word(text: &str) -> impl Iterator<Item = char> {
    let mut characters = text.chars().peekable();
    let mut word = Vec::new();
    while let Some(opener) = characters.next_if(|c| OPENERS.contains(c)) {
        word.push(opener);
    }
    let first = characters.next();
    word.extend(first);
    match first {
        Some(c) if NEVER_FIRST.contains(&c) => return word.into_iter(),
        Some(c) if !is_east_asian(c) => {
            while let Some(c) = characters.next_if(|c| !c.is_whitespace() && !is_east_asian(*c)) {
                word.push(c);
            }
        }
        _ => {}
    }
    while let Some(c) = characters.next_if(|c| NEVER_FIRST.contains(c)) {
        word.push(c);
    }
    word.into_iter()
}

/// Where sentences and clauses end inside a line.
fn endings_inside(text: &str) -> impl Iterator<Item = ClauseEnding> {
    text.char_indices().filter_map(move |(at, c)| {
        let end = at + c.len_utf8();
        let (before, rest) = (text.get(..end)?, text.get(end..)?);
        let ending = match c {
            '.' | '。' | '!' | '?' | '！' | '？' | '؟' => ClauseEnding::Stop,
            ';' | '；' | '؛' => ClauseEnding::Semicolon,
            ':' | '：' => ClauseEnding::Colon,
            ',' | '，' | '،' => ClauseEnding::Comma,
            _ => return None,
        };
        let rest = rest.trim_start_matches(CLOSERS);
        let next = rest.chars().find(|c| c.is_alphanumeric())?;
        let apart = is_east_asian(c) || rest.starts_with(' ');
        // `(Rev. Busan, 2014)`, `No. 5`: a stop behind a word that begins with a capital is an abbreviation's.
        let sentence = c != '.' || !next.is_lowercase() && !next.is_ascii_digit() && is_word(before);
        (apart && sentence).then_some(ending)
    })
}

/// Whether a text ends with a whole word and a stop, and not with an abbreviation.
fn is_word(before: &str) -> bool {
    let word = before.trim_end_matches('.').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let length = word.chars().count();
    length >= 4 || length >= 2 && word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit())
}
