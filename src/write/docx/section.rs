//! Sections of the body: the page upright, and turned on its side (ECMA-376 part 1, 17.6).
//!
//! In: the section of the template's package. Out: the content of each `w:sectPr` that a document may
//! need. A later section has the headers and footers of the one before it and no first page of its own.

use super::element::XmlElement;
use crate::diagnostics::Refusal;

/// The sections of a package.
#[derive(Debug, Clone, Default)]
pub(super) struct Sections {
    /// Content of the first section, upright and turned.
    first: [String; 2],
    /// Content of a later one.
    later: [String; 2],
    /// Width between the margins of a turned page, twips.
    pub turned_width: Option<u32>,
}

impl Sections {
    /// The sections of a package whose own has some content.
    ///
    /// # Errors
    /// The content is no XML: a fault of ours.
    pub(super) fn new(content: &str) -> Result<Self, Refusal> {
        let upright = XmlElement::parse(format!("<w:sectPr>{content}</w:sectPr>").as_bytes())?;
        let turned = turned(&upright);
        let turned_width = text_width(&turned);
        let xml =
            |section: &XmlElement| section.children.iter().map(XmlElement::to_xml).collect::<Result<_, _>>();
        let first = [content.to_owned(), xml(&turned)?];
        let later = [xml(&later(upright))?, xml(&later(turned))?];
        Ok(Self { first, later, turned_width })
    }

    /// Content of a section.
    pub(super) fn content(&self, first: bool, turned: bool) -> &str {
        let [upright, sideways] = if first { &self.first } else { &self.later };
        if turned { sideways } else { upright }
    }
}

/// The section turned: paper and margins turn together, as Word has them.
fn turned(upright: &XmlElement) -> XmlElement {
    let mut section = upright.clone();
    let exchange = |element: &mut XmlElement, pairs: &[(&str, &str)]| {
        let old = element.clone();
        for (to, from) in pairs {
            if let Some(value) = old.attribute(from) {
                element.set(to, value);
            }
        }
    };
    section.edit_child("w:pgSz", |size| {
        exchange(size, &[("w:w", "w:h"), ("w:h", "w:w")]);
        size.set("w:orient", "landscape");
    });
    section.edit_child("w:pgMar", |margins| {
        exchange(
            margins,
            &[("w:left", "w:top"), ("w:top", "w:right"), ("w:right", "w:bottom"), ("w:bottom", "w:left")],
        );
    });
    section
}

fn later(mut section: XmlElement) -> XmlElement {
    section.children.retain(|child| {
        !matches!(child.name.as_str(), "w:titlePg" | "w:headerReference" | "w:footerReference")
    });
    section
}

/// Width between the margins, twips; `None` where the section does not say.
pub(super) fn text_width(section: &XmlElement) -> Option<u32> {
    let twips = |child: &str, name: &str| section.child(child)?.attribute(name)?.parse::<u32>().ok();
    let gutter = twips("w:pgMar", "w:gutter").unwrap_or(0);
    let margins =
        twips("w:pgMar", "w:left")?.checked_add(twips("w:pgMar", "w:right")?)?.checked_add(gutter)?;
    twips("w:pgSz", "w:w")?.checked_sub(margins).filter(|width| *width > 0)
}
