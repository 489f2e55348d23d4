//! One style of the template as docx-rs takes it.
//!
//! All properties are written, resolved: Word then shows the template's values whatever the style
//! is based on, and an editor who changes a base changes only what the base itself governs.

use docx_rs as dx;

use crate::language::Language;
use crate::template::{LineHeight, Style, TabAlign};
use crate::text::Align;

/// A paragraph style.
pub(super) fn paragraph_style(style: &Style, based_on: Option<&Style>, language: Language) -> dx::Style {
    let mut out = dx::Style::new(style.id.as_str(), dx::StyleType::Paragraph).name(style.name.as_str());
    if let Some(base) = &style.based_on {
        out = out.based_on(base.as_str());
    }
    if let Some(next) = &style.next {
        out = out.next(next.as_str());
    }
    out.run_property = run_properties(style, based_on);
    let (first_line, hanging) = (style.first_line.max(0), style.first_line.min(0).saturating_neg());
    let special = match hanging {
        0 => dx::SpecialIndentType::FirstLine(first_line),
        _ => dx::SpecialIndentType::Hanging(hanging),
    };
    let mut paragraph = dx::ParagraphProperty::new()
        .align(alignment(style.align))
        .line_spacing(spacing(style))
        .indent(Some(style.left), Some(special), Some(style.right), None)
        .keep_next(style.keep_next)
        .keep_lines(style.keep_lines)
        .page_break_before(style.page_break_before)
        .widow_control(true)
        .bidi(language.is_right_to_left());
    if let Some(level) = style.outline {
        paragraph = paragraph.outline_lvl(usize::from(level.saturating_sub(1)));
    }
    if let Some(size) = style.border_bottom {
        let rule = dx::ParagraphBorder::new(dx::ParagraphBorderPosition::Bottom)
            .val(dx::BorderType::Single)
            .size(size.into())
            .space(1)
            .color("auto");
        paragraph = paragraph.set_borders(dx::ParagraphBorders::with_empty().set(rule));
    }
    for tab in tabs(style, based_on) {
        paragraph = paragraph.add_tab(tab);
    }
    out.paragraph_property = paragraph;
    out
}

/// The style of a reference mark.
pub(super) fn character_style(style: &Style, name: &str) -> dx::Style {
    dx::Style::new(style.id.as_str(), dx::StyleType::Character).name(name)
}

/// The first font of each script.
pub(super) fn fonts(style: &Style) -> dx::RunFonts {
    let mut fonts = dx::RunFonts::new();
    if let Some(latin) = style.fonts.latin.first() {
        fonts = fonts.ascii(latin).hi_ansi(latin);
    }
    if let Some(east_asian) = style.fonts.east_asian.first() {
        fonts = fonts.east_asia(east_asian);
    }
    if let Some(complex) = style.fonts.complex.first() {
        fonts = fonts.cs(complex);
    }
    fonts
}

fn run_properties(style: &Style, based_on: Option<&Style>) -> dx::RunProperty {
    let [red, green, blue] = style.colour;
    let mut run = dx::RunProperty::new().fonts(fonts(style)).size(style.size.into());
    if style.complex_size != style.size {
        run.sz_cs = Some(dx::SzCs::new(style.complex_size.into()));
    }
    let inherits = |property: fn(&Style) -> bool| based_on.is_some_and(property);
    run = match (style.bold, inherits(|base| base.bold)) {
        (true, _) => run.bold(),
        (false, true) => run.disable_bold(),
        (false, false) => run,
    };
    run = match (style.italic, inherits(|base| base.italic)) {
        (true, _) => run.italic(),
        (false, true) => run.disable_italic(),
        (false, false) => run,
    };
    if style.caps {
        run = run.caps();
    }
    // Black is left to the reader's own text colour, as Word does.
    match style.colour {
        [0, 0, 0] => run,
        _ => run.color(format!("{red:02X}{green:02X}{blue:02X}")),
    }
}

fn spacing(style: &Style) -> dx::LineSpacing {
    let unsigned = |twips: i32| u32::try_from(twips).unwrap_or(0);
    let (rule, line) = match style.line {
        LineHeight::Multiple(n) => (dx::LineSpacingType::Auto, n),
        LineHeight::Exactly(n) => (dx::LineSpacingType::Exact, n),
        LineHeight::AtLeast(n) => (dx::LineSpacingType::AtLeast, n),
    };
    dx::LineSpacing::new()
        .before(unsigned(style.before))
        .after(unsigned(style.after))
        .line_rule(rule)
        .line(line.into())
}

/// `left` and `right` mean the start and the end side, in right-to-left paragraphs too: Word has
/// always read them so, and the newer names are unknown to older programs (17.18.44).
fn alignment(align: Align) -> dx::AlignmentType {
    match align {
        Align::Start => dx::AlignmentType::Left,
        Align::Centre => dx::AlignmentType::Center,
        Align::End => dx::AlignmentType::Right,
        Align::Justify => dx::AlignmentType::Both,
    }
}

/// The style's tab stops, and those of its base that it does not have, cleared (17.3.1.37).
fn tabs(style: &Style, based_on: Option<&Style>) -> Vec<dx::Tab> {
    let position = |at: i32| usize::try_from(at).unwrap_or(0);
    let inherited = based_on.map(|base| base.tabs.as_slice()).unwrap_or_default();
    let cleared = inherited.iter().filter(|tab| !style.tabs.iter().any(|own| own.at == tab.at));
    let mut tabs: Vec<(usize, dx::TabValueType, bool)> =
        cleared.map(|tab| (position(tab.at), dx::TabValueType::Clear, false)).collect();
    tabs.extend(style.tabs.iter().map(|tab| {
        let kind = match tab.align {
            TabAlign::Start => dx::TabValueType::Left,
            TabAlign::Centre => dx::TabValueType::Center,
            TabAlign::End => dx::TabValueType::Right,
        };
        (position(tab.at), kind, tab.dots)
    }));
    tabs.sort_by_key(|(at, ..)| *at);
    let tab = |(at, kind, dots)| {
        let tab = dx::Tab::new().val(kind).pos(at);
        if dots { tab.leader(dx::TabLeaderType::Dot) } else { tab }
    };
    tabs.into_iter().map(tab).collect()
}
