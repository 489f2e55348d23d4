//! What is said in a finding: an English pattern with named values, so that it can be said in other languages.
//!
//! In: a pattern of the program and values. Out: the English sentence, and the parts of which `interface`
//! makes the sentence in another language. Never: a sentence that is put together of words only.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// The pattern of words that are not the program's own: they are the same in every language.
const FOREIGN: &str = "{words}";

/// A sentence of the program; reads as its English words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Message {
    english: String,
    pattern: Cow<'static, str>,
    values: Vec<(Cow<'static, str>, MessageValue)>,
}

/// What is put into a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum MessageValue {
    /// Words of the input, numbers, names: the same in every language.
    Words(String),
    /// Words of the program.
    Said(Message),
}

impl Message {
    /// A pattern with its values; [`message!`](crate::diagnostics::message!) writes it.
    pub(crate) fn new(pattern: &'static str, values: Vec<(&'static str, MessageValue)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        let mut message = Self { english: String::new(), pattern: Cow::Borrowed(pattern), values };
        message.english = message.filled(pattern, &mut |value| match value {
            MessageValue::Words(words) => words.clone(),
            MessageValue::Said(said) => said.english.clone(),
        });
        message
    }

    /// Words of the program that stand for themselves.
    pub(crate) fn phrase(words: impl Into<Cow<'static, str>>) -> Self {
        let pattern = words.into();
        if pattern.contains('{') {
            return Self::foreign(pattern);
        }
        Self { english: pattern.clone().into_owned(), pattern, values: Vec::new() }
    }

    /// Words that the program did not write, or that were kept without their parts.
    pub(crate) fn foreign(words: impl Into<String>) -> Self {
        let words = words.into();
        let values = vec![(Cow::Borrowed("words"), MessageValue::Words(words.clone()))];
        Self { english: words, pattern: Cow::Borrowed(FOREIGN), values }
    }

    /// The English pattern: the key of its translations.
    pub(crate) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// A pattern with the values of this message put in; `say` gives the words of each.
    pub(crate) fn filled(&self, pattern: &str, say: &mut dyn FnMut(&MessageValue) -> String) -> String {
        let mut out = String::with_capacity(pattern.len() + 32);
        let mut rest = pattern;
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = behind.split_once('}') else { break };
            if let Some((_, value)) = self.values.iter().find(|(known, _)| known == name) {
                out.push_str(&say(value));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.english)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.english, out)
    }
}

/// A [`Message`]: a pattern, and for each name in it a value that can be shown (`name`, `name = value`) or a
/// message of its own (`name => message`).
macro_rules! message {
    ($pattern:literal $(, $name:ident $(= $value:expr)? $(=> $said:expr)?)* $(,)?) => {
        $crate::diagnostics::Message::new(
            $pattern,
            vec![$((
                stringify!($name),
                $crate::diagnostics::message!(@value $name $(= $value)? $(=> $said)?),
            )),*],
        )
    };
    (@value $name:ident) => { $crate::diagnostics::MessageValue::Words($name.to_string()) };
    (@value $name:ident = $value:expr) => { $crate::diagnostics::MessageValue::Words($value.to_string()) };
    (@value $name:ident => $said:expr) => { $crate::diagnostics::MessageValue::Said($said) };
}
pub(crate) use message;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_as_its_english_and_keeps_its_parts() {
        let place = "Baku";
        let inner = message!("the item {label}", label = 'c');
        assert_eq!(&*message!("{what} of {place}", what => inner, place), "the item c of Baku");
        let said =
            message!("{what} of {place} stands {times} times.", what => message!("This"), place, times = 2);
        assert_eq!(said.to_string(), "This of Baku stands 2 times.");
        let turned = said.filled("{times}: {place}, {what}", &mut |value| match value {
            MessageValue::Words(words) => words.clone(),
            MessageValue::Said(said) => said.to_uppercase(),
        });
        assert_eq!(turned, "2: Baku, THIS");
    }

    #[test]
    fn words_with_brackets_are_no_pattern() {
        let said = message!("“{word}” stands twice.", word = "{word} {x");
        assert_eq!(&*said, "“{word} {x” stands twice.");
        assert_eq!((Message::foreign("{x}").pattern(), &*Message::foreign("{x}")), (FOREIGN, "{x}"));
    }
}
