//! The fallback for old Word files: another program, asked where ours is not sure or where the
//! user wants it.
//!
//! In: an old Word file, and a door to the program. Out: the source, and who read it. Never: a
//! process; whoever opens the door has that.

use std::fmt::Debug;

use super::{LanguageHint, characters, docx, ole};
use crate::diagnostics::{Finding, Refusal, RefusalKind, Rule, Severity, message};
use crate::source::{Source, SourceFormat};

/// A program that turns old Word files into new ones.
pub trait FallbackReader: Debug + Send + Sync {
    /// Whether it reads every old Word file; otherwise those alone of which ours is not sure.
    fn always(&self) -> bool;

    /// Turns an old Word file into a Word package.
    ///
    /// # Errors
    /// What hindered it: not installed, too slow, no output.
    fn convert(&self, bytes: &[u8]) -> Result<Converted, Refusal>;
}

/// A Word package that another program made of an old file.
#[derive(Debug, Clone)]
pub struct Converted {
    /// Its bytes.
    pub package: Vec<u8>,
    /// The program and its version.
    pub program: String,
}

/// Which program read an old Word file.
pub(crate) static READ_BY: Rule = Rule {
    code: "WRD016",
    name: "read-by-another-program",
    severity: Severity::Information,
    what: "An old Word file was read by another program.",
    why: "What that program makes of the file depends on its version, so other machines may read it otherwise.",
    example: "A file of Word 97 with numbers in the way of Word 6, read by LibreOffice.",
    remedy: "None needed; `--doc-helper none` keeps to the built-in reader.",
    source: "The head of `read::fallback`",
};

/// The other program failed.
pub(crate) static NOT_READ_BY: Rule = Rule {
    code: "WRD017",
    name: "other-program-failed",
    severity: Severity::Warning,
    what: "Another program was to read an old Word file and could not; the built-in reader did.",
    why: "The built-in reader may be less sure of the file.",
    example: "LibreOffice took longer than its time limit.",
    remedy: "Compare with the submission, or open the file in Word and save it as .docx.",
    source: "The head of `read::fallback`",
};

/// All rules of this module.
pub(crate) static RULES: &[&Rule] = &[&READ_BY, &NOT_READ_BY];

/// Reads a file, an old Word file by the fallback where that is called for.
///
/// # Errors
/// A [`Refusal`] as [`super::read`] gives it; where the other program was to read a file that ours
/// refuses, that program's.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    fallback: Option<&dyn FallbackReader>,
) -> Result<Source, Refusal> {
    read_in(name, bytes, fallback, LanguageHint::default())
}

/// Reads a file likewise of whose language something is known.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_in(
    name: &str,
    bytes: &[u8],
    fallback: Option<&dyn FallbackReader>,
    language: LanguageHint,
) -> Result<Source, Refusal> {
    let ours = super::read_in(name, bytes, language);
    let Some(fallback) = fallback else { return ours };
    let wanted = match &ours {
        Ok(source) => source.format == SourceFormat::Doc && (fallback.always() || !source.doubts.is_empty()),
        Err(refusal) => {
            fallback.always() && refusal.kind != RefusalKind::Encrypted && ole::is_old_word(bytes)
        }
    };
    if !wanted {
        return ours;
    }
    let theirs = fallback
        .convert(bytes)
        .and_then(|made| Ok((docx::read_in(name, &made.package, language)?, made.program)));
    match (theirs, ours) {
        (Ok((mut source, program)), _) => {
            source.format = SourceFormat::Doc;
            characters::report(&mut source);
            let message = message!("the file was read by {program}", program);
            source.findings.push(Finding::new(&READ_BY, None, message));
            source.read_by = Some(program);
            Ok(source)
        }
        (Err(refusal), Ok(mut source)) => {
            let message = message!("the built-in reader read the file, for {why}", why => refusal.found);
            source.findings.push(Finding::new(&NOT_READ_BY, None, message).help(refusal.advice));
            Ok(source)
        }
        (Err(theirs), Err(ours)) => Err(Refusal {
            found: message!("{ours}; and {theirs}", ours => ours.found, theirs => theirs.found),
            ..ours
        }),
    }
}
