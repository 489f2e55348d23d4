//! Lines of a paragraph: cut, justified, in visual order, with their rules.
//!
//! In: a styled cut into items, a style, the column. Out: lines whose glyphs have their final `x`
//! and stand on a baseline of height 0. Never: a page, a `y`.

use crate::budget;
use crate::pages::{Glyph, GlyphRun, PageItem, PageTag, PlacedPicture, RuledLine};
use crate::template::{LineHeight, Style};
use crate::text::Align;

use super::items::{InlineItem, ItemKind, ItemSetting};
use super::linebreak;
use super::script::FontSlot;
use super::styled::{Inset, StyledText, TextFormat};
use crate::layout::compositor::{Compositor, points};
use crate::layout::fonts::face::FaceStroke;

/// Where text stands: left edge and width of the column, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Column {
    /// Left edge, points from the page's edge.
    pub left: f32,
    /// Width, points.
    pub width: f32,
    /// Where lines stand in it; `None`: where their style says.
    pub align: Option<Align>,
}

/// A line, its pieces standing on a baseline of height 0.
#[derive(Debug, Default)]
pub(crate) struct LaidLine {
    /// Glyphs, rules and pictures in reading order.
    pub pieces: Vec<PageItem>,
    /// Height, points.
    pub height: f32,
    /// Depth of the baseline under the line's top, points.
    pub baseline: f32,
    /// Notes that it refers to.
    pub notes: Vec<u32>,
    /// Outline entry that points to it.
    pub anchor: Option<u32>,
    /// Names of places that links lead to.
    pub places: Vec<Box<str>>,
    /// Holds marked text.
    pub changed: bool,
    /// The entry of a contents list that it belongs to, where that waits for the number of a page.
    pub entry: Option<u32>,
}

/// A line may be stretched to this many times its ease, as Word stretches every line; one that would need
/// more is a single long word's, and stays ragged.
const STRETCH_LIMIT: f32 = 60.0;

/// One line to be made: its items and where they stand.
#[derive(Debug, Clone, Copy)]
struct Slice<'p> {
    styled: &'p StyledText,
    items: &'p [InlineItem],
    setting: &'p ItemSetting,
    /// Indent on the start side, points.
    indent: f32,
    /// Width for text, points.
    measure: f32,
    /// Both edges.
    justify: bool,
    /// Its last mark may hang over the edge.
    hanging: bool,
    /// The line break that ends it.
    broken_by: Option<&'p InlineItem>,
}

impl<'a> Compositor<'a> {
    /// The lines of a styled.
    pub(crate) fn lines(
        &mut self,
        styled: &StyledText,
        setting: &mut ItemSetting,
        style: &'a Style,
        column: Column,
    ) -> Vec<LaidLine> {
        let left = points(style.left);
        let room = column.width - points(style.right);
        let mut indent = left + points(style.first_line);
        let mut items = std::mem::take(&mut setting.items);
        let mut lines = Vec::new();
        for segment in items.split_inclusive_mut(|item| item.kind == ItemKind::Break) {
            let broken = segment.last().is_some_and(|item| item.kind == ItemKind::Break);
            let length = segment.len() - usize::from(broken);
            let Some((segment, behind)) = segment.split_at_mut_checked(length) else { continue };
            super::tabs::resolve(segment, style, indent, left, room);
            let justify = column.align.unwrap_or(style.align) == Align::Justify;
            let overhang = |item: &InlineItem| if style.hanging_marks { styled.overhang(item) } else { 0.0 };
            let hyphen = |item: &InlineItem| {
                let rest = styled.text.get(item.start as usize..).unwrap_or_default();
                rest.starts_with(['-', '\u{2010}'])
            };
            let ends = linebreak::cut(segment, room - indent, room - left, overhang, hyphen);
            let mut start = 0;
            for end in ends.iter().take_while(|_| !budget::is_spent()) {
                let slice = Slice {
                    styled,
                    items: segment.get(start..*end).unwrap_or_default(),
                    setting,
                    indent,
                    measure: room - indent,
                    justify: justify && *end < segment.len(),
                    hanging: style.hanging_marks,
                    broken_by: behind.first().filter(|_| *end == segment.len()),
                };
                lines.push(self.line(slice, style, column));
                (start, indent) = (*end, left);
            }
            if ends.is_empty() {
                lines.push(self.empty_line(style));
            }
            indent = left;
        }
        if lines.is_empty() || items.last().is_some_and(|item| item.kind == ItemKind::Break) {
            lines.push(self.empty_line(style));
        }
        items.clear();
        setting.items = items;
        lines
    }

    /// Height and depth of a line of a style in which no letter stands: those of the face of the document's
    /// script, which Word takes from the paragraph mark.
    fn strut(&mut self, style: &'a Style) -> (f32, f32) {
        let (faces, complex) = self.faces(style, style.bold, style.italic);
        let slot = self.main_slot();
        let face = faces.get(slot.index()).copied().unwrap_or(0);
        let size = f32::from(style.size) / 2.0 * if slot == FontSlot::Complex { complex } else { 1.0 };
        let tables = self.library.face(face).map(|face| face.tables());
        tables.map_or((size, 0.0), |tables| (tables.ascent * size, tables.descent * size))
    }

    fn empty_line(&mut self, style: &'a Style) -> LaidLine {
        let (ascent, descent) = self.strut(style);
        let (height, baseline) = line_height(style.line, ascent, descent);
        LaidLine { height, baseline, ..LaidLine::default() }
    }

    fn line(&mut self, slice: Slice<'_>, style: &'a Style, column: Column) -> LaidLine {
        let gaps = slice.gaps();
        let (lead, trail) = slice.white();
        let total: f32 = slice.items.iter().map(|item| item.width).sum::<f32>() + gaps.iter().sum::<f32>();
        let spare = slice.measure - (total - lead - trail);
        let offset = match column.align.unwrap_or(style.align) {
            Align::Start | Align::Justify => 0.0,
            Align::Centre => spare / 2.0,
            Align::End => spare,
        };
        let left = if slice.setting.right_to_left {
            column.left + column.width - slice.indent - offset - total
        } else {
            column.left + slice.indent + offset - lead
        };
        let places = slice.places(left, &gaps);
        let mut line = LaidLine::default();
        self.emit(&slice, &places, &mut line);
        let (ascent, descent) = self.extent(&slice, style);
        (line.height, line.baseline) = line_height(style.line, ascent, descent);
        // Pictures and formulas are as high as they are, whatever part of their height the style leaves to
        // words.
        let (high, deep) = self.insets_extent(&slice);
        if high > line.baseline {
            line.height += high - line.baseline;
            line.baseline = high;
        }
        line.height = line.height.max(line.baseline + deep);
        line.notes = slice.notes();
        line
    }

    /// Greatest height and depth of the faces in a line, pictures apart; points. A line of Latin letters alone
    /// is as high as their face asks, whatever script the lines around it have, as in Word and LibreOffice.
    fn extent(&mut self, slice: &Slice<'_>, style: &'a Style) -> (f32, f32) {
        let (mut ascent, mut descent) = (0.0_f32, 0.0_f32);
        let mut last = None;
        for item in slice.items {
            let formless = matches!(item.kind, ItemKind::Picture | ItemKind::Tab);
            if last == Some((item.face, item.look)) || formless {
                continue;
            }
            last = Some((item.face, item.look));
            let Some(look) = slice.styled.looks.get(usize::from(item.look)) else { continue };
            let Some(face) = self.library.face(item.face) else { continue };
            let tables = face.tables();
            let size = look.size_in(item.face);
            ascent = ascent.max(tables.ascent * size + look.rise);
            descent = descent.max(tables.descent * size - look.rise);
        }
        if last.is_none() { self.strut(style) } else { (ascent, descent) }
    }

    /// Greatest height and depth of the pictures and formulas in a line, points.
    fn insets_extent(&self, slice: &Slice<'_>) -> (f32, f32) {
        let insets = slice.items.iter().filter(|item| item.kind == ItemKind::Picture);
        let insets = insets.filter_map(|item| slice.styled.insets.get(item.glyph as usize));
        insets.map(|inset| self.inset_size(inset.1)).fold((0.0, 0.0), |(high, deep), (_, ascent, descent)| {
            (f32::max(high, ascent), f32::max(deep, descent))
        })
    }

    /// Writes the glyph runs, pictures and rules of a line.
    fn emit(&mut self, slice: &Slice<'_>, places: &[f32], line: &mut LaidLine) {
        let blanks: Vec<Option<InlineItem>> = slice.parting().map(|at| self.blank(slice, at)).collect();
        let mut blanks = blanks.iter().map(Option::as_ref);
        let mut group: Vec<PlacedItem<'_>> = Vec::with_capacity(slice.items.len());
        for (at, (item, x)) in slice.items.iter().zip(places.iter().copied()).enumerate() {
            let shown = match item.kind {
                ItemKind::Picture => None,
                ItemKind::Tab => blanks.next().flatten(),
                _ => Some(item),
            };
            let joins = |last: &PlacedItem<'_>| shown.is_some_and(|shown| slice.same_run(last.item, shown));
            if item.dots || !group.last().is_some_and(joins) {
                self.emit_run(slice, &group, line);
                group.clear();
            }
            if item.kind == ItemKind::Picture {
                self.emit_inset(slice, item, x, line);
            } else if item.dots {
                self.emit_dots(slice, item, x, line);
            }
            let margins = if item.kind == ItemKind::Tab { [0.0; 2] } else { slice.margins(places, at) };
            group.extend(shown.map(|item| PlacedItem { item, x, margins }));
        }
        if let Some(item) = blanks.next().flatten() {
            if !group.last().is_some_and(|last| slice.same_run(last.item, item)) {
                self.emit_run(slice, &group, line);
                group.clear();
            }
            group.push(PlacedItem { item, x: slice.end_of(places, item.width), margins: [0.0; 2] });
        }
        self.emit_run(slice, &group, line);
        self.emit_rules(slice, places, line);
    }

    /// What the tab at a place, or the end of the line behind the last, is read as: a space of the face beside
    /// it, which shows nothing. Without it who reads the file runs the words on both sides together.
    fn blank(&self, slice: &Slice<'_>, at: usize) -> Option<InlineItem> {
        /// Items that are looked at for a face.
        const REACH: usize = 64;
        let own = slice.items.get(at).or(slice.broken_by)?;
        let letter =
            |item: &&InlineItem| !matches!(item.kind, ItemKind::Picture | ItemKind::Tab) && !item.boxed;
        let (before, after) = slice.items.split_at_checked(at)?;
        let near = before.iter().rev().take(REACH).find(letter).or(after.iter().take(REACH).find(letter));
        let look = slice.styled.looks.get(usize::from(own.look))?;
        let [first, ..] = look.faces;
        let face = near.map_or(first, |near| near.face);
        let tables = self.library.face(face)?.tables();
        let glyph = tables.glyph(' ');
        let width = tables.advance(glyph) * look.size_in(face);
        // It takes the direction of the paragraph (UAX #9, L1).
        let level = u8::from(slice.setting.right_to_left);
        (glyph != 0).then(|| InlineItem { face, glyph: u32::from(glyph), width, level, ..own.clone() })
    }

    fn emit_run(&mut self, slice: &Slice<'_>, group: &[PlacedItem<'_>], line: &mut LaidLine) {
        let Some(first) = group.first().map(|placed| placed.item) else { return };
        let Some(look) = slice.styled.looks.get(usize::from(first.look)) else { return };
        let turned = first.level % 2 == 1;
        let end = group.last().map_or(first.end, |placed| placed.item.end);
        let mut text = String::with_capacity(end.abs_diff(first.start) as usize);
        let mut ranges = Vec::with_capacity(group.len());
        for PlacedItem { item, .. } in group {
            let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let range = item.start as usize..item.end as usize;
            text.push_str(match item.kind {
                ItemKind::Tab | ItemKind::Break => " ",
                _ => slice.styled.text.get(range).unwrap_or_default(),
            });
            ranges.push(start..u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let mut run = GlyphRun {
            font: self.font(first.face),
            size: look.size_in(first.face),
            colour: look.colour,
            y: 0.0,
            glyphs: Vec::with_capacity(group.len()),
            margins: Vec::new(),
            text,
            right_to_left: turned,
            slanted: look.italic && self.slants(first.face),
            boxes: first.boxed,
            tag: look.tag,
        };
        let mut add = |placed: &PlacedItem<'_>, range: std::ops::Range<u32>| {
            let PlacedItem { item, x, margins } = *placed;
            if item.shaped == 0 {
                let id = u16::try_from(item.glyph).unwrap_or(0);
                run.push(Glyph { id, x, rise: look.rise, text: range }, margins);
                return;
            }
            let clusters = slice.setting.clusters.iter().skip(item.glyph as usize);
            let (mut pen, mut range) = (x, range);
            for glyph in clusters.take(usize::from(item.shaped)) {
                let end = range.end;
                let share = std::mem::replace(&mut range, end..end);
                let (x, rise) = (pen + glyph.dx, look.rise + glyph.dy);
                run.push(Glyph { id: glyph.id, x, rise, text: share }, [0.0; 2]);
                pen += glyph.advance;
            }
        };
        let both = group.iter().zip(ranges);
        if turned {
            both.rev().for_each(|(placed, range)| add(placed, range));
        } else {
            both.for_each(|(placed, range)| add(placed, range));
        }
        line.changed |= look.changed;
        line.pieces.push(PageItem::Glyphs(run));
    }

    /// Whether italics of a face are made by slanting it: it has none, and is not Chinese, which takes Kai
    /// in their place.
    fn slants(&self, face: u16) -> bool {
        self.library.face(face).is_some_and(|face| !face.italic && face.tables().glyph('\u{4E2D}') == 0)
    }

    /// Dots that lead to a tab stop: page furniture, no text.
    fn emit_dots(&mut self, slice: &Slice<'_>, item: &InlineItem, x: f32, line: &mut LaidLine) {
        let Some(look) = slice.styled.looks.get(usize::from(item.look)) else { return };
        let [face, ..] = look.faces;
        let Some(tables) = self.library.face(face).map(|face| face.tables()) else { return };
        let (size, id) = (look.size_in(face), tables.glyph('.'));
        let advance = tables.advance(id) * size;
        if id == 0 || advance <= 0.0 {
            return;
        }
        // A dot's width of white on both sides; dots of all lines stand in columns.
        let first = ((x + advance) / advance).ceil();
        let count = ((x + item.width - advance) / advance - first).floor().max(0.0) as u16;
        let glyphs = (0..count).zip(0u32..).map(|(place, at)| Glyph {
            id,
            x: (first + f32::from(place)) * advance,
            rise: 0.0,
            text: at..at + 1,
        });
        let glyphs: Vec<Glyph> = glyphs.collect();
        line.pieces.push(PageItem::Glyphs(GlyphRun {
            font: self.font(face),
            size,
            colour: look.colour,
            y: 0.0,
            text: ".".repeat(glyphs.len()),
            glyphs,
            margins: Vec::new(),
            right_to_left: false,
            slanted: false,
            boxes: false,
            tag: PageTag::Artifact,
        }));
    }

    fn emit_inset(&mut self, slice: &Slice<'_>, item: &InlineItem, x: f32, line: &mut LaidLine) {
        let Some((_, inset, tag)) = slice.styled.insets.get(item.glyph as usize).copied() else {
            return;
        };
        match inset {
            Inset::Picture(picture) => {
                let (width, height) = self.picture_size(picture);
                line.pieces.push(PageItem::Picture(PlacedPicture { picture, x, y: 0.0, width, height, tag }));
            }
            Inset::Formula(place) => line.pieces.extend(self.placed_formula(place, x, tag)),
        }
    }

    /// Underlines and strikes, one rule for each stretch of one look.
    fn emit_rules(&self, slice: &Slice<'_>, places: &[f32], line: &mut LaidLine) {
        let ruled = |look: &TextFormat| look.underline || look.strike;
        if !slice.styled.looks.iter().any(ruled) {
            return;
        }
        let mut items: Vec<(&InlineItem, f32)> = slice.items.iter().zip(places.iter().copied()).collect();
        while items.last().is_some_and(|(item, _)| matches!(item.kind, ItemKind::Space | ItemKind::Tab)) {
            items.pop();
        }
        let tab = |item: &InlineItem| item.kind == ItemKind::Tab;
        // Rules go on through tabs, as in Word.
        let same =
            |a: &(&InlineItem, f32), b: &(&InlineItem, f32)| a.0.look == b.0.look && a.0.level == b.0.level;
        for group in items.chunk_by(same) {
            let Some(look) = group.first().and_then(|(a, _)| slice.styled.looks.get(usize::from(a.look)))
            else {
                continue;
            };
            if !look.underline && !look.strike {
                continue;
            }
            let left = group.iter().map(|(_, x)| *x).fold(f32::INFINITY, f32::min);
            // Blank halves of full-width marks that fall away at the ends of the line are not ruled.
            let right = group.iter().map(|(item, x)| x + item.width).fold(f32::NEG_INFINITY, f32::max);
            let hangs = |at: Option<&(&InlineItem, f32)>, end: Option<&InlineItem>| {
                at.zip(end).is_some_and(|(at, end)| at.0.start == end.start && at.0.level == 0)
            };
            let (lead, trail) = slice.white();
            let left = if hangs(group.first(), slice.items.first()) { left + lead } else { left };
            let right = if hangs(group.last(), slice.items.last()) { right - trail } else { right };
            let strokes = |pick: fn(&crate::layout::fonts::face::FaceTables) -> FaceStroke| {
                let words = group.iter().filter(|(item, _)| !tab(item));
                let faces = words.filter_map(|(item, _)| self.library.face(item.face));
                faces.map(|face| pick(face.tables())).min_by(|a, b| a.position.total_cmp(&b.position))
            };
            let mut add = |stroke: FaceStroke| {
                let height = stroke.thickness * look.size;
                let y = stroke.position * look.size + look.rise - height / 2.0;
                let rule = RuledLine { x: left, y, width: right - left, height, colour: look.colour };
                line.pieces.push(PageItem::Rule(rule));
            };
            if look.underline {
                strokes(|tables| tables.underline).into_iter().for_each(&mut add);
            }
            if look.strike {
                strokes(|tables| tables.strike).into_iter().for_each(&mut add);
            }
        }
    }
}

/// An item at its place in a line.
struct PlacedItem<'s> {
    item: &'s InlineItem,
    /// Pen position, points from the page's edge.
    x: f32,
    /// White to its left and right that is its own, points.
    margins: [f32; 2],
}

impl Slice<'_> {
    /// White between a letter and the Chinese characters beside it, points. It is the letter's own, so
    /// that no reader of the page takes it for a space between words.
    fn margins(&self, places: &[f32], at: usize) -> [f32; 2] {
        let placed = |at: usize| self.items.get(at).zip(places.get(at).copied());
        let letter =
            |item: &&InlineItem| item.kind == ItemKind::Letter && item.level == 0 && item.shaped == 0;
        let Some((item, x)) = placed(at).filter(|(item, _)| letter(item)) else { return [0.0; 2] };
        let chinese = |beside: Option<usize>| {
            beside.and_then(placed).filter(|(item, _)| item.kind == ItemKind::Chinese && item.level == 0)
        };
        let left = chinese(at.checked_sub(1)).map_or(0.0, |(before, left)| x - left - before.width);
        let right = chinese(at.checked_add(1)).map_or(0.0, |(_, right)| right - x - item.width);
        [left, right]
    }

    /// White that falls away at the two ends, and a mark that hangs over the edge as it does not fit.
    fn white(&self) -> (f32, f32) {
        let lead = self.items.first().map_or(0.0, |item| item.lead);
        let Some(last) = self.items.last() else { return (lead, 0.0) };
        let overhang = if self.hanging { self.styled.overhang(last) } else { 0.0 };
        let width = |item: &InlineItem| item.width + item.gap;
        let natural = || self.items.iter().map(width).sum::<f32>() - last.gap - lead - last.trail;
        let hangs = overhang > 0.0 && natural() > self.measure + 0.01;
        (lead, if hangs { last.trail + overhang } else { last.trail })
    }

    /// White after each item but the last, stretched or shrunk to the measure.
    fn gaps(&self) -> Vec<f32> {
        let Some((_, inner)) = self.items.split_last() else { return Vec::new() };
        let (lead, trail) = self.white();
        let sum = |pick: fn(&InlineItem) -> f32| inner.iter().map(pick).sum::<f32>();
        let widths: f32 = self.items.iter().map(|item| item.width).sum();
        let spare = self.measure - (widths + sum(|item| item.gap) - lead - trail);
        let (stretch, shrink) = (sum(|item| item.stretch), sum(|item| item.shrink));
        let grow = if spare > 0.0 && self.justify && stretch > 0.0 { spare / stretch } else { 0.0 };
        let grow = if grow > STRETCH_LIMIT { 0.0 } else { grow };
        let give = if spare < 0.0 && shrink > 0.0 { (spare / shrink).max(-1.0) } else { 0.0 };
        inner.iter().map(|item| item.gap + item.stretch * grow + item.shrink * give).collect()
    }

    /// Pen position of each item, in logical order.
    fn places(&self, left: f32, gaps: &[f32]) -> Vec<f32> {
        let gap = |at: usize| gaps.get(at).copied().unwrap_or(0.0);
        let mut pen = left;
        if self.items.iter().all(|item| item.level == 0) && !self.setting.right_to_left {
            let step = |(at, item): (usize, &InlineItem)| {
                let x = pen;
                pen += item.width + gap(at);
                x
            };
            return self.items.iter().enumerate().map(step).collect();
        }
        let mut places = vec![0.0; self.items.len()];
        for at in visual_order(self.items, self.setting.right_to_left) {
            let (Some(place), Some(item)) = (places.get_mut(at), self.items.get(at)) else { continue };
            // The white after an item that runs right to left lies on its left.
            let turned = item.level % 2 == 1;
            *place = if turned { pen + gap(at) } else { pen };
            pen += item.width + gap(at);
        }
        places
    }

    /// Where tabs stand; and, where a line break ends the line, the place behind the last item.
    fn parting(&self) -> impl Iterator<Item = usize> {
        let tabs = self.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Tab);
        tabs.map(|(at, _)| at).chain(self.broken_by.map(|_| self.items.len()))
    }

    /// Where what ends the line stands, which is so wide.
    fn end_of(&self, places: &[f32], width: f32) -> f32 {
        if self.setting.right_to_left {
            return places.iter().copied().reduce(f32::min).unwrap_or(0.0) - width;
        }
        let ends = self.items.iter().zip(places).map(|(item, x)| x + item.width);
        ends.reduce(f32::max).unwrap_or(0.0)
    }

    /// Whether two neighbours go into one glyph run.
    fn same_run(&self, left: &InlineItem, right: &InlineItem) -> bool {
        if left.face != right.face
            || left.level != right.level
            || left.end != right.start
            || left.boxed != right.boxed
        {
            return false;
        }
        if left.look == right.look {
            return true;
        }
        let look = |item: &InlineItem| self.styled.looks.get(usize::from(item.look));
        let key = |look: &TextFormat| (look.size.to_bits(), look.colour, look.tag);
        look(left).map(key) == look(right).map(key)
    }

    fn notes(&self) -> Vec<u32> {
        if self.styled.notes.is_empty() {
            return Vec::new();
        }
        let (Some(first), Some(last)) = (self.items.first(), self.items.last()) else { return Vec::new() };
        let here = |at: u32| at > first.start && at <= last.end;
        self.styled.notes.iter().filter(|note| here(note.0)).map(|note| note.1).collect()
    }
}

/// Atoms from left to right (UAX #9, L1 and L2). Within a run from right to left each item keeps its
/// own glyphs from left to right.
fn visual_order(items: &[InlineItem], right_to_left: bool) -> Vec<usize> {
    let base = u8::from(right_to_left);
    let mut levels: Vec<u8> = items.iter().map(|item| item.level).collect();
    // White at the end of the line, tabs and white before them take the direction of the paragraph.
    let mut outer = true;
    for (level, item) in levels.iter_mut().zip(items).rev() {
        outer = item.kind == ItemKind::Tab || (outer && item.kind == ItemKind::Space);
        if outer {
            *level = base;
        }
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    for threshold in (1..=highest).rev() {
        let level = |at: &usize| levels.get(*at).copied().unwrap_or(0);
        for run in order.chunk_by_mut(|a, b| (level(a) >= threshold) == (level(b) >= threshold)) {
            if run.first().is_some_and(|at| level(at) >= threshold) {
                run.reverse();
            }
        }
    }
    order
}

/// Height of a line and depth of its baseline, points.
pub(crate) fn line_height(rule: LineHeight, ascent: f32, descent: f32) -> (f32, f32) {
    let own = (ascent + descent).max(0.1);
    let height = match rule {
        LineHeight::Multiple(parts) => own * f32::from(parts) / 240.0,
        LineHeight::Exactly(twips) => f32::from(twips) / 20.0,
        LineHeight::AtLeast(twips) => own.max(f32::from(twips) / 20.0),
    };
    // What a line has over or under its own height goes above and below in the same proportion.
    (height, height * ascent / own)
}
