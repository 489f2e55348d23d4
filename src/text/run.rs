//! A run: text of one format and one mark, or an object that stands for none.

use super::{RevisionIndex, Span, View};

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
