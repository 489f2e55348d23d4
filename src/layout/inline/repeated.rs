//! Paragraphs that come again in a long document: set once, then placed.
//!
//! In: a paragraph's styled text, its style and its column. Out: the lines that it was set in before. A bound pack prints
//! what several proposals leave as it is once for each of them, and to cut, to break and to place lines is most of a layout.
//! Never: lines that differ from those that setting would make; a paragraph with a picture, a formula or a note, or of
//! which something is to be reported.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};
use std::sync::{Arc, PoisonError, RwLock};

use super::lines::{Column, LaidLine};
use super::styled::{StyledText, TextFormat};
use crate::layout::compositor::Compositor;
use crate::pages::{PageItem, PageTag};
use crate::template::Style;
use crate::text::Align;

/// Shorter paragraphs are set sooner than found, bytes.
const SHORTEST: usize = 24;
/// Longer ones do not come again, bytes.
const LONGEST: usize = 8 << 10;
/// Glyphs kept at most: some 10 MB.
const GLYPHS: usize = 500_000;
/// Paragraphs noted at most as having come once.
const NOTED: usize = 200_000;

/// All that decides how a paragraph is set.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct ParagraphKey {
    text: String,
    looks: Vec<LookKey>,
    spans: Vec<(u32, u16)>,
    /// The style, by where it stands in the template.
    style: usize,
    /// Left edge and width of the column.
    column: [u32; 2],
    align: Option<Align>,
    left_to_right: bool,
}

/// A look; its measures as bits, its element by how many others came before it in the paragraph.
#[derive(Debug, PartialEq, Eq, Hash)]
struct LookKey {
    faces: [u16; 3],
    flags: [bool; 6],
    measures: [u32; 3],
    colour: [u8; 3],
    element: Option<usize>,
}

impl ParagraphKey {
    /// The key of a paragraph that can be placed again.
    pub(crate) fn of(styled: &StyledText, style: &Style, column: Column) -> Option<Self> {
        let fits = (SHORTEST..=LONGEST).contains(&styled.text.len());
        if !fits || !styled.insets.is_empty() || !styled.notes.is_empty() {
            return None;
        }
        let elements = elements(styled);
        let look = |look: &TextFormat| LookKey {
            faces: look.faces,
            flags: [look.bold, look.italic, look.underline, look.strike, look.changed, look.script_gap],
            measures: [look.size, look.complex, look.rise].map(f32::to_bits),
            colour: look.colour,
            element: number_of(look.tag, &elements),
        };
        Some(Self {
            text: styled.text.clone(),
            looks: styled.looks.iter().map(look).collect(),
            spans: styled.spans.clone(),
            style: std::ptr::from_ref(style).addr(),
            column: [column.left, column.width].map(f32::to_bits),
            align: column.align,
            left_to_right: styled.left_to_right,
        })
    }
}

/// The elements of a paragraph, each once, in the order of its looks.
fn elements(styled: &StyledText) -> Vec<PageTag> {
    let mut elements: Vec<PageTag> = Vec::new();
    for look in styled.looks.iter().filter(|look| look.tag != PageTag::Artifact) {
        if !elements.contains(&look.tag) {
            elements.push(look.tag);
        }
    }
    elements
}

fn number_of(tag: PageTag, elements: &[PageTag]) -> Option<usize> {
    elements.iter().position(|element| *element == tag)
}

/// What was set before: faces by their numbers in the library, elements by their numbers in the paragraph.
#[derive(Debug, Default)]
struct SetParagraphs {
    /// Digests of keys that came once.
    noted: HashSet<u64>,
    lines: HashMap<ParagraphKey, Arc<Vec<LaidLine>>>,
    glyphs: usize,
}

/// What was set before, for all parts of a document.
#[derive(Debug, Default)]
pub(crate) struct RepeatedParagraphs(RwLock<SetParagraphs>);

impl RepeatedParagraphs {
    fn found(&self, key: &ParagraphKey) -> Option<Arc<Vec<LaidLine>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).lines.get(key).map(Arc::clone)
    }

    /// Notes that a paragraph came; whether it had come before and its lines are wanted.
    fn comes_again(&self, key: &ParagraphKey) -> bool {
        let mut set = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let digest = set.lines.hasher().hash_one(key);
        if set.noted.contains(&digest) {
            return set.glyphs < GLYPHS;
        }
        if set.noted.len() < NOTED {
            set.noted.insert(digest);
        }
        false
    }

    fn keep(&self, key: ParagraphKey, lines: Vec<LaidLine>) {
        let runs = |line: &LaidLine| line.pieces.iter().map(glyphs).sum::<usize>();
        let mut set = self.0.write().unwrap_or_else(PoisonError::into_inner);
        set.glyphs += lines.iter().map(runs).sum::<usize>();
        set.lines.insert(key, Arc::new(lines));
    }
}

fn glyphs(piece: &PageItem) -> usize {
    if let PageItem::Glyphs(run) = piece { run.glyphs.len() } else { 0 }
}

impl<'a> Compositor<'a> {
    /// The lines of a styled text, those of an equal one before it where paragraphs that repeat are kept.
    pub(crate) fn lines_of(
        &mut self,
        styled: &StyledText,
        style: &'a Style,
        column: Column,
    ) -> Vec<LaidLine> {
        let Some(repeated) = self.repeated.clone() else { return self.set_anew(styled, style, column) };
        let Some(key) = ParagraphKey::of(styled, style, column) else {
            return self.set_anew(styled, style, column);
        };
        if let Some(lines) = repeated.found(&key) {
            return self.placed_again(&lines, &elements(styled));
        }
        let reported = self.findings.len();
        let lines = self.set_anew(styled, style, column);
        // What is missing is reported with the first place at which it is: of such a text nothing is kept.
        if self.missing.is_empty()
            && reported == self.findings.len()
            && repeated.comes_again(&key)
            && let Some(kept) = self.kept(&lines, &elements(styled))
        {
            repeated.keep(key, kept);
        }
        lines
    }

    fn set_anew(&mut self, styled: &StyledText, style: &'a Style, column: Column) -> Vec<LaidLine> {
        let mut setting = self.set(styled);
        let lines = self.lines(styled, &mut setting, style, column);
        self.reuse(setting);
        lines
    }

    /// Lines as they are kept; `None` where they hold what is not text.
    fn kept(&self, lines: &[LaidLine], elements: &[PageTag]) -> Option<Vec<LaidLine>> {
        let mut kept = lines.to_vec();
        for piece in kept.iter_mut().flat_map(|line| &mut line.pieces) {
            match piece {
                PageItem::Rule(_) => {}
                PageItem::Glyphs(run) => {
                    let face = self.used.iter().position(|own| *own == Some(run.font))?;
                    run.font = u16::try_from(face).ok()?;
                    if run.tag != PageTag::Artifact {
                        run.tag = PageTag::Element(u32::try_from(number_of(run.tag, elements)?).ok()?);
                    }
                }
                _ => return None,
            }
        }
        Some(kept)
    }

    /// Kept lines for another paragraph.
    fn placed_again(&mut self, kept: &[LaidLine], elements: &[PageTag]) -> Vec<LaidLine> {
        let mut lines = kept.to_vec();
        for piece in lines.iter_mut().flat_map(|line| &mut line.pieces) {
            if let PageItem::Glyphs(run) = piece {
                run.font = self.font(run.font);
                if let PageTag::Element(number) = run.tag {
                    run.tag = elements.get(number as usize).copied().unwrap_or(PageTag::Artifact);
                }
            }
        }
        lines
    }
}
