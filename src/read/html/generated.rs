//! What style sheets put before and after elements (CSS 2.1, 12): words, attributes, counters.
//!
//! In: declarations for an element. Out: text beside its own, which stands in no element of the page.
//! Never: pictures, of which a placeholder is left.

use std::collections::HashMap;

use super::sheet::SelectorPart;
use super::story::HtmlReader;
use super::tags::HtmlTag;
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::read::facts::number_format::{script, shown};
use crate::read::facts::types::WordRun;

/// Counters by name; that a counter is one of the element around it is not heeded.
#[derive(Debug, Default)]
pub(super) struct CssCounters(HashMap<String, i64>);

impl HtmlReader {
    /// Resets and counts what the styles of a tag say (CSS 2.1, 12.4).
    pub(super) fn count(&mut self, tag: &HtmlTag) {
        for (name, value) in counted(tag.style("counter-reset"), 0) {
            self.counters.0.insert(name, value);
        }
        for (name, value) in counted(tag.style("counter-increment"), 1) {
            let count = self.counters.0.entry(name).or_insert(0);
            *count = count.saturating_add(value);
        }
    }

    /// Puts in what stands before an element.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn generate(&mut self, tag: &HtmlTag, part: SelectorPart) -> Result<(), Refusal> {
        let declarations = self.sheet.declarations(tag, part, &self.open);
        if declarations.is_empty() {
            return Ok(());
        }
        let text = self.generated(tag, &declarations);
        self.supply(&text)
    }

    /// The text that declarations give a part of an element.
    pub(super) fn generated(&mut self, tag: &HtmlTag, declarations: &str) -> String {
        let part = HtmlTag { sheet: declarations.to_owned(), ..HtmlTag::default() };
        if part.style("display") == Some("none") {
            return String::new();
        }
        self.count(&part);
        let mut text = String::new();
        let mut rest = part.style("content").unwrap_or_default().trim_start();
        while let Some(first) = rest.chars().next() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            if matches!(first, '"' | '\'') {
                let (words, behind) = quoted(after, first);
                text.push_str(&words);
                rest = behind.trim_start();
                continue;
            }
            let end = rest
                .find(')')
                .filter(|_| rest.find('(') < rest.find(char::is_whitespace).or(Some(usize::MAX)));
            let end = end.map_or_else(|| rest.find(char::is_whitespace).unwrap_or(rest.len()), |end| end + 1);
            let (value, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            text.push_str(&self.value(tag, value));
            rest = behind.trim_start();
        }
        text
    }

    /// A value of `content` that is no string.
    fn value(&mut self, tag: &HtmlTag, value: &str) -> String {
        let (name, argument) = value.split_once('(').unwrap_or((value, ""));
        let argument = argument.trim_end_matches(')').trim();
        match name.trim() {
            "attr" => tag.attribute(argument).unwrap_or_default().to_owned(),
            "counter" | "counters" => {
                let mut arguments = argument.split(',').map(str::trim);
                let count = arguments.next().and_then(|name| self.counters.0.get(name)).copied().unwrap_or(0);
                let style = arguments.next_back().filter(|style| !style.starts_with(['"', '\'']));
                self.counter(count, style.unwrap_or("decimal"))
            }
            "open-quote" => "“".to_owned(),
            "close-quote" => "”".to_owned(),
            "url" | "image-set" | "linear-gradient" => {
                self.facts.gathered.oddities.objects.push("picture of a style sheet".to_owned());
                "[…]".to_owned()
            }
            _ => String::new(),
        }
    }

    fn counter(&self, count: i64, style: &str) -> String {
        let format = match style {
            "lower-roman" => "lowerRoman",
            "upper-roman" => "upperRoman",
            "lower-alpha" | "lower-latin" => "lowerLetter",
            "upper-alpha" | "upper-latin" => "upperLetter",
            "decimal-leading-zero" => "decimalZero",
            "cjk-ideographic" | "simp-chinese-informal" => "chineseCountingThousand",
            _ => "decimal",
        };
        shown(script(format, None), count, Language::English)
    }

    /// Text that stands in no element of the page.
    pub(super) fn supply(&mut self, text: &str) -> Result<(), Refusal> {
        if text.is_empty() || self.state.hidden {
            return Ok(());
        }
        let state = &self.state;
        let run = WordRun {
            properties: state.run,
            insertion: state.insertion,
            deletion: state.deletion,
            supplied: true,
            ..WordRun::default()
        };
        self.place(run, text)
    }
}

/// Names and numbers: `section 2 item`.
fn counted(value: Option<&str>, otherwise: i64) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = Vec::new();
    for word in value.unwrap_or_default().split_whitespace().filter(|word| *word != "none") {
        match (word.parse(), found.last_mut()) {
            (Ok(number), Some((_, value))) => *value = number,
            _ => found.push((word.to_owned(), otherwise)),
        }
    }
    found
}

/// A string to its mark, its escapes resolved (CSS 2.1, 4.1.3), and what follows it.
fn quoted(text: &str, mark: char) -> (String, &str) {
    let mut words = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == mark {
            break;
        }
        if c != '\\' {
            words.push(c);
            continue;
        }
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            continue;
        }
        let (code, behind) = rest.split_at_checked(digits).unwrap_or_default();
        words.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = behind.strip_prefix(char::is_whitespace).unwrap_or(behind);
    }
    (words, rest)
}
