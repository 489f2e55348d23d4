//! Requests and answers as plain data: what the server hands in and what it is to send.
//!
//! In: method, address, headers, the fields of a form. Out: status, headers, body. Never: a socket.

/// A request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// `GET`, `POST`.
    pub method: String,
    /// The path, as it was sent.
    pub path: String,
    /// The query's pairs.
    pub query: Vec<(String, String)>,
    /// Headers, their names in small letters.
    pub headers: Vec<(String, String)>,
    /// The fields of the form.
    pub form: Vec<(String, String)>,
}

impl Asked {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// A header that was sent once: of two, one may be by somebody else than the proxy.
    pub(crate) fn only_header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(key, _)| key == name);
        all.next().filter(|_| all.next().is_none()).map(|(_, value)| value.as_str())
    }

    /// A value of the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// A field of the form; empty where it is missing.
    pub(crate) fn field(&self, name: &str) -> &str {
        find(&self.form, name).unwrap_or_default()
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers besides those of every answer.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent.
    pub body: Vec<u8>,
}

/// What holds for every answer: nothing from elsewhere, no script or style in the markup, no frame, no word
/// of the address to others. `same-origin` and not `no-referrer`, under which forms have no origin.
pub(crate) const ALWAYS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

impl HttpAnswer {
    /// An answer of a media type.
    pub(crate) fn of(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type", kind.to_owned()), ("cache-control", "no-store".to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// A page.
    pub(crate) fn page(status: u16, html: String) -> Self {
        Self::of(status, "text/html; charset=utf-8", html)
    }

    /// Text without markup.
    pub(crate) fn text(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::of(status, "text/plain; charset=utf-8", text)
    }

    /// The address to ask instead, by GET (RFC 9110, 15.4.4).
    pub(crate) fn elsewhere(address: &str) -> Self {
        Self::text(303, Vec::new()).header("location", address)
    }

    /// With one header more, in place of one of that name.
    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }
}
