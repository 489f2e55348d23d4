//! A part of the template's package as a tree, so that it can be brought to the schema.
//!
//! In: XML that docx-rs built from our template, a few levels deep. Out: the same with children in
//! the order of the schema. Never used for a document's own words: those are streamed.

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

use super::schema;
use crate::diagnostics::Refusal;

/// An XML element; the parts concerned have no text between tags.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct XmlElement {
    /// Name with its prefix.
    pub name: String,
    /// Attributes in order, unescaped.
    pub attributes: Vec<(String, String)>,
    /// Children in order.
    pub children: Vec<XmlElement>,
}

impl XmlElement {
    /// An element with attributes and no children.
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Self { name: name.to_owned(), attributes, children: Vec::new() }
    }

    /// Reads a part.
    pub(super) fn parse(xml: &[u8]) -> Result<Self, Refusal> {
        let text =
            std::str::from_utf8(xml).map_err(|e| Refusal::internal(format!("a part is not UTF-8: {e}")))?;
        let mut reader = Reader::from_str(text);
        let mut open: Vec<XmlElement> = vec![XmlElement::default()];
        loop {
            match reader.read_event().map_err(|e| Refusal::internal(format!("a part is not XML: {e}")))? {
                Event::Start(start) => open.push(Self::from_start(&start)?),
                Event::Empty(start) => {
                    let element = Self::from_start(&start)?;
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(element);
                    }
                }
                Event::End(_) => {
                    if let Some(element) = open.pop()
                        && let Some(parent) = open.last_mut()
                    {
                        parent.children.push(element);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        open.pop()
            .and_then(|document| document.children.into_iter().next())
            .ok_or_else(|| Refusal::internal("a part has no root element".to_owned()))
    }

    fn from_start(start: &BytesStart<'_>) -> Result<Self, Refusal> {
        let broken = |e: &dyn std::fmt::Display| Refusal::internal(format!("an attribute is broken: {e}"));
        let mut element = XmlElement { name: name_of(start.name().as_ref()), ..XmlElement::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| broken(&e))?;
            let value = std::str::from_utf8(&attribute.value).map_err(|e| broken(&e))?;
            let value = quick_xml::escape::unescape(value).map_err(|e| broken(&e))?.into_owned();
            element.attributes.push((name_of(attribute.key.as_ref()), value));
        }
        Ok(element)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.attributes.retain(|(key, _)| key != name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&XmlElement> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Changes the first child of a name, made where there is none.
    pub(super) fn edit_child(&mut self, name: &str, edit: impl FnOnce(&mut XmlElement)) {
        if let Some(child) = self.children.iter_mut().find(|child| child.name == name) {
            return edit(child);
        }
        let mut child = XmlElement::new(name, &[]);
        edit(&mut child);
        self.children.push(child);
    }

    /// Puts the children of every element into the order of the schema and drops property elements
    /// that hold nothing. Depth is docx-rs's, not an input's.
    pub(super) fn bring_to_schema(&mut self) -> Result<(), Refusal> {
        for child in &mut self.children {
            child.bring_to_schema()?;
        }
        self.children.retain(|child| !(schema::is_droppable(&child.name) && child.is_bare()));
        let Some(order) = schema::order_of(&self.name) else { return Ok(()) };
        for child in &self.children {
            if !order.contains(&child.name.as_str()) {
                return Err(Refusal::internal(format!("{} may not stand in {}", child.name, self.name)));
            }
        }
        self.children.sort_by_key(|child| order.iter().position(|name| *name == child.name));
        Ok(())
    }

    fn is_bare(&self) -> bool {
        self.children.is_empty() && self.attributes.is_empty()
    }

    /// The element as XML, without a declaration.
    pub(super) fn to_xml(&self) -> Result<String, Refusal> {
        let mut writer = Writer::new(Vec::new());
        self.write(&mut writer).map_err(|e| Refusal::internal(format!("XML could not be written: {e}")))?;
        String::from_utf8(writer.into_inner())
            .map_err(|e| Refusal::internal(format!("XML is not UTF-8: {e}")))
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let start = BytesStart::new(self.name.as_str())
            .with_attributes(self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for child in &self.children {
            child.write(writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new(self.name.as_str())))
    }
}

fn name_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
