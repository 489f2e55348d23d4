//! Tags as data: what each element does to the flow and to the format.

use html5gum::emitters::default::StartTag;

use super::sheet;
use crate::text::{Align, Format};

/// Elements whose content no browser shows.
pub(super) const HIDDEN: &[&str] = &[
    "head",
    "title",
    "script",
    "style",
    "template",
    "noframes",
    "object",
    "applet",
    "iframe",
    "video",
    "audio",
    "canvas",
    "xml",
    "rp",
    "datalist",
    "annotation",
    "annotation-xml",
    "metadata",
];

/// Elements that a head may hold; what else begins in it ends it, whatever its own end tag says (HTML,
/// 13.2.6.4.4). `xml` is Word's.
const OF_HEAD: &[&str] = &[
    "base", "basefont", "bgsound", "head", "link", "meta", "noframes", "noscript", "script", "style",
    "template", "title", "xml",
];

/// Whether an element may stand in a head.
pub(super) fn is_of_head(name: &str) -> bool {
    OF_HEAD.contains(&name) || name.contains(':')
}

/// Elements that show something which is not in the page's words.
pub(super) const OBJECTS: &[&str] = &["object", "applet", "iframe", "embed", "video", "audio", "canvas"];

/// Elements without content.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end the open paragraph, where they begin and where they end.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "dir",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "caption",
];

/// Elements that are a format.
pub(super) const FORMATS: &[(&str, Format)] = &[
    ("b", Format::BOLD),
    ("strong", Format::BOLD),
    ("i", Format::ITALIC),
    ("em", Format::ITALIC),
    ("cite", Format::ITALIC),
    ("u", Format::UNDERLINE),
    ("s", Format::STRIKE),
    ("strike", Format::STRIKE),
    ("sup", Format::SUPERSCRIPT),
    ("sub", Format::SUBSCRIPT),
    ("rt", Format::SUPERSCRIPT),
];

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct HtmlTag {
    /// Its name, in small letters.
    pub name: String,
    /// It ends itself.
    pub closed: bool,
    pub(super) attributes: Vec<(String, String)>,
    /// What the page's style sheet says of it, the strongest first.
    pub sheet: String,
}

impl HtmlTag {
    /// The tokenizer's tag.
    pub(super) fn of(tag: &StartTag<()>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
        Self { name: text(&tag.name), closed: tag.self_closing, attributes, sheet: String::new() }
    }

    /// An attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A property of its `style`.
    pub(super) fn style(&self, name: &str) -> Option<&str> {
        let own = self.attribute("style").unwrap_or_default();
        [own, &self.sheet].into_iter().flat_map(sheet::declarations).find_map(|declaration| {
            let (known, value) = declaration.split_once(':')?;
            known.trim().eq_ignore_ascii_case(name).then(|| without_importance(value.trim()))
        })
    }

    /// A count of columns or rows.
    pub(super) fn count(&self, name: &str) -> u16 {
        self.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, 63)
    }

    /// Alignment by attribute or style.
    pub(super) fn align(&self) -> Option<Align> {
        Some(match self.style("text-align").or(self.attribute("align"))? {
            "center" => Align::Centre,
            "right" => Align::End,
            "justify" => Align::Justify,
            _ => Align::Start,
        })
    }

    /// The first family of fonts that its style or a `font` element names. In the shorthand the family
    /// stands behind the size, the last thing before it that begins with a digit (CSS Fonts 3, 3.7).
    pub(super) fn font_family(&self) -> Option<&str> {
        let shorthand = || {
            let value = self.style("font")?;
            let (at, _) = value.match_indices(' ').find(|(at, _)| {
                let before = value.get(..*at).unwrap_or_default();
                let size = before.rsplit(' ').next().unwrap_or_default();
                size.starts_with(|c: char| c.is_ascii_digit())
                    && size.ends_with(|c: char| c.is_ascii_alphabetic() || c == '%')
            })?;
            value.get(at..)
        };
        let face = || self.attribute("face").filter(|_| self.name == "font");
        let families = self.style("font-family").or_else(shorthand).or_else(face)?;
        let first = families.split(',').next()?;
        Some(first.trim().trim_matches(['"', '\'']).trim())
    }

    /// Formats that its style states.
    pub(super) fn formats(&self) -> impl Iterator<Item = (Format, bool)> {
        let states: [(Format, Option<bool>); 4] = [
            (Format::BOLD, self.style("font-weight").map(|v| matches!(v, "bold" | "700" | "800" | "900"))),
            (Format::ITALIC, self.style("font-style").map(|v| matches!(v, "italic" | "oblique"))),
            (Format::UNDERLINE, self.style("text-decoration").map(|v| v.contains("underline"))),
            (Format::STRIKE, self.style("text-decoration").map(|v| v.contains("line-through"))),
        ];
        states.into_iter().filter_map(|(format, on)| on.map(|on| (format, on)))
    }
}

/// A value without `!important`, which bears on the order of rules and not on what is shown.
fn without_importance(value: &str) -> &str {
    match value.rsplit_once('!') {
        Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => value.trim_end(),
        _ => value,
    }
}

/// A length in twips.
pub(super) fn twips(value: &str) -> Option<i32> {
    const UNITS: &[(&str, f64)] =
        &[("pt", 20.0), ("px", 15.0), ("cm", 566.929), ("mm", 56.6929), ("in", 1440.0), ("pc", 240.0)];
    let (number, scale) = UNITS.iter().find_map(|(unit, scale)| Some((value.strip_suffix(unit)?, scale)))?;
    let length = number.trim().parse::<f64>().ok()? * scale;
    (length.abs() < 1e6).then_some(length.round() as i32)
}
