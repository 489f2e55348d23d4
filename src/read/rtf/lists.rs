//! Lists: the tables of definitions and of their uses (RTF 1.9.1, "List Tables"), as the numbering that
//! the facts count with. They number paragraphs to which the file does not write its number (`\listtext`).

use crate::read::doc97::lists::script_of;
use crate::read::facts::numbering::{Gap, LEVELS, ListDefinition, ListLevel, Numbering};
use crate::read::facts::types::SymbolFont;

/// What the group that is read belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListGroup {
    /// A definition (`\list`).
    Definition,
    /// One level of it.
    Level,
    /// The text of a level's number.
    Text,
    /// A use (`\listoverride`).
    Use,
    /// A level of a use (`\lfolevel`).
    UseLevel,
}

/// Reads both tables. Groups are told apart by their depth: a table is open at one, and what its words
/// open lies deeper.
#[derive(Debug, Default)]
pub(super) struct RtfLists {
    groups: Vec<(usize, ListGroup)>,
    levels: Vec<ListLevel>,
    /// Bytes and characters of a level's text; its first is a length.
    text: Vec<char>,
    definition: i64,
    list: ListDefinition,
    number: u32,
    at: usize,
    starts: bool,
}

impl RtfLists {
    /// A control word in a table, `depth` groups deep.
    pub(super) fn word(&mut self, depth: usize, word: &[u8], number: Option<i32>) {
        let value = number.unwrap_or(0);
        let opened = match word {
            b"list" => Some(ListGroup::Definition),
            b"listlevel" => Some(ListGroup::Level),
            b"leveltext" => Some(ListGroup::Text),
            b"listoverride" => Some(ListGroup::Use),
            b"lfolevel" => Some(ListGroup::UseLevel),
            _ => None,
        };
        if let Some(group) = opened {
            self.begin(group);
            self.groups.push((depth, group));
            return;
        }
        match word {
            b"listid" => self.definition = i64::from(value),
            b"ls" => self.number = u32::try_from(value).unwrap_or(0),
            b"listoverridestartat" => self.starts = true,
            b"levelstartat" if self.within(ListGroup::UseLevel) && !self.within(ListGroup::Level) => {
                if let Some(slot) = self.list.starts.get_mut(self.at).filter(|_| self.starts) {
                    *slot = Some(i64::from(value));
                }
            }
            _ => self.level_word(word, value),
        }
    }

    fn level_word(&mut self, word: &[u8], value: i32) {
        let Some(level) =
            self.levels.last_mut().filter(|_| self.groups.iter().any(|(_, g)| *g == ListGroup::Level))
        else {
            return;
        };
        match word {
            b"levelstartat" => level.start = i64::from(value),
            // The newer of the two stands behind the older and says the same.
            b"levelnfc" | b"levelnfcn" => level.script = script_of(u8::try_from(value).unwrap_or(0)),
            b"levelfollow" => {
                level.gap = match value {
                    1 => Gap::Space,
                    2 => Gap::Nothing,
                    _ => Gap::Tab,
                }
            }
            b"levellegal" => level.legal = value != 0,
            b"levelnorestart" => level.restart = (value != 0).then_some(0),
            b"li" => level.indent = Some(value),
            b"fi" => level.first_line = Some(value),
            _ => {}
        }
    }

    /// The symbol font of the level's number.
    pub(super) fn font(&mut self, font: Option<SymbolFont>) {
        if let Some(level) =
            self.levels.last_mut().filter(|_| self.groups.iter().any(|(_, g)| *g == ListGroup::Level))
        {
            level.run.font = font;
        }
    }

    fn within(&self, group: ListGroup) -> bool {
        self.groups.iter().any(|(_, open)| *open == group)
    }

    fn begin(&mut self, group: ListGroup) {
        match group {
            ListGroup::Definition => self.levels.clear(),
            ListGroup::Level => self.levels.push(ListLevel { start: 1, ..ListLevel::default() }),
            ListGroup::Text => self.text.clear(),
            ListGroup::Use => (self.list, self.at, self.number) = (ListDefinition::default(), 0, 0),
            ListGroup::UseLevel => self.starts = false,
        }
    }

    /// Text in a table; control characters are places of counts.
    pub(super) fn text(&mut self, text: &str) {
        if self.groups.last().is_some_and(|(_, group)| *group == ListGroup::Text) && self.text.len() < 1000 {
            self.text.extend(text.chars());
        }
    }

    /// A group ends, that was `depth` groups deep.
    pub(super) fn close(&mut self, depth: usize, numbering: &mut Numbering) {
        while let Some((_, group)) = self.groups.pop_if(|(at, _)| *at >= depth) {
            match group {
                ListGroup::Text => {
                    let text = std::mem::take(&mut self.text);
                    if let Some(level) = self.levels.last_mut() {
                        level.text = shown(&text);
                    }
                }
                ListGroup::Definition => {
                    let levels = std::mem::take(&mut self.levels);
                    numbering.define(self.definition, levels.into_iter().take(LEVELS).collect());
                }
                ListGroup::Level if self.within(ListGroup::UseLevel) => {
                    if let (Some(slot), Some(level)) = (self.list.levels.get_mut(self.at), self.levels.pop())
                    {
                        *slot = Some(level);
                    }
                }
                ListGroup::Use => {
                    let list = std::mem::take(&mut self.list);
                    numbering.enter_list(self.number, ListDefinition { definition: self.definition, ..list });
                }
                ListGroup::UseLevel => self.at += 1,
                ListGroup::Level => {}
            }
        }
    }
}

/// A level's text with its places as `%1` to `%9`. The first character is its length; it may end in `;`.
fn shown(text: &[char]) -> String {
    let Some((length, rest)) = text.split_first() else { return String::new() };
    let length = u32::from(*length) as usize;
    let mut shown = String::new();
    for c in rest.iter().take(length) {
        match u32::from(*c) {
            place @ 0..=8 => shown.push_str(&format!("%{}", place + 1)),
            _ => shown.push(*c),
        }
    }
    shown
}
