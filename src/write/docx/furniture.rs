//! The header of later pages and the footer of the first, with page numbers as fields
//! (ECMA-376 part 1, 17.10 and 17.16).

use super::TemplatePackage;
use super::container::PackagePart;
use super::context::DocxContext;
use super::properties::NAMESPACES;
use super::runs;
use crate::diagnostics::Refusal;
use crate::write::xml::XmlWriter;

/// A header or footer part of a document.
#[derive(Debug)]
pub(super) struct HeaderFooterPart {
    /// Relationship id.
    pub id: &'static str,
    /// Last word of the relationship's type.
    pub kind: &'static str,
    /// Part name relative to `word/`.
    pub target: &'static str,
    /// Element that refers to it in `w:sectPr`.
    pub reference: &'static str,
    /// Pages it stands on, as `w:type` says.
    pub pages: &'static str,
}

const HEADER: HeaderFooterPart = HeaderFooterPart {
    id: "rIdHeader",
    kind: "header",
    target: "header1.xml",
    reference: "w:headerReference",
    pages: "default",
};

/// Pages whose header differs where the user's own template says so (17.10.1).
pub(super) const EVEN: &str = "even";

const FOOTER: HeaderFooterPart = HeaderFooterPart {
    id: "rIdFooter",
    kind: "footer",
    target: "footer1.xml",
    reference: "w:footerReference",
    pages: "first",
};

/// Placeholders of the template's lines and the fields they stand for.
const FIELDS: &[(&str, &str)] = &[("{page}", " PAGE "), ("{pages}", " NUMPAGES ")];

/// Writes the parts that have a line; returns what the section refers to.
pub(super) fn write(
    context: &DocxContext<'_>,
    parts: &mut Vec<PackagePart<'_>>,
) -> Result<Vec<HeaderFooterPart>, Refusal> {
    let (package, galley) = (context.package, context.galley);
    let mut written = Vec::new();
    if !galley.running_header.is_empty() && !package.page.has_headers {
        let xml = part(package, "w:hdr", package.style_of(&["Header"]), &galley.running_header)?;
        parts.push(PackagePart::new("word/header1.xml", xml));
        written.push(HEADER);
        if package.page.even_pages {
            written.push(HeaderFooterPart { pages: EVEN, ..HEADER });
        }
    }
    if !galley.first_footer.is_empty() && !package.page.has_footers {
        let xml = part(package, "w:ftr", package.style_of(&["FirstFooter", "Footer"]), &galley.first_footer)?;
        parts.push(PackagePart::new("word/footer1.xml", xml));
        written.push(FOOTER);
    }
    Ok(written)
}

fn part(
    package: &TemplatePackage,
    root: &'static str,
    style: &str,
    lines: &[String],
) -> Result<Vec<u8>, Refusal> {
    let centred = package.style(style)?.centred;
    let mut xml = XmlWriter::new(1024);
    xml.open(root, NAMESPACES);
    for line in lines {
        xml.open("w:p", &[]);
        if !style.is_empty() {
            xml.open("w:pPr", &[]);
            xml.value("w:pStyle", package.written(style));
            // Page numbers and document symbols read from left to right in Arabic too. LibreOffice
            // turns `2/83` round where a field stands on each side of the stroke.
            if package.language.is_right_to_left() && centred && !runs::has_right_to_left(line) {
                xml.value("w:bidi", "0");
            }
            xml.close();
        }
        write_line(&mut xml, line);
        xml.close();
    }
    xml.close();
    xml.finish()
}

fn write_line(xml: &mut XmlWriter, line: &str) {
    let mut rest = line;
    while !rest.is_empty() {
        let next = FIELDS.iter().filter_map(|(name, field)| Some((rest.find(name)?, *name, *field))).min();
        let Some((at, name, field)) = next else {
            text_run(xml, rest);
            return;
        };
        text_run(xml, rest.get(..at).unwrap_or_default());
        write_field(xml, field);
        rest = rest.get(at + name.len()..).unwrap_or_default();
    }
}

fn text_run(xml: &mut XmlWriter, text: &str) {
    if !text.is_empty() {
        xml.open("w:r", &[]);
        runs::text(xml, text, false);
        xml.close();
    }
}

/// A field without a stored result: Word and LibreOffice compute page fields as they lay out, and
/// any number stored here would be a guess.
fn write_field(xml: &mut XmlWriter, instruction: &str) {
    let field_char = |xml: &mut XmlWriter, kind: &str| {
        xml.open("w:r", &[]);
        xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
        xml.close();
    };
    field_char(xml, "begin");
    xml.open("w:r", &[]);
    xml.text_element("w:instrText", &[("xml:space", "preserve")], instruction);
    xml.close();
    field_char(xml, "separate");
    field_char(xml, "end");
}
