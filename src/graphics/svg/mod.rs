//! SVG, brought to plain paths by usvg, with its words kept as words.
//!
//! In: the text of an SVG. Out: a [`Drawing`]. Never: a file or address outside of it; opacity, which
//! becomes the colour it makes on white; masks and filters, which are left out.

mod styles;
mod words;

use usvg::roxmltree;
use usvg::{Group, ImageHrefResolver, ImageKind, Node, Options, Paint, Tree};

use super::drawing::{
    DrawingItem, DrawingPoint, DrawingStroke, FillRule, Matrix, Outline, Path, Segment, transformed,
};
use super::gradient::{Gradient, GradientForm, Spread, Stop};
use super::{Drawing, PictureFault, PixelBudget, raster};
use crate::limits;

/// Whether the bytes are those of an SVG.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    /// How far comments and a document type reach before the first element.
    const HEAD: usize = 4096;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    bytes.starts_with(b"<")
        && (head.windows(4).any(|word| word == b"<svg") || head.windows(5).any(|word| word == b":svg "))
}

/// Reads an SVG.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn read(bytes: &[u8], budget: &mut PixelBudget) -> Result<Drawing, PictureFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| PictureFault::Damaged)?;
    let parsing = || roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(limits::DRAWING_ITEMS).unwrap_or(u32::MAX),
        ..roxmltree::ParsingOptions::default()
    };
    let source =
        roxmltree::Document::parse_with_options(text, parsing()).map_err(|_| PictureFault::Damaged)?;
    let (marked, words) = words::marked(&source, text);
    drop(source);
    let marked =
        roxmltree::Document::parse_with_options(&marked, parsing()).map_err(|_| PictureFault::Damaged)?;
    let tree = Tree::from_xmltree(&marked, &options()).map_err(|_| PictureFault::Damaged)?;
    let size = tree.size();
    let mut reader = SvgReader { items: Vec::new(), words, budget };
    reader.group(tree.root(), 1.0)?;
    if !reader.items.iter().any(|item| !matches!(item, DrawingItem::Clip(..) | DrawingItem::Restore)) {
        return Err(PictureFault::Empty);
    }
    Ok(Drawing { width: size.width(), height: size.height(), items: reader.items, whole: true })
}

/// Options with which nothing outside of the file is read.
fn options() -> Options<'static> {
    let image_href_resolver = ImageHrefResolver {
        resolve_data: ImageHrefResolver::default_data_resolver(),
        resolve_string: Box::new(|_, _| None),
    };
    Options { image_href_resolver, resources_dir: None, ..Options::default() }
}

struct SvgReader<'b> {
    items: Vec<DrawingItem>,
    words: Vec<words::Chunk>,
    budget: &'b mut PixelBudget,
}

impl SvgReader<'_> {
    /// A group, seen through an opacity. Its nesting is bounded by the parser of the tree.
    fn group(&mut self, group: &Group, opacity: f32) -> Result<(), PictureFault> {
        let opacity = opacity * group.opacity().get();
        let clip = group.clip_path().map(|clip| {
            let space = matrix(group.abs_transform()).after(matrix(clip.transform()));
            let mut outline = Outline::new();
            outlines(clip.root(), space, &mut outline);
            outline
        });
        let clipped = clip.is_some();
        if let Some(outline) = clip {
            self.add(DrawingItem::Clip(outline, FillRule::NonZero))?;
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, opacity)?,
                Node::Path(path) => self.path(path, opacity)?,
                Node::Image(image) if image.is_visible() => self.image(image)?,
                _ => {}
            }
        }
        if clipped {
            self.add(DrawingItem::Restore)?;
        }
        Ok(())
    }

    fn add(&mut self, item: DrawingItem) -> Result<(), PictureFault> {
        if self.items.len() >= limits::DRAWING_ITEMS {
            return Err(PictureFault::TooLarge);
        }
        self.items.push(item);
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path, opacity: f32) -> Result<(), PictureFault> {
        if !path.is_visible() {
            return Ok(());
        }
        let space = matrix(path.abs_transform());
        let fill = path.fill().map(|fill| colour(fill.paint(), fill.opacity().get() * opacity));
        if let Some(index) = words::index(path.id()) {
            let chunk = self.words.get(index).cloned();
            // Words that are filled with nothing are not to be seen; they may be there for a search.
            if let (Some(chunk), Some(fill)) = (chunk, fill) {
                self.add(DrawingItem::Words(chunk.placed(space, fill)))?;
            }
            return Ok(());
        }
        let stroke = path.stroke().map(|stroke| {
            let scale = space.scale();
            DrawingStroke {
                colour: colour(stroke.paint(), stroke.opacity().get() * opacity),
                width: stroke.width().get() * scale,
                cap: match stroke.linecap() {
                    usvg::LineCap::Butt => 0,
                    usvg::LineCap::Round => 1,
                    usvg::LineCap::Square => 2,
                },
                join: match stroke.linejoin() {
                    usvg::LineJoin::Round => 1,
                    usvg::LineJoin::Bevel => 2,
                    _ => 0,
                },
                dashes: stroke.dasharray().unwrap_or_default().iter().map(|dash| dash * scale).collect(),
            }
        });
        let even = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
        let rule = if even { FillRule::EvenOdd } else { FillRule::NonZero };
        let outline = transformed(&outline(path), space);
        let run = path.fill().map(|fill| (fill.paint(), fill.opacity().get() * opacity));
        let (paint, seen) = run.unzip();
        if let Some(items) = self.run_of(paint, seen.unwrap_or(1.0), space, &outline, rule)? {
            items.into_iter().try_for_each(|item| self.add(item))?;
            return match stroke {
                None => Ok(()),
                stroke => self.add(DrawingItem::Path(Path { outline, fill: None, rule, stroke })),
            };
        }
        self.add(DrawingItem::Path(Path { outline, fill, rule, stroke }))
    }

    /// What a gradient makes of an outline.
    fn run_of(
        &mut self,
        paint: Option<&Paint>,
        opacity: f32,
        space: Matrix,
        outline: &Outline,
        rule: FillRule,
    ) -> Result<Option<Vec<DrawingItem>>, PictureFault> {
        let (run, base) = match paint {
            Some(Paint::LinearGradient(line)) => {
                (GradientForm::Linear((line.x1(), line.y1()), (line.x2(), line.y2())), &***line)
            }
            Some(Paint::RadialGradient(round)) => {
                let (focus, middle) = ((round.fx(), round.fy()), (round.cx(), round.cy()));
                (GradientForm::Radial(focus, middle, round.r().get()), &***round)
            }
            _ => return Ok(None),
        };
        let stops: Vec<Stop> = base
            .stops()
            .iter()
            .map(|stop| {
                let colour = stop.color();
                let seen = stop.opacity().get() * opacity;
                (stop.offset().get(), on_white([colour.red, colour.green, colour.blue], seen))
            })
            .collect();
        let spread = match base.spread_method() {
            usvg::SpreadMethod::Pad => Spread::Pad,
            usvg::SpreadMethod::Reflect => Spread::Reflect,
            usvg::SpreadMethod::Repeat => Spread::Repeat,
        };
        let matrix = space.after(matrix(base.transform()));
        Gradient { run, matrix, stops: &stops, spread }.fill(outline, rule, self.budget)
    }

    fn image(&mut self, image: &usvg::Image) -> Result<(), PictureFault> {
        let bytes = match image.kind() {
            ImageKind::JPEG(bytes)
            | ImageKind::PNG(bytes)
            | ImageKind::GIF(bytes)
            | ImageKind::WEBP(bytes) => bytes,
            ImageKind::SVG(_) => return Ok(()),
        };
        let raster = match raster::decode(bytes, self.budget) {
            Ok(raster) => raster,
            Err(PictureFault::TooLarge) => return Err(PictureFault::TooLarge),
            Err(_) => return Ok(()),
        };
        let size = Matrix([image.size().width(), 0.0, 0.0, image.size().height(), 0.0, 0.0]);
        self.add(DrawingItem::Picture(raster, matrix(image.abs_transform()).after(size)))
    }
}

/// All outlines of a group.
fn outlines(group: &Group, space: Matrix, all: &mut Outline) {
    for node in group.children() {
        match node {
            Node::Group(inner) => outlines(inner, space, all),
            Node::Path(path) => {
                all.extend(transformed(&outline(path), space.after(matrix(path.abs_transform()))));
            }
            _ => {}
        }
    }
}

fn matrix(transform: usvg::Transform) -> Matrix {
    Matrix([transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty])
}

fn outline(path: &usvg::Path) -> Outline {
    use usvg::tiny_skia_path::PathSegment;
    let mut outline = Outline::new();
    let mut pen: DrawingPoint = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(to) => outline.push(Segment::Move((to.x, to.y))),
            PathSegment::LineTo(to) => outline.push(Segment::Line((to.x, to.y))),
            PathSegment::QuadTo(middle, to) => {
                // The cubic that draws the same curve.
                let toward = |end: DrawingPoint| {
                    (end.0 + (middle.x - end.0) * 2.0 / 3.0, end.1 + (middle.y - end.1) * 2.0 / 3.0)
                };
                let end = (to.x, to.y);
                outline.push(Segment::Curve(toward(pen), toward(end), end));
            }
            PathSegment::CubicTo(first, second, to) => {
                outline.push(Segment::Curve((first.x, first.y), (second.x, second.y), (to.x, to.y)));
            }
            PathSegment::Close => outline.push(Segment::Close),
        }
        if let Some(Segment::Move(to) | Segment::Line(to) | Segment::Curve(.., to)) = outline.last() {
            pen = *to;
        }
    }
    outline
}

/// The colour that a paint makes on white; of a gradient the mean of its stops.
fn colour(paint: &Paint, opacity: f32) -> [u8; 3] {
    let stops = match paint {
        Paint::Color(colour) => return on_white([colour.red, colour.green, colour.blue], opacity),
        Paint::LinearGradient(gradient) => gradient.stops(),
        Paint::RadialGradient(gradient) => gradient.stops(),
        Paint::Pattern(_) => return on_white([128; 3], opacity),
    };
    let mut sums = [0.0f32; 3];
    for stop in stops {
        let colour = stop.color();
        let seen = on_white([colour.red, colour.green, colour.blue], stop.opacity().get() * opacity);
        sums.iter_mut().zip(seen).for_each(|(sum, part)| *sum += f32::from(part));
    }
    sums.map(|sum| (sum / stops.len().max(1) as f32).round() as u8)
}

fn on_white(colour: [u8; 3], opacity: f32) -> [u8; 3] {
    colour.map(|part| (f32::from(part) * opacity + 255.0 * (1.0 - opacity)).round().clamp(0.0, 255.0) as u8)
}
