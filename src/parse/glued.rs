//! Text with its line breaks lost: calls and items run on in one line, as in
//! `…通过了建议，认识到a)全权代表大会…，做出决议1在建议…`.
//!
//! In: the blocks of a plain text. Out: the same text cut before calls and labels where a cut is
//! certain. Never: a cut inside a sentence; a call is one only between punctuation and a label.

use super::label;
use crate::lexicon::Lexicon;
use crate::source::SourceBlock;
use crate::text::Paragraph;

/// Lines shorter than this are never glued, characters.
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
    let length: usize = paragraph.runs.iter().map(|run| run.text.len()).sum();
    // Two calls with labels at once: one alone may be a quotation.
    length > SHORTEST && {
        let text = paragraph.all_text();
        calls(&text, lexicon).len() >= 2
    }
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

/// Where the text is cut: before and after each call, and before each label that follows a stop.
fn cuts(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let calls = calls(text, lexicon);
    let mut cuts: Vec<usize> = calls.iter().flat_map(|(start, end)| [*start, *end]).collect();
    let first = calls.first().map_or(text.len(), |(start, _)| *start);
    let mut after_stop = false;
    for (at, c) in text.char_indices() {
        if after_stop && at > first && !c.is_whitespace() {
            let rest = text.get(at..).unwrap_or_default();
            if label::scan(rest).is_some_and(|label| label.firm) {
                cuts.push(at);
            }
        }
        after_stop = matches!(c, '；' | ';' | '：' | ':') || (after_stop && c.is_whitespace());
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn pieces(paragraph: Paragraph, cuts: &[usize], out: &mut Vec<SourceBlock>) {
    let mut rest = paragraph;
    let mut before = 0;
    for at in cuts {
        if *at <= before {
            continue;
        }
        let (head, tail) = rest.split(at - before);
        out.push(SourceBlock::Paragraph(head));
        rest = tail;
        // Pieces of one line were not set apart by blank lines.
        rest.hint.blank_lines_before = 0;
        before = *at;
    }
    out.push(SourceBlock::Paragraph(rest));
}
