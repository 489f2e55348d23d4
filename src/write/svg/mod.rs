//! A page as SVG: what is printed, to be looked at in a browser.
//!
//! In: a laid-out page, its fonts and pictures. Out: an SVG 1.1 picture that needs no font and nothing from
//! elsewhere; each outline stands in it once. A page is drawn in bands one under the other, so that where a few
//! words change the browser draws a few lines anew. Never: a decision about looks, a word that a program could
//! take for markup (glyphs are outlines), a script.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::pages::{
    FontFace, GlyphRun, LaidPage, PageItem, PlacedFormula, PlacedPicture, RuledLine, TurnedPieces,
};
use crate::text::Picture;

/// How far a slanted glyph leans over its height, as in the PDF.
const SLANT: f32 = 0.21;

/// Formats that every browser draws.
const DRAWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Bands of a page: a browser takes some 40 ms to draw a page of Chinese, and most decisions change one line.
const BANDS: u8 = 6;

/// The bands of a page, points from its head; no picture and no formula is cut by one.
pub(crate) fn bands(page: &LaidPage) -> Vec<Range<f32>> {
    let is_cut = |at: f32| {
        page.pieces.iter().any(|item| match item {
            PageItem::Picture(_) | PageItem::Formula(_) | PageItem::Turned(_) => {
                let extent = extent(page.height, item);
                extent.start < at && at < extent.end
            }
            PageItem::Glyphs(_) | PageItem::Rule(_) => false,
        })
    };
    let height = page.height.max(1.0);
    let cuts = (1..BANDS).map(|number| height * f32::from(number) / f32::from(BANDS));
    let ends: Vec<f32> = cuts.filter(|at| !is_cut(*at)).chain([height]).collect();
    let starts = std::iter::once(0.0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| start..*end).collect()
}

/// From where to where something can print, points from the head of a page of this height.
pub(crate) fn extent(height: f32, item: &PageItem) -> Range<f32> {
    let (low, high) = match item {
        PageItem::Glyphs(run) => {
            let rises = || run.glyphs.iter().map(|glyph| glyph.rise);
            let (least, most) = (rises().fold(0.0, f32::min), rises().fold(0.0, f32::max));
            // No face of ours draws farther from its baseline than a size and a half.
            (run.y + least - 1.5 * run.size, run.y + most + 1.5 * run.size)
        }
        PageItem::Rule(rule) => (rule.y, rule.y + rule.height),
        PageItem::Picture(picture) => (picture.y, picture.y + picture.height),
        PageItem::Formula(formula) => (formula.y - formula.descent, formula.y + formula.ascent),
        PageItem::Turned(turned) => {
            let [_, low, _, high] = turned.extent();
            (low, high)
        }
    };
    height - high..height - low
}

/// Whether something that prints at an extent is to be seen in a band.
pub(crate) fn is_in(extent: &Range<f32>, band: &Range<f32>) -> bool {
    extent.start <= band.end && extent.end >= band.start
}

/// Draws a band of a page.
pub(crate) fn band(
    page: &LaidPage,
    band: &Range<f32>,
    fonts: &[Arc<FontFace>],
    pictures: &[Picture],
) -> String {
    let mut drawing = SvgDrawing { height: page.height, outlines: BTreeMap::new(), body: String::new() };
    let seen: Vec<&PageItem> =
        page.pieces.iter().filter(|item| is_in(&extent(page.height, item), band)).collect();
    for item in &seen {
        if let PageItem::Rule(rule) = item {
            drawing.rule(rule);
        }
    }
    for item in seen {
        match item {
            PageItem::Glyphs(run) => drawing.run(run, fonts),
            PageItem::Picture(placed) => drawing.picture(placed, pictures),
            PageItem::Formula(formula) => drawing.formula(formula, fonts),
            PageItem::Turned(turned) => drawing.turned(turned, fonts, pictures),
            PageItem::Rule(_) => {}
        }
    }
    let (top, width, height) = (short(band.start), short(page.width), short(band.end - band.start));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 {top} {width} {height}\" width=\"{width}\" \
         height=\"{height}\">\n<rect y=\"{top}\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<defs>\n"
    );
    for ((font, glyph), outline) in &drawing.outlines {
        // Writing to a string cannot fail.
        let _ = writeln!(svg, "<path id=\"g{font}-{glyph}\" d=\"{outline}\"/>");
    }
    svg.push_str("</defs>\n");
    svg.push_str(&drawing.body);
    svg.push_str("</svg>\n");
    svg
}

struct SvgDrawing {
    height: f32,
    /// Outlines by font and glyph, in units of the font.
    outlines: BTreeMap<(u16, u16), String>,
    body: String,
}

impl SvgDrawing {
    /// A turned line: drawn as a level one at the foot of the page, and turned to its place.
    fn turned(&mut self, turned: &TurnedPieces, fonts: &[Arc<FontFace>], pictures: &[Picture]) {
        let frame = turned.frame;
        let (x, y) = (short(frame.x), short(self.height - frame.y));
        let (angle, foot) = (if frame.up { -90 } else { 90 }, short(-self.height));
        let _ =
            writeln!(self.body, "<g transform=\"translate({x} {y}) rotate({angle}) translate(0 {foot})\">");
        for item in &turned.pieces {
            match item {
                PageItem::Glyphs(run) => self.run(run, fonts),
                PageItem::Picture(placed) => self.picture(placed, pictures),
                PageItem::Formula(formula) => self.formula(formula, fonts),
                PageItem::Rule(rule) => self.rule(rule),
                PageItem::Turned(_) => {}
            }
        }
        self.body.push_str("</g>\n");
    }

    fn rule(&mut self, rule: &RuledLine) {
        let top = self.height - rule.y - rule.height;
        let (x, y, width, height) = (short(rule.x), short(top), short(rule.width), short(rule.height));
        let fill = colour(rule.colour);
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        );
    }

    fn run(&mut self, run: &GlyphRun, fonts: &[Arc<FontFace>]) {
        let Some(font) = fonts.get(usize::from(run.font)) else { return };
        let Ok(face) = ttf_parser::Face::parse(&font.data, font.index) else { return };
        let scale = run.size / f32::from(face.units_per_em()).max(1.0);
        let lean = if run.slanted { scale * SLANT } else { 0.0 };
        let _ = writeln!(self.body, "<g fill=\"{}\">", colour(run.colour));
        for glyph in &run.glyphs {
            self.glyph(&face, (run.font, glyph.id), [scale, lean, glyph.x, run.y + glyph.rise]);
        }
        self.body.push_str("</g>\n");
    }

    fn formula(&mut self, formula: &PlacedFormula, fonts: &[Arc<FontFace>]) {
        let _ = writeln!(self.body, "<g fill=\"{}\">", colour(formula.colour));
        for glyph in &formula.glyphs {
            let Some(font) = fonts.get(usize::from(glyph.font)) else { continue };
            let Ok(face) = ttf_parser::Face::parse(&font.data, font.index) else { continue };
            let scale = glyph.size / f32::from(face.units_per_em()).max(1.0);
            self.glyph(&face, (glyph.font, glyph.id), [scale, 0.0, glyph.x, formula.y + glyph.rise]);
        }
        self.body.push_str("</g>\n");
    }

    /// A glyph of a font: scale, lean, left and baseline.
    fn glyph(&mut self, face: &ttf_parser::Face<'_>, name: (u16, u16), [scale, lean, x, y]: [f32; 4]) {
        let (font, id) = name;
        let outline = self.outlines.entry(name).or_insert_with(|| {
            let mut outline = SvgOutline(String::new());
            face.outline_glyph(ttf_parser::GlyphId(id), &mut outline);
            outline.0
        });
        if outline.is_empty() {
            return;
        }
        let (x, y) = (short(x), short(self.height - y));
        let _ = writeln!(
            self.body,
            "<use href=\"#g{font}-{id}\" transform=\"matrix({scale:.5} 0 {lean:.5} {:.5} {x} {y})\"/>",
            -scale
        );
    }

    fn picture(&mut self, placed: &PlacedPicture, pictures: &[Picture]) {
        let top = self.height - placed.y - placed.height;
        let (x, y) = (short(placed.x), short(top));
        let (width, height) = (short(placed.width), short(placed.height));
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        let picture = pictures.get(placed.picture as usize);
        let drawn = picture.and_then(|picture| {
            let kind = DRAWN.iter().find(|kind| **kind == &*picture.media_type)?;
            Some((kind, STANDARD.encode(&picture.bytes)))
        });
        let _ = match drawn {
            Some((kind, bytes)) => writeln!(
                self.body,
                "<image {place} preserveAspectRatio=\"none\" href=\"data:{kind};base64,{bytes}\"/>"
            ),
            None => writeln!(self.body, "<rect {place} fill=\"none\" stroke=\"#808080\"/>"),
        };
    }
}

/// An outline as the data of a path.
struct SvgOutline(String);

impl ttf_parser::OutlineBuilder for SvgOutline {
    fn move_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{} {}", short(x), short(y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{} {}", short(x), short(y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let _ = write!(self.0, "Q{} {} {} {}", short(x1), short(y1), short(x), short(y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let [x1, y1, x2, y2, x, y] = [x1, y1, x2, y2, x, y].map(short);
        let _ = write!(self.0, "C{x1} {y1} {x2} {y2} {x} {y}");
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// A number to a hundredth, and zero where it is none.
fn short(number: f32) -> f32 {
    if number.is_finite() { (number * 100.0).round() / 100.0 } else { 0.0 }
}

fn colour([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
