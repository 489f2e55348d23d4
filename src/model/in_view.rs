//! A submission as one view shows it, for those who are to see nothing else.
//!
//! In: a submission with its marks. Out: the words of the view, without marks, comments and what was set
//! aside. Never: a word that the view leaves out, in the texts or in what was taken from them (numbers,
//! editions, facts); what the file says of itself.

use std::collections::BTreeSet;

use super::{Block, Content, Fact, Heading, Instrument, Label, Section, Submission};
use crate::text::{Object, Paragraph, ParagraphMark, Run, Table, View};

impl Submission {
    /// The submission as a view shows it; the marked view is the submission as it is.
    #[must_use]
    pub(crate) fn in_view(mut self, view: View) -> Submission {
        if view == View::Marked {
            return self;
        }
        let unseen = self.notes_on_unseen_words(view);
        self.visit_mut(&mut |_, words| settle(words.into_runs(), view));
        for part in &mut self.parts {
            part.contents.iter_mut().for_each(|content| self::content(content, view));
        }
        for note in unseen {
            if let Some(note) = self.notes.get_mut(note as usize) {
                (note.paragraphs, note.own_mark) = (Vec::new(), None);
            }
        }
        for paragraph in self.notes.iter_mut().flat_map(|note| &mut note.paragraphs) {
            paragraph.mark = ParagraphMark::default();
        }
        let masthead = &mut self.masthead;
        for fact in
            [&mut masthead.source, &mut masthead.title, &mut masthead.agenda_item].into_iter().flatten()
        {
            settle(&mut fact.value, view);
        }
        self.comments.clear();
        self.revisions.clear();
        self.set_aside.clear();
        self.own_title.clear();
        self.forget_unseen_values();
        self
    }

    /// Notes that only words refer to which the view leaves out.
    fn notes_on_unseen_words(&self, view: View) -> BTreeSet<u32> {
        let (mut seen, mut unseen) = (BTreeSet::new(), BTreeSet::new());
        self.visit(&mut |_, text| {
            for run in text.runs() {
                if let Some(Object::Note(at)) = run.object {
                    if run.shown_in(view) {
                        seen.insert(at)
                    } else {
                        unseen.insert(at)
                    };
                }
            }
        });
        unseen.difference(&seen).copied().collect()
    }

    /// Takes values away that were taken from words which are not there any more.
    fn forget_unseen_values(&mut self) {
        let mut words = String::new();
        self.visit(&mut |_, text| text.runs().iter().for_each(|run| words.push_str(&folded(&run.text))));
        let masthead = &mut self.masthead;
        for fact in [&masthead.source, &masthead.title, &masthead.agenda_item].into_iter().flatten() {
            fact.value.iter().for_each(|run| words.push_str(&folded(&run.text)));
        }
        let is_seen = |value: &str| words.contains(&folded(value));
        let stands = |fact: &Option<Fact<String>>| fact.as_ref().is_none_or(|fact| is_seen(&fact.value));
        for fact in [
            &mut masthead.date_line,
            &mut masthead.original_line,
            &mut masthead.conference_name,
            &mut masthead.venue,
            &mut masthead.meeting,
        ] {
            if !stands(fact) {
                *fact = None;
            }
        }
        masthead.symbols.retain(|symbol| is_seen(&symbol.value));
        for content in self.parts.iter_mut().flat_map(|part| &mut part.contents) {
            let instrument = match content {
                Content::Section(_) => continue,
                Content::Proposal(proposal) => {
                    proposal
                        .id
                        .take_if(|id| !id.sources.iter().chain([&id.serial]).all(|value| is_seen(value)));
                    &mut proposal.instrument
                }
                Content::Instrument(instrument) => instrument.as_mut(),
            };
            instrument.number.take_if(|number| !is_seen(number));
            instrument.editions.retain(|edition| {
                let year = edition.year.map(|year| year.to_string());
                edition.place.iter().chain(&year).all(|value| is_seen(value))
            });
        }
    }
}

/// Letters and digits of a text in one form: small, digits of European shape.
fn folded(text: &str) -> String {
    let digit = |letter: char, zero: char| char::from_digit(u32::from(letter) - u32::from(zero), 10);
    let fold = |letter: char| match letter {
        '\u{660}'..='\u{669}' => digit(letter, '\u{660}').unwrap_or(letter),
        '\u{6F0}'..='\u{6F9}' => digit(letter, '\u{6F0}').unwrap_or(letter),
        '\u{FF10}'..='\u{FF19}' => digit(letter, '\u{FF10}').unwrap_or(letter),
        _ => letter,
    };
    text.chars().filter(|letter| letter.is_alphanumeric()).map(fold).flat_map(char::to_lowercase).collect()
}

/// Runs as a view shows them.
fn settle(runs: &mut Vec<Run>, view: View) {
    runs.retain(|run| run.shown_in(view));
    for run in runs.iter_mut() {
        (run.insertion, run.deletion, run.formatting) = (None, None, None);
        if let Some(Object::Comment(_) | Object::CommentStart(_)) = run.object {
            run.object = None;
        }
    }
    runs.retain(|run| !run.text.is_empty() || run.object.is_some());
}

fn content(content: &mut Content, view: View) {
    match content {
        Content::Section(part) => section(part, view),
        Content::Proposal(proposal) => {
            proposal.line.mark = ParagraphMark::default();
            instrument(&mut proposal.instrument, view);
            blocks(&mut proposal.reasons, view);
        }
        Content::Instrument(text) => instrument(text, view),
    }
}

fn section(section: &mut Section, view: View) {
    if let Some(title) = &mut section.heading {
        heading(title);
    }
    blocks(&mut section.body, view);
}

fn instrument(instrument: &mut Instrument, view: View) {
    for line in instrument.number_line.iter_mut().chain(&mut instrument.title).chain(&mut instrument.opening)
    {
        line.mark = ParagraphMark::default();
    }
    instrument.title.retain(|line| !line.is_blank());
    blocks(&mut instrument.preamble, view);
    for call in &mut instrument.calls {
        call.text.mark = ParagraphMark::default();
        blocks(&mut call.body, view);
    }
    instrument.annexes.iter_mut().for_each(|annex| section(annex, view));
}

fn heading(heading: &mut Heading) {
    heading.lines.iter_mut().for_each(|line| line.mark = ParagraphMark::default());
}

/// Blocks without their marks, those gone that the view empties.
fn blocks(blocks: &mut Vec<Block>, view: View) {
    let is_empty = |label: &Option<Label>, text: &Paragraph| {
        text.is_blank() && label.as_ref().is_none_or(|label| label.runs.is_empty())
    };
    blocks.retain_mut(|block| match block {
        Block::Paragraph(paragraph) => {
            paragraph.mark = ParagraphMark::default();
            !paragraph.is_blank()
        }
        Block::Item(item) => {
            item.text.mark = ParagraphMark::default();
            !(item.text.is_blank() && item.label.runs.iter().all(|run| run.span.is_none()))
        }
        Block::Entry(entry) => {
            entry.text.mark = ParagraphMark::default();
            !(is_empty(&entry.label, &entry.text) && entry.symbol_runs.is_empty())
        }
        Block::Heading(title, _) => {
            heading(title);
            !title.lines.iter().all(Paragraph::is_blank)
                || title.label.as_ref().is_some_and(|label| !label.runs.is_empty())
        }
        Block::Table(rows) => {
            table(rows, view);
            !rows.rows.is_empty()
        }
    });
}

fn table(table: &mut Table, view: View) {
    let shown = |inserted: bool, deleted: bool| match view {
        View::Marked => true,
        View::Revised => !deleted,
        View::Base => !inserted,
    };
    table.rows.retain_mut(|row| {
        let stays = shown(row.insertion.is_some(), row.deletion.is_some());
        row.cells.retain_mut(|cell| {
            let stays = shown(cell.insertion.is_some(), cell.deletion.is_some());
            (cell.insertion, cell.deletion) = (None, None);
            cell.paragraphs.iter_mut().for_each(|paragraph| paragraph.mark = ParagraphMark::default());
            stays
        });
        (row.insertion, row.deletion) = (None, None);
        stays && !row.cells.is_empty()
    });
}
