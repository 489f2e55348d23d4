//! Lists and their items: which list and level a paragraph's number is of (ODF 1.3 part 3, 5.3).
//!
//! In: the start tags of lists, items and numbered paragraphs. Out: the lists that are open. Never: a number;
//! the facts count them.

use super::story::{OdtFrame, OdtStoryReader};
use super::styles::text;
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::facts::numbering::{LEVELS, ListDefinition};
use crate::read::xml::{KnownNamespace, StartTag};

/// A list that is open.
pub(super) struct OdtList {
    /// Its definition.
    pub(super) definition: i64,
    /// Its number in the facts.
    pub(super) list: u32,
    /// Its items bear no number (`text:list-header`), or the item has had its own.
    pub(super) numbered: bool,
}

impl<'a> OdtStoryReader<'_, 'a> {
    pub(super) fn begin_list(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let attribute = |name: &[u8]| text(self.xml, element, KnownNamespace::Text, name);
        if self.lists.len() >= limits::TABLE_NESTING {
            return Err(Refusal::over(
                message!("the nesting of lists"),
                limits::TABLE_NESTING as u64,
                message!("lists"),
            ));
        }
        let style = attribute(b"style-name")?;
        let continued = (attribute(b"continue-list")?, attribute(b"continue-numbering")? == "true");
        let around = self.lists.last().map(|open| (open.definition, open.list));
        let definition = self.sheet.lists.get(&style).copied().or(around.map(|(definition, _)| definition));
        let definition = definition.unwrap_or(-1);
        let of_id = self.list_ids.get(&continued.0).copied();
        let list = match around {
            Some((same, list)) if same == definition => list,
            _ => match of_id.or_else(|| self.last_lists.get(&definition).copied().filter(|_| continued.1)) {
                Some(list) => list,
                None => {
                    self.new_list(definition, 0, self.sheet.starts.get(&definition).copied().unwrap_or(1))
                }
            },
        };
        let all = self.xml.attributes(element)?;
        if let Some((.., id)) =
            all.into_iter().find(|(space, name, _)| *space != KnownNamespace::Text && name == "id")
        {
            self.list_ids.insert(id, list);
        }
        self.last_lists.insert(definition, list);
        self.lists.push(OdtList { definition, list, numbered: false });
        Ok(OdtFrame::List)
    }

    /// A list whose level `at` begins with a count of its own.
    pub(super) fn new_list(&mut self, definition: i64, at: usize, start: i64) -> u32 {
        self.sheet.made += 1;
        let mut list = ListDefinition { definition, ..ListDefinition::default() };
        if let Some(slot) = list.starts.get_mut(at) {
            *slot = Some(start);
        }
        self.facts.numbering.enter_list(self.sheet.made, list);
        self.sheet.made
    }

    pub(super) fn begin_item(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let start = text(self.xml, element, KnownNamespace::Text, b"start-value")?.parse::<i64>().ok();
        let at = self.lists.len().saturating_sub(1);
        let definition = self.lists.last().map_or(-1, |open| open.definition);
        let fresh = start.map(|start| self.new_list(definition, at, start));
        if let Some(open) = self.lists.last_mut() {
            open.list = fresh.unwrap_or(open.list);
            open.numbered = element.local() == b"list-item";
            self.last_lists.insert(definition, open.list);
        }
        Ok(OdtFrame::Item)
    }

    /// A paragraph that has a number without a list around it: the lists that would be.
    pub(super) fn begin_numbered(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let attribute = |name: &[u8]| text(self.xml, element, KnownNamespace::Text, name);
        let level = attribute(b"level")?.parse::<usize>().unwrap_or(1).clamp(1, LEVELS);
        let definition = self.sheet.lists.get(&attribute(b"style-name")?).copied().unwrap_or(-1);
        let id = attribute(b"list-id")?;
        let start = attribute(b"start-value")?.parse::<i64>().ok();
        let known = match id.as_str() {
            "" => self.last_lists.get(&definition).copied(),
            id => self.list_ids.get(id).copied(),
        };
        let list = match (known, start) {
            (Some(list), None) => list,
            _ => {
                let first = self.sheet.starts.get(&definition).copied().unwrap_or(1);
                match start {
                    Some(start) => self.new_list(definition, level - 1, start),
                    None => self.new_list(definition, 0, first),
                }
            }
        };
        self.last_lists.insert(definition, list);
        if !id.is_empty() {
            self.list_ids.insert(id, list);
        }
        for at in 1..=level {
            self.lists.push(OdtList { definition, list, numbered: at == level });
        }
        Ok(OdtFrame::NumberedParagraph(level))
    }
}
