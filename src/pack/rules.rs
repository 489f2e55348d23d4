//! What a pack reports: texts in force that are missing, paragraphs without a place, words that went
//! without a mark.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Rule, Severity, message};
use crate::text::View;

use super::classes::RelationDoubt;
use super::contribution::Marking;
use super::dossier::{Dossier, TextGroup};
use super::targets::BaseOrigin;
use super::{Pack, PackFinding};

/// All rules of this module.
pub(crate) static RULES: &[&Rule] =
    &[&NO_TEXT_IN_FORCE, &NOT_PLACED, &UNMARKED_DELETION, &NOT_READ, &NOT_PRINTED, &CHANGES_UNSEEN];

/// A text was not given, and what most sources reject stands in its place.
pub(crate) static NO_TEXT_IN_FORCE: Rule = Rule {
    code: "PCK001",
    name: "no-text-in-force",
    severity: Severity::Information,
    what: "The text in force of something that is amended was not given to the pack. The text that most of \
           its sources reject stands in its place.",
    why: "Where a source has copied an old edition, or has changed words without marking them, the pack \
          cannot tell.",
    example: "`itudoc pack in -o out` without `--base`, and two sources that amend one resolution.",
    remedy: "Give the texts in force with `--base`, a file or a folder of them, in every language in which they are amended.",
    source: "Ours: a comparison needs something to compare with",
};

/// A paragraph of a proposal has no place.
pub(crate) static NOT_PLACED: Rule = Rule {
    code: "PCK002",
    name: "paragraph-without-place",
    severity: Severity::Warning,
    what: "Of a paragraph of a proposal nobody can tell where it belongs: the text it amends is not named, \
           or nothing round it is in the text in force. It stands under \"not placed\".",
    why: "A pack that dropped it would keep a proposal from the conference.",
    example: "`MOD ABC/5/1` over one sentence that names no resolution and stands in no text that was given.",
    remedy: "Name the text in the proposal (`resolves 2 of Resolution 64`), or give the text in force with `--base`.",
    source: "Ours: nothing is dropped",
};

/// A paragraph in force is missing from a proposal of the whole text, without a mark.
pub(crate) static UNMARKED_DELETION: Rule = Rule {
    code: "PCK003",
    name: "deletion-without-mark",
    severity: Severity::Warning,
    what: "A proposal has the whole text, but a paragraph in force is missing from it, and no mark says that \
           it is deleted.",
    why: "Text deleted without strikethrough is adopted unseen.",
    example: "A resolution with `1` and `3` under *resolves*, where the text in force has `1`, `2` and `3`.",
    remedy: "Ask the source whether the paragraph is to go; if so, mark it as deleted.",
    source: "PP-10 guidelines for proposals: deleted text is struck through",
};

/// A contribution could not be read.
pub(crate) static NOT_READ: Rule = Rule {
    code: "PCK004",
    name: "contribution-not-read",
    severity: Severity::Error,
    what: "A contribution could not be read, so that the pack has none of its proposals.",
    why: "A pack that said nothing of it would be taken for complete.",
    example: "A Word file that is encrypted.",
    remedy: "See what is wrong with `itudoc check FILE`, mend it, and make the pack again.",
    source: "Ours: nothing is dropped",
};

/// A paper could not be made.
pub(crate) static NOT_PRINTED: Rule = Rule {
    code: "PCK005",
    name: "paper-not-made",
    severity: Severity::Error,
    what: "A paper of the pack could not be made.",
    why: "The pack is not complete without it.",
    example: "A contribution with a character that no font has: the Word file is made, the PDF is not.",
    remedy: "Give a font with the character (`--font-path`), or let it be printed as a box (`--missing-glyphs box`).",
    source: "Ours: nothing is dropped",
};

/// Of a proposal nobody can tell all that it changes.
pub(crate) static CHANGES_UNSEEN: Rule = Rule {
    code: "PCK006",
    name: "changes-unseen",
    severity: Severity::Warning,
    what: "Of a proposal nobody can tell all that it changes: its revision marks were lost, so that words which \
           go without others coming stand there like words which stay; or it has none, the text in force was not \
           given, and no other source marks what it changes. Others amend the same paragraphs; each such pair is \
           \"undetermined\".",
    why: "A contradiction that nobody can see is found in the meeting.",
    example: "`to send an annual biennial report`, copied out of Word: `annual` is to go, and no mark says so.",
    remedy: "Give the texts in force with `--base`; ask the source for its Word file with the marks.",
    source: "Ours: what cannot be told is said",
};

/// What there is to report of a pack.
pub(super) fn findings(pack: &Pack) -> Vec<PackFinding> {
    let mut found = Vec::new();
    for dossier in &pack.dossiers {
        let address = dossier.target.key.address();
        for (language, base) in &dossier.target.bases {
            if let BaseOrigin::Shared { of, among } = base.origin {
                let message = message!(
                    "the text in force is not given in the language {language}; what {of} of {among} sources reject stands in its place",
                    language,
                    of,
                    among,
                );
                found.push(PackFinding::new(&NO_TEXT_IN_FORCE, None, &address, message));
            }
        }
        for (entry, paragraph) in &dossier.unplaced {
            let Some(entry) = dossier.entries.get(*entry) else { continue };
            let Some(document) = pack.documents.get(entry.index.document) else { continue };
            let record =
                document.texts.get(entry.index.text).and_then(|text| text.paragraphs.get(*paragraph));
            let words = record.map(|record| record.whole(View::Marked)).unwrap_or_default();
            let message = message!(
                "a paragraph of {identifier} has no place in {address}: {words}",
                identifier = entry.identifier,
                address,
                words = head(&words),
            );
            found.push(PackFinding::new(&NOT_PLACED, Some(entry.index.document), &document.file, message));
        }
        for row in &dossier.rows {
            let is_known =
                |group: &&TextGroup| row.base.get(&group.language).is_some_and(|base| base.is_known);
            for group in row.groups.iter().filter(|group| group.paragraph.is_none()).filter(is_known) {
                for entry in group.entries.iter().filter_map(|entry| dossier.entries.get(*entry)) {
                    let Some(document) = pack.documents.get(entry.index.document) else { continue };
                    let message = message!(
                        "{identifier} leaves out {address} without a mark",
                        identifier = entry.identifier,
                        address = row.address,
                    );
                    found.push(PackFinding::new(
                        &UNMARKED_DELETION,
                        Some(entry.index.document),
                        &document.file,
                        message,
                    ));
                }
            }
        }
    }
    found.extend(pack.dossiers.iter().flat_map(|dossier| unseen(pack, dossier)));
    for index in &pack.nowhere {
        let Some(document) = pack.documents.get(index.document) else { continue };
        let Some(text) = document.texts.get(index.text) else { continue };
        let name = super::dossier::identifier(document, text, index.text);
        let message =
            message!("{name} does not say which text it amends, and no text in force has its words", name,);
        found.push(PackFinding::new(&NOT_PLACED, Some(index.document), &document.file, message));
    }
    found
}

/// Proposals of which nobody can tell what they do to paragraphs that others amend.
fn unseen(pack: &Pack, dossier: &Dossier) -> Vec<PackFinding> {
    let mut places: BTreeMap<(usize, RelationDoubt), BTreeSet<&str>> = BTreeMap::new();
    for pair in &dossier.pairs {
        let Some(doubt) = pair.doubt.filter(|doubt| *doubt != RelationDoubt::TwoLanguages) else { continue };
        for nth in [pair.a, pair.b] {
            let is_lost = dossier.entries.get(nth).is_some_and(|entry| entry.marking == Marking::Lost);
            let is_typed = dossier.entries.get(nth).is_some_and(|entry| entry.marking == Marking::Typed);
            if (doubt == RelationDoubt::MarksLost && is_lost)
                || (doubt == RelationDoubt::NoTextInForce && is_typed)
            {
                places.entry((nth, doubt)).or_default().insert(&pair.address);
            }
        }
    }
    let said = places.into_iter().filter_map(|((nth, doubt), places)| {
        let entry = dossier.entries.get(nth)?;
        let document = pack.documents.get(entry.index.document)?;
        let why = match doubt {
            RelationDoubt::MarksLost => message!("its revision marks were lost"),
            _ => message!("it has no revision marks, and the text in force is not known"),
        };
        let places = places.into_iter().collect::<Vec<_>>().join(", ");
        let message = message!(
            "{why}: what {identifier} changes cannot be told at {places}",
            why => why,
            identifier = entry.identifier,
            places,
        );
        Some(PackFinding::new(&CHANGES_UNSEEN, Some(entry.index.document), &document.file, message))
    });
    said.collect()
}

/// The first words of a text.
fn head(text: &str) -> String {
    const CHARACTERS: usize = 60;
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(CHARACTERS).collect();
    if letters.next().is_some() { head + "…" } else { head }
}
