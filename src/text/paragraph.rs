//! A paragraph, its style as the file has it, and its end.

use super::{Object, RevisionIndex, Run, Span, View};

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
    /// Left-to-right paragraph of a right-to-left document: a text in another language among its own.
    pub left_to_right: bool,
    /// A page starts with this paragraph.
    pub page_break_before: bool,
    /// Pages that start inside it.
    pub page_breaks_inside: u16,
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

/// What parts a label from its text: the form's tab, or what the list of the author's file says (ECMA-376
/// part 1, 17.9.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LabelGap {
    /// A tab.
    #[default]
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

impl LabelGap {
    /// As text.
    pub fn text(self) -> &'static str {
        match self {
            LabelGap::Tab => "\t",
            LabelGap::Space => " ",
            LabelGap::Nothing => "",
        }
    }
}
