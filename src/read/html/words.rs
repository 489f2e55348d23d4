//! Text between tags, its white space as browsers show it.

use super::story::Reader;
use crate::diagnostics::Refusal;
use crate::read::facts::types::{WordObject, WordRun};

impl Reader {
    /// Text between tags; white space is one space, and none at a paragraph's edges.
    ///
    /// # Errors
    /// A bound met.
    pub fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.in_title {
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.facts.properties.title = Some(title).filter(|title| !title.is_empty());
            return Ok(());
        }
        if self.state.hidden {
            return Ok(());
        }
        if self.state.preserved {
            return self.push(text, None);
        }
        if self.state.label && text.chars().all(|c| c.is_whitespace()) {
            // The gap behind a list's label.
            return if text.contains('\u{A0}') { self.gap() } else { Ok(()) };
        }
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                shown.push(character);
            } else if if shown.is_empty() { self.within() } else { !shown.ends_with(' ') } {
                shown.push(' ');
            }
        }
        self.push(&shown, None)
    }

    fn gap(&mut self) -> Result<(), Refusal> {
        let after_tab = self.flow.last_run().is_none_or(|run| run.text.ends_with('\t'));
        if after_tab { Ok(()) } else { self.push("\t", None) }
    }

    /// Whether text stands before this place in its paragraph and its line, and no space.
    fn within(&self) -> bool {
        let last = self.flow.last_run();
        last.is_some_and(|run| run.object.is_some() || !run.text.ends_with([' ', '\n', '\t']))
    }

    pub(super) fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        if self.state.hidden || (text.is_empty() && object.is_none()) {
            return Ok(());
        }
        let state = &self.state;
        let mut run = WordRun {
            text: String::new(),
            properties: state.run,
            insertion: state.insertion,
            deletion: state.deletion,
            link: state.link,
            object,
        };
        run.properties.formatting = None;
        let properties = state.paragraph;
        let paragraph = self.flow.paragraph();
        if paragraph.runs.is_empty() {
            paragraph.properties = properties;
        }
        self.flow.push(run, text, &mut self.facts.gathered.runs)
    }
}
