//! Tab stops.
//!
//! In: the items of one line or more, up to a line break. Out: the same with each tab as wide as the
//! way to its stop. Never: white that justification may stretch before the last tab.

use crate::template::{Style, TabAlign};

use super::items::{InlineItem, ItemKind};
use crate::layout::compositor::points;

/// Stops where the style has none left: every half inch, as Word's.
const DEFAULT_STOP: f32 = 36.0;
/// Width of a tab that begins past the end of the line, where no stop can help.
const BEYOND: f32 = 12.0;

/// Gives each tab its width. `indent` is where the first line begins, `left` where the others begin,
/// `room` where lines end, points from the column's start.
pub(crate) fn resolve(items: &mut [InlineItem], style: &Style, indent: f32, left: f32, room: f32) {
    let Some(last) = items.iter().rposition(|item| item.kind == ItemKind::Tab) else { return };
    let mut x = indent;
    // The last place before here where the line may end, and the pen there.
    let mut good: Option<(usize, f32)> = None;
    let mut at = 0;
    while at <= last {
        let follows = following(items, at);
        let Some(item) = items.get_mut(at) else { break };
        (item.stretch, item.shrink) = (0.0, 0.0);
        let may_end = std::mem::take(&mut item.breakable);
        if item.kind == ItemKind::Tab {
            let inside = x < room;
            let (stop, dots) = stop(style, x, follows);
            item.width = if inside { (stop - x).clamp(0.0, room - x) } else { BEYOND };
            item.dots = dots && inside;
            item.breakable = !inside;
        }
        x += item.width + item.gap;
        // Words before a tab go on on the next line as whole words; the tab is reckoned from there.
        let overflows = x > room && !matches!(item.kind, ItemKind::Tab | ItemKind::Space);
        if let Some((end, pen)) = good.take_if(|_| overflows) {
            x = left + x - pen;
            if let Some(end) = items.get_mut(end) {
                end.breakable = true;
            }
        } else if may_end {
            good = Some((at, x));
        }
        at += 1;
    }
}

/// Width of the text between the tab at `at` and the next tab or the end; only asked for tabs.
fn following(items: &[InlineItem], at: usize) -> f32 {
    if items.get(at).is_none_or(|item| item.kind != ItemKind::Tab) {
        return 0.0;
    }
    let text = items.iter().skip(at + 1).take_while(|item| item.kind != ItemKind::Tab);
    text.map(|item| item.width + item.gap).sum()
}

/// Where the text after a tab at `x` begins, and whether dots lead there.
fn stop(style: &Style, x: f32, follows: f32) -> (f32, bool) {
    let set = style.tabs.iter().map(|tab| (points(tab.at), tab.align, tab.dots));
    // A hanging indent is a stop of its own (ECMA-376 part 1, 17.3.1.12).
    let hang = (style.first_line < 0).then(|| (points(style.left), TabAlign::Start, false));
    let next = set.chain(hang).filter(|(at, ..)| *at > x + 0.1).min_by(|a, b| a.0.total_cmp(&b.0));
    match next {
        Some((at, TabAlign::Start, dots)) => (at, dots),
        Some((at, TabAlign::Centre, dots)) => ((at - follows / 2.0).max(x), dots),
        // A hair less: sums of widths differ in their last bits.
        Some((at, TabAlign::End, dots)) => ((at - follows - 0.02).max(x), dots),
        None => (((x / DEFAULT_STOP).floor() + 1.0) * DEFAULT_STOP, false),
    }
}
