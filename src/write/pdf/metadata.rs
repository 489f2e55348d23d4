//! Title, author, language and date: once in the information dictionary, once in XMP, the same.
//!
//! ISO 19005-2, 6.6 and 6.7.3; the extension schema is what 6.6.2.3.2 asks for `pdfuaid`, which no
//! part of PDF/A predefines.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, dictionary};
use quick_xml::escape::escape;

use super::{PdfOptions, PdfStandard, icc, stream, text_string};
use crate::choice::Choice as _;
use crate::diagnostics::Refusal;
use crate::digest::{Hasher, hex};
use crate::language::Language;
use crate::pages::{PageItem, Pages, StructureElement, StructureKind};

/// The program, as the metadata names it.
const PRODUCER: &str = concat!("itudoc ", env!("CARGO_PKG_VERSION"));

/// What the metadata says.
pub(super) struct DocumentInfo {
    title: String,
    author: String,
    /// BCP 47.
    pub language: &'static str,
    /// Digits `YYYYMMDDHHMMSS` in UTC.
    date: Option<String>,
    standard: PdfStandard,
    identifier: String,
    publisher: String,
    /// Every picture has words in its place, without which nothing follows PDF/UA (ISO 14289-1, 7.3).
    described: bool,
    /// Names of the document and of this file, by what they hold.
    ids: [String; 2],
}

impl DocumentInfo {
    /// The facts of a document.
    pub(super) fn of(pages: &Pages, options: &PdfOptions) -> Result<Self, Refusal> {
        let language = options.language.or(pages.language);
        let language = language.ok_or_else(|| Refusal::internal("a document without a language"))?.tag();
        let author = options.author.as_deref().unwrap_or(&pages.author).trim().to_owned();
        let title = [options.title.as_deref().unwrap_or_default(), &pages.title]
            .into_iter()
            .chain(pages.outline.iter().map(|entry| entry.title.as_str()))
            .chain(first_words(pages))
            .map(str::trim)
            .find(|title| !title.is_empty())
            .ok_or_else(|| Refusal::internal("a document without a title and without a word"))?
            .to_owned();
        let date = options.date.as_deref().map(digits).transpose()?;
        let is_silent = |element: &StructureElement| {
            element.kind == StructureKind::Figure && element.alternative.is_none()
        };
        let described = !pages.structure.iter().any(is_silent);
        let (identifier, publisher) = (pages.identifier.clone(), pages.publisher.clone());
        let ids = ids(pages, &title, options);
        Ok(Self {
            title,
            author,
            language,
            date,
            standard: options.standard,
            identifier,
            publisher,
            described,
            ids,
        })
    }

    /// The information dictionary.
    pub(super) fn info(&self) -> Dictionary {
        let mut info =
            dictionary! { "Title" => text_string(&self.title), "Producer" => text_string(PRODUCER) };
        if !self.author.is_empty() {
            info.set("Author", text_string(&self.author));
        }
        if let Some(date) = &self.date {
            let date = Object::string_literal(format!("D:{date}Z"));
            info.set("CreationDate", date.clone());
            info.set("ModDate", date);
        }
        info
    }

    /// The XMP packet, not compressed so that any tool finds it.
    pub(super) fn packet(&self) -> Object {
        let mut xmp = String::with_capacity(2600);
        xmp.push_str(PACKET_HEAD);
        let claim = |xmp: &mut String, part: u8, level: char| {
            let _ = write!(
                xmp,
                "<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>"
            );
        };
        match self.standard {
            PdfStandard::A2u => claim(&mut xmp, 2, 'U'),
            PdfStandard::A2a => claim(&mut xmp, 2, 'A'),
            PdfStandard::A3a => claim(&mut xmp, 3, 'A'),
            PdfStandard::Ua1 => {}
        }
        if self.standard != PdfStandard::A2u && self.described {
            xmp.push_str("<pdfuaid:part>1</pdfuaid:part>");
            xmp.push_str(UA_SCHEMA);
        }
        let _ = write!(
            xmp,
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{0}</rdf:li>\
             <rdf:li xml:lang=\"{1}\">{0}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>{1}</rdf:li></rdf:Bag></dc:language>\
             <dc:format>application/pdf</dc:format><pdf:Producer>{PRODUCER}</pdf:Producer>",
            escape(&self.title),
            self.language,
        );
        if !self.author.is_empty() {
            let author = escape(&self.author);
            let _ = write!(xmp, "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>");
        }
        if !self.identifier.is_empty() {
            let _ = write!(xmp, "<dc:identifier>{}</dc:identifier>", escape(&self.identifier));
        }
        if !self.publisher.is_empty() {
            let publisher = escape(&self.publisher);
            let _ =
                write!(xmp, "<dc:publisher><rdf:Bag><rdf:li>{publisher}</rdf:li></rdf:Bag></dc:publisher>");
        }
        let [document, instance] = &self.ids;
        let _ = write!(
            xmp,
            "<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>\
             <xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>",
        );
        if let Some(date) = &self.date {
            let date = iso(date);
            let _ =
                write!(xmp, "<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>");
        }
        xmp.push_str(PACKET_END);
        let parts = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        Object::Stream(lopdf::Stream::new(parts, xmp.into_bytes()).with_compression(false))
    }
}

const PACKET_HEAD: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">";

const UA_SCHEMA: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>";

const PACKET_END: &str = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";

/// The output intent: colours are sRGB (ISO 19005-2, 6.2.3).
pub(super) fn output_intent(document: &mut Document) -> Object {
    let profile = document.add_object(stream(dictionary! { "N" => 3 }, icc::srgb()));
    Object::Dictionary(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    })
}

/// The first words shown, for a document that nobody gave a title.
fn first_words(pages: &Pages) -> impl Iterator<Item = &str> {
    pages.pages.iter().flat_map(|page| &page.pieces).flat_map(PageItem::level).filter_map(|piece| match piece
    {
        PageItem::Glyphs(run) => Some(run.text.as_str()),
        _ => None,
    })
}

/// Identifiers of the document and of this file, from what they hold: the same input gives the same
/// ones (RFC 9562, version 8: the form is that of a UUID, the bits are a digest's).
fn ids(pages: &Pages, title: &str, options: &PdfOptions) -> [String; 2] {
    let mut document = Hasher::default();
    for part in [pages.identifier.as_str(), title, pages.language.map_or("", Language::code)] {
        document.update((part.len() as u64).to_le_bytes());
        document.update(part);
    }
    let mut instance = document.clone();
    instance.update(format!("{}/{}", options.standard.name(), options.date.as_deref().unwrap_or_default()));
    for run in first_words(pages) {
        instance.update(run);
    }
    let name = |digest: Hasher| {
        let mut bytes = digest.finish().bytes();
        {
            let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
            *version = *version & 0x0F | 0x80;
            *variant = *variant & 0x3F | 0x80;
        }
        let digits = hex(&bytes);
        let cut = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        [cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), cut(20, 32)].join("-")
    };
    [name(document), name(instance)]
}

/// An ISO 8601 date or time in UTC as fourteen digits.
fn digits(date: &str) -> Result<String, Refusal> {
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if !matches!(shape.as_str(), "0000-00-00" | "0000-00-00T00:00:00Z") {
        return Err(Refusal::internal(format!(
            "the date {date:?} is not of the form 2014-09-15 or 2014-09-15T12:00:00Z"
        )));
    }
    let mut digits: String = date.chars().filter(char::is_ascii_digit).collect();
    digits.extend(std::iter::repeat_n('0', 14 - digits.len()));
    Ok(digits)
}

/// Fourteen digits as XMP writes a date.
fn iso(digits: &str) -> String {
    let mut date = String::with_capacity(20);
    for (at, c) in digits.chars().enumerate() {
        match at {
            4 | 6 => date.push('-'),
            8 => date.push('T'),
            10 | 12 => date.push(':'),
            _ => {}
        }
        date.push(c);
    }
    date.push('Z');
    date
}
