//! MIME documents (RFC 2045, 2046, 2557), as Word saves a "single file web page": the HTML in it.

use super::pictures::MimePicture;
use crate::limits;
use crate::read::transfer_encoding;

/// The HTML of a file, and the encoding that its header names.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// WHATWG or IANA name.
    pub charset: Option<String>,
}

/// Whether a file begins as a MIME document does: with header fields, one of them its own.
pub(super) fn is_mime(head: &str) -> bool {
    let early = head.char_indices().nth(4096).map_or(head.len(), |(at, _)| at);
    let head = head.get(..early).unwrap_or_default().to_ascii_lowercase();
    let first = head.lines().next().unwrap_or_default();
    let field = first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let mut fields = head.lines().take_while(|line| !line.trim().is_empty());
    let page = fields.any(|line| line.starts_with("content-type: text/html"));
    field && (page || (head.contains("mime-version:") && head.contains("content-type:")))
}

/// The first HTML part of a MIME document; `None` where there is none.
pub(super) fn html(bytes: &[u8]) -> Option<Html> {
    let part = leaves(bytes).into_iter().find(|part| part.content_type().starts_with("text/html"))?;
    Some(Html { bytes: part.decoded()?, charset: part.parameter("charset") })
}

/// The pictures that stand beside the page in a MIME document, as many as the bound for pictures allows.
pub(super) fn pictures(bytes: &[u8]) -> Vec<MimePicture> {
    let mut room = limits::PICTURE_BYTES;
    let pictures = leaves(bytes)
        .into_iter()
        .filter(|part| part.content_type().starts_with("image/"))
        .filter_map(|part| {
            let named = |name| part.field(name).unwrap_or_default().trim_matches(['<', '>']).to_owned();
            let (location, id) = (named("content-location"), named("content-id"));
            Some(MimePicture { location, id, bytes: part.decoded()? })
        });
    pictures
        .take(limits::NAMES)
        .take_while(|picture| {
            let rest = room.checked_sub(picture.bytes.len() as u64);
            room = rest.unwrap_or(0);
            rest.is_some()
        })
        .collect()
}

/// Header fields and body.
struct MimePart<'a> {
    fields: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> MimePart<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            let line = String::from_utf8_lossy(line);
            let text = line.trim_end();
            if text.is_empty() {
                if fields.is_empty() {
                    continue;
                }
                break;
            }
            match text.split_once(':') {
                _ if text.starts_with([' ', '\t']) => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push(' ');
                        value.push_str(text.trim_start());
                    }
                }
                Some((name, value)) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                None => {}
            }
        }
        Self { fields, body: rest }
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Its body, free of what it was encoded in for its way; `None` where that is damaged.
    fn decoded(&self) -> Option<Vec<u8>> {
        let encoding = self.field("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        match encoding.as_str() {
            "quoted-printable" => Some(quoted_printable(self.body)),
            // What is too long decoded is refused as it is.
            "base64" if self.body.len() <= limits::PAGE_BYTES * 3 / 2 => transfer_encoding::base64(self.body),
            _ => Some(self.body.to_vec()),
        }
    }

    fn content_type(&self) -> String {
        self.field("content-type").unwrap_or_default().to_ascii_lowercase()
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let value = self.field("content-type")?;
        value.split(';').skip(1).find_map(|parameter| {
            let (known, value) = parameter.split_once('=')?;
            known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
        })
    }
}

/// The parts that hold no others, in order: mail programs put a page beside its words, and both beside the pictures.
fn leaves(bytes: &[u8]) -> Vec<MimePart<'_>> {
    const DEPTH: usize = 4;
    let mut open = vec![(MimePart::of(bytes), 0)];
    let mut found = Vec::new();
    while let Some((part, depth)) = open.pop() {
        let holds = depth == 0 || depth < DEPTH && part.content_type().starts_with("multipart/");
        match part.parameter("boundary").filter(|_| holds) {
            Some(boundary) => {
                let inner = parts(part.body, &boundary).into_iter().rev();
                open.extend(inner.map(|part| (MimePart::of(part), depth + 1)));
            }
            None => found.push(part),
        }
    }
    found
}

/// The parts between boundary lines.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut begun = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(mark.as_bytes()) {
            parts.extend(begun.and_then(|start| body.get(start..at)));
            begun = Some(at + line.len());
        }
        at += line.len();
    }
    parts.extend(begun.and_then(|start| body.get(start..)).filter(|part| part.len() > 4));
    parts
}

/// RFC 2045, 6.7; what is no escape stands for itself.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            decoded.push(*byte);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            decoded.push((high * 16 + low) as u8);
            rest = after.get(2..).unwrap_or_default();
        } else if let Some(after) = after.strip_prefix(b"\r\n").or(after.strip_prefix(b"\n")) {
            rest = after;
        } else {
            decoded.push(b'=');
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{html, is_mime, quoted_printable};

    #[test]
    fn the_html_part_is_found_and_decoded() {
        let file = b"MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=\"B\"\n\n--B\nContent-Type: image/png\n\nx\n--B\nContent-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\nPHA+\nYTwv cD4=\n--B--\n";
        assert!(is_mime(std::str::from_utf8(file).unwrap()));
        assert!(is_mime("Server: x\nContent-Type: text/html\n\n<p>a"));
        let found = html(file).unwrap();
        assert_eq!(
            (found.bytes.as_slice(), found.charset.as_deref()),
            (b"<p>a</p>".as_slice(), Some("utf-8"))
        );
        assert!(!is_mime("Note: this is a text\n\nwith lines\n"));
    }

    #[test]
    fn quoted_printable_is_decoded() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=\nd=zz="), b"a=bcd=zz=");
    }
}
