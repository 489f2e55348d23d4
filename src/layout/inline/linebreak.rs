//! Cutting a run of items into lines.
//!
//! In: items without line breaks, the width of the first line and of the others. Out: where each
//! line ends. Never: a line wider than its measure unless a single item is; a walk back over text.
//!
//! Justified Chinese is cut as a whole, so that the sum of the lines' squared badness is least (Knuth
//! and Plass 1981). A break looks only at the starts whose line is neither too long nor hopelessly
//! short, three to eight of them, so the cost is linear in the text. Other text is cut line by line.

use super::items::{InlineItem, ItemKind};

/// How far beyond ease a line may be stretched while a better cut is looked for.
const TOLERANCE: f64 = 3.0;
/// Cost of a line that no cut can make good.
const FORCED: f64 = 1e9;
/// Cost of a last line of a single character: as of a line that must give a third more than at ease.
/// One character more on the last line is worth that much white between those of the line above.
const ORPHAN: f64 = 56_000.0;

/// Running sums over items, points; `f64` so that a text of any length adds up.
#[derive(Debug)]
struct Sums {
    /// Position of each item's left edge, without leads; one more for the end.
    place: Vec<f64>,
    stretch: Vec<f64>,
    shrink: Vec<f64>,
}

/// A line's natural width and how far it gives.
#[derive(Debug, Clone, Copy)]
struct Measure {
    natural: f64,
    stretch: f64,
    shrink: f64,
}

impl Sums {
    fn new(items: &[InlineItem]) -> Self {
        let room = || Vec::with_capacity(items.len() + 1);
        let mut sums = Self { place: room(), stretch: room(), shrink: room() };
        let (mut place, mut stretch, mut shrink) = (0.0, 0.0, 0.0);
        for item in items {
            sums.place.push(place);
            sums.stretch.push(stretch);
            sums.shrink.push(shrink);
            place += f64::from(item.width) + f64::from(item.gap);
            stretch += f64::from(item.stretch);
            shrink += f64::from(item.shrink);
        }
        sums.place.push(place);
        sums
    }

    /// The line of items `from..=to`.
    fn line(&self, items: &[InlineItem], from: usize, to: usize) -> Option<Measure> {
        let (first, last) = (items.get(from)?, items.get(to)?);
        let between = |list: &[f64]| list.get(to).zip(list.get(from)).map_or(0.0, |(b, a)| b - a);
        let white = f64::from(first.lead) + f64::from(last.trail);
        let natural = between(&self.place) + f64::from(last.width) - white;
        Some(Measure { natural, stretch: between(&self.stretch), shrink: between(&self.shrink) })
    }
}

/// A possible start of a line.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: usize,
    cost: f64,
    before: usize,
}

/// Cuts items into lines: one past the last item of each, `whole` with an eye on all of them. `first` and
/// `rest` are widths in points.
pub(crate) fn cut(items: &[InlineItem], first: f32, rest: f32, whole: bool) -> Vec<usize> {
    if items.is_empty() {
        return Vec::new();
    }
    let sums = Sums::new(items);
    let widths = (f64::from(first.max(1.0)), f64::from(rest.max(1.0)));
    // Most paragraphs of a cell and all headings are one line.
    if sums.line(items, 0, items.len() - 1).is_some_and(|line| line.natural <= widths.0) {
        return vec![items.len()];
    }
    if whole { cut_whole(items, &sums, widths) } else { cut_greedy(items, &sums, widths) }
}

/// Line by line: as much as fits.
fn cut_greedy(items: &[InlineItem], sums: &Sums, widths: (f64, f64)) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut start, mut good) = (0, None);
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let width = if start == 0 { widths.0 } else { widths.1 };
        let fits = sums.line(items, start, at).is_some_and(|line| line.natural <= width + 0.01);
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
        let end = good.take().unwrap_or(at);
        ends.push(end);
        (start, at) = (end, end);
    }
    ends.push(items.len());
    ends
}

/// All lines at once.
struct Search<'s> {
    items: &'s [InlineItem],
    sums: &'s Sums,
    widths: (f64, f64),
    starts: Vec<Start>,
    /// First start that a line may still come from.
    live: usize,
}

fn cut_whole(items: &[InlineItem], sums: &Sums, widths: (f64, f64)) -> Vec<usize> {
    let root = Start { at: 0, cost: 0.0, before: usize::MAX };
    let mut search = Search { items, sums, widths, starts: vec![root], live: 0 };
    let mut seen = 0;
    // What stands before a line break ends a line, though the text itself cannot be broken there.
    let ends = |(at, item): &(usize, &InlineItem)| item.breakable || at + 1 == items.len();
    let breaks = items.iter().enumerate().filter(ends).map(|(at, _)| at);
    for at in breaks {
        while !search.offer(at) {
            search.force(seen, at);
        }
        seen = at + 1;
    }
    search.ends()
}

impl Search<'_> {
    /// Looks for the best line that ends after item `at`. False where every start lies too far back.
    fn offer(&mut self, at: usize) -> bool {
        let last = at + 1 == self.items.len();
        let mut best: Option<Start> = None;
        let mut place = self.live;
        while let Some(start) = self.starts.get(place).copied() {
            let width = if start.at == 0 { self.widths.0 } else { self.widths.1 };
            if start.at > at {
                break;
            }
            let Some(line) = self.sums.line(self.items, start.at, at) else { break };
            if line.natural - line.shrink > width + 0.01 {
                if place == self.live {
                    self.live += 1;
                }
                place += 1;
                continue;
            }
            match badness(&line, width, last) {
                Some(bad) => {
                    let cost = start.cost + bad;
                    if best.is_none_or(|known| cost < known.cost) {
                        best = Some(Start { at: at + 1, cost, before: place });
                    }
                }
                None if start.at > 0 => break,
                None => {}
            }
            place += 1;
        }
        self.starts.extend(best);
        self.live < self.starts.len()
    }

    /// Ends a line at `seen`, the last opportunity before item `at`, or in mid-word where the line
    /// has none.
    fn force(&mut self, seen: usize, at: usize) {
        let Some(start) = self.starts.last().copied() else { return };
        let before = self.starts.len() - 1;
        let width = if start.at == 0 { self.widths.0 } else { self.widths.1 };
        let end = if seen > start.at {
            seen
        } else {
            let fits = |to: &usize| {
                self.sums.line(self.items, start.at, *to).is_some_and(|line| line.natural <= width)
            };
            (start.at + 1..=at).take_while(fits).last().map_or(start.at + 1, |to| to + 1)
        };
        self.starts.push(Start { at: end, cost: start.cost + FORCED, before });
        self.live = self.starts.len() - 1;
    }

    fn ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut place = self.starts.len().saturating_sub(1);
        while let Some(start) = self.starts.get(place).filter(|start| start.at > 0) {
            ends.push(start.at);
            place = start.before;
        }
        ends.reverse();
        ends
    }
}

/// How bad a line is; `None` where it is hopelessly short.
fn badness(line: &Measure, width: f64, last: bool) -> Option<f64> {
    let room = width - line.natural;
    if last && room >= 0.0 {
        return Some(if line.natural < width * 0.04 { ORPHAN } else { 0.0 });
    }
    let ratio = match room {
        room if room >= 0.0 && line.stretch > 0.0 => room / line.stretch,
        room if room < 0.0 && line.shrink > 0.0 => -room / line.shrink,
        room if room.abs() < 0.5 => 0.0,
        _ => return None,
    };
    if ratio > TOLERANCE {
        return None;
    }
    let bad = 100.0 * ratio * ratio * ratio;
    Some((1.0 + bad) * (1.0 + bad))
}
