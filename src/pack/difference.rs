//! What a proposal changes in a paragraph of the text in force.
//!
//! In: the paragraph in force and what a proposal makes of it. Out: edits on ranges of its characters, by the
//! proposal's own marks where these are of this very text, else by comparing the two word by word. Never: an
//! edit of half a word.

use std::ops::Range;

use crate::letters::is_han;
use crate::recover::base::{changes, words};
use crate::text::{View, is_on_one_line};

use super::contribution::{MarkedRun, RunMark};
use super::edits::{TextEdit, folded, same_sign};

/// The edits that make of a paragraph in force what a proposal has.
pub(crate) fn edits_of(base: &str, runs: &[MarkedRun]) -> Vec<TextEdit> {
    if let [run] = runs
        && run.mark == RunMark::Kept
        && is_on_one_line(&run.text)
        && (run.text == base || run.text.chars().map(same_sign).eq(base.chars().map(same_sign)))
    {
        return Vec::new();
    }
    let letters: Vec<char> = base.chars().collect();
    let marked = one_line(runs);
    let own: Vec<char> = shown(&marked, View::Base);
    let revised: String = shown(&marked, View::Revised).into_iter().collect();
    let is_marked = marked.iter().any(|letter| letter.mark != RunMark::Kept);
    let same =
        own.len() == letters.len() && own.iter().zip(&letters).all(|(a, b)| same_sign(*a) == same_sign(*b));
    if same && !is_marked {
        return Vec::new();
    }
    let edits =
        if is_marked && same { by_marks(&letters, &marked) } else { by_words(&letters, base, &revised) };
    edits.into_iter().filter(|edit| folded(&edit.old) != folded(&edit.new)).collect()
}

/// A letter with its mark.
#[derive(Debug, Clone, Copy)]
struct Letter {
    letter: char,
    mark: RunMark,
    revision: Option<u32>,
    /// White space that its view has already.
    in_base: bool,
    in_revised: bool,
}

/// The letters of a paragraph, white space as one space, in either view.
fn one_line(runs: &[MarkedRun]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for run in runs {
        for letter in run.text.chars() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            letters.push(Letter {
                letter,
                mark: run.mark,
                revision: run.revision,
                in_base: run.mark.shown_in(View::Base),
                in_revised: run.mark.shown_in(View::Revised),
            });
        }
    }
    let (mut base_space, mut revised_space) = (true, true);
    for letter in &mut letters {
        for (shown, space) in
            [(&mut letter.in_base, &mut base_space), (&mut letter.in_revised, &mut revised_space)]
        {
            if *shown {
                let blank = letter.letter == ' ';
                *shown = !(blank && *space);
                *space = blank;
            }
        }
    }
    for view in [View::Base, View::Revised] {
        let last = letters
            .iter_mut()
            .rev()
            .find(|letter| if view == View::Base { letter.in_base } else { letter.in_revised });
        if let Some(last) = last.filter(|letter| letter.letter == ' ') {
            if view == View::Base { last.in_base = false } else { last.in_revised = false }
        }
    }
    letters
}

fn shown(letters: &[Letter], view: View) -> Vec<char> {
    let is = |letter: &&Letter| if view == View::Base { letter.in_base } else { letter.in_revised };
    letters.iter().filter(is).map(|letter| letter.letter).collect()
}

/// The edits as the marks have them, of whole words.
fn by_marks(base: &[char], letters: &[Letter]) -> Vec<TextEdit> {
    let mut made: Vec<(Range<usize>, String, Option<u32>)> = Vec::new();
    let mut open: Option<(Range<usize>, String, Option<u32>)> = None;
    let mut at = 0;
    for letter in letters {
        match (letter.in_base, letter.in_revised) {
            (true, true) => {
                made.extend(open.take());
                at += 1;
            }
            (false, false) => {}
            (in_base, in_revised) => {
                let (range, new, _) = open.get_or_insert_with(|| (at..at, String::new(), letter.revision));
                if in_base {
                    at += 1;
                    range.end = at;
                }
                if in_revised {
                    new.push(letter.letter);
                }
            }
        }
    }
    made.extend(open);
    let widened = made.into_iter().map(|(range, new, revision)| {
        let (range, new) = whole_words(base, range, new);
        (range, new, revision)
    });
    joined(base, widened.collect())
        .into_iter()
        .map(|(range, new, revision)| {
            let (range, new) = settled(base, range, new);
            TextEdit::within(base, range, new, revision)
        })
        .collect()
}

/// Whether two letters belong to one word.
fn one_word(a: char, b: char) -> bool {
    let letter = |c: char| c.is_alphabetic() && !is_han(c);
    (letter(a) && letter(b)) || (a.is_numeric() && b.is_numeric() && !is_han(a) && !is_han(b))
}

/// Widens a range to the words that it touches.
fn whole_words(base: &[char], range: Range<usize>, mut new: String) -> (Range<usize>, String) {
    let at = |index: usize| base.get(index).copied().unwrap_or(' ');
    let (mut start, mut end) = (range.start, range.end);
    let inside = start > 0 && start < base.len() && one_word(at(start - 1), at(start)) && end > start;
    let glued = start > 0 && new.chars().next().is_some_and(|first| one_word(at(start - 1), first));
    if inside || glued {
        let first = start;
        while start > 0 && (start == first || one_word(at(start - 1), at(start))) {
            start -= 1;
        }
        let head: String = base.get(start..first).unwrap_or_default().iter().collect();
        new.insert_str(0, &head);
    }
    let cut = end > 0 && end < base.len() && one_word(at(end - 1), at(end)) && end > range.start;
    let glued = end < base.len() && new.chars().next_back().is_some_and(|last| one_word(last, at(end)));
    if cut || glued {
        let first = end;
        while end < base.len() && (end == first || one_word(at(end - 1), at(end))) {
            new.push(at(end));
            end += 1;
        }
    }
    (start..end, new)
}

type Raw = (Range<usize>, String, Option<u32>);

/// Joins edits that overlap, or between which nothing but white space is kept.
fn joined(base: &[char], edits: Vec<Raw>) -> Vec<Raw> {
    let mut all: Vec<Raw> = Vec::new();
    for (range, new, revision) in edits {
        let Some((last, words, _)) = all.last_mut() else {
            all.push((range, new, revision));
            continue;
        };
        let between = base.get(last.end..range.start).unwrap_or_default();
        let blank = !between.is_empty() && between.iter().all(|c| c.is_whitespace());
        let (adds, added) = (range.start == range.end, last.start == last.end);
        // An insertion beside a deletion is a replacement; two insertions are two.
        let adjoins = between.is_empty() && (adds != added || range.start < last.end);
        if adjoins || (blank && !(adds || added)) {
            words.extend(between);
            words.push_str(&new);
            last.end = range.end.max(last.end);
        } else {
            all.push((range, new, revision));
        }
    }
    all
}

/// One form for edits that give the same text: white space at the end of what is added or taken out, not
/// at its beginning.
fn settled(base: &[char], mut range: Range<usize>, mut new: String) -> (Range<usize>, String) {
    if range.is_empty() {
        if new.starts_with(' ') && !new.ends_with(' ') && base.get(range.start) == Some(&' ') {
            new.remove(0);
            new.push(' ');
            range = range.start + 1..range.start + 1;
        }
    } else if new.is_empty() {
        if base.get(range.start) == Some(&' ') && base.get(range.end) == Some(&' ') {
            range = range.start + 1..range.end + 1;
        }
    } else {
        while range.start < range.end && new.starts_with(' ') && base.get(range.start) == Some(&' ') {
            new.remove(0);
            range.start += 1;
        }
        while range.start < range.end && new.ends_with(' ') && base.get(range.end - 1) == Some(&' ') {
            new.pop();
            range.end -= 1;
        }
    }
    (range, new)
}

/// The edits that make one text of the other, of whole words.
fn by_words(letters: &[char], base: &str, revised: &str) -> Vec<TextEdit> {
    let (old, new) = (words(base), words(revised));
    let key = |word: &str| word.chars().map(same_sign).collect::<String>();
    let (a, b): (Vec<String>, Vec<String>) =
        (old.iter().map(|w| key(w.0)).collect(), new.iter().map(|w| key(w.0)).collect());
    let count = |words: &[crate::recover::base::Word<'_>]| words.iter().map(base_len).sum::<usize>();
    let mut edits: Vec<Raw> = Vec::new();
    for (ours, theirs) in changes(&a, &b) {
        let start = count(old.get(..ours.start).unwrap_or_default());
        let end = start + count(old.get(ours).unwrap_or_default());
        let text: String = new.get(theirs).unwrap_or_default().iter().map(|w| w.0).collect();
        edits.push((start..end, text, None));
    }
    let edits = gathered(letters, joined(letters, edits));
    edits
        .into_iter()
        .map(|(range, new, revision)| {
            let (range, new) = settled(letters, range, new);
            TextEdit::within(letters, range, new, revision)
        })
        .collect()
}

/// Characters of a word in its text, all white space of it counted.
fn base_len(word: &crate::recover::base::Word<'_>) -> usize {
    // On one line white space is one character.
    word.0.chars().count()
}

/// Joins edits between which less is kept than either changes: words that a rewritten sentence happens to
/// share with the old one are not kept.
fn gathered(base: &[char], edits: Vec<Raw>) -> Vec<Raw> {
    let size = |edit: &Raw| edit.0.len().max(edit.1.chars().count());
    let mut all: Vec<Raw> = Vec::new();
    for edit in edits {
        match all.last_mut() {
            Some(last)
                if {
                    let kept = edit.0.start.saturating_sub(last.0.end);
                    kept > 0
                        && kept <= size(last).min(size(&edit))
                        && !(last.0.is_empty() || edit.0.is_empty())
                } =>
            {
                last.1.extend(base.get(last.0.end..edit.0.start).unwrap_or_default());
                last.1.push_str(&edit.1);
                last.0.end = edit.0.end;
            }
            _ => all.push(edit),
        }
    }
    all
}
