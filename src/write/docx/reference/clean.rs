//! A part of the user's template, without what no official document may carry on.
//!
//! In: the XML of a part. Out: what shows of it: fields that compute what a page shows, text that stands.
//! Taken away: deleted and hidden text, comments, names of authors and files, links (their words stay), controls and
//! data bindings (their content stays), what only old programs would show. Never: a field that fetches, starts or asks
//! something, an address outside of the file, an object: each is refused by name.

use std::collections::BTreeSet;

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

use super::spaces::{XmlNode, parse};
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
    "w:cellDel",
    "w:cellIns",
    "w:cellMerge",
    "w:numberingChange",
    "w:commentReference",
    "w:annotationRef",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:permStart",
    "w:permEnd",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:rsid",
    "w:rsids",
    "w:sdtPr",
    "w:sdtEndPr",
    "w:smartTagPr",
    "w:customXmlPr",
    "w:ffData",
    "w:fldData",
    "a:hlinkClick",
    "a:hlinkHover",
    "a:hlinkMouseOver",
    "a14:imgProps",
    "o:lock",
];

/// Ends of the names of elements that go too: what properties were before a change, and the ranges of marks.
const DROPPED_ENDS: &[&str] = &["Change", "RangeStart", "RangeEnd"];

/// Elements that go and leave what is in them.
const UNWRAPPED: &[&str] =
    &["w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent"];

/// Elements that are no part of a page's looks, by their names without a prefix: what is embedded, controls, documents
/// inside, sound.
const REFUSED: &[&str] = &[
    "object",
    "control",
    "altChunk",
    "subDoc",
    "OLEObject",
    "movie",
    "contentPart",
    "ink",
    "audioFile",
    "videoFile",
    "wavAudioFile",
    "quickTimeFile",
    "audioCd",
    "dataModel",
];

/// Attributes that lead to a place outside of the part, by their local names.
const LEADING: &[&str] = &["src", "href", "althref", "onmouseover"];

/// Attributes that name somebody, a file or a moment.
const PERSONAL: &[&str] =
    &["w:author", "w:date", "w:initials", "w14:paraId", "w14:textId", "o:title", "r:link", "r:href"];

/// Elements of drawings whose name is what their author, or the file that was inserted, is called.
const NAMED: &[&str] = &["wp:docPr", "pic:cNvPr", "wps:cNvPr", "wpg:cNvPr", "a:cNvPr"];

/// The styles of a template that hide what has them (17.3.2.41).
#[derive(Debug, Clone, Default)]
pub(super) struct HiddenStyles(pub BTreeSet<String>);

/// The part without what it may not hold; `root` is the name of its root. `bytes` were checked by
/// [`super::opc::check_xml`].
///
/// # Errors
/// What is refused, by name.
pub(super) fn clean(part: &str, bytes: &[u8], root: &str, hidden: &HiddenStyles) -> Result<Vec<u8>, Refusal> {
    let nodes = parse(part, bytes)?;
    if !nodes.iter().any(|node| matches!(node, XmlNode::Element { name, .. } if name == root)) {
        return Err(unfit(
            &format!("{part} is not written as Word writes it (its root is not {root})"),
            "open it in Word and save it as \"Word Document (.docx)\"",
        ));
    }
    let cleaner = Cleaner { part, hidden };
    let mut kept = Vec::new();
    for node in nodes {
        cleaner.keep(node, false, &mut kept)?;
    }
    let mut fields = Fields { part, open: Vec::new() };
    kept.iter().try_for_each(|node| fields.see(node))?;
    fields.end()?;
    let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>".to_vec());
    let failed = |error: std::io::Error| Refusal::internal(format!("XML could not be written: {error}"));
    kept.iter().try_for_each(|node| write(node, &mut writer)).map_err(failed)?;
    Ok(writer.into_inner())
}

struct Cleaner<'a> {
    part: &'a str,
    hidden: &'a HiddenStyles,
}

impl Cleaner<'_> {
    /// Keeps a node, what of it stays, or nothing. `hidden`: whether the paragraph's style hides it.
    fn keep(&self, node: XmlNode, hidden: bool, kept: &mut Vec<XmlNode>) -> Result<(), Refusal> {
        let XmlNode::Element { name, mut attributes, children } = node else {
            kept.push(node);
            return Ok(());
        };
        if is_dropped(&name)
            || is_gone(&name, &attributes, &children)
            || self.is_hidden(&name, &children, hidden)
        {
            return Ok(());
        }
        self.refuse(&name, &attributes)?;
        let hidden = match name.as_str() {
            "w:p" => style(&children, "w:pPr", "w:pStyle").is_some_and(|style| self.hidden.0.contains(style)),
            "w:txbxContent" => false,
            _ => hidden,
        };
        let mut inner = Vec::with_capacity(children.len());
        for child in alternatives(&name, children) {
            self.keep(child, hidden, &mut inner)?;
        }
        let is_unwrapped = UNWRAPPED.contains(&name.as_str())
            || (name == "mc:AlternateContent" && !is_choice(inner.first()));
        if is_unwrapped {
            kept.append(&mut inner);
            return Ok(());
        }
        attributes.retain(|(key, _)| !key.starts_with("w:rsid") && !PERSONAL.contains(&key.as_str()));
        if NAMED.contains(&name.as_str()) {
            attributes.iter_mut().filter(|(key, _)| key == "name").for_each(|(_, name)| name.clear());
        }
        kept.push(XmlNode::Element { name, attributes, children: inner });
        Ok(())
    }

    fn refuse(&self, name: &str, attributes: &[(String, String)]) -> Result<(), Refusal> {
        let part = self.part;
        if REFUSED.contains(&local(name)) {
            return Err(unfit(
                &format!("{part} holds {name}: something embedded, or a control"),
                "take it out, or paste it as a picture",
            ));
        }
        let is_leading = |key: &str| LEADING.contains(&local(key).to_ascii_lowercase().as_str());
        match attributes
            .iter()
            .find(|(key, value)| is_leading(key) && !key.starts_with("r:") && !value.is_empty())
        {
            Some((_, value)) => Err(unfit(
                &format!("{part} shows something that lies elsewhere ({value})"),
                "insert the picture into the file instead of linking to it",
            )),
            None => Ok(()),
        }
    }

    /// Whether a run is hidden: by itself, else by its style or its paragraph's.
    fn is_hidden(&self, name: &str, children: &[XmlNode], by_paragraph: bool) -> bool {
        if !matches!(name, "w:r" | "m:r") {
            return false;
        }
        let by_style =
            || style(children, "w:rPr", "w:rStyle").is_some_and(|style| self.hidden.0.contains(style));
        let own = properties(children, "w:rPr")
            .find_map(|(name, attributes, _)| (name == "w:vanish").then(|| is_on(attributes)));
        own.unwrap_or_else(|| by_paragraph || by_style())
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

fn is_dropped(name: &str) -> bool {
    DROPPED.contains(&name) || (name.starts_with('w') && DROPPED_ENDS.iter().any(|end| name.ends_with(end)))
}

/// Whether a row or cell is deleted or hidden, or a drawing hidden (17.4.12; 17.13.5; 20.4.2.5; part 4, 19.1.2.19).
fn is_gone(name: &str, attributes: &[(String, String)], children: &[XmlNode]) -> bool {
    let of = |properties_of: &str, wanted: &[&str]| {
        properties(children, properties_of)
            .any(|(name, attributes, _)| wanted.contains(&name) && is_on(attributes))
    };
    match name {
        "w:tr" => of("w:trPr", &["w:del", "w:hidden"]),
        "w:tc" => of("w:tcPr", &["w:cellDel"]),
        "wp:inline" | "wp:anchor" => children.iter().any(|child| match child {
            XmlNode::Element { name, attributes, .. } => {
                name == "wp:docPr" && value(attributes, "hidden").is_some_and(is_true)
            }
            XmlNode::Text(_) => false,
        }),
        _ if name.starts_with("v:") => value(attributes, "style").is_some_and(|style| {
            let close: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
            close.to_ascii_lowercase().contains("visibility:hidden")
        }),
        _ => false,
    }
}

fn value<'a>(attributes: &'a [(String, String)], wanted: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

fn is_true(value: &str) -> bool {
    !matches!(value.trim(), "0" | "false" | "off")
}

fn is_on(attributes: &[(String, String)]) -> bool {
    value(attributes, "w:val").is_none_or(is_true)
}

type Property<'a> = (&'a str, &'a [(String, String)], &'a [XmlNode]);

/// What stands in an element's properties.
fn properties<'a>(children: &'a [XmlNode], of: &'a str) -> impl Iterator<Item = Property<'a>> {
    let element = |node: &'a XmlNode| match node {
        XmlNode::Element { name, attributes, children } => {
            Some((name.as_str(), attributes.as_slice(), children.as_slice()))
        }
        XmlNode::Text(_) => None,
    };
    let all = children.iter().filter_map(element).filter(move |(name, ..)| *name == of);
    all.flat_map(|(_, _, children)| children).filter_map(element)
}

fn style<'a>(children: &'a [XmlNode], of: &'a str, wanted: &str) -> Option<&'a str> {
    properties(children, of)
        .find(|(name, ..)| *name == wanted)
        .and_then(|(_, attributes, _)| value(attributes, "w:val"))
}

fn is_choice(node: Option<&XmlNode>) -> bool {
    matches!(node, Some(XmlNode::Element { name, .. }) if name == "mc:Choice")
}

/// Of alternatives the first that Word shows, else what is for programs that know none (part 3, 10.2); of other
/// elements all.
fn alternatives(name: &str, children: Vec<XmlNode>) -> Vec<XmlNode> {
    if name != "mc:AlternateContent" {
        return children;
    }
    let is_shown = |node: &XmlNode| match node {
        XmlNode::Element { name, attributes, .. } => {
            name == "mc:Choice" && value(attributes, "Requires").is_some_and(|spaces| !spaces.is_empty())
        }
        XmlNode::Text(_) => false,
    };
    let (shown, others): (Vec<_>, Vec<_>) = children.into_iter().partition(is_shown);
    if let Some(first) = shown.into_iter().next() {
        return vec![first];
    }
    let fallback = others.into_iter().find_map(|node| match node {
        XmlNode::Element { name, children, .. } if name == "mc:Fallback" => Some(children),
        _ => None,
    });
    fallback.unwrap_or_default()
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

    /// Codes that nothing ends: Word may run them all the same.
    fn end(&mut self) -> Result<(), Refusal> {
        while !self.open.is_empty() {
            self.end_code()?;
            self.open.pop();
        }
        Ok(())
    }

    fn end_code(&mut self) -> Result<(), Refusal> {
        match self.open.last_mut().and_then(Option::take) {
            Some(code) => self.check(&code),
            None => Ok(()),
        }
    }

    fn check(&self, code: &str) -> Result<(), Refusal> {
        // A switch may follow the name at once: `PAGE\* MERGEFORMAT`.
        let name = code.trim_start().split(|letter: char| letter.is_whitespace() || letter == '\\').next();
        let name = name.unwrap_or_default().to_uppercase();
        if code.trim().is_empty() || name.starts_with('=') || FIELDS.contains(&name.as_str()) {
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
