//! Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, then a guess that must decode
//! without a single error.

use encoding_rs::{
    BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256,
};

use crate::diagnostics::{Refusal, RefusalKind};

/// Decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, its byte order mark left out.
    pub text: String,
    /// WHATWG name.
    pub encoding: &'static str,
    /// Not said by a mark and not UTF-8.
    pub guessed: bool,
}

/// A byte in so many that is wrong in otherwise good UTF-8 is damage, not another encoding.
const DAMAGE: usize = 100;

/// Decodes text.
///
/// # Errors
/// Binary data; damaged UTF-8, with the place; bytes that no encoding explains.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        return strict(encoding, body)
            .map(|text| Decoded { text, encoding: encoding.name(), guessed: encoding != UTF_8 })
            .ok_or_else(|| {
                Refusal::new(
                    RefusalKind::Encoding,
                    format!(
                        "the file begins with the mark of {}, but its bytes are not {}",
                        encoding.name(),
                        encoding.name()
                    ),
                    "save the file again as UTF-8 and send that",
                )
            });
    }
    if bytes.contains(&0) {
        return utf16(bytes).ok_or_else(|| {
            let at = bytes.iter().position(|b| *b == 0).unwrap_or_default();
            Refusal::new(
                RefusalKind::Format,
                format!("this is binary data, not text (byte {at} is zero)"),
                "send a Word file (.docx) or plain text",
            )
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name(), guessed: false }),
        Err(error) => damaged(bytes, error.valid_up_to()).map_or_else(|| guess(bytes), Err),
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    (!had_errors).then(|| text.into_owned())
}

/// UTF-16 without a mark: the order in which nearly all units are common characters.
fn utf16(bytes: &[u8]) -> Option<Decoded> {
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let text = strict(encoding, bytes)?;
        let (mut common, mut all) = (0usize, 0usize);
        for c in text.chars() {
            all += 1;
            let usual = matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{24F}' | '\u{400}'..='\u{6FF}'
                | '\u{2010}'..='\u{2030}' | '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{F000}'..='\u{F0FF}');
            common += usize::from(usual);
        }
        (all > 0 && common * 100 >= all * 97).then_some(Decoded { text, encoding: encoding.name(), guessed: true })
    })
}

/// Good UTF-8 with a few wrong bytes: the file was damaged, and another encoding would garble it.
fn damaged(bytes: &[u8], first: usize) -> Option<Refusal> {
    let (mut wrong, mut multibyte) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        wrong += chunk.invalid().len();
        multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    if multibyte < 8 || wrong * DAMAGE > bytes.len() || wrong > multibyte / 8 {
        return None;
    }
    let line = 1 + bytes.iter().take(first).filter(|b| **b == b'\n').count();
    let byte = bytes.get(first).copied().unwrap_or_default();
    Some(Refusal::new(
        RefusalKind::Encoding,
        format!(
            "damaged UTF-8: byte {first} (0x{byte:02X}, line {line}) is no character; {wrong} such bytes in all"
        ),
        "ask for the file again; a part of it was lost or changed on the way",
    ))
}

fn guess(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let first = detector.guess(None, chardetng::Utf8Detection::Deny);
    // What the Union's six languages come in, after the detector's own guess.
    for encoding in [first, GB18030, WINDOWS_1251, WINDOWS_1256, BIG5, WINDOWS_1252] {
        let Some(text) = strict(encoding, bytes) else { continue };
        let controls = text
            .chars()
            .filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{B}'))
            .count();
        if controls * 200 <= text.chars().count() {
            // Every GBK text is GB18030; one name for both.
            let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
            return Ok(Decoded { text, encoding: encoding.name(), guessed: true });
        }
    }
    Err(Refusal::new(
        RefusalKind::Encoding,
        "the bytes are text in no encoding that is known",
        "save the file as UTF-8 and send it again; if it is no text, send the Word file",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "第7号决议（2014年，釜山，修订版）\r\n忆及\r\na)\t信息社会世界高峰会议的成果，特别是各项承诺；\r\n做出决议\r\n1\t继续开展工作。\r\n";

    #[test]
    fn encodings_of_chinese() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, name) in
            [(TEXT.as_bytes().to_vec(), "UTF-8"), (utf16, "UTF-16LE"), (utf16be, "UTF-16BE"), (gb, "gb18030")]
        {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, name));
        }
    }

    #[test]
    fn damage_names_its_place() {
        let mut bytes = TEXT.repeat(10).into_bytes();
        let at = bytes.len() / 2;
        bytes.insert(bytes.iter().skip(at).position(u8::is_ascii).unwrap() + at, 0xFF);
        let refusal = decode(&bytes).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Encoding);
        assert!(refusal.found.contains("0xFF"), "{}", refusal.found);
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(&[1, 0, 2, 0xFF, 0, 7, 0x80]).unwrap_err().kind, RefusalKind::Format);
    }
}
