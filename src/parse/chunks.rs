//! Marks that download sites put into a text, `1、… 2、…`, in cutting it into pieces of one length.
//!
//! In: the lines of a plain text. Out: the same with the pieces joined and the marks set aside. Never: a
//! list of the text joined; a site's pieces are all of one length and break sentences, a list's are not.

use super::lines::{InputLine, TextLine};
use crate::source::{SetAside, SetAsideWhy};
use crate::text::{Paragraph, Run};

/// Fewer pieces are a list.
const FEWEST: usize = 3;
/// Shorter pieces are a list, characters.
const SHORTEST: usize = 100;
/// How much the pieces differ in length, white space at their ends being lost, characters.
const SLACK: usize = 4;

/// Joins the pieces of each run of them.
pub(super) fn join(lines: Vec<InputLine>, set_aside: &mut Vec<SetAside>) -> Vec<InputLine> {
    let mut out: Vec<InputLine> = Vec::with_capacity(lines.len());
    let mut run: Vec<TextLine> = Vec::new();
    for line in lines {
        match line {
            InputLine::Text(line) if mark(&line.text, run.len() + 1).is_some() => run.push(*line),
            InputLine::Text(line) if mark(&line.text, 1).is_some() => {
                close(&mut run, &mut out, set_aside);
                run.push(*line);
            }
            line => {
                close(&mut run, &mut out, set_aside);
                out.push(line);
            }
        }
    }
    close(&mut run, &mut out, set_aside);
    out
}

/// The bytes of the mark `n、` at the head of a line.
fn mark(text: &str, n: usize) -> Option<usize> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = text.strip_prefix(n.to_string().as_str())?.strip_prefix('、')?;
    Some(text.len() - rest.len())
}

/// Ends a run: one line where a site made it, else its lines as they are.
fn close(run: &mut Vec<TextLine>, out: &mut Vec<InputLine>, set_aside: &mut Vec<SetAside>) {
    let lines = std::mem::take(run);
    let lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    let body = lengths.split_last().map_or(&[][..], |(_, body)| body);
    let longest = body.iter().copied().max().unwrap_or(0);
    let even = body.iter().all(|length| length + SLACK >= longest);
    let broken = lines.iter().take(body.len()).filter(|line| !line.ends_closed()).count();
    if lines.len() < FEWEST || longest < SHORTEST || !even || broken * 2 < body.len() {
        out.extend(lines.into_iter().map(InputLine::from));
        return;
    }
    let mut whole = Paragraph::default();
    for (index, line) in lines.into_iter().enumerate() {
        let length = mark(&line.text, index + 1).unwrap_or(0);
        let short = lengths.get(index).is_some_and(|length| *length < longest);
        let (mark, text) = line.paragraph.split(length);
        set_aside.push(SetAside { span: mark.span, why: SetAsideWhy::FieldResidue });
        whole.span = if index == 0 { text.span } else { whole.span.to(text.span) };
        whole.runs.extend(text.runs);
        // A piece that is shorter than its sisters lost the space at its end.
        if short && index < body.len() {
            whole.runs.push(Run::generated(" "));
        }
    }
    out.extend(TextLine::new(whole).map(InputLine::from));
}
