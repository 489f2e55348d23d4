//! MIME documents for the second count (RFC 2045, RFC 2557): the page that one holds.

/// The bytes of a page, and the encoding that its header names. A file that is no MIME document is the page.
pub(super) fn page(bytes: &[u8]) -> Option<(Vec<u8>, Option<String>)> {
    // Blank lines may stand before the first field.
    let bytes = bytes.trim_ascii_start();
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let is_field = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    // A version, or the type of a page among the fields: a page may hold these words too.
    let mut fields = head.lines().take_while(|line| !line.trim().is_empty());
    let typed = fields.any(|line| line.starts_with("content-type: text/html"))
        || head.contains("mime-version:") && head.contains("content-type:");
    if !head.lines().next().is_some_and(is_field) || !typed {
        return Some((bytes.to_vec(), None));
    }
    let whole = part(bytes)?;
    let page = match parameter(&whole.0, "boundary") {
        Some(boundary) => {
            let (head, body) = page_part(whole.1, &format!("--{boundary}"), 3)?;
            (head, body.to_vec())
        }
        None => (whole.0, whole.1.to_vec()),
    };
    let coding = page.0.to_ascii_lowercase();
    let body = match coding
        .lines()
        .find_map(|line| line.strip_prefix("content-transfer-encoding:"))
        .map(str::trim)
    {
        Some("quoted-printable") => quoted(&page.1),
        Some("base64") => super::flat::base64(&String::from_utf8_lossy(&page.1)),
        _ => page.1,
    };
    Some((body, parameter(&page.0, "charset")))
}

/// The first part between lines that begin with a mark that is a page, or holds one, so many levels down.
fn page_part<'a>(body: &'a [u8], mark: &str, levels: usize) -> Option<(String, &'a [u8])> {
    let page = |piece: Option<&'a [u8]>| {
        let (head, body) = part(piece?)?;
        let kind = head.to_ascii_lowercase();
        if levels > 0 && kind.contains("content-type: multipart/") {
            let inner = parameter(&head, "boundary")?;
            return page_part(body, &format!("--{inner}"), levels - 1);
        }
        kind.contains("content-type: text/html").then_some((head, body))
    };
    let (mut begun, mut at) = (None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let end = at + line.len();
        if line.starts_with(mark.as_bytes()) {
            let found = begun.and_then(|start| page(body.get(start..at)));
            if found.is_some() {
                return found;
            }
            begun = Some(end);
        }
        at = end;
    }
    begun.and_then(|start| page(body.get(start..)))
}

/// The fields of a part, one a line, and its body.
fn part(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut fields = String::new();
    let mut rest = bytes;
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')? + 1;
        let (line, after) = rest.split_at_checked(end)?;
        rest = after;
        let line = String::from_utf8_lossy(line);
        let text = line.trim_end();
        match text.starts_with([' ', '\t']) {
            _ if text.is_empty() && fields.is_empty() => {}
            _ if text.is_empty() => return Some((fields, rest)),
            true => {
                fields.push(' ');
                fields.push_str(text.trim_start());
            }
            false => {
                fields.push('\n');
                let (name, value) = text.split_once(':').unwrap_or((text, ""));
                fields.push_str(&format!("{}: {}", name.trim(), value.trim()));
            }
        }
    }
}

fn parameter(fields: &str, name: &str) -> Option<String> {
    let mut lines = fields.lines();
    let line = lines.find(|line| line.to_ascii_lowercase().starts_with("content-type:"))?;
    line.split(';').skip(1).find_map(|parameter| {
        let (known, value) = parameter.split_once('=')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Quoted-printable (RFC 2045, 6.7).
fn quoted(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let mut ahead = rest.clone();
        match (digit(ahead.next()), digit(ahead.next())) {
            (Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => {
                let end = rest.next_if_eq(&b'\r').is_some() | rest.next_if_eq(&b'\n').is_some();
                if !end {
                    bytes.push(b'=');
                }
            }
        }
    }
    bytes
}
