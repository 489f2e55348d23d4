//! Parts of the user's template that stand in our documents, each once, with what they bring.
//!
//! In: the name and kind of a part. Out: the part without what it may not hold, under a name of ours. Never: a part of
//! another kind than it is said to be, a picture that is not understood, a thing fetched; each is refused by name.

use super::clean::{self, HiddenStyles};
use super::opc::{self, Link, OpenedPackage};
use super::{AGAIN, KeptPart, missing, unfit};
use crate::diagnostics::Refusal;
use crate::graphics::{PixelBudget, cleaned};
use crate::write::xml::XmlWriter;

/// Kinds of parts that a kept part may bring with it.
const BROUGHT: &[&str] = &["image", "font"];

/// Endings of pictures' names.
const PICTURES: &[&str] =
    &["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "emz", "wmz", "svg", "webp"];

/// Kinds of parts whose use is taken out of a part, so that they stay behind: pictures as they were before Word
/// changed their looks.
const LEFT: &[&str] = &["hdphoto"];

/// The root of a kind of part, and the end of its media type (ECMA-376 part 1, 11.3, 14.2.7).
const ROOTS: &[(&str, &str, &str)] = &[
    ("styles", "w:styles", "styles+xml"),
    ("theme", "a:theme", "theme+xml"),
    ("fontTable", "w:fonts", "fontTable+xml"),
    ("numbering", "w:numbering", "numbering+xml"),
    ("header", "w:hdr", "header+xml"),
    ("footer", "w:ftr", "footer+xml"),
];

/// Takes over parts, each once.
pub(super) struct Keeper<'a> {
    opened: OpenedPackage<'a>,
    /// Names in the template and in our package.
    placed: Vec<(String, String)>,
    hidden: HiddenStyles,
    pixels: PixelBudget,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(opened: OpenedPackage<'a>, hidden: HiddenStyles) -> Self {
        Self { opened, placed: Vec::new(), hidden, pixels: PixelBudget::default() }
    }

    /// Keeps a part with what it brings; returns where it stands.
    pub(super) fn keep(
        &mut self,
        name: &str,
        kind: &str,
        place: Option<&str>,
        parts: &mut Vec<KeptPart>,
    ) -> Result<String, Refusal> {
        if let Some((_, place)) = self.placed.iter().find(|(known, _)| known == name) {
            return Ok(place.clone());
        }
        let place = place.map_or_else(|| self.free_place(name, kind), str::to_owned);
        self.placed.push((name.to_owned(), place.clone()));
        let mut bytes = self.opened.part(name)?.ok_or_else(|| missing(name))?;
        let mut media_type = self.opened.media_type(name)?;
        let root = ROOTS.iter().find(|(known, ..)| *known == kind);
        let is_fitting = match (root, kind) {
            (Some((_, _, end)), _) => media_type.ends_with(end),
            (None, "image") => media_type.starts_with("image/"),
            _ => media_type.to_ascii_lowercase().contains("font"),
        };
        if !is_fitting {
            return Err(unfit(&format!("{name} is said to be {media_type}, as a {kind}"), AGAIN));
        }
        let is_xml = root.is_some();
        if let Some((_, root, _)) = root {
            opc::check_xml(name, &bytes)?;
            bytes = clean::clean(name, &bytes, root, &self.hidden)?;
        } else if kind == "image" {
            let picture = cleaned(&bytes, &mut self.pixels);
            if !picture.understood {
                return Err(unfit(
                    &format!("{name} is damaged, or no picture that can be read"),
                    "insert it again as PNG or JPEG",
                ));
            }
            media_type = picture.media_type.map_or(media_type, str::to_owned);
            bytes = picture.bytes.into_owned();
        }
        let media_type = Some(media_type);
        parts.push(KeptPart { name: place.clone(), bytes, media_type });
        let links = if is_xml { self.opened.links(name)? } else { Vec::new() };
        if !links.is_empty() {
            let bytes = self.relationships(name, &place, &links, parts)?;
            let name = opc::relationships_of(&place);
            parts.push(KeptPart { name, bytes, media_type: None });
        }
        Ok(place)
    }

    fn free_place(&self, name: &str, kind: &str) -> String {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let is_plain =
            |e: &&str| !e.is_empty() && e.len() <= 8 && e.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_fitting = |e: &&str| kind != "image" || PICTURES.contains(&e.to_ascii_lowercase().as_str());
        let extension = extension.filter(is_plain).filter(is_fitting).unwrap_or("bin");
        format!("word/reference/{kind}{}.{extension}", self.placed.len() + 1)
    }

    /// The relationships of a kept part, their targets kept too.
    fn relationships(
        &mut self,
        name: &str,
        place: &str,
        links: &[Link],
        parts: &mut Vec<KeptPart>,
    ) -> Result<Vec<u8>, Refusal> {
        let mut xml = XmlWriter::new(512);
        xml.open("Relationships", &[("xmlns", opc::RELATIONSHIPS)]);
        for link in links {
            let (id, of_kind) = (("Id", link.id.as_str()), ("Type", link.address.as_str()));
            let kind = link.kind();
            if link.external {
                if kind != "hyperlink" {
                    return Err(unfit(
                        &format!("{name} shows something that lies elsewhere ({})", link.target),
                        "insert the picture into the file instead of linking to it",
                    ));
                }
                if !["http://", "https://", "mailto:"].iter().any(|web| link.target.starts_with(web)) {
                    return Err(unfit(
                        &format!("{name} links to {}, which is no address of the web", link.target),
                        "take the link away; its words stay",
                    ));
                }
                // The words of a link are kept, and its address is not.
                continue;
            }
            if LEFT.contains(&kind) {
                continue;
            }
            let Some(kind) = BROUGHT.iter().find(|known| **known == kind) else {
                return Err(unfit(
                    &format!("{name} holds a thing of the kind {kind:?}"),
                    "take it out, or paste it as a picture; pictures and fonts are kept",
                ));
            };
            let target = self.keep(&opc::resolve(name, &link.target), kind, None, parts)?;
            xml.empty("Relationship", &[id, of_kind, ("Target", &opc::seen_from(place, &target))]);
        }
        xml.close();
        xml.finish()
    }
}
