//! Style sheets in a page: the few properties on which it depends what a reader sees.
//!
//! In: the text of `style` elements. Out: declarations for a tag, by its name and class, and what they put
//! before and after it. Never: the looks of a text; selectors that ask for more than an element and a class are passed over, and so are rules
//! for some media.

use super::tags::HtmlTag;

/// Properties that say what is shown: numbers, signs, nothing.
const KEPT: [&str; 9] = [
    "list-style",
    "list-style-type",
    "display",
    "visibility",
    "mso-hide",
    "font-family",
    "content",
    "counter-reset",
    "counter-increment",
];
/// Rules kept, and bytes of a sheet read: more are no page of words.
const RULES: usize = 2_000;
const BYTES: usize = 1 << 20;

/// The rules of a page.
#[derive(Debug, Default)]
pub(super) struct CssSheet {
    rules: Vec<CssRule>,
    /// The text of the sheet that is read.
    text: String,
}

/// Declarations for an element, a class, or an element of a class.
#[derive(Debug)]
struct CssRule {
    element: String,
    class: String,
    part: SelectorPart,
    declarations: String,
}

/// What of an element a rule speaks of (CSS 2.1, 12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SelectorPart {
    /// It.
    Itself,
    /// What is put before its content.
    Before,
    /// What is put after its content.
    After,
}

impl CssSheet {
    /// Text of a `style` element.
    pub(super) fn push(&mut self, text: &str) {
        if self.text.len() + text.len() <= BYTES {
            self.text.push_str(text);
        }
    }

    /// The `style` element ends.
    pub(super) fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = without_comments(&text).replace("<!--", "").replace("-->", "");
        let mut rest = text.as_str();
        while let Some((head, after)) = rest.split_once('{') {
            let Some(end) = closing(after) else { return };
            let (body, behind) = after.split_at_checked(end).unwrap_or_default();
            rest = behind.strip_prefix('}').unwrap_or(behind);
            let selectors = head.rsplit(';').next().unwrap_or_default().trim();
            if !selectors.starts_with('@') {
                self.rule(selectors, body);
            }
        }
    }

    fn rule(&mut self, selectors: &str, body: &str) {
        let kept = declarations(body).filter(|declaration| {
            let name = declaration.split(':').next().unwrap_or_default().trim();
            KEPT.iter().any(|known| known.eq_ignore_ascii_case(name))
        });
        let declarations = kept.map(str::trim).collect::<Vec<_>>().join(";");
        if declarations.is_empty() {
            return;
        }
        for selector in selectors.split(',').map(str::trim) {
            let (selector, part) = parted(selector);
            let simple = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '*');
            let (element, class) = selector.split_once('.').unwrap_or((selector, ""));
            if (selector.is_empty() && part == SelectorPart::Itself)
                || !selector.chars().all(simple)
                || class.contains('.')
                || self.rules.len() >= RULES
            {
                continue;
            }
            self.rules.push(CssRule {
                element: element.trim_start_matches('*').to_ascii_lowercase(),
                class: class.to_owned(),
                part,
                declarations: declarations.replace("!important", ""),
            });
        }
    }

    /// Lays the declarations that hold for a tag under its own.
    pub(super) fn lay_under(&self, tag: &mut HtmlTag) {
        if self.rules.is_empty() {
            return;
        }
        tag.sheet = self.declarations(tag, SelectorPart::Itself);
    }

    /// The declarations that hold for a part of an element, the strongest first.
    pub(super) fn declarations(&self, tag: &HtmlTag, part: SelectorPart) -> String {
        let class = tag.attribute("class").unwrap_or_default();
        let holds = |rule: &&CssRule| {
            rule.part == part
                && (rule.element.is_empty() || rule.element == tag.name)
                && (rule.class.is_empty() || class.split_whitespace().any(|own| own == rule.class))
        };
        let mut found: Vec<&CssRule> = self.rules.iter().filter(holds).collect();
        // The first of a property is taken: what asks for more stands before, the last of equals first.
        found.reverse();
        found.sort_by_key(|rule| (rule.class.is_empty(), rule.element.is_empty()));
        found.iter().map(|rule| rule.declarations.as_str()).collect::<Vec<_>>().join(";")
    }
}

/// A selector without its pseudo-element, and the part that this is.
fn parted(selector: &str) -> (&str, SelectorPart) {
    for (end, part) in [("before", SelectorPart::Before), ("after", SelectorPart::After)] {
        if let Some(rest) = selector.strip_suffix(end).and_then(|rest| rest.strip_suffix(':')) {
            return (rest.strip_suffix(':').unwrap_or(rest), part);
        }
    }
    (selector, SelectorPart::Itself)
}

/// The declarations of a block; a semicolon in quotation marks parts none.
pub(super) fn declarations(body: &str) -> impl Iterator<Item = &str> {
    let mut quoted = None;
    body.split(move |c: char| {
        match (c, quoted) {
            ('"' | '\'', None) => quoted = Some(c),
            (_, Some(mark)) if c == mark => quoted = None,
            (';', None) => return true,
            _ => {}
        }
        false
    })
}

/// Where the block that is open ends.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
        None
    })
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    kept + rest
}
