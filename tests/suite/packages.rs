//! Word packages made for tests: parts as text in, zip bytes out.

use std::io::{Cursor, Read, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

/// Namespace declarations of a part's root.
pub const NAMESPACES: &str = concat!(
    r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#,
    r#" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
    r#" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#,
    r#" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
    r#" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart""#,
    r#" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#,
    r#" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#,
    r#" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml""#,
    r#" xmlns:new="urn:a-vocabulary-of-tomorrow""#,
);

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts that a document can have: file in a case, root element, relationship type.
pub const PARTS: [(&str, &str, &str); 7] = [
    ("styles", "w:styles", "styles"),
    ("numbering", "w:numbering", "numbering"),
    ("footnotes", "w:footnotes", "footnotes"),
    ("endnotes", "w:endnotes", "endnotes"),
    ("comments", "w:comments", "comments"),
    ("header1", "w:hdr", "header"),
    ("footer1", "w:ftr", "footer"),
];

/// A zip package of the given parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A part: its content in its root element.
pub fn part(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root}{NAMESPACES}>{content}</{root}>"
    )
}

/// A document of the given contents of parts; `document` is what the body holds, `rels` further
/// relationships of the document, and anything else a part by its full name, as it stands.
pub fn document(contents: &[(&str, &[u8])]) -> Vec<u8> {
    let mut rels = String::new();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, content) in contents {
        let text = || String::from_utf8(content.to_vec()).unwrap();
        if *name == "document" {
            parts.push((
                "word/document.xml".into(),
                part("w:document", &format!("<w:body>{}</w:body>", text())).into(),
            ));
        } else if *name == "rels" {
            rels.push_str(&text());
        } else if let Some((file, root, kind)) = PARTS.iter().find(|(file, ..)| file == name) {
            rels.push_str(&format!(
                r#"<Relationship Id="{file}" Type="{TYPES}/{kind}" Target="{file}.xml"/>"#
            ));
            parts.push((format!("word/{file}.xml"), part(root, &text()).into()));
        } else {
            parts.push((name.to_string(), content.to_vec()));
        }
    }
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{TYPES}/officeDocument" Target="word/document.xml"/></Relationships>"#
    );
    let rels = format!(r#"<Relationships xmlns="{package}">{rels}</Relationships>"#);
    let mut all: Vec<(&str, &[u8])> =
        vec![("_rels/.rels", root.as_bytes()), ("word/_rels/document.xml.rels", rels.as_bytes())];
    all.extend(parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())));
    zip(&all)
}

/// The parts of a package, in its order.
pub fn parts(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let count = archive.len();
    let read = |at: usize| {
        let mut entry = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (entry.name().to_owned(), content)
    };
    (0..count).map(read).collect()
}

/// The same package in the vocabulary of strict files (ECMA-376 part 1, annex A).
pub fn strict(package: &[u8]) -> Vec<u8> {
    const NAMES: [(&str, &str); 3] = [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        ),
        ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
    ];
    let changed = parts(package).into_iter().map(|(name, content)| {
        let text =
            NAMES.iter().fold(String::from_utf8(content).unwrap(), |text, (from, to)| text.replace(from, to));
        (name, text.into_bytes())
    });
    let changed: Vec<(String, Vec<u8>)> = changed.collect();
    let parts: Vec<(&str, &[u8])> =
        changed.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    zip(&parts)
}
