//! Word packages of one XML file for the second count: Flat OPC part by part. Word 2003 XML is one story,
//! with notes and headers where they are referred to.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::{PackageParts, value_of};

/// The parts of a package of one XML file.
pub(super) fn parts(content: &str) -> Option<PackageParts<'static>> {
    let mut reader = Reader::from_str(content);
    reader.config_mut().check_end_names = false;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut name = String::new();
    let mut declared = String::new();
    let mut begun = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::Start(tag) if begun.is_none() => {
                for attribute in tag.attributes().with_checks(false).flatten() {
                    let key = attribute.key.as_ref();
                    if key.starts_with(b"xmlns") {
                        let (key, value) =
                            (std::str::from_utf8(key).ok()?, std::str::from_utf8(&attribute.value).ok()?);
                        declared.push_str(&format!(" {key}=\"{value}\""));
                    } else if attribute.key.local_name().into_inner() == b"name" {
                        name = value_of(&attribute.value)?;
                    }
                }
                if matches!(tag.local_name().into_inner(), b"xmlData" | b"binaryData") {
                    begun = Some(usize::try_from(reader.buffer_position()).ok()?);
                }
            }
            Event::End(tag) => match (tag.local_name().into_inner(), begun) {
                (b"xmlData", Some(start)) => {
                    let inner = content.get(start..before)?;
                    // What the elements around a part declare holds in it.
                    parts.push((std::mem::take(&mut name), format!("<x{declared}>{inner}</x>").into_bytes()));
                    begun = None;
                }
                (b"binaryData", Some(start)) => {
                    parts.push((std::mem::take(&mut name), base64(content.get(start..before)?)));
                    begun = None;
                }
                _ => {}
            },
            Event::Eof => return Some(PackageParts::of(parts)),
            _ => {}
        }
    }
}

/// Bytes written in base64 (RFC 4648, 4); what is none of its letters is passed over.
pub(super) fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}
