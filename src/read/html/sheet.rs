//! Style sheets in a page: the few properties on which it depends what a reader sees.
//!
//! In: the text of `style` elements. Out: declarations for a tag, by its name, class, id and the elements around it, and what they put
//! before and after it. Never: the looks of a text; selectors that ask for what stands beside an element, its place or
//! its attributes are passed over, and so are rules for some media.

use super::story::HtmlElement;
use super::tags::HtmlTag;

/// Properties that say what is shown: numbers, signs, nothing.
const KEPT: [&str; 10] = [
    "list-style",
    "list-style-type",
    "display",
    "visibility",
    "opacity",
    "mso-hide",
    "font-family",
    "content",
    "counter-reset",
    "counter-increment",
];
/// Rules kept, and bytes of a sheet read: more are no page of words.
const RULES: usize = 2_000;
const BYTES: usize = 1 << 20;
/// Steps of a selector, and elements around that are looked at for one: more are in no page of words.
const STEPS: usize = 6;
const AROUND: usize = 40;

/// The rules of a page.
#[derive(Debug, Default)]
pub(super) struct CssSheet {
    rules: Vec<CssRule>,
    /// The text of the sheet that is read.
    text: String,
}

/// Declarations for the elements that a selector holds for.
#[derive(Debug)]
struct CssRule {
    /// What it asks of the elements around, the outermost first.
    around: Vec<SelectorStep>,
    /// What it asks of the element.
    own: SelectorStep,
    part: SelectorPart,
    declarations: String,
}

/// What a selector asks of one element (CSS 2.1, 5).
#[derive(Debug, Default)]
struct SelectorStep {
    element: String,
    id: String,
    classes: Vec<String>,
    /// The next one stands in it at once.
    is_parent: bool,
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
            let Some(mut around) = steps(selector).filter(|steps| steps.len() <= STEPS) else { continue };
            let own = around.pop().unwrap_or_default();
            if (selector.is_empty() && part == SelectorPart::Itself) || self.rules.len() >= RULES {
                continue;
            }
            let declarations = declarations.replace("!important", "");
            self.rules.push(CssRule { around, own, part, declarations });
        }
    }

    /// Lays the declarations that hold for a tag under its own; `open` are the elements around it.
    pub(super) fn lay_under(&self, tag: &mut HtmlTag, open: &[HtmlElement]) {
        if self.rules.is_empty() {
            return;
        }
        tag.sheet = self.declarations(tag, SelectorPart::Itself, open);
    }

    /// The declarations that hold for a part of an element, the strongest first.
    pub(super) fn declarations(&self, tag: &HtmlTag, part: SelectorPart, open: &[HtmlElement]) -> String {
        let (class, id) =
            (tag.attribute("class").unwrap_or_default(), tag.attribute("id").unwrap_or_default());
        let holds = |rule: &&CssRule| {
            rule.part == part && rule.own.holds(&tag.name, class, id) && is_around(&rule.around, open)
        };
        let mut found: Vec<&CssRule> = self.rules.iter().filter(holds).collect();
        // The first of a property is taken: what asks for more stands before, the last of equals first.
        found.reverse();
        found.sort_by_key(|rule| std::cmp::Reverse(rule.weight()));
        found.iter().map(|rule| rule.declarations.as_str()).collect::<Vec<_>>().join(";")
    }
}

impl CssRule {
    /// How much it asks for: ids, classes, elements (CSS 2.1, 6.4.3).
    fn weight(&self) -> (usize, usize, usize) {
        let steps = || self.around.iter().chain([&self.own]);
        (
            steps().filter(|step| !step.id.is_empty()).count(),
            steps().map(|step| step.classes.len()).sum(),
            steps().filter(|step| !step.element.is_empty()).count(),
        )
    }
}

impl SelectorStep {
    fn holds(&self, name: &str, class: &str, id: &str) -> bool {
        (self.element.is_empty() || self.element == name)
            && (self.id.is_empty() || self.id == id)
            && self.classes.iter().all(|asked| class.split_whitespace().any(|own| own == asked))
    }
}

/// Whether the elements around are as a selector asks, from the innermost outwards; each step takes the nearest.
fn is_around(steps: &[SelectorStep], open: &[HtmlElement]) -> bool {
    let mut rest = open.iter().rev().take(AROUND);
    steps.iter().rev().all(|step| {
        let holds = |element: &HtmlElement| step.holds(&element.name, &element.class, &element.id);
        if step.is_parent { rest.next().is_some_and(holds) } else { rest.any(holds) }
    })
}

/// The steps of a selector; `None` where it asks for what is not looked at.
fn steps(selector: &str) -> Option<Vec<SelectorStep>> {
    let spaced = selector.replace('>', " > ");
    let mut steps: Vec<SelectorStep> = Vec::new();
    for word in spaced.split_whitespace() {
        if word == ">" {
            steps.last_mut()?.is_parent = true;
            continue;
        }
        let simple = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | '#');
        if !word.chars().all(simple) {
            return None;
        }
        let at = word.find(['.', '#']).unwrap_or(word.len());
        let (element, mut rest) = word.split_at_checked(at)?;
        let mut step = SelectorStep {
            element: element.trim_start_matches('*').to_ascii_lowercase(),
            ..SelectorStep::default()
        };
        while let Some(mark) = rest.chars().next() {
            let named = rest.get(1..)?;
            let (name, after) = named.split_at_checked(named.find(['.', '#']).unwrap_or(named.len()))?;
            match mark {
                '#' => step.id = name.to_owned(),
                _ => step.classes.push(name.to_owned()),
            }
            rest = after;
        }
        steps.push(step);
    }
    Some(steps)
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
