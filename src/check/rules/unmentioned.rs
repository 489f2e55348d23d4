//! The annex against the cover note: what is new there and was not announced.
//!
//! Only where the cover note quotes changes at all, and so claims to name them. Editions brought up
//! to date and single words are no news; a new paragraph or a new clause is.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::{BUCKETS, STRETCH, bucket};
use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{Role, Symbol};
use crate::recover::rules::cover::plain::Plain;
use crate::text::{Run, Span};

pub(super) const FAMILY: Family = Family { rules: &[&UNMENTIONED], see };

/// A change that the cover note passes over.
pub(super) static UNMENTIONED: Rule = Rule {
    code: "XCK003",
    name: "change-not-in-summary",
    severity: Severity::Information,
    what: "The cover note quotes the changes that it proposes, and the annex has new text that it does not quote.",
    why: "Delegates prepare by the summary; what it does not name is overlooked until the meeting.",
    example: "a new item 4 in the annex, where the cover note quotes items 2 and 3 as ADD",
    remedy: "Ask the delegation whether the summary is to be completed.",
    source: "PP-10 guidelines: a short summary, then the proposals themselves",
};

/// Shorter insertions are words, not news.
const LEAST: usize = 24;

/// The stretches of letters that a cover note has, a flag for each bucket: hashing each into a set cost
/// as much as all other checks together.
type ChangedStretches = Vec<bool>;

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    if !document.has_marks() {
        return;
    }
    let quoted = quoted(document);
    if quoted.is_empty() {
        return;
    }
    for proposed in &document.proposals {
        let Some(known) = quoted.get(&proposed.part) else { continue };
        let Some(placed) = document.instruments.get(proposed.instrument) else { continue };
        let news = document.of_instrument(placed).iter().filter_map(|passage| unannounced(passage, known));
        let news: Vec<Span> = news.collect();
        let Some(first) = news.first() else { continue };
        let said = match news.len() {
            1 => message!("This new text is not in the cover note, which quotes other changes."),
            n => message!(
                "{count} new texts are not in the cover note, which quotes other changes; here the first.",
                count = n,
            ),
        };
        let mut finding = Finding::new(&UNMENTIONED, *first, said);
        finding.related.extend(news.iter().skip(1).take(3).map(|span| (*span, message!("another"))));
        found.push(finding);
    }
}

/// What the cover note of each part says of its changes: its entries and their items, and all that
/// stands beside them, for a change can be told in other words than its own.
fn quoted(document: &CheckedDocument<'_>) -> BTreeMap<usize, ChangedStretches> {
    let announces = |passage: &&CheckedPassage<'_>| {
        passage.context.instrument.is_none()
            && !passage.context.reasons
            && matches!(
                passage.context.role,
                Role::Entry(Symbol::Add | Symbol::AddMoved | Symbol::Mod | Symbol::ModEditorial)
            )
    };
    let parts: BTreeSet<usize> = document.passages.iter().filter(announces).map(|p| p.context.part).collect();
    let mut all: BTreeMap<usize, ChangedStretches> = BTreeMap::new();
    let cover = document
        .passages
        .iter()
        .filter(|p| p.context.instrument.is_none() && parts.contains(&p.context.part));
    for passage in cover.filter(|passage| !passage.context.reasons) {
        let plain = Plain::of(&passage.text);
        let flags = all.entry(passage.context.part).or_insert_with(|| vec![false; BUCKETS]);
        for stretch in plain.letters().windows(STRETCH) {
            if let Some(flag) = flags.get_mut(bucket(stretch)) {
                *flag = true;
            }
        }
    }
    all
}

/// Where a passage has new text of which the cover note holds less than half.
fn unannounced(passage: &CheckedPassage<'_>, known: &ChangedStretches) -> Option<Span> {
    if !passage.marked || matches!(passage.context.role, Role::NumberLine | Role::Opening | Role::Title) {
        return None;
    }
    let runs = &passage.paragraph.runs;
    let new = |run: &Run| run.insertion.is_some() && run.deletion.is_none();
    runs.chunk_by(|a, b| new(a) == new(b)).filter(|chunk| chunk.iter().all(new)).find_map(|chunk| {
        let words: String = chunk.iter().map(|run| run.text.as_str()).collect();
        let spans = chunk.iter().filter_map(|run| run.span);
        is_news(&Plain::of(&words), known).then(|| spans.reduce(Span::to)).flatten()
    })
}

/// Whether a stretch is long enough to be news, and the cover note holds less than half of it.
fn is_news(plain: &Plain, known: &ChangedStretches) -> bool {
    if plain.len() < LEAST {
        return false;
    }
    let windows = plain.letters().windows(STRETCH);
    let (all, held) = windows.fold((0usize, 0usize), |(all, held), stretch| {
        (all + 1, held + usize::from(known.get(bucket(stretch)) == Some(&true)))
    });
    held * 2 < all
}
