//! Edits on a paragraph of the text in force, and how two of them stand to each other.
//!
//! In: the paragraph in force and what a proposal makes of it. Out: edits on ranges of its characters, by
//! the proposal's own marks where these are of this very text, else by comparing the two word by word;
//! and the text with a set of edits in it. Never: a line compared with a line.

use std::ops::Range;

use similar::{Algorithm, DiffTag};

use crate::letters::is_han;
use crate::recover::base::words;
use crate::text::{View, on_one_line};

use super::contribution::{MarkedRun, RunMark};

/// What an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EditKind {
    /// Words added.
    Insert,
    /// Words taken out.
    Delete,
    /// Words in the place of others.
    Replace,
    /// A paragraph added behind the one at whose address it stands.
    InsertParagraph,
    /// The paragraph taken out.
    DeleteParagraph,
    /// The paragraph moved elsewhere.
    MoveParagraph,
    /// The label changed.
    Relabel,
    /// The whole text taken out: `SUP`.
    Suppress,
    /// The whole text to be kept: an underlined `NOC`.
    Keep,
}

impl EditKind {
    /// Its stable name in the catalogue.
    pub(crate) fn name(self) -> &'static str {
        match self {
            EditKind::Insert => "insert",
            EditKind::Delete => "delete",
            EditKind::Replace => "replace",
            EditKind::InsertParagraph => "insert-paragraph",
            EditKind::DeleteParagraph => "delete-paragraph",
            EditKind::MoveParagraph => "move-paragraph",
            EditKind::Relabel => "relabel",
            EditKind::Suppress => "suppress",
            EditKind::Keep => "keep",
        }
    }
}

/// An edit on a paragraph of the text in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextEdit {
    /// What it does.
    pub kind: EditKind,
    /// Characters of the paragraph in force that it takes out; empty where it adds.
    pub range: Range<usize>,
    /// Those characters.
    pub old: String,
    /// What stands in their place.
    pub new: String,
    /// Only edition, place, year, or "this conference": every proposal brings these.
    pub consequential: bool,
    /// The revision of the proposal that makes it, where marks do.
    pub revision: Option<u32>,
    /// Words that were taken out without a mark.
    pub unmarked: bool,
}

impl TextEdit {
    /// An edit on characters of a text.
    fn within(base: &[char], range: Range<usize>, new: String, revision: Option<u32>) -> TextEdit {
        let old: String = base.get(range.clone()).unwrap_or_default().iter().collect();
        let kind = match (old.is_empty(), new.is_empty()) {
            (true, _) => EditKind::Insert,
            (false, true) => EditKind::Delete,
            (false, false) => EditKind::Replace,
        };
        TextEdit { kind, range, old, new, consequential: false, revision, unmarked: false }
    }

    /// An edit on a whole paragraph or text.
    pub(crate) fn whole(kind: EditKind, old: String, new: String) -> TextEdit {
        let range = 0..old.chars().count();
        TextEdit { kind, range, old, new, consequential: false, revision: None, unmarked: false }
    }

    /// Whether it is of words inside a paragraph.
    pub(crate) fn is_within(&self) -> bool {
        matches!(self.kind, EditKind::Insert | EditKind::Delete | EditKind::Replace)
    }

    /// The least range that it changes, and what stands there then: the words at its ends that it only
    /// repeats left out.
    fn trimmed(&self) -> (Range<usize>, String) {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (words(&self.old).iter().map(|w| w.0).collect(), words(&self.new).iter().map(|w| w.0).collect());
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
        let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
        let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
        let from = self.range.start + length(old.get(..head).unwrap_or_default());
        let to = self.range.end - length(old.get(old.len() - tail..).unwrap_or_default()).min(self.range.end);
        (from..to.max(from), rest.1.get(..rest.1.len() - tail).unwrap_or_default().concat())
    }
}

/// How two edits stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// Both do the same.
    Same,
    /// At least one brings only edition, place or year up to date.
    Consequential,
    /// Both can be adopted as they are.
    Compatible,
    /// Both add at one place: an order is to be chosen.
    Ordered,
    /// Not both can be adopted.
    Contradictory,
}

impl Class {
    /// Its stable name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Class::Same => "same",
            Class::Consequential => "consequential",
            Class::Compatible => "compatible",
            Class::Ordered => "ordered",
            Class::Contradictory => "contradictory",
        }
    }
}

/// How two edits on one paragraph stand to each other, but for what is consequential.
pub(crate) fn relation(a: &TextEdit, b: &TextEdit) -> Class {
    use EditKind::{DeleteParagraph, InsertParagraph, Keep, MoveParagraph, Relabel};
    match (a.kind, b.kind) {
        (Keep, Keep) => Class::Same,
        (Keep, InsertParagraph) | (InsertParagraph, Keep) => Class::Compatible,
        (Keep, _) | (_, Keep) => Class::Contradictory,
        (InsertParagraph, InsertParagraph) if folded(&a.new) == folded(&b.new) => Class::Same,
        (InsertParagraph, InsertParagraph) => Class::Ordered,
        (InsertParagraph, _) | (_, InsertParagraph) => Class::Compatible,
        (DeleteParagraph, DeleteParagraph) => Class::Same,
        (DeleteParagraph, _) | (_, DeleteParagraph) => Class::Contradictory,
        (MoveParagraph, MoveParagraph) | (Relabel, Relabel) if a.new == b.new => Class::Same,
        (MoveParagraph, MoveParagraph) | (Relabel, Relabel) => Class::Contradictory,
        (MoveParagraph | Relabel, _) | (_, MoveParagraph | Relabel) => Class::Compatible,
        _ => words_relation(a, b),
    }
}

/// How two edits on the words of one paragraph stand to each other.
fn words_relation(a: &TextEdit, b: &TextEdit) -> Class {
    let (ours, theirs) = (a.trimmed(), b.trimmed());
    if (a.range == b.range && folded(&a.new) == folded(&b.new)) || ours == theirs {
        return Class::Same;
    }
    let (x, y) = (&a.range, &b.range);
    match (x.is_empty(), y.is_empty()) {
        (true, true) if x.start == y.start => Class::Ordered,
        (true, true) => Class::Compatible,
        // What is added at the edge of words that go stands beside what takes their place.
        (true, false) if y.start < x.start && x.start < y.end => Class::Contradictory,
        (false, true) if x.start < y.start && y.start < x.end => Class::Contradictory,
        (false, false) if x.start < y.end && y.start < x.end => Class::Contradictory,
        _ => Class::Compatible,
    }
}

/// A text but for quotation marks, dashes and white space.
pub(crate) fn folded(text: &str) -> String {
    on_one_line(text).chars().map(same_sign).collect()
}

/// Signs that vary from one program to the next, in one form.
fn same_sign(letter: char) -> char {
    match letter {
        '‘' | '’' | '‛' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}

/// The edits that make of a paragraph in force what a proposal has.
pub(crate) fn edits_of(base: &str, runs: &[MarkedRun]) -> Vec<TextEdit> {
    let letters: Vec<char> = base.chars().collect();
    let marked = one_line(runs);
    let own: Vec<char> = shown(&marked, View::Base);
    let revised: String = shown(&marked, View::Revised).into_iter().collect();
    let is_marked = marked.iter().any(|letter| letter.mark != RunMark::Kept);
    let same =
        own.len() == letters.len() && own.iter().zip(&letters).all(|(a, b)| same_sign(*a) == same_sign(*b));
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

/// The letters of a paragraph, white space as in [`on_one_line`], in either view.
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
        let mut head = String::new();
        while start > 0 && (head.is_empty() || one_word(at(start - 1), at(start))) {
            start -= 1;
            head.insert(0, at(start));
        }
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
    for op in similar::capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (tag, ours, theirs) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
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

/// A text with edits in it. Edits that do the same are made once; of those that add at one place the
/// first by `order` comes first. `None` where two contradict each other.
pub(crate) fn applied(base: &str, edits: &[(&str, &TextEdit)]) -> Option<String> {
    let letters: Vec<char> = base.chars().collect();
    let mut all: Vec<(&str, &TextEdit)> =
        edits.iter().copied().filter(|(_, edit)| edit.is_within()).collect();
    all.sort_by(|(a, x), (b, y)| {
        (x.range.start, !x.range.is_empty(), x.range.end, a, &x.new).cmp(&(
            y.range.start,
            !y.range.is_empty(),
            y.range.end,
            b,
            &y.new,
        ))
    });
    let mut text = String::new();
    let mut at = 0;
    let mut made: Vec<&TextEdit> = Vec::new();
    for (_, edit) in all {
        if made.iter().any(|other| relation(other, edit) == Class::Same) {
            continue;
        }
        if made.iter().any(|other| relation(other, edit) == Class::Contradictory) {
            return None;
        }
        text.extend(letters.get(at..edit.range.start).unwrap_or_default());
        text.push_str(&edit.new);
        at = edit.range.end.max(at);
        made.push(edit);
    }
    text.extend(letters.get(at..).unwrap_or_default());
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn marked(text: &str) -> Vec<MarkedRun> {
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', '{']) {
            let (mark, close) =
                if rest[at..].starts_with('[') { (RunMark::Deleted, ']') } else { (RunMark::Inserted, '}') };
            let end = at + rest[at..].find(close).unwrap();
            runs.push(MarkedRun { text: rest[..at].to_owned(), ..MarkedRun::default() });
            runs.push(MarkedRun { text: rest[at + 1..end].to_owned(), mark, ..MarkedRun::default() });
            rest = &rest[end + 1..];
        }
        runs.push(MarkedRun { text: rest.to_owned(), ..MarkedRun::default() });
        runs
    }

    fn seen(base: &str, text: &str) -> Vec<(String, String)> {
        edits_of(base, &marked(text)).into_iter().map(|edit| (edit.old, edit.new)).collect()
    }

    #[test]
    fn edits_are_of_whole_words_whoever_marked_them() {
        for (base, marks, clean) in [
            ("an annual report", "an [annual]{biennial} report", "an biennial report"),
            ("in 2014 the", "in 201[4]{8} the", "in 2018 the"),
            ("the Member State", "the Member State{s}", "the Member States"),
            ("报告每年一次", "报告每[年]{季}一次", "报告每季一次"),
            ("a report", "a {short }report", "a short report"),
            ("a report", "a{ short} report", "a short report"),
            ("a short report", "a[ short] report", "a report"),
        ] {
            assert_eq!(seen(base, marks), seen(base, clean), "{marks}");
            assert_eq!(seen(base, marks).len(), 1, "{marks}");
        }
        assert!(seen("as it is", "as it is").is_empty());
        assert!(seen("“as” it is", "\"as\" it is").is_empty());
    }

    fn class(base: &str, a: &str, b: &str) -> Class {
        let (a, b) = (edits_of(base, &marked(a)), edits_of(base, &marked(b)));
        relation(&a[0], &b[0])
    }

    #[test]
    fn classes_of_pairs() {
        let base = "to send an annual report to the Council";
        for (a, b, expected) in [
            (
                "to send an [annual]{biennial} report to the Council",
                "to send an [annual]{yearly} report to the Council",
                Class::Contradictory,
            ),
            (
                "to send an [annual]{biennial} report to the Council",
                "to send an biennial report to the Council",
                Class::Same,
            ),
            (
                "to send an [annual]{biennial} report to the Council",
                "to [send]{submit} an annual report to the Council",
                Class::Compatible,
            ),
            (
                "to send an {x }annual report to the Council",
                "to send an {y }annual report to the Council",
                Class::Ordered,
            ),
            (
                "to send an [annual report] to the Council",
                "to send an annual [report]{study} to the Council",
                Class::Contradictory,
            ),
            (
                "to send an annual report to the Council{ again}",
                "to send an annual report to the Council{ soon}",
                Class::Ordered,
            ),
        ] {
            assert_eq!(class(base, a, b), expected, "{a} | {b}");
        }
    }

    #[test]
    fn edits_in_any_order_give_one_text() {
        let base = "to send an annual report to the Council";
        let a = edits_of(base, &marked("to [send]{submit} an annual report to the Council"));
        let b = edits_of(base, &marked("to send an annual report to the Council{ soon}"));
        let c = edits_of(base, &marked("to send an annual report to the Council{ and the public}"));
        let all = [("B/2/1", &b[0]), ("A/1/1", &a[0]), ("C/3/1", &c[0])];
        let text = applied(base, &all).unwrap();
        assert_eq!(text, "to submit an annual report to the Council soon and the public");
        let mut turned = all;
        turned.reverse();
        assert_eq!(applied(base, &turned).unwrap(), text);
    }
}
