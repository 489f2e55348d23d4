//! Drawings, VML pictures and embedded objects: which picture is shown, how large, and what it is.

use super::relationships::{Relationships, Target};
use super::xml::{Element, Space, Xml};
use crate::diagnostics::Refusal;
use crate::read::facts::types::WordPicture;

/// EMU in a point.
const POINT: f64 = 12_700.0;

/// An open drawing.
#[derive(Debug, Default)]
pub struct Drawing {
    width: u32,
    height: u32,
    description: Option<String>,
    pictures: Vec<WordPicture>,
    /// What it embeds that is not a picture.
    pub object: Option<String>,
}

impl Drawing {
    /// Takes in an element of a drawing vocabulary.
    ///
    /// # Errors
    /// A broken attribute.
    pub fn see<'a>(
        &mut self,
        xml: &Xml<'a>,
        element: &Element<'a>,
        relationships: &Relationships,
    ) -> Result<(), Refusal> {
        let text = |name: &[u8]| {
            Ok::<_, Refusal>(xml.attribute(element, Space::None, name)?.filter(|v| !v.is_empty()))
        };
        let measure =
            |name: &[u8]| Ok::<_, Refusal>(text(name)?.and_then(|v| v.trim().parse().ok()).unwrap_or(0u32));
        match element.name() {
            (Space::Wp, b"extent") => (self.width, self.height) = (measure(b"cx")?, measure(b"cy")?),
            (Space::Wp, b"docPr") | (Space::Pic, b"cNvPr") => {
                let description = text(b"descr")?.or(text(b"title")?).map(|v| v.into_owned());
                self.description = self.description.take().or(description);
            }
            (Space::A, b"blip") => {
                let embedded = xml.attribute(element, Space::R, b"embed")?;
                let id = embedded.or(xml.attribute(element, Space::R, b"link")?);
                self.picture(id.as_deref(), relationships);
            }
            (Space::A, b"ext") => {
                let (width, height) = (measure(b"cx")?, measure(b"cy")?);
                if let Some(picture) = self.pictures.last_mut()
                    && picture.width == 0
                {
                    (picture.width, picture.height) = (width, height);
                }
            }
            (Space::V, b"shape" | b"rect") => {
                let style = text(b"style")?.unwrap_or_default();
                self.width = points(&style, "width").unwrap_or(self.width);
                self.height = points(&style, "height").unwrap_or(self.height);
                let description = text(b"alt")?.map(|v| v.into_owned());
                self.description = self.description.take().or(description);
            }
            (Space::V, b"imagedata") => {
                let id =
                    xml.attribute(element, Space::R, b"id")?.or(xml.attribute(element, Space::R, b"pict")?);
                self.picture(id.as_deref(), relationships);
            }
            (Space::O, b"OLEObject") => {
                self.object = Some(text(b"ProgID")?.map_or_else(|| "object".to_owned(), |v| v.into_owned()));
            }
            (Space::Chart, b"chart") => self.object = Some("chart".to_owned()),
            (Space::Diagram, b"relIds") => self.object = Some("diagram".to_owned()),
            _ => {}
        }
        Ok(())
    }

    fn picture(&mut self, id: Option<&str>, relationships: &Relationships) {
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return;
        };
        let part = match relationships.get(id).map(|relationship| &relationship.target) {
            Some(Target::Part(part)) => Some(part.clone()),
            Some(Target::External(_)) | None => None,
        };
        self.pictures.push(WordPicture { part, ..WordPicture::default() });
    }

    /// The pictures it shows. One alone takes the drawing's size.
    pub fn pictures(mut self) -> Vec<WordPicture> {
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
    use super::points;

    #[test]
    fn vml_lengths_are_read_in_their_units() {
        assert_eq!(points("width:72pt;height:1in", "width"), Some(914_400));
        assert_eq!(points("width:72pt; height:1in", "height"), Some(914_400));
        assert_eq!(points("margin-left:1pt", "width"), None);
        assert_eq!(points("width:nonsense", "width"), None);
    }
}
