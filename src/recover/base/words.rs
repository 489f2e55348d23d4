//! What a paragraph has beyond its base, word by word, even inside a sentence.
//!
//! Words are compared whole (a Han letter is a word, so is a number): `80018013` against `8001` is
//! not an insertion of `8013` into a number but one number in place of the other.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag};

use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};

/// A longer paragraph is compared only between its first and last difference.
const LONGEST: usize = 4_000;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordChange {
    pub deleted: Range<usize>,
    pub inserted: Range<usize>,
    /// The base has no words of its own at this place.
    pub clean: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Beyond {
    pub changes: Vec<WordChange>,
    /// The paragraph holds every word of its base.
    pub exact: bool,
    /// It holds all but one in twenty.
    pub near: bool,
}

/// A word and where it stands.
pub(crate) type Word<'a> = (&'a str, Range<usize>);

/// A word of a proposal, and whether it was glued to the one before it.
#[derive(Debug, Clone, PartialEq)]
struct WordToken<'a> {
    word: &'a str,
    range: Range<usize>,
    glued: bool,
}

/// Compares a paragraph with its base; what stands in `known` is inserted already. `fold_case` where capitals are a
/// matter of the form, as in number lines: `Rev.` and `REV.`.
pub(super) fn beyond(base: &str, text: &str, known: &[Range<usize>], fold_case: bool) -> Beyond {
    let (lower_base, lower_text);
    let (mut base, mut text) = (base, text);
    if fold_case {
        (lower_base, lower_text) = (lowered(base), lowered(text));
        (base, text) = (&lower_base, &lower_text);
    }
    let old = words(base);
    let inside =
        |word: &Word<'_>| known.iter().any(|range| range.start <= word.1.start && word.1.end <= range.end);
    let kept: Vec<Word<'_>> = cut_at(words(text), known).into_iter().filter(|word| !inside(word)).collect();
    let new = unglued(kept, &old);
    let (a, b): (Vec<&str>, Vec<&str>) =
        (old.iter().map(|w| w.0).collect(), new.iter().map(|t| t.word).collect());
    let mut found = Beyond::default();
    let mut missing = 0;
    for (own, theirs) in differences(&a, &b) {
        let own = a.get(own).unwrap_or_default();
        let made = if own.is_empty() { inserted(&new, theirs) } else { change(text, &new, theirs, own) };
        let taken = made.as_ref().is_some_and(|change| change.clean);
        missing += if taken { 0 } else { own.len() };
        found.changes.extend(made);
    }
    found.exact = missing == 0;
    found.near = missing * 20 <= old.len();
    found
}

/// A text in small letters, byte for byte as long: a letter whose small form has another length stays.
fn lowered(text: &str) -> String {
    let small = |letter: char| {
        let mut lower = letter.to_lowercase();
        let first = lower.next().filter(|small| small.len_utf8() == letter.len_utf8());
        first.filter(|_| lower.next().is_none()).unwrap_or(letter)
    };
    text.chars().map(small).collect()
}

/// Where two lists of words differ. Of a very long text only what lies between its first and last
/// difference is compared, as one.
fn differences(a: &[&str], b: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let rest = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (head..a.len() - tail, head..b.len() - tail);
    if ours.len() + theirs.len() > LONGEST {
        return vec![(ours, theirs)];
    }
    let middle = (a.get(ours).unwrap_or_default(), b.get(theirs).unwrap_or_default());
    let moved = |range: Range<usize>| range.start + head..range.end + head;
    changes(middle.0, middle.1).into_iter().map(|(ours, theirs)| (moved(ours), moved(theirs))).collect()
}

/// Where one list has to be changed to become the other: ranges of both, in order.
///
/// The places are counted here: those that `similar` 2.7 gives of what is added, in the old list, and of what goes, in the
/// new one, are those from before it moved its operations (two in a hundred drawn lists had one in the wrong place).
pub(crate) fn changes<T: Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut at, mut to) = (0, 0);
    let mut changed = Vec::new();
    for op in similar::capture_diff_slices(Algorithm::Myers, old, new) {
        let (tag, ours, theirs) = op.as_tag_tuple();
        let (ours, theirs) = (at..at + ours.len(), to..to + theirs.len());
        (at, to) = (ours.end, theirs.end);
        if tag != DiffTag::Equal {
            changed.push((ours, theirs));
        }
    }
    changed
}

/// The words of a proposal, cut behind a word of the base to which the next was glued:
/// `importancecritical`. The rest must be a word of the base too, or long enough to be no ending.
fn unglued<'a>(words: Vec<Word<'a>>, old: &[Word<'_>]) -> Vec<WordToken<'a>> {
    const WORD: usize = 4;
    let count =
        |all: &mut dyn Iterator<Item = &str>, wanted: &str| all.filter(|word| *word == wanted).count();
    // Two or three letters are an ending (`members`), unless the word before them is there once more than
    // in the base: `measuresall necessary measures`.
    let again = |head: &str| {
        count(&mut words.iter().map(|word| word.0), head) >= count(&mut old.iter().map(|word| word.0), head)
    };
    let known: HashSet<&str> = old.iter().map(|word| word.0).collect();
    let longest = known.iter().map(|word| word.len()).max().unwrap_or(0);
    let mut tokens = Vec::with_capacity(words.len());
    for (word, range) in words.iter().cloned() {
        let letters = !known.contains(word) && word.chars().all(|c| c.is_alphabetic() && !is_han(c));
        let cut = letters.then(|| {
            let cuts = word.char_indices().map(|(at, _)| at).filter(|at| (2..=longest).contains(at));
            cuts.rev().find(|at| {
                let (head, rest) = word.split_at_checked(*at).unwrap_or_default();
                let long = |text: &str| text.chars().nth(WORD - 1).is_some();
                let short = rest.chars().nth(1).is_some();
                known.contains(head)
                    && (known.contains(rest)
                        || long(head) && (long(rest) || short && again(head))
                        || long(rest) && opens_a_noun(rest))
            })
        });
        match cut.flatten().and_then(|at| Some((at, word.split_at_checked(at)?))) {
            Some((at, (head, rest))) => {
                let middle = range.start + at;
                tokens.push(WordToken { word: head, range: range.start..middle, glued: false });
                tokens.push(WordToken { word: rest, range: middle..range.end, glued: true });
            }
            None => tokens.push(WordToken { word, range, glued: false }),
        }
    }
    tokens
}

/// An insertion of whole words. Where the same words stand at both its ends it can be moved: it begins
/// where words are glued, if it can. What it replaces is told by the words that both begin or end with.
fn inserted(new: &[WordToken<'_>], range: Range<usize>) -> Option<WordChange> {
    let range = placed(new, range);
    let words = new.get(range.clone())?;
    let (first, last) = (words.first()?, words.last()?);
    let all = first.range.start..last.range.end;
    let start = replaced(new, &range).and_then(|at| new.get(at)).map_or(all.start, |token| token.range.start);
    Some(WordChange { deleted: start..all.start, inserted: all, clean: true })
}

/// The place of an insertion among those that give the same text.
fn placed(new: &[WordToken<'_>], range: Range<usize>) -> Range<usize> {
    let same = |i: usize, j: usize| new.get(i).zip(new.get(j)).is_some_and(|(a, b)| a.word == b.word);
    let glued = |at: usize| new.get(at).is_some_and(|token| token.glued);
    let mut left = range.clone();
    while left.start > 0 && same(left.start - 1, left.end - 1) {
        left = left.start - 1..left.end - 1;
    }
    let mut at = left;
    let mut bounded = None;
    loop {
        if glued(at.start) {
            return at;
        }
        if ends_a_clause(new, &at) {
            bounded.get_or_insert_with(|| at.clone());
        }
        if !same(at.start, at.end) {
            return bounded.unwrap_or(range);
        }
        at = at.start + 1..at.end + 1;
    }
}

/// Whether a stretch of Han letters stands between a Han letter and the end of its clause: what was put in
/// the place of what stands before it ends where that ended.
fn ends_a_clause(new: &[WordToken<'_>], range: &Range<usize>) -> bool {
    let han = |at: Option<usize>| {
        at.and_then(|at| new.get(at)).and_then(|token| token.word.chars().next()).is_some_and(is_han)
    };
    let closed = new.get(range.end).is_none_or(|next| !next.word.chars().any(char::is_alphanumeric));
    closed && han(Some(range.start)) && han(range.start.checked_sub(1))
}

/// A word and the one behind it.
fn pair<'a>(tokens: &[WordToken<'a>], at: usize) -> Option<(&'a str, &'a str)> {
    Some((tokens.get(at)?.word, tokens.get(at + 1)?.word))
}

/// Where the words begin that an insertion replaces, which stand right before it; `None` where it
/// replaces none.
fn replaced(new: &[WordToken<'_>], inserted: &Range<usize>) -> Option<usize> {
    const FARTHEST: usize = 12;
    let words = new.get(inserted.clone())?;
    let before = new.get(..inserted.start)?;
    let is_word = |token: &&WordToken<'_>| token.word.chars().any(char::is_alphanumeric);
    let first = words.iter().find(is_word)?;
    let last = words.iter().rev().find(is_word)?;
    let alike = |a: &str, b: &str| a == b || a.to_lowercase() == b.to_lowercase();
    let glued = words.first()?.glued;
    let han = is_han(first.word.chars().next()?) && is_han(last.word.chars().next()?);
    let end = before.last().filter(|token| alike(token.word, last.word) || akin(token.word, last.word));
    // Han letters are no words: two of them must agree at either end. Where only the ends agree, nothing tells how far
    // back the words replaced begin (`适当措施一切必要措施`).
    if han {
        let ends = words.len() >= 4
            && end.is_some()
            && pair(words, words.len() - 2) == pair(before, before.len().checked_sub(2)?);
        let from = before.len().saturating_sub(FARTHEST * 2);
        return (from..before.len()).rev().find(|at| ends && pair(before, *at) == pair(words, 0));
    }
    if !glued {
        return None;
    }
    // Commas and stops end what can have been replaced.
    let clause = before
        .iter()
        .rev()
        .take_while(|token| !token.word.contains([',', ';', '.', ':', '(', ')', '،', '؛']));
    let reach = clause.take(FARTHEST).count();
    let begins = before.iter().enumerate().rev().take(reach).find(|(_, token)| alike(token.word, first.word));
    let one = before.len().checked_sub(1)?;
    let long = |word: &str| word.chars().nth(2).is_some();
    match (begins, end) {
        (Some((at, _)), _) => Some(at),
        (None, Some(_)) => Some(shared_end(before, words, reach).unwrap_or(one)),
        (None, None) => {
            let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
            let middle = shared_inside(before, inner, reach)
                .or_else(|| noun_before(before, reach).filter(|_| opens_a_noun(first.word)));
            let last = || before.last().filter(|token| long(token.word) && long(first.word)).map(|_| one);
            middle.or_else(last)
        }
    }
}

/// Where the words begin that both end with: `its consequences` before `all its consequences`.
fn shared_end(before: &[WordToken<'_>], words: &[WordToken<'_>], reach: usize) -> Option<usize> {
    let is_word = |token: &WordToken<'_>| token.word.chars().any(char::is_alphanumeric);
    let words = words.get(..=words.iter().rposition(is_word)?)?;
    let pairs = before.iter().rev().zip(words.iter().rev()).take(reach);
    let same = pairs.take_while(|(a, b)| a.word == b.word).count();
    let start = before.len().checked_sub(same)?;
    before.iter().enumerate().skip(start).find(|(_, token)| is_word(token)).map(|(at, _)| at)
}

/// Whether a noun begins with a word: an article, `each`, `all`.
fn opens_a_noun(word: &str) -> bool {
    terms::all(Term::NounOpener).iter().any(|opener| **opener == *word)
}

/// Where the last noun before an insertion begins, with the word that opens it: `chaque année`.
fn noun_before(before: &[WordToken<'_>], reach: usize) -> Option<usize> {
    /// Words and spaces of the noun: an article, an adjective, the noun.
    const LONGEST: usize = 5;
    let near = before.iter().enumerate().rev().take(reach.min(LONGEST));
    near.skip(1).find(|(_, token)| opens_a_noun(token.word)).map(|(at, _)| at)
}

/// Whether one word is the other with an ending of a letter or two: `year` and `years`.
fn akin(a: &str, b: &str) -> bool {
    const STEM: usize = 4;
    const ENDING: usize = 2;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let ending = long.strip_prefix(short).map(|ending| ending.chars().count());
    short.chars().nth(STEM - 1).is_some()
        && short.chars().all(|c| c.is_alphabetic() && !is_han(c))
        && ending.is_some_and(|letters| (1..=ENDING).contains(&letters))
}

/// Where the words begin that are replaced, where both have a word in their middle: `des mesures appropriées`
/// by `toutes les mesures nécessaires`. A short word before it goes with it where there is one in the other.
fn shared_inside(before: &[WordToken<'_>], inner: &[WordToken<'_>], reach: usize) -> Option<usize> {
    const WORD: usize = 4;
    const SHORT: usize = 3;
    let long = |word: &str| word.chars().nth(WORD - 1).is_some() && word.chars().all(char::is_alphabetic);
    let last = before.len().checked_sub(1)?;
    let (at, _) = before.iter().enumerate().rev().take(reach).find(|(at, token)| {
        *at < last && long(token.word) && inner.iter().any(|other| other.word == token.word)
    })?;
    let word = before.get(at)?.word;
    let led = inner.iter().take_while(|token| token.word != word).any(|token| !token.word.trim().is_empty());
    let article = at.checked_sub(2).filter(|article| {
        let space = before.get(article + 1).is_some_and(|token| token.word.trim().is_empty());
        let short = |token: &WordToken<'_>| {
            token.word.chars().count() <= SHORT && token.word.chars().all(char::is_alphabetic)
        };
        led && space && before.get(*article).is_some_and(short)
    });
    Some(article.unwrap_or(at))
}

/// The change at a stretch of new words in place of old ones of the base.
fn change(text: &str, new: &[WordToken<'_>], range: Range<usize>, own: &[&str]) -> Option<WordChange> {
    let words = new.get(range)?;
    let (first, last) = (words.first()?, words.last()?);
    let all = first.range.start..last.range.end;
    let old = own.concat();
    let said = text.get(all.clone())?;
    if let Some(rest) = said.strip_prefix(&old) {
        let cut = all.start + old.len();
        let glued = replaces(&old, rest);
        let deleted = if glued { all.start..cut } else { cut..cut };
        return Some(WordChange { deleted, inserted: cut..all.end, clean: true });
    }
    if said.ends_with(&old) {
        let cut = all.end - old.len();
        return Some(WordChange { deleted: cut..cut, inserted: all.start..cut, clean: true });
    }
    Some(WordChange { deleted: all.start..all.start, inserted: all, clean: false })
}

/// Whether a word glued to another has taken its place: `80018013`, `annualbiennial`. A few letters
/// are an ending (`States`), fewer digits than before a longer number.
fn replaces(old: &str, rest: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let letters = |text: &str| text.chars().all(|c| c.is_alphabetic() && !is_han(c));
    // `yeartwo years`: the word comes again, behind others.
    let again = rest.split(' ').next_back().is_some_and(|last| last == old || akin(last, old));
    (digits(old) && digits(rest) && rest.len() >= old.len())
        || (letters(old) && again && rest.contains(' ') && rest.starts_with(char::is_alphabetic))
        || (letters(old) && letters(rest) && rest.chars().count() >= 4 && old.chars().count() >= 3)
}

/// The words of a text: letters that belong together, digits, each Han letter and each sign alone.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Letters,
        Digits,
        Space,
        Alone,
    }
    let kind = |c: char| match c {
        'a'..='z' | 'A'..='Z' => Kind::Letters,
        '0'..='9' => Kind::Digits,
        '!'..='~' => Kind::Alone,
        _ if c.is_whitespace() => Kind::Space,
        _ if is_han(c) => Kind::Alone,
        _ if c.is_numeric() => Kind::Digits,
        _ if c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c) => Kind::Letters,
        _ => Kind::Alone,
    };
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut last = Kind::Alone;
    for (at, letter) in text.char_indices() {
        let this = kind(letter);
        let end = at + letter.len_utf8();
        match words.last_mut().filter(|_| this == last && this != Kind::Alone) {
            Some(word) => word.1.end = end,
            None => words.push(("", at..end)),
        }
        last = this;
    }
    for word in &mut words {
        word.0 = text.get(word.1.clone()).unwrap_or_default();
        // All white space reads alike.
        if word.0.trim().is_empty() {
            word.0 = " ";
        }
    }
    words
}

/// Cuts words where a known insertion begins or ends: the `14` of `WTDC-1014`.
fn cut_at<'a>(words: Vec<Word<'a>>, known: &[Range<usize>]) -> Vec<Word<'a>> {
    if known.is_empty() {
        return words;
    }
    let mut cut = Vec::with_capacity(words.len());
    for (mut word, mut range) in words {
        let first = known.partition_point(|known| known.end <= range.start);
        let end = range.end;
        let near = known.iter().skip(first).take_while(|known| known.start < end);
        for edge in near.flat_map(|known| [known.start, known.end]) {
            if range.start < edge
                && edge < range.end
                && let Some((head, tail)) = word.split_at_checked(edge - range.start)
            {
                cut.push((head, range.start..edge));
                (word, range) = (tail, edge..range.end);
            }
        }
        cut.push((word, range));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::{beyond, changes};

    /// Whatever two lists: the changes, made where they say, give the other one.
    #[test]
    fn changes_made_where_they_say_give_the_other_list() {
        let mut seed = 5u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        for _ in 0..4_000 {
            let (old, new) = (next(14), next(14));
            let old: Vec<usize> = (0..old).map(|_| next(6)).collect();
            let new: Vec<usize> = (0..new).map(|_| next(6)).collect();
            let (mut made, mut at) = (Vec::new(), 0);
            for (ours, theirs) in changes(&old, &new) {
                made.extend_from_slice(&old[at..ours.start]);
                made.extend_from_slice(&new[theirs]);
                at = ours.end;
            }
            made.extend_from_slice(&old[at..]);
            assert_eq!(made, new, "{old:?}");
        }
    }

    fn shown(base: &str, text: &str) -> Vec<(&'static str, String)> {
        let found = beyond(base, text, &[], false);
        let piece = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap().to_owned();
        let pieces = found.changes.iter().flat_map(|c| [("-", piece(&c.deleted)), ("+", piece(&c.inserted))]);
        pieces.filter(|(_, words)| !words.is_empty()).collect()
    }

    #[test]
    fn words_are_compared_whole() {
        for (base, text, expected) in [
            ("see [G.8001] and", "see [G.80018013] and", vec![("-", "8001"), ("+", "8013")]),
            ("an annual report", "an annualbiennial report", vec![("-", "annual"), ("+", "biennial")]),
            ("the Member State", "the Member States", vec![("+", "s")]),
            ("向理事会报告", "每年向理事会报告", vec![("+", "每年")]),
            ("page 12", "page 123", vec![("+", "3")]),
            ("the same", "the same", vec![]),
            (
                "of great value, in time",
                "of great valueparticular value, in time",
                vec![("-", "value"), ("+", "particular value")],
            ),
            (
                "to make some effort today",
                "to make some effortmake every effort today",
                vec![("-", "make some effort"), ("+", "make every effort")],
            ),
            ("the reports of members", "the reports and studies of members", vec![("+", "and studies ")]),
            (
                "作出适当努力后",
                "作出适当努力作出一切必要努力后",
                vec![("-", "作出适当努力"), ("+", "作出一切必要努力")],
            ),
            ("there is a plan", "there is therefore a plan", vec![("+", "therefore ")]),
            (
                "берут надлежащие меры;",
                "берут надлежащие мерывсе необходимые меры;",
                vec![("-", "меры"), ("+", "все необходимые меры")],
            ),
            (
                "应采取适当措施；",
                "应采取适当措施采取一切必要措施；",
                vec![("-", "采取适当措施"), ("+", "采取一切必要措施")],
            ),
            (
                "and its consequences, so",
                "and its consequencesall its consequences, so",
                vec![("-", "its consequences"), ("+", "all its consequences")],
            ),
            (
                "revue chaque année;",
                "revue chaque annéetous les deux ans;",
                vec![("-", "chaque année"), ("+", "tous les deux ans")],
            ),
            (
                "созывать каждый год;",
                "созывать каждый годкаждые два года;",
                vec![("-", "каждый год"), ("+", "каждые два года")],
            ),
            ("发展中国家，", "发展中国家和最不发达国家，", vec![("+", "和最不发达国家")]),
            (
                "report every year on it",
                "report every yeartwo years on it",
                vec![("-", "year"), ("+", "two years")],
            ),
            (
                "prennent des mesures appropriées;",
                "prennent des mesures appropriéestoutes les mesures nécessaires;",
                vec![("-", "des mesures appropriées"), ("+", "toutes les mesures nécessaires")],
            ),
        ] {
            let expected: Vec<(&str, String)> =
                expected.into_iter().map(|(k, w)| (k, w.to_owned())).collect();
            assert_eq!(shown(base, text), expected, "{base}");
        }
    }
}
