//! Areas of EMF+: what is filled, and what bounds all that is painted.

use super::PlusPlayer;
use super::brush::Paint;
use super::cursor::Tint;
use super::objects::Region;
use super::shapes::tiles;
use crate::graphics::drawing::{DrawingItem, FillRule, Matrix, Outline, Path, rectangle, transformed};
use crate::graphics::gradient::{self, Gradient};
use crate::graphics::metafile::canvas::{Canvas, reach};
use crate::graphics::metafile::state::Brush;
use crate::graphics::{PictureFault, PixelBudget, Raster};

impl PlusPlayer {
    /// Fills an outline of places of the drawing.
    pub(super) fn fill(
        &self,
        canvas: &mut Canvas,
        outline: Outline,
        rule: FillRule,
        paint: &Paint,
        budget: &mut PixelBudget,
    ) -> Result<(), PictureFault> {
        match paint {
            Paint::Colour(tint) => fill_tint(canvas, outline, rule, *tint),
            Paint::Hatch(style, front, ground) => hatch(canvas, outline, rule, *style, [*front, *ground]),
            Paint::ColourRun(run) => {
                let matrix = self.matrix(canvas).after(run.matrix);
                let gradient = Gradient { run: run.form, matrix, stops: &run.stops, spread: run.spread };
                match gradient.fill(&outline, rule, budget)? {
                    Some(items) => items.into_iter().try_for_each(|item| canvas.add(item)),
                    None => fill_tint(canvas, outline, rule, paint.tint()),
                }
            }
            Paint::Texture(raster, place) => {
                let place = self.matrix(canvas).after(*place);
                match tiles(raster, place, &outline) {
                    Some(tiles) => {
                        canvas.add(DrawingItem::Clip(outline, rule))?;
                        for tile in tiles {
                            budget.take_passed_on(raster.width, raster.height)?;
                            canvas.add(DrawingItem::Picture(raster.clone(), tile))?;
                        }
                        canvas.add(DrawingItem::Restore)
                    }
                    None => fill_tint(canvas, outline, rule, paint.tint()),
                }
            }
        }
    }
}

/// Fills with a colour: one that lets through what is behind it is a picture of one pixel.
pub(super) fn fill_tint(
    canvas: &mut Canvas,
    outline: Outline,
    rule: FillRule,
    tint: Tint,
) -> Result<(), PictureFault> {
    match tint.opacity {
        0 => Ok(()),
        255 => {
            let fill = Some(tint.colour);
            canvas.add(DrawingItem::Path(Path { outline, fill, rule, stroke: None }))
        }
        opacity => {
            let Some(((left, top), (right, bottom))) = reach(&outline) else { return Ok(()) };
            let Some(pixel) = Raster::with_opacity((1, 1), 3, &[&tint.colour[..], &[opacity]].concat())
            else {
                return Ok(());
            };
            let place = Matrix([right - left, 0.0, 0.0, bottom - top, left, top]);
            gradient::behind(outline, rule, pixel, place).into_iter().try_for_each(|item| canvas.add(item))
        }
    }
}

/// Fills with lines or dots ([MS-EMFPLUS] 2.1.1.13): dots as the mean of their colours.
fn hatch(
    canvas: &mut Canvas,
    outline: Outline,
    rule: FillRule,
    style: u32,
    [front, ground]: [Tint; 2],
) -> Result<(), PictureFault> {
    let lines = match style {
        0..=5 => style,
        18 | 20 | 22 | 30 => 2,
        19 | 21 | 23 | 31 => 3,
        24 | 26 | 28 | 33 => 1,
        25 | 27 | 29 | 32 => 0,
        _ => {
            const SHARES: [u16; 12] = [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90];
            let share = (style as usize).checked_sub(6).and_then(|at| SHARES.get(at)).copied().unwrap_or(50);
            let mix = |one: u8, other: u8| {
                ((u16::from(one) * share + u16::from(other) * (100 - share)) / 100) as u8
            };
            let [r, g, b] = front.colour;
            let [s, h, c] = ground.colour;
            let colour = [mix(r, s), mix(g, h), mix(b, c)];
            return fill_tint(
                canvas,
                outline,
                rule,
                Tint { colour, opacity: mix(front.opacity, ground.opacity) },
            );
        }
    };
    canvas.state.brush = Brush::Hatched(lines, front.on_white());
    (canvas.state.opaque, canvas.state.background) = (ground.opacity > 0, ground.on_white());
    canvas.state.rule = rule;
    canvas.paint(outline, false, true)
}

/// Bounds what is painted by an outline of the drawing, by a mode of combining ([MS-EMFPLUS] 2.1.1.5).
pub(super) fn combine(canvas: &mut Canvas, outline: Outline, rule: FillRule, mode: u32) {
    match mode {
        2 | 3 if !canvas.state.clips.is_empty() => {
            if let Some((before, kept)) = canvas.state.clips.last_mut() {
                before.extend(outline);
                *kept = if mode == 3 { FillRule::EvenOdd } else { FillRule::NonZero };
            }
        }
        4 => canvas.clip_out(outline),
        // Region modes: 5 is in place of what was.
        _ => canvas.clip(outline, rule, if mode == 0 { 5 } else { 1 }),
    }
}

/// Bounds it by a region as well, or by what is outside of it (mode 4).
pub(super) fn clip_region(canvas: &mut Canvas, region: &Region, matrix: Matrix, mode: u32) {
    match region {
        Region::Infinite => {}
        Region::Empty => canvas.clip(rectangle((0.0, 0.0), (0.0, 0.0)), FillRule::NonZero, 1),
        Region::Path(path) => combine(canvas, transformed(&path.outline, matrix), path.rule, mode),
        Region::Combined(how, both) => {
            let (first, second) = &**both;
            match how {
                1 => [first, second].into_iter().for_each(|part| clip_region(canvas, part, matrix, mode)),
                4 => {
                    clip_region(canvas, first, matrix, 1);
                    clip_region(canvas, second, matrix, 4);
                }
                5 => {
                    clip_region(canvas, second, matrix, 1);
                    clip_region(canvas, first, matrix, 4);
                }
                _ => {
                    let mut all = Outline::new();
                    outlines(first, matrix, &mut all);
                    outlines(second, matrix, &mut all);
                    let rule = if *how == 3 { FillRule::EvenOdd } else { FillRule::NonZero };
                    combine(canvas, all, rule, mode);
                }
            }
        }
    }
}

/// All outlines of a region, as places of the drawing.
fn outlines(region: &Region, matrix: Matrix, all: &mut Outline) {
    match region {
        Region::Path(path) => all.extend(transformed(&path.outline, matrix)),
        Region::Combined(_, both) => {
            outlines(&both.0, matrix, all);
            outlines(&both.1, matrix, all);
        }
        Region::Infinite | Region::Empty => {}
    }
}
