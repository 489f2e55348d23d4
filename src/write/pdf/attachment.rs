//! Files inside the PDF (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).

use lopdf::{Document, Object, dictionary};

use super::{FileRelationship, PdfOptions, PdfStandard, stream, text_string};
use crate::diagnostics::Refusal;

/// What the catalog says of the embedded files.
pub(super) struct EmbeddedFiles {
    /// Name tree of file specifications, sorted.
    pub names: Vec<Object>,
    /// The files associated with the document.
    pub list: Vec<Object>,
}

/// Embeds the attachments; `None` where there is none.
pub(super) fn write(document: &mut Document, options: &PdfOptions) -> Result<Option<EmbeddedFiles>, Refusal> {
    if options.attachments.is_empty() {
        return Ok(None);
    }
    if options.standard != PdfStandard::A3a {
        return Err(Refusal::internal("files can be embedded in PDF/A-3 only"));
    }
    let mut files: Vec<_> = options.attachments.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.iter().zip(files.iter().skip(1)).any(|(a, b)| a.name == b.name) {
        return Err(Refusal::internal("two attachments of one name"));
    }
    let mut names = Vec::new();
    let mut list = Vec::new();
    for file in files {
        let parts = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => file.media_type.as_str(),
            "Params" => dictionary! { "Size" => file.bytes.len() as i64 },
        };
        let bytes = document.add_object(stream(parts, file.bytes.clone()));
        let relationship = match file.relationship {
            FileRelationship::Source => "Source",
            FileRelationship::Data => "Data",
            FileRelationship::Alternative => "Alternative",
        };
        let specification = document.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => text_string(&file.name),
            "UF" => text_string(&file.name),
            "Desc" => text_string(&file.name),
            "AFRelationship" => relationship,
            "EF" => dictionary! { "F" => bytes, "UF" => bytes },
        });
        names.extend([text_string(&file.name), Object::Reference(specification)]);
        list.push(Object::Reference(specification));
    }
    Ok(Some(EmbeddedFiles { names, list }))
}
