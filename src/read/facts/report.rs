//! What the reader found that is not carried as it stands, as findings: one a kind, with counts.

use super::gathered::Oddities;
use super::rules;
use super::types::FormatCounts;
use crate::diagnostics::{Finding, Rule};
use crate::source::Source;
use crate::text::Span;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
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
    pub numbers: usize,
    /// Sections.
    pub sections: usize,
    /// Property changes without a place.
    pub property_changes: usize,
    /// FormatCounts that the official form gives anew.
    pub formats: FormatCounts,
    /// Whether the text stands in columns, and whether all its pages are landscape.
    pub pages: (bool, bool),
}

/// Adds the findings to the source.
pub(super) fn report(counts: &Counts, source: &mut Source) {
    let odd = &counts.oddities;
    let met = &mut source.met;
    met.sections += counts.sections;
    met.equations += odd.equations;
    met.objects += odd.objects.len();
    met.inner_tables += odd.nested_tables;
    met.text_boxes += odd.text_boxes;
    let controls =
        source.set_aside.iter().filter(|piece| piece.why == crate::source::SetAsideWhy::Control).count();
    let table: [(&'static Rule, usize, &str); 13] = [
        (&rules::EQUATION, odd.equations, "equation shown as text"),
        (&rules::NESTED_TABLE, odd.nested_tables, "table in a cell shown as paragraphs"),
        (&rules::TEXT_BOX, odd.text_boxes, "text box shown after its anchor"),
        (&rules::RUBY, odd.rubies, "pronunciation guide shown raised before its base text"),
        (&rules::MISSING, counts.missing, "reference to a note, comment or picture that is not in the file"),
        (&rules::UNREFERENCED, counts.unreferenced, "note or comment that nothing refers to"),
        (&rules::HIDDEN, counts.hidden, "stretch of hidden text set aside"),
        (&rules::MERGED_AWAY, counts.merged_away, "paragraph in a cell that a merge covers set aside"),
        (&rules::INNER_NOTE, odd.inner_notes, "note or comment inside another one shown in brackets"),
        (&rules::AUTOMATIC_NUMBER, odd.automatic_numbers, "automatic number of a field counted anew"),
        (
            &rules::PROPERTY_CHANGE,
            counts.property_changes,
            "marked change of table or section properties taken as accepted",
        ),
        (&rules::NUMBER_FORMAT, counts.numbers, "list number of a format that is not known, shown in digits"),
        (&rules::CONTROL, controls, "control character taken out"),
    ];
    for (rule, count, what) in table {
        if count > 0 {
            source.findings.push(Finding::new(rule, None, format!("{what}: {count}")));
        }
    }
    let lists: [(&'static Rule, &[String], &str); 3] = [
        (&rules::PROMPT, &odd.prompts, "asks for words in its place"),
        (&rules::NOT_UPDATED, &odd.not_updated, "fields that show nothing until they are updated"),
        (&rules::CHUNK, &odd.chunks, "documents inside the document, read by the reader of their format"),
    ];
    for (rule, all, what) in lists {
        if !all.is_empty() {
            source.findings.push(Finding::new(rule, None, format!("{what}: {}", listed(all))));
        }
    }
    if !odd.objects.is_empty() {
        source.findings.push(Finding::new(
            &rules::OBJECT,
            None,
            format!("not carried: {}", listed(&odd.objects)),
        ));
    }
    if !counts.external.is_empty() {
        let message = format!("outside the file and never opened: {}", listed(&counts.external));
        source.findings.push(Finding::new(&rules::EXTERNAL, None, message));
    }
    if let Some(what) = made_normal(counts) {
        let message = format!("formats of the file that the official form replaces by its own: {what}");
        source.findings.push(Finding::new(&rules::MADE_NORMAL, None, message));
    }
    if let Some((span, character)) = counts.unknown.first() {
        let message = format!(
            "{} of a symbol font unknown, first U+{:04X}",
            counts.unknown.len(),
            u32::from(*character)
        );
        source.findings.push(Finding::new(&rules::SYMBOL, *span, message));
    }
}

/// The formats of the file that the outputs do not have, in words.
fn made_normal(counts: &Counts) -> Option<String> {
    let (columns, lies) = counts.pages;
    let kinds = [
        (counts.formats.aligned, "alignment of paragraphs ({})"),
        (counts.formats.coloured, "colour ({})"),
        (counts.formats.highlighted, "highlighting ({})"),
        (counts.formats.rules, "drawn lines ({})"),
        (usize::from(columns), "text in columns"),
        (usize::from(lies), "landscape pages throughout"),
    ];
    let met = kinds.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = met.map(|(count, what)| what.replace("{}", &count.to_string())).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The first few of a list, with how many there are.
fn listed(all: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = all.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        text.push_str(&format!(" and {} more", all.len() - SHOWN));
    }
    text
}
