//! The one walk over a submission: every piece of its text in order, each with its place in the whole.
//!
//! In: a submission, to read or to change. Out: passages in the order of the text, notes and comments
//! last; [`Submission::visit`] for those who want the runs and no places. Never: a judgement, a text
//! built anew. A number that a passage has in one walk it has in every walk.

use super::{Block, CallRole, Content, Heading, Instrument, Label, Section, SectionKind, Submission, Symbol};
use crate::text::{Paragraph, Run};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Heading of a part.
    PartHeading,
    /// Heading of a section, or inside a text.
    Heading,
    /// `MOD CUB/70/1`.
    ProposalLine,
    /// `第64号决议（…）`.
    NumberLine,
    /// Title of the instrument.
    Title,
    /// The body's name and edition.
    Opening,
    /// A call.
    Call(CallRole),
    /// A paragraph without label.
    Plain,
    /// A labelled item.
    Item,
    /// An ADD or MOD of the cover note.
    Entry(Symbol),
    /// In a table's cell.
    Cell,
    /// In a foot- or endnote: its index.
    Note(u32),
    /// In a comment: its index.
    Comment(u32),
}

impl Role {
    /// Whether it is a line that names what follows: a heading, a title, a proposal's line.
    pub fn is_heading(self) -> bool {
        matches!(self, Role::PartHeading | Role::Heading | Role::ProposalLine | Role::Title)
    }
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// What it is.
    pub role: Role,
    /// Part of the contribution, from 0.
    pub part: usize,
    /// The section it stands in: of the cover note, or an annex.
    pub section: Option<SectionKind>,
    /// The instrument, from 0 through the whole contribution, its annexes included.
    pub instrument: Option<usize>,
    /// It stands in an annex to the instrument.
    pub annex: bool,
    /// What the proposal does to whose instrument or reasons it belongs.
    pub symbol: Option<Symbol>,
    /// It belongs to the reasons of a proposal.
    pub reasons: bool,
    /// The list it belongs to: one number a call, a section, an instrument.
    pub list: usize,
    /// Depth of an item, from 1; 0 for what is none.
    pub level: u8,
}

impl Context {
    /// The instrument to whose own text it belongs, annexes aside.
    pub fn own_text(&self) -> Option<usize> {
        self.instrument.filter(|_| !self.annex)
    }

    /// Whether it belongs to the own text of an instrument that is amended: not to the cover note, and not
    /// to a new text, which carries no marks (WTSA-16 guidelines).
    pub fn amends(&self) -> bool {
        self.own_text().is_some()
            && self.symbol.is_none_or(|symbol| matches!(symbol, Symbol::Mod | Symbol::ModEditorial))
    }
}

/// A piece of text met on a visit.
#[derive(Debug)]
pub enum Text<'a> {
    /// A paragraph.
    Paragraph(&'a Paragraph),
    /// Runs that stand alone: a label, a symbol.
    Runs(&'a [Run]),
}

impl<'a> Text<'a> {
    /// Its runs.
    pub fn runs(&self) -> &'a [Run] {
        match self {
            Text::Paragraph(paragraph) => &paragraph.runs,
            Text::Runs(runs) => runs,
        }
    }
}

/// A piece of text met on a visit that changes it.
#[derive(Debug)]
pub enum TextMut<'a> {
    /// A paragraph.
    Paragraph(&'a mut Paragraph),
    /// Runs that stand alone: a label, a symbol.
    Runs(&'a mut Vec<Run>),
}

impl<'a> TextMut<'a> {
    /// Its runs.
    pub fn into_runs(self) -> &'a mut Vec<Run> {
        match self {
            TextMut::Paragraph(paragraph) => &mut paragraph.runs,
            TextMut::Runs(runs) => runs,
        }
    }
}

/// The place of the next passage.
struct PassagePlace {
    context: Context,
    instruments: usize,
}

impl PassagePlace {
    fn start() -> Self {
        let context = Context {
            role: Role::Plain,
            part: 0,
            section: None,
            instrument: None,
            annex: false,
            symbol: None,
            reasons: false,
            list: 0,
            level: 0,
        };
        Self { context, instruments: 0 }
    }

    fn at(&self, role: Role, level: u8) -> Context {
        Context { role, level, ..self.context }
    }

    fn instrument(&mut self) {
        self.context.list += 1;
        self.context.instrument = Some(self.instruments);
        self.instruments += 1;
    }

    fn end_of_instrument(&mut self) {
        self.context.instrument = None;
        self.context.annex = false;
        self.context.list += 1;
    }
}

/// The walk, written once for readers and once for those who change what they see.
macro_rules! walk {
    ($name:ident, $passage:ident, $walker:ident, [$($mutable:tt)?], $as_ref:ident, $paragraphs:ident) => {
        /// A passage: what stands in one place, the runs of an entry's symbol and the label before the text.
        #[derive(Debug)]
        pub struct $passage<'a> {
            /// Where it stands.
            pub context: Context,
            /// The symbol of an entry.
            pub symbol: Option<&'a $($mutable)? Vec<Run>>,
            /// The label of an item, an entry, a heading.
            pub label: Option<&'a $($mutable)? Label>,
            /// The text; absent where a heading is a label alone.
            pub paragraph: Option<&'a $($mutable)? Paragraph>,
        }

        struct $walker<'w, 'a> {
            place: PassagePlace,
            see: &'w mut dyn FnMut($passage<'a>),
        }

        impl Submission {
            /// Shows every passage, in the order of the text, notes and comments last.
            pub fn $name<'a>(&'a $($mutable)? self, see: &mut dyn FnMut($passage<'a>)) {
                let mut walker = $walker { place: PassagePlace::start(), see };
                for (at, part) in (0..).zip(& $($mutable)? self.parts) {
                    walker.place.context.part = at;
                    if let Some(heading) = & $($mutable)? part.heading {
                        walker.heading(Role::PartHeading, heading);
                    }
                    for content in & $($mutable)? part.contents {
                        walker.content(content);
                    }
                }
                walker.place.context.list += 1;
                for (at, note) in (0..).zip(& $($mutable)? self.notes) {
                    for paragraph in & $($mutable)? note.paragraphs {
                        walker.text(Role::Note(at), paragraph);
                    }
                }
                for (at, comment) in (0..).zip(& $($mutable)? self.comments) {
                    for paragraph in & $($mutable)? comment.paragraphs {
                        walker.text(Role::Comment(at), paragraph);
                    }
                }
            }
        }

        impl<'a> $walker<'_, 'a> {
            fn text(&mut self, role: Role, paragraph: &'a $($mutable)? Paragraph) {
                let context = self.place.at(role, 0);
                (self.see)($passage { context, symbol: None, label: None, paragraph: Some(paragraph) });
            }

            fn content(&mut self, content: &'a $($mutable)? Content) {
                self.place.context.list += 1;
                match content {
                    Content::Section(section) => self.section(section),
                    Content::Instrument(instrument) => self.instrument(instrument),
                    Content::Proposal(proposal) => {
                        self.place.context.symbol = Some(proposal.symbol);
                        self.text(Role::ProposalLine, & $($mutable)? proposal.line);
                        self.instrument(& $($mutable)? proposal.instrument);
                        self.place.context.reasons = true;
                        self.blocks(& $($mutable)? proposal.reasons);
                        self.place.context.reasons = false;
                        self.place.context.symbol = None;
                    }
                }
            }

            fn section(&mut self, section: &'a $($mutable)? Section) {
                self.place.context.section = Some(section.kind);
                if let Some(heading) = & $($mutable)? section.heading {
                    self.heading(Role::Heading, heading);
                }
                self.blocks(& $($mutable)? section.body);
                self.place.context.section = None;
            }

            fn instrument(&mut self, instrument: &'a $($mutable)? Instrument) {
                self.place.instrument();
                if let Some(line) = & $($mutable)? instrument.number_line {
                    self.text(Role::NumberLine, line);
                }
                for line in & $($mutable)? instrument.title {
                    self.text(Role::Title, line);
                }
                if let Some(line) = & $($mutable)? instrument.opening {
                    self.text(Role::Opening, line);
                }
                self.blocks(& $($mutable)? instrument.preamble);
                for call in & $($mutable)? instrument.calls {
                    self.place.context.list += 1;
                    self.text(Role::Call(call.role), & $($mutable)? call.text);
                    self.blocks(& $($mutable)? call.body);
                }
                self.place.context.annex = true;
                for annex in & $($mutable)? instrument.annexes {
                    self.place.context.list += 1;
                    self.section(annex);
                }
                self.place.end_of_instrument();
            }

            fn blocks(&mut self, blocks: &'a $($mutable)? [Block]) {
                for block in blocks {
                    match block {
                        Block::Paragraph(paragraph) => self.text(Role::Plain, paragraph),
                        Block::Item(item) => (self.see)($passage {
                            context: self.place.at(Role::Item, item.level),
                            symbol: None,
                            label: Some(& $($mutable)? item.label),
                            paragraph: Some(& $($mutable)? item.text),
                        }),
                        Block::Entry(entry) => (self.see)($passage {
                            context: self.place.at(Role::Entry(entry.symbol), 0),
                            symbol: Some(& $($mutable)? entry.symbol_runs),
                            label: entry.label.$as_ref(),
                            paragraph: Some(& $($mutable)? entry.text),
                        }),
                        Block::Heading(heading, _) => self.heading(Role::Heading, heading),
                        Block::Table(table) => {
                            for paragraph in table.$paragraphs() {
                                self.text(Role::Cell, paragraph);
                            }
                        }
                    }
                }
            }

            /// A heading's lines; its label stands before the first.
            fn heading(&mut self, role: Role, heading: &'a $($mutable)? Heading) {
                let context = self.place.at(role, 0);
                let mut label = heading.label.$as_ref();
                for line in & $($mutable)? heading.lines {
                    let label = label.take();
                    (self.see)($passage { context, symbol: None, label, paragraph: Some(line) });
                }
                if label.is_some() {
                    (self.see)($passage { context, symbol: None, label, paragraph: None });
                }
            }
        }
    };
}

walk!(passages, Passage, Walker, [], as_ref, paragraphs);
walk!(passages_mut, PassageMut, WalkerMut, [mut], as_mut, paragraphs_mut);

impl Submission {
    /// Visits every piece of text, in order, with its place; symbols and labels before their texts.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&Context, Text<'a>)) {
        self.passages(&mut |passage| {
            let Passage { context, symbol, label, paragraph } = passage;
            for runs in symbol.into_iter().chain(label.map(|label| &label.runs)) {
                visit(&context, Text::Runs(runs));
            }
            if let Some(paragraph) = paragraph {
                visit(&context, Text::Paragraph(paragraph));
            }
        });
    }

    /// Visits every piece of text as [`Self::visit`] does, and lets it be changed.
    pub fn visit_mut<'a>(&'a mut self, visit: &mut dyn FnMut(&Context, TextMut<'a>)) {
        self.passages_mut(&mut |passage| {
            let PassageMut { context, symbol, label, paragraph } = passage;
            for runs in symbol.into_iter().chain(label.map(|label| &mut label.runs)) {
                visit(&context, TextMut::Runs(runs));
            }
            if let Some(paragraph) = paragraph {
                visit(&context, TextMut::Paragraph(paragraph));
            }
        });
    }
}
