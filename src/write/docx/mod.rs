//! A composed document in, an official Word document out (ECMA-376, transitional).
//!
//! docx-rs builds the template's package once a run ([`base`]): its parts are brought to the schema
//! and kept compressed in [`Package`]. Each document's body, with its marks, is streamed by quick-xml
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
mod runs;
mod schema;
mod story;
mod styles;
mod table;
mod xml;

use std::collections::HashMap;

use self::base::Base;
use self::container::{Constant, Part};
use self::context::Context;
use self::properties::Relationship;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::galley::Galley;
use crate::language::Language;
use crate::template::{LanguageEdition, Style, Template};
use crate::text::Align;

/// What the runs of a paragraph need to know of its style.
#[derive(Debug, Clone, Copy, Default)]
struct StyleLook {
    bold: bool,
    italic: bool,
    caps: bool,
    centred: bool,
}

impl StyleLook {
    fn of(style: &Style) -> Self {
        let Style { bold, italic, caps, .. } = *style;
        Self { bold, italic, caps, centred: style.align == Align::Centre }
    }
}

/// A template's package in one language, ready for any number of documents on any thread.
#[derive(Debug, Clone)]
pub struct Package {
    constant: Constant,
    language: Language,
    template: String,
    styles: HashMap<String, StyleLook>,
    /// Content of `w:sectPr` after the references to headers and footers.
    section: String,
    /// Width between the margins, twips.
    text_width: u32,
    /// Chinese face for italics, where the template sets calls in one of their own.
    kai: Option<String>,
}

impl Package {
    /// Builds the package of a template in a language.
    ///
    /// # Errors
    /// A [`Refusal`] where the template has no such language.
    pub fn new(template: &Template, language: Language) -> Result<Self, Refusal> {
        let edition = template.editions.get(&language).ok_or_else(|| {
            Refusal::new(
                RefusalKind::Internal,
                format!("template {} has no edition in {language}", template.name),
                "choose another template or language",
            )
        })?;
        let base = Base::build(edition, &template.page, language)?;
        let page = template.page;
        Ok(Self {
            constant: Constant::new(&[
                ("_rels/.rels", properties::package_relationships()?),
                ("word/styles.xml", base.styles),
                ("word/settings.xml", base.settings),
                ("word/fontTable.xml", base.fonts),
                ("word/theme/theme1.xml", base.theme),
                ("word/footnotes.xml", notes::separators("w:footnotes", "w:footnote")?),
                ("word/endnotes.xml", notes::separators("w:endnotes", "w:endnote")?),
                ("docProps/app.xml", properties::application()?),
            ])?,
            language,
            template: template.name.clone(),
            styles: edition.styles.iter().map(|style| (style.id.clone(), StyleLook::of(style))).collect(),
            section: base.section,
            text_width: u32::try_from(page.width - page.left - page.right).unwrap_or(0),
            kai: kai(edition, language),
        })
    }

    /// Writes a document.
    ///
    /// # Errors
    /// A [`Refusal`] where the galley points at a style, mark, note, comment or picture that is not
    /// there: a fault of ours, and never a reason to leave something out.
    pub fn write(&self, galley: &Galley) -> Result<Vec<u8>, Refusal> {
        let mut context = Context::new(self, galley);
        let mut parts = Vec::with_capacity(8);
        let furniture = furniture::write(&context, &mut parts)?;
        let (document, links) = story::body(&mut context, &furniture)?;
        parts.push(Part::new("word/document.xml", document));
        notes::write(&mut context, &mut parts)?;
        let comments = notes::write_comments(&mut context, &mut parts)?;

        let mut relationships = properties::fixed_relationships();
        relationships.extend(furniture.iter().map(|f| Relationship::part(f.id, f.kind, f.target)));
        relationships.extend(comments);
        relationships.extend(links.into_list());
        parts.push(Part::new("word/_rels/document.xml.rels", properties::relationships(&relationships)?));
        parts.push(Part::new("docProps/core.xml", properties::core(galley, self.language)?));
        parts.extend(context.into_media());
        self.constant.pack(&properties::content_types(&parts)?, &parts)
    }

    /// The look of a style; an empty id is `Normal`.
    fn style(&self, id: &str) -> Result<StyleLook, Refusal> {
        if id.is_empty() {
            return Ok(self.styles.get("Normal").copied().unwrap_or_default());
        }
        self.styles.get(id).copied().ok_or_else(|| {
            Refusal::new(
                RefusalKind::Internal,
                format!("template {} has no style {id}", self.template),
                "add the style to the template's data",
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

/// A refusal for what can only be a fault of this program.
fn fault(found: String) -> Refusal {
    Refusal::new(RefusalKind::Internal, found, "report this as a fault of itudoc, with the input if you can")
}
