//! The extent of a mark as a person writes it: `Rev. [-Dubai, 2018-]{+Bucharest, 2022+}) on`.
//!
//! In: that line, and the paragraph in which the mark stands. Out: ranges of the paragraph. Never: other
//! words than those of the paragraph, white space aside.

use std::ops::Range;

#[cfg(feature = "review")]
use crate::recover::Mark;
use crate::text::RevisionKind;

/// Signs round deleted and inserted words.
const SIGNS: [(&str, &str, RevisionKind); 2] =
    [("[-", "-]", RevisionKind::Deletion), ("{+", "+}", RevisionKind::Insertion)];

/// A stretch of a line, and what is done to it.
type ExtentPiece<'a> = (Option<RevisionKind>, &'a str);

/// A range of a paragraph and what is done to it.
pub(crate) type MarkExtent = (Range<usize>, RevisionKind);

/// The ranges of `paragraph` that a line marks, of those places where its words stand the one at or
/// nearest to byte `near`; `None` where its words stand nowhere, or it marks none.
pub(crate) fn strokes(line: &str, paragraph: &str, near: usize) -> Option<Vec<MarkExtent>> {
    let pieces = pieces(line)?;
    let seen = |text: &str| text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect::<Vec<_>>();
    let letters: Vec<(usize, char)> = seen(paragraph);
    let wanted: Vec<char> = pieces.iter().flat_map(|(_, words)| seen(words)).map(|(_, c)| c).collect();
    if wanted.is_empty() || wanted.len() > letters.len() {
        return None;
    }
    let starts = letters
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| window.iter().map(|(_, c)| c).eq(wanted.iter()));
    let nearest = starts.min_by_key(|(at, _)| letters.get(*at).map_or(0, |(byte, _)| byte.abs_diff(near)));
    let mut at = nearest?.0;
    let mut strokes = Vec::new();
    for (kind, words) in pieces {
        let count = seen(words).len();
        let ends = letters.get(at).zip((at + count).checked_sub(1).and_then(|last| letters.get(last)));
        if let (Some(kind), Some(((start, _), (last, letter)))) = (kind, ends.filter(|_| count > 0)) {
            let mut end = last + letter.len_utf8();
            if words.ends_with(char::is_whitespace) {
                let rest = paragraph.get(end..).unwrap_or_default();
                end += rest.len() - rest.trim_start().len();
            }
            strokes.push((*start..end, kind));
        }
        at += count;
    }
    (!strokes.is_empty()).then_some(strokes)
}

/// The pieces of a line; `None` where a sign is not closed.
fn pieces(line: &str) -> Option<Vec<ExtentPiece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let next = SIGNS.iter().filter_map(|sign| Some((rest.find(sign.0)?, sign))).min_by_key(|(at, _)| *at);
        let Some((at, (open, close, kind))) = next else {
            pieces.push((None, rest));
            break;
        };
        let inside = rest.get(at + open.len()..)?;
        let end = inside.find(close)?;
        pieces.push((None, rest.get(..at)?));
        pieces.push((Some(*kind), inside.get(..end)?));
        rest = inside.get(end + close.len()..)?;
    }
    Some(pieces)
}

/// A mark as a line that can be changed, with a few words on either side.
#[cfg(feature = "review")]
pub(crate) fn line(mark: &Mark, text: &str) -> String {
    const AROUND: usize = 16;
    let mut edits: Vec<_> = mark.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return String::new() };
    let is_end = |c: &char| matches!(c, '\n' | '\r');
    let head = text.get(..first.span.range().start).unwrap_or_default();
    let head: Vec<char> = head.chars().rev().take_while(|c| !is_end(c)).take(AROUND).collect();
    let mut line: String = head.into_iter().rev().collect();
    let mut at = first.span.range().start;
    for edit in &edits {
        line.push_str(text.get(at..edit.span.range().start).unwrap_or_default());
        let (open, close) = if edit.kind == RevisionKind::Deletion { ("[-", "-]") } else { ("{+", "+}") };
        line.push_str(open);
        line.push_str(text.get(edit.span.range()).unwrap_or_default());
        line.push_str(close);
        at = edit.span.range().end;
    }
    let tail = text.get(last.span.range().end..).unwrap_or_default();
    line.extend(tail.chars().take_while(|c| !is_end(c)).take(AROUND));
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use RevisionKind::{Deletion, Insertion};

    #[test]
    fn a_line_marks_the_words_of_its_paragraph() {
        let paragraph = "the old lamp and the old lamp  of 2018";
        let found = strokes("the [-old -]{+lamp+} of", paragraph, 20);
        assert_eq!(found, Some(vec![(21..25, Deletion), (25..29, Insertion)]));
        assert_eq!(strokes("old [-lamp-]", paragraph, 0), Some(vec![(8..12, Deletion)]));
        for wrong in ["the [-new-] lamp", "the [-old lamp", "the old lamp", "", "[--]"] {
            assert_eq!(strokes(wrong, paragraph, 0), None, "{wrong}");
        }
    }
}
