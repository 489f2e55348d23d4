//! SVG, written anew with what draws: shapes, words, colours, and the pictures that are in the file.
//!
//! In: the text of an SVG. Out: the same drawing without who made it, what it is called, what is not shown, scripts and
//! places elsewhere. Never: an element that is not on the list, an address that is not of the file itself.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usvg::roxmltree::{Document, Node, NodeType, ParsingOptions};

use crate::limits;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Elements that draw, or say how (SVG 2, appendix J); filter primitives besides.
const KEPT: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "switch",
    "a",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "image",
    "style",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "filter",
];

/// Elements whose text shows, or is rules of looks.
const WORDED: &[&str] = &["text", "tspan", "textPath", "a", "style"];

/// Attributes that say something to people or programs and not how it looks, by their beginnings.
const SAYING: &[&str] =
    &["on", "data-", "aria-", "role", "lang", "title", "alt", "target", "download", "rel", "ping"];

/// The picture alone; `None` where it is no SVG that can be read.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(limits::DRAWING_ITEMS).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let source = Document::parse_with_options(text, options).ok()?;
    let root = source.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return None;
    }
    let mut writer =
        SvgWriter { out: String::with_capacity(text.len()), named: named(text), rules: rules(root) };
    // What is to be written next, the last first: an element to begin, or one to end.
    let mut open = vec![(root, true)];
    while let Some((node, begins)) = open.pop() {
        match (begins, node.node_type()) {
            (false, _) => writer.end(node),
            (true, NodeType::Element) if writer.begin(node) => {
                open.push((node, false));
                open.extend(node.children().rev().map(|child| (child, true)));
            }
            (true, NodeType::Text) => writer.text(node),
            _ => {}
        }
    }
    Some(writer.out.into_bytes())
}

/// All words behind a `#`: the places that are named somewhere.
fn named(text: &str) -> HashSet<String> {
    let is_name = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
    let names =
        text.split('#').skip(1).map(|rest| rest.split(|letter| !is_name(letter)).next().unwrap_or_default());
    names.map(str::to_owned).collect()
}

/// What the rules of looks hide: `.class` and `#place`.
fn rules(root: Node<'_, '_>) -> HashSet<String> {
    let sheets =
        root.descendants().filter(|node| node.has_tag_name((SVG, "style"))).filter_map(|node| node.text());
    let mut hiding = HashSet::new();
    let sheets: Vec<String> = sheets.map(without_remarks).collect();
    for rule in sheets.iter().flat_map(|sheet| sheet.split('}')) {
        let Some((selectors, looks)) = rule.split_once('{') else { continue };
        if hides(looks) {
            hiding.extend(selectors.split(',').map(|selector| selector.trim().to_owned()));
        }
    }
    hiding
}

/// Whether looks hide what has them.
fn hides(looks: &str) -> bool {
    let close: String = looks.chars().filter(|letter| !letter.is_whitespace()).collect();
    close.split(';').any(|look| {
        matches!(
            look,
            "display:none" | "visibility:hidden" | "visibility:collapse" | "opacity:0" | "opacity:0.0"
        )
    })
}

/// Looks without what is said between `/*` and `*/`.
fn without_remarks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = inside.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Looks without remarks; `None` where they lead out of the file.
fn looks(text: &str) -> Option<String> {
    let plain = without_remarks(text);
    let lower = plain.to_ascii_lowercase();
    let leads = |part: &str| !part.trim_start_matches([' ', '"', '\'']).starts_with('#');
    let is_outside =
        lower.contains("@import") || lower.contains('\\') || lower.split("url(").skip(1).any(leads);
    (!is_outside).then_some(plain)
}

struct SvgWriter {
    out: String,
    named: HashSet<String>,
    rules: HashSet<String>,
}

impl SvgWriter {
    /// Writes the beginning of an element; whether it is kept.
    fn begin(&mut self, node: Node<'_, '_>) -> bool {
        let name = node.tag_name();
        let is_kept = name.namespace() == Some(SVG)
            && (KEPT.contains(&name.name()) || name.name().starts_with("fe"))
            && !self.is_hidden(node)
            && self.is_used(node);
        if !is_kept {
            return false;
        }
        let href = match address(node) {
            Address::None => None,
            Address::Within(href) => Some(href),
            Address::Elsewhere if name.name() == "a" => None,
            Address::Elsewhere => return false,
        };
        self.out.push('<');
        self.out.push_str(written(node));
        if node.parent_element().is_none() {
            let _ = write!(self.out, " xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
        }
        for attribute in node.attributes() {
            let kept = match (attribute.namespace(), attribute.name()) {
                (Some("http://www.w3.org/XML/1998/namespace"), "space") => {
                    Some(("xml:space", attribute.value().into()))
                }
                (None, "href") | (Some(_), _) => None,
                (None, "id") => {
                    self.named.contains(attribute.value()).then(|| ("id", attribute.value().into()))
                }
                (None, name) if SAYING.iter().any(|saying| name.starts_with(saying)) => None,
                (None, name) => looks(attribute.value()).map(|value| (name, Cow::from(value))),
            };
            if let Some((name, value)) = kept {
                let _ = write!(self.out, " {name}=\"{}\"", escaped(&value));
            }
        }
        if let Some(href) = href {
            let _ = write!(self.out, " xlink:href=\"{}\"", escaped(&href));
        }
        self.out.push('>');
        true
    }

    fn end(&mut self, node: Node<'_, '_>) {
        let _ = write!(self.out, "</{}>", written(node));
    }

    fn text(&mut self, node: Node<'_, '_>) {
        let Some(parent) = node.parent_element() else { return };
        let text = node.text().unwrap_or_default();
        match parent.tag_name().name() {
            "style" => self.out.push_str(&escaped(&looks(text).unwrap_or_default())),
            name if WORDED.contains(&name) => self.out.push_str(&escaped(text)),
            _ => {}
        }
    }

    /// Whether an element does not show, by itself or by rules of looks.
    fn is_hidden(&self, node: Node<'_, '_>) -> bool {
        let is = |name: &str, value: &[&str]| {
            node.attribute(name).is_some_and(|found| value.contains(&found.trim()))
        };
        let classes = node.attribute("class").unwrap_or_default().split_whitespace();
        is("display", &["none"])
            || is("visibility", &["hidden", "collapse"])
            || is("opacity", &["0", "0.0", "0%"])
            || node.attribute("style").is_some_and(hides)
            || classes.into_iter().any(|class| self.rules.contains(&format!(".{class}")))
            || node.attribute("id").is_some_and(|id| self.rules.contains(&format!("#{id}")))
    }

    /// Whether an element shows where it stands, or is named by one that may.
    fn is_used(&self, node: Node<'_, '_>) -> bool {
        let stands_by = node.parent_element().is_some_and(|parent| parent.has_tag_name((SVG, "defs")))
            || node.has_tag_name((SVG, "symbol"));
        let is_named = |node: Node<'_, '_>| node.attribute("id").is_some_and(|id| self.named.contains(id));
        !stands_by || node.has_tag_name((SVG, "style")) || node.descendants().any(is_named)
    }
}

/// The name under which an element is written: a link is a group like any other.
fn written<'i>(node: Node<'_, 'i>) -> &'i str {
    match node.tag_name().name() {
        "a" if node.ancestors().skip(1).any(|above| above.has_tag_name((SVG, "text"))) => "tspan",
        "a" => "g",
        name => name,
    }
}

enum Address {
    None,
    /// A place of the file, or a picture in it.
    Within(String),
    Elsewhere,
}

/// What an element refers to.
fn address(node: Node<'_, '_>) -> Address {
    let Some(href) = node.attribute("href").or_else(|| node.attribute((XLINK, "href"))) else {
        return Address::None;
    };
    if href.starts_with('#') {
        return Address::Within(href.to_owned());
    }
    match picture(href) {
        Some(inner) if node.has_tag_name((SVG, "image")) => Address::Within(inner),
        _ => Address::Elsewhere,
    }
}

/// A picture of pixels that stands in an address (RFC 2397), cleaned.
fn picture(href: &str) -> Option<String> {
    let (_, data) = href.strip_prefix("data:image/")?.split_once(";base64,")?;
    let packed: String = data.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes = STANDARD.decode(packed).ok()?;
    let (file, media_type) = match bytes.as_slice() {
        [0xFF, 0xD8, ..] => (super::jpeg::cleaned(&bytes)?, "image/jpeg"),
        [0x89, b'P', ..] => (super::png::cleaned(&bytes)?, "image/png"),
        [b'G', b'I', ..] => (super::CleanFile::whole(super::gif(&bytes)?), "image/gif"),
        _ => return None,
    };
    file.whole.then(|| format!("data:{media_type};base64,{}", STANDARD.encode(file.bytes)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
