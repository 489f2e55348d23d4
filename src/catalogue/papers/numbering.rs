//! Numbers of the items of a text as it would stand.
//!
//! In: the items in their order, each with its label as its text or its proposal has it. Out: their labels, of which no
//! two in one list are the same: where proposals that are adopted together count alike, the list is counted on from its
//! first item. Never: a list changed in which each label stands behind the one before it, or has another form (`2bis`).

use crate::numerals::{roman, roman_value};

/// An item of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberedItem {
    /// The call it stands under.
    pub call: String,
    /// Depth, from 1; 0 for what is no item and ends no list.
    pub level: u8,
    /// Its label.
    pub label: String,
}

/// How a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListNumbering {
    /// `1`, `2`.
    Digits,
    /// `a`, `b`, up to `z`.
    Letters,
    /// `i`, `ii`.
    Roman,
}

impl ListNumbering {
    fn value(self, number: &str) -> Option<u32> {
        match (self, number.as_bytes()) {
            (ListNumbering::Digits, digits) if digits.iter().all(u8::is_ascii_digit) => number.parse().ok(),
            (ListNumbering::Letters, [letter @ b'a'..=b'z']) => Some(u32::from(letter - b'a') + 1),
            (ListNumbering::Roman, _) => roman_value(number).map(u32::from),
            _ => None,
        }
    }

    fn number(self, value: u32) -> Option<String> {
        match self {
            ListNumbering::Digits => Some(value.to_string()),
            ListNumbering::Letters => {
                let letter = u8::try_from(value.checked_sub(1)?).ok().filter(|letter| *letter < 26)?;
                Some(char::from(b'a' + letter).to_string())
            }
            ListNumbering::Roman => roman(value),
        }
    }
}

/// The labels of the items; `None` for those that stay as they are.
pub(super) fn counted_on(items: &[NumberedItem]) -> Vec<Option<String>> {
    let mut labels = vec![None; items.len()];
    for list in lists(items) {
        let own: Vec<&str> =
            list.iter().filter_map(|at| items.get(*at)).map(|item| item.label.as_str()).collect();
        for (at, label) in list.iter().zip(counted(&own).into_iter().flatten()) {
            if let Some(slot) =
                labels.get_mut(*at).filter(|_| items.get(*at).is_some_and(|item| item.label != label))
            {
                *slot = Some(label);
            }
        }
    }
    labels
}

/// The items of each list: those of one call and depth, up to the next item of less depth.
fn lists(items: &[NumberedItem]) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut call = "";
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.level > 0) {
        if item.call != call {
            (call, open) = (&item.call, Vec::new());
        }
        open.retain(|(level, _)| *level <= item.level);
        match open.last().filter(|(level, _)| *level == item.level) {
            Some((_, list)) => lists.get_mut(*list).into_iter().for_each(|list| list.push(at)),
            None => {
                open.push((item.level, lists.len()));
                lists.push(vec![at]);
            }
        }
    }
    lists
}

/// The labels of a list counted on from its first; `None` where they need not be, or are not of one form.
fn counted(labels: &[&str]) -> Option<Vec<String>> {
    let is_number = |c: char| c.is_ascii_alphanumeric();
    let first = *labels.first()?;
    let (start, end) = (first.find(is_number)?, first.rfind(is_number)? + 1);
    let (head, tail) = (first.get(..start)?, first.get(end..)?);
    let numbers: Option<Vec<&str>> =
        labels.iter().map(|label| label.strip_prefix(head)?.strip_suffix(tail)).collect();
    let numbers = numbers?;
    // `i` begins Roman numbers where all are such: of letters it would be the ninth.
    let countings = [ListNumbering::Digits, ListNumbering::Roman, ListNumbering::Letters];
    let read = |counting: ListNumbering| -> Option<Vec<u32>> {
        let values: Option<Vec<u32>> = numbers.iter().map(|number| counting.value(number)).collect();
        values.filter(|values| counting != ListNumbering::Roman || values.first() == Some(&1))
    };
    let (counting, values) = countings.into_iter().find_map(|counting| Some((counting, read(counting)?)))?;
    if values.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let first = *values.first()?;
    (first..)
        .take(values.len())
        .map(|value| Some(format!("{head}{}{tail}", counting.number(value)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(labels: &[(u8, &str)]) -> Vec<NumberedItem> {
        let item = |(level, label): &(u8, &str)| NumberedItem {
            call: "resolves".to_owned(),
            level: *level,
            label: (*label).to_owned(),
        };
        labels.iter().map(item).collect()
    }

    fn labels(given: &[(u8, &str)]) -> Vec<String> {
        let items = items(given);
        let own = items.iter().map(|item| item.label.clone());
        counted_on(&items).into_iter().zip(own).map(|(label, own)| label.unwrap_or(own)).collect()
    }

    #[test]
    fn a_list_in_which_two_count_alike_is_counted_on() {
        assert_eq!(labels(&[(1, "1"), (1, "2"), (1, "3"), (1, "3"), (1, "3")]), ["1", "2", "3", "4", "5"]);
        assert_eq!(labels(&[(1, "a)"), (1, "b)"), (1, "b)"), (1, "c)")]), ["a)", "b)", "c)", "d)"]);
        assert_eq!(labels(&[(1, "i)"), (1, "ii)"), (1, "ii)")]), ["i)", "ii)", "iii)"]);
        assert_eq!(labels(&[(1, "4."), (1, "5."), (1, "5.")]), ["4.", "5.", "6."]);
    }

    #[test]
    fn each_list_counts_by_itself() {
        let given = [(1, "1"), (2, "a)"), (2, "a)"), (1, "2"), (2, "a)"), (1, "2")];
        assert_eq!(labels(&given), ["1", "a)", "b)", "2", "a)", "3"]);
        let mut two = items(&[(1, "1"), (1, "1")]);
        two.iter_mut().skip(1).for_each(|item| item.call = "instructs".to_owned());
        assert_eq!(counted_on(&two), [None, None]);
    }

    #[test]
    fn what_is_in_order_or_of_another_form_stays() {
        for given in [
            [(1, "1"), (1, "3"), (1, "7")],
            [(1, "1"), (1, "1bis"), (1, "1bis")],
            [(1, "–"), (1, "–"), (1, "–")],
            [(1, ""), (1, ""), (1, "1")],
            // There is no letter behind the last.
            [(1, "y)"), (1, "z)"), (1, "z)")],
        ] {
            assert_eq!(labels(&given), given.map(|(_, label)| label));
        }
    }
}
