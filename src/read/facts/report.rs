//! What the reader found that is not carried as it stands, as findings: one a kind, with counts.

use super::cross_references::StaleReference;
use super::gathered::Oddities;
use super::rules;
use super::types::FormatCounts;
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::source::{Source, SourceBlock};
use crate::text::Span;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct ReadCounts {
    /// Things degraded.
    pub oddities: Oddities,
    /// References without a target.
    pub missing: usize,
    /// Notes and comments without a reference.
    pub unreferenced: usize,
    /// Targets outside the package.
    pub external: Vec<String>,
    /// Hidden stretches.
    pub hidden: usize,
    /// Paragraphs in cells that a merge covers.
    pub merged_away: usize,
    /// Symbols that no table knows.
    pub unknown: Vec<(Span, char)>,
    /// Numbers of a format that is not known.
    pub numbers: (usize, usize),
    /// Sections.
    pub sections: usize,
    /// Property changes without a place.
    pub property_changes: usize,
    /// Numbers of pages that are made anew, and those that stay as stored.
    pub page_numbers: (usize, usize),
    /// FormatCounts that the official form gives anew.
    pub formats: FormatCounts,
    /// Whether the text stands in columns, and whether all its pages are landscape.
    pub pages: (bool, bool),
}

/// Adds the findings to the source.
pub(super) fn report(counts: &ReadCounts, source: &mut Source) {
    let odd = &counts.oddities;
    let met = &mut source.met;
    met.sections += counts.sections;
    met.equations += odd.equations;
    met.objects += odd.objects.len() + odd.previewed.len();
    met.inner_tables += odd.nested_tables;
    met.text_boxes += odd.text_boxes;
    let controls =
        source.set_aside.iter().filter(|piece| piece.why == crate::source::SetAsideWhy::Control).count();
    let table: [(&'static Rule, usize, Message); 15] = [
        (&rules::EQUATION, odd.equations, message!("equation shown as text")),
        (&rules::NESTED_TABLE, odd.nested_tables, message!("table in a cell shown as paragraphs")),
        (&rules::TEXT_BOX, odd.text_boxes, message!("text box shown after its anchor")),
        (&rules::RUBY, odd.rubies, message!("pronunciation guide shown raised before its base text")),
        (
            &rules::MISSING,
            counts.missing,
            message!("reference to a note, comment or picture that is not in the file"),
        ),
        (&rules::UNREFERENCED, counts.unreferenced, message!("note or comment that nothing refers to")),
        (&rules::HIDDEN, counts.hidden, message!("stretch of hidden text set aside")),
        (
            &rules::MERGED_AWAY,
            counts.merged_away,
            message!("paragraph in a cell that a merge covers set aside"),
        ),
        (
            &rules::INNER_NOTE,
            odd.inner_notes,
            message!("note or comment inside another one shown in brackets"),
        ),
        (
            &rules::AUTOMATIC_NUMBER,
            odd.automatic_numbers,
            message!("automatic number of a field counted anew"),
        ),
        (
            &rules::PAGE_REFERENCE,
            odd.page_references + counts.page_numbers.1,
            message!("number of a page in the text, printed as the file stores it"),
        ),
        (
            &rules::PROPERTY_CHANGE,
            counts.property_changes,
            message!("marked change of table or section properties taken as accepted"),
        ),
        (
            &rules::NUMBER_FORMAT,
            counts.numbers.0,
            message!("list number of a format that is not known, shown in digits"),
        ),
        (
            &rules::NUMBER_LANGUAGE,
            counts.numbers.1,
            message!("list number in words of a language that is not known, shown in English"),
        ),
        (&rules::CONTROL, controls, message!("control character taken out")),
    ];
    for (rule, count, what) in table {
        if count > 0 {
            source.findings.push(Finding::new(rule, None, message!("{what}: {count}", what => what, count)));
        }
    }
    if counts.page_numbers.0 > 0 {
        let said = message!(
            "number of a page in the text, made anew for the official document: {count}",
            count = counts.page_numbers.0
        );
        let mut finding = Finding::new(&rules::PAGE_REFERENCE, None, said);
        finding.severity = Severity::Information;
        source.findings.push(finding);
    }
    let lists: [(&'static Rule, &[String], Message); 3] = [
        (&rules::PROMPT, &odd.prompts, message!("asks for words in its place")),
        (&rules::NOT_UPDATED, &odd.not_updated, message!("fields that show nothing until they are updated")),
        (
            &rules::CHUNK,
            &odd.chunks,
            message!("documents inside the document, read by the reader of their format"),
        ),
    ];
    for (rule, all, what) in lists {
        if !all.is_empty() {
            source.findings.push(Finding::new(
                rule,
                None,
                message!("{what}: {list}", what => what, list => listed(all)),
            ));
        }
    }
    if !odd.objects.is_empty() {
        source.findings.push(Finding::new(
            &rules::OBJECT,
            None,
            message!("not carried: {list}", list => listed(&odd.objects)),
        ));
    }
    if !odd.previewed.is_empty() {
        let said = message!("shown by the picture that the file keeps of it: {list}", list => listed(&odd.previewed));
        let mut finding = Finding::new(&rules::OBJECT, None, said);
        finding.severity = Severity::Information;
        source.findings.push(finding);
    }
    if !counts.external.is_empty() {
        let message = message!("outside the file and never opened: {list}", list => listed(&counts.external));
        source.findings.push(Finding::new(&rules::EXTERNAL, None, message));
    }
    if let Some(what) = made_normal(counts) {
        let message = message!("formats of the file that the official form replaces by its own: {formats}", formats => what);
        source.findings.push(Finding::new(&rules::MADE_NORMAL, None, message));
    }
    if let Some((span, character)) = counts.unknown.first() {
        let message = message!(
            "{count} of a symbol font unknown, first U+{code}",
            count = counts.unknown.len(),
            code = format!("{:04X}", u32::from(*character)),
        );
        source.findings.push(Finding::new(&rules::SYMBOL, *span, message));
    }
}

/// Adds the cross-references whose result is not what their place says, each where it stands if it is a link.
pub(super) fn stale(stale: &[StaleReference], source: &mut Source) {
    /// How many are told one by one.
    const TOLD: usize = 100;
    let places = places_of(stale.get(..TOLD.min(stale.len())).unwrap_or_default(), source);
    let mut findings = Vec::new();
    for (one, span) in stale.iter().zip(places) {
        let shown = one.shown.as_str();
        let said = match &one.said {
            Some(said) => {
                message!("cross-reference shows “{shown}”, and its place says “{said}”", shown, said)
            }
            None => message!("cross-reference shows “{shown}”, and its place is not in the file", shown),
        };
        findings.push(Finding::new(&rules::STALE_REFERENCE, span, said));
    }
    if let Some(more @ 1..) = stale.len().checked_sub(TOLD) {
        let said = message!("{more} more cross-references that do not show what their places say", more);
        findings.push(Finding::new(&rules::STALE_REFERENCE, None, said));
    }
    source.findings.append(&mut findings);
}

/// Where the words of cross-references stand, of those that are links.
fn places_of(stale: &[StaleReference], source: &Source) -> Vec<Option<Span>> {
    let mut places = vec![None; stale.len()];
    if stale.is_empty() {
        return places;
    }
    let paragraphs = source.blocks.iter().flat_map(|block| match block {
        SourceBlock::Paragraph(paragraph) => vec![paragraph],
        SourceBlock::Table(table) => table.paragraphs(),
    });
    let in_notes = source.notes.iter().flat_map(|note| &note.paragraphs);
    for run in paragraphs.chain(in_notes).flat_map(|paragraph| &paragraph.runs) {
        let Some(name) = run.link.as_deref().and_then(|link| link.strip_prefix('#')) else { continue };
        let is_it = |(one, place): (&StaleReference, &Option<Span>)| {
            place.is_none() && *one.place == *name && run.text.trim() == one.shown
        };
        let at = stale.iter().zip(&places).position(is_it);
        if let Some(place) = at.and_then(|at| places.get_mut(at)) {
            *place = run.span;
        }
    }
    places
}

/// The formats of the file that the outputs do not have, in words.
fn made_normal(counts: &ReadCounts) -> Option<Message> {
    let (columns, lies) = counts.pages;
    let formats = &counts.formats;
    let kinds = [
        (formats.aligned, message!("alignment of paragraphs ({count})", count = formats.aligned)),
        (formats.coloured, message!("colour ({count})", count = formats.coloured)),
        (formats.highlighted, message!("highlighting ({count})", count = formats.highlighted)),
        (formats.rules, message!("drawn lines ({count})", count = formats.rules)),
        (formats.lettered, message!("faces and sizes of letters ({count})", count = formats.lettered)),
        (formats.adorned, message!("effects on letters ({count})", count = formats.adorned)),
        (formats.framed, message!("borders and grounds of paragraphs ({count})", count = formats.framed)),
        (formats.turned, message!("turned text of cells ({count})", count = formats.turned)),
        (formats.heights, message!("heights of rows that lay out a page ({count})", count = formats.heights)),
        (usize::from(columns), message!("text in columns")),
        (usize::from(lies), message!("landscape pages throughout")),
    ];
    let met = kinds.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what);
    met.reduce(|before, name| message!("{before}, {name}", before => before, name => name))
}

/// The first few of a list, with how many there are.
fn listed(all: &[String]) -> Message {
    const SHOWN: usize = 5;
    let names = all.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().checked_sub(SHOWN) {
        Some(more @ 1..) => message!("{names} and {more} more", names, more),
        _ => Message::foreign(names),
    }
}
