//! Words of one class, of which a sentence has room for one, from the lexicon's table of terms.
//!
//! In: a language. Out: a finder of its words and their classes. Never: a word of another language.

use std::sync::OnceLock;

use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::registry::Finder;

/// What words have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CommonWords {
    /// Modal verbs that can be nouns too (`will`, `can`, `может`).
    Modal,
    /// Modal verbs that are nothing else: two in a row are wrong even with a space between.
    Strict,
    /// Forms of one auxiliary.
    Auxiliary,
    /// Cardinal numbers in letters.
    Number,
    /// Words of which a noun has but one before it.
    Determiner,
    /// How often.
    Frequency,
    /// Officers of the Union, and its organs.
    Officer,
    /// Who is addressed.
    Member,
    /// The same where two can stand side by side.
    MemberUnsure,
    /// What a call does.
    Call,
    /// What an operative item asks for.
    Task,
    /// The conference at hand: `this conference`, or its name.
    Conference,
    /// Words that can stand side by side, though they seldom do.
    Unsure,
    /// Verbs of one meaning.
    Verb,
    /// Adjectives of one meaning.
    Adjective,
    /// Nouns of one meaning.
    Noun,
    /// Nouns for how something is.
    Quality,
    /// Organizations outside the Union.
    Institution,
    /// Groups of countries.
    Countries,
}

/// The terms whose words are of a class; of a word in two, the first counts.
const TERMS: [(Term, CommonWords); 19] = [
    (Term::ModalStrict, CommonWords::Strict),
    (Term::Modal, CommonWords::Modal),
    (Term::Auxiliary, CommonWords::Auxiliary),
    (Term::NumberWord, CommonWords::Number),
    (Term::Determiner, CommonWords::Determiner),
    (Term::Frequency, CommonWords::Frequency),
    (Term::Officer, CommonWords::Officer),
    (Term::Membership, CommonWords::Member),
    (Term::MembershipUnsure, CommonWords::MemberUnsure),
    (Term::CallVerb, CommonWords::Call),
    (Term::Task, CommonWords::Task),
    (Term::ConferenceAtHand, CommonWords::Conference),
    (Term::ModalUnsure, CommonWords::Unsure),
    (Term::SimilarVerb, CommonWords::Verb),
    (Term::SimilarAdjective, CommonWords::Adjective),
    (Term::SimilarNoun, CommonWords::Noun),
    (Term::SimilarQuality, CommonWords::Quality),
    (Term::Institution, CommonWords::Institution),
    (Term::CountryGroup, CommonWords::Countries),
];

/// A finder of a language's words.
pub(super) fn finder(language: Language) -> &'static Finder<CommonWords> {
    static FINDERS: [OnceLock<Finder<CommonWords>>; 6] = [const { OnceLock::new() }; 6];
    let make = || {
        let words = |(term, class): (Term, CommonWords)| {
            terms::of(term, language).iter().map(move |w| (w.clone(), class))
        };
        Finder::new(TERMS.into_iter().flat_map(words))
    };
    let place = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    static NONE: OnceLock<Finder<CommonWords>> = OnceLock::new();
    FINDERS.get(place).map_or_else(|| NONE.get_or_init(|| Finder::new([])), |cell| cell.get_or_init(make))
}
