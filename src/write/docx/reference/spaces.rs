//! The XML of a part with the usual prefix for each namespace, so that its names can be judged.
//!
//! In: a part, whatever prefixes it declares and wherever. Out: a tree whose names begin with the prefixes of
//! [`SPACES`]. Never: an element or attribute of another namespace; Word passes over those, or refuses the file.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::unfit;
use crate::diagnostics::Refusal;

/// Namespaces of what a page shows, under the prefixes that Word gives them (ECMA-376 part 1, annex A; part 4;
/// \[MS-DOCX\] 2.2; \[MS-ODRAWXML\] 2.2).
pub(super) const SPACES: &[(&str, &str)] = &[
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
    ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("w10", "urn:schemas-microsoft-com:office:word"),
    ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ("wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"),
    ("wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"),
    ("a14", "http://schemas.microsoft.com/office/drawing/2010/main"),
    ("asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
];

/// Those that a program may pass over (part 3, 10.1).
const IGNORABLE: &[&str] = &["w14", "w15", "wp14"];

/// An element or a text of a part.
#[derive(Debug)]
pub(super) enum XmlNode {
    Element {
        name: String,
        attributes: Vec<(String, String)>,
        children: Vec<XmlNode>,
    },
    /// As it stands, escaped.
    Text(String),
}

/// Reads a part. `bytes` were checked by [`super::opc::check_xml`], which bounds their depth.
///
/// # Errors
/// What is no XML.
pub(super) fn parse(part: &str, bytes: &[u8]) -> Result<Vec<XmlNode>, Refusal> {
    let broken =
        |error: &dyn std::fmt::Display| unfit(&format!("{part} is not XML ({error})"), "save it again");
    let text = std::str::from_utf8(bytes).map_err(|error| broken(&error))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let (mut scope, mut open) = (Scope::default(), vec![OpenElement::default()]);
    loop {
        let ended = match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(start) => {
                open.push(scope.begin(&start).map_err(|error| broken(&error))?);
                None
            }
            Event::Empty(start) => {
                let element = scope.begin(&start).map_err(|error| broken(&error))?;
                scope.end(element)
            }
            Event::End(_) => open.pop().and_then(|element| scope.end(element)),
            Event::Text(text) => Some(XmlNode::Text(lossy(&text))),
            Event::GeneralRef(entity) => Some(XmlNode::Text(format!("&{};", lossy(&entity)))),
            Event::CData(text) => Some(XmlNode::Text(quick_xml::escape::escape(lossy(&text)).into_owned())),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => None,
        };
        if let (Some(node), Some(parent)) = (ended, open.last_mut()) {
            parent.children.push(node);
        }
    }
    let mut nodes = open.pop().map(|document| document.children).unwrap_or_default();
    if let Some(XmlNode::Element { attributes, .. }) =
        nodes.iter_mut().find(|node| matches!(node, XmlNode::Element { .. }))
    {
        attributes.splice(..0, scope.declarations());
    }
    Ok(nodes)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An element that is not ended yet.
#[derive(Default)]
struct OpenElement {
    /// Under its usual prefix; `None` for one of another namespace.
    name: Option<String>,
    attributes: Vec<(String, String)>,
    children: Vec<XmlNode>,
    /// Namespaces it declares.
    declared: usize,
}

/// The namespaces declared around the place at hand, and those that were used.
#[derive(Default)]
struct Scope {
    /// Prefix as written, and the namespace.
    declared: Vec<(String, String)>,
    used: BTreeSet<&'static str>,
}

impl Scope {
    fn begin(
        &mut self,
        start: &BytesStart<'_>,
    ) -> Result<OpenElement, quick_xml::events::attributes::AttrError> {
        let (mut given, before) = (Vec::new(), self.declared.len());
        for attribute in start.attributes() {
            let attribute = attribute?;
            let (key, value) = (lossy(attribute.key.as_ref()), lossy(&attribute.value));
            match key.strip_prefix("xmlns").map(|rest| rest.strip_prefix(':').unwrap_or(rest)) {
                Some(prefix) => self.declared.push((prefix.to_owned(), value)),
                None => given.push((key, value)),
            }
        }
        let name = self.usual(&lossy(start.name().as_ref()), true);
        let is_choice = name.as_deref() == Some("mc:Choice");
        let attributes = given.into_iter().filter_map(|(key, value)| {
            if is_choice && key == "Requires" {
                let known: Option<Vec<&str>> =
                    value.split_whitespace().map(|prefix| self.space(prefix)).collect();
                return Some((key, known.unwrap_or_default().join(" ")));
            }
            // What may be passed over is said anew, at the root.
            self.usual(&key, false).filter(|key| !key.starts_with("mc:")).map(|key| (key, value))
        });
        let attributes = attributes.collect();
        Ok(OpenElement { name, attributes, children: Vec::new(), declared: self.declared.len() - before })
    }

    fn end(&mut self, element: OpenElement) -> Option<XmlNode> {
        self.declared.truncate(self.declared.len() - element.declared);
        let OpenElement { name, attributes, children, .. } = element;
        name.map(|name| XmlNode::Element { name, attributes, children })
    }

    /// The usual prefix of the namespace that a prefix stands for here.
    fn space(&mut self, prefix: &str) -> Option<&'static str> {
        let (_, space) = self.declared.iter().rev().find(|(known, _)| known == prefix)?;
        let (usual, _) = SPACES.iter().find(|(_, known)| known == space)?;
        self.used.insert(usual);
        Some(usual)
    }

    /// A name under its usual prefix. Attributes without a prefix are their element's own.
    fn usual(&mut self, name: &str, is_element: bool) -> Option<String> {
        match name.split_once(':') {
            Some(("xml", _)) => Some(name.to_owned()),
            Some((prefix, local)) => self.space(prefix).map(|usual| format!("{usual}:{local}")),
            None if is_element => self.space("").map(|usual| format!("{usual}:{name}")),
            None => Some(name.to_owned()),
        }
    }

    /// What the root declares.
    fn declarations(mut self) -> Vec<(String, String)> {
        let ignorable: Vec<&str> =
            IGNORABLE.iter().copied().filter(|space| self.used.contains(space)).collect();
        if !ignorable.is_empty() {
            self.used.insert("mc");
        }
        let used = SPACES.iter().filter(|(usual, _)| self.used.contains(usual));
        let mut all: Vec<(String, String)> =
            used.map(|(usual, space)| (format!("xmlns:{usual}"), (*space).to_owned())).collect();
        if !ignorable.is_empty() {
            all.push(("mc:Ignorable".to_owned(), ignorable.join(" ")));
        }
        all
    }
}
