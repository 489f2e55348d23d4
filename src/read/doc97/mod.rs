//! Word 97 to 2003 documents (`.doc`; MS-DOC) into a [`Source`].
//!
//! In: the streams of the OLE file. Out: the same facts that the reader of newer files finds, and
//! the source that these make. Never: a guess about meaning, a macro, a place outside of the file.
//!
//! | | |
//! |---|---|
//! | kept | paragraphs and runs with style, format, language; insertions and deletions of runs, paragraph marks and rows, format changes, with author and date; list numbers as Word shows them; tables with spans; foot- and endnotes; comments; hyperlinks; results of fields; pictures in the line; headers and footers as evidence |
//! | degraded, reported | tables in cells (as paragraphs), text boxes (after their anchor), equation fields (as text), objects and floating drawings, numbers in the way of Word 6 |
//! | refused | Word 6 and 95, encrypted and damaged files, anything over a bound of [`crate::limits`] |

mod anchors;
mod fib;
mod formats;
mod forms;
mod line;
pub(super) mod lists;
mod marks;
mod pages;
mod pictures;
mod pieces;
pub(crate) mod rules;
mod sprm;
mod story;
mod stylesheet;
mod tables;

use std::ops::Range;

use anchors::{Anchors, PartRanges};
use fib::{Fib, FibRange};
use pages::Formats;
use pieces::Pieces;
use sprm::{SprmNames, Sprms};
use story::{Doc97StoryReader, Met, StorySources};

use super::bytes::{i16_at, slice, u16_at, u32_at};
use super::facts::document::{DocumentParts, HiddenStory};
use super::facts::gathered::Gathered;
use super::facts::numbering::Numbering;
use super::facts::styles::{Resolver, Styles};
use super::facts::types::{StoryBlock, WordAccount};
use super::{LanguageHint, language};
use crate::diagnostics::{Finding, Refusal, message};
use crate::source::{Properties, Source, SourceDoubt, SourceFormat};

/// The streams of a Word 97 to 2003 file.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    /// `WordDocument`.
    pub document: Vec<u8>,
    /// `0Table` and `1Table`.
    pub tables: [Option<Vec<u8>>; 2],
    /// `Data`.
    pub data: Vec<u8>,
    /// `SummaryInformation`.
    pub summary: Vec<u8>,
    /// The file holds macros.
    pub macros: bool,
}

/// Reads a Word 97 to 2003 document.
///
/// # Errors
/// A [`Refusal`] that says what was found and what to do.
pub(crate) fn read(name: &str, streams: &Streams, hint: LanguageHint) -> Result<Source, Refusal> {
    let tables = streams.tables.each_ref().map(Option::as_deref);
    let fib = Fib::read(&streams.document, tables)?;
    let mut gathered = Gathered::default();
    let pieces = Pieces::read(fib.place(FibRange::Pieces), &streams.document)?;
    let parts = PartRanges::of(&fib, pieces.units.len());
    let library = library(&fib, streams, pieces, &parts, &mut gathered.ledger)?;
    let styles = stylesheet::read(fib.place(FibRange::Stylesheet), &library.names, &mut gathered.ledger)?;
    let numbering = lists::read(
        fib.place(FibRange::Lists),
        fib.after(FibRange::Lists),
        fib.place(FibRange::ListOverrides),
        &library.names,
    );
    let mut album = pictures::Found::default();
    let mut told = Stories::default();
    let met = told.read(&library, &fib, &parts, &mut gathered, &mut album, (&styles, &numbering))?;
    let facts = DocumentParts {
        gathered,
        styles,
        numbering,
        body: told.body,
        notes: told.notes,
        comments: told.comments,
        furniture: told.furniture,
        properties: properties(&streams.summary, fib.language),
        language: hint,
        ..DocumentParts::default()
    };
    let mut source = facts.assemble(album.album, SourceFormat::Doc)?;
    name.clone_into(&mut source.name);
    source.doubts.extend((met.old_numbers > 0).then_some(SourceDoubt::OldNumbers));
    source.doubts.extend((met.formless > 0).then_some(SourceDoubt::FormatMissing));
    source.doubts.extend(fib.fast_saved.then_some(SourceDoubt::FastSaved));
    if fib.fast_saved {
        let message = message!("the file was fast-saved, so its changes were never merged");
        source.findings.push(Finding::new(&rules::FAST_SAVED, None, message));
    }
    report(&met, streams.macros, &mut source);
    Ok(source)
}

fn library<'a>(
    fib: &Fib<'a>,
    streams: &'a Streams,
    pieces: Pieces<'a>,
    parts: &PartRanges,
    ledger: &mut WordAccount,
) -> Result<StorySources<'a>, Refusal> {
    let document = streams.document.as_slice();
    let characters = Formats::of_characters(fib.place(FibRange::CharacterPages), document);
    let mut names = SprmNames { fonts: tables::fonts(fib.place(FibRange::Fonts)), languages: Vec::new() };
    let stated = characters.lists().chain([fib.place(FibRange::Stylesheet)]);
    names.languages = languages(stated, ledger)?;
    Ok(StorySources {
        pieces,
        characters,
        paragraphs: Formats::of_paragraphs(fib.place(FibRange::ParagraphPages), document),
        data: &streams.data,
        names,
        authors: tables::strings(fib.place(FibRange::RevisionAuthors)),
        anchors: Anchors::read(fib, parts),
    })
}

/// The blocks of all stories.
#[derive(Default)]
struct Stories {
    body: Vec<StoryBlock>,
    notes: Vec<Option<HiddenStory>>,
    comments: Vec<Option<HiddenStory>>,
    furniture: Vec<Vec<StoryBlock>>,
}

impl Stories {
    fn read(
        &mut self,
        library: &StorySources<'_>,
        fib: &Fib<'_>,
        parts: &PartRanges,
        gathered: &mut Gathered,
        album: &mut pictures::Found,
        (styles, numbering): (&Styles, &Numbering),
    ) -> Result<Met, Refusal> {
        let mut reader = Doc97StoryReader {
            library,
            all: gathered,
            resolver: Resolver::new(styles, numbering),
            album,
            met: Met::default(),
            work: 0,
        };
        self.body = reader.read(parts.body.clone(), true)?;
        for range in &library.anchors.loose {
            let blocks = reader.read(range.clone(), false)?;
            reader.all.oddities.text_boxes += usize::from(!blocks.is_empty());
            self.body.extend(blocks);
        }
        self.asides(&mut reader)?;
        self.furniture(&mut reader, fib, parts)?;
        Ok(reader.met)
    }

    /// Notes and comments in the order of their references.
    fn asides(&mut self, reader: &mut Doc97StoryReader<'_, '_>) -> Result<(), Refusal> {
        let anchors = &reader.library.anchors;
        for (end, number) in reader.all.notes.ids().to_vec() {
            let aside = match anchors.note(end, number) {
                Some((at, note)) => {
                    let mark = if note.automatic { 0 } else { reader.mark_length(at, note) };
                    let blocks = reader.read(note.text.start + mark..note.text.end, false)?;
                    Some(HiddenStory { blocks, ..HiddenStory::default() })
                }
                None => None,
            };
            self.notes.push(aside);
        }
        for number in reader.all.comments.ids().to_vec() {
            let aside = match anchors.comment(number).cloned() {
                Some(comment) => Some(HiddenStory {
                    blocks: reader.read(comment.text.clone(), false)?,
                    author: comment.author,
                    date: comment.date,
                    initials: comment.initials,
                }),
                None => None,
            };
            self.comments.push(aside);
        }
        Ok(())
    }

    /// Headers and footers: six stories of separators, then six a section (MS-DOC 2.3.5). Each ends
    /// with a paragraph mark of its own that is not shown.
    fn furniture(
        &mut self,
        reader: &mut Doc97StoryReader<'_, '_>,
        fib: &Fib<'_>,
        parts: &PartRanges,
    ) -> Result<(), Refusal> {
        const SEPARATORS: usize = 6;
        let stories = anchors::ranges(fib.place(FibRange::HeaderTexts), 0, &parts.headers);
        for story in stories.into_iter().skip(SEPARATORS).filter(|story| story.len() > 1) {
            let blocks = reader.read(Range { end: story.end - 1, ..story }, false)?;
            self.furniture.push(blocks);
        }
        if !parts.header_text_boxes.is_empty() {
            let blocks = reader.read(parts.header_text_boxes.clone(), false)?;
            self.furniture.push(blocks);
        }
        Ok(())
    }
}

/// Every language that a list of properties may name, entered once.
fn languages<'l>(
    lists: impl Iterator<Item = &'l [u8]>,
    ledger: &mut WordAccount,
) -> Result<Vec<(u16, super::facts::types::Atom)>, Refusal> {
    let mut found: Vec<(u16, super::facts::types::Atom)> = Vec::new();
    for list in lists {
        for (code, operand) in Sprms(list) {
            if !matches!(code, 0x4873 | 0x4874 | 0x486D | 0x486E | 0x485F) {
                continue;
            }
            let language = u16_at(operand, 0).unwrap_or(0);
            if found.iter().all(|(known, _)| *known != language)
                && let Some(tag) = language::tag(language)
            {
                found.push((language, ledger.atom(tag)?));
            }
        }
    }
    Ok(found)
}

fn report(met: &Met, macros: bool, source: &mut Source) {
    if met.old_numbers > 0 {
        let message =
            message!("paragraphs whose automatic number is not shown: {count}", count = met.old_numbers);
        source.findings.push(Finding::new(&rules::OLD_NUMBERS, None, message));
    }
    if macros {
        let message = message!("the file holds macros, which are not copied");
        source.findings.push(Finding::new(&super::facts::rules::MACROS, None, message));
    }
}

/// Title and author out of the summary (MS-OLEPS 2.21), and the language of the program.
fn properties(summary: &[u8], language: u16) -> Properties {
    let text = |wanted: u32| -> Option<String> {
        let set = u32_at(summary, 44)? as usize;
        let count = (u32_at(summary, set + 4)? as usize).min(100);
        let place = |id: u32| {
            (0..count).find_map(|at| {
                let entry = set + 8 + at * 8;
                (u32_at(summary, entry)? == id).then_some(set + u32_at(summary, entry + 4)? as usize)
            })
        };
        let page = place(1).and_then(|at| i16_at(summary, at + 4)).map_or(1252, |page| page as u16);
        let at = place(wanted)?;
        let length = u32_at(summary, at + 4)? as usize;
        let bytes = slice(summary, at + 8, length)?;
        let bytes = bytes.split(|byte| *byte == 0).next()?;
        let (text, _) = super::code_page::encoding(page).decode_without_bom_handling(bytes);
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    Properties {
        title: text(2),
        author: text(4),
        language: language::tag(language).map(str::to_owned),
        work: None,
    }
}
