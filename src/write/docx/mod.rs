//! A composed document in, an official Word document out (ECMA-376, transitional).
//!
//! docx-rs builds the template's package once a run ([`base`]): its parts are brought to the schema
//! and kept compressed in [`TemplatePackage`]. Each document's body, with its marks, is streamed by quick-xml
//! ([`story`]) and put beside them ([`container`]). Never: an author, a date or a word that the
//! galley does not hold; the clock; a counter that outlives one document.

mod base;
mod container;
mod context;
mod element;
mod furniture;
mod marks;
mod notes;
mod picture;
mod properties;
mod reference;
mod runs;
mod schema;
mod section;
mod story;
mod styles;
mod table;

use std::collections::{BTreeMap, HashMap};

use self::base::Base;
use self::container::{Constant, PackagePart};
use self::context::DocxContext;
use self::properties::PartRelationship;
pub use self::reference::ReferenceDocument;
use self::reference::{Fitted, ReferencePage, StyleDefinition};
use self::section::Sections;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::galley::Galley;
use crate::language::Language;
use crate::template::{LanguageEdition, LineHeight, Style, Template};
use crate::text::Align;

/// What the runs of a paragraph need to know of its style.
#[derive(Debug, Clone, Copy, Default)]
struct StyleLook {
    bold: bool,
    italic: bool,
    caps: bool,
    centred: bool,
    /// Its lines may be lower than a picture in them.
    tight: bool,
}

impl StyleLook {
    fn of(style: &Style) -> Self {
        let Style { bold, italic, caps, .. } = *style;
        let tight = match style.line {
            LineHeight::Multiple(parts) => parts < 240,
            LineHeight::Exactly(_) => true,
            LineHeight::AtLeast(_) => false,
        };
        Self { bold, italic, caps, centred: style.align == Align::Centre, tight }
    }
}

/// A template's package in one language, ready for any number of documents on any thread.
#[derive(Debug, Clone)]
pub(crate) struct TemplatePackage {
    constant: Constant,
    language: Language,
    template: String,
    styles: HashMap<String, StyleLook>,
    /// What the user's own template has for our styles; empty without one.
    looks: BTreeMap<String, StyleDefinition>,
    /// Content of `w:sectPr` after the references to our headers and footers.
    page: ReferencePage,
    /// Width between the margins, twips: upright, and turned.
    text_width: [u32; 2],
    /// The sections that the body may have.
    sections: Sections,
    /// Relationships of the body to parts of the user's own template.
    kept: Vec<PartRelationship>,
    /// Those parts and their media types.
    kept_types: Vec<(String, String)>,
    /// Names of our styles that the user's own template lacks.
    added: Vec<String>,
    /// Chinese face for italics, where the template sets calls in one of their own.
    kai: Option<String>,
}

impl TemplatePackage {
    /// Builds the package of a template in a language.
    ///
    /// # Errors
    /// A [`Refusal`] where the template has no such language.
    pub(crate) fn new(template: &Template, language: Language) -> Result<Self, Refusal> {
        Self::build(template, language, None)
    }

    /// The package of a template in the user's own Word template, which gives styles, theme, fonts,
    /// numbering, page, headers and footers.
    ///
    /// # Errors
    /// A [`Refusal`] where the template has no such language, or the two cannot be joined.
    pub(crate) fn with_reference(
        template: &Template,
        language: Language,
        reference: &ReferenceDocument,
    ) -> Result<Self, Refusal> {
        Self::build(template, language, Some(reference))
    }

    fn build(
        template: &Template,
        language: Language,
        reference: Option<&ReferenceDocument>,
    ) -> Result<Self, Refusal> {
        let edition = template.editions.get(&language).ok_or_else(|| {
            Refusal::new(
                RefusalKind::Internal,
                message!(
                    "template {template} has no edition in {language}",
                    template = template.name,
                    language
                ),
                message!("choose another template or language"),
            )
        })?;
        let mut base = Base::build(edition, template, language)?;
        let (page, fitted) = match reference {
            Some(reference) => reference.fit(&mut base, language.is_right_to_left())?,
            None => (
                ReferencePage { section: std::mem::take(&mut base.section), ..ReferencePage::default() },
                Fitted::default(),
            ),
        };
        let kept = reference.map_or(&[][..], |reference| &reference.parts);
        let mut constant = BTreeMap::from([
            ("_rels/.rels", properties::package_relationships()?.into_bytes()),
            ("word/styles.xml", base.styles.into_bytes()),
            ("word/settings.xml", base.settings.into_bytes()),
            ("word/fontTable.xml", base.fonts.into_bytes()),
            ("word/theme/theme1.xml", base.theme.into_bytes()),
            ("word/footnotes.xml", notes::separators("w:footnotes", "w:footnote")?.into_bytes()),
            ("word/endnotes.xml", notes::separators("w:endnotes", "w:endnote")?.into_bytes()),
            ("docProps/app.xml", properties::application()?.into_bytes()),
        ]);
        constant.extend(kept.iter().map(|part| (part.name.as_str(), part.bytes.clone())));
        let types = kept.iter().filter_map(|part| Some((part.name.clone(), part.media_type.clone()?)));
        let size = template.page;
        let own_width = u32::try_from(size.width - size.left - size.right).unwrap_or(0);
        let upright = page.text_width.unwrap_or(own_width);
        let sections = Sections::new(&page.section)?;
        Ok(Self {
            constant: Constant::new(&constant)?,
            language,
            template: template.name.clone(),
            styles: edition.styles.iter().map(|style| (style.id.clone(), StyleLook::of(style))).collect(),
            looks: fitted.looks,
            text_width: [upright, sections.turned_width.unwrap_or(upright)],
            sections,
            page,
            kept: reference.map_or_else(Vec::new, |reference| reference.relationships.clone()),
            kept_types: types.collect(),
            added: fitted.added,
            kai: kai(edition, language),
        })
    }

    /// Writes a document.
    ///
    /// # Errors
    /// A [`Refusal`] where the galley points at a style, mark, note, comment or picture that is not
    /// there: a fault of ours, and never a reason to leave something out.
    pub(crate) fn write(&self, galley: &Galley) -> Result<Vec<u8>, Refusal> {
        let mut context = DocxContext::new(self, galley);
        let mut parts = Vec::with_capacity(8);
        let furniture = furniture::write(&context, &mut parts)?;
        let (document, links) = story::body(&mut context, &furniture)?;
        parts.push(PackagePart::new("word/document.xml", document));
        notes::write(&mut context, &mut parts)?;
        let comments = notes::write_comments(&mut context, &mut parts)?;

        let mut relationships = properties::fixed_relationships();
        relationships.extend(self.kept.iter().cloned());
        let own = furniture.iter().filter(|part| part.pages != furniture::EVEN);
        relationships.extend(own.map(|f| PartRelationship::part(f.id, f.kind, f.target)));
        relationships.extend(comments);
        relationships.extend(links.into_list());
        parts.push(PackagePart::new(
            "word/_rels/document.xml.rels",
            properties::relationships(&relationships)?,
        ));
        parts.push(PackagePart::new("docProps/core.xml", properties::core(galley, self.language)?));
        parts.extend(context.into_media());
        self.constant.pack(&properties::content_types(&parts, &self.kept_types)?, &parts)
    }

    /// Names of our styles that the user's own template lacks and that were added to its own.
    pub(crate) fn added(&self) -> &[String] {
        &self.added
    }

    /// The id that is written for one of our styles.
    fn written<'a>(&'a self, id: &'a str) -> &'a str {
        self.looks.get(id).map_or(id, |look| look.id.as_str())
    }

    /// What of numbering and direction a paragraph must say beside its style.
    fn look(&self, id: &str) -> (bool, Option<bool>) {
        let look = self.looks.get(if id.is_empty() { "Normal" } else { id });
        look.map_or((false, None), |look| (look.numbered, look.right_to_left))
    }

    /// The look of a style; an empty id is `Normal`.
    fn style(&self, id: &str) -> Result<StyleLook, Refusal> {
        if id.is_empty() {
            return Ok(self.styles.get("Normal").copied().unwrap_or_default());
        }
        self.styles.get(id).copied().ok_or_else(|| {
            Refusal::new(
                RefusalKind::Internal,
                message!("template {template} has no style {id}", template = self.template, id),
                message!("add the style to the template's data"),
            )
        })
    }

    /// The first of the given styles that the template has; else none, which is `Normal`.
    fn style_of(&self, ids: &[&'static str]) -> &'static str {
        ids.iter().find(|id| self.styles.contains_key(**id)).copied().unwrap_or("")
    }
}

/// Chinese has no italics: where the calls of a template have a face of their own (Kai), italic
/// Chinese runs get it too.
fn kai(edition: &LanguageEdition, language: Language) -> Option<String> {
    let face = |id| edition.styles.get(id).and_then(|style| style.fonts.east_asian.first());
    let call = face("Call").filter(|call| Some(*call) != face("Normal"));
    call.filter(|_| language == Language::Chinese).cloned()
}
