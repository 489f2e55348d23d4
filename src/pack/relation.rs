//! How two edits on one paragraph stand to each other, and a text with edits in it.
//!
//! In: edits on the paragraph in force. Out: the class of two of them; the text with a set of them, whatever
//! their order. Never: a text in which two edits contradict each other.

use super::edits::{EditKind, TextEdit, folded};

/// How two edits stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum EditRelation {
    /// Both do the same.
    Same,
    /// At least one brings only edition, place or year up to date.
    Consequential,
    /// Both can be adopted as they are.
    Compatible,
    /// Both add at one place: an order is to be chosen.
    Ordered,
    /// Nobody can tell from the texts alone: a person is to compare them.
    Undetermined,
    /// Not both can be adopted.
    Contradictory,
}

impl EditRelation {
    /// Its stable name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            EditRelation::Same => "same",
            EditRelation::Consequential => "consequential",
            EditRelation::Compatible => "compatible",
            EditRelation::Ordered => "ordered",
            EditRelation::Undetermined => "undetermined",
            EditRelation::Contradictory => "contradictory",
        }
    }
}

/// How two edits on one paragraph stand to each other, but for what is consequential.
pub(crate) fn relation(a: &TextEdit, b: &TextEdit) -> EditRelation {
    use EditKind::{DeleteParagraph, InsertParagraph, Keep, MoveParagraph, Relabel};
    match (a.kind, b.kind) {
        (Keep, Keep) => EditRelation::Same,
        (Keep, InsertParagraph) | (InsertParagraph, Keep) => EditRelation::Compatible,
        (Keep, _) | (_, Keep) => EditRelation::Contradictory,
        (InsertParagraph, InsertParagraph) if folded(&a.new) == folded(&b.new) => EditRelation::Same,
        (InsertParagraph, InsertParagraph) => EditRelation::Ordered,
        (InsertParagraph, _) | (_, InsertParagraph) => EditRelation::Compatible,
        (DeleteParagraph, DeleteParagraph) => EditRelation::Same,
        (DeleteParagraph, _) | (_, DeleteParagraph) => EditRelation::Contradictory,
        (MoveParagraph, MoveParagraph) | (Relabel, Relabel) if a.new == b.new => EditRelation::Same,
        (MoveParagraph, MoveParagraph) | (Relabel, Relabel) => EditRelation::Contradictory,
        (MoveParagraph | Relabel, _) | (_, MoveParagraph | Relabel) => EditRelation::Compatible,
        _ => words_relation(a, b),
    }
}

/// How two edits on the words of one paragraph stand to each other.
fn words_relation(a: &TextEdit, b: &TextEdit) -> EditRelation {
    let (ours, theirs) = (a.trimmed(), b.trimmed());
    if (a.range == b.range && folded(&a.new) == folded(&b.new)) || ours == theirs {
        return EditRelation::Same;
    }
    let (x, y) = (&a.range, &b.range);
    match (x.is_empty(), y.is_empty()) {
        (true, true) if x.start == y.start => EditRelation::Ordered,
        (true, true) => EditRelation::Compatible,
        // What is added at the edge of words that go stands beside what takes their place.
        (true, false) if y.start < x.start && x.start < y.end => EditRelation::Contradictory,
        (false, true) if x.start < y.start && y.start < x.end => EditRelation::Contradictory,
        (false, false) if x.start < y.end && y.start < x.end => EditRelation::Contradictory,
        _ => EditRelation::Compatible,
    }
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
        if made.iter().any(|other| relation(other, edit) == EditRelation::Same) {
            continue;
        }
        if made.iter().any(|other| relation(other, edit) == EditRelation::Contradictory) {
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
    use crate::pack::contribution::{MarkedRun, RunMark};
    use crate::pack::difference::edits_of;

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
        // Each letter of it is a word; the one that stays stands between what goes and what comes.
        let (base, text) = ("每座灯塔须保存信号登记册", "每座灯塔须保信标0信号登记册");
        let edits = edits_of(base, &marked(text));
        let named: Vec<(&str, &TextEdit)> = edits.iter().map(|edit| ("A/1/1", edit)).collect();
        assert_eq!(applied(base, &named).as_deref(), Some(text), "{edits:?}");
        assert!(seen("as it is", "as it is").is_empty());
        assert!(seen("“as” it is", "\"as\" it is").is_empty());
    }

    fn class(base: &str, a: &str, b: &str) -> EditRelation {
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
                EditRelation::Contradictory,
            ),
            (
                "to send an [annual]{biennial} report to the Council",
                "to send an biennial report to the Council",
                EditRelation::Same,
            ),
            (
                "to send an [annual]{biennial} report to the Council",
                "to [send]{submit} an annual report to the Council",
                EditRelation::Compatible,
            ),
            (
                "to send an {x }annual report to the Council",
                "to send an {y }annual report to the Council",
                EditRelation::Ordered,
            ),
            (
                "to send an [annual report] to the Council",
                "to send an annual [report]{study} to the Council",
                EditRelation::Contradictory,
            ),
            (
                "to send an annual report to the Council{ again}",
                "to send an annual report to the Council{ soon}",
                EditRelation::Ordered,
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
