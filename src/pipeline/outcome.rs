//! What becomes of a file: its outputs, the account of its characters, what is told of it.

use std::borrow::Cow;

use crate::compose::OfficialName;
use crate::diagnostics::{Finding, Message, message};
use crate::language::Language;

use super::OutputKind;

/// A file converted, everything checked.
///
/// # Examples
/// ```
/// let made = itudoc::convert("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?;
/// for (kind, bytes) in &made.outputs {
///     println!("a.{}: {} bytes", kind.extension(), bytes.len());
/// }
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// The outputs, in the order of [`OutputKind::ALL`].
    pub outputs: Vec<(OutputKind, Vec<u8>)>,
    /// The proof that nothing was lost.
    pub account: Account,
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// What a person has waived.
    pub waived: Vec<Finding>,
    /// The decoded input, for showing findings in it.
    pub text: String,
    /// What was found in the file, for the summary.
    pub profile: Profile,
    /// Of a document that is published: every mark and finding with what was decided, as rows of TOML.
    pub decisions: Option<String>,
}

/// What an output holds of the document. Counts are of characters of the input that are not white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputAccount {
    /// The output.
    pub kind: OutputKind,
    /// Characters that it holds.
    pub carried: usize,
    /// Characters of comments, which it leaves out; each comment is told.
    pub comments_left_out: usize,
}

/// Every character of the input, accounted for. Counts are of characters that are not white space.
///
/// # Examples
/// ```
/// let account = itudoc::convert("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?.account;
/// assert_eq!(account.input, account.document + account.set_aside);
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// In the file's own bytes, counted apart from its reader; `None` for a format not counted so.
    pub shown: Option<usize>,
    /// In the decoded input.
    pub input: usize,
    /// Why `shown` is more than `input` (or less): each reason with the characters that the file shows beyond it,
    /// as the marks of an author's own notes, which stand in two places. Their sum is the whole difference.
    pub shown_apart: Vec<(Cow<'static, str>, i64)>,
    /// Placeholders for what is not carried, each with a finding.
    pub placeholders: usize,
    /// In the document.
    pub document: usize,
    /// Set aside, listed with the reason.
    pub set_aside: usize,
    /// The same by the reason: headers, hidden text, words under a merge and so on.
    pub set_aside_by: Vec<(Cow<'static, str>, usize)>,
    /// What each output holds. The review sheet holds the whole input, and is no document.
    pub outputs: Vec<OutputAccount>,
    /// Shown as another character, listed with the reason (also counted in `document`).
    pub replaced: usize,
    /// Supplied by the template.
    pub supplied: usize,
    /// Of those in the document, in comments, which the PDF does not show; 0 where none was made.
    pub not_in_print: usize,
    /// Pages of the PDF, where one was made.
    pub pages: usize,
    /// What only a person can judge of the PDF, where one was made.
    pub for_a_person: HumanChecks,
}

/// How much of a PDF only a person can judge (the human checks of the Matterhorn protocol for PDF/UA).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HumanChecks {
    /// Pictures: whether their alternative texts say what they show, their contrast, their place in the order
    /// of reading.
    pub pictures: usize,
    /// Formulas: whether their readings say the same.
    pub formulas: usize,
    /// Tables: whether their heads head what they should.
    pub tables: usize,
    /// Headings: whether their order and levels are those of the text.
    pub headings: usize,
    /// Stretches in another language: whether it is the one that is said.
    pub languages: usize,
    /// Links: whether their words say where they lead.
    pub links: usize,
}

impl HumanChecks {
    /// All of them.
    pub fn total(self) -> usize {
        self.counts().iter().sum()
    }

    /// Each of them, in the order of the fields.
    pub(crate) fn counts(self) -> [usize; 6] {
        let Self { pictures, formulas, tables, headings, languages, links } = self;
        [pictures, formulas, tables, headings, languages, links]
    }

    /// Of what [`Self::counts`] gives.
    pub(crate) fn of([pictures, formulas, tables, headings, languages, links]: [usize; 6]) -> Self {
        Self { pictures, formulas, tables, headings, languages, links }
    }
}

/// What was found in a file.
///
/// # Examples
/// ```
/// let text = "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\n";
/// let profile = itudoc::convert("a.txt", text.as_bytes())?.profile;
/// assert_eq!(profile.proposals, ["MOD ABC/70/1"]);
/// assert_eq!((profile.marks_read, profile.marks_recovered), (0, 2));
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Template used.
    pub template: String,
    /// What the document's files are officially called, or why that is not known, in words.
    pub official: Result<OfficialName, Message>,
    /// Language of the text.
    pub language: Option<Language>,
    /// Identifiers of its proposals as they stand.
    pub proposals: Vec<String>,
    /// Revision marks: real ones of the input.
    pub marks_read: usize,
    /// Revision marks recovered.
    pub marks_recovered: usize,
    /// Marks suspected, for a person to decide.
    pub marks_suspected: usize,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            template: String::new(),
            official: Err(message!("nothing was read")),
            language: None,
            proposals: Vec::new(),
            marks_read: 0,
            marks_recovered: 0,
            marks_suspected: 0,
            read_by: None,
        }
    }
}

/// What the document of a file is officially called, and the template that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentName {
    /// Name of the template.
    pub template: String,
    /// The name, or why it is not known, in words.
    pub official: Result<OfficialName, Message>,
}
