//! Documents inside the document (`w:altChunk`, ECMA-376 part 1, 17.17.2): HTML, RTF, text or another
//! package, each read by the reader of its own format.
//!
//! One that cannot be read leaves a placeholder; where nothing else is in the file, it is refused.

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::read::facts::document::DocumentParts;
use crate::read::facts::types::{StoryBlock, WordObject, WordParagraph, WordRun};
use crate::read::package::InputPackage;
use crate::source::SourceFormat;

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
    for block in &mut facts.body {
        let StoryBlock::Chunk(chunk) = block else { continue };
        let part = std::mem::take(&mut chunk.name);
        match one(package, &part, depth) {
            Ok(source) => {
                let what = match source.format {
                    SourceFormat::Docx | SourceFormat::FlatDocx | SourceFormat::WordXml => "Word",
                    SourceFormat::Odt | SourceFormat::FlatOdt => "OpenDocument",
                    SourceFormat::Doc => "old Word",
                    SourceFormat::Rtf => "RTF",
                    SourceFormat::Html => "HTML",
                    SourceFormat::AkomaNtoso => "Akoma Ntoso",
                    SourceFormat::Text { .. } => "text",
                };
                facts.gathered.oddities.chunks.push(format!("{part} ({what})"));
                **chunk = source;
            }
            Err(refusal) if refusal.kind == RefusalKind::Limit => return Err(refusal),
            Err(refusal) => {
                facts
                    .gathered
                    .oddities
                    .objects
                    .push(format!("{part}, a document inside the document: {}", refusal.found));
                let run = WordRun { object: Some(WordObject::Placeholder), ..WordRun::default() };
                *block = StoryBlock::Paragraph(WordParagraph { runs: vec![run], ..WordParagraph::default() });
                refused = Some(refusal);
            }
        }
    }
    match refused {
        Some(refusal) if !facts.body.iter().any(says_something) => Err(Refusal::new(
            RefusalKind::Format,
            message!("the file holds nothing but documents inside it that cannot be read: {why}", why => refusal.found),
            message!("open the file in Word, which takes them in, and save it as .docx"),
        )),
        _ => Ok(()),
    }
}

fn one(package: &mut InputPackage<'_>, part: &str, depth: usize) -> Result<crate::source::Source, Refusal> {
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
    crate::read::read_within(part, &bytes, depth + 1, None)
}

/// Whether a block shows words, or a document that was read.
fn says_something(block: &StoryBlock) -> bool {
    let words = |paragraph: &WordParagraph| paragraph.runs.iter().any(|run| !run.text.trim().is_empty());
    match block {
        StoryBlock::Paragraph(paragraph) => words(paragraph),
        StoryBlock::Table(table) => table.paragraphs().into_iter().any(words),
        StoryBlock::Chunk(_) => true,
    }
}
