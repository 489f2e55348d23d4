//! Form controls and quotations: what a browser shows of them, which stands in attributes or in its
//! own style sheet.

use super::story::{HtmlReader, InlineState};
use super::tags::HtmlTag;
use crate::diagnostics::Refusal;

/// An open list of choices: the texts of its options.
#[derive(Debug, Default)]
pub(super) struct Choices {
    options: Vec<String>,
    chosen: Vec<usize>,
    multiple: bool,
}

/// Marks of quotations, outer and inner (HTML 15.3.11, after Unicode CLDR), by the language's first
/// letters; others have those of English.
const QUOTATIONS: &[(&str, [&str; 4])] = &[
    ("fr", ["«\u{A0}", "\u{A0}»", "“", "”"]),
    ("es", ["«", "»", "“", "”"]),
    ("ru", ["«", "»", "„", "“"]),
    ("de", ["„", "“", "‚", "‘"]),
    ("ar", ["”", "“", "’", "‘"]),
];

impl HtmlReader {
    /// `input`, `select`, `option`.
    pub(super) fn control(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        match tag.name.as_str() {
            "input" => self.input(tag),
            "select" => {
                if !self.state.hidden {
                    let multiple = tag.attribute("multiple").is_some();
                    self.choices = Some(Choices { multiple, ..Choices::default() });
                }
                self.state.hidden = true;
                Ok(())
            }
            _ => {
                if let Some(choices) = &mut self.choices {
                    if tag.attribute("selected").is_some() {
                        choices.chosen.push(choices.options.len());
                    }
                    choices.options.push(String::new());
                }
                Ok(())
            }
        }
    }

    fn input(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let kind = tag.attribute("type").unwrap_or("text").trim().to_ascii_lowercase();
        let checked = tag.attribute("checked").is_some();
        let value = tag.attribute("value").unwrap_or_default();
        match kind.as_str() {
            "hidden" | "file" | "image" | "password" | "range" | "color" => Ok(()),
            "checkbox" => self.push(if checked { "☒" } else { "☐" }, None),
            "radio" => self.push(if checked { "◉" } else { "○" }, None),
            "submit" if value.is_empty() => Ok(()),
            _ if value.is_empty() => {
                match tag.attribute("placeholder").filter(|prompt| !prompt.trim().is_empty()) {
                    Some(prompt) if !self.state.hidden => {
                        self.facts.gathered.oddities.prompts.push(prompt.to_owned());
                        self.push(prompt, None)
                    }
                    _ => Ok(()),
                }
            }
            _ => self.push(value, None),
        }
    }

    /// Text of an option; says whether it was one.
    pub(super) fn choose(&mut self, text: &str) -> bool {
        let Some(choices) = &mut self.choices else { return false };
        if let Some(option) = choices.options.last_mut() {
            option.push_str(text);
        }
        true
    }

    /// A list of choices ends: those chosen are shown, the first where none is and one must be.
    pub(super) fn close_choices(&mut self, outer: &InlineState) -> Result<(), Refusal> {
        let Some(mut choices) = self.choices.take() else { return Ok(()) };
        if choices.chosen.is_empty() && !choices.multiple {
            choices.chosen.push(0);
        }
        if !choices.multiple {
            choices.chosen.drain(..choices.chosen.len().saturating_sub(1));
        }
        let chosen = choices.chosen.iter().filter_map(|at| choices.options.get(*at));
        let texts = chosen.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let shown = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        self.state = outer.clone();
        self.push(&shown, None)
    }

    pub(super) fn open_quotation(&mut self) -> Result<(), Refusal> {
        let [outer, _, inner, _] = self.quotation_marks();
        let mark = if self.state.quotations.is_multiple_of(2) { outer } else { inner };
        self.push(mark, None)?;
        self.state.quotations += 1;
        Ok(())
    }

    pub(super) fn close_quotation(&mut self) -> Result<(), Refusal> {
        let [_, outer, _, inner] = self.quotation_marks();
        let mark = if self.state.quotations % 2 == 1 { outer } else { inner };
        self.push(mark, None)
    }

    fn quotation_marks(&self) -> [&'static str; 4] {
        let [latin, ..] = self.state.run.language;
        let language = self.facts.gathered.ledger.name(latin).unwrap_or_default().to_ascii_lowercase();
        let known = QUOTATIONS.iter().find(|(first, _)| language.starts_with(first));
        known.map_or(["“", "”", "‘", "’"], |(_, marks)| *marks)
    }
}
