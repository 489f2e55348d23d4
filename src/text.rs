//! Text as every stage sees it: runs with their revision marks, paragraphs, tables.
//!
//! These types carry *words and marks*, never meaning (that is `model`) and never looks (that is
//! `galley`). They have no behaviour beyond reading and cutting; no I/O, no XML, no fonts.

use std::borrow::Cow;
use std::ops::Range;

/// A half-open byte range in the decoded input ([`crate::Reading::text`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end` (bytes).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// As a range that slices the decoded input.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether no byte lies in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Index of a [`Revision`] in the list that the source, submission or galley owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionIndex(pub u32);

/// One revision mark: who changed what kind of thing, and how we know.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// What the mark does.
    pub kind: RevisionKind,
    /// Author as the mark names them; `None` where the mark names none.
    pub author: Option<String>,
    /// Date as the mark gives it (ISO 8601); never filled by us.
    pub date: Option<String>,
    /// Where the mark comes from.
    pub origin: RevisionOrigin,
    /// Name that pairs the two halves of a move, where the source pairs them.
    pub moved: Option<String>,
}

/// What a revision mark does (ECMA-376 part 1, 17.13.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevisionKind {
    /// Text, paragraph mark, row or cell inserted.
    Insertion,
    /// Text, paragraph mark, row or cell deleted.
    Deletion,
    /// Properties changed, words kept.
    Formatting,
}

/// How we know of a revision.
#[derive(Debug, Clone, PartialEq)]
pub enum RevisionOrigin {
    /// A real mark of the Word input.
    Word,
    /// Recovered from flattened text.
    Recovered {
        /// Stable name of the rule that saw it, for example `edition-pair`.
        rule: Cow<'static, str>,
        /// 0 to 1; only marks at or above `recover::CERTAIN` are applied as revisions.
        confidence: f32,
        /// What the rule saw, one sentence.
        reason: String,
        /// What a person ruled on it, where one did: `accepted by A. Officer on 2026-11-26`.
        ruling: Option<String>,
    },
}

/// Character format that carries meaning or is conventional in ITU texts. A plain bit set: a new
/// property is one constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Format(pub u16);

impl Format {
    /// No property set.
    pub const PLAIN: Format = Format(0);
    /// Bold.
    pub const BOLD: Format = Format(1);
    /// Italic (Kai in Chinese).
    pub const ITALIC: Format = Format(1 << 1);
    /// Underlined; an underlined `NOC` asks that the text be kept (PP-10 guidelines).
    pub const UNDERLINE: Format = Format(1 << 2);
    /// Struck through by hand, not a revision mark.
    pub const STRIKE: Format = Format(1 << 3);
    /// Superscript.
    pub const SUPERSCRIPT: Format = Format(1 << 4);
    /// Subscript.
    pub const SUBSCRIPT: Format = Format(1 << 5);
    /// All capitals.
    pub const CAPS: Format = Format(1 << 6);
    /// Small capitals.
    pub const SMALL_CAPS: Format = Format(1 << 7);
    /// Right-to-left run.
    pub const RIGHT_TO_LEFT: Format = Format(1 << 8);
    /// Hidden text: kept, reported, shown as ordinary text.
    pub const HIDDEN: Format = Format(1 << 9);

    /// Both sets of properties.
    pub const fn with(self, other: Format) -> Format {
        Format(self.0 | other.0)
    }

    /// These properties but for those of `other`.
    pub const fn without(self, other: Format) -> Format {
        Format(self.0 & !other.0)
    }

    /// Whether every property of `other` is set.
    pub const fn has(self, other: Format) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A stretch of text with one look and one set of marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// The text as shown. `\t` is a tab, `\n` a line break inside the paragraph.
    pub text: String,
    /// Where it stands in the input; `None` for text the template or Word's numbering supplied.
    pub span: Option<Span>,
    /// Character format.
    pub format: Format,
    /// The insertion this run belongs to.
    pub insertion: Option<RevisionIndex>,
    /// The deletion this run belongs to. With `insertion` too: inserted by one, deleted by another.
    pub deletion: Option<RevisionIndex>,
    /// A change of format only.
    pub formatting: Option<RevisionIndex>,
    /// BCP 47 tag where the input gives one.
    pub language: Option<Box<str>>,
    /// Target of a hyperlink, shown text in `text`; never followed.
    pub link: Option<Box<str>>,
    /// A thing that stands at this place, after `text`.
    pub object: Option<Object>,
    /// The formula whose reading the text is, or is part of: index into `formulas`. What its structure
    /// says besides its characters stands in runs without a span.
    pub(crate) formula: Option<u32>,
}

/// A thing inside a line that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Object {
    /// Reference to a foot- or endnote: index into `notes`.
    Note(u32),
    /// Picture: index into `pictures`.
    Picture(u32),
    /// Comment anchored at the end of this run: index into `comments`.
    Comment(u32),
    /// What a comment is about begins here; it ends at the comment.
    CommentStart(u32),
    /// The run's text is the number of the page on which the place stands that its link leads to.
    PageNumber,
}

impl Run {
    /// A run of input text.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span: Some(span), ..Self::default() }
    }

    /// A run that the template or Word's numbering supplied.
    pub fn generated(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Cuts the run in two at byte `at` of its text (a character boundary; clamped to one).
    ///
    /// The spans are cut alike where text and input have the same length; where a character was
    /// replaced on reading, both halves keep the whole span, which is true if wide.
    pub fn split(mut self, at: usize) -> (Run, Run) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let rest = self.text.split_off(at);
        let head = std::mem::take(&mut self.text);
        let mut tail = Run { text: rest, ..self.clone() };
        self.text = head;
        if let Some(span) = self.span
            && span.range().len() == self.text.len() + tail.text.len()
        {
            let cut = span.start + u32::try_from(at).unwrap_or(u32::MAX);
            self.span = Some(Span { start: span.start, end: cut });
            tail.span = Some(Span { start: cut, end: span.end });
        }
        self.object = None;
        (self, tail)
    }

    /// The bytes `from..to` of the run (character boundaries) as a run of their own; the object
    /// stays with the last.
    pub fn slice(&self, from: usize, to: usize) -> Run {
        let span = self.span.map(|span| {
            if span.range().len() == self.text.len() {
                Span::new(span.range().start + from, span.range().start + to)
            } else {
                span
            }
        });
        Run {
            text: self.text.get(from..to).unwrap_or_default().to_owned(),
            span,
            format: self.format,
            insertion: self.insertion,
            deletion: self.deletion,
            formatting: self.formatting,
            language: self.language.clone(),
            link: self.link.clone(),
            object: self.object.filter(|_| to == self.text.len()),
            formula: self.formula,
        }
    }

    /// Whether the run stands in the given view.
    pub fn shown_in(&self, view: View) -> bool {
        match view {
            View::Marked => true,
            View::Revised => self.deletion.is_none(),
            View::Base => self.insertion.is_none(),
        }
    }
}

/// Which text is wanted of a document with revision marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// All text, with its marks.
    #[default]
    Marked,
    /// As if every mark were accepted.
    Revised,
    /// As if every mark were rejected.
    Base,
}

/// What the input said of a paragraph's look: evidence, never needed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StyleHint {
    /// Word's style name (not id), for example `Call`, `enumlev1`, `heading 1`.
    pub style: Option<Box<str>>,
    /// Outline level, 1 to 9.
    pub outline: Option<u8>,
    /// Depth in Word's list, 0 to 8.
    pub list_level: Option<u8>,
    /// Left indent, twips.
    pub indent: i32,
    /// First-line indent, twips; negative hangs.
    pub first_line: i32,
    /// Alignment where it was set.
    pub align: Option<Align>,
    /// Right-to-left paragraph.
    pub right_to_left: bool,
    /// A page starts with this paragraph.
    pub page_break_before: bool,
    /// It stands on a page turned on its side.
    pub landscape: bool,
    /// Blank lines that stood before it (plain text).
    pub blank_lines_before: u16,
}

/// Horizontal alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the start of the line (right in right-to-left text).
    #[default]
    Start,
    /// Centred.
    Centre,
    /// At the end of the line.
    End,
    /// Both edges.
    Justify,
}

/// The revision marks of a paragraph mark: deleted, it joins the paragraph to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ParagraphMark {
    /// The mark was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The mark was deleted.
    pub deletion: Option<RevisionIndex>,
    /// Paragraph properties were changed.
    pub formatting: Option<RevisionIndex>,
}

/// One paragraph of words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// Its runs, in logical order.
    pub runs: Vec<Run>,
    /// Where it stands in the input.
    pub span: Span,
    /// Marks on the paragraph mark itself.
    pub mark: ParagraphMark,
    /// What the input said of its look.
    pub hint: StyleHint,
    /// Names of places in it that links of the document lead to, as `#name`.
    pub anchors: Vec<Box<str>>,
}

impl Paragraph {
    /// The text in one view, tabs and line breaks included.
    pub fn text(&self, view: View) -> String {
        self.runs.iter().filter(|run| run.shown_in(view)).map(|run| run.text.as_str()).collect()
    }

    /// All text, deleted text too.
    pub fn all_text(&self) -> String {
        self.text(View::Marked)
    }

    /// Whether no character but white space and no object stands in it.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| {
            matches!(run.object, None | Some(Object::CommentStart(_))) && run.text.trim().is_empty()
        })
    }

    /// Cuts the paragraph at byte `at` of [`Self::all_text`]; the head keeps no paragraph mark
    /// revision, the tail keeps it.
    pub fn split(self, at: usize) -> (Paragraph, Paragraph) {
        let mut head = Paragraph { hint: self.hint.clone(), span: self.span, ..Default::default() };
        // Whichever half stays a paragraph: the other may become a label.
        head.anchors.clone_from(&self.anchors);
        let mut tail = Paragraph { hint: self.hint, span: self.span, mark: self.mark, ..Default::default() };
        tail.anchors = self.anchors;
        let mut before = 0usize;
        for run in self.runs {
            let length = run.text.len();
            if before + length <= at && (length > 0 || tail.runs.is_empty()) {
                head.runs.push(run);
            } else if before >= at {
                tail.runs.push(run);
            } else {
                let (left, right) = run.split(at - before);
                head.runs.push(left);
                tail.runs.push(right);
            }
            before += length;
        }
        let bounds = |runs: &[Run]| runs.iter().filter_map(|r| r.span).reduce(Span::to);
        if let Some(span) = bounds(&head.runs) {
            head.span = span;
        }
        if let Some(span) = bounds(&tail.runs) {
            tail.span = span;
        }
        (head, tail)
    }
}

impl Paragraph {
    /// Cuts the paragraph at several bytes of [`Self::all_text`], ascending, in one pass over it.
    pub fn cut(self, at: &[usize]) -> Vec<Paragraph> {
        let mut pieces = Vec::with_capacity(at.len() + 1);
        let fresh = || Paragraph { hint: self.hint.clone(), span: self.span, ..Paragraph::default() };
        let mut piece = fresh();
        let mut cuts = at.iter().copied().peekable();
        let mut before = 0usize;
        for run in self.runs {
            let end = before + run.text.len();
            let mut from = 0;
            while let Some(cut) = cuts.next_if(|cut| *cut < end) {
                let to = cut.saturating_sub(before);
                if to > from {
                    piece.runs.push(run.slice(from, to));
                    from = to;
                }
                if !piece.runs.is_empty() {
                    pieces.push(std::mem::replace(&mut piece, fresh()));
                }
            }
            before = end;
            piece.runs.push(if from == 0 { run } else { run.slice(from, run.text.len()) });
        }
        piece.mark = self.mark;
        pieces.push(piece);
        if let Some(first) = pieces.first_mut() {
            first.anchors = self.anchors;
        }
        for piece in &mut pieces {
            let spans = piece.runs.iter().filter_map(|run| run.span);
            piece.span = spans.reduce(Span::to).unwrap_or(piece.span);
        }
        pieces
    }
}

/// A table; its cells may hold tables.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Column widths, twips; empty where the input gives none.
    pub columns: Vec<u32>,
    /// Rows from top to bottom.
    pub rows: Vec<TableRow>,
    /// Where it stands in the input.
    pub span: Span,
    /// Columns run from right to left.
    pub right_to_left: bool,
    /// The first cell of each row heads it.
    pub row_heads: bool,
    /// Where it stands between the margins, as the input has it.
    pub align: Align,
    /// It stands on a page turned on its side.
    pub landscape: bool,
}

impl Table {
    /// All paragraphs in it, those of tables in its cells included, in the order of reading.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut all = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            cell.collect(&mut all);
        }
        all
    }

    /// The same, to be changed.
    pub fn paragraphs_mut(&mut self) -> Vec<&mut Paragraph> {
        let mut all = Vec::new();
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.collect_mut(&mut all);
        }
        all
    }

    /// How many tables stand in its cells, and in theirs.
    pub fn inner_tables(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flat_map(|cell| &cell.inner).map(|inner| 1 + inner.table.inner_tables()).sum()
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// Cells in logical order.
    pub cells: Vec<TableCell>,
    /// Repeated at the top of each page.
    pub heading: bool,
    /// It does not go on on the next page.
    pub whole: bool,
    /// The row was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The row was deleted.
    pub deletion: Option<RevisionIndex>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// Its own paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// The tables in it, in their order between the paragraphs.
    pub inner: Vec<InnerTable>,
    /// Its rules and colour as the input has them; `None` where the official form gives a grid.
    pub look: Option<CellLook>,
    /// Columns it spans, at least 1.
    pub columns: u16,
    /// How it takes part in a merge down the column.
    pub merge: VerticalMerge,
    /// The cell was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The cell was deleted.
    pub deletion: Option<RevisionIndex>,
}

impl TableCell {
    /// What stands in it, in the order of reading.
    pub fn pieces(&self) -> Vec<CellPiece<'_>> {
        let mut pieces = Vec::with_capacity(self.paragraphs.len() + self.inner.len());
        let mut tables = self.inner.iter().peekable();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            while let Some(inner) = tables.next_if(|inner| inner.at <= at) {
                pieces.push(CellPiece::Table(&inner.table));
            }
            pieces.push(CellPiece::Paragraph(paragraph));
        }
        pieces.extend(tables.map(|inner| CellPiece::Table(&inner.table)));
        pieces
    }

    /// Whether nothing in it is seen.
    pub fn is_blank(&self) -> bool {
        self.inner.is_empty() && self.paragraphs.iter().all(Paragraph::is_blank)
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Paragraph>) {
        for piece in self.pieces() {
            match piece {
                CellPiece::Paragraph(paragraph) => all.push(paragraph),
                CellPiece::Table(table) => all.extend(table.paragraphs()),
            }
        }
    }

    fn collect_mut<'a>(&'a mut self, all: &mut Vec<&'a mut Paragraph>) {
        let mut tables = self.inner.iter_mut().peekable();
        for (at, paragraph) in self.paragraphs.iter_mut().enumerate() {
            while let Some(inner) = tables.next_if(|inner| inner.at <= at) {
                all.extend(inner.table.paragraphs_mut());
            }
            all.push(paragraph);
        }
        all.extend(tables.flat_map(|inner| inner.table.paragraphs_mut()));
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy)]
pub enum CellPiece<'a> {
    /// A paragraph.
    Paragraph(&'a Paragraph),
    /// A table.
    Table(&'a Table),
}

/// A table in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InnerTable {
    /// How many of the cell's paragraphs stand before it.
    pub at: usize,
    /// The table.
    pub table: Table,
}

/// What the input says of a cell's looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellLook {
    /// Rules above, at the start, below, at the end of the cell.
    pub edges: [Option<Border>; 4],
    /// Colour behind its words, sRGB.
    pub shade: Option<[u8; 3]>,
    /// Where its words stand between its upper and its lower edge.
    pub vertical: VerticalAlign,
}

/// A rule of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// Weight of one line, eighths of a point.
    pub eighths: u8,
    /// How the line runs.
    pub kind: BorderKind,
    /// Colour, sRGB.
    pub colour: [u8; 3],
}

/// How a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BorderKind {
    /// One line.
    #[default]
    Single,
    /// Two lines with white between.
    Double,
    /// Dots.
    Dotted,
    /// Dashes.
    Dashed,
}

/// Vertical alignment in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerticalAlign {
    /// Under the upper edge.
    #[default]
    Top,
    /// In the middle.
    Centre,
    /// Over the lower edge.
    Bottom,
}

/// A cell's part in a vertical merge (ECMA-376 part 1, 17.4.84).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerticalMerge {
    /// Not merged.
    #[default]
    None,
    /// First cell of a merge.
    Start,
    /// Continues the cell above.
    Continue,
}

/// A foot- or endnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Foot of the page or end of the document.
    pub kind: NoteKind,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// A mark of the author's own (`*`), where automatic numbering is not used.
    pub own_mark: Option<String>,
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// At the foot of its page.
    Footnote,
    /// At the end of the document.
    Endnote,
}

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// Who wrote it.
    pub author: Option<String>,
    /// When (ISO 8601).
    pub date: Option<String>,
    /// Initials, as Word shows them.
    pub initials: Option<String>,
    /// What it says.
    pub paragraphs: Vec<Paragraph>,
}

/// A picture, bytes as the input holds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// File bytes.
    pub bytes: Vec<u8>,
    /// Media type, for example `image/png`.
    pub media_type: Box<str>,
    /// Shown width, EMU (914,400 an inch).
    pub width: u32,
    /// Shown height, EMU.
    pub height: u32,
    /// Alternative text.
    pub description: Option<String>,
    /// What of it is shown, and how it is turned.
    pub(crate) view: PictureView,
}

/// What of a picture is shown, and how it is turned. What is cut off is not to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PictureView {
    /// Cut off at the left, the top, the right and the bottom, thousandths of a per cent of the picture
    /// (ECMA-376 part 1, 20.1.8.55); negative where white is added.
    pub(crate) crop: [i32; 4],
    /// Turned clockwise, 60,000ths of a degree (20.1.10.3).
    pub(crate) rotation: i32,
    /// Mirrored from left to right.
    pub(crate) flip_horizontal: bool,
    /// Mirrored from top to bottom.
    pub(crate) flip_vertical: bool,
}

impl PictureView {
    /// Sixty-thousandths of a degree in a full turn.
    const TURN: i32 = 360 * 60_000;

    /// Sine and cosine of the turn, clockwise; rounded, so that they are the same on every machine.
    pub(crate) fn turn(self) -> (f32, f32) {
        const QUARTER: i32 = PictureView::TURN / 4;
        let rotation = self.rotation.rem_euclid(Self::TURN);
        match (rotation % QUARTER, rotation / QUARTER) {
            (0, 0) => (0.0, 1.0),
            (0, 1) => (1.0, 0.0),
            (0, 2) => (0.0, -1.0),
            (0, _) => (-1.0, 0.0),
            _ => {
                let (sine, cosine) = (f64::from(rotation) / 60_000.0).to_radians().sin_cos();
                let rounded = |value: f64| ((value * 100_000.0).round() / 100_000.0) as f32;
                (rounded(sine), rounded(cosine))
            }
        }
    }

    /// Whether it is cut.
    pub(crate) fn is_cropped(self) -> bool {
        self.crop != [0; 4]
    }
}

impl Picture {
    /// Width and height of the upright box round the picture as it is turned, EMU.
    pub(crate) fn box_size(&self) -> (f32, f32) {
        let (width, height) = (self.width as f32, self.height as f32);
        let (sine, cosine) = self.view.turn();
        let (sine, cosine) = (sine.abs(), cosine.abs());
        (width * cosine + height * sine, width * sine + height * cosine)
    }
}

/// Punctuation that ends a sentence, a clause or a lead-in.
const CLOSING: [char; 15] = ['。', '；', '，', '：', '！', '？', '.', ';', ',', ':', '!', '?', '؛', '،', '؟'];

/// Whether a text ends as a sentence or clause does, and not as a title or a name.
pub fn ends_closed(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', '）', ')', '’']).ends_with(CLOSING) || text.ends_with(['”', '»'])
}

/// A text on one line: white space becomes one space, and nothing where it holds a line end between
/// two Chinese characters.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(at) = rest.find(char::is_whitespace) {
        let (word, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let next = after.trim_start();
        // By its length: to compare what follows would cost the rest of the text at each word.
        let white = after.get(..after.len() - next.len()).unwrap_or_default();
        line.push_str(word);
        let wide = word.ends_with(is_wide) && next.starts_with(is_wide);
        if !(wide && white.contains(['\n', '\u{2028}', '\u{2029}'])) {
            line.push(' ');
        }
        rest = next;
    }
    line.push_str(rest);
    line
}

/// Whether the hyphen or slash at a byte of a text stands inside an identifier (`ITU-T`, `МСЭ-R`,
/// `WTSA-16`, `C18/35-E`, `CUB/70/1`): no line ends there. Words (`Secretary-General`) and numbers
/// (`2010-2014`) are none.
pub(crate) fn inside_identifier(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let mut after = after.chars();
    if !matches!(after.next(), Some('-' | '/')) {
        return false;
    }
    let part = |c: &char| c.is_alphanumeric() && !is_wide(*c);
    let joined = |c: &char| part(c) || matches!(c, '-' | '/');
    let short = |letters: usize| (1..=8).contains(&letters);
    let left = || before.chars().rev();
    let right = || after.clone();
    let ends = short(left().take_while(part).count()) && short(right().take_while(part).count());
    let small = left().take_while(part).chain(right().take_while(part)).any(char::is_lowercase);
    ends && !small && left().take_while(joined).chain(right().take_while(joined)).any(char::is_uppercase)
}

/// Whether a character is Chinese or a mark of its width: no space parts two of them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_from_words_and_numbers() {
        for text in ["ITU-T", "МСЭ-R", "UIT-T,", "WTSA-16", "在ITU-D中", "PP-14"] {
            let at = text.find('-').unwrap();
            assert!(inside_identifier(text, at), "{text}");
        }
        for (at, _) in "CUB/70/1 C18/35-E".match_indices(['/', '-']) {
            assert!(inside_identifier("CUB/70/1 C18/35-E", at), "{at}");
        }
        for text in ["Secretary-General", "2010-2014", "- a", "ITU- T", "plug-in", "e-mail"] {
            let at = text.find('-').unwrap();
            assert!(!inside_identifier(text, at), "{text}");
        }
    }

    #[test]
    fn a_line_end_is_nothing_between_chinese_characters_and_a_space_elsewhere() {
        for (text, line) in [
            ("通信\n设施、\n服务", "通信设施、服务"),
            ("附件 一", "附件 一"),
            (" one\n two\tthree ", "one two three"),
            ("第\n64号", "第 64号"),
            ("", ""),
        ] {
            assert_eq!(on_one_line(text), line);
        }
    }
}
