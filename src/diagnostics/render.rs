//! Findings as text a person reads.
//!
//! In: findings and the decoded input they point into. Out: the finding with its line of source
//! under it, or one line a finding. Never: a control character or a bidirectional override passed
//! on to a terminal; each is spelled out (`<U+202E>`).

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Finding, Refusal, Severity};
use crate::lines::LineIndex;
use crate::text::Span;

/// How findings are shown to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenderForm {
    /// With the source under each; `width` in columns.
    Full {
        /// With colours.
        colour: bool,
        /// Width of the terminal, columns.
        width: usize,
    },
    /// `file:line:column: severity[CODE]: message`, one line each.
    Short,
}

/// Shows findings of one file. `text` is the decoded input that their spans point into.
pub(crate) fn findings(name: &str, text: &str, list: &[Finding], look: RenderForm) -> String {
    let index = LineIndex::new(text);
    let page = RulePage { name: visible(name), text, index };
    let mut out = String::new();
    for finding in list {
        match look {
            RenderForm::Short => page.short(finding, &mut out),
            RenderForm::Full { colour, width } => {
                let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
                page.full(finding, &renderer.term_width(width), &mut out);
            }
        }
    }
    out
}

/// A finding in a line. `place`: line and column.
pub(crate) fn short(
    name: &str,
    place: Option<(u32, u32)>,
    severity: &str,
    code: &str,
    message: &str,
) -> String {
    let place = place.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
    format!("{}{place}: {severity}[{code}]: {}\n", visible(name), visible(message))
}

/// A refusal, its file and what to do about it.
pub(crate) fn refusal(name: &str, refusal: &Refusal) -> String {
    refused(name, refusal.kind.code(), &refusal.found, &refusal.advice)
}

/// A file that was converted and could not be written, as [`refusal`].
pub(crate) fn not_written(name: &str, refusal: &Refusal) -> String {
    said(name, "not written", refusal.kind.code(), &refusal.found, &refusal.advice)
}

/// A refusal as a report tells it.
pub(crate) fn refused(name: &str, code: &str, found: &str, advice: &str) -> String {
    said(name, "refused", code, found, advice)
}

fn said(name: &str, what: &str, code: &str, found: &str, advice: &str) -> String {
    // Many mistakes at once stand a line each.
    let lines: Vec<_> = found.lines().map(visible).collect();
    let found = match lines.as_slice() {
        [one] => format!(" {one}"),
        many => many.iter().map(|line| format!("\n  {line}")).collect(),
    };
    let (name, advice) = (visible(name), visible(advice));
    format!("{name}: {what} [{code}]:{found}\n  {advice}\n")
}

/// Text with everything spelled out that would act on a terminal instead of showing.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_on_a_terminal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        push_visible(letter, &mut out);
    }
    Cow::Owned(out)
}

/// A whole output for people as it may go to a terminal: line ends, tabs and colours of ours pass,
/// everything else that would act there is spelled out. Whoever made the text may have used [`visible`]
/// on its parts; this holds for the parts that were forgotten too.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| matches!(letter, '\n' | '\t') || !acts_on_a_terminal(letter);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    // All that acts begins with one of these bytes, most letters with another.
    let may_act = |byte: u8| matches!(byte, 0..=0x08 | 0x0B..=0x1F | 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3);
    loop {
        let plain = rest.bytes().position(may_act).unwrap_or(rest.len());
        out.push_str(rest.get(..plain).unwrap_or_default());
        rest = rest.get(plain..).unwrap_or_default();
        let Some(letter) = rest.chars().next() else { break };
        let length = if letter == '\u{1B}' { colour(rest) } else { None }.unwrap_or(0);
        if let Some((sequence, after)) = rest.split_at_checked(length).filter(|_| length > 0) {
            out.push_str(sequence);
            rest = after;
            continue;
        }
        if is_plain(letter) {
            out.push(letter)
        } else {
            push_visible(letter, &mut out)
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// Length of the sequence at the beginning of a text that sets colours and weight (ECMA-48, 8.3.117, SGR),
/// which changes nothing but the looks of what follows.
fn colour(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1B}[")?;
    let end = parameters.find(|letter: char| !matches!(letter, '0'..='9' | ';'))?;
    parameters.get(end..)?.starts_with('m').then_some(end + 3)
}

/// Whether a character steers a terminal or the direction of text (Unicode 16, 23.1 and 23.2;
/// Unicode annex 9, 2.1 to 2.4) or is invisible where it matters.
pub(crate) fn acts_on_a_terminal(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn push_visible(letter: char, out: &mut String) {
    if acts_on_a_terminal(letter) {
        // Writing to a string cannot fail.
        let _ = write!(out, "<U+{:04X}>", u32::from(letter));
    } else {
        out.push(letter);
    }
}

/// A file as its findings are shown in it.
struct RulePage<'a> {
    name: Cow<'a, str>,
    text: &'a str,
    index: LineIndex,
}

impl RulePage<'_> {
    fn short(&self, finding: &Finding, out: &mut String) {
        let place = finding.span.map(|span| self.index.position(self.text, span.start));
        let (severity, code) = (severity_name(finding.severity), finding.rule.code);
        out.push_str(&short(&self.name, place, severity, code, &finding.message));
    }

    fn full(&self, finding: &Finding, renderer: &Renderer, out: &mut String) {
        let level = match finding.severity {
            Severity::Information => Level::NOTE,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let title = level.primary_title(visible(&finding.message)).id(finding.rule.code);
        let mut group = Group::with_title(title);
        let mut bare = true;
        let places = finding.span.map(|span| (span, ""));
        let related = finding.related.iter().map(|(span, label)| (*span, &**label));
        for (at, (span, label)) in places.into_iter().chain(related).enumerate() {
            let Some(excerpt) = self.excerpt(span) else { continue };
            let primary = at == 0 && finding.span.is_some();
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mut annotation = kind.span(excerpt.marked);
            if !label.is_empty() {
                annotation = annotation.label(visible(label));
            }
            bare = false;
            group = group.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.line)
                    .path(self.name.as_ref())
                    .annotation(annotation),
            );
        }
        if bare {
            group = group.element(annotate_snippets::Origin::path(self.name.as_ref()));
        }
        let help = finding.help.as_deref().unwrap_or(finding.rule.remedy);
        if !help.is_empty() {
            group = group.element(Level::HELP.message(visible(help)));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }

    /// The line in which a span starts, made visible, with the span in it. What goes on to further
    /// lines is marked to the end of the first; only that line is handed on, so that a thousand
    /// findings in a long file cost a thousand lines and not a thousand files.
    fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let line = self.index.line(span.start);
        let start = self.index.start(line)? as usize;
        let end = self.index.start(line + 1).map_or(self.text.len(), |next| next as usize);
        let source = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let wanted = span.range();
        let mut text = String::with_capacity(source.len());
        let mut marked = 0..0;
        for (at, letter) in source.char_indices() {
            let from = text.len();
            match letter {
                '\t' => text.push(letter),
                _ => push_visible(letter, &mut text),
            }
            if start + at <= wanted.start {
                marked = from..text.len();
            } else if start + at < wanted.end {
                marked.end = text.len();
            }
        }
        if start + source.len() <= wanted.start {
            marked = text.len()..text.len();
        }
        Some(Excerpt { line: line as usize, text, marked })
    }
}

struct Excerpt {
    line: usize,
    text: String,
    marked: Range<usize>,
}

/// The word for a severity in every output.
pub(crate) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Information => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Message, Rule, message};

    static RULE: Rule = Rule {
        code: "TST001",
        name: "sample",
        severity: Severity::Warning,
        what: "",
        why: "",
        example: "",
        remedy: "RenderForm at it.",
        source: "",
    };

    fn shown(text: &str, at: &str, look: RenderForm) -> String {
        let start = text.find(at).unwrap();
        let finding = Finding::new(&RULE, Span::new(start, start + at.len()), message!("seen"));
        findings("a.txt", text, &[finding], look)
    }

    const PLAIN: RenderForm = RenderForm::Full { colour: false, width: 100 };

    #[test]
    fn nothing_that_acts_on_a_terminal_passes() {
        for letter in '\0'..=char::MAX {
            // Colours of ours make the text one that is looked through.
            let text = format!("\u{1B}[1mx{letter}y\u{1B}[0m");
            let passes = matches!(letter, '\n' | '\t') || !super::acts_on_a_terminal(letter);
            assert_eq!(super::for_terminal(&text) == text, passes, "U+{:04X}", u32::from(letter));
        }
    }

    #[test]
    fn the_mark_stands_under_wide_characters() {
        insta::assert_snapshot!(shown("第一行\n做出决议，责成秘书长\n", "责成", PLAIN), @r"
        warning[TST001]: seen
         --> a.txt:2:6
          |
        2 | 做出决议，责成秘书长
          |           ^^^^
          |
          = help: RenderForm at it.
        ");
    }

    #[test]
    fn short_gives_line_and_column_in_characters() {
        assert_eq!(shown("一\r二\r\n三四五", "五", RenderForm::Short), "a.txt:3:3: warning[TST001]: seen\n");
    }

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        let hostile = "a\u{202E}b\u{1B}]0;x\u{7}\u{9B}31m\u{85}\u{2066}z";
        let text = format!("x\n{hostile} here\n");
        let hostile_words = || Message::foreign(hostile);
        let finding = Finding::new(&RULE, Span::new(2, text.len()), hostile_words())
            .help(hostile_words())
            .related(Span::new(0, 1), hostile_words());
        for look in [PLAIN, RenderForm::Short] {
            let out = findings(hostile, &text, std::slice::from_ref(&finding), look);
            assert!(out.contains("<U+202E>") && out.contains("<U+009B>"), "{out}");
            assert!(!out.chars().any(|c| c != '\n' && acts_on_a_terminal(c)), "{out:?}");
        }
        let out = refusal(
            hostile,
            &Refusal::new(
                crate::diagnostics::RefusalKind::Empty,
                crate::diagnostics::Message::foreign(hostile),
                crate::diagnostics::Message::foreign(hostile),
            ),
        );
        assert!(!out.chars().any(|c| c != '\n' && acts_on_a_terminal(c)), "{out:?}");
    }

    #[test]
    fn a_whole_output_keeps_its_colours_and_nothing_else_that_acts() {
        let styled = "\u{1B}[1;31merror:\u{1B}[0m a\tb\n";
        assert_eq!(for_terminal(styled), styled);
        let hostile = "\u{1B}]0;x\u{7}\u{9B}31m\u{1B}[2J\u{1B}[3\u{202E}\u{1B}";
        let shown = for_terminal(hostile);
        assert!(!shown.chars().any(acts_on_a_terminal), "{shown:?}");
        assert_eq!(shown, "<U+001B>]0;x<U+0007><U+009B>31m<U+001B>[2J<U+001B>[3<U+202E><U+001B>");
    }

    #[test]
    fn spans_outside_the_text_do_no_harm() {
        for span in
            [Span::new(0, 0), Span::new(3, 900), Span::new(900, 901), Span::new(5, 2), Span::new(1, 2)]
        {
            let finding = Finding::new(&RULE, span, message!("seen"));
            assert!(findings("a", "第一\n", std::slice::from_ref(&finding), PLAIN).contains("seen"));
            assert!(findings("a", "", &[finding], PLAIN).contains("seen"));
        }
    }
}
