//! The settings of the user's template, as far as they bear on how a document looks.

use crate::diagnostics::Refusal;
use crate::write::docx::element::XmlElement;

/// Settings that a document may take over, in the order of the schema (annex A.1, CT_Settings).
/// What is not here is about one file (protection, the merge of letters, the template's path,
/// variables) or points at a part that is not kept.
const LOOKS: &[&str] = &[
    "w:zoom",
    "w:embedTrueTypeFonts",
    "w:embedSystemFonts",
    "w:saveSubsetFonts",
    "w:mirrorMargins",
    "w:alignBordersAndEdges",
    "w:bordersDoNotSurroundHeader",
    "w:bordersDoNotSurroundFooter",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:autoHyphenation",
    "w:consecutiveHyphenLimit",
    "w:hyphenationZone",
    "w:doNotHyphenateCaps",
    "w:evenAndOddHeaders",
    "w:drawingGridHorizontalSpacing",
    "w:drawingGridVerticalSpacing",
    "w:displayHorizontalDrawingGridEvery",
    "w:displayVerticalDrawingGridEvery",
    "w:characterSpacingControl",
    "w:noLineBreaksAfter",
    "w:noLineBreaksBefore",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:decimalSymbol",
    "w:listSeparator",
];

/// Settings of ours that stand whatever the template says: the separators are ours, and so is the
/// language.
const OURS: &[&str] = &["w:footnotePr", "w:endnotePr", "w:themeFontLang"];

/// Their settings over ours.
pub(super) fn fit(theirs: &XmlElement, ours: &XmlElement) -> Result<String, Refusal> {
    let mut root = ours.clone();
    root.children.clear();
    for name in LOOKS {
        let own = ours.child(name);
        let chosen = match OURS.contains(name) {
            true => own.cloned(),
            false => theirs.child(name).map(plain).or_else(|| own.cloned()),
        };
        root.children.extend(chosen);
    }
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{}", root.to_xml()?))
}

/// An element with what is of Word's own namespace: attributes of extensions would need their
/// declarations, and say nothing of looks.
pub(super) fn plain(element: &XmlElement) -> XmlElement {
    let is_word = |name: &str| name.starts_with("w:");
    XmlElement {
        name: element.name.clone(),
        attributes: element.attributes.iter().filter(|(name, _)| is_word(name)).cloned().collect(),
        children: element.children.iter().filter(|child| is_word(&child.name)).map(plain).collect(),
    }
}
