//! What each block of a galley is: by the place in the input of its first word.
//!
//! In: a submission. Out: for each place its context, its call, the proposal or instrument it belongs to;
//! and the blocks of a galley parted into components. Never: an order other than the galley's.

use std::collections::BTreeMap;

use crate::galley::GalleyBlock;
use crate::model::{Content, Context, Instrument, Key, Proposal, Role, Submission};
use crate::template::style_id;
use crate::text::Span;

use super::first_start;
use super::ids::{Ids, slug};

/// To whom blocks belong.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner<'a> {
    /// The cover note.
    Cover,
    /// A proposal.
    Proposal(&'a Proposal),
    /// An instrument under no proposal line.
    Instrument(&'a Instrument),
}

impl<'a> Owner<'a> {
    /// Its instrument.
    pub(super) fn instrument(self) -> Option<&'a Instrument> {
        match self {
            Owner::Cover => None,
            Owner::Proposal(proposal) => Some(&proposal.instrument),
            Owner::Instrument(instrument) => Some(instrument),
        }
    }

    /// Whether it is the same.
    fn is(self, other: Owner<'_>) -> bool {
        match (self, other) {
            (Owner::Cover, Owner::Cover) => true,
            (Owner::Proposal(a), Owner::Proposal(b)) => std::ptr::eq(a, b),
            (Owner::Instrument(a), Owner::Instrument(b)) => std::ptr::eq(a, b),
            _ => false,
        }
    }
}

/// Blocks of one owner that stand together.
#[derive(Debug)]
pub(super) struct AknComponent<'a> {
    pub owner: Owner<'a>,
    /// Its eId.
    pub id: String,
    pub blocks: Vec<&'a GalleyBlock>,
}

/// The places of a submission.
#[derive(Debug)]
pub(super) struct AknPlaces<'a> {
    contexts: BTreeMap<u32, Context>,
    owners: BTreeMap<u32, Owner<'a>>,
    calls: BTreeMap<u32, Option<Key>>,
}

impl<'a> AknPlaces<'a> {
    pub(super) fn of(submission: &'a Submission) -> Self {
        let mut places = Self { contexts: BTreeMap::new(), owners: BTreeMap::new(), calls: BTreeMap::new() };
        submission.visit(&mut |context, text| {
            if matches!(context.role, Role::Note(_) | Role::Comment(_)) {
                return;
            }
            for span in text.runs().iter().filter_map(|run| run.span) {
                places.contexts.entry(span.start).or_insert(*context);
            }
        });
        for part in &submission.parts {
            places.owners.insert(part.span.start, Owner::Cover);
            for content in &part.contents {
                places.content(content);
            }
        }
        places
    }

    fn content(&mut self, content: &'a Content) {
        match content {
            Content::Section(section) => _ = self.owners.insert(section.span.start, Owner::Cover),
            Content::Proposal(proposal) => {
                self.owners.insert(proposal.span.start, Owner::Proposal(proposal));
                self.calls(&proposal.instrument);
            }
            Content::Instrument(instrument) => {
                if let Some(first) = span(instrument) {
                    self.owners.insert(first.start, Owner::Instrument(instrument));
                }
                self.calls(instrument);
            }
        }
    }

    fn calls(&mut self, instrument: &Instrument) {
        for call in &instrument.calls {
            let start = call.text.runs.iter().find_map(|run| run.span).unwrap_or(call.text.span).start;
            self.calls.insert(start, call.key);
        }
    }

    /// What a block is; nothing for one that was supplied.
    pub(super) fn context(&self, block: &GalleyBlock) -> Option<Context> {
        let start = first_start(block)?;
        self.contexts.range(..=start).next_back().map(|(_, context)| *context)
    }

    /// The key of the call that a block is.
    pub(super) fn call(&self, block: &GalleyBlock) -> Option<Key> {
        let start = first_start(block)?;
        self.calls.range(..=start).next_back().and_then(|(_, key)| *key)
    }

    /// The blocks of the document's head, and the others by owner.
    pub(super) fn components(
        &self,
        blocks: &'a [GalleyBlock],
    ) -> (Vec<&'a GalleyBlock>, Vec<AknComponent<'a>>) {
        let is_head = |block: &&GalleyBlock| match block {
            GalleyBlock::Paragraph(line) => {
                [style_id::SOURCE, style_id::TITLE_1, style_id::AGENDA_ITEM].contains(&line.style)
                    || first_start(block).is_none()
            }
            GalleyBlock::Table(_) => false,
        };
        let head: Vec<&GalleyBlock> = blocks.iter().take_while(is_head).collect();
        let mut components: Vec<AknComponent<'_>> = Vec::new();
        let mut ids = Ids::default();
        for block in blocks.iter().skip(head.len()) {
            let owner = first_start(block).and_then(|start| self.owners.range(..=start).next_back());
            let owner = owner.map(|(_, owner)| *owner);
            match (components.last_mut(), owner) {
                (Some(last), None) => last.blocks.push(block),
                (Some(last), Some(owner)) if last.owner.is(owner) => last.blocks.push(block),
                (_, owner) => {
                    let owner = owner.unwrap_or(Owner::Cover);
                    let id = ids.named("", "cmp", &name(owner));
                    components.push(AknComponent { owner, id, blocks: vec![block] });
                }
            }
        }
        (head, components)
    }
}

/// What a component is known by.
fn name(owner: Owner<'_>) -> String {
    let of_instrument = |instrument: &Instrument| {
        use crate::model::names::StableName;
        let number = instrument.number.as_deref().map(slug).unwrap_or_else(|| "text".to_owned());
        format!("{}-{number}", instrument.kind.name())
    };
    match owner {
        Owner::Cover => "cover".to_owned(),
        Owner::Instrument(instrument) => of_instrument(instrument),
        Owner::Proposal(proposal) => match &proposal.id {
            Some(id) => proposal_id(id),
            None => format!("proposal-{}", of_instrument(&proposal.instrument)),
        },
    }
}

/// A proposal's identifier as an id may have it: `CUB-70-1`, `EUR-44A7-1`.
pub(super) fn proposal_id(id: &crate::model::ProposalId) -> String {
    let document = &id.document;
    let mut number = slug(&document.number);
    for (mark, part) in [("R", document.revision), ("A", document.addendum), ("C", document.corrigendum)] {
        number.extend(part.map(|part| format!("{mark}{part}")));
    }
    format!("{}-{number}-{}", id.sources.join("-"), slug(&id.serial))
}

/// The first place of an instrument's own text.
fn span(instrument: &Instrument) -> Option<Span> {
    let head = instrument.number_line.iter().chain(&instrument.title).chain(&instrument.opening);
    let calls = instrument.calls.iter().map(|call| &call.text);
    head.chain(calls).map(|paragraph| paragraph.span).reduce(Span::to)
}
