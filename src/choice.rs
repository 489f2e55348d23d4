//! Values with fixed names. One list of names a type serves flags, environment, settings files, review
//! files and what is written for programs.
//!
//! In: words as a person writes them. Out: the value, whatever the case of the words. Never: a word
//! that is nearly right taken for right.

use crate::diagnostics::nearest::nearest;

/// A value of a choice with its names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedChoice<T: 'static> {
    /// The value.
    pub value: T,
    /// The name that is shown and written.
    pub name: &'static str,
    /// Other names under which it is understood.
    pub also: &'static [&'static str],
    /// What it means, in a few words.
    pub help: &'static str,
}

/// Something chosen from a list of names.
pub(crate) trait Choice: Copy + PartialEq + 'static {
    /// Every value, in the order in which they are listed.
    const ALL: &'static [NamedChoice<Self>];

    /// The name that is shown and written.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|named| named.value == self).map_or("", |named| named.name)
    }

    /// The value of a name, in any case; `_` and spaces stand for `-`.
    ///
    /// # Errors
    /// The names there are, and the nearest.
    fn named(words: &str) -> Result<Self, String> {
        let folded = folded(words);
        let is = |named: &&NamedChoice<Self>| named.name == folded || named.also.contains(&folded.as_str());
        if let Some(named) = Self::ALL.iter().find(is) {
            return Ok(named.value);
        }
        let names: Vec<&str> = Self::ALL.iter().map(|named| named.name).collect();
        let near = nearest(&folded, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Err(format!("{words:?} is not one of {}{near}", names.join(", ")))
    }
}

/// A name without regard to case, to surrounding space and to how its words are joined.
fn folded(words: &str) -> String {
    words.trim().to_lowercase().replace(['_', ' '], "-")
}

/// Gives a type its names: `choice!(Type { Value = "name" | "another name": "what it means", … })`.
macro_rules! choice {
    ($type:ty { $($value:path = $name:literal $(| $also:literal)* : $help:literal),+ $(,)? }) => {
        impl $crate::choice::Choice for $type {
            const ALL: &'static [$crate::choice::NamedChoice<Self>] = &[
                $($crate::choice::NamedChoice { value: $value, name: $name, also: &[$($also),*], help: $help }),+
            ];
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Paper {
        A4,
        Letter,
    }

    choice!(Paper {
        Paper::A4 = "a4" | "iso-a4": "210 by 297 millimetres",
        Paper::Letter = "letter": "8.5 by 11 inches",
    });

    #[test]
    fn names_are_understood_in_any_case_and_the_nearest_is_suggested() {
        assert_eq!(Paper::named(" A4"), Ok(Paper::A4));
        assert_eq!(Paper::named("ISO_A4"), Ok(Paper::A4));
        assert_eq!(Paper::Letter.name(), "letter");
        let said = Paper::named("leter").unwrap_err();
        assert_eq!(said, "\"leter\" is not one of a4, letter; did you mean letter?");
    }
}
