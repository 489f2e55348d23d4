//! Where a line may end.
//!
//! In: a passage and its atoms. Out: the atoms after which a line may end. Never: a break inside a
//! cluster, `——` or `……`, before a mark that no line begins with.
//!
//! UAX #14 by `icu_segmenter`, strict (kinsoku), with what Chinese practice adds in `script`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::atoms::Setting;
use super::compositor::Compositor;
use super::passage::Passage;
use super::script::{stay_together_across, stays_together};

/// Strict by default, which is also the only strictness for which the language makes no difference.
/// None of the six languages needs a dictionary.
pub fn segmenter() -> LineSegmenterBorrowed<'static> {
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default())
}

impl Compositor<'_> {
    /// Marks the atoms after which a line may end.
    pub fn mark_breaks(&self, passage: &Passage, setting: &mut Setting) {
        let mut opportunities = self.segmenter.segment_str(&passage.text).peekable();
        let at = |byte: u32| passage.text.get(byte as usize..).and_then(|rest| rest.chars().next());
        let mut rest = setting.atoms.as_mut_slice();
        while let [atom, tail @ ..] = rest {
            while opportunities.next_if(|place| *place < atom.end as usize).is_some() {}
            atom.breakable = opportunities.peek().is_some_and(|place| *place == atom.end as usize);
            if let (true, Some(next)) = (atom.breakable, tail.first())
                && let (Some(left), Some(right)) = (at(atom.start), at(next.start))
            {
                let apart = || {
                    let before = passage.text.get(..atom.start as usize).unwrap_or_default();
                    let after = passage.text.get(next.start as usize..).unwrap_or_default();
                    stay_together_across(before, after)
                };
                atom.breakable = !(stays_together(left, right) || left == ' ' && apart());
            }
            rest = tail;
        }
        if let Some(last) = setting.atoms.last_mut() {
            last.breakable = true;
        }
    }
}
