//! A template while its files are laid one over the other.
//!
//! In: the keys of one file. Out: the draft with that file's values in it, each checked to carry
//! its `source` or its `guess`. Never: inheritance between styles; that is `resolve`.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{FaultPlace, nearest};
use super::reader::Keys;
use super::{Fonts, FrontBox, LineForm, LineHeight, MastheadForm, Tab, TabAlign, Twips, style_id};
use crate::model::{Body, SectionKind};
use crate::registry::Registry;
use crate::text::Align;

const ALIGNMENTS: [(&str, Align); 4] =
    [("start", Align::Start), ("centre", Align::Centre), ("end", Align::End), ("justify", Align::Justify)];

/// Names of the [`SectionKind`]s that can stand in a front box.
const SECTIONS: [(&str, SectionKind); 6] = [
    ("summary", SectionKind::Summary),
    ("request", SectionKind::Request),
    ("action-required", SectionKind::ActionRequired),
    ("references", SectionKind::References),
    ("expected-results", SectionKind::ExpectedResults),
    ("priority-area", SectionKind::PriorityArea),
];

/// Words with the place that gave them.
#[derive(Debug, Clone, Default)]
pub(super) struct Pattern {
    pub text: String,
    pub place: FaultPlace,
}

/// What the files said so far.
#[derive(Debug, Clone, Default)]
pub(super) struct TemplateDraft {
    pub body: Option<Body>,
    pub year: Option<u16>,
    pub parts_start_pages: Option<bool>,
    pub italic_labels: Option<bool>,
    pub bold_reasons: Option<bool>,
    pub marks_give_way: Option<bool>,
    pub numbers_stay: Option<bool>,
    /// Height of the emblem, twips.
    pub emblem_height: Option<Twips>,
    /// Name of its file in the template's folder.
    pub emblem_file: Option<(String, FaultPlace)>,
    pub front_box: Option<FrontBox>,
    pub page: BTreeMap<&'static str, Twips>,
    pub revisions: BTreeMap<&'static str, [u8; 3]>,
    pub fonts: BTreeMap<String, Fonts>,
    pub styles: Vec<StyleDraft>,
    pub strings: BTreeMap<String, Pattern>,
    pub months: Vec<String>,
    /// Sizes of Latin and of the Arabic beside it, half-points, in ascending order.
    pub complex_sizes: Vec<(u16, u16)>,
    pub masthead: Vec<(MastheadForm, FaultPlace)>,
    pub header: Vec<Pattern>,
    pub footer: Vec<Pattern>,
}

/// A style as far as the files gave it.
#[derive(Debug, Clone, Default)]
pub(super) struct StyleDraft {
    pub id: String,
    /// Where it was first given, or its font was.
    pub place: FaultPlace,
    pub name: Option<String>,
    pub based_on: Option<(String, FaultPlace)>,
    pub next: Option<(String, FaultPlace)>,
    pub look: FormatDraft,
}

macro_rules! look {
    ($($field:ident: $kind:ty),* $(,)?) => {
        /// The properties that a style takes from the style it is based on.
        #[derive(Debug, Clone, Default)]
        pub(super) struct FormatDraft {
            $(pub(super) $field: Option<$kind>),*
        }

        impl FormatDraft {
            /// These properties, and those of `base` where they say nothing.
            pub(super) fn over(self, base: &FormatDraft) -> FormatDraft {
                FormatDraft { $($field: self.$field.or_else(|| base.$field.clone())),* }
            }
        }
    };
}

look! {
    font: String, size: u16, bold: bool, italic: bool, caps: bool, colour: [u8; 3],
    align: Align, before: Twips, after: Twips, line: LineHeight,
    left: Twips, right: Twips, first_line: Twips, tabs: Vec<Tab>,
    keep_next: bool, keep_lines: bool, page_break_before: bool, outline: u8, border_bottom: u8,
    script_gap: bool, hanging_marks: bool,
}

impl TemplateDraft {
    /// Lays a file over what the files before it said. `identity`: the file may say whose form it is.
    pub(super) fn apply(&mut self, mut keys: Keys<'_>, identity: bool, sources: &BTreeSet<String>) {
        if identity {
            keys.text("extends");
            set(&mut self.body, body(&mut keys));
            set(&mut self.year, keys.integer("year"));
        }
        if let Some(page) = keys.table("page") {
            self.page(page, sources);
        }
        if let Some(revisions) = keys.table("revisions") {
            self.revisions(revisions, sources);
        }
        if let Some(mut parts) = keys.table("parts") {
            set(&mut self.parts_start_pages, parts.flag("start-pages"));
            sourced(parts, sources);
        }
        if let Some(mut labels) = keys.table("labels") {
            set(&mut self.italic_labels, labels.flag("preamble-italic"));
            set(&mut self.bold_reasons, labels.flag("reasons-bold"));
            sourced(labels, sources);
        }
        if let Some(mut marks) = keys.table("full-width-marks") {
            set(&mut self.marks_give_way, marks.flag("give-way"));
            sourced(marks, sources);
        }
        if let Some(mut numbers) = keys.table("numbers") {
            set(&mut self.numbers_stay, numbers.flag("stay"));
            sourced(numbers, sources);
        }
        if let Some(mut emblem) = keys.table("emblem") {
            set(&mut self.emblem_height, emblem.integer::<u16>("height").map(Twips::from));
            set(&mut self.emblem_file, emblem.placed("file"));
            sourced(emblem, sources);
        }
        if let Some(front_box) = keys.table("front-box") {
            self.front_box(front_box, sources);
        }
        for (role, font) in keys.table("fonts").into_iter().flat_map(Keys::named) {
            self.font(role, font, sources);
        }
        for (id, style) in keys.table("styles").into_iter().flat_map(Keys::named) {
            self.style(id, style, sources);
        }
        for (name, mut string) in keys.table("strings").into_iter().flat_map(Keys::named) {
            match string.placed("text") {
                Some((text, place)) => {
                    self.strings.insert(name, Pattern { text, place });
                }
                None => string.fault("has no `text`"),
            }
            sourced(string, sources);
        }
        if let Some(mut sizes) = keys.table("complex-sizes") {
            let pairs = sizes.list("pairs", PAIR, pair).unwrap_or_default();
            if pairs.is_empty() || !pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1) {
                sizes.fault("`pairs` must list sizes in ascending order");
            }
            self.complex_sizes = pairs;
            sourced(sizes, sources);
        }
        if let Some(mut months) = keys.table("months") {
            match months.texts("names") {
                Some(names) if names.len() == 12 => self.months = names,
                _ => months.fault("`names` must list twelve months"),
            }
            sourced(months, sources);
        }
        if let Some(rows) = keys.tables("masthead") {
            self.masthead = rows.into_iter().map(|row| masthead_row(row, sources)).collect();
        }
        lines(&mut self.header, keys.table("running-header"), sources);
        lines(&mut self.footer, keys.table("first-footer"), sources);
        keys.finish();
    }

    /// A box without sections is none: so a template does without that of the one it extends.
    fn front_box(&mut self, mut keys: Keys<'_>, sources: &BTreeSet<String>) {
        let sections = keys.list("sections", &one_of(&SECTIONS), pick(&SECTIONS)).unwrap_or_default();
        let widths =
            keys.list("columns", "one or two widths in twips", |text| text.parse().ok().filter(|w| *w > 0));
        match widths {
            Some(columns) if (1..=2).contains(&columns.len()) => {
                self.front_box = Some(FrontBox { sections, columns })
            }
            _ if sections.is_empty() => self.front_box = None,
            _ => keys.fault("`columns` must list one or two widths in twips"),
        }
        sourced(keys, sources);
    }

    fn page(&mut self, mut keys: Keys<'_>, sources: &BTreeSet<String>) {
        for side in ["width", "height", "top", "right", "bottom", "left", "header", "footer"] {
            if let Some(twips) = keys.integer::<u16>(side) {
                self.page.insert(side, Twips::from(twips));
            }
        }
        sourced(keys, sources);
    }

    fn revisions(&mut self, mut keys: Keys<'_>, sources: &BTreeSet<String>) {
        for mark in ["insertion", "deletion"] {
            if let Some(rgb) = keys.parsed(mark, COLOUR, colour) {
                self.revisions.insert(mark, rgb);
            }
        }
        sourced(keys, sources);
    }

    fn font(&mut self, role: String, mut keys: Keys<'_>, sources: &BTreeSet<String>) {
        let fonts = self.fonts.entry(role).or_default();
        for (slot, script) in [
            (&mut fonts.latin, "latin"),
            (&mut fonts.east_asian, "east-asian"),
            (&mut fonts.complex, "complex"),
        ] {
            if let Some(families) = keys.texts(script) {
                *slot = families;
            }
        }
        sourced(keys, sources);
    }

    fn style(&mut self, id: String, mut keys: Keys<'_>, sources: &BTreeSet<String>) {
        let mut given = StyleDraft {
            name: keys.text("name"),
            based_on: keys.placed("based-on"),
            next: keys.placed("next"),
            look: look_of(&mut keys),
            place: keys.place(),
            id,
        };
        sourced(keys, sources);
        match self.styles.iter_mut().find(|style| style.id == given.id) {
            Some(style) => {
                set(&mut style.name, given.name.take());
                set(&mut style.based_on, given.based_on.take());
                set(&mut style.next, given.next.take());
                if given.look.font.is_some() {
                    style.place = given.place;
                }
                style.look = given.look.over(&style.look);
            }
            None => self.styles.push(given),
        }
    }
}

const PAIR: &str = "two sizes in half-points, as \"22/30\"";

fn pair(text: &str) -> Option<(u16, u16)> {
    let (size, complex) = text.split_once('/')?;
    let half_points = |text: &str| text.parse().ok().filter(|size| (1..=3276).contains(size));
    Some((half_points(size)?, half_points(complex)?))
}

fn look_of(keys: &mut Keys<'_>) -> FormatDraft {
    FormatDraft {
        font: keys.text("font"),
        size: keys.integer("size"),
        bold: keys.flag("bold"),
        italic: keys.flag("italic"),
        caps: keys.flag("caps"),
        colour: keys.parsed("colour", COLOUR, colour),
        align: keys.parsed("align", &one_of(&ALIGNMENTS), pick(&ALIGNMENTS)),
        before: keys.integer("before"),
        after: keys.integer("after"),
        line: keys.parsed("line", "240 for single, \"exactly 280\" or \"at least 280\"", line_height),
        left: keys.integer("left"),
        right: keys.integer("right"),
        first_line: keys.integer("first-line"),
        tabs: keys.list("tabs", "a list of twips, \"centre 4820\", \"end 9639\" or \"end 9639 dots\"", tab),
        keep_next: keys.flag("keep-next"),
        keep_lines: keys.flag("keep-lines"),
        page_break_before: keys.flag("page-break-before"),
        outline: keys.parsed("outline", "a level from 1 to 9", |text| {
            text.parse().ok().filter(|level| (1..=9).contains(level))
        }),
        border_bottom: keys.integer("border-bottom"),
        script_gap: keys.flag("script-gap"),
        hanging_marks: keys.flag("hanging-marks"),
    }
}

fn masthead_row(mut keys: Keys<'_>, sources: &BTreeSet<String>) -> (MastheadForm, FaultPlace) {
    let mut row = MastheadForm { ruled: keys.flag("ruled").unwrap_or(false), ..MastheadForm::default() };
    for (column, side) in [(&mut row.left, "left"), (&mut row.right, "right")] {
        for mut line in keys.tables(side).unwrap_or_default() {
            let style = line.parsed("style", "the id of a masthead style", style_id::known);
            match (style, line.text("text")) {
                (Some(style), Some(text)) => column.push(LineForm { style, text }),
                _ => line.fault("a line has a `style` and a `text`"),
            }
            line.finish();
        }
    }
    let place = keys.place();
    sourced(keys, sources);
    (row, place)
}

fn lines(slot: &mut Vec<Pattern>, keys: Option<Keys<'_>>, sources: &BTreeSet<String>) {
    let Some(mut keys) = keys else { return };
    match keys.texts("lines") {
        Some(lines) => {
            let place = keys.place();
            *slot = lines.into_iter().map(|text| Pattern { text, place: place.clone() }).collect();
        }
        None => keys.fault("has no `lines`"),
    }
    sourced(keys, sources);
}

/// Every table of words or measures says where they come from: `source = "KEY"` or
/// `source = "KEY, place in it"`, KEY one of `sources.toml`; or, not known, `guess = "why so"`.
fn sourced(mut keys: Keys<'_>, sources: &BTreeSet<String>) {
    let (source, guess) = (keys.text("source"), keys.text("guess"));
    if let Some(source) = &source {
        let key = source.split_once(',').map_or(source.as_str(), |(key, _)| key);
        if !sources.contains(key) {
            let near = nearest(key, sources.iter().map(String::as_str));
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            keys.fault(format!("source `{key}` is not in sources.toml{hint}"));
        }
    }
    if source.is_none() && guess.as_ref().is_none_or(|why| why.trim().is_empty()) {
        keys.fault("says neither its `source` nor that it is a `guess`");
    }
    keys.finish();
}

/// The body whose form a template is: one of the registry by key or other name, or one of a user's
/// registry by its key, which `Templates::check_bodies` looks for.
pub(super) fn body(keys: &mut Keys<'_>) -> Option<Body> {
    let registry = Registry::builtin();
    let known: Vec<String> = registry.bodies().map(|body| body.key().to_owned()).collect();
    let own =
        |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| Body::of(name)).flatten();
    keys.parsed("body", &format!("one of {}", known.join(", ")), |name| {
        registry.body_named(name).or_else(|| own(name))
    })
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}

fn one_of<T>(table: &[(&str, T)]) -> String {
    let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    format!("one of {}", names.join(", "))
}

fn pick<T: Copy>(table: &'static [(&'static str, T)]) -> impl Fn(&str) -> Option<T> {
    move |text| table.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
}

const COLOUR: &str = "a colour like \"#1F497D\"";

fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

fn line_height(text: &str) -> Option<LineHeight> {
    if let Some(twips) = text.strip_prefix("exactly ") {
        return twips.parse().ok().map(LineHeight::Exactly);
    }
    if let Some(twips) = text.strip_prefix("at least ") {
        return twips.parse().ok().map(LineHeight::AtLeast);
    }
    text.parse().ok().map(LineHeight::Multiple)
}

fn tab(text: &str) -> Option<Tab> {
    let (text, dots) = match text.strip_suffix(" dots") {
        Some(text) => (text, true),
        None => (text, false),
    };
    let (align, at) = match text.split_once(' ') {
        Some(("centre", at)) => (TabAlign::Centre, at),
        Some(("end", at)) => (TabAlign::End, at),
        Some(_) => return None,
        None => (TabAlign::Start, text),
    };
    at.parse().ok().map(|at| Tab { at, align, dots })
}
