//! Reads plain text.
//!
//! Kept: every character, tabs, line ends as paragraphs, blank lines as a count, form feeds as page
//! breaks. Replaced, and listed: Word's private-use Symbol bullets. Set aside, and listed: control
//! characters. Refused: bytes that decode in no encoding, and binary data.

mod decode;
pub mod symbol_font;

use crate::diagnostics::{Finding, Refusal, RefusalKind, Rule, Severity};
use crate::source::{Replaced, SetAside, SetAsideWhy, Source, SourceBlock, SourceFormat};
use crate::text::{Paragraph, Run, Span, StyleHint};

/// The text was not UTF-8.
pub static ENCODING: Rule = Rule {
    code: "ENC001",
    name: "other-encoding",
    severity: Severity::Information,
    what: "The text was in another encoding than UTF-8, recognised by a mark or by its bytes.",
    why: "An encoding that was guessed wrong shows as wrong characters; a look at the first lines tells.",
    example: "A file saved as GB18030 or UTF-16.",
    remedy: "If the text looks right, nothing; otherwise save it as UTF-8 and send it again.",
    source: "WHATWG Encoding Standard.",
};

/// U+FFFD stands in the text.
pub static REPLACEMENT: Rule = Rule {
    code: "ENC002",
    name: "lost-character",
    severity: Severity::Error,
    what: "The text holds U+FFFD, the mark of a character that another program could not read.",
    why: "The character is lost for good; only the author knows it.",
    example: "`第64号决\u{FFFD}`.",
    remedy: "Ask for the original file.",
    source: "The Unicode Standard, chapter 23.8.",
};

/// Control characters were set aside.
pub static CONTROL: Rule = Rule {
    code: "ENC003",
    name: "control-character",
    severity: Severity::Warning,
    what: "The text holds control characters that no document may carry.",
    why: "Word and PDF readers refuse files with them; they come from damaged copies.",
    example: "U+0001 in a word.",
    remedy: "Nothing: they were set aside and are listed in the report.",
    source: "XML 1.0, production 2 (Char).",
};

/// Bidirectional overrides.
pub static BIDI_OVERRIDE: Rule = Rule {
    code: "ENC004",
    name: "direction-override",
    severity: Severity::Warning,
    what: "The text holds characters that override the direction of reading.",
    why: "They can make a text read otherwise than it is stored.",
    example: "U+202E before a number.",
    remedy: "Check the words around it; take the character out.",
    source: "Unicode Technical Report 36, section 2.4.",
};

/// The rules of the reader of plain text.
pub static RULES: &[&Rule] = &[&ENCODING, &REPLACEMENT, &CONTROL, &BIDI_OVERRIDE];

/// Reads plain text.
///
/// # Errors
/// Empty files, binary data, bytes that decode in no encoding (with the place of the first).
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let decoded = decode::decode(bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(Refusal::new(
            RefusalKind::Empty,
            if bytes.is_empty() { "the file is empty" } else { "the file holds nothing but white space" },
            "check that the right file was sent",
        ));
    }
    let mut source = Source {
        name: name.to_owned(),
        format: SourceFormat::Text { encoding: decoded.encoding },
        ..Source::default()
    };
    if decoded.guessed {
        source.findings.push(Finding::new(
            &ENCODING,
            None,
            format!("The text was read as {}.", decoded.encoding),
        ));
    }
    let mut lines = Lines { source: &mut source, blank: 0, page_break: false };
    let text = decoded.text;
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(LINE_ENDS).map_or(text.len(), |at| start + at);
        lines.line(&text, start, end);
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
    report_characters(&mut source, &text);
    source.text = text;
    Ok(source)
}

/// Line ends: LF, CR, form feed, vertical tab, NEL, and Unicode's line and paragraph separators.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{000C}', '\u{000B}', '\u{0085}', '\u{2028}', '\u{2029}'];

struct Lines<'s> {
    source: &'s mut Source,
    blank: u16,
    page_break: bool,
}

impl Lines<'_> {
    fn line(&mut self, text: &str, start: usize, end: usize) {
        let line = text.get(start..end).unwrap_or_default();
        let body = line.trim();
        if body.is_empty() {
            self.blank = self.blank.saturating_add(1);
            return;
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
            let span = Span::new(from, to);
            self.source.blocks.push(SourceBlock::Paragraph(Paragraph {
                runs,
                span,
                hint,
                ..Paragraph::default()
            }));
        }
    }

    /// Runs of a line: one for each stretch that stands in the input as it is shown.
    fn runs(&mut self, text: &str, from: usize, to: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut kept_from = from;
        let line = text.get(from..to).unwrap_or_default();
        for (offset, c) in line.char_indices() {
            let shown = shown_as(c);
            if shown == Shown::AsIs {
                continue;
            }
            let at = from + offset;
            push(&mut runs, text, kept_from, at);
            kept_from = at + c.len_utf8();
            let span = Span::new(at, kept_from);
            match shown {
                Shown::As(to) => {
                    runs.push(Run::new(to.to_string(), span));
                    let why = "a private-use code of Word's Symbol font";
                    self.source.replaced.push(Replaced { span, from: c, to, why });
                }
                _ => self.source.set_aside.push(SetAside { span, why: SetAsideWhy::Control }),
            }
        }
        push(&mut runs, text, kept_from, to);
        runs
    }
}

fn push(runs: &mut Vec<Run>, text: &str, from: usize, to: usize) {
    if from < to {
        runs.push(Run::new(text.get(from..to).unwrap_or_default(), Span::new(from, to)));
    }
}

#[derive(PartialEq)]
enum Shown {
    AsIs,
    As(char),
    Not,
}

fn shown_as(c: char) -> Shown {
    match c {
        '\t' => Shown::AsIs,
        '\u{0000}'..='\u{001F}' | '\u{007F}'..='\u{009F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
            Shown::Not
        }
        '\u{F000}'..='\u{F0FF}' => symbol_font::symbol(c).map_or(Shown::AsIs, Shown::As),
        _ => Shown::AsIs,
    }
}

fn report_characters(source: &mut Source, text: &str) {
    let spans = |wanted: fn(char) -> bool| -> Vec<Span> {
        text.char_indices()
            .filter(|(_, c)| wanted(*c))
            .map(|(at, c)| Span::new(at, at + c.len_utf8()))
            .take(50)
            .collect()
    };
    let lost = spans(|c| c == '\u{FFFD}');
    if let Some(first) = lost.first() {
        let message = format!("{} lost characters (U+FFFD) stand in the text.", lost.len());
        source.findings.push(Finding::new(&REPLACEMENT, *first, message));
    }
    let overrides = spans(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
    if let Some(first) = overrides.first() {
        let message = format!("{} characters override the direction of reading.", overrides.len());
        source.findings.push(Finding::new(&BIDI_OVERRIDE, *first, message));
    }
    let controls: Vec<Span> = source
        .set_aside
        .iter()
        .filter(|piece| piece.why == SetAsideWhy::Control)
        .map(|piece| piece.span)
        .collect();
    if let Some(first) = controls.first() {
        let message = format!("{} control characters were set aside.", controls.len());
        source.findings.push(Finding::new(&CONTROL, *first, message));
    }
}
