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
#[serde(transparent)]
// Boxed, as two of them go up with every refusal.
pub struct Message(Box<MessageParts>);

/// What a message is made of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct MessageParts {
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
    /// A pattern with its values; [`message!`](message!) writes it.
    pub(crate) fn new(pattern: &'static str, values: Vec<(&'static str, MessageValue)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        let mut message = Self::of(String::new(), Cow::Borrowed(pattern), values);
        message.0.english = message.filled(pattern, &mut |value| match value {
            MessageValue::Words(words) => words.clone(),
            MessageValue::Said(said) => said.0.english.clone(),
        });
        message
    }

    fn of(
        english: String,
        pattern: Cow<'static, str>,
        values: Vec<(Cow<'static, str>, MessageValue)>,
    ) -> Self {
        Self(Box::new(MessageParts { english, pattern, values }))
    }

    /// Words of the program that stand for themselves.
    pub(crate) fn phrase(words: impl Into<Cow<'static, str>>) -> Self {
        let pattern = words.into();
        if pattern.contains('{') {
            return Self::foreign(pattern);
        }
        Self::of(pattern.clone().into_owned(), pattern, Vec::new())
    }

    /// Words that the program did not write, or that were kept without their parts.
    pub(crate) fn foreign(words: impl Into<String>) -> Self {
        let words = words.into();
        let values = vec![(Cow::Borrowed("words"), MessageValue::Words(words.clone()))];
        Self::of(words, Cow::Borrowed(FOREIGN), values)
    }

    /// Messages one behind the other.
    pub(crate) fn list(parts: impl IntoIterator<Item = Message>, separator: &str) -> Self {
        let values: Vec<(Cow<'static, str>, MessageValue)> = (0..)
            .zip(parts)
            .map(|(at, part): (usize, _)| (at.to_string().into(), MessageValue::Said(part)))
            .collect();
        let places: Vec<String> = values.iter().map(|(at, _)| format!("{{{at}}}")).collect();
        let english: Vec<&str> = values
            .iter()
            .map(|(_, value)| match value {
                MessageValue::Words(words) => words.as_str(),
                MessageValue::Said(said) => said,
            })
            .collect();
        Self::of(english.join(separator), places.join(separator).into(), values)
    }

    /// Whether a pattern has no words of its own: it is the same in every language.
    pub(crate) fn is_frame(pattern: &str) -> bool {
        let outside = pattern.split('}').filter_map(|piece| piece.split('{').next());
        pattern != FOREIGN && !outside.flat_map(str::chars).any(char::is_alphabetic)
    }

    /// The English pattern: the key of its translations.
    pub(crate) fn pattern(&self) -> &str {
        &self.0.pattern
    }

    /// A pattern with the values of this message put in; `say` gives the words of each.
    pub(crate) fn filled(&self, pattern: &str, say: &mut dyn FnMut(&MessageValue) -> String) -> String {
        let mut out = String::with_capacity(pattern.len() + 32);
        let mut rest = pattern;
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = behind.split_once('}') else { break };
            if let Some((_, value)) = self.0.values.iter().find(|(known, _)| known == name) {
                out.push_str(&say(value));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(feature = "cli")]
impl From<&str> for Message {
    fn from(words: &str) -> Self {
        Self::foreign(words)
    }
}

#[cfg(feature = "cli")]
impl From<String> for Message {
    fn from(words: String) -> Self {
        Self::foreign(words)
    }
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.english
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.english)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.english, out)
    }
}

/// A [`Message`]: a pattern, and for each name in it a value that can be shown (`name`, `name = value`) or a
/// message of its own (`name => message`).
macro_rules! message {
    ($pattern:literal $(, $name:ident $(= $value:expr)? $(=> $said:expr)?)* $(,)?) => {
        $crate::message::Message::new(
            $pattern,
            vec![$((
                stringify!($name),
                $crate::message::message!(@value $name $(= $value)? $(=> $said)?),
            )),*],
        )
    };
    (@value $name:ident) => { $crate::message::MessageValue::Words($name.to_string()) };
    (@value $name:ident = $value:expr) => { $crate::message::MessageValue::Words($value.to_string()) };
    (@value $name:ident => $said:expr) => { $crate::message::MessageValue::Said($said) };
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
