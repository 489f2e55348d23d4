//! What happened to a document, as PREMIS has events: ingest, reading, conversion, each recovered mark and
//! each decision, the account of characters, the validation.

use super::{ArchiveItem, Deposit, FileRole};
use crate::structure::form::{Document, RevisionKind};

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PremisEvent {
    /// Its number in the package, from 1.
    pub id: String,
    /// Word of the vocabulary of event types of the Library of Congress, or one of ours.
    pub kind: &'static str,
    /// When, ISO 8601.
    pub date: String,
    /// What was done.
    pub detail: String,
    /// How it came out.
    pub outcome: String,
    /// What is to be said of that.
    pub note: String,
    /// Who did it.
    pub agent: String,
    /// The files concerned, by path.
    pub objects: Vec<String>,
}

/// Who acted, besides the program.
pub(super) fn people(events: &[PremisEvent]) -> Vec<String> {
    let mut people: Vec<String> =
        events.iter().map(|event| event.agent.clone()).filter(|agent| agent != PROGRAM).collect();
    people.sort();
    people.dedup();
    people
}

/// The agent that is this program.
pub(super) const PROGRAM: &str = "itudoc";

/// All events of a deposit, in the order in which things happen.
pub(super) fn events(
    deposit: &Deposit<'_>,
    items: &[ArchiveItem],
    structure: &Document<'_>,
) -> Vec<PremisEvent> {
    let paths = |role: fn(FileRole) -> bool| -> Vec<String> {
        items.iter().filter(|item| role(item.role)).map(|item| item.path.clone()).collect()
    };
    let source = paths(|role| role == FileRole::Source);
    let made = paths(|role| matches!(role, FileRole::Output(_)));
    let mut list = EventList { date: deposit.date, events: Vec::new() };
    list.add("ingestion", "the source was taken in byte for byte", "success", "", &source);
    if let Some(program) = &deposit.conversion.profile.read_by {
        list.add("migration", "the source was read by another program", "success", program, &source);
    }
    marks(&mut list, structure, &source);
    list.add("migration", "the source was converted to the official form", "success", "", &made);
    let account = &deposit.conversion.account;
    let counted = format!(
        "{} characters that can be seen in the source as read; {} in the document, {} set aside, {} shown as \
         another, {} supplied by the form",
        account.input, account.document, account.set_aside, account.replaced, account.supplied
    );
    let balance =
        if account.input == account.document + account.set_aside { "balanced" } else { "not balanced" };
    list.add("fixity check", "every character of the source was accounted for", balance, &counted, &made);
    let aside =
        structure.set_aside.read().iter().map(|piece| format!("{}: {}", piece.why, piece.text.trim()));
    let aside: Vec<String> = aside.collect();
    if !aside.is_empty() {
        list.add("appraisal", "text was set aside", "listed", &aside.join("; "), &source);
    }
    let findings = &deposit.conversion.findings;
    let verdict = format!("{} findings, {} waived", findings.len(), deposit.conversion.waived.len());
    list.add(
        "validation",
        "the finished files were read back and compared with the source, character by character",
        "success",
        &verdict,
        &made,
    );
    list.events
}

struct EventList<'a> {
    date: &'a str,
    events: Vec<PremisEvent>,
}

impl EventList<'_> {
    fn add(&mut self, kind: &'static str, detail: &str, outcome: &str, note: &str, objects: &[String]) {
        self.by(PROGRAM, self.date.to_owned(), kind, (detail, outcome, note), objects);
    }

    fn by(
        &mut self,
        agent: &str,
        date: String,
        kind: &'static str,
        (detail, outcome, note): (&str, &str, &str),
        objects: &[String],
    ) {
        self.events.push(PremisEvent {
            id: format!("event-{}", self.events.len() + 1),
            kind,
            date,
            detail: detail.to_owned(),
            outcome: outcome.to_owned(),
            note: note.to_owned(),
            agent: agent.to_owned(),
            objects: objects.to_vec(),
        });
    }

    /// A decision: by whom and when its words say, else by nobody known at the date of the deposit.
    fn decision(&mut self, ruling: &str, about: &str, objects: &[String]) {
        let (who, when) = signed(ruling);
        let agent = who.unwrap_or_else(|| "unnamed officer".to_owned());
        let date = when.unwrap_or_else(|| self.date.to_owned());
        let outcome = ruling.split_whitespace().next().unwrap_or_default();
        self.by(&agent, date, "decision", (about, outcome, ruling), objects);
    }
}

/// Each mark that was recovered, and each decision on one.
fn marks(list: &mut EventList<'_>, structure: &Document<'_>, source: &[String]) {
    for (at, mark) in structure.revisions.read().iter().enumerate() {
        let Some(rule) = &mark.recovered_by else { continue };
        let kind = match mark.kind {
            RevisionKind::Insertion => "insertion",
            RevisionKind::Deletion => "deletion",
            RevisionKind::Formatting => "change of format",
        };
        let about = format!("revision mark {} ({kind}) was recovered by the rule {rule}", at + 1);
        let confidence = mark.confidence.map(|confidence| format!("confidence {confidence:.2}"));
        let note = [confidence, mark.reason.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ");
        list.add("metadata modification", &about, "set", &note, source);
        if let Some(ruling) = &mark.ruling {
            list.decision(ruling, &format!("decision on revision mark {}", at + 1), source);
        }
    }
    for mark in &structure.rejected_marks {
        let about = format!("revision mark of the rule {} was seen", mark.recovered_by);
        let note = format!("confidence {:.2}; {}", mark.confidence, mark.reason);
        list.add("metadata modification", &about, "not set", &note, source);
        list.decision(&mark.ruling, &format!("decision on a mark of the rule {}", mark.recovered_by), source);
    }
}

/// Who and when, of `accepted by A. Officer on 2026-11-26: as in the original`.
fn signed(ruling: &str) -> (Option<String>, Option<String>) {
    let head = ruling.split(": ").next().unwrap_or_default();
    let (before, date) = match head.rsplit_once(" on ") {
        Some((before, date)) => (before, Some(date.trim().to_owned())),
        None => (head, None),
    };
    let who = before.split_once(" by ").map(|(_, who)| who.trim().to_owned());
    (who.filter(|who| !who.is_empty()), date.filter(|date| date.len() == 10))
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn a_ruling_tells_who_and_when() {
        let some = |text: &str| Some(text.to_owned());
        let ruling = "rejected by A. Officer on 2026-11-26: as in the original";
        assert_eq!(signed(ruling), (some("A. Officer"), some("2026-11-26")));
        assert_eq!(signed("accepted"), (None, None));
        assert_eq!(signed("accepted by B"), (some("B"), None));
    }
}
