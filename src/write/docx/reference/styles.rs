//! Which style of the user's template stands for each of ours.
//!
//! In: their styles and ours. Out: theirs with those of ours that they lack, and one table from our
//! ids to the ids that are written. A style is found by its id, then by its name: localised
//! templates have ids of their own (`berschrift1`) under Word's English names (17.7.4.9).

use std::collections::{BTreeMap, BTreeSet};

use super::clean::HiddenStyles;
use super::is_on;
use crate::diagnostics::Refusal;
use crate::limits;
use crate::write::docx::element::XmlElement;

/// Their styles, fitted to ours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fitted {
    /// `word/styles.xml`.
    pub xml: String,
    /// Our ids and what stands for them.
    pub looks: BTreeMap<String, StyleDefinition>,
    /// Names of ours that were added, in the order of our template.
    pub added: Vec<String>,
}

/// What stands for a style of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StyleDefinition {
    /// The id that is written.
    pub id: String,
    /// It numbers its paragraphs; ours bring their labels as text, so it must not.
    pub numbered: bool,
    /// The direction that must be written, where the style has the other one.
    pub right_to_left: Option<bool>,
}

/// Fits our styles into theirs.
pub(super) fn fit(theirs: &XmlElement, ours: &XmlElement, right_to_left: bool) -> Result<Fitted, Refusal> {
    let mut root = theirs.clone();
    let mut taken: BTreeSet<String> = styles(theirs).map(|style| id(style).to_owned()).collect();
    let mut names: BTreeSet<String> = styles(theirs).flat_map(names_of).collect();
    let mut ids = BTreeMap::new();
    let mut lacking = Vec::new();
    for style in styles(ours) {
        let found = counterpart(theirs, style).map(|found| id(found).to_owned());
        let stands = found.unwrap_or_else(|| {
            lacking.push(style);
            free(id(style), &taken)
        });
        taken.insert(stands.clone());
        ids.insert(id(style).to_owned(), stands);
    }
    let mut added = Vec::new();
    for style in lacking {
        let name = free(name(style), &names);
        names.insert(name.to_lowercase());
        root.children.push(renamed(as_running_text(style, ours), &name, &ids));
        added.push(name);
    }
    settle_defaults(&mut root, ours, &ids);
    let index: BTreeMap<&str, &XmlElement> = styles(&root).map(|style| (id(style), style)).collect();
    let looks = ids.into_iter().map(|(own, stands)| {
        let look = look(&index, &root, stands, right_to_left);
        (own, look)
    });
    let looks = looks.collect();
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{}", root.to_xml()?);
    Ok(Fitted { xml, looks, added })
}

fn styles(root: &XmlElement) -> impl Iterator<Item = &XmlElement> {
    root.children.iter().filter(|child| child.name == "w:style")
}

fn id(style: &XmlElement) -> &str {
    style.attribute("w:styleId").unwrap_or_default()
}

fn name(style: &XmlElement) -> &str {
    style.child("w:name").and_then(|name| name.attribute("w:val")).unwrap_or_default()
}

fn kind(style: &XmlElement) -> &str {
    style.attribute("w:type").unwrap_or("paragraph")
}

fn is_default(style: &XmlElement) -> bool {
    matches!(style.attribute("w:default"), Some("1" | "true" | "on"))
}

/// Its name and its other names, lower case: Word takes `Heading 1` and `heading 1` for one.
fn names_of(style: &XmlElement) -> Vec<String> {
    let aliases = style.child("w:aliases").and_then(|aliases| aliases.attribute("w:val")).unwrap_or_default();
    let all = name(style).split(',').chain(aliases.split(','));
    all.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
}

/// Their style for one of ours: the default for `Normal`, else by id, else by name.
fn counterpart<'a>(theirs: &'a XmlElement, style: &XmlElement) -> Option<&'a XmlElement> {
    let of_kind = || styles(theirs).filter(|found| kind(found) == kind(style) && !id(found).is_empty());
    let wanted = names_of(style);
    let default = of_kind().find(|found| is_default(style) && is_default(found));
    default
        .or_else(|| of_kind().find(|found| id(found) == id(style)))
        .or_else(|| of_kind().find(|found| names_of(found).iter().any(|name| wanted.contains(name))))
}

/// The word, or with the first number that makes it free.
fn free(word: &str, taken: &BTreeSet<String>) -> String {
    let is_free = |word: &String| !taken.contains(word) && !taken.contains(&word.to_lowercase());
    let numbered = (2..).map(|n: u32| format!("{word}{n}"));
    std::iter::once(word.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// A style of ours without the faces and the size that are those of our running text: where ours
/// does not stand out from the text, it does not stand out from theirs.
fn as_running_text(style: &XmlElement, ours: &XmlElement) -> XmlElement {
    let mut style = style.clone();
    let normal = styles(ours).find(|style| is_default(style)).and_then(|normal| normal.child("w:rPr"));
    let is_based = style.child("w:basedOn").is_some();
    if let Some(run) = style.children.iter_mut().find(|child| child.name == "w:rPr" && is_based) {
        let is_common =
            |child: &XmlElement| normal.and_then(|normal| normal.child(&child.name)) == Some(child);
        let gives_way = |child: &XmlElement| matches!(child.name.as_str(), "w:rFonts" | "w:sz" | "w:szCs");
        run.children.retain(|child| !(gives_way(child) && is_common(child)));
    }
    style.children.retain(|child| child.name != "w:rPr" || !child.children.is_empty());
    style
}

/// A style of ours under the ids that are written.
fn renamed(mut style: XmlElement, name: &str, ids: &BTreeMap<String, String>) -> XmlElement {
    let own = ids.get(id(&style)).cloned().unwrap_or_default();
    style.set("w:styleId", &own);
    for child in &mut style.children {
        match child.name.as_str() {
            "w:name" => child.set("w:val", name),
            "w:basedOn" | "w:next" | "w:link" => {
                if let Some(stands) = child.attribute("w:val").and_then(|id| ids.get(id)).cloned() {
                    child.set("w:val", &stands);
                }
            }
            _ => {}
        }
    }
    style
}

/// The language of the document is ours, and some style is the default.
fn settle_defaults(root: &mut XmlElement, ours: &XmlElement, ids: &BTreeMap<String, String>) {
    let language = |root: &XmlElement| {
        root.child("w:docDefaults")?.child("w:rPrDefault")?.child("w:rPr")?.child("w:lang").cloned()
    };
    let language = language(ours);
    if root.child("w:docDefaults").is_none() {
        root.children.insert(0, XmlElement::new("w:docDefaults", &[]));
    }
    root.edit_child("w:docDefaults", |defaults| {
        if defaults.child("w:rPrDefault").is_none() {
            defaults.children.insert(0, XmlElement::new("w:rPrDefault", &[]));
        }
        defaults.edit_child("w:rPrDefault", |default| {
            default.edit_child("w:rPr", |run| set_language(run, language.clone()));
        });
    });
    let has_default = styles(root).any(|style| kind(style) == "paragraph" && is_default(style));
    let normal = ids.get("Normal").cloned().unwrap_or_default();
    for style in
        root.children.iter_mut().filter(|child| child.name == "w:style" && kind(child) == "paragraph")
    {
        if !has_default && id(style) == normal {
            style.set("w:default", "1");
        }
        if is_default(style)
            && let Some(run) = style.children.iter_mut().find(|child| child.name == "w:rPr")
        {
            run.children.retain(|child| child.name != "w:lang");
        }
    }
}

/// Puts the language in its place: only four elements may follow it (annex A.1, EG_RPrBase).
fn set_language(run: &mut XmlElement, language: Option<XmlElement>) {
    const AFTER: [&str; 3] = ["w:eastAsianLayout", "w:specVanish", "w:oMath"];
    run.children.retain(|child| child.name != "w:lang");
    let is_after = |child: &XmlElement| AFTER.contains(&child.name.as_str()) || !child.name.starts_with("w:");
    let at = run.children.iter().position(is_after).unwrap_or(run.children.len());
    if let Some(language) = language {
        run.children.insert(at, language);
    }
}

/// The styles that hide what has them, by themselves or by what they are based on (17.3.2.41).
pub(super) fn hiding(root: &XmlElement) -> HiddenStyles {
    let index: BTreeMap<&str, &XmlElement> = styles(root).map(|style| (id(style), style)).collect();
    let hides = |style: &&XmlElement| {
        let chain =
            std::iter::successors(Some(*style), |style| based_on(&index, style)).take(limits::STYLE_CHAIN);
        let said = chain.filter_map(|style| style.child("w:rPr")?.child("w:vanish"));
        said.take(1).any(is_on)
    };
    HiddenStyles(styles(root).filter(hides).map(|style| id(style).to_owned()).collect())
}

fn based_on<'a>(index: &BTreeMap<&str, &'a XmlElement>, style: &XmlElement) -> Option<&'a XmlElement> {
    let base = style.child("w:basedOn").and_then(|base| base.attribute("w:val"));
    base.and_then(|base| index.get(base).copied())
}

/// What a style says of numbering and direction, itself or through what it is based on.
fn look(
    index: &BTreeMap<&str, &XmlElement>,
    root: &XmlElement,
    stands: String,
    right_to_left: bool,
) -> StyleDefinition {
    let chain = || {
        let first = index.get(stands.as_str()).copied();
        std::iter::successors(first, |style| based_on(index, style)).take(limits::STYLE_CHAIN)
    };
    let said = |property: &str| chain().find_map(|style| style.child("w:pPr")?.child(property));
    let default = || root.child("w:docDefaults")?.child("w:pPrDefault")?.child("w:pPr")?.child("w:bidi");
    let numbers =
        |numbering: &XmlElement| numbering.child("w:numId").and_then(|id| id.attribute("w:val")) != Some("0");
    let numbered = said("w:numPr").is_some_and(numbers);
    let is_paragraph = index.get(stands.as_str()).is_some_and(|style| kind(style) == "paragraph");
    let turned = said("w:bidi").or_else(default).is_some_and(is_on);
    let right_to_left = (is_paragraph && turned != right_to_left).then_some(right_to_left);
    StyleDefinition { id: stands, numbered, right_to_left }
}
