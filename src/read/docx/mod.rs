//! Word packages (`.docx`, `.docm`, `.dotx`, `.dotm`, transitional and strict) into a [`Source`].
//!
//! Two steps: the package into Word's own facts ([`super::facts`]), which make the source. Never: a
//! guess about meaning, an address followed, a macro copied, a file made.
//!
//! | | |
//! |---|---|
//! | kept | paragraphs and runs with style, format, language, direction; insertions, deletions and moves of runs, paragraph marks, rows, cells, with author and date; format changes; list numbers as Word shows them; tables with spans; foot- and endnotes; comments; hyperlinks; results of fields; pictures; headers and footers as evidence |
//! | walked through | content controls, smart tags, custom XML, text in unknown vocabularies; of alternate content, one branch |
//! | degraded, reported | equations (as text), text boxes (after their anchor), objects (preview or placeholder), signs of symbol fonts that Unicode lacks, hidden text, property changes of tables and sections, pronunciation guides |
//! | not carried, reported | macros, what lies outside the package, notes that nothing refers to |
//! | not carried | what table styles say of words, pictures in headers, bookmarks, field instructions, settings |
//! | refused | damaged or encrypted packages, other office formats, DOCTYPE, unknown entities, two parts of one name, anything over a bound of [`crate::limits`] |

mod chunks;
mod drawing;
mod ends;
mod form;
mod line;
mod mathematics;
mod numbering;
pub(super) mod pictures;
mod properties;
mod relationships;
mod story;
mod styles;
mod tables;

use std::collections::HashSet;

use relationships::{RelationshipTarget, Relationships};

use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, message};
use crate::read::LanguageHint;
use crate::read::facts::document::{DocumentParts, HiddenStory};
use crate::read::facts::rules;
use crate::read::facts::types::FormatCounts;
use crate::read::package::InputPackage;
use crate::read::xml::{KnownNamespace, XmlReader, XmlToken, decode};
use crate::source::{Properties, Source, SourceFormat};

/// Reads a Word package.
///
/// # Errors
/// A [`Refusal`] that names what was found and what to do next; never part of a document.
#[cfg(test)]
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    read_in(name, bytes, LanguageHint::default())
}

/// Reads a Word package of whose language something is known.
///
/// # Errors
/// A [`Refusal`] that names what was found and what to do next; never part of a document.
pub(crate) fn read_in(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    read_package(name, &mut InputPackage::open(bytes)?, SourceFormat::Docx, 0, language)
}

/// Reads an open package that stands in so many others.
///
/// # Errors
/// As [`read_in`].
pub(super) fn read_package(
    name: &str,
    package: &mut InputPackage<'_>,
    format: SourceFormat,
    depth: usize,
    language: LanguageHint,
) -> Result<Source, Refusal> {
    let main = main_part(package)?;
    let mut facts = DocumentParts::read(package, &main)?;
    facts.language = language;
    chunks::read(package, &mut facts, depth)?;
    let album = pictures::collect(package, std::mem::take(&mut facts.gathered.pictures))?;
    let mut source = facts.assemble(album, format)?;
    name.clone_into(&mut source.name);
    if package.names().any(|part| part.ends_with("vbaproject.bin")) {
        source.findings.push(Finding::new(
            &rules::MACROS,
            None,
            message!("the file holds macros, which are not copied"),
        ));
    }
    Ok(source)
}

/// The part that holds the document, by the package's relationships.
fn main_part(package: &mut InputPackage<'_>) -> Result<String, Refusal> {
    let relationships = Relationships::of(package, "")?;
    if let Some(part) = relationships.part_of("officeDocument")
        && package.has(part)
    {
        return Ok(part.to_owned());
    }
    if package.has("word/document.xml") {
        return Ok("word/document.xml".to_owned());
    }
    Err(other_archive(package))
}

/// What a zip file is that is no Word package.
fn other_archive(package: &InputPackage<'_>) -> Refusal {
    const OTHERS: &[(&str, &str)] = &[
        ("encryptedpackage", "an encrypted package"),
        ("meta-inf/container.xml", "an electronic book (EPUB)"),
        ("content.xml", "an OpenDocument file"),
        ("xl/workbook.xml", "a spreadsheet"),
        ("xl/workbook.bin", "a spreadsheet"),
        ("ppt/presentation.xml", "a presentation"),
        ("index/document.iwa", "a Pages, Numbers or Keynote file"),
        ("index.zip", "a Pages, Numbers or Keynote file"),
        ("index.apxl", "a Keynote file"),
        ("index.xml", "a Pages file"),
    ];
    const DOCUMENTS: &[&str] = &[".docx", ".docm", ".doc", ".odt", ".rtf", ".txt", ".htm", ".html"];
    let known = OTHERS.iter().find(|(part, _)| package.has(part)).map(|(_, what)| *what);
    let document = package.names().find(|name| DOCUMENTS.iter().any(|end| name.ends_with(end)));
    match (known, document) {
        (None, Some(document)) => Refusal::new(
            RefusalKind::Format,
            message!(
                "the file is a zip archive that holds {document}, not a Word document",
                document = format!("{document:?}")
            ),
            message!("unpack it and give the folder, or the document in it"),
        ),
        (known, _) => Refusal::new(
            RefusalKind::Format,
            message!("the file is {what}", what => Message::phrase(known.unwrap_or("a zip archive, not a Word document"))),
            match known {
                None => message!("unpack it and give the folder, or the document in it"),
                Some(_) => message!("save the text from its program as .docx"),
            },
        ),
    }
}

impl DocumentParts {
    fn read(package: &mut InputPackage<'_>, main: &str) -> Result<Self, Refusal> {
        let mut relationships = Relationships::of(package, main)?;
        relationships.read_words(package)?;
        let mut facts = Self::default();
        let ledger = &mut facts.gathered.ledger;
        if let Some((part, content)) = text_of(package, relationships.part_of("styles"))? {
            facts.styles = styles::read(&part, &content, ledger)?;
        }
        if let Some((part, content)) = text_of(package, relationships.part_of("numbering"))? {
            facts.numbering = numbering::read(&part, &content, ledger)?;
            facts.numbering.follow_styles(|style| facts.styles.list_of(style));
        }
        if facts.numbering.speaks() {
            facts.theme_language = theme_language(package)?;
        }
        facts.gathered.running_on = facts.styles.running_on();
        // What a style says of colour is the look of the file, not of words in it.
        facts.gathered.ledger.formats = FormatCounts::default();
        facts.body(package, main, &relationships)?;
        facts.all_asides(package, &relationships)?;
        facts.notes.resize_with(facts.gathered.notes.ids().len(), || None);
        facts.comments.resize_with(facts.gathered.comments.ids().len(), || None);
        facts.furniture(package, &relationships)?;
        facts.note_external(&relationships);
        facts.note_external(&Relationships::of(package, "word/settings.xml")?);
        facts.properties = core_properties(package)?;
        Ok(facts)
    }

    fn body(
        &mut self,
        package: &mut InputPackage<'_>,
        main: &str,
        relationships: &Relationships,
    ) -> Result<(), Refusal> {
        let Some((part, content)) = text_of(package, Some(main))? else {
            return Ok(());
        };
        let mut xml = XmlReader::new(&part, &content);
        let mut seen = false;
        loop {
            match xml.next()? {
                XmlToken::Start(element) => match element.name() {
                    (KnownNamespace::W, b"document") if !seen => seen = true,
                    (KnownNamespace::W, b"body") if seen => {
                        self.body.extend(story::read_body(&mut xml, &mut self.gathered, relationships)?);
                    }
                    _ if seen => xml.skip()?,
                    (_, local) => {
                        let local = String::from_utf8_lossy(local).into_owned();
                        return Err(Refusal::new(
                            RefusalKind::Format,
                            message!(
                                "the package's main part {part} is a <{local}>, not a Word document",
                                part,
                                local
                            ),
                            message!("save the text from its program as .docx"),
                        ));
                    }
                },
                XmlToken::Eof if seen => return Ok(()),
                XmlToken::Eof => {
                    return Err(Refusal::new(
                        RefusalKind::Damaged,
                        message!("{part} holds no document", part),
                        message!("open the file in Word, let it repair the file and save it again"),
                    ));
                }
                XmlToken::End | XmlToken::Text(_) => {}
            }
        }
    }

    /// Notes and comments. Those that notes and comments refer to are met after their own part may
    /// have been read: the parts are read until nothing new is referred to.
    fn all_asides(
        &mut self,
        package: &mut InputPackage<'_>,
        relationships: &Relationships,
    ) -> Result<(), Refusal> {
        /// Notes in notes in notes: Word knows one level.
        const PASSES: usize = 5;
        for pass in 0..PASSES {
            let known = (self.gathered.notes.ids().len(), self.gathered.comments.ids().len());
            self.unreferenced = 0;
            for (kind, element) in
                [("footnotes", b"footnote".as_slice()), ("endnotes", b"endnote"), ("comments", b"comment")]
            {
                if let Some((part, content)) = text_of(package, relationships.part_of(kind))? {
                    let own = Relationships::of(package, &part)?;
                    self.asides(&part, &content, &own, element)?;
                    if pass == 0 {
                        self.note_external(&own);
                    }
                }
            }
            if (self.gathered.notes.ids().len(), self.gathered.comments.ids().len()) == known {
                break;
            }
        }
        Ok(())
    }

    /// Notes or comments: those that are referred to, in the order of reference.
    fn asides(&mut self, part: &str, content: &str, own: &Relationships, kind: &[u8]) -> Result<(), Refusal> {
        let mut xml = XmlReader::new(part, content);
        let mut seen = HashSet::new();
        loop {
            let element = match xml.next()? {
                XmlToken::Start(element) if element.name() == (KnownNamespace::W, kind) => element,
                XmlToken::Eof => return Ok(()),
                _ => continue,
            };
            let text = |name: &[u8]| {
                let value = xml.attribute(&element, KnownNamespace::W, name)?;
                Ok::<_, Refusal>(value.filter(|v| !v.is_empty()).map(|v| v.into_owned()))
            };
            let separator = text(b"type")?.is_some_and(|kind| kind != "normal");
            let (author, date, initials) = (text(b"author")?, text(b"date")?, text(b"initials")?);
            let id = xml.number(&element, b"id")?.unwrap_or(-1);
            let place = match kind {
                b"comment" => self.gathered.comments.place(id),
                _ => self.gathered.notes.place((kind == b"endnote", id)),
            };
            let list = if kind == b"comment" { &mut self.comments } else { &mut self.notes };
            list.resize_with(list.len().max(place.map_or(0, |place| place + 1)), || None);
            // A second note of one id is one that nothing refers to; one of an earlier pass is there.
            let again = !seen.insert(id);
            let slot = place.and_then(|place| list.get_mut(place));
            let there = !again && slot.as_ref().is_some_and(|slot| slot.is_some());
            let Some(slot) = slot.filter(|slot| slot.is_none()) else {
                self.unreferenced += usize::from(!separator && !there);
                xml.skip()?;
                continue;
            };
            let blocks = story::read(&mut xml, &mut self.gathered, own)?;
            *slot = Some(HiddenStory { author, date, initials, blocks });
        }
    }

    /// Headers and footers that a section shows, each once. Their pictures are the template's work.
    fn furniture(
        &mut self,
        package: &mut InputPackage<'_>,
        relationships: &Relationships,
    ) -> Result<(), Refusal> {
        let (pictures, formats) = (self.gathered.pictures.len(), self.gathered.ledger.formats);
        let mut seen = Vec::new();
        for id in std::mem::take(&mut self.gathered.furniture) {
            let part = match relationships.get(&id).map(|relationship| &relationship.target) {
                Some(RelationshipTarget::Part(part)) if !seen.contains(part) => part.clone(),
                _ => continue,
            };
            if let Some((part, content)) = text_of(package, Some(&part))? {
                let own = Relationships::of(package, &part)?;
                let mut xml = XmlReader::new(&part, &content);
                while !matches!(xml.next()?, XmlToken::Start(_) | XmlToken::Eof) {}
                if xml.depth() > 0 {
                    self.furniture.push(story::read_furniture(&mut xml, &mut self.gathered, &own)?);
                }
                self.note_external(&own);
            }
            seen.push(part);
        }
        self.gathered.pictures.truncate(pictures);
        self.gathered.ledger.formats = formats;
        Ok(())
    }

    fn note_external(&mut self, relationships: &Relationships) {
        for relationship in relationships.iter().filter(|relationship| relationship.kind != "hyperlink") {
            if let RelationshipTarget::External(address) = &relationship.target
                && !self.external.contains(address)
                && self.external.len() < 100
            {
                self.external.push(address.clone());
            }
        }
    }
}

/// A part as text, with its name.
fn text_of(package: &mut InputPackage<'_>, part: Option<&str>) -> Result<Option<(String, String)>, Refusal> {
    let Some(part) = part else {
        return Ok(None);
    };
    let Some(bytes) = package.part(part)? else {
        return Ok(None);
    };
    let content = match String::from_utf8(bytes) {
        Ok(content) if !content.starts_with('\u{FEFF}') => content,
        Ok(content) => decode(part, content.as_bytes())?.into_owned(),
        Err(error) => decode(part, error.as_bytes())?.into_owned(),
    };
    Ok(Some((part.to_owned(), content)))
}

/// The language that the fonts of the theme are for (ECMA-376 part 1, 17.15.1.88).
fn theme_language(package: &mut InputPackage<'_>) -> Result<Option<String>, Refusal> {
    let Some((part, content)) = text_of(package, Some("word/settings.xml"))? else {
        return Ok(None);
    };
    let mut xml = XmlReader::new(&part, &content);
    loop {
        match xml.next()? {
            XmlToken::Start(element) if element.name() == (KnownNamespace::W, b"themeFontLang") => {
                return Ok(xml.val(&element)?.map(|tag| tag.into_owned()));
            }
            XmlToken::Eof => return Ok(None),
            _ => {}
        }
    }
}

/// What the file says of itself (ECMA-376 part 2, 11).
fn core_properties(package: &mut InputPackage<'_>) -> Result<Properties, Refusal> {
    let relationships = Relationships::of(package, "")?;
    let mut properties = Properties::default();
    let Some((part, content)) = text_of(package, relationships.part_of("core-properties"))? else {
        return Ok(properties);
    };
    let mut xml = XmlReader::new(&part, &content);
    let mut local = Vec::new();
    loop {
        match xml.next()? {
            XmlToken::Start(element) => local = element.local().to_vec(),
            XmlToken::Text(text) => {
                let slot = match local.as_slice() {
                    b"title" => &mut properties.title,
                    b"creator" => &mut properties.author,
                    b"language" => &mut properties.language,
                    _ => continue,
                };
                slot.get_or_insert_default().push_str(&text);
            }
            XmlToken::End => local.clear(),
            XmlToken::Eof => return Ok(properties),
        }
    }
}
