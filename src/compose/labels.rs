//! The looks of labels: those of the preamble in italics, with references to them, `Reasons:` in bold.
//!
//! In: paragraphs and what the template asks for. Out: the same words with the format of some of them.
//! Never: a word changed, a format taken away.

use crate::lexicon::Lexicon;
use crate::text::{Format, Paragraph, Run};

/// What the template asks for, and the words that say where.
pub(super) struct LabelStyles<'a> {
    /// Labels of the preamble and references to them are in italics.
    pub italic: bool,
    /// The label of reasons is bold.
    pub bold_reasons: bool,
    /// Calls and labels of reasons in the document's language; a lexicon that does not load is refused
    /// before anything is read.
    pub lexicon: Option<&'a Lexicon>,
}

impl LabelStyles<'_> {
    /// Slants a label of the preamble.
    pub(crate) fn slant_label(&self, label: &mut [Run]) {
        if self.italic {
            label.iter_mut().for_each(|run| run.format = run.format.with(Format::ITALIC));
        }
    }

    /// Slants references to labels of the preamble: a call in running text with the letters behind it
    /// (*considering e), f)*).
    pub(crate) fn slant_references(&self, paragraph: &mut Paragraph) {
        let Some(lexicon) = self.lexicon.filter(|_| self.italic) else { return };
        let text = paragraph.all_text();
        let mut from = 0;
        let mut found = Vec::new();
        while let Some((start, end)) = letters(&text, from) {
            from = end;
            let head = text.get(..start).unwrap_or_default().trim_end();
            if let Some(length) = lexicon.recital_at_end(head) {
                found.push(head.len() - length..end);
            }
        }
        set(paragraph, &found, Format::ITALIC);
    }

    /// Makes the label of reasons bold.
    pub(crate) fn embolden_reasons(&self, paragraph: &mut Paragraph) {
        let text = paragraph.all_text();
        let white = text.len() - text.trim_start().len();
        let lexicon = self.lexicon.filter(|_| self.bold_reasons);
        let length = lexicon.and_then(|lexicon| lexicon.reasons(text.trim_start()));
        if let Some(length) = length {
            set(paragraph, std::slice::from_ref(&(white..white + length)), Format::BOLD);
        }
    }
}

/// The next letters with brackets from a byte on, several parted by commas or conjunctions: `e), f) and g)`.
fn letters(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut before = text.get(..at).unwrap_or_default().chars().rev();
        // `ITU(s)`: a bracket that is glued to a word opens its ending.
        let starts = match (before.next(), before.next()) {
            (Some('(' | '（'), Some(c)) => !c.is_alphanumeric(),
            (Some(c), _) => !c.is_alphanumeric(),
            (None, _) => true,
        };
        if starts && let Some(mut end) = letter(rest) {
            // Each further letter behind a comma, or a space and a short word.
            while let Some(more) = rest.get(end..).and_then(|tail| {
                let gap = tail.len() - tail.trim_start_matches([',', '、', ' ', '\u{A0}', '，']).len();
                letter(tail.get(gap..)?).filter(|_| gap > 0).map(|length| gap + length)
            }) {
                end += more;
            }
            return Some((at, at + end));
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// The length of a letter with a bracket at the head of a text: `a)`, `aa)`, `a）`.
fn letter(text: &str) -> Option<usize> {
    let letters: usize = text.chars().take_while(|c| c.is_lowercase()).take(3).map(char::len_utf8).sum();
    let count = text.get(..letters)?.chars().count();
    let bracket = text.get(letters..)?.chars().next().filter(|c| matches!(c, ')' | '）'))?;
    matches!(count, 1 | 2).then_some(letters + bracket.len_utf8())
}

/// Gives stretches of a paragraph a format.
fn set(paragraph: &mut Paragraph, stretches: &[std::ops::Range<usize>], format: Format) {
    if stretches.is_empty() {
        return;
    }
    let mut runs = Vec::with_capacity(paragraph.runs.len() + stretches.len() * 2);
    let mut before = 0;
    for run in std::mem::take(&mut paragraph.runs) {
        let length = run.text.len();
        let mut cuts = vec![0, length];
        let inside = |at: usize| at.checked_sub(before).filter(|at| *at < length);
        cuts.extend(stretches.iter().flat_map(|stretch| [stretch.start, stretch.end]).filter_map(inside));
        cuts.sort_unstable();
        cuts.dedup();
        if length == 0 {
            runs.push(run);
            continue;
        }
        for pair in cuts.windows(2) {
            let &[from, to] = pair else { continue };
            let mut piece = run.slice(from, to);
            if stretches.iter().any(|stretch| stretch.contains(&(before + from))) {
                piece.format = piece.format.with(format);
            }
            runs.push(piece);
        }
        before += length;
    }
    paragraph.runs = runs;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_brackets_are_found_as_one_reference() {
        let text = "as considering e), f) above (see g) and bb)";
        let found = |from| letters(text, from).map(|(start, end)| text.get(start..end).unwrap());
        assert_eq!(found(0), Some("e), f)"));
        assert_eq!(found(22), Some("g)"));
        assert_eq!(found(36), Some("bb)"));
        assert_eq!(letters("(2014) ITU(s)", 0), None);
    }

    #[test]
    fn a_format_reaches_over_runs_and_no_further() {
        let mut paragraph =
            Paragraph { runs: vec![Run::generated("abc"), Run::generated("def")], ..Paragraph::default() };
        set(&mut paragraph, std::slice::from_ref(&(2..4)), Format::BOLD);
        let shown: Vec<(&str, bool)> =
            paragraph.runs.iter().map(|run| (run.text.as_str(), run.format.has(Format::BOLD))).collect();
        assert_eq!(shown, [("ab", false), ("c", true), ("d", true), ("ef", false)]);
    }
}
