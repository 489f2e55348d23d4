//! Words: paragraphs with the numbers before them, white space.
//!
//! White space that holds a line end was put there to lay the file out: it is one space between words, and none
//! at the edges of a paragraph.

use super::marks::AttributeList;
use super::story::{AknFrame, AknStoryReader, Look};
use crate::diagnostics::Refusal;
use crate::read::facts::flow::count_paragraphs;
use crate::read::facts::styles::Definition;
use crate::read::facts::types::{ParagraphProperties, WordObject, WordRun};

impl AknStoryReader<'_, '_> {
    /// A block begins: what it says holds for its first paragraph.
    pub(super) fn begin_block(&mut self, attributes: &AttributeList) -> Result<(), Refusal> {
        self.end_paragraph()?;
        self.paragraph = ParagraphProperties::default();
        let facts = &mut self.parts.facts;
        if let Some(class) = attributes.get("class").and_then(|class| class.split_whitespace().next()) {
            let id = facts.gathered.ledger.atom(class)?;
            facts.styles.define(id, Definition { name: Some(class.into()), ..Definition::default() });
            self.paragraph.style = id;
        }
        self.paragraph.mark.insertion = self.marks.named(attributes, "ins");
        self.paragraph.mark.deletion = self.marks.named(attributes, "del");
        self.paragraph.mark.formatting = self.marks.named(attributes, "formatting");
        Ok(())
    }

    /// Ends a paragraph that holds something; a block that holds nothing leaves none.
    pub(super) fn end_paragraph(&mut self) -> Result<(), Refusal> {
        if self.texts > 0 && self.flow.has_text() && !self.gap.contains(['\n', '\r']) {
            self.settle_gap()?;
        }
        self.gap.clear();
        if self.flow.has_text() {
            self.flow.end_paragraph();
        }
        Ok(())
    }

    /// A number begins; one that waits still is a paragraph by itself.
    pub(super) fn begin_number(&mut self) -> Result<AknFrame, Refusal> {
        self.end_paragraph()?;
        self.place_number(false)?;
        self.end_paragraph()?;
        self.outer.push((std::mem::take(&mut self.flow), Vec::new()));
        self.texts += 1;
        Ok(AknFrame::Number)
    }

    /// Puts the number that waits before the words of its paragraph, with a tab behind it where that is what
    /// parts them.
    pub(super) fn place_number(&mut self, with_tab: bool) -> Result<(), Refusal> {
        let number = std::mem::take(&mut self.number);
        if number.is_empty() {
            return Ok(());
        }
        for mut run in number {
            let text = std::mem::take(&mut run.text);
            self.put(run, &text)?;
        }
        if with_tab { self.put(WordRun::default(), "\t") } else { Ok(()) }
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.silent {
            return Ok(());
        }
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            let (space, after) = rest.split_at(words);
            self.gap.push_str(space);
            let end = after.find(is_space).unwrap_or(after.len());
            let (word, next) = after.split_at(end);
            if !word.is_empty() {
                let gap = std::mem::take(&mut self.gap);
                match gap.contains(['\n', '\r']) {
                    true if self.is_within() => self.push(" ", None)?,
                    true => {}
                    false => self.push(&gap, None)?,
                }
                self.push(word, None)?;
            }
            rest = next;
        }
        Ok(())
    }

    /// Puts white space without a line end where it stands, before what holds for it changes.
    pub(super) fn settle_gap(&mut self) -> Result<(), Refusal> {
        if self.gap.is_empty() || self.gap.contains(['\n', '\r']) {
            return Ok(());
        }
        let gap = std::mem::take(&mut self.gap);
        if self.texts > 0 { self.push(&gap, None) } else { Ok(()) }
    }

    /// Whether words stand before this place in its paragraph and its line, and no space.
    fn is_within(&self) -> bool {
        let last = self.flow.last_run();
        last.is_some_and(|run| run.object.is_some() || !run.text.ends_with([' ', '\n', '\t']))
    }

    pub(super) fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        if self.silent || (text.is_empty() && object.is_none()) {
            return Ok(());
        }
        let Look { run, insertion, deletion, link } = self.look;
        let run = WordRun { properties: run, insertion, deletion, link, object, ..WordRun::default() };
        // A tab that is marked is no part of the number, and parts it from the words.
        let is_parted = text.starts_with('\t') && (insertion.is_some() || deletion.is_some());
        self.place_number(!is_parted)?;
        self.put(run, text)
    }

    fn put(&mut self, run: WordRun, text: &str) -> Result<(), Refusal> {
        if !self.flow.has_text() {
            count_paragraphs(&mut self.parts.facts.gathered.paragraphs, 1)?;
            self.flow.paragraph().properties = self.paragraph;
        }
        self.flow.push(run, text, &mut self.parts.facts.gathered.runs)
    }
}
