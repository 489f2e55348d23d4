//! Documents inside the document (`w:altChunk`, ECMA-376 part 1, 17.17.2): HTML, RTF, text or another
//! package, each read by the reader of its own format.
//!
//! One that cannot be read leaves a placeholder; where nothing else is in the file, it is refused.

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::read::LanguageHint;
use crate::read::facts::document::DocumentParts;
use crate::read::facts::types::{
    CellBlock, StoryBlock, WordCell, WordObject, WordParagraph, WordRun, WordTable,
};
use crate::read::package::InputPackage;
use crate::source::{Source, SourceFormat};

/// Packages in packages.
const DEPTH: usize = 4;

/// Reads the documents that stand in the body.
///
/// # Errors
/// A bound met; a document of nothing but what cannot be read.
pub(super) fn read(
    package: &mut InputPackage<'_>,
    facts: &mut DocumentParts,
    depth: usize,
) -> Result<(), Refusal> {
    let mut refused = None;
    let mut body = std::mem::take(&mut facts.body);
    for block in &mut body {
        match block {
            StoryBlock::Paragraph(_) => {}
            StoryBlock::Table(table) => in_table(package, facts, table, depth, &mut refused)?,
            StoryBlock::Chunk(chunk) => {
                if !take_in(package, facts, chunk, depth, &mut refused)? {
                    *block = StoryBlock::Paragraph(placeholder());
                }
            }
        }
    }
    facts.body = body;
    match refused {
        Some(refusal) if !facts.body.iter().any(says_something) => Err(Refusal::new(
            RefusalKind::Format,
            message!("the file holds nothing but documents inside it that cannot be read: {why}", why => refusal.found),
            message!("open the file in Word, which takes them in, and save it as .docx"),
        )),
        _ => Ok(()),
    }
}

/// Reads the documents that stand in the cells of a table, and of tables in them.
fn in_table(
    package: &mut InputPackage<'_>,
    facts: &mut DocumentParts,
    table: &mut WordTable,
    depth: usize,
    refused: &mut Option<Refusal>,
) -> Result<(), Refusal> {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let mut inner = Vec::with_capacity(cell.inner.len());
        // Paragraphs put in so far, each of which the blocks behind it stand after.
        let mut put_in = 0;
        for (at, mut block) in std::mem::take(&mut cell.inner) {
            let at = at + put_in;
            match &mut block {
                CellBlock::Table(table) => in_table(package, facts, table, depth, refused)?,
                CellBlock::Chunk(chunk) => {
                    if !take_in(package, facts, chunk, depth, refused)? {
                        cell.paragraphs.insert(at.min(cell.paragraphs.len()), placeholder());
                        put_in += 1;
                        continue;
                    }
                }
            }
            inner.push((at, block));
        }
        cell.inner = inner;
    }
    Ok(())
}

/// Reads the document that a block names; says whether it could be read.
fn take_in(
    package: &mut InputPackage<'_>,
    facts: &mut DocumentParts,
    chunk: &mut Source,
    depth: usize,
    refused: &mut Option<Refusal>,
) -> Result<bool, Refusal> {
    let part = std::mem::take(&mut chunk.name);
    let oddities = &mut facts.gathered.oddities;
    match one(package, &part, depth, facts.language) {
        Ok(source) => {
            oddities.chunks.push(format!("{part} ({})", format_of(&source)));
            *chunk = source;
            Ok(true)
        }
        Err(refusal) if refusal.kind == RefusalKind::Limit => Err(refusal),
        Err(refusal) => {
            oddities.objects.push(format!("{part}, a document inside the document: {}", refusal.found));
            *refused = Some(refusal);
            Ok(false)
        }
    }
}

fn format_of(source: &Source) -> &'static str {
    match source.format {
        SourceFormat::Docx | SourceFormat::FlatDocx | SourceFormat::WordXml => "Word",
        SourceFormat::Odt | SourceFormat::FlatOdt => "OpenDocument",
        SourceFormat::Doc => "old Word",
        SourceFormat::Rtf => "RTF",
        SourceFormat::Html => "HTML",
        SourceFormat::AkomaNtoso => "Akoma Ntoso",
        SourceFormat::Text { .. } => "text",
    }
}

fn placeholder() -> WordParagraph {
    let run = WordRun { object: Some(WordObject::Placeholder), ..WordRun::default() };
    WordParagraph { runs: vec![run], ..WordParagraph::default() }
}

fn one(
    package: &mut InputPackage<'_>,
    part: &str,
    depth: usize,
    language: LanguageHint,
) -> Result<Source, Refusal> {
    let bytes = package.part(part)?.ok_or_else(|| {
        Refusal::new(
            RefusalKind::Damaged,
            message!("{part} is not in the file", part),
            message!("ask for the file anew"),
        )
    })?;
    if depth >= DEPTH {
        let place = "the nesting of documents in documents";
        return Err(Refusal::over(Message::foreign(place), DEPTH as u64, message!("documents")));
    }
    crate::read::read_within(part, &bytes, depth + 1, language)
}

/// Whether a block shows words, or a document that was read.
fn says_something(block: &StoryBlock) -> bool {
    let words = |paragraph: &WordParagraph| paragraph.runs.iter().any(|run| !run.text.trim().is_empty());
    match block {
        StoryBlock::Paragraph(paragraph) => words(paragraph),
        StoryBlock::Table(table) => {
            let mut cells = table.rows.iter().flat_map(|row| &row.cells);
            table.paragraphs().into_iter().any(words) || cells.any(|cell| !WordCell::chunks(cell).is_empty())
        }
        StoryBlock::Chunk(_) => true,
    }
}
