//! Where words of the input stand on the printed pages.
//!
//! In: the pages, and a place in the input. Out: page and box, where the words are found with what stands
//! before or behind them. Never: a claim where the words are not on the page.

use std::ops::Range;

use crate::pages::{GlyphRun, PageItem, PageTag, Pages, TurnedPieces};

/// A box on a page, in parts of the page's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spot {
    /// The page, from 1.
    pub page: usize,
    /// Left, top, width, height.
    pub area: [f32; 4],
}

/// The letters of all pages in reading order, white space left out.
#[derive(Debug)]
pub(crate) struct PrintedText<'a> {
    letters: String,
    /// For each run of glyphs: where its letters begin, its page, the run, and the line that it is turned with.
    runs: Vec<(usize, usize, &'a GlyphRun, Option<&'a TurnedPieces>)>,
    pages: &'a Pages,
}

/// Letters before and behind a place by which it is told from others.
const AROUND: usize = 14;

impl<'a> PrintedText<'a> {
    /// The letters of some pages.
    pub(crate) fn of(pages: &'a Pages) -> Self {
        let (mut letters, mut runs) = (String::new(), Vec::new());
        for (number, page) in pages.pages.iter().enumerate() {
            let level = page.pieces.iter().flat_map(|item| {
                let turned = if let PageItem::Turned(turned) = item { Some(turned) } else { None };
                item.level().iter().map(move |item| (item, turned))
            });
            for (item, turned) in level {
                if let PageItem::Glyphs(run) = item
                    && run.tag != PageTag::Artifact
                {
                    runs.push((letters.len(), number, run, turned));
                    letters.extend(run.text.chars().filter(|c| !c.is_whitespace()));
                }
            }
        }
        Self { letters, runs, pages }
    }

    /// Where the words at a range of the input stand.
    pub(crate) fn find(&self, text: &str, range: &Range<usize>) -> Option<Spot> {
        let seen = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let head = text.get(..range.start)?;
        let before: Vec<char> = head.chars().rev().filter(|c| !c.is_whitespace()).take(AROUND).collect();
        let before: String = before.into_iter().rev().collect();
        let words: String = seen(text.get(range.clone())?).chars().take(2 * AROUND).collect();
        let tail = text.get(range.end..)?.chars().filter(|c| !c.is_whitespace());
        let behind: String = tail.take(AROUND).collect();
        let share = range.start as f64 / text.len().max(1) as f64;
        let expected = (share * self.letters.len() as f64) as usize;
        let keys = [(before.len(), format!("{before}{words}")), (0, format!("{words}{behind}"))];
        let at = keys.iter().filter(|(_, key)| !key.is_empty()).find_map(|(skipped, key)| {
            let found = self.letters.match_indices(key.as_str()).map(|(at, _)| at + skipped);
            found.min_by_key(|at| at.abs_diff(expected))
        })?;
        self.spot(at)
    }

    /// The box from a letter to the end of its run.
    fn spot(&self, at: usize) -> Option<Spot> {
        let (start, number, run, turned) =
            self.runs.get(self.runs.partition_point(|(start, ..)| *start <= at).checked_sub(1)?)?;
        let page = self.pages.pages.get(*number)?;
        let size = (page.width.max(1.0), page.height.max(1.0));
        if let Some(turned) = turned {
            let [left, low, right, high] = turned.extent();
            let (width, height) = size;
            let top = page.height - high;
            let area = [left / width, top / height, (right - left) / width, (high - low) / height];
            return Some(Spot { page: number + 1, area });
        }
        let left = at - start;
        let mut letters = 0;
        let byte = run.text.char_indices().find(|(_, c)| {
            let is_here = letters >= left && !c.is_whitespace();
            letters += if c.is_whitespace() { 0 } else { c.len_utf8() };
            is_here
        });
        let byte = byte.map_or(0, |(byte, _)| byte as u32);
        let behind = run.glyphs.iter().filter(|glyph| glyph.text.start >= byte);
        let (from, to) =
            behind.fold((f32::MAX, f32::MIN), |(from, to), glyph| (from.min(glyph.x), to.max(glyph.x)));
        let (from, to) = if from <= to { (from, to + run.size) } else { (0.0, page.width) };
        let (width, height) = size;
        let top = page.height - run.y - run.size;
        let area = [from / width, top / height, (to - from) / width, 1.3 * run.size / height];
        Some(Spot { page: number + 1, area })
    }
}
