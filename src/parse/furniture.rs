//! Page furniture left in a text: rules, headers, footers, job numbers.
//!
//! In: the lines of a source. Out: for each, why it is no text of the document, and what it says of
//! the document. Never: a line that could be text; a bare number or date is furniture only beside a
//! line that is.

use super::lines::InputLine;
use super::symbol::document_number;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::model::{ConferenceId, DocumentNumber};
use crate::registry::Registry;
use crate::source::SetAsideWhy;

/// A piece of page furniture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FurnitureLine {
    /// Why the line is set aside.
    pub why: SetAsideWhy,
    /// What a page header says: `PP14/70-C`.
    pub code: Option<DocumentCode>,
    /// Whether a page number stands on the line.
    pub paged: bool,
}

impl FurnitureLine {
    fn of(why: SetAsideWhy) -> FurnitureLine {
        FurnitureLine { why, code: None, paged: false }
    }
}

/// The code of a document as page headers and file names carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentCode {
    /// Conference, where its acronym is known.
    pub conference: Option<ConferenceId>,
    /// Document number.
    pub document: DocumentNumber,
    /// Language of this version.
    pub language: Language,
}

/// How many lines from the end a footer may stand that no bullets mark.
const FOOTER_REACH: usize = 6;

/// Judges all lines. `plain`: not from Word.
pub(super) fn sift(
    lines: Vec<InputLine>,
    plain: bool,
    lexicon: &Lexicon,
    registry: &Registry,
) -> Vec<(InputLine, Option<FurnitureLine>)> {
    let total = lines.len();
    // What stands under `Document` is the number of this document, and no header of its pages.
    let mut labelled = false;
    let judge = |(at, line): (usize, InputLine)| {
        let found = match &line {
            InputLine::Text(text)
                if std::mem::replace(&mut labelled, lexicon.is_document_label(&text.text)) =>
            {
                None
            }
            InputLine::Text(text) => of(&text.text, total - at, plain, lexicon, registry),
            InputLine::Table(_) => None,
        };
        (line, found)
    };
    let mut judged: Vec<(InputLine, Option<FurnitureLine>)> =
        lines.into_iter().enumerate().map(judge).collect();
    if plain {
        beside(&mut judged, 0..total);
        beside(&mut judged, (0..total).rev());
    }
    keep_inner_rules(&mut judged);
    judged
}

/// A rule ends the document where nothing but furniture follows it. Any other one is a line of the
/// text: to sign on, to fill in, or between two parts.
fn keep_inner_rules(judged: &mut [(InputLine, Option<FurnitureLine>)]) {
    let mut followed = false;
    for (_, found) in judged.iter_mut().rev() {
        match found {
            Some(furniture) if furniture.why == SetAsideWhy::EndRule => {
                if followed {
                    *found = None;
                }
                followed = true;
            }
            Some(_) => {}
            None => followed = true,
        }
    }
}

/// Takes the page numbers and print dates beside furniture, in the order given.
fn beside(judged: &mut [(InputLine, Option<FurnitureLine>)], order: impl Iterator<Item = usize>) {
    let mut before: Option<FurnitureLine> = None;
    for at in order {
        let Some((line, found)) = judged.get_mut(at) else { return };
        if found.is_none()
            && let InputLine::Text(text) = line
            && let Some(neighbour) = &before
        {
            let text = text.text.as_str();
            let number = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
            // A header with no number of its own has it on the line beside.
            let unpaged = match neighbour.why {
                SetAsideWhy::PageHeader => !neighbour.paged,
                SetAsideWhy::FieldResidue => true,
                _ => false,
            };
            let printed = matches!(
                neighbour.why,
                SetAsideWhy::PageHeader | SetAsideWhy::JobNumber | SetAsideWhy::FieldResidue
            );
            if number && unpaged {
                *found = Some(FurnitureLine { paged: true, ..FurnitureLine::of(SetAsideWhy::PageHeader) });
            } else if printed && (is_print_date(text) || is_unnamed(text)) {
                *found = Some(FurnitureLine::of(SetAsideWhy::JobNumber));
            }
        }
        before = found.clone();
    }
}

/// `30.05.16`: the dates of saving and printing under a job number.
fn is_print_date(line: &str) -> bool {
    let parts: Vec<&str> = line.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `DOCUMENT1`: the name of a file that was never saved.
fn is_unnamed(line: &str) -> bool {
    line.strip_prefix("DOCUMENT").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Judges a line by itself. `from_end`: lines left, this one included.
fn of(
    line: &str,
    from_end: usize,
    plain: bool,
    lexicon: &Lexicon,
    registry: &Registry,
) -> Option<FurnitureLine> {
    let why = |why| Some(FurnitureLine::of(why));
    if is_rule(line) {
        return why(SetAsideWhy::EndRule);
    }
    if !plain || line.chars().nth(160).is_some() {
        return None;
    }
    if is_job(line) || line == "00.00.00" {
        return why(SetAsideWhy::JobNumber);
    }
    if line.starts_with("Error! ") || line == "FILENAME \\p" {
        return why(SetAsideWhy::FieldResidue);
    }
    if is_address(line, from_end) {
        return why(SetAsideWhy::PageFooter);
    }
    if running_head(line) == Some(line.len()) {
        return Some(FurnitureLine { paged: true, ..FurnitureLine::of(SetAsideWhy::PageHeader) });
    }
    if line.contains('!')
        && !line.contains(' ')
        && line.rsplit('!').next().is_some_and(|end| end.starts_with("MSW-"))
    {
        let code = file_name(line, registry);
        return code
            .map(|code| FurnitureLine { code: Some(code), ..FurnitureLine::of(SetAsideWhy::PageHeader) });
    }
    page_header(lexicon.strip_page(line), registry)
        .map(|found| FurnitureLine { paged: found.paged || lexicon.strip_page(line) != line, ..found })
}

/// `______________`: nothing but rule characters, at least three.
pub(super) fn is_rule(line: &str) -> bool {
    // The first letter tells most lines.
    line.chars().all(|c| matches!(c, '_' | '-' | '–' | '—' | '=' | '*' | '─') || c.is_whitespace())
        && line.chars().filter(|c| !c.is_whitespace()).nth(2).is_some()
}

/// `P:\CHI\ITU-R\417095C.docx (417095)`, `/TT/FILE_CONVERT/…/DOCUMENT.DOCX (370116)`.
fn is_job(line: &str) -> bool {
    let bytes = line.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && line.get(1..3) == Some(":\\");
    let lower = line.to_ascii_lowercase();
    let path = (line.starts_with('/') || line.starts_with("\\\\")) && !line.contains(' ')
        || lower.contains("/file_convert/");
    (drive || path) && (lower.contains(".doc") || lower.contains(".pdf"))
}

/// `• www.itu.int/plenipotentiary/ •`: an address of the Union that stands alone.
fn is_address(line: &str, from_end: usize) -> bool {
    let is_bullet = |c: char| c.is_whitespace() || matches!(c, '•' | '·' | '●' | '*');
    let inner = line.trim_matches(is_bullet);
    let marked = line.starts_with(is_bullet) && line.ends_with(is_bullet);
    let host = inner.trim_start_matches("https://").trim_start_matches("http://");
    let address =
        host.starts_with("www.itu.int") || host.starts_with("itu.int") || host.starts_with("council.itu.int");
    address && !inner.contains(char::is_whitespace) && (marked || from_end <= FOOTER_REACH)
}

/// `- 4 -`, `2/83`, `PP14/70-C`, `- 2/30 PP-02/56-E`, `PAGE6-WTDC02/273-CPAGE`.
fn page_header(line: &str, registry: &Registry) -> Option<FurnitureLine> {
    let bare = line.trim_start_matches("PAGE").trim_end_matches("PAGE").trim();
    let is_dash = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—');
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '/');
    let inner = bare.trim_matches(is_dash);
    let dashed = bare.starts_with(is_dash) && bare.ends_with(is_dash) && bare.len() > inner.len() + 1;
    let of_many = inner
        .split_once('/')
        .is_some_and(|(page, pages)| digits(page) && digits(pages) && pages.len() >= page.len());
    if digits(inner) && inner.len() <= 9 && (dashed || of_many) {
        return Some(FurnitureLine { paged: true, ..FurnitureLine::of(SetAsideWhy::PageHeader) });
    }
    let after_page =
        inner.trim_start_matches(|c: char| c.is_ascii_digit() || c == '/').trim_start_matches(is_dash);
    let paged = after_page.len() < inner.len();
    // `CMR15/-E`: the number was not yet given.
    let unnumbered = after_page.split_once("/-").filter(|(event, letter)| {
        conference(event, registry).is_some()
            && matches!(letter.as_bytes(), [letter] if letter.is_ascii_uppercase())
    });
    if unnumbered.is_some() {
        return Some(FurnitureLine { paged, ..FurnitureLine::of(SetAsideWhy::PageHeader) });
    }
    let code = code(after_page, registry).or_else(|| code(inner, registry))?;
    Some(FurnitureLine { why: SetAsideWhy::PageHeader, code: Some(code), paged })
}

/// The bytes of a running head with its section at the start of a line: `- 97 - (3.2 – 理事会)`.
pub(super) fn running_head(line: &str) -> Option<usize> {
    const LONGEST: usize = 120;
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    let rest = line.strip_prefix(is_dash)?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.get(digits..).filter(|_| (1..=4).contains(&digits))?.trim_start();
    let section = rest.strip_prefix(is_dash)?.trim_start().strip_prefix(['(', '（'])?;
    let number = section.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let titled = section.get(number..).filter(|_| number > 0)?.trim_start().starts_with(is_dash);
    let close = section.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ')' | '）'))?;
    titled.then_some(line.len() - section.len() + close.0 + close.1.len_utf8())
}

/// Reads a document code: `PP14/70-C`, `PP-02/56-E`, `WTSA16/42(Add.1)-E`, `C18/35-C`.
pub(super) fn code(text: &str, registry: &Registry) -> Option<DocumentCode> {
    let (rest, letter) = text.trim().rsplit_once('-')?;
    let mut letters = letter.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
    if !letter.is_ascii_uppercase() {
        return None;
    }
    let language = Language::from_letter(letter)?;
    let rest =
        ["ITU-D/", "ITU-T/", "ITU-R/"].iter().find_map(|sector| rest.strip_prefix(sector)).unwrap_or(rest);
    let (event, number) = rest.split_once('/')?;
    if number.contains(char::is_whitespace) {
        return None;
    }
    // `DT/1`, `INF/3`: a series of its own stands in the number.
    let (series, plain) = match number.split_once('/') {
        Some((series, plain)) if ["DT", "DL", "INF", "ADM", "TD"].contains(&series) => (Some(series), plain),
        _ => (None, number),
    };
    let mut document = document_number(plain)?;
    if let Some(series) = series {
        document.number = format!("{series}/{}", document.number.trim_start_matches('0'));
    }
    Some(DocumentCode { conference: conference(event, registry)?, document, language })
}

/// `PP14`, `PP-02`, `WTDC02`, `CMR15`: an acronym of two to five capitals and two digits of year.
/// The outer `None`: no such code. The inner: a meeting that is none of the known conferences.
fn conference(event: &str, registry: &Registry) -> Option<Option<ConferenceId>> {
    // `RPM-ARB17`: a regional meeting of a conference.
    let name = event.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = event.get(name.len()..)?;
    let letters = name.trim_end_matches('-');
    if !letters.chars().all(|c| c.is_ascii_uppercase() || c == '-') || letters.starts_with('-') {
        return None;
    }
    let year: u16 = match digits.len() {
        2 => digits.parse().ok().map(|year: u16| if year < 60 { 2000 + year } else { 1900 + year })?,
        4 => digits.parse().ok()?,
        _ => return None,
    };
    if !(1..=8).contains(&letters.len()) {
        return None;
    }
    Some(registry.body_of_event(letters).map(|body| ConferenceId { body, year }))
}

/// The code in an official file name: `S14-PP-C-0070!A1!MSW-C.docx`.
pub(super) fn file_name(name: &str, registry: &Registry) -> Option<DocumentCode> {
    let stem = name.rsplit(['/', '\\']).next()?.split('.').next()?;
    let mut marks = stem.split('!');
    let mut fields = marks.next()?.split('-');
    let (sector, event, _series, number) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let year: u16 = sector.get(1..)?.parse().ok()?;
    let form = marks.next().unwrap_or_default();
    let language = marks.next()?.rsplit('-').next()?.chars().next().and_then(Language::from_letter)?;
    let mut document = document_number(number.trim_start_matches('0'))?;
    // `A1`, `A24-R1`
    let ends = |at: &usize| form.as_bytes().get(*at).is_none_or(|byte| !byte.is_ascii_digit());
    for (at, mark) in form.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()) {
        let end = (at + 1..).find(ends).unwrap_or(form.len());
        let value = form.get(at + 1..end).and_then(|digits| digits.parse().ok());
        match mark {
            'A' => document.addendum = value,
            'R' => document.revision = value,
            'C' => document.corrigendum = value,
            _ => {}
        }
    }
    let conference = conference(&format!("{event}{year:02}"), registry).flatten();
    Some(DocumentCode { conference, document, language })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(line: &str) -> Option<SetAsideWhy> {
        of(line, 50, true, Lexicon::of(Language::English).unwrap(), Registry::builtin()).map(|f| f.why)
    }

    #[test]
    fn furniture() {
        assert_eq!(why("______________"), Some(SetAsideWhy::EndRule));
        assert_eq!(why("•www.itu.int/plenipotentiary/•"), Some(SetAsideWhy::PageFooter));
        assert_eq!(why("www.itu.int/plenipotentiary/"), None);
        let english = Lexicon::of(Language::English).unwrap();
        assert_eq!(
            of("www.itu.int/council", 1, true, english, Registry::builtin()).map(|f| f.why),
            Some(SetAsideWhy::PageFooter)
        );
        assert_eq!(why("- 97 - (3.2 – Council)"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("CMR15/-E"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("TDAG-18/37-E Page 2"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("S14-PP-C-0070!A1!MSW-C"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("- 4 -"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("-2–"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("2/83"), Some(SetAsideWhy::PageHeader));
        assert_eq!(why("P:\\CHI\\ITU-R\\BR\\417095C.docx (417095)"), Some(SetAsideWhy::JobNumber));
        assert_eq!(why("/TT/FILE_CONVERT/X/DOCUMENT.DOCX (370116)"), Some(SetAsideWhy::JobNumber));
        for text in [
            "2014",
            "2",
            "第2/1号课题",
            "a - b",
            "和/或",
            "ITU-T",
            "C5/2",
            "30.05.16",
            "DOCUMENT1",
            "12",
            "A/-E",
            "- 2 - text",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }

    #[test]
    fn codes() {
        let code_of = |text| {
            page_header(text, Registry::builtin())
                .and_then(|f| f.code)
                .map(|c| (c.conference.map(|c| c.year), c.document.number, c.document.addendum, c.language))
        };
        assert_eq!(code_of("PP14/70-C"), Some((Some(2014), "70".into(), None, Language::Chinese)));
        assert_eq!(code_of("- 2/30 PP-02/56-E"), Some((Some(2002), "56".into(), None, Language::English)));
        assert_eq!(
            code_of("PAGE6-WTDC02/273-CPAGE"),
            Some((Some(2002), "273".into(), None, Language::Chinese))
        );
        assert_eq!(code_of("PP14/67(Add.1)-S"), Some((Some(2014), "67".into(), Some(1), Language::Spanish)));
        let named = file_name("S14-PP-C-0067!A1!MSW-S.docx", Registry::builtin()).unwrap();
        assert_eq!((named.document.addendum, named.conference.map(|c| c.year)), (Some(1), Some(2014)));
        assert!(file_name("contribution-final-2.docx", Registry::builtin()).is_none());
    }
}
