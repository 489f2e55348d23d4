//! Text with its line breaks lost: calls and items run on in one line, as in
//! `…通过了建议，认识到a)全权代表大会…，做出决议1在建议…`.
//!
//! In: the blocks of a plain text. Out: the same text cut before calls and labels where a cut is
//! certain. Never: a cut inside a sentence; a call is one only between punctuation and a label.

use super::label;
use crate::lexicon::Lexicon;
use crate::source::SourceBlock;
use crate::text::{Paragraph, Run};

/// Lines shorter than this hold no two calls with their items, bytes.
const SHORTEST: usize = 200;

/// Cuts glued lines. Lines of other sources and short lines pass unchanged.
pub(super) fn unglue(blocks: Vec<SourceBlock>, plain: bool, lexicon: &Lexicon) -> Vec<SourceBlock> {
    if !plain {
        return blocks;
    }
    let mut cut = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            SourceBlock::Paragraph(paragraph) if is_glued(&paragraph, lexicon) => {
                let text = paragraph.all_text();
                pieces(paragraph, &cuts(&text, lexicon), &mut cut);
            }
            other => cut.push(other),
        }
    }
    cut
}

fn is_glued(paragraph: &Paragraph, lexicon: &Lexicon) -> bool {
    let text = paragraph.all_text();
    // Two calls with labels at once: one alone may be a quotation.
    lexicon.opening_inside(&text).is_some() || (text.len() > SHORTEST && calls(&text, lexicon).len() >= 2)
}

/// Byte ranges of calls that stand between punctuation and a first label.
fn calls(text: &str, lexicon: &Lexicon) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut after_stop = true;
    for (at, c) in text.char_indices() {
        if after_stop && !c.is_whitespace() {
            let rest = text.get(at..).unwrap_or_default();
            if let Some((_, length)) = lexicon.call_at_head(rest)
                && starts_list(rest.get(length..).unwrap_or_default())
            {
                found.push((at, at + length));
            }
        }
        after_stop = matches!(c, '，' | '。' | '；' | ',' | ';') || (after_stop && c.is_whitespace());
    }
    found
}

fn starts_list(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with("a)")
        || rest.starts_with("a）")
        || rest.starts_with("i)")
        || rest.starts_with("1\t")
        || {
            let digits = rest.strip_prefix('1').and_then(|tail| tail.chars().next());
            digits.is_some_and(|c| !c.is_ascii_digit() && !matches!(c, '.' | '年' | '月' | '日' | '-' | '/'))
        }
}

/// A place to cut, and whether the number that stands there lost the gap behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    at: usize,
    number: usize,
}

/// Where the text is cut: before the opening formula, before and after each call, and before each
/// label that follows a stop.
fn cuts(text: &str, lexicon: &Lexicon) -> Vec<Cut> {
    let calls = calls(text, lexicon);
    let plain = |at| Cut { at, number: 0 };
    let mut cuts: Vec<Cut> = calls.iter().flat_map(|(start, end)| [plain(*start), plain(*end)]).collect();
    if let Some(at) = lexicon.opening_inside(text) {
        cuts.push(plain(at));
        let rest = text.get(at..).unwrap_or_default();
        // The formula ends with its edition and a comma.
        let end = rest.find(['，', ',']).and_then(|_| rest.find(['）', ')'])).and_then(|close| {
            let comma = rest.get(close..)?.char_indices().nth(1)?;
            matches!(comma.1, '，' | ',').then_some(at + close + comma.0 + comma.1.len_utf8())
        });
        cuts.extend(end.map(plain));
    }
    let first = calls.first().map_or(text.len(), |(start, _)| *start);
    let mut ends = calls.iter().map(|(_, end)| *end).peekable();
    let mut expected = 1u32;
    let mut after_stop = false;
    for (at, c) in text.char_indices() {
        if ends.next_if_eq(&at).is_some() {
            expected = 1;
            after_stop = true;
        }
        if after_stop && at > first && !c.is_whitespace() {
            let rest = text.get(at..).unwrap_or_default();
            let number = expected.to_string();
            if let Some(tail) = rest.strip_prefix(number.as_str())
                && tail.chars().next().is_some_and(|c| {
                    !c.is_ascii_digit()
                        && !matches!(c, '.' | '年' | '月' | '日' | '-' | '/' | ')' | '\t' | ' ')
                })
            {
                cuts.push(Cut { at, number: number.len() });
                expected += 1;
            } else if label::scan(rest).is_some_and(|label| label.firm) {
                cuts.push(plain(at));
            }
        }
        after_stop = matches!(c, '；' | ';' | '：' | ':') || (after_stop && c.is_whitespace());
    }
    cuts.sort_unstable();
    // Of two cuts in one place the one that knows of the number is kept.
    cuts.reverse();
    cuts.dedup_by_key(|cut| cut.at);
    cuts.reverse();
    cuts
}

fn pieces(paragraph: Paragraph, cuts: &[Cut], out: &mut Vec<SourceBlock>) {
    let places: Vec<usize> = cuts.iter().map(|cut| cut.at).filter(|at| *at > 0).collect();
    let numbers = std::iter::once(0).chain(cuts.iter().filter(|cut| cut.at > 0).map(|cut| cut.number));
    for (index, (mut piece, number)) in paragraph.cut(&places).into_iter().zip(numbers).enumerate() {
        if index > 0 {
            // Pieces of one line were not set apart by blank lines.
            piece.hint.blank_lines_before = 0;
        }
        out.push(SourceBlock::Paragraph(gapped(piece, number)));
    }
}

/// Gives the number at the head of a piece the gap that it lost.
fn gapped(paragraph: Paragraph, number: usize) -> Paragraph {
    if number == 0 {
        return paragraph;
    }
    let (mut head, tail) = paragraph.split(number);
    head.runs.push(Run::generated("\t"));
    head.runs.extend(tail.runs);
    head.span = head.span.to(tail.span);
    head.mark = tail.mark;
    head
}
