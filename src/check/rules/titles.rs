//! Titles against numbers: a text proposed or cited under the title of another one.
//!
//! Titles change with editions and are shortened in citations, so only words are compared, and only a
//! title that is plainly that of another text is told as a mistake.

use std::collections::BTreeSet;

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::folding::fold_word;
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::model::{Body, InstrumentKind, Symbol};
use crate::registry::reference::InstrumentReference;
use crate::text::View;

use super::editions::kind_name;
use super::known::body_of;

pub(super) const FAMILY: Family = Family { rules: &[&TITLE], see };

/// The title of another text.
pub(super) static TITLE: Rule = Rule {
    code: "REF011",
    name: "title-of-another-text",
    severity: Severity::Warning,
    what: "A text is proposed or cited under the title of another one.",
    why: "Either the number or the title was left from another document; delegates find a text by both.",
    example: "`RESOLUTION 130` over `ITU's role in child online protection`, which is the title of Resolution 179",
    remedy: "Compare with the collection of texts in force; correct the number or the title.",
    source: "Titles of instruments in the registry, each with its source",
};

/// So much of a title's words must be another's to be taken for it, in hundredths.
const SAME: usize = 75;
/// With so much of its own words, a title is its own, in hundredths.
const OWN: usize = 34;

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for placed in document.instruments.iter().filter(|placed| placed.symbol != Some(Symbol::Add)) {
        let instrument = placed.instrument;
        let (Some(number), Some(edition)) = (&instrument.number, instrument.editions.first()) else {
            continue;
        };
        let Some(body) = body_of(document, edition) else { continue };
        let words = |view: View| {
            let lines: Vec<String> = instrument.title.iter().map(|line| line.text(view)).collect();
            lines.join(" ")
        };
        let Some(span) = instrument.title.iter().map(|line| line.span).reduce(crate::text::Span::to) else {
            continue;
        };
        let titles = [words(View::Base), words(View::Revised)];
        found.extend(other(document, (body, instrument.kind, number), &titles).map(|title| {
            let (kind, certain) = (kind_name(instrument.kind), title.certain);
            let said = match title.whose {
                Some(other) => {
                    message!("The title under {kind} {number} is that of {other}.", kind => kind, number, other => other)
                }
                None => message!(
                    "The title under {kind} {number} shares no word with the one known, “{title}”.",
                    kind => kind,
                    number,
                    title = title.own,
                ),
            };
            let mut finding = Finding::new(&TITLE, span, said);
            if !certain {
                finding.severity = Severity::Information;
            }
            finding
        }));
    }
    for passage in &document.passages {
        for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
            let [number] = reference.numbers.as_slice() else { continue };
            let edition = reference.editions.last().map(|at| &at.edition);
            let body = edition.and_then(|edition| body_of(document, edition)).or(reference.body);
            let (Some(body), Some(title)) = (body, cited_title(passage, reference)) else { continue };
            found.extend(other(document, (body, reference.kind, number), &[title]).map(|title| {
                let (kind, span) = (kind_name(reference.kind), passage.span(&reference.range));
                // A citation may speak of a part of the text: that it has nothing of its title is worth a look.
                match title.whose {
                    Some(other) => Finding::new(
                        &TITLE,
                        span,
                        message!("The title cited with {kind} {number} is that of {other}.", kind => kind, number, other => other),
                    ),
                    None => {
                        let said = message!(
                            "The title cited with {kind} {number} shares no word with the one known, “{title}”.",
                            kind => kind,
                            number,
                            title = title.own,
                        );
                        let mut finding = Finding::new(&TITLE, span, said);
                        finding.severity = Severity::Information;
                        finding
                    }
                }
            }));
        }
    }
}

/// A title that is not its text's own.
struct Strange {
    /// The text whose title it is, where it is one that is known.
    whose: Option<Message>,
    /// The title that the text is known under.
    own: String,
    /// Whether that is enough for a warning.
    certain: bool,
}

/// Judges a title: whose it is, where it is that of another text and not its own, or that it has nothing of
/// its own.
fn other(
    document: &CheckedDocument<'_>,
    (body, kind, number): (Body, InstrumentKind, &String),
    titles: &[String],
) -> Option<Strange> {
    let registry = document.registry;
    let known = registry.title(body, kind, number)?;
    let title = known.names.get(document.language)?;
    let own = words(title);
    let stated: Vec<BTreeSet<String>> = titles.iter().map(|title| words(title)).collect();
    if stated.iter().any(|stated| stated.len() < 2 || shared(stated, &own) >= OWN) {
        return None;
    }
    let alike = registry.titles().iter().filter(|title| title.body == body && title.kind == kind);
    let best = alike.filter_map(|title| {
        let name = title.names.get(document.language)?;
        let likeness = stated.iter().map(|stated| shared(&words(name), stated)).max()?;
        (likeness >= SAME && words(name).len() >= 2).then_some((likeness, title))
    });
    let whose = best
        .max_by_key(|(likeness, _)| *likeness)
        .map(|(_, title)| message!("{kind} {number}", kind => kind_name(kind), number = title.number));
    // Of no other text that is known either: only where it has nothing of its own.
    let strange = stated.iter().all(|stated| shared(stated, &own) == 0) && own.len() >= 2;
    let certain = known.provenance.certain || whose.is_some();
    (whose.is_some() || strange).then(|| Strange { whose, own: title.to_owned(), certain })
}

/// The words of a title that tell it from others: the longer ones, or pairs of Han letters.
fn words(title: &str) -> BTreeSet<String> {
    const LONG: usize = 4;
    let folded = fold_word(title);
    let letters: Vec<char> = folded.chars().filter(|c| is_han(*c)).collect();
    if letters.len() > LONG {
        return letters.windows(2).map(|pair| pair.iter().collect()).collect();
    }
    let words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= LONG);
    words.map(str::to_owned).collect()
}

/// How much of the first words stands in the second, in hundredths.
fn shared(part: &BTreeSet<String>, whole: &BTreeSet<String>) -> usize {
    let common = part.intersection(whole).count();
    (common * 100).checked_div(part.len().min(whole.len().max(1))).unwrap_or_default()
}

/// The title behind a reference: `… of this conference, on the regional presence;`.
fn cited_title(passage: &CheckedPassage<'_>, reference: &InstrumentReference) -> Option<String> {
    const BODY: usize = 90;
    /// The longest title and what stands before it, characters: a line may hold a hundred thousand references.
    const REACH: usize = 600;
    let rest = passage.text.get(reference.range.end..)?;
    let rest = rest.char_indices().nth(REACH).and_then(|(at, _)| rest.get(..at)).unwrap_or(rest);
    let end = rest.find([';', '；', '؛', '。']).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    let near = rest.char_indices().nth(BODY).map_or(rest.len(), |(at, _)| at);
    let introduced = |(at, _): (usize, char)| {
        let head = rest.get(..at)?;
        let tail = rest.get(at..)?;
        let apart =
            head.ends_with([' ', '，', '、', ',']) || head.is_empty() || tail.starts_with(['“', '《', '«']);
        let word = terms::head(Term::BeforeTitle, tail).filter(|_| apart)?;
        let title = tail.get(word..)?;
        (title.starts_with([' ', '\u{a0}'])
            || tail.chars().next().is_some_and(|c| is_han(c) || !c.is_alphabetic()))
        .then(|| title.to_owned())
    };
    let title = rest.get(..near)?.char_indices().find_map(introduced)?;
    // Another reference ends it.
    let after = passage.references.partition_point(|other| other.range.start <= reference.range.end);
    let next = passage.references.get(after);
    let start = reference.range.end + (end - title.len());
    let limit =
        next.and_then(|next| next.range.start.checked_sub(start)).filter(|limit| *limit < title.len());
    match limit {
        Some(limit) => title.get(..limit).map(str::to_owned),
        None => Some(title),
    }
}
