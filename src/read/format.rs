//! What a file is, by its content: never by its name.
//!
//! In: the bytes. Out: the reader that they are for, or the name of the format and what to do
//! instead. Never: a known format read as plain text, which would typeset its source.

mod listing;
mod textual;

use std::borrow::Cow;

use super::encoding::{decode, head};
use super::html;
use crate::diagnostics::{Message, message};

/// A format and the bytes that are of it.
#[derive(Debug)]
pub(super) enum DetectedFormat<'a> {
    /// Plain text.
    Text,
    /// A zip file: a package of Word, OpenDocument or another program.
    Zip {
        /// From the first entry on.
        bytes: &'a [u8],
        /// What stands before that.
        before: usize,
    },
    /// An OLE file.
    Ole,
    /// Rich Text, from its opening brace on.
    Rtf {
        /// From the opening brace on.
        bytes: Cow<'a, [u8]>,
        /// What stands before that, but white space and a byte order mark.
        before: usize,
    },
    /// HTML, bare or in a MIME document.
    Html,
    /// A Word package as one XML file (Flat OPC).
    FlatPackage,
    /// Word 2003 XML.
    WordXml,
    /// Akoma Ntoso.
    AkomaNtoso,
    /// OpenDocument text as one XML file.
    FlatOdt,
    /// An older form of a word processor.
    Old {
        /// What it is.
        what: &'static str,
    },
    /// Anything else that is known.
    Foreign {
        /// What it is.
        what: Message,
        /// What to send instead.
        advice: &'static str,
    },
}

impl DetectedFormat<'_> {
    /// Whether the whole file is one part, which a package would have packed.
    pub(super) fn is_one_part(&self) -> bool {
        matches!(self, Self::FlatPackage | Self::WordXml | Self::AkomaNtoso | Self::FlatOdt)
    }
}

const SOURCE: &str = "send the Word file or text that it was made from";
const PICTURE: &str = "send the text itself, not a picture of it";
const UNPACK: &str = "unpack it and send the document";
const DOCUMENT: &str = "send the document";
const SAVE_AS: &str = "open it in the program that made it and save the text as .docx";

/// First bytes of formats that are sent by mistake, and what to say of them.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG", "a picture (PNG)", PICTURE),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", PICTURE),
    (b"GIF87a", "a picture (GIF)", PICTURE),
    (b"GIF89a", "a picture (GIF)", PICTURE),
    (b"II*\0", "a picture (TIFF)", PICTURE),
    (b"MM\0*", "a picture (TIFF)", PICTURE),
    (b"8BPS", "a picture (Photoshop)", PICTURE),
    (b"\xD7\xCD\xC6\x9A", "a picture (WMF)", PICTURE),
    (b"\0\0\0\x0CjP  ", "a picture (JPEG 2000)", PICTURE),
    (b"AT&TFORM", "a scanned document (DjVu)", SOURCE),
    (b"%!PS", "a PostScript file", SOURCE),
    (b"\xC5\xD0\xD3\xC6", "a PostScript file (EPS)", SOURCE),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ", "an xz archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"MSCF", "a cabinet archive", UNPACK),
    (b"\x7FELF", "a program", DOCUMENT),
    (b"MZ", "a program", DOCUMENT),
    (b"\xCF\xFA\xED\xFE", "a program", DOCUMENT),
    (b"\xCA\xFE\xBA\xBE", "a program", DOCUMENT),
    (b"SQLite format 3\0", "a database (SQLite)", DOCUMENT),
    (b"\x78\x9F\x3E\x22", "an e-mail's attachment (winmail.dat)", "send the document that is inside it"),
    (b"ITSF", "a help file (CHM)", SOURCE),
    (b"\0\x01\0\0\0", "a font", DOCUMENT),
    (b"OTTO", "a font", DOCUMENT),
    (b"ID3", "a sound recording", DOCUMENT),
    (b"OggS", "a recording (Ogg)", DOCUMENT),
    (b"fLaC", "a sound recording", DOCUMENT),
    (b"\xFF\xFB", "a sound recording (MP3)", DOCUMENT),
    (b"\xFF\xF3", "a sound recording (MP3)", DOCUMENT),
    (b"MThd", "a piece of music (MIDI)", DOCUMENT),
    (b"FLV\x01", "a recording (Flash)", DOCUMENT),
    (b"\x1A\x45\xDF\xA3", "a recording (Matroska)", DOCUMENT),
    (b"HWP Document File", "a Hangul word processor file (HWP 3)", SAVE_AS),
    (b"\0\0\x02\0", "a spreadsheet (Lotus 1-2-3)", SAVE_AS),
    (b"\0\0\x1A\0", "a spreadsheet (Lotus 1-2-3)", SAVE_AS),
    (b"\0\0MMXPR", "a QuarkXPress file", SAVE_AS),
    (b"AC10", "a drawing (AutoCAD)", PICTURE),
    (b"\0\0\x01\0", "a picture (icon)", PICTURE),
    (b"qoif", "a picture (QOI)", PICTURE),
    (b"gimp xcf ", "a picture (GIMP)", PICTURE),
    (b"L\0\0\0\x01\x14\x02", "a shortcut of Windows", DOCUMENT),
    (b"bplist00", "a property list", DOCUMENT),
    (b"wOFF", "a font", DOCUMENT),
    (b"wOF2", "a font", DOCUMENT),
    (b"\0asm", "a program", DOCUMENT),
    (b"\xFE\xED\xFA", "a program", DOCUMENT),
    (b"PAR1", "a data file (Parquet)", DOCUMENT),
    (b"\x04\x22\x4D\x18", "an LZ4 archive", UNPACK),
    (b"\x60\xEA", "an ARJ archive", UNPACK),
    (b"!<arch>\n", "an archive of Unix", UNPACK),
    (b"!BDN", "a mailbox of Outlook", "send the document that is inside it"),
    (b"\xF7\x02", "a TeX output file (DVI)", SOURCE),
    (b"\x1BE\x1B", "a printer file (PCL)", SOURCE),
    (b"\x1B%-12345X", "a printer file (PCL)", SOURCE),
];

/// Marks that stand behind the first bytes.
const LATER: &[(usize, &[u8], &str, &str)] = &[
    (4, b"ftypheic", "a picture (HEIC)", PICTURE),
    (4, b"ftyp", "a recording (MP4)", DOCUMENT),
    (8, b"WEBP", "a picture (WebP)", PICTURE),
    (2, b"-lh", "an LZH archive", UNPACK),
    (4, b"jumb", "a picture", PICTURE),
    (8, b"AVI ", "a recording (AVI)", DOCUMENT),
    (8, b"WAVE", "a sound recording", DOCUMENT),
    (40, b" EMF", "a picture (EMF)", PICTURE),
    (257, b"ustar", "a tar archive", UNPACK),
    (32_769, b"CD001", "a disk image (ISO 9660)", UNPACK),
];

/// First bytes of word processors' files that are not read.
const OLD: &[(&[u8], &str)] = &[
    (b"\xDB\xA5", "a Word 2 file"),
    (b"\x9B\xA5", "a Word 1 file"),
    (b"\x9C\xA5", "a Word 1 file"),
    (b"\x31\xBE\0\0", "a Write or Word for DOS file"),
    (b"\xFE\x37\0", "a Word for Macintosh file"),
    (b"\xFFWPC", "a WordPerfect file"),
];

/// Root elements of XML formats by their local names.
const ROOTS: &[(&str, &str, &str)] = &[
    ("svg", "a drawing (SVG)", PICTURE),
    ("math", "a formula (MathML)", "send the document that holds it"),
    ("Workbook", "a spreadsheet (Excel 2003 XML)", SAVE_AS),
    ("rss", "a news feed", DOCUMENT),
    ("feed", "a news feed", DOCUMENT),
    ("kml", "a map (KML)", DOCUMENT),
    ("FictionBook", "an electronic book", SAVE_AS),
    ("abiword", "an AbiWord document", SAVE_AS),
    ("article", "a DocBook or JATS document", SAVE_AS),
    ("book", "a DocBook document", SAVE_AS),
    ("TEI", "a TEI document", SAVE_AS),
    ("plist", "a property list", DOCUMENT),
    ("document", "one part of a Word package", "send the whole .docx file"),
    ("document-content", "one part of an OpenDocument file", "send the whole .odt file"),
];

/// What a file is.
pub(super) fn format(bytes: &[u8]) -> DetectedFormat<'_> {
    if let Some(found) = by_bytes(bytes) {
        return found;
    }
    let head = head(bytes);
    if let Some(found) = rich_text(bytes, &head) {
        return found;
    }
    if html::is_html(&head) || html::is_mime(&head) {
        return DetectedFormat::Html;
    }
    if let Some((_, what, advice)) = textual::FIRST.iter().find(|(mark, ..)| head.starts_with(mark)) {
        return foreign(what, advice);
    }
    if let Some((what, advice)) = textual::by_lines(&head) {
        return foreign(what, advice);
    }
    if let Some(found) = xml(&head).or_else(|| json(bytes, &head)).or_else(|| elements(bytes, &head)) {
        return found;
    }
    listing::by_form(&head).map_or(DetectedFormat::Text, |(what, advice)| foreign(what, advice))
}

fn foreign(what: &'static str, advice: &'static str) -> DetectedFormat<'static> {
    DetectedFormat::Foreign { what: Message::phrase(what), advice }
}

/// Formats that are told by their bytes.
fn by_bytes(bytes: &[u8]) -> Option<DetectedFormat<'_>> {
    if let Some(found) = zip(bytes) {
        return Some(found);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(DetectedFormat::Ole);
    }
    if let Some((_, what)) = OLD.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(DetectedFormat::Old { what });
    }
    // `MZ` and other printable marks also begin words; binary data holds NUL bytes.
    let has_nul = bytes.iter().take(512).any(|byte| *byte == 0);
    let is_sure = |magic: &[u8]| has_nul || magic.iter().any(|b| !b.is_ascii_graphic()) || magic == b"%!PS";
    let first = FOREIGN.iter().find(|(magic, ..)| bytes.starts_with(magic) && is_sure(magic));
    let later = || {
        let stands = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        LATER.iter().find(|(at, mark, ..)| has_nul && stands(*at, mark))
    };
    if is_pdf(bytes) {
        return Some(foreign("a PDF file", SOURCE));
    }
    let found = first.map(|(_, what, advice)| (what, advice));
    found
        .or_else(|| later().map(|(_, _, what, advice)| (what, advice)))
        .map(|(what, advice)| foreign(what, advice))
}

/// A PDF file, its head within the first 1,024 bytes as its readers allow (ISO 32000-1, annex H.3).
fn is_pdf(bytes: &[u8]) -> bool {
    const NEAR: usize = 1024;
    let start = bytes.get(..bytes.len().min(NEAR)).unwrap_or_default();
    let end = bytes.get(bytes.len().saturating_sub(NEAR)..).unwrap_or_default();
    let holds = |part: &[u8], mark: &[u8]| part.windows(mark.len()).any(|window| window == mark);
    holds(start, b"%PDF-") && holds(end, b"%%EOF")
}

/// A zip file, also behind bytes that some gateway put before it.
fn zip(bytes: &[u8]) -> Option<DetectedFormat<'_>> {
    const FIRST: &[u8] = b"PK\x03\x04";
    const END: &[u8] = b"PK\x05\x06";
    /// How far bytes before a zip file are looked through, and how far back the end of its directory lies.
    const BEFORE: usize = 4096;
    const TAIL: usize = (64 << 10) + 22;
    if bytes.starts_with(FIRST) || bytes.starts_with(END) {
        return Some(DetectedFormat::Zip { bytes, before: 0 });
    }
    let start = bytes.get(..bytes.len().min(BEFORE))?;
    let before = start.windows(FIRST.len()).position(|window| window == FIRST)?;
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..)?;
    let ends = tail.windows(END.len()).any(|window| window == END);
    let bytes = bytes.get(before..).filter(|_| ends)?;
    Some(DetectedFormat::Zip { bytes, before })
}

/// Rich Text, also behind a mark, blank lines or lines of another program, and in UTF-16.
fn rich_text<'a>(bytes: &'a [u8], head: &str) -> Option<DetectedFormat<'a>> {
    const MARK: &str = "{\\rtf";
    /// How far lines before it are looked through.
    const BEFORE: usize = 1024;
    let at = if head.starts_with(MARK) {
        0
    } else {
        let early = head.char_indices().take_while(|(at, _)| *at < BEFORE).last().map_or(0, |(at, _)| at);
        let found = head.get(..early)?.find("\n{\\rtf1")? + 1;
        // A text that speaks of Rich Text does not end as a file of it does.
        let ends = bytes.trim_ascii_end();
        let closed = ends.strip_suffix(b"\0").unwrap_or(ends).trim_ascii_end().ends_with(b"}");
        closed.then_some(found)?
    };
    let place = bytes.windows(MARK.len()).position(|window| window == MARK.as_bytes());
    let before = head.get(..at).map_or(0, |before| before.trim().len());
    let bytes = match place {
        Some(place) => Cow::Borrowed(bytes.get(place..)?),
        // In UTF-16: its text is ASCII.
        None => {
            let text = decode(bytes, None).ok()?.text;
            Cow::Owned(text.get(text.find(MARK)?..)?.as_bytes().to_vec())
        }
    };
    Some(DetectedFormat::Rtf { bytes, before })
}

/// XML by its root element; text that merely begins with `<` is none.
fn xml(head: &str) -> Option<DetectedFormat<'static>> {
    let declared = head.starts_with("<?xml");
    let mut rest = head;
    let root = loop {
        rest = rest.trim_start();
        let closed_by = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            [b'<', b'!', ..] => ">",
            [b'<', ..] => break rest.get(1..)?,
            _ => return None,
        };
        rest = rest.split_once(closed_by)?.1;
    };
    let tag = root.split('>').next()?;
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    let local = name.rsplit(':').next()?;
    if !declared && !tag.contains("xmlns") && !ROOTS.iter().any(|(root, ..)| *root == local && local == "svg")
    {
        return None;
    }
    Some(match local {
        "package" if tag.contains("office/2006/xmlPackage") => DetectedFormat::FlatPackage,
        "wordDocument" => DetectedFormat::WordXml,
        "akomaNtoso" => DetectedFormat::AkomaNtoso,
        "document" if tag.contains("opendocument:xmlns:office") => open_document(tag),
        _ => {
            let known = ROOTS.iter().find(|(root, ..)| *root == local);
            let shown: String = name.chars().take(40).collect();
            known.map_or_else(
                || DetectedFormat::Foreign {
                    what: message!("an XML file (<{root}>)", root = shown),
                    advice: SAVE_AS,
                },
                |(_, what, advice)| foreign(what, advice),
            )
        }
    })
}

/// XML that says neither so nor its vocabulary: one element from the first character to the last.
fn elements(bytes: &[u8], head: &str) -> Option<DetectedFormat<'static>> {
    let name =
        head.strip_prefix('<')?.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next()?;
    let end = format!("</{name}>");
    let whole = !name.is_empty() && bytes.trim_ascii_end().ends_with(end.as_bytes());
    // `<Note> … </Note>` around a sentence is none.
    let inner = head.match_indices("</").count() > 1;
    (whole && inner).then(|| DetectedFormat::Foreign {
        what: message!("an XML file (<{root}>)", root = name.chars().take(40).collect::<String>()),
        advice: SAVE_AS,
    })
}

/// A flat OpenDocument file, by the media type that its root names.
fn open_document(tag: &str) -> DetectedFormat<'static> {
    let kinds = [
        ("spreadsheet", "a spreadsheet (OpenDocument)"),
        ("presentation", "a presentation (OpenDocument)"),
        ("graphics", "a drawing (OpenDocument)"),
    ];
    let found = kinds.into_iter().find(|(kind, _)| tag.contains(&format!("opendocument.{kind}")));
    found.map_or(DetectedFormat::FlatOdt, |(_, what)| foreign(what, SAVE_AS))
}

/// JSON: an object, or a list of objects or lists, to the end of the file.
fn json(bytes: &[u8], head: &str) -> Option<DetectedFormat<'static>> {
    let begins = head.starts_with('{') || head.starts_with('[');
    if !begins || !matches!(bytes.trim_ascii_end().last(), Some(b'}' | b']')) {
        return None;
    }
    let text = decode(bytes, None).ok()?.text;
    let value: serde_json::Value = serde_json::from_str(&text).ok()?;
    let is_data = match &value {
        serde_json::Value::Object(_) => true,
        serde_json::Value::Array(list) => list.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    };
    is_data.then(|| foreign("a JSON file", "send the document, as a Word file or plain text"))
}

#[cfg(test)]
mod tests {
    use super::{DetectedFormat, format};

    fn named(bytes: &[u8]) -> String {
        match format(bytes) {
            DetectedFormat::Text => "text".to_owned(),
            DetectedFormat::Zip { before, .. } => format!("zip after {before}"),
            DetectedFormat::Ole => "ole".to_owned(),
            DetectedFormat::Rtf { bytes, before } => {
                assert!(bytes.starts_with(b"{\\rtf"));
                format!("rtf after {before}")
            }
            DetectedFormat::Html => "html".to_owned(),
            DetectedFormat::FlatPackage => "flat package".to_owned(),
            DetectedFormat::WordXml => "word xml".to_owned(),
            DetectedFormat::FlatOdt => "flat odt".to_owned(),
            DetectedFormat::AkomaNtoso => "akoma ntoso".to_owned(),
            DetectedFormat::Old { what } => what.to_owned(),
            DetectedFormat::Foreign { what, advice } => {
                assert!(!advice.is_empty());
                what.to_string()
            }
        }
    }

    #[test]
    fn formats_are_told_by_their_content() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let table: Vec<(Vec<u8>, &str)> = vec![
            (b"\n \xEF\xBB\xBF{\\rtf1 a}".to_vec(), "rtf after 0"),
            (b"X-Gateway: yes\n\n{\\rtf1 a}\n".to_vec(), "rtf after 14"),
            (b"of Rich Text:\n{\\rtf1 a}\nends so.".to_vec(), "text"),
            (wide("\u{FEFF}{\\rtf1 a}"), "rtf after 0"),
            (wide("<html><p>a</p></html>"), "html"),
            (wide("\u{FEFF}<!DOCTYPE html><p>a"), "html"),
            (b"Content-Type: text/html\n\n<p>a".to_vec(), "html"),
            (b"\r\nPK\x03\x04 and so on PK\x05\x06".to_vec(), "zip after 2"),
            (b"in PK\x03\x04 no directory".to_vec(), "text"),
            (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "a drawing (SVG)"),
            (b"<svg width='1'/>".to_vec(), "a drawing (SVG)"),
            (b"<?xml version='1.0'?><!-- c --><a:thing>".to_vec(), "an XML file (<a:thing>)"),
            (b"<Note> the Union resolves".to_vec(), "text"),
            (b"<w:wordDocument xmlns:w='x'>".to_vec(), "word xml"),
            (b"<?xml version='1.0'?>\n<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>".to_vec(), "flat package"),
            (b"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>".to_vec(), "flat odt"),
            (b"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>".to_vec(), "a spreadsheet (OpenDocument)"),
            (b" {\"a\": [1, 2]}\n".to_vec(), "a JSON file"),
            (b"[Draft]".to_vec(), "text"),
            (b"{a} is an item, and so is [b]".to_vec(), "text"),
            (b"\n\n%PDF-1.7 ...".to_vec(), "a PDF file"),
            (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n...\n%%EOF\n".to_vec(), "a PDF file"),
            (b"\\documentclass{article}".to_vec(), "a LaTeX file"),
            (b"MZ is how the name begins".to_vec(), "text"),
            (b"BZh and other letters".to_vec(), "text"),
            (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "a picture (WebP)"),
            (b"<thing><part>a</part></thing>\n".to_vec(), "an XML file (<thing>)"),
            (b"<Note> the Union resolves </Note>".to_vec(), "text"),
            (b"<table><tr><td>a</td></tr></table>".to_vec(), "html"),
            (b"Dear all,\n<html><body><p>a</p></body></html>".to_vec(), "html"),
            (Vec::new(), "text"),
        ];
        for (bytes, expected) in table {
            assert_eq!(named(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
