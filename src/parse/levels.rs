//! The level of a labelled item, and which reading of its label holds.
//!
//! `i)` after `h)` is a letter; `i)` after `h) …：` opens a roman list, and the `i)` that follows
//! `ii)` is a letter again. Decided by cost: what continues an open list is cheap, what jumps is
//! dear; a colon before and the label after shift the balance. Linear in the number of labels, as
//! few lists are ever open at once.

use crate::model::LabelValue;

/// Lists that are open at a place, outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct OpenLists {
    lists: Vec<LabelValue>,
    /// Indents, twips, of the items of Word's lists that are open, and their levels.
    indents: Vec<(i32, u8)>,
}

/// How deep lists may go; what lies deeper stays at this level. ITU's author's guide allows 3.
const DEEPEST: usize = 6;

impl OpenLists {
    /// Forgets all lists: a new call or section begins.
    pub(super) fn reset(&mut self) {
        self.lists.clear();
        self.indents.clear();
    }

    /// Opens a list of one entry that later items may be below, such as an entry of a cover note.
    pub(super) fn open_with(&mut self, value: LabelValue) {
        self.lists.clear();
        self.lists.push(value);
    }

    /// Whether a list open here goes on with `value`, or one below it begins.
    pub(super) fn go_on_with(&self, value: &LabelValue) -> bool {
        self.lists.iter().any(|last| continues(last, value) || passes(last, value) || is_below(last, value))
    }

    /// Whether a list open here is left off for a number that is near: one or two were skipped, or the old
    /// number and the new run together (`23` behind 2).
    pub(super) fn jumps_to(&self, value: &LabelValue) -> bool {
        self.lists.iter().any(|last| jumps(last, value))
    }

    /// Takes the next label: its value and its level, from 1.
    ///
    /// `after_colon`: the text before announces a list. `next`: readings of the label after this one.
    pub(super) fn place(
        &mut self,
        readings: &[LabelValue],
        after_colon: bool,
        next: &[LabelValue],
    ) -> (LabelValue, u8) {
        let best = readings
            .iter()
            .map(|value| {
                let (mut cost, depth) = self.fit(value, after_colon);
                if next.iter().any(|following| continues(value, following)) {
                    cost -= 2;
                }
                (cost, depth, value)
            })
            .min_by_key(|(cost, depth, _)| (*cost, *depth));
        let Some((_, depth, value)) = best else { return (LabelValue::Other, 1) };
        let depth = depth.min(DEEPEST - 1);
        self.lists.truncate(depth);
        self.lists.push(value.clone());
        (value.clone(), u8::try_from(depth + 1).unwrap_or(u8::MAX))
    }

    /// The level of an item of Word's lists that goes back to the indent of one above it.
    pub(super) fn level_at(&self, indent: i32) -> Option<u8> {
        let last = self.indents.last().filter(|(last, _)| indent < *last)?;
        self.indents.iter().rev().find(|(above, _)| *above == indent).map(|(_, level)| (*level).min(last.1))
    }

    /// Keeps the indent and level of an item of Word's lists.
    pub(super) fn indented(&mut self, indent: i32, level: u8) {
        self.indents.retain(|(above, _)| *above < indent);
        self.indents.push((indent, level));
    }

    /// Takes a label whose level is known, from 1.
    pub(super) fn place_at(&mut self, value: LabelValue, level: u8) {
        let depth = usize::from(level).clamp(1, DEEPEST) - 1;
        self.lists.resize(depth, LabelValue::Other);
        self.lists.push(value);
    }

    /// Cost of a reading and the depth (from 0) it would stand at.
    fn fit(&self, value: &LabelValue, after_colon: bool) -> (i32, usize) {
        let depth = self.lists.len();
        if let Some(at) = self.lists.iter().rposition(|last| continues(last, value)) {
            let popped = i32::from(at + 1 < depth);
            return (popped + if after_colon && at + 1 == depth { 2 } else { 0 }, at);
        }
        if let Some(at) = self.lists.iter().rposition(|last| passes(last, value)) {
            return (1, at);
        }
        if let Some(parent) = self.lists.iter().rposition(|last| is_below(last, value)) {
            return (0, parent + 1);
        }
        if is_first(value) {
            return match (self.lists.is_empty(), after_colon) {
                (true, _) => (0, 0),
                (false, true) => (0, depth),
                // The same kind of label starting anew beside its sisters, else a list below.
                (false, false) => match self.lists.iter().rposition(|last| same_kind(last, value)) {
                    Some(at) => (4, at),
                    None => (3, depth),
                },
            };
        }
        if let Some(at) = self.lists.iter().rposition(|last| same_kind(last, value)) {
            return (5, at);
        }
        (8, if after_colon { depth } else { depth.saturating_sub(1) })
    }
}

/// Whether a list begins with `value`.
pub(super) fn is_first(value: &LabelValue) -> bool {
    match value {
        LabelValue::Letter(n) | LabelValue::Roman(n) | LabelValue::Han(n) | LabelValue::Part(n) => *n == 1,
        LabelValue::Number(parts) => parts.last() == Some(&1),
        LabelValue::Bullet | LabelValue::Other => true,
    }
}

/// Whether `value` is the next label after `last`, or the same once more (`1bis`, a bullet).
pub(super) fn continues(last: &LabelValue, value: &LabelValue) -> bool {
    match (last, value) {
        (LabelValue::Letter(a), LabelValue::Letter(b))
        | (LabelValue::Roman(a), LabelValue::Roman(b))
        | (LabelValue::Han(a), LabelValue::Han(b)) => *b == a + 1 || (b == a && *a > 1),
        (LabelValue::Number(a), LabelValue::Number(b)) if a.len() == b.len() => {
            let (Some((x, before)), Some((y, same))) = (a.split_last(), b.split_last()) else { return false };
            before == same && (*y == x + 1 || (x == y && *x > 1))
        }
        (LabelValue::Bullet, LabelValue::Bullet) => true,
        _ => false,
    }
}

/// `4` behind 2, or `23` behind 2: see [`OpenLists::jumps_to`].
fn jumps(last: &LabelValue, value: &LabelValue) -> bool {
    const SKIPPED: std::ops::RangeInclusive<u16> = 2..=3;
    let (LabelValue::Number(last), LabelValue::Number(value)) = (last, value) else { return false };
    let ([last], [value]) = (last.as_slice(), value.as_slice()) else { return false };
    if value.checked_sub(*last).is_some_and(|skipped| SKIPPED.contains(&skipped)) {
        return true;
    }
    let last = two_in_one(*last).map_or(*last, |(_, new)| new);
    two_in_one(*value).is_some_and(|(old, new)| [old, new].contains(&last) || new == last + 1)
}

/// The two neighbours that a number is made of where an old label and a new one run together: 9 and 10 of 910.
fn two_in_one(number: u16) -> Option<(u16, u16)> {
    let digits = number.to_string();
    (1..digits.len()).find_map(|cut| {
        let (old, new) = digits.split_at_checked(cut)?;
        let (old, new): (u16, u16) = (old.parse().ok()?, new.parse().ok()?);
        (old > 0 && new > 0 && old.abs_diff(new) == 1).then_some((old, new))
    })
}

/// `6` comes after `5.2` where no `5` stood by itself.
fn passes(last: &LabelValue, value: &LabelValue) -> bool {
    let (LabelValue::Number(a), LabelValue::Number(b)) = (last, value) else { return false };
    a.len() == 2 && b.len() == 1 && a.first().map(|n| n + 1) == b.first().copied()
}

/// `3.1` stands below `3`.
fn is_below(last: &LabelValue, value: &LabelValue) -> bool {
    let (LabelValue::Number(a), LabelValue::Number(b)) = (last, value) else { return false };
    b.len() == a.len() + 1 && b.starts_with(a)
}

fn same_kind(last: &LabelValue, value: &LabelValue) -> bool {
    match (last, value) {
        (LabelValue::Number(a), LabelValue::Number(b)) => a.len() == b.len(),
        _ => std::mem::discriminant(last) == std::mem::discriminant(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::label::scan;

    /// Places a list of lines; each as `label level`.
    fn place(lines: &[&str]) -> Vec<String> {
        let scanned: Vec<_> = lines.iter().map(|line| scan(line).unwrap()).collect();
        let mut lists = OpenLists::default();
        (0..lines.len())
            .map(|at| {
                let colon = at > 0 && lines[at - 1].ends_with('：');
                let next = scanned.get(at + 1).map(|label| label.readings.clone()).unwrap_or_default();
                let (value, level) = lists.place(&scanned[at].readings, colon, &next);
                format!("{value:?} {level}")
            })
            .collect()
    }

    #[test]
    fn letter_i_after_h_is_no_roman_one() {
        let placed = place(&["g)\t其", "h)\t有：", "i)\t甲；", "ii)\t乙；", "i)\t丙，"]);
        assert_eq!(placed[1..], ["Letter(8) 1", "Roman(1) 2", "Roman(2) 2", "Letter(9) 1"]);
    }

    #[test]
    fn long_list_of_letters() {
        let placed = place(&["h)\t甲；", "i)\t乙；", "j)\t丙；"]);
        assert_eq!(placed[1..], ["Letter(9) 1", "Letter(10) 1"]);
    }

    #[test]
    fn letters_below_romans_below_numbers() {
        let placed =
            place(&["1\t便：", "i)\t甲；", "ii)\t乙；", "iii)\t丙；", "a)\t丁；", "b)\t戊；", "2\t己，"]);
        assert_eq!(
            placed,
            [
                "Number([1]) 1",
                "Roman(1) 2",
                "Roman(2) 2",
                "Roman(3) 2",
                "Letter(1) 3",
                "Letter(2) 3",
                "Number([2]) 1"
            ]
        );
    }

    #[test]
    fn bis_stays_beside_its_sister() {
        assert_eq!(
            place(&["1\ta", "2\tb", "2bis\tc", "3\td"]),
            ["Number([1]) 1", "Number([2]) 1", "Number([2]) 1", "Number([3]) 1"]
        );
    }

    #[test]
    fn decimals_below_their_number() {
        assert_eq!(
            place(&["1\ta", "1.1\tb", "1.2\tc", "2\td"]),
            ["Number([1]) 1", "Number([1, 1]) 2", "Number([1, 2]) 2", "Number([2]) 1"]
        );
    }

    #[test]
    fn letters_restart_after_a_number() {
        assert_eq!(
            place(&["1\ta：", "a)\tb", "b)\tc", "2\td：", "a)\te"]),
            ["Number([1]) 1", "Letter(1) 2", "Letter(2) 2", "Number([2]) 1", "Letter(1) 2"]
        );
    }
}
