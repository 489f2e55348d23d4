//! Rich Text Format (RTF 1.9.1) into a [`Source`].
//!
//! | | |
//! |---|---|
//! | kept | paragraphs and runs with style name, format, language; insertions and deletions with author and date; tables with spans; foot- and endnotes; comments; hyperlinks; results of fields; list numbers as written; headers and footers as evidence; formulas |
//! | degraded, reported | objects and pictures of other systems (placeholder), text boxes (after their anchor), tables in cells (as paragraphs) |
//! | refused | files cut off in the middle, anything over a bound of [`crate::limits`] |

mod form;
mod format;
mod groups;
mod lists;
mod mathematics;
mod old_numbers;
mod paragraphs;
mod pictures;
mod story;
mod tables_of_names;
mod text;
mod tokens;
mod words;

use crate::budget;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::read::{LanguageHint, STAGE};
use crate::source::{Source, SourceFormat};
use story::RtfReader;
use tokens::{RtfToken, RtfTokens};

/// Reads a Rich Text file.
///
/// # Errors
/// A [`Refusal`] where the file is cut off or over a bound.
pub(crate) fn read(name: &str, bytes: &[u8], language: LanguageHint) -> Result<Source, Refusal> {
    let mut reader = RtfReader::default();
    reader.facts.language = language;
    reader.facts.gathered.oddities.references.are_read = true;
    let mut ended = false;
    for token in RtfTokens::new(bytes) {
        budget::ask(STAGE)?;
        ended = match token {
            RtfToken::Open => {
                reader.open()?;
                false
            }
            RtfToken::Close => reader.close()?,
            RtfToken::Word(word, number) => {
                reader.word(word, number)?;
                false
            }
            RtfToken::Symbol(symbol) => {
                reader.symbol(symbol)?;
                false
            }
            RtfToken::Byte(byte) => {
                reader.byte(byte)?;
                false
            }
        };
        if ended {
            break;
        }
    }
    if !ended {
        return Err(Refusal::new(
            RefusalKind::Damaged,
            message!("the Rich Text file ends in the middle (a group is not closed)"),
            message!("ask for the file again, or open it in Word and save it as .docx"),
        ));
    }
    let (facts, album) = reader.finish()?;
    let mut source = facts.assemble(album, SourceFormat::Rtf)?;
    name.clone_into(&mut source.name);
    Ok(source)
}
