//! What the Union's own paragraph styles say of the lines at the head of a Word document: evidence
//! where they are there, and never needed.

use super::lines::TextLine;
use crate::language::Language;
use crate::model::DocumentNumber;
use crate::parse::symbol;

/// What a style says that a line of the head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrontStyle {
    /// The number of the document.
    Number,
    /// The source.
    Source,
    /// The title.
    Title,
    /// The committee, or the agenda item or question that stands in its place.
    Meeting,
    /// Words that the form itself prints: the conference or Union, its place.
    Printed,
    /// Date or language of the original.
    Known,
    /// Text of the body, whatever it looks like.
    Body,
}

/// The style of a line, of the forms of conferences (`Source`, `Title 1`, `Agenda_item`) and of the
/// older and newer masthead tables (`dnum`, `Docnumber`).
pub(super) fn of(line: &TextLine) -> Option<FrontStyle> {
    Some(match line.style()?.as_str() {
        "docnumber" | "dnum" => FrontStyle::Number,
        "source" | "dsource" => FrontStyle::Source,
        "title1" | "dtitle1" => FrontStyle::Title,
        "agendaitem" | "mastheadmeeting" => FrontStyle::Meeting,
        "mastheadconference" | "mastheadplace" => FrontStyle::Printed,
        "docdate" | "ddate" | "docoriginal" | "dorlang" => FrontStyle::Known,
        "normalaftertitle" | "headingb" | "headingi" | "heading1" | "heading2" | "heading3" | "enumlev1"
        | "enumlev2" | "enumlev3" | "call" | "proposal" | "reasons" | "resno" | "restitle" | "artno"
        | "arttitle" | "annexno" | "annextitle" | "appendixno" | "appendixtitle" | "parttitle" => {
            FrontStyle::Body
        }
        _ => return None,
    })
}

/// Whether a line's style is one of a masthead table.
pub(super) fn is_masthead(line: &TextLine) -> bool {
    use FrontStyle::{Known, Meeting, Number, Printed};
    matches!(of(line), Some(Number | Meeting | Printed | Known))
}

/// A number that stands alone, as study groups print it: `312-E`.
pub(super) fn bare_number(text: &str) -> Option<DocumentNumber> {
    let bare: String = text.chars().filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')).collect();
    let (stem, letter) = bare.trim().rsplit_once(['-', '‑', '–'])?;
    let mut letters = letter.chars();
    Language::from_letter(letters.next()?)?;
    letters.next().is_none().then(|| symbol::document_number(stem)).flatten()
}
