//! Addresses: where a paragraph stands in its text, by what the text itself says.
//!
//! In: the paragraphs of a text in order. Out: an address each (`recalling/a`, `resolves/2/i`), the same
//! in the six languages, as calls and labels are taken by their meaning; stable, as nothing of it counts
//! what other proposals have. Never: a page, a line, an ordinal where a label stands.

use std::collections::BTreeMap;

use crate::language::Language;
use crate::letters::is_han;
use crate::lexicon::Lexicon;
use crate::model::LabelValue;
use crate::text::View;

use super::contribution::ParagraphRecord;

/// The address of the next paragraph of a text.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    /// The call at hand, or another head: `annex`.
    call: String,
    /// Labels of the items at hand, by level.
    items: Vec<String>,
    /// Paragraphs without label under one head.
    plain: BTreeMap<String, usize>,
    /// Addresses given, with how often.
    given: BTreeMap<String, usize>,
}

impl Addresses {
    /// The address of a paragraph, and the call that it stands under. What the text in force does not
    /// have has no address and moves no other.
    pub(crate) fn next(
        &mut self,
        record: &ParagraphRecord,
        value: Option<&LabelValue>,
        annex: bool,
    ) -> (String, String) {
        let text = record.whole(View::Base);
        if text.is_empty() && record.is_marked() {
            return (String::new(), self.call.clone());
        }
        if annex && !self.call.starts_with("annex") {
            self.enter("annex".to_owned());
        }
        let path = match record.role.as_str() {
            role @ ("number" | "title" | "opening") => role.to_owned(),
            "call" => {
                let key = call_key(&record.text(View::Base));
                let call = self.once(key);
                self.enter(call.clone());
                return (call.clone(), call);
            }
            "heading" => {
                let path = format!("{}heading", self.head());
                self.items.clear();
                path
            }
            "item" => {
                let level = usize::from(record.level.max(1));
                self.items.truncate(level - 1);
                let label = label_key(&record.label(View::Base), value);
                let label = if label == "-" { self.counted("-") } else { label };
                self.items.push(label);
                format!("{}{}", self.head(), self.items.join("/"))
            }
            "cell" => self.counted("cell"),
            _ => self.counted("p"),
        };
        (self.once(path), self.call.clone())
    }

    fn enter(&mut self, call: String) {
        self.call = call;
        self.items.clear();
    }

    fn head(&self) -> String {
        if self.call.is_empty() { String::new() } else { format!("{}/", self.call) }
    }

    /// `p1`, `p2` under one head.
    fn counted(&mut self, kind: &str) -> String {
        let mut head = self.head();
        if kind != "-" {
            for item in &self.items {
                head.push_str(item);
                head.push('/');
            }
        }
        let count = self.plain.entry(format!("{head}{kind}")).or_default();
        *count += 1;
        if kind == "-" { format!("-{count}") } else { format!("{head}{kind}{count}") }
    }

    /// The address, told from an equal one before it.
    fn once(&mut self, path: String) -> String {
        let count = self.given.entry(path.clone()).or_default();
        *count += 1;
        if *count == 1 { path } else { format!("{path}#{count}") }
    }
}

/// The key of a call in the vocabulary, in whichever language it stands; its first words where it is in
/// none.
fn call_key(text: &str) -> String {
    let known = Language::ALL.into_iter().find_map(|language| {
        let call = Lexicon::of(language).ok()?.call(text)?;
        Some(call.key.to_string())
    });
    known.unwrap_or_else(|| {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(4)
            .map(str::to_lowercase)
            .collect();
        words.join("-")
    })
}

/// The call that a locator names, and the label behind it: `resolves` and `2` of `resolves 2 of Resolution 64`.
pub(crate) fn call_named(text: &str) -> Option<(String, String)> {
    let parts =
        text.split([',', '，', ';', '；', '(', ')', '\t']).map(str::trim).filter(|part| !part.is_empty());
    parts.into_iter().find_map(|part| {
        // The longest head of the words that is a call.
        let ends = part.char_indices().map(|(at, letter)| at + letter.len_utf8()).rev();
        let cuts = ends.filter(|end| {
            let (head, rest) = part.split_at_checked(*end).unwrap_or((part, ""));
            let joined = head.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic);
            !joined || head.chars().next_back().is_some_and(is_han)
        });
        cuts.into_iter().find_map(|end| {
            let (head, rest) = part.split_at_checked(end)?;
            let key = Language::ALL
                .into_iter()
                .find_map(|language| Some(Lexicon::of(language).ok()?.call(head.trim())?.key.to_string()))?;
            let label: String =
                rest.trim_start().chars().take_while(|c| c.is_alphanumeric() && !is_han(*c)).collect();
            let is_label = label.len() < 4 && (label.chars().all(|c| c.is_ascii_digit()) || label.len() == 1);
            Some((key, if is_label { label.to_lowercase() } else { String::new() }))
        })
    })
}

/// What a label counts, in one form for all languages: `a`, `2`, `1.1`, `iv`; `-` for a bullet.
fn label_key(text: &str, value: Option<&LabelValue>) -> String {
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let written = match value {
        // The value counts the whole label, deleted and inserted: of a marked one only the text speaks.
        Some(LabelValue::Letter(count)) if trimmed.chars().count() == 1 => letter(*count),
        Some(LabelValue::Number(counts)) => {
            let counted: Vec<String> = counts.iter().map(u16::to_string).collect();
            Some(counted.join(".")).filter(|counted| *counted == trimmed || !trimmed.is_ascii())
        }
        Some(LabelValue::Han(count)) => Some(count.to_string()),
        Some(LabelValue::Bullet) => Some("-".to_owned()),
        _ => None,
    };
    written.unwrap_or_else(|| if trimmed.is_empty() { "-".to_owned() } else { trimmed })
}

/// The letter of a count, as Latin labels have it: the Arabic and Cyrillic ones count alike.
fn letter(count: u16) -> Option<String> {
    let at = u8::try_from(count.checked_sub(1)?).ok().filter(|at| *at < 26)?;
    Some(char::from(b'a' + at).to_string())
}

#[cfg(test)]
mod tests {
    use super::call_named;

    #[test]
    fn locators_name_calls_and_labels() {
        let named = |text: &str| call_named(text).map(|(call, label)| format!("{call}/{label}"));
        assert_eq!(named("Resolution 253, resolves").as_deref(), Some("resolves/"));
        assert_eq!(named("resolves 2 of Resolution 64").as_deref(), Some("resolves/2"));
        assert_eq!(
            named("Resolution 64 (Rev. Dubai, 2018), considering b)").as_deref(),
            Some("considering/b")
        );
        assert_eq!(named("Resolution 64"), None);
    }
}
