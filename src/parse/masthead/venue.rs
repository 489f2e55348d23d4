//! A conference's name with its place and days on one line: `Council 2018 Geneva, 17-27 April 2018`.
//!
//! In: a line of the masthead. Out: the same as two lines. Never: a cut in a line of which one half is
//! no name of a conference or the other no place with days.

use super::{body_line, conference_line};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::parse::lines::TextLine;
use crate::registry::Registry;
use crate::text::Span;

/// Longest line that is looked at, characters.
const LONGEST: usize = 200;

/// The line of the name, what stands between where anything does, and the line of the place and days.
pub(super) fn cut(
    line: &TextLine,
    language: Option<Language>,
    lexicon: &Lexicon,
    registry: &Registry,
) -> Option<(TextLine, Option<Span>, TextLine)> {
    if line.text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let session = lexicon.session_at_head(&line.text).map(|(_, length)| length);
    let mut digits = 0;
    let cuts = line.text.char_indices().filter_map(|(at, c)| {
        let year = digits == 4 && !c.is_ascii_digit();
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        match c {
            ')' | '）' => Some(at + c.len_utf8()),
            _ if year => Some(at),
            _ => None,
        }
    });
    let at = session.into_iter().chain(cuts).find(|cut| {
        let halves = line.text.split_at_checked(*cut);
        halves.is_some_and(|(name, tail)| {
            lexicon.days(bare(tail)).is_some()
                && (Some(*cut) == session
                    || conference_line(name, language, lexicon, registry).is_some()
                    || body_line(name, language, registry).is_some())
        })
    })?;
    let tail = line.text.get(at..)?;
    let start = at + tail.len() - tail.trim_start_matches(between).len();
    let (name, rest) = line.paragraph.clone().split(line.marked_offset(at));
    let (gap, mut days) = rest.split(line.marked_offset(start) - line.marked_offset(at));
    days.hint.blank_lines_before = 0;
    let gap = (!gap.runs.is_empty()).then_some(gap.span);
    Some((TextLine::new(name)?, gap, TextLine::new(days)?))
}

/// What stands between the two.
fn between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | '/' | '-' | '–' | '—' | ':' | '：' | ';')
}

fn bare(tail: &str) -> &str {
    tail.trim_matches(between)
}
