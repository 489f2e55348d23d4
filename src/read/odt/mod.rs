//! OpenDocument text (`.odt`, `.ott`, `.fodt`; ODF 1.3, part 3) into a [`Source`], by Word's facts.
//!
//! | | |
//! |---|---|
//! | kept | paragraphs and headings with the name of their style and their level; bold, italic, underline, strike, capitals, super- and subscript, languages; list and outline numbers; tables with spans; foot- and endnotes; comments; tracked insertions and deletions with author and date; links; fields as shown; pictures; headers and footers as evidence |
//! | degraded, reported | tables in cells (as paragraphs), text boxes and shapes (after their anchor), objects, formulas and form controls (preview or placeholder), ruby (raised after its base) |
//! | not carried | tracked changes of format, page and table styles, scripts, forms' values |
//! | refused | spreadsheets, presentations, drawings, encrypted and damaged files, anything over a bound of [`crate::limits`] |

mod changes;
mod drawn;
mod fields;
mod items;
mod lists;
mod story;
mod styles;
mod tables;

use super::LanguageHint;
use super::docx::pictures;
use super::facts::document::DocumentParts;
use super::facts::types::WordSection;
use super::package::InputPackage;
use super::xml::{KnownNamespace, XmlReader, XmlToken, decode};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::source::{Source, SourceFormat};
use story::OdtStoryReader;
use styles::OdtStyles;

/// Whether a package is one of OpenDocument's.
pub(super) fn is_open_document(package: &InputPackage<'_>) -> bool {
    package.has("content.xml") && (package.has("meta-inf/manifest.xml") || package.has("mimetype"))
}

/// Reads an OpenDocument package.
///
/// # Errors
/// Another kind of document than text, encrypted or broken parts, a bound met.
pub(super) fn read(
    name: &str,
    package: &mut InputPackage<'_>,
    language: LanguageHint,
) -> Result<Source, Refusal> {
    let kind = package.part("mimetype")?.unwrap_or_default();
    let kind = String::from_utf8_lossy(&kind).trim().to_owned();
    if !kind.is_empty() && !kind.contains("opendocument.text") {
        let what = kind.rsplit('.').next().unwrap_or_default();
        return Err(Refusal::new(
            RefusalKind::Format,
            message!("the file is an OpenDocument {what}, not a text", what),
            message!("send the text of the contribution as .docx or .odt"),
        ));
    }
    let manifest = package.part("meta-inf/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|window| window == b"encryption-data") {
        return Err(super::ole::encrypted());
    }
    let mut reading = OdtReading::default();
    reading.facts.language = language;
    for part in ["styles.xml", "content.xml", "meta.xml"] {
        if let Some(bytes) = package.part(part)? {
            let content = decode(part, &bytes)?;
            reading.part(part, &content)?;
        }
    }
    reading.finish(name, package, SourceFormat::Odt)
}

/// Reads an OpenDocument text of one XML file.
///
/// # Errors
/// As [`read`].
pub(super) fn read_flat(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    let content = decode("the file", bytes)?;
    let mut reading = OdtReading::default();
    reading.facts.language = language;
    reading.part("the file", &content)?;
    let mut package = InputPackage::of_parts(std::mem::take(&mut reading.binaries))?;
    reading.finish(name, &mut package, SourceFormat::FlatOdt)
}

/// What the parts of a document give.
#[derive(Default)]
struct OdtReading {
    facts: DocumentParts,
    sheet: OdtStyles,
    /// Pictures that stand in the XML, by the names that the facts give them.
    binaries: Vec<(String, Vec<u8>)>,
    body: bool,
}

impl OdtReading {
    fn part(&mut self, part: &str, content: &str) -> Result<(), Refusal> {
        let mut xml = XmlReader::new(part, content);
        loop {
            let element = match xml.next()? {
                XmlToken::Start(element) => element,
                XmlToken::Eof => return Ok(()),
                XmlToken::End | XmlToken::Text(_) => continue,
            };
            match element.name() {
                (KnownNamespace::Office, b"styles" | b"automatic-styles") => {
                    let automatic = element.local() == b"automatic-styles";
                    self.sheet.read(&mut xml, &mut self.facts, automatic)?;
                }
                (KnownNamespace::Style, b"header" | b"footer" | b"header-first" | b"footer-first") => {
                    let mut reader = OdtStoryReader::new(&mut xml, &mut self.facts, &mut self.sheet);
                    let blocks = reader.story()?;
                    self.binaries.append(&mut reader.binaries);
                    self.facts.furniture.push(blocks);
                }
                (KnownNamespace::Office, b"text") => {
                    self.body = true;
                    let mut reader = OdtStoryReader::new(&mut xml, &mut self.facts, &mut self.sheet);
                    let blocks = reader.story()?;
                    self.binaries.append(&mut reader.binaries);
                    self.facts.body.extend(blocks);
                    let landscape = self.sheet.turned;
                    self.facts.gathered.last_section =
                        Some(WordSection { landscape, columns: 1, ..WordSection::default() });
                }
                (KnownNamespace::Style, b"master-page") => self.sheet.master_page(&xml, &element)?,
                (KnownNamespace::Office, b"meta") => self.meta(&mut xml)?,
                (KnownNamespace::Office, b"scripts" | b"settings" | b"forms") => xml.skip()?,
                _ => {}
            }
        }
    }

    /// What the file says of itself.
    fn meta(&mut self, xml: &mut XmlReader<'_>) -> Result<(), Refusal> {
        let depth = xml.depth();
        let mut local = Vec::new();
        loop {
            match xml.next()? {
                XmlToken::Start(element) if element.space == KnownNamespace::Dc => {
                    local = element.local().to_vec()
                }
                XmlToken::Start(_) => local.clear(),
                XmlToken::Text(text) => {
                    let slot = match local.as_slice() {
                        b"title" => &mut self.facts.properties.title,
                        b"creator" => &mut self.facts.properties.author,
                        b"language" => &mut self.facts.properties.language,
                        _ => continue,
                    };
                    slot.get_or_insert_default().push_str(&text);
                }
                XmlToken::End if xml.depth() < depth => return Ok(()),
                XmlToken::End => local.clear(),
                XmlToken::Eof => return Ok(()),
            }
        }
    }

    fn finish(
        mut self,
        name: &str,
        package: &mut InputPackage<'_>,
        format: SourceFormat,
    ) -> Result<Source, Refusal> {
        if !self.body {
            return Err(Refusal::new(
                RefusalKind::Format,
                message!("the OpenDocument file holds no text"),
                message!("open it in LibreOffice and save the text as .docx"),
            ));
        }
        // Headers come before the body in the file; their pictures are the template's work.
        let references = std::mem::take(&mut self.facts.gathered.pictures);
        let album = pictures::collect(package, references)?;
        let mut source = self.facts.assemble(album, format)?;
        name.clone_into(&mut source.name);
        Ok(source)
    }
}
