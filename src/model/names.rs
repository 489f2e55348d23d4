//! Stable names: what JSON, templates, registry and lexicon call the values that they share.
//!
//! In: a value, or its name. Out: the other of the two. One table a type; a name is added to, never
//! changed, as files written years ago carry it. Never: a name made of a variant's spelling in Rust.

use super::{CallRole, InstrumentKind, LabelValue, SectionKind, Symbol};
use crate::source::SetAsideWhy;
use crate::text::{Format, RevisionKind};

/// A value with a name that stays the same.
pub trait StableName: Copy + PartialEq + 'static {
    /// Every value with its name.
    const NAMES: &'static [(Self, &'static str)];

    /// The name.
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(value, _)| *value == self).map_or("", |(_, name)| name)
    }

    /// The value of a name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
    }
}

impl StableName for SectionKind {
    const NAMES: &'static [(Self, &'static str)] = &[
        (SectionKind::Summary, "summary"),
        (SectionKind::Introduction, "introduction"),
        (SectionKind::Background, "background"),
        (SectionKind::ProposedChanges, "proposed-changes"),
        (SectionKind::Request, "request"),
        (SectionKind::ActionRequired, "action-required"),
        (SectionKind::References, "references"),
        (SectionKind::ExpectedResults, "expected-results"),
        (SectionKind::PriorityArea, "priority-area"),
        (SectionKind::Annex, "annex"),
        (SectionKind::Other, "other"),
        (SectionKind::Plain, "plain"),
    ];
}

impl StableName for InstrumentKind {
    const NAMES: &'static [(Self, &'static str)] = &[
        (InstrumentKind::Resolution, "resolution"),
        (InstrumentKind::Decision, "decision"),
        (InstrumentKind::Recommendation, "recommendation"),
        (InstrumentKind::Opinion, "opinion"),
        (InstrumentKind::Provision, "provision"),
        (InstrumentKind::Unknown, "unknown"),
    ];
}

impl StableName for Symbol {
    /// Latin capitals, as they are printed in every language.
    const NAMES: &'static [(Self, &'static str)] = &[
        (Symbol::Add, "ADD"),
        (Symbol::AddMoved, "ADD*"),
        (Symbol::Mod, "MOD"),
        (Symbol::ModEditorial, "(MOD)"),
        (Symbol::Sup, "SUP"),
        (Symbol::SupMoved, "SUP*"),
        (Symbol::Noc, "NOC"),
    ];
}

impl StableName for CallRole {
    const NAMES: &'static [(Self, &'static str)] =
        &[(CallRole::Recital, "recital"), (CallRole::Operative, "operative")];
}

impl StableName for RevisionKind {
    const NAMES: &'static [(Self, &'static str)] = &[
        (RevisionKind::Insertion, "insertion"),
        (RevisionKind::Deletion, "deletion"),
        (RevisionKind::Formatting, "formatting"),
    ];
}

impl StableName for SetAsideWhy {
    const NAMES: &'static [(Self, &'static str)] = &[
        (SetAsideWhy::EndRule, "end-rule"),
        (SetAsideWhy::PageHeader, "page-header"),
        (SetAsideWhy::PageFooter, "page-footer"),
        (SetAsideWhy::JobNumber, "job-number"),
        (SetAsideWhy::Control, "control-character"),
        (SetAsideWhy::Hidden, "hidden-text"),
        (SetAsideWhy::MergedCell, "merged-cell"),
        (SetAsideWhy::NotShown, "not-shown"),
        (SetAsideWhy::ObjectMark, "object-mark"),
        (SetAsideWhy::Masthead, "masthead"),
        (SetAsideWhy::FieldResidue, "field-residue"),
        (SetAsideWhy::LineHyphen, "line-hyphen"),
        (SetAsideWhy::Overruled, "overruled"),
        (SetAsideWhy::Comment, "comment"),
    ];
}

/// One property each.
impl StableName for Format {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Format::BOLD, "bold"),
        (Format::ITALIC, "italic"),
        (Format::UNDERLINE, "underline"),
        (Format::STRIKE, "strike"),
        (Format::SUPERSCRIPT, "superscript"),
        (Format::SUBSCRIPT, "subscript"),
        (Format::CAPS, "caps"),
        (Format::SMALL_CAPS, "small-caps"),
        (Format::RIGHT_TO_LEFT, "right-to-left"),
        (Format::HIDDEN, "hidden"),
    ];
}

impl LabelValue {
    /// The name of what it counts in, and the counts.
    pub fn named_counts(&self) -> (&'static str, Vec<u16>) {
        match self {
            LabelValue::Letter(count) => ("letter", vec![*count]),
            LabelValue::Roman(count) => ("roman", vec![*count]),
            LabelValue::Number(counts) => ("number", counts.clone()),
            LabelValue::Han(count) => ("han", vec![*count]),
            LabelValue::Part(count) => ("part", vec![*count]),
            LabelValue::Bullet => ("bullet", Vec::new()),
            LabelValue::Other => ("other", Vec::new()),
        }
    }

    /// The value of what [`Self::named_counts`] gives.
    pub fn from_named_counts(name: &str, counts: &[u16]) -> Option<LabelValue> {
        Some(match (name, counts) {
            ("letter", [count]) => LabelValue::Letter(*count),
            ("roman", [count]) => LabelValue::Roman(*count),
            ("number", counts) => LabelValue::Number(counts.to_vec()),
            ("han", [count]) => LabelValue::Han(*count),
            ("part", [count]) => LabelValue::Part(*count),
            ("bullet", []) => LabelValue::Bullet,
            ("other", []) => LabelValue::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sound<T: StableName + std::fmt::Debug>() {
        for (value, name) in T::NAMES {
            assert_eq!((value.name(), T::named(name)), (*name, Some(*value)));
        }
        assert_eq!(T::named("no such name"), None);
    }

    #[test]
    fn every_name_is_of_one_value() {
        is_sound::<SectionKind>();
        is_sound::<InstrumentKind>();
        is_sound::<Symbol>();
        is_sound::<CallRole>();
        is_sound::<RevisionKind>();
        is_sound::<SetAsideWhy>();
        is_sound::<Format>();
    }

    #[test]
    fn labels_are_told_and_read() {
        for value in
            [LabelValue::Letter(3), LabelValue::Number(vec![1, 2]), LabelValue::Han(3), LabelValue::Bullet]
        {
            let (name, counts) = value.named_counts();
            assert_eq!(LabelValue::from_named_counts(name, &counts), Some(value));
        }
        assert_eq!(LabelValue::from_named_counts("letter", &[]), None);
    }
}
