//! Drawings, VML pictures and embedded objects: which picture is shown, how large, and what it is.

use super::relationships::{RelationshipTarget, Relationships};
use crate::diagnostics::Refusal;
use crate::read::facts::types::WordPicture;
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};

/// Whether a style says that nothing is shown.
fn is_hidden(style: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        name.trim().eq_ignore_ascii_case("visibility") && value.trim().eq_ignore_ascii_case("hidden")
    })
}

/// EMU in a point.
const POINT: f64 = 12_700.0;

/// An open drawing.
#[derive(Debug, Default)]
pub(super) struct DrawingElement {
    width: u32,
    height: u32,
    description: Option<String>,
    /// Of a VML shape: turned clockwise, 60,000ths of a degree; and mirrored across and down.
    rotation: i32,
    flips: (bool, bool),
    pictures: Vec<WordPicture>,
    /// Shapes, and those among them that are straight lines or hold a picture or a text box.
    shapes: usize,
    lines: usize,
    filled: usize,
    /// The words it holds outside of text boxes, a paragraph a line.
    pub words: String,
    /// The author hid it (ECMA-376 part 1, 20.4.2.5).
    pub hidden: bool,
    /// It holds something, of whatever kind.
    graphic: bool,
    /// A text box in it shows something.
    pub worded: bool,
    /// What it embeds that is not a picture.
    pub object: Option<String>,
}

impl DrawingElement {
    /// Takes in an element of a drawing vocabulary.
    ///
    /// # Errors
    /// A broken attribute.
    pub(super) fn see<'a>(
        &mut self,
        xml: &XmlReader<'a>,
        element: &StartTag<'a>,
        relationships: &Relationships,
    ) -> Result<(), Refusal> {
        let text = |name: &[u8]| {
            Ok::<_, Refusal>(xml.attribute(element, KnownNamespace::None, name)?.filter(|v| !v.is_empty()))
        };
        let measure =
            |name: &[u8]| Ok::<_, Refusal>(text(name)?.and_then(|v| v.trim().parse().ok()).unwrap_or(0u32));
        if element.space == KnownNamespace::V {
            // Of a shape of VML its style says so (part 4, 19.1.2.19).
            self.hidden |= text(b"style")?.is_some_and(|style| is_hidden(&style));
        }
        match element.name() {
            (KnownNamespace::Wp, b"extent") => (self.width, self.height) = (measure(b"cx")?, measure(b"cy")?),
            (KnownNamespace::Wp, b"docPr") | (KnownNamespace::Pic, b"cNvPr") => {
                let on = text(b"hidden")?.is_some_and(|on| matches!(&*on, "1" | "true" | "on"));
                // That of a picture in a group says nothing of the others.
                self.hidden |= on && element.space == KnownNamespace::Wp;
                let description = text(b"descr")?.or(text(b"title")?).map(|v| v.into_owned());
                self.description = self.description.take().or(description);
            }
            (KnownNamespace::A, b"graphicData") => self.graphic = true,
            (KnownNamespace::A, b"blip") => {
                let embedded = xml.attribute(element, KnownNamespace::R, b"embed")?;
                let id = embedded.or(xml.attribute(element, KnownNamespace::R, b"link")?);
                self.picture(id.as_deref(), relationships);
            }
            (KnownNamespace::A, b"srcRect") => {
                let mut crop = [0; 4];
                for (edge, name) in crop.iter_mut().zip([b"l", b"t", b"r", b"b"]) {
                    *edge = text(name)?.and_then(|value| per_cent(&value)).unwrap_or(0);
                }
                if let Some(picture) = self.pictures.last_mut() {
                    picture.view.crop = crop;
                }
            }
            (KnownNamespace::A, b"xfrm") => {
                let is_set =
                    |name: &[u8]| Ok::<_, Refusal>(text(name)?.is_some_and(|v| v == "1" || v == "true"));
                let rotation = text(b"rot")?.and_then(|value| value.trim().parse().ok()).unwrap_or(0);
                let flips = (is_set(b"flipH")?, is_set(b"flipV")?);
                // The frame of a shape is none of the picture's: a picture's own comes before its size.
                if let Some(picture) = self.pictures.last_mut()
                    && picture.width == 0
                {
                    picture.view.rotation = rotation;
                    (picture.view.flip_horizontal, picture.view.flip_vertical) = flips;
                }
            }
            (KnownNamespace::A, b"ext") => {
                let (width, height) = (measure(b"cx")?, measure(b"cy")?);
                if let Some(picture) = self.pictures.last_mut()
                    && picture.width == 0
                {
                    (picture.width, picture.height) = (width, height);
                }
            }
            (KnownNamespace::V, b"textpath") => {
                // WordArt keeps its words in an attribute (part 4, 19.1.2.23).
                self.words.push_str(&text(b"string")?.unwrap_or_default());
                self.words.push('\n');
                self.filled += 1;
            }
            (KnownNamespace::A, b"p" | b"br") => self.words.push('\n'),
            (KnownNamespace::Known, b"wsp") | (KnownNamespace::A, b"sp") => self.shapes += 1,
            (KnownNamespace::Known | KnownNamespace::A, b"cxnSp") => {
                (self.shapes, self.lines) = (self.shapes + 1, self.lines + 1)
            }
            (KnownNamespace::A, b"prstGeom") if text(b"prst")?.is_some_and(|form| form == "line") => {
                self.lines += 1
            }
            (KnownNamespace::V, b"line") => (self.shapes, self.lines) = (self.shapes + 1, self.lines + 1),
            // A line that points somewhere is no rule.
            (KnownNamespace::A, b"headEnd" | b"tailEnd")
                if text(b"type")?.is_some_and(|end| end != "none") =>
            {
                self.lines = self.lines.saturating_sub(1);
            }
            (KnownNamespace::V, b"stroke") => {
                let arrow = text(b"startarrow")?.or(text(b"endarrow")?);
                self.lines -= usize::from(arrow.is_some_and(|end| end != "none") && self.lines > 0);
            }
            // What a shape holds stands for it: words, or a picture that fills it.
            (KnownNamespace::Known, b"txbx")
            | (KnownNamespace::V, b"textbox")
            | (KnownNamespace::A, b"txBody" | b"txSp" | b"blipFill") => self.filled += 1,
            (KnownNamespace::V, b"oval" | b"roundrect" | b"polyline" | b"arc" | b"curve") => self.shapes += 1,
            (KnownNamespace::V, b"shape" | b"rect") => {
                self.shapes += 1;
                let rule = xml
                    .attribute(element, KnownNamespace::O, b"hr")?
                    .is_some_and(|hr| hr == "t" || hr == "true");
                // The types of straight lines and connectors (part 4, 19.1.2.20 and annex on shape types).
                let straight =
                    text(b"type")?.is_some_and(|kind| matches!(&*kind, "#_x0000_t20" | "#_x0000_t32"));
                self.lines += usize::from(rule || straight);
                let style = text(b"style")?.unwrap_or_default();
                self.width = points(&style, "width").unwrap_or(self.width);
                self.height = points(&style, "height").unwrap_or(self.height);
                self.rotation = turned(&style).unwrap_or(0);
                self.flips = mirrored(&style);
                let description = text(b"alt")?.map(|v| v.into_owned());
                self.description = self.description.take().or(description);
            }
            (KnownNamespace::V, b"imagedata") => {
                let id = xml.attribute(element, KnownNamespace::R, b"id")?.or(xml.attribute(
                    element,
                    KnownNamespace::R,
                    b"pict",
                )?);
                self.picture(id.as_deref(), relationships);
                let mut crop = [0; 4];
                let names: [&[u8]; 4] = [b"cropleft", b"croptop", b"cropright", b"cropbottom"];
                for (edge, name) in crop.iter_mut().zip(names) {
                    *edge = text(name)?.and_then(|value| fraction(&value)).unwrap_or(0);
                }
                if let Some(picture) = self.pictures.last_mut() {
                    picture.view.crop = crop;
                    picture.view.rotation = self.rotation;
                    (picture.view.flip_horizontal, picture.view.flip_vertical) = self.flips;
                    self.filled += 1;
                }
            }
            (KnownNamespace::O, b"OLEObject") => {
                self.object = Some(text(b"ProgID")?.map_or_else(|| "object".to_owned(), |v| v.into_owned()));
            }
            (KnownNamespace::Chart, b"chart") => {
                let id = xml.attribute(element, KnownNamespace::R, b"id")?.unwrap_or_default();
                self.say(relationships.words(&id));
                self.object = Some("chart".to_owned());
            }
            (KnownNamespace::Diagram, b"relIds") => {
                let id = xml.attribute(element, KnownNamespace::R, b"dm")?.unwrap_or_default();
                self.say(relationships.words(&id));
                self.object = Some("diagram".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds words, which stand on lines of their own.
    fn say(&mut self, words: &str) {
        self.words.push('\n');
        self.words.push_str(words);
        self.words.push('\n');
    }

    fn picture(&mut self, id: Option<&str>, relationships: &Relationships) {
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return;
        };
        let part = match relationships.get(id).map(|relationship| &relationship.target) {
            Some(RelationshipTarget::Part(part)) => Some(part.clone()),
            Some(RelationshipTarget::External(_)) | None => None,
        };
        self.pictures.push(WordPicture { part, ..WordPicture::default() });
    }

    /// What stands for it as a placeholder, where it shows neither a picture nor words: its object, or
    /// its shapes. A straight line alone is a rule, which is told of and has no placeholder.
    pub(super) fn missing(&self, worded: bool) -> Option<String> {
        if !self.pictures.is_empty() {
            return None;
        }
        // What is of no kind known here is something too.
        let unknown = self.graphic && self.shapes == 0 && self.lines == 0;
        let drawn = (self.shapes > self.lines || unknown) && !worded;
        self.object.clone().or_else(|| drawn.then(|| "drawing".to_owned()))
    }

    /// Whether it draws shapes besides the pictures or the words that it shows, which nothing stands for.
    pub(super) fn is_drawn_besides(&self, worded: bool) -> bool {
        let told = self.missing(worded).is_some() || self.object.is_some();
        (worded || !self.pictures.is_empty()) && self.shapes > self.lines + self.filled && !told
    }

    /// Whether it is a straight line and nothing else.
    pub(super) fn is_rule(&self, worded: bool) -> bool {
        self.lines > 0 && self.pictures.is_empty() && !worded && self.missing(worded).is_none()
    }

    /// The pictures it shows. One alone takes the drawing's size.
    pub(super) fn pictures(mut self) -> Vec<WordPicture> {
        let alone = self.pictures.len() == 1;
        for picture in &mut self.pictures {
            if self.width > 0 && (alone || picture.width == 0) {
                (picture.width, picture.height) = (self.width, self.height);
            }
            picture.description = self.description.clone();
        }
        self.pictures
    }
}

/// A share of a picture in thousandths of a per cent: `25000`, or `25%` as strict files have it.
fn per_cent(value: &str) -> Option<i32> {
    match value.trim().strip_suffix('%') {
        Some(number) => number.parse::<f64>().ok().map(|share| (share * 1000.0) as i32),
        None => value.trim().parse().ok(),
    }
}

/// A share of a picture as VML has it, `16384f` of 65,536 or `0.25`, in thousandths of a per cent (part 4,
/// 19.1.2.11).
fn fraction(value: &str) -> Option<i32> {
    let share = match value.trim().strip_suffix('f') {
        Some(number) => number.parse::<f64>().ok()? / 65_536.0,
        None => value.trim().parse::<f64>().ok()?,
    };
    Some((share * 100_000.0) as i32)
}

/// The turn in a VML style, 60,000ths of a degree: `rotation:90`, or `rotation:5898240fd` of 65,536.
fn turned(style: &str) -> Option<i32> {
    let value = style.split(';').find_map(|rule| rule.trim().strip_prefix("rotation:"))?.trim();
    let degrees = match value.strip_suffix("fd") {
        Some(number) => number.parse::<f64>().ok()? / 65_536.0,
        None => value.parse::<f64>().ok()?,
    };
    Some((degrees.rem_euclid(360.0) * 60_000.0) as i32)
}

/// Whether a VML style mirrors the shape across and down: `flip:x`, `flip:xy` (part 4, 19.1.2.19).
fn mirrored(style: &str) -> (bool, bool) {
    let value = style.split(';').find_map(|rule| rule.trim().strip_prefix("flip:")).unwrap_or_default();
    (value.contains('x'), value.contains('y'))
}

/// A length of a VML style in EMU: `width:120pt`.
fn points(style: &str, name: &str) -> Option<u32> {
    let value = style.split(';').find_map(|rule| {
        let (key, value) = rule.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })?;
    const UNITS: &[(&str, f64)] =
        &[("pt", 1.0), ("in", 72.0), ("cm", 28.3465), ("mm", 2.83465), ("px", 0.75)];
    let (number, scale) = UNITS
        .iter()
        .find_map(|(unit, scale)| value.strip_suffix(unit).map(|number| (number, *scale)))
        .unwrap_or((value, 0.75));
    let length = number.trim().parse::<f64>().ok()? * scale * POINT;
    (length >= 0.0 && length <= f64::from(u32::MAX)).then_some(length as u32)
}

#[cfg(test)]
mod tests {
    use super::{fraction, mirrored, per_cent, points, turned};

    #[test]
    fn crops_and_turns_are_read_in_their_forms() {
        assert_eq!(
            (per_cent("25000"), per_cent("25%"), per_cent("-500")),
            (Some(25_000), Some(25_000), Some(-500))
        );
        assert_eq!((fraction("16384f"), fraction("0.25"), fraction("x")), (Some(25_000), Some(25_000), None));
        assert_eq!(turned("width:1in;rotation:90"), Some(5_400_000));
        assert_eq!(turned("rotation:-90"), Some(16_200_000));
        assert_eq!(turned("rotation:2949120fd"), Some(2_700_000));
        assert_eq!(turned("width:1in"), None);
        assert_eq!((mirrored("width:1in;flip:x"), mirrored("flip: y x")), ((true, false), (true, true)));
    }

    #[test]
    fn vml_lengths_are_read_in_their_units() {
        assert_eq!(points("width:72pt;height:1in", "width"), Some(914_400));
        assert_eq!(points("width:72pt; height:1in", "height"), Some(914_400));
        assert_eq!(points("margin-left:1pt", "width"), None);
        assert_eq!(points("width:nonsense", "width"), None);
    }
}
