//! Reads plain text.
//!
//! Kept: every character, tabs, line ends as paragraphs, blank lines as a count, form feeds as page
//! breaks. Replaced, and listed: Word's private-use Symbol bullets. Set aside, and listed: control
//! characters. Refused: bytes that decode in no encoding, and binary data.

pub(crate) mod symbol_font;

use super::encoding::decode;
use super::{STAGE, characters};
use crate::budget;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::source::{Replaced, SetAside, SetAsideWhy, Source, SourceBlock, SourceFormat};
use crate::text::{Paragraph, Run, Span, StyleHint};

/// Reads plain text.
///
/// # Errors
/// Empty files, binary data, bytes that decode in no encoding (with the place of the first).
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    // No encoding but those with a zero byte in most letters takes more bytes than three quarters of UTF-8's:
    // what is longer in any is told before the encoding is looked for.
    if bytes.len() > limits::TEXT_BYTES / 3 * 4 && !bytes.contains(&0) {
        return Err(Refusal::over(message!("the text"), limits::TEXT_BYTES as u64, message!("bytes")));
    }
    let decoded = decode(bytes, None)?;
    if decoded.text.trim().is_empty() {
        return Err(Refusal::new(
            RefusalKind::Empty,
            if bytes.is_empty() {
                message!("the file is empty")
            } else {
                message!("the file holds nothing but white space")
            },
            message!("check that the right file was sent"),
        ));
    }
    let mut source = Source {
        name: name.to_owned(),
        format: SourceFormat::Text { encoding: decoded.encoding.into() },
        findings: decoded.findings,
        ..Source::default()
    };
    if decoded.text.len() > limits::TEXT_BYTES {
        return Err(Refusal::over(message!("the text"), limits::TEXT_BYTES as u64, message!("bytes")));
    }
    let mut lines = TextLines { source: &mut source, blank: 0, page_break: false };
    let text = decoded.text;
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(LINE_ENDS).map_or(text.len(), |at| start + at);
        budget::ask(STAGE)?;
        lines.line(&text, start, end)?;
        let mut after = text.get(end..).unwrap_or_default().chars();
        let ended_by = after.next();
        start = end + ended_by.map_or(0, char::len_utf8);
        if ended_by == Some('\r') && after.next() == Some('\n') {
            start += 1;
        }
        if ended_by == Some('\u{000C}') {
            lines.page_break = true;
        }
    }
    source.text = text;
    Ok(source)
}

/// Line ends: LF, CR, form feed, vertical tab, NEL, and Unicode's line and paragraph separators.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{000C}', '\u{000B}', '\u{0085}', '\u{2028}', '\u{2029}'];

struct TextLines<'s> {
    source: &'s mut Source,
    blank: u16,
    page_break: bool,
}

impl TextLines<'_> {
    fn line(&mut self, text: &str, start: usize, end: usize) -> Result<(), Refusal> {
        let line = text.get(start..end).unwrap_or_default();
        let body = line.trim();
        if body.is_empty() {
            self.blank = self.blank.saturating_add(1);
            return Ok(());
        }
        let lead = line.len() - line.trim_start().len();
        let from = start + lead;
        let to = from + body.len();
        let runs = self.runs(text, from, to);
        let indent =
            line.get(..lead).unwrap_or_default().chars().map(|c| if c == '\t' { 720 } else { 120 }).sum();
        let hint = StyleHint {
            indent,
            blank_lines_before: std::mem::take(&mut self.blank),
            page_break_before: std::mem::take(&mut self.page_break),
            ..StyleHint::default()
        };
        if !runs.is_empty() {
            if self.source.blocks.len() >= limits::PARAGRAPHS {
                return Err(Refusal::over(
                    message!("the text"),
                    limits::PARAGRAPHS as u64,
                    message!("lines"),
                ));
            }
            let span = Span::new(from, to);
            self.source.blocks.push(SourceBlock::Paragraph(Paragraph {
                runs,
                span,
                hint,
                ..Paragraph::default()
            }));
        }
        Ok(())
    }

    /// Runs of a line: one for each stretch that stands in the input as it is shown.
    fn runs(&mut self, text: &str, from: usize, to: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut kept_from = from;
        let line = text.get(from..to).unwrap_or_default();
        for (offset, c) in line.char_indices() {
            let shown = shown_as(c);
            if shown == ShownNotation::AsIs {
                continue;
            }
            let at = from + offset;
            push(&mut runs, text, kept_from, at);
            kept_from = at + c.len_utf8();
            let span = Span::new(at, kept_from);
            match shown {
                ShownNotation::As(to) => {
                    runs.push(Run::new(to.to_string(), span));
                    let why = "a private-use code of Word's Symbol font";
                    self.source.replaced.push(Replaced { span, from: c, to, why: why.into() });
                }
                ShownNotation::Not(why) => self.source.set_aside.push(SetAside { span, why }),
                ShownNotation::AsIs => {}
            }
        }
        push(&mut runs, text, kept_from, to);
        // Most lines are of one run, and many lines are held.
        runs.shrink_to_fit();
        runs
    }
}

fn push(runs: &mut Vec<Run>, text: &str, from: usize, to: usize) {
    if from < to {
        runs.push(Run::new(text.get(from..to).unwrap_or_default(), Span::new(from, to)));
    }
}

/// How a character of the input is shown.
#[derive(PartialEq)]
enum ShownNotation {
    AsIs,
    As(char),
    Not(SetAsideWhy),
}

fn shown_as(c: char) -> ShownNotation {
    match c {
        '\t' => ShownNotation::AsIs,
        '\u{F000}'..='\u{F0FF}' => symbol_font::symbol(c).map_or(ShownNotation::AsIs, ShownNotation::As),
        // Within a line none of them is a line end, so all of them are out of place.
        '\u{0000}'..='\u{001F}' | '\u{FEFF}' => ShownNotation::Not(SetAsideWhy::Control),
        _ => characters::aside(c).map_or(ShownNotation::AsIs, ShownNotation::Not),
    }
}
