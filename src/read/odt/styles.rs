//! Styles of OpenDocument as those of Word's facts, and the styles of characters and columns by name.
//!
//! Automatic styles (one a look, made by the program) bear the name of the style that they rest on.

use std::collections::HashMap;

use super::lists;
use crate::diagnostics::Refusal;
use crate::read::borders;
use crate::read::facts::document::DocumentParts;
use crate::read::facts::numbering::ListDefinition;
use crate::read::facts::styles::Definition;
use crate::read::facts::symbols::symbol_font;
use crate::read::facts::types::{CellForm, ParagraphProperties, RunProperties, WordAccount};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};
use crate::text::{Align, Format, TextDirection};

/// What the styles give besides [`DocumentParts::styles`].
#[derive(Debug, Default)]
pub(super) struct OdtStyles {
    /// Looks of characters, by style.
    pub characters: HashMap<String, RunProperties>,
    /// Looks of cells and how their text runs, by style.
    pub cells: HashMap<String, (CellForm, TextDirection)>,
    /// Least heights of rows, twips, by style.
    pub rows: HashMap<String, u32>,
    /// Whether the pages of a layout lie on their side, by its name.
    page_layouts: HashMap<String, bool>,
    /// The same of master pages.
    masters: HashMap<String, bool>,
    /// The master page that a style begins.
    begins: HashMap<String, String>,
    /// The pages at hand lie on their side.
    pub turned: bool,
    /// Widths of columns, twips, by style.
    pub columns: HashMap<String, u32>,
    /// Definitions of lists, by style.
    pub lists: HashMap<String, i64>,
    /// First counts of the first levels, by definition.
    pub starts: HashMap<i64, i64>,
    /// Names under which paragraph styles are shown.
    names: HashMap<String, String>,
    /// Levels of the outline that show a number.
    pub outline: Vec<bool>,
    /// The styles that are read were made by the program, one a look.
    automatic: bool,
    /// Lists made so far.
    pub made: u32,
}

/// The definition of the outline's numbers.
pub(super) const OUTLINE: i64 = 0;
/// The list of the outline.
pub(super) const OUTLINE_LIST: u32 = 1;

impl OdtStyles {
    /// Reads `office:styles` or `office:automatic-styles`, just opened, to its end.
    ///
    /// # Errors
    /// Broken XML, too many names.
    pub(super) fn read(
        &mut self,
        xml: &mut XmlReader<'_>,
        facts: &mut DocumentParts,
        automatic: bool,
    ) -> Result<(), Refusal> {
        self.automatic = automatic;
        let depth = xml.depth();
        while let Some(element) = xml.next_within(depth)? {
            match element.name() {
                (KnownNamespace::Style, b"style" | b"default-style") => self.style(xml, &element, facts)?,
                (KnownNamespace::Text, b"list-style") => {
                    let name = text(xml, &element, KnownNamespace::Style, b"name")?;
                    // Headers and body may each have a style of one name: that of the body, which comes last, holds.
                    let id = i64::try_from(self.starts.len()).unwrap_or(0) + 1;
                    let levels = lists::levels(xml, &mut facts.gathered.ledger)?;
                    self.starts.insert(id, levels.first().map_or(1, |level| level.start));
                    facts.numbering.define(id, levels);
                    self.lists.insert(name, id);
                }
                (KnownNamespace::Style, b"page-layout") => {
                    let name = text(xml, &element, KnownNamespace::Style, b"name")?;
                    let lies = page_lies(xml)?;
                    self.page_layouts.insert(name, lies);
                }
                (KnownNamespace::Text, b"outline-style") => {
                    let levels = lists::levels(xml, &mut facts.gathered.ledger)?;
                    self.outline = levels.iter().map(|level| !level.text.is_empty()).collect();
                    facts.numbering.define(OUTLINE, levels);
                    facts.numbering.enter_list(
                        OUTLINE_LIST,
                        ListDefinition { definition: OUTLINE, ..ListDefinition::default() },
                    );
                    self.made = self.made.max(OUTLINE_LIST);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A master page, just opened (ODF 1.3 part 3, 16.9); styles of pages stand before it.
    ///
    /// # Errors
    /// Broken XML.
    pub(super) fn master_page<'a>(
        &mut self,
        xml: &XmlReader<'a>,
        element: &StartTag<'a>,
    ) -> Result<(), Refusal> {
        let name = text(xml, element, KnownNamespace::Style, b"name")?;
        let layout = text(xml, element, KnownNamespace::Style, b"page-layout-name")?;
        let lies = self.page_layouts.get(&layout).copied().unwrap_or(false);
        self.turned |= lies && name == "Standard";
        self.masters.insert(name, lies);
        Ok(())
    }

    /// A paragraph of a style begins: how the pages lay before, where it turns them.
    pub(super) fn turn(&mut self, style: &str) -> Option<bool> {
        let lies = *self.masters.get(self.begins.get(style)?)?;
        (lies != self.turned).then(|| std::mem::replace(&mut self.turned, lies))
    }

    fn style<'a>(
        &mut self,
        xml: &mut XmlReader<'a>,
        element: &StartTag<'a>,
        facts: &mut DocumentParts,
    ) -> Result<(), Refusal> {
        let name = text(xml, element, KnownNamespace::Style, b"name")?;
        let family = text(xml, element, KnownNamespace::Style, b"family")?;
        let parent = text(xml, element, KnownNamespace::Style, b"parent-style-name")?;
        let shown = text(xml, element, KnownNamespace::Style, b"display-name")?;
        let is_default = element.local() == b"default-style";
        let master = text(xml, element, KnownNamespace::Style, b"master-page-name")?;
        if !master.is_empty() {
            self.begins.insert(name.clone(), master);
        }
        let outline = text(xml, element, KnownNamespace::Style, b"default-outline-level")?;
        let outline = outline.parse::<u8>().ok().and_then(|level| level.checked_sub(1));
        let mut paragraph =
            ParagraphProperties { outline: outline.filter(|level| *level < 9), ..Default::default() };
        let mut run = RunProperties::default();
        let depth = xml.depth();
        while let Some(element) = xml.next_within(depth)? {
            match element.name() {
                (KnownNamespace::Style, b"paragraph-properties") => {
                    paragraph_look(xml, &element, &mut paragraph)?
                }
                (KnownNamespace::Style, b"text-properties") => {
                    character_look(xml, &element, &mut run, &mut facts.gathered.ledger)?;
                }
                (KnownNamespace::Style, b"table-cell-properties") => {
                    let value = |property: &str| {
                        let space = if property == "vertical-align" {
                            KnownNamespace::Style
                        } else {
                            KnownNamespace::Fo
                        };
                        xml.attribute(&element, space, property.as_bytes()).ok().flatten().map(Into::into)
                    };
                    let form = borders::form(value);
                    let direction = direction(xml, &element)?;
                    self.cells.insert(name.clone(), (form, direction));
                }
                (KnownNamespace::Style, b"table-row-properties") => {
                    // An exact height is the least one too: it would cut words that the official form sets larger.
                    for height in [&b"min-row-height"[..], b"row-height"] {
                        let height = text(xml, &element, KnownNamespace::Style, height)?;
                        let height = twips(&height).and_then(|height| u32::try_from(height).ok());
                        height.filter(|height| *height > 0).into_iter().for_each(|height| {
                            self.rows.insert(name.clone(), height);
                        });
                    }
                }
                (KnownNamespace::Style, b"table-column-properties") => {
                    let width = text(xml, &element, KnownNamespace::Style, b"column-width")?;
                    if let Some(width) = twips(&width).and_then(|width| u32::try_from(width).ok()) {
                        self.columns.insert(name.clone(), width);
                    }
                }
                _ => {}
            }
        }
        match family.as_str() {
            "text" => {
                let mut look = self.characters.get(&parent).copied().unwrap_or_default();
                lay_over(&mut look, &run);
                keep(&mut self.characters, name, look, self.automatic);
            }
            "paragraph" if is_default => {
                facts.styles.set_defaults(crate::read::facts::styles::StyleFormat { paragraph, run })
            }
            "paragraph" => {
                let base = || self.names.get(&parent).cloned().unwrap_or_else(|| plain(&parent));
                let shown = match shown.is_empty() {
                    true if self.automatic && !parent.is_empty() => base(),
                    true if self.automatic => "Standard".to_owned(),
                    true => plain(&name),
                    false => shown,
                };
                let ledger = &mut facts.gathered.ledger;
                let (id, based_on) = (ledger.atom(&name)?, ledger.atom(&parent)?);
                let named = Some(shown.as_str().into());
                let definition = Definition { name: named, based_on, paragraph, run, table: None };
                if self.automatic {
                    facts.styles.redefine(id, definition);
                } else {
                    facts.styles.define(id, definition);
                }
                if name == "Standard" {
                    facts.styles.set_default(id);
                }
                keep(&mut self.names, name, shown, self.automatic);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Keeps what a style of a name says. Of styles in use the first holds; of automatic ones the last, as those of the body
/// come after those of headers.
fn keep<V>(styles: &mut HashMap<String, V>, name: String, said: V, automatic: bool) {
    if automatic {
        styles.insert(name, said);
    } else {
        styles.entry(name).or_insert(said);
    }
}

/// Whether the pages of a layout, just opened, lie on their side.
fn page_lies(xml: &mut XmlReader<'_>) -> Result<bool, Refusal> {
    let depth = xml.depth();
    let mut lies = false;
    while let Some(element) = xml.next_within(depth)? {
        if element.name() == (KnownNamespace::Style, b"page-layout-properties") {
            let side = |name| Ok::<_, Refusal>(twips(&text(xml, &element, KnownNamespace::Fo, name)?));
            lies = match (side(b"page-width")?, side(b"page-height")?) {
                (Some(width), Some(height)) => width > height,
                _ => text(xml, &element, KnownNamespace::Style, b"print-orientation")? == "landscape",
            };
        }
    }
    Ok(lies)
}

/// A style's name as a person reads it: LibreOffice writes a space as `_20_`.
fn plain(name: &str) -> String {
    name.replace("_20_", " ")
}

/// Lays one look over another.
pub(super) fn lay_over(look: &mut RunProperties, nearer: &RunProperties) {
    look.on = Format((look.on.0 & !nearer.set.0) | (nearer.on.0 & nearer.set.0));
    look.set = look.set.with(nearer.set);
    for (slot, language) in look.language.iter_mut().zip(nearer.language) {
        if language != crate::read::facts::types::Atom::NONE {
            *slot = language;
        }
    }
    look.font = nearer.font.or(look.font);
}

/// An attribute's value; empty where there is none.
pub(super) fn text<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    space: KnownNamespace,
    local: &[u8],
) -> Result<String, Refusal> {
    Ok(xml.attribute(element, space, local)?.unwrap_or_default().into_owned())
}

fn paragraph_look<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    paragraph: &mut ParagraphProperties,
) -> Result<(), Refusal> {
    paragraph.indent = twips(&text(xml, element, KnownNamespace::Fo, b"margin-left")?);
    paragraph.first_line = twips(&text(xml, element, KnownNamespace::Fo, b"text-indent")?);
    paragraph.align = match text(xml, element, KnownNamespace::Fo, b"text-align")?.as_str() {
        "center" => Some(Align::Centre),
        "end" | "right" => Some(Align::End),
        "justify" => Some(Align::Justify),
        "start" | "left" => Some(Align::Start),
        _ => None,
    };
    if text(xml, element, KnownNamespace::Fo, b"break-before")? == "page" {
        paragraph.page_break_before = Some(true);
    }
    if text(xml, element, KnownNamespace::Style, b"writing-mode")?.starts_with("rl") {
        paragraph.right_to_left = Some(true);
    }
    Ok(())
}

/// A look of characters (ODF 1.3 part 3, 16.29.29).
pub(super) fn character_look<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    run: &mut RunProperties,
    ledger: &mut WordAccount,
) -> Result<(), Refusal> {
    /// An attribute, the format it sets, and the values that set it.
    type FormatRow = (KnownNamespace, &'static [u8], Format, fn(&str) -> bool);
    let states: [FormatRow; 8] = [
        (KnownNamespace::Fo, b"font-weight", Format::BOLD, |v| {
            v == "bold" || v.parse().is_ok_and(|w: u16| w >= 600)
        }),
        (KnownNamespace::Fo, b"font-style", Format::ITALIC, |v| v != "normal"),
        (KnownNamespace::Style, b"text-underline-style", Format::UNDERLINE, |v| v != "none"),
        (KnownNamespace::Style, b"text-line-through-style", Format::STRIKE, |v| v != "none"),
        (KnownNamespace::Fo, b"text-transform", Format::CAPS, |v| v == "uppercase"),
        (KnownNamespace::Fo, b"font-variant", Format::SMALL_CAPS, |v| v == "small-caps"),
        (KnownNamespace::Text, b"display", Format::HIDDEN, |v| v == "none"),
        (KnownNamespace::Style, b"text-line-through-type", Format::STRIKE, |v| v != "none"),
    ];
    for (space, name, format, on) in states {
        if let Some(value) = xml.attribute(element, space, name)? {
            run.state(format, on(&value));
        }
    }
    if let Some(position) = xml.attribute(element, KnownNamespace::Style, b"text-position")? {
        let place = position.split_whitespace().next().unwrap_or_default();
        let rise = place.trim_end_matches('%').parse::<f32>().unwrap_or(0.0);
        run.state(Format::SUPERSCRIPT, place == "super" || rise > 0.0);
        run.state(Format::SUBSCRIPT, place == "sub" || rise < 0.0);
    }
    let names: [[(KnownNamespace, &[u8]); 2]; 3] = [
        [(KnownNamespace::Fo, b"language"), (KnownNamespace::Fo, b"country")],
        [(KnownNamespace::Style, b"language-asian"), (KnownNamespace::Style, b"country-asian")],
        [(KnownNamespace::Style, b"language-complex"), (KnownNamespace::Style, b"country-complex")],
    ];
    for (slot, [language, country]) in run.language.iter_mut().zip(names) {
        let language = text(xml, element, language.0, language.1)?;
        let country = text(xml, element, country.0, country.1)?;
        if language.is_empty() || matches!(language.as_str(), "none" | "zxx") {
            continue;
        }
        let is_land = !matches!(country.as_str(), "" | "none");
        *slot = ledger.atom(&if is_land { format!("{language}-{country}") } else { language })?;
    }
    for name in [&b"font-name"[..], b"font-family"] {
        let space = if name == b"font-name" { KnownNamespace::Style } else { KnownNamespace::Fo };
        let family = text(xml, element, space, name)?;
        run.font = symbol_font(family.trim_matches(['\'', '"'])).or(run.font);
    }
    Ok(())
}

/// How the text of a cell runs: its writing mode, and the letters one under the other of the older form
/// (ODF 1.3 part 3, 20.404 and 20.307).
fn direction<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<TextDirection, Refusal> {
    if text(xml, element, KnownNamespace::Style, b"direction")? == "ttb" {
        return Ok(TextDirection::Vertical);
    }
    Ok(match text(xml, element, KnownNamespace::Style, b"writing-mode")?.as_str() {
        "bt-lr" => TextDirection::Up,
        "tb-rl90" => TextDirection::Down,
        "tb-rl" | "tb" => TextDirection::Vertical,
        _ => TextDirection::Level,
    })
}

/// A length in twips.
pub(super) fn twips(value: &str) -> Option<i32> {
    const UNITS: &[(&str, f64)] =
        &[("pt", 20.0), ("cm", 566.929), ("mm", 56.6929), ("in", 1440.0), ("pc", 240.0), ("px", 15.0)];
    let (number, scale) = UNITS.iter().find_map(|(unit, scale)| Some((value.strip_suffix(unit)?, scale)))?;
    let length = number.trim().parse::<f64>().ok()? * scale;
    (length.abs() < 1e6).then_some(length.round() as i32)
}
