//! What is asked of a string: where it ends, how it stands on one line, what is an identifier in it.

/// Punctuation that ends a sentence, a clause or a lead-in.
const CLOSING: [char; 15] = ['。', '；', '，', '：', '！', '？', '.', ';', ',', ':', '!', '?', '؛', '،', '؟'];

/// Whether a text ends as a sentence or clause does, and not as a title or a name.
pub fn ends_closed(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', '）', ')', '’']).ends_with(CLOSING) || text.ends_with(['”', '»'])
}

/// A text on one line: white space becomes one space, and nothing where it holds a line end between
/// two Chinese characters.
pub fn on_one_line(text: &str) -> String {
    if is_on_one_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(at) = rest.find(char::is_whitespace) {
        let (word, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let next = after.trim_start();
        // By its length: to compare what follows would cost the rest of the text at each word.
        let white = after.get(..after.len() - next.len()).unwrap_or_default();
        line.push_str(word);
        let wide = word.ends_with(is_wide) && next.starts_with(is_wide);
        if !(wide && white.contains(['\n', '\u{2028}', '\u{2029}'])) {
            line.push(' ');
        }
        rest = next;
    }
    line.push_str(rest);
    line
}

/// Whether a text stands on one line as it is. Most that is asked does, and looking costs a third of putting it there.
pub(crate) fn is_on_one_line(text: &str) -> bool {
    // Looked at as a whole, as a processor does many bytes at once.
    let plain = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    if plain {
        return !(text.starts_with(' ') || text.ends_with(' ') || text.contains("  "));
    }
    let mut blank = true;
    for letter in text.chars() {
        if letter != ' ' && letter.is_whitespace() || letter == ' ' && blank {
            return false;
        }
        blank = letter == ' ';
    }
    !blank || text.is_empty()
}

/// Whether a text says nothing but that text was left out: `...`, `…`, `[...]`, `* * *`.
pub(crate) fn is_elision(text: &str) -> bool {
    let signs = |c: char| matches!(c, '.' | '…' | '*' | '[' | ']' | '(' | ')' | ' ' | '⋯');
    text.chars().all(signs) && (text.contains("..") || text.contains(['…', '⋯', '*']))
}

/// Whether the hyphen or slash at a byte of a text stands inside an identifier (`ITU-T`, `МСЭ-R`,
/// `WTSA-16`, `C18/35-E`, `CUB/70/1`): no line ends there. Words (`Secretary-General`) and numbers
/// (`2010-2014`) are none.
pub(crate) fn inside_identifier(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let mut after = after.chars();
    if !matches!(after.next(), Some('-' | '/')) {
        return false;
    }
    let part = |c: &char| c.is_alphanumeric() && !is_wide(*c);
    let joined = |c: &char| part(c) || matches!(c, '-' | '/');
    let short = |letters: usize| (1..=8).contains(&letters);
    let left = || before.chars().rev();
    let right = || after.clone();
    let ends = short(left().take_while(part).count()) && short(right().take_while(part).count());
    let small = left().take_while(part).chain(right().take_while(part)).any(char::is_lowercase);
    ends && !small && left().take_while(joined).chain(right().take_while(joined)).any(char::is_uppercase)
}

/// Whether a character is Chinese or a mark of its width: no space parts two of them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_from_words_and_numbers() {
        for text in ["ITU-T", "МСЭ-R", "UIT-T,", "WTSA-16", "在ITU-D中", "PP-14"] {
            let at = text.find('-').unwrap();
            assert!(inside_identifier(text, at), "{text}");
        }
        for (at, _) in "CUB/70/1 C18/35-E".match_indices(['/', '-']) {
            assert!(inside_identifier("CUB/70/1 C18/35-E", at), "{at}");
        }
        for text in ["Secretary-General", "2010-2014", "- a", "ITU- T", "plug-in", "e-mail"] {
            let at = text.find('-').unwrap();
            assert!(!inside_identifier(text, at), "{text}");
        }
    }

    #[test]
    fn signs_of_omission_are_told_from_punctuation() {
        assert!(["...", "…", "[...]", "* * *", "(⋯)", ". . ..", "……"].into_iter().all(is_elision));
        assert!(["", ".", "()", "[ ]", "... and", "…5"].into_iter().all(|text| !is_elision(text)));
    }

    #[test]
    fn a_line_end_is_nothing_between_chinese_characters_and_a_space_elsewhere() {
        for (text, line) in [
            ("通信\n设施、\n服务", "通信设施、服务"),
            ("附件 一", "附件 一"),
            (" one\n two\tthree ", "one two three"),
            ("第\n64号", "第 64号"),
            ("", ""),
        ] {
            assert_eq!(on_one_line(text), line);
        }
    }
}
