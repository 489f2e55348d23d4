//! What a package says of itself: content types, relationships, metadata (ECMA-376 part 2).

use super::container::PackagePart;
use crate::diagnostics::Refusal;
use crate::galley::Galley;
use crate::language::Language;
use crate::write::xml::XmlWriter;

/// Namespaces of every part that holds words.
pub(super) const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
];

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// Media types of parts by name; `word/` parts in Word's own family of types.
const PART_TYPES: &[(&str, &str)] = &[
    ("word/document.xml", "document.main+xml"),
    ("word/styles.xml", "styles+xml"),
    ("word/settings.xml", "settings+xml"),
    ("word/fontTable.xml", "fontTable+xml"),
    ("word/footnotes.xml", "footnotes+xml"),
    ("word/endnotes.xml", "endnotes+xml"),
    ("word/comments.xml", "comments+xml"),
    ("word/header1.xml", "header+xml"),
    ("word/footer1.xml", "footer+xml"),
];

/// Parts of the family that stand in every package.
const ALWAYS: &[&str] = &[
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "word/fontTable.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
];

/// A relationship of a part.
#[derive(Debug, Clone)]
pub(super) struct PartRelationship {
    id: String,
    /// Last word of the type's address.
    kind: &'static str,
    target: String,
    external: bool,
}

impl PartRelationship {
    /// To a part of the package.
    pub(super) fn part(id: &str, kind: &'static str, target: &str) -> Self {
        Self { id: id.to_owned(), kind, target: target.to_owned(), external: false }
    }
}

/// Relationships that the words of a part ask for, each target once.
#[derive(Debug, Default)]
pub(super) struct PartLinks {
    list: Vec<PartRelationship>,
}

impl PartLinks {
    /// Id of a link to the outside.
    pub(super) fn external(&mut self, target: &str) -> String {
        self.id("hyperlink", target, true)
    }

    /// Id of a picture.
    pub(super) fn image(&mut self, target: &str) -> String {
        self.id("image", target, false)
    }

    fn id(&mut self, kind: &'static str, target: &str, external: bool) -> String {
        if let Some(known) = self.list.iter().find(|link| link.target == target && link.kind == kind) {
            return known.id.clone();
        }
        let id = format!("rId{}", self.list.len() + 1);
        self.list.push(PartRelationship { id: id.clone(), kind, target: target.to_owned(), external });
        id
    }

    /// All of them, in the order of their ids.
    pub(super) fn into_list(self) -> Vec<PartRelationship> {
        self.list
    }
}

/// Relationships of the body to parts that stand in every package.
pub(super) fn fixed_relationships() -> Vec<PartRelationship> {
    vec![
        PartRelationship::part("rIdStyles", "styles", "styles.xml"),
        PartRelationship::part("rIdSettings", "settings", "settings.xml"),
        PartRelationship::part("rIdFonts", "fontTable", "fontTable.xml"),
        PartRelationship::part("rIdTheme", "theme", "theme/theme1.xml"),
        PartRelationship::part("rIdFootnotes", "footnotes", "footnotes.xml"),
        PartRelationship::part("rIdEndnotes", "endnotes", "endnotes.xml"),
    ]
}

/// A `.rels` part.
pub(super) fn relationships(list: &[PartRelationship]) -> Result<Vec<u8>, Refusal> {
    let namespace = format!("{PACKAGE}relationships");
    let mut xml = XmlWriter::new(1024);
    xml.open("Relationships", &[("xmlns", &namespace)]);
    for link in list {
        let kind = match link.kind {
            "core-properties" => format!("{PACKAGE}relationships/metadata/core-properties"),
            kind => format!("{OFFICE}{kind}"),
        };
        let attributes =
            [("Id", link.id.as_str()), ("Type", &kind), ("Target", &link.target), ("TargetMode", "External")];
        let internal = attributes.split_last().map_or(&attributes[..], |(_, rest)| rest);
        xml.empty("Relationship", if link.external { &attributes } else { internal });
    }
    xml.close();
    xml.finish()
}

/// `_rels/.rels`.
pub(super) fn package_relationships() -> Result<String, Refusal> {
    text(relationships(&[
        PartRelationship::part("rId1", "officeDocument", "word/document.xml"),
        PartRelationship::part("rId2", "core-properties", "docProps/core.xml"),
        PartRelationship::part("rId3", "extended-properties", "docProps/app.xml"),
    ])?)
}

/// `[Content_Types].xml` for the given parts and those that stand in every package; `kept` are parts
/// of the user's own template and their types.
pub(super) fn content_types(
    parts: &[PackagePart<'_>],
    kept: &[(String, String)],
) -> Result<Vec<u8>, Refusal> {
    let namespace = format!("{PACKAGE}content-types");
    let mut xml = XmlWriter::new(2048);
    xml.open("Types", &[("xmlns", &namespace)]);
    let relationships = "application/vnd.openxmlformats-package.relationships+xml";
    xml.empty("Default", &[("Extension", "rels"), ("ContentType", relationships)]);
    xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
    for (name, family) in PART_TYPES {
        if ALWAYS.contains(name) || parts.iter().any(|part| part.name == *name) {
            write_override(&mut xml, name, &format!("{WORD}{family}"));
        }
    }
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let app = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    let theme = "application/vnd.openxmlformats-officedocument.theme+xml";
    write_override(&mut xml, "word/theme/theme1.xml", theme);
    write_override(&mut xml, "docProps/core.xml", core);
    write_override(&mut xml, "docProps/app.xml", app);
    let named = ["word/theme/theme1.xml", "word/fontTable.xml"];
    for (name, media_type) in kept.iter().filter(|(name, _)| !named.contains(&name.as_str())) {
        write_override(&mut xml, name, media_type);
    }
    for part in parts {
        if let Some(media_type) = part.media_type {
            write_override(&mut xml, &part.name, media_type);
        }
    }
    xml.close();
    xml.finish()
}

fn write_override(xml: &mut XmlWriter, name: &str, media_type: &str) {
    xml.empty("Override", &[("PartName", &format!("/{name}")), ("ContentType", media_type)]);
}

/// `docProps/app.xml`.
pub(super) fn application() -> Result<String, Refusal> {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = XmlWriter::new(256);
    xml.open("Properties", &[("xmlns", namespace)]);
    xml.text_element("Application", &[], "itudoc");
    xml.close();
    text(xml.finish()?)
}

/// `docProps/core.xml`: title, source and language, each only where known. No dates: the clock is
/// not asked, and the document's own date is not that of the file.
pub(super) fn core(galley: &Galley, language: Language) -> Result<Vec<u8>, Refusal> {
    let namespace = format!("{PACKAGE}metadata/core-properties");
    let mut xml = XmlWriter::new(512);
    xml.open(
        "cp:coreProperties",
        &[("xmlns:cp", &namespace), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")],
    );
    let tag = galley.language.unwrap_or(language).tag();
    for (name, value) in
        [("dc:title", galley.title.as_str()), ("dc:creator", &galley.source), ("dc:language", tag)]
    {
        if !value.is_empty() {
            xml.text_element(name, &[], value);
        }
    }
    xml.close();
    xml.finish()
}

fn text(bytes: Vec<u8>) -> Result<String, Refusal> {
    String::from_utf8(bytes).map_err(|error| Refusal::internal(format!("XML is not UTF-8: {error}")))
}
