//! What is known of an element only at its end: what a drawing shows, what a field or a content
//! control shows that holds no text, where a document inside the document goes.

use super::relationships::RelationshipTarget;
use super::story::{DocxFrame, DocxStoryReader};
use crate::diagnostics::Refusal;
use crate::read::facts::flow::BlockFlow;
use crate::read::facts::types::{WordObject, WordRun};
use crate::read::xml::{KnownNamespace, StartTag};
use crate::source::{SetAsideWhy, Source};
use crate::text::Format;

impl<'a> DocxStoryReader<'_, 'a> {
    /// The innermost field ends.
    pub(super) fn end_field(&mut self) -> Result<(), Refusal> {
        let run = self.run_here();
        self.flow.end_field(&run, &mut self.all.oddities, &mut self.all.runs)
    }

    /// A content control ends: what it holds is shown where its content is empty.
    pub(super) fn end_control(&mut self) -> Result<(), Refusal> {
        let Some(control) = self.controls.pop() else { return Ok(()) };
        let empty = control.shown.trim().is_empty();
        if control.unfilled && !empty && !self.flow.furniture {
            self.all.oddities.prompts.push(control.shown.trim().to_owned());
        }
        match control.value {
            Some(value) if empty => self.text(&value),
            _ => Ok(()),
        }
    }

    /// Begins a text element. What stands in the one around it stands before it.
    pub(super) fn begin_words(&mut self, frame: DocxFrame) -> Result<DocxFrame, Refusal> {
        if !self.words.is_empty() {
            let words = self.end_words();
            let texts = self.frames.iter().rev();
            let deleted =
                texts.into_iter().find(|frame| matches!(frame, DocxFrame::Text | DocxFrame::DeletedText));
            match deleted {
                Some(DocxFrame::DeletedText) => self.deleted_text(&words)?,
                _ => self.text(&words)?,
            }
        }
        self.preserved = self.xml.keeps_white_space();
        Ok(frame)
    }

    /// The words of a text element. White space at their edges counts where the element says so
    /// (ECMA-376 part 1, 17.3.3.31); a line end or tab of the file is a space, as Word shows it.
    pub(super) fn end_words(&mut self) -> String {
        const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];
        let words = std::mem::take(&mut self.words);
        let words = if self.preserved { words.as_str() } else { words.trim_matches(WHITE) };
        if !words.contains(['\t', '\n', '\r']) {
            return words.to_owned();
        }
        let mut shown = String::with_capacity(words.len());
        for (at, piece) in words.split(['\t', '\n', '\r']).enumerate() {
            if at > 0 && !shown.ends_with(' ') {
                shown.push(' ');
            }
            // The indent of a source line goes with its line end.
            shown.push_str(if at > 0 { piece.trim_start_matches(' ') } else { piece });
        }
        shown
    }

    /// Text that stands as deleted; without a deletion around it Word shows nothing of it.
    pub(super) fn deleted_text(&mut self, text: &str) -> Result<(), Refusal> {
        let run = self.run_here();
        if run.deletion.is_some() || self.flow.in_code() {
            return self.text(text);
        }
        let run = WordRun { unseen: Some(SetAsideWhy::NotShown), ..run };
        self.flow.push(run, text, &mut self.all.runs)
    }

    /// A document inside the document: it stands in the body alone, to be read later.
    pub(super) fn chunk(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let id = self.xml.attribute(element, KnownNamespace::R, b"id")?.unwrap_or_default();
        let part = match self.relationships.get(&id).map(|relationship| &relationship.target) {
            Some(RelationshipTarget::Part(part)) => part.clone(),
            Some(RelationshipTarget::External(_)) | None => String::new(),
        };
        let body = self.outer.is_empty() && self.flow.holds_chunks;
        if !part.is_empty() && body {
            self.flow.chunk(Source { name: part, ..Source::default() });
            return Ok(());
        }
        self.all.oddities.objects.push("altChunk".to_owned());
        self.object("", WordObject::Placeholder)
    }

    /// A drawing ends: its pictures stand in the line, its words after the paragraph; what is neither
    /// is a placeholder.
    pub(super) fn end_drawing(&mut self) -> Result<(), Refusal> {
        let Some(mut drawing) = self.drawings.pop() else {
            return Ok(());
        };
        let words = std::mem::take(&mut drawing.words);
        let shown = self.run;
        if drawing.hidden {
            self.run.state(Format::HIDDEN, true);
        }
        let worded = drawing.worded || !words.trim().is_empty();
        self.drawn_words(&words)?;
        if let Some(outer) = self.drawings.last_mut() {
            outer.worded |= worded;
        }
        // Shapes that the author hid, and that hold nothing, are seen nowhere.
        let seen = !self.flow.furniture && !drawing.hidden;
        let missing = drawing.missing(worded).filter(|_| seen || drawing.object.is_some());
        if let Some(what) = &missing {
            self.all.oddities.objects.push(what.clone());
        } else {
            self.all.oddities.previewed.extend(drawing.object.clone());
        }
        if drawing.is_drawn_besides(worded) && seen {
            self.all.oddities.objects.push("drawing".to_owned());
        }
        if drawing.is_rule(worded) && !self.flow.furniture {
            self.all.ledger.formats.rules += 1;
        }
        if missing.is_some() {
            self.object("", WordObject::Placeholder)?;
        }
        let pictures = if missing.is_some() { Vec::new() } else { drawing.pictures() };
        for picture in pictures {
            let index = u32::try_from(self.all.pictures.len()).unwrap_or(u32::MAX);
            self.all.pictures.push(picture);
            self.object("", WordObject::Picture(index))?;
        }
        self.run = shown;
        Ok(())
    }

    /// The words of a drawing as paragraphs after the one that anchors it.
    fn drawn_words(&mut self, words: &str) -> Result<(), Refusal> {
        let mut flow = BlockFlow::of_furniture(self.flow.furniture);
        for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
            flow.begin_paragraph(&mut self.all.paragraphs)?;
            let run = self.run_here();
            flow.push(run, line, &mut self.all.runs)?;
        }
        if flow.has_text() {
            self.all.oddities.text_boxes += 1;
            self.flow.anchor(flow);
        }
        Ok(())
    }
}
