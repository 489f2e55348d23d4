//! Cutting a run of items into lines, as Word cuts them.
//!
//! In: items without line breaks, the width of the first line and of the others. Out: where each
//! line ends. Never: a line wider than its measure unless a single item is; a walk back over text.
//!
//! Word fills line after line: as much as fits, less the blank halves of marks that may give way;
//! it shrinks no space between words. The PDF breaks where Word's page of the DOCX does.

use super::items::{InlineItem, ItemKind};

/// Running sums over items, points; `f64` so that a text of any length adds up.
#[derive(Debug)]
struct Sums {
    /// Position of each item's left edge, without leads; one more for the end.
    place: Vec<f64>,
    shrink: Vec<f64>,
}

impl Sums {
    fn new(items: &[InlineItem]) -> Self {
        let room = || Vec::with_capacity(items.len() + 1);
        let mut sums = Self { place: room(), shrink: room() };
        let (mut place, mut shrink) = (0.0, 0.0);
        for item in items {
            sums.place.push(place);
            sums.shrink.push(shrink);
            place += f64::from(item.width) + f64::from(item.gap);
            shrink += f64::from(item.shrink);
        }
        sums.place.push(place);
        sums
    }

    /// Width of the line of items `from..=to`, and what of it may give way.
    fn line(&self, items: &[InlineItem], from: usize, to: usize) -> Option<(f64, f64)> {
        let (first, last) = (items.get(from)?, items.get(to)?);
        let between = |list: &[f64]| list.get(to).zip(list.get(from)).map_or(0.0, |(b, a)| b - a);
        let white = f64::from(first.lead) + f64::from(last.trail);
        Some((between(&self.place) + f64::from(last.width) - white, between(&self.shrink)))
    }
}

/// Cuts items into lines: one past the last item of each. `first` and `rest` are widths in points; `overhang` is
/// how far the last item of a line may hang over the edge, points. What is wider than a line is cut behind the
/// last hyphen that fits (`hyphen`), as Word does, else where the line is full.
pub(crate) fn cut(
    items: &[InlineItem],
    first: f32,
    rest: f32,
    overhang: impl Fn(&InlineItem) -> f32,
    hyphen: impl Fn(&InlineItem) -> bool,
) -> Vec<usize> {
    if items.is_empty() {
        return Vec::new();
    }
    let sums = Sums::new(items);
    let (first, rest) = (f64::from(first.max(1.0)), f64::from(rest.max(1.0)));
    // Most paragraphs of a cell and all headings are one line.
    if sums.line(items, 0, items.len() - 1).is_some_and(|(natural, _)| natural <= first) {
        return vec![items.len()];
    }
    let mut ends = Vec::new();
    let (mut start, mut good) = (0, None);
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let width = if start == 0 { first } else { rest };
        let fits = sums
            .line(items, start, at)
            .is_some_and(|(natural, shrink)| natural - shrink - f64::from(overhang(item)) <= width + 0.01);
        if fits || at == start {
            if item.breakable {
                good = Some(at + 1);
            }
            at += 1;
            continue;
        }
        // A space that no longer fits hangs over the edge and still ends the line.
        if item.kind == ItemKind::Space && item.breakable {
            good = Some(at + 1);
            at += 1;
            continue;
        }
        let joint = || {
            let fitting = items.get(start..at).unwrap_or_default();
            let joint = fitting.iter().rposition(&hyphen).filter(|joint| *joint > 0);
            joint.map_or(at, |joint| start + joint + 1)
        };
        let end = good.take().unwrap_or_else(joint);
        ends.push(end);
        (start, at) = (end, end);
    }
    ends.push(items.len());
    ends
}
