//! Calls: 忆及, *recalling*, `décide de charger`, `предлагает Государствам-Членам`.

use super::terms::{self, Term};
use super::{CallForm, Lexicon};
use crate::folding::{fold_line, fold_word};
use crate::language::Language;
use crate::model::{CallRole, Key};

/// Longest line that is taken for a call with its addressees, in characters of the text. The
/// longest seen in published resolutions name four addressees and have about 150 Latin letters.
const LONGEST_CALL: usize = 220;
/// The same for Chinese, which needs about a quarter of the characters.
const LONGEST_CHINESE_CALL: usize = 60;

/// The key of an operative verb that hands on to another.
const HANDED_ON: Key = match Key::new("resolves-to-instruct") {
    Some(key) => key,
    None => unreachable!(),
};

/// What may stand behind a call.
const AFTER_CALL: &[char] = &[',', '，', ':', '：', '،', ' '];
/// What ends a sentence or an item, never a call.
const NEVER_AFTER_CALL: &[char] = &['.', ';', '。', '；', '؛', '、'];

/// A line recognised as a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CallMatch {
    /// Key in the vocabulary.
    pub key: Key,
    /// Recital or operative part.
    pub role: CallRole,
}

impl Lexicon {
    /// Whether a whole line is a call.
    pub(crate) fn call(&self, line: &str) -> Option<CallMatch> {
        let limit = if self.language == Language::Chinese { LONGEST_CHINESE_CALL } else { LONGEST_CALL };
        if line.chars().nth(limit).is_some() {
            return None;
        }
        // Most lines end as no call does: they need no folding to be told.
        if line.trim_end_matches(AFTER_CALL).ends_with(NEVER_AFTER_CALL) {
            return None;
        }
        let leads_in = line.trim_end().ends_with([':', '：']);
        let line = fold_line(line);
        let line = line.trim_end_matches(AFTER_CALL);
        if line.is_empty() || line.ends_with(NEVER_AFTER_CALL) {
            return None;
        }
        self.folded_call(line, leads_in)
    }

    /// The length in bytes of a call of the preamble at the end of a text: `as stated under considering`.
    pub(crate) fn recital_at_end(&self, text: &str) -> Option<usize> {
        let recitals = self.calls.iter().filter(|form| form.role == CallRole::Recital);
        let lengths = recitals.filter_map(|form| {
            let letters = form.form.chars().count().checked_sub(1)?;
            let (at, _) = text.char_indices().rev().nth(letters)?;
            let (before, tail) = text.split_at_checked(at)?;
            let apart = self.language == Language::Chinese || !before.ends_with(char::is_alphanumeric);
            (apart && *fold_word(tail) == *form.form).then_some(tail.len())
        });
        lengths.max()
    }

    /// A whole line that is a call but for a slip of one letter, or two in a long word: `recaling`,
    /// `认识倒`. Where no call can stand, lines are not to be asked: words of a text are near some call.
    pub(crate) fn call_nearly(&self, line: &str) -> Option<CallMatch> {
        const MOST_WORDS: usize = 9;
        let line = fold_line(line);
        if self.language == Language::Chinese {
            return self.call_nearly_han(&line);
        }
        // `وإذ يضع في اعتبارة`: a modifier stands before what is misspelt.
        let bare = self.strip_before(&line);
        [&*line, bare].into_iter().take(if bare == &*line { 1 } else { 2 }).find_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            (words.len() <= MOST_WORDS).then(|| self.words_nearly(&words)).flatten()
        })
    }

    /// A call whose first words are one's but for a slip.
    fn words_nearly(&self, words: &[&str]) -> Option<CallMatch> {
        self.calls.iter().find_map(|form| {
            let length = form.form.split(' ').count();
            let head = words.get(..length)?.join(" ");
            let head = head.trim_end_matches(AFTER_CALL);
            let slips = match form.form.chars().count() {
                0..=4 => return None,
                5..=7 => 1,
                _ => 2,
            };
            // Most words are no call's: their lengths tell.
            if head.chars().count().abs_diff(form.form.chars().count()) > slips {
                return None;
            }
            let near = (1..=slips).contains(&strsim::osa_distance(head, &form.form));
            let rest = words.get(length..).unwrap_or_default().join(" ");
            near.then(|| self.call(&format!("{} {rest}", form.form))).flatten()
        })
    }

    /// A whole line that is a short call but for a slip of one letter, or a call with a space inside a word:
    /// `يقررر`, `亿及`, `re solves`. So little of a word tells nothing by itself: the line is to be followed by the
    /// first item of a list.
    pub(crate) fn short_call_nearly(&self, line: &str) -> Option<CallMatch> {
        let line = fold_line(line);
        let line = self.strip_before(line.trim_end_matches(AFTER_CALL));
        let letters = |text: &str| text.chars().count();
        let lengths = if self.language == Language::Chinese { 2..=2 } else { 3..=4 };
        let closed: String = line.split(' ').collect();
        self.calls.iter().find_map(|form| {
            let known = letters(&form.form);
            let slip = lengths.contains(&known)
                && letters(line).abs_diff(known) <= 1
                && letters(line) >= *lengths.start()
                && strsim::osa_distance(line, &form.form) == 1;
            let spaced =
                line.contains(' ') && *line != *form.form && form.form.split(' ').eq([closed.as_str()]);
            (slip || spaced).then_some(CallMatch { key: form.key, role: form.role })
        })
    }

    fn call_nearly_han(&self, line: &str) -> Option<CallMatch> {
        const SHORTEST: usize = 3;
        if let Some((form, rest)) = self.form_at_head(line)
            && form.complement
            && form.role == CallRole::Operative
            && self.whom_nearly(rest).is_some_and(|(found, _)| rest.ends_with(&found))
        {
            return Some(CallMatch { key: form.key, role: form.role });
        }
        self.calls.iter().find_map(|form| {
            let letters = form.form.chars().count();
            let length: usize = line.chars().take(letters).map(char::len_utf8).sum();
            let (head, rest) = line.split_at_checked(length)?;
            let other = head.chars().zip(form.form.chars()).filter(|(one, other)| one != other).count();
            // Of two letters one is too much to be wrong, unless whom it addresses tells the rest.
            let told = letters >= SHORTEST || letters + 1 == SHORTEST && !rest.trim().is_empty();
            let near = told && head.chars().count() == letters && other == 1;
            near.then(|| self.call(&format!("{}{rest}", form.form))).flatten()
        })
    }

    /// A whole line that is a call of another language, and which.
    pub(crate) fn call_of_another(&self, line: &str) -> Option<(Language, CallMatch)> {
        // The words of a language are read when first asked for: only those of the line's own script are.
        let script = script_of(line)?;
        let others = script.iter().copied().filter(|language| *language != self.language);
        others.into_iter().find_map(|language| Some((language, Lexicon::of(language).ok()?.call(line)?)))
    }

    fn folded_call(&self, line: &str, leads_in: bool) -> Option<CallMatch> {
        // A form may itself begin with a modifier (`также`), so both readings are tried.
        for line in [line, self.strip_before(line)] {
            let Some((form, rest)) = self.form_at_head(line) else { continue };
            let found = CallMatch { key: form.key, role: form.role };
            let rest = self.strip_after(rest);
            // `pursuant to this initiative:` leads in a list; a call of recitals names what it rests on.
            let leads_in = form.role == CallRole::Recital && leads_in && !rest.is_empty();
            if rest.is_empty() || (form.complement && !leads_in && self.is_complement(form, rest)) {
                return Some(found);
            }
            // 做出决议，责成秘书长: an operative verb that hands on to another.
            if form.role == CallRole::Operative
                && let Some(second) = rest.strip_prefix(['，', ',', '،'])
                && let Some(second) = self.second_call(second.trim_start())
            {
                return Some(second);
            }
        }
        None
    }

    fn second_call(&self, line: &str) -> Option<CallMatch> {
        let line = line.strip_prefix("to ").unwrap_or(line);
        let (form, rest) = self.form_at_head(self.strip_before(line)).or_else(|| {
            // `resolves, to instruct`: the infinitive lacks the third person's s.
            let (form, rest) = self.calls.iter().find_map(|form| {
                let stem = form.form.strip_suffix('s').filter(|_| self.language == Language::English)?;
                Some((form, line.strip_prefix(stem)?))
            })?;
            Some((form, rest))
        })?;
        let instructs =
            form.role == CallRole::Operative && (rest.is_empty() || self.is_complement(form, rest));
        instructs.then_some(CallMatch { key: HANDED_ON, role: CallRole::Operative })
    }

    pub(super) fn form_at_head<'l>(&self, line: &'l str) -> Option<(&CallForm, &'l str)> {
        let first = line.chars().next();
        self.calls.iter().filter(|form| form.first == first).find_map(|form| {
            let rest = line.strip_prefix(form.form.as_str())?;
            let joined = rest.chars().next().is_some_and(char::is_alphanumeric);
            (!joined || self.language == Language::Chinese).then_some((form, rest))
        })
    }

    pub(super) fn strip_before<'l>(&self, mut line: &'l str) -> &'l str {
        while let Some(rest) = self.before.iter().find_map(|word| {
            let rest = line.strip_prefix(word.as_str())?;
            let apart = self.language == Language::Chinese || rest.starts_with(' ');
            (apart && !rest.trim_start().is_empty()).then(|| rest.trim_start())
        }) {
            line = rest;
        }
        line
    }

    fn strip_after<'l>(&self, mut rest: &'l str) -> &'l str {
        loop {
            let open = rest.trim_start();
            let open = self.behind_and(open);
            let Some(next) = self.after.iter().find_map(|word| {
                let next = open.strip_prefix(word.as_str())?;
                (self.language == Language::Chinese || !next.starts_with(char::is_alphanumeric))
                    .then_some(next)
            }) else {
                return rest.trim_start_matches(' ');
            };
            rest = next;
        }
    }

    /// A text without the "and " at its head.
    pub(super) fn behind_and<'l>(&self, text: &'l str) -> &'l str {
        let and = terms::of(Term::And, self.language);
        and.iter().find_map(|word| text.strip_prefix(&**word)?.strip_prefix(' ')).unwrap_or(text)
    }

    /// Whether what follows an operative verb can be its addressees rather than a sentence.
    fn is_complement(&self, form: &CallForm, rest: &str) -> bool {
        if rest.contains(['。', '；', ';', '：', ':', '؛']) || rest.contains(". ") {
            return false;
        }
        if self.language == Language::Chinese {
            return match form.role {
                // 经审议秘书长的报告: anything short.
                CallRole::Recital => rest.chars().count() <= 40,
                CallRole::Operative => {
                    let rest = rest.trim_end_matches(['）', ')']);
                    self.addressees.iter().any(|noun| rest.ends_with(noun.as_str()))
                }
            };
        }
        let words = rest.split(' ').filter(|word| !word.is_empty()).count();
        let sentence =
            rest.trim_end().trim_end_matches(" to").contains(" to ") && self.language == Language::English;
        words <= 28 && !sentence
    }
}

/// The languages that are written in the script of a line's first letter.
fn script_of(line: &str) -> Option<&'static [Language]> {
    let first = line.chars().find(|c| c.is_alphabetic())?;
    Some(match first {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => {
            &[Language::English, Language::French, Language::Spanish]
        }
        '\u{400}'..='\u{4FF}' => &[Language::Russian],
        '\u{600}'..='\u{6FF}' => &[Language::Arabic],
        _ => &[Language::Chinese],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(language: Language, line: &str) -> Option<String> {
        Lexicon::of(language).unwrap().call(line).map(|call| call.key.to_string())
    }

    #[test]
    fn chinese_calls() {
        use Language::Chinese as Zh;
        assert_eq!(key(Zh, "忆及"), Some("recalling".into()));
        assert_eq!(key(Zh, "进一步考虑到"), Some("considering".into()));
        assert_eq!(key(Zh, "满意地注意到"), Some("noting".into()));
        assert_eq!(key(Zh, "做出决议，责成秘书长"), Some("resolves-to-instruct".into()));
        assert_eq!(key(Zh, "请成员国，部门成员和部门准成员"), Some("invites".into()));
        assert_eq!(key(Zh, "进一步责成电信标准化局主任和电信发展局主任"), Some("instructs".into()));
        assert_eq!(key(Zh, "请所有成员国避免采取妨碍接入的行动"), None);
        assert_eq!(key(Zh, "认识到有关网络安全的决议的重要性"), None);
        assert_eq!(key(Zh, "请秘书长提交报告。"), None);
    }

    #[test]
    fn calls_of_the_other_languages() {
        assert_eq!(key(Language::English, "taking into account also"), Some("taking-into-account".into()));
        assert_eq!(key(Language::English, "noting with concern,"), Some("noting".into()));
        assert_eq!(
            key(Language::English, "instructs the Director of the Telecommunication Development Bureau"),
            Some("instructs".into())
        );
        assert_eq!(
            key(Language::English, "resolves to instruct the Secretary-General"),
            Some("resolves-to-instruct".into())
        );
        assert_eq!(
            key(Language::English, "resolves, to instruct the Secretary-General"),
            Some("resolves-to-instruct".into())
        );
        assert_eq!(key(Language::English, "invites Member States to contribute to the studies"), None);
        assert_eq!(key(Language::English, "considering the importance of the matter at hand"), None);
        assert_eq!(key(Language::French, "ayant à l’esprit"), Some("bearing-in-mind".into()));
        assert_eq!(key(Language::French, "charge le Secrétaire général"), Some("instructs".into()));
        assert_eq!(key(Language::Spanish, "reconociendo además"), Some("recognizing".into()));
        assert_eq!(key(Language::Russian, "учитывая далее,"), Some("considering".into()));
        assert_eq!(key(Language::Russian, "настоятельно призывает Государства-Члены"), Some("urges".into()));
        assert_eq!(key(Language::Arabic, "وإذ يذكّر"), Some("recalling".into()));
        assert_eq!(key(Language::Arabic, "يكلف الأمين العام"), Some("instructs".into()));
    }

    #[test]
    fn call_at_the_head_of_its_text() {
        let zh = Lexicon::of(Language::Chinese).unwrap();
        let (call, end) = zh.call_at_head("认识到a)全权代表大会").unwrap();
        assert_eq!((&*call.key, end), ("recognizing", "认识到".len()));
        let en = Lexicon::of(Language::English).unwrap();
        assert_eq!(en.call_at_head("Considering that the auditor").unwrap().1, "Considering".len());
        assert!(en.call_at_head("instructs the Secretary-General to act").is_none());
    }
}
