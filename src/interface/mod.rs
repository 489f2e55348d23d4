//! What the program says to people, in the languages of its interface, from the tables in `templates/interface`.
//!
//! In: a language, and a key, a rule, or a message with its values. Out: the words; the English where a table
//! has none. Never: a word of another language in the program, a sentence of a table without its values.

use std::collections::BTreeMap;
use std::sync::LazyLock;

#[cfg(feature = "batch")]
use crate::diagnostics::Refusal;
use crate::diagnostics::{Finding, Message, MessageValue, Rule};
use crate::language::Language;

/// Rows by key, words by language.
type InterfaceTable = BTreeMap<String, BTreeMap<String, String>>;

const RULES: &str = include_str!("../../templates/interface/rules.toml");
const REMEDIES: &str = include_str!("../../templates/interface/remedies.toml");
const MESSAGES: &str = include_str!("../../templates/interface/messages.toml");

static SENTENCES: LazyLock<InterfaceTable> = LazyLock::new(|| toml::from_str(RULES).unwrap_or_default());
static REMEDY: LazyLock<InterfaceTable> = LazyLock::new(|| toml::from_str(REMEDIES).unwrap_or_default());
static PATTERNS: LazyLock<InterfaceTable> = LazyLock::new(|| toml::from_str(MESSAGES).unwrap_or_default());

mod words;

/// The languages in which the interface is complete.
#[cfg(feature = "review")]
pub(crate) const LANGUAGES: [Language; 4] =
    [Language::English, Language::French, Language::Chinese, Language::Arabic];

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InterfaceWords(pub(crate) Language);

/// First strong isolate, and its end (UAX 9, 2.4): a value may run the other way than the words round it.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

impl InterfaceWords {
    /// A value as it is put into words; in words that run from right to left it is isolated.
    fn isolated(self, value: &str) -> String {
        let [open, close] = ISOLATE;
        if self.0.is_right_to_left() { format!("{open}{value}{close}") } else { value.to_owned() }
    }

    /// What a rule says, in a sentence.
    pub(crate) fn of_rule(self, rule: &'static Rule) -> &'static str {
        self.sentence(rule.code).unwrap_or(rule.what)
    }

    /// The sentence on a rule or a kind of recovered mark, where this language has one.
    pub(crate) fn sentence(self, key: &str) -> Option<&'static str> {
        SENTENCES.get(key).and_then(|row| row.get(self.0.code())).map(String::as_str)
    }

    /// What to do about findings of a rule.
    pub(crate) fn remedy(self, rule: &'static Rule) -> &'static str {
        REMEDY.get(rule.code).and_then(|row| row.get(self.0.code())).map_or(rule.remedy, String::as_str)
    }

    /// A message; `seen` makes each value fit to be shown where the message is. `None` where this language
    /// does not have it.
    pub(crate) fn message(self, message: &Message, seen: fn(&str) -> String) -> Option<String> {
        if self.0 == Language::English {
            return Some(seen(message));
        }
        self.translated(message, seen, DEEPEST)
    }

    fn translated(self, message: &Message, seen: fn(&str) -> String, depth: usize) -> Option<String> {
        let own = message.pattern();
        let known = || Some(PATTERNS.get(own)?.get(self.0.code())?.as_str());
        let pattern = known().or_else(|| Message::is_frame(own).then_some(own))?;
        Some(message.filled(pattern, &mut |value| match value {
            MessageValue::Words(words) => self.isolated(&seen(words)),
            MessageValue::Said(said) => {
                let inner = depth.checked_sub(1).and_then(|depth| self.translated(said, seen, depth));
                inner.unwrap_or_else(|| self.isolated(&seen(said)))
            }
        }))
    }

    /// A message in this language, else as it stands; `seen` as for [`Self::message`].
    pub(crate) fn told(self, message: &Message, seen: fn(&str) -> String) -> String {
        self.message(message, seen).unwrap_or_else(|| self.isolated(&seen(message)))
    }

    /// A finding's message, else what its rule says with the English words behind it; `seen` as for
    /// [`Self::message`].
    pub(crate) fn of_finding(self, finding: &Finding, seen: fn(&str) -> String) -> String {
        let behind =
            || format!("{} ({})", self.of_rule(finding.rule), self.isolated(&seen(&finding.message)));
        self.message(&finding.message, seen).unwrap_or_else(behind)
    }

    /// What to do about a finding; `seen` as for [`Self::message`].
    pub(crate) fn help(self, finding: &Finding, seen: fn(&str) -> String) -> String {
        let remedy = || self.remedy(finding.rule).to_owned();
        finding.help.as_ref().map_or_else(remedy, |help| self.told(help, seen))
    }

    /// As [`Self::told`], without isolates: for outputs that escape what they show.
    pub(crate) fn plain(self, message: &Message) -> Message {
        if self.0 == Language::English {
            return message.clone();
        }
        Message::foreign(self.told(message, str::to_owned).replace(|letter| ISOLATE.contains(&letter), ""))
    }

    /// A refusal with its sentences in this language, for outputs that escape what they show.
    #[cfg(feature = "batch")]
    pub(crate) fn refusal(self, refusal: &Refusal) -> Refusal {
        if self.0 == Language::English {
            return refusal.clone();
        }
        Refusal::new(refusal.kind, self.plain(&refusal.found), self.plain(&refusal.advice))
    }

    /// A finding with its sentences in this language: its message, else what its rule says with the English
    /// words behind it; what to do. For outputs that escape what they show.
    pub(crate) fn finding(self, finding: &Finding) -> Finding {
        if self.0 == Language::English {
            return finding.clone();
        }
        let say = |message: &Message| self.plain(message);
        let message = match self.message(&finding.message, str::to_owned) {
            Some(_) => self.plain(&finding.message),
            None => Message::foreign(format!("{} ({})", self.of_rule(finding.rule), finding.message)),
        };
        let remedy = Message::foreign(self.remedy(finding.rule));
        Finding {
            message,
            help: Some(finding.help.as_ref().map_or(remedy, say)),
            related: finding.related.iter().map(|(span, label)| (*span, say(label))).collect(),
            ..finding.clone()
        }
    }
}

/// Messages that stand in messages: deeper ones are shown in English.
const DEEPEST: usize = 12;

impl Finding {
    /// The finding with its sentences in another language: French, Chinese and Arabic have all of them; in others
    /// it stays English.
    ///
    /// # Examples
    /// ```
    /// let text = "RESOLUTION 64 (Rev. Busan, 2013)\nresolves\nto go on,\n";
    /// for finding in itudoc::examine("a.txt", text.as_bytes())?.findings {
    ///     println!("{}: {}", finding.rule.code, finding.in_language(itudoc::Language::French).message);
    /// }
    /// # Ok::<(), itudoc::Refusal>(())
    /// ```
    #[must_use]
    pub fn in_language(&self, language: Language) -> Finding {
        InterfaceWords(language).finding(self)
    }
}
