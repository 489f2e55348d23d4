//! Where a line may end.
//!
//! In: a styled and its items. Out: the items after which a line may end. Never: a break inside a
//! cluster, `——` or `……`, before a mark that no line begins with.
//!
//! UAX #14 by `icu_segmenter`, strict (kinsoku), with what Chinese practice adds in `script`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::items::ItemSetting;
use super::script::{counts, stays_together};
use super::styled::StyledText;
use crate::layout::compositor::Compositor;
use crate::letters::is_east_asian;
use crate::lexicon::bound_across;
use crate::text::inside_identifier;

/// Strict by default, which is also the only strictness for which the language makes no difference.
/// None of the six languages needs a dictionary.
pub(crate) fn segmenter() -> LineSegmenterBorrowed<'static> {
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default())
}

impl Compositor<'_> {
    /// Marks the items after which a line may end.
    pub(crate) fn mark_breaks(&self, styled: &StyledText, setting: &mut ItemSetting) {
        let mut opportunities = self.segmenter.segment_str(&styled.text).peekable();
        let at = |byte: u32| styled.text.get(byte as usize..).and_then(|rest| rest.chars().next());
        let mut rest = setting.items.as_mut_slice();
        while let [item, tail @ ..] = rest {
            while opportunities.next_if(|place| *place < item.end as usize).is_some() {}
            item.breakable = opportunities.peek().is_some_and(|place| *place == item.end as usize);
            if let (true, Some(next)) = (item.breakable, tail.first())
                && let (Some(left), Some(right)) = (at(item.start), at(next.start))
            {
                let apart = || {
                    let before = styled.text.get(..item.start as usize).unwrap_or_default();
                    let after = styled.text.get(next.start as usize..).unwrap_or_default();
                    bound_across(before, after)
                };
                let bound = || inside_identifier(&styled.text, item.start as usize);
                let counted = || self.template.numbers_stay && counts(left, right);
                // Unicode ends a line behind a solidus (UAX 14, class SY); Word and LibreOffice do so in no word of letters.
                let parted = left == '/' && !is_east_asian(right);
                item.breakable = !(parted
                    || stays_together(left, right)
                    || counted()
                    || left == ' ' && apart()
                    || bound());
            }
            rest = tail;
        }
        if let Some(last) = setting.items.last_mut() {
            last.breakable = true;
        }
    }
}
