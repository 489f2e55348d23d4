//! The constant parts of the package, built by docx-rs from the template's data.
//!
//! In: a template and a language. Out: styles, settings and section as XML in the order of the
//! schema. docx-rs is called once a run, so its process-wide counters and its memory of whole
//! documents do no harm; what it has no call for (languages, properties switched off again,
//! `w:default`) is added here, and nothing of a document's own words passes through it.

use std::collections::BTreeMap;

use docx_rs as dx;

use super::element::XmlElement;
use super::styles::{character_style, paragraph_style};
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::template::{LanguageEdition, PageSetup, Style, StyleSheet, Template};

/// Styles that a reference to a note or a comment needs: id, Word's name.
pub(super) const REFERENCE_STYLES: &[(&str, &str)] = &[
    ("FootnoteReference", "footnote reference"),
    ("EndnoteReference", "endnote reference"),
    ("CommentReference", "annotation reference"),
];

/// Compatibility settings that Word sets in Chinese documents only.
const EAST_ASIAN_COMPATIBILITY: &[&str] = &[
    "w:spaceForUL",
    "w:balanceSingleByteDoubleByteWidth",
    "w:doNotLeaveBackslashAlone",
    "w:ulTrailSpace",
    "w:useFELayout",
];

/// The constant parts as XML.
pub(super) struct Base {
    /// `word/styles.xml`.
    pub styles: String,
    /// `word/settings.xml`.
    pub settings: String,
    /// `word/fontTable.xml`.
    pub fonts: String,
    /// `word/theme/theme1.xml`.
    pub theme: String,
    /// Content of the body's `w:sectPr` after its references to headers and footers.
    pub section: String,
}

impl Base {
    /// Builds the parts.
    pub(super) fn build(
        edition: &LanguageEdition,
        template: &Template,
        language: Language,
    ) -> Result<Self, Refusal> {
        let built = docx(edition, &template.page, language).build();
        Ok(Self {
            styles: styles(&built.styles, &edition.styles, language)?,
            settings: settings(&built.settings, language, template.marks_give_way)?,
            fonts: fonts(&built.font_table, &edition.styles)?,
            theme: theme(edition.styles.get("Normal")),
            section: section(&built.document, language)?,
        })
    }
}

fn docx(edition: &LanguageEdition, page: &PageSetup, language: Language) -> dx::Docx {
    let unsigned = |twips: i32| u32::try_from(twips).unwrap_or(0);
    let mut document = dx::Docx::new()
        .page_size(unsigned(page.width), unsigned(page.height))
        .page_margin(
            dx::PageMargin::new()
                .top(page.top)
                .right(page.right)
                .bottom(page.bottom)
                .left(page.left)
                .header(page.header)
                .footer(page.footer)
                .gutter(0),
        )
        .title_pg()
        .default_tab_stop(720);
    if let Some(normal) = edition.styles.get("Normal") {
        document = document.default_fonts(super::styles::fonts(normal)).default_size(normal.size.into());
    }
    for (id, name) in REFERENCE_STYLES.iter().filter(|(id, _)| edition.styles.get(id).is_none()) {
        let plain = dx::Style::new(*id, dx::StyleType::Character).name(*name);
        document = document.add_style(superscript(plain, *id != "CommentReference"));
    }
    for style in edition.styles.iter() {
        let based_on = style.based_on.as_deref().and_then(|id| edition.styles.get(id));
        document = document.add_style(match reference_name(&style.id) {
            Some(name) => superscript(character_style(style, name), style.id != "CommentReference"),
            None => paragraph_style(style, based_on, language),
        });
    }
    document
}

fn superscript(mut style: dx::Style, raised: bool) -> dx::Style {
    if raised {
        style.run_property = style.run_property.vert_align(dx::VertAlignType::SuperScript);
    }
    style
}

fn reference_name(id: &str) -> Option<&'static str> {
    REFERENCE_STYLES.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}

fn styles(xml: &[u8], sheet: &StyleSheet, language: Language) -> Result<String, Refusal> {
    let mut root = XmlElement::parse(xml)?;
    keep_namespaces(&mut root, &["xmlns:w"]);
    root.edit_child("w:docDefaults", |defaults| {
        defaults.edit_child("w:rPrDefault", |default| {
            default.edit_child("w:rPr", |run| run.children.push(language_element(language)));
        });
    });
    // docx-rs writes a `Normal` of its own before ours; of two styles of one id ours stays.
    let mut has_normal = false;
    for element in root.children.iter_mut().rev().filter(|child| child.name == "w:style") {
        if element.attribute("w:styleId") == Some("Normal") && std::mem::replace(&mut has_normal, true) {
            element.name = String::new();
            continue;
        }
        let style = element.attribute("w:styleId").and_then(|id| sheet.get(id));
        finish_style(element, style, sheet, language);
    }
    root.children.retain(|child| !child.name.is_empty());
    root.bring_to_schema()?;
    part(&root)
}

/// Adds to a style what docx-rs cannot say.
fn finish_style(element: &mut XmlElement, style: Option<&Style>, sheet: &StyleSheet, language: Language) {
    if element.attribute("w:styleId") == Some("Normal") {
        element.set("w:default", "1");
        if language.is_right_to_left() {
            element.edit_child("w:pPr", |p| p.edit_child("w:bidi", |_| {}));
        }
    } else if !element.child("w:name").and_then(|n| n.attribute("w:val")).is_some_and(is_word_style) {
        element.set("w:customStyle", "1");
    }
    // docx-rs switches off bold and italic for Western text alone.
    element.edit_child("w:rPr", |run| {
        for (western, complex) in [("w:b", "w:bCs"), ("w:i", "w:iCs")] {
            if run.child(western).is_some_and(|toggle| toggle.attribute("w:val").is_some()) {
                run.edit_child(western, |toggle| toggle.set("w:val", "0"));
                run.edit_child(complex, |toggle| toggle.set("w:val", "0"));
            }
        }
    });
    let Some(style) = style else { return };
    spacing_of_scripts(element, style, style.based_on.as_deref().and_then(|id| sheet.get(id)));
    let Some(base) = style.based_on.as_deref().and_then(|id| sheet.get(id)) else { return };
    let mut switch_off = |inside: &str, name: &str, wanted: bool, inherited: bool| {
        if inherited && !wanted {
            let off = XmlElement::new(name, &[("w:val", "0")]);
            element.edit_child(inside, |properties| properties.children.push(off));
        }
    };
    switch_off("w:pPr", "w:keepNext", style.keep_next, base.keep_next);
    switch_off("w:pPr", "w:keepLines", style.keep_lines, base.keep_lines);
    switch_off("w:pPr", "w:pageBreakBefore", style.page_break_before, base.page_break_before);
    switch_off("w:rPr", "w:caps", style.caps, base.caps);
    if style.outline.is_none() && base.outline.is_some() {
        // Level 9 is body text (17.3.1.20).
        let body_text = XmlElement::new("w:outlineLvl", &[("w:val", "9")]);
        element.edit_child("w:pPr", |p| p.children.push(body_text));
    }
}

/// White between scripts and marks over the edge, where they differ from the base; Word's own default is both.
fn spacing_of_scripts(element: &mut XmlElement, style: &Style, base: Option<&Style>) {
    let mut say = |names: &[&str], own: bool, inherited: bool| {
        if own != inherited {
            let value = if own { "1" } else { "0" };
            let said = names.iter().map(|name| XmlElement::new(name, &[("w:val", value)]));
            element.edit_child("w:pPr", |properties| properties.children.extend(said));
        }
    };
    say(&["w:overflowPunct"], style.hanging_marks, base.is_none_or(|base| base.hanging_marks));
    say(&["w:autoSpaceDE", "w:autoSpaceDN"], style.script_gap, base.is_none_or(|base| base.script_gap));
}

/// Whether a name is one that Word knows; all others are custom styles (17.7.4.17).
fn is_word_style(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "normal"
            | "header"
            | "footer"
            | "footnote text"
            | "endnote text"
            | "annotation text"
            | "title"
            | "footnote reference"
            | "endnote reference"
            | "annotation reference"
            | "caption"
            | "hyperlink"
            | "list paragraph"
    ) || name.strip_prefix("heading ").is_some_and(|n| n.len() == 1)
        || name.strip_prefix("toc ").is_some_and(|n| n.len() == 1)
}

/// The document's languages for the three classes of script (17.3.2.20). A class that the
/// document's own language does not fill gets that of the Union's one language of that script.
fn language_element(language: Language) -> XmlElement {
    let latin = match language {
        Language::Arabic | Language::Chinese => Language::English,
        other => other,
    };
    XmlElement::new(
        "w:lang",
        &[
            ("w:val", latin.tag()),
            ("w:eastAsia", Language::Chinese.tag()),
            ("w:bidi", Language::Arabic.tag()),
        ],
    )
}

fn settings(xml: &[u8], language: Language, marks_give_way: bool) -> Result<String, Refusal> {
    let mut root = XmlElement::parse(xml)?;
    keep_namespaces(&mut root, &["xmlns:w"]);
    let chinese = language == Language::Chinese;
    root.edit_child("w:compat", |compat| {
        compat.children.retain(|child| chinese || !EAST_ASIAN_COMPATIBILITY.contains(&child.name.as_str()));
        if chinese {
            compat.children.push(XmlElement::new("w:adjustLineHeightInTable", &[]));
        }
    });
    let spacing = if chinese && marks_give_way { "compressPunctuation" } else { "doNotCompress" };
    root.children.push(XmlElement::new("w:characterSpacingControl", &[("w:val", spacing)]));
    for (properties, note) in [("w:footnotePr", "w:footnote"), ("w:endnotePr", "w:endnote")] {
        let mut element = XmlElement::new(properties, &[]);
        element.children = ["-1", "0"].iter().map(|id| XmlElement::new(note, &[("w:id", id)])).collect();
        root.children.push(element);
    }
    let mut fonts = language_element(language);
    fonts.name = "w:themeFontLang".to_owned();
    root.children.push(fonts);
    root.bring_to_schema()?;
    part(&root)
}

/// The fonts of the template, each with the next in its order of preference as the alternative.
fn fonts(xml: &[u8], sheet: &StyleSheet) -> Result<String, Refusal> {
    let mut root = XmlElement::parse(xml)?;
    keep_namespaces(&mut root, &["xmlns:w"]);
    let orders =
        sheet.iter().flat_map(|style| [&style.fonts.latin, &style.fonts.east_asian, &style.fonts.complex]);
    let named: BTreeMap<&str, Option<&str>> = orders
        .filter_map(|order| Some((order.first()?.as_str(), order.get(1).map(String::as_str))))
        .collect();
    root.children = named
        .into_iter()
        .map(|(name, alternative)| {
            let mut font = XmlElement::new("w:font", &[("w:name", name)]);
            font.children.extend(alternative.map(|other| XmlElement::new("w:altName", &[("w:val", other)])));
            font
        })
        .collect();
    part(&root)
}

/// A theme that changes nothing: styles name their fonts and colours themselves, but readers expect
/// the part to be there.
fn theme(normal: Option<&Style>) -> String {
    let first = |order: fn(&Style) -> &Vec<String>| {
        let name = normal.and_then(|style| order(style).first()).map_or("", String::as_str);
        quick_xml::escape::escape(name).into_owned()
    };
    include_str!("theme.xml")
        .replace("LATIN", &first(|style| &style.fonts.latin))
        .replace("EAST_ASIAN", &first(|style| &style.fonts.east_asian))
        .replace("COMPLEX", &first(|style| &style.fonts.complex))
}

fn section(xml: &[u8], language: Language) -> Result<String, Refusal> {
    let root = XmlElement::parse(xml)?;
    let section = root.child("w:body").and_then(|body| body.child("w:sectPr"));
    let mut section = section
        .cloned()
        .ok_or_else(|| Refusal::internal("the template's package has no section".to_owned()))?;
    section.children.retain(|c| !matches!(c.name.as_str(), "w:headerReference" | "w:footerReference"));
    if language.is_right_to_left() {
        section.children.push(XmlElement::new("w:bidi", &[]));
    }
    section.bring_to_schema()?;
    section.children.iter().map(XmlElement::to_xml).collect()
}

fn keep_namespaces(root: &mut XmlElement, kept: &[&str]) {
    root.attributes.retain(|(name, _)| kept.contains(&name.as_str()));
}

fn part(root: &XmlElement) -> Result<String, Refusal> {
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{}", root.to_xml()?))
}
