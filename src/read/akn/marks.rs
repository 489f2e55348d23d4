//! Revision marks: the list that our own files have of them, and what `ins` and `del` say by themselves.

use std::collections::HashMap;

use crate::read::facts::types::WordAccount;
use crate::read::xml::KnownNamespace;
use crate::text::{Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// The attributes of an element.
pub(super) struct AttributeList(pub Vec<(KnownNamespace, String, String)>);

impl AttributeList {
    /// One of Akoma Ntoso.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.of(KnownNamespace::None, name)
    }

    /// One of ours.
    pub(super) fn own(&self, name: &str) -> Option<&str> {
        self.of(KnownNamespace::Own, name)
    }

    /// The language of the text.
    pub(super) fn language(&self) -> Option<&str> {
        self.of(KnownNamespace::Xml, "lang")
    }

    fn of(&self, space: KnownNamespace, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(in_space, own, _)| *in_space == space && own == name);
        found.map(|(_, _, value)| value.as_str())
    }
}

/// The marks of a document, by the numbers that it gives them.
#[derive(Debug, Default)]
pub(super) struct AknMarks(HashMap<String, RevisionIndex>);

impl AknMarks {
    /// Enters a mark of the list.
    pub(super) fn list(&mut self, of: &AttributeList, ledger: &mut WordAccount) {
        let kind = match of.own("kind") {
            Some("deletion") => RevisionKind::Deletion,
            Some("formatting") => RevisionKind::Formatting,
            _ => RevisionKind::Insertion,
        };
        let Some(number) = of.own("revision") else { return };
        let index = ledger.enter(revision(of, kind));
        self.0.insert(number.to_owned(), index);
    }

    /// The mark that an attribute names by its number.
    pub(super) fn named(&self, of: &AttributeList, attribute: &str) -> Option<RevisionIndex> {
        self.0.get(of.own(attribute)?).copied()
    }

    /// The mark of an `ins` or `del`.
    pub(super) fn of(
        &mut self,
        of: &AttributeList,
        kind: RevisionKind,
        ledger: &mut WordAccount,
    ) -> RevisionIndex {
        if let Some(index) = self.named(of, "revision") {
            return index;
        }
        let index = ledger.enter(revision(of, kind));
        if let Some(number) = of.own("revision") {
            self.0.insert(number.to_owned(), index);
        }
        index
    }
}

fn revision(of: &AttributeList, kind: RevisionKind) -> Revision {
    let text = |name: &str| of.own(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let confidence = || text("confidence")?.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    let origin = match (text("rule"), confidence()) {
        (Some(rule), Some(confidence)) => RevisionOrigin::Recovered {
            rule: rule.into(),
            confidence,
            reason: text("reason").unwrap_or_default(),
            ruling: text("ruling"),
        },
        _ => RevisionOrigin::Word,
    };
    Revision { kind, author: text("by"), date: text("date"), origin, moved: text("moved") }
}
