//! From a draft to a finished edition: every style with all its properties, every pattern checked.
//!
//! In: a [`TemplateDraft`] with all files laid over one another. Out: a [`LanguageEdition`] and the measures
//! that all languages share. Never: a default measure that no file gave; what is missing is a fault.

use std::collections::BTreeMap;

use super::draft::{FormatDraft, Pattern, StyleDraft, TemplateDraft};
use super::fault::{FaultPlace, Faults, nearest};
use super::{
    FACTS, Fonts, LanguageEdition, LineHeight, PageSetup, RevisionLook, Style, StyleSheet, Twips,
    placeholders, style_id,
};
use crate::text::Align;

/// Strings that `compose` asks for in every language; `title` and `meeting` may be absent.
pub(super) const STRINGS: [&str; 19] = [
    "date",
    "dates-in-one-month",
    "dates-in-one-year",
    "dates-in-two-years",
    "document-plain",
    "document-prefixed",
    "addendum-prefix",
    "revision-prefix",
    "corrigendum-prefix",
    "addendum-suffix",
    "revision-suffix",
    "corrigendum-suffix",
    "language-ar",
    "language-zh",
    "language-en",
    "language-fr",
    "language-ru",
    "language-es",
    "source-separator",
];

/// Based-on chains longer than this are cycles.
const LONGEST_CHAIN: usize = 12;

/// Page size and margins.
pub(super) fn page(draft: &TemplateDraft, place: &FaultPlace, faults: &mut Faults) -> PageSetup {
    let mut side = |name: &str| -> Twips {
        draft.page.get(name).copied().unwrap_or_else(|| {
            faults.add(place.clone(), format!("no file gives `page.{name}`"));
            0
        })
    };
    PageSetup {
        width: side("width"),
        height: side("height"),
        top: side("top"),
        right: side("right"),
        bottom: side("bottom"),
        left: side("left"),
        header: side("header"),
        footer: side("footer"),
    }
}

/// Colours of marked text.
pub(super) fn revisions(draft: &TemplateDraft, place: &FaultPlace, faults: &mut Faults) -> RevisionLook {
    let mut colour = |name: &str| {
        draft.revisions.get(name).copied().unwrap_or_else(|| {
            faults.add(place.clone(), format!("no file gives `revisions.{name}`"));
            [0, 0, 0]
        })
    };
    RevisionLook { insertion: colour("insertion"), deletion: colour("deletion") }
}

/// The edition of one language. `place`: the file to name where something is missing.
pub(super) fn edition(draft: &TemplateDraft, place: &FaultPlace, faults: &mut Faults) -> LanguageEdition {
    check_patterns(draft, faults);
    for string in STRINGS.iter().filter(|string| !draft.strings.contains_key(**string)) {
        faults.add(place.clone(), format!("no file gives the string `{string}`"));
    }
    if draft.months.len() != 12 {
        faults.add(place.clone(), "no file gives the months");
    }
    let styles = draft.styles.iter().map(|style| resolved(style, draft, faults)).collect();
    let styles = StyleSheet::new(styles);
    for id in style_id::ALL.iter().filter(|id| styles.get(id).is_none()) {
        faults.add(place.clone(), format!("no file gives the style `{id}`"));
    }
    let texts = |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.text.clone()).collect();
    LanguageEdition {
        styles,
        strings: draft.strings.iter().map(|(name, pattern)| (name.clone(), pattern.text.clone())).collect(),
        months: draft.months.clone(),
        masthead: draft.masthead.iter().map(|(row, _)| row.clone()).collect(),
        running_header: texts(&draft.header),
        first_footer: texts(&draft.footer),
    }
}

fn resolved(style: &StyleDraft, draft: &TemplateDraft, faults: &mut Faults) -> Style {
    let by_id = |id: &str| draft.styles.iter().find(|style| style.id == id);
    let near = |id: &str| suggestion(nearest(id, draft.styles.iter().map(|style| style.id.as_str())));
    let mut look = style.look.clone();
    let mut ancestor = style.based_on.as_ref();
    for step in 0..=LONGEST_CHAIN {
        let Some((id, place)) = ancestor else { break };
        match by_id(id) {
            None => {
                faults.add(place.clone(), format!("no file gives the style `{id}`{}", near(id)));
                break;
            }
            Some(_) if step == LONGEST_CHAIN => {
                faults.add(place.clone(), format!("`{}` comes to be based on itself", style.id));
            }
            Some(base) => {
                look = look.over(&base.look);
                ancestor = base.based_on.as_ref();
            }
        }
    }
    if let Some((next, place)) = style.next.as_ref().filter(|(next, _)| by_id(next).is_none()) {
        faults.add(place.clone(), format!("no file gives the style `{next}`{}", near(next)));
    }
    if style.name.is_none() {
        faults.add(style.place.clone(), "has no `name`: new, or is the id mistyped?");
    }
    let fonts = fonts(&look, style, &draft.fonts, faults);
    let complex_size = complex_size(look.size.unwrap_or(SIZE), &draft.complex_sizes);
    finished(style, look, fonts, complex_size)
}

fn fonts(
    look: &FormatDraft,
    style: &StyleDraft,
    fonts: &BTreeMap<String, Fonts>,
    faults: &mut Faults,
) -> Fonts {
    let role = look.font.as_deref().unwrap_or("body");
    let Some(found) = fonts.get(role) else {
        let near = nearest(role, fonts.keys().map(String::as_str));
        faults.add(style.place.clone(), format!("no file gives `fonts.{role}`{}", suggestion(near)));
        return Fonts::default();
    };
    // A role names the scripts in which it differs from the body.
    let body = fonts.get("body");
    let or_body = |own: &Vec<String>, of: fn(&Fonts) -> &Vec<String>| match body {
        Some(body) if own.is_empty() => of(body).clone(),
        _ => own.clone(),
    };
    Fonts {
        latin: or_body(&found.latin, |fonts| &fonts.latin),
        east_asian: or_body(&found.east_asian, |fonts| &fonts.east_asian),
        complex: or_body(&found.complex, |fonts| &fonts.complex),
    }
}

/// Word's own size, half-points.
const SIZE: u16 = 20;

/// The size of Arabic beside Latin of a size: as the pairs have it, in proportion between two of them
/// and as the nearest where it lies beyond all; the same size where there are none.
fn complex_size(size: u16, pairs: &[(u16, u16)]) -> u16 {
    let at = pairs.partition_point(|(latin, _)| *latin < size);
    let (below, above) = (at.checked_sub(1).and_then(|at| pairs.get(at)), pairs.get(at));
    let proportion = |(latin, complex): (u16, u16)| f32::from(size) * f32::from(complex) / f32::from(latin);
    let between = match (below, above) {
        (None, None) => f32::from(size),
        (Some(pair), None) | (None, Some(pair)) => proportion(*pair),
        (Some((low, from)), Some((high, to))) => {
            let share = f32::from(size - low) / f32::from(high - low);
            f32::from(*from) + share * f32::from(to - from)
        }
    };
    between.round() as u16
}

/// What no ancestor says is Word's own default (ECMA-376 part 1, 17.3.1 and 17.3.2), but for the
/// size, which `Normal` gives.
fn finished(style: &StyleDraft, look: FormatDraft, fonts: Fonts, complex_size: u16) -> Style {
    Style {
        id: style.id.clone(),
        name: style.name.clone().unwrap_or_default(),
        based_on: style.based_on.as_ref().map(|(id, _)| id.clone()),
        next: style.next.as_ref().map(|(id, _)| id.clone()),
        fonts,
        size: look.size.unwrap_or(SIZE),
        complex_size,
        bold: look.bold.unwrap_or(false),
        italic: look.italic.unwrap_or(false),
        caps: look.caps.unwrap_or(false),
        colour: look.colour.unwrap_or([0, 0, 0]),
        align: look.align.unwrap_or(Align::Start),
        before: look.before.unwrap_or(0),
        after: look.after.unwrap_or(0),
        line: look.line.unwrap_or(LineHeight::Multiple(240)),
        left: look.left.unwrap_or(0),
        right: look.right.unwrap_or(0),
        first_line: look.first_line.unwrap_or(0),
        tabs: look.tabs.unwrap_or_default(),
        keep_next: look.keep_next.unwrap_or(false),
        keep_lines: look.keep_lines.unwrap_or(false),
        page_break_before: look.page_break_before.unwrap_or(false),
        outline: look.outline,
        border_bottom: look.border_bottom,
        script_gap: look.script_gap.unwrap_or(true),
        hanging_marks: look.hanging_marks.unwrap_or(true),
    }
}

fn check_patterns(draft: &TemplateDraft, faults: &mut Faults) {
    let strings = draft.strings.values().map(|pattern| (pattern.text.as_str(), &pattern.place));
    let furniture = draft.header.iter().chain(&draft.footer).map(|p| (p.text.as_str(), &p.place));
    let masthead = draft.masthead.iter().flat_map(|(row, place)| {
        row.left.iter().chain(&row.right).map(move |line| (line.text.as_str(), place))
    });
    for (text, place) in strings.chain(furniture).chain(masthead) {
        for name in placeholders(text).filter(|name| !FACTS.contains(name)) {
            if !draft.strings.contains_key(name) {
                let known = FACTS.into_iter().chain(draft.strings.keys().map(String::as_str));
                let near = suggestion(nearest(name, known));
                faults.add(place.clone(), format!("`{{{name}}}` is neither a fact nor a string{near}"));
            }
        }
    }
}

fn suggestion(near: Option<&str>) -> String {
    near.map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}
