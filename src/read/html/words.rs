//! Text between tags, its white space as browsers show it.

use encoding_rs::WINDOWS_1252;

use super::story::HtmlReader;
use crate::diagnostics::Refusal;
use crate::read::facts::types::{WordObject, WordRun};

impl HtmlReader {
    /// Text between tags; white space is one space, and none at a paragraph's edges.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.in_title {
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.facts.properties.title = Some(title).filter(|title| !title.is_empty());
            return Ok(());
        }
        if text.contains(|c: char| !c.is_ascii_whitespace()) {
            self.end_head()?;
        }
        if self.state.hidden && self.is_sheet() {
            self.sheet.push(text);
        }
        if self.choose(text) || self.state.hidden {
            return Ok(());
        }
        if self.state.preserved {
            return self.push(text, None);
        }
        if self.state.label && text.chars().all(|c| c.is_whitespace()) {
            // The gap behind a list's label.
            return if text.contains('\u{A0}') { self.gap() } else { Ok(()) };
        }
        let mut shown = String::with_capacity(text.len());
        // White space that waits for what follows it, and whether a line ends in it.
        let mut space: Option<bool> = None;
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                *space.get_or_insert(false) |= !matches!(character, ' ' | '\t');
                continue;
            }
            self.part(&mut shown, space.take(), character);
            shown.push(character);
        }
        if let Some(line_end) = space {
            if if shown.is_empty() { self.within() } else { true } {
                shown.push(' ');
                self.broken = false;
            }
            self.broken |= line_end;
        }
        let text = if self.state.run.font.is_some() { signs(&shown) } else { shown };
        self.push(&text, None)
    }

    /// Puts the space between what stands before and a character, unless it is the end of a source line
    /// between two characters that take no space between them (CSS Text 3, 4.1.3).
    fn part(&mut self, shown: &mut String, space: Option<bool>, next: char) {
        let broken = std::mem::take(&mut self.broken);
        if let Some(before) = shown.chars().next_back() {
            if space.is_some_and(|line_end| !(line_end && take_no_space(before, next))) {
                shown.push(' ');
            }
            return;
        }
        let before = self.flow.last_character();
        let joined = before.is_some_and(|before| take_no_space(before, next));
        if self.within() {
            if space.is_some_and(|line_end| !(line_end && joined)) {
                shown.push(' ');
            }
        } else if joined && (broken || space == Some(true)) {
            self.flow.trim_end();
        }
    }

    fn gap(&mut self) -> Result<(), Refusal> {
        let after_tab = self.flow.last_run().is_none_or(|run| run.text.ends_with('\t'));
        if after_tab { Ok(()) } else { self.push("\t", None) }
    }

    /// Whether text stands before this place in its paragraph and its line, and no space.
    fn within(&self) -> bool {
        let last = self.flow.last_run();
        last.is_some_and(|run| run.object.is_some() || !run.text.ends_with([' ', '\n', '\t']))
    }

    pub(super) fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        if self.state.hidden || (text.is_empty() && object.is_none()) {
            return Ok(());
        }
        let state = &self.state;
        let mut run = WordRun {
            text: String::new(),
            properties: state.run,
            insertion: state.insertion,
            deletion: state.deletion,
            link: state.link,
            object,
            ..WordRun::default()
        };
        run.properties.formatting = None;
        self.place(run, text)
    }

    /// Adds a run to the open paragraph, which takes the format in force.
    pub(super) fn place(&mut self, run: WordRun, text: &str) -> Result<(), Refusal> {
        let properties = self.state.paragraph;
        let paragraph = self.flow.paragraph();
        if paragraph.runs.is_empty() {
            paragraph.properties = properties;
            if let Some((list, level)) = self.item.take().filter(|_| !self.state.label) {
                (paragraph.properties.list, paragraph.properties.level) = (Some(list), Some(level));
                paragraph.properties.indent = None;
                paragraph.properties.first_line = None;
            }
        }
        self.flow.push(run, text, &mut self.facts.gathered.runs)
    }
}

/// Whether two characters stand side by side without a space: those that are as wide as Han, and
/// beside one of them the punctuation that Chinese has in common with Latin.
fn take_no_space(before: char, after: char) -> bool {
    let shared = |c: char| matches!(c, '‘' | '’' | '“' | '”' | '…' | '—' | '·');
    (is_wide(before) && (is_wide(after) || shared(after))) || (shared(before) && is_wide(after))
}

/// East Asian width F, W or H (Unicode annex 11), Hangul left out: Korean parts words by spaces.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x303E | 0x3041..=0x312F | 0x3190..=0x4DBF | 0x4E00..=0xA4CF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF01..=0xFF9F | 0xFFE0..=0xFFEE | 0x20000..=0x3FFFD)
}

/// Text in a symbol font as Word keeps it, at U+F020 to U+F0FF. The page's encoding made characters of
/// the font's codes: those of Windows-1252 go back to them.
fn signs(text: &str) -> String {
    let sign = |c: char| {
        if c.is_whitespace() || c < ' ' {
            return c;
        }
        let code = match u32::from(c) {
            code @ 0x20..=0xFF => Some(code),
            _ => {
                let text = c.to_string();
                let (bytes, _, lost) = WINDOWS_1252.encode(&text);
                bytes.first().filter(|_| !lost).map(|byte| u32::from(*byte))
            }
        };
        code.and_then(|code| char::from_u32(0xF000 + code)).unwrap_or(c)
    };
    text.chars().map(sign).collect()
}
