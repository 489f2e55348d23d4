//! Bytes to text, for every format that is text: plain text, HTML, XML, chunks of Word packages.
//!
//! In: bytes, and the encoding that the file or its wrapper declares. Out: the text without its
//! byte order mark, the encoding, and what is to be reported. Never: a character that is replaced
//! in silence; a page of one byte a character for bytes that are UTF-8.

pub(super) mod detect;
mod lines;
mod pages;
pub(super) mod plausible;
pub(crate) mod rules;
mod seven_bit;
mod surrogates;
mod wide;

use encoding_rs::{Encoding, GB18030, GBK, REPLACEMENT, UTF_8};

use crate::diagnostics::{Finding, Refusal, RefusalKind, message};
use rules::{DECLARED_WRONG, ENCODING};
use surrogates::Halves;

pub(crate) use wide::head;

/// Decoded text.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The text, its byte order mark left out.
    pub text: String,
    /// WHATWG name; that of most of the text where it is in several.
    pub encoding: &'static str,
    /// What is to be reported: an encoding that was not said, or not the one that was.
    pub findings: Vec<Finding>,
}

impl Decoded {
    fn new(text: String, encoding: &'static Encoding) -> Self {
        Self { text, encoding: named(encoding), findings: Vec::new() }
    }

    /// Notes that the encoding was not said by the file.
    fn noted(mut self) -> Self {
        let message = message!("The text was read as {encoding}.", encoding = self.encoding);
        self.findings.push(Finding::new(&ENCODING, None, message));
        self
    }

    /// Notes that characters stood there in halves.
    fn halved(mut self) -> Self {
        let message = message!("The text was read as {encoding}.", encoding = "CESU-8");
        self.findings.push(Finding::new(&ENCODING, None, message));
        self
    }

    /// Notes that the file declares another encoding than its bytes have.
    fn against(mut self, declared: Option<&'static Encoding>) -> Self {
        let Some(declared) = declared.filter(|declared| named(declared) != self.encoding) else {
            return self.noted();
        };
        let message = message!(
            "The file declares {declared}, and its bytes are {encoding}.",
            declared = named(declared),
            encoding = self.encoding,
        );
        self.findings.push(Finding::new(&DECLARED_WRONG, None, message));
        self
    }
}

/// Every GBK text is GB18030: one name for both.
fn named(encoding: &'static Encoding) -> &'static str {
    if encoding == GBK { GB18030.name() } else { encoding.name() }
}

/// The encoding of a label as documents write them.
pub(crate) fn of_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    // Labels that the WHATWG list lacks and Windows programs write.
    let label = if label.eq_ignore_ascii_case("cp936") { "gbk" } else { label };
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
}

/// Decodes text. `declared`: what the file or its wrapper says, checked against the bytes.
///
/// # Errors
/// Binary data; damaged text, with the place; bytes that no encoding explains.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Refusal> {
    if let Some(decoded) = wide::decode(bytes)? {
        return Ok(decoded);
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(name) = seven_bit::found(body) {
        return Err(detect::unread(name));
    }
    // A label for two or four bytes a character is wrong where the bytes have one: they said so above.
    let declared = declared.filter(|declared| declared.is_ascii_compatible());
    if body.contains(&0) {
        return padded(body, declared);
    }
    let decoded = decode_bytes(body, declared)?;
    let marked = body.len() < bytes.len() && decoded.encoding != UTF_8.name();
    let letters = Encoding::for_label(decoded.encoding.as_bytes()).is_some_and(Encoding::is_single_byte);
    if marked && letters {
        // The mark says that the rest is UTF-8, and a page of one byte a character explains any bytes.
        let at = std::str::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len);
        return Err(damaged("UTF-8", bytes, at + bytes.len() - body.len(), 0));
    }
    Ok(decoded)
}

/// Text without NUL in an encoding whose first half is ASCII.
fn decode_bytes(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Refusal> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(utf8(text, bytes, declared));
    }
    match surrogates::read(bytes) {
        Some(Halves::Paired(text)) => return Ok(Decoded::new(text, UTF_8).halved()),
        Some(Halves::Lone(at)) => return Err(damaged("UTF-8", bytes, at, 0)),
        None => {}
    }
    if let Some(decoded) = lines::decode(bytes, lines::SURE)? {
        return Ok(decoded);
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8)
        && let Some(text) = strict(encoding, bytes)
        && detect::agrees(bytes, encoding, &text)
    {
        return Ok(Decoded::new(text, encoding));
    }
    let (encoding, text) = detect::detect(bytes)?;
    // In a page of one byte a character a few lines of UTF-8 are no accident.
    if encoding.is_single_byte()
        && let Some(decoded) = lines::decode(bytes, lines::beside(encoding))?
    {
        return Ok(decoded);
    }
    Ok(Decoded::new(text, encoding).against(declared))
}

/// Well-formed UTF-8, unless the file declares an encoding in which so few bytes mean as much.
fn utf8(text: &str, bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let other = declared.filter(|encoding| *encoding != UTF_8);
    let Some(encoding) = other.filter(|encoding| !text.is_ascii() || !encoding.is_single_byte()) else {
        return Decoded::new(text.to_owned(), UTF_8);
    };
    let weak = lines::weight(text) < lines::SURE;
    let own = strict(encoding, bytes).filter(|own| weak && (own != text || text.is_ascii()));
    match own {
        Some(own) if !encoding.is_single_byte() => Decoded::new(own, encoding),
        _ if text.is_ascii() => Decoded::new(text.to_owned(), UTF_8),
        _ => Decoded::new(text.to_owned(), UTF_8).against(declared),
    }
}

/// Text with NUL in it: padding of old file systems, of records and of transfers, or binary data. The NULs stay; who
/// reads the text sets them aside as it does other control characters. Records of one length have no other end than
/// their padding: behind the text of each a line ends.
fn padded(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Refusal> {
    let binary = || {
        let at = bytes.iter().position(|byte| *byte == 0).unwrap_or_default();
        Refusal::new(
            RefusalKind::Format,
            message!("this is binary data, not text (byte {at} is zero)", at),
            message!("send a Word file (.docx) or plain text"),
        )
    };
    // What is padded stands in stretches, of many more characters than there are stretches.
    let stretches: Vec<&[u8]> =
        bytes.split(|byte| *byte == 0).filter(|stretch| !stretch.is_empty()).collect();
    let words = stretches.join(&b'\n');
    let decoded = decode_bytes(&words, declared).map_err(|refusal| match refusal.kind {
        RefusalKind::Encoding if stretches.len() > 1 => binary(),
        _ => refusal,
    })?;
    let shown = decoded.text.chars().count();
    let is_text = shown > 0 && stretches.len() * 4 <= shown + 4;
    if !is_text || detect::controls(&decoded.text) * 200 > shown {
        return Err(binary());
    }
    let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
    // Of parts in several encodings the padding is left out.
    let whole = strict(encoding, bytes).map_or(decoded.text, |text| with_ends(&text));
    Ok(Decoded { text: whole, ..decoded })
}

/// Text with a line end behind what stands before each two or more NULs that more follows.
fn with_ends(text: &str) -> String {
    let mut ended = String::with_capacity(text.len());
    let is_end = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\r'));
    let mut rest = text;
    while let Some(at) = rest.find('\0') {
        let (before, after) = rest.split_at_checked(at).unwrap_or_default();
        let next = after.trim_start_matches('\0');
        let (padding, _) = after.split_at_checked(after.len() - next.len()).unwrap_or_default();
        ended.push_str(before);
        let parts = padding.len() > 1 && !is_end(ended.chars().next_back()) && !is_end(next.chars().next());
        ended.extend(parts.then_some('\n'));
        ended.push_str(padding);
        rest = next;
    }
    ended.push_str(rest);
    ended
}

/// Text in an encoding, or nothing where one byte is wrong.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// The refusal of text that is damaged at a byte of the file.
fn damaged(what: &str, bytes: &[u8], at: usize, more: usize) -> Refusal {
    let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    let byte = format!("{:02X}", bytes.get(at).copied().unwrap_or_default());
    Refusal::new(
        RefusalKind::Encoding,
        match more {
            0 => message!(
                "damaged {what}: byte {at} (0x{byte}, line {line}) is no character",
                what,
                at,
                byte,
                line
            ),
            more => message!(
                "damaged {what}: byte {at} (0x{byte}, line {line}) is no character; {more} such bytes in all",
                what,
                at,
                byte,
                line,
                more
            ),
        },
        message!("ask for the file again; a part of it was lost or changed on the way"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

    const TEXT: &str = "第7号决议（2014年，釜山，修订版）\r\n忆及\r\na)\t信息社会世界高峰会议的成果，特别是各项承诺；\r\n做出决议\r\n1\t继续开展工作。\r\n";
    const FRENCH: &str = "Résolution 64\nl'accès équitable aux moyens de télécommunication\nmise en œuvre\n";

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes, None).unwrap()
    }

    fn codes(decoded: &Decoded) -> Vec<&'static str> {
        decoded.findings.iter().map(|finding| finding.rule.code).collect()
    }

    #[test]
    fn encodings_of_chinese() {
        let utf16be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let utf32: Vec<u8> = TEXT.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let utf32be: Vec<u8> =
            "\u{FEFF}".chars().chain(TEXT.chars()).flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, name) in [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (utf16(TEXT), UTF_16LE.name()),
            (utf16be, UTF_16BE.name()),
            (utf32, "UTF-32LE"),
            (utf32be, "UTF-32BE"),
            (gb, "gb18030"),
        ] {
            let decoded = read(&bytes);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, name));
            assert_eq!(codes(&decoded).is_empty(), name == "UTF-8", "{name}");
        }
    }

    #[test]
    fn utf16_of_han_alone_has_no_zero_byte() {
        let text = "关于修订第六十四号决议的提案以便顾及近年来的变化";
        assert_eq!(read(&utf16(text)).text, text);
        // Words of ASCII in pairs are Han as UTF-16, and French has few bytes beyond ASCII.
        let french = WINDOWS_1252.encode(FRENCH).0.into_owned();
        assert_eq!(read(&french).text, FRENCH);
    }

    #[test]
    fn damage_names_its_place() {
        let mut bytes = TEXT.repeat(10).into_bytes();
        let at = bytes.len() / 2;
        bytes.insert(bytes.iter().skip(at).position(u8::is_ascii).unwrap() + at, 0xFF);
        let refusal = decode(&bytes, None).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Encoding);
        assert!(refusal.found.contains("0xFF"), "{}", refusal.found);
        let mut gb = GB18030.encode(TEXT).0.into_owned();
        let at = gb.iter().position(u8::is_ascii).unwrap();
        gb.insert(at, 0xFF);
        let refusal = decode(&gb, None).unwrap_err();
        assert!(refusal.found.contains("GB18030") && refusal.found.contains("line 1"), "{}", refusal.found);
    }

    #[test]
    fn parts_in_several_encodings_are_read_each_in_its_own() {
        let russian = "Пересмотр Резолюции 64\n";
        for (first, second, other, name) in [
            (TEXT.repeat(3), TEXT.to_owned(), GB18030, "gb18030"),
            (TEXT.to_owned(), "l'accès équitable à Genève\n".to_owned(), WINDOWS_1252, "windows-1252"),
            (FRENCH.repeat(2), "mise à jour, déjà votée\n".to_owned(), WINDOWS_1252, "windows-1252"),
            (TEXT.to_owned(), russian.repeat(4), WINDOWS_1251, "windows-1251"),
        ] {
            let mut bytes = first.clone().into_bytes();
            bytes.extend_from_slice(&other.encode(&second).0);
            let decoded = read(&bytes);
            assert_eq!(decoded.text, format!("{first}{second}"));
            assert_eq!(codes(&decoded), ["ENC011"]);
            assert!(decoded.findings[0].message.contains(name), "{}", decoded.findings[0].message);
        }
    }

    #[test]
    fn a_label_is_checked_against_the_bytes() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, label, expected) in [
            (gb.clone(), "gb2312", vec![]),
            (TEXT.as_bytes().to_vec(), "gb2312", vec!["ENC012"]),
            (gb.clone(), "utf-8", vec!["ENC012"]),
            (gb, "iso-8859-1", vec!["ENC012"]),
            (b"plain words".to_vec(), "gb2312", vec![]),
            (TEXT.as_bytes().to_vec(), "unicode", vec![]),
        ] {
            let decoded = decode(&bytes, of_label(label)).unwrap();
            assert_eq!(codes(&decoded), expected, "{label}");
            assert!(decoded.text == TEXT || decoded.text == "plain words", "{label}: {}", decoded.text);
        }
    }

    #[test]
    fn macintosh_is_told_from_windows() {
        let mac: Vec<u8> = FRENCH
            .chars()
            .map(|c| match c {
                'é' => 0x8E,
                'è' => 0x8F,
                'œ' => 0xCF,
                c => c as u8,
            })
            .collect();
        let decoded = read(&mac);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (FRENCH, "macintosh"));
        let russian = "Резолюция Полномочной конференции: история и Меры\n";
        let mac = encoding_rs::X_MAC_CYRILLIC.encode(russian).0.into_owned();
        assert_eq!(read(&mac).text, russian);
        let spanish = b"Revisi\x97n de la Resoluci\x97n 64, seg\x9Cn el a\x96o\n";
        assert_eq!(read(spanish).text, "Revisión de la Resolución 64, según el año\n");
        let dashes = WINDOWS_1252.encode("the Union\u{2014}an agency\u{2014}resolves “so”").0.into_owned();
        assert_eq!(read(&dashes).encoding, "windows-1252");
    }

    #[test]
    fn letters_of_latin_nine_are_no_fractions() {
        let (text, page) = (FRENCH, encoding_rs::ISO_8859_15);
        let decoded = read(&page.encode(text).0);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "ISO-8859-15"));
        let fractions = "à 1½ km, ou 2¼h, après ¾ de l'été\n";
        let decoded = read(&WINDOWS_1252.encode(fractions).0);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (fractions, "windows-1252"));
    }

    #[test]
    fn halves_of_surrogates_are_read_in_pairs() {
        let decoded = read(b"a \xED\xA1\x82\xED\xBE\xB7 b\n");
        assert_eq!((decoded.text.as_str(), codes(&decoded)), ("a \u{20BB7} b\n", vec!["ENC001"]));
        let refusal = decode(b"a\nb \xED\xA1\x82 c\n", None).unwrap_err();
        assert!(refusal.found.contains("0xED, line 2"), "{}", refusal.found);
    }

    #[test]
    fn padding_is_kept_for_the_reader_to_set_aside() {
        let padded = [TEXT.as_bytes(), &[0; 40]].concat();
        assert_eq!(read(&padded).text.trim_end_matches('\0'), TEXT);
        let padded = [&GB18030.encode(TEXT).0[..], &[0; 40]].concat();
        assert_eq!(read(&padded).text.trim_end_matches('\0'), TEXT);
    }

    #[test]
    fn pages_that_are_not_read_are_named() {
        let arabic = "يقرر مواصلة العمل من أجل النفاذ إلى الاتصالات";
        let of = |text: &str, codes: &[(char, u8)]| -> Vec<u8> {
            let code = |c: char| codes.iter().find(|(own, _)| *own == c).map_or(c as u8, |(_, code)| *code);
            text.chars().map(code).collect()
        };
        let dos: Vec<(char, u8)> = "ءآأؤ"
            .chars()
            .zip(0x98..)
            .chain("إئابةتثجحخدذرزسشص".chars().zip(0x9D..))
            .chain("ضطظعغف".chars().zip(0xE0..))
            .chain("قكلمنهوىي".chars().zip(0xE7..))
            .collect();
        let ebcdic: Vec<u8> = b"proposals for the work"
            .iter()
            .map(|byte| match byte {
                b' ' => 0x40,
                b'a'..=b'i' => byte - b'a' + 0x81,
                b'j'..=b'r' => byte - b'j' + 0x91,
                other => other - b's' + 0xA2,
            })
            .collect();
        let french = of(
            "Où ça ? À l'été, la fête a été très brève.",
            &[('ù', 0x97), ('ç', 0x87), ('À', 0x8E), ('é', 0x82), ('ê', 0x88), ('è', 0x8A)],
        );
        for (bytes, page) in [(of(arabic, &dos), "DOS 720"), (ebcdic, "EBCDIC"), (french, "DOS 863")] {
            for declared in [None, Some(WINDOWS_1252)] {
                let refusal = decode(&bytes, declared).unwrap_err();
                assert!(refusal.found.contains(page), "{page}: {}", refusal.found);
            }
        }
    }

    #[test]
    fn a_label_of_another_page_is_not_believed() {
        let russian = "Предложения для работы Конференции.\n";
        for own in [encoding_rs::IBM866, encoding_rs::KOI8_R, encoding_rs::ISO_8859_5, WINDOWS_1251] {
            for label in [WINDOWS_1252, WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::WINDOWS_1256] {
                let decoded = decode(&own.encode(russian).0, Some(label)).unwrap();
                assert_eq!(decoded.text, russian, "{} as {}", own.name(), label.name());
            }
        }
        let chinese = "關於大會工作的提案。\n";
        let decoded = decode(&encoding_rs::BIG5.encode(chinese).0, Some(WINDOWS_1252)).unwrap();
        assert_eq!(decoded.text, chinese);
    }

    #[test]
    fn a_mark_of_utf8_before_wrong_bytes_names_their_place() {
        let refusal = decode(b"\xEF\xBB\xBFTitle\nR\xE9solution\n", None).unwrap_err();
        assert!(refusal.found.contains("UTF-8") && refusal.found.contains("line 2"), "{}", refusal.found);
    }

    #[test]
    fn ascii_with_a_nul_is_no_utf16() {
        let page = [&b"<html><body><pre>a"[..], &[b' '; 600], b" b \0 c</pre></body></html>"].concat();
        assert_eq!(read(&page).encoding, "UTF-8");
    }

    #[test]
    fn binary_is_refused() {
        let refusal = decode(&[1, 0, 2, 0xFF, 0, 7, 0x80], None).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Format);
    }
}
