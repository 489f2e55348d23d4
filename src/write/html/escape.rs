//! Text for HTML: nothing of it can become a tag, an attribute or a change of direction.

use std::fmt::Write;

use crate::diagnostics::render::acts_on_a_terminal;
use crate::digest::Digest;

/// Appends text with the five characters that mean something in HTML spelled out. Control characters
/// and those that steer the direction of text are shown by their number.
pub(super) fn text(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(letter),
            _ if acts_on_a_terminal(letter) || is_no_character(letter) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
}

/// Whether HTML forbids the character (HTML Living Standard, 13.2.3.5).
fn is_no_character(letter: char) -> bool {
    let code = u32::from(letter);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// The digest of a style or script as a content security policy names it (CSP Level 3, 2.3.1).
pub(super) fn policy_hash(content: &str) -> String {
    format!("'sha256-{}'", base64(&Digest::of(content.as_bytes()).bytes()))
}

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let at = |i: usize| u32::from(group.get(i).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) as usize & 63;
            let letter = LETTERS.get(index).copied().unwrap_or(b'=');
            out.push(if place > group.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stays_that_html_could_read() {
        let mut out = String::new();
        text(&mut out, "<script>\"x\" & 'y'\u{202E}\u{0}\u{FFFE}");
        assert_eq!(out, "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;⟨U+202E⟩⟨U+0000⟩⟨U+FFFE⟩");
    }

    #[test]
    fn base64_of_the_standard() {
        for (plain, wanted) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), wanted);
        }
    }
}
