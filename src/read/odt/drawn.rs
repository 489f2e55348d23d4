//! Frames, shapes and what they show (ODF 1.3 part 3, 10.3 and 10.4): pictures, words, objects.
//!
//! In: start tags and ends. Out: pictures and text boxes of the facts, placeholders for what is not carried.
//! Never: the looks of a shape.

use super::story::{OdtFrame, OdtStoryReader};
use super::styles::{text, twips};
use crate::diagnostics::Refusal;
use crate::read::facts::types::{StoryBlock, WordObject, WordPicture};
use crate::read::transfer_encoding;
use crate::read::xml::{KnownNamespace, StartTag, XmlToken};

/// A frame and what it shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) description: Option<String>,
    /// Index of its picture.
    pub(super) picture: Option<u32>,
    /// It holds an object that is not carried.
    pub(super) object: Option<&'static str>,
    pub(super) text: bool,
    /// It is a straight line.
    pub(super) line: bool,
}

impl<'a> OdtStoryReader<'_, 'a> {
    pub(super) fn open_drawn(&mut self, element: &StartTag<'a>) -> Result<Option<OdtFrame>, Refusal> {
        let object = match element.local() {
            b"frame" | b"custom-shape" | b"rect" | b"ellipse" | b"polygon" | b"path" | b"line"
            | b"connector" | b"caption" | b"circle" | b"polyline" | b"regular-polygon" | b"measure" => {
                return self.begin_drawn(element).map(Some);
            }
            b"image" => {
                let address = text(self.xml, element, KnownNamespace::Xlink, b"href")?;
                self.picture(&address);
                return Ok(Some(OdtFrame::Through));
            }
            b"text-box" => return self.begin_inner(OdtFrame::TextBox).map(Some),
            b"object" | b"object-ole" => "object",
            b"control" => {
                self.facts.gathered.oddities.objects.push("form control".to_owned());
                self.push("", Some(WordObject::Placeholder))?;
                "form control"
            }
            _ => return Ok(Some(OdtFrame::Through)),
        };
        if let Some(drawn) = self.drawn() {
            drawn.object = Some(object);
        }
        self.xml.skip()?;
        Ok(None)
    }

    pub(super) fn begin_drawn(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let size = |name: &[u8]| {
            let value = text(self.xml, element, KnownNamespace::Svg, name)?;
            Ok::<_, Refusal>(twips(&value).and_then(|twips| u32::try_from(twips).ok()).unwrap_or(0) * 635)
        };
        let drawn = Drawn { width: size(b"width")?, height: size(b"height")?, ..Drawn::default() };
        if element.local() != b"frame" {
            // A shape: its words are those of a text box.
            self.begin_inner(OdtFrame::Through)?;
        }
        let is_frame = element.local() == b"frame";
        let line = matches!(element.local(), b"line" | b"connector" | b"measure");
        Ok(OdtFrame::Drawn(Drawn { text: !is_frame, line, ..drawn }))
    }

    /// The innermost open frame.
    pub(super) fn drawn(&mut self) -> Option<&mut Drawn> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            OdtFrame::Drawn(drawn) => Some(drawn),
            _ => None,
        })
    }

    /// A picture of the open frame; of several forms of one, the first is shown.
    pub(super) fn picture(&mut self, address: &str) {
        let next = u32::try_from(self.facts.gathered.pictures.len()).unwrap_or(u32::MAX);
        let Some(drawn) = self.drawn().filter(|drawn| drawn.picture.is_none()) else { return };
        drawn.picture = Some(next);
        let (width, height) = (drawn.width, drawn.height);
        let outside = address.contains("://") || address.starts_with("../");
        let part = Some(address.trim_start_matches("./").to_owned()).filter(|_| !outside);
        if outside {
            self.facts.external.push(address.to_owned());
        }
        self.facts.gathered.pictures.push(WordPicture { part, width, height, ..WordPicture::default() });
    }

    /// A picture's bytes in the XML.
    pub(super) fn binary(&mut self) -> Result<(), Refusal> {
        let depth = self.xml.depth();
        let mut encoded = Vec::new();
        loop {
            match self.xml.next()? {
                XmlToken::Text(text) => encoded.extend(text.bytes()),
                XmlToken::End if self.xml.depth() < depth => break,
                XmlToken::Eof => break,
                _ => {}
            }
        }
        let Some(at) = self.drawn().and_then(|drawn| drawn.picture) else { return Ok(()) };
        let name = format!("picture/{at}");
        if let Some(picture) = self.facts.gathered.pictures.get_mut(at as usize)
            && let Some(bytes) = transfer_encoding::base64(&encoded)
            && picture.part.as_deref().is_none_or(str::is_empty)
        {
            picture.part = Some(name.clone());
            self.binaries.push((name, bytes));
        }
        Ok(())
    }

    /// The title or description of the open frame.
    pub(super) fn describe(&mut self) -> Result<(), Refusal> {
        let value = self.content()?;
        if let Some(drawn) = self.drawn().filter(|_| !value.trim().is_empty()) {
            drawn.description = Some(value.trim().to_owned());
        }
        Ok(())
    }

    pub(super) fn end_drawn(&mut self, mut drawn: Drawn) -> Result<(), Refusal> {
        if drawn.text {
            let inner = self.end_inner();
            let blank = inner
                .blocks
                .iter()
                .all(|block| matches!(block, StoryBlock::Paragraph(p) if p.runs.is_empty()));
            if !blank {
                self.facts.gathered.oddities.text_boxes += 1;
                self.flow.anchor(inner);
            } else if drawn.line {
                self.facts.gathered.ledger.formats.rules += 1;
            } else {
                drawn.object = drawn.object.or(Some("drawing"));
            }
        }
        let object = match (drawn.picture, drawn.object) {
            (Some(at), _) => {
                if let Some(picture) = self.facts.gathered.pictures.get_mut(at as usize) {
                    picture.description = drawn.description;
                }
                WordObject::Picture(at)
            }
            (None, Some(what)) => {
                self.facts.gathered.oddities.objects.push(what.to_owned());
                WordObject::Placeholder
            }
            (None, None) => return Ok(()),
        };
        self.push("", Some(object))
    }
}
