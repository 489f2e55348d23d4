//! Text for HTML: nothing of it can become a tag, an attribute or a change of direction.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostics::render::acts_on_a_terminal;
use crate::digest::Digest;

/// Text of the input or made from it, as a page may hold it.
pub(super) struct EscapedText<'a>(pub &'a str);

impl maud::Render for EscapedText<'_> {
    fn render_to(&self, out: &mut String) {
        text(out, self.0);
    }
}

/// Appends text with the five characters that mean something in HTML spelled out. Control characters
/// and those that steer the direction of text are shown by their number.
pub(super) fn text(out: &mut String, text: &str) {
    text.chars().for_each(|letter| {
        if !spell(out, letter) {
            push_escaped(out, letter)
        }
    });
}

/// Text that is still to be escaped: control characters and those that steer the direction of text are shown by
/// their number.
pub(super) fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| {
        if !spell(&mut out, letter) {
            out.push(letter)
        }
    });
    out
}

/// Appends text of which the words of the input were [`spelled`], with the five characters spelled out.
pub(super) fn said(out: &mut String, text: &str) {
    text.chars().for_each(|letter| push_escaped(out, letter));
}

fn push_escaped(out: &mut String, letter: char) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(letter),
    }
}

/// Appends the number of a character that is not to be shown as itself; whether it is one.
fn spell(out: &mut String, letter: char) -> bool {
    let is_spelled =
        !matches!(letter, '\t' | '\n') && (acts_on_a_terminal(letter) || is_no_character(letter));
    if is_spelled {
        // Writing to a string cannot fail.
        let _ = write!(out, "⟨U+{:04X}⟩", u32::from(letter));
    }
    is_spelled
}

/// Whether HTML forbids the character (HTML Living Standard, 13.2.3.5).
fn is_no_character(letter: char) -> bool {
    let code = u32::from(letter);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// The digest of a style or script as a content security policy names it (CSP Level 3, 2.3.1).
pub(super) fn policy_hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Digest::of(content.as_bytes()).bytes()))
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
}
