//! The words of an SVG. usvg without its text engine drops them; so each text element is replaced by
//! small paths under names of ours, one for each stretch of its words, by which their places and colours are found in
//! the tree.

use usvg::roxmltree::{Document, Node};

use super::styles::{SvgStyles, length, lengths};
use crate::graphics::drawing::{DrawingText, Matrix};

/// Name of the path that stands for a text element.
const NAME: &str = "itudoc-words-";
/// Size of type where none is given, user units (CSS: medium).
const SIZE: f32 = 16.0;

/// Words that follow one another on a line.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    text: String,
    /// What they are filled with.
    fill: String,
    x: f32,
    y: f32,
    /// Where each character begins, from the first; empty where the face says so.
    stops: Vec<f32>,
    size: f32,
    family: String,
    bold: bool,
    italic: bool,
    anchor: f32,
    width: f32,
}

impl Chunk {
    /// The words as the drawing has them.
    pub(super) fn placed(self, space: Matrix, colour: [u8; 3]) -> DrawingText {
        DrawingText {
            text: self.text,
            place: space.after(Matrix([1.0, 0.0, 0.0, -1.0, self.x, self.y])),
            size: self.size,
            family: self.family,
            bold: self.bold,
            italic: self.italic,
            colour,
            stops: self.stops,
            anchor: self.anchor,
            width: self.width,
            glyphs: Vec::new(),
        }
    }
}

/// Which words a path stands for.
pub(super) fn index(id: &str) -> Option<usize> {
    id.strip_prefix(NAME)?.parse().ok()
}

/// The text of the document with a path for each text element, and the words of all.
pub(super) fn marked(document: &Document<'_>, text: &str) -> (String, Vec<Chunk>) {
    let sheet = SvgStyles::of(document);
    let mut marked = String::with_capacity(text.len());
    let mut chunks = Vec::new();
    let mut done = 0;
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    for node in texts {
        let range = node.range();
        if range.start < done {
            continue;
        }
        marked.push_str(text.get(done..range.start).unwrap_or_default());
        done = range.end;
        let prefix =
            text.get(range.start + 1..).and_then(|tag| tag.split_once("text")).map_or("", |tag| tag.0);
        let first = chunks.len();
        SvgTextWalk { sheet: &sheet, chunks: &mut chunks, x: 0.0, y: 0.0, open: false }.node(node);
        for (index, chunk) in chunks.iter().enumerate().skip(first) {
            marked.push_str(&stand_in(&sheet, node, (prefix, index), &chunk.fill));
        }
    }
    marked.push_str(text.get(done..).unwrap_or_default());
    (marked, chunks)
}

/// The path that stands for words of a text element, with what is said of its look and place. All of it stands in its
/// style, lest rules for paths hold for it.
fn stand_in(sheet: &SvgStyles<'_>, node: Node<'_, '_>, (prefix, index): (&str, usize), fill: &str) -> String {
    // An element name before a colon belongs to the vocabulary; anything else is none.
    let prefix = if prefix.ends_with(':') { prefix } else { "" };
    let escaped = |value: &str| value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut path = format!("<{prefix}path id=\"{NAME}{index}\" d=\"M0 0H1V1H0Z\"");
    for name in ["transform", "clip-path"] {
        if let Some(value) = sheet.own(node, name) {
            path.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    let mut style = format!("fill:{fill};stroke:none");
    for name in ["opacity", "display"] {
        sheet.own(node, name).iter().for_each(|value| style.push_str(&format!(";{name}:{value}")));
    }
    for name in ["fill-opacity", "visibility", "color"] {
        sheet.inherited(node, name).iter().for_each(|value| style.push_str(&format!(";{name}:{value}")));
    }
    path.push_str(&format!(" style=\"{}\"/>", escaped(&style)));
    path
}

struct SvgTextWalk<'w, 'd> {
    sheet: &'w SvgStyles<'d>,
    chunks: &'w mut Vec<Chunk>,
    x: f32,
    y: f32,
    /// The last chunk is of this element and goes on.
    open: bool,
}

impl<'d> SvgTextWalk<'_, 'd> {
    /// An element of the text. Its nesting is bounded by that of the document.
    fn node(&mut self, node: Node<'d, '_>) {
        if self.sheet.own(node, "display") == Some("none") {
            return;
        }
        let size = self.size(node);
        let stops = node.attribute("x").map(|value| lengths(value, size)).unwrap_or_default();
        if let Some(x) = stops.first() {
            (self.x, self.open) = (*x, false);
        }
        let number =
            |name: &str| node.attribute(name).and_then(|value| lengths(value, size).first().copied());
        if let Some(y) = number("y") {
            (self.y, self.open) = (y, false);
        }
        if let Some(dy) = number("dy").filter(|dy| *dy != 0.0) {
            (self.y, self.open) =
                (self.y + dy, self.open && node.attribute("x").is_none() && dy.abs() < size / 2.0);
        }
        self.x += number("dx").filter(|_| !self.open).unwrap_or(0.0);
        for child in node.children() {
            if child.is_element() {
                if matches!(child.tag_name().name(), "tspan" | "textPath" | "a") {
                    self.node(child);
                }
            } else if let Some(text) = child.text() {
                self.text(text, node, size, &stops);
            }
        }
    }

    fn size(&self, node: Node<'d, '_>) -> f32 {
        let mut size = SIZE;
        let around: Vec<Node<'d, '_>> = node.ancestors().collect();
        for node in around.into_iter().rev() {
            if let Some(value) = self.sheet.own(node, "font-size") {
                size = length(value, size).filter(|size| *size > 0.0).unwrap_or(size);
            }
        }
        size
    }

    fn text(&mut self, text: &str, node: Node<'d, '_>, size: f32, stops: &[f32]) {
        let text: String = text.split(['\n', '\t']).collect::<Vec<_>>().join(" ");
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let edge = |is: bool| if is { " " } else { "" };
        let inner = words.join(" ");
        let joined = format!("{}{inner}{}", edge(text.starts_with(' ')), edge(text.ends_with(' ')));
        if self.open {
            if let Some(last) = self.chunks.last_mut() {
                let joined = if last.text.ends_with(' ') { joined.trim_start() } else { &joined };
                last.text.push_str(joined);
            }
            return;
        }
        if inner.is_empty() {
            return;
        }
        let property = |name: &str| self.sheet.inherited(node, name);
        let family = property("font-family").unwrap_or_default();
        let family = family.split(',').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        let weight = property("font-weight").unwrap_or_default();
        let first = stops.first().copied().unwrap_or(0.0);
        let each = stops.len() > 1 && stops.len() >= inner.chars().count();
        self.chunks.push(Chunk {
            fill: property("fill").unwrap_or("black").to_owned(),
            text: joined.trim_start().to_owned(),
            x: self.x,
            y: self.y,
            stops: if each { stops.iter().map(|stop| stop - first).collect() } else { Vec::new() },
            size,
            family: if family == "serif" { "Times New Roman".to_owned() } else { family.to_owned() },
            bold: weight.starts_with("bold") || weight.parse::<u32>().is_ok_and(|weight| weight >= 600),
            italic: property("font-style").is_some_and(|style| style == "italic" || style == "oblique"),
            anchor: match property("text-anchor") {
                Some("middle") => 0.5,
                Some("end") => 1.0,
                _ => 0.0,
            },
            width: node.attribute("textLength").and_then(|value| length(value, size)).unwrap_or(0.0),
        });
        self.open = true;
    }
}
