//! A header, footer or other part of the user's template, without what no official document may carry on.
//!
//! In: the XML of a part. Out: what shows of it: fields that compute what a page shows, text that stands.
//! Taken away: deleted and hidden text, comments, names of authors, links (their words stay), data bindings,
//! forms, what only old programs would show. Never: a field that fetches, starts or asks something, an
//! address outside of the file, an object or a control: each is refused by name.

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

use super::unfit;
use crate::diagnostics::Refusal;

/// Fields that show something of the document, its page or the time and reach for nothing else
/// (ECMA-376 part 1, 17.16.5).
const FIELDS: &[&str] = &[
    "PAGE",
    "NUMPAGES",
    "SECTION",
    "SECTIONPAGES",
    "STYLEREF",
    "DATE",
    "TIME",
    "CREATEDATE",
    "SAVEDATE",
    "PRINTDATE",
    "TITLE",
    "SUBJECT",
    "SYMBOL",
    "EQ",
    "IF",
    "SEQ",
];

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "w:del",
    "w:moveFrom",
    "w:delText",
    "w:delInstrText",
    "w:rPrChange",
    "w:pPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:tblGridChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:numberingChange",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:commentReference",
    "w:annotationRef",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:moveFromRangeStart",
    "w:moveFromRangeEnd",
    "w:moveToRangeStart",
    "w:moveToRangeEnd",
    "w:permStart",
    "w:permEnd",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:dataBinding",
    "w:ffData",
    "a:hlinkClick",
    "a:hlinkHover",
    "a:hlinkMouseOver",
    "mc:Fallback",
];

/// Elements that go and leave what is in them.
const UNWRAPPED: &[&str] = &["w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml"];

/// Elements that are no part of a page's looks: what is embedded, controls, documents inside.
const REFUSED: &[&str] =
    &["w:object", "w:control", "w:altChunk", "w:subDoc", "o:OLEObject", "w:movie", "w:contentPart", "o:ink"];

/// Attributes that lead to a place outside of the part, by their local names.
const LEADING: &[&str] = &["src", "href", "althref", "onmouseover"];

/// An element or a text of a part.
#[derive(Debug)]
enum XmlNode {
    Element {
        name: String,
        attributes: Vec<(String, String)>,
        children: Vec<XmlNode>,
    },
    /// As it stands, escaped.
    Text(String),
}

/// The part without what it may not hold. `bytes` were checked by [`super::opc::check_xml`], which bounds
/// their depth.
///
/// # Errors
/// What is refused, by name.
pub(super) fn clean(part: &str, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut nodes = Vec::new();
    for node in parse(part, bytes)? {
        keep(part, node, &mut nodes)?;
    }
    let mut fields = Fields { part, open: Vec::new() };
    nodes.iter().try_for_each(|node| fields.see(node))?;
    let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>".to_vec());
    let failed = |error: std::io::Error| Refusal::internal(format!("XML could not be written: {error}"));
    nodes.iter().try_for_each(|node| write(node, &mut writer)).map_err(failed)?;
    Ok(writer.into_inner())
}

/// An element that is not ended yet: its name, its attributes, what is in it.
type OpenElement = (String, Vec<(String, String)>, Vec<XmlNode>);

fn parse(part: &str, bytes: &[u8]) -> Result<Vec<XmlNode>, Refusal> {
    let broken =
        |error: &dyn std::fmt::Display| unfit(&format!("{part} is not XML ({error})"), "save it again");
    let text = std::str::from_utf8(bytes).map_err(|error| broken(&error))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut open: Vec<OpenElement> = vec![Default::default()];
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        let ended = match event {
            Event::Start(start) => {
                let (name, attributes) = head(&start).map_err(|error| broken(&error))?;
                open.push((name, attributes, Vec::new()));
                None
            }
            Event::Empty(start) => {
                let (name, attributes) = head(&start).map_err(|error| broken(&error))?;
                Some(XmlNode::Element { name, attributes, children: Vec::new() })
            }
            Event::End(_) => {
                open.pop().map(|(name, attributes, children)| XmlNode::Element { name, attributes, children })
            }
            Event::Text(text) => Some(XmlNode::Text(lossy(&text))),
            Event::GeneralRef(entity) => Some(XmlNode::Text(format!("&{};", lossy(&entity)))),
            Event::CData(text) => Some(XmlNode::Text(quick_xml::escape::escape(lossy(&text)).into_owned())),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => None,
        };
        if let (Some(node), Some((.., children))) = (ended, open.last_mut()) {
            children.push(node);
        }
    }
    Ok(open.pop().map(|(.., nodes)| nodes).unwrap_or_default())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

type OpenTag = (String, Vec<(String, String)>);

/// Name and attributes of a tag, values as they stand.
fn head(start: &BytesStart<'_>) -> Result<OpenTag, quick_xml::events::attributes::AttrError> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute?;
        attributes.push((lossy(attribute.key.as_ref()), lossy(&attribute.value)));
    }
    Ok((lossy(start.name().as_ref()), attributes))
}

/// Keeps a node, what of it stays, or nothing.
fn keep(part: &str, node: XmlNode, kept: &mut Vec<XmlNode>) -> Result<(), Refusal> {
    let XmlNode::Element { name, mut attributes, children } = node else {
        kept.push(node);
        return Ok(());
    };
    if DROPPED.contains(&name.as_str()) || (name == "w:r" && is_hidden(&children)) {
        return Ok(());
    }
    if REFUSED.contains(&name.as_str()) {
        return Err(unfit(
            &format!("{part} holds {name}: something embedded, or a control"),
            "take it out, or paste it as a picture",
        ));
    }
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    if let Some((_, value)) =
        attributes.iter().find(|(name, value)| LEADING.contains(&local(name).as_str()) && !value.is_empty())
    {
        return Err(unfit(
            &format!("{part} shows something that lies elsewhere ({value})"),
            "insert the picture into the file instead of linking to it",
        ));
    }
    let mut inner = Vec::with_capacity(children.len());
    for child in children {
        keep(part, child, &mut inner)?;
    }
    if UNWRAPPED.contains(&name.as_str()) {
        kept.append(&mut inner);
        return Ok(());
    }
    attributes
        .retain(|(name, _)| !(name.starts_with("w:rsid") || name == "w14:paraId" || name == "w14:textId"));
    kept.push(XmlNode::Element { name, attributes, children: inner });
    Ok(())
}

/// Whether a run is hidden (17.3.2.41).
fn is_hidden(children: &[XmlNode]) -> bool {
    let properties = children.iter().filter_map(|child| match child {
        XmlNode::Element { name, children, .. } if name == "w:rPr" => Some(children),
        _ => None,
    });
    properties.flatten().any(|property| match property {
        XmlNode::Element { name, attributes, .. } if name == "w:vanish" => {
            let value = attributes.iter().find(|(name, _)| name == "w:val").map(|(_, value)| value.as_str());
            !matches!(value, Some("0" | "false" | "off"))
        }
        _ => false,
    })
}

/// The fields of a part, in the order of its text.
struct Fields<'p> {
    part: &'p str,
    /// Codes of open fields, the innermost last; `None` once the code has ended.
    open: Vec<Option<String>>,
}

impl Fields<'_> {
    fn see(&mut self, node: &XmlNode) -> Result<(), Refusal> {
        let XmlNode::Element { name, attributes, children } = node else { return Ok(()) };
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        match name.as_str() {
            "w:fldSimple" => self.check(value("w:instr").map(String::as_str).unwrap_or_default())?,
            "w:fldChar" => match value("w:fldCharType").map(String::as_str) {
                Some("begin") => {
                    // A code that begins with another field takes its name from what that one shows.
                    if self
                        .open
                        .last()
                        .is_some_and(|code| code.as_ref().is_some_and(|code| code.trim().is_empty()))
                    {
                        return Err(self.refusal("whose name another field makes"));
                    }
                    self.open.push(Some(String::new()));
                }
                Some("separate") => self.end_code()?,
                Some("end") => {
                    self.end_code()?;
                    self.open.pop();
                }
                _ => {}
            },
            "w:instrText" => {
                let text: String = children
                    .iter()
                    .filter_map(
                        |child| if let XmlNode::Text(text) = child { Some(text.as_str()) } else { None },
                    )
                    .collect();
                match self.open.last_mut() {
                    Some(Some(code)) => code.push_str(&text),
                    // Behind the code of its field, or in none: Word would run it all the same.
                    _ => self.check(&text)?,
                }
            }
            _ => {}
        }
        children.iter().try_for_each(|child| self.see(child))
    }

    fn end_code(&mut self) -> Result<(), Refusal> {
        match self.open.last_mut().and_then(Option::take) {
            Some(code) => self.check(&code),
            None => Ok(()),
        }
    }

    fn check(&self, code: &str) -> Result<(), Refusal> {
        let name = code.split_whitespace().next().unwrap_or_default().to_uppercase();
        if name.is_empty() || name.starts_with('=') || FIELDS.contains(&name.as_str()) {
            return Ok(());
        }
        Err(self.refusal(&format!("({name}) that reaches beyond the page")))
    }

    fn refusal(&self, what: &str) -> Refusal {
        unfit(
            &format!("{} holds a field {what}", self.part),
            "put its words in its place (Ctrl+Shift+F9 in Word); page numbers, dates and STYLEREF are kept",
        )
    }
}

fn write(node: &XmlNode, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    let (name, attributes, children) = match node {
        XmlNode::Text(text) => {
            return writer.write_event(Event::Text(BytesText::from_escaped(text.as_str())));
        }
        XmlNode::Element { name, attributes, children } => (name, attributes, children),
    };
    let mut start = BytesStart::new(name.as_str());
    for (key, value) in attributes {
        start.push_attribute((key.as_bytes(), value.as_bytes()));
    }
    if children.is_empty() {
        return writer.write_event(Event::Empty(start));
    }
    writer.write_event(Event::Start(start))?;
    children.iter().try_for_each(|child| write(child, writer))?;
    writer.write_event(Event::End(BytesEnd::new(name.as_str())))
}
