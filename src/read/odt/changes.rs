//! Tracked changes (ODF 1.3 part 3, 5.5): who changed what, and the text that deletions took away, which
//! stands apart and goes back to its place in the text.

use std::collections::HashMap;

use super::story::OdtStoryReader;
use super::styles::text;
use crate::diagnostics::Refusal;
use crate::read::facts::types::{StoryBlock, WordObject, WordParagraph};
use crate::read::xml::KnownNamespace;
use crate::text::{Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// Changed regions by their ids.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Marks.
    marks: HashMap<String, (RevisionKind, RevisionIndex)>,
    /// What deletions took away.
    texts: HashMap<String, Vec<StoryBlock>>,
    /// What somebody says of a change, a comment each.
    comments: HashMap<String, u32>,
    /// The comment of the change that is read.
    comment: Option<u32>,
}

impl Changes {
    /// The mark of a change between whose ends its text stands: of an insertion; of a deletion where LibreOffice
    /// shows changes while it saves, and the region holds nothing.
    pub(super) fn around(&self, id: &str) -> Option<(RevisionKind, RevisionIndex)> {
        self.marks.get(id).filter(|_| self.texts.get(id).is_none_or(Vec::is_empty)).copied()
    }

    /// A deletion's mark and the text that it took away.
    pub(super) fn deletion(&mut self, id: &str) -> Option<(RevisionIndex, Vec<StoryBlock>)> {
        let (_, index) = self.marks.get(id).filter(|(kind, _)| *kind == RevisionKind::Deletion)?;
        Some((*index, self.texts.remove(id)?))
    }
}

impl OdtStoryReader<'_, '_> {
    /// Reads `text:tracked-changes`, just opened, to its end.
    ///
    /// # Errors
    /// Broken XML or a bound met.
    pub(super) fn tracked_changes(&mut self) -> Result<(), Refusal> {
        let depth = self.xml.depth();
        let mut id = String::new();
        while let Some(element) = self.xml.next_within(depth)? {
            match element.name() {
                (KnownNamespace::Text, b"changed-region") => {
                    id = text(self.xml, &element, KnownNamespace::Text, b"id")?;
                    if id.is_empty() {
                        // `xml:id`, whose prefix is bound without a declaration.
                        let all = self.xml.attributes(&element)?;
                        id = all
                            .into_iter()
                            .find(|(_, name, _)| name == "id")
                            .map(|(.., id)| id)
                            .unwrap_or_default();
                    }
                }
                (KnownNamespace::Text, b"insertion") => self.region(&id, RevisionKind::Insertion)?,
                (KnownNamespace::Text, b"deletion") => self.region(&id, RevisionKind::Deletion)?,
                (KnownNamespace::Text, b"format-change") => {
                    self.facts.gathered.ledger.unplaced_changes += 1;
                    self.xml.skip()?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An insertion or deletion, just opened, to its end.
    fn region(&mut self, id: &str, kind: RevisionKind) -> Result<(), Refusal> {
        let flow = std::mem::take(&mut self.flow);
        let frames = std::mem::take(&mut self.frames);
        self.change = Some((None, None));
        let blocks = self.story()?;
        let (author, date) = self.change.take().unwrap_or_default();
        self.flow = flow;
        self.frames = frames;
        let origin = RevisionOrigin::Word;
        let index = self.facts.gathered.ledger.enter(Revision { kind, author, date, origin, moved: None });
        self.changes.marks.insert(id.to_owned(), (kind, index));
        if let Some(comment) = self.changes.comment.take() {
            self.changes.comments.insert(id.to_owned(), comment);
        }
        if kind == RevisionKind::Deletion {
            self.changes.texts.insert(id.to_owned(), blocks);
        }
        Ok(())
    }

    /// `text:change`: puts back what a deletion took away. Between two of its paragraphs stands a
    /// paragraph mark that is deleted too.
    pub(super) fn put_back(&mut self, id: &str) -> Result<(), Refusal> {
        let Some((index, blocks)) = self.changes.deletion(id) else { return Ok(()) };
        let mut paragraphs: Vec<WordParagraph> = Vec::new();
        for block in blocks {
            match block {
                StoryBlock::Paragraph(paragraph) => paragraphs.push(paragraph),
                // OpenDocument has no documents inside documents.
                StoryBlock::Chunk(_) => {}
                StoryBlock::Table(table) => paragraphs.extend(table.paragraphs().into_iter().cloned()),
            }
        }
        let last = paragraphs.len().saturating_sub(1);
        let properties = self.flow.paragraph().properties;
        for (at, paragraph) in paragraphs.into_iter().enumerate() {
            for mut run in paragraph.runs {
                run.deletion = Some(index);
                run.insertion = self.insertion();
                let text = std::mem::take(&mut run.text);
                self.flow.push(run, &text, &mut self.facts.gathered.runs)?;
            }
            if at < last {
                let mark = &mut self.flow.paragraph().properties.mark;
                mark.deletion = Some(index);
                self.flow.begin_paragraph(&mut self.facts.gathered.paragraphs)?;
                self.flow.paragraph().properties = properties;
            }
        }
        Ok(())
    }

    /// `office:change-info` ends: creator and date are the change's, words are a comment on it (ODF 1.3 part
    /// 3, 5.5.4).
    pub(super) fn end_change_info(&mut self) {
        let said = self.end_inner();
        let Some(mut aside) = self.comments.pop() else { return };
        if self.change.is_some() {
            self.change = Some((aside.author.clone(), aside.date.clone()));
        }
        if said.shows_something() {
            aside.blocks = said.blocks;
            let number = i64::try_from(self.facts.comments.len()).unwrap_or(-1);
            self.changes.comment = Some(self.facts.gathered.comments.index(number));
            self.facts.comments.push(Some(aside));
        }
    }

    /// Puts the comment on a change at its place.
    pub(super) fn say_of(&mut self, id: &str) -> Result<(), Refusal> {
        match self.changes.comments.remove(id) {
            Some(comment) => self.push("", Some(WordObject::Comment(comment))),
            None => Ok(()),
        }
    }

    /// Creator and date of an open change or comment.
    pub(super) fn note_change(&mut self, local: &[u8]) -> Result<(), Refusal> {
        let value = self.content()?;
        let slot = match (&mut self.change, self.comments.last_mut()) {
            (_, Some(aside)) if local == b"creator" => &mut aside.author,
            (_, Some(aside)) => &mut aside.date,
            (Some((author, _)), None) if local == b"creator" => author,
            (Some((_, date)), None) => date,
            (None, None) => return Ok(()),
        };
        *slot = Some(value).filter(|value| !value.is_empty());
        Ok(())
    }
}
