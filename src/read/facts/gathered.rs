//! What the stories of one document share while they are read: names, references, pictures, and
//! counts of what is not carried as it stands.

use crate::formula::Formula;

use super::cross_references::CrossReferences;
use super::styles::RunningOn;
use super::types::{References, WordAccount, WordPicture, WordSection};

/// What all stories of a document share.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Names and marks.
    pub ledger: WordAccount,
    /// Footnote ids, `false`, and endnote ids, `true`, by order of reference.
    pub notes: References<(bool, i64)>,
    /// Comment ids by order of reference.
    pub comments: References<i64>,
    /// Pictures by order.
    pub pictures: Vec<WordPicture>,
    /// Formulas by order.
    pub formulas: Vec<Formula>,
    /// Relationship ids of headers and footers shown, by order of reference.
    pub furniture: Vec<String>,
    /// Styles whose paragraphs go on in the next ones.
    pub running_on: RunningOn,
    /// Pages of the section at the end of the body.
    pub last_section: Option<WordSection>,
    /// What was met that is not carried as it stands.
    pub oddities: Oddities,
    /// Paragraphs begun, for the bound.
    pub paragraphs: usize,
    /// Tables, rows and cells, likewise.
    pub table_parts: usize,
    /// Elements of formulas, likewise.
    pub formula_elements: usize,
    /// Runs made, for the bound.
    pub runs: usize,
}

/// Counts of things that are degraded, for the report.
#[derive(Debug, Default, Clone)]
pub(crate) struct Oddities {
    /// Equations, shown as their text.
    pub equations: usize,
    /// Tables in cells, shown as paragraphs.
    pub nested_tables: usize,
    /// Text boxes, shown after the paragraph that anchors them.
    pub text_boxes: usize,
    /// Pronunciation guides, shown raised before their base text.
    pub rubies: usize,
    /// Words that ask for others in their place: macro buttons, content controls not filled in.
    pub prompts: Vec<String>,
    /// Fields that show nothing until they are updated, by name.
    pub not_updated: Vec<String>,
    /// Automatic numbers of fields.
    pub automatic_numbers: usize,
    /// Numbers of pages in the text that lead to a place, and are no numbers as stored.
    pub page_references: usize,
    /// Places of the text, and fields that show something of them.
    pub references: CrossReferences,
    /// Documents inside the document: what each is, and whether it was read.
    pub chunks: Vec<String>,
    /// Notes and comments inside notes and comments, shown in brackets.
    pub inner_notes: usize,
    /// Embedded objects, charts, diagrams, controls: what each is.
    pub objects: Vec<String>,
    /// Those of which the picture that the file keeps of them is shown.
    pub previewed: Vec<String>,
}
