//! Words that the six languages share as terms: `templates/lexicon/terms.toml`, a table a term, a
//! column a language.
//!
//! In: a term, and a language or none. Out: its words. Never: a column that is empty and does not say
//! why; a decision of what a word does where it stands.

use crate::language::Language;

use super::data;

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A term of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Term { $($(#[$doc])* $name,)* }

        impl Term {
            /// Every term, in the order of the table.
            pub(crate) const ALL: &[Term] = &[$(Term::$name,)*];

            /// Its key in the table.
            pub(crate) fn key(self) -> &'static str {
                match self { $(Term::$name => $key,)* }
            }
        }
    };
}

terms! {
    /// Resolutions, as references name them.
    Resolution = "resolution",
    /// Decisions.
    Decision = "decision",
    /// Recommendations.
    Recommendation = "recommendation",
    /// Opinions.
    Opinion = "opinion",
    /// Articles of the treaties.
    Article = "article",
    /// Appendices of the Radio Regulations.
    Appendix = "appendix",
    /// Annexes of the treaties.
    Annex = "annex",
    /// Chapters of the treaties.
    Chapter = "chapter",
    /// Sections of the treaties.
    TreatySection = "treaty-section",
    /// Tables of the Regulations.
    Table = "table",
    /// Numbered provisions.
    Provision = "provision",
    /// Abbreviations of the basic texts.
    BasicText = "basic-text",
    /// The symbol ADD in words.
    SymbolAdd = "symbol-add",
    /// The symbol MOD in words.
    SymbolMod = "symbol-mod",
    /// The symbol SUP in words.
    SymbolSup = "symbol-sup",
    /// The symbol NOC in words.
    SymbolNoc = "symbol-noc",
    /// "And".
    And = "and",
    /// "Or".
    Or = "or",
    /// "As well as".
    AsWellAs = "as-well-as",
    /// "To" between the ends of a range.
    Range = "range",
    /// "No." before a number.
    NumberSign = "number-sign",
    /// 第.
    Ordinal = "ordinal",
    /// 号.
    Numbered = "numbered",
    /// What makes a noun before a number part of another word.
    NoCitationBefore = "no-citation-before",
    /// "Draft" behind the noun.
    DraftBehind = "draft-behind",
    /// What makes a Recommendation one of a Sector.
    SectorRecommendationBehind = "sector-recommendation-behind",
    /// Conjunctions that are joined to a word.
    JoinedConjunction = "joined-conjunction",
    /// Prepositions that are joined to a word.
    JoinedPreposition = "joined-preposition",
    /// Articles that are joined to a word.
    JoinedArticle = "joined-article",
    /// "Year" behind its digits in an edition.
    Year = "year",
    /// "Revised" in an edition.
    Revised = "revised",
    /// The same inside a run of letters.
    RevisedWithin = "revised-within",
    /// "Of the Union" behind a body's name.
    OfTheUnion = "of-the-union",
    /// What stands before a body's name in an opening formula.
    BeforeBody = "before-body",
    /// "That" before a clause.
    That = "that",
    /// What links the number of a session or meeting to the body that meets.
    SessionOf = "session-of",
    /// "Of" behind a body's name.
    Of = "of",
    /// Words between a citation and the body whose text it is.
    WithinName = "within-name",
    /// What links two nouns: 的.
    LinkedBy = "linked-by",
    /// "To" behind an annex or addendum.
    To = "to",
    /// What begins a clause behind a number that lost its gap.
    ClauseStart = "clause-start",
    /// The Sector before a number of its own series.
    SectorSeries = "sector-series",
    /// Units of a date.
    DateUnit = "date-unit",
    /// "Year" at the end of a date.
    YearInDate = "year-in-date",
    /// What makes the number of a first day an ordinal.
    FirstDay = "first-day",
    /// What counts the number before it, so that it is no label.
    CountedBy = "counted-by",
    /// What stays on the line of the number before it.
    StaysBehindNumber = "stays-behind-number",
    /// What stays on the line of the number before it, a space between.
    StaysBehindNumberApart = "stays-behind-number-apart",
    /// What stays on the line of the number behind it, a space between.
    StaysBeforeNumberApart = "stays-before-number-apart",
    /// Study groups, before their number or round it.
    StudyGroup = "study-group",
    /// Endings of ordinals in digits.
    OrdinalEnding = "ordinal-ending",
    /// Words that introduce a year.
    BeforeYear = "before-year",
    /// Nouns that a year qualifies.
    BehindYear = "behind-year",
    /// "Year" behind its digits in running text.
    YearInText = "year-in-text",
    /// What stands between a reference and the title of what it cites.
    BeforeTitle = "before-title",
    /// Titles of plans and declarations.
    PlanTitle = "plan-title",
    /// Endings of declined names.
    CaseEnding = "case-ending",
    /// Endings of names in the nominative.
    NominativeEnding = "nominative-ending",
    /// What is put behind a label that stands between two others.
    PutBetween = "put-between",
    /// Words that a sentence can hold twice.
    StandsTwice = "stands-twice",
    /// Words of one letter that never stand twice: 的.
    DoubledParticle = "doubled-particle",
    /// Abbreviations whose point is their own.
    Abbreviation = "abbreviation",
    /// "Above" behind a pointer.
    Above = "above",
    /// "Of" between a label and the call that it stands under.
    PointerOf = "pointer-of",
    /// "Aforesaid" before a pointer.
    Aforesaid = "aforesaid",
    /// Modal verbs that are nothing else.
    ModalStrict = "modal-strict",
    /// Modal verbs that can be nouns too.
    Modal = "modal",
    /// Forms of one auxiliary.
    Auxiliary = "auxiliary",
    /// Cardinal numbers in letters.
    NumberWord = "number-word",
    /// Words of which a noun has but one before it.
    Determiner = "determiner",
    /// Words that say that something is proposed.
    Proposes = "proposes",
    /// Articles, with what is joined to them, before the name of an officer.
    NameArticle = "name-article",
    /// Words with which compounds begin.
    CompoundFirst = "compound-first",
    /// Words with which compounds end.
    CompoundLast = "compound-last",
    /// Words that a noun begins with.
    NounOpener = "noun-opener",
    /// How often.
    Frequency = "frequency",
    /// Officers of the Union, and its organs.
    Officer = "officer",
    /// Who is addressed.
    Membership = "membership",
    /// The same where two of them can stand side by side, though they seldom do.
    MembershipUnsure = "membership-unsure",
    /// What a call does.
    CallVerb = "call-verb",
    /// What an operative item asks for.
    Task = "task",
    /// The conference at hand, by name or as `this conference`.
    ConferenceAtHand = "conference-at-hand",
    /// Modal words that can stand side by side.
    ModalUnsure = "modal-unsure",
    /// Verbs that say nearly the same: `促进`, `鼓励`.
    SimilarVerb = "similar-verb",
    /// Adjectives that say nearly the same.
    SimilarAdjective = "similar-adjective",
    /// Nouns that say nearly the same.
    SimilarNoun = "similar-noun",
    /// Nouns for how something is.
    SimilarQuality = "similar-quality",
    /// Banks and organizations outside the Union.
    Institution = "institution",
    /// Groups of countries.
    CountryGroup = "country-group",
    /// The commonest words of a language.
    Common = "common",
}

/// The words of a term.
#[derive(Debug, Default)]
struct TermWords {
    /// By language, in the order of `Language::ALL` and of the table.
    columns: [Vec<Box<str>>; 6],
    /// Of all languages, each once, the longest first.
    all: Vec<Box<str>>,
    /// The letters of all words of one letter.
    letters: String,
}

impl TermWords {
    fn new(key: &str, row: &data::TermRow) -> Result<Self, String> {
        let mut words = TermWords::default();
        for (language, column) in Language::ALL.into_iter().zip(&mut words.columns) {
            let code = language.code();
            match (row.column(language), row.none.contains_key(code)) {
                (Some([]) | None, false) => {
                    return Err(format!("[{key}]: no word in `{code}`, and `none` does not say why"));
                }
                (Some([_, ..]), true) => {
                    return Err(format!("[{key}]: `{code}` has words, and `none` has it"));
                }
                (given, _) => *column = given.unwrap_or_default().iter().map(|w| w.as_str().into()).collect(),
            }
        }
        if row.source.is_none() && row.guess.is_none() {
            return Err(format!("[{key}]: neither `source` nor `guess`"));
        }
        words.all = words.columns.iter().flatten().cloned().collect();
        words.all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.all.dedup();
        words.letters =
            words.all.iter().filter(|word| word.chars().count() == 1).map(|word| &**word).collect();
        Ok(words)
    }
}

/// The table, by term.
#[derive(Debug, Default)]
pub(super) struct Terms(Vec<TermWords>);

impl Terms {
    /// From the rows of the table as it is read.
    ///
    /// # Errors
    /// A term that is missing or unknown, or a column that is missing and does not say why.
    pub(super) fn new(table: &data::TermTable) -> Result<Self, String> {
        let unknown = table.keys().find(|key| !Term::ALL.iter().any(|term| term.key() == key.as_str()));
        if let Some(key) = unknown {
            return Err(format!("[{key}] is no term of the lexicon"));
        }
        let words = Term::ALL.iter().map(|term| {
            let row = table.get(term.key()).ok_or_else(|| format!("the term [{}] is missing", term.key()))?;
            TermWords::new(term.key(), row)
        });
        words.collect::<Result<Vec<_>, String>>().map(Self)
    }
}

/// The words of a term. Where the table did not load there are none; `parse` has refused by then.
fn words(term: Term) -> &'static TermWords {
    static NONE: TermWords =
        TermWords { columns: [const { Vec::new() }; 6], all: Vec::new(), letters: String::new() };
    data::terms().ok().and_then(|terms| terms.0.get(term as usize)).unwrap_or(&NONE)
}

/// The words of a term in one language, in the order of the table.
pub(crate) fn of(term: Term, language: Language) -> &'static [Box<str>] {
    words(term).columns.get(language as usize).map(Vec::as_slice).unwrap_or_default()
}

/// The words of a term in all languages, each once, the longest first.
pub(crate) fn all(term: Term) -> &'static [Box<str>] {
    &words(term).all
}

/// The letters of all words of one letter: what 和 or `г` can be told by.
pub(crate) fn letters(term: Term) -> &'static str {
    &words(term).letters
}

/// The bytes of the longest word of a term, in any language, that a text begins with.
pub(crate) fn head(term: Term, text: &str) -> Option<usize> {
    all(term).iter().find(|word| text.starts_with(&***word)).map(|word| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_term_in_six_languages_or_says_why_not() {
        data::terms().unwrap();
        assert_eq!(of(Term::Article, Language::Russian)[0].as_ref(), "Статья");
        assert_eq!(all(Term::And)[0].as_ref(), "以及");
        assert!(letters(Term::Or).contains('或'));
        assert_eq!(head(Term::Revised, "修订版）"), Some("修订版".len()));
    }

    #[test]
    fn a_gap_is_refused_unless_it_says_why() {
        let gap = data::TERMS.replacen("\"ru\":[\"Приложение\",\"Приложения\"],", "", 1);
        let said = Terms::new(&data::read_terms(&gap).unwrap()).unwrap_err();
        assert!(said.contains("[appendix]") && said.contains("`ru`"), "{said}");
        let sourceless = data::TERMS.replacen("\"source\":\"seen\",", "", 1);
        let said = Terms::new(&data::read_terms(&sourceless).unwrap()).unwrap_err();
        assert!(said.contains("neither `source` nor `guess`"), "{said}");
    }
}
