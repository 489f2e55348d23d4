//! Tab stops.
//!
//! In: the items of one line or more, up to a line break. Out: the same with each tab as wide as the
//! way to its stop. Never: white that justification may stretch before the last tab.

use crate::template::{Style, TabAlign};

use super::items::{InlineItem, Kind};
use crate::layout::compositor::points;

/// Stops where the style has none left: every half inch, as Word's.
const DEFAULT_STOP: f32 = 36.0;
/// Width of a tab that begins past the end of the line, where no stop can help.
const BEYOND: f32 = 12.0;

/// Gives each tab its width. `indent` is where the first line begins, `room` where lines end, both
/// points from the column's start.
pub(crate) fn resolve(items: &mut [InlineItem], style: &Style, indent: f32, room: f32) {
    let Some(last) = items.iter().rposition(|item| item.kind == Kind::Tab) else { return };
    let mut x = indent;
    let mut at = 0;
    while at <= last {
        let follows = following(items, at);
        let Some(item) = items.get_mut(at) else { break };
        (item.stretch, item.shrink) = (0.0, 0.0);
        if item.kind == Kind::Tab {
            let inside = x < room;
            item.width = if inside { (stop(style, x, follows) - x).clamp(0.0, room - x) } else { BEYOND };
            item.breakable = !inside;
        } else if x < room {
            item.breakable = false;
        }
        x += item.width + item.gap;
        at += 1;
    }
}

/// Width of the text between the tab at `at` and the next tab or the end; only asked for tabs.
fn following(items: &[InlineItem], at: usize) -> f32 {
    if items.get(at).is_none_or(|item| item.kind != Kind::Tab) {
        return 0.0;
    }
    let text = items.iter().skip(at + 1).take_while(|item| item.kind != Kind::Tab);
    text.map(|item| item.width + item.gap).sum()
}

/// Where the text after a tab at `x` begins.
fn stop(style: &Style, x: f32, follows: f32) -> f32 {
    let set = style.tabs.iter().map(|tab| (points(tab.at), tab.align));
    // A hanging indent is a stop of its own (ECMA-376 part 1, 17.3.1.12).
    let hang = (style.first_line < 0).then(|| (points(style.left), TabAlign::Start));
    let next = set.chain(hang).filter(|(at, _)| *at > x + 0.1).min_by(|a, b| a.0.total_cmp(&b.0));
    match next {
        Some((at, TabAlign::Start)) => at,
        Some((at, TabAlign::Centre)) => (at - follows / 2.0).max(x),
        Some((at, TabAlign::End)) => (at - follows).max(x),
        None => ((x / DEFAULT_STOP).floor() + 1.0) * DEFAULT_STOP,
    }
}
