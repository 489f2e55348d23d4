//! The word that somebody probably meant.
//!
//! In: a word that is not known, and the words that are. Out: the nearest, where one is near.

/// The known word nearest to a mistyped one, where one is near: at most two letters apart, or a
/// third of a long word.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let bound = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (strsim::levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= bound)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["before", "after", "align"];
        assert_eq!(nearest("befor", known), Some("before"));
        assert_eq!(nearest("colour", known), None);
    }
}
