//! How edits on one paragraph in two languages stand to each other.
//!
//! In: what two proposals in two languages do to the same paragraph. Out: their class where what they do
//! settles it, whatever the words: one takes out what the other changes; both change nothing but numbers.
//! Never: words of two languages compared.

use super::edits::{EditKind, TextEdit};
use super::relation::EditRelation;

/// The class; `None` where only a reader of both languages can tell.
pub(super) fn relation(x: &[TextEdit], y: &[TextEdit]) -> Option<EditRelation> {
    use EditKind::{DeleteParagraph, InsertParagraph, Keep, MoveParagraph};
    let has = |edits: &[TextEdit], kind: EditKind| edits.iter().any(|edit| edit.kind == kind);
    match (has(x, Keep), has(y, Keep)) {
        (true, true) => return Some(EditRelation::Same),
        (true, false) if has(y, InsertParagraph) => return Some(EditRelation::Compatible),
        (false, true) if has(x, InsertParagraph) => return Some(EditRelation::Compatible),
        (true, false) | (false, true) => return Some(EditRelation::Contradictory),
        (false, false) => {}
    }
    // What both add behind one paragraph may be one text in two languages.
    if has(x, InsertParagraph) || has(y, InsertParagraph) {
        return None;
    }
    match (has(x, DeleteParagraph), has(y, DeleteParagraph)) {
        (true, true) => return Some(EditRelation::Same),
        (true, false) | (false, true) => return Some(EditRelation::Contradictory),
        (false, false) => {}
    }
    let moves = |edits: &[TextEdit]| edits.iter().all(|edit| edit.kind == MoveParagraph);
    if moves(x) != moves(y) {
        return Some(EditRelation::Compatible);
    }
    let (ours, theirs) = (numbers(x)?, numbers(y)?);
    let old = |edits: &[NumberEdit]| edits.iter().map(|(old, _)| old.clone()).collect::<Vec<_>>();
    if ours == theirs {
        return Some(EditRelation::Same);
    }
    (old(&ours) == old(&theirs)).then_some(EditRelation::Contradictory)
}

/// The numbers that an edit takes out, and those that it puts in their place.
type NumberEdit = (Vec<u64>, Vec<u64>);

/// The edits as numbers; `None` where one of them changes anything but numbers.
fn numbers(edits: &[TextEdit]) -> Option<Vec<NumberEdit>> {
    let changing = edits.iter().filter(|edit| !edit.consequential);
    changing
        .map(|edit| {
            let (old, new) = (numbers_of(&edit.old)?, numbers_of(&edit.new)?);
            (edit.kind == EditKind::Replace && !old.is_empty() && !new.is_empty()).then_some((old, new))
        })
        .collect()
}

/// The numbers of a text of numbers; `None` where a letter stands in it.
fn numbers_of(text: &str) -> Option<Vec<u64>> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut open = false;
    for letter in text.chars() {
        let digit = match letter {
            '0'..='9' => u64::from(letter) - u64::from('0'),
            '\u{660}'..='\u{669}' => u64::from(letter) - 0x660,
            '\u{6F0}'..='\u{6F9}' => u64::from(letter) - 0x6F0,
            '\u{FF10}'..='\u{FF19}' => u64::from(letter) - 0xFF10,
            _ if letter.is_alphanumeric() => return None,
            _ => {
                open = false;
                continue;
            }
        };
        match numbers.last_mut().filter(|_| open) {
            Some(number) => *number = number.checked_mul(10)?.checked_add(digit)?,
            None => numbers.push(digit),
        }
        open = true;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(old: &str, new: &str) -> Vec<TextEdit> {
        vec![TextEdit {
            kind: EditKind::Replace,
            ..TextEdit::whole(EditKind::Replace, old.into(), new.into())
        }]
    }

    fn whole(kind: EditKind) -> Vec<TextEdit> {
        vec![TextEdit::whole(kind, "x".into(), "y".into())]
    }

    #[test]
    fn what_is_done_settles_the_class_and_words_do_not() {
        use EditKind::{DeleteParagraph, InsertParagraph, Keep, MoveParagraph};
        for (x, y, class) in [
            (replaced("four", "two"), replaced("四", "二"), None),
            (replaced("4", "2"), replaced("٤", "٢"), Some(EditRelation::Same)),
            (replaced("4", "2"), replaced("4", "6"), Some(EditRelation::Contradictory)),
            (replaced("4", "2"), replaced("10", "12"), None),
            (replaced("10", "10 000"), replaced("10", "20 000"), Some(EditRelation::Contradictory)),
            (whole(DeleteParagraph), replaced("четыре", "два"), Some(EditRelation::Contradictory)),
            (whole(DeleteParagraph), whole(DeleteParagraph), Some(EditRelation::Same)),
            (whole(InsertParagraph), whole(InsertParagraph), None),
            (whole(Keep), replaced("a", "b"), Some(EditRelation::Contradictory)),
            (whole(Keep), whole(InsertParagraph), Some(EditRelation::Compatible)),
            (whole(MoveParagraph), replaced("a", "b"), Some(EditRelation::Compatible)),
        ] {
            assert_eq!(relation(&x, &y), class, "{x:?} {y:?}");
            assert_eq!(relation(&y, &x), class, "{y:?} {x:?}");
        }
    }
}
