//! The tokens of a page for the second count (HTML, 13.2.5): tags, and the text between them.
//!
//! In: a page as text. Out: its tags with the attributes that bear on what is shown, and its text with
//! references resolved. Never: a tree; and no module of the readers, which take another tokenizer.

use std::borrow::Cow;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MarkupToken<'t> {
    /// A start tag.
    Start(MarkupTag<'t>),
    /// The name of an end tag, in small letters.
    End(Cow<'t, str>),
    /// Text.
    Text(Cow<'t, str>),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MarkupTag<'t> {
    /// Its name, in small letters.
    pub name: Cow<'t, str>,
    /// It ends itself.
    pub closed: bool,
    /// What stands behind its name.
    attributes: &'t str,
}

/// White space inside tags.
const SPACE: [char; 5] = [' ', '\t', '\n', '\r', '\u{C}'];

/// The tokens of a page, one after another.
#[derive(Debug)]
pub(super) struct Markup<'t> {
    rest: &'t str,
    /// The element whose content is text up to its end tag.
    raw: Option<RawText>,
    /// The page begins as XML does, where what ends itself holds nothing (XML 1.0, 3.1).
    pub(super) is_xml: bool,
}

/// Elements whose content is no markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RawText {
    /// Text, references resolved: `title`, `textarea`.
    Referring(&'static str),
    /// Text as it stands.
    Plain(&'static str),
    /// All that follows.
    Rest,
}

impl RawText {
    fn of(name: &str) -> Option<Self> {
        const REFERRING: [&str; 2] = ["title", "textarea"];
        const PLAIN: [&str; 6] = ["script", "style", "xmp", "iframe", "noembed", "noframes"];
        if name == "plaintext" {
            return Some(Self::Rest);
        }
        let known = |names: &[&'static str]| names.iter().find(|known| **known == name).copied();
        known(&REFERRING).map(Self::Referring).or_else(|| known(&PLAIN).map(Self::Plain))
    }
}

impl<'t> Markup<'t> {
    /// The tokens of a page.
    pub(super) fn of(text: &'t str) -> Self {
        let is_xml =
            text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').starts_with("<?xml ");
        Self { rest: text, raw: None, is_xml }
    }

    /// Takes bytes off the front.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Text up to where something else begins.
    fn text(&mut self) -> MarkupToken<'t> {
        let from = usize::from(self.rest.starts_with('<'));
        let bytes = self.rest.as_bytes();
        let ends = |at: &usize| {
            let next = bytes.get(at + 1);
            bytes.get(*at) == Some(&b'<')
                && next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
        };
        let end = (from..bytes.len()).find(ends).unwrap_or(bytes.len());
        MarkupToken::Text(resolved(self.take(end)))
    }

    /// The content of an element that holds no markup.
    fn raw_text(&mut self, raw: RawText) -> Option<MarkupToken<'t>> {
        self.raw = None;
        let (name, referring) = match raw {
            RawText::Referring(name) => (name, true),
            RawText::Plain(name) => (name, false),
            RawText::Rest => return Some(MarkupToken::Text(Cow::Borrowed(self.take(self.rest.len())))),
        };
        let end = if name == "script" { end_of_script(self.rest) } else { end_tag(self.rest, name) };
        let text = self.take(end.unwrap_or(self.rest.len()));
        let text = if referring { resolved(text) } else { Cow::Borrowed(text) };
        (!text.is_empty()).then_some(MarkupToken::Text(text))
    }

    /// A start tag, at `<`; `None` where the page ends in it.
    fn start(&mut self) -> Option<MarkupToken<'t>> {
        let (name, attributes, closed) = self.tag(1)?;
        self.raw = RawText::of(&name).filter(|_| !(closed && self.is_xml));
        Some(MarkupToken::Start(MarkupTag { name, closed, attributes }))
    }

    /// The name of the tag at hand, what stands behind it, and whether it ends itself.
    fn tag(&mut self, from: usize) -> Option<(Cow<'t, str>, &'t str, bool)> {
        let inner = self.rest.get(from..)?;
        let length = inner.find(|c| SPACE.contains(&c) || matches!(c, '/' | '>'));
        let Some((name, behind)) = length.and_then(|length| inner.split_at_checked(length)) else {
            self.rest = "";
            return None;
        };
        let Some((end, closed)) = end_of_attributes(behind) else {
            self.rest = "";
            return None;
        };
        let attributes = behind.get(..end).unwrap_or_default();
        self.rest = behind.get(end + 1..).unwrap_or_default();
        Some((lower(name), attributes, closed))
    }

    /// What stands between `<!` or `<?` and its end, which is nothing shown.
    fn pass_over(&mut self) {
        let end = match self.rest.strip_prefix("<!--") {
            Some(inner) => end_of_comment(inner).map(|end| end + 4),
            None => self.rest.find('>').map(|end| end + 1),
        };
        self.take(end.unwrap_or(self.rest.len()));
    }
}

impl<'t> Iterator for Markup<'t> {
    type Item = MarkupToken<'t>;

    fn next(&mut self) -> Option<MarkupToken<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if let Some(raw) = self.raw
                && let Some(text) = self.raw_text(raw)
            {
                return Some(text);
            }
            match self.rest.as_bytes() {
                [b'<', b'/', next, ..] if next.is_ascii_alphabetic() => {
                    if let Some((name, ..)) = self.tag(2) {
                        return Some(MarkupToken::End(name));
                    }
                }
                [b'<', b'/', b'>', ..] => drop(self.take(3)),
                [b'<', b'/', _, ..] | [b'<', b'!' | b'?', ..] => self.pass_over(),
                [b'<', next, ..] if next.is_ascii_alphabetic() => {
                    if let Some(token) = self.start() {
                        return Some(token);
                    }
                }
                [] => return None,
                _ => return Some(self.text()),
            }
        }
    }
}

impl MarkupTag<'_> {
    /// An attribute, the first of its name.
    pub(super) fn attribute(&self, wanted: &str) -> Option<Cow<'_, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c| SPACE.contains(&c) || c == '/');
            if rest.is_empty() {
                return None;
            }
            // A name may begin with an equals sign.
            let ends =
                |(at, c): &(usize, char)| *at > 0 && *c == '=' || SPACE.contains(c) || matches!(c, '/' | '>');
            let length = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
            let (name, behind) = rest.split_at_checked(length)?;
            let (value, after) = value(behind);
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value.map_or(Cow::Borrowed(""), resolved_value));
            }
            rest = after;
        }
    }
}

/// The value behind a name, quotation marks taken off, and what follows it.
fn value(behind: &str) -> (Option<&str>, &str) {
    let Some(rest) = behind.trim_start_matches(SPACE).strip_prefix('=') else { return (None, behind) };
    let rest = rest.trim_start_matches(SPACE);
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            let (value, after) = inner.split_once(quote).unwrap_or((inner, ""));
            return (Some(value), after);
        }
    }
    let length = rest.find(|c| SPACE.contains(&c) || c == '>').unwrap_or(rest.len());
    rest.split_at_checked(length).map_or((None, ""), |(value, after)| (Some(value), after))
}

/// Where the `>` stands that ends a tag, whose name ends before `text`, and whether a `/` stands right before
/// it that is in no value.
fn end_of_attributes(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let is_space = |byte: Option<&u8>| byte.is_some_and(|byte| SPACE.contains(&char::from(*byte)));
    loop {
        // Before a name.
        while is_space(bytes.get(at)) || bytes.get(at) == Some(&b'/') {
            at += 1;
        }
        match bytes.get(at)? {
            b'>' => return Some((at, at > 0 && bytes.get(at - 1) == Some(&b'/'))),
            _ => at += 1,
        }
        while !is_space(bytes.get(at)) && !matches!(bytes.get(at)?, b'=' | b'/' | b'>') {
            at += 1;
        }
        let mut value = at;
        while is_space(bytes.get(value)) {
            value += 1;
        }
        if bytes.get(value)? != &b'=' {
            continue;
        }
        value += 1;
        while is_space(bytes.get(value)) {
            value += 1;
        }
        at = match bytes.get(value)? {
            quote @ (b'"' | b'\'') => {
                value + 2 + bytes.get(value + 1..)?.iter().position(|byte| byte == quote)?
            }
            // A tag may end where a value is missing.
            b'>' => return Some((value, false)),
            _ => {
                let rest = bytes.get(value..)?;
                value + rest.iter().position(|byte| is_space(Some(byte)) || *byte == b'>')?
            }
        };
        if bytes.get(at)? == &b'>' {
            return Some((at, false));
        }
    }
}

/// The first byte behind a comment whose `<!--` was taken off.
fn end_of_comment(inner: &str) -> Option<usize> {
    if inner.starts_with('>') {
        return Some(1);
    }
    if inner.starts_with("->") {
        return Some(2);
    }
    let found = ["-->", "--!>"].into_iter().filter_map(|mark| Some(inner.find(mark)? + mark.len()));
    found.min()
}

/// Where the end tag of an element begins.
fn end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    text.match_indices("</").map(|(at, _)| at).find(|at| {
        let tag = bytes.get(at + 2..at + 2 + name.len());
        let behind = bytes.get(at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) && behind.is_some_and(ends_name)
    })
}

fn ends_name(byte: &u8) -> bool {
    SPACE.contains(&char::from(*byte)) || matches!(byte, b'/' | b'>')
}

/// Where the end tag of a script begins; inside a comment of its own a script may hold scripts.
fn end_of_script(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut comment, mut inner) = (false, false);
    let mut at = 0;
    let word = |at: usize| {
        let is = bytes.get(at..at + 6).is_some_and(|word| word.eq_ignore_ascii_case(b"script"));
        is && bytes.get(at + 6).is_some_and(ends_name)
    };
    while at < bytes.len() {
        let rest = bytes.get(at..)?;
        if !comment && rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` end at once.
            comment = true;
            at += 2;
        } else if comment && rest.starts_with(b"-->") {
            (comment, inner) = (false, false);
            at += 3;
        } else if rest.starts_with(b"</") && word(at + 2) {
            if !inner {
                return Some(at);
            }
            inner = false;
            at += 8;
        } else if comment && !inner && rest.starts_with(b"<") && word(at + 1) {
            inner = true;
            at += 7;
        } else {
            at += 1;
        }
    }
    None
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Text with its references resolved: the names are 2,231 (HTML, 13.5), so that what holds one is given to a
/// tokenizer that has them.
fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('&') {
        shown.push_str(before);
        // The next one is looked at on its own.
        let length = reference.find(['&', '<']).unwrap_or(reference.len());
        let (own, after) = reference.split_at_checked(length).unwrap_or((reference, ""));
        match own.split_once(';') {
            Some(("nbsp", text)) => shown.extend(["\u{A0}", text]),
            Some(("amp", text)) => shown.extend(["&", text]),
            Some(("lt", text)) => shown.extend(["<", text]),
            Some(("gt", text)) => shown.extend([">", text]),
            _ => tokens(&format!("&{own}")).for_each(|text| shown.push_str(&text)),
        }
        rest = after;
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// The text of a piece of a page without tags.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    Tokenizer::new_with_emitter(text, DefaultEmitter::<()>::default()).filter_map(|token| match token {
        Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    })
}

/// A value with its references resolved, in which an unfinished one counts less than in text.
fn resolved_value(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let quote = if value.contains('"') { '\'' } else { '"' };
    let tag = format!("<a b={quote}{value}{quote}>");
    let found =
        Tokenizer::new_with_emitter(tag.as_str(), DefaultEmitter::<()>::default()).find_map(|token| {
            let Ok(Token::StartTag(tag)) = token else { return None };
            let (_, value) = tag.attributes.iter().next()?;
            Some(String::from_utf8_lossy(value).into_owned())
        });
    found.map_or(Cow::Borrowed(value), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use html5gum::emitters::default::DefaultEmitter;
    use html5gum::{Token, Tokenizer};

    use super::{Markup, MarkupToken};

    const NAMES: [&str; 4] = ["id", "style", "href", "checked"];

    /// The tokens as lines, neighbouring texts joined.
    fn ours(page: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for token in Markup::of(page) {
            match token {
                MarkupToken::Start(tag) => {
                    let all = NAMES.map(|name| tag.attribute(name).map(|value| value.into_owned()));
                    lines.push(format!("<{} {all:?} {}", tag.name, tag.closed));
                }
                MarkupToken::End(name) => lines.push(format!("</{name}")),
                MarkupToken::Text(text) => push(&mut lines, &text),
            }
        }
        lines
    }

    /// Those of the tokenizer that the reader of pages takes.
    fn theirs(page: &str) -> Vec<String> {
        let mut emitter = DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        let mut lines: Vec<String> = Vec::new();
        for token in Tokenizer::new_with_emitter(page, emitter) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            match token.unwrap() {
                Token::StartTag(tag) => {
                    let of = |name: &str| {
                        let mut all = tag.attributes.iter();
                        all.find(|(own, _)| own.as_slice() == name.as_bytes()).map(|(_, value)| text(value))
                    };
                    lines.push(format!("<{} {:?} {}", text(&tag.name), NAMES.map(of), tag.self_closing));
                }
                Token::EndTag(tag) => lines.push(format!("</{}", text(&tag.name))),
                Token::String(found) => push(&mut lines, &text(&found)),
                _ => {}
            }
        }
        lines
    }

    fn push(lines: &mut Vec<String>, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        match lines.last_mut().filter(|last| last.starts_with('"')) {
            Some(last) => last.push_str(&text),
            None => lines.push(format!("\"{text}")),
        }
    }

    #[test]
    fn drawn_pages_have_the_tokens_that_another_tokenizer_finds() {
        const PIECES: [&str; 64] = [
            "<p",
            "<p>",
            "</p>",
            "<",
            ">",
            "/",
            "/>",
            "</",
            "<!",
            "<!--",
            "-->",
            "--!>",
            "<!-->",
            "->",
            "-",
            "!",
            "<?",
            "?>",
            "=",
            "\"",
            "'",
            " ",
            "\n",
            "\t",
            "a",
            "B",
            "提案",
            "id",
            "style",
            "href=x/y",
            "id='q'",
            "checked",
            "id=\"a&amp;b\"",
            "&nbsp;",
            "&amp",
            "&lt;",
            "&",
            "#",
            "&#65;",
            "&#x80;",
            "&copy",
            "&notit;",
            ";",
            "<title>",
            "</title>",
            "<textarea>",
            "</textarea",
            "<script>",
            "</script>",
            "<style>",
            "</style >",
            "<!doctype html>",
            "<![if !x]>",
            "<o:p/>",
            "<br/>",
            "<BR />",
            "</>",
            "</ p>",
            "<script",
            "<A HREF=1>",
            "<iframe>",
            "</iframe>",
            "<xmp>",
            "</xmp>",
        ];
        let mut state = 7u64;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % bound
        };
        for _ in 0..20_000 {
            let page: String = (0..1 + below(14)).map(|_| PIECES[below(PIECES.len())]).collect();
            assert_eq!(ours(&page), theirs(&page), "{page}");
        }
    }
}
