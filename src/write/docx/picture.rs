//! Pictures in the line (ECMA-376 part 1, 20.4.2.8).

use super::context::DocxContext;
use super::story::DocxStory;
use crate::diagnostics::Refusal;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// Where the SVG stands beside the picture that is shown without it ([MS-ODRAWXML] 2.26.1.1).
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";
const SVG_BLIP: &str = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// How pictures of a media type are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct PictureFormat {
    /// Extension of the part's name.
    pub extension: &'static str,
    /// Compressed by its own format: to deflate it again gains nothing.
    pub compressed: bool,
}

const FORMATS: &[(&str, &str, bool)] = &[
    ("image/png", "png", true),
    ("image/jpeg", "jpeg", true),
    ("image/gif", "gif", true),
    ("image/bmp", "bmp", false),
    ("image/tiff", "tiff", false),
    ("image/x-emf", "emf", false),
    ("image/x-wmf", "wmf", false),
    ("image/x-emz", "emz", true),
    ("image/jp2", "jp2", true),
    ("image/svg+xml", "svg", false),
    ("image/webp", "webp", true),
];

/// The format of a media type; one that Word does not show is kept all the same.
pub(super) fn format_of(media_type: &str) -> PictureFormat {
    let known = FORMATS.iter().find(|(known, ..)| *known == media_type);
    known.map_or(PictureFormat { extension: "bin", compressed: false }, |(_, extension, compressed)| {
        PictureFormat { extension, compressed: *compressed }
    })
}

/// English metric units to the twip.
const EMU: u64 = 635;

/// A picture's size, scaled down to the width that there is, twips, where it is wider: a cell cuts
/// what does not fit, and a page lets it run over the edge.
fn fitted(width: u32, height: u32, room: u32) -> (u64, u64) {
    let (width, height, room) = (u64::from(width), u64::from(height), u64::from(room) * EMU);
    if width <= room || room == 0 {
        return (width, height);
    }
    (room, (height * room / width).max(1))
}

/// Writes a run with the picture.
pub(super) fn write(context: &mut DocxContext<'_>, story: &mut DocxStory, index: u32) -> Result<(), Refusal> {
    let target = context.media(index)?;
    let own = story.links.image(&target);
    let fallback = context.fallback(index).map(|target| story.links.image(&target));
    let id = context.id();
    let Some(picture) = usize::try_from(index).ok().and_then(|at| context.galley.pictures.get(at)) else {
        return Ok(());
    };
    let (width, height) = fitted(picture.width, picture.height, context.room);
    let (width, height) = (width.to_string(), height.to_string());
    let name = format!("Picture {id}");
    let description = picture.description.as_deref().unwrap_or("");
    let xml = &mut story.xml;
    xml.open("w:r", &[]);
    xml.open("w:drawing", &[]);
    xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
    xml.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
    xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", description)]);
    xml.open("a:graphic", &[("xmlns:a", DRAWING)]);
    xml.open("a:graphicData", &[("uri", PICTURE)]);
    xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
    xml.open("pic:nvPicPr", &[]);
    xml.empty("pic:cNvPr", &[("id", &id), ("name", &name)]);
    xml.empty("pic:cNvPicPr", &[]);
    xml.close();
    xml.open("pic:blipFill", &[]);
    match fallback {
        None => xml.empty("a:blip", &[("r:embed", &own)]),
        Some(fallback) => {
            xml.open("a:blip", &[("r:embed", &fallback)]);
            xml.open("a:extLst", &[]);
            xml.open("a:ext", &[("uri", SVG_EXTENSION)]);
            xml.empty("asvg:svgBlip", &[("xmlns:asvg", SVG_BLIP), ("r:embed", &own)]);
            (0..3).for_each(|_| xml.close());
        }
    }
    if picture.view.is_cropped() {
        let [left, top, right, bottom] = picture.view.crop.map(|share| share.to_string());
        xml.empty("a:srcRect", &[("l", &left), ("t", &top), ("r", &right), ("b", &bottom)]);
    }
    xml.open("a:stretch", &[]);
    xml.empty("a:fillRect", &[]);
    (0..2).for_each(|_| xml.close());
    xml.open("pic:spPr", &[]);
    let rotation = picture.view.rotation.to_string();
    let turned = [
        ("rot", rotation.as_str(), picture.view.rotation != 0),
        ("flipH", "1", picture.view.flip_horizontal),
        ("flipV", "1", picture.view.flip_vertical),
    ];
    let turned: Vec<(&str, &str)> =
        turned.iter().filter(|(.., is_set)| *is_set).map(|(name, value, _)| (*name, *value)).collect();
    xml.open("a:xfrm", &turned);
    xml.empty("a:off", &[("x", "0"), ("y", "0")]);
    xml.empty("a:ext", &[("cx", &width), ("cy", &height)]);
    xml.close();
    xml.open("a:prstGeom", &[("prst", "rect")]);
    xml.empty("a:avLst", &[]);
    (0..8).for_each(|_| xml.close());
    Ok(())
}
