//! A paragraph's words with the look of each stretch: what is to be typeset.
//!
//! In: a paragraph's runs, its style, its place in the structure. Out: one string and the looks that
//! cover it. Never: a glyph, a position.

use std::borrow::Cow;

use crate::diagnostics::{Finding, message};
use crate::formula::{Formula, whole};
use crate::pages::{PageTag, StructureKind};
use crate::template::Style;
use crate::text::{Align, Format, Object, Paragraph, RevisionIndex, RevisionKind, Run, paper_of};

use super::items::InlineItem;
use crate::layout::compositor::Compositor;
use crate::layout::rules::NO_ALTERNATIVE;
use crate::layout::structure::StructPlace;

/// Size of super- and subscripts, and how far they stand off the line: Word's own, in em.
const SCRIPT_SIZE: f32 = 0.65;
const SUPERSCRIPT_RISE: f32 = 0.35;
const SUBSCRIPT_DROP: f32 = -0.14;
/// Size of the small capitals.
const SMALL_CAPITALS: f32 = 0.8;
/// Stands in the text where a picture stands in the line.
pub(crate) const PICTURE: char = '\u{FFFC}';

/// The look of a stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextFormat {
    /// Faces for Latin, Chinese and Arabic.
    pub faces: [u16; 3],
    /// Bold, for faces that stand in.
    pub bold: bool,
    /// Italic, for faces that have none.
    pub italic: bool,
    /// Size, points.
    pub size: f32,
    /// Size of Arabic, of that.
    pub complex: f32,
    /// Rise over the baseline, points.
    pub rise: f32,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub strike: bool,
    /// Inserted, deleted or of changed format: gets a bar in the margin.
    pub changed: bool,
    /// White stands between Chinese and letters.
    pub script_gap: bool,
    /// Structure element.
    pub tag: PageTag,
}

impl TextFormat {
    /// Sets digits and marks in the face of Latin letters.
    pub(crate) fn without_complex(&mut self) {
        let [latin, chinese, _] = self.faces;
        (self.faces, self.complex) = ([latin, chinese, latin], 1.0);
    }

    /// The size in which a face is set, points.
    pub(crate) fn size_in(&self, face: u16) -> f32 {
        let [latin, _, complex] = self.faces;
        if face == complex && face != latin { self.size * self.complex } else { self.size }
    }
}

/// The words of a paragraph and how they look.
#[derive(Debug, Default)]
pub(crate) struct StyledText {
    /// All text in logical order; tabs, line breaks and [`PICTURE`] included.
    pub text: String,
    /// Looks by index.
    pub looks: Vec<TextFormat>,
    /// End (byte) of each stretch and its look, in order.
    pub spans: Vec<(u32, u16)>,
    /// Pictures and formulas: place in the text, which, element.
    pub insets: Vec<(u32, Inset, PageTag)>,
    /// All of it is formulas that stand on lines of their own: where, the first of them says.
    pub displayed: Option<Align>,
    /// It runs from left to right whatever the document does.
    pub left_to_right: bool,
    /// Notes: place in the text right after the reference, index.
    pub notes: Vec<(u32, u32)>,
}

/// What stands in a line and is no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inset {
    /// A picture: index into the galley's.
    Picture(u32),
    /// A formula: its place among those that are set.
    Formula(u32),
}

/// Marks that a paragraph takes from the row or cell it stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inherited {
    /// The row or cell was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The row or cell was deleted.
    pub deletion: Option<RevisionIndex>,
}

/// The longest run of blanks that is set; forms and flattened tables pad with thousands, which would
/// leave the page.
const LONGEST_BLANK: usize = 64;

/// A text with its long runs of blanks folded; the DOCX keeps them.
fn folded(text: &str) -> Cow<'_, str> {
    let is_blank = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\t');
    if text.len() <= LONGEST_BLANK {
        return Cow::Borrowed(text);
    }
    let mut blanks = 0;
    let mut fits = |c: char| {
        blanks = if is_blank(c) { blanks + 1 } else { 0 };
        blanks <= LONGEST_BLANK
    };
    if text.chars().all(&mut fits) {
        return Cow::Borrowed(text);
    }
    let mut blanks = 0;
    let kept = text.chars().filter(|c| {
        blanks = if is_blank(*c) { blanks + 1 } else { 0 };
        blanks <= LONGEST_BLANK
    });
    Cow::Owned(kept.collect())
}

/// Marks that may hang over the edge of a line (ECMA-376 part 1, 17.3.1.21: punctuation, as Word has it).
const HANGING_MARKS: &str = "、。，．：；！？,.";

impl StyledText {
    /// How far an item may hang over the edge of a line whose last it is, points.
    pub(crate) fn overhang(&self, item: &InlineItem) -> f32 {
        let character = self.text.get(item.start as usize..).and_then(|rest| rest.chars().next());
        let hangs = character.is_some_and(|c| HANGING_MARKS.contains(c));
        if hangs { item.width - item.trail } else { 0.0 }
    }

    fn push(&mut self, text: &str, look: &TextFormat) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(&folded(text));
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.looks.last() == Some(look)
            && let Some(last) = self.spans.last_mut()
        {
            last.0 = end;
            return;
        }
        self.looks.push(look.clone());
        self.spans.push((end, u16::try_from(self.looks.len() - 1).unwrap_or(u16::MAX)));
    }

    /// Adds another styled behind this one.
    pub(crate) fn append(&mut self, other: StyledText) {
        let before = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let looks = u16::try_from(self.looks.len()).unwrap_or(u16::MAX);
        self.text.push_str(&other.text);
        self.looks.extend(other.looks);
        self.spans.extend(other.spans.into_iter().map(|(end, look)| (end + before, look + looks)));
        self.insets.extend(other.insets.into_iter().map(|(at, inset, tag)| (at + before, inset, tag)));
        self.notes.extend(other.notes.into_iter().map(|(at, index)| (at + before, index)));
    }

    /// Adds text in capitals, where `small` in small ones.
    fn push_capitals(&mut self, text: &str, look: &TextFormat, small: bool) {
        let mut reduced = look.clone();
        reduced.size *= if small { SMALL_CAPITALS } else { 1.0 };
        for piece in text.split_inclusive(|c: char| !c.is_lowercase()) {
            let lower = piece.trim_end_matches(|c: char| !c.is_lowercase());
            self.push(&lower.to_uppercase(), &reduced);
            self.push(piece.strip_prefix(lower).unwrap_or_default(), look);
        }
    }
}

/// The element that the last stretch of marked or foreign text opened, so that the next run of the
/// same mark joins it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Inline {
    parent: u32,
    insertion: Option<RevisionIndex>,
    deletion: Option<RevisionIndex>,
    element: u32,
}

/// Writes the runs of one paragraph into a styled.
struct StyledWriter<'c, 'a> {
    compositor: &'c mut Compositor<'a>,
    style: &'a Style,
    place: StructPlace,
    inherited: Inherited,
    styled: StyledText,
    labelled: bool,
    inline: Option<Inline>,
    link: Option<OpenLink>,
}

/// The link that the last stretch of text opened.
struct OpenLink {
    parent: u32,
    target: Box<str>,
    element: u32,
}

impl<'a> Compositor<'a> {
    /// The styled of a paragraph.
    pub(crate) fn styled(
        &mut self,
        paragraph: &Paragraph,
        style: &'a Style,
        place: StructPlace,
        inherited: Inherited,
    ) -> StyledText {
        let labelled = matches!(place, StructPlace::Item { .. });
        let styled = StyledText { left_to_right: paragraph.hint.left_to_right, ..StyledText::default() };
        let mut writer = StyledWriter {
            compositor: self,
            style,
            place,
            inherited,
            styled,
            labelled,
            inline: None,
            link: None,
        };
        let galley = writer.compositor.galley;
        let formulas = &galley.formulas;
        // Runs of a formula that is set already.
        let mut done = 0;
        let (mut displayed, mut others) = (None, 0);
        for (at, run) in paragraph.runs.iter().enumerate() {
            if let Some((count, index)) = whole(&paragraph.runs, at, formulas)
                && let Some(formula) = formulas.get(index as usize)
                && writer.formula(run, formula)
            {
                done = at + count;
                displayed = displayed.or(formula.display.then_some(formula.align));
            }
            if at >= done {
                others += usize::from(!run.text.trim().is_empty() || run.object.is_some());
                writer.run(run);
            }
        }
        writer.styled.displayed = displayed.filter(|_| others == 0);
        writer.styled
    }

    /// The styled of words the program supplies: page headers, note numbers.
    pub(crate) fn words(&mut self, text: &str, style: &'a Style, tag: PageTag, raised: bool) -> StyledText {
        let mut look = self.plain_look(style, Format::PLAIN);
        if raised {
            look.rise = look.size * SUPERSCRIPT_RISE;
            look.size *= SCRIPT_SIZE;
        }
        look.tag = tag;
        let mut styled = StyledText::default();
        styled.push(text, &look);
        styled
    }

    fn plain_look(&mut self, style: &'a Style, format: Format) -> TextFormat {
        let bold = style.bold || format.has(Format::BOLD);
        let italic = style.italic || format.has(Format::ITALIC);
        let (faces, complex) = self.faces(style, bold, italic);
        let mut look = TextFormat {
            faces,
            bold,
            italic,
            size: f32::from(style.size) / 2.0,
            complex,
            rise: 0.0,
            colour: style.colour,
            underline: format.has(Format::UNDERLINE),
            strike: format.has(Format::STRIKE),
            changed: false,
            script_gap: style.script_gap,
            tag: PageTag::Artifact,
        };
        if format.has(Format::SUPERSCRIPT) || format.has(Format::SUBSCRIPT) {
            let rise = if format.has(Format::SUPERSCRIPT) { SUPERSCRIPT_RISE } else { SUBSCRIPT_DROP };
            look.rise = look.size * rise;
            look.size *= SCRIPT_SIZE;
        }
        look
    }
}

impl StyledWriter<'_, '_> {
    /// A formula that begins with a run; says whether it could be set.
    fn formula(&mut self, run: &Run, formula: &Formula) -> bool {
        let (look, insertion, deletion) = self.marked_look(run);
        let Some(place) = self.compositor.set_formula(formula, look.size, look.colour) else { return false };
        let parent = if self.labelled { None } else { self.place.body() };
        let tag = match self.tag(parent, run, insertion, deletion) {
            PageTag::Element(parent) => {
                PageTag::Element(self.compositor.tree.add_formula(parent, formula.text()))
            }
            PageTag::Artifact => PageTag::Artifact,
        };
        let at = u32::try_from(self.styled.text.len()).unwrap_or(u32::MAX);
        self.styled.insets.push((at, Inset::Formula(place), tag));
        self.styled.push(PICTURE.encode_utf8(&mut [0; 4]), &TextFormat { tag, ..look });
        true
    }

    /// The look of a run under its marks, and these.
    fn marked_look(&mut self, run: &Run) -> (TextFormat, Option<RevisionIndex>, Option<RevisionIndex>) {
        let mut look = self.compositor.plain_look(self.style, run.format);
        let insertion = run.insertion.or(self.inherited.insertion);
        let deletion = run.deletion.or(self.inherited.deletion);
        let shown = self.compositor.template.revisions;
        if insertion.is_some() {
            (look.colour, look.underline) = (shown.insertion, true);
        }
        if deletion.is_some() {
            (look.colour, look.strike) = (shown.deletion, true);
        }
        look.changed = insertion.or(deletion).or(run.formatting).is_some();
        (look, insertion, deletion)
    }

    fn run(&mut self, run: &Run) {
        let (mut look, insertion, deletion) = self.marked_look(run);
        let mut text = run.text.as_str();
        if let (true, StructPlace::Item { label, .. }) = (self.labelled, self.place) {
            let cut = text.find('\t');
            let (head, tail) = text.split_at(cut.unwrap_or(text.len()));
            look.tag = self.tag(Some(label), run, insertion, deletion);
            self.words(head, &look, run.format);
            self.labelled = cut.is_none();
            text = tail;
        }
        if !text.is_empty() || run.object.is_some() {
            let parent = if self.labelled { None } else { self.place.body() };
            look.tag = self.tag(parent, run, insertion, deletion);
            self.words(text, &look, run.format);
        }
        self.object(run, &look);
    }

    fn words(&mut self, text: &str, look: &TextFormat, format: Format) {
        if self.style.caps || format.has(Format::CAPS) {
            self.styled.push_capitals(text, look, false);
        } else if format.has(Format::SMALL_CAPS) {
            self.styled.push_capitals(text, look, true);
        } else {
            self.styled.push(text, look);
        }
    }

    /// The element of a run under `parent`: itself, or the mark or foreign language it is in.
    fn tag(
        &mut self,
        parent: Option<u32>,
        run: &Run,
        insertion: Option<RevisionIndex>,
        deletion: Option<RevisionIndex>,
    ) -> PageTag {
        let Some(parent) = parent else { return self.place.tag() };
        let parent = self.linked(parent, run.link.as_deref());
        let tree = &mut self.compositor.tree;
        let foreign = tree.foreign(&run.text, run.language.as_deref());
        if insertion.is_none() && deletion.is_none() {
            self.inline = None;
            return PageTag::Element(match foreign {
                Some(tag) => tree.add_in_language(parent, StructureKind::Span, &tag),
                None => parent,
            });
        }
        let wanted = Inline { parent, insertion, deletion, element: 0 };
        if let Some(open) = self.inline.filter(|open| Inline { element: 0, ..*open } == wanted) {
            return PageTag::Element(open.element);
        }
        let revisions = &self.compositor.galley.revisions;
        let mut element = parent;
        for index in [insertion, deletion].into_iter().flatten() {
            if let Some(revision) = revisions.get(index.get() as usize) {
                let word = match revision.kind {
                    RevisionKind::Insertion => "insertion-word",
                    RevisionKind::Deletion => "deletion-word",
                    RevisionKind::Formatting => "format-word",
                };
                let word = self.compositor.edition.strings.get(word);
                element = tree.add_revision(element, revision.kind, word);
            }
        }
        self.inline = Some(Inline { element, ..wanted });
        PageTag::Element(element)
    }

    /// The element of a link under `parent`; `parent` itself where the run leads nowhere a reader of
    /// the PDF should be led to.
    fn linked(&mut self, parent: u32, target: Option<&str>) -> u32 {
        let inside =
            |target: &str| target.strip_prefix('#').is_some_and(|name| self.compositor.places.contains(name));
        let leads = |target: &&str| leads_out(target) || inside(target) || paper_of(target).is_some();
        let Some(target) = target.filter(leads) else {
            self.link = None;
            return parent;
        };
        if let Some(open) = self.link.as_ref().filter(|open| open.parent == parent && *open.target == *target)
        {
            return open.element;
        }
        let element = self.compositor.tree.add_link(parent, target);
        self.link = Some(OpenLink { parent, target: target.into(), element });
        element
    }

    fn object(&mut self, run: &Run, look: &TextFormat) {
        let at = |styled: &StyledText| u32::try_from(styled.text.len()).unwrap_or(u32::MAX);
        let parent = match look.tag {
            PageTag::Element(element) => Some(element),
            PageTag::Artifact => None,
        };
        match run.object {
            Some(Object::Note(index)) => {
                let Some(mark) = self.compositor.note_marks.get(index as usize).cloned() else { return };
                let mut raised = look.clone();
                if raised.rise == 0.0 {
                    raised.rise = raised.size * SUPERSCRIPT_RISE;
                    raised.size *= SCRIPT_SIZE;
                }
                if let Some(parent) = parent {
                    // The call leads to its note (ISO 14289-1, 7.9).
                    let tree = &mut self.compositor.tree;
                    let reference = tree.add(parent, StructureKind::Reference);
                    raised.tag =
                        PageTag::Element(tree.add_link(reference, &format!("#{}", note_place(index))));
                }
                self.styled.push(&mark, &raised);
                self.styled.notes.push((at(&self.styled), index));
            }
            Some(Object::Picture(index)) => {
                let Some(picture) = self.compositor.galley.pictures.get(index as usize) else { return };
                let alternative = picture.description.clone();
                let silent = alternative.as_deref().is_none_or(|words| words.trim().is_empty());
                if silent && parent.is_some() {
                    let message = message!(
                        "the picture has neither alternative text nor caption; the PDF does not claim to follow PDF/UA"
                    );
                    self.compositor.findings.push(Finding::new(&NO_ALTERNATIVE, run.span, message));
                }
                let tag = match parent {
                    Some(parent) => PageTag::Element(self.compositor.tree.add_figure(parent, alternative)),
                    None => PageTag::Artifact,
                };
                self.styled.insets.push((at(&self.styled), Inset::Picture(index), tag));
                let mut buffer = [0; 4];
                self.styled.push(PICTURE.encode_utf8(&mut buffer), look);
            }
            Some(Object::Comment(_) | Object::CommentStart(_) | Object::PageNumber) | None => {}
        }
    }
}

/// The name of the place where a note stands; bookmarks of the input never hold a blank.
pub(crate) fn note_place(index: u32) -> String {
    format!("note {index}")
}

/// Whether a target is on the web or a mailbox: files and scripts are not linked.
fn leads_out(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
}
