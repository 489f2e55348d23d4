//! The content of one page.
//!
//! In: the placed pieces of a page. Out: a content stream in which every glyph stands where it was
//! placed, every text reads in logical order, and every piece is marked once. Never: a decision about
//! looks.

mod clusters;

use printpdf::{FontId, XObjectId};

use super::cluster::{spacing, units};
use super::fonts::FontUse;
use super::link;
use super::operators::{self, Operators};
use super::structure::StructureTree;
use crate::diagnostics::Refusal;
use crate::pages::{
    GlyphRun, PageItem, PageTag, PlacedFormula, PlacedPicture, RuledLine, TurnedFrame, TurnedPieces,
};
use crate::text::{Picture, PictureView};

/// Resource name of a font.
pub(super) fn font_id(index: u16) -> FontId {
    FontId(format!("T{index}"))
}

/// Resource name of a picture.
pub(super) fn picture_id(index: u32) -> XObjectId {
    XObjectId(format!("P{index}"))
}

/// A stretch of text not yet written.
#[derive(Default)]
struct GlyphStretch {
    /// What is finished of it: codes and moves.
    pieces: Vec<operators::ShownPiece>,
    /// All its codes.
    codes: Vec<u8>,
    /// First code that stands in no piece.
    start: usize,
}

/// A page's content as it grows.
pub(super) struct ContentWriter<'a, 'd> {
    fonts: &'a mut [FontUse<'d>],
    structure: &'a mut StructureTree<'d>,
    /// The pictures; each has an object of its index.
    pictures: &'a [Picture],
    page: usize,
    out: Operators,
    mark: Option<PageTag>,
    in_text: bool,
    font: Option<(u16, f32)>,
    colour: [u8; 3],
    spacing: f32,
    slanted: bool,
    stretch: GlyphStretch,
    /// Baseline and pen of the open text line, points.
    pen: Option<(f32, f64)>,
    /// Height of the last glyph that was placed, points: as it was given, before the line took it to hundredths.
    raised: f32,
    /// Start of that line, from which the next one is reckoned.
    origin: (f32, f32),
    /// The turned line whose pieces are written.
    turned: Option<TurnedFrame>,
}

impl<'a, 'd> ContentWriter<'a, 'd> {
    /// The content stream of one page.
    pub(super) fn of(
        pieces: &[PageItem],
        number: usize,
        fonts: &'a mut [FontUse<'d>],
        structure: &'a mut StructureTree<'d>,
        pictures: &'a [Picture],
    ) -> Result<Vec<u8>, Refusal> {
        let mut content = ContentWriter {
            fonts,
            structure,
            pictures,
            page: number,
            // Measured: 2 to 12 kB a page of text.
            out: Operators::with_capacity(16 << 10),
            mark: None,
            in_text: false,
            font: None,
            colour: [0; 3],
            spacing: 0.0,
            slanted: false,
            stretch: GlyphStretch::default(),
            pen: None,
            raised: 0.0,
            origin: (0.0, 0.0),
            turned: None,
        };
        content.all(pieces)?;
        content.mark_as(None, false)?;
        Ok(content.out.into_bytes())
    }

    /// Pieces that stand in one space.
    fn all(&mut self, pieces: &[PageItem]) -> Result<(), Refusal> {
        // Rules first, all in one artifact: drawn between the runs they would cut the marks of a
        // paragraph with revision marks into dozens.
        for piece in pieces {
            if let PageItem::Rule(rule) = piece {
                self.rule(rule)?;
            }
        }
        for piece in pieces {
            match piece {
                PageItem::Glyphs(run) => self.run(run)?,
                PageItem::Picture(picture) => self.picture(picture)?,
                PageItem::Formula(formula) => self.formula(formula)?,
                PageItem::Turned(turned) => self.turned(turned)?,
                PageItem::Rule(_) => {}
            }
        }
        Ok(())
    }

    /// A turned line: its pieces in a space of their own.
    fn turned(&mut self, turned: &TurnedPieces) -> Result<(), Refusal> {
        if self.turned.is_some() {
            return Err(Refusal::internal("a turned line in a turned line"));
        }
        let TurnedFrame { x, y, up } = turned.frame;
        finite(&[x, y])?;
        self.mark_as(None, false)?;
        self.out.plain("q");
        let sine = if up { 1.0 } else { -1.0 };
        self.out.numbers(&[0.0, sine, -sine, 0.0, x, y], "cm");
        let outside = (self.colour, self.spacing);
        self.turned = Some(turned.frame);
        self.all(&turned.pieces)?;
        self.mark_as(None, false)?;
        self.out.plain("Q");
        // What was in force before is so again; of the font too, but readers that know no `Q` would not see it.
        (self.turned, self.font) = (None, None);
        (self.colour, self.spacing) = outside;
        Ok(())
    }

    /// The page's box of one in the space at hand.
    fn area(&self, edges: [f32; 4]) -> [f32; 4] {
        self.turned.map_or(edges, |frame| frame.area(edges))
    }

    /// Opens the marked content of a tag, in or out of a text object; nothing where that is open
    /// already. Both kinds of brackets nest properly (ISO 32000-1, 14.6.1).
    fn mark_as(&mut self, tag: Option<PageTag>, text: bool) -> Result<(), Refusal> {
        if self.mark == tag && self.in_text == text {
            return Ok(());
        }
        self.flush();
        if self.mark.take().is_some() {
            self.out.plain("EMC");
        }
        if self.in_text != text {
            self.out.plain(if text { "BT" } else { "ET" });
            self.in_text = text;
            (self.pen, self.origin, self.slanted) = (None, (0.0, 0.0), false);
        }
        match tag {
            None => {}
            Some(PageTag::Artifact) => self.out.mark("Artifact"),
            Some(PageTag::Element(element)) => {
                let (name, number) = self.structure.mark(element, self.page)?;
                self.out.numbered_mark(name, number);
            }
        }
        self.mark = tag;
        Ok(())
    }

    fn fill(&mut self, colour: [u8; 3]) {
        if self.colour != colour {
            self.flush();
            let parts = colour.map(|part| (f32::from(part) / 2.55).round() / 100.0);
            self.out.numbers(&parts, "rg");
            self.colour = colour;
        }
    }

    fn rule(&mut self, rule: &RuledLine) -> Result<(), Refusal> {
        finite(&[rule.x, rule.y, rule.width, rule.height])?;
        self.mark_as(Some(PageTag::Artifact), false)?;
        self.fill(rule.colour);
        self.rectangle(rule);
        Ok(())
    }

    fn picture(&mut self, placed: &PlacedPicture) -> Result<(), Refusal> {
        finite(&[placed.x, placed.y, placed.width, placed.height])?;
        self.mark_as(Some(placed.tag), false)?;
        let PlacedPicture { x, y, width, height, .. } = *placed;
        if let PageTag::Element(element) = placed.tag {
            self.structure.drawn(element, self.area([x, y, x + width, y + height]));
        }
        let Some(picture) = self.pictures.get(placed.picture as usize) else {
            return Err(Refusal::internal(format!("there is no picture {}", placed.picture)));
        };
        self.out.plain("q");
        self.view(placed, picture);
        self.out.paint(&picture_id(placed.picture).0);
        self.out.plain("Q");
        Ok(())
    }

    /// A formula: its glyphs where they stand, all of them read as what it says on one line.
    fn formula(&mut self, placed: &PlacedFormula) -> Result<(), Refusal> {
        let PlacedFormula { x, y, width, ascent, descent, .. } = *placed;
        finite(&[x, y, width, ascent, descent])?;
        self.mark_as(Some(placed.tag), true)?;
        self.fill(placed.colour);
        if let PageTag::Element(element) = placed.tag {
            self.structure.drawn(element, self.area([x, y - descent, x + width, y + ascent]));
        }
        if self.spacing != 0.0 {
            self.flush();
            self.out.numbers(&[0.0], "Tc");
            self.spacing = 0.0;
        }
        self.flush();
        self.out.replacement(&placed.text);
        for glyph in &placed.glyphs {
            finite(&[glyph.x, glyph.rise, glyph.size])?;
            if self.font != Some((glyph.font, glyph.size)) {
                self.flush();
                self.out.font(glyph.font, glyph.size);
                self.font = Some((glyph.font, glyph.size));
            }
            let font = self.fonts.get_mut(usize::from(glyph.font));
            let font = font.ok_or_else(|| {
                Refusal::internal(format!("a formula in font {}, which is not there", glyph.font))
            })?;
            let text = Some(glyph.text.as_str()).filter(|text| !text.is_empty());
            let code = font.show(glyph.id, text)?;
            let run = GlyphRun {
                font: glyph.font,
                size: glyph.size,
                colour: placed.colour,
                y,
                glyphs: Vec::new(),
                margins: Vec::new(),
                text: String::new(),
                right_to_left: false,
                slanted: false,
                boxes: false,
                tag: placed.tag,
            };
            self.place(&run, (glyph.x, glyph.rise), code);
        }
        self.flush();
        self.out.plain("EMC");
        Ok(())
    }

    /// Sets the space in which a picture is one unit wide and high: in its place, turned and flipped, and
    /// so large that what is cut off lies outside the clip.
    fn view(&mut self, placed: &PlacedPicture, picture: &Picture) {
        let PlacedPicture { x, y, width, height, .. } = *placed;
        let view = picture.view;
        if view == PictureView::default() {
            self.out.lengths(&[width, 0.0, 0.0, height, x, y], "cm");
            return;
        }
        let scale = width / picture.box_size().0.max(1.0);
        let (own_width, own_height) = (picture.width as f32 * scale, picture.height as f32 * scale);
        let (sine, cosine) = view.turn();
        self.out.numbers(&[cosine, -sine, sine, cosine, x + width / 2.0, y + height / 2.0], "cm");
        let mirror = |flipped: bool| if flipped { -1.0 } else { 1.0 };
        self.out
            .numbers(&[mirror(view.flip_horizontal), 0.0, 0.0, mirror(view.flip_vertical), 0.0, 0.0], "cm");
        let corner = (-own_width / 2.0, -own_height / 2.0);
        if !view.is_cropped() {
            self.out.lengths(&[own_width, 0.0, 0.0, own_height, corner.0, corner.1], "cm");
            return;
        }
        self.out.lengths(&[corner.0, corner.1, own_width, own_height], "re");
        self.out.plain("W");
        self.out.plain("n");
        let [left, top, right, bottom] = view.crop.map(|share| share as f32 / 100_000.0);
        // All of it cut off is no picture; the least share that can be seen bounds the enlargement.
        const LEAST: f32 = 0.001;
        let (across, down) = ((1.0 - left - right).max(LEAST), (1.0 - top - bottom).max(LEAST));
        let (whole_width, whole_height) = (own_width / across, own_height / down);
        let origin = (corner.0 - left * whole_width, corner.1 - bottom * whole_height);
        self.out.numbers(&[whole_width, 0.0, 0.0, whole_height, origin.0, origin.1], "cm");
    }

    /// One run: its clusters in visual order.
    fn run(&mut self, run: &GlyphRun) -> Result<(), Refusal> {
        finite(&[run.y, run.size])?;
        let units = units(run)?;
        if units.is_empty() {
            return Ok(());
        }
        self.mark_as(Some(run.tag), true)?;
        self.fill(run.colour);
        if let PageTag::Element(element) = run.tag {
            self.structure.note_text(element, &run.text);
        }
        if self.font != Some((run.font, run.size)) {
            self.flush();
            self.out.font(run.font, run.size);
            self.font = Some((run.font, run.size));
        }
        let first = self.fonts.get_mut(usize::from(run.font));
        let font = first
            .ok_or_else(|| Refusal::internal(format!("a run in font {}, which is not there", run.font)))?;
        for unit in &units {
            font.has_all(unit.glyphs, unit.text)?;
        }
        let spacing = spacing(run, font);
        if (self.spacing - spacing).abs() > f32::EPSILON {
            self.flush();
            self.out.numbers(&[spacing], "Tc");
            self.spacing = spacing;
        }
        if run.right_to_left {
            // The strings hold the glyphs as they stand, from left to right (ISO 32000-1, 14.8.2.3.3).
            self.flush();
            self.out.mark("ReversedChars");
        }
        for unit in &units {
            self.unit(run, unit)?;
        }
        if run.right_to_left {
            self.flush();
            self.out.plain("EMC");
        }
        self.link(run)
    }

    /// Where the run leads elsewhere, the box of it that a reader may click.
    fn link(&mut self, run: &GlyphRun) -> Result<(), Refusal> {
        if let (PageTag::Element(element), Some(font)) = (run.tag, self.fonts.get_mut(usize::from(run.font)))
            && self.structure.leads(element)
        {
            let edges = link::edges(run, font);
            let edges = self.turned.map_or(edges, |frame| frame.area(edges));
            self.structure.linked(element, self.page, edges);
        }
        Ok(())
    }

    fn rectangle(&mut self, rule: &RuledLine) {
        self.out.lengths(&[rule.x, rule.y, rule.width, rule.height], "re");
        self.out.plain("f");
    }
}

impl GlyphStretch {
    /// Makes a piece of the codes that stand in none.
    fn close(&mut self) {
        if self.start < self.codes.len() {
            self.pieces.push(operators::ShownPiece::Codes(self.start..self.codes.len()));
            self.start = self.codes.len();
        }
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.codes.clear();
        self.start = 0;
    }
}

fn finite(measures: &[f32]) -> Result<(), Refusal> {
    // ISO 19005-2, 6.1.13: a page is at most 14,400 units; nothing sane is drawn further off.
    if measures.iter().all(|m| m.is_finite() && m.abs() <= 14_400.0) {
        return Ok(());
    }
    Err(Refusal::internal(format!("a measure off the page: {measures:?}")))
}
