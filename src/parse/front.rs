//! Mastheads whose facts stand in one line: `Document 42-E28 September 2016Original: English`,
//! `PLENARY MEETING / Addendum 1 to`.
//!
//! In: the first lines of a text. Out: the same, the first ones cut between the facts that they state.
//! Never: a cut in a line that states but one fact and nothing beside it.

use super::lines::{InputLine, TextLine};
use super::{masthead, symbol};
use crate::lexicon::Lexicon;
use crate::lexicon::terms::{self, Term};
use crate::source::{SetAside, SetAsideWhy};

/// Lines from the top among which a masthead can stand.
const REACH: usize = 16;
/// Characters of a line that are looked at: a whole file may be one line, its masthead at the head.
const LOOKED_AT: usize = 600;
/// Characters behind the masthead among which the front boxes stand.
const BOXES: usize = 6000;
/// Digits of the numbers that drawings leave in a text: `-444501778000`.
const DRAWING: usize = 9;

/// Cuts the glued lines of a masthead.
pub(super) fn spread(
    lines: Vec<InputLine>,
    lexicon: &Lexicon,
    set_aside: &mut Vec<SetAside>,
) -> Vec<InputLine> {
    let mut out = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter();
    for line in lines.by_ref().take(REACH) {
        let InputLine::Text(line) = line else {
            out.push(line);
            continue;
        };
        if symbol::symbol(&line.text).is_some() || lexicon.number_line(&line.text).is_some() {
            out.push(InputLine::Text(line));
            break;
        }
        let cuts = cuts(&line.text, lexicon);
        if cuts.is_empty() {
            out.push(InputLine::Text(line));
            continue;
        }
        for (index, mut piece) in line.paragraph.cut(&cuts).into_iter().enumerate() {
            if index > 0 {
                piece.hint.blank_lines_before = 0;
            }
            let span = piece.span;
            let Some(piece) = TextLine::new(piece) else { continue };
            let drawing = piece.text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
            if piece.text == "/" || drawing && piece.text.len() >= DRAWING {
                set_aside.push(SetAside { span, why: SetAsideWhy::FieldResidue });
            } else {
                out.push(piece.into());
            }
        }
    }
    out.extend(lines);
    out
}

/// Where a line of the masthead is cut; none where it states no two things, or goes on as a sentence.
fn cuts(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or_default();
    let mut facts: Vec<(usize, usize)> = Vec::new();
    let mut at = usize::from(head.starts_with('['));
    while let Some(c) = head.get(at..).and_then(|rest| rest.chars().next()) {
        let length = fact(head.get(at..).unwrap_or_default(), head.get(..at).unwrap_or_default(), lexicon);
        if length > 0 {
            match facts.last_mut() {
                // `文件 22-C 的补遗3`: what is said of the document belongs to its number.
                Some(last) if said_of_document(head, *last, (at, at + length), lexicon) => {
                    last.1 = at + length
                }
                _ => facts.push((at, at + length)),
            }
        } else if facts.is_empty() {
            // A masthead's line begins with a fact; a sentence cites a document further on.
            return column(text, lexicon).map_or_else(|| run_in(text, lexicon), |cut| vec![cut]);
        }
        at += if length > 0 { length } else { c.len_utf8() };
    }
    let Some(last) = facts.last().map(|(_, end)| *end) else { return Vec::new() };
    let rest = text.get(last..).unwrap_or_default();
    let glued = rest.starts_with(char::is_alphanumeric) || rest.trim_start().starts_with('/');
    let sentence = rest.starts_with(' ') && rest.trim_start().starts_with(char::is_lowercase);
    if sentence || facts.len() == 1 && !glued {
        return Vec::new();
    }
    let mut cuts: Vec<usize> = facts.iter().flat_map(|(start, end)| [*start, *end]).collect();
    // Cells that a table left: the slash beside a fact is none of the text.
    for (at, _) in head.match_indices('/') {
        let before = head.get(..at).unwrap_or_default();
        let after = head.get(at + 1..).unwrap_or_default();
        let set_off =
            (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
        let next = at + 1 + (after.len() - after.trim_start().len());
        let beside = facts.iter().any(|(start, end)| *end == before.trim_end().len() || *start == next);
        if set_off && (beside || after.is_empty()) {
            cuts.extend([at, at + 1]);
        }
    }
    cuts.extend(headings(text, last, lexicon));
    cuts.retain(|cut| *cut > 1 && *cut < text.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Whether what stands at `added` says what was made of the document whose number stands right before it.
fn said_of_document(head: &str, before: (usize, usize), added: (usize, usize), lexicon: &Lexicon) -> bool {
    let numbered =
        head.get(before.0..before.1).is_some_and(|fact| masthead::document(lexicon, fact).is_some());
    let between = head.get(before.1..added.0).unwrap_or_default().trim();
    let linked = terms::head(Term::LinkedBy, between) == Some(between.len()) && !between.is_empty();
    numbered && linked && head.get(added.0..added.1).is_some_and(|said| lexicon.change(said).is_some())
}

/// Where the document's number, or the place and the days, stand in the last column of a line that begins with
/// something else: `Source:⇥Document 5A/TEMP/3⇥Document 5A/12-E`.
fn column(text: &str, lexicon: &Lexicon) -> Option<usize> {
    let (before, last) = text.rsplit_once('\t')?;
    let labels = before.trim_end().ends_with([':', '：']);
    let number = masthead::document(lexicon, last).is_some_and(|(_, tail)| tail.trim().is_empty());
    // `Question(s):⇥N/A⇥Geneva, 23-27 September 2019`.
    let placed = || before.contains([':', '：']) && before.contains('\t') && lexicon.days(last).is_some();
    ((number || placed()) && !labels).then_some(before.len())
}

/// The bytes of a fact that begins at the head of `rest`.
fn fact(rest: &str, before: &str, lexicon: &Lexicon) -> usize {
    let first = rest.chars().next().unwrap_or(' ');
    let apart = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
        || first.is_uppercase()
        || !first.is_ascii() && !first.is_lowercase();
    if first.is_ascii_digit() || first == '-' {
        // `October 20172025652650900`: the year is the text's.
        let year = before.ends_with(' ') && (rest.starts_with("19") || rest.starts_with("20"));
        let inside = before.ends_with(|c: char| c.is_ascii_digit());
        return drawing(rest)
            .filter(|_| !year && !inside)
            .or_else(|| dated(rest, before, lexicon))
            .unwrap_or(0);
    }
    if matches!(first, '(' | '（') {
        return 0;
    }
    if !apart {
        return 0;
    }
    if let Some(length) = document(rest, lexicon).or_else(|| agenda(rest, lexicon)) {
        return length;
    }
    let whole = before.trim().is_empty()
        || before.ends_with([' ', '/'])
        || before.ends_with(|c: char| c.is_ascii_digit());
    // `Original: English/Spanish` states more than one.
    let original = |length: &usize| !rest.get(*length..).is_some_and(|rest| rest.starts_with('/'));
    lexicon
        .original_at_head(rest)
        .filter(original)
        .or_else(|| {
            lexicon.session_at_head(rest).map(|(_, length)| length).filter(|_| before.trim().is_empty())
        })
        .or_else(|| lexicon.meeting_at_head(rest).filter(|_| whole))
        .or_else(|| conference(rest))
        .or_else(|| added(rest, lexicon))
        .unwrap_or(0)
}

/// `-444501778000`, which a drawing's place leaves.
fn drawing(rest: &str) -> Option<usize> {
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let named = digits.get(length..)?.starts_with(char::is_alphabetic);
    (length >= DRAWING && named).then_some(rest.len() - digits.len() + length)
}

/// `议项:PL 3.1`: with its number.
fn agenda(rest: &str, lexicon: &Lexicon) -> Option<usize> {
    let near = rest.char_indices().nth(48).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    let item = lexicon.agenda_item(near).filter(|_| near.contains([':', '：']))?;
    // `PL 2.4Documento C17`: the item ends with its first number.
    let digits = item.find(|c: char| c.is_ascii_digit())?;
    let series = item.get(..digits)?.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
    let number = item.get(digits..)?.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    (series && digits <= 6).then(|| near.trim_end().len() - item.trim_end().len() + digits + number)
}

/// A date right behind a document's number.
fn dated(rest: &str, before: &str, lexicon: &Lexicon) -> Option<usize> {
    let numbered = before.trim_end().chars().next_back().is_some_and(|c| c.is_ascii_uppercase());
    lexicon.date_at_head(rest).map(|(_, length)| length).filter(|_| numbered)
}

/// `文件 C18/35-C`: up to the letter of the language.
fn document(rest: &str, lexicon: &Lexicon) -> Option<usize> {
    let ends = rest.char_indices().take(48).filter(|(_, c)| c.is_ascii_uppercase());
    let whole = ends.map(|(at, _)| at + 1).find(|end| {
        let found = rest.get(..*end).and_then(|head| masthead::document(lexicon, head));
        found.is_some_and(|(_, tail)| tail.is_empty())
    })?;
    let behind =
        rest.get(whole..)?.chars().next().is_none_or(|c| !c.is_ascii_alphabetic() || c.is_uppercase());
    // `TSAG-C112-C号文件`: the words behind the number belong to it.
    let words = rest.get(whole..).and_then(|rest| lexicon.document_behind(rest)).unwrap_or(0);
    behind.then_some(whole + words)
}

/// `…Conference (WRC-15)`: up to the bracket that closes the acronym.
fn conference(rest: &str) -> Option<usize> {
    const LONGEST: usize = 100;
    let open =
        rest.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '(' | '（' | ',' | '，' | '.' | '。'))?;
    let inner = rest.get(open.0 + open.1.len_utf8()..).filter(|_| matches!(open.1, '(' | '（'))?;
    let close = inner.find([')', '）'])?;
    let (acronym, year) = inner.get(..close)?.rsplit_once('-')?;
    let named = (2..=6).contains(&acronym.chars().count()) && acronym.chars().all(char::is_uppercase)
        || acronym.chars().all(|c| !c.is_ascii() && c.is_alphabetic()) && acronym.chars().count() <= 8;
    let dated = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
    let bracket = inner.get(close..)?.chars().next()?.len_utf8();
    (named && dated).then(|| rest.len() - inner.len() + close + bracket)
}

/// `Addendum 1 to`, `补遗 1`: with the word that links it to the document.
fn added(rest: &str, lexicon: &Lexicon) -> Option<usize> {
    let near = rest.char_indices().nth(48).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    let tail = lexicon.change(near)?.rest;
    let open = tail.trim_start();
    let link = terms::all(Term::To).iter().find(|link| {
        let behind = open.strip_prefix(&***link);
        // Words of one letter begin others too: `à`, `avril`.
        behind.is_some_and(|rest| link.chars().count() > 1 || !rest.starts_with(char::is_alphabetic))
    });
    Some(near.trim_end().len() - open.trim_end().len() + link.map_or(0, |link| link.len()))
}

/// Titles of front boxes run in with their text, `Abstract: In this document …`: cut behind the colon.
fn run_in(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let colon = text.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '：'));
    let Some((at, c)) = colon else { return Vec::new() };
    let titled = text.get(..at).is_some_and(|title| lexicon.is_front_box(title));
    let end = at + c.len_utf8();
    let goes_on = text.get(end..).is_some_and(|rest| !rest.trim().is_empty());
    if titled && goes_on { vec![end] } else { Vec::new() }
}

/// After the facts: lines that white space alone sets apart in a script without spaces, and titles of
/// front boxes with their colons.
fn headings(text: &str, from: usize, lexicon: &Lexicon) -> Vec<usize> {
    let mut cuts = Vec::new();
    let rest = text.get(from..).unwrap_or_default();
    let near = rest.char_indices().nth(BOXES).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(..near).unwrap_or_default();
    if lexicon.is_chinese() {
        let (mut boxed, mut word, mut words) = (false, 0, 0);
        for (at, c) in rest.char_indices().chain([(rest.len(), ' ')]) {
            if c != ' ' {
                continue;
            }
            let title = rest.get(word..at).is_some_and(|word| lexicon.is_exact_section(word));
            // Before the first box the first space ends the source; later only those around a title count.
            if title || !boxed && words == 0 {
                cuts.extend([from + word, from + at]);
            }
            words += usize::from(at > word);
            boxed |= title;
            word = at + 1;
        }
        return cuts;
    }
    for (at, c) in rest.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        let before = rest.get(..at).unwrap_or_default();
        let title = before.char_indices().rev().take(40).find(|(start, c)| {
            c.is_uppercase() && before.get(*start..).is_some_and(|title| lexicon.is_front_box(title))
        });
        if let Some((start, _)) = title {
            cuts.extend([from + start, from + at + c.len_utf8()]);
        }
    }
    cuts
}
