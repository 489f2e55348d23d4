//! Tokens of one XML part, with namespaces by URI.
//!
//! In: the bytes of a part. Out: elements, ends and text, entities resolved. Never: a DOCTYPE, an
//! entity that XML does not predefine, an unclosed element, nesting beyond the bound.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, PrefixDeclaration, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::budget;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::limits;
use crate::read::encoding;
use crate::text::{Revision, RevisionKind, RevisionOrigin};

/// The vocabularies that are told apart; transitional and strict URIs are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum KnownNamespace {
    /// WordprocessingML.
    W,
    /// Relationship references.
    R,
    /// Office mathematics.
    M,
    /// Markup compatibility.
    Mc,
    /// Drawing anchors in text.
    Wp,
    /// DrawingML.
    A,
    /// DrawingML pictures.
    Pic,
    /// Charts.
    Chart,
    /// Diagrams (SmartArt).
    Diagram,
    /// VML.
    V,
    /// Office VML.
    O,
    /// The XML form of a package (Flat OPC).
    Pkg,
    /// What XML itself says (`xml:space`).
    Xml,
    /// WordprocessingML of Word 2003.
    Wordml,
    /// Annotations of Word 2003.
    Aml,
    /// OpenDocument: the document itself.
    Office,
    /// OpenDocument text.
    Text,
    /// OpenDocument tables.
    Table,
    /// OpenDocument styles.
    Style,
    /// OpenDocument, after XSL formatting objects.
    Fo,
    /// OpenDocument drawings.
    Draw,
    /// OpenDocument, after SVG.
    Svg,
    /// Links.
    Xlink,
    /// Dublin Core.
    Dc,
    /// What our own Akoma Ntoso says beyond the standard.
    Own,
    /// A vocabulary whose content is walked through: shapes, groups, later Word versions.
    Known,
    /// No namespace.
    None,
    /// Any other.
    Other,
}

/// Namespace URIs (ECMA-376 part 1 and part 4, and Microsoft's published extensions).
const SPACES: &[(&[u8], KnownNamespace)] = &[
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", KnownNamespace::W),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", KnownNamespace::W),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", KnownNamespace::R),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", KnownNamespace::R),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/math", KnownNamespace::M),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", KnownNamespace::M),
    (b"http://schemas.openxmlformats.org/markup-compatibility/2006", KnownNamespace::Mc),
    (b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", KnownNamespace::Wp),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", KnownNamespace::Wp),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", KnownNamespace::A),
    (b"http://purl.oclc.org/ooxml/drawingml/main", KnownNamespace::A),
    (b"http://schemas.openxmlformats.org/drawingml/2006/picture", KnownNamespace::Pic),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", KnownNamespace::Pic),
    (b"http://schemas.openxmlformats.org/drawingml/2006/chart", KnownNamespace::Chart),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", KnownNamespace::Chart),
    (b"http://schemas.openxmlformats.org/drawingml/2006/diagram", KnownNamespace::Diagram),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", KnownNamespace::Diagram),
    (b"urn:schemas-microsoft-com:vml", KnownNamespace::V),
    (b"urn:schemas-microsoft-com:office:office", KnownNamespace::O),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", KnownNamespace::Pkg),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", KnownNamespace::Wordml),
    (b"http://schemas.microsoft.com/aml/2001/core", KnownNamespace::Aml),
    (b"urn:oasis:names:tc:opendocument:xmlns:office:1.0", KnownNamespace::Office),
    (b"urn:oasis:names:tc:opendocument:xmlns:text:1.0", KnownNamespace::Text),
    (b"urn:oasis:names:tc:opendocument:xmlns:table:1.0", KnownNamespace::Table),
    (b"urn:oasis:names:tc:opendocument:xmlns:style:1.0", KnownNamespace::Style),
    (b"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", KnownNamespace::Fo),
    (b"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", KnownNamespace::Draw),
    (b"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", KnownNamespace::Svg),
    (b"http://www.w3.org/XML/1998/namespace", KnownNamespace::Xml),
    (b"http://www.w3.org/1999/xlink", KnownNamespace::Xlink),
    (b"http://purl.org/dc/elements/1.1/", KnownNamespace::Dc),
    (crate::akoma_ntoso::OWN.as_bytes(), KnownNamespace::Own),
    (b"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", KnownNamespace::Known),
    (b"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", KnownNamespace::Known),
    (b"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", KnownNamespace::Known),
    (b"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing", KnownNamespace::Known),
    (b"http://schemas.microsoft.com/office/word/2010/wordml", KnownNamespace::Known),
    // Its one element (MS-DOCX, 2.6.4) says what Word's own `w:sym` says.
    (b"http://schemas.microsoft.com/office/word/2015/wordml/symex", KnownNamespace::W),
    (b"http://schemas.microsoft.com/office/word/2012/wordml", KnownNamespace::Known),
    (b"http://schemas.microsoft.com/office/drawing/2010/main", KnownNamespace::Known),
];

fn space(resolved: &ResolveResult<'_>) -> KnownNamespace {
    match resolved {
        ResolveResult::Bound(Namespace(uri)) => {
            SPACES.iter().find(|(known, _)| known == uri).map_or(KnownNamespace::Other, |(_, space)| *space)
        }
        ResolveResult::Unbound => KnownNamespace::None,
        ResolveResult::Unknown(_) => KnownNamespace::Other,
    }
}

/// A start tag.
#[derive(Debug)]
pub(super) struct StartTag<'a> {
    /// Its vocabulary.
    pub space: KnownNamespace,
    tag: BytesStart<'a>,
}

impl StartTag<'_> {
    /// Local name.
    pub(super) fn local(&self) -> &[u8] {
        self.tag.local_name().into_inner()
    }

    /// Vocabulary and local name, to match on.
    pub(super) fn name(&self) -> (KnownNamespace, &[u8]) {
        (self.space, self.local())
    }
}

/// One token.
#[derive(Debug)]
pub(super) enum XmlToken<'a> {
    /// A start tag; an empty element gives its end too.
    Start(StartTag<'a>),
    /// An end tag.
    End,
    /// Text, entities resolved.
    Text(Cow<'a, str>),
    /// The end of the part, every element closed.
    Eof,
}

/// Whether every field of a part has its end: then all that stands in a code is code, however many
/// paragraphs it runs over.
fn fields_end(content: &str) -> bool {
    let mut open = 0usize;
    for (at, name) in content.match_indices("fldCharType=") {
        let value = content.get(at + name.len() + 1..).unwrap_or_default();
        if value.starts_with("begin") {
            open += 1;
        } else if value.starts_with("end") {
            let Some(left) = open.checked_sub(1) else { return false };
            open = left;
        }
    }
    open == 0
}

/// The tokens of one part.
pub(super) struct XmlReader<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    content: &'a str,
    /// Whether every field has its end, once that was asked.
    fields_end: Option<bool>,
    depth: usize,
    /// Namespaces that each open element declares, where it declares any: its depth and their count.
    declared: Vec<(usize, usize)>,
    /// All that are in scope; each name is looked up among them.
    in_scope: usize,
    /// What open elements say of white space, innermost last: their depths, and whether it is kept.
    white_space: Vec<(usize, bool)>,
    /// Depth at which a branch of alternate content was taken among properties.
    branch_taken: usize,
}

/// A part as text: UTF-8, or another encoding that its mark or its declaration names (XML 1.0, 4.3.3).
///
/// # Errors
/// Bytes that are none of it, with the place.
pub(super) fn decode<'a>(part: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Refusal> {
    let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let valid = match std::str::from_utf8(content) {
        Ok(text) if !content.contains(&0) => return Ok(Cow::Borrowed(text)),
        Ok(_) => 0,
        Err(error) => error.valid_up_to() + bytes.len() - content.len(),
    };
    let head = encoding::head(bytes);
    let declaration = head.split("?>").next().filter(|head| head.starts_with("<?xml")).unwrap_or_default();
    let declared = declaration.split_once("encoding=").and_then(|(_, after)| {
        encoding::of_label(after.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?)
    });
    // Bytes that are no UTF-8 under a declaration of UTF-8 are no XML, and Word opens no such part: what they were is
    // guessed by nobody.
    let declared = declared.filter(|declared| *declared != encoding_rs::UTF_8);
    let wide = content.contains(&0) || matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let decoded = (declared.is_some() || wide).then(|| encoding::decode(bytes, declared));
    match decoded {
        Some(Ok(decoded)) => Ok(Cow::Owned(decoded.text)),
        _ => Err(damaged(part, valid, "a byte that no character begins with")),
    }
}

fn damaged(part: &str, at: usize, what: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("{part} is broken at byte {at}: {what}", part, at, what),
        message!("open the file in Word, let it repair the file and save it again"),
    )
}

impl<'a> XmlReader<'a> {
    /// The tokens of `content`, named `part` in messages.
    pub(super) fn new(part: &'a str, content: &'a str) -> Self {
        let mut reader = NsReader::from_str(content);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.trim_markup_names_in_closing_tags = true;
        Self {
            reader,
            part,
            content,
            fields_end: None,
            depth: 0,
            declared: Vec::new(),
            in_scope: 0,
            white_space: Vec::new(),
            branch_taken: 0,
        }
    }

    /// Whether every field of the part has its end.
    pub(super) fn fields_end(&mut self) -> bool {
        *self.fields_end.get_or_insert_with(|| fields_end(self.content))
    }

    /// Whether white space at the edges of text counts here: the nearest element that says so has the word
    /// (XML 1.0, 2.10).
    pub(super) fn keeps_white_space(&self) -> bool {
        self.white_space.last().is_some_and(|(_, kept)| *kept)
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next token.
    ///
    /// # Errors
    /// XML that is not well-formed, a DOCTYPE, an unknown entity, a bound met.
    pub(super) fn next(&mut self) -> Result<XmlToken<'a>, Refusal> {
        loop {
            budget::ask(super::STAGE)?;
            let before = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error)),
            };
            if self.position() - before > limits::XML_TOKEN_BYTES {
                return Err(Refusal::over(
                    message!("a single piece of {part}", part = self.part),
                    limits::XML_TOKEN_BYTES as u64,
                    message!("bytes"),
                ));
            }
            match event {
                Event::Start(tag) => return self.start(tag).map(XmlToken::Start),
                Event::End(_) => {
                    if let Some((_, count)) = self.declared.pop_if(|(depth, _)| *depth == self.depth) {
                        self.in_scope -= count;
                    }
                    self.white_space.pop_if(|(depth, _)| *depth == self.depth);
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(XmlToken::End);
                }
                Event::Text(text) => match text.xml10_content() {
                    Ok(text) => return Ok(XmlToken::Text(text)),
                    Err(error) => return Err(self.broken(&error)),
                },
                Event::CData(text) => match text.xml10_content() {
                    Ok(text) => return Ok(XmlToken::Text(text)),
                    Err(error) => return Err(self.broken(&error)),
                },
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        Ok(None) => predefined(&reference).ok_or_else(|| self.entity(&reference))?,
                        Err(error) => return Err(self.broken(&error)),
                    };
                    return Ok(XmlToken::Text(Cow::Owned(character.to_string())));
                }
                Event::DocType(_) => {
                    return Err(Refusal::new(
                        RefusalKind::Entity,
                        message!(
                            "{part} declares a document type at byte {before}",
                            part = self.part,
                            before
                        ),
                        message!(
                            "Word never writes one; it can make a file read others: ask where the file comes from"
                        ),
                    ));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(damaged(self.part, before, "it ends inside an element"));
                }
                Event::Eof => return Ok(XmlToken::Eof),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn start(&mut self, tag: BytesStart<'a>) -> Result<StartTag<'a>, Refusal> {
        self.depth += 1;
        if self.depth > limits::XML_DEPTH {
            return Err(Refusal::over(
                message!("the nesting of {part}", part = self.part),
                limits::XML_DEPTH as u64,
                message!("elements"),
            ));
        }
        let (mut count, mut declared) = (0usize, 0usize);
        for attribute in tag.attributes() {
            match attribute {
                Ok(attribute) => {
                    declared += usize::from(attribute.key.as_namespace_binding().is_some());
                    if attribute.key.as_ref() == b"xml:space" {
                        self.white_space.push((self.depth, attribute.value.as_ref() == b"preserve"));
                    }
                }
                Err(error) => return Err(self.broken(&error)),
            }
            count += 1;
            if count > limits::XML_ATTRIBUTES {
                return Err(Refusal::over(
                    message!("an element of {part}", part = self.part),
                    limits::XML_ATTRIBUTES as u64,
                    message!("attributes"),
                ));
            }
        }
        if declared > 0 {
            self.declared.push((self.depth, declared));
            self.in_scope += declared;
            if self.in_scope > limits::XML_NAMESPACES {
                let place = format!("an element of {}", self.part);
                return Err(Refusal::over(
                    Message::foreign(place),
                    limits::XML_NAMESPACES as u64,
                    message!("namespaces in scope"),
                ));
            }
        }
        let space = space(&self.reader.resolver().resolve_element(tag.name()).0);
        Ok(StartTag { space, tag })
    }

    /// The next start tag inside the element that was open at `depth`; `None` at its end. Text is
    /// passed over, and of alternate content all but one branch (ECMA-376 part 3, 9.3).
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn next_within(&mut self, depth: usize) -> Result<Option<StartTag<'a>>, Refusal> {
        let mut skipped = None;
        loop {
            match self.next()? {
                XmlToken::Start(_) if skipped.is_some() => {}
                XmlToken::Start(element) if element.space == KnownNamespace::Mc => {
                    skipped = (!self.takes(&element)?).then_some(self.depth);
                }
                XmlToken::End if skipped.is_some_and(|at| self.depth < at) => skipped = None,
                XmlToken::Start(element) => return Ok(Some(element)),
                XmlToken::End if self.depth < depth => return Ok(None),
                XmlToken::Eof => return Ok(None),
                XmlToken::End | XmlToken::Text(_) => {}
            }
        }
    }

    /// Whether a branch of alternate content is the one to be read.
    fn takes(&mut self, element: &StartTag<'a>) -> Result<bool, Refusal> {
        let free = self.branch_taken != self.depth;
        let take = match element.local() {
            b"AlternateContent" => {
                // Its branches stand one deeper; none is taken yet.
                self.branch_taken = 0;
                return Ok(true);
            }
            b"Choice" => {
                let requires =
                    self.attribute(element, KnownNamespace::None, b"Requires")?.unwrap_or_default();
                free && self.understands(&requires)
            }
            b"Fallback" => free,
            _ => return Ok(true),
        };
        if take {
            self.branch_taken = self.depth;
        }
        Ok(take)
    }

    /// The source of what stands in the element just opened, to its end.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn inner_source(&mut self, content: &'a str) -> Result<&'a str, Refusal> {
        let (start, depth) = (self.position(), self.depth);
        loop {
            let before = self.position();
            match self.next()? {
                XmlToken::End if self.depth < depth => {
                    return Ok(content.get(start..before).unwrap_or_default());
                }
                XmlToken::Eof => return Ok(""),
                _ => {}
            }
        }
    }

    /// The namespaces that an element declares: prefix, empty for the default, and URI as written.
    pub(super) fn declarations(&self, element: &StartTag<'a>) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut attributes = element.tag.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .filter_map(|attribute| match attribute.key.as_namespace_binding()? {
                PrefixDeclaration::Default => Some((String::new(), text(&attribute.value))),
                PrefixDeclaration::Named(prefix) => Some((text(prefix), text(&attribute.value))),
            })
            .collect()
    }

    /// All attributes of an element: vocabulary, local name, value.
    ///
    /// # Errors
    /// As [`Self::attribute`].
    pub(super) fn attributes(
        &self,
        element: &StartTag<'a>,
    ) -> Result<Vec<(KnownNamespace, String, String)>, Refusal> {
        let mut all = Vec::new();
        for attribute in element.tag.attributes().with_checks(false).flatten() {
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (space, local) = (self.space_of(attribute.key), attribute.key.local_name().into_inner());
            let local = String::from_utf8_lossy(local).into_owned();
            let value = self.attribute(element, space, local.as_bytes())?.unwrap_or_default().into_owned();
            all.push((space, local, value));
        }
        Ok(all)
    }

    /// Passes over the rest of the element just opened.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        let depth = self.depth;
        while self.next_within(depth)?.is_some() {}
        Ok(())
    }

    /// An attribute's value; `space` is [`KnownNamespace::None`] for one without a prefix.
    ///
    /// # Errors
    /// A value with an unknown entity.
    pub(super) fn attribute(
        &self,
        element: &StartTag<'a>,
        space: KnownNamespace,
        local: &[u8],
    ) -> Result<Option<Cow<'a, str>>, Refusal> {
        for attribute in element.tag.attributes().with_checks(false).flatten() {
            if attribute.key.local_name().into_inner() == local && self.space_of(attribute.key) == space {
                return match attribute
                    .decoded_and_normalized_value(XmlVersion::Implicit1_0, self.reader.decoder())
                {
                    Ok(value) => Ok(Some(Cow::Owned(value.into_owned()))),
                    Err(quick_xml::Error::Escape(error)) => Err(self.entity(error.to_string().as_bytes())),
                    Err(error) => Err(self.broken(&error)),
                };
            }
        }
        Ok(None)
    }

    /// The attribute `w:val`.
    ///
    /// # Errors
    /// As [`Self::attribute`].
    pub(super) fn val(&self, element: &StartTag<'a>) -> Result<Option<Cow<'a, str>>, Refusal> {
        self.attribute(element, KnownNamespace::W, b"val")
    }

    /// An attribute of the Word vocabulary as a whole number.
    ///
    /// # Errors
    /// As [`Self::attribute`].
    pub(super) fn number(&self, element: &StartTag<'a>, local: &[u8]) -> Result<Option<i64>, Refusal> {
        Ok(self.attribute(element, KnownNamespace::W, local)?.and_then(|value| value.trim().parse().ok()))
    }

    /// The revision mark that an element states (ECMA-376 part 1, 17.13.5).
    ///
    /// # Errors
    /// As [`Self::attribute`].
    pub(super) fn revision(
        &self,
        element: &StartTag<'a>,
        kind: RevisionKind,
        moved: Option<&str>,
    ) -> Result<Revision, Refusal> {
        let known = |value: Option<Cow<'_, str>>| value.filter(|v| !v.is_empty()).map(Cow::into_owned);
        Ok(Revision {
            kind,
            author: known(self.attribute(element, KnownNamespace::W, b"author")?),
            date: known(self.attribute(element, KnownNamespace::W, b"date")?),
            origin: RevisionOrigin::Word,
            moved: moved.map(str::to_owned),
        })
    }

    /// Whether every prefix in a `Requires` list names a vocabulary that is read here.
    pub(super) fn understands(&self, prefixes: &str) -> bool {
        prefixes.split_ascii_whitespace().all(|prefix| {
            let name = format!("{prefix}:x");
            !matches!(self.space_of(QName(name.as_bytes())), KnownNamespace::Other | KnownNamespace::None)
        })
    }

    fn space_of(&self, name: QName<'_>) -> KnownNamespace {
        space(&self.reader.resolver().resolve_attribute(name).0)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn broken(&self, error: &dyn std::fmt::Display) -> Refusal {
        damaged(self.part, self.position(), &error.to_string())
    }

    fn entity(&self, name: &[u8]) -> Refusal {
        Refusal::new(
            RefusalKind::Entity,
            message!(
                "{part} uses the unknown entity {entity}",
                part = self.part,
                entity = format!("{:?}", String::from_utf8_lossy(name))
            ),
            message!("Word never writes one: ask where the file comes from"),
        )
    }
}

/// The five entities that XML predefines (XML 1.0, 4.6).
fn predefined(name: &[u8]) -> Option<char> {
    match name {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"apos" => Some('\''),
        b"quot" => Some('"'),
        _ => None,
    }
}
