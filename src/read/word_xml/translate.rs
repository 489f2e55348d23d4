//! The elements of Word 2003 XML as those of a package's parts. One loop with a stack of what is open;
//! what stands in the text there and apart in a package (notes, comments, headers) is written to a
//! buffer of its own.

use super::names::{ATTRIBUTES, ELEMENTS, NUMBER_FORMATS, new_name};
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::transfer_encoding;
use crate::read::xml::{KnownNamespace, StartTag, XmlReader, XmlToken};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Parts by the name of their root.
const PARTS: &[(&str, &str)] = &[
    ("styles", "styles"),
    ("numbering", "numbering"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
    ("comments", "comments"),
];

/// What the end of an element does.
enum ElementEnding {
    /// Nothing was written.
    Through,
    /// An element of this name is closed in the buffer.
    Close(&'static str, String),
    /// The buffer goes to a part, and a reference to where it stood.
    Aside(DeferredPart),
    /// A top-level table (styles, lists) goes to its part.
    Table(&'static str),
    /// Properties of the document.
    Properties,
}

/// What stands apart in a package.
enum DeferredPart {
    Note { kind: &'static str, id: usize },
    Comment,
    Furniture { kind: &'static str, of: String },
}

struct Translator {
    /// Buffers, the innermost last; the first is the document.
    buffers: Vec<String>,
    open: Vec<ElementEnding>,
    /// Finished parts: name of the root, content.
    parts: Vec<(&'static str, String)>,
    /// Headers and footers with their ids.
    furniture: Vec<(&'static str, String)>,
    pictures: Vec<(String, Vec<u8>)>,
    /// External targets of links.
    links: Vec<String>,
    notes: usize,
    title: String,
    author: String,
}

/// The parts of the package that a file makes.
///
/// # Errors
/// Broken XML, a bound met.
pub(super) fn parts(xml: &mut XmlReader<'_>) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let mut translator = Translator {
        buffers: vec![String::new()],
        open: Vec::new(),
        parts: Vec::new(),
        furniture: Vec::new(),
        pictures: Vec::new(),
        links: Vec::new(),
        notes: 0,
        title: String::new(),
        author: String::new(),
    };
    loop {
        match xml.next()? {
            XmlToken::Start(element) => {
                if let Some(ending) = translator.start(xml, &element)? {
                    translator.open.push(ending);
                }
            }
            XmlToken::Text(text) => {
                if matches!(translator.open.last(), Some(ElementEnding::Close("w", name)) if is_text(name)) {
                    translator.write(&escaped(&text));
                }
            }
            XmlToken::End => translator.end(),
            XmlToken::Eof => return Ok(translator.finish()),
        }
    }
}

fn is_text(name: &str) -> bool {
    matches!(name, "t" | "delText" | "instrText" | "delInstrText")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Translator {
    fn write(&mut self, text: &str) {
        if let Some(buffer) = self.buffers.last_mut() {
            buffer.push_str(text);
        }
    }

    fn start<'a>(
        &mut self,
        xml: &mut XmlReader<'a>,
        element: &StartTag<'a>,
    ) -> Result<Option<ElementEnding>, Refusal> {
        let local = String::from_utf8_lossy(element.local()).into_owned();
        match element.space {
            KnownNamespace::Wordml => self.word(xml, element, &local),
            KnownNamespace::Aml if local == "annotation" => self.annotation(xml, element),
            KnownNamespace::O if local == "DocumentProperties" => Ok(Some(ElementEnding::Properties)),
            KnownNamespace::O if matches!(self.open.last(), Some(ElementEnding::Properties)) => {
                let value = content(xml)?;
                match local.as_str() {
                    "Title" => self.title = value,
                    "Author" => self.author = value,
                    _ => {}
                }
                Ok(None)
            }
            KnownNamespace::V => Ok(Some(self.drawn(xml, element, "v", &local)?)),
            KnownNamespace::O => Ok(Some(self.drawn(xml, element, "o", &local)?)),
            _ => Ok(Some(ElementEnding::Through)),
        }
    }

    fn word<'a>(
        &mut self,
        xml: &mut XmlReader<'a>,
        element: &StartTag<'a>,
        local: &str,
    ) -> Result<Option<ElementEnding>, Refusal> {
        match local {
            "wordDocument" | "body" | "sect" => Ok(Some(ElementEnding::Through)),
            "styles" | "lists" => {
                self.buffers.push(String::new());
                Ok(Some(ElementEnding::Table(if local == "styles" { "styles" } else { "numbering" })))
            }
            "fonts" | "docPr" | "docSuppData" | "shapeDefaults" | "bgPict" | "divs" | "docOleData"
            | "ignoreElements" | "ignoreSubtree" => {
                xml.skip()?;
                Ok(None)
            }
            "footnote" | "endnote" if !self.is_note_settings() => Ok(Some(self.note(local))),
            "hdr" | "ftr" => {
                let of = value(xml, element, KnownNamespace::Wordml, "type")?;
                self.buffers.push(String::new());
                let kind = if local == "hdr" { "header" } else { "footer" };
                // What Word 2003 calls odd is the default of the newer form.
                let of = if of == "odd" || of.is_empty() { "default".to_owned() } else { of };
                Ok(Some(ElementEnding::Aside(DeferredPart::Furniture { kind, of })))
            }
            "binData" => {
                let name = value(xml, element, KnownNamespace::Wordml, "name")?;
                if let Some(bytes) = transfer_encoding::base64(content(xml)?.as_bytes())
                    && self.pictures.len() < limits::PACKAGE_ENTRIES
                {
                    self.pictures.push((name, bytes));
                }
                Ok(None)
            }
            "hlink" => {
                let address = value(xml, element, KnownNamespace::Wordml, "dest")?;
                let anchor = value(xml, element, KnownNamespace::Wordml, "bookmark")?;
                let id = if address.is_empty() {
                    String::new()
                } else {
                    format!(" r:id=\"L{}\"", self.links.len())
                };
                if !address.is_empty() {
                    self.links.push(address);
                }
                let anchor =
                    if anchor.is_empty() { anchor } else { format!(" w:anchor=\"{}\"", escaped(&anchor)) };
                self.write(&format!("<w:hyperlink{id}{anchor}>"));
                Ok(Some(ElementEnding::Close("w", "hyperlink".to_owned())))
            }
            _ => {
                let name = new_name(ELEMENTS, local).to_owned();
                let attributes = self.attributes(xml, element, local)?;
                let space = if is_text(&name) { " xml:space=\"preserve\"" } else { "" };
                self.write(&format!("<w:{name}{attributes}{space}>"));
                Ok(Some(ElementEnding::Close("w", name)))
            }
        }
    }

    /// Whether a note element is one of the settings of notes, which stand in properties.
    fn is_note_settings(&self) -> bool {
        let inner = self.open.iter().rev().find_map(|ending| match ending {
            ElementEnding::Close("w", name) => Some(name.as_str()),
            _ => None,
        });
        !matches!(inner, Some("r"))
    }

    fn note(&mut self, local: &str) -> ElementEnding {
        let kind = if local == "footnote" { "footnote" } else { "endnote" };
        let id = self.notes + 1;
        self.notes = id;
        self.write(&format!("<w:{kind}Reference w:id=\"{id}\"/>"));
        self.buffers.push(String::new());
        ElementEnding::Aside(DeferredPart::Note { kind, id })
    }

    /// `aml:annotation`: a mark or a comment.
    fn annotation<'a>(
        &mut self,
        xml: &XmlReader<'a>,
        element: &StartTag<'a>,
    ) -> Result<Option<ElementEnding>, Refusal> {
        let get = |space: KnownNamespace, name: &str| value(xml, element, space, name);
        let (id, author, date) = (
            get(KnownNamespace::Aml, "id")?,
            get(KnownNamespace::Aml, "author")?,
            get(KnownNamespace::Aml, "createdate")?,
        );
        let said = format!(
            " w:id=\"{}\" w:author=\"{}\" w:date=\"{}\"",
            escaped(&id),
            escaped(&author),
            escaped(&date)
        );
        let mark = match get(KnownNamespace::Wordml, "type")?.as_str() {
            "Word.Insertion" => "ins",
            "Word.Deletion" => "del",
            "Word.Formatting" => "rPrChange",
            "Word.Comment" => {
                self.write(&format!("<w:commentReference w:id=\"{}\"/>", escaped(&id)));
                let initials = get(KnownNamespace::Wordml, "initials")?;
                self.buffers.push(format!("<w:comment{said} w:initials=\"{}\">", escaped(&initials)));
                return Ok(Some(ElementEnding::Aside(DeferredPart::Comment)));
            }
            "Word.Comment.Start" => return Ok(Some(self.range("commentRangeStart", &id))),
            "Word.Comment.End" => return Ok(Some(self.range("commentRangeEnd", &id))),
            _ => return Ok(Some(ElementEnding::Through)),
        };
        // Changed paragraph properties stand among those of paragraphs.
        let among = self.open.iter().rev().find_map(|ending| match ending {
            ElementEnding::Close("w", name) => Some(name.as_str()),
            _ => None,
        });
        let mark = if mark == "rPrChange" && among == Some("pPr") { "pPrChange" } else { mark };
        self.write(&format!("<w:{mark}{said}>"));
        Ok(Some(ElementEnding::Close("w", mark.to_owned())))
    }

    fn range(&mut self, name: &'static str, id: &str) -> ElementEnding {
        self.write(&format!("<w:{name} w:id=\"{}\"/>", escaped(id)));
        ElementEnding::Through
    }

    /// Drawings keep their vocabulary; the address of a picture becomes a reference to its part.
    fn drawn<'a>(
        &mut self,
        xml: &XmlReader<'a>,
        element: &StartTag<'a>,
        prefix: &'static str,
        local: &str,
    ) -> Result<ElementEnding, Refusal> {
        let mut text = format!("<{prefix}:{local}");
        for (space, name, value) in xml.attributes(element)? {
            if space == KnownNamespace::None && name == "src" && local == "imagedata" {
                text.push_str(&format!(" r:id=\"P{}\"", escaped(&value)));
            } else if space == KnownNamespace::None {
                text.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
            }
        }
        self.write(&(text + ">"));
        Ok(ElementEnding::Close(prefix, local.to_owned()))
    }

    fn attributes<'a>(
        &self,
        xml: &XmlReader<'a>,
        element: &StartTag<'a>,
        local: &str,
    ) -> Result<String, Refusal> {
        let mut text = String::new();
        for (space, name, value) in xml.attributes(element)? {
            if space != KnownNamespace::Wordml {
                continue;
            }
            let value = match (local, name.as_str()) {
                ("nfc", "val") => new_name(NUMBER_FORMATS, &value).to_owned(),
                ("suff", "val") => value.to_lowercase(),
                _ => value,
            };
            let name = match (local, name.as_str()) {
                ("list", "ilfo") => "numId",
                (_, name) => new_name(ATTRIBUTES, name),
            };
            text.push_str(&format!(" w:{name}=\"{}\"", escaped(&value)));
        }
        Ok(text)
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(ElementEnding::Close(prefix, name)) => self.write(&format!("</{prefix}:{name}>")),
            Some(ElementEnding::Table(root)) => {
                let content = self.buffers.pop().unwrap_or_default();
                self.parts.push((root, content));
            }
            Some(ElementEnding::Aside(aside)) => {
                let content = self.buffers.pop().unwrap_or_default();
                match aside {
                    DeferredPart::Note { kind, id } => {
                        let root = if kind == "footnote" { "footnotes" } else { "endnotes" };
                        self.parts.push((root, format!("<w:{kind} w:id=\"{id}\">{content}</w:{kind}>")));
                    }
                    DeferredPart::Comment => self.parts.push(("comments", content + "</w:comment>")),
                    DeferredPart::Furniture { kind, of } => {
                        let id = self.furniture.len();
                        self.furniture.push((kind, content));
                        self.write(&format!(
                            "<w:{kind}Reference w:type=\"{}\" r:id=\"H{id}\"/>",
                            escaped(&of)
                        ));
                    }
                }
            }
            Some(ElementEnding::Through | ElementEnding::Properties) | None => {}
        }
    }

    fn finish(self) -> Vec<(String, Vec<u8>)> {
        let spaces = format!(
            "xmlns:w=\"{W}\" xmlns:r=\"{R}\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\""
        );
        let mut relationships = String::new();
        let mut relate = |id: &str, kind: &str, target: &str, mode: &str| {
            relationships.push_str(&format!(
                "<Relationship Id=\"{}\" Type=\"{TYPES}{kind}\" Target=\"{}\"{mode}/>",
                escaped(id),
                escaped(target)
            ));
        };
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for (root, name) in PARTS {
            let contents: String =
                self.parts.iter().filter(|(of, _)| of == root).map(|(_, content)| content.as_str()).collect();
            if !contents.is_empty() {
                relate(name, name, &format!("{name}.xml"), "");
                let part = format!("<w:{root} {spaces}>{contents}</w:{root}>");
                parts.push((format!("word/{name}.xml"), part.into_bytes()));
            }
        }
        for (at, (kind, content)) in self.furniture.iter().enumerate() {
            let root = if *kind == "header" { "hdr" } else { "ftr" };
            relate(&format!("H{at}"), kind, &format!("{kind}{at}.xml"), "");
            let part = format!("<w:{root} {spaces}>{content}</w:{root}>");
            parts.push((format!("word/{kind}{at}.xml"), part.into_bytes()));
        }
        for (at, (name, bytes)) in self.pictures.into_iter().enumerate() {
            relate(&format!("P{name}"), "image", &format!("media/{at}"), "");
            parts.push((format!("word/media/{at}"), bytes));
        }
        for (at, address) in self.links.iter().enumerate() {
            relate(&format!("L{at}"), "hyperlink", address, " TargetMode=\"External\"");
        }
        let body: String = self.buffers.into_iter().collect();
        let document = format!("<w:document {spaces}><w:body>{body}</w:body></w:document>");
        parts.push(("word/document.xml".to_owned(), document.into_bytes()));
        let relationships = format!("<Relationships>{relationships}</Relationships>");
        parts.push(("word/_rels/document.xml.rels".to_owned(), relationships.into_bytes()));
        parts.extend(properties(&self.title, &self.author));
        parts
    }
}

/// The parts that say what the document says of itself, and where it lies.
fn properties(title: &str, author: &str) -> [(String, Vec<u8>); 2] {
    let core = format!(
        "<p xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></p>",
        escaped(title),
        escaped(author)
    );
    let roots = format!(
        "<Relationships><Relationship Id=\"d\" Type=\"{TYPES}officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"p\" Type=\"{TYPES}core-properties\" Target=\"core.xml\"/></Relationships>"
    );
    [("core.xml".to_owned(), core.into_bytes()), ("_rels/.rels".to_owned(), roots.into_bytes())]
}

/// An attribute's value; empty where there is none.
fn value<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    space: KnownNamespace,
    name: &str,
) -> Result<String, Refusal> {
    Ok(xml.attribute(element, space, name.as_bytes())?.unwrap_or_default().into_owned())
}

/// The text in the element just opened, to its end.
fn content(xml: &mut XmlReader<'_>) -> Result<String, Refusal> {
    let depth = xml.depth();
    let mut text = String::new();
    loop {
        match xml.next()? {
            XmlToken::Text(piece) => text.push_str(&piece),
            XmlToken::End if xml.depth() < depth => return Ok(text),
            XmlToken::Eof => return Ok(text),
            _ => {}
        }
    }
}
