//! Blocks in a row: paragraphs, lists of items within items, tables, sections with their headings.

use super::AknWriter;
use super::inline::pairs;
use crate::galley::{GalleyBlock, GalleyParagraph, LineRole};
use crate::model;
use crate::text::RevisionIndex;

/// The lists that stand open, each with its level.
#[derive(Debug, Default)]
struct OpenBlockLists(Vec<u8>);

impl<'a> AknWriter<'a> {
    /// Blocks as they stand.
    pub(super) fn blocks(&mut self, blocks: &[&'a GalleyBlock]) {
        let mut lists = OpenBlockLists::default();
        for block in blocks {
            match block {
                GalleyBlock::Paragraph(line) => match line.role {
                    LineRole::Item(level) => self.item(line, level.max(1), &mut lists),
                    _ => {
                        self.close_lists(&mut lists, 0);
                        self.paragraph(line);
                    }
                },
                GalleyBlock::Table(table) => {
                    self.close_lists(&mut lists, 0);
                    self.table(table, "table");
                }
            }
        }
        self.close_lists(&mut lists, 0);
    }

    /// An item, in the list of its level.
    fn item(&mut self, line: &'a GalleyParagraph, level: u8, lists: &mut OpenBlockLists) {
        self.close_lists(lists, level);
        if lists.0.last() == Some(&level) {
            self.xml.close();
        } else {
            // Without an eId: what it would be known by, its first item, may be another tomorrow.
            self.xml.open("blockList", &[]);
            lists.0.push(level);
        }
        let id = self.ids.of_words(&self.at, "item", &line.paragraph);
        self.xml.open("item", &[("eId", &id), ("class", line.style)]);
        self.labelled(line);
    }

    /// Closes lists that are deeper than a level.
    fn close_lists(&mut self, lists: &mut OpenBlockLists, level: u8) {
        while lists.0.last().is_some_and(|open| *open > level) {
            lists.0.pop();
            self.xml.close();
            self.xml.close();
        }
    }

    /// A label, where one stands, and the paragraph behind it.
    pub(super) fn labelled(&mut self, line: &'a GalleyParagraph) {
        let text = line.paragraph.all_text();
        let start = match line.label_end() {
            Some(tab) if !matches!(line.role, LineRole::Text | LineRole::Caption) => {
                self.xml.open("num", &[]);
                self.inline(&line.paragraph, 0..tab);
                self.xml.close();
                tab + 1
            }
            _ => 0,
        };
        let marks = self.mark_of(&line.paragraph);
        let mut attributes = vec![("class", line.style)];
        attributes.extend(pairs(&marks));
        self.xml.open("p", &attributes);
        self.inline(&line.paragraph, start..text.len());
        self.xml.close();
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, line: &'a GalleyParagraph) {
        let id = self.ids.of_words(&self.at, "p", &line.paragraph);
        let marks = self.mark_of(&line.paragraph);
        let mut attributes = vec![("eId", id.as_str()), ("class", line.style)];
        attributes.extend(pairs(&marks));
        self.xml.open("p", &attributes);
        self.inline(&line.paragraph, 0..line.paragraph.all_text().len());
        self.xml.close();
    }

    /// A heading, its number apart.
    pub(super) fn heading(&mut self, line: &'a GalleyParagraph) {
        let text = line.paragraph.all_text();
        let start = line.label_end().map_or(0, |tab| {
            self.xml.open("num", &[]);
            self.inline(&line.paragraph, 0..tab);
            self.xml.close();
            tab + 1
        });
        let marks = self.mark_of(&line.paragraph);
        let mut attributes = vec![("class", line.style)];
        attributes.extend(pairs(&marks));
        self.xml.open("heading", &attributes);
        self.inline(&line.paragraph, start..text.len());
        self.xml.close();
    }

    /// Sections: each heading begins one, whatever stands before the first stands by itself. An element
    /// of its own stands where there is nothing at all, as the schema wants one.
    pub(super) fn sections(&mut self, blocks: &[&'a GalleyBlock], name: &str) {
        let headings: Vec<usize> =
            blocks.iter().enumerate().filter(|(_, block)| is_heading(block)).map(|(at, _)| at).collect();
        let first = headings.first().copied().unwrap_or(blocks.len());
        let (before, _) = blocks.split_at_checked(first).unwrap_or((blocks, &[]));
        self.blocks(before);
        let ends = headings.iter().skip(1).copied().chain([blocks.len()]);
        for (start, end) in headings.iter().copied().zip(ends) {
            let section = blocks.get(start..end).unwrap_or_default();
            let Some((GalleyBlock::Paragraph(line), rest)) = section.split_first() else { continue };
            let above = self.at.clone();
            let id = self.ids.of_words(&above, "sec", &line.paragraph);
            self.xml.open("hcontainer", &[("eId", &id), ("name", name), ("class", line.style)]);
            self.heading(line);
            self.at = id;
            if !rest.is_empty() {
                self.xml.open("content", &[]);
                self.blocks(rest);
                self.xml.close();
            }
            self.xml.close();
            self.at = above;
        }
        if blocks.is_empty() {
            self.xml.empty("p", &[]);
        }
    }

    /// What is said of the mark at a paragraph's end: inserted, deleted, otherwise formatted, by the numbers
    /// of the revisions.
    pub(super) fn mark_of(&self, paragraph: &crate::text::Paragraph) -> Vec<(&'static str, String)> {
        let mark = paragraph.mark;
        marks(mark.insertion, mark.deletion, mark.formatting)
    }

    /// Whether a block is a call.
    pub(super) fn is_call(&self, block: &GalleyBlock, role: Option<model::CallRole>) -> bool {
        matches!(block, GalleyBlock::Paragraph(_))
            && self.places.context(block).is_some_and(|context| match context.role {
                model::Role::Call(found) => role.is_none_or(|role| role == found),
                _ => false,
            })
    }
}

fn is_heading(block: &GalleyBlock) -> bool {
    matches!(block, GalleyBlock::Paragraph(GalleyParagraph { role: LineRole::Heading(_), .. }))
}

/// What is said of something inserted, deleted or otherwise formatted whole.
pub(super) fn marks(
    insertion: Option<RevisionIndex>,
    deletion: Option<RevisionIndex>,
    formatting: Option<RevisionIndex>,
) -> Vec<(&'static str, String)> {
    let all = [("itudoc:ins", insertion), ("itudoc:del", deletion), ("itudoc:formatting", formatting)];
    all.into_iter().filter_map(|(name, mark)| Some((name, mark?.get().to_string()))).collect()
}
