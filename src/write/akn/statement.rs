//! A proposal, or the text of an instrument, as a `statement`: what is proposed in its preface, recitals in
//! its preamble, calls and annexes in its body, reasons in its conclusions.
//!
//! Never: a word out of the galley's order. A block whose own place has passed, a recital behind a
//! resolves for one, stands where it stands.

use crate::galley::{GalleyBlock, GalleyParagraph, LineRole};
use crate::model::{self, CallRole};

use super::AknWriter;
use super::inline::pairs;
use super::places::{AknComponent, Owner};

/// The parts of a statement, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StatementStage {
    Preface,
    Preamble,
    Body,
    Conclusions,
}

impl<'a> AknWriter<'a> {
    pub(super) fn statement(&mut self, component: &AknComponent<'a>, owner: Owner<'a>) {
        let name = if matches!(owner, Owner::Proposal(_)) { "proposal" } else { "instrument" };
        self.xml.open("statement", &[("name", name)]);
        self.meta(Some(component), std::slice::from_ref(component));
        let calls = owner.instrument().is_some_and(|instrument| !instrument.calls.is_empty());
        let mut staged: Vec<(StatementStage, &'a GalleyBlock)> = Vec::with_capacity(component.blocks.len());
        let mut stage = StatementStage::Preface;
        for block in &component.blocks {
            stage = stage.max(self.stage(block, calls).unwrap_or(stage));
            staged.push((stage, block));
        }
        let of = |wanted: StatementStage| -> Vec<&'a GalleyBlock> {
            staged.iter().filter(|(stage, _)| *stage == wanted).map(|(_, block)| *block).collect()
        };
        self.statement_preface(&of(StatementStage::Preface));
        self.preamble(&of(StatementStage::Preamble));
        self.body(&of(StatementStage::Body));
        let reasons = of(StatementStage::Conclusions);
        if !reasons.is_empty() {
            self.xml.open("conclusions", &[("class", "reasons")]);
            self.blocks(&reasons);
            self.xml.close();
        }
        self.xml.close();
    }

    /// Where a block belongs; nothing for one that was supplied.
    fn stage(&self, block: &GalleyBlock, calls: bool) -> Option<StatementStage> {
        use model::Role as R;
        let context = self.places.context(block)?;
        Some(match context.role {
            _ if context.reasons => StatementStage::Conclusions,
            R::ProposalLine | R::NumberLine | R::Title => StatementStage::Preface,
            _ if context.annex => StatementStage::Body,
            R::Opening | R::Call(CallRole::Recital) => StatementStage::Preamble,
            R::Call(CallRole::Operative) => StatementStage::Body,
            // Before the first call; behind it, where the call stands.
            _ if calls => StatementStage::Preamble,
            _ => StatementStage::Body,
        })
    }

    /// The line of the proposal, the number and the title of the instrument.
    fn statement_preface(&mut self, blocks: &[&'a GalleyBlock]) {
        if blocks.is_empty() {
            return;
        }
        self.xml.open("preface", &[]);
        for block in blocks {
            let GalleyBlock::Paragraph(line) = block else {
                self.blocks(&[block]);
                continue;
            };
            match self.places.context(block).map(|context| context.role) {
                Some(model::Role::ProposalLine) => self.proposal_line(line),
                Some(model::Role::Title) => {
                    let id = self.ids.of_words(&self.at, "title", &line.paragraph);
                    self.xml.open("longTitle", &[("eId", &id)]);
                    self.labelled(line);
                    self.xml.close();
                }
                _ => self.paragraph(line),
            }
        }
        self.xml.close();
    }

    /// The line that says what is done to which text: the modification itself.
    fn proposal_line(&mut self, line: &'a GalleyParagraph) {
        let marks = self.mark_of(&line.paragraph);
        let mut attributes = vec![("class", line.style)];
        attributes.extend(pairs(&marks));
        self.xml.open("p", &attributes);
        let id = self.modification();
        self.xml.open("mod", &[("eId", &id)]);
        self.inline(&line.paragraph, 0..line.paragraph.all_text().len());
        self.xml.close();
        self.xml.close();
    }

    /// The eId of the modification of the component at hand.
    pub(super) fn modification(&self) -> String {
        format!("{}__mod", self.at)
    }

    fn preamble(&mut self, blocks: &[&'a GalleyBlock]) {
        if blocks.is_empty() {
            return;
        }
        self.xml.open("preamble", &[]);
        let mut rest = blocks;
        while let Some((first, after)) = rest.split_first() {
            let end = after.iter().position(|block| self.is_call(block, None) || self.is_opening(block));
            let (own, next) = after.split_at_checked(end.unwrap_or(after.len())).unwrap_or((after, &[]));
            match first {
                GalleyBlock::Paragraph(line) if self.is_call(first, None) => self.recitals(first, line, own),
                GalleyBlock::Paragraph(line) if self.is_opening(first) => {
                    let id = self.ids.of_words(&self.at, "formula", &line.paragraph);
                    self.xml.open("formula", &[("eId", &id), ("name", "opening")]);
                    self.labelled(line);
                    self.xml.close();
                    self.blocks(own);
                }
                _ => {
                    let all: Vec<&'a GalleyBlock> =
                        std::iter::once(*first).chain(own.iter().copied()).collect();
                    self.blocks(&all);
                }
            }
            rest = next;
        }
        self.xml.close();
    }

    fn is_opening(&self, block: &GalleyBlock) -> bool {
        self.places.context(block).is_some_and(|context| context.role == model::Role::Opening)
    }

    /// A call of the preamble with the recitals under it.
    fn recitals(&mut self, call: &'a GalleyBlock, line: &'a GalleyParagraph, own: &[&'a GalleyBlock]) {
        let above = self.open_call("recitals", call, line, &[]);
        let groups = groups(own);
        for group in &groups {
            self.group("recital", "rec", group);
        }
        if groups.is_empty() {
            // The schema wants one.
            self.xml.open("recital", &[]);
            self.xml.empty("p", &[]);
            self.xml.close();
        }
        self.xml.close();
        self.at = above;
    }

    /// The operative part: calls with what stands under each, annexes.
    fn body(&mut self, blocks: &[&'a GalleyBlock]) {
        self.xml.open("mainBody", &[]);
        if blocks.is_empty() {
            self.xml.empty("p", &[]);
        }
        let mut rest = blocks;
        while let Some((first, after)) = rest.split_first() {
            let begins = |block: &&GalleyBlock| self.is_call(block, None) || self.is_annex(block);
            let end = after.iter().position(begins);
            let (own, next) = after.split_at_checked(end.unwrap_or(after.len())).unwrap_or((after, &[]));
            let all = || std::iter::once(*first).chain(own.iter().copied()).collect::<Vec<&'a GalleyBlock>>();
            match first {
                GalleyBlock::Paragraph(line) if self.is_call(first, None) => {
                    let above = self.open_call("hcontainer", first, line, &[("name", "call")]);
                    for group in groups(own) {
                        self.group("paragraph", "para", &group);
                    }
                    self.xml.close();
                    self.at = above;
                }
                _ if self.is_annex(first) => self.sections(&all(), "annex"),
                _ => self.sections(&all(), "section"),
            }
            rest = next;
        }
        self.xml.close();
    }

    /// Whether a block heads an annex.
    fn is_annex(&self, block: &GalleyBlock) -> bool {
        let is_heading =
            matches!(block, GalleyBlock::Paragraph(GalleyParagraph { role: LineRole::Heading(_), .. }));
        is_heading && self.places.context(block).is_some_and(|context| context.annex)
    }

    /// Opens a call; what was open above it is given back.
    fn open_call(
        &mut self,
        element: &'static str,
        call: &'a GalleyBlock,
        line: &'a GalleyParagraph,
        more: &[(&str, &str)],
    ) -> String {
        let above = self.at.clone();
        let key = self.places.call(call);
        let id = match &key {
            Some(key) => self.ids.named(&above, "call", key),
            None => self.ids.of_words(&above, "call", &line.paragraph),
        };
        let concept = key.map(|key| format!("#{}", super::meta::concept(&key)));
        let mut attributes = vec![("eId", id.as_str())];
        attributes.extend(more);
        attributes.extend(concept.as_deref().map(|concept| ("refersTo", concept)));
        self.xml.open(element, &attributes);
        self.heading(line);
        self.at = id;
        above
    }

    /// A recital or a paragraph under a call, with the deeper items that belong to it.
    fn group(&mut self, element: &'static str, prefix: &str, group: &[&'a GalleyBlock]) {
        let Some((first, rest)) = group.split_first() else { return };
        let above = self.at.clone();
        let is_hierarchical = element == "paragraph";
        let id = match first {
            GalleyBlock::Paragraph(line) => self.ids.of_words(&above, prefix, &line.paragraph),
            GalleyBlock::Table(table) => self.ids.named(&above, prefix, &super::tables::fingerprint(table)),
        };
        self.xml.open(element, &[("eId", &id)]);
        self.at = id;
        match first {
            GalleyBlock::Paragraph(line) if matches!(line.role, LineRole::Item(_)) => {
                let tab = line.label_end();
                if let Some(tab) = tab {
                    self.xml.open("num", &[]);
                    self.inline(&line.paragraph, 0..tab);
                    self.xml.close();
                }
                if is_hierarchical {
                    self.xml.open("content", &[]);
                }
                self.rest_of(line, tab.map_or(0, |tab| tab + 1));
                self.blocks(rest);
            }
            _ => {
                if is_hierarchical {
                    self.xml.open("content", &[]);
                }
                self.blocks(group);
            }
        }
        if is_hierarchical {
            self.xml.close();
        }
        self.xml.close();
        self.at = above;
    }

    /// A paragraph behind its label.
    fn rest_of(&mut self, line: &'a GalleyParagraph, start: usize) {
        let marks = self.mark_of(&line.paragraph);
        let mut attributes = vec![("class", line.style)];
        attributes.extend(pairs(&marks));
        self.xml.open("p", &attributes);
        self.inline(&line.paragraph, start..line.paragraph.all_text().len());
        self.xml.close();
    }
}

/// Blocks under a call: each item of the first level with what is deeper, each other block by itself.
fn groups<'a>(blocks: &[&'a GalleyBlock]) -> Vec<Vec<&'a GalleyBlock>> {
    let mut groups: Vec<Vec<&'a GalleyBlock>> = Vec::new();
    for block in blocks {
        let is_deeper =
            matches!(block, GalleyBlock::Paragraph(GalleyParagraph { role: LineRole::Item(2..), .. }));
        match groups.last_mut() {
            Some(last) if is_deeper => last.push(block),
            _ => groups.push(vec![block]),
        }
    }
    groups
}
