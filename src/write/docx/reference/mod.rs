//! The user's own Word template: what of it stands in our documents.
//!
//! In: the bytes of a `.docx` or `.dotx`. Out: a [`ReferenceDocument`]: its styles, settings and page, and
//! what shows of its theme, fonts, numbering, headers and footers, with their pictures. Its own text
//! is not used. Never: a macro, a control, a part of unknown kind, a DOCTYPE, a field that reaches
//! elsewhere, a thing fetched; each is refused by name, for a header without it would be broken.

mod clean;
mod keeper;
mod opc;
mod settings;
mod spaces;
mod styles;

use self::clean::HiddenStyles;
use self::keeper::Keeper;
use self::opc::{Link, OpenedPackage};
use super::base::Base;
use super::element::XmlElement;
use super::properties::PartRelationship;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::digest::Digest;

pub(super) use self::styles::{Fitted, StyleDefinition};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Kinds of parts that are kept besides headers and footers, and where they then stand. Theme and
/// fonts take the place of ours; the rest is numbered in a folder of its own, so that no name can
/// clash with one of ours.
const KEPT: &[(&str, Option<&str>)] = &[
    ("theme", Some("word/theme/theme1.xml")),
    ("fontTable", Some("word/fontTable.xml")),
    ("numbering", None),
];

/// Children of `w:sectPr` that are kept: all that is about the page (17.6.17).
const PAGE: &[&str] =
    &["w:pgSz", "w:pgMar", "w:pgBorders", "w:pgNumType", "w:cols", "w:vAlign", "w:titlePg", "w:docGrid"];

/// The user's own template, read and checked; for any number of packages.
#[derive(Debug, Clone)]
pub struct ReferenceDocument {
    styles: XmlElement,
    settings: Option<XmlElement>,
    /// The body's own `w:sectPr`.
    section: Option<XmlElement>,
    furniture: Vec<KeptFurniture>,
    /// Relationships of the body to kept parts that do not take the place of ours.
    pub(super) relationships: Vec<PartRelationship>,
    /// The kept parts and their relationship parts.
    pub(super) parts: Vec<KeptPart>,
    /// SHA-256 of the file, for manifests.
    pub digest: [u8; 32],
}

/// A part as it came.
#[derive(Debug, Clone)]
pub(super) struct KeptPart {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Media type; `None` for relationships, whose type follows from the name.
    pub media_type: Option<String>,
}

/// A header or footer that the section of the template refers to.
#[derive(Debug, Clone)]
struct KeptFurniture {
    reference: &'static str,
    pages: String,
    id: String,
}

/// The page of the template: what the section says, and whose headers and footers stand.
#[derive(Debug, Clone, Default)]
pub(super) struct ReferencePage {
    /// Content of `w:sectPr`.
    pub section: String,
    /// The template has headers of its own, which stand instead of ours.
    pub has_headers: bool,
    /// The template has footers of its own.
    pub has_footers: bool,
    /// Even pages have headers of their own.
    pub even_pages: bool,
    /// Width between the margins, twips; `None` where the template does not say.
    pub text_width: Option<u32>,
}

impl ReferenceDocument {
    /// Reads the user's template.
    ///
    /// # Errors
    /// A [`Refusal`] that names what may not stand in it, or the bound of `limits` it breaks.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut opened = OpenedPackage::open(bytes)?;
        let main = opened.main_part()?;
        let links = opened.links(&main)?;
        let of_kind = |kind: &str| links.iter().find(|link| link.kind() == kind && !link.external);
        let Some(styles) = of_kind("styles") else {
            return Err(unfit("it has no styles", "give a document saved by Word"));
        };
        let name = opc::resolve(&main, &styles.target);
        // As a tree first, which bounds it.
        opened.tree(&name, "w:styles")?;
        let part = opened.part(&name)?.ok_or_else(|| missing(&name))?;
        let styles = XmlElement::parse(&clean::clean(&name, &part, "w:styles", &HiddenStyles::default())?)?;
        let settings = match of_kind("settings") {
            Some(link) => Some(opened.tree(&opc::resolve(&main, &link.target), "w:settings")?),
            None => None,
        };
        let document = opened.tree(&main, "w:document")?;
        // The body's own section is the last child of `w:body` (17.6.17).
        let section = document.child("w:body").and_then(|body| body.children.last());
        let section = section.filter(|last| last.name == "w:sectPr").cloned();
        let mut reference = Self {
            styles,
            settings,
            section: None,
            furniture: Vec::new(),
            relationships: Vec::new(),
            parts: Vec::new(),
            digest: Digest::of(bytes).bytes(),
        };
        let mut keeper = Keeper::new(opened, styles::hiding(&reference.styles));
        for (kind, place) in KEPT {
            if let Some(link) = links.iter().find(|link| link.kind() == *kind && !link.external) {
                let target =
                    keeper.keep(&opc::resolve(&main, &link.target), kind, *place, &mut reference.parts)?;
                if place.is_none() {
                    reference.relationships.push(PartRelationship::part(
                        "rIdNumbering",
                        kind,
                        from_word(&target),
                    ));
                }
            }
        }
        if let Some(section) = &section {
            reference.keep_furniture(section, &links, &main, &mut keeper)?;
        }
        reference.section = section;
        Ok(reference)
    }

    fn keep_furniture(
        &mut self,
        section: &XmlElement,
        links: &[Link],
        main: &str,
        keeper: &mut Keeper<'_>,
    ) -> Result<(), Refusal> {
        for reference in &section.children {
            let (element, kind) = match reference.name.as_str() {
                "w:headerReference" => ("w:headerReference", "header"),
                "w:footerReference" => ("w:footerReference", "footer"),
                _ => continue,
            };
            let asked = reference.attribute("r:id").unwrap_or_default();
            let link = links.iter().find(|link| link.id == asked && link.kind() == kind && !link.external);
            let Some(link) = link else {
                return Err(unfit(
                    &format!("its {kind} {asked} is not there"),
                    "open it in Word and save it again",
                ));
            };
            let target = keeper.keep(&opc::resolve(main, &link.target), kind, None, &mut self.parts)?;
            let id = format!("rIdKept{}", self.furniture.len() + 1);
            self.relationships.push(PartRelationship::part(&id, kind, from_word(&target)));
            let pages = match reference.attribute("w:type") {
                Some(pages @ ("first" | "even")) => pages.to_owned(),
                _ => "default".to_owned(),
            };
            self.furniture.push(KeptFurniture { reference: element, pages, id });
        }
        Ok(())
    }

    /// Puts the styles and settings of the template over ours.
    pub(super) fn fit(
        &self,
        base: &mut Base,
        right_to_left: bool,
    ) -> Result<(ReferencePage, Fitted), Refusal> {
        let mut fitted =
            styles::fit(&self.styles, &XmlElement::parse(base.styles.as_bytes())?, right_to_left)?;
        base.styles = std::mem::take(&mut fitted.xml);
        if let Some(theirs) = &self.settings {
            base.settings = settings::fit(theirs, &XmlElement::parse(base.settings.as_bytes())?)?;
        }
        Ok((self.page(&base.section, right_to_left)?, fitted))
    }

    /// The page of the template; `ours` is the section where it has none.
    fn page(&self, ours: &str, right_to_left: bool) -> Result<ReferencePage, Refusal> {
        let has = |element: &str| self.furniture.iter().any(|kept| kept.reference == element);
        let (has_headers, has_footers) = (has("w:headerReference"), has("w:footerReference"));
        let even = self.settings.as_ref().and_then(|settings| settings.child("w:evenAndOddHeaders"));
        let mut page = ReferencePage {
            has_headers,
            has_footers,
            even_pages: even.is_some_and(is_on),
            ..ReferencePage::default()
        };
        let Some(theirs) = &self.section else {
            page.section = ours.to_owned();
            return Ok(page);
        };
        let own_first = theirs.child("w:titlePg").is_some_and(is_on);
        let first_of_ours = !(own_first || has_headers && has_footers);
        let mut references = String::new();
        for kept in &self.furniture {
            let mut refer = |pages: &str| {
                let attributes = [("w:type", pages), ("r:id", kept.id.as_str())];
                XmlElement::new(kept.reference, &attributes).to_xml().map(|xml| references.push_str(&xml))
            };
            // Ours tell the first page apart and the template does not: what it has for every page
            // then stands on the first too, and what Word did not show there stays away.
            match (first_of_ours, kept.pages.as_str()) {
                (true, "first") => {}
                (true, "default") => refer("default").and_then(|()| refer("first"))?,
                (_, pages) => refer(pages)?,
            }
        }
        let mut section = XmlElement::new("w:sectPr", &[]);
        let kept = theirs.children.iter().filter(|child| PAGE.contains(&child.name.as_str()));
        section.children = kept.map(settings::plain).collect();
        if first_of_ours {
            section.children.retain(|child| child.name != "w:titlePg");
            section.children.push(XmlElement::new("w:titlePg", &[]));
        }
        if right_to_left {
            section.children.push(XmlElement::new("w:bidi", &[]));
        }
        section.bring_to_schema()?;
        page.text_width = super::section::text_width(&section);
        let section: String = section.children.iter().map(XmlElement::to_xml).collect::<Result<_, _>>()?;
        page.section = references + &section;
        Ok(page)
    }
}

/// Whether an on/off element says on (17.17.4).
fn is_on(element: &XmlElement) -> bool {
    !matches!(element.attribute("w:val"), Some("0" | "false" | "off"))
}

/// What to do about a part that is not as it should be.
const AGAIN: &str = "open it in Word and save it again";

fn from_word(name: &str) -> &str {
    name.strip_prefix("word/").unwrap_or(name)
}

fn missing(name: &str) -> Refusal {
    unfit(&format!("{name} is not in it"), "open it in Word and save it again")
}

/// A refusal of the user's template.
fn unfit(found: &str, advice: &'static str) -> Refusal {
    Refusal::new(
        RefusalKind::Template,
        message!("the reference document cannot be used: {found}", found),
        Message::phrase(advice),
    )
}
