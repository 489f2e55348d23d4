//! Text with its line breaks lost: heads of instruments, calls and items run on in one line, as in
//! `…通过了建议，认识到a)全权代表大会…，做出决议1在建议…` and `…in this area, instructs the Director to …`.
//!
//! In: the lines of a plain text, wrapped lines joined. Out: the same text cut where a cut is certain,
//! and what of it is page furniture. Never: a cut inside a sentence, or a character changed.

mod calls;
mod heads;
mod items;

use super::furniture;
use super::lines::{InputLine, TextLine};
use super::symbol;
use crate::budget;
use crate::lexicon::Lexicon;
use crate::model::{CallRole, LabelValue};
use crate::source::{SetAside, SetAsideWhy};
use crate::text::{Paragraph, Run};

use calls::Next;

/// Lines shorter than this hold no two calls with their items, bytes.
const SHORTEST: usize = 200;

/// Lines no longer than this hold no opening formula with what stands before or behind it, bytes.
const SHORTEST_HEAD: usize = 40;

/// What is known of the text before a line.
#[derive(Debug, Clone, Copy, Default)]
struct JoinState {
    /// Inside an instrument: its number line, opening formula or a call came before.
    inside: bool,
    /// An operative call of it came before.
    operative: bool,
    /// The opening formula stands right before, or calls that go on in their clauses: `recalling that …,`.
    run_in: bool,
}

/// A place to cut, and the bytes of a label there that lost the gap behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct JoinCut {
    at: usize,
    number: usize,
    /// A label stands here that goes on with a list.
    on: bool,
}

impl JoinCut {
    fn at(at: usize) -> JoinCut {
        JoinCut { at, number: 0, on: false }
    }
}

/// Cuts glued lines; all others pass unchanged.
pub(super) fn unglue(
    lines: Vec<InputLine>,
    lexicon: &Lexicon,
    set_aside: &mut Vec<SetAside>,
) -> Vec<InputLine> {
    let mut out = Vec::with_capacity(lines.len());
    let mut state = JoinState::default();
    let mut lines = lines.into_iter().peekable();
    // What is left out where the time is spent is not used: the next stage refuses.
    while let Some(line) = lines.next().filter(|_| !budget::is_spent()) {
        let InputLine::Text(line) = line else {
            out.push(line);
            continue;
        };
        let next = match lines.peek() {
            Some(InputLine::Text(next)) => begins(next, lexicon),
            _ => Next::Other,
        };
        let cuts = cuts(&line, state, next, lexicon);
        let run_in = state.run_in && !cuts.is_empty();
        let began = out.len();
        if cuts.is_empty() {
            out.push(InputLine::Text(line));
        } else {
            pieces(line.paragraph, &cuts, lexicon, &mut out, set_aside);
        }
        for piece in out.get(began..).unwrap_or_default() {
            if let InputLine::Text(piece) = piece {
                state = after(state, piece, lexicon);
            }
        }
        state.run_in |= run_in && state.inside;
    }
    // A rule that nothing follows ends the document; any other is a line of the text.
    if let Some(InputLine::Text(last)) =
        out.last().filter(|line| matches!(line, InputLine::Text(last) if is_rule(&last.text)))
    {
        set_aside.push(SetAside { span: last.paragraph.span, why: SetAsideWhy::EndRule });
        out.pop();
    }
    out
}

/// What a line begins with, as seen from a call that may end the line before.
fn begins(line: &TextLine, lexicon: &Lexicon) -> Next {
    let first = |value: &LabelValue| {
        matches!(value, LabelValue::Letter(1) | LabelValue::Roman(1)) || *value == LabelValue::Number(vec![1])
    };
    match &line.label {
        Some(label) if label.readings.iter().any(first) => Next::List,
        Some(_) => Next::Other,
        None => {
            let small = line.text.starts_with(char::is_lowercase) || lexicon.is_caseless();
            let own = lexicon.call(&line.text).is_some()
                || lexicon.number_line(&line.text).is_some()
                || lexicon.is_opening(&line.text)
                || symbol::symbol(&line.text).is_some();
            if small && !own { Next::Clause } else { Next::Other }
        }
    }
}

/// What is known after a line.
fn after(state: JoinState, line: &TextLine, lexicon: &Lexicon) -> JoinState {
    let opening = lexicon.is_opening(&line.text);
    if opening || lexicon.number_line(&line.text).is_some() {
        return JoinState { inside: true, operative: false, run_in: opening };
    }
    let proposes = symbol::symbol(&line.text)
        .and_then(|(_, end)| {
            let rest = line.text.get(end..)?;
            symbol::identifier_behind(rest)
        })
        .is_some();
    if proposes || lexicon.is_exact_section(&line.text) || lexicon.reasons(&line.text).is_some() {
        return JoinState::default();
    }
    match lexicon.call(&line.text) {
        Some(call) if line.label.is_none() => {
            let operative = state.operative || call.role == CallRole::Operative;
            JoinState { inside: true, operative, run_in: false }
        }
        _ => state,
    }
}

/// Where a line is cut.
fn cuts(line: &TextLine, state: JoinState, next: Next, lexicon: &Lexicon) -> Vec<JoinCut> {
    let text = line.text.as_str();
    let plain = JoinCut::at;
    let mut cuts: Vec<JoinCut> = Vec::new();
    let from = furniture::running_head(text).unwrap_or(0);
    cuts.extend((from > 0).then(|| plain(from)));
    let heads = if text.len() > SHORTEST_HEAD { heads::heads(text, lexicon) } else { Vec::new() };
    for head in &heads {
        cuts.extend([head.start, head.number, head.title, head.opening, head.body].map(plain));
    }
    let opened: Vec<usize> = heads.iter().map(|head| head.body).collect();
    let run_in = state.run_in && line.label.is_none();
    let calls = calls::calls(text, from, &opened, JoinState { run_in, ..state }, lexicon);
    // One call alone may be a quotation, but not inside an instrument.
    let certain = !heads.is_empty()
        || state.inside
        || text.len() > SHORTEST && calls.iter().filter(|call| call.list).count() >= 2;
    let whole_line = calls.first().is_some_and(|call| call.start == from && lexicon.call(text).is_some());
    if certain && !whole_line {
        let first = calls.first().map(|call| call.start);
        if let Some(first) = opened.first().copied().into_iter().chain(first).min() {
            let lists: Vec<usize> = calls.iter().filter(|call| call.list).map(|call| call.end).collect();
            let labels = items::cuts(text, first, &lists);
            let calls = calls::outside_lists(calls.clone(), &labels);
            cuts.extend(calls.iter().flat_map(|call| [plain(call.start), plain(call.end)]));
            cuts.extend(labels);
            cuts.extend(references(text, first, lexicon).into_iter().map(plain));
        }
    }
    if let Some(label) = &line.label {
        cuts.extend(items::sequence(text, label));
    }
    if state.inside && calls.is_empty() && lexicon.call(text).is_none() {
        cuts.extend(calls::tail(text, next, lexicon).map(plain));
    }
    cuts.extend(proposals(text).into_iter().chain(further(text, lexicon)).map(plain));
    cuts.extend(rules(text).into_iter().flat_map(|(start, end)| [plain(start), plain(end)]));
    cuts.retain(|cut| cut.at > 0 && cut.at < text.len());
    cuts.sort_unstable();
    // Of two cuts in one place the one that knows of the number is kept.
    cuts.reverse();
    cuts.dedup_by_key(|cut| cut.at);
    cuts.reverse();
    if line.label.as_ref().is_some_and(|label| cuts.first().is_some_and(|cut| cut.at < label.text_at)) {
        cuts.retain(|cut| from > 0 || line.label.as_ref().is_none_or(|label| cut.at >= label.text_at));
    }
    cuts
}

/// Where proposals begin in a compilation that lost its line breaks: `ARB/14/26 MOD 3 …`. One alone may
/// be cited.
fn proposals(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if text.len() <= SHORTEST || !text.contains('/') {
        return found;
    }
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = before.is_whitespace() && c.is_ascii_uppercase();
        before = c;
        let Some(rest) = text.get(at..).filter(|_| begins) else { continue };
        let word = rest.split(' ').next().unwrap_or_default();
        if !word.contains('/') {
            continue;
        }
        let marked = symbol::identifier(rest)
            .and_then(|(_, length)| rest.get(length..))
            .is_some_and(|rest| symbol::symbol(rest.trim_start()).is_some());
        found.extend(marked.then_some(at));
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// Where further proposals stand on the line of one, behind its number line: `SUP⇥CUB/70/2⇥RESOLUTION 66
/// (REV. BUSAN, 2014)⇥SUP⇥CUB/70/3 …`.
fn further(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let own = symbol::symbol(text).and_then(|(_, end)| {
        let (_, length) = symbol::identifier_behind(text.get(end..)?)?;
        Some(end + length)
    });
    let Some(mut from) = own else { return Vec::new() };
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if at < from || !matches!(c, 'A' | 'M' | 'N' | 'S' | '(') {
            continue;
        }
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let apart = before.chars().next_back().is_some_and(|c| !c.is_ascii_alphanumeric());
        let between = before.get(from..).unwrap_or_default().trim_start();
        let behind = || {
            let (_, end) = symbol::symbol(rest).filter(|_| apart)?;
            let (_, length) = symbol::identifier_behind(rest.get(end..)?)?;
            Some(at + end + length)
        };
        if let Some(end) = behind().filter(|_| lexicon.number_at_head(between).is_some()) {
            found.push(at);
            from = end;
        }
    }
    found
}

/// What follows an instrument on its line: a reference to its documents (`参阅: C95/111号文件。`), and
/// its annexes.
fn references(text: &str, from: usize, lexicon: &Lexicon) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after_stop = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < from) {
        if after_stop && !c.is_whitespace() {
            let rest = text.get(at..).unwrap_or_default();
            if lexicon.is_reference(rest) {
                found.push(at);
                let end = rest.find(['。']).map(|end| at + end + '。'.len_utf8());
                found.extend(end);
            } else if let Some(length) = lexicon.annex_at_head(rest) {
                found.extend([at, at + length]);
            }
        }
        after_stop = matches!(c, '。' | '.') || after_stop && c.is_whitespace();
    }
    found
}

/// Rules inside a line, `text. ____________________ 1 Note`: at least eight rule characters after a stop.
fn rules(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if !text.contains('_') {
        return found;
    }
    let mut start = None;
    let mut before = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c, start) {
            ('_', None) => start = Some(at),
            ('_', Some(_)) => {}
            (_, Some(from)) => {
                // A line to write on follows a word or a colon: `Name: ________`.
                let stopped = matches!(before, Some('。' | '.' | '；' | ';' | ',' | '，'));
                found.extend((at - from >= 8 && stopped).then_some((from, at)));
                start = None;
                before = Some('_');
            }
            _ if c.is_whitespace() => {}
            _ => before = Some(c),
        }
    }
    found
}

fn pieces(
    paragraph: Paragraph,
    cuts: &[JoinCut],
    lexicon: &Lexicon,
    out: &mut Vec<InputLine>,
    set_aside: &mut Vec<SetAside>,
) {
    let places: Vec<usize> = cuts.iter().map(|cut| cut.at).collect();
    let numbers = std::iter::once(0).chain(cuts.iter().map(|cut| cut.number));
    let mut after_rule = false;
    let cut = paragraph.cut(&places);
    let mut pieces = cut.into_iter().zip(numbers).enumerate().peekable();
    while let Some((index, (mut piece, number))) = pieces.next() {
        if index > 0 {
            // Pieces of one line were not set apart by blank lines.
            piece.hint.blank_lines_before = 0;
        }
        let span = piece.span;
        let Some(mut line) = TextLine::new(gapped(piece, number)) else { continue };
        let instrument = pieces.peek().is_some_and(|(_, (next, _))| {
            let next = next.all_text();
            let next = next.trim();
            symbol::symbol(next).is_some() || lexicon.number_line(next).is_some()
        });
        if let Some(why) = aside(&line.text, instrument) {
            set_aside.push(SetAside { span, why });
            continue;
        }
        if is_rule(&line.text) {
            after_rule = true;
            out.push(line.into());
            continue;
        }
        if std::mem::take(&mut after_rule) && line.label.as_ref().is_some_and(|label| !label.firm) {
            // `____ 1 These include …`: a note of the page, whose number is no item's.
            line.label = None;
        }
        out.push(line.into());
    }
}

/// A rule that a line of one piece too many held: `________`.
fn is_rule(piece: &str) -> bool {
    piece.len() >= 8 && piece.chars().all(|c| c == '_')
}

/// Why a piece is no text of the document. `instrument`: the number line of one follows on the line.
fn aside(piece: &str, instrument: bool) -> Option<SetAsideWhy> {
    let pages = instrument && piece.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if pages || furniture::running_head(piece) == Some(piece.len()) {
        Some(SetAsideWhy::PageHeader)
    } else {
        None
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
