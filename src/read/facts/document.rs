//! A whole document as Word facts, and the source that it makes: the meeting point of all readers
//! of Word's formats, new and old.

use std::collections::HashSet;

use super::assemble::{Assembly, ReferredStory};
use super::gathered::{Gathered, Oddities};
use super::inner_notes::InnerNotes;
use super::numbering::Numbering;
use super::pictures::Album;
use super::report;
use super::styles::{Resolver, Styles};
use super::symbols;
use super::types::{FormatCounts, StoryBlock, WordAccount};
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::numerals::roman;
use crate::read::LanguageHint;
use crate::source::{Properties, SetAside, SetAsideWhy, Source, SourceFormat};
use crate::text::{Comment, Note, NoteKind, Span};

/// A story of a note or comment, with what its element says.
#[derive(Debug, Default)]
pub(crate) struct HiddenStory {
    /// Who wrote it (comments).
    pub author: Option<String>,
    /// When (comments), ISO 8601.
    pub date: Option<String>,
    /// The writer's initials (comments).
    pub initials: Option<String>,
    /// What it says.
    pub blocks: Vec<StoryBlock>,
}

/// All that is taken out of a file of Word's, nothing resolved.
#[derive(Debug, Default)]
pub(crate) struct DocumentParts {
    /// What all stories share.
    pub gathered: Gathered,
    /// Styles.
    pub styles: Styles,
    /// Lists.
    pub numbering: Numbering,
    /// The body.
    pub body: Vec<StoryBlock>,
    /// Notes by order of reference; `None` where the file does not hold one.
    pub notes: Vec<Option<HiddenStory>>,
    /// Comments likewise.
    pub comments: Vec<Option<HiddenStory>>,
    /// Notes and comments that nothing refers to.
    pub unreferenced: usize,
    /// Headers and footers.
    pub furniture: Vec<Vec<StoryBlock>>,
    /// Targets outside of the file.
    pub external: Vec<String>,
    /// What the file says of itself.
    pub properties: Properties,
    /// What is known of its language besides.
    pub language: LanguageHint,
    /// The language of the theme's fonts, where lists count in words.
    pub theme_language: Option<String>,
}

impl DocumentParts {
    /// The language of numbers in words where the text states none: that of the file's own properties, of its
    /// words, of its theme's fonts.
    fn assumed_language(&self, ledger: &WordAccount) -> Option<Language> {
        /// Text that is asked for its language, bytes.
        const SAMPLE: usize = 40_000;
        let is_stated = || default_language(&self.styles, ledger).is_some();
        if self.language.given.is_some() || !self.numbering.speaks() || is_stated() {
            return None;
        }
        let mut sample = String::new();
        let paragraphs = self.body.iter().flat_map(|block| match block {
            StoryBlock::Paragraph(paragraph) => vec![paragraph],
            StoryBlock::Table(table) => table.paragraphs(),
            StoryBlock::Chunk(_) => Vec::new(),
        });
        for paragraph in paragraphs {
            if sample.len() > SAMPLE {
                break;
            }
            sample.extend(paragraph.runs.iter().map(|run| run.text.as_str()));
            sample.push('\n');
        }
        let by_text = || self.language.of_text.and_then(|of_text| of_text(&sample));
        let of = |tag: &Option<String>| tag.as_deref()?.parse().ok();
        of(&self.properties.language).or_else(by_text).or_else(|| of(&self.theme_language))
    }

    /// The source that the facts make.
    ///
    /// # Errors
    /// More text than the bound.
    pub(crate) fn assemble(mut self, album: Album, format: SourceFormat) -> Result<Source, Refusal> {
        let ledger = std::mem::take(&mut self.gathered.ledger);
        let mut assembly = Assembly::new(Resolver::new(&self.styles, &self.numbering), &ledger);
        assembly.pictures = album.places;
        let references = std::mem::take(&mut self.gathered.oddities.references);
        (assembly.places, assembly.numbered) = (references.names(), references.numbered());
        assembly.count.given = self.language.given;
        assembly.count.assumed = self.assumed_language(&ledger);
        assembly.chunks.before = (album.pictures.len(), ledger.revisions.len(), self.gathered.formulas.len());
        let mut body = assembly.blocks(self.body, self.gathered.last_section)?;
        assembly.settle_ranges(&mut body);
        let missing = album.missing;
        let mut inner = InnerNotes { notes: &self.notes, comments: &self.comments, shown: HashSet::new() };
        let oddities = &mut self.gathered.oddities;
        let kinds = self.gathered.notes.ids();
        let (notes, lost_notes) = notes(&mut assembly, &mut inner, kinds, oddities)?;
        // A comment cannot show a picture: what writes comments has no place for one.
        let pictures = std::mem::take(&mut assembly.pictures);
        let (comments, lost_comments) = comments(&mut assembly, &mut inner, oddities)?;
        assembly.pictures = pictures;
        set_unseen_aside(&mut assembly, &inner);
        let missing = missing + lost_notes + lost_comments;
        let start = assembly.source.text.len();
        for mut blocks in self.furniture {
            inner.put_in(&mut blocks, false, oddities);
            let paragraphs = assembly.paragraphs(blocks)?;
            assembly.source.furniture.extend(paragraphs);
        }
        let (merged_away, chunks) = (assembly.merged_away, std::mem::take(&mut assembly.chunks));
        let (hidden, unknown) = (assembly.hidden, std::mem::take(&mut assembly.unknown_symbols));
        let stale =
            references.stale(&assembly.numbers, |note| mark_of(&notes, assembly.notes.placed_at(note)?));
        let page_numbers = assembly.page_numbers;
        let formats = FormatCounts { heights: assembly.heights, ..ledger.formats };
        let numbers = (assembly.count.unknown, assembly.count.unspoken);
        let pages = (assembly.columns, assembly.lies);
        let mut source = assembly.source;
        if source.text.len() > start {
            // Control characters in it were set aside already: the header stands around them.
            let controls =
                source.set_aside.iter().map(|piece| piece.span.range()).filter(|range| range.start >= start);
            let mut pieces = Vec::new();
            let mut at = start;
            let end = source.text.len();
            for control in controls.chain(std::iter::once(end..end)) {
                pieces.push(Span::new(at, control.start));
                at = control.end;
            }
            let pieces = pieces.into_iter().filter(|span| !span.is_empty());
            source.set_aside.extend(pieces.map(|span| SetAside { span, why: SetAsideWhy::PageHeader }));
        }
        source.format = format;
        source.blocks = body;
        source.notes = notes;
        source.comments = comments;
        source.pictures = album.pictures;
        source.pictures.extend(chunks.pictures);
        source.formulas = std::mem::take(&mut self.gathered.formulas);
        source.formulas.extend(chunks.formulas);
        source.properties = self.properties;
        if source.properties.language.is_none() {
            source.properties.language = default_language(&self.styles, &ledger);
        }
        let counts = report::ReadCounts {
            oddities: self.gathered.oddities,
            missing,
            unreferenced: self.unreferenced,
            external: self.external,
            hidden,
            merged_away,
            unknown,
            sections: ledger.sections,
            property_changes: ledger.unplaced_changes,
            formats,
            pages,
            numbers,
            page_numbers,
        };
        source.revisions = ledger.revisions;
        source.revisions.extend(chunks.revisions);
        report::report(&counts, &mut source);
        report::stale(&stale, &mut source);
        Ok(source)
    }
}

/// The notes that the body refers to, in that order, and how many are not in the file.
fn notes(
    assembly: &mut Assembly<'_>,
    inner: &mut InnerNotes<'_>,
    kinds: &[(bool, i64)],
    oddities: &mut Oddities,
) -> Result<(Vec<Note>, usize), Refusal> {
    let (mut notes, mut lost) = (Vec::new(), 0);
    for (at, placed) in std::mem::take(&mut assembly.notes.placed).into_iter().enumerate() {
        let index = match placed {
            ReferredStory::Made(note) => {
                notes.push(note);
                continue;
            }
            ReferredStory::Own(index) => index as usize,
        };
        let own_mark = assembly.own_marks.get_mut(at).and_then(Option::take);
        let aside = inner.notes.get(index).and_then(Option::as_ref);
        lost += usize::from(aside.is_none());
        inner.shown.insert((false, u32::try_from(index).unwrap_or(u32::MAX)));
        let mut blocks = aside.map(|aside| aside.blocks.clone()).unwrap_or_default();
        trim_mark_space(&mut blocks);
        if let Some(mark) = own_mark.as_deref() {
            take_mark(&mut blocks, mark);
        }
        inner.put_in(&mut blocks, true, oddities);
        let paragraphs = assembly.paragraphs(blocks)?;
        let end = kinds.get(index).is_some_and(|(end, _)| *end);
        let kind = if end { NoteKind::Endnote } else { NoteKind::Footnote };
        notes.push(Note { kind, paragraphs, own_mark });
    }
    Ok((notes, lost))
}

/// The comments on the body and on notes likewise.
fn comments(
    assembly: &mut Assembly<'_>,
    inner: &mut InnerNotes<'_>,
    oddities: &mut Oddities,
) -> Result<(Vec<Comment>, usize), Refusal> {
    let (mut comments, mut lost) = (Vec::new(), 0);
    for placed in std::mem::take(&mut assembly.comments.placed) {
        let index = match placed {
            ReferredStory::Made(comment) => {
                comments.push(comment);
                continue;
            }
            ReferredStory::Own(index) => index,
        };
        inner.shown.insert((true, index));
        let aside = inner.comments.get(index as usize).and_then(Option::as_ref);
        let Some(aside) = aside else {
            lost += 1;
            comments.push(Comment { author: None, date: None, initials: None, paragraphs: Vec::new() });
            continue;
        };
        let mut blocks = aside.blocks.clone();
        inner.put_in(&mut blocks, false, oddities);
        comments.push(Comment {
            author: aside.author.clone(),
            date: aside.date.clone(),
            initials: aside.initials.clone(),
            paragraphs: assembly.paragraphs(blocks)?,
        });
    }
    Ok((comments, lost))
}

/// The mark of a note: its author's own, else its count among those of its kind.
fn mark_of(notes: &[Note], at: u32) -> Option<String> {
    let before = notes.get(..=at as usize)?;
    let note = before.last()?;
    let counted = before.iter().filter(|other| other.kind == note.kind && other.own_mark.is_none()).count();
    let counted = u32::try_from(counted).ok()?;
    note.own_mark.clone().or_else(|| match note.kind {
        NoteKind::Footnote => Some(counted.to_string()),
        NoteKind::Endnote => roman(counted),
    })
}

/// Sets notes and comments aside whose reference is hidden, or stands in a cell that a merge covers.
fn set_unseen_aside(assembly: &mut Assembly<'_>, inner: &InnerNotes<'_>) {
    for (comment, asides) in [(false, inner.notes), (true, inner.comments)] {
        for (index, aside) in (0u32..).zip(asides) {
            if inner.shown.contains(&(comment, index)) {
                continue;
            }
            for block in aside.iter().flat_map(|aside| aside.blocks.clone()) {
                if let StoryBlock::Paragraph(paragraph) = block {
                    assembly.hidden += usize::from(!paragraph.runs.is_empty());
                    assembly.set_aside(paragraph, SetAsideWhy::Hidden);
                }
            }
        }
    }
}

/// Takes away the space that parts a note's number from its text: both are the writer's.
fn trim_mark_space(blocks: &mut [StoryBlock]) {
    if let Some(StoryBlock::Paragraph(paragraph)) = blocks.first_mut()
        && let Some(run) = paragraph.runs.first_mut()
    {
        let trimmed = run.text.trim_start_matches([' ', '\t', '\u{a0}']).to_owned();
        run.text = trimmed;
    }
}

/// Takes an author's own mark off the head of the note, where Word keeps it a second time: it is
/// printed there from the note's mark.
fn take_mark(blocks: &mut [StoryBlock], mark: &str) {
    let Some(StoryBlock::Paragraph(paragraph)) = blocks.first_mut() else { return };
    let head = paragraph.runs.iter().take_while(|run| run.object.is_none());
    let shown = head.flat_map(|run| run.text.chars().map(|c| symbols::of(run.properties.font, c)));
    let length = mark.chars().count();
    if length == 0 || !shown.take(length).eq(mark.chars()) {
        return;
    }
    let mut left = length;
    for run in &mut paragraph.runs {
        let taken: usize = run.text.chars().take(left).map(char::len_utf8).sum();
        left -= run.text.chars().count().min(left);
        run.text.drain(..taken);
        if left == 0 {
            break;
        }
    }
    paragraph.runs.retain(|run| run.object.is_some() || !run.text.is_empty());
    trim_mark_space(blocks);
}

fn default_language(styles: &Styles, ledger: &WordAccount) -> Option<String> {
    styles.default_language().into_iter().find_map(|tag| ledger.name(tag)).map(str::to_owned)
}
