//! A typed front to `quick_xml::Writer`: elements in, the bytes of one well-formed part out.
//!
//! It must never let an unbalanced tag or a character illegal in XML 1.0 into a part. Writing to
//! memory cannot fail, but the writer says it may: the first fault is kept and told at the end.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::diagnostics::Refusal;

/// Attributes of an element, as name and unescaped value.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// One part of a package while it is written.
pub(crate) struct XmlWriter {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
    fault: Option<std::io::Error>,
}

impl XmlWriter {
    /// A part with its declaration and room for `capacity` bytes.
    pub(crate) fn new(capacity: usize) -> Self {
        let mut xml =
            Self { writer: Writer::new(Vec::with_capacity(capacity)), open: Vec::new(), fault: None };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    fn put(&mut self, event: Event<'_>) {
        if let Err(error) = self.writer.write_event(event) {
            self.fault.get_or_insert(error);
        }
    }

    fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            let value = legal(value);
            if value.contains(['\n', '\r', '\t']) {
                // As they are, a parser makes spaces of them (XML 1.0, 3.3.3).
                let escaped = escape(value.as_ref());
                let escaped = escaped.replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;");
                start.push_attribute((key.as_bytes(), escaped.as_bytes()));
            } else {
                start.push_attribute((*key, value.as_ref()));
            }
        }
        start
    }

    /// Opens an element; [`Self::close`] closes it.
    pub(crate) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.put(Event::Start(Self::start(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.put(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.put(Event::Empty(Self::start(name, attributes)));
    }

    /// An element whose only attribute is `w:val`.
    pub(crate) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Text, escaped; characters illegal in XML are left out.
    pub(crate) fn text(&mut self, text: &str) {
        let text = legal(text);
        self.put(Event::Text(BytesText::from_escaped(quick_xml::escape::partial_escape(text.as_ref()))));
    }

    /// An element that holds nothing but text.
    pub(crate) fn text_element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// XML that is known to be well formed: a piece of the template's package.
    pub(crate) fn fragment(&mut self, xml: &str) {
        self.writer.get_mut().extend_from_slice(xml.as_bytes());
    }

    /// The bytes of the part.
    pub(crate) fn finish(self) -> Result<Vec<u8>, Refusal> {
        match (self.fault, self.open.last()) {
            (Some(error), _) => Err(Refusal::internal(format!("XML could not be written: {error}"))),
            (None, Some(name)) => Err(Refusal::internal(format!("element {name} was left open"))),
            (None, None) => Ok(self.writer.into_inner()),
        }
    }
}

/// Whether XML 1.0 (production 2) lets the character stand.
pub(crate) fn is_legal(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without characters that XML 1.0 forbids; the caller has accounted for them.
fn legal(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with EF in UTF-8, as do full-width punctuation marks; the bytes are
    // looked at first because they are cheaper than characters.
    let suspect = |b: u8| (b < 0x20 && b != b'\t' && b != b'\n' && b != b'\r') || b == 0xef;
    if text.bytes().any(suspect) && !text.chars().all(is_legal) {
        Cow::Owned(text.chars().filter(|c| is_legal(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_every_legal_character_and_no_other() {
        let mut xml = XmlWriter::new(0);
        xml.text_element("w:t", &[("a", "\"<\u{1}>\"")], "a\u{0}b\u{b}\u{fffe}<&>，\t\n\u{10ffff}");
        let out = String::from_utf8(xml.finish().unwrap()).unwrap();
        assert!(
            out.ends_with("<w:t a=\"&quot;&lt;&gt;&quot;\">ab&lt;&amp;&gt;，\t\n\u{10ffff}</w:t>"),
            "{out}"
        );
    }

    #[test]
    fn an_element_left_open_is_refused() {
        let mut xml = XmlWriter::new(0);
        xml.open("w:p", &[]);
        assert!(xml.finish().is_err());
    }
}
