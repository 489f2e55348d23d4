//! Revision marks (ECMA-376 part 1, 17.13.5): who, when, and the two halves of a move.

use std::collections::BTreeMap;

use super::context::DocxContext;
use crate::diagnostics::Refusal;
use crate::galley::{Galley, GalleyBlock};
use crate::text::{Paragraph, Revision, RevisionIndex, RevisionKind, RevisionOrigin, Run};
use crate::write::xml::XmlWriter;

/// Author of a mark that was recovered from flattened text. The schema demands an author; nobody is
/// known to have made this mark, so the name says what it is, and a reader of the document can
/// filter by it. A mark of the input whose author the input leaves out has the empty name.
pub(super) const RECOVERED: &str = "recovered mark";

/// Longest author that Word opens, characters.
const AUTHOR_LENGTH: usize = 255;

/// Writes a mark as an element without content, or as one that [`XmlWriter::close`] closes.
pub(super) fn mark(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    name: &'static str,
    index: RevisionIndex,
    content: MarkedContent,
) -> Result<(), Refusal> {
    let revision = context.revision(index)?;
    write(context, xml, name, revision, None, content);
    Ok(())
}

/// Whether a mark holds anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkedContent {
    /// Nothing: the mark is about what it stands in.
    Empty,
    /// What is written until the element is closed.
    Open,
}

/// Writes the mark and returns its id; `range` names the move whose range it opens.
fn write(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    name: &'static str,
    revision: &Revision,
    range: Option<&str>,
    content: MarkedContent,
) -> String {
    let id = context.id();
    let author = author(revision);
    let mut attributes = vec![("w:id", id.as_str()), ("w:author", author.as_str())];
    if let Some(date) = revision.date.as_deref().filter(|date| is_date_time(date)) {
        attributes.push(("w:date", date));
    }
    if let Some(range) = range {
        attributes.push(("w:name", range));
    }
    match content {
        MarkedContent::Empty => xml.empty(name, &attributes),
        MarkedContent::Open => xml.open(name, &attributes),
    }
    id
}

fn author(revision: &Revision) -> String {
    let named = revision.author.as_deref();
    let author = match revision.origin {
        RevisionOrigin::Word => named.unwrap_or(""),
        RevisionOrigin::Recovered { .. } => named.unwrap_or(RECOVERED),
    };
    author.chars().take(AUTHOR_LENGTH).collect()
}

/// Whether a date is an `xsd:dateTime` as Word writes it, `2014-09-15T10:00:00Z`, or as others do, with
/// parts of a second. Any other form
/// would make the part invalid, so it is left out.
pub(super) fn is_date_time(date: &str) -> bool {
    let Some((moment, zone)) = date.get(..19).zip(date.get(19..)) else { return false };
    let shape = moment.bytes().zip("dddd-dd-ddTdd:dd:dd".bytes());
    let shaped = shape.into_iter().all(|(b, s)| if s == b'd' { b.is_ascii_digit() } else { b == s });
    let parts = zone.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let zone = parts.filter(|rest| rest.len() + 1 < zone.len()).unwrap_or(zone);
    shaped && moment.parse::<jiff::civil::DateTime>().is_ok() && matches!(zone, "" | "Z")
}

/// Moves whose two halves both stand in the body; other marks that name a move are written as plain
/// insertions and deletions, because Word repairs a file with half a move.
#[derive(Debug, Default)]
pub(super) struct Moves<'a> {
    halves: BTreeMap<&'a str, [Half; 2]>,
}

#[derive(Debug, Default, Clone)]
struct Half {
    runs_left: usize,
    /// Id of the range while it is open.
    range: Option<String>,
}

/// The elements of one half of a move.
struct HalfNames {
    wrapper: &'static str,
    start: &'static str,
    end: &'static str,
}

const FROM: HalfNames =
    HalfNames { wrapper: "w:moveFrom", start: "w:moveFromRangeStart", end: "w:moveFromRangeEnd" };
const TO: HalfNames = HalfNames { wrapper: "w:moveTo", start: "w:moveToRangeStart", end: "w:moveToRangeEnd" };

impl<'a> Moves<'a> {
    /// The moves of a document's body.
    pub(super) fn of(galley: &'a Galley) -> Self {
        let mut moves = Self::default();
        if galley.revisions.iter().all(|revision| revision.moved.is_none()) {
            return moves;
        }
        for run in body_paragraphs(galley).flat_map(|paragraph| &paragraph.runs).filter(|run| is_written(run))
        {
            for index in [run.deletion, run.insertion].into_iter().flatten() {
                moves.count(galley, index);
            }
        }
        moves.halves.retain(|_, [from, to]| from.runs_left > 0 && to.runs_left > 0);
        moves
    }

    fn count(&mut self, galley: &'a Galley, index: RevisionIndex) {
        let Some(revision) = usize::try_from(index.get()).ok().and_then(|at| galley.revisions.get(at)) else {
            return;
        };
        if let Some(half) = revision
            .moved
            .as_deref()
            .and_then(|name| half_of(self.halves.entry(name).or_default(), revision.kind))
        {
            half.runs_left += 1;
        }
    }

    fn half(&mut self, revision: &Revision) -> Option<&mut Half> {
        half_of(self.halves.get_mut(revision.moved.as_deref()?)?, revision.kind)
    }
}

fn half_of(halves: &mut [Half; 2], kind: RevisionKind) -> Option<&mut Half> {
    let [from, to] = halves;
    match kind {
        RevisionKind::Deletion => Some(from),
        RevisionKind::Insertion => Some(to),
        RevisionKind::Formatting => None,
    }
}

fn names_of(kind: RevisionKind) -> &'static HalfNames {
    if kind == RevisionKind::Deletion { &FROM } else { &TO }
}

/// Whether a run leaves anything in the file.
pub(super) fn is_written(run: &Run) -> bool {
    !run.text.is_empty() || run.object.is_some()
}

fn body_paragraphs(galley: &Galley) -> impl Iterator<Item = &Paragraph> {
    let masthead = galley.masthead.iter().flat_map(|row| row.left.iter().chain(&row.right));
    let blocks = galley.blocks.iter().flat_map(|block| {
        let (paragraph, table) = match block {
            GalleyBlock::Paragraph(paragraph) => (Some(&paragraph.paragraph), None),
            GalleyBlock::Table(table) => (None, Some(table)),
        };
        paragraph.into_iter().chain(table.into_iter().flat_map(|table| table.paragraphs()))
    });
    masthead.map(|line| &line.paragraph).chain(blocks)
}

/// Opens the wrapper of an insertion or deletion; says whether its deleted text is `w:delText`,
/// which it is in `w:del` and not in `w:moveFrom` (17.13.5.14, 17.13.5.22).
pub(super) fn open(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    name: &'static str,
    index: RevisionIndex,
) -> Result<bool, Refusal> {
    let revision = context.revision(index)?;
    let Some(half) = context.moves.half(revision) else {
        write(context, xml, name, revision, None, MarkedContent::Open);
        return Ok(name == "w:del");
    };
    let names = names_of(revision.kind);
    if half.range.is_none() {
        let range =
            write(context, xml, names.start, revision, revision.moved.as_deref(), MarkedContent::Empty);
        if let Some(half) = context.moves.half(revision) {
            half.range = Some(range);
        }
    }
    write(context, xml, names.wrapper, revision, None, MarkedContent::Open);
    Ok(false)
}

/// Closes the wrapper of an insertion or deletion that held `runs` runs.
pub(super) fn close(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    index: RevisionIndex,
    runs: usize,
) -> Result<(), Refusal> {
    xml.close();
    let revision = context.revision(index)?;
    if let Some(half) = context.moves.half(revision) {
        half.runs_left = half.runs_left.saturating_sub(runs);
        if half.runs_left == 0
            && let Some(range) = &half.range
        {
            xml.empty(names_of(revision.kind).end, &[("w:id", range)]);
        }
    }
    Ok(())
}
