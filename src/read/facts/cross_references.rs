//! Cross-references: what a field shows of a place, beside what the place says now.
//!
//! In: the places of a text as they begin and end, the fields that show something of them. Out: page numbers marked as
//! such, and the fields whose stored result is not what their place says. Never: a word changed. Places and results
//! that run over paragraphs, or are longer than a title, are not compared.

use std::collections::{HashMap, HashSet};

use super::field::OpenField;
use super::flow::BlockFlow;
use super::gathered::Oddities;
use super::types::{Atom, WordAccount, WordObject, WordRun};
use crate::diagnostics::Refusal;
use crate::limits;

/// Longest place or result that is compared, bytes; and most runs of it.
const LONGEST: usize = 400;

/// Longest number of a page, bytes.
const LONGEST_NUMBER: usize = 8;

/// What a field shows of its place (ECMA-376 part 1, 17.16.5.45 and 17.16.5.51).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskedOfPlace {
    /// Its words.
    Words,
    /// The number of its paragraph.
    Number,
    /// The mark of the note in it.
    NoteMark,
    /// The number of its page.
    Page,
}

/// A point in a flow: the paragraph, how much text stands in it, and in how many runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FlowPoint {
    paragraph: usize,
    length: usize,
    runs: usize,
}

/// A place that has begun.
#[derive(Debug)]
pub(crate) struct OpenPlace {
    /// By what its end is known: a number in packages, its name in RTF.
    key: Box<str>,
    name: Box<str>,
    from: FlowPoint,
    /// What it said up to the end of the paragraph that it begins in.
    said: Option<SaidThere>,
}

/// What stands between two points of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct SaidThere {
    words: String,
    note: Option<u32>,
}

/// A field that shows something of a place.
#[derive(Debug, Clone)]
struct CrossReference {
    place: Box<str>,
    asked: AskedOfPlace,
    shown: String,
}

/// The places of a document's text, and the fields that show something of them.
#[derive(Debug, Default, Clone)]
pub(crate) struct CrossReferences {
    /// Each by its name; `None`: too long to be compared.
    places: HashMap<Box<str>, Option<SaidThere>>,
    shown: Vec<CrossReference>,
    /// The places of the file are read: where they are not, nothing can be said of what shows them.
    pub are_read: bool,
}

/// A field whose result is not what its place says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StaleReference {
    /// The name of its place.
    pub place: Box<str>,
    /// What it shows.
    pub shown: String,
    /// What its place says; `None` where the file has no such place.
    pub said: Option<String>,
}

impl CrossReferences {
    /// The names of all places.
    pub(crate) fn names(&self) -> HashSet<Box<str>> {
        self.places.keys().cloned().collect()
    }

    /// The places of which the number of the paragraph is shown.
    pub(crate) fn numbered(&self) -> HashSet<Box<str>> {
        let numbers = self.shown.iter().filter(|one| one.asked == AskedOfPlace::Number);
        numbers.map(|one| one.place.clone()).collect()
    }

    /// The fields whose result is not what their place says, by the numbers of paragraphs and the marks of notes.
    pub(crate) fn stale(
        &self,
        numbers: &HashMap<Box<str>, String>,
        mark_of: impl Fn(u32) -> Option<String>,
    ) -> Vec<StaleReference> {
        let stale = |one: &CrossReference| {
            let CrossReference { place, shown, .. } = one;
            let told = |said| Some(StaleReference { place: place.clone(), shown: shown.clone(), said });
            let Some(place_said) = self.places.get(place) else { return told(None) };
            let said = match one.asked {
                AskedOfPlace::Words => place_said.as_ref().map(|said| said.words.trim().to_owned())?,
                AskedOfPlace::Number => numbers.get(place).cloned()?,
                AskedOfPlace::NoteMark => mark_of(place_said.as_ref()?.note?)?,
                AskedOfPlace::Page => return None,
            };
            let same = match one.asked {
                AskedOfPlace::Number => is_number_of(shown, &said),
                _ => squeezed(shown) == squeezed(&said),
            };
            if same || said.is_empty() { None } else { told(Some(said)) }
        };
        self.shown.iter().filter_map(stale).collect()
    }
}

/// A text in one case, and without its white space: fields may say how their results are written.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether a result is the number of a paragraph, or as much of it as the levels around the field leave.
fn is_number_of(shown: &str, number: &str) -> bool {
    let plain = |text: &str| squeezed(text).trim_end_matches(['.', ':', '、', '．']).to_owned();
    let (shown, number) = (plain(shown), plain(number));
    ends_with_part(&number, &shown) || ends_with_part(&shown, &number)
}

/// Whether a number ends with another one that is no piece of its last figure or word.
fn ends_with_part(whole: &str, part: &str) -> bool {
    let Some(before) = whole.strip_suffix(part).filter(|_| !part.is_empty()) else { return false };
    let kind = |c: char| if c.is_numeric() { 1 } else { 2 * i32::from(c.is_alphabetic()) };
    let ends = before.chars().next_back().map_or(0, kind);
    ends == 0 || part.chars().next().map_or(0, kind) != ends
}

impl BlockFlow {
    /// The point at hand.
    fn here(&self) -> FlowPoint {
        let runs = self.paragraph.as_ref().map_or(0, |paragraph| paragraph.runs.len());
        FlowPoint { paragraph: self.ended, length: self.length, runs }
    }

    /// A place begins, whose end names `key`.
    pub(crate) fn open_place(&mut self, key: &str, name: &str) {
        self.anchor_here(name);
        if self.places.len() < limits::OPEN_PLACES {
            self.places.push(OpenPlace { key: key.into(), name: name.into(), from: self.here(), said: None });
        }
    }

    /// A place ends.
    pub(crate) fn close_place(&mut self, key: &str, references: &mut CrossReferences) {
        let Some(at) = self.places.iter().rposition(|place| *place.key == *key) else { return };
        let place = self.places.swap_remove(at);
        if self.furniture {
            return;
        }
        // A place that takes in the mark of its paragraph ends where the next one begins.
        let said = match place.said {
            Some(said) if self.length == 0 => Some(said),
            Some(_) => None,
            None => self.since(place.from),
        };
        references.places.entry(place.name).or_insert(said);
    }

    /// Keeps what the open places of a paragraph say, which ends.
    pub(super) fn keep_places(&mut self) {
        let mut places = std::mem::take(&mut self.places);
        if self.paragraph.is_none() {
            // Places that begin between paragraphs begin with the next one.
            places.iter_mut().filter(|place| place.from.paragraph == self.ended).for_each(|place| {
                place.from.paragraph += 1;
            });
            self.places = places;
            return;
        }
        for place in places.iter_mut().filter(|place| place.said.is_none()) {
            place.said = Some(self.since(place.from).unwrap_or_default());
        }
        self.places = places;
    }

    /// What stands between a point of the open paragraph and its end.
    fn since(&self, from: FlowPoint) -> Option<SaidThere> {
        let length = self.length.checked_sub(from.length)?;
        if from.paragraph != self.ended || length > LONGEST {
            return None;
        }
        let runs = self.paragraph.as_ref().map(|paragraph| paragraph.runs.as_slice()).unwrap_or_default();
        let (mut left, mut note, mut pieces) = (length, None, Vec::new());
        for (count, (at, run)) in runs.iter().enumerate().rev().enumerate() {
            if at < from.runs && left == 0 {
                break;
            }
            if count > LONGEST {
                return None;
            }
            if let (Some(WordObject::Note { index, .. }), true) = (run.object, at >= from.runs) {
                note = Some(index);
            }
            let taken = left.min(run.text.len());
            left -= taken;
            if run.deletion.is_none() && run.unseen.is_none() {
                pieces.push(run.text.get(run.text.len() - taken..)?);
            }
        }
        pieces.reverse();
        Some(SaidThere { words: pieces.concat(), note })
    }

    /// The result of a field begins, with a link of its own where it has one.
    ///
    /// # Errors
    /// More names than the bound.
    pub(crate) fn begin_result(&mut self, ledger: &mut WordAccount) -> Result<(), Refusal> {
        let here = self.here();
        let mut atom = |name: Option<String>| name.map_or(Ok(Atom::NONE), |name| ledger.atom(&name));
        if let Some(field) = self.fields.last_mut() {
            field.numbered = atom(field.numbered_place())?;
            let link = atom(field.link())?;
            field.begin_result(link, here);
        }
        Ok(())
    }

    /// Takes note of a field that shows something of a place, which has ended.
    pub(super) fn refer(&mut self, field: &OpenField, oddities: &mut Oddities) {
        let Some((place, asked)) = field.reference() else { return };
        if asked == AskedOfPlace::Page {
            oddities.page_references += usize::from(!self.mark_page_number(field));
            return;
        }
        if !oddities.references.are_read {
            return;
        }
        let shown = self.since(field.result_from()).map(|said| said.words.trim().to_owned());
        if let Some(shown) = shown.filter(|shown| !shown.is_empty()) {
            oddities.references.shown.push(CrossReference { place: place.into(), asked, shown });
        }
    }

    /// Makes the result of a field the number of a page; `false` where it is something else.
    fn mark_page_number(&mut self, field: &OpenField) -> bool {
        let from = field.result_from();
        let Some(length) = self.length.checked_sub(from.length) else { return false };
        if from.paragraph != self.ended || length > LONGEST_NUMBER || field.numbered == Atom::NONE {
            return false;
        }
        let Some(paragraph) = self.paragraph.as_mut() else { return false };
        let (mut left, mut first) = (length, paragraph.runs.len());
        while left > 0 && first > 0 {
            first -= 1;
            left = left.saturating_sub(paragraph.runs.get(first).map_or(0, |run| run.text.len()));
        }
        let runs = paragraph.runs.get(first..).unwrap_or_default();
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let Some(number) = text.len().checked_sub(length).and_then(|at| text.get(at..)) else { return false };
        let Some(model) = runs.first() else { return false };
        let is_alike = |run: &WordRun| {
            (run.insertion, run.deletion, run.unseen) == (model.insertion, model.deletion, model.unseen)
                && run.object.is_none()
        };
        if number.is_empty() || !number.chars().all(char::is_numeric) || !runs.iter().all(is_alike) {
            return false;
        }
        let made = WordRun {
            text: number.to_owned(),
            object: Some(WordObject::PageNumber),
            link: field.numbered,
            ..model.clone()
        };
        let before = text.len() - length;
        paragraph.runs.truncate(first + usize::from(before > 0));
        if let Some(run) = paragraph.runs.get_mut(first) {
            run.text.truncate(before);
        }
        paragraph.runs.push(made);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::is_number_of;

    #[test]
    fn a_number_is_shown_whole_or_by_its_last_levels() {
        for (shown, number, same) in [
            ("3.1", "3.1.", true),
            ("(a)", "1(a)", true),
            ("1(a)", "(a)", true),
            ("2", "12", false),
            ("12", "2", false),
            ("4.2", "4.3", false),
            ("", "4", false),
        ] {
            assert_eq!(is_number_of(shown, number), same, "{shown} {number}");
        }
    }
}
